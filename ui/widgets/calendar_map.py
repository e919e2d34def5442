"""Days with their results in; a calendar of small squares that keys and the mouse read out."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ui.theme import color, text_font
from ui.translation import tr

_CELL, _GAP = 19, 3
_STEP = _CELL + _GAP
_LEFT, _TOP, _FOOT = 34, 20, 26
_WEEK = 7
_FAINTEST, _STRONGEST = 0.22, 1.0
_WEEKDAYS = tuple(
    (row, name) for row, name in enumerate((tr("Mon"), "", tr("Wed"), "", tr("Fri"), "", "")) if name
)


@dataclass(frozen=True)
class DayCell:
    """One day.

    Args:
        day: in the zone that is shown.
        sign: 1 for a gain, -1 for a loss, 0 for neither.
        strength: how large it is against the other days, in [0, 1].
        words: all that is to be said of it, for the line below, the tooltip and screen readers.
    """

    day: date
    sign: int
    strength: float
    words: str


class CalendarMap(QWidget):
    """Draws days as squares, a column a week; a triangle and a colour say gain or loss, its depth how much.

    Arrows go from day to day and week to week, Home and End to the first and the last; the day is read out.

    Args:
        name: read out by screen readers.
    """

    chosen = Signal(object)
    """The DayCell that the user went to."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._cells: dict[date, DayCell] = {}
        self._at: date | None = None
        self._last_week = date.min
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(_LEFT + 8 * _STEP, _TOP + _WEEK * _STEP + _FOOT)
        self.setAccessibleName(name)

    def show_days(self, cells: tuple[DayCell, ...]) -> None:
        """Replace what is shown; the chosen day stays, and without one the last is read."""
        found = {cell.day: cell for cell in cells}
        if found == self._cells:
            return
        was_last = self._at is None or not self._cells or self._at == max(self._cells)
        self._cells = found
        if was_last or self._at not in found:
            self._at = max(found, default=None)
        self._scroll_to(self._at)
        self._tell()

    @property
    def day(self) -> DayCell | None:
        """The day that is read."""
        return self._cells.get(self._at) if self._at else None

    def go_to(self, day: date) -> None:
        """Choose the nearest day that is not after the last nor before the first."""
        if not self._cells:
            return
        self._at = min(max(day, min(self._cells)), max(self._cells))
        self._scroll_to(self._at)
        self._tell()
        if self.day is not None:
            self.chosen.emit(self.day)

    def _tell(self) -> None:
        self.setAccessibleDescription(self._words())
        self.update()

    def _words(self) -> str:
        if self.day is not None:
            return self.day.words
        return tr("{day}: nothing is known").format(day=self._at.isoformat()) if self._at else ""

    def sizeHint(self) -> QSize:
        """Half a year."""
        return QSize(_LEFT + 27 * _STEP, self.minimumHeight())

    def _weeks(self) -> int:
        """Columns that there is room for."""
        return max(1, (self.width() - _LEFT) // _STEP)

    def _scroll_to(self, day: date | None) -> None:
        """Let the week of `day` be in view, the newest weeks first."""
        if day is None:
            return
        newest, week = _monday(max(self._cells)), _monday(day)
        if self._last_week > newest or self._last_week == date.min:
            self._last_week = newest
        if week > self._last_week or day == max(self._cells):
            self._last_week = week
        first = self._last_week - timedelta(weeks=self._weeks() - 1)
        if week < first:
            self._last_week += week - first

    def _place(self, day: date) -> QRectF:
        """Where a day is drawn."""
        from_last = (self._last_week - _monday(day)).days // _WEEK
        column = min(self._weeks(), self._filled()) - 1 - from_last
        return QRectF(_LEFT + column * _STEP, _TOP + day.weekday() * _STEP, _CELL, _CELL)

    def _filled(self) -> int:
        """Weeks from the first day to the last in view."""
        return (self._last_week - _monday(min(self._cells))).days // _WEEK + 1 if self._cells else 1

    def _day_at(self, spot: QPoint) -> date | None:
        column, row = (spot.x() - _LEFT) // _STEP, (spot.y() - _TOP) // _STEP
        shown = min(self._weeks(), self._filled())
        if not (self._cells and 0 <= column < shown and 0 <= row < _WEEK):
            return None
        day = self._last_week - timedelta(weeks=shown - 1 - column) + timedelta(days=row)
        return day if min(self._cells) <= day <= max(self._cells) else None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        """Draw the days in view, the names around them and what the chosen day says."""
        if not self._cells:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(12))
        painter.setPen(color("muted"))
        for row, name in _WEEKDAYS:
            painter.drawText(QPointF(0, _TOP + row * _STEP + 14), name)
        day, last = self._first_in_view(), max(self._cells)
        while day <= min(last, self._last_week + timedelta(days=_WEEK - 1)):
            self._draw_day(painter, day)
            day += timedelta(days=1)
        painter.setPen(color("text"))
        painter.drawText(QPointF(_LEFT, _TOP + _WEEK * _STEP + 16), self._words())
        painter.end()

    def _first_in_view(self) -> date:
        weeks = min(self._weeks(), self._filled()) - 1
        return max(min(self._cells), self._last_week - timedelta(weeks=weeks))

    def _draw_day(self, painter: QPainter, day: date) -> None:
        place = self._place(day)
        if day.day == 1 or day == self._first_in_view():
            self._draw_month(painter, day, place)
        cell = self._cells.get(day)
        painter.setPen(QPen(color("border"), 1))
        painter.setBrush(_fill(cell) if cell else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if cell is not None and cell.sign:
            _draw_triangle(painter, place.center(), cell)
        if day == self._at:
            painter.setPen(QPen(color("text" if self.hasFocus() else "muted"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(-1, -1, 1, 1), 4, 4)

    def _draw_month(self, painter: QPainter, day: date, place: QRectF) -> None:
        """The month above its first week; not where the next month follows too closely."""
        if day.day != 1 and (day + timedelta(days=3 * _WEEK)).month != day.month:
            return
        painter.setPen(color("muted"))
        painter.drawText(QPointF(place.x(), 13), day.strftime("%b %Y" if day.month == 1 else "%b"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over days that can be chosen."""
        day = self._day_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if day else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the cursor."""
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self.go_to(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another day, or leave the key to the page."""
        steps = {
            Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -_WEEK, Qt.Key.Key_Right: _WEEK,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if self._at is None or key not in {*steps, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        elif key in steps:
            self.go_to(self._at + timedelta(days=steps[key]))
        else:
            self.go_to(min(self._cells) if key == Qt.Key.Key_Home else max(self._cells))

    def event(self, event: QEvent) -> bool:
        """A day's words as its tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(event.pos())
            cell = self._cells.get(day) if day else None
            QToolTip.showText(event.globalPos(), cell.words if cell else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's own signature
        """Keep the chosen day in view."""
        self._scroll_to(self._at)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _fill(cell: DayCell) -> QColor:
    """The colour of its sign, the deeper the stronger, on the surface."""
    if not cell.sign:
        return color("raised")
    over, under = color("up" if cell.sign > 0 else "down"), color("surface")
    part = _FAINTEST + (_STRONGEST - _FAINTEST) * min(1.0, max(0.0, cell.strength))
    mixed = (
        under.redF() + (over.redF() - under.redF()) * part,
        under.greenF() + (over.greenF() - under.greenF()) * part,
        under.blueF() + (over.blueF() - under.blueF()) * part,
    )
    return QColor.fromRgbF(*mixed)


def _draw_triangle(painter: QPainter, center: QPointF, cell: DayCell) -> None:
    """Up for a gain, down for a loss, so that colour never says it alone."""
    size = 3.2
    tip = -size if cell.sign > 0 else size
    points = [
        QPointF(center.x(), center.y() + tip),
        QPointF(center.x() - size, center.y() - tip * 0.8),
        QPointF(center.x() + size, center.y() - tip * 0.8),
    ]
    is_deep = cell.strength > 0.45  # noqa: PLR2004 - about where the text's colour stops being readable
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("on_accent" if is_deep else "text"))
    painter.drawPolygon(QPolygonF(points))
