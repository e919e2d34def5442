"""Bars in; the table's volume indicators out, one class a row."""

from math import isnan, nan

import numpy as np

from core.features.incremental.bar import Bar, Row
from core.features.incremental.momentum import EPSILON, PriceOscillator
from core.features.incremental.parts import Lag, Mean, Smooth, Sum, over

_MOST_LOG = 709.0
"""Its exponential is about the largest float64."""


class RelativeVolume(Row):
    """Log of the volume over its mean, never below a thousandth."""

    __slots__ = ("mean",)

    def __init__(self, window: int) -> None:
        self.mean = Mean(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return float(np.log(max(over(bar.volume, self.mean.push(bar.volume)), 1e-3)))


class VolumeOscillator(Row):
    """A fast less a slow average of the volume, by the slow one."""

    __slots__ = ("oscillator",)

    def __init__(self, fast: int, slow: int) -> None:
        self.oscillator = PriceOscillator(fast, slow)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        return self.oscillator.percent(bar.volume) / 100


class Chaikin(Row):
    """Volume weighted by where candles close in their range, by the volume."""

    __slots__ = ("flows", "volumes")

    def __init__(self, window: int) -> None:
        self.flows, self.volumes = Sum(window), Sum(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        place = ((bar.close - bar.low) - (bar.high - bar.close)) / bar.span if bar.span else 0.0
        return over(self.flows.push(place * bar.volume), self.volumes.push(bar.volume))


class Force(Row):
    """Price changes times volume, smoothed, by price times smoothed volume."""

    __slots__ = ("forces", "volumes")

    def __init__(self, span: int) -> None:
        self.forces, self.volumes = Smooth.of_span(span), Smooth.of_span(span, 1)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        force = self.forces.push((bar.close - bar.prev_close) * bar.volume)
        return over(force, bar.close * self.volumes.push(bar.volume))


class Balance(Row):
    """Volume of rises less volume of falls over the window, by its volume.

    The balance itself runs from the first candle, as in the batch; only its change over the window is shown.
    """

    __slots__ = ("balance", "balances", "volumes")

    def __init__(self, window: int) -> None:
        self.balance = 0.0
        self.balances, self.volumes = Lag(window), Sum(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        self.balance += -bar.volume if bar.close < bar.prev_close else bar.volume
        change = self.balance - self.balances.push(self.balance)
        return over(change, self.volumes.push(bar.volume))


class MoneyFlow(Row):
    """Typical price times volume of rises by that of all moves, from -1 to 1; TA-Lib's running sums."""

    __slots__ = ("fall", "falls", "idle", "prev_typical", "rise", "rises", "seen")

    def __init__(self, window: int) -> None:
        self.rises, self.falls = Lag(window), Lag(window)
        self.rise = self.fall = 0.0
        self.prev_typical = nan
        self.seen = self.idle = 0

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        before, self.prev_typical = self.prev_typical, bar.typical
        if isnan(before):
            return nan
        rise, fall = _money(bar, before)
        gone_rise, gone_fall = self.rises.push(rise), self.falls.push(fall)
        window = len(self.rises.ring)
        if self.seen < window:
            self.seen += 1
        else:
            self.rise -= gone_rise
            self.fall -= gone_fall
        self.idle = 0 if rise or fall else self.idle + 1
        if self.idle >= window:
            self.rise = self.fall = 0.0  # what rounding left of a window without moves
        self.rise += rise
        self.fall += fall
        return self._share() / 50 - 1 if self.seen == window else nan

    def _share(self) -> float:
        total = self.rise + self.fall
        return 100.0 * (min(max(self.rise, 0.0), total) / total) if total > 0 else 0.0


def _money(bar: Bar, before: float) -> tuple[float, float]:
    """What went into a rise and into a fall; nothing where the typical price stands still but for rounding.

    The power of two is the batch's: older TA-Libs take little money for none.
    """
    change = bar.typical - before
    if abs(change) <= EPSILON * (abs(bar.typical) + abs(before)):
        return 0.0, 0.0
    money = bar.typical * (bar.volume * 2.0**40)
    return (0.0, money) if change < 0 else (money, 0.0)


class NegativeVolume(Row):
    """The index that moves on candles of falling volume, by its own average, less 1."""

    __slots__ = ("average", "log_index")

    def __init__(self, span: int) -> None:
        self.log_index = 0.0
        self.average = Smooth.of_span(span, 1)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        if bar.volume < bar.prev_volume:
            self.log_index += bar.log_return
        index = float(np.exp(self.log_index)) if self.log_index < _MOST_LOG else nan
        return over(index, self.average.push(index)) - 1


class VolumeWeighted(Row):
    """The close by the mean price of the window's volume, less 1."""

    __slots__ = ("moneys", "volumes")

    def __init__(self, window: int) -> None:
        self.moneys, self.volumes = Sum(window), Sum(window)

    def push(self, bar: Bar) -> float:
        """The value at this candle."""
        price = over(self.moneys.push(bar.typical * bar.volume), self.volumes.push(bar.volume))
        return over(bar.close, price) - 1
