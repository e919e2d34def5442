"""Weights and windows in; predictions, losses and the path gradient that scores contributions out."""

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch.func import functional_call
from torch.nn import functional

from core.errors import YouCanFix
from core.features.dataset import EvaluationSet
from core.model.forecast_scores import chance
from core.model.loading import load
from core.model.losses import Targets, head_losses, window_losses
from core.model.networks import bounded
from core.model.results import HeadLosses, PathGradient, Prediction
from core.model.spec import RISK_WEIGHT, ModelSpec, is_trained, shapes
from core.model.weights import Weights, check_rest, trained_part

CHUNK = 512
"""Windows per forward pass; more would not fit the cache."""

_MOST_NODES = 64


def predict(
    weights: Weights, spec: ModelSpec, windows: NDArray[np.float32], baseline: NDArray[np.float32]
) -> Prediction:
    """What the model says about float32[m, window, features].

    Args:
        weights: of the model.
        spec: its shape.
        windows: normalised features, oldest candle first.
        baseline: float32[m], log of the last day's realised variance at each window's end.

    Raises:
        YouCanFix: windows of another shape than the model's.
    """
    _check(spec, windows, baseline)
    model = load(spec, weights)
    with torch.inference_mode():
        parts = [model(torch.tensor(windows[at : at + CHUNK])) for at in range(0, len(windows), CHUNK)]
    outputs = torch.cat(parts).double().numpy() if parts else np.zeros((0, spec.outputs))
    return Prediction(
        probability_up=chance(outputs[:, 0]),
        log_variance=baseline.astype(np.float64) + outputs[:, -2],
        log_variance_std=np.exp(outputs[:, -1]),
        further_up=chance(outputs[:, 1:-2]),
    )


def evaluation_loss(
    weights: Weights, spec: ModelSpec, evaluation: EvaluationSet, risk_weight: float = RISK_WEIGHT
) -> float:
    """L of a model on the evaluation windows, in float64."""
    score = _Score(weights, spec, evaluation, risk_weight)
    with torch.inference_mode():
        return score.add_loss(_point(weights, spec), backward=False)


def path_gradient(
    w0: Weights,
    w1: Weights,
    spec: ModelSpec,
    evaluation: EvaluationSet,
    nodes: int,
    risk_weight: float = RISK_WEIGHT,
    step: Callable[[float], None] | None = None,
) -> PathGradient:
    """The mean gradient of L on the way from w0 to w1: integral over tau of grad L(w0 + tau (w1 - w0)).

    Gauss-Legendre quadrature in float64, nodes and chunks always in the same order. By the gradient theorem
    gradient . (w1 - w0) = L(w1) - L(w0), which is why shares of it add up (Aumann and Shapley 1974).
    torch.func.vmap has no nn.LSTM, so the nodes are a loop.

    Args:
        w0: the global model before the round.
        w1: the global model after it.
        spec: the shape of both.
        evaluation: windows on candles after the commitment.
        nodes: of the quadrature; 3 to 8 are enough for a round's step.
        risk_weight: of the risk head in L.
        step: called after each node with the fraction done; may raise to cancel.

    Returns:
        The gradient of the trained part, float64[d]; the rest does not move.

    Raises:
        PeerBroke: the two differ outside the trained part.
    """
    if not 1 <= nodes <= _MOST_NODES:
        raise YouCanFix(f"A path of {nodes} nodes cannot be integrated.", f"Use 1 to {_MOST_NODES}.")
    check_rest(w1, w0, spec)
    score = _Score(w0, spec, evaluation, risk_weight)
    start, end = _point(w0, spec), _point(w1, spec)
    gradient = torch.zeros_like(start)
    quadrature = zip(*np.polynomial.legendre.leggauss(nodes), strict=True)
    for done, (place, weight) in enumerate(quadrature, start=1):
        point = (start + (float(place) + 1) / 2 * (end - start)).requires_grad_()
        score.add_loss(point, backward=True)
        assert point.grad is not None  # noqa: S101 - backward has just filled it
        gradient += float(weight) / 2 * point.grad
        if step:
            step(done / nodes)
    with torch.inference_mode():
        before, after = score.add_loss(start, backward=False), score.add_loss(end, backward=False)
    return PathGradient(gradient.numpy(), before, after, len(evaluation.up))


class _Score:
    """L as a function of the trained part, flat float64, on fixed windows.

    Where only the head is trained, the states that it reads are the same all along the path: computed once.
    """

    def __init__(
        self, weights: Weights, spec: ModelSpec, evaluation: EvaluationSet, risk_weight: float
    ) -> None:
        _check(spec, evaluation.windows, evaluation.baseline_log_variance)
        if evaluation.ups.shape[1] != spec.horizons:
            raise YouCanFix(
                f"The model foretells {spec.horizons} horizons; the labels are of {evaluation.ups.shape[1]}.",
                "Use the labels that it was trained for.",
            )
        if not len(evaluation.up):
            raise YouCanFix("There is no window to score on.", "Wait for more candles after the commitment.")
        self._model = load(spec, weights, torch.float64)
        self._shapes = {name: shape for name, shape in shapes(spec).items() if is_trained(spec, name)}
        self._evaluation = evaluation
        self._risk_weight = risk_weight
        self._states = self._last_states() if spec.trained == "head" else None

    def _last_states(self) -> list[torch.Tensor]:
        with torch.no_grad():
            return [self._model.last_state(self._windows(at)) for at in self._chunks()]

    def _chunks(self) -> range:
        return range(0, len(self._evaluation.up), CHUNK)

    def _windows(self, at: int) -> torch.Tensor:
        return torch.tensor(self._evaluation.windows[at : at + CHUNK], dtype=torch.float64)

    def add_loss(self, point: torch.Tensor, *, backward: bool) -> float:
        """L at `point`; with `backward` its gradient is added to point.grad, a chunk at a time."""
        total, given = 0.0, self._evaluation
        columns = (given.ups, given.log_variance, given.baseline_log_variance)
        for at in self._chunks():
            labels = Targets(*(torch.tensor(c[at : at + CHUNK], dtype=torch.float64) for c in columns))
            outputs = self._outputs(point, at)
            loss = window_losses(outputs, labels, self._risk_weight).sum() / len(given.up)
            if backward:
                loss.backward()  # type: ignore[no-untyped-call]
            total += loss.item()
        return total

    def _outputs(self, point: torch.Tensor, at: int) -> torch.Tensor:
        arrays = self._arrays(point)
        if self._states is None:
            outputs: torch.Tensor = functional_call(self._model, arrays, (self._windows(at),))
            return outputs
        state = self._states[at // CHUNK]
        return bounded(functional.linear(state, arrays["head.weight"], arrays["head.bias"]))

    def _arrays(self, point: torch.Tensor) -> dict[str, torch.Tensor]:
        pieces = torch.split(point, [math.prod(shape) for shape in self._shapes.values()])
        return {
            name: piece.view(shape) for (name, shape), piece in zip(self._shapes.items(), pieces, strict=True)
        }


def measure(
    outputs: NDArray[np.float64],
    up: NDArray[np.float32],
    log_variance: NDArray[np.float32],
    baseline: NDArray[np.float32],
    mean_log_variance: float,
    risk_weight: float = RISK_WEIGHT,
) -> HeadLosses:
    """How good outputs [m, K + 2] are for labels `up` [m, K], or [m] of one horizon.

    `mean_log_variance` is the training part's, the other yardstick of R2.
    """
    ups = up.reshape(len(up), -1)
    labels = Targets(*(torch.tensor(c, dtype=torch.float64) for c in (ups, log_variance, baseline)))
    direction, risk = head_losses(torch.tensor(outputs, dtype=torch.float64), labels)
    actual = log_variance.astype(np.float64)
    squared = np.square(actual - baseline - outputs[:, -2]).sum()
    aucs = tuple(auc(score, rose) for score, rose in zip(outputs.T[:-2], ups.T, strict=True))
    return HeadLosses(
        loss=float(direction.mean() + risk_weight * risk.mean()),
        direction_log_loss=float(direction.mean()),
        risk_nll=float(risk.mean()),
        auc=aucs[0],
        risk_r2=_r2(squared, np.square(actual - baseline).sum()),
        risk_r2_mean=_r2(squared, np.square(actual - mean_log_variance).sum()),
        log_losses=tuple(direction.mean(0).tolist()),
        aucs=aucs,
    )


def auc(scores: NDArray[np.float64], up: NDArray[np.float32]) -> float:
    """Area under the ROC curve by ranks, ties halved (Mann and Whitney 1947); 0.5 where all labels agree."""
    rises = up > 0.5  # noqa: PLR2004 - the label is 0 or 1
    pairs = int(rises.sum()) * int((~rises).sum())
    if not pairs:
        return 0.5
    values, places = np.unique(scores, return_inverse=True)
    counts = np.bincount(places, minlength=len(values))
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    smallest = int(rises.sum()) * (int(rises.sum()) + 1) / 2
    return float((ranks[rises].sum() - smallest) / pairs)


def _check(spec: ModelSpec, windows: NDArray[np.float32], baseline: NDArray[np.float32]) -> None:
    expected = (len(baseline), spec.window, spec.features)
    if windows.shape != expected:
        raise YouCanFix(f"The model needs windows {expected}, not {windows.shape}.", "Use its own features.")


def _point(weights: Weights, spec: ModelSpec) -> torch.Tensor:
    return torch.tensor(trained_part(weights, spec), dtype=torch.float64)


def _r2(squared: float, reference: float) -> float:
    return float(1 - squared / reference) if reference > 0 else 0.0
