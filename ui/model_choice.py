"""Names of models and stored pairs in; a choice of both beside a button, and the wish to train so, out."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ui.theme import GRID
from ui.widgets.parts import Button, row


@dataclass(frozen=True)
class ChoiceState:
    """What can be trained here alone.

    Args:
        models: by name.
        pairs: stored, as "BTC/USDT 1h".
        is_training: such a training is under way.
    """

    models: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    is_training: bool = False


class ModelChoice(QWidget):
    """Draws a ChoiceState."""

    asked = Signal(str, str)
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.models, self.pairs = QComboBox(), QComboBox()
        for box, name in ((self.models, "Model to train"), (self.pairs, "Candles to train on")):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setMinimumWidth(GRID * 20)
        self.button = Button("Train here", hint="Train on this machine alone; nothing is sent")
        self.button.clicked.connect(self._clicked)
        self.setLayout(row(self.models, self.pairs, self.button))
        self._state = ChoiceState()

    def render_choice(self, state: ChoiceState) -> None:
        """Show `state`; what was chosen stays chosen."""
        self._state = state
        _offer(self.models, state.models)
        _offer(self.pairs, state.pairs)
        self.button.setText("Cancel" if state.is_training else "Train here")
        self.button.setEnabled(bool(state.models and state.pairs))

    def _clicked(self) -> None:
        if self._state.is_training:
            self.cancel_asked.emit()
        else:
            self.asked.emit(self.models.currentText(), self.pairs.currentText())


def _offer(box: QComboBox, wanted: tuple[str, ...]) -> None:
    if tuple(box.itemText(index) for index in range(box.count())) != wanted:
        chosen = box.currentText()
        box.clear()
        box.addItems(list(wanted))
        if chosen in wanted:
            box.setCurrentText(chosen)
