"""A form as data in; its fields, secret ones hidden and new ones typed twice, and what was typed, out."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, row
from ui.widgets.sheet import Sheet


@dataclass(frozen=True)
class Field:
    """One line of a form.

    Args:
        key: of its value.
        name: what stands above it.
        is_secret: shown as dots, and forgotten once the form is answered.
        is_new: a new password, typed twice, so that a slip of the finger locks nobody out.
        may_be_empty: the form can be sent without it.
    """

    key: str
    name: str
    is_secret: bool = False
    is_new: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True)
class Form:
    """What is asked.

    Args:
        title: of the sheet.
        words: why.
        button: what it does.
        fields: in their order.
    """

    title: str
    words: str
    button: str
    fields: tuple[Field, ...]


class FormSheet(Sheet):
    """Asks for the fields of a form; forgets them when it is answered or dismissed."""

    filled = Signal(object)
    """The values by their fields' keys."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Form"), 460)
        self._edits: dict[str, tuple[Field, QLineEdit, QLineEdit | None]] = {}
        self._words = Label(wrap=True, role="muted")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GRID)
        self._wrong = Label(tone="warning", wrap=True)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.forget)
        self.dismissed.connect(self.forget)
        self.accept = Button("", role="primary")
        self.accept.clicked.connect(self._press)
        self.content.addWidget(self._words)
        self.content.addLayout(self._lines)
        self.content.addWidget(self._wrong)
        self.content.addLayout(row(None, cancel, self.accept))

    def ask(self, form: Form, values: Mapping[str, str] | None = None) -> None:
        """Ask `form`, with what is known already."""
        self.title.show_text(form.title)
        self.setAccessibleName(form.title)
        self._words.show_text(form.words)
        self._words.setVisible(bool(form.words))
        self.accept.setText(form.button)
        self._clear()
        for field in form.fields:
            first = self._add(field.name, field)
            again = self._add(tr("The same again"), field) if field.is_new else None
            self._edits[field.key] = field, first, again
            first.setText((values or {}).get(field.key, ""))
        self._redraw()
        self.open()
        next(iter(self._edits.values()))[1].setFocus()

    def type_text(self, key: str, text: str) -> None:
        """Fill a field in, as the user would, both times where it is asked twice."""
        _, first, again = self._edits[key]
        for edit in (first, again):
            if edit is not None:
                edit.setText(text)

    def _add(self, name: str, field: Field) -> QLineEdit:
        edit = QLineEdit()
        if field.is_secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setAccessibleName(name)
        edit.textChanged.connect(self._redraw)
        edit.returnPressed.connect(self._press)
        self._lines.addWidget(Label(name, "muted"))
        self._lines.addWidget(edit)
        return edit

    def _redraw(self) -> None:
        differs = any(
            again is not None and again.text() and again.text() != first.text()
            for _, first, again in self._edits.values()
        )
        is_whole = all(
            (field.may_be_empty or first.text().strip()) and (again is None or again.text() == first.text())
            for field, first, again in self._edits.values()
        )
        self._wrong.show_text(tr("The two are not the same.") if differs else "", "warning")
        self._wrong.setVisible(differs)
        self.accept.setEnabled(is_whole)

    def _press(self) -> None:
        if not self.accept.isEnabled():
            return
        values = {key: first.text() for key, (_, first, _again) in self._edits.items()}
        self.forget()
        self.filled.emit(values)

    def forget(self) -> None:
        """Close it and forget what it holds."""
        self._clear()
        self.close_sheet()

    def _clear(self) -> None:
        self._edits = {}
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                if isinstance(widget, QLineEdit):
                    widget.clear()
                widget.hide()
                widget.deleteLater()
