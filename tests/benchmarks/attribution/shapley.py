"""What every coalition of players is worth in; exact Shapley values and leave-one-out values out.

A coalition is a number whose bit i says whether player i is in it; `worth` holds 2^n of them in that order.
"""

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shapley(worth: Sequence[float]) -> Floats:
    """The mean of what each player adds, over all orders in which players may come (Shapley 1953)."""
    table = np.asarray(worth, np.float64)
    players = _players(table)
    coalitions = np.arange(len(table))
    sizes = np.array([int(coalition).bit_count() for coalition in coalitions])
    orders = np.array([1 / (players * comb(players - 1, size)) for size in range(players)])
    values = np.zeros(players)
    for player in range(players):
        without = coalitions[coalitions >> player & 1 == 0]
        added = table[without | 1 << player] - table[without]
        values[player] = orders[sizes[without]] @ added
    return values


def leave_one_out(worth: Sequence[float]) -> Floats:
    """What the whole loses without each player."""
    table = np.asarray(worth, np.float64)
    whole = len(table) - 1
    return np.array([table[whole] - table[whole ^ 1 << player] for player in range(_players(table))])


def _players(table: Floats) -> int:
    players = len(table).bit_length() - 1
    if len(table) != 1 << players or table.ndim != 1:
        raise ValueError("there is one worth for each of the 2^n coalitions")
    return players


def pearson(one: Floats, other: Floats) -> float:
    """The linear correlation; NaN where one side does not vary."""
    one, other = one - one.mean(), other - other.mean()
    length = np.linalg.norm(one) * np.linalg.norm(other)
    return float(one @ other / length) if length > 0 else float("nan")


def spearman(one: Floats, other: Floats) -> float:
    """The correlation of ranks, ties halved."""
    return pearson(_ranks(one), _ranks(other))


def _ranks(values: Floats) -> Floats:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places]
