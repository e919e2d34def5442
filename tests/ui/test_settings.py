"""The settings on screen: where a value comes from, what cannot be, what a change does at once."""

import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QTableView

from app.user_settings import SECTIONS, SETTINGS, UserSettings
from tests.slices import examples
from ui import formatting, theme
from ui.dialogs.settings import SettingsPresenter, SettingsSheet
from ui.main_window import MainWindow
from ui.session import Session
from ui.widgets.setting_field import SettingField


@pytest.fixture
def opened(session, frames):
    presenter = SettingsPresenter(session, frames)
    presenter.open()
    return presenter


def row(frames, key):
    return next(shown for shown in frames.last.rows if shown.key == key)


def test_every_setting_is_in_its_section(opened, frames):
    seen = []
    for section in SECTIONS:
        opened.choose(section)
        assert frames.last.chosen == section
        seen += [shown.key for shown in frames.last.rows]
    assert seen == [setting.key for setting in SETTINGS]


def test_a_search_finds_words_in_all_sections(opened, frames):
    opened.search("ipfs gateways")
    assert [(shown.key, shown.title) for shown in frames.last.rows] == [
        ("storage.gateways", "Storage \u203a Gateways")
    ]
    opened.search("CONFLUX_TRAINING_DEVICE")
    assert [shown.key for shown in frames.last.rows] == ["training.device"]
    opened.search("parrot")
    assert (frames.last.rows, frames.last.empty) == ((), "No setting has \u201cparrot\u201d.")
    opened.choose("wallet")
    assert (frames.last.query, frames.last.empty) == ("", "")


def test_what_cannot_be_is_told_beside_the_field_and_the_old_value_stays(opened, session, frames):
    opened.choose("wallet")
    opened.check("wallet.lock_after_minutes", "soon")
    assert row(frames, "wallet.lock_after_minutes").problem == (
        "It must be a whole number of minutes from 0 to 1,440."
    )
    opened.change("wallet.lock_after_minutes", "soon")
    shown = row(frames, "wallet.lock_after_minutes")
    assert (shown.text, session.settings.value("wallet.lock_after_minutes")) == ("soon", 0)
    opened.check("wallet.lock_after_minutes", "5")
    shown = row(frames, "wallet.lock_after_minutes")
    assert (shown.text, shown.problem, shown.source) == ("5", "", "Default")
    assert not session.settings.path.exists()


def test_a_change_is_kept_and_taken_back(opened, session, frames):
    opened.choose("wallet")
    opened.change("wallet.lock_after_minutes", "5")
    shown = row(frames, "wallet.lock_after_minutes")
    assert (shown.text, shown.source, shown.may_reset) == ("5", "settings.toml", True)
    assert Session(session.folder).preferences.lock_after_minutes == 5
    opened.reset("wallet.lock_after_minutes")
    shown = row(frames, "wallet.lock_after_minutes")
    assert (shown.text, shown.source, shown.may_reset) == ("0", "Default", False)
    assert Session(session.folder).preferences.lock_after_minutes == 0


def test_what_needs_a_restart_says_so_until_it_is_as_it_was(opened, frames):
    opened.choose("training")
    assert row(frames, "training.device").note == "A change counts after the next start."
    opened.change("training.device", "cpu")
    shown = row(frames, "training.device")
    assert (shown.note, shown.tone) == ("Close and open Conflux to use it.", "warning")
    opened.reset("training.device")
    assert row(frames, "training.device").tone == "muted"


def test_what_the_environment_sets_is_locked_with_the_reason(monkeypatch, tmp_path, frames):
    monkeypatch.setenv("CONFLUX_TRAINING_THREADS", "2")
    presenter = SettingsPresenter(Session(tmp_path), frames)
    presenter.open()
    presenter.choose("training")
    shown = row(frames, "training.threads")
    assert (shown.text, shown.source, shown.is_locked) == ("2", "Environment", True)
    assert shown.note == "CONFLUX_TRAINING_THREADS is set in the environment. Unset it to choose here."


def test_a_file_that_breaks_while_the_window_is_open_is_named_and_nothing_is_changed(opened, session, frames):
    session.settings.path.parent.mkdir(parents=True, exist_ok=True)
    session.settings.path.write_text('[appearance]\nthem = "dark"\n')
    opened.open()
    assert "line 2: appearance.them is no setting" in frames.last.problem
    assert all(shown.is_locked and not shown.may_reset for shown in frames.last.rows)
    session.settings.path.write_text('[appearance]\ntheme = "light"\n')
    opened.open()
    assert frames.last.problem == ""
    assert row(frames, "appearance.theme").text == "light"


def test_what_another_program_changed_counts_when_the_settings_are_opened(opened, session, frames):
    UserSettings(session.folder).set("appearance.theme", "light")
    assert session.preferences.theme == "dark"
    opened.open()
    assert (session.preferences.theme, row(frames, "appearance.theme").text) == ("light", "light")


def test_a_change_that_cannot_be_written_is_told(opened, session, frames):
    session.settings.path.mkdir(parents=True)
    opened.change("appearance.theme", "light")
    assert "cannot be read" in frames.last.problem
    assert session.preferences.theme == "dark"


KEYS = st.sampled_from([setting.key for setting in SETTINGS])
TEXTS = st.one_of(
    st.sampled_from(["", "0", "7", "1e3", "-1", "true", "cpu", "light", "folder, ipfs", "https://a.example"]),
    st.text(max_size=12),
)
WISHES = st.lists(
    st.one_of(
        st.tuples(st.just("change"), KEYS, TEXTS),
        st.tuples(st.just("check"), KEYS, TEXTS),
        st.tuples(st.just("reset"), KEYS),
        st.tuples(st.just("choose"), st.sampled_from(sorted(SECTIONS))),
        st.tuples(st.just("search"), TEXTS),
        st.tuples(st.just("open")),
    ),
    max_size=12,
)


@settings(max_examples=examples(30))
@given(WISHES)
def test_whatever_is_typed_and_pressed_the_file_stays_whole_and_the_screen_tells_what_it_says(wishes):
    with tempfile.TemporaryDirectory() as folder:
        states = []
        presenter = SettingsPresenter(Session(Path(folder)), states.append)
        presenter.open()
        for name, *arguments in wishes:
            getattr(presenter, name)(*arguments)
            kept = UserSettings(Path(folder))
            typed = {wish[1] for wish in wishes if wish[0] in ("check", "change")}
            for shown in states[-1].rows:
                assert shown.key in typed or shown.text == kept.found(shown.key).text
                assert shown.problem == "" or shown.text != kept.found(shown.key).text
        presenter.open()
        kept = UserSettings(Path(folder))
        assert all(shown.text == kept.found(shown.key).text for shown in states[-1].rows)


@pytest.fixture
def window(app, qtbot, tmp_path):
    made = MainWindow(tmp_path / "data", asks_first=False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()
    made.release()
    formatting.show_times_in("utc")


def sheet(window):
    return window.findChild(SettingsSheet)


def field(window, key, kind):
    """The field of a setting; its section is chosen by a click."""
    sections = window.findChild(SettingsSheet).findChild(QListWidget)
    sections.setCurrentRow(list(SECTIONS).index(key.partition(".")[0]))
    found = next(each for each in window.findChildren(SettingField) if each._key == key and not each.is_left)
    return found.findChild(kind)


def choose(box, word):
    box.setCurrentIndex(box.findData(word))
    box.activated.emit(box.currentIndex())


def test_ctrl_comma_opens_the_settings_and_escape_closes_them(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert sheet(window).isVisible()
    qtbot.keyClick(sheet(window), Qt.Key.Key_Escape)
    assert not sheet(window).isVisible()
    window._sidebar.settings_asked.emit()
    assert sheet(window).isVisible()


def test_help_opens_the_page_of_the_settings(window, qtbot):
    window.show_settings()
    window.show_help()
    assert "CONFLUX_" in window._help._text.toPlainText()
    sheet(window).help_asked.emit()
    qtbot.keyClick(sheet(window), Qt.Key.Key_Escape)
    window.show_help()
    assert "Train & contribute" in window._help._text.toPlainText()
    window._help.close()


def test_theme_and_colours_change_at_once(window):
    window.show_settings()
    choose(field(window, "appearance.theme", QComboBox), "light")
    assert theme.tokens() is theme.LIGHT
    choose(field(window, "appearance.colors", QComboBox), "green_red")
    assert theme.tokens() is theme.LIGHT_GREEN_RED
    assert UserSettings(window.session.folder).value("appearance.colors") == "green_red"
    window.toggle_theme()
    assert theme.tokens() is theme.DARK_GREEN_RED
    assert field(window, "appearance.theme", QComboBox) is not None


def test_times_change_their_zone_at_once_and_the_headings_say_so(window, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Kathmandu")  # UTC+05:45
    time.tzset()
    window.go_to("wallet")
    try:
        window.session.keep("appearance.time_zone", "local")
        assert formatting.date_time(0) == "1970-01-01 05:30"
        assert formatting.date_time(1.7e9) == "2023-11-15 03:58"
        assert formatting.utc_time(1.7e9) == "2023-11-14 22:13:20 UTC"
        titles = [
            table.model().headerData(place, Qt.Orientation.Horizontal)
            for table in window.findChildren(QTableView)
            for place in range(table.model().columnCount())
        ]
        assert "Time (local)" in titles
        assert not any("UTC" in title for title in titles)
    finally:
        window.session.keep("appearance.time_zone", "utc")
        monkeypatch.undo()
        time.tzset()
    assert formatting.heading("Time (UTC)") == "Time (UTC)"


def test_the_systems_theme_is_followed_only_where_it_is_wished(window, app):
    dress = window.session.keep
    dress("appearance.theme", "system")
    assert theme.tokens() is theme.DARK  # the offscreen system does not say
    theme._Applied.tokens = theme.LIGHT
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() is theme.DARK
    dress("appearance.theme", "light")
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() is theme.LIGHT


def test_hidden_amounts_are_hidden_from_the_start(window, tmp_path):
    window.show_settings()
    field(window, "privacy.hide_amounts", QCheckBox).click()
    assert window.session.hides_amounts
    assert Session(window.session.folder).hides_amounts
    window.toggle_amounts()
    assert not Session(window.session.folder).hides_amounts


def test_a_number_is_kept_when_the_field_is_left_but_not_by_escape(window, qtbot):
    window.show_settings()
    line = field(window, "wallet.lock_after_minutes", QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "15")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.session.preferences.lock_after_minutes == 15
    line.selectAll()
    qtbot.keyClicks(line, "99")
    assert line.text() == "99"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert window.session.preferences.lock_after_minutes == 15
    window.show_settings()
    assert field(window, "wallet.lock_after_minutes", QLineEdit).text() == "15"


def test_every_field_has_a_name_for_screen_readers_and_fits_the_smallest_window(window, app):
    window.resize(1024, 640)
    window.show_settings()
    for section in SECTIONS:
        window._settings.choose(section)
        app.processEvents()
        shown = [each for each in window.findChildren(SettingField) if not each.is_left]
        assert all(each._field.accessibleName() and each._field.accessibleDescription() for each in shown)
        card = sheet(window).card
        assert sheet(window).rect().contains(card.geometry())
        assert all(each.width() <= sheet(window)._scroll.viewport().width() for each in shown)


def test_a_broken_file_is_told_when_the_window_opens_and_stays_as_it_is(app, qtbot, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(MainWindow, "show_failure", lambda _window, failure: told.append(failure))
    text = '[appearance]\ntheme = "pink"\n'
    (tmp_path / "settings.toml").write_text(text)
    window = MainWindow(tmp_path, asks_first=False)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(told))
    assert "line 2: appearance.theme cannot be 'pink'" in told[0].message
    assert window.session.preferences.theme == "dark"
    assert (tmp_path / "settings.toml").read_text() == text
    (tmp_path / "settings.toml").write_text("[appearance\n")
    window.toggle_amounts()  # cannot be kept, but counts as long as the window is open
    assert window.session.hides_amounts
    assert "not TOML" in told[1].message
    window.hide()
    window.release()
