"""A CandleSeries and a FeatureSpec in, one causal row of features per candle out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import CandleSeries, Floats, Times
from core.features.indicators import INDICATORS, compute_indicators
from core.features.timeframes import Feature, coarse_columns
from core.values import Digest, Timeframe

FEATURE_VERSION = 1
"""Raised whenever any formula of the table changes, so that two programs never mix two formulas."""


@dataclass(frozen=True)
class FeatureSpec:
    """Which features a model reads; all participants of a network must share its digest.

    Args:
        version: of the formulas, FEATURE_VERSION.
        names: features in the order of the columns: an indicator's name, alone or with "@" and a coarser
            timeframe, as rsi_14@4h.

    Raises:
        YouCanFix: this program does not know the version, an indicator or a timeframe.
    """

    version: int
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.version != FEATURE_VERSION or not self.names:
            raise YouCanFix(
                f"This program does not know the features' version {self.version}.", "Update Conflux."
            )
        if len({feature.key for feature in self.features}) != len(self.names):
            raise YouCanFix("A feature stands twice in the specification.", "Name each feature once.")

    @property
    def features(self) -> tuple[Feature, ...]:
        """The columns in their order."""
        return tuple(map(Feature.parse, self.names))

    @property
    def timeframes(self) -> tuple[Timeframe | None, ...]:
        """Every timeframe of the columns once, in order of first use; None is the series' own."""
        return tuple(dict.fromkeys(feature.timeframe for feature in self.features))

    def warm_up(self, timeframe: Timeframe) -> int:
        """Candles of `timeframe` at the start of a series that have no complete row, wherever it begins.

        Raises:
            YouCanFix: a feature's candles are no multiple of `timeframe`.
        """
        return max(feature.warm_up(timeframe) for feature in self.features)

    @cached_property
    def digest(self) -> Digest:
        """Digest of the version, the names and their look-backs."""
        rows = [[feature.name, feature.indicator.look_back] for feature in self.features]
        return Digest.of(json.dumps(["conflux.features", self.version, rows], separators=(",", ":")).encode())


def default_spec() -> FeatureSpec:
    """All indicators of the table, on the series' own candles."""
    return FeatureSpec(FEATURE_VERSION, tuple(indicator.name for indicator in INDICATORS))


def spec_of(names: Sequence[str] = (), coarser: Sequence[Timeframe] = ()) -> FeatureSpec:
    """The features of these names, and those of them that are of the series' own candles on coarser ones too.

    Args:
        names: of features; without any, all indicators of the table.
        coarser: timeframes, each once.

    Raises:
        YouCanFix: a name or timeframe is unknown, or one feature stands twice.
    """
    own = tuple(names) or default_spec().names
    further = (f"{name}@{length}" for length in coarser for name in own if "@" not in name)
    return FeatureSpec(FEATURE_VERSION, (*own, *further))


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
    candles on both sides of the gap for neighbours, as charts do. Of coarser candles the newest closed one
    counts; where a part of it is missing, or where it is the first after a gap, the row is not valid.

    Raises:
        YouCanFix: a feature's candles are no multiple of the series' own.
    """
    values = feature_columns(series, spec)
    valid: NDArray[np.bool_] = np.asarray(np.isfinite(values).all(axis=1))
    valid[1:] &= np.diff(series.open_at) == series.timeframe.seconds
    values[~valid] = 0.0
    return FeatureMatrix(values, valid, series.close_at)


def feature_columns(series: CandleSeries, spec: FeatureSpec) -> Floats:
    """float64[n, F]: each feature at each candle, NaN where it has no value yet; raises as feature_matrix."""
    values, features = np.empty((len(series), len(spec.names))), spec.features
    for timeframe in spec.timeframes:
        columns = [i for i, feature in enumerate(features) if feature.timeframe == timeframe]
        chosen = tuple(features[i].indicator for i in columns)
        if timeframe is None:
            values[:, columns] = compute_indicators(series, chosen)
        else:
            values[:, columns] = coarse_columns(series, timeframe, chosen)
    return values


def window_view(rows: NDArray[Any], window: int) -> NDArray[Any]:
    """[n - window + 1, window, F]: every `window` consecutive rows of [n, F], read-only, nothing copied.

    The one that ends with row i stands at i - window + 1; a slice of them still copies nothing. There are
    none where the rows are fewer than a window.
    """
    if len(rows) < window:
        return np.empty((0, window, *rows.shape[1:]), rows.dtype)
    return np.lib.stride_tricks.sliding_window_view(rows, window, axis=0).swapaxes(1, 2)


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
    return Normaliser.fit(matrix.values[known_between(matrix, since_at, until_at)])


def known_between(matrix: FeatureMatrix, since_at: float, until_at: float) -> NDArray[np.bool_]:
    """bool[n]: valid rows known after `since_at` and by `until_at`."""
    return np.asarray(matrix.valid & (matrix.close_at > since_at) & (matrix.close_at <= until_at))
