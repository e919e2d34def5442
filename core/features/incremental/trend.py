"""Bars in; the table's trend indicators out, one class a row."""

from math import isnan, nan

from core.features.incremental.bar import Bar, Row
from core.features.incremental.momentum import EPSILON
from core.features.incremental.parts import Highest, Lag, Lowest, Mean, Part, Smooth, Sum, over


class CloseOverAverage(Row):
    """The close by its exponential average, less 1."""

    __slots__ = ("average",)

    def __init__(self, span: int) -> None:
        self.average = Smooth.of_span(span)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return bar.close / self.average.push(bar.close) - 1


class CloseOverMean(Row):
    """The close by its mean, less 1."""

    __slots__ = ("mean",)

    def __init__(self, window: int) -> None:
        self.mean = Mean(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return over(bar.close, self.mean.push(bar.close)) - 1


class CloseOverWeighted(Row):
    """The close by its linearly weighted mean, less 1.

    Each time the ring is full both sums are made anew, so that rounding never grows old: O(1) on average.
    """

    __slots__ = ("at", "ring", "seen", "weighted", "whole")

    def __init__(self, window: int) -> None:
        self.ring = [0.0] * window
        self.at = self.seen = 0
        self.weighted = self.whole = 0.0

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        ring, window, close = self.ring, len(self.ring), bar.close
        oldest, ring[self.at] = ring[self.at], close
        self.at += 1
        self.seen = min(self.seen + 1, window)
        if self.at == window:
            self.at = 0
            self.whole = sum(ring)
            self.weighted = sum(weight * price for weight, price in enumerate(ring, 1))
        else:
            self.weighted += close * window - self.whole
            self.whole += close - oldest
        if self.seen < window:
            return nan
        return over(close, self.weighted / (window * (window + 1) // 2)) - 1


class TripleSmooth(Row):
    """The change of a thrice smoothed close, in percent."""

    __slots__ = ("before", "first", "second", "third")

    def __init__(self, span: int) -> None:
        self.first, self.second, self.third = (Smooth.of_span(span) for _ in range(3))
        self.before = nan

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        smooth = self.third.push(self.second.push(self.first.push(bar.close)))
        before, self.before = self.before, smooth
        return (smooth - before) / before * 100


class Mass(Row):
    """Ranges by their own average, summed up, less what a calm market has."""

    __slots__ = ("again", "ranges", "total")

    def __init__(self, fast: int, slow: int) -> None:
        self.ranges, self.again = Smooth.of_span(fast), Smooth.of_span(fast)
        self.total = Sum(slow)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        ranges = self.ranges.push(bar.span)
        return self.total.push(over(ranges, self.again.push(ranges))) / 25 - 1


class Ichimoku(Row):
    """The conversion line less the base line, by the close."""

    __slots__ = ("high", "high_base", "low", "low_base")

    def __init__(self, conversion: int, base: int) -> None:
        self.high, self.low = Highest(conversion), Lowest(conversion)
        self.high_base, self.low_base = Highest(base), Lowest(base)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        conversion = 0.5 * (self.high.push(bar.high) + self.low.push(bar.low))
        base = 0.5 * (self.high_base.push(bar.high) + self.low_base.push(bar.low))
        return (conversion - base) / bar.close


class KnowSureThing(Row):
    """Four smoothed rates of change, weighted 1 to 4.

    Args:
        terms: window of the rate and of its mean, each.
    """

    __slots__ = ("closes", "means")

    def __init__(self, *terms: tuple[int, int]) -> None:
        self.closes = tuple(Lag(window) for window, _ in terms)
        self.means = tuple(Mean(smooth) for _, smooth in terms)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        total = 0.0
        for weight, (closes, mean) in enumerate(zip(self.closes, self.means, strict=True), 1):
            total += weight * mean.push(bar.close / closes.push(bar.close) - 1)
        return total


class Vortex(Row):
    """Upward less downward movement by the true range of the same candles."""

    __slots__ = ("downs", "ranges", "ups")

    def __init__(self, window: int) -> None:
        self.ups, self.downs, self.ranges = Sum(window), Sum(window), Sum(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        ups = self.ups.push(abs(bar.high - bar.prev_low))
        downs = self.downs.push(abs(bar.low - bar.prev_high))
        ranges = self.ranges.push(nan if isnan(bar.prev_close) else bar.true_range)
        return over(ups - downs, ranges)


class _Movement(Part):
    """Wilder's smoothed movements and true range, as TA-Lib keeps them."""

    __slots__ = ("down", "ranges", "seen", "up", "window")

    def __init__(self, window: int) -> None:
        self.up = self.down = self.ranges = 0.0
        self.seen = 0
        self.window = window

    def push(self, bar: Bar) -> bool:
        """Take a candle; whether there were more than the first window of them."""
        if isnan(bar.prev_close):
            return False
        up, down = bar.high - bar.prev_high, bar.prev_low - bar.low
        is_settled = self.seen >= self.window - 1
        if is_settled:
            self.up -= self.up / self.window
            self.down -= self.down / self.window
            self.ranges = self.ranges - self.ranges / self.window + bar.true_range
        else:
            self.seen += 1
            self.ranges += bar.true_range
        if down > 0 and up < down:
            self.down += down
        elif up > 0 and up > down:
            self.up += up
        return is_settled

    def indicators(self) -> tuple[float, float] | None:
        """Upward and downward movement in percent of the range; None where there is no range."""
        if self.ranges < EPSILON:
            return None
        return 100.0 * (self.up / self.ranges), 100.0 * (self.down / self.ranges)


class Directional(Row):
    """The upward less the downward directional indicator."""

    __slots__ = ("movement",)

    def __init__(self, window: int) -> None:
        self.movement = _Movement(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        if not self.movement.push(bar):
            return nan
        found = self.movement.indicators()
        return (found[0] - found[1]) / 100 if found else 0.0


class DirectionalIndex(Row):
    """Wilder's average of how one-sided the movement is, from -1 to 1."""

    __slots__ = ("average", "movement", "seen", "window")

    def __init__(self, window: int) -> None:
        self.movement = _Movement(window)
        self.average = 0.0
        self.seen = 0
        self.window = window

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        if not self.movement.push(bar):
            return nan
        index, window = self._index(), self.window
        if self.seen < window:
            self.seen += 1
            self.average += index or 0.0
            if self.seen < window:
                return nan
            self.average /= window
        elif index is not None:
            self.average = (self.average * (window - 1) + index) / window
        return self.average / 50 - 1

    def _index(self) -> float | None:
        found = self.movement.indicators()
        if not found or found[0] + found[1] < EPSILON:
            return None
        up, down = found
        return 100.0 * (abs(down - up) / (down + up))


class Aroon(Row):
    """How much later the highest came than the lowest, from -1 to 1."""

    __slots__ = ("highest", "lowest")

    def __init__(self, window: int) -> None:
        self.highest, self.lowest = Highest(window + 1), Lowest(window + 1)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        self.highest.push(bar.high)
        self.lowest.push(bar.low)
        steps = self.highest.window - 1
        return 100.0 / steps * (self.highest.places[0] - self.lowest.places[0]) / 100


class Commodity(Row):
    """The typical price's distance from its mean, by the mean distance from it.

    Distances from a mean that moves have no running sum: the window is summed anew, as in TA-Lib.
    """

    __slots__ = ("at", "ring", "seen")

    def __init__(self, window: int) -> None:
        self.ring = [nan] * window
        self.at = self.seen = 0

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        ring, window, at = self.ring, len(self.ring), self.at
        ring[at] = bar.typical
        self.at = at + 1 if at + 1 < window else 0
        self.seen = min(self.seen + 1, window)
        if self.seen < window:
            return nan
        mean = _plain_sum(ring) / window
        distances = _plain_sum([abs(price - mean) for price in ring])
        distance = bar.typical - mean
        if abs(distance) < EPSILON or distances < EPSILON:
            return 0.0
        return distance / (0.015 * (distances / window)) / 100


def _plain_sum(values: list[float]) -> float:
    """The sum in the order of storage; the built-in one compensates from Python 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total


class Reversal(Row):
    """Wilder's stop and reverse by the close; TA-Lib's turns, acceleration 0.02 to 0.2."""

    __slots__ = ("extreme", "is_long", "speed", "stop")

    def __init__(self) -> None:
        self.is_long = True
        self.stop = self.extreme = nan
        self.speed = 0.02

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        if isnan(bar.prev_close):
            return nan
        if isnan(self.stop):
            self._begin(bar)
        # A falling trend is a rising one seen in a mirror: every price with its sign turned.
        sign = 1.0 if self.is_long else -1.0
        low, high = (bar.low, bar.high) if self.is_long else (-bar.high, -bar.low)
        floor = min(low, bar.prev_low if self.is_long else -bar.prev_high)
        stop, extreme = sign * self.stop, sign * self.extreme
        if low <= stop:
            return self._turn(bar)
        if high > extreme:
            extreme = high
            self.speed = min(self.speed + 0.02, 0.2)
        shown, following = stop, stop + self.speed * (extreme - stop)
        self.stop, self.extreme = sign * min(following, floor), sign * extreme
        return 1 - sign * shown / bar.close

    def _begin(self, bar: Bar) -> None:
        up, down = bar.high - bar.prev_high, bar.prev_low - bar.low
        self.is_long = not (down > 0 and up < down)
        self.extreme, self.stop = (bar.high, bar.prev_low) if self.is_long else (bar.low, bar.prev_high)

    def _turn(self, bar: Bar) -> float:
        """The trend ends here: the extreme becomes the stop of the opposite trend."""
        self.is_long = not self.is_long
        sign = 1.0 if self.is_long else -1.0
        low, high = (bar.low, bar.high) if self.is_long else (-bar.high, -bar.low)
        floor = min(low, bar.prev_low if self.is_long else -bar.prev_high)
        shown = min(sign * self.extreme, floor)
        self.speed = 0.02
        self.extreme = sign * high
        self.stop = sign * min(shown + self.speed * (high - shown), floor)
        return 1 - sign * shown / bar.close
