"""Every sentence of the screens is translated, whole, with what it holds, and compiled as it was written."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.untranslated import untranslated
from tests.write_translations import TRANSLATED, compile_to, compiled_file, sentences, source_file, update
from ui import languages
from ui.translation import tr

UI = Path(__file__).resolve().parents[2] / "ui"
FIELD = re.compile(r"\{[^{}]*\}")
PLURAL_FORMS = {"de": 2, "zh": 1}

NAMES = frozenset(
    (
        "%Y-%m-%d %H:%M:%S UTC", "*.md", "AgentVault.cancel", "AgentVault.requestDeposit",
        "AgentVault.requestWithdraw", "AgentVault.withdraw", "Conflux", "Loading {}", "StakeManager.stake",
        "StakeManager.unstake",
        "StakeManager.withdraw", "budget:{}:{}:{}:{}", "claim:{}:{}:{}:{}", "conflux-profit-{}.csv",
        "limit:{}:{}:{}:{}", "new store", "paused:{}:{}:{}",
    )
)  # fmt: skip
"""What is called so in every language, or is read by no user."""
SILENT = ("crashes", "desktop", "icons", "languages", "screenshot", "suspend_lock", "theme", "warm_up")
"""Files of the window that say nothing, or reports in English."""


def test_no_sentence_is_kept_from_the_translators():
    files = [file for file in sorted(UI.rglob("*.py")) if file.stem not in SILENT]
    found = {str(file.relative_to(UI)): untranslated(file.read_text(encoding="utf-8")) for file in files}
    kept = {file: [one for one in texts if one[1] not in NAMES] for file, texts in found.items()}
    assert {file: texts for file, texts in kept.items() if texts} == {}


@pytest.mark.parametrize(
    "source",
    [
        'Label("Take part")',
        'Label(f"{count} rounds")',
        'notice = "Connected"',
        'x = {"key": f"last {price}"}',
    ],
)
def test_a_sentence_outside_of_tr_is_found(source):
    assert len(untranslated(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'tr("Take part")',
        'x["A key"]',
        'self.setObjectName("Not read")',
        '"""Words about it."""',
        'tone="good"',
    ],
)
def test_keys_names_and_documentation_are_no_sentences(source):
    assert untranslated(source) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_the_code_is_translated(language, tmp_path):
    newest = tmp_path / source_file(language).name
    newest.write_bytes(source_file(language).read_bytes())
    update(newest)
    now = sentences(newest)
    assert now.keys() == sentences(source_file(language)).keys(), "run `make translations`"
    assert [text for text, forms in now.items() if not forms] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_holds_the_same_fields_and_glue(language):
    for text, forms in sentences(source_file(language)).items():
        for form in forms:
            assert sorted(FIELD.findall(form)) == sorted(FIELD.findall(text)), text
            assert (form[0] == " ", form[-1] == " ") == (text[0] == " ", text[-1] == " "), text
        if "(s)" in text or "(y|ies)" in text:
            assert len(forms) == PLURAL_FORMS[language], text


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_the_app_loads_is_what_was_translated(language, tmp_path):
    compile_to(source_file(language), tmp_path / "made.qm")
    assert (tmp_path / "made.qm").read_bytes() == compiled_file(language).read_bytes(), (
        "run `make translations`"
    )


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_the_window_speaks_the_chosen_language(language, tmp_path):
    """In a process of its own: what is installed once stays."""
    script = (
        "import sys, pathlib\n"
        "from ui.desktop import make_application\n"
        "from ui import languages\n"
        "app = make_application()\n"
        "assert languages.speak(app, sys.argv[1]) == sys.argv[1]\n"
        "from ui.main_window import MainWindow\n"
        "from ui.screens import SCREENS\n"
        "window = MainWindow(pathlib.Path(sys.argv[2]), asks_first=False)\n"
        "window.show()\n"
        "for screen in SCREENS:\n"
        "    window.go_to(screen.key)\n"
        "    app.processEvents()\n"
        "from ui.translation import tr\n"
        "print(tr('Rounds'), tr('{n} round(s)', '', 1), tr('{n} round(s)', '', 1234), sep='|')\n"
        "window.release()\n"
    )
    words = [sys.executable, "-c", script, language, str(tmp_path)]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    said = {
        "en": "Rounds|1 round|1,234 rounds",
        "de": "Runden|1 Runde|1,234 Runden",
        "zh": "\u8f6e\u6b21|1\u4e2a\u8f6e\u6b21|1,234\u4e2a\u8f6e\u6b21",
    }
    assert ended.stdout.strip() == said[language]


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [(["de-AT", "en"], "de"), (["fr", "zh-Hans-CN", "de"], "zh"), (["fr"], "en"), ([], "en")],
)
def test_the_first_language_of_the_system_that_is_known_is_spoken(wanted, spoken, monkeypatch):
    class System:
        def uiLanguages(self):
            return wanted

    monkeypatch.setattr(languages.QLocale, "system", System)
    assert languages._of_the_system() == spoken


@pytest.mark.parametrize(
    ("text", "count", "said"),
    [
        ("{n} round(s)", 1, "1 round"),
        ("{n} entr(y|ies)", 2000, "2,000 entries"),
        ("{n} entr(y|ies)", 1, "1 entry"),
    ],
)
def test_english_numbers_have_their_endings(text, count, said):
    assert tr(text, "", count) == said
