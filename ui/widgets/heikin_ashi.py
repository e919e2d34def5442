"""Candles in, Heikin-Ashi candles out: all at once, or the next one from the one before it."""

import numpy as np
from numpy.typing import NDArray

from ui.widgets.overlays import smoothed

Floats = NDArray[np.float64]
Candle = tuple[float, float, float, float]
_HALF = 0.5


def heikin_ashi(open_: Floats, high: Floats, low: Floats, close: Floats) -> tuple[Floats, ...]:
    """Open, high, low and close of averaged candles, float64[n] each.

    Close is the mean of the four prices, open the middle of the averaged candle before (of the first: of the
    candle itself), high and low reach as far as the candle and both of them (Valcu 2004). The recursion of
    the open is an exponential mean with rate 1/2.
    """
    mean = (open_ + high + low + close) / 4
    seeded = np.concatenate([(open_[:1] + close[:1]) * _HALF, mean[:-1]])
    begin = smoothed(seeded, _HALF)
    top, bottom = np.maximum(begin, mean), np.minimum(begin, mean)
    return begin, np.maximum(high, top), np.minimum(low, bottom), mean


def next_heikin_ashi(before: Candle | None, candle: Candle) -> Candle:
    """The averaged candle of `candle`, given the averaged one before it."""
    open_, high, low, close = candle
    mean = (open_ + high + low + close) / 4
    begin = (open_ + close) * _HALF if before is None else (before[0] + before[3]) * _HALF
    return begin, max(high, begin, mean), min(low, begin, mean), mean
