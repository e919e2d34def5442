"""Long columns in; the same at a quarter of the length, again and again, out: every view is short."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ui.widgets.columns import Columns

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


class Pyramid(ABC):
    """Levels of columns, each a quarter as long as the one before it; a row more touches one row a level.

    Args:
        columns: of the finest level, float64[n] each.
    """

    def __init__(self, *columns: Floats) -> None:
        self._levels = [Columns(columns)]
        self._raise()

    @property
    def length(self) -> int:
        """Rows of the finest level."""
        return self._levels[0].length

    @property
    def columns(self) -> tuple[Floats, ...]:
        """The finest level, float64[n] each."""
        return tuple(self._levels[0].view())

    def append(self, values: Sequence[float]) -> None:
        """One row more at the end: a row of each level is written, made of at most four of the finer one."""
        self._levels[0].put(self.length, values)
        for finer, coarser in zip(self._levels, self._levels[1:], strict=False):
            row = (finer.length - 1) // FACTOR
            group = finer.view(row * FACTOR, finer.length)
            coarser.put(row, [values[0] for values in self._join(group, np.zeros(1, np.int64))])
        self._raise()

    def _raise(self) -> None:
        """Coarser levels until the last is short."""
        while self._levels[-1].length > _SMALLEST:
            finer = self._levels[-1].view()
            starts = np.arange(0, finer.shape[1], FACTOR)
            self._levels.append(Columns(self._join(finer, starts)))

    @abstractmethod
    def _join(self, finer: NDArray[Any], starts: NDArray[np.int64]) -> tuple[Floats, ...]:
        """Columns of the groups that begin at `starts` and reach to the next one."""

    def _pick(self, start: float, end: float, most: float) -> tuple[int, int, tuple[Floats, ...]]:
        """Step, first row and columns of the finest level with at most `most` rows from `start` to `end`."""
        level = level_for(end - start, most, len(self._levels))
        step = FACTOR**level
        columns = self._levels[level]
        first = max(0, int(start / step) - 1)
        last = max(first, min(columns.length, int(end / step) + 2))
        return step, first, tuple(columns.view(first, last))


class CandlePyramid(Pyramid):
    """All levels of a series: open, high, low, close and volume."""

    def pick(self, start: float, end: float, most: float) -> Bars:
        """The candles from position `start` to `end` in at most `most` bars, one more at either side."""
        step, first, columns = self._pick(start, end, most)
        return Bars(step, first, *columns)

    def _join(self, finer: NDArray[Any], starts: NDArray[np.int64]) -> tuple[Floats, ...]:
        open_, high, low, close, volume = finer
        ends = np.append(starts[1:], len(open_)) - 1
        return (
            open_[starts],
            np.maximum.reduceat(high, starts),
            np.minimum.reduceat(low, starts),
            close[ends],
            np.add.reduceat(volume, starts),
        )


class LinePyramid(Pyramid):
    """A line's values, the lowest and highest of each group kept so that no spike is lost; NaN is a hole."""

    def __init__(self, values: Floats) -> None:
        super().__init__(values, values)

    @property
    def values(self) -> Floats:
        """float64[n], the line itself."""
        return self.columns[0]

    def pick(self, start: float, end: float, most: float) -> tuple[int, int, Floats, Floats]:
        """Step, first position, lows and highs of positions `start` to `end`, at most `most` of them."""
        step, first, (low, high) = self._pick(start, end, most)
        return step, first, low, high

    def _join(self, finer: NDArray[Any], starts: NDArray[np.int64]) -> tuple[Floats, ...]:
        return np.fmin.reduceat(finer[0], starts), np.fmax.reduceat(finer[1], starts)


def level_for(span: float, most: float, levels: int) -> int:
    """The finest level with at most `most` bars in `span` candles."""
    level = 0
    while level < levels - 1 and span / FACTOR**level > most:
        level += 1
    return level
