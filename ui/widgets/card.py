"""A title and content in; the bordered cards and number tiles of the screens out."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.theme import GRID, color, tone
from ui.translation import tr
from ui.widgets.parts import Button, Label, Line


@dataclass(frozen=True)
class Notice:
    """What stands where content is not: empty, loading, failed or stale, always in words.

    Args:
        text: one sentence.
        detail: the remedy or the next step.
        kind: "empty", "loading", "error", "stale" or "good".
        action: text of the one button, empty for none.
    """

    text: str
    detail: str = ""
    kind: str = "empty"
    action: str = ""


LOADING = Notice(tr("Loading\u2026"), kind="loading")
_ICONS = {
    "empty": "circle",
    "loading": "loader-circle",
    "error": "triangle-alert",
    "stale": "circle-alert",
    "good": "circle-check",
}
_TONES = {"error": "danger", "stale": "warning", "good": "good"}


class NoticeView(QWidget):
    """Draws a Notice in the middle of its place."""

    action_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = Label(role="heading", wrap=True)
        self._detail = Label(role="muted", wrap=True)
        for label in (self._text, self._detail):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = Button()
        self._button.clicked.connect(self.action_asked)
        layout = QVBoxLayout(self)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        for widget in (self._icon, self._text, self._detail):
            layout.addWidget(widget)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def render_notice(self, notice: Notice) -> None:
        """Show `notice`."""
        color = tone(_TONES.get(notice.kind, "muted"))
        self._icon.setPixmap(pixmap(_ICONS[notice.kind], color, 22))
        self._text.setText(notice.text)
        self._detail.setText(notice.detail)
        self._detail.setVisible(bool(notice.detail))
        self._button.setText(notice.action)
        self._button.setVisible(bool(notice.action))


class Card(QFrame):
    """A bordered surface with a heading, a note at its right and a body that a Notice can replace.

    Args:
        title: the heading; without one, and without header, the card has no border either.
        body: what it holds.
        header: widgets at the right of the note.
    """

    action_asked = Signal()

    def __init__(self, title: str = "", body: QWidget | None = None, *header: QWidget) -> None:
        super().__init__()
        is_bare = not title and not header
        self.setProperty("role", "bare" if is_bare else "card")
        self.title = Label(title, "heading")
        self.note = Line(role="muted")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.title)
        top.addWidget(self.note, 1)
        for widget in header:
            top.addWidget(widget)
        self._layout = QVBoxLayout(self)
        margins = (0, GRID, 0, 0) if is_bare else (2 * GRID, 12, 2 * GRID, 12)
        self._layout.setContentsMargins(*margins)
        self._layout.setSpacing(GRID)
        if not is_bare:
            self._layout.addLayout(top)
        self._notice: NoticeView | None = None
        self._stack = QStackedLayout()
        self._layout.addLayout(self._stack, 1)
        self.body = body or QWidget()
        self._stack.addWidget(self.body)

    def show_notice(self, notice: Notice | None) -> None:
        """Put `notice` where the body is; None shows the body."""
        if notice is None:
            self._stack.setCurrentWidget(self.body)
            return
        if self._notice is None:
            self._notice = NoticeView()
            self._notice.action_asked.connect(self.action_asked)
            self._stack.addWidget(self._notice)
        self._notice.render_notice(notice)
        self._stack.setCurrentWidget(self._notice)


@dataclass(frozen=True)
class TileState:
    """A number with its name above and what it means below.

    Args:
        label: its name.
        value: the number with its unit.
        foot: what it means.
        tone: of the foot.
        hint: the tooltip.
        interval: low end, number and high end of an error bar, as parts of its width; None for no bar.
    """

    label: str
    value: str
    foot: str = ""
    tone: str = "muted"
    hint: str = ""
    interval: tuple[float, float, float] | None = None


class Tile(QFrame):
    """A card for one number."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._label = Line(role="muted")
        self._value = Line(role="value", shrinks=True)
        self._foot = Line(role="foot", tone="muted")
        self._interval: tuple[float, float, float] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 12, 2 * GRID, 12)
        layout.setSpacing(2)
        for label in (self._label, self._value, self._foot):
            layout.addWidget(label)

    def render_tile(self, state: TileState) -> None:
        """Show `state`."""
        self._label.show_text(state.label)
        self._value.show_text(state.value)
        self._foot.show_text(state.foot or " ", state.tone)
        self.setToolTip(state.hint)
        self.setAccessibleName(state.label)
        self.setAccessibleDescription(f"{state.value} {state.foot}".strip())
        if state.interval != self._interval:
            self._interval = state.interval
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the error bar along the lower edge; the foot says the same in figures."""
        super().paintEvent(event)
        if self._interval is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y, left, width = self.height() - 7.0, 2.0 * GRID, self.width() - 4.0 * GRID
        low, value, high = (left + width * part for part in self._interval)
        painter.setPen(QPen(color("border"), 2))
        painter.drawLine(QPointF(left, y), QPointF(left + width, y))
        painter.setPen(QPen(color("accent"), 2))
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        for end in (low, high):
            painter.drawLine(QPointF(end, y - 3), QPointF(end, y + 3))
        painter.setBrush(color("accent"))
        painter.drawEllipse(QPointF(value, y), 3, 3)
        painter.end()


class Tiles(QWidget):
    """Tiles in one row of equal widths."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2 * GRID)
        self._tiles: list[Tile] = []

    def render_tiles(self, states: tuple[TileState, ...]) -> None:
        """Show one tile per state."""
        while len(self._tiles) < len(states):
            tile = Tile()
            self._tiles.append(tile)
            self._row.addWidget(tile, 1)
        for index, tile in enumerate(self._tiles):
            tile.setVisible(index < len(states))
            if index < len(states):
                tile.render_tile(states[index])
