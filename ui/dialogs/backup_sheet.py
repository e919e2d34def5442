"""A wallet's need of a back-up in; the two ways to one, in words, and the way chosen, out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row
from ui.widgets.sheet import Sheet


class BackupSheet(Sheet):
    """Offers words on paper and one sealed file."""

    words_asked = Signal()
    file_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Back up"), 520)
        self.words = Button(tr("Show the words\u2026"), "key-round")
        self.words.clicked.connect(self.close_sheet)
        self.words.clicked.connect(self.words_asked)
        self.file = Button(tr("Write a file\u2026"), "download")
        self.file.clicked.connect(self.close_sheet)
        self.file.clicked.connect(self.file_asked)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.close_sheet)
        self._on_paper = Label(
            tr(
                "They bring all accounts of them back, here and in other wallets. "
                "Imported keys are not in them."
            ),
            "muted",
            wrap=True,
        )
        in_file = Label(
            tr(
                "All accounts, imported keys and names, sealed with a password of its own "
                "(Argon2id, AES-256)."
            ),
            "muted",
            wrap=True,
        )
        self._paper = Label(tr("Words on paper"), "heading")
        self.content.addLayout(column(self._paper, self._on_paper, self.words))
        self.content.addLayout(column(Label(tr("One sealed file"), "heading"), in_file, self.file))
        self.content.addLayout(row(None, cancel))

    def ask(self, *, has_words: bool) -> None:
        """Offer the ways that this wallet has."""
        for widget in (self._paper, self._on_paper, self.words):
            widget.setVisible(has_words)
        self.open()
