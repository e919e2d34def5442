"""Windows in, the state that the head reads out: the LSTM, whole on one screen."""

from torch import Tensor, nn

from core.model.networks import PriceModel
from core.model.spec import ModelSpec


class PriceLSTM(PriceModel):
    """An LSTM over a window of features with a direction head and a risk head on its last state."""

    def __init__(self, spec: ModelSpec) -> None:
        super().__init__()
        self.lstm = nn.LSTM(spec.features, spec.hidden, spec.layers, batch_first=True)
        self.head = nn.Linear(spec.hidden, spec.outputs)

    def last_state(self, windows: Tensor) -> Tensor:
        """[m, window, features] to [m, hidden]: the top layer's state after the last candle."""
        _, (hidden, _) = self.lstm(windows)
        top: Tensor = hidden[-1]
        return top
