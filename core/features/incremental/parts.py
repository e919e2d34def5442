"""Numbers one at a time in; sums, means, extremes and averages of the last ones out, in O(1) each.

Every part repeats the arithmetic of the library that computes the batch, operation by operation: pandas'
rolling and exponential windows here, TA-Lib's in the rows themselves. So the answers agree to the last bit,
also where a formula asks whether a sum is exactly zero. NaN stands for "no value".
"""

from collections import deque
from collections.abc import Iterator
from math import isnan, nan, sqrt
from typing import Any


class Part:
    """A piece of running state: what its slots hold, in their order, is all that it remembers."""

    __slots__ = ()


def numbers(part: Part) -> Iterator[float]:
    """Everything a part remembers as numbers, in a fixed order."""
    for name in _slots(part):
        value: Any = getattr(part, name)
        if isinstance(value, Part):
            yield from numbers(value)
        elif isinstance(value, tuple):
            for inner in value:
                yield from numbers(inner)
        elif isinstance(value, (list, deque)):
            yield float(len(value))
            yield from value
        else:
            yield float(value)


def restore(part: Part, remembered: Iterator[float]) -> None:
    """Put what `numbers` gave into a fresh part of the same make; StopIteration where there is too little."""
    for name in _slots(part):
        value: Any = getattr(part, name)
        if isinstance(value, Part):
            restore(value, remembered)
        elif isinstance(value, tuple):
            for inner in value:
                restore(inner, remembered)
        elif isinstance(value, (list, deque)):
            length = int(next(remembered))
            setattr(part, name, type(value)(next(remembered) for _ in range(length)))
        else:
            setattr(part, name, type(value)(next(remembered)))


def _slots(part: Part) -> tuple[str, ...]:
    return tuple(name for kind in reversed(type(part).__mro__) for name in getattr(kind, "__slots__", ()))


def over(value: float, base: float) -> float:
    """The ratio, NaN where the base is zero; numpy's infinities become NaN at the end all the same."""
    return value / base if base else nan


class Lag(Part):
    """The number of `steps` pushes ago."""

    __slots__ = ("at", "ring")

    def __init__(self, steps: int) -> None:
        self.ring = [nan] * steps
        self.at = 0

    def push(self, value: float) -> float:
        """Take the newest; NaN while there are too few."""
        at, ring = self.at, self.ring
        old, ring[at] = ring[at], value
        at += 1
        self.at = at if at < len(ring) else 0
        return old


class Sum(Part):
    """The sum of the last `window` numbers, NaN unless all are there; as pandas' rolling sum.

    Kahan's compensation, one for what comes and one for what goes, keeps it from drifting; a window of equal
    numbers is answered without it.
    """

    __slots__ = ("at", "came", "count", "last", "ring", "same", "total", "went")

    def __init__(self, window: int) -> None:
        self.ring = [nan] * window
        self.at = self.count = self.same = 0
        self.total = self.came = self.went = 0.0
        self.last = nan

    def push(self, value: float) -> float:
        """Take the newest number."""
        self.turn(value)
        count = self.count
        if count < len(self.ring):
            return nan
        return self.last * count if self.same >= count else self.total

    def turn(self, value: float) -> None:
        """Let the oldest go, then the newest in: the order matters to the last bit."""
        at, ring = self.at, self.ring
        old, ring[at] = ring[at], value
        at += 1
        self.at = at if at < len(ring) else 0
        total = self.total
        if not isnan(old):
            self.count -= 1
            part = -old - self.went
            moved = total + part
            self.went = moved - total - part
            total = moved
        if not isnan(value):
            self.count += 1
            part = value - self.came
            moved = total + part
            self.came = moved - total - part
            total = moved
            self.same = self.same + 1 if value == self.last else 1
            self.last = value
        self.total = total


class Mean(Sum):
    """The mean of the last `window` numbers, NaN unless all are there; as pandas' rolling mean."""

    __slots__ = ("below",)

    def __init__(self, window: int) -> None:
        super().__init__(window)
        self.below = 0

    def push(self, value: float) -> float:
        """Take the newest number."""
        if self.ring[self.at] < 0:
            self.below -= 1
        if value < 0:
            self.below += 1
        self.turn(value)
        count = self.count
        if count < len(self.ring):
            return nan
        if self.same >= count:
            return self.last
        mean = self.total / count
        if (self.below == 0 and mean < 0) or (self.below == count and mean > 0):
            return 0.0  # what rounding left of numbers that were all of one sign
        return mean


class Deviation(Part):
    """The standard deviation of the last `window` numbers, as pandas' rolling std with ddof 0.

    Welford's update with Kahan's compensation; every number must be there.
    """

    __slots__ = ("at", "came", "count", "last", "mean", "ring", "same", "squares", "went")

    def __init__(self, window: int) -> None:
        self.ring = [nan] * window
        self.at = self.count = self.same = 0
        self.mean = self.squares = self.came = self.went = 0.0
        self.last = nan

    def push(self, value: float) -> float:
        """Take the newest number; NaN while there are too few."""
        at, ring = self.at, self.ring
        old, ring[at] = ring[at], value
        at += 1
        self.at = at if at < len(ring) else 0
        if not isnan(old):
            self._remove(old)
        self._add(value)
        if self.count < len(ring):
            return nan
        if self.same >= self.count:
            return 0.0
        return sqrt(max(self.squares / self.count, 0.0))

    def _remove(self, value: float) -> None:
        self.count -= 1
        if not self.count:
            self.mean = self.squares = 0.0
            return
        before = self.mean - self.went
        part = value - self.went
        delta = part - self.mean
        self.went = delta + self.mean - part
        self.mean -= delta / self.count
        self.squares -= (value - before) * (value - self.mean)

    def _add(self, value: float) -> None:
        self.count += 1
        self.same = self.same + 1 if value == self.last else 1
        self.last = value
        before = self.mean - self.came
        part = value - self.came
        delta = part - self.mean
        self.came = delta + self.mean - part
        self.mean += delta / self.count
        self.squares += (value - before) * (value - self.mean)


class Highest(Part):
    """The highest of the last `window` numbers and when it came, the latest where several are equal.

    A deque of falling values: each number enters and leaves it once.
    """

    __slots__ = ("count", "least", "places", "values", "window")

    def __init__(self, window: int, least: int | None = None) -> None:
        self.window = window
        self.least = window if least is None else least
        self.count = 0
        self.values: deque[float] = deque()
        self.places: deque[float] = deque()

    def push(self, value: float) -> float:
        """Take the newest number; NaN while there are fewer than `least`."""
        values, places, count = self.values, self.places, self.count
        while values and values[-1] <= value:
            values.pop()
            places.pop()
        values.append(value)
        places.append(count)
        if places[0] <= count - self.window:
            values.popleft()
            places.popleft()
        self.count = count = count + 1
        return values[0] if count >= self.least else nan


class Lowest(Highest):
    """The lowest of the last `window` numbers: the highest of their negatives, which is exact."""

    __slots__ = ()

    def push(self, value: float) -> float:
        """Take the newest number; NaN while there are fewer than `least`."""
        return -super().push(-value)


class Smooth(Part):
    """An exponential average that begins with the first number, as pandas' ewm without adjustment.

    Args:
        com: centre of mass; (span - 1) / 2.
        least: numbers before the first answer. Numbers may be missing before the first one only.
    """

    __slots__ = ("alpha", "decay", "due", "value", "weight")

    def __init__(self, com: float, least: int) -> None:
        self.alpha = 1.0 / (1.0 + com)
        self.decay = 1.0 - self.alpha
        self.weight = self.decay + self.alpha
        self.due = least
        self.value = nan

    @classmethod
    def of_span(cls, span: int, least: int | None = None) -> "Smooth":
        """An average with the memory of `span` numbers, silent for the first span - 1."""
        return cls((span - 1) / 2, span if least is None else least)

    def push(self, value: float) -> float:
        """Take the newest number."""
        if isnan(value):
            return nan
        known = self.value
        if isnan(known):
            known = value
        elif known != value:
            known = (self.decay * known + self.alpha * value) / self.weight
        self.value = known
        if self.due > 1:
            self.due -= 1
            return nan
        return known
