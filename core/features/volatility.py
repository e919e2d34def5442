"""Candles in, what foretells tomorrow's volatility out: one declared table of 27 causal features.

Every variance is scaled to a day, and logarithms are natural. The first candles after a gap take those on
both sides of it for neighbours, as in core.features.matrix.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from core.errors import YouCanFix
from core.features.candles import CandleSeries, Floats
from core.features.matrix import FeatureMatrix

LEAST_VARIANCE = 1e-8
"""Floor of a variance a day: three hours in which a price stood still have no logarithm of theirs."""

RISK_METRICS = 0.94
"""The decay a day of J. P. Morgan's RiskMetrics (1996)."""

_LEAST_CANDLES = 24
_DAY, _WEEK, _WEEKEND, _FIRST_MONDAY = 86_400, 604_800, 432_000, 345_600


class Bars:
    """A series as the table's formulas want it; arrays have an entry a candle.

    Args:
        series: candles of an hour or less.

    Attributes:
        day: candles in a day.
        returns: log returns of a candle, 0 for the first.

    Raises:
        YouCanFix: the candles are too long to tell a day's variance by.
    """

    def __init__(self, series: CandleSeries) -> None:
        self.day = series.timeframe.candles_per_day
        if self.day < _LEAST_CANDLES or not len(series):
            raise YouCanFix(
                f"{series.symbol} {series.timeframe} cannot tell a day's volatility.",
                "Use candles of an hour or less.",
            )
        self.series = series
        logs = np.log(series.close)
        self.returns: Floats = np.diff(logs, prepend=logs[:1])
        self._log_close = logs

    @cached_property
    def squares(self) -> Floats:
        """Squared returns."""
        return self.returns**2

    def span(self, days: float) -> int:
        """Candles in so many days, at least one."""
        return max(1, round(days * self.day))

    def a_day(self, values: Floats, days: float) -> Floats:
        """The sum of the last `days` of `values`, divided by `days`; NaN until there are so many."""
        return rolling_sum(values, self.span(days)) * self.day / self.span(days)

    def variance(self, days: float) -> Floats:
        """Realised variance a day of the last `days` (Andersen and Bollerslev 1998)."""
        return self.a_day(self.squares, days)

    def ewma(self, decay: float) -> Floats:
        """Exponentially weighted variance a day; `decay` is of a day, and the weights add up to one."""
        import pandas as pd

        alpha = 1.0 - decay ** (1.0 / self.day)
        return np.asarray(pd.Series(self.squares).ewm(alpha=alpha, adjust=True).mean()) * self.day

    def bipower(self, days: float) -> Floats:
        """Bipower variation a day, which jumps do not enter (Barndorff-Nielsen and Shephard 2004)."""
        size = np.abs(self.returns)
        return np.pi / 2 * self.a_day(size * lagged(size, 1, 0.0), days)

    def moved(self, days: float) -> Floats:
        """The log return of the last `days`."""
        return self._log_close - lagged(self._log_close, self.span(days))

    def largest(self, days: float) -> Floats:
        """The largest squared return of the last `days`."""
        import pandas as pd

        return np.asarray(pd.Series(self.squares).rolling(self.span(days)).max())

    def range_of(self, formula: Callable[[Floats, Floats, Floats], Floats], days: float) -> Floats:
        """A range estimator a day, of logs of high, low and close over the open."""
        series = self.series
        up, down, end = (np.log(side / series.open) for side in (series.high, series.low, series.close))
        return self.a_day(formula(up, down, end), days)


@dataclass(frozen=True)
class VolatilityFeature:
    """One row of the table.

    Args:
        name: unique.
        look_back_days: of candles that the first value needs.
        source: where the formula comes from.
        compute: Bars to a value a candle, NaN where there is none.
        is_level: whether it is the log of a variance a day.
    """

    name: str
    look_back_days: float
    source: str
    compute: Callable[[Bars], Any]
    is_level: bool = False


def volatility_matrix(series: CandleSeries) -> FeatureMatrix:
    """The features of every candle; rows of the first 30 days, and the first row after a gap, are not valid.

    Raises:
        YouCanFix: candles longer than an hour.
    """
    bars = Bars(series)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.column_stack([feature.compute(bars) for feature in VOLATILITY_FEATURES])
    valid = np.asarray(np.isfinite(values).all(axis=1))
    valid[: bars.span(LONGEST_DAYS)] = False
    valid[1:] &= np.diff(series.open_at) == series.timeframe.seconds
    values[~valid] = 0.0
    return FeatureMatrix(values, valid, series.close_at)


def rolling_sum(values: Floats, span: int) -> Floats:
    """The sum of the last `span` values; NaN for the first span - 1."""
    sums = np.full(len(values), np.nan)
    running = np.concatenate([[0.0], np.cumsum(values)])
    # The difference of two running sums is wrong by their rounding, 1e-14 here; no feature looks so closely.
    sums[span - 1 :] = np.maximum(running[span:] - running[:-span], 0.0) if len(values) >= span else []
    return sums


def lagged(values: Floats, steps: int, fill: float = np.nan) -> Floats:
    """The values `steps` candles ago."""
    moved = np.full(len(values), fill)
    moved[steps:] = values[: len(values) - steps]
    return moved


def log_of(values: Floats) -> Floats:
    """The natural logarithm, held above that of LEAST_VARIANCE."""
    return np.asarray(np.log(np.maximum(values, LEAST_VARIANCE)))


def _parkinson(up: Floats, down: Floats, _end: Floats) -> Floats:
    return np.asarray((up - down) ** 2 / (4 * np.log(2)))


def _garman_klass(up: Floats, down: Floats, end: Floats) -> Floats:
    return np.asarray(0.5 * (up - down) ** 2 - (2 * np.log(2) - 1) * end**2)


def _rogers_satchell(up: Floats, down: Floats, end: Floats) -> Floats:
    return up * (up - end) + down * (down - end)


def _negative_share(bars: Bars, days: float) -> Floats:
    """The share of falls in the realised variance, from 0 to 1; a half where nothing moved."""
    falls = bars.a_day(np.where(bars.returns < 0, bars.squares, 0.0), days)
    return np.asarray((falls + LEAST_VARIANCE) / (bars.variance(days) + 2 * LEAST_VARIANCE))


def _wildness(bars: Bars) -> Floats:
    """Standard deviation of the log variance of a day over the last 29 days."""
    day = np.nan_to_num(log_of(bars.variance(1)))
    span = bars.span(29)
    mean, square = rolling_sum(day + 20, span) / span, rolling_sum((day + 20) ** 2, span) / span
    return np.sqrt(np.maximum(square - mean**2, 0.0))


def _surprise(bars: Bars) -> Floats:
    """The last six hours against the same six hours of the 14 days before: exchanges keep office hours."""
    now = bars.variance(0.25)
    usual = sum(lagged(now, bars.day * back) for back in range(1, 15)) / 14
    return log_of(now) - log_of(np.asarray(usual))


def _weekend(bars: Bars) -> Floats:
    """The share of the next 24 hours that lies on Saturday or Sunday, UTC."""
    second = (bars.series.close_at - _FIRST_MONDAY) % _WEEK
    inside = np.minimum(second + _DAY, _WEEK) - np.maximum(second, _WEEKEND)
    return np.asarray(np.maximum(inside, 0) / _DAY)


def _standardised(bars: Bars, days: float) -> Floats:
    """The return of `days` in standard deviations of the last seven days."""
    return np.asarray(bars.moved(days) / np.sqrt(days * np.maximum(bars.variance(7), LEAST_VARIANCE)))


def _realised(name: str, days: float) -> VolatilityFeature:
    source = "Andersen and Bollerslev 1998; terms of the HAR model, Corsi 2009"
    return VolatilityFeature(name, days, source, lambda bars: log_of(bars.variance(days)), is_level=True)


_SEMI = "Barndorff-Nielsen, Kinnebrock and Shephard 2010"

VOLATILITY_FEATURES: tuple[VolatilityFeature, ...] = (
    _realised("rv_3h", 0.125),
    _realised("rv_6h", 0.25),
    _realised("rv_12h", 0.5),
    _realised("rv_1d", 1),
    _realised("rv_2d", 2),
    _realised("rv_3d", 3),
    _realised("rv_7d", 7),
    _realised("rv_14d", 14),
    _realised("rv_30d", 30),
    VolatilityFeature("ewma_fast", 30, "half of the weight on the last 12 hours",
                      lambda bars: log_of(bars.ewma(0.25)), is_level=True),
    VolatilityFeature("ewma_slow", 30, "RiskMetrics 1996",
                      lambda bars: log_of(bars.ewma(RISK_METRICS)), is_level=True),
    VolatilityFeature("falls_1d", 1, _SEMI, lambda bars: _negative_share(bars, 1)),
    VolatilityFeature("falls_7d", 7, _SEMI, lambda bars: _negative_share(bars, 7)),
    VolatilityFeature("bipower_1d", 1, "Barndorff-Nielsen and Shephard 2004",
                      lambda bars: log_of(bars.bipower(1)), is_level=True),
    VolatilityFeature("jumps_7d", 7, "Andersen, Bollerslev and Diebold 2007",
                      lambda bars: log_of(bars.variance(7)) - log_of(bars.bipower(7))),
    VolatilityFeature("parkinson_1d", 1, "Parkinson 1980",
                      lambda bars: log_of(bars.range_of(_parkinson, 1)), is_level=True),
    VolatilityFeature("garman_klass_1d", 1, "Garman and Klass 1980",
                      lambda bars: log_of(bars.range_of(_garman_klass, 1)), is_level=True),
    VolatilityFeature("rogers_satchell_7d", 7, "Rogers and Satchell 1991",
                      lambda bars: log_of(bars.range_of(_rogers_satchell, 7)), is_level=True),
    VolatilityFeature("absolute_1d", 1, "Ding, Granger and Engle 1993",
                      lambda bars: 2 * log_of(bars.a_day(np.abs(bars.returns), 1)), is_level=True),
    VolatilityFeature("largest_7d", 7, "the largest squared return's share of its week",
                      lambda bars: log_of(bars.largest(7)) - log_of(bars.variance(7))),
    VolatilityFeature("wildness_30d", 30, "Corsi, Mittnik, Pigorsch and Pigorsch 2008", _wildness),
    VolatilityFeature("return_1d", 7, "leverage: Black 1976", lambda bars: _standardised(bars, 1)),
    VolatilityFeature("return_7d", 7, "leverage: Black 1976", lambda bars: _standardised(bars, 7)),
    VolatilityFeature("volume_1d", 30, "Clark 1973: the last day's volume against the last 30 days'",
                      lambda bars: np.log((bars.a_day(bars.series.volume, 1) + 1e-9)
                                          / (bars.a_day(bars.series.volume, 30) + 1e-9))),
    VolatilityFeature("surprise_6h", 14.25, "the hour of the day: Andersen and Bollerslev 1997", _surprise),
    VolatilityFeature("weekend", 0, "the day of the week: French 1980", _weekend),
    VolatilityFeature("same_day_7d", 7, "the same weekday a week ago",
                      lambda bars: log_of(lagged(bars.variance(1), 6 * bars.day)), is_level=True),
)  # fmt: skip

LONGEST_DAYS = max(feature.look_back_days for feature in VOLATILITY_FEATURES)
ANCHOR = [feature.name for feature in VOLATILITY_FEATURES].index("rv_7d")
"""The column that a risk model corrects, and from which it measures the others' levels."""


def relative_levels(values: Floats) -> Floats:
    """The features with every log variance but the anchor's measured from the anchor, float64[n, 27].

    A market's level wanders from year to year; how today stands to this week does so less.
    """
    moved = values.copy()
    levels = [place for place, feature in enumerate(VOLATILITY_FEATURES) if feature.is_level]
    moved[:, levels] -= values[:, [ANCHOR]]
    moved[:, ANCHOR] = values[:, ANCHOR]
    return moved
