"""Seed words in; the same on paper's terms: shown once, numbered, never on the clipboard, out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import GRID
from ui.widgets.parts import Button, Label, row
from ui.widgets.sheet import Sheet

_COLUMNS = 3


class WordsSheet(Sheet):
    """Shows the account's words until they are written down."""

    confirmed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, "Write these words down", 560)
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID)
        lead = Label(
            "In this order, on paper. Whoever has them has the account; "
            "without them it is lost with this machine.",
            wrap=True,
        )
        later = Button("Not now")
        later.clicked.connect(self._forget)
        done = Button("I wrote them down", role="primary")
        done.clicked.connect(self._confirm)
        self.dismissed.connect(self._forget)
        self.content.addWidget(lead)
        self.content.addLayout(self._grid)
        self.content.addLayout(row(None, later, done))

    def show_words(self, words: str) -> None:
        """Show `words`, numbered."""
        self._clear()
        for number, word in enumerate(words.split()):
            label = Label(f"{number + 1}.  {word}", "key")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self._grid.addWidget(label, number // _COLUMNS, number % _COLUMNS)
        self.open()

    def _confirm(self) -> None:
        self._forget()
        self.confirmed.emit()

    def _forget(self) -> None:
        self._clear()
        self.close_sheet()

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (label := item.widget()) is not None:
                label.hide()
                label.deleteLater()
