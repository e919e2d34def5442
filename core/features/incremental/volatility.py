"""Bars in; the table's volatility indicators out, one class a row."""

from math import isnan, nan, sqrt

import numpy as np

from core.features.incremental.bar import Bar, Row
from core.features.incremental.momentum import EPSILON
from core.features.incremental.parts import Deviation, Highest, Lowest, Mean, Part, Sum, over

LEAST_VARIANCE = 1e-12
"""A price that stands still has no logarithm of its variance; as in the batch."""


class AverageRange(Row):
    """Wilder's average true range by the close; TA-Lib's seeding by the mean of the first window."""

    __slots__ = ("average", "seen", "window")

    def __init__(self, window: int) -> None:
        self.average = 0.0
        self.seen = 0
        self.window = window

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        if isnan(bar.prev_close):
            return nan
        window = self.window
        if self.seen < window:
            self.seen += 1
            self.average += bar.true_range
            if self.seen < window:
                return nan
            self.average /= window
        else:
            self.average = (self.average * (window - 1) + bar.true_range) / window
        return self.average / bar.close * 100.0 / 100 if bar.close >= EPSILON else 0.0


class Bollinger(Part):
    """The bands of two standard deviations around the mean."""

    __slots__ = ("deviation", "mean")

    def __init__(self, window: int) -> None:
        self.mean, self.deviation = Mean(window), Deviation(window)

    def bands(self, close: float) -> tuple[float, float, float]:
        """Lower band, mean and upper band after one more close."""
        mean, deviation = self.mean.push(close), self.deviation.push(close)
        return mean - 2 * deviation, mean, mean + 2 * deviation


class BollingerPosition(Row):
    """Where the close stands between the bands, from -0.5 to 0.5 inside."""

    __slots__ = ("bollinger",)

    def __init__(self, window: int) -> None:
        self.bollinger = Bollinger(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        lower, _, upper = self.bollinger.bands(bar.close)
        return over(bar.close - lower, upper - lower) - 0.5


class BollingerWidth(Row):
    """The distance of the bands by the mean."""

    __slots__ = ("bollinger",)

    def __init__(self, window: int) -> None:
        self.bollinger = Bollinger(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        lower, mean, upper = self.bollinger.bands(bar.close)
        return over(upper - lower, mean) * 100 / 100


class Keltner(Row):
    """Where the close stands in Keltner's channel, from -0.5 to 0.5 inside."""

    __slots__ = ("lower", "upper")

    def __init__(self, window: int) -> None:
        self.lower, self.upper = Mean(window), Mean(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        high, low, close = bar.high, bar.low, bar.close
        upper = self.upper.push(((4 * high) - (2 * low) + close) / 3.0)
        lower = self.lower.push(((-2 * high) + (4 * low) + close) / 3.0)
        return over(close - lower, upper - lower) - 0.5


class Donchian(Row):
    """Where the close stands in the range of the window, from -0.5 to 0.5."""

    __slots__ = ("highest", "lowest")

    def __init__(self, window: int) -> None:
        self.highest, self.lowest = Highest(window), Lowest(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        high, low = self.highest.push(bar.high), self.lowest.push(bar.low)
        return over(bar.close - low, high - low) - 0.5


class Ulcer(Row):
    """Root of the mean squared fall from the window's highest close."""

    __slots__ = ("highest", "mean")

    def __init__(self, window: int) -> None:
        self.highest, self.mean = Highest(window, 1), Mean(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        fall = bar.close / self.highest.push(bar.close) - 1
        return sqrt(self.mean.push(fall * fall))


class Range(Row):
    """Log of high over low."""

    __slots__ = ()

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return float(np.log(bar.high / bar.low))


class Variance(Row):
    """Log of the realised variance."""

    __slots__ = ("total",)

    def __init__(self, window: int) -> None:
        self.total = Sum(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return float(np.log(self.level(bar)))

    def level(self, bar: Bar) -> float:
        """The realised variance itself, never below its floor; NaN while there are too few candles."""
        total = self.total.push(bar.log_return * bar.log_return)
        return max(total, LEAST_VARIANCE)


class VarianceRatio(Row):
    """Log of one realised variance over another."""

    __slots__ = ("long", "short")

    def __init__(self, short: int, long: int) -> None:
        self.short, self.long = Variance(short), Variance(long)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return float(np.log(self.short.level(bar) / self.long.level(bar)))
