"""Seed words in; the same numbered, never on the clipboard, and some of them asked back, out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, row
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from app.trader.word_drill import WordDrill

_COLUMNS = 3
_LEAD = tr(
    "In this order, on paper. Whoever has them has the account; without them it is lost with this machine."
)
_SHOWN = (tr("Write these words down"), _LEAD, tr("I wrote them down"))
_ASKED = (
    tr("Some words back, please"),
    tr("From the paper: it is a back-up only if it can be read."),
    tr("Check"),
)


class WordsSheet(Sheet):
    """Shows the account's words until they are written down, then asks some of them back."""

    confirmed = Signal()
    """The words asked back were right."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, _SHOWN[0], 560)
        self._words = ""
        self._drill: WordDrill | None = None
        self._answers: list[QLineEdit] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID)
        self._lead = Label(wrap=True)
        self._wrong = Label(tone="warning", wrap=True)
        self._back = Button(tr("Show them again"))
        self._back.clicked.connect(lambda: self.show_words(self._words))
        later = Button(tr("Not now"))
        later.clicked.connect(self.forget)
        self._done = Button("", role="primary")
        self._done.clicked.connect(self._go_on)
        self.dismissed.connect(self.forget)
        self.content.addWidget(self._lead)
        self.content.addLayout(self._grid)
        self.content.addWidget(self._wrong)
        self.content.addLayout(row(self._back, None, later, self._done))

    def show_words(self, words: str) -> None:
        """Show `words`, numbered."""
        self._clear()
        self._words = words
        self._say(_SHOWN, is_asking=False)
        for number, word in enumerate(words.split()):
            label = Label(f"{number + 1}.  {word}", "key")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self._grid.addWidget(label, number // _COLUMNS, number % _COLUMNS)
        self.open()

    def answer(self, *words: str) -> None:
        """Type the words that are asked, as the user would, and press Check."""
        for edit, word in zip(self._answers, words, strict=True):
            edit.setText(word)
        self._go_on()

    @property
    def places(self) -> tuple[int, ...]:
        """The places that are asked, from 0."""
        return self._drill.places if self._drill else ()

    def _go_on(self) -> None:
        if self._drill is None:
            self._ask()
            return
        wrong = self._drill.wrong(tuple(edit.text() for edit in self._answers))
        if wrong:
            named = ", ".join(tr("word {place}").format(place=place + 1) for place in wrong)
            self._wrong.show_text(
                tr("Not right: {named}. Compare the paper with the words.").format(named=named), "warning"
            )
            self._wrong.show()
            return
        self.forget()
        self.confirmed.emit()

    def _ask(self) -> None:
        from app.trader.word_drill import WordDrill

        words = self._words
        self._clear()
        self._words, self._drill = words, WordDrill.of(words)
        self._say(_ASKED, is_asking=True)
        for line, place in enumerate(self._drill.places):
            edit = QLineEdit()
            edit.setAccessibleName(tr("Word {place}").format(place=place + 1))
            edit.returnPressed.connect(self._go_on)
            self._grid.addWidget(Label(tr("Word {place}").format(place=place + 1), "muted"), line, 0)
            self._grid.addWidget(edit, line, 1, 1, _COLUMNS - 1)
            self._answers.append(edit)
        if self._answers:
            self._answers[0].setFocus()

    def _say(self, words: tuple[str, str, str], *, is_asking: bool) -> None:
        title, lead, button = words
        self.title.show_text(title)
        self.setAccessibleName(title)
        self._lead.show_text(lead)
        self._done.setText(button)
        self._back.setVisible(is_asking)
        self._wrong.hide()

    def forget(self) -> None:
        """Close it and forget what it holds."""
        self._clear()
        self.close_sheet()

    def _clear(self) -> None:
        self._words, self._drill, self._answers = "", None, []
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                if isinstance(widget, QLineEdit):
                    widget.clear()
                widget.hide()
                widget.deleteLater()
