"""Long columns in; the same at a quarter of the length, again and again, out: every view is short."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FACTOR: Final = 4
_SMALLEST: Final = 64
"""Below this length a coarser level would save nothing."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bars:
    """Candles `first`, `first + 1`, ... of one level; each spans `step` candles of the series."""

    step: int
    first: int
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats

    @property
    def centers(self) -> Floats:
        """float64[m], middles of the bars in candles of the series."""
        places = np.arange(self.first, self.first + len(self.open), dtype=np.float64)
        return (places + 0.5) * self.step


class CandlePyramid:
    """All levels of a series; `pick` gives the finest level that a width can show.

    Args:
        open_: float64[n], likewise the others.
        high: highest prices.
        low: lowest prices.
        close: last prices.
        volume: amounts.
    """

    def __init__(self, open_: Floats, high: Floats, low: Floats, close: Floats, volume: Floats) -> None:
        self.length = len(open_)
        self._levels = [(open_, high, low, close, volume)]
        while len(self._levels[-1][0]) > _SMALLEST:
            o, h, low_, c, v = self._levels[-1]
            starts = np.arange(0, len(o), FACTOR)
            ends = np.minimum(starts + FACTOR, len(o)) - 1
            coarser = (
                o[starts],
                np.maximum.reduceat(h, starts),
                np.minimum.reduceat(low_, starts),
                c[ends],
                np.add.reduceat(v, starts),
            )
            self._levels.append(coarser)

    def pick(self, start: float, end: float, most: float) -> Bars:
        """The candles from position `start` to `end` in at most `most` bars, one more at either side."""
        level = level_for(end - start, most, len(self._levels))
        step = FACTOR**level
        columns = self._levels[level]
        first = max(0, int(start / step) - 1)
        last = max(first, min(len(columns[0]), int(end / step) + 2))
        return Bars(step, first, *(values[first:last] for values in columns))


class LinePyramid:
    """A line's values, the lowest and highest of each group kept so that no spike is lost; NaN is a hole."""

    def __init__(self, values: Floats) -> None:
        self._levels = [(values, values)]
        while len(self._levels[-1][0]) > _SMALLEST:
            low, high = self._levels[-1]
            starts = np.arange(0, len(low), FACTOR)
            self._levels.append((np.fmin.reduceat(low, starts), np.fmax.reduceat(high, starts)))

    def pick(self, start: float, end: float, most: float) -> tuple[int, int, Floats, Floats]:
        """Step, first position, lows and highs of positions `start` to `end`, at most `most` of them."""
        level = level_for(end - start, most, len(self._levels))
        step = FACTOR**level
        low, high = self._levels[level]
        first = max(0, int(start / step) - 1)
        last = max(first, min(len(low), int(end / step) + 2))
        return step, first, low[first:last], high[first:last]


def level_for(span: float, most: float, levels: int) -> int:
    """The finest level with at most `most` bars in `span` candles."""
    level = 0
    while level < levels - 1 and span / FACTOR**level > most:
        level += 1
    return level
