"""A CandleSeries and a FeatureSpec in, one causal row of features per candle out."""

import json
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import CandleSeries, Floats, Times
from core.features.indicators import INDICATORS, Indicator, compute_indicators
from core.values import Digest

FEATURE_VERSION = 1
"""Raised whenever any formula of the table changes, so that two programs never mix two formulas."""

_BY_NAME = {indicator.name: indicator for indicator in INDICATORS}


@dataclass(frozen=True)
class FeatureSpec:
    """Which features a model reads; all participants of a network must share its digest.

    Args:
        version: of the formulas, FEATURE_VERSION.
        names: indicators in the order of the columns.

    Raises:
        YouCanFix: this program does not know the version or an indicator.
    """

    version: int
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        unknown = [name for name in self.names if name not in _BY_NAME]
        if self.version != FEATURE_VERSION or unknown or not self.names:
            what = f"indicators {', '.join(unknown)}" if unknown else f"version {self.version}"
            raise YouCanFix(f"This program does not know the features' {what}.", "Update Conflux.")
        if len(set(self.names)) != len(self.names):
            raise YouCanFix("A feature stands twice in the specification.", "Name each feature once.")

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The table's rows of these features."""
        return tuple(_BY_NAME[name] for name in self.names)

    @property
    def warm_up(self) -> int:
        """Candles at the start of a series that have no complete row of features."""
        return max(indicator.look_back for indicator in self.indicators)

    @cached_property
    def digest(self) -> Digest:
        """Digest of the version, the names and their look-backs."""
        rows = [[indicator.name, indicator.look_back] for indicator in self.indicators]
        return Digest.of(json.dumps(["conflux.features", self.version, rows], separators=(",", ":")).encode())


def default_spec() -> FeatureSpec:
    """All indicators of the table."""
    return FeatureSpec(FEATURE_VERSION, tuple(_BY_NAME))


@dataclass(frozen=True, eq=False)
class FeatureMatrix:
    """Features of a series, row i made of candles 0 to i only.

    Args:
        values: float64[n, F]; rows that are not valid hold zeros.
        valid: bool[n]; False during warm-up, on the first candle after a gap, and where a formula has none.
        close_at: int64[n], the moment at which a row was known.
    """

    values: Floats
    valid: NDArray[np.bool_]
    close_at: Times


def feature_matrix(series: CandleSeries, spec: FeatureSpec) -> FeatureMatrix:
    """The features of every candle of `series`.

    The first candle after a gap is not valid because its return spans an unknown time; later ones take the
    candles on both sides of the gap for neighbours, as charts do.
    """
    values = compute_indicators(series, spec.indicators)
    valid: NDArray[np.bool_] = np.asarray(np.isfinite(values).all(axis=1))
    valid[: spec.warm_up] = False
    valid[1:] &= np.diff(series.open_at) == series.timeframe.seconds
    values[~valid] = 0.0
    return FeatureMatrix(values, valid, series.close_at)


@dataclass(frozen=True, eq=False)
class Normaliser:
    """Moves each feature to mean 0 and standard deviation 1 of the rows it was fitted on.

    Args:
        mean: float64[F].
        std: float64[F], never below 1e-8.
        clip: results are held within plus and minus this many standard deviations.
    """

    mean: Floats
    std: Floats
    clip: float = 5.0

    @classmethod
    def fit(cls, values: Floats) -> "Normaliser":
        """The normaliser of float64[n, F]; raises YouCanFix with fewer than two rows."""
        if len(values) < 2:  # noqa: PLR2004 - a deviation needs two values
            raise YouCanFix(
                "There are too few candles to normalise features.", "Import or download a longer history."
            )
        return cls(values.mean(axis=0), np.maximum(values.std(axis=0), 1e-8))

    def apply(self, values: Floats) -> NDArray[np.float32]:
        """float64[..., F] to clipped float32[..., F]."""
        scaled = np.clip((values - self.mean) / self.std, -self.clip, self.clip)
        return np.asarray(scaled, dtype=np.float32)


def reference_normaliser(matrix: FeatureMatrix, since_at: float, until_at: float) -> Normaliser:
    """The normaliser fitted on the valid rows known after `since_at` and by `until_at`."""
    inside = matrix.valid & (matrix.close_at > since_at) & (matrix.close_at <= until_at)
    return Normaliser.fit(matrix.values[inside])
