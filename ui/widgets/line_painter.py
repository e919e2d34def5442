"""Lines of indicators in; the same drawn over the candles, or in a pane with an axis of its own, out."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from ui import formatting
from ui.theme import color
from ui.widgets.axes import round_step, step_digits
from ui.widgets.chart_frame import LINE_HEIGHT, Frame, Scale, fitted
from ui.widgets.chart_lines import ChartLine
from ui.widgets.primitives import Lines, Rectangles

PIXELS_PER_BAR: Final = 1.25
"""A bar takes at least this many pixels; more candles than that are drawn from a coarser level."""
_DIGITS: Final = 4
_TINT: Final = 0.45
_SEEN: Final = 1.5
"""Pixels between the lowest and the highest value that are drawn as two lines, not one."""
Floats = NDArray[np.float64]


class LinePainter:
    """Draws lines in few calls."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._boxes = Rectangles()

    def over(self, painter: QPainter, frame: Frame, line: ChartLine) -> None:
        """Draw a line over the candles; where a point stands for many, through their middle."""
        x, top, bottom = self._points(frame, frame.prices, line)
        painter.setPen(QPen(color(line.token), 1))
        self._segments(painter, x, (top + bottom) / 2)

    def _within(self, painter: QPainter, frame: Frame, scale: Scale, line: ChartLine) -> None:
        """Draw a line in its pane; where a point stands for many, from the lowest to the highest of them."""
        x, top, bottom = self._points(frame, scale, line)
        painter.setPen(QPen(color(line.token), 1))
        self._segments(painter, x, top)
        wide = bottom - top > _SEEN
        if wide.any():
            self._segments(painter, x, np.where(wide, bottom, np.nan))
            tint = color(line.token)
            tint.setAlphaF(_TINT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(tint))
            width = float(x[1] - x[0]) if len(x) > 1 else 1.0
            self._boxes.bars(painter, x[wide], width, top[wide], (bottom - top)[wide])
            painter.setBrush(Qt.BrushStyle.NoBrush)

    @staticmethod
    def _points(frame: Frame, scale: Scale, line: ChartLine) -> tuple[Floats, Floats, Floats]:
        """Pixels of what is in view: x, y of the highest and y of the lowest value; NaN for a hole."""
        view = frame.view
        step, first, low, high = line.values.pick(view.start, view.end, frame.plot_width / PIXELS_PER_BAR)
        x = frame.xs((np.arange(first, first + len(low), dtype=np.float64) + 0.5) * step)
        return x, scale.ys(high), scale.ys(low)

    def _segments(self, painter: QPainter, x: Floats, y: Floats) -> None:
        """Lines from point to point; none to or from a hole."""
        finite = np.isfinite(y)
        known = finite[:-1] & finite[1:]
        count = int(known.sum())
        rows = self._lines.rows(count)
        rows[:, 0], rows[:, 1] = x[:-1][known], y[:-1][known]
        rows[:, 2], rows[:, 3] = x[1:][known], y[1:][known]
        self._lines.draw(painter, count)

    @staticmethod
    def scale(frame: Frame, line: ChartLine, pane: int) -> Scale:
        """The scale of a pane, which fits what is in view of its line."""
        view, top = frame.view, frame.pane_top(pane)
        _, _, low, high = line.values.pick(view.start, view.end, frame.plot_width / PIXELS_PER_BAR)
        is_known = np.isfinite(low) & np.isfinite(high)
        ends = (float(low[is_known].min()), float(high[is_known].max())) if is_known.any() else (0.0, 1.0)
        stretch = view.pane_stretch.get(line.key, 1.0)
        return Scale(*fitted(*ends, stretch, is_log=False), top + LINE_HEIGHT, top + frame.pane_height - 2)

    def pane(self, painter: QPainter, frame: Frame, scale: Scale, line: ChartLine, top: float) -> None:
        """Draw a pane: a border at its `top`, zero where it is in view, the line, and labels at its axis."""
        painter.setPen(QPen(color("border"), 1))
        painter.drawLine(QPointF(0, top), QPointF(frame.width, top))
        ticks, _ = scale.ticks()
        ticks = ticks or [(scale.low + scale.high) / 2]
        digits = min(_DIGITS, step_digits(round_step(scale.high - scale.low, 2)) + 1)
        for tick in ticks:
            y = scale.y(tick)
            painter.setPen(QPen(color("control_border" if tick == 0 else "grid"), 1))
            painter.drawLine(QPointF(0, y), QPointF(frame.plot_width, y))
            if scale.top < y < scale.bottom - 4:
                painter.setPen(QPen(color("muted")))
                painter.drawText(QPointF(int(frame.plot_width) + 8, y + 4), formatting.number(tick, digits))
        painter.setClipRect(QRectF(0, top, frame.plot_width, frame.pane_height))
        self._within(painter, frame, scale, line)
        painter.setClipping(False)
