"""A model's logits and what came true in; the temperature that makes its probabilities honest out.

One number, fitted on the validation part (Guo et al. 2017): probabilities keep their order and their side of
one half. What it brings is measured on windows that it was not fitted on.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from core.model.forecast_scores import calibration_error, chance, log_loss
from core.model.results import Calibration, TrainingReport
from core.model.weights import Weights

Values = NDArray[np.float64]

COLDEST, HOTTEST = 0.05, 100.0
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
    came, plain, mended = up[newer], logits[newer], logits[newer] / trial
    return Calibration(
        temperature=temperature(logits, up),
        windows=len(came),
        error_before=_error(came, plain),
        error_after=_error(came, mended),
        log_loss_before=float(log_loss(came, plain).mean()),
        log_loss_after=float(log_loss(came, mended).mean()),
    )


def _error(up: NDArray[np.float32], logits: Values) -> float:
    """Expected calibration error, every window counting once."""
    return float(calibration_error(up, logits)(np.ones((1, len(up))))[0])


def temperature(logits: Values, up: NDArray[np.float32]) -> float:
    """What logits are divided by for the least log-loss: its derivative in 1 / temperature, bisected.

    The log-loss is convex in 1 / temperature. Where even the highest temperature is too low, the logits say
    nothing or the opposite, and it stays at HOTTEST: all but 50 %.
    """
    low, high = 1 / HOTTEST, 1 / COLDEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if ((chance(middle * logits) - up) * logits).mean() < 0:
            low = middle
        else:
            high = middle
    return float(2 / (low + high))


def temperatures(report: TrainingReport) -> tuple[float, ...]:
    """Of each horizon, as a report says."""
    first = (report.calibration,) if report.calibration else ()
    return tuple(found.temperature for found in (*first, *report.further_calibrations))


def calibrated(weights: Weights, by: Iterable[float]) -> Weights:
    """The same model with each horizon's logit divided by its temperature: the head's first rows are."""
    arrays = {name: array.copy() for name, array in weights.arrays.items()}
    for row, temperature in enumerate(by):
        for name in ("head.weight", "head.bias"):
            arrays[name][row] /= np.float32(temperature)
    return Weights(arrays)
