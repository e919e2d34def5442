"""Curves by pane in; small charts below each other with one time axis and one cursor through all, out."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.curve import Curve
from ui.widgets.curve_chart import CurveChart


@dataclass(frozen=True)
class Pane:
    """One chart of a stack.

    Args:
        name: read out by screen readers.
        share: of the height, against the other panes.
        least: pixels that it is high at least, its legend included; more where there is room.
        value: a y as text, for the legend.
    """

    name: str
    share: int
    least: int
    value: Callable[[float], str] | None = None


class CurveStack(QWidget):
    """Draws panes over the same span of time; where the cursor is in one, all are read.

    Args:
        panes: from top to bottom; the last one has the axis.
    """

    def __init__(self, *panes: Pane) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.charts: list[CurveChart] = []
        for place, pane in enumerate(panes):
            is_last = place == len(panes) - 1
            chart = CurveChart(pane.name, value=pane.value, has_times=is_last, height=pane.least)
            chart.setMinimumSize(220, pane.least)
            chart.pointed.connect(self._read)
            self.charts.append(chart)
            layout.addWidget(chart, pane.share)

    def show_panes(self, *panes: tuple[Curve, ...]) -> None:
        """Draw the curves of each pane, as many tuples as there are panes."""
        xs = [x for pane in panes for curve in pane for x in _ends(curve)]
        span = (min(xs), max(xs)) if xs else None
        for chart, curves in zip(self.charts, panes, strict=True):
            chart.show_curves(curves, span)

    def _read(self, x: float | None) -> None:
        for chart in self.charts:
            if chart is not self.sender():
                chart.read_at(x)


def _ends(curve: Curve) -> tuple[float, ...]:
    return (curve.points[0][0], curve.points[-1][0]) if curve.points else ()
