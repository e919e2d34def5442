"""A first digit in; a small box above the chart in which a timeframe is typed, and the text on Enter, out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Label

HINT = tr("Minutes, or 4h, 1d. Enter shows it, Escape leaves.")
_MOST = 5


class _Field(QLineEdit):
    """Closes its box when it is left."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """So does a click elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()


class TimeframeBox(QFrame):
    """Stands above the middle of `host` until it is answered or left."""

    entered = Signal(str)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setProperty("role", "card")
        self.setFixedWidth(26 * GRID)
        self.field = _Field()
        self.field.setMaxLength(_MOST)
        self.field.setAccessibleName(tr("Timeframe"))
        self.field.returnPressed.connect(lambda: self.entered.emit(self.field.text()))
        self.field.left.connect(self.leave)
        self.field.textEdited.connect(lambda _text: self.say(""))
        self.note = Label(HINT, tone="muted", wrap=True)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(GRID)
        column.addWidget(self.field)
        column.addWidget(self.note)
        self.hide()

    def begin(self, text: str) -> None:
        """Open with what was typed already."""
        self.field.setText(text)
        self.say("")
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.setCursorPosition(len(text))

    def say(self, problem: str) -> None:
        """Why this cannot be shown; the hint where it can."""
        self.note.show_text(problem or HINT, "warning" if problem else "muted")
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))
        self.move((self._host.width() - self.width()) // 2, max(GRID, self._host.height() // 4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the field leaves are not the chart's."""
        event.accept()

    def leave(self) -> None:
        """Close and give the keyboard back."""
        if not self.isHidden():
            self.hide()
            self._host.setFocus()
