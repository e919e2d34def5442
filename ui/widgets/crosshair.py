"""A place under the cursor and the frame in; the crosshair through all panes with its readings out."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui import formatting
from ui.theme import color, text_font
from ui.translation import tr
from ui.widgets.candle_data import CandleData
from ui.widgets.candle_painter import axis_tag
from ui.widgets.chart_frame import TIME_AXIS, Frame, Scale

_BIG = 1e4
_DASH = 10
Words = list[tuple[str, str]]


class Crosshair:
    """Draws the cross at a place, and the values of its candle at the upper left of prices and panes."""

    def paint(
        self,
        painter: QPainter,
        data: CandleData,
        frame: Frame,
        scales: tuple[Scale, ...],
        cursor: QPointF | None,
        candle: tuple[float, ...],
    ) -> None:
        """Draw the cross where there is a cursor; the newest candle is read where there is none.

        Args:
            painter: on the chart.
            data: what is drawn.
            frame: its geometry.
            scales: of the panes.
            cursor: where the cross is; None draws none.
            candle: open, high, low, close and volume of the row that is read.
        """
        row = row_at(data, frame, cursor)
        if cursor is not None:
            self._cross(painter, data, frame, scales, cursor, row)
        painter.setFont(text_font(12))
        self._write(painter, 14, _price_words(candle))
        self._write(painter, 31, self._line_words(data, row))
        for line, scale in zip(data.panes, scales, strict=True):
            value = float(line.values.values[row])
            self._write(painter, scale.top - 2, [("", line.token), (line.name, ""), (_figure(value), "text")])

    def _cross(
        self,
        painter: QPainter,
        data: CandleData,
        frame: Frame,
        scales: tuple[Scale, ...],
        cursor: QPointF,
        row: int,
    ) -> None:
        x, y = frame.x(row + 0.5), cursor.y()
        painter.setPen(QPen(color("muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, frame.bottom))
        painter.drawLine(QPointF(0, y), QPointF(frame.plot_width, y))
        pane = frame.pane_at(y)
        if pane >= 0:
            axis_tag(painter, frame, y, formatting.number(scales[pane].value(y), 4), color("raised"))
        elif y < frame.volume_top:
            axis_tag(painter, frame, y, formatting.price(frame.price(y)), color("raised"))
        place = QRectF(min(max(x - 60, 0), frame.plot_width - 120), frame.bottom + 2, 120, TIME_AXIS - 4)
        painter.fillRect(place, color("raised"))
        painter.setPen(color("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, formatting.date_time(int(data.open_at[row])))

    @staticmethod
    def _line_words(data: CandleData, row: int) -> Words:
        """The lines over the prices, each with a dash of its colour; the bands with their three values."""
        words: Words = []
        before = ""
        for line in data.overlays:
            if line.key != before:
                words += [("", line.token), (line.name, "")]
            before = line.key
            words.append((formatting.price(float(line.values.values[row])), "text"))
        return words

    @staticmethod
    def _write(painter: QPainter, y: float, words: Words) -> None:
        x = 4.0
        for text, shade in words:
            if not text:
                painter.fillRect(QRectF(x, y - 5, _DASH, 2), color(shade))
                x += _DASH + 5
                continue
            painter.setPen(color(shade or "muted"))
            painter.drawText(QPointF(x, y), text)
            x += painter.fontMetrics().horizontalAdvance(text) + (11 if shade else 5)


def row_at(data: CandleData, frame: Frame, cursor: QPointF | None) -> int:
    """The candle under the cursor; the newest one without."""
    if cursor is None:
        return len(data) - 1
    return min(max(int(frame.position(cursor.x())), 0), len(data) - 1)


def _price_words(candle: tuple[float, ...]) -> Words:
    open_, high, low, close, volume = candle
    change = close / open_ - 1
    words: Words = []
    for name, value in (("O", open_), ("H", high), ("L", low), ("C", close)):
        words += [(name, ""), (formatting.price(value), "text")]
    words += [(tr("Vol"), ""), (formatting.number(volume, 2 if volume < _BIG else 0), "text")]
    return [*words, (formatting.percent(change, sign=True), formatting.tone_of(change))]


def _figure(value: float) -> str:
    return formatting.number(value, 4) if math.isfinite(value) else formatting.ABSENT
