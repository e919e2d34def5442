"""The sums of a query so far in; whether it needs another, and between which edges, out: bisection."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import NormalDist
from typing import Annotated

import numpy as np

from core.errors import PeerBroke
from core.features.candles import Floats
from core.federated.analytics import LEAST_TRADERS, MOST_TRADERS, UNIT, Query
from core.federated.codec import Limit

GRID = 1 << 20
"""Places on a range at which an interval may be cut: the same on every machine."""
CONFIDENCE = 0.95
"""Of what is told of noise."""

Total = Annotated[int, Limit(-(2**62), 2**62)]


@dataclass(frozen=True)
class Answered:
    """What one protected sum told.

    Args:
        total: the sum of the traders' vectors.
        traders: whose vectors are in it.
        threshold: t of its cohort: so many honest traders' noise is enough.
    """

    total: tuple[Total, ...]
    traders: Annotated[int, Limit(LEAST_TRADERS, MOST_TRADERS)]
    threshold: Annotated[int, Limit(1, MOST_TRADERS)]

    def deviation(self, query: Query) -> float:
        """Standard deviation of the noise in each number of the sum, in the ring's integers.

        Each trader adds noise of variance (z UNIT)^2 / t, so that t honest ones make up the whole.
        """
        return float(query.noise_multiplier * UNIT * np.sqrt(self.traders / self.threshold))

    def mass(self, query: Query) -> int:
        """All that was counted in a vector of masses, in units of `query.one`: everybody's, or all rows."""
        return sum(self.total) if query.counts_rows else self.traders * query.unit


History = Sequence[Answered]


@dataclass(frozen=True)
class Interval:
    """Where a quantile is looked for: between two places of the grid, which are equal outside of the range.

    Args:
        low, high: places, 0 to GRID.
    """

    low: int
    high: int

    def cuts(self, parts: int) -> tuple[int, ...]:
        """The places that cut it into `parts` pieces of about the same length, or fewer: none is empty."""
        pieces = min(parts, max(1, self.high - self.low))
        return tuple(self.low + (self.high - self.low) * piece // pieces for piece in range(pieces + 1))

    @property
    def is_outside(self) -> bool:
        """Whether what is looked for lies below or above the range."""
        return self.low == self.high


def is_complete(query: Query, history: History) -> bool:
    """Whether a query needs no further sum."""
    if query.quantile is None:
        return len(history) > 0
    if not history:
        return False
    found = interval(query, history)
    low, high = places(query, (found.low, found.high))
    is_narrow = found.high - found.low <= 1 or high - low <= query.quantile.tolerance
    return is_narrow or len(history) >= query.quantile.most_rounds or _is_drowned(query, history)


def _is_drowned(query: Query, history: History) -> bool:
    """Whether the noise hid so much that the last sum did not halve what is possible: more would not help."""
    before, after = band(query, history[:-1]), band(query, history)
    return query.noise_multiplier > 0 and 2 * (after.high - after.low) > before.high - before.low


def band(query: Query, history: History) -> Interval:
    """Where a quantile lies with 95 %, by all edges that were ever asked about.

    A place of -1 is below the range, one of GRID + 1 above it.
    """
    low, high = -1, GRID + 1
    for number, answered in enumerate(history):
        cuts = interval(query, history[:number]).cuts(query.search.parts)
        target = query.search.level * answered.mass(query)
        rounding = 0 if query.counts_rows else answered.traders  # running sums are rounded down
        for part, (place, below) in enumerate(zip(cuts, accumulate(answered.total), strict=False)):
            noise = _noise(query, answered, part + 1)
            if below + rounding + noise < target:
                low = max(low, place)
            if below - noise >= target:
                high = min(high, place)
    return Interval(min(low, high), max(low, high))


def _noise(query: Query, answered: Answered, count: int) -> float:
    """What noise does, with 95 %, to the sum of the first `count` numbers less the level's share of all."""
    level = query.search.level if query.counts_rows else 0.0  # the number of traders is known without noise
    rest = len(answered.total) - count
    deviation = answered.deviation(query) * float(np.hypot((1 - level) * count**0.5, level * rest**0.5))
    return NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * deviation


def interval(query: Query, history: History) -> Interval:
    """Where the next sum of a quantile looks, by the sums so far.

    Traders may come and go between two sums, and noise may mislead: when the quantile turns out to lie beside
    the interval, the search goes on in all that is left on that side.
    """
    found = Interval(0, GRID)
    for answered in history:
        found = _narrowed(query, found, answered)
    return found


def _narrowed(query: Query, found: Interval, answered: Answered) -> Interval:
    cuts = found.cuts(query.search.parts)
    part = crossing(query, answered, len(cuts))
    if part == 0:
        return Interval(0, found.low)
    if part == len(cuts):
        return Interval(found.high, GRID)
    return Interval(cuts[part - 1], cuts[part])


def crossing(query: Query, answered: Answered, last: int) -> int:
    """The first part up to whose end the level's share of everything lies.

    Args:
        query: a quantile.
        answered: one of its sums.
        last: the part above the interval; 0 is the one below it.
    """
    if len(answered.total) != query.parameters:
        raise PeerBroke("A sum of the query has another length than its vectors.")
    target = query.search.level * answered.mass(query)
    sums = accumulate(answered.total[:last])
    return next((part for part, below in enumerate(sums) if below >= target), last)


def places(query: Query, found: Sequence[int]) -> Floats:
    """The values at places of the grid."""
    return query.values.at(np.asarray(found, np.float64) / GRID)


def edges(query: Query, history: History) -> Floats:
    """The values between which the next sum counts; of a histogram, a count or a quantile."""
    if query.quantile is None:
        return query.edges()
    return places(query, interval(query, history).cuts(query.quantile.parts))
