"""Sentences of the code in; resources/translations brought up to date, out; `make translations` does it."""

import ast
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from app.trader.onboarding import RISKS
from app.user_settings import SECTIONS, SETTINGS
from app.user_settings.kinds import Choice
from core.errors import ConfluxError
from ui.languages import LANGUAGES, SOURCE
from ui.round_words import STEPS
from ui.screens.train import STAGES

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources/translations"
_NEVER_SHOWN = ("commands", "coordinator", "simulation", "study")
_SAYING = {*(one.__name__ for one in ConfluxError.__subclasses__()), "Damaged", "progress"}
_SAYING |= {"PrivateColumn", "Rule", "SentField", "_checked"}
_STAGES = {
    "bond",
    "chain",
    "claiming",
    "connected",
    "connecting",
    "features",
    "predicting",
    "scoring",
    "training",
}
_STATES = ("waiting", "active", "done", "failed")
_NAMED = 2
"""Parts of a check that has a name."""
TRANSLATED = tuple(language for language in LANGUAGES if language != SOURCE)


def main() -> None:
    """Bring the .ts files up to date, keeping what is translated, and compile them."""
    for language in TRANSLATED:
        file = source_file(language)
        update(file)
        compile_to(file, compiled_file(language))
        left = len(unfinished(file))
        sys.stdout.write(f"{file.name}: {f'{left} sentences left to translate' if left else 'complete'}\n")


def source_file(language: str) -> Path:
    """What a translator edits, with Qt Linguist or by hand."""
    return FOLDER / f"conflux_{language}.ts"


def compiled_file(language: str) -> Path:
    """What the app loads."""
    return FOLDER / f"conflux_{language}.qm"


def update(file: Path) -> None:
    """Take the sentences of the code into `file`; what no longer occurs is dropped."""
    sources = sorted(str(found.relative_to(ROOT)) for found in (ROOT / "ui").rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.py"
        tables.write_text("".join(f"tr({text!r})\n" for text in lower_sentences()), encoding="utf-8")
        listed = Path(folder) / "sources.lst"
        listed.write_text("\n".join([*sources, str(tables)]), encoding="utf-8")
        options = ("-no-obsolete", "-locations", "none", "-sort-messages", "-silent")
        _run("lupdate", f"@{listed}", *options, "-ts", str(file))


def lower_sentences() -> tuple[str, ...]:
    """What screens show of the layers below them, which may not ask Qt for a translation themselves.

    Names and descriptions of tables, causes and remedies of errors, and stages of jobs; sentences that hold a
    number or a name are shown in English.
    """
    found = [*SECTIONS.values(), *RISKS.values(), *STEPS, *STAGES, *_STATES]
    for setting in SETTINGS:
        found += [setting.title, setting.description]
        if isinstance(setting.kind, Choice):
            found += [title for _, title in setting.kind.options]
    for file in _shown_files():
        found += _said(ast.parse(file.read_text(encoding="utf-8")))
    return tuple(dict.fromkeys(text for text in found if text))


def _shown_files() -> list[Path]:
    """Python files whose errors and stages reach the window."""
    files = [file for layer in ("core", "app") for file in (ROOT / layer).rglob("*.py")]
    return sorted(file for file in files if file.relative_to(ROOT).parts[1] not in _NEVER_SHOWN)


def _said(tree: ast.AST) -> list[str]:
    """Whole sentences that errors and rows are made with, stages that are told, checks that are named."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYING:
            found += node.args
        elif isinstance(node, ast.Tuple) and len(node.elts) == _NAMED and _is_method(node.elts[1]):
            found.append(node.elts[0])
    words = [one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return [text for text in words if not text.isidentifier() or text.istitle() or text in _STAGES]


def _is_method(node: ast.expr) -> bool:
    """Whether it is self.something, or a partial of it."""
    if isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def compile_to(file: Path, target: Path) -> None:
    """Make what the app loads; sentences that are not translated stay English."""
    _run("lrelease", str(file), "-silent", "-qm", str(target))


def sentences(file: Path) -> dict[str, tuple[str, ...]]:
    """English to what stands for it, a form for each plural; () where it is not finished."""
    found: dict[str, tuple[str, ...]] = {}
    for message in ET.parse(file).iter("message"):
        translation = message.find("translation")
        forms: tuple[str, ...] = ()
        if translation is not None and translation.get("type") is None:
            plurals = translation.findall("numerusform")
            forms = tuple(one.text or "" for one in plurals) if plurals else (translation.text or "",)
        found[message.findtext("source", "")] = forms if all(forms) else ()
    return found


def unfinished(file: Path) -> tuple[str, ...]:
    """Sentences that have no translation yet."""
    return tuple(text for text, forms in sentences(file).items() if not forms)


def _run(tool: str, *words: str) -> None:
    program = Path(sys.executable).with_name(f"pyside6-{tool}")
    subprocess.run([str(program), *words], cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    main()
