"""Rows of numbers as an exchange sent them in; candles in order, and what was wrong with the rows, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from core.errors import PeerBroke
from core.features.candles import CandleSeries, find_fault, utc

Row = tuple[float, ...]
_FIELDS = 6
"""Open time in milliseconds, open, high, low, close, volume."""


@dataclass(frozen=True)
class CandleRows:
    """The rows of one answer.

    Args:
        rows: by open time in UTC seconds, ascending: open, high, low, close, volume.
        repeated: rows that stood twice with the same values.
        is_unsorted: whether times went up and down; all ascending and all descending are customs.
        disputed: open times with two different rows, which are not in `rows`.
    """

    rows: dict[int, Row]
    repeated: int
    is_unsorted: bool
    disputed: tuple[int, ...]

    @classmethod
    def read(cls, rows: Sequence[Any], exchange: str) -> "CandleRows":
        """The rows put in order; raises PeerBroke for what is no row."""
        try:
            parsed = [(int(row[0]) // 1000, tuple(float(value) for value in row[1:_FIELDS])) for row in rows]
        except (TypeError, ValueError, IndexError, OverflowError) as error:
            raise _not_a_candle(exchange) from error
        if any(len(values) != _FIELDS - 1 for _, values in parsed):
            raise _not_a_candle(exchange)
        steps = [after[0] - before[0] for before, after in pairwise(parsed)]
        different = sorted(set(parsed))
        disputed = {one[0] for one, other in pairwise(different) if one[0] == other[0]}
        return cls(
            {at: values for at, values in different if at not in disputed},
            len(parsed) - len(different),
            any(step < 0 for step in steps) and any(step > 0 for step in steps),
            tuple(sorted(disputed)),
        )

    @property
    def times(self) -> list[int]:
        """All open times, those in dispute too, ascending."""
        return sorted([*self.rows, *self.disputed])

    def series(self, like: CandleSeries, since: int, until: int) -> tuple[CandleSeries, tuple[int, ...]]:
        """The candles with since <= open time < until, of the market of `like`, and the times of broken ones.

        Raises:
            PeerBroke: all are broken.
        """
        inside = [(at, *values) for at, values in self.rows.items() if since <= at < until]
        broken: list[int] = []
        while True:
            table = np.array(inside, dtype=np.float64).reshape(-1, _FIELDS)
            columns = (table[:, 0].astype(np.int64), *table[:, 1:].T)
            fault = find_fault(like.timeframe, *columns)
            if fault is None:
                return CandleSeries(like.symbol, like.timeframe, like.venue, *columns), tuple(broken)
            broken.append(int(inside.pop(fault.row)[0]))
            if not inside:
                raise PeerBroke(
                    f"{like.venue} sent a broken candle for {utc(broken[0])}: {fault.what}.",
                    "Use another exchange.",
                )


def _not_a_candle(exchange: str) -> PeerBroke:
    return PeerBroke(f"{exchange} sent something that is no candle.", "Use another exchange.")
