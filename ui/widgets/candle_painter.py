"""Prepared candles and a viewport in; one frame of the chart out, in few draw calls for any length."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ui import formatting
from ui.theme import color, text_font
from ui.translation import tr
from ui.widgets.axes import time_ticks
from ui.widgets.candle_data import CandleData, PartMark, TradeMark
from ui.widgets.chart_frame import PRICE_AXIS, TIME_AXIS, ChartStyle, Frame, Scale, fitted
from ui.widgets.line_painter import PIXELS_PER_BAR, LinePainter
from ui.widgets.primitives import Lines, Rectangles
from ui.widgets.pyramid import Bars, CandlePyramid
from ui.widgets.viewport import Viewport

_MOST_GAPS: Final = 40
_MOST_MARKS: Final = 400
_MARK: Final = 6.0
_PART_HEIGHT: Final = 20
_LABEL: Final = 16
Floats = NDArray[np.float64]
Marks = Sequence[tuple[float, TradeMark]]


class CandlePainter:
    """Draws frames; holds the memory they are built in."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._boxes = Rectangles()
        self._line_painter = LinePainter()

    @staticmethod
    def pyramid(data: CandleData, style: ChartStyle) -> CandlePyramid:
        """The candles that this style draws."""
        averaged = data.averaged if style.kind == "heikin_ashi" else None
        return data.pyramid if averaged is None else averaged

    def frame(self, data: CandleData, view: Viewport, style: ChartStyle, width: int, height: int) -> Frame:
        """The geometry that fits the candles in view, stretched as the user asked."""
        bars, panes = self._bars(data, view, style, width), len(data.panes)
        legend = 2 if len(data.lines) > panes else 1
        if not len(bars.high):
            return Frame(width, height, view, 0.5, 1.0, style.is_log, panes, legend)
        ends = float(bars.low.min()), float(bars.high.max())
        low, high = fitted(*ends, view.stretch, view.shift, is_log=style.is_log)
        return Frame(width, height, view, low, high, style.is_log, panes, legend)

    def _bars(self, data: CandleData, view: Viewport, style: ChartStyle, width: int) -> Bars:
        most = max(1, width - PRICE_AXIS) / PIXELS_PER_BAR
        return self.pyramid(data, style).pick(view.start, view.end, most)

    def paint(
        self,
        painter: QPainter,
        data: CandleData,
        frame: Frame,
        style: ChartStyle,
        marks: Marks,
        parts: Sequence[PartMark] = (),
    ) -> None:
        """Draw parts, grid, gaps, candles, volume, lines, marks and axes; `marks` rise with positions."""
        painter.setFont(text_font(12))
        painter.setClipRect(QRectF(0, 0, frame.plot_width, frame.bottom))
        self._tint(painter, data, frame, parts)
        painter.setClipping(False)
        self._grid(painter, data, frame)
        painter.setClipRect(QRectF(0, 0, frame.plot_width, frame.bottom))
        bars = self._bars(data, frame.view, style, frame.width)
        if len(bars.open):
            self._gaps(painter, data, frame)
            self._candles(painter, frame, bars, is_hollow=style.kind == "hollow")
            painter.setClipRect(QRectF(0, 0, frame.plot_width, frame.volume_top))
            for line in data.overlays:
                self._line_painter.over(painter, frame, line)
            self._name_parts(painter, data, frame, parts)
            self._marks(painter, data, frame, marks)
        painter.setClipping(False)
        self._last_price(painter, data, frame)

    def paint_panes(self, painter: QPainter, data: CandleData, frame: Frame, scales: Sequence[Scale]) -> None:
        """Draw each pane's line on a scale of its own."""
        for place, (line, scale) in enumerate(zip(data.panes, scales, strict=True)):
            self._line_painter.pane(painter, frame, scale, line, frame.pane_top(place))

    def pane_scales(self, data: CandleData, frame: Frame) -> tuple[Scale, ...]:
        """The scale of each pane, which fits what is in view."""
        return tuple(self._line_painter.scale(frame, line, place) for place, line in enumerate(data.panes))

    def _grid(self, painter: QPainter, data: CandleData, frame: Frame) -> None:
        ticks, digits = frame.prices.ticks()
        digits = max(digits, min(2, formatting.price_digits(abs(frame.high))))
        rows = self._lines.rows(len(ticks))
        ys = frame.ys(np.array(ticks))
        if ticks:
            rows[:, 0], rows[:, 2] = 0, frame.plot_width
            rows[:, 1] = rows[:, 3] = ys
        painter.setPen(QPen(color("grid"), 1))
        self._lines.draw(painter, len(ticks))
        painter.drawLine(QPointF(0, frame.bottom), QPointF(frame.plot_width, frame.bottom))
        painter.setPen(QPen(color("muted")))
        left = int(frame.plot_width) + 8
        newest = frame.y(float(data.columns[3][-1])) if len(data) else 0.0
        for tick, y in zip(ticks, ys, strict=True):
            if y > _LABEL / 2 and abs(y - newest) > _LABEL:
                painter.drawText(QPointF(left, y + 4), formatting.number(tick, digits))
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
    def _part_ends(data: CandleData, frame: Frame, part: PartMark) -> tuple[float, float]:
        """Its first and last pixel; the last is not after the first where none is in view."""
        first, last = np.searchsorted(data.open_at, [part.since_at, part.until_at])
        return max(0.0, frame.x(float(first))), min(frame.plot_width, frame.x(float(last)))

    def _tint(self, painter: QPainter, data: CandleData, frame: Frame, parts: Sequence[PartMark]) -> None:
        """A stretch of time a part, below everything else."""
        for part in parts:
            left, right = self._part_ends(data, frame, part)
            if right > left:
                tint = color(part.token)
                tint.setAlphaF(0.1)
                painter.fillRect(QRectF(left, 0, right - left, frame.volume_bottom), tint)

    def _name_parts(
        self, painter: QPainter, data: CandleData, frame: Frame, parts: Sequence[PartMark]
    ) -> None:
        """A line over each part, and its name where there is room, above everything else."""
        top, metrics = frame.header, painter.fontMetrics()
        for part in parts:
            left, right = self._part_ends(data, frame, part)
            if right <= left:
                continue
            painter.fillRect(QRectF(left, top, right - left, 2), color(part.token))
            place = QRectF(left, top + 2, metrics.horizontalAdvance(part.name) + 12, _PART_HEIGHT)
            if place.width() <= right - left:
                painter.fillRect(place, color("raised"))
                painter.setPen(color("text"))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, part.name)

    @staticmethod
    def _gaps(painter: QPainter, data: CandleData, frame: Frame) -> None:
        positions, missing = data.gaps.view()
        first, last = np.searchsorted(positions, [frame.view.start, frame.view.end])
        step = 1 + int(last - first) // _MOST_GAPS
        visible = list(zip(positions[first:last:step], missing[first:last:step], strict=True))
        if not visible:
            return
        wide = frame.plot_width / len(visible) > 80  # noqa: PLR2004 - room for a badge each
        pen = QPen(color("warning"), 1, Qt.PenStyle.DotLine)
        for position, count in visible:
            x = frame.x(float(position))
            painter.setPen(pen)
            painter.drawLine(
                QPointF(x, 0 if wide else frame.volume_bottom - 10), QPointF(x, frame.volume_bottom)
            )
            if wide:
                painter.drawText(
                    QPointF(x + 4, frame.volume_top + 14), tr("gap {count:,}").format(count=count)
                )

    def _candles(self, painter: QPainter, frame: Frame, bars: Bars, *, is_hollow: bool) -> None:
        x = frame.xs(bars.centers)
        spacing = bars.step * frame.plot_width / frame.view.span
        body = max(1.0, spacing * 0.7)
        rose = bars.close >= bars.open
        rising = bars.close >= np.concatenate([bars.open[:1], bars.close[:-1]]) if is_hollow else rose
        top, bottom = frame.ys(bars.high), frame.ys(bars.low)
        upper, lower = (
            frame.ys(np.maximum(bars.open, bars.close)),
            frame.ys(np.minimum(bars.open, bars.close)),
        )
        tall = np.maximum(lower - upper, 1.0)
        has_bodies = body >= (4 if is_hollow else 2)  # below that the wick is the body
        for side, shade in ((rising, "up"), (~rising, "down")):
            painter.setPen(QPen(color(shade), 1))
            if is_hollow and has_bodies:
                self._lines.vertical(painter, x[side], top[side], upper[side])
                self._lines.vertical(painter, x[side], lower[side], bottom[side])
                empty = side & rose
                painter.setBrush(Qt.BrushStyle.NoBrush)
                self._boxes.bars(painter, x[empty], body - 1, upper[empty], tall[empty])
            else:
                self._lines.vertical(painter, x[side], top[side], bottom[side])
            painter.setPen(Qt.PenStyle.NoPen)
            if has_bodies:
                filled = side & ~rose if is_hollow else side
                painter.setBrush(QBrush(color(shade)))
                self._boxes.bars(painter, x[filled], body, upper[filled], tall[filled])
        self._volumes(painter, frame, bars, x, body)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _volumes(self, painter: QPainter, frame: Frame, bars: Bars, x: Floats, body: float) -> None:
        room = (frame.volume_bottom - frame.volume_top) * 0.9
        amount = bars.volume / (bars.volume.max() or 1.0) * room
        rose = bars.close >= bars.open
        for side, shade in ((rose, "volume_up"), (~rose, "volume_down")):
            painter.setBrush(QBrush(color(shade)))
            self._boxes.bars(painter, x[side], body, frame.volume_bottom - amount[side], amount[side])

    @staticmethod
    def _marks(painter: QPainter, data: CandleData, frame: Frame, marks: Marks) -> None:
        visible = marks_between(marks, frame.view.start, frame.view.end)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for position, mark in visible[:: 1 + len(visible) // _MOST_MARKS]:
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


def marks_between(marks: Marks, start: float, end: float) -> Marks:
    """Those of the rising `marks` whose positions lie from `start` to `end`."""
    first = bisect_left(marks, start, key=_position)
    return marks[first : bisect_right(marks, end, key=_position)]


def _position(mark: tuple[float, TradeMark]) -> float:
    return mark[0]


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
