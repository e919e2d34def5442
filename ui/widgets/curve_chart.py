"""Named curves in; a small chart with a filled line, axes and a reading under the cursor out."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import formatting
from ui.theme import Tokens, color, text_font, tokens
from ui.widgets.curve import Curve, Points

if TYPE_CHECKING:
    from ui.widgets.curve_plot import CurvePlot

_TOP = 20
"""Height of the legend."""


class CurveChart(QWidget):
    """Draws curves over time (UTC seconds) or over whole numbers; the first one imports pyqtgraph.

    Args:
        name: read out by screen readers.
        over_time: x is UTC seconds; otherwise a count.
        value: a y as text, for the legend.
        has_times: with the axis below; without, another chart below has it.
        height: pixels that it asks for.
    """

    pointed = Signal(object)
    """The x under the cursor, None when it left."""

    def __init__(
        self,
        name: str,
        *,
        over_time: bool = True,
        value: Callable[[float], str] | None = None,
        has_times: bool = True,
        height: int = 240,
    ) -> None:
        super().__init__()
        self._given: tuple[Curve, ...] = ()
        self._curves: tuple[Curve, ...] = ()
        self._over_time = over_time
        self._has_times = has_times
        self._height = height
        self._span: tuple[float, float] | None = None
        self._value = value or (lambda y: formatting.number(y, 2))
        self._under: float | None = None
        self._plot: CurvePlot | None = None
        self._worn: tuple[Tokens, str] = tokens(), formatting.shown_zone()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, _TOP, 0, 0)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs so in every language
        self.setMouseTracking(True)
        self.setMinimumSize(220, 140)
        self.setAccessibleName(name)

    def show_curves(self, curves: tuple[Curve, ...], span: tuple[float, float] | None = None) -> None:
        """Draw `curves`; empty ones are left out, and so is each point that is no number.

        Args:
            curves: to draw.
            span: first and last x in view; None for those of the curves.
        """
        if (curves, span) == (self._given, self._span):
            return
        self._given, self._span = curves, span
        finite = (replace(curve, points=_finite(curve.points)) for curve in curves)
        self._curves = kept = tuple(curve for curve in finite if curve.points)
        newest = ", ".join(f"{curve.name} {self._value(curve.points[-1][1])}" for curve in kept)
        self.setAccessibleDescription(newest)
        if kept:
            self._drawing().draw(kept, span)
        if self._plot is not None:
            self._plot.widget.setVisible(bool(kept))
        self.update()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(420, self._height)

    def _drawing(self) -> "CurvePlot":
        if self._plot is None:
            from ui.widgets.curve_plot import CurvePlot

            self._plot = CurvePlot(self, over_time=self._over_time, has_times=self._has_times)
            self._worn = tokens(), formatting.shown_zone()
            self._layout.addWidget(self._plot.widget)
        return self._plot

    def changeEvent(self, event: QEvent) -> None:
        """Wear a new theme, or show times in another zone; the events come several at a time."""
        super().changeEvent(event)
        if self._plot is not None and self._worn != (worn := (tokens(), formatting.shown_zone())):
            self._worn = worn
            self._plot.dress()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        """Draw the legend: the values under the cursor, or the newest ones."""
        if not self._curves:
            return
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())  # a painter goes by the application's
        painter.setFont(text_font(12))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, at = 4.0, 0.0
        for curve in self._curves:
            at, y = _nearest(curve.points, self._under)
            style = Qt.PenStyle.DotLine if curve.is_dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(color(curve.shade), 2, style))
            painter.drawLine(QPointF(x, 9), QPointF(x + 12, 9))
            painter.setPen(color("muted"))
            text = f"{curve.name} {self._value(y)}"
            painter.drawText(QPointF(x + 18, 13), text)
            x += 34 + painter.fontMetrics().horizontalAdvance(text)
        if self._under is not None:
            painter.setPen(color("text"))
            moment = formatting.date_time(at) if self._over_time else f"{at:,.0f}"
            painter.drawText(QPointF(x, 13), moment)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the curves under the cursor."""
        if self._plot is not None and self._curves:
            self._point(self._plot.x_at(event.position().x()))

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's own signature
        """Read the newest values again."""
        self._point(None)

    def _point(self, x: float | None) -> None:
        self.read_at(x)
        self.pointed.emit(x)

    def read_at(self, x: float | None) -> None:
        """Read the curves at an x, as if the cursor were there; None for the newest values."""
        self._under = x
        if self._plot is not None:
            self._plot.show_cursor(x)
        self.update()


def _nearest(points: Points, x: float | None) -> tuple[float, float]:
    if x is None:
        return points[-1]
    place = bisect_left(points, (x,))
    around = points[max(0, place - 1) : place + 1] or points[-1:]
    return min(around, key=lambda point: abs(point[0] - x))


def _finite(points: Points) -> Points:
    """A loss that left the numbers has no place on an axis, and would end the drawing of all others."""
    return points if all(isfinite(y) for _, y in points) else tuple(at for at in points if isfinite(at[1]))
