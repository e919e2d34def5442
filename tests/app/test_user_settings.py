"""Files and variables in; checked settings with their origin, or a refusal that names the place, out."""

import os
import re
import stat
import threading
import tomllib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.settings import StorageSettings
from app.user_settings import BY_KEY, SECTIONS, SETTINGS, UserSettings, change_file, typed
from app.user_settings.kinds import Choice, Number, Several, Switch, Url
from app.user_settings.toml_lines import line_of, with_key, without_key
from core.errors import TryAgain, YouCanFix
from tests import write_settings


def load(folder, text="", **environment):
    (folder / "settings.toml").write_text(text)
    return UserSettings(folder, environment)


def test_every_row_of_the_table_can_be_read_back_as_it_is_written():
    assert len(BY_KEY) == len(SETTINGS) == len({setting.variable for setting in SETTINGS})
    for setting in SETTINGS:
        assert setting.section in SECTIONS
        assert setting.description.endswith(".")
        kind, value = setting.kind, setting.default
        assert kind.check(value) == value
        assert kind.read(kind.text(value)) == value
        assert kind.check(tomllib.loads(f"value = {kind.toml(value)}")["value"]) == value


def test_the_page_of_the_guide_is_the_table():
    text = write_settings.PAGE.read_text(encoding="utf-8")
    assert write_settings.BEGIN + write_settings.table_text() + write_settings.END in text


def test_without_a_word_there_are_the_defaults(tmp_path):
    settings = UserSettings(tmp_path, {})
    assert [found.value for found in settings.all()] == [setting.default for setting in SETTINGS]
    assert {found.origin for found in settings.all()} == {"default"}
    assert settings.storage == StorageSettings()


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(tmp_path):
    text = '[appearance]\ntheme = "light"\n[training]\nthreads = 3\n'
    settings = load(tmp_path, text, CONFLUX_APPEARANCE_THEME="system", CONFLUX_TRAINING_THREADS="")
    assert (settings.found("appearance.theme").value, settings.found("appearance.theme").origin) == (
        "system",
        "environment",
    )
    assert (settings.found("training.threads").value, settings.found("training.threads").origin) == (
        3,
        "file",
    )
    assert settings.found("training.device").origin == "default"


def test_stores_come_from_the_same_table(tmp_path):
    settings = load(
        tmp_path,
        '[storage]\nstores = ["folder", "ipfs"]\ngateways = ["https://ipfs.io"]\ntimeout_seconds = 5\n',
        CONFLUX_STORAGE_STORES="autodrive, folder",
        CONFLUX_STORAGE_SIZE_LIMIT_MIB="8",
    )
    assert settings.storage == StorageSettings(
        stores=("autodrive", "folder"), gateways=("https://ipfs.io",), timeout_seconds=5.0, size_limit_mib=8
    )


@pytest.mark.parametrize(
    ("text", "complaint", "remedy"),
    [
        (
            '[storage]\nstores = ["folder", "cloud"]',
            r"settings.toml, line 2: storage.stores cannot",
            "autodr",
        ),
        ("[storage]\nstores = []", "line 2: storage.stores", "one or more"),
        ('[storage]\n# two\n\nstores = ["ipfs", "ipfs"]', "line 4: storage.stores", "each member once"),
        ('[storage]\nstores = "ipfs"', "line 2: storage.stores", "a list"),
        ("[storage]\nipfs_url = 1", "line 2: storage.ipfs_url cannot be '1'", "an address"),
        ('[network]\nproxy = "http://me:secret@host"', "line 2: network.proxy", "without name and password"),
        ("[storage]\ntimeout_seconds = 0", "storage.timeout_seconds cannot be '0'", "0.1 to 86,400"),
        ("[storage]\ntimeout_seconds = nan", "storage.timeout_seconds cannot be 'nan'", "0.1"),
        ("[storage]\nsize_limit_mib = 1.5", "size_limit_mib cannot be '1.5'", "a whole number of MiB"),
        ("[storage]\nsize_limit_mib = true", "size_limit_mib cannot be 'True'", "whole"),
        ("[privacy]\nhide_amounts = 1", "hide_amounts cannot be '1'", "true or false"),
        ('[appearance]\ntheme = "pink"', "line 2: appearance.theme cannot be 'pink'", "dark, light, system"),
        ('[appearance]\nthem = "dark"', "line 2: appearance.them is no setting", "appearance.theme"),
        ("[storage]\nautodrive_api_key = 'secret'", "autodrive_api_key is no setting", "unset"),
        ("[apearance]\n", r"has no table \[apearance\]", "appearance"),
        ("storage = 1", "'storage' in .* is not a table", r"\[storage\]"),
        ("[appearance]\ntheme =\n", "not TOML: .*line 2", "defaults"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_remedy(tmp_path, text, complaint, remedy):
    with pytest.raises(YouCanFix, match=complaint) as told:
        load(tmp_path, text)
    assert re.search(remedy, told.value.remedy)
    assert (tmp_path / "settings.toml").read_text() == text


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("CONFLUX_STORAGE_TIMEOUT_SECONDS", "soon", "CONFLUX_STORAGE_TIMEOUT_SECONDS cannot be 'soon'"),
        ("CONFLUX_PRIVACY_HIDE_AMOUNTS", "maybe", "cannot be 'maybe'"),
        ("CONFLUX_STORAGE_STORE", "ipfs", "CONFLUX_STORAGE_STORE of the environment is no setting"),
    ],
)
def test_a_variable_that_cannot_be_is_named(tmp_path, name, text, complaint):
    with pytest.raises(YouCanFix, match=complaint):
        load(tmp_path, **{name: text})


def test_variables_of_other_things_are_left_alone(tmp_path):
    assert load(tmp_path, CONFLUX_AUTODRIVE_API_KEY="secret", CONFLUX_TEST_DATA="x", HOME="y").all()


def test_bytes_that_are_no_text_and_a_folder_in_the_files_place_are_told(tmp_path):
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe[")
    with pytest.raises(YouCanFix, match="not text"):
        UserSettings(tmp_path, {})
    (tmp_path / "settings.toml").unlink()
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(YouCanFix, match="cannot be read"):
        UserSettings(tmp_path, {})


def test_deeply_nested_nonsense_is_refused(tmp_path):
    with pytest.raises(YouCanFix, match="not TOML"):
        load(tmp_path, f"a = {'[' * 5000}")


def test_a_change_keeps_comments_and_order_and_only_the_owner_may_read_it(tmp_path):
    text = (
        "# mine\n[training]  # how\nthreads = 2 # measured in May\n\n# colours\n[appearance]\n"
        'theme = "light"\n\n[storage]\nstores = [\n  "folder", # here\n  "ipfs",\n]\nsize_limit_mib = 64\n'
    )
    settings = load(tmp_path, text)
    settings.set("training.threads", 4)
    settings.set("appearance.colors", "green_red")
    settings.set("storage.stores", ("ipfs",))
    settings.set("wallet.lock_after_minutes", 5)
    settings.unset("appearance.theme")
    assert (tmp_path / "settings.toml").read_text() == (
        "# mine\n[training]  # how\nthreads = 4 # measured in May\n\n# colours\n[appearance]\n"
        'colors = "green_red"\n\n[storage]\nstores = ["ipfs"]\nsize_limit_mib = 64\n'
        "\n[wallet]\nlock_after_minutes = 5\n"
    )
    assert settings.value("training.threads") == 4
    assert settings.found("appearance.theme").origin == "default"
    assert stat.S_IMODE((tmp_path / "settings.toml").stat().st_mode) == 0o600


def test_a_file_that_is_not_there_is_made(tmp_path):
    settings = UserSettings(tmp_path / "new", {})
    settings.unset("appearance.theme")
    assert not settings.path.exists()
    settings.set("appearance.theme", "light")
    assert settings.path.read_text() == '[appearance]\ntheme = "light"\n'


@pytest.mark.parametrize("value", ["pink", 3, True])
def test_a_value_that_cannot_be_leaves_the_file_as_it_was(tmp_path, value):
    settings = load(tmp_path, '[appearance]\ntheme = "light"\n')
    with pytest.raises(YouCanFix, match="cannot be"):
        settings.set("appearance.theme", value)
    with pytest.raises(YouCanFix, match=r"no setting 'appearance.them'") as told:
        settings.set("appearance.them", "dark")
    assert "appearance.theme" in told.value.remedy
    assert settings.path.read_text() == '[appearance]\ntheme = "light"\n'


@pytest.mark.parametrize(
    "text",
    ['storage = { stores = ["ipfs"] }\n', '[[storage]]\nstores = ["ipfs"]\n', "storage.size_limit_mib = 5\n"],
)
def test_a_file_that_a_single_line_cannot_change_is_left_to_its_writer(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(YouCanFix, match="only a person can change"):
        change_file(path, "storage.stores", ("folder",))
    assert path.read_text() == text


def test_a_wrong_line_can_be_taken_out(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('[appearance]\nthem = "dark"\ntheme = "light"\n')
    change_file(path, "appearance.them", None)
    assert UserSettings(tmp_path, {}).value("appearance.theme") == "light"
    with pytest.raises(YouCanFix, match="not the name"):
        change_file(path, "theme", None)


def test_a_file_with_another_fault_is_left_as_it_is(tmp_path):
    settings = UserSettings(tmp_path, {})
    settings.path.write_text('[appearance]\nthem = "dark"\n')
    for change in (lambda: settings.set("training.threads", 2), lambda: settings.unset("appearance.theme")):
        with pytest.raises(YouCanFix, match=r"appearance\.them"):
            change()
    assert settings.path.read_text() == '[appearance]\nthem = "dark"\n'


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(YouCanFix, match="cannot be written"):
        change_file(tmp_path / "file" / "settings.toml", "appearance.theme", "light")


def test_a_link_to_the_file_stays_a_link(tmp_path):
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "settings.toml").symlink_to(tmp_path / "dotfiles" / "conflux.toml")
    UserSettings(tmp_path, {}).set("appearance.theme", "light")
    assert (tmp_path / "settings.toml").is_symlink()
    assert (tmp_path / "dotfiles" / "conflux.toml").read_text() == '[appearance]\ntheme = "light"\n'


def test_a_full_disk_loses_nothing(tmp_path, monkeypatch):
    settings = load(tmp_path, '[appearance]\ntheme = "light"\n')
    monkeypatch.setattr(os, "fsync", lambda _descriptor: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(YouCanFix, match="No space left"):
        settings.set("appearance.theme", "dark")
    assert settings.path.read_text() == '[appearance]\ntheme = "light"\n'
    assert settings.value("appearance.theme") == "light"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_two_programs_that_change_two_settings_keep_both(tmp_path):
    keys = [("training.threads", 3), ("wallet.lock_after_minutes", 7), ("privacy.hide_amounts", True)]
    threads = [
        threading.Thread(target=change_file, args=(tmp_path / "settings.toml", *change)) for change in keys
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    settings = UserSettings(tmp_path, {})
    assert [(key, settings.value(key)) for key, _ in keys] == keys


def test_a_program_that_holds_the_file_is_waited_for_and_then_named(tmp_path, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr("app.user_settings._LOCK_SECONDS", 0.0)
    with FileLock(tmp_path / ".settings.lock"), pytest.raises(TryAgain, match="Another program"):
        UserSettings(tmp_path, {}).set("appearance.theme", "light")


def test_no_setting_is_a_secret():
    assert not any("key" in setting.name or "secret" in setting.name for setting in SETTINGS)


VALUES = st.one_of(
    st.text(max_size=20),
    st.integers(-(2**40), 2**40),
    st.booleans(),
    st.lists(st.text(max_size=8), max_size=3),
)
LINES = st.sampled_from(
    ["", "# a comment", "#", "   # [x] = 3", "other = 1 # two", 'text = """', "list = [", "[a]", "[b]", "]",
     '"""', 'theme = "x # y"  # z', "theme = [1,\n 2] # c", '"q=" = 1', "x.y = 2", "[a.c]", "\x0c"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.sampled_from(["a", "b", "new"]), st.sampled_from(["theme", "other"]))
def test_an_edit_changes_one_key_and_nothing_else(lines, section, name):
    text = "\n".join(lines)
    try:
        before = tomllib.loads(text)
    except ValueError:
        assume(False)
    try:
        after = with_key(text, section, name, "[7]")
    except YouCanFix:
        return
    table = before.get(section, {})
    assert tomllib.loads(after) == {**before, section: {**table, name: [7]}}
    assert line_of(after, section, name) > 0
    comments = [line for line in text.split("\n") if line.startswith("#")]
    assert [line for line in after.split("\n") if line.startswith("#")] == comments
    gone = tomllib.loads(without_key(after, section, name))
    assert gone.get(section, {}) == {key: value for key, value in table.items() if key != name}


@given(VALUES)
def test_no_kind_takes_what_it_could_not_write(value):
    kinds = (
        Switch(), Choice((("a", "A"), ("b", "B"))), Number(-5, 1e6), Number(0, 9, is_whole=False), Url(),
        Several(Url(), may_be_empty=True), Several(Choice((("a", "A"),))),
    )  # fmt: skip
    for kind in kinds:
        try:
            found = kind.check(value)
        except ValueError:
            continue
        assert kind.check(tomllib.loads(f"value = {kind.toml(found)}")["value"]) == found
        assert kind.read(kind.text(found)) == found


def test_ends_of_lines_stay_as_they_are(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_bytes(b'\xef\xbb\xbf[appearance]\r\ntheme = "dark" # x\r\n')
    change_file(path, "appearance.theme", "light")
    change_file(path, "appearance.colors", "green_red")
    assert path.read_bytes() == b'[appearance]\r\ntheme = "light" # x\r\ncolors = "green_red"\r\n'


@pytest.mark.parametrize("text", ["", "rsi_14", "ema_100, price.sar, rsi_14"])
def test_names_of_indicators_are_kept_as_typed(tmp_path, text):
    settings = UserSettings(tmp_path, {})
    settings.set("chart.indicators", typed(settings.found("chart.indicators").setting, text, "it"))
    assert UserSettings(tmp_path, {}).found("chart.indicators").text == text


@pytest.mark.parametrize("text", ["RSI 14", "rsi_14, rsi_14", "14", "a" * 65, 'x"'])
def test_what_is_no_name_of_an_indicator_is_refused(tmp_path, text):
    setting = UserSettings(tmp_path, {}).found("chart.indicators").setting
    with pytest.raises(YouCanFix) as error:
        typed(setting, text, "chart.indicators")
    assert "names of small letters" in error.value.remedy
