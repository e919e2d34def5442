"""Prepared candles and trade marks in; the chart that a trader's hands know, and clicks on marks, out."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui import formatting
from ui.theme import color, text_font
from ui.widgets.candle_data import CandleData, TradeMark
from ui.widgets.candle_painter import PRICE_AXIS, TIME_AXIS, CandlePainter, Frame, axis_tag, mark_triangle
from ui.widgets.viewport import Viewport

_NOTCH = 120.0
"""A wheel's notch in Qt's units."""
_ZOOM = 0.84
_CLICK_PIXELS = 4
_BIG = 1e4


class CandleChart(QWidget):
    """Candles of one series; the wheel zooms at the cursor, a drag pans, a click on a triangle opens it."""

    mark_chosen = Signal(int)
    """The number of the trade whose mark was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.view = Viewport()
        self._data: CandleData | None = None
        self._marks: tuple[tuple[float, TradeMark], ...] = ()
        self._painter = CandlePainter()
        self._cursor: QPointF | None = None
        self._pressed: QPointF | None = None
        self._moved = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 220)
        self.setAccessibleName("Candle chart")

    def show_candles(self, data: CandleData) -> None:
        """Draw `data`; the view stays where it was while the series is the same one grown longer."""
        grown = self._data is not None and self._data.title == data.title and len(data) >= len(self._data)
        self._data = data
        self._marks = ()
        if grown:
            self.view.grow(len(data))
        else:
            self.view.reset(len(data))
        newest = f"last {formatting.price(data.columns[3][-1])}" if len(data) else "empty"
        self.setAccessibleDescription(f"{data.title}, {len(data):,} candles, {newest}")
        self.update()

    def show_marks(self, marks: tuple[TradeMark, ...]) -> None:
        """Draw the agent's trades on the candles they fell into; those outside the series are left out."""
        data, placed = self._data, []
        for mark in marks if data else ():
            try:
                placed.append((float(data.position_of(mark.at)), mark) if data else (0.0, mark))
            except IndexError:
                continue
        self._marks = tuple(sorted(placed, key=lambda mark: mark[0]))
        self.update()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(900, 480)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        """Draw one frame."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("surface"))
        if self._data is not None and len(self._data):
            frame = self._frame(self._data)
            self._painter.paint(painter, self._data, frame, self._marks)
            self._crosshair(painter, self._data, frame)
        painter.end()

    def _frame(self, data: CandleData) -> Frame:
        return self._painter.frame(data, self.view, self.width(), self.height())

    def _crosshair(self, painter: QPainter, data: CandleData, frame: Frame) -> None:
        cursor = self._cursor
        inside = cursor is not None and cursor.x() < frame.plot_width and cursor.y() < frame.bottom
        row = len(data) - 1
        if cursor is not None and inside:
            row = min(max(int(frame.position(cursor.x())), 0), len(data) - 1)
            x = frame.x(row + 0.5)
            painter.setPen(QPen(color("muted"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, 0), QPointF(x, frame.bottom))
            painter.drawLine(QPointF(0, cursor.y()), QPointF(frame.plot_width, cursor.y()))
            if cursor.y() < frame.volume_top:
                axis_tag(
                    painter, frame, cursor.y(), formatting.price(frame.price(cursor.y())), color("raised")
                )
            self._time_tag(painter, frame, x, formatting.date_time(int(data.open_at[row])))
        self._legend(painter, data, row)

    @staticmethod
    def _time_tag(painter: QPainter, frame: Frame, x: float, text: str) -> None:
        place = QRectF(min(max(x - 60, 0), frame.plot_width - 120), frame.bottom + 2, 120, TIME_AXIS - 4)
        painter.fillRect(place, color("raised"))
        painter.setPen(color("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    @staticmethod
    def _legend(painter: QPainter, data: CandleData, row: int) -> None:
        open_, high, low, close, volume = (float(values[row]) for values in data.columns)
        change = close / open_ - 1
        words: list[tuple[str, str]] = []
        for name, value in (("O", open_), ("H", high), ("L", low), ("C", close)):
            words += [(name, ""), (formatting.price(value), "text")]
        words += [("Vol", ""), (formatting.number(volume, 2 if volume < _BIG else 0), "text")]
        words += [(formatting.percent(change, sign=True), formatting.tone_of(change))]
        painter.setFont(text_font(12))
        x = 4.0
        for text, shade in words:
            painter.setPen(color(shade or "muted"))
            painter.drawText(QPointF(x, 14), text)
            x += painter.fontMetrics().horizontalAdvance(text) + (11 if shade else 5)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; over the price axis stretch it, over the time axis zoom at the right edge."""
        notches = (event.angleDelta().y() or event.angleDelta().x()) / _NOTCH
        place = event.position()
        if place.x() >= self.width() - PRICE_AXIS:
            self.view.scale_prices(_ZOOM**-notches)
        elif self._data is not None:
            over_axis = place.y() >= self.height() - TIME_AXIS
            at = self.view.end if over_axis else self._frame(self._data).position(place.x())
            self.view.zoom(at, _ZOOM**notches)
        event.accept()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the chart."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the crosshair, or the chart while it is held."""
        place = event.position()
        if self._pressed is not None and self._cursor is not None:
            pixels = place.x() - self._cursor.x()
            self._moved |= (place - self._pressed).manhattanLength() > _CLICK_PIXELS
            if self._moved:
                self.view.pan(-pixels * self.view.span / max(1, self.width() - PRICE_AXIS))
        self._cursor = place
        over = self._mark_at(place) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.CrossCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; without a move it was a click."""
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            mark = None if self._moved else self._mark_at(event.position())
            self._pressed = None
            if mark is not None:
                self.mark_chosen.emit(mark.number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the price axis fit the prices, on the time axis show the newest candles."""
        if event.position().x() >= self.width() - PRICE_AXIS:
            self.view.stretch = 1.0
        elif event.position().y() >= self.height() - TIME_AXIS:
            self.view.reset(self.view.length)
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's own signature
        """Hide the crosshair."""
        self._cursor = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home, End, arrows, plus and minus."""
        view = self.view
        middle = (view.start + view.end) / 2
        actions = {
            Qt.Key.Key_Home: view.home,
            Qt.Key.Key_End: view.to_end,
            Qt.Key.Key_Left: lambda: view.pan(-view.span / 10),
            Qt.Key.Key_Right: lambda: view.pan(view.span / 10),
            Qt.Key.Key_Up: lambda: view.zoom(middle, _ZOOM),
            Qt.Key.Key_Down: lambda: view.zoom(middle, 1 / _ZOOM),
            Qt.Key.Key_Plus: lambda: view.zoom(middle, _ZOOM),
            Qt.Key.Key_Minus: lambda: view.zoom(middle, 1 / _ZOOM),
            Qt.Key.Key_0: view.everything,
        }
        action = actions.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
            return
        action()
        self.update()

    def _mark_at(self, place: QPointF) -> TradeMark | None:
        if self._data is None or not self._marks:
            return None
        frame = self._frame(self._data)
        reach = 10 * self.view.span / frame.plot_width
        under = frame.position(place.x())
        for position, mark in reversed(self._marks):
            if abs(position + 0.5 - under) <= max(reach, 0.5):
                box = mark_triangle(self._data, frame, position, mark).boundingRect().adjusted(-3, -3, 3, 3)
                if box.contains(place):
                    return mark
        return None
