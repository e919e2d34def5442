"""Candles in, training windows out: normalised features, labels, a time-ordered split with a purge gap.

A window is `window` consecutive valid rows of features, up to a candle's close; its labels lie after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import TryAgain, YouCanFix
from core.features.candles import CandleSeries, Floats, utc
from core.features.labels import Labels, LabelSpec, every_up, label_candles, no_further, unbroken
from core.features.matrix import (
    FEATURE_VERSION,
    FeatureMatrix,
    FeatureSpec,
    Normaliser,
    default_spec,
    feature_matrix,
    reference_normaliser,
)
from core.features.splits import split_newest
from core.values import Symbol, Timeframe

__all__ = [
    "FEATURE_VERSION",
    "Dataset",
    "EvaluationSet",
    "FeatureMatrix",
    "FeatureSpec",
    "LabelSpec",
    "Labels",
    "Normaliser",
    "Pool",
    "PredictionSet",
    "build_dataset",
    "build_evaluation",
    "build_joint_dataset",
    "build_predictions",
    "default_spec",
    "feature_matrix",
    "gather",
    "history_seconds",
    "label_candles",
    "reference_normaliser",
]

Singles = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Windows of one series or several with their labels; m windows over n candles of F features.

    Series stand one after another, each oldest first; no window holds candles of two.

    Args:
        features: float32[n, F], normalised.
        window: candles in a window.
        ends: int64[m], row of a window's last candle.
        up: float32[m], 1 where the price rises over the horizon, else 0; of several, over the first.
        log_variance: float32[m], log of the realised variance of the next `risk_candles`.
        baseline_log_variance: float32[m], the same of the last `risk_candles`, known at the window's end.
        end_at: int64[m], the close of a window's last candle.
        training: int64[], positions in the arrays above for training, all before `validation`.
        validation: int64[], positions for validation.
        normaliser: fitted on the rows of the training windows only; of several series, the first one's.
        normalisers: of each of several series, in their order.
        further_up: float32[m, K - 1], as `up` for each of K - 1 further horizons.
    """

    features: Singles
    window: int
    ends: Rows
    up: Singles
    log_variance: Singles
    baseline_log_variance: Singles
    end_at: Rows
    training: Rows
    validation: Rows
    normaliser: Normaliser
    normalisers: tuple[Normaliser, ...] = ()
    further_up: Singles = field(default_factory=no_further)

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def ups(self) -> Singles:
        """float32[m, K]: `up` for each horizon."""
        return every_up(self.up, self.further_up)

    def windows(self, positions: Rows) -> Singles:
        """float32[k, window, F]: the windows at `positions`, copied."""
        return cut_windows(self.features, self.ends[positions], self.window)


@dataclass(frozen=True, eq=False)
class PredictionSet:
    """Windows whose future nobody knows yet, oldest first.

    Args:
        windows: float32[m, T, F], normalised.
        baseline_log_variance: float32[m], log of the realised variance of the last `risk_candles`.
        end_at: int64[m], the close of a window's last candle.
    """

    windows: Singles
    baseline_log_variance: Singles
    end_at: Rows


@dataclass(frozen=True, eq=False)
class EvaluationSet:
    """Windows of several symbols, symbols by name, with labels: what a model's public loss is measured on.

    Args:
        windows: float32[m, T, F], normalised per symbol.
        up: float32[m].
        log_variance: float32[m].
        baseline_log_variance: float32[m].
        further_up: float32[m, K - 1], of further horizons.
    """

    windows: Singles
    up: Singles
    log_variance: Singles
    baseline_log_variance: Singles
    further_up: Singles = field(default_factory=no_further)

    def __len__(self) -> int:
        return len(self.up)

    @property
    def ups(self) -> Singles:
        """float32[m, K]: `up` for each horizon."""
        return every_up(self.up, self.further_up)


def build_dataset(
    series: CandleSeries,
    feature_spec: FeatureSpec,
    label_spec: LabelSpec,
    window: int,
    validation_fraction: float = 0.2,
) -> Dataset:
    """All windows of `series` whose labels are known, split in time.

    Between the last training window and the first validation window lie at least `window` and the labels'
    reach, so that neither the labels nor the features of the two parts touch.

    Raises:
        YouCanFix: the candles give no window for one of the two parts.
    """
    pool = gather((series,), feature_spec, label_spec, window)
    training, validation = split_newest(pool.ends, window + label_spec.reach, validation_fraction)
    return _checked(pool, (series,), feature_spec, label_spec, training, validation)


def build_joint_dataset(
    series: Sequence[CandleSeries],
    feature_spec: FeatureSpec,
    label_spec: LabelSpec,
    window: int,
    validation_fraction: float = 0.2,
) -> Dataset:
    """All windows of several series of one timeframe, normalised per series, split at one moment for all.

    Symbols move together: if one trained on days that another is validated on, the future would leak.

    Raises:
        YouCanFix: the candles give no window for one of the two parts, or are of several timeframes.
    """
    if len(series) == 1:
        return build_dataset(series[0], feature_spec, label_spec, window, validation_fraction)
    pool = gather(series, feature_spec, label_spec, window)
    training, validation = split_newest(pool.end_at, pool.purge_seconds, validation_fraction)
    return _checked(pool, series, feature_spec, label_spec, training, validation)


def _checked(
    pool: "Pool",
    series: Sequence[CandleSeries],
    feature_spec: FeatureSpec,
    label_spec: LabelSpec,
    training: Rows,
    validation: Rows,
) -> Dataset:
    """The dataset of a split; raises YouCanFix when a part of it is empty."""
    if not len(training) or not len(validation):
        needed = feature_spec.warm_up(series[0].timeframe) + 3 * (pool.window + label_spec.reach)
        names = ", ".join(f"{one.symbol} {one.timeframe}" for one in series)
        raise YouCanFix(
            f"{sum(map(len, series))} candles of {names} are too few to train on.",
            f"Import or download at least {needed}, without long gaps; a few thousand are sensible.",
        )
    return pool.dataset(training, validation)


@dataclass(frozen=True, eq=False)
class Pool:
    """The windows of one series or several before they are split; m windows over n candles.

    Args:
        values: float64[n, F], as they are.
        valid: bool[n].
        bounds: first row of each series, and n.
        names: of the series, for people.
        window: candles in a window.
        purge_seconds: of a window and the reach of its labels.
        ends, up, log_variance, baseline_log_variance, further_up, end_at: as in Dataset.
    """

    values: Floats
    valid: NDArray[np.bool_]
    bounds: tuple[int, ...]
    names: tuple[str, ...]
    window: int
    purge_seconds: int
    ends: Rows
    up: Singles
    log_variance: Singles
    baseline_log_variance: Singles
    further_up: Singles
    end_at: Rows

    @property
    def since(self) -> int:
        """When the first window of the series that begins last ends, UTC seconds; 0 where one has none."""
        series = np.searchsorted(self.bounds, self.ends, side="right") - 1
        if len(np.unique(series)) < len(self.names):
            return 0
        return max(int(self.end_at[series == place].min()) for place in range(len(self.names)))

    def dataset(self, training: Rows, validation: Rows) -> Dataset:
        """The windows split so; each series is normalised by its own training windows.

        Raises YouCanFix when a series has none of them.
        """
        rows = _covered(self.ends[training], self.window, len(self.values)) & self.valid
        pieces = [slice(*bounds) for bounds in pairwise(self.bounds)]
        bare = [name for name, piece in zip(self.names, pieces, strict=True) if not rows[piece].any()]
        if bare:
            raise YouCanFix(
                f"{', '.join(bare)} has too few candles before the validation part to train on.",
                "Leave it out, or import or download a longer history of it.",
            )
        normalisers = tuple(Normaliser.fit(self.values[piece][rows[piece]]) for piece in pieces)
        normalised = [one.apply(self.values[piece]) for one, piece in zip(normalisers, pieces, strict=True)]
        return Dataset(
            features=normalised[0] if len(normalised) == 1 else np.concatenate(normalised),
            window=self.window,
            ends=self.ends,
            up=self.up,
            log_variance=self.log_variance,
            baseline_log_variance=self.baseline_log_variance,
            end_at=self.end_at,
            training=training,
            validation=validation,
            normaliser=normalisers[0],
            normalisers=normalisers,
            further_up=self.further_up,
        )


def gather(
    series: Sequence[CandleSeries], feature_spec: FeatureSpec, label_spec: LabelSpec, window: int
) -> Pool:
    """All windows of `series` whose labels are known.

    Raises:
        YouCanFix: the series are of several timeframes.
    """
    if len({one.timeframe for one in series}) > 1:
        raise YouCanFix(
            "Candles of several timeframes do not go into one dataset.", "Choose symbols of one timeframe."
        )
    bounds = tuple(np.cumsum([0, *map(len, series)]).tolist())
    parts = [
        _gather_one(one, feature_spec, label_spec, window, first)
        for one, first in zip(series, bounds, strict=False)
    ]
    columns = (np.concatenate(column) if len(parts) > 1 else column[0] for column in zip(*parts, strict=True))
    values, valid, *labelled = columns
    purge = (window + label_spec.reach) * series[0].timeframe.seconds
    names = tuple(str(one.symbol) for one in series)
    return Pool(values, valid, bounds, names, window, purge, *labelled)


def _gather_one(
    series: CandleSeries, feature_spec: FeatureSpec, label_spec: LabelSpec, window: int, first: int
) -> tuple[NDArray[Any], ...]:
    """Values and validity of all rows; ends, labels and times of the windows; rows count from `first`."""
    matrix = feature_matrix(series, feature_spec)
    labels = label_candles(series, label_spec)
    ends = np.flatnonzero(complete_windows(series, matrix, window) & labels.known & labels.baseline_known)
    columns = (labels.up, labels.log_variance, labels.baseline_log_variance, labels.further_up)
    singles = (column[ends].astype(np.float32) for column in columns)
    return matrix.values, matrix.valid, ends + first, *singles, series.close_at[ends]


def build_predictions(
    series: CandleSeries,
    feature_spec: FeatureSpec,
    label_spec: LabelSpec,
    window: int,
    normaliser: Normaliser,
    since_at: float,
) -> PredictionSet:
    """The complete windows that ended at or after `since_at`: what an agent may look at."""
    matrix = feature_matrix(series, feature_spec)
    return cut_predictions(series, matrix, label_spec, window, normaliser, since_at)


def cut_predictions(
    series: CandleSeries,
    matrix: FeatureMatrix,
    label_spec: LabelSpec,
    window: int,
    normaliser: Normaliser,
    since_at: float,
) -> PredictionSet:
    """The same from features that are computed already, a row a candle of `series`."""
    labels = label_candles(series, label_spec)
    usable = complete_windows(series, matrix, window) & labels.baseline_known & (matrix.close_at >= since_at)
    ends = np.flatnonzero(usable)
    return PredictionSet(
        windows=cut_windows(normaliser.apply(matrix.values), ends, window),
        baseline_log_variance=labels.baseline_log_variance[ends].astype(np.float32),
        end_at=series.close_at[ends],
    )


def build_evaluation(
    series_by_symbol: Mapping[Symbol, CandleSeries],
    feature_spec: FeatureSpec,
    label_spec: LabelSpec,
    window: int,
    start_at: int,
    end_at: int,
    reference_start_at: int,
) -> EvaluationSet:
    """The windows whose labels lie wholly in [start_at, end_at), the same for everybody with these candles.

    Features may reach back before `start_at`; each symbol is normalised by its candles in
    [reference_start_at, start_at). Candles more than `history_seconds` before `reference_start_at` are left
    out, so that recursive formulas start at the same candle for everybody: all must have the candles from
    there on.

    Raises:
        TryAgain: the candles give no window.
        YouCanFix: a symbol has no candles to be normalised by.
    """
    parts = [
        _evaluate(
            series_by_symbol[symbol], feature_spec, label_spec, window, start_at, end_at, reference_start_at
        )
        for symbol in sorted(series_by_symbol)
    ]
    if not sum(len(part) for part in parts):
        raise TryAgain(
            f"No candles to evaluate a model on between {utc(start_at)} and {utc(end_at)}.",
            "Wait until the exchange has published them.",
        )
    return EvaluationSet(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in EvaluationSet.__match_args__)
    )


def _evaluate(
    series: CandleSeries,
    feature_spec: FeatureSpec,
    label_spec: LabelSpec,
    window: int,
    start_at: int,
    end_at: int,
    reference_start_at: int,
) -> EvaluationSet:
    history = history_seconds(feature_spec, label_spec, window, series.timeframe)
    known = series.between(reference_start_at - history, end_at).closed_by(end_at)
    matrix = feature_matrix(known, feature_spec)
    labels = label_candles(known, label_spec)
    normaliser = reference_normaliser(matrix, reference_start_at, start_at)
    usable = complete_windows(known, matrix, window) & labels.known & labels.baseline_known
    ends = np.flatnonzero(usable & (matrix.close_at >= start_at))
    return EvaluationSet(
        windows=cut_windows(normaliser.apply(matrix.values), ends, window),
        up=labels.up[ends].astype(np.float32),
        log_variance=labels.log_variance[ends].astype(np.float32),
        baseline_log_variance=labels.baseline_log_variance[ends].astype(np.float32),
        further_up=labels.further_up[ends].astype(np.float32),
    )


def history_seconds(
    feature_spec: FeatureSpec, label_spec: LabelSpec, window: int, timeframe: Timeframe
) -> int:
    """How long before a moment candles must reach for the first complete window to end at that moment."""
    return (feature_spec.warm_up(timeframe) + window + label_spec.risk_candles) * timeframe.seconds


def complete_windows(series: CandleSeries, matrix: FeatureMatrix, window: int) -> NDArray[np.bool_]:
    """bool[n]: whether the `window` rows that end at a row are all valid and without a gap."""
    whole = unbroken(series, window - 1)
    running = np.concatenate([[0], np.cumsum(matrix.valid)])
    whole[window - 1 :] &= running[window:] - running[:-window] == window
    return whole


def cut_windows(features: Singles, ends: Rows, window: int) -> Singles:
    """float32[k, window, F]: the rows up to and including each of `ends`."""
    windows: Singles = features[ends[:, None] + np.arange(1 - window, 1)]
    return windows


def _covered(ends: Rows, window: int, count: int) -> NDArray[np.bool_]:
    covered = np.zeros(count, dtype=bool)
    covered[(ends[:, None] + np.arange(1 - window, 1)).ravel()] = True
    return covered
