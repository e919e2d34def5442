"""Named steps with their states in; one line of marks, joined from left to right, out."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import color, text_font, tone
from ui.translation import tr

_MARK = 9.0
_TONES = {
    "done": "accent",
    "active": "accent",
    "waiting": "control_border",
    "failed": "danger",
}


@dataclass(frozen=True)
class Step:
    """One step.

    Args:
        name: as it is written below the mark.
        state: "done", "active", "waiting" or "failed".
        note: a word below the name.
        hint: the tooltip.
    """

    name: str
    state: str = "waiting"
    note: str = ""
    hint: str = ""


class StepStrip(QWidget):
    """Draws steps; the marks differ in shape as well as colour, and the whole line is read out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def render_steps(self, steps: tuple[Step, ...]) -> None:
        """Show `steps`."""
        if steps == self._steps:
            return
        self._steps = steps
        spoken = ", ".join(f"{tr(step.name)} {tr(step.state)}" for step in steps)
        self.setAccessibleDescription(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a mark, a name and a note."""
        return QSize(92 * max(1, len(self._steps)), self._height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as the names allow."""
        return QSize(56 * max(1, len(self._steps)), self._height())

    def event(self, event: QEvent) -> bool:
        """Explain the step under the mouse."""
        if isinstance(event, QHelpEvent) and self._steps:
            place = event.pos().x() * len(self._steps) // max(1, self.width())
            step = self._steps[min(max(place, 0), len(self._steps) - 1)]
            QToolTip.showText(event.globalPos(), step.hint, self)
            return True
        return super().event(event)

    def _height(self) -> int:
        return 64 if any(step.note for step in self._steps) else 48

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        """Draw line, marks, names, notes."""
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = self.width() / len(self._steps)
        reached = max(
            (n for n, step in enumerate(self._steps) if step.state in {"done", "active"}), default=0
        )
        for number, step in enumerate(self._steps):
            middle = QPointF(share * (number + 0.5), 14)
            if number:
                self._join(painter, middle, share, "accent" if number <= reached else "border")
            self._mark(painter, middle, step)
            self._words(painter, QRectF(share * number, 28, share, 36), step)
        painter.end()

    @staticmethod
    def _join(painter: QPainter, middle: QPointF, share: float, shade: str) -> None:
        painter.setPen(QPen(color(shade), 2))
        left = QPointF(middle.x() - share + _MARK + 4, middle.y())
        painter.drawLine(left, QPointF(middle.x() - _MARK - 4, middle.y()))

    @staticmethod
    def _mark(painter: QPainter, middle: QPointF, step: Step) -> None:
        shade = QColor(tone(_TONES[step.state]))
        painter.setPen(QPen(shade, 2))
        painter.setBrush(shade if step.state == "done" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, _MARK, _MARK)
        if step.state == "active":
            painter.setBrush(shade)
            painter.drawEllipse(middle, 4, 4)
        if step.state in _SIGNS:
            painter.setPen(QPen(color("on_accent") if step.state == "done" else shade, 2))
            for line in _SIGNS[step.state]:
                painter.drawPolyline([middle + QPointF(*point) for point in line])

    @staticmethod
    def _words(painter: QPainter, place: QRectF, step: Step) -> None:
        top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.setFont(text_font(12))
        painter.setPen(color("text" if step.state in {"active", "failed", "done"} else "muted"))
        painter.drawText(place, top, tr(step.name))
        if step.note:
            painter.setPen(color("muted"))
            painter.drawText(place.adjusted(0, 17, 0, 0), top, step.note)


_SIGNS = {
    "done": (((-4.0, 0.0), (-1.0, 3.0), (4.0, -3.0)),),
    "failed": (((-3.0, -3.0), (3.0, 3.0)), ((-3.0, 3.0), (3.0, -3.0))),
}
