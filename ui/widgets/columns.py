"""Columns of numbers in; the same with room behind them, so that one more row costs no copy of all, out."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

_ROOM: Final = 8
"""A new memory has an eighth of the rows free, so that all copies together are a few times the rows."""
_LEAST_ROOM: Final = 64


class Columns:
    """Columns of one length, growing by rows; rows that were read stay where they are.

    Args:
        columns: arrays of one length, copied.
        dtype: of all columns.
    """

    def __init__(self, columns: Sequence[NDArray[Any]], dtype: DTypeLike = np.float64) -> None:
        self.length = len(columns[0])
        self._memory = np.empty((len(columns), self._capacity(self.length)), dtype)
        for place, values in enumerate(columns):
            self._memory[place, : self.length] = values

    @staticmethod
    def _capacity(length: int) -> int:
        return length + max(_LEAST_ROOM, length // _ROOM)

    def view(self, first: int = 0, last: int | None = None) -> NDArray[Any]:
        """[columns, rows] from row `first` to before `last`, not copied."""
        return self._memory[:, first : self.length if last is None else last]

    def put(self, row: int, values: Sequence[Any]) -> None:
        """Write row `row`, which is a row that is there or the next one."""
        if row == self.length:
            if row == self._memory.shape[1]:
                self._grow()
            self.length += 1
        self._memory[:, row] = values

    def _grow(self) -> None:
        larger = np.empty((len(self._memory), self._capacity(self.length)), self._memory.dtype)
        larger[:, : self.length] = self._memory[:, : self.length]
        self._memory = larger
