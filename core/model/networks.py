"""Windows in, the outputs of a model out: the head that all models share, and the bodies before it.

Everything here is smooth, so that the path integral that scores a round needs few nodes: no ReLU, no maximum.
"""

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn
from torch.nn import functional

from core.errors import YouCanFix
from core.model.architectures import KERNEL, architecture, levels, patches
from core.model.spec import ModelSpec, shapes

LOG_STD_BOUND = 2.0
"""The risk head's log standard deviation stays within +-2 (a factor of 7.4), smoothly, so that a path through
it can be integrated with few nodes."""


class PriceModel(nn.Module, ABC):
    """A state made of a window, and a head with the direction and the risk on it."""

    head: nn.Linear

    def forward(self, windows: Tensor) -> Tensor:
        """[m, window, features] to [m, K + 2]: direction logits, offset of the log variance, its log std."""
        return bounded(self.head(self.last_state(windows)))

    @abstractmethod
    def last_state(self, windows: Tensor) -> Tensor:
        """[m, window, features] to [m, width]: what the head reads."""


def bounded(outputs: Tensor) -> Tensor:
    """What the head says, [m, K + 2], with its log standard deviation inside the bound."""
    inside = LOG_STD_BOUND * torch.tanh(outputs[..., -1:] / LOG_STD_BOUND)
    return torch.cat((outputs[..., :-1], inside), -1)


class BodyModel(PriceModel):
    """Any body with the shared head; the arrays are `body.*` and `head.*`."""

    def __init__(self, spec: ModelSpec, body: nn.Module) -> None:
        super().__init__()
        self.body = body
        self.head = nn.Linear(spec.width, spec.outputs)

    def last_state(self, windows: Tensor) -> Tensor:
        """[m, window, features] to [m, width]: what the body makes of a window."""
        state: Tensor = self.body(windows)
        return state


class Gru(nn.Module):
    """A GRU; its top layer's state after the last candle (Cho et al. 2014)."""

    def __init__(self, spec: ModelSpec) -> None:
        super().__init__()
        self.gru = nn.GRU(spec.features, spec.hidden, spec.layers, batch_first=True)

    def forward(self, windows: Tensor) -> Tensor:
        """[m, window, features] to [m, hidden]."""
        _, hidden = self.gru(windows)
        top: Tensor = hidden[-1]
        return top


class Tcn(nn.Module):
    """Causal convolutions of kernel 3 and dilations 1, 2, 4 ... with shortcuts (Bai, Kolter, Koltun 2018).

    Only what the last candle's output depends on is computed: there, dilations become strides of 2, and a
    window costs about one convolution in place of one for each level.
    """

    def __init__(self, spec: ModelSpec) -> None:
        super().__init__()
        self.input = nn.Linear(spec.features, spec.hidden)
        self.levels = nn.ModuleList(_Level(spec) for _ in range(levels(spec.window)))
        self._padding = 2 ** (levels(spec.window) + 1) - 1 - spec.window

    def forward(self, windows: Tensor) -> Tensor:
        """[m, window, features] to [m, hidden]."""
        states = self.input(functional.pad(windows, (0, 0, self._padding, 0)))  # [m, 2^(n+1) - 1, hidden]
        for level in self.levels:
            states = level(states)
        newest: Tensor = states[:, 0]
        return newest


class _Level(nn.ModuleList):
    """A convolution of stride 2 and, from the second layer on, maps of single states, with a shortcut."""

    def __init__(self, spec: ModelSpec) -> None:
        inputs = (KERNEL * spec.hidden, *(spec.layers - 1) * (spec.hidden,))
        super().__init__(nn.Linear(count, spec.hidden) for count in inputs)

    def forward(self, states: Tensor) -> Tensor:
        """[m, 2 k + 1, hidden] to [m, k, hidden]."""
        inner = torch.cat((states[:, :-2:2], states[:, 1:-1:2], states[:, 2::2]), -1)
        for layer in self:
            inner = functional.gelu(layer(inner))
        return states[:, 2::2] + inner


class Transformer(nn.Module):
    """Attention over patches of a window, normalised first (Nie et al. 2023; Xiong et al. 2020)."""

    def __init__(self, spec: ModelSpec) -> None:
        super().__init__()
        self._count, self._length = patches(spec)
        self.patch = nn.Linear(self._length * spec.features + self._count, spec.hidden)
        self.layers = nn.ModuleList(_Layer(spec.hidden) for _ in range(spec.layers))
        self.norm = nn.LayerNorm(spec.hidden)

    def forward(self, windows: Tensor) -> Tensor:
        """[m, window, features] to [m, hidden]: the newest patch's token."""
        short = self._count * self._length - windows.shape[1]
        cut = functional.pad(windows, (0, 0, short, 0)).reshape(len(windows), self._count, -1)
        places = torch.eye(self._count, dtype=cut.dtype, device=cut.device).expand(len(windows), -1, -1)
        tokens = self.patch(torch.cat((cut, places), -1))  # [m, patches, hidden], places are learned
        for layer in self.layers:
            tokens = layer(tokens)
        newest: Tensor = self.norm(tokens[:, -1])
        return newest


class _Layer(nn.Module):
    """Attention, then two linear maps, each added to what came in."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self._heads = next(heads for heads in (4, 2, 1) if hidden % heads == 0)
        self.attention_norm = nn.LayerNorm(hidden)
        self.asked = nn.Linear(hidden, 3 * hidden)
        self.told = nn.Linear(hidden, hidden)
        self.wide_norm = nn.LayerNorm(hidden)
        self.wide = nn.Linear(hidden, 2 * hidden)
        self.narrow = nn.Linear(2 * hidden, hidden)

    def forward(self, tokens: Tensor) -> Tensor:
        """[m, patches, hidden] to the same."""
        tokens = tokens + self.told(self._attend(self.attention_norm(tokens)))
        added: Tensor = self.narrow(functional.gelu(self.wide(self.wide_norm(tokens))))
        return tokens + added

    def _attend(self, tokens: Tensor) -> Tensor:
        asked = self.asked(tokens).unflatten(-1, (3, self._heads, -1))  # [m, patches, 3, heads, n]
        queries, keys, values = asked.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(queries, keys, values)
        return seen.transpose(1, 2).flatten(-2)


class LastCandle(nn.Module):
    """The features of the newest candle: with the head on them, a logistic and a linear regression."""

    def forward(self, windows: Tensor) -> Tensor:
        """[m, window, features] to [m, features]."""
        return windows[:, -1]


def build(spec: ModelSpec) -> BodyModel:
    """The network of a spec other than the LSTM; raises YouCanFix where a package's own does not fit."""
    own = {"gru": Gru, "tcn": Tcn, "transformer": Transformer}
    if spec.architecture in own:
        return BodyModel(spec, own[spec.architecture](spec))
    made = architecture(spec.architecture).build
    model = BodyModel(spec, LastCandle() if made is None else made(spec))
    found = {name: tuple(array.shape) for name, array in model.state_dict().items()}
    if found != shapes(spec):
        raise YouCanFix(
            f"The model {spec.architecture!r} is not made of the arrays it says.", "Repair its package."
        )
    return model
