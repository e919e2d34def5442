"""Prepared candles and trade marks in; the chart that a trader's hands know, and clicks on marks, out."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui import formatting
from ui.theme import color
from ui.translation import tr
from ui.widgets.candle_data import CandleData, PartMark, TradeMark
from ui.widgets.candle_painter import CandlePainter, mark_triangle, marks_between
from ui.widgets.chart_frame import PRICE_AXIS, TIME_AXIS, ChartStyle, Frame
from ui.widgets.crosshair import Crosshair, row_at
from ui.widgets.viewport import Viewport

_NOTCH = 120.0
"""A wheel's notch in Qt's units."""
_ZOOM = 0.84
_CLICK_PIXELS = 4
_LOWEST, _LOWEST_PANE = 220, 64
"""Pixels; a smaller window scrolls."""


class CandleChart(QWidget):
    """Candles of one series; the wheel zooms at the cursor, a drag pans, a click on a triangle opens it."""

    mark_chosen = Signal(int)
    """The number of the trade whose mark was clicked."""

    digit_typed = Signal(str)
    """A digit from 1 to 9: the beginning of a timeframe."""

    def __init__(self) -> None:
        super().__init__()
        self.view = Viewport()
        self._data: CandleData | None = None
        self._marks: tuple[tuple[float, TradeMark], ...] = ()
        self._parts: tuple[PartMark, ...] = ()
        self._style = ChartStyle()
        self._painter = CandlePainter()
        self._crosshair = Crosshair()
        self._cursor: QPointF | None = None
        self._pressed: QPointF | None = None
        self._moved = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs so in every language
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, _LOWEST)
        self.setAccessibleName(tr("Candle chart"))

    def show_candles(self, data: CandleData) -> None:
        """Draw `data`; the view stays where it was while the series is the same one grown longer."""
        grown = self._data is not None and self._data.title == data.title and len(data) >= len(self._data)
        self._data = data
        self._marks = ()
        if grown:
            self.view.grow(len(data))
        else:
            self.view.reset(len(data))
        newest = (
            tr("last {price}").format(price=formatting.price(data.columns[3][-1]))
            if len(data)
            else tr("empty")
        )
        lines = "".join(f", {name}" for name in dict.fromkeys(line.name for line in data.lines))
        self.setAccessibleDescription(
            tr("{title}, {data:,} candles, {newest}{lines}").format(
                title=data.title, data=len(data), newest=newest, lines=lines
            )
        )
        self.setMinimumHeight(_LOWEST + _LOWEST_PANE * len(data.panes))
        self.update()

    def show_style(self, style: ChartStyle) -> None:
        """Draw the candles another way; the view stays."""
        if style != self._style:
            self._style = style
            self.update()

    def show_parts(self, parts: Sequence[PartMark]) -> None:
        """Tint what a model was trained and judged on; nothing for none."""
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            self.update()

    @property
    def rows_in_view(self) -> tuple[int, int]:
        """The first candle in view, and the one after the last."""
        return max(0, int(self.view.start)), max(0, min(self.view.length, int(self.view.end) + 1))

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

    def picture(self) -> QPixmap:
        """The chart as it is drawn, without the crosshair."""
        cursor, self._cursor = self._cursor, None
        try:
            return self.grab()
        finally:
            self._cursor = cursor

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(900, 480)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        """Draw one frame."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())  # a painter goes by the application's
        painter.fillRect(self.rect(), color("surface"))
        if self._data is not None and len(self._data):
            frame = self._frame(self._data)
            self._painter.paint(painter, self._data, frame, self._style, self._marks, self._parts)
            scales = self._painter.pane_scales(self._data, frame)
            self._painter.paint_panes(painter, self._data, frame, scales)
            cursor = self._inside(frame)
            candle = self._candle(self._data, row_at(self._data, frame, cursor))
            self._crosshair.paint(painter, self._data, frame, scales, cursor, candle)
        painter.end()

    def _frame(self, data: CandleData) -> Frame:
        return self._painter.frame(data, self.view, self._style, self.width(), self.height())

    def _inside(self, frame: Frame) -> QPointF | None:
        """The cursor while it is over prices, volume or a pane."""
        place = self._cursor
        return place if place and place.x() < frame.plot_width and place.y() < frame.bottom else None

    def _candle(self, data: CandleData, row: int) -> tuple[float, ...]:
        """Open, high, low, close and volume as they are drawn: averaged where averaged candles are."""
        return tuple(float(values[row]) for values in self._painter.pyramid(data, self._style).columns)

    def _pane_key(self, y: float) -> str:
        """The line of the pane at a pixel; "" for prices and volume."""
        pane = self._frame(self._data).pane_at(y) if self._data is not None else -1
        return self._data.panes[pane].key if self._data is not None and pane >= 0 else ""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; over an axis of values stretch it, over the time axis zoom at its end."""
        notches = (event.angleDelta().y() or event.angleDelta().x()) / _NOTCH
        place = event.position()
        if place.x() >= self.width() - PRICE_AXIS:
            pane = self._pane_key(place.y())
            if pane:
                self.view.scale_pane(pane, _ZOOM**-notches)
            else:
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
            if self._moved and self._data is not None:
                axis = self._frame(self._data).prices
                self.view.pan_prices((place.y() - self._cursor.y()) / (axis.bottom - axis.top))
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
        """On an axis of values fit them, on the time axis show the newest candles."""
        if event.position().x() >= self.width() - PRICE_AXIS:
            pane = self._pane_key(event.position().y())
            if pane:
                self.view.pane_stretch.pop(pane, None)
            else:
                self.view.fit_prices()
        elif event.position().y() >= self.height() - TIME_AXIS:
            self.view.reset(self.view.length)
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's own signature
        """Hide the crosshair."""
        self._cursor = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home, End, arrows, plus, minus and Enter; a digit begins a timeframe."""
        view = self.view
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.text() and event.text() in "123456789":
            self.digit_typed.emit(event.text())
            return
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
            Qt.Key.Key_Return: self._open_newest,
            Qt.Key.Key_Enter: self._open_newest,
        }
        action = actions.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
            return
        action()
        self.update()

    def _open_newest(self) -> None:
        """The trade in view that was made last."""
        visible = marks_between(self._marks, self.view.start, self.view.end)
        if visible:
            self.mark_chosen.emit(visible[-1][1].number)

    def _mark_at(self, place: QPointF) -> TradeMark | None:
        if self._data is None or not self._marks:
            return None
        frame = self._frame(self._data)
        reach = max(10 * self.view.span / frame.plot_width, 0.5)
        under = frame.position(place.x()) - 0.5
        for position, mark in reversed(marks_between(self._marks, under - reach, under + reach)):
            box = mark_triangle(self._data, frame, position, mark).boundingRect().adjusted(-3, -3, 3, 3)
            if box.contains(place):
                return mark
        return None
