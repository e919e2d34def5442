"""A window laid out from right to left: nothing overlaps, no more is cut, and time runs on to the right."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.screens.pictures import difference, grab, settle, visit, window_of
from tests.screens.state import recorded
from ui.screens import SCREENS
from ui.sidebar import Sidebar
from ui.widgets.candle_chart import CandleChart
from ui.widgets.curve_chart import CurveChart


@pytest.fixture(scope="module")
def views(qapp):
    """Of every screen in both directions: what is cut, what overlaps, its charts, where the sidebar is."""
    found = {}
    with recorded() as (trader, _record), window_of(trader) as window:
        for screen in SCREENS:
            for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
                qapp.setLayoutDirection(direction)
                visit(window, screen.key)
                settle(qapp)
                grab(window)
                found[screen.key, direction] = (
                    cut(window), overlapping(window), charts(window),
                    window.findChild(Sidebar).mapTo(window, window.findChild(Sidebar).rect().center()).x(),
                )  # fmt: skip
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return found


def shown(window, kinds):
    return [one for one in window.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]


def cut(window):
    """Texts whose widget is narrower than they are; lines that are cut on purpose say so in a tooltip."""
    return {
        one.text()
        for one in shown(window, (QLabel, QAbstractButton))
        if one.text() and not (isinstance(one, QLabel) and one.wordWrap())
        and one.fontMetrics().horizontalAdvance(one.text().strip()) > one.width() + 1
    }  # fmt: skip


def overlapping(window):
    """Pairs of widgets side by side in one layout whose places share pixels."""
    pairs = set()
    for parent in shown(window, QWidget):
        layout = parent.layout()
        if layout is None or not hasattr(layout, "direction"):
            continue
        places = [layout.itemAt(number) for number in range(layout.count())]
        widgets = [one.widget() for one in places if one.widget() is not None and one.widget().isVisible()]
        pairs |= {
            (type(one).__name__, type(other).__name__)
            for number, one in enumerate(widgets)
            for other in widgets[number + 1 :]
            if one.geometry().intersects(other.geometry())
        }
    return pairs


def charts(window):
    return [grab(chart) for chart in shown(window, (CandleChart, CurveChart))]


@pytest.mark.parametrize("screen", [screen.key for screen in SCREENS])
def test_a_screen_is_whole_from_right_to_left(views, screen):
    left, right = (
        views[screen, direction] for direction in Qt.LayoutDirection if (screen, direction) in views
    )
    assert right[0] <= left[0]
    assert right[1] <= left[1] == set()
    assert left[3] < 200
    assert right[3] > 1200


def test_charts_are_the_same_from_right_to_left(views):
    compared = 0
    for screen in SCREENS:
        before = views[screen.key, Qt.LayoutDirection.LeftToRight][2]
        after = views[screen.key, Qt.LayoutDirection.RightToLeft][2]
        assert len(before) == len(after)
        for one, other in zip(before, after, strict=True):
            compared += 1
            assert difference(one, other)[0] == 0
    assert compared >= 3


def test_the_application_reads_from_left_to_right_again(views):
    assert QApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight
