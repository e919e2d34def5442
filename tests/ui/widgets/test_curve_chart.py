"""Small charts: they draw in the theme's colours, wear a new theme, thin out, and read out."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from tests.ui.widgets.test_candle_chart import colors
from ui import formatting, theme
from ui.widgets.curve import Curve
from ui.widgets.curve_chart import CurveChart, _nearest

POINTS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=3000).map(
    lambda ys: tuple((float(x), y) for x, y in enumerate(ys))
)
RISING = tuple((1_700_000_000.0 + 3600 * n, 100.0 + n) for n in range(80))
FALLING = tuple((x, 200 - y) for x, y in RISING)
CURVES = (
    Curve("Agent", RISING, is_filled=True),
    Curve("Held", FALLING, "average", is_dashed=True),
    Curve("None", ()),
)


@pytest.fixture
def chart(app, qtbot):
    made = CurveChart("Equity")
    qtbot.addWidget(made)
    made.resize(420, 240)
    made.show()
    return made


def ticks(chart, side):
    """The labels of an axis."""
    return [text for _, text in chart._plot._plot.getAxis(side)._tickLevels[0]]


@given(POINTS, st.floats(-10, 3100))
def test_the_reading_is_the_nearest_point(points, x):
    assert abs(_nearest(points, x)[0] - x) == min(abs(point[0] - x) for point in points)


def test_nothing_is_imported_or_drawn_before_the_first_curve(chart):
    chart.show_curves((Curve("None", ()),))
    assert chart._plot is None
    assert set(colors(chart)) == {theme.DARK.background}


def test_curves_area_axes_and_the_newest_values_are_drawn(chart):
    chart.show_curves(CURVES)
    seen = colors(chart)
    assert seen[theme.DARK.area] > 5000
    for token in ("surface", "border", "accent", "average"):
        assert seen.get(getattr(theme.DARK, token), 0) > 10, token
    assert chart.accessibleName() == "Equity"
    assert chart.accessibleDescription() == "Agent 179.00, Held 21.00"
    assert ticks(chart, "right") == ["50", "100", "150"]
    assert ticks(chart, "bottom") == ["16 Nov", "17 Nov", "18 Nov"]


def test_the_cursor_reads_the_curves_until_it_leaves(chart, qtbot):
    chart.show_curves(CURVES)
    before = chart.grab().toImage()
    qtbot.mouseMove(chart, QPoint(100, 100))
    assert chart.grab().toImage() != before
    across = chart._plot.x_at(100)
    assert RISING[0][0] < chart._under == across < RISING[-1][0]
    qtbot.mouseMove(chart, QPoint(400, 100))
    assert chart._under is None
    qtbot.mouseMove(chart, QPoint(100, 100))
    chart.leaveEvent(None)
    assert chart.grab().toImage() == before


def test_a_new_theme_is_worn_at_once(chart, app):
    chart.show_curves(CURVES)
    theme.apply(app, "light")
    seen = colors(chart)
    for token in ("area", "surface", "border", "accent", "average"):
        assert seen.get(getattr(theme.LIGHT, token), 0) > 10, token
    assert theme.DARK.area not in seen
    assert theme.DARK.surface not in seen


def test_another_zone_moves_the_labels_at_once(chart, app, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Kathmandu")  # UTC+05:45
    time.tzset()
    chart.show_curves(CURVES)
    axis = chart._plot._plot.getAxis("bottom")
    before = axis._tickLevels
    try:
        formatting.show_times_in("local")
        theme.apply(app, "dark")
        assert axis._tickLevels != before
    finally:
        formatting.show_times_in("utc")
        monkeypatch.undo()
        time.tzset()
    theme.apply(app, "dark")
    assert axis._tickLevels == before


def test_new_points_replace_the_old_ones_and_an_empty_chart_is_empty_again(chart):
    chart.show_curves(CURVES)
    chart.show_curves((Curve("Agent", RISING[:3], is_filled=True),))
    assert chart.accessibleDescription() == "Agent 102.00"
    assert theme.DARK.average not in colors(chart)
    chart.show_curves(())
    assert theme.DARK.accent not in colors(chart)


def test_it_leaves_the_mouse_and_the_keyboard_to_the_page(chart, qtbot):
    chart.show_curves(CURVES)
    before = chart._plot._view.viewRange()
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(chart, QPoint(160, 120))
    assert chart._plot._view.viewRange() == before
    assert chart.childAt(100, 100) is None
    assert not chart._plot.widget.hasFocus()


@given(POINTS.filter(lambda points: len(points) > 1))
def test_no_value_lies_outside_of_the_picture(points):
    chart = CurveChart("Loss", over_time=False)
    chart.show_curves((Curve("Loss", points),))
    (left, right), (low, high) = chart._plot._view.viewRange()
    assert left <= points[0][0] <= points[-1][0] <= right
    assert all(low <= y <= high for _, y in points)
    chart.deleteLater()


def test_many_points_are_thinned_without_losing_extremes(chart):
    spike = tuple((float(n), 5000.0 if n == 33_333 else 0.0) for n in range(100_000))
    chart.show_curves((Curve("Spike", spike),))
    chart.grab()
    x, y = chart._plot._lines[-1].getData()
    assert len(x) < 10_000
    assert max(y) == 5000.0


def test_a_single_point_is_drawn_too(app, qtbot):
    chart = CurveChart("Loss", over_time=False)
    qtbot.addWidget(chart)
    chart.resize(300, 200)
    chart.grab()
    chart.show_curves((Curve("Validation", ((0.0, 1.25),)),))
    assert colors(chart)[theme.DARK.accent] > 10
    assert chart.accessibleDescription() == "Validation 1.25"


def test_a_value_that_is_no_number_leaves_a_hole_and_the_rest_is_drawn(chart, app):
    """A training whose loss left the numbers once ended the program: the plot broke off in its paint."""
    nothing, holes = float("nan"), [(0.0, 1.0), (1.0, float("inf")), (2.0, 3.0)]
    chart.show_curves((Curve("Loss", ((1.0, nothing),)), Curve("Held", tuple(holes), "average")))
    app.processEvents()
    assert "3.00" in chart.accessibleDescription()
    assert [curve.points for curve in chart._curves] == [((0.0, 1.0), (2.0, 3.0))]
    chart.show_curves((Curve("Loss", ((1.0, nothing),)),))
    app.processEvents()
    assert chart._curves == ()
