"""A private column in; a sheet that says what a standing word means, and the least noise chosen, out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row
from ui.widgets.sheet import Sheet

_WHAT = tr(
    "Every question about this column that has at least so much noise counts as agreed to. Each answer "
    "leaves masked and is charged to your privacy budget; a limit that you set there still holds. You can "
    "take this back at any time, and refuse any single question."
)
_NOISE = tr(
    "Noise is counted in one trader's answer: with 1 a sum costs an epsilon of 4.8, with 2 of 2.2. "
    "0 agrees to questions without noise too."
)


class StandingSheet(Sheet):
    """Asks how much noise every question about a column must have."""

    allowed = Signal(str, float)
    """The column's name and the least noise."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Always agree"), 560)
        self._name = ""
        self._column = Label(role="heading")
        self._meaning = Label(role="muted", wrap=True)
        self._noise = QLineEdit()
        self._noise.setAccessibleName(tr("Least noise"))
        self._noise.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._noise.setPlaceholderText("1")
        self._noise.textChanged.connect(self._redraw)
        self._wrong = Label(tone="warning", wrap=True)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.close_sheet)
        self._allow = Button(tr("Always agree"), role="primary")
        self._allow.clicked.connect(self._accept)
        self.content.addLayout(column(self._column, self._meaning, Label(_WHAT, wrap=True)))
        self.content.addLayout(row(Label(tr("Least noise")), self._noise))
        self.content.addLayout(column(Label(_NOISE, "muted", wrap=True), self._wrong))
        self.content.addLayout(row(None, cancel, self._allow))

    def ask(self, name: str, meaning: str) -> None:
        """Show what it means for a column and wait for an answer."""
        self._name = name
        self._column.show_text(name)
        self._meaning.show_text(meaning)
        self._noise.setText("1")
        self._redraw()
        self.open()
        self._noise.setFocus()

    def type_noise(self, text: str) -> None:
        """Enter the least noise, as the user would."""
        self._noise.setText(text)

    def _number(self) -> float | None:
        try:
            return float(self._noise.text())
        except ValueError:
            return None

    def _redraw(self) -> None:
        is_number = self._number() is not None
        self._wrong.show_text("" if is_number else tr("Type a number, as 1."), "warning")
        self._wrong.setVisible(not is_number)
        self._allow.setEnabled(is_number)

    def _accept(self) -> None:
        number = self._number()
        if number is not None:
            self.close_sheet()
            self.allowed.emit(self._name, number)
