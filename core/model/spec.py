"""Agreed numbers in, the shape of a model (ModelSpec) and the manner of its training (TrainingConfig) out."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

from core.errors import YouCanFix
from core.model.architectures import BUILT_IN, PATCH, architecture, body_arrays
from core.values import MOST_HORIZONS, Digest

RISK_WEIGHT = 0.5
"""Weight of the risk head in L = direction log-loss + RISK_WEIGHT x Gaussian negative log-likelihood."""

MOST_PROXIMAL = 1e9
"""Of TrainingConfig.proximal; it holds a model where it is."""

RISK_OUTPUTS = 2
"""Risk mean as an offset to the last day's log variance, risk log standard deviation; after the logits."""

FAST_HEADS: Mapping[str, float] = MappingProxyType({"lstm": 10.0, "logistic": 10.0})
"""The head's learning rate in units of the body's, where a training starts from drawn weights; of other kinds
1. So the head, a regression, settles before an LSTM has learned the training windows by heart."""

TRAINED = ("all", "head")
"""The parts of a model that an update can change: all of it, or the outputs' layer alone."""

PRECISIONS = ("float32", "bfloat16")
"""Of the matrix products of a training step."""

_LIMITS = {
    "features": (1, 1024),
    "window": (2, 1024),
    "hidden": (1, 1024),
    "layers": (1, 8),
    "horizons": (1, MOST_HORIZONS),
}


@dataclass(frozen=True)
class ModelSpec:
    """The shape of a model; everybody in a round shares its digest.

    Args:
        features: columns of a window.
        window: candles of a window.
        hidden: units of each layer.
        layers: how often it is stacked.
        architecture: a name of core.model.architectures; an allow-list, never code.
        trained: which part is trained and sent, one of TRAINED; the rest stays as it started.
        horizons: how many the direction is foretold at, a logit for each.
    """

    features: int
    window: int = 48
    hidden: int = 32
    layers: int = 1
    architecture: str = "lstm"
    trained: str = "all"
    horizons: int = 1

    def __post_init__(self) -> None:
        found = architecture(self.architecture)
        if self.trained not in TRAINED:
            raise YouCanFix(
                f"{self.trained[:40]!r} is no part of a model that can be trained.", "Update Conflux."
            )
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if type(value) is not int or not low <= value <= high:
                raise YouCanFix(f"A model cannot have {name} = {value!r}.", f"Use {low} to {high}.")
        body_arrays(found, self)

    @property
    def width(self) -> int:
        """Numbers of the state that the head reads."""
        return architecture(self.architecture).width(self)

    @property
    def outputs(self) -> int:
        """Numbers that the head says: a direction logit a horizon, then the risk's two."""
        return self.horizons + RISK_OUTPUTS

    @property
    def digest(self) -> Digest:
        """SHA-256 of the spec's canonical text."""
        text = (
            f"conflux model 1: architecture={self.architecture} features={self.features} "
            f"window={self.window} hidden={self.hidden} layers={self.layers}"
        )
        if self.trained != "all":
            text += f" trained={self.trained}"
        if self.horizons != 1:
            text += f" horizons={self.horizons}"
        return Digest.of(text.encode())


def shapes(spec: ModelSpec) -> dict[str, tuple[int, ...]]:
    """Shape of each named array, sorted by name: the order of the flat vector."""
    found = body_arrays(architecture(spec.architecture), spec)
    head = {"head.bias": (spec.outputs,), "head.weight": (spec.outputs, spec.width)}
    return dict(sorted((found | head).items()))


def parameter_count(spec: ModelSpec) -> int:
    """Numbers in the model's flat vector."""
    return sum(map(math.prod, shapes(spec).values()))


def recognise(arrays: Mapping[str, tuple[int, ...]], window: int) -> ModelSpec:
    """The model of this app that has arrays of these shapes; of a window, weights may keep no trace.

    Raises YouCanFix when there is none.
    """
    head = arrays.get("head.weight", ())
    for name in BUILT_IN if len(head) == 2 else ():  # noqa: PLR2004 - a matrix
        for spec in _candidates(name, arrays, head, window):
            if shapes(spec) == dict(arrays):
                return spec
    raise YouCanFix("These weights are of no model that this version knows.", "Use one that it trained.")


def _candidates(
    name: str, arrays: Mapping[str, tuple[int, ...]], head: tuple[int, ...], window: int
) -> Iterator[ModelSpec]:
    """Specs of a kind that weights with a head of that shape may be of."""
    outputs, width = head
    first = {"lstm": "lstm.weight_ih_l0", "gru": "body.gru.weight_ih_l0", "tcn": "body.input.weight"}
    features = width
    if name in first and first[name] in arrays:
        features = arrays[first[name]][-1]
    elif name == "transformer":
        length = min(PATCH, window)
        features = (arrays.get("body.patch.weight", (0, 0))[-1] - -(-window // length)) // length
    try:
        for layers in range(_LIMITS["layers"][0], _LIMITS["layers"][1] + 1):
            yield ModelSpec(features, window, width, layers, name, horizons=outputs - RISK_OUTPUTS)
    except YouCanFix:
        return


def is_trained(spec: ModelSpec, name: str) -> bool:
    """Whether the array of that name is in the trained part."""
    return spec.trained == "all" or name.startswith(f"{spec.trained}.")


def trained_slice(spec: ModelSpec) -> slice:
    """Where the trained part lies in the model's flat vector; its arrays stand beside each other."""
    arrays = shapes(spec)
    bounds = list(accumulate(map(math.prod, arrays.values()), initial=0))
    inside = [place for place, name in enumerate(arrays) if is_trained(spec, name)]
    return slice(bounds[inside[0]], bounds[inside[-1] + 1])


def trained_count(spec: ModelSpec) -> int:
    """Numbers in the trained part: the length of an update, `d` of the protocol."""
    return sum(math.prod(shape) for name, shape in shapes(spec).items() if is_trained(spec, name))


@dataclass(frozen=True)
class TrainingConfig:
    """The manner of a training run.

    Args:
        epochs: passes, at most.
        windows_per_epoch: training windows in a pass, drawn anew for each; neighbours overlap almost wholly,
            so that a pass over all of them would fit noise before the first validation. 0 takes all.
        batch: windows per step.
        learning_rate: highest rate of the schedule: a linear warm-up, then half a cosine down to a twentieth.
        seed: of the order of the windows; the same seed gives the same weights, bit by bit, on one machine.
        patience: epochs without a better validation loss before training stops; 0 never stops early.
        feature_dropout: chance that a feature is hidden from a training window.
        gradient_clip: largest norm of a step's gradient.
        risk_weight: weight of the risk head in the loss.
        device: "auto" takes a GPU where there is one, "cpu" and "cuda" insist.
        half_life_days: a training window so much older than the newest counts half; 0 counts all alike.
        balance: rises and falls count alike in the direction's loss, however many of each there are.
        precision: of a step's matrix products, one of PRECISIONS. Weights, losses, the optimiser, validation
            and predictions are float32 always; bfloat16 pays where the device has units for it.
        head_rate: the head's learning rate in units of `learning_rate`; FAST_HEADS from drawn weights.
        proximal: mu of a pull of mu/2 |w - w_start|^2 towards the start (core.model.proximal); 0 is none.
    """

    epochs: int = 12
    windows_per_epoch: int = 2048
    batch: int = 128
    learning_rate: float = 1e-3
    seed: int = 0
    patience: int = 4
    feature_dropout: float = 0.1
    gradient_clip: float = 1.0
    risk_weight: float = RISK_WEIGHT
    device: str = "auto"
    half_life_days: float = 0.0
    balance: bool = False
    precision: str = "float32"
    head_rate: float = 1.0
    proximal: float = 0.0

    def __post_init__(self) -> None:
        for name in ("epochs", "batch"):
            if getattr(self, name) < 1:
                raise YouCanFix(
                    f"Training with {name} = {getattr(self, name)} does nothing.", "Use 1 or more."
                )
        self._check_rates()
        if self.windows_per_epoch < 0 or not 0 <= self.feature_dropout < 1 or not self.gradient_clip > 0:
            raise YouCanFix("These training settings cannot work.", "Use the defaults.")
        if not 0 <= self.half_life_days < math.inf:
            raise YouCanFix(
                f"A half-life of {self.half_life_days:g} days cannot be.", "Use 0, or 90 to 1000."
            )
        if not 0 <= self.proximal <= MOST_PROXIMAL:
            raise YouCanFix(f"A pull of mu = {self.proximal:g} cannot be.", "Use 0, or 0.001 to 10.")
        if self.seed < 0:
            raise YouCanFix(f"{self.seed} is not a seed.", "Use 0 or a positive whole number.")
        if self.device not in ("auto", "cpu", "cuda"):
            raise YouCanFix(f"{self.device[:20]!r} is not a device.", "Use auto, cpu or cuda.")
        if self.precision not in PRECISIONS:
            raise YouCanFix(f"{self.precision[:20]!r} is not a precision.", f"Use {' or '.join(PRECISIONS)}.")

    def _check_rates(self) -> None:
        if not 0 < self.learning_rate <= 1:
            raise YouCanFix(f"A learning rate of {self.learning_rate} cannot work.", "Use 0.0001 to 0.01.")
        if not 0 < self.head_rate <= 1 / self.learning_rate:
            raise YouCanFix(
                f"A head cannot learn {self.head_rate:g} times as fast as the rest.", "Use 1 to 30."
            )


@dataclass(frozen=True)
class PrivateTraining:
    """How much a trained model may tell about any one of its training windows (sample-level privacy).

    Args:
        epsilon: of the finished weights, for one window left out or added.
        delta: the chance with which epsilon need not hold; far below one in the number of windows.
        gradient_norm: what the gradient of each window is scaled down to where it is longer.
    """

    epsilon: float = 3.0
    delta: float = 1e-5
    gradient_norm: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.epsilon < math.inf:
            raise YouCanFix(f"An epsilon of {self.epsilon:g} cannot be kept.", "Use 1 to 10.")
        if not 0 < self.delta < 1:
            raise YouCanFix(f"A delta of {self.delta:g} means nothing.", "Use a small one, as 0.00001.")
        if not 0 < self.gradient_norm < math.inf:
            raise YouCanFix("The gradient of a window needs a norm above 0.", "Use 1.")


@dataclass(frozen=True)
class WalkForward:
    """How a model is judged stretch after stretch, each on a training of its own.

    Args:
        folds: stretches that are tested on.
        embargo_candles: left out before validation and test, beyond the purge.
    """

    folds: int
    embargo_candles: int = 0

    def __post_init__(self) -> None:
        if self.folds < 1 or self.embargo_candles < 0:
            raise YouCanFix("A walk forward needs folds, and no negative embargo.", "Use 3 to 10 folds.")
