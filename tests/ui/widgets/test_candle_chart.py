"""The chart under a trader's hands: it draws, zooms, pans, reads out and opens a trade."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from core.features.candles import CandleSeries
from tests.ui.conftest import HOUR, START, candles
from ui import theme
from ui.widgets.candle_chart import CandleChart
from ui.widgets.candle_data import PartMark, TradeMark, growth_of, prepare
from ui.widgets.candle_painter import mark_triangle
from ui.widgets.chart_frame import PRICE_AXIS, ChartStyle


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


def shape(chart):
    """A picture to compare."""
    return chart.grab().toImage()


def test_hollow_candles_leave_the_bodies_of_risen_candles_empty(chart):
    chart.view.start, chart.view.end = 250.0, 290.0
    plain = colors(chart)
    chart.show_style(ChartStyle("hollow"))
    hollow = colors(chart)
    assert hollow[theme.DARK.up] < 0.6 * plain[theme.DARK.up]
    assert hollow[theme.DARK.surface] > plain[theme.DARK.surface]


def test_averaged_candles_are_drawn_and_read_out_in_place_of_the_others(chart):
    chart.show_candles(prepare(candles(gap_at=200), is_averaged=True))
    plain = shape(chart)
    assert chart._candle(chart._data, 299)[3] == chart._data.columns[3][299]
    chart.show_style(ChartStyle("heikin_ashi"))
    assert shape(chart) != plain
    assert chart._candle(chart._data, 299)[3] == chart._data.averaged.columns[3][299]


def test_averaged_candles_that_are_not_computed_yet_leave_the_plain_ones(chart):
    plain = shape(chart)
    chart.show_style(ChartStyle("heikin_ashi"))
    assert shape(chart) == plain


def test_a_logarithmic_axis_moves_candles_and_takes_bands_below_zero(chart):
    plain = shape(chart)
    chart.show_style(ChartStyle(is_log=True))
    assert shape(chart) != plain
    wild = candles(30)
    low, open_, high = wild.low.copy(), wild.open.copy(), wild.high.copy()
    close = wild.close.copy()
    close[::2], open_[::2], low[::2] = 1.0, 1.0, 0.5
    chart.show_candles(prepare(replace(wild, open=open_, high=high, low=low, close=close), ("bands",)))
    assert min(np.nanmin(line.values.values) for line in chart._data.lines) < 0
    assert colors(chart)[theme.DARK.up] > 0


@pytest.fixture
def with_panes(chart):
    chart.show_candles(prepare(candles(gap_at=200), ("ema_100", "rsi_14", "adx_14")))
    return chart


def test_each_pane_has_its_line_and_the_crosshair_runs_through_all(with_panes, qtbot):
    chart = with_panes
    frame = chart._frame(chart._data)
    qtbot.mouseMove(chart, QPoint(300, int(frame.pane_top(1)) + 20))
    image = chart.grab().toImage()
    x = round(frame.x(int(frame.position(300)) + 0.5))
    dashes = [
        image.pixelColor(x, int(frame.pane_top(pane)) + y).name() for pane in range(2) for y in range(60)
    ]
    assert dashes[:60].count(theme.DARK.muted) > 10
    assert dashes[60:].count(theme.DARK.muted) > 10
    assert colors(chart)[theme.DARK.trend] > 200


def test_the_wheel_over_a_panes_axis_stretches_that_pane_alone_and_a_double_click_resets_it(
    with_panes, qtbot
):
    chart = with_panes
    frame = chart._frame(chart._data)
    x, y = chart.width() - 10, int(frame.pane_top(1)) + 20
    wheel(chart, x, y, 3)
    assert list(chart.view.pane_stretch) == ["adx_14"]
    assert chart.view.pane_stretch["adx_14"] > 1
    assert chart.view.stretch == 1
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    assert not chart.view.pane_stretch


def test_a_double_click_on_the_time_axis_shows_the_newest_candles(chart, qtbot):
    chart.view.home()
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, chart.height() - 5))
    assert chart.view.end > 300


def test_many_gaps_are_drawn_as_few_lines(chart):
    series = candles(9000)
    kept = np.arange(9000) % 3 != 1
    columns = (series.open, series.high, series.low, series.close, series.volume)
    chart.show_candles(
        prepare(
            CandleSeries(
                series.symbol, series.timeframe, "x", series.open_at[kept], *(c[kept] for c in columns)
            )
        )
    )
    assert chart._data.gaps.length == 3000
    chart.view.everything()
    assert 0 < colors(chart)[theme.DARK.warning] < 1000


def test_parts_tint_their_stretch_and_name_it(chart):
    plain = shape(chart)
    chart.view.everything()
    chart.show_parts([PartMark("Training", START, START + 100 * HOUR, "good")])
    assert shape(chart) != plain
    assert colors(chart)[theme.DARK.good] > 50
    chart.show_parts([PartMark("Training", 0, 10, "good")])
    assert theme.DARK.good not in colors(chart)


@pytest.mark.parametrize(("key", "typed"), [(Qt.Key.Key_1, ["1"]), (Qt.Key.Key_4, ["4"]), (Qt.Key.Key_0, [])])
def test_a_digit_begins_a_timeframe_and_zero_shows_everything(chart, qtbot, key, typed):
    seen = []
    chart.digit_typed.connect(seen.append)
    qtbot.keyClick(chart, key)
    assert seen == typed


def test_the_rows_in_view_are_those_that_are_drawn(chart):
    chart.view.everything()
    assert chart.rows_in_view == (0, 300)
    chart.view.start, chart.view.end = 10.5, 20.2
    assert chart.rows_in_view == (10, 21)


def test_a_grown_chart_keeps_the_view_at_the_newest_candle(chart):
    whole = candles(305, gap_at=200)
    end = chart.view.end
    chart.show_candles(chart._data.grown(growth_of(chart._data, whole)))
    assert chart.view.end == pytest.approx(end + 5)
    assert "305 candles" in chart.accessibleDescription()


def test_enter_opens_the_newest_trade_in_view(chart, qtbot):
    marks = (TradeMark(5, START + 10 * HOUR, "buy", 1.0), TradeMark(6, START + 150 * HOUR, "sell", 1.0))
    chart.show_marks(marks)
    with qtbot.waitSignal(chart.mark_chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [6]
    chart.view.start, chart.view.end = 200.0, 250.0
    with qtbot.assertNotEmitted(chart.mark_chosen):
        qtbot.keyClick(chart, Qt.Key.Key_Return)


def test_a_drag_takes_the_prices_along_once_their_axis_is_stretched(chart, qtbot):
    def price_under_the_hand():
        return chart._frame(chart._data).price(chart._cursor.y())

    wheel(chart, chart.width() - 10, 100, 3)
    for x in (290, 300):  # a mouse that already stands there from an earlier test moves nowhere
        qtbot.mouseMove(chart, QPoint(x, 150))
    qtbot.waitUntil(lambda: chart._cursor is not None)
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, 150))
    before = price_under_the_hand()
    for y in (170, 200):
        qtbot.mouseMove(chart, QPoint(300, y))
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert price_under_the_hand() == pytest.approx(before, rel=1e-3)
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(chart.width() - 10, 100))
    assert (chart.view.stretch, chart.view.shift) == (1, 0)


def test_a_pane_seen_from_afar_has_no_holes_and_shows_its_range(chart):
    chart.show_candles(prepare(candles(20_000, timeframe="1m"), ("rsi_14",)))
    chart.view.everything()
    frame = chart._frame(chart._data)
    image = chart.grab().toImage()
    top, bottom = int(frame.pane_top(0)) + 20, int(frame.bottom) - 2
    left, right = int(frame.x(200)), int(frame.x(19_900))
    pixels = [[image.pixelColor(x, y).name() for y in range(top, bottom)] for x in range(left, right)]
    assert all(sum(name != theme.DARK.surface for name in column) > 10 for column in pixels)


@pytest.mark.parametrize("count", [1, 2, 30])
@pytest.mark.parametrize("style", [ChartStyle("hollow"), ChartStyle("heikin_ashi", is_log=True)])
def test_a_very_short_series_is_drawn_and_its_lines_have_no_value_yet(chart, qtbot, count, style):
    keys = ("ema_100", "bands", "price.sma_168", "rsi_14", "adx_14")
    chart.show_style(style)
    chart.show_candles(prepare(candles(count, symbol="ETH/USDT"), keys, is_averaged=True))
    qtbot.mouseMove(chart, QPoint(300, chart.height() - 60))
    assert colors(chart)[theme.DARK.surface] > 0
    grown = chart._data.grown(growth_of(chart._data, candles(count + 1, symbol="ETH/USDT")))
    chart.show_candles(grown)
    assert colors(chart)[theme.DARK.surface] > 0
