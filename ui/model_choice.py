"""Names of models and stored pairs in; a choice of both beside a button, and the wish to train so, out."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, row

COARSER = ("", "4h", "1d", "4h 1d")
"""Coarser timeframes to choose from; others by `conflux train --coarser`."""


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

    asked = Signal(str, str, str)
    """The model, the pair, and the coarser timeframes with blanks between."""
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.models, self.pairs, self.coarser = QComboBox(), QComboBox(), QComboBox()
        names = (
            tr("Model to train"),
            tr("Candles to train on"),
            tr("Coarser candles whose features it reads too"),
        )
        for box, name in zip((self.models, self.pairs, self.coarser), names, strict=True):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setMinimumWidth(GRID * 20)
        for lengths in COARSER:
            self.coarser.addItem(
                tr("with {split}").format(split=" and ".join(lengths.split()))
                if lengths
                else tr("own candles"),
                lengths,
            )
        self.button = Button(tr("Train here"), hint=tr("Train on this machine alone; nothing is sent"))
        self.button.clicked.connect(self._clicked)
        self.setLayout(row(self.models, self.pairs, self.coarser, self.button))
        self._state = ChoiceState()

    def render_choice(self, state: ChoiceState) -> None:
        """Show `state`; what was chosen stays chosen."""
        self._state = state
        _offer(self.models, state.models)
        _offer(self.pairs, state.pairs)
        self.button.setText(tr("Cancel") if state.is_training else tr("Train here"))
        self.button.setEnabled(bool(state.models and state.pairs))

    def _clicked(self) -> None:
        if self._state.is_training:
            self.cancel_asked.emit()
        else:
            self.asked.emit(self.models.currentText(), self.pairs.currentText(), self.coarser.currentData())


def _offer(box: QComboBox, wanted: tuple[str, ...]) -> None:
    if tuple(box.itemText(index) for index in range(box.count())) != wanted:
        chosen = box.currentText()
        box.clear()
        box.addItems(list(wanted))
        if chosen in wanted:
            box.setCurrentText(chosen)
