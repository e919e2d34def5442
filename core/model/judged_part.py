"""A dataset with the candles it was made of in; by symbol its training and its judged windows out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.features.candles import CandleSeries, Floats
from core.features.dataset import Dataset
from core.features.labels import LabelSpec
from core.model.judging import Outcomes

Rows = NDArray[np.int64]


class Part(NamedTuple):
    """A dataset as a model is judged on it.

    Args:
        dataset: its `training` fits the baselines, its `validation` is judged.
        series: the candles it was made of, in the same order.
        labels: what it foresees.
        chose_epoch: whether the judged windows chose the epoch, too.
    """

    dataset: Dataset
    series: Sequence[CandleSeries]
    labels: LabelSpec
    chose_epoch: bool


@dataclass(frozen=True, eq=False)
class Side:
    """One symbol's windows of a part.

    Args:
        rows: positions of the windows in the dataset.
        ends: int64[], the candle of the series that each ends with.
        places: where they stand among all training, or all judged, windows.
    """

    rows: Rows
    ends: Rows
    places: Rows


class Sides:
    """A part, symbol by symbol; symbols without a judged window are left out.

    Attributes:
        series: candles of each symbol.
        trained: its training windows.
        judged: its judged ones.
    """

    def __init__(self, part: Part) -> None:
        self.part = part
        given, bounds = part.dataset, np.cumsum([0, *map(len, part.series)]).tolist()
        every = [
            (one, self._side(given.training, *rows), self._side(given.validation, *rows))
            for one, rows in zip(part.series, pairwise(bounds), strict=True)
        ]
        self.series, self.trained, self.judged = zip(*(one for one in every if len(one[2].rows)), strict=True)

    def _side(self, rows: Rows, first: int, end: int) -> Side:
        ends = self.part.dataset.ends[rows]
        places = np.flatnonzero((ends >= first) & (ends < end))
        return Side(rows[places], ends[places] - first, places)

    def outcomes(self) -> Outcomes:
        """What came true on the judged windows."""
        given, rows = self.part.dataset, self.part.dataset.validation
        horizon = self.part.labels.horizon_candles
        ahead = self.spread(lambda number, side: self._moved(number, side.ends, side.ends + horizon))
        return Outcomes(
            at=given.end_at[rows],
            up=given.up[rows].astype(np.float64),
            returns=ahead,
            log_variance=given.log_variance[rows].astype(np.float64),
            groups=tuple(side.places for side in self.judged),
        )

    def last_return(self) -> Floats:
        """The return over the last horizon; what the series does not reach back to is 0."""
        horizon = self.part.labels.horizon_candles
        return self.spread(
            lambda number, side: self._moved(number, np.maximum(side.ends - horizon, 0), side.ends)
        )

    def _moved(self, number: int, since: Rows, until: Rows) -> Floats:
        close = self.series[number].close
        return np.asarray(np.log(close[until] / close[since]))

    def spread(self, said: Callable[[int, Side], Floats]) -> Floats:
        """What is said of each symbol's judged windows, in the order of all."""
        found: Floats = np.empty(len(self.part.dataset.validation))
        for number, side in enumerate(self.judged):
            found[side.places] = said(number, side)
        return found
