"""An action of the wallet in; a sheet with its amount and its contract call in words, and a yes, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.errors import YouCanFix
from ui import formatting
from ui.translation import tr
from ui.widgets.amount_edit import AmountEdit
from ui.widgets.parts import Button, Label, row
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from core.values import Amount


@dataclass(frozen=True)
class Action:
    """Something that the wallet can sign.

    Args:
        key: names it for the presenter.
        title: of the sheet and its button.
        words: what it does, with {amount} where the amount goes.
        call: the contract's function, as "AgentVault.requestDeposit".
        note: what the user should know before.
        most: what can be sent at most; None where there is no amount.
    """

    key: str
    title: str
    words: str
    call: str
    note: str = ""
    most: "Amount | None" = None


class TransactionSheet(Sheet):
    """Shows what will be signed; nothing is before the button is pressed."""

    accepted = Signal(str, object)
    """The action's key, and the amount or None."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Sign"), 520)
        self._action: Action | None = None
        self._edit = AmountEdit(tr("Amount"))
        self._words = Label(wrap=True)
        self._call = Label(role="key", wrap=True)
        self._note = Label(role="muted", wrap=True)
        self._wrong = Label(tone="warning", wrap=True)
        self._edit.changed.connect(self._redraw)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.close_sheet)
        self._accept = Button(tr("Sign and send"), role="primary")
        self._accept.clicked.connect(self._press)
        for widget in (self._edit, self._words, self._call, self._note, self._wrong):
            self.content.addWidget(widget)
        self.content.addLayout(row(None, cancel, self._accept))

    def ask(self, action: Action) -> None:
        """Show `action` and wait for an answer."""
        self._action = action
        self.title.show_text(action.title)
        self._edit.setVisible(action.most is not None)
        if action.most is not None:
            self._edit.limit(action.most)
        self._note.show_text(action.note)
        self._note.setVisible(bool(action.note))
        self._redraw()
        self.open()
        (self._edit if action.most is not None else self._accept).setFocus()

    def type_amount(self, text: str) -> None:
        """Enter an amount, as the user would."""
        self._edit.type_text(text)

    def _redraw(self) -> None:
        action = self._action
        if action is None:
            return
        amount, wrong = None, ""
        if action.most is not None:
            try:
                amount = self._edit.amount()
            except YouCanFix as error:
                wrong = f"{error.message} {error.remedy}"
        shown = formatting.ABSENT if amount is None else _plain(amount)
        self._words.show_text(action.words.format(amount=shown))
        self._call.show_text(f"{action.call}({_plain(amount) if amount else ''})")
        self._wrong.show_text(wrong, "warning")
        self._wrong.setVisible(bool(wrong))
        self._accept.setEnabled(not wrong)

    def _press(self) -> None:
        if self._action is None:
            return
        amount = self._edit.amount() if self._action.most is not None else None
        self.close_sheet()
        self.accepted.emit(self._action.key, amount)


def _plain(amount: "Amount") -> str:
    """The exact amount without the zeros at its end."""
    digits, _, unit = str(amount).partition(" ")
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits} {unit}"
