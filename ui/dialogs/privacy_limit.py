"""What was spent and the limit set in; a sheet that shows both, and the limit that the user chose, out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui import privacy_words
from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from app.ports import PrivacyLimit
    from app.trader.privacy_budget import PrivacyState

_WHAT = tr(
    "Epsilon bounds how much better than by guessing anybody can tell, from what your rounds publish, "
    "whether your data were used at all. A round that would pass the limit is sat out; what was spent is "
    "never given back. Each dataset counts for itself."
)
_SUM = tr("Count the published sum alone, not my score and opened products")


class PrivacyLimitSheet(Sheet):
    """Shows the budget; sets or removes its limit."""

    limit_asked = Signal(float, float, str)
    """Epsilon, delta and what it covers."""
    removal_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Privacy limit"), 560)
        self._spent = Label(wrap=True)
        self._limit = Label(wrap=True)
        self._epsilon = _number(tr("Epsilon"), "8")
        self._delta = _number(tr("Delta"), "0.00001")
        self._sum = QCheckBox(_SUM)
        self._wrong = Label(tone="warning", wrap=True)
        self._remove = Button(tr("Remove the limit"))
        self._remove.clicked.connect(self._remove_pressed)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.close_sheet)
        self._set = Button(tr("Set the limit"), role="primary")
        self._set.clicked.connect(self._set_pressed)
        for field in (self._epsilon, self._delta):
            field.textChanged.connect(self._redraw)
        self.content.addLayout(column(Label(_WHAT, "muted", wrap=True), self._spent, self._limit))
        self.content.addLayout(row(Label(tr("Epsilon")), self._epsilon, Label(tr("Delta")), self._delta))
        self.content.addLayout(column(self._sum, self._wrong))
        self.content.addLayout(row(self._remove, None, cancel, self._set))

    def ask(self, states: "tuple[PrivacyState, ...]", limit: "PrivacyLimit | None") -> None:
        """Show what was spent and the limit, and wait for an answer."""
        lines = [privacy_words.state_line(state) for state in states]
        self._spent.show_text("\n".join(lines) or tr("Nothing was spent yet."))
        self._limit.show_text(privacy_words.limit_line(limit))
        self._epsilon.setText(f"{limit.epsilon:g}" if limit else "8")
        self._delta.setText(privacy_words.small(limit.delta) if limit else "0.00001")
        self._sum.setChecked(limit is not None and limit.covers == "sum")
        self._remove.setEnabled(limit is not None)
        self._redraw()
        self.open()
        self._epsilon.setFocus()

    def type_limit(self, epsilon: str, delta: str) -> None:
        """Enter both numbers, as the user would."""
        self._epsilon.setText(epsilon)
        self._delta.setText(delta)

    def _numbers(self) -> tuple[float, float] | None:
        try:
            return float(self._epsilon.text()), float(self._delta.text())
        except ValueError:
            return None

    def _redraw(self) -> None:
        numbers = self._numbers()
        self._wrong.show_text("" if numbers else tr("Type two numbers, as 8 and 0.00001."), "warning")
        self._wrong.setVisible(numbers is None)
        self._set.setEnabled(numbers is not None)

    def _set_pressed(self) -> None:
        numbers = self._numbers()
        if numbers is None:
            return
        self.close_sheet()
        self.limit_asked.emit(*numbers, "sum" if self._sum.isChecked() else "everything")

    def _remove_pressed(self) -> None:
        self.close_sheet()
        self.removal_asked.emit()


def _number(name: str, hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setPlaceholderText(hint)
    return field
