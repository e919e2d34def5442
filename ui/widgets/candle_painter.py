"""Prepared candles and a viewport in; one frame of the chart out, in few draw calls for any length."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ui import formatting
from ui.theme import color, text_font
from ui.widgets.axes import round_step, round_ticks, step_digits, time_ticks
from ui.widgets.candle_data import CandleData, ChartLine, TradeMark
from ui.widgets.primitives import Lines, Rectangles
from ui.widgets.pyramid import Bars
from ui.widgets.viewport import Viewport

PRICE_AXIS: Final = 76
TIME_AXIS: Final = 24
_VOLUME_SHARE: Final = 0.2
_PIXELS_PER_BAR: Final = 1.25
"""A bar takes at least this many pixels; more candles than that are drawn from a coarser level."""
_MOST_GAPS: Final = 40
_MOST_MARKS: Final = 400
_MARK: Final = 6.0
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """The geometry of one frame: how positions and prices become pixels."""

    width: int
    height: int
    view: Viewport
    low: float
    high: float

    @property
    def plot_width(self) -> float:
        """Pixels left of the price axis."""
        return max(1.0, self.width - PRICE_AXIS)

    @property
    def volume_top(self) -> float:
        """Where the volume's pane begins."""
        return (self.height - TIME_AXIS) * (1 - _VOLUME_SHARE)

    @property
    def bottom(self) -> float:
        """Where the time axis begins."""
        return float(self.height - TIME_AXIS)

    def x(self, position: float) -> float:
        """Pixels from the left."""
        return (position - self.view.start) * (self.plot_width / self.view.span)

    def xs(self, positions: Floats) -> Floats:
        """float64[m], pixels from the left."""
        return (positions - self.view.start) * (self.plot_width / self.view.span)

    def y(self, price: float) -> float:
        """Pixels from the top."""
        return (self.high - price) * (self.volume_top / (self.high - self.low))

    def ys(self, prices: Floats) -> Floats:
        """float64[m], pixels from the top."""
        return (self.high - prices) * (self.volume_top / (self.high - self.low))

    def position(self, x: float) -> float:
        """The position under a pixel."""
        return self.view.start + x * self.view.span / self.plot_width

    def price(self, y: float) -> float:
        """The price at a pixel."""
        return self.high - y * (self.high - self.low) / self.volume_top


class CandlePainter:
    """Draws frames; holds the memory they are built in."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._boxes = Rectangles()

    def frame(self, data: CandleData, view: Viewport, width: int, height: int) -> Frame:
        """The geometry that fits the candles in view, stretched as the user asked."""
        bars = self._bars(data, view, width)
        if not len(bars.high):
            return Frame(width, height, view, 0.0, 1.0)
        low, high = float(bars.low.min()), float(bars.high.max())
        middle, half = (low + high) / 2, ((high - low) / 2 or abs(high) * 0.01) * 1.1 / view.stretch
        return Frame(width, height, view, middle - half, middle + half)

    @staticmethod
    def _bars(data: CandleData, view: Viewport, width: int) -> Bars:
        return data.pyramid.pick(view.start, view.end, max(1, width - PRICE_AXIS) / _PIXELS_PER_BAR)

    def paint(
        self,
        painter: QPainter,
        data: CandleData,
        frame: Frame,
        marks: tuple[tuple[float, TradeMark], ...],
    ) -> None:
        """Draw grid, gaps, candles, volume, lines, marks and axes; `marks` carry their positions, rising."""
        painter.setFont(text_font(12))
        self._grid(painter, data, frame)
        painter.setClipRect(QRectF(0, 0, frame.plot_width, frame.bottom))
        bars = self._bars(data, frame.view, frame.width)
        if len(bars.open):
            self._gaps(painter, data, frame)
            self._candles(painter, frame, bars)
            painter.setClipRect(QRectF(0, 0, frame.plot_width, frame.volume_top))
            for line in data.lines:
                self._line(painter, frame, line)
            self._marks(painter, data, frame, marks)
        painter.setClipping(False)
        self._last_price(painter, data, frame)

    def _grid(self, painter: QPainter, data: CandleData, frame: Frame) -> None:
        most = frame.volume_top / 44
        ticks = round_ticks(frame.low, frame.high, most)
        digits = max(
            step_digits(round_step(frame.high - frame.low, most)),
            min(2, formatting.price_digits(abs(frame.high))),
        )
        rows = self._lines.rows(len(ticks))
        if ticks:
            rows[:, 0], rows[:, 2] = 0, frame.plot_width
            rows[:, 1] = rows[:, 3] = frame.ys(np.array(ticks))
        painter.setPen(QPen(color("grid"), 1))
        self._lines.draw(painter, len(ticks))
        painter.drawLine(QPointF(0, frame.bottom), QPointF(frame.plot_width, frame.bottom))
        muted = QPen(color("muted"))
        painter.setPen(muted)
        left = int(frame.plot_width) + 8
        for tick in ticks:
            painter.drawText(QPointF(left, frame.y(tick) + 4), formatting.number(tick, digits))
        self._times(painter, data, frame)

    @staticmethod
    def _times(painter: QPainter, data: CandleData, frame: Frame) -> None:
        view = frame.view
        most = max(2, int(frame.plot_width / 90))
        for position, text in time_ticks(data.open_at, int(view.start), int(view.end) + 1, most):
            x = frame.x(position + 0.5)
            if 24 < x < frame.plot_width - 20:  # noqa: PLR2004 - half a label
                place = QRectF(x - 40, frame.bottom + 5, 80, TIME_AXIS - 5)
                painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, text)

    @staticmethod
    def _gaps(painter: QPainter, data: CandleData, frame: Frame) -> None:
        view = frame.view
        visible = [gap for gap in data.gaps if view.start <= gap.position <= view.end]
        if len(visible) > _MOST_GAPS:
            visible = visible[:: len(visible) // _MOST_GAPS + 1]
        if not visible:
            return
        wide = frame.plot_width / len(visible) > 80  # noqa: PLR2004 - room for a badge each
        pen = QPen(color("warning"), 1, Qt.PenStyle.DotLine)
        for gap in visible:
            x = frame.x(gap.position)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, 0 if wide else frame.bottom - 10), QPointF(x, frame.bottom))
            if wide:
                painter.drawText(QPointF(x + 4, frame.volume_top + 14), f"gap {gap.missing:,}")

    def _candles(self, painter: QPainter, frame: Frame, bars: Bars) -> None:
        x = frame.xs(bars.centers)
        spacing = bars.step * frame.plot_width / frame.view.span
        body = max(1.0, spacing * 0.7)
        rising = bars.close >= bars.open
        most = bars.volume.max() or 1.0
        pane = (frame.bottom - frame.volume_top) * 0.9
        top, bottom = frame.ys(bars.high), frame.ys(bars.low)
        upper = frame.ys(np.maximum(bars.open, bars.close))
        tall = np.maximum(frame.ys(np.minimum(bars.open, bars.close)) - upper, 1.0)
        amount = bars.volume / most * pane
        for side, shade, dim in ((rising, "up", "volume_up"), (~rising, "down", "volume_down")):
            painter.setPen(QPen(color(shade), 1))
            self._lines.vertical(painter, x[side], top[side], bottom[side])
            painter.setPen(Qt.PenStyle.NoPen)
            if body >= 2:  # noqa: PLR2004 - below two pixels the wick is the body
                painter.setBrush(QBrush(color(shade)))
                self._boxes.bars(painter, x[side], body, upper[side], tall[side])
            painter.setBrush(QBrush(color(dim)))
            self._boxes.bars(painter, x[side], body, frame.bottom - amount[side], amount[side])
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _line(self, painter: QPainter, frame: Frame, line: ChartLine) -> None:
        view = frame.view
        step, first, low, high = line.values.pick(view.start, view.end, frame.plot_width / _PIXELS_PER_BAR)
        count = len(low) - 1
        if count < 1:
            return
        x = frame.xs((np.arange(first, first + count + 1, dtype=np.float64) + 0.5) * step)
        top, bottom = frame.ys(high), frame.ys(low)
        rows = self._lines.rows(count)
        rows[:, 0] = x[:-1]
        rows[:, 2] = x[1:]
        if step == 1:
            rows[:, 1], rows[:, 3] = top[:-1], top[1:]
        else:  # a column from high to low that touches its right neighbour, so that the line has no hole
            rows[:, 2] = x[:-1]
            rows[:, 1], rows[:, 3] = np.fmax(bottom[:-1], top[1:]), np.fmin(top[:-1], bottom[1:])
        known = np.isfinite(rows[:, 1]) & np.isfinite(rows[:, 3])
        kept = int(known.sum())
        if kept < count:
            rows[:kept] = rows[known]
        painter.setPen(QPen(color(line.token), 1))
        self._lines.draw(painter, kept)

    @staticmethod
    def _marks(
        painter: QPainter, data: CandleData, frame: Frame, marks: tuple[tuple[float, TradeMark], ...]
    ) -> None:
        visible = [mark for mark in marks if frame.view.start <= mark[0] <= frame.view.end]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for position, mark in visible[:: len(visible) // _MOST_MARKS + 1]:
            triangle = mark_triangle(data, frame, position, mark)
            painter.setPen(QPen(color("surface"), 1))
            painter.setBrush(QColor(color("up" if mark.side == "buy" else "down")))
            painter.drawPolygon(triangle)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    @staticmethod
    def _last_price(painter: QPainter, data: CandleData, frame: Frame) -> None:
        if not len(data):
            return
        first, last = data.columns[0][-1], float(data.columns[3][-1])
        y = frame.y(last)
        if not 0 <= y <= frame.volume_top:
            return
        shade = color("up" if last >= first else "down")
        painter.setPen(QPen(shade, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(0, y), QPointF(frame.plot_width, y))
        axis_tag(painter, frame, y, formatting.price(last), shade)


def mark_triangle(data: CandleData, frame: Frame, position: float, mark: TradeMark) -> QPolygonF:
    """A triangle under the candle of a buy, pointing up, or over that of a sale, pointing down."""
    row = int(position)
    is_buy = mark.side == "buy"
    edge = data.columns[2 if is_buy else 1][row]
    x, tip = frame.x(row + 0.5), frame.y(float(edge)) + (6 if is_buy else -6)
    base = tip + (1.7 if is_buy else -1.7) * _MARK
    return QPolygonF([QPointF(x, tip), QPointF(x - _MARK, base), QPointF(x + _MARK, base)])


def axis_tag(painter: QPainter, frame: Frame, y: float, text: str, fill: QColor) -> None:
    """A filled label on the price axis."""
    place = QRectF(frame.plot_width + 1, y - 9, PRICE_AXIS - 2, 18)
    painter.fillRect(place, fill)
    painter.setPen(color("on_accent") if fill != color("raised") else color("text"))
    painter.drawText(place.adjusted(7, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
