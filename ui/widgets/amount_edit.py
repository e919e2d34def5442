"""Typed digits in; an exact amount with its unit, or why it is none, out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from core.errors import YouCanFix
from core.values import Amount
from ui import formatting
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label


class AmountEdit(QWidget):
    """A field for money: never a float, never more digits than the asset has, never more than there is."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._most = Amount(0, 0, "")
        self._edit = QLineEdit()
        self._edit.setAccessibleName(name)
        self._edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._edit.setPlaceholderText("0.00")
        self._edit.textChanged.connect(self.changed)
        self._unit = Label(role="muted")
        everything = Button(tr("Max"), role="quiet", hint=tr("All there is"))
        everything.clicked.connect(self._take_all)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._edit, 1)
        layout.addWidget(self._unit)
        layout.addWidget(everything)
        self.setFocusProxy(self._edit)

    def limit(self, most: Amount) -> None:
        """Take amounts of this asset up to `most`."""
        self._most = most
        self._unit.show_text(most.asset)
        self._edit.clear()

    def type_text(self, text: str) -> None:
        """Enter `text`, as the user would."""
        self._edit.setText(text)

    def amount(self) -> Amount:
        """What was typed. Raises YouCanFix for no number, zero, or more than there is."""
        text = self._edit.text().strip().replace(",", "")
        if not text:
            raise YouCanFix(tr("No amount was typed."), tr("Type one."))
        typed = Amount.parse(text, self._most.decimals, self._most.asset)
        if typed.units <= 0:
            raise YouCanFix(
                tr("{typed} is nothing to send.").format(typed=typed), tr("Type an amount above zero.")
            )
        if typed.units > self._most.units:
            raise YouCanFix(
                tr("There are only {amount}.").format(amount=formatting.amount(self._most, 6)),
                tr("Type less."),
            )
        return typed

    def _take_all(self) -> None:
        digits = str(self._most).split(" ", maxsplit=1)[0]
        self._edit.setText(digits.rstrip("0").rstrip(".") if "." in digits else digits)
