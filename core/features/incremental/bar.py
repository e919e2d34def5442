"""A candle and the one before it in, the numbers that several formulas read out."""

from abc import ABC, abstractmethod
from math import isnan, nan

import numpy as np

from core.features.incremental.parts import Part


class Bar(Part):
    """The newest candle and its predecessor, prices scaled as in the batch; NaN before there is one.

    Args:
        scale: the power of two that prices are multiplied by.
    """

    __slots__ = (
        "close",
        "high",
        "log_close",
        "log_return",
        "low",
        "open",
        "prev_close",
        "prev_high",
        "prev_low",
        "prev_volume",
        "scale",
        "span",
        "true_range",
        "typical",
        "volume",
    )

    def __init__(self) -> None:
        self.scale = nan
        self.open = self.high = self.low = self.close = self.volume = nan
        self.prev_high = self.prev_low = self.prev_close = self.prev_volume = nan
        self.span = self.true_range = self.typical = self.log_close = self.log_return = nan

    def take(self, open_: float, high: float, low: float, close: float, volume: float) -> None:
        """Move on by one candle; the first one fixes the scale."""
        if isnan(self.scale):
            self.scale = float(2.0 ** -np.floor(np.log2(close)))
        scale = self.scale
        self.prev_high, self.prev_low, self.prev_close = self.high, self.low, self.close
        self.prev_volume = self.volume
        self.open, self.volume = open_ * scale, volume
        self.high, self.low, self.close = high, low, close = high * scale, low * scale, close * scale
        before, self.log_close = self.log_close, float(np.log(close))
        self.log_return = self.log_close - before
        self.typical = (high + low + close) / 3.0
        self.span = high - low
        self.true_range = self.span
        for reach in (abs(high - self.prev_close), abs(low - self.prev_close)):
            self.true_range = max(self.true_range, reach)  # in this order: NaN, of the first candle, loses


class Row(Part, ABC):
    """The state of an indicator, which takes one bar at a time."""

    __slots__ = ()

    @abstractmethod
    def push(self, bar: Bar) -> float:
        """The value at this candle, NaN where there is none."""
