"""Panes of curves: one span of time and one cursor for all."""

import pytest
from PySide6.QtCore import QPoint

from tests.ui.widgets.test_curve_chart import RISING, ticks
from ui import theme
from ui.widgets.curve import Curve
from ui.widgets.curve_stack import CurveStack, Pane

EQUITY = (Curve("Agent", RISING, is_filled=True),)
FALLS = (
    Curve("Drawdown", tuple((x, -(y - 100) / 10) for x, y in RISING[20:]), "down", is_filled=True, base=0.0),
)


@pytest.fixture
def stack(app, qtbot):
    made = CurveStack(Pane("Equity", 3, 110), Pane("Falls", 1, 78, lambda y: f"{y:.1f} %"))
    qtbot.addWidget(made)
    made.resize(420, 300)
    made.show_panes(EQUITY, FALLS)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_all_panes_show_the_same_span_and_the_last_one_has_the_times(stack):
    first, last = (chart._plot._view.viewRange()[0] for chart in stack.charts)
    assert first == last == [RISING[0][0], RISING[-1][0]]
    upper, lower = (chart._plot._plot.getAxis("bottom") for chart in stack.charts)
    assert (upper.isVisible(), lower.isVisible()) == (False, True)
    assert ticks(stack.charts[1], "bottom")


def test_the_cursor_of_one_pane_reads_all_until_it_leaves(stack, qtbot):
    above, below = stack.charts
    qtbot.mouseMove(above, QPoint(150, 60))
    assert above._under is not None
    assert below._under == above._under
    qtbot.mouseMove(below, QPoint(200, 40))
    assert above._under == below._under
    below.leaveEvent(None)
    assert (above._under, below._under) == (None, None)


def test_falls_hang_from_zero(stack):
    area, line = stack.charts[1]._plot._lines
    assert area.opts["fillLevel"] == 0.0
    assert line.opts["pen"].color().name() == theme.DARK.down


def test_panes_without_curves_are_empty(stack):
    stack.show_panes((), ())
    assert [chart.accessibleDescription() for chart in stack.charts] == ["", ""]
