"""Risk forecasts and what came true in; honest quantiles of the next day's log realised variance out.

The risk head gives a mean and a spread. What its errors were on the training part, in its own spreads, gives
the quantiles: the filtered historical simulation of Barone-Adesi, Giannopoulos and Vosper (1999). What it
brings is measured on the validation part. Why not there fitted, and why no head of its own: decision 7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.dataset import Dataset

Values = NDArray[np.float64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Of the quantiles that reports and screens show."""

_DAY = 86_400
_DECAY = 0.94
"""What a day-old variance counts in the EWMA: RiskMetrics (1996)."""


@dataclass(frozen=True)
class RiskQuantiles:
    """How honest the quantiles of the next day's log realised variance are on the validation part.

    Args:
        levels: of the quantiles.
        residuals: the quantiles of the training part's errors, in standard deviations of the model's own.
        windows: of the validation part, which the figures below are taken on.
        coverage: by level, the share of what came true that lay below its quantile.
        coverage_gaussian: the same of the quantiles of the model's normal distribution.
        pinball: mean pinball loss over the levels (Koenker and Bassett 1978), in nat of log variance.
        pinball_gaussian: likewise.
        pinball_last_day: of the last day's log variance and the quantiles of its errors, fitted likewise.
        pinball_ewma: of the exponentially weighted variance, likewise.
    """

    levels: tuple[float, ...]
    residuals: tuple[float, ...]
    windows: int
    coverage: tuple[float, ...]
    coverage_gaussian: tuple[float, ...]
    pinball: float
    pinball_gaussian: float
    pinball_last_day: float
    pinball_ewma: float

    def __post_init__(self) -> None:
        for name in ("levels", "residuals", "coverage", "coverage_gaussian"):
            object.__setattr__(self, name, tuple(getattr(self, name)))  # JSON gives lists


def normal_quantiles(levels: Sequence[float]) -> Values:
    """The standard normal distribution's; raises YouCanFix unless the levels rise inside 0 and 1."""
    if not all(0 < level < 1 for level in levels) or any(low >= high for low, high in pairwise(levels)):
        raise YouCanFix("Quantiles have rising levels between 0 and 1.", "Use 0.05, 0.5 and 0.95.")
    return np.array([NormalDist().inv_cdf(level) for level in levels])


class RiskForecasts(NamedTuple):
    """What was said of the next day's log variance of m windows, and what came true; float64[m] each.

    Args:
        mean: the model's forecast.
        deviation: its standard deviation.
        actual: what came true.
        last_day: log variance of the last day.
        ewma: log of the exponentially weighted variance.
    """

    mean: Values
    deviation: Values
    actual: Values
    last_day: Values
    ewma: Values


def judge_quantiles(training: RiskForecasts, validation: RiskForecasts) -> RiskQuantiles:
    """The quantiles of the errors on the training part, and how they do on the validation part."""
    came = validation.actual
    residuals = _quantiles((training.actual - training.mean) / training.deviation)

    def said(errors: Values) -> Values:
        return validation.mean[:, np.newaxis] + validation.deviation[:, np.newaxis] * errors

    def around(name: str) -> Values:
        errors = _quantiles(training.actual - getattr(training, name))
        forecast: Values = getattr(validation, name)
        return forecast[:, np.newaxis] + errors

    fitted, gaussian = said(residuals), said(normal_quantiles(LEVELS))
    return RiskQuantiles(
        levels=LEVELS,
        residuals=tuple(residuals.tolist()),
        windows=len(came),
        coverage=_coverage(came, fitted),
        coverage_gaussian=_coverage(came, gaussian),
        pinball=pinball(came, fitted),
        pinball_gaussian=pinball(came, gaussian),
        pinball_last_day=pinball(came, around("last_day")),
        pinball_ewma=pinball(came, around("ewma")),
    )


def _quantiles(errors: Values) -> Values:
    return np.quantile(errors, LEVELS)


def _coverage(came: Values, quantiles: Values) -> tuple[float, ...]:
    return tuple((came[:, np.newaxis] <= quantiles).mean(0).tolist())


def pinball(came: Values, quantiles: Values) -> float:
    """Mean loss of quantiles [m, levels] of LEVELS; the true ones have the lowest expected."""
    error = came[:, np.newaxis] - quantiles
    levels = np.array(LEVELS)
    return float(np.maximum(levels * error, (levels - 1) * error).mean())


def ewma_log_variance(dataset: Dataset) -> Values:
    """float64[m]: log of the exponentially weighted variance of the days up to each window's end.

    The days are those that end with each candle, so that they overlap; time that a gap takes counts as well.
    Where time falls back another series begins.
    """
    variances = np.exp(dataset.baseline_log_variance.astype(np.float64)).tolist()
    found, level, before = np.empty(len(variances)), 0.0, np.inf
    for row, (variance, at) in enumerate(zip(variances, dataset.end_at.tolist(), strict=True)):
        kept = _DECAY ** ((at - before) / _DAY) if at > before else 0.0
        level = kept * level + (1 - kept) * variance
        found[row], before = level, at
    return np.log(found)
