"""Round trips in; how deep the fall and how large the end could have been with other luck, out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.trading.trips import Trip

Floats = NDArray[np.float64]

MOST_DRAWS = 100_000
_CELLS = 4_000_000
"""Draws are made in blocks of so many trips, about 100 MB."""


@dataclass(frozen=True)
class MonteCarlo:
    """Equity between the trips, had they come otherwise; each array one value a draw.

    The same trips in another order end at the same equity, because returns multiply: order alone changes how
    deep the fall was. Trips drawn with replacement change both; that is how much the end owes to a few of
    them. Both take trips for independent of each other and one after the other, and look at equity between
    trips only, so a fall within a trip is not seen.

    Args:
        trips: how many trips each draw has.
        seed: of the draws.
        drawdown: what the real order gave, on the same footing.
        shuffled_drawdown: the same trips in random order.
        resampled_drawdown: trips drawn with replacement.
        resampled_final: equity at their end, in the quote asset.
    """

    trips: int
    seed: int
    drawdown: float
    shuffled_drawdown: Floats
    resampled_drawdown: Floats
    resampled_final: Floats


def monte_carlo(trips: Sequence[Trip], capital: float, draws: int, seed: int) -> MonteCarlo | None:
    """Random orders and random choices of the trips; None when fewer than two were made.

    Args:
        trips: by the time of their end.
        capital: at the start, in the quote asset.
        draws: of each kind, 1 to MOST_DRAWS.
        seed: the same gives the same.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise YouCanFix(f"{draws} draws are not usable.", f"Give 1 to {MOST_DRAWS:,}.")
    growth = _growth(trips, capital)
    if len(growth) < 2 or growth.min() <= 0:  # noqa: PLR2004 - one trip has one order; ruin has no next trip
        return None
    rng = np.random.default_rng(seed)
    block = max(1, _CELLS // len(growth))
    sizes = [min(block, draws - first) for first in range(0, draws, block)]
    shuffled = [_deepest(rng.permuted(np.tile(growth, (size, 1)), axis=1)) for size in sizes]
    drawn = [_curves(growth[rng.integers(0, len(growth), (size, len(growth)))]) for size in sizes]
    return MonteCarlo(
        trips=len(growth),
        seed=seed,
        drawdown=float(_deepest(growth[None, :])[0]),
        shuffled_drawdown=np.concatenate(shuffled),
        resampled_drawdown=np.concatenate([_fall(curves) for curves in drawn]),
        resampled_final=np.concatenate([capital * curves[:, -1] for curves in drawn]),
    )


def _growth(trips: Sequence[Trip], capital: float) -> Floats:
    """Each trip's factor on the equity that was there before it ended; their product is the whole growth."""
    equity = capital + np.concatenate([[0.0], np.cumsum([one.profit for one in trips])])
    return equity[1:] / equity[:-1]


def _deepest(growth: Floats) -> Floats:
    return _fall(_curves(growth))


def _curves(growth: Floats) -> Floats:
    """Equity over capital before the first trip and after each, [draws, trips + 1]."""
    return np.cumprod(np.concatenate([np.ones((len(growth), 1)), growth], axis=1), axis=1)


def _fall(curves: Floats) -> Floats:
    """The deepest fall from a peak of each curve, a fraction of the peak."""
    return np.asarray((1 - curves / np.maximum.accumulate(curves, axis=1)).max(axis=1))
