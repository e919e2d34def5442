"""Training windows in; how unlike them another window is, as a percentile, out.

A model that meets a market of a kind it has never seen says something all the same. The distance of
Mahalanobis (1936) from the training part says how much to make of that, whatever the model is.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.features.dataset import Dataset
from core.model.results import NoveltyReport

Values = NDArray[np.float64]

RARE = 0.99
"""A window beyond this percentile of the training part is unlike what the model was trained on."""

_MOST_WINDOWS = 20_000
_RIDGE = 1e-3


@dataclass(frozen=True, eq=False)
class Novelty:
    """Where training windows lie, by the features of their last candle.

    Args:
        centre: float64[F], their mean.
        whitening: float64[F, F], by which their deviations become uncorrelated and of one size.
        distances: float64[], those of the training windows, ascending.
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
        return cls(centre, whitening, np.sort(np.square((given - centre) @ whitening).sum(1)))

    def percentile(self, states: NDArray[np.floating]) -> Values:
        """float64[m] in [0, 1]: the share of training windows less unusual than each of float[m, F]."""
        away = np.square((states.astype(np.float64) - self.centre) @ self.whitening).sum(1)
        return np.asarray(np.searchsorted(self.distances, away) / len(self.distances))


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
