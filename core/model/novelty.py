"""Windows in; how unlike them another window is, as a percentile, out.

A model that meets a market of a kind it has never seen says something all the same. The distance of
Mahalanobis (1936) from known windows says how much to make of that, whatever the model is. A training is
judged by its own windows. Whoever trades a model has only its weights: it is judged by the public candles of
the window that the model's features are normalised by, which end before its trading starts, so that everybody
finds the same and nobody's training part is shown.
"""

from dataclasses import dataclass, replace
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
        centre = given.mean(0)
        covariance = np.atleast_2d(np.cov(given - centre, rowvar=False, bias=True))
        ridge = _RIDGE * max(float(np.trace(covariance)) / len(covariance), 1e-12)
        sizes, axes = np.linalg.eigh(covariance + ridge * np.eye(len(covariance)))
        whitening = axes / np.sqrt(sizes)
        fitted = cls(centre, whitening, np.zeros(0))
        return replace(fitted, distances=np.sort(fitted.squared_distance(given)))

    @classmethod
    def of_stretch(cls, states: NDArray[np.floating]) -> Self:
        """From float[m, F] in order of time, with distances as new candles would have them.

        Features move slowly, so that a stretch looks more usual to itself than the days after it ever do.
        Each sixth of it is therefore measured from the other five.
        """
        if len(states) < 2 * _BLOCKS:
            return cls.fit(states)
        parts = np.array_split(states, _BLOCKS)
        rest = (cls.fit(np.concatenate(parts[:at] + parts[at + 1 :])) for at in range(_BLOCKS))
        apart = [fitted.squared_distance(part) for fitted, part in zip(rest, parts, strict=True)]
        whole = cls.fit(states)
        return cls(whole.centre, whole.whitening, np.sort(np.concatenate(apart)))

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
