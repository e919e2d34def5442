"""The calendar of results: what is given is drawn, read by keys and by the mouse, and said without colour."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from tests.ui.widgets.test_candle_chart import colors
from ui import theme
from ui.widgets.calendar_map import CalendarMap, DayCell

FIRST = date(2023, 11, 15)


def cells(count, first=FIRST, sign=lambda n: n % 3 - 1):
    return tuple(
        DayCell(first + timedelta(days=n), sign(n), n / count, f"{first + timedelta(days=n)}: day {n}")
        for n in range(count)
    )


@pytest.fixture
def calendar(app, qtbot):
    made = CalendarMap("Profit by day")
    qtbot.addWidget(made)
    made.resize(640, 210)
    made.show()
    return made


def center(calendar, day):
    return calendar._place(day).center().toPoint()


def test_the_last_day_is_read_first_and_read_out(calendar):
    calendar.show_days(cells(60))
    assert calendar.day.words == "2024-01-13: day 59"
    assert calendar.accessibleName() == "Profit by day"
    assert calendar.accessibleDescription() == "2024-01-13: day 59"


def test_gains_and_losses_have_their_colours_and_triangles_too(calendar):
    calendar.show_days(cells(30, sign=lambda _: 1))
    gains = calendar.grab().toImage()
    calendar.show_days(cells(30, sign=lambda _: -1))
    assert calendar.grab().toImage() != gains
    calendar.show_days(tuple(DayCell(FIRST + timedelta(days=n), n % 2 or -1, 1.0, "") for n in range(30)))
    seen = colors(calendar)
    assert seen[theme.DARK.up] > 1000
    assert seen[theme.DARK.down] > 1000
    assert seen[theme.DARK.on_accent] > 100  # the triangles


def test_arrows_go_by_day_and_week_and_stop_at_the_ends(calendar, qtbot):
    calendar.show_days(cells(60))
    told = []
    calendar.chosen.connect(told.append)
    for key, number in (
        (Qt.Key.Key_Up, 58), (Qt.Key.Key_Left, 51), (Qt.Key.Key_Down, 52), (Qt.Key.Key_Right, 59),
        (Qt.Key.Key_Right, 59), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Up, 0), (Qt.Key.Key_End, 59),
    ):  # fmt: skip
        qtbot.keyClick(calendar, key)
        assert calendar.day.words.endswith(f"day {number}")
    assert len(told) == 8
    assert calendar.accessibleDescription().endswith("day 59")


def test_it_takes_the_keyboard_and_leaves_other_keys_to_the_page(calendar, qtbot):
    calendar.show_days(cells(9))
    assert calendar.focusPolicy() == Qt.FocusPolicy.StrongFocus
    before = calendar.day
    qtbot.keyClick(calendar, Qt.Key.Key_PageUp)
    assert calendar.day == before


@given(st.integers(1, 900), st.integers(0, 6), st.data())
def test_every_day_can_be_reached_and_clicked_wherever_it_is(qapp, count, shift, data):
    calendar = CalendarMap("Profit by day")
    calendar.resize(640, 210)
    shown = cells(count, FIRST + timedelta(days=shift))
    calendar.show_days(shown)
    wanted = data.draw(st.sampled_from(shown))
    calendar.go_to(wanted.day)
    assert calendar.day == wanted
    place = calendar._place(wanted.day)
    assert 30 <= place.left() <= place.right() <= 640
    assert calendar._day_at(place.center().toPoint()) == wanted.day
    calendar.deleteLater()


def test_a_click_chooses_and_a_tooltip_tells(calendar, qtbot, monkeypatch):
    calendar.show_days(cells(60))
    day = FIRST + timedelta(days=40)
    qtbot.mouseClick(calendar, Qt.MouseButton.LeftButton, pos=center(calendar, day))
    assert calendar.day.day == day
    qtbot.mouseClick(calendar, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert calendar.day.day == day
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: told.append(text))
    for spot in (center(calendar, day), QPoint(2, 2)):
        QApplication.sendEvent(calendar, QHelpEvent(QEvent.Type.ToolTip, spot, calendar.mapToGlobal(spot)))
    assert told == ["2023-12-25: day 40", ""]


def test_a_day_of_which_nothing_is_known_says_so(calendar):
    shown = cells(10)
    calendar.show_days((*shown[:4], *shown[6:]))
    calendar.go_to(FIRST + timedelta(days=5))
    assert calendar.day is None
    assert calendar.accessibleDescription() == "2023-11-20: nothing is known"


def test_new_days_keep_the_chosen_one_and_follow_from_the_last(calendar):
    calendar.show_days(cells(20))
    calendar.show_days(cells(21))
    assert calendar.day.day == FIRST + timedelta(days=20)
    calendar.go_to(FIRST + timedelta(days=3))
    calendar.show_days(cells(25))
    assert calendar.day.day == FIRST + timedelta(days=3)
    calendar.show_days(())
    calendar.go_to(FIRST)
    assert (calendar.day, calendar.accessibleDescription()) == (None, "")
    calendar.grab()


def test_a_narrow_calendar_shows_the_newest_weeks(calendar):
    calendar.show_days(cells(400))
    calendar.resize(260, 210)
    last = FIRST + timedelta(days=399)
    assert calendar._day_at(center(calendar, last)) == last
    calendar.go_to(FIRST)
    assert calendar._day_at(center(calendar, FIRST)) == FIRST
