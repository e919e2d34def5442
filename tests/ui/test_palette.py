"""Keys, the palette, the help beside the screens, zones of time, small windows: all is within reach."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from app.user_settings import SETTINGS
from resources import path
from tests.ui.conftest import NETWORK
from ui import formatting
from ui.actions import ACTIONS, screen_actions
from ui.dialogs.help import PAGES, search, text_of, title_of
from ui.dialogs.palette import Entry, score
from ui.main_window import SMALLEST, MainWindow
from ui.screens import SCREENS

EVERYTHING = (*screen_actions(SCREENS), *ACTIONS)


@pytest.fixture
def window(app, qtbot, trader, tmp_path):
    made = MainWindow(tmp_path / "data", asks_first=False)
    qtbot.addWidget(made)
    made.attach_trader(trader)
    made.show()
    yield made
    made.hide()
    made.release()
    formatting.show_times_in("utc")


def shown(window, key, qtbot):
    window.go_to(key)
    qtbot.waitUntil(lambda: window.page(key).presenter.has_loaded, timeout=20_000)
    QApplication.processEvents()
    return window.page(key).widget


def entry(title, group="Action", words=""):
    return Entry(title, group, lambda: None, words=words)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("lock wal", "Lock the wallet"),
        ("stg", "Open settings"),
        ("BTC", "BTC/USDT"),
        ("usdt btc", "BTC/USDT"),
    ],
)
def test_a_few_letters_of_the_words_find_it(query, title):
    assert score(query, entry(title)) > 0


def test_better_answers_come_first_and_strangers_never():
    by = [score("rounds", entry(title)) for title in ("Rounds", "Roundsmen", "All grounds", "Home")]
    assert by == sorted(by, reverse=True)
    assert by[-1] == 0
    assert score("theme", entry("Dark", words="appearance.theme")) < score("theme", entry("Theme"))


@given(st.text(max_size=20), st.text(max_size=40))
def test_any_query_is_answered_and_one_that_is_the_title_finds_it(query, title):
    assert score(query, entry(title)) >= 0
    assert score(title, entry(title)) > 0


def test_the_palette_lists_every_action_screen_setting_page_and_pair(window, qtbot):
    window.show_palette()
    titles = set(window._palette.titles())
    assert {action.title for action in EVERYTHING if action.name != "palette"} <= titles
    assert {setting.title for setting in SETTINGS} <= {title.partition(": ")[2] for title in titles}
    assert {title_of(page) for page in PAGES} <= titles
    assert set(NETWORK.symbols) <= titles
    window._palette.close_sheet()


def test_it_is_opened_typed_into_and_obeyed_by_keys_alone(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = window._palette.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "go wallet")
    assert window._palette.titles()[0] == "Go to Wallet"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window._key == "wallet"
    assert not window._palette.isVisible()


def test_a_setting_and_a_page_open_where_they_are(window, qtbot):
    window.show_palette()
    window._palette.field.setText("idle")
    window._palette._choose()
    assert window._settings.is_open
    assert "wallet.lock_after_minutes" in window._settings._query
    window._settings.closed()
    window.show_palette()
    window._palette.field.setText("help keyboard")
    window._palette._choose()
    assert window._panel.view.page == "keyboard"


def test_nothing_found_is_said(window):
    window.show_palette()
    window._palette.field.setText("xyzzy")
    assert window._palette._none.isVisible()
    window._palette._choose()
    assert window._palette.isVisible()


def test_no_key_is_given_twice_and_every_shortcut_is_in_the_registry(window, qtbot):
    keys = [action.key for action in EVERYTHING if action.key]
    assert len(keys) == len(set(keys))
    for screen in SCREENS:
        shown(window, screen.key, qtbot)
    used = [short.key() for short in window.findChildren(QShortcut)]
    used += [key for action in window.findChildren(QAction) for key in action.shortcuts()]
    used += [button.shortcut() for button in window.findChildren(QAbstractButton)]
    known = {QKeySequence(key).toString() for key in keys}
    assert {key.toString() for key in used if not key.isEmpty()} <= known


def test_the_page_of_keys_is_the_registry():
    rows = re.findall(r"^\| (\S+) \| (.+?) \|$", text_of("keyboard"), re.MULTILINE)
    listed = [row for row in rows if row[0] not in {"key", "---", "|---|---|"}]
    assert sorted(listed) == sorted(
        (action.key, action.title + (f" (on {action.screen.capitalize()})" if action.screen else ""))
        for action in EVERYTHING
        if action.key
    )


@pytest.mark.parametrize("key", [screen.key for screen in SCREENS])
def test_every_control_of_a_screen_is_reached_by_tab(window, qtbot, key):
    page = shown(window, key, qtbot)
    reached, at = set(), page
    for _ in range(3000):
        at = at.nextInFocusChain()
        if at is page:
            break
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible() and at.isEnabled():
            reached.add(at)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    controls = [
        found
        for found in page.findChildren(QWidget)
        if isinstance(found, kinds) and found.isVisible() and found.isEnabled() and not _is_part(found)
    ]
    assert controls or key in {"agent", "analytics"}
    assert [control for control in controls if control not in reached] == []


def _is_part(control):
    """Of a control that is reached itself: the field in a choice, the corner of a table."""
    parent = control.parentWidget()
    return isinstance(parent, QComboBox | QAbstractItemView) or control.objectName().startswith("qt_")


@pytest.mark.parametrize("size", [(800, 600), SMALLEST])
def test_in_a_small_window_everything_can_be_scrolled_to(window, qtbot, size):
    window.resize(*size)
    for screen in SCREENS:
        page = shown(window, screen.key, qtbot)
        assert (window.width(), window.height()) == size
        inside = page.widget()
        for button in inside.findChildren(QAbstractButton):
            if button.isVisible():
                page.ensureWidgetVisible(button)
                place = button.mapTo(page.viewport(), button.rect().center())
                assert page.viewport().rect().contains(place), (screen.key, button.text())
    for button in window._sidebar.findChildren(QAbstractButton):
        assert window.rect().contains(button.mapTo(window, button.rect().center()))


@pytest.mark.parametrize("size", [(800, 600), SMALLEST])
def test_in_a_small_window_a_sheet_scrolls_too(app, qtbot, tmp_path, size):
    window = MainWindow(tmp_path)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    QApplication.processEvents()
    card = window._sheet.card
    assert window.rect().contains(card.geometry())
    (area,) = card.findChildren(QScrollArea)
    area.ensureWidgetVisible(window._sheet._continue)
    place = window._sheet._continue.mapTo(area.viewport(), window._sheet._continue.rect().center())
    assert area.viewport().rect().contains(place)
    window.hide()
    window.release()


def test_help_follows_the_screen_links_lead_on_and_back_and_elsewhere_nowhere(window, qtbot):
    window.show_help()
    assert window._panel.isVisible()
    assert window._panel.view.page == "home"
    window.go_to("wallet")
    assert window._panel.view.page == "wallet"
    window._panel.view._follow(QUrl("settings.md"))
    assert window._panel.view.page == "settings"
    window._panel.view.go_back()
    assert window._panel.view.page == "wallet"
    for far in ("https://example.org/wallet.md", "file:///etc/passwd", "dev/../../secret.md", "nothing.md"):
        window._panel.view._follow(QUrl(far))
        assert window._panel.view.page == "wallet"
    window.show_help()
    assert not window._panel.isVisible()


def test_the_guide_is_searched_and_a_find_opens_its_page(window):
    window.show_help()
    view = window._panel.view
    view.field.setText("fingerprint operator")
    assert view.found.isVisible()
    assert not view.text.isVisible()
    pages = {view.found.item(place).data(Qt.ItemDataRole.UserRole) for place in range(view.found.count())}
    assert "network" in pages
    view._open(view.found.item(0))
    assert view.text.isVisible()
    view.field.setText("xyzzy")
    assert view.found.count() == 1
    assert search("  ") == []


def test_the_guide_has_every_page_and_every_link_in_it_leads_somewhere():
    folder = path("docs/home.md").parent
    assert sorted(file.stem for file in folder.glob("*.md")) == sorted(PAGES)
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text_of(page)):
            assert Path(folder / link).exists(), (page, link)


@pytest.mark.parametrize(
    ("zone", "time", "label"),
    [("utc", "2023-06-01 12:00", "UTC"), ("Europe/Berlin", "2023-06-01 14:00", "Berlin"),
     ("Asia/Kolkata", "2023-06-01 17:30", "Kolkata"), ("America/New_York", "2023-06-01 08:00", "New York")],
)  # fmt: skip
def test_times_on_screen_follow_the_zone(zone, time, label):
    at = 1_685_620_800.0
    try:
        formatting.show_times_in(zone)
        assert (formatting.date_time(at), formatting.zone_label()) == (time, label)
        assert formatting.heading("Time (UTC)") == f"Time ({label})"
        assert formatting.at_wall_seconds(formatting.wall_seconds(at)) == at
    finally:
        formatting.show_times_in("utc")


def test_the_button_of_the_status_bar_goes_through_the_zones(window, qtbot):
    window.session.prefer(time_zone="Asia/Tokyo")
    button = window._status_bar._zone
    seen = [button.text()]
    for _ in range(3):
        button.click()
        seen.append(button.text())
    assert seen == ["Tokyo", "UTC", "local", "Tokyo"]
    assert window.session.settings.value("appearance.time_zone") == "Asia/Tokyo"
