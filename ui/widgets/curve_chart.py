"""Named curves in; a small chart with a filled line, axes and a reading under the cursor out."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui import formatting
from ui.theme import color, text_font
from ui.widgets.axes import calendar_ticks, round_step, round_ticks, step_digits

_RIGHT, _BOTTOM, _TOP = 72.0, 24.0, 20.0
_NEAR_EDGE = 24.0
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Curve:
    """A line: its name, points with rising x, the theme's colour for it, and how it is drawn."""

    name: str
    points: Points
    shade: str = "accent"
    is_filled: bool = False
    is_dashed: bool = False


@dataclass(frozen=True)
class _Scale:
    """How x and y become pixels."""

    left: float
    right: float
    low: float
    high: float
    width: float
    height: float

    def place(self, x: float, y: float) -> QPointF:
        return QPointF(
            (x - self.left) / (self.right - self.left) * self.width,
            _TOP + (self.high - y) / (self.high - self.low) * (self.height - _TOP),
        )


class CurveChart(QWidget):
    """Draws curves over time (UTC seconds) or over whole numbers.

    Args:
        name: read out by screen readers.
        over_time: x is UTC seconds; otherwise a count.
        value: a y as text, for the legend.
    """

    def __init__(
        self, name: str, *, over_time: bool = True, value: Callable[[float], str] | None = None
    ) -> None:
        super().__init__()
        self._curves: tuple[Curve, ...] = ()
        self._over_time = over_time
        self._value = value or (lambda y: formatting.number(y, 2))
        self._cursor: float | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(220, 140)
        self.setAccessibleName(name)

    def show_curves(self, curves: tuple[Curve, ...]) -> None:
        """Draw `curves`; empty ones are left out."""
        kept = tuple(curve for curve in curves if curve.points)
        if kept == self._curves:
            return
        self._curves = kept
        newest = ", ".join(f"{curve.name} {self._value(curve.points[-1][1])}" for curve in kept)
        self.setAccessibleDescription(newest)
        self.update()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(420, 240)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        """Draw axes, curves and the reading."""
        if not self._curves:
            return
        painter = QPainter(self)
        painter.setFont(text_font(12))
        scale = self._scale()
        self._axes(painter, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = [self._line(scale, curve) for curve in self._curves]
        for curve, line in zip(self._curves, lines, strict=True):
            self._area(painter, scale, curve, line)
        for curve, line in zip(reversed(self._curves), reversed(lines), strict=True):
            self._stroke(painter, curve, line)
        self._reading(painter, scale)
        painter.end()

    def _scale(self) -> _Scale:
        xs = [x for curve in self._curves for x in (curve.points[0][0], curve.points[-1][0])]
        ys = [y for curve in self._curves for _, y in curve.points]
        low, high = min(ys), max(ys)
        room = (high - low) * 0.08 or abs(high) * 0.01 or 1.0
        left, right = min(xs), max(xs)
        return _Scale(
            left, right if right > left else left + 1, low - room, high + room,
            self.width() - _RIGHT, self.height() - _BOTTOM,
        )  # fmt: skip

    def _axes(self, painter: QPainter, scale: _Scale) -> None:
        most = max(2, int((scale.height - _TOP) / 34))
        step = round_step(scale.high - scale.low, most)
        painter.setPen(QPen(color("border"), 1))
        painter.drawLine(QPointF(scale.width, _TOP), QPointF(scale.width, scale.height))
        painter.drawLine(QPointF(0, scale.height), QPointF(scale.width, scale.height))
        painter.setPen(color("muted"))
        for y in round_ticks(scale.low, scale.high, most):
            place = scale.place(scale.left, y)
            text = formatting.number(y, step_digits(step))
            painter.drawText(QPointF(scale.width + 8, place.y() + 4), text)
        for x, text in self._x_ticks(scale):
            at = scale.place(x, scale.low).x()
            if _NEAR_EDGE < at < scale.width - _NEAR_EDGE / 2 or not self._over_time:
                half = painter.fontMetrics().horizontalAdvance(text) / 2
                middle = min(max(at, half), scale.width - half)
                painter.drawText(QPointF(middle - half, scale.height + 18), text)

    def _x_ticks(self, scale: _Scale) -> list[tuple[float, str]]:
        most = max(2, int(scale.width / 80))
        if self._over_time:
            return [(float(at), text) for at, text in calendar_ticks(scale.left, scale.right, most)]
        ticks = round_ticks(scale.left, scale.right, most)
        return [(x, f"{x:,.0f}") for x in ticks if x == int(x)]

    @staticmethod
    def _line(scale: _Scale, curve: Curve) -> QPolygonF:
        return QPolygonF([scale.place(x, y) for x, y in _thin(curve.points, int(scale.width))])

    @staticmethod
    def _area(painter: QPainter, scale: _Scale, curve: Curve, line: QPolygonF) -> None:
        if not curve.is_filled:
            return
        area = QPolygonF(line)
        area.append(QPointF(line.last().x(), scale.height))
        area.append(QPointF(line.first().x(), scale.height))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("area"))
        painter.drawPolygon(area)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    @staticmethod
    def _stroke(painter: QPainter, curve: Curve, line: QPolygonF) -> None:
        style = Qt.PenStyle.DashLine if curve.is_dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color(curve.shade), 1.75, style))
        painter.drawPolyline(line)
        if len(curve.points) == 1:
            painter.drawEllipse(line.first(), 2, 2)

    def _reading(self, painter: QPainter, scale: _Scale) -> None:
        """The curves' values under the cursor, or their newest ones."""
        under = None
        if self._cursor is not None and self._cursor <= scale.width:
            under = scale.left + self._cursor / scale.width * (scale.right - scale.left)
            painter.setPen(QPen(color("muted"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(self._cursor, _TOP), QPointF(self._cursor, scale.height))
        x, at = 4.0, None
        for curve in self._curves:
            at, y = _nearest(curve.points, under)
            painter.setPen(QPen(color(curve.shade), 2, Qt.PenStyle.SolidLine))
            painter.drawLine(QPointF(x, 9), QPointF(x + 12, 9))
            painter.setPen(color("muted"))
            text = f"{curve.name} {self._value(y)}"
            painter.drawText(QPointF(x + 18, 13), text)
            x += 34 + painter.fontMetrics().horizontalAdvance(text)
        if under is not None and at is not None:
            painter.setPen(color("text"))
            moment = formatting.date_time(at) if self._over_time else f"{at:,.0f}"
            painter.drawText(QPointF(x, 13), moment)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the curves under the cursor."""
        self._cursor = event.position().x()
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's own signature
        """Read the newest values again."""
        self._cursor = None
        self.update()


def _nearest(points: Points, x: float | None) -> tuple[float, float]:
    if x is None:
        return points[-1]
    place = bisect_left(points, (x,))
    around = points[max(0, place - 1) : place + 1] or points[-1:]
    return min(around, key=lambda point: abs(point[0] - x))


def _thin(points: Points, width: int) -> Points:
    """At most about four points a pixel: the first, lowest, highest and last of each group stay."""
    group = len(points) // max(1, width) + 1
    if group <= 4:  # noqa: PLR2004
        return points
    kept: list[tuple[float, float]] = []
    for start in range(0, len(points), group):
        part = points[start : start + group]
        by_value = sorted(range(len(part)), key=lambda number: part[number][1])
        kept.extend(part[number] for number in sorted({0, by_value[0], by_value[-1], len(part) - 1}))
    return tuple(kept)
