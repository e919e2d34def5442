"""Lines of indicators in; the same drawn over the candles, or in a pane with an axis of its own, out."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from ui import formatting
from ui.theme import color
from ui.widgets.axes import round_step, step_digits
from ui.widgets.chart_frame import LINE_HEIGHT, Frame, Scale, fitted
from ui.widgets.chart_lines import ChartLine
from ui.widgets.primitives import Lines

PIXELS_PER_BAR: Final = 1.25
"""A bar takes at least this many pixels; more candles than that are drawn from a coarser level."""
_DIGITS: Final = 4


class LinePainter:
    """Draws lines in few calls, through the memory of `lines`."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def line(self, painter: QPainter, frame: Frame, scale: Scale, line: ChartLine) -> None:
        """Draw what is in view of a line; holes stay holes."""
        view = frame.view
        step, first, low, high = line.values.pick(view.start, view.end, frame.plot_width / PIXELS_PER_BAR)
        count = len(low) - 1
        if count < 1:
            return
        x = frame.xs((np.arange(first, first + count + 1, dtype=np.float64) + 0.5) * step)
        top, bottom = scale.ys(high), scale.ys(low)
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
        self.line(painter, frame, scale, line)
        painter.setClipping(False)
