"""The chart under a trader's hands: it draws, zooms, pans, reads out and opens a trade."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from tests.ui.conftest import HOUR, START, candles
from ui import theme
from ui.widgets.candle_chart import CandleChart
from ui.widgets.candle_data import TradeMark, prepare
from ui.widgets.candle_painter import PRICE_AXIS, mark_triangle


@pytest.fixture
def chart(app, qtbot):
    made = CandleChart()
    qtbot.addWidget(made)
    made.resize(900, 480)
    made.show_candles(prepare(candles(gap_at=200)))
    made.show()
    return made


def colors(widget):
    """The colours of a picture of `widget`, and how many pixels have each."""
    image = widget.grab().toImage()
    pixels = np.frombuffer(image.constBits(), np.uint32)
    values, counts = np.unique(pixels, return_counts=True)
    return {f"#{value & 0xFFFFFF:06x}": int(count) for value, count in zip(values, counts, strict=True)}


def wheel(chart, x, y, notches):
    place = QPointF(x, y)
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    chart.wheelEvent(event)


def test_candles_lines_gaps_and_volume_are_drawn_in_their_colours(chart):
    chart.view.everything()
    seen = colors(chart)
    for token in ("up", "down", "volume_up", "volume_down", "average", "trend", "band", "grid", "surface"):
        assert seen.get(getattr(theme.DARK, token), 0) > 5, token
    assert seen.get(theme.DARK.warning, 0) > 0


def test_a_million_candles_are_drawn_from_a_short_level(chart):
    count = 200_000
    chart.show_candles(prepare(candles(count, timeframe="1m")))
    chart.view.everything()
    assert colors(chart)[theme.DARK.up] > 100


def test_an_empty_chart_is_an_empty_surface(app, qtbot):
    made = CandleChart()
    qtbot.addWidget(made)
    made.resize(400, 300)
    assert set(colors(made)) == {theme.DARK.surface}


def test_the_wheel_zooms_at_the_cursor(chart):
    width = chart.width() - PRICE_AXIS
    position = chart.view.start + 0.25 * chart.view.span
    span = chart.view.span
    wheel(chart, 0.25 * width, 100, 2)
    assert chart.view.span < span
    assert (position - chart.view.start) / chart.view.span == pytest.approx(0.25, abs=0.01)
    wheel(chart, 0.25 * width, 100, -2)
    assert chart.view.span == pytest.approx(span)


def test_the_wheel_over_the_price_axis_stretches_prices_and_a_double_click_resets(chart, qtbot):
    wheel(chart, chart.width() - 10, 100, 3)
    assert chart.view.stretch > 1
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(chart.width() - 10, 100))
    assert chart.view.stretch == 1


def test_a_drag_pans(chart, qtbot):
    start = chart.view.start
    qtbot.mouseMove(chart, QPoint(300, 200))
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(chart, QPoint(400, 200))
    qtbot.mouseMove(chart, QPoint(500, 200))
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(500, 200))
    assert chart.view.start < start


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        (Qt.Key.Key_Home, lambda view, _: view.start == 0),
        (Qt.Key.Key_End, lambda view, _: view.end > view.length),
        (Qt.Key.Key_Left, lambda view, start: view.start < start),
        (Qt.Key.Key_0, lambda view, _: view.start <= 0 and view.end >= view.length),
    ],
)
def test_keys_move_the_view(chart, qtbot, key, sees):
    start = chart.view.start
    qtbot.keyClick(chart, key)
    assert sees(chart.view, start)


def test_plus_and_minus_zoom_and_other_keys_are_left_to_the_window(chart, qtbot):
    span = chart.view.span
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert chart.view.span < span
    qtbot.keyClick(chart, Qt.Key.Key_Minus)
    assert chart.view.span == pytest.approx(span)
    qtbot.keyClick(chart, Qt.Key.Key_F7)
    assert chart.view.span == pytest.approx(span)


def test_the_crosshair_reads_the_candle_under_it_and_leaves_with_the_cursor(chart, qtbot):
    plain = chart.grab().toImage()
    qtbot.mouseMove(chart, QPoint(300, 150))
    assert chart.grab().toImage() != plain
    chart.leaveEvent(None)
    assert chart.grab().toImage() == plain


def test_marks_are_triangles_and_a_click_opens_their_trade(chart, qtbot):
    at = START + 295 * HOUR + 5 * HOUR
    mark = TradeMark(17, at + 60, "buy", 20_000.0)
    chart.show_marks((mark, TradeMark(18, START - 5 * HOUR, "sell", 1.0)))
    frame = chart._frame(chart._data)
    place, kept = chart._marks[0]
    assert len(chart._marks) == 1
    box = mark_triangle(chart._data, frame, place, kept).boundingRect()
    with qtbot.waitSignal(chart.mark_chosen) as chosen:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert chosen.args == [17]
    with qtbot.assertNotEmitted(chart.mark_chosen):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))


def test_new_candles_of_the_same_series_keep_the_view_and_another_series_resets_it(chart):
    chart.view.home()
    chart.show_candles(prepare(candles(310, gap_at=200)))
    assert chart.view.start == 0
    chart.show_candles(prepare(candles(symbol="ETH/USDT")))
    assert chart.view.end > 300


def test_it_is_described_for_who_cannot_see_it(chart):
    assert chart.accessibleName() == "Candle chart"
    assert "300 candles" in chart.accessibleDescription()
