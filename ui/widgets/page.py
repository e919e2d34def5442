"""A title, actions and content in; a screen's frame out: header row, margins, and room that scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import GRID
from ui.widgets.parts import Label, Line


class PageFrame(QScrollArea):
    """The frame of every screen.

    Args:
        title: the screen's name.
        actions: widgets at the right of the title; at most one of them is a primary button.
    """

    def __init__(self, title: str, *actions: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(title)
        page = QWidget()
        page.setObjectName("page")
        self.setWidget(page)
        self._content = QVBoxLayout(page)
        self._content.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self._content.setSpacing(2 * GRID)
        self.header = QHBoxLayout()
        self.header.setSpacing(2 * GRID)
        self.header.addWidget(Label(title, "title"))
        self.note = Line(role="muted")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.header.addWidget(self.note, 1)
        for widget in actions:
            self.header.addWidget(widget)
        holder = QWidget()
        holder.setFixedHeight(44)
        self.header.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(self.header)
        self._content.addWidget(holder)

    def enable(self, button: QWidget, is_on: bool) -> None:  # noqa: FBT001 - as Qt's own setEnabled
        """Let `button` be pressed or not; the keyboard stays on this screen when its button goes grey."""
        if button.hasFocus() and not is_on:
            self.setFocus()
        button.setEnabled(is_on)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put `widget` below what is there."""
        self._content.addWidget(widget, stretch)

    def add_row(self, *parts: tuple[QWidget, int], stretch: int = 0) -> None:
        """Put widgets side by side, each with its share of the width."""
        line = QHBoxLayout()
        line.setSpacing(2 * GRID)
        for widget, share in parts:
            line.addWidget(widget, share)
        self._content.addLayout(line, stretch)
