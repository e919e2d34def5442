"""A question about the account's password in; the password, typed once or twice, out."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.translation import tr
from ui.widgets.parts import Button, Label, row
from ui.widgets.sheet import Sheet


@dataclass(frozen=True)
class PasswordQuestion:
    """What is asked.

    Args:
        key: of QUESTIONS.
        title: of the sheet and its button.
        words: what the password is for.
        is_new: asked twice, so that a slip of the finger locks nobody out.
    """

    key: str
    title: str
    words: str
    is_new: bool = False


QUESTIONS = {
    "set": PasswordQuestion(
        "set",
        tr("Set a password"),
        tr("It seals your account on this machine. Nobody can bring it back."),
        is_new=True,
    ),
    "unlock": PasswordQuestion("unlock", tr("Unlock"), tr("Your account's password.")),
    "store": PasswordQuestion(
        "store", tr("Open"), tr("This machine has no keychain; the password of the file in its place.")
    ),
    "new store": PasswordQuestion(
        "new store",
        tr("Set a password"),
        tr(
            "This machine has no keychain. Its secrets are kept in a file, sealed with this password "
            "(10 characters at least). Nobody can bring it back."
        ),
        is_new=True,
    ),
    "reveal": PasswordQuestion(
        "reveal", tr("Show the words"), tr("Make sure that nobody looks over your shoulder.")
    ),
}


class PasswordSheet(Sheet):
    """Asks for a password; forgets it when it is answered."""

    answered = Signal(str, str)
    """The question's key, and the password."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Password"), 440)
        self._question = QUESTIONS["unlock"]
        self._words = Label(wrap=True)
        self._first = _field(tr("Password"))
        self._second = _field(tr("The same again"))
        self._wrong = Label(tone="warning", wrap=True)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.forget)
        self._accept = Button(tr("Unlock"), role="primary")
        self._accept.clicked.connect(self._press)
        for field in (self._first, self._second):
            field.textChanged.connect(self._redraw)
            field.returnPressed.connect(self._press)
        for widget in (self._words, self._first, self._second, self._wrong):
            self.content.addWidget(widget)
        self.content.addLayout(row(None, cancel, self._accept))

    def ask(self, key: str) -> None:
        """Ask the question of this key."""
        self._question = QUESTIONS[key]
        self.title.show_text(self._question.title)
        self._words.show_text(self._question.words)
        self._second.setVisible(self._question.is_new)
        self._accept.setText(self._question.title)
        self.forget()
        self._redraw()
        self.open()
        self._first.setFocus()

    def _redraw(self) -> None:
        first, second = self._first.text(), self._second.text()
        differs = self._question.is_new and bool(second) and first != second
        self._wrong.show_text(tr("The two are not the same.") if differs else "", "warning")
        self._wrong.setVisible(differs)
        self._accept.setEnabled(bool(first) and (not self._question.is_new or first == second))

    def _press(self) -> None:
        if not self._accept.isEnabled():
            return
        password = self._first.text()
        self.forget()
        self.answered.emit(self._question.key, password)

    def forget(self) -> None:
        """Close it and forget what it holds."""
        self._first.clear()
        self._second.clear()
        self.close_sheet()


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    return field
