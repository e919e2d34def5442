"""Forecasts and what came true in; scores out, each with an interval from a moving-block bootstrap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import Floats, Times

DAY = 86_400
BLOCK_DAYS = 14
"""Longer than a wild fortnight's memory; forecasts of one day overlap for 23 hours."""
DRAWS = 500
_TAIL = 2.5
_BINS = 10

Weights = NDArray[np.float64]
Labels = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Interval:
    """A figure and the 95 % interval of its bootstrap.

    Args:
        value: on the rows as they are.
        low, high: percentiles 2.5 and 97.5 of the figure on resampled days.
    """

    value: float
    low: float
    high: float


class Blocks:
    """Days drawn again in blocks (Kuensch 1989): all symbols of a day go together, as they move together.

    The same draws serve every score, so that the difference of two scores is paired.

    Args:
        times: int64[n], UTC seconds of the rows.
        seed: of the draws.
        draws: how many.
        block_days: length of a block.

    Raises:
        YouCanFix: the rows span less than two blocks.
    """

    def __init__(self, times: Times, seed: int = 0, draws: int = DRAWS, block_days: int = BLOCK_DAYS) -> None:
        days, self._day = np.unique(times // DAY, return_inverse=True)
        self.days = len(days)
        if self.days < 2 * block_days:
            raise YouCanFix(
                f"{self.days} days are too few for an interval.", f"Test on {2 * block_days} or more."
            )
        rng = np.random.default_rng(seed)
        blocks = -(-self.days // block_days)
        first = rng.integers(0, self.days - block_days + 1, (draws, blocks))
        drawn = (first[:, :, np.newaxis] + np.arange(block_days)).reshape(draws, -1)[:, : self.days]
        self.counts = np.stack([np.bincount(row, minlength=self.days) for row in drawn]).astype(np.float64)

    def mean(self, values: Floats) -> Interval:
        """Mean of float64[n]; rows that are NaN are left out."""
        return self.average(values).interval

    def average(self, values: Floats) -> "Spread":
        """The same draw by draw."""
        known = np.isfinite(values)
        sums = np.bincount(self._day[known], values[known], self.days)
        counts = np.bincount(self._day[known], minlength=self.days)
        return Spread(float(sums.sum() / counts.sum()), (self.counts @ sums) / (self.counts @ counts))

    def difference(self, one: "Spread", other: "Spread") -> Interval:
        """One figure less another, draw by draw."""
        return _interval(one.value - other.value, one.draws - other.draws)

    def spread(self, figure: Callable[[Weights], Weights], rows: NDArray[np.int64] | None = None) -> "Spread":
        """A figure of weighted rows on the rows as they are and on each draw.

        Args:
            figure: takes float64[k, n], weights of the rows, to float64[k].
            rows: positions that the figure is of; all by default.
        """
        day = self._day if rows is None else self._day[rows]
        value = float(figure(np.ones((1, len(day))))[0])
        with np.errstate(invalid="ignore"):  # a draw may hold none of the rows: NaN, which is left out
            parts = [figure(self.counts[at : at + 50][:, day]) for at in range(0, len(self.counts), 50)]
        return Spread(value, np.concatenate(parts))


@dataclass(frozen=True, eq=False)
class Spread:
    """A figure, and what it is on each draw, float64[draws]."""

    value: float
    draws: Weights

    @property
    def interval(self) -> Interval:
        """Its 95 % interval."""
        return _interval(self.value, self.draws)


def mean_spread(spreads: Sequence[Spread]) -> Spread:
    """The mean of several figures, draw by draw; a figure that a draw does not have is left out of it."""
    draws = np.array([one.draws for one in spreads])
    known = np.isfinite(draws)
    total = np.where(known, draws, 0.0).sum(axis=0)
    found: Weights = np.full(draws.shape[1], np.nan)
    np.divide(total, known.sum(axis=0), out=found, where=known.any(axis=0))
    return Spread(float(np.mean([one.value for one in spreads])), found)


def _interval(value: float, draws: Weights) -> Interval:
    low, high = np.percentile(draws[np.isfinite(draws)], [_TAIL, 100 - _TAIL])
    return Interval(value, float(low), float(high))


def qlike(log_variance: Floats, forecast: Floats) -> Floats:
    """Patton (2011): variance / forecast - log(variance / forecast) - 1, of logarithms; 0 is perfect."""
    error = log_variance - forecast
    return np.asarray(np.exp(error) - error - 1)


def r2_of_logs(log_variance: Floats, forecast: Floats) -> Callable[[Weights], Weights]:
    """The share of the log variance's own variance that a forecast explains, as a figure of weighted rows."""
    squared, plain, square = (log_variance - forecast) ** 2, log_variance, log_variance**2

    def figure(weights: Weights) -> Weights:
        total = weights.sum(axis=1)
        about_mean = weights @ square - (weights @ plain) ** 2 / total
        told: Weights = np.ones(len(weights))  # nothing varies: nothing is explained
        np.divide(weights @ squared, about_mean, out=told, where=~(about_mean <= 0))
        return np.asarray(1 - told)

    return figure


def chance(logit: Floats) -> Floats:
    """The probability of a rise that a logit stands for; overflows nowhere."""
    return 0.5 * (1 + np.tanh(logit / 2))


def log_loss(up: Labels, logit: Floats) -> Floats:
    """Log-loss of each row in nats, of the logit of a rise."""
    return np.asarray(np.logaddexp(0.0, np.where(up > 0, -logit, logit)))


def weighted_auc(up: Floats, score: Floats) -> Callable[[Weights], Weights]:
    """Area under the ROC curve (Mann and Whitney 1947), ties halved, as a figure of weighted rows."""
    order = np.argsort(score, kind="stable")
    starts = np.flatnonzero(np.diff(score[order], prepend=np.nan) != 0)
    rises = up[order] > 0

    def figure(weights: Weights) -> Weights:
        moved = weights[:, order]
        risen = np.add.reduceat(moved * rises, starts, axis=1)
        fallen = np.add.reduceat(moved * ~rises, starts, axis=1)
        below = np.cumsum(fallen, axis=1) - fallen / 2
        pairs = risen.sum(axis=1) * fallen.sum(axis=1)
        found: Weights = np.full(len(weights), 0.5)
        return np.asarray(np.divide((risen * below).sum(axis=1), pairs, out=found, where=pairs > 0))

    return figure


def calibration_error(up: Labels, logit: Floats) -> Callable[[Weights], Weights]:
    """Mean distance of probability and frequency over ten equally full bins, as a figure of weighted rows.

    The expected calibration error (Naeini et al. 2015).
    """
    said = chance(logit)
    order = np.argsort(said, kind="stable")
    gap = (said - (up > 0))[order]
    starts = np.unique(np.arange(_BINS) * len(gap) // _BINS)

    def figure(weights: Weights) -> Weights:
        bins = np.add.reduceat(weights[:, order] * gap, starts, axis=1)
        return np.asarray(np.abs(bins).sum(axis=1) / weights.sum(axis=1))

    return figure


def hits(up: Floats, score: Floats) -> Floats:
    """1 where the sign of a score was right, 0 where wrong, a half where it says nothing."""
    return np.where(score == 0, 0.5, ((score > 0) == (up > 0)).astype(np.float64))


def information_coefficient(returns: Floats, score: Floats) -> Callable[[Weights], Weights]:
    """Rank correlation of score and return (Spearman 1904; Grinold 1989), as a figure of weighted rows."""
    first, second = _ranks(score), _ranks(returns)

    def figure(weights: Weights) -> Weights:
        total = weights.sum(axis=1)
        mean_1, mean_2 = weights @ first / total, weights @ second / total
        both = weights @ (first * second) / total - mean_1 * mean_2
        size = (weights @ first**2 / total - mean_1**2) * (weights @ second**2 / total - mean_2**2)
        return np.asarray(np.divide(both, np.sqrt(size), out=np.zeros(len(weights)), where=size > 0))

    return figure


def _ranks(values: Floats) -> Floats:
    """Ranks from -1 to 1, ties halved."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts + 1) / 2
    return np.asarray(2 * middle[places] / max(1, len(values) - 1) - 1)
