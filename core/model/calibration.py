"""A model's logits and what came true in; the temperature that makes its probabilities honest out.

One number, fitted on the validation part (Guo et al. 2017): probabilities keep their order and their side of
one half. What it brings is measured on windows that it was not fitted on.
"""

import numpy as np
from numpy.typing import NDArray

from core.model.results import Calibration
from core.model.weights import Weights

Values = NDArray[np.float64]

COLDEST, HOTTEST = 0.05, 100.0
_BINS = 10
_STEPS = 60


def calibrate(logits: Values, up: NDArray[np.float32], apart: int) -> Calibration:
    """The temperature of all windows, and the error before and after of one fitted on the older half alone.

    Args:
        logits: float64[m], of windows in the order of time.
        up: float32[m], 1 where the price rose.
        apart: windows left out between the halves, whose labels reach into the newer one.
    """
    middle = len(up) // 2
    older, newer = slice(0, max(1, middle - apart)), slice(middle, None)
    trial = temperature(logits[older], up[older])
    return Calibration(
        temperature=temperature(logits, up),
        windows=len(up[newer]),
        error_before=calibration_error(logits[newer], up[newer]),
        error_after=calibration_error(logits[newer] / trial, up[newer]),
        log_loss_before=log_loss(logits[newer], up[newer]),
        log_loss_after=log_loss(logits[newer] / trial, up[newer]),
    )


def temperature(logits: Values, up: NDArray[np.float32]) -> float:
    """What logits are divided by for the least log-loss: its derivative in 1 / temperature, bisected.

    The log-loss is convex in 1 / temperature. Where even the highest temperature is too low, the logits say
    nothing or the opposite, and it stays at HOTTEST: all but 50 %.
    """
    low, high = 1 / HOTTEST, 1 / COLDEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if ((_sigmoid(middle * logits) - up) * logits).mean() < 0:
            low = middle
        else:
            high = middle
    return float(2 / (low + high))


def log_loss(logits: Values, up: NDArray[np.float32]) -> float:
    """Mean log-loss in nats."""
    return float((np.logaddexp(0, logits) - up * logits).mean())


def calibration_error(logits: Values, up: NDArray[np.float32]) -> float:
    """Expected calibration error over ten equally full bins (Naeini et al. 2015): |said - happened|, mean."""
    order = np.argsort(logits, kind="stable")
    said, happened = _sigmoid(logits[order]), up[order].astype(np.float64)
    bins = [part for part in np.array_split(np.arange(len(order)), _BINS) if len(part)]
    return float(
        sum(len(part) * abs(said[part].mean() - happened[part].mean()) for part in bins) / len(order)
    )


def calibrated(weights: Weights, by: float) -> Weights:
    """The same model with its direction logit divided by a temperature: the head's first row is."""
    arrays = {name: array.copy() for name, array in weights.arrays.items()}
    for name in ("head.weight", "head.bias"):
        arrays[name][0] /= np.float32(by)
    return Weights(arrays)


def _sigmoid(values: Values) -> Values:
    return 0.5 * (1 + np.tanh(values / 2))
