"""A card in; the same card above a dimmed window, holding the keyboard until it is answered, out."""

from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.theme import GRID, color
from ui.widgets.parts import Label
from ui.widgets.record_table import RecordTable

_LOWEST_TABLE = 160
"""Pixels of a table in the smallest window; the rest of it is reached by scrolling."""


class Sheet(QWidget):
    """Covers `host`; Escape and `dismissed` close it unless it must be answered.

    Args:
        host: the widget to cover; the sheet follows its size.
        title: the heading, which is also its accessible name.
        width: of the card in pixels.
        must_answer: True where Escape does nothing.
    """

    dismissed = Signal()

    def __init__(self, host: QWidget, title: str, width: int = 560, *, must_answer: bool = False) -> None:
        super().__init__(host)
        self._host = host
        self._must_answer = must_answer
        self._came_from: QWidget | None = None
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card = QFrame(self)
        self.card.setProperty("role", "card")
        self.card.resize(width, 100)
        self.title = Label(title, "title")
        self._width = width
        self._inside = inside = QWidget()
        inside.installEventFilter(self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        for part in (inside, self._scroll.viewport()):
            part.setAutoFillBackground(False)
        whole = QVBoxLayout(self.card)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self.content = QVBoxLayout(inside)
        self.content.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        self.content.setSpacing(2 * GRID)
        self.content.addWidget(self.title)
        host.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it above everything of its host and take the keyboard."""
        self._came_from = QApplication.focusWidget()
        self.setGeometry(self._host.rect())
        self._place()
        self.show()
        self.raise_()
        self.setFocus()
        first = self.nextInFocusChain()
        if first is not None and self.isAncestorOf(first):
            first.setFocus()

    def close_sheet(self) -> None:
        """Take it away; the keyboard goes back to where it was."""
        self.hide()
        if self._came_from is not None and shiboken6.isValid(self._came_from):
            self._came_from.setFocus()
        self._came_from = None

    def event(self, event: QEvent) -> bool:
        """Place the card anew when its content changed."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        """The card in the middle, as high as its wrapped texts need."""
        width = min(self._width, self.width() - 2 * GRID)
        needed = self.content.totalSizeHint().height()
        if self.content.hasHeightForWidth():
            needed = max(
                self.content.totalHeightForWidth(width - 2 * self.card.frameWidth()),
                self.content.totalMinimumSize().height(),
            )
        height = min(needed + 2 * self.card.frameWidth(), self.height() - 4 * GRID)
        self.card.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def fit_table(self, table: RecordTable[Any], rows: int) -> None:
        """A table of this sheet as high as its rows, where the window has the room."""
        table.setMinimumHeight(_LOWEST_TABLE)
        self.content.activate()  # the lines that a text takes follow from the width
        frame = 2 * self.card.frameWidth()
        around = self.content.totalHeightForWidth(self.card.width() - frame) - table.sizeHint().height()
        room = self.height() - 4 * GRID - frame - around
        table.setMinimumHeight(max(_LOWEST_TABLE, min(table.height_for(rows), room)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host's size."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        """Dim what lies below."""
        painter = QPainter(self)
        shade = QColor(color("background"))
        shade.setAlphaF(0.82)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape dismisses, Enter presses the button it is on; every other key stays in the sheet."""
        focused = QApplication.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focused, QPushButton):
            focused.click()
        elif event.key() == Qt.Key.Key_Escape and not self._must_answer:
            self.close_sheet()
            self.dismissed.emit()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's own signature
        """Keep the keyboard in the sheet."""
        moved = super().focusNextPrevChild(next)
        focused = QApplication.focusWidget()
        if focused is not None and focused is not self and not self.isAncestorOf(focused):
            self.setFocus()
        return moved
