"""Bars in; the table's price and momentum indicators out, one class a row."""

from math import isnan, nan

from core.features.incremental.bar import Bar, Row
from core.features.incremental.parts import Highest, Lag, Lowest, Mean, Smooth, Sum, over
from core.features.indicators import EXACT

EPSILON = 1e-14
"""What TA-Lib takes for zero."""


class LogReturn(Row):
    """Log of the close over the close before it."""

    __slots__ = ()

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return bar.log_return * 100 / 100


class RateOfChange(Row):
    """The close over the close `window` candles ago, less 1."""

    __slots__ = ("closes",)

    def __init__(self, window: int) -> None:
        self.closes = Lag(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        before = self.closes.push(bar.close)
        return (bar.close - before) / before * 100 / 100


class BalanceOfPower(Row):
    """Where a candle closed in its range, by where it opened."""

    __slots__ = ()

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return (bar.close - bar.open) / bar.span if bar.span >= EPSILON else 0.0


class RelativeStrength(Row):
    """Wilder's averages of rises by falls, from -1 to 1."""

    __slots__ = ("falls", "rises")

    def __init__(self, window: int) -> None:
        alpha = 1 / window
        com = (1 - alpha) / alpha
        self.rises, self.falls = Smooth(com, window), Smooth(com, window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        change = bar.close - bar.prev_close
        rises = self.rises.push(change if change > 0 else 0.0)
        falls = self.falls.push(-change if change < 0 else 0.0)
        strength = 100 if falls == 0 else 100 - (100 / (1 + rises / falls))
        return strength / 50 - 1


class Stochastic(Row):
    """The close in the range of the window, from -1 to 1."""

    __slots__ = ("highest", "lowest")

    def __init__(self, window: int) -> None:
        self.highest, self.lowest = Highest(window), Lowest(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        low, high = self.lowest.push(bar.low), self.highest.push(bar.high)
        return over(100 * (bar.close - low), high - low) / 50 - 1


class TrueStrength(Row):
    """Twice smoothed changes by twice smoothed distances."""

    __slots__ = ("changes", "changes_again", "distances", "distances_again")

    def __init__(self, slow: int, fast: int) -> None:
        self.changes, self.distances = Smooth.of_span(slow), Smooth.of_span(slow)
        self.changes_again, self.distances_again = Smooth.of_span(fast), Smooth.of_span(fast)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        change = bar.close - bar.prev_close
        changes = self.changes_again.push(self.changes.push(change))
        distances = self.distances_again.push(self.distances.push(abs(change)))
        return over(changes, distances) * 100 / 100


class Ultimate(Row):
    """Buying pressure by true range over three windows, from -1 to 1."""

    __slots__ = ("pressures", "ranges")

    def __init__(self, *windows: int) -> None:
        self.pressures = tuple(Sum(window) for window in windows)
        self.ranges = tuple(Sum(window) for window in windows)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        before = bar.prev_close
        pressure = nan if isnan(before) else bar.close - min(bar.low, before)
        short, middle, long = (
            over(pressures.push(pressure), ranges.push(bar.true_range))
            for pressures, ranges in zip(self.pressures, self.ranges, strict=True)
        )
        return 100.0 * (4.0 * short + 2.0 * middle + 1.0 * long) / 7.0 / 50 - 1


class Awesome(Row):
    """A short less a long mean of the candles' middles, by the close."""

    __slots__ = ("long", "short")

    def __init__(self, short: int, long: int) -> None:
        self.short, self.long = Mean(short), Mean(long)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        middle = 0.5 * (bar.high + bar.low)
        return (self.short.push(middle) - self.long.push(middle)) / bar.close


class PriceOscillator(Row):
    """A fast less a slow average of the close, by the slow one."""

    __slots__ = ("fast", "slow")

    def __init__(self, fast: int, slow: int) -> None:
        self.fast, self.slow = Smooth.of_span(fast), Smooth.of_span(slow)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return self.percent(bar.close) / 100

    def percent(self, number: float) -> float:
        """The oscillator of any column, in percent."""
        fast, slow = self.fast.push(number), self.slow.push(number)
        return over(fast - slow, slow) * 100


class PriceHistogram(Row):
    """The price oscillator less its own average."""

    __slots__ = ("oscillator", "signal")

    def __init__(self, fast: int, slow: int, signal: int) -> None:
        self.oscillator, self.signal = PriceOscillator(fast, slow), Smooth.of_span(signal)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        percent = self.oscillator.percent(bar.close)
        return (percent - self.signal.push(percent)) / 100


class Adaptive(Row):
    """The close by Kaufman's adaptive average, less 1; TA-Lib's arithmetic."""

    __slots__ = ("average", "closes", "distance", "trailing")

    def __init__(self, window: int) -> None:
        self.closes = Lag(window)
        self.average = self.trailing = nan
        self.distance = 0.0

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        close = round(bar.close * EXACT) / EXACT
        before = nan if isnan(bar.prev_close) else round(bar.prev_close * EXACT) / EXACT
        oldest = self.closes.push(close)
        moved = 0.0 if isnan(before) else abs(close - before)
        if isnan(oldest):
            self.distance += moved
            return nan
        if isnan(self.trailing):
            self.average = before
        else:
            self.distance -= abs(self.trailing - oldest)
        self.distance += moved
        self.trailing = oldest
        self.average += (close - self.average) * self._speed(close - oldest)
        return over(bar.close, self.average) - 1

    def _speed(self, way: float) -> float:
        is_straight = self.distance <= way or self.distance < EPSILON
        efficiency = 1.0 if is_straight else abs(way / self.distance)
        slowest = 2.0 / 31
        factor = efficiency * (2.0 / 3 - slowest) + slowest
        return factor * factor
