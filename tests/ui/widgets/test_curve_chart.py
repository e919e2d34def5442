"""Small charts: they draw, thin out without losing extremes, and read out."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint

from tests.ui.widgets.test_candle_chart import colors
from ui import theme
from ui.widgets.curve_chart import Curve, CurveChart, _nearest, _thin

POINTS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=3000).map(
    lambda ys: tuple((float(x), y) for x, y in enumerate(ys))
)


@given(POINTS, st.integers(1, 200))
def test_thinning_keeps_first_last_lowest_highest_and_the_order(points, width):
    kept = _thin(points, width)
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert min(y for _, y in kept) == min(y for _, y in points)
    assert max(y for _, y in kept) == max(y for _, y in points)
    assert list(kept) == sorted(kept, key=lambda point: point[0])


@given(POINTS, st.floats(-10, 3100))
def test_the_reading_is_the_nearest_point(points, x):
    assert abs(_nearest(points, x)[0] - x) == min(abs(point[0] - x) for point in points)


def test_curves_area_and_reading_are_drawn(app, qtbot):
    chart = CurveChart("Equity")
    qtbot.addWidget(chart)
    chart.resize(420, 240)
    chart.show()
    rising = tuple((1_700_000_000.0 + 3600 * n, 100.0 + n) for n in range(80))
    falling = tuple((x, 200 - y) for x, y in rising)
    chart.show_curves(
        (Curve("Agent", rising, is_filled=True), Curve("Held", falling, "average"), Curve("None", ()))
    )
    seen = colors(chart)
    assert seen[theme.DARK.area] > 500
    assert theme.DARK.border in seen
    assert chart.accessibleDescription() == "Agent 179.00, Held 21.00"
    before = chart.grab().toImage()
    qtbot.mouseMove(chart, QPoint(100, 100))
    assert chart.grab().toImage() != before
    chart.leaveEvent(None)
    assert chart.grab().toImage() == before


def test_one_point_and_no_point_are_drawn_too(app, qtbot):
    chart = CurveChart("Loss", over_time=False)
    qtbot.addWidget(chart)
    chart.resize(300, 200)
    chart.grab()
    chart.show_curves((Curve("Validation", ((0.0, 1.25),)),))
    chart.grab()
    assert chart.accessibleDescription() == "Validation 1.25"
