"""Windows in; how unlike them another window is, as a percentile, out.

A model that meets a market of a kind it has never seen says something all the same. The distance of
Mahalanobis (1936) from known windows says how much to make of that, whatever the model is. A training is
judged by its own windows. Whoever trades a model has only its weights: it is judged by the public candles of
the window that the model's features are normalised by, which end before its trading starts, so that everybody
finds the same and nobody's training part is shown.
"""

from dataclasses import dataclass, replace
from functools import reduce
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.features.dataset import Dataset
from core.model.results import NoveltyReport

Values = NDArray[np.float64]

RARE = 0.99
"""A window beyond this percentile of the known ones is unlike what the model has seen."""

_MOST_WINDOWS = 20_000
_BLOCKS = 6
_RIDGE = 1e-3


@dataclass(frozen=True, eq=False)
class _Moments:
    """Sums over rows of normalised features, whose means lie near 0: what covariances are made of."""

    count: int
    sums: Values
    products: Values

    @classmethod
    def of(cls, rows: Values) -> Self:
        return cls(len(rows), rows.sum(0), rows.T @ rows)

    def plus(self, other: Self, sign: int = 1) -> Self:
        return replace(
            self,
            count=self.count + sign * other.count,
            sums=self.sums + sign * other.sums,
            products=self.products + sign * other.products,
        )


@dataclass(frozen=True, eq=False)
class Novelty:
    """Where known windows lie, by the features of their last candle.

    Args:
        centre: float64[F], their mean.
        whitening: float64[F, F], by which their deviations become uncorrelated and of one size.
        distances: float64[], those of the known windows, ascending.
    """

    centre: Values
    whitening: Values
    distances: Values

    @classmethod
    def fit(cls, states: NDArray[np.floating]) -> Self:
        """From float[m, F], normalised features; a small ridge keeps features that say the same apart."""
        given = states.astype(np.float64)
        fitted = cls._of(_Moments.of(given))
        return replace(fitted, distances=np.sort(fitted.squared_distance(given)))

    @classmethod
    def of_stretch(cls, states: NDArray[np.floating]) -> Self:
        """From float[m, F] in order of time, with distances as new candles would have them.

        Features move slowly, so that a stretch looks more usual to itself than the days after it ever do.
        Each sixth of it is therefore measured from the other five.
        """
        if len(states) < 2 * _BLOCKS:
            return cls.fit(states)
        parts = np.array_split(states.astype(np.float64), _BLOCKS)
        moments = list(map(_Moments.of, parts))
        whole = reduce(_Moments.plus, moments)
        apart = [
            cls._of(whole.plus(one, -1)).squared_distance(part)
            for one, part in zip(moments, parts, strict=True)
        ]
        return replace(cls._of(whole), distances=np.sort(np.concatenate(apart)))

    @classmethod
    def _of(cls, moments: "_Moments") -> Self:
        """Centre and whitening of the rows that were summed, without distances."""
        centre = moments.sums / moments.count
        covariance = moments.products / moments.count - np.outer(centre, centre)
        ridge = _RIDGE * max(float(np.trace(covariance)) / len(covariance), 1e-12)
        whitening = np.linalg.inv(np.linalg.cholesky(covariance + ridge * np.eye(len(covariance)))).T
        return cls(centre, whitening, np.zeros(0))

    def percentile(self, states: NDArray[np.floating]) -> Values:
        """float64[m] in [0, 1]: the share of known windows less unusual than each of float[m, F]."""
        return np.asarray(
            np.searchsorted(self.distances, self.squared_distance(states)) / len(self.distances)
        )

    def squared_distance(self, states: NDArray[np.floating]) -> Values:
        """float64[m], the squared distance of each of float[m, F]."""
        away: Values = np.square((states.astype(np.float64) - self.centre) @ self.whitening).sum(1)
        return away


def novelty_of(dataset: Dataset) -> Novelty:
    """The novelty against the training part of a dataset, of at most 20,000 of its windows, evenly spread."""
    rows = dataset.training[:: -(-len(dataset.training) // _MOST_WINDOWS)]
    return Novelty.fit(dataset.features[dataset.ends[rows]])


def novelty_report(dataset: Dataset) -> NoveltyReport:
    """How unlike the training part the validation part and its newest window are."""
    found = novelty_of(dataset).percentile(dataset.features[dataset.ends[dataset.validation]])
    newest = int(dataset.end_at[dataset.validation].argmax())
    return NoveltyReport(
        newest=float(found[newest]), rare_share=float((found > RARE).mean()), median=float(np.median(found))
    )
