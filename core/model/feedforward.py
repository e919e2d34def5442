"""Rows of features in; weights of a few small networks and their common forecast out.

Several members live in one flat vector, so that a round carries all of them at once, and their outputs are
averaged. Each adds a straight line to its three layers: with the layers at zero it is a HAR regression.
In their place an LSTM may read windows, one member alone (core.model.recurrent).
"""

import math
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from core.errors import YouCanFix
from core.model.recurrent import recurrent_outputs, recurrent_shapes, recurrent_start

TASKS = ("risk", "direction")
_MOST_ERROR = 8.0
"""Greater errors of a log variance, a factor of 3,000, count as this: their exponential would rule a step."""
_CHUNK = 8192

Flat = NDArray[np.float32]


@dataclass(frozen=True)
class NetworkSpec:
    """The shape of the networks.

    Args:
        inputs: features of a row.
        task: "risk" forecasts a log variance under the QLIKE loss, "direction" a logit under the log-loss.
        hidden: units of each of the two hidden layers; 0 leaves the straight line alone, a regression.
        members: networks that are averaged.
        window: rows that an LSTM of so many hidden units reads; 0 for the layers, which read one.
    """

    inputs: int
    task: str
    hidden: int = 32
    members: int = 4
    window: int = 0

    def __post_init__(self) -> None:
        is_known = (
            self.task in TASKS and min(self.inputs, self.members) >= 1 and min(self.hidden, self.window) >= 0
        )
        if not is_known or (self.window and (self.members > 1 or not self.hidden)):
            raise YouCanFix("There is no such network.", f"Use the tasks {' and '.join(TASKS)}.")

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Shapes of a vector's parts: line and its bias, then the layers' weights and biases."""
        inputs, hidden, members = self.inputs, self.hidden, self.members
        if self.window:
            return recurrent_shapes(inputs, hidden)
        line = ((members, inputs, 1), (members, 1, 1))
        if not hidden:
            return line
        layers = ((inputs, hidden), (1, hidden), (hidden, hidden), (1, hidden), (hidden, 1))
        return line + tuple((members, *layer) for layer in layers)

    @property
    def parameters(self) -> int:
        """Numbers in the flat vector."""
        return sum(math.prod(shape) for shape in self.shapes)


@dataclass(frozen=True)
class NetworkTraining:
    """How a network is trained for an epoch: AdamW, begun anew each time, as plain FedAvg does.

    Args:
        learning_rate, weight_decay: of AdamW.
        batch: rows of a step.
        dropout: chance that a feature is hidden from a row.
    """

    learning_rate: float = 2.5e-4
    weight_decay: float = 0.01
    batch: int = 128
    dropout: float = 0.0


@dataclass(frozen=True, eq=False)
class NetworkRows:
    """What a network learns from.

    Args:
        inputs: float32[n, F], normalised; of an LSTM float32[N, F], the rows of all candles.
        target: float32[n]; of a risk network log variance less its anchor, of a direction network 1 or 0.
        ends: int64[n], of an LSTM where in `inputs` each window ends.
    """

    inputs: NDArray[np.float32]
    target: NDArray[np.float32]
    ends: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.target)


def initial_vector(spec: NetworkSpec, seed: int) -> Flat:
    """A start that forecasts the anchor, or a half: lines and last layers are zero; equal on all machines."""
    rng = np.random.Generator(np.random.PCG64(seed))
    parts = (
        recurrent_start(spec.inputs, spec.hidden, rng) if spec.window else list(map(np.zeros, spec.shapes))
    )
    for place in (2, 4) if spec.hidden and not spec.window else ():
        bound = 1 / math.sqrt(spec.shapes[place][1])
        parts[place] = rng.uniform(-bound, bound, spec.shapes[place])
    return np.concatenate([part.ravel() for part in parts]).astype(np.float32)


def train_epoch(
    spec: NetworkSpec, start: Flat, rows: NetworkRows, training: NetworkTraining, seed: int
) -> Flat:
    """The vector after one pass over `rows` in an order that `seed` draws.

    Raises:
        YouCanFix: there are no rows, or the loss ran away.
    """
    if not len(rows):
        raise YouCanFix("There is nothing to train on.", "Choose a longer history.")
    shown_at, target = _Shown(spec, rows.inputs, rows.ends), torch.tensor(rows.target)
    vector = torch.tensor(start).requires_grad_()
    optimiser = torch.optim.AdamW(
        [vector], lr=training.learning_rate, weight_decay=training.weight_decay, foreach=False
    )
    random = torch.Generator().manual_seed(seed)
    for batch in torch.split(torch.randperm(len(rows), generator=random), training.batch):
        shown = shown_at[batch]
        if training.dropout:
            kept = torch.rand(shown.shape, generator=random) >= training.dropout
            shown = shown * kept / (1 - training.dropout)
        optimiser.zero_grad(set_to_none=True)
        _loss(spec, vector, shown, target[batch]).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    end = vector.detach().numpy()
    if not np.isfinite(end).all():
        raise YouCanFix("The training loss is no longer a number.", "Train with a lower learning rate.")
    return end


def descent(spec: NetworkSpec, vector: Flat, rows: NetworkRows) -> NDArray[np.float64]:
    """The direction in which the mean loss on `rows` falls, float64[d]: the negative gradient."""
    point = torch.tensor(vector).requires_grad_()
    shown = _Shown(spec, rows.inputs, rows.ends)[torch.arange(len(rows))]
    _loss(spec, point, shown, torch.tensor(rows.target)).backward()  # type: ignore[no-untyped-call]
    assert point.grad is not None  # noqa: S101 - backward has just filled it
    return -point.grad.double().numpy()


def forecast(
    spec: NetworkSpec,
    vector: Flat,
    inputs: NDArray[np.float32],
    ends: NDArray[np.int64] | None = None,
) -> NDArray[np.float64]:
    """The members' mean output, float64[n]: log variance less the anchor, or the logit of a rise.

    Args:
        spec: of the networks.
        vector: their numbers.
        inputs: see NetworkRows.
        ends: see NetworkRows.
    """
    count = len(inputs if ends is None else ends)
    with torch.inference_mode():
        point, shown = torch.tensor(vector), _Shown(spec, inputs, ends)
        parts = [_outputs(spec, point, shown[at]).mean(0) for at in torch.split(torch.arange(count), _CHUNK)]
    return torch.cat(parts).double().numpy() if count else np.zeros(0)


class _Shown:
    """What a network sees, cut when it is asked for: rows [n, F], or windows [n, window, F]."""

    def __init__(
        self, spec: NetworkSpec, inputs: NDArray[np.float32], ends: NDArray[np.int64] | None
    ) -> None:
        if (ends is None) == bool(spec.window) or (
            ends is not None and ends.min(initial=spec.window) < spec.window - 1
        ):
            raise YouCanFix("The rows are not those of the network.", "Give an LSTM whole windows.")
        self._inputs, self._ends = torch.tensor(inputs), None if ends is None else torch.tensor(ends)
        self._offsets = torch.arange(1 - spec.window, 1)

    def __getitem__(self, at: Tensor) -> Tensor:
        if self._ends is None:
            return self._inputs[at]
        return self._inputs[self._ends[at].unsqueeze(1) + self._offsets]


def _outputs(spec: NetworkSpec, vector: Tensor, inputs: Tensor) -> Tensor:
    """[members, n]: what each member says of [n, F], or the LSTM of [n, window, F]."""
    ends = list(accumulate(math.prod(shape) for shape in spec.shapes))
    sizes = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    parts = [piece.view(shape) for piece, shape in zip(torch.split(vector, sizes), spec.shapes, strict=True)]
    if spec.window:
        return recurrent_outputs(parts, inputs)
    shown = inputs.expand(spec.members, *inputs.shape)
    line = torch.baddbmm(parts[1], shown, parts[0])
    if spec.hidden:
        first = functional.silu(torch.baddbmm(parts[3], shown, parts[2]))
        second = functional.silu(torch.baddbmm(parts[5], first, parts[4]))
        line = line + torch.bmm(second, parts[6])
    return line.squeeze(-1)


def _loss(spec: NetworkSpec, vector: Tensor, inputs: Tensor, target: Tensor) -> Tensor:
    """The mean loss of rows, summed over members, so that each learns as if it were alone."""
    outputs = _outputs(spec, vector, inputs)
    if spec.task == "direction":
        wanted = target.expand_as(outputs)
        return functional.binary_cross_entropy_with_logits(outputs, wanted, reduction="none").mean(1).sum()
    error = (target - outputs).clamp(-_MOST_ERROR, _MOST_ERROR)
    return (torch.exp(error) - error - 1).mean(1).sum()
