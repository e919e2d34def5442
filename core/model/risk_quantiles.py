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
from core.features.candles import CandleSeries
from core.features.labels import LEAST_VARIANCE
from core.features.volatility import RISK_METRICS, Bars

Values = NDArray[np.float64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Of the quantiles that reports and screens show."""


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
        pinball_ewma: of RiskMetrics' variance, likewise; None where candles are too long to tell it.
    """

    levels: tuple[float, ...]
    residuals: tuple[float, ...]
    windows: int
    coverage: tuple[float, ...]
    coverage_gaussian: tuple[float, ...]
    pinball: float
    pinball_gaussian: float
    pinball_last_day: float
    pinball_ewma: float | None

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
        ewma: log of RiskMetrics' exponentially weighted variance; None where it is not known.
    """

    mean: Values
    deviation: Values
    actual: Values
    last_day: Values
    ewma: Values | None


def judge_quantiles(training: RiskForecasts, validation: RiskForecasts) -> RiskQuantiles:
    """The quantiles of the errors on the training part, and how they do on the validation part."""
    came = validation.actual
    residuals = _quantiles((training.actual - training.mean) / training.deviation)

    def said(errors: Values) -> Values:
        return validation.mean[:, np.newaxis] + validation.deviation[:, np.newaxis] * errors

    def around(before: Values, after: Values) -> float:
        return pinball(came, after[:, np.newaxis] + _quantiles(training.actual - before))

    fitted, gaussian = said(residuals), said(normal_quantiles(LEVELS))
    return RiskQuantiles(
        levels=LEVELS,
        residuals=tuple(residuals.tolist()),
        windows=len(came),
        coverage=_coverage(came, fitted),
        coverage_gaussian=_coverage(came, gaussian),
        pinball=pinball(came, fitted),
        pinball_gaussian=pinball(came, gaussian),
        pinball_last_day=around(training.last_day, validation.last_day),
        pinball_ewma=(
            None
            if training.ewma is None or validation.ewma is None
            else around(training.ewma, validation.ewma)
        ),
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


def ewma_log_variance(series: Sequence[CandleSeries]) -> Values | None:
    """Log of RiskMetrics' variance at each candle of the series, one after another; None of long candles."""
    try:
        variances = [Bars(one).ewma(RISK_METRICS) for one in series]
    except YouCanFix:  # candles of more than an hour do not tell a day's variance
        return None
    return np.log(np.maximum(np.concatenate(variances), LEAST_VARIANCE))
