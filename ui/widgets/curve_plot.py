"""Curves in, pyqtgraph's drawing of them out; the one door of pyqtgraph, imported after the first paint."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph  # noqa: TID253 - this module itself is imported late, see ui/warm_up.py
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QFrame, QWidget

from ui import formatting
from ui.theme import color, text_font
from ui.widgets.axes import calendar_ticks, round_step, round_ticks, step_digits

if TYPE_CHECKING:
    from ui.widgets.curve import Curve

_RIGHT, _BOTTOM = 72, 24
_PIXELS_A_LABEL_UP, _PIXELS_A_LABEL_ALONG = 34, 80
_EDGE, _HALF_LABEL = 24, 8
_ROOM = 0.08
"""Part of the values' span that stays free above and below."""


class CurvePlot:
    """A pyqtgraph plot with a time or number axis below and a value axis at the right; no hands on it.

    Args:
        parent: of `widget`; it hears the mouse, the plot does not.
        over_time: x is UTC seconds; otherwise a count.
        has_times: with the axis below; without, another chart below has it.
    """

    def __init__(self, parent: QWidget, *, over_time: bool, has_times: bool = True) -> None:
        self._over_time = over_time
        self._has_times = has_times
        self._span: tuple[float, float] | None = None
        self._curves: tuple[Curve, ...] = ()
        self._lines: list[Any] = []
        self._plot: Any = pyqtgraph.PlotWidget(parent)
        self._view: Any = self._plot.getViewBox()
        self._cursor: Any = pyqtgraph.InfiniteLine(angle=90)
        self._set_up()
        self._view.sigResized.connect(self._label)

    @property
    def widget(self) -> QWidget:
        """What is drawn on."""
        widget: QWidget = self._plot
        return widget

    def draw(self, curves: "tuple[Curve, ...]", span: tuple[float, float] | None = None) -> None:
        """Draw `curves`, none of them empty; the first lies on top.

        Args:
            curves: to draw.
            span: first and last x in view; None for those of the curves.
        """
        self._curves, self._span = curves, span
        self._frame()
        areas = [_area(curve, self._view.viewRange()[1][0]) for curve in curves if curve.is_filled]
        self._show([*areas, *(_line(curve) for curve in reversed(curves))])
        self._label()

    def _show(self, wanted: list[dict[str, Any]]) -> None:
        """Draw with the items that are there: each one that pyqtgraph gives up leaves some of its memory."""
        while len(self._lines) > len(wanted):
            self._plot.removeItem(self._lines.pop())
        while len(self._lines) < len(wanted):
            self._lines.append(pyqtgraph.PlotDataItem())
            self._plot.addItem(self._lines[-1])
        for line, options in zip(self._lines, wanted, strict=True):
            line.setData(**options)

    def dress(self) -> None:
        """Wear the theme's colours of now."""
        self._plot.setBackground(color("surface"))
        for side in ("right", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(_pen("border", 1))
            axis.setTextPen(_pen("muted", 1))
        self._cursor.setPen(_pen("muted", 1, is_dashed=True))
        if self._curves:
            self.draw(self._curves, self._span)

    def x_at(self, pixel: float) -> float | None:
        """The x under a place of the widget; None beside the curves."""
        across = self._view.mapSceneToView(QPointF(pixel, 0)).x()
        left, right = self._view.viewRange()[0]
        return float(across) if left <= across <= right else None

    def show_cursor(self, x: float | None) -> None:
        """Draw the line under the cursor, or take it away."""
        self._cursor.setVisible(x is not None)
        if x is not None:
            self._cursor.setPos(x)

    def _set_up(self) -> None:
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setDownsampling(auto=True, mode="peak")
        self._plot.hideAxis("left")
        self._plot.showAxis("right")
        self._plot.showAxis("bottom", self._has_times)
        self._view.setMouseEnabled(x=False, y=False)
        for side, offset in (("right", 8), ("bottom", 6)):
            style = {"tickLength": 0, "tickFont": text_font(12), "tickTextOffset": offset}
            self._plot.getAxis(side).setStyle(**style)
        self._plot.getAxis("right").setWidth(_RIGHT)
        self._plot.getAxis("bottom").setHeight(_BOTTOM)
        self._cursor.setVisible(False)
        self._cursor.setZValue(1)
        self._plot.addItem(self._cursor, ignoreBounds=True)
        self.dress()

    def _frame(self) -> None:
        """All points in view; an area reaches down to the axis."""
        xs = [x for curve in self._curves for x in (curve.points[0][0], curve.points[-1][0])]
        ys = [y for curve in self._curves for _, y in curve.points]
        low, high = min(ys), max(ys)
        room = (high - low) * _ROOM or abs(high) * 0.01 or 1.0
        left, right = self._span or (min(xs), max(xs))
        right = right if right > left else left + 1
        beside = 0.0 if self._over_time else (right - left) * 0.03
        self._view.setRange(
            xRange=(left - beside, right + beside), yRange=(low - room, high + room), padding=0
        )

    def _label(self) -> None:
        """As many round numbers and moments along the axes as there is room for."""
        if not self._curves:
            return
        (left, right), (low, high) = self._view.viewRange()
        most = max(2, int(self._view.height() / _PIXELS_A_LABEL_UP))
        digits = step_digits(round_step(high - low, most))
        edge = (high - low) / max(1.0, self._view.height()) * _HALF_LABEL
        inside = [y for y in round_ticks(low, high, most) if low + edge <= y <= high - edge]
        values = [(y, formatting.number(y, digits)) for y in inside]
        self._plot.getAxis("right").setTicks([values])
        along = max(2, int(self._view.width() / _PIXELS_A_LABEL_ALONG))
        self._plot.getAxis("bottom").setTicks([self._moments(left, right, along)])

    def _moments(self, left: float, right: float, most: int) -> list[tuple[float, str]]:
        if not self._over_time:
            return [(x, f"{x:,.0f}") for x in round_ticks(left, right, most) if x == int(x)]
        edge = (right - left) / max(1.0, self._view.width()) * _EDGE
        ticks = calendar_ticks(left, right, most)
        return [(float(at), text) for at, text in ticks if left + edge < at < right - edge / 2]


def _pen(shade: str, width: float, *, is_dashed: bool = False) -> Any:
    """A pen whose width is in pixels, whatever the axes span."""
    style = Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine
    return pyqtgraph.mkPen(color(shade), width=width, style=style)


def _line(curve: "Curve") -> dict[str, Any]:
    x, y = np.array(curve.points, np.float64).T
    pen = _pen(curve.shade, 1.75, is_dashed=curve.is_dashed)
    dot = {"symbol": "o" if len(x) == 1 else None, "symbolSize": 5, "symbolPen": pen, "symbolBrush": None}
    return {"x": x, "y": y, "pen": pen, "antialias": True, "fillLevel": None, "fillBrush": None, **dot}


def _area(curve: "Curve", low: float) -> dict[str, Any]:
    """What lies under a line; not antialiased, since the strips that it is drawn in would show."""
    x, y = np.array(curve.points, np.float64).T
    level, brush = low if curve.base is None else curve.base, color("area")
    shown = {"x": x, "y": y, "pen": None, "fillLevel": level, "fillBrush": brush}
    return {**shown, "antialias": False, "symbol": None}
