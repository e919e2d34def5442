"""A dataset and how it was made in; whether anything of the future or of the validation leaks into it, out.

Four checks, each of which a known kind of leak turns red. They train no network: a table of nearest windows
and a linear regression show a leak as well, for a small part of a training's time.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import CandleSeries
from core.features.dataset import Dataset, FeatureMatrix
from core.features.labels import LEAST_VARIANCE, LabelSpec
from core.model.evaluation import auc
from core.model.results import LeakCheck, LeakReport

Features = Callable[[CandleSeries], FeatureMatrix]
Build = Callable[[CandleSeries], Dataset]
Values = NDArray[np.float64]


class Recipe(NamedTuple):
    """How a dataset is made of one series; run again on short pieces.

    Args:
        features: of each candle.
        build: the dataset with its split.
    """

    features: Features
    build: Build


MOST_COPIES = 0.01
"""Share of the validation windows whose days may be those of a training window to the last bit."""

MOST_SKILL = 0.05
"""AUC above a guess on labels that mean nothing, and AUC that may be lost when labels move by one candle."""

MOST_DEVIATIONS = 4.0
"""Standard deviations that chance is given as well."""

_SHIFTS = 20
_ASKED, _REMEMBERED = 400, 12_000
_BLOCKS = 20
_LEAST_WINDOWS = 60
_RIDGE = 1e-3
_ROOM = 200


def check_leaks(
    dataset: Dataset, series: Sequence[CandleSeries], labels: LabelSpec, recipe: Recipe
) -> LeakReport:
    """All checks of one dataset; green where each of them is.

    Args:
        dataset: as it is trained on.
        series: the candles it was made of.
        labels: how far its labels look ahead.
        recipe: how.
    """
    seconds = series[0].timeframe.seconds
    return LeakReport(
        (
            check_overlap(dataset, (dataset.window + labels.reach) * seconds, labels),
            _future(series, labels.reach, dataset.window, recipe),
            _shuffled(dataset),
            _shifted(dataset),
        )
    )


def check_overlap(dataset: Dataset, purge_seconds: int, labels: LabelSpec) -> LeakCheck:
    """Training labels end before the first validation window begins, and no window is in both parts.

    Args:
        dataset: with its split.
        purge_seconds: of a window and the reach of its labels.
        labels: how far they look ahead.
    """
    reach = purge_seconds // (dataset.window + labels.reach) * labels.reach
    length = purge_seconds - reach
    known_until = int(dataset.end_at[dataset.training].max()) + reach
    seen_from = int(dataset.end_at[dataset.validation].min()) - length
    if known_until > seen_from:
        late = (known_until - seen_from) / 3600
        return LeakCheck(
            "overlap", passed=False, reason=f"training labels reach {late:,.1f} hours into the validation"
        )
    days = _days(dataset)
    copied = float(np.isin(days[dataset.validation], days[dataset.training]).mean())
    if copied > MOST_COPIES:
        return LeakCheck(
            "overlap",
            passed=False,
            reason=f"{copied:.1%} of the validation windows are copies of trained ones",
        )
    gap = (seen_from - known_until) / 3600
    return LeakCheck(
        "overlap",
        passed=True,
        reason=f"the last training label ends {gap:,.1f} hours before the first validation window",
    )


def _days(dataset: Dataset) -> NDArray[np.complex64]:
    """The variances of the days before and after each window: together they occur once, but for copies.

    Features will not do: recursive ones remember what came long before. A market that stood still has no such
    mark and is told apart by its position.
    """
    days = dataset.baseline_log_variance + 1j * dataset.log_variance
    still = days.real <= np.log(LEAST_VARIANCE) + 1
    return np.where(still, 1j * np.arange(len(days)) + 1e6, days).astype(np.complex64)


def _future(series: Sequence[CandleSeries], reach: int, window: int, recipe: Recipe) -> LeakCheck:
    """With other candles later on, features and the training part stay as they are, bit by bit."""
    for one in series:
        piece = _piece(one, reach, window, recipe.build)
        changed = _changed_features(piece, recipe.features) or _changed_training(piece, reach, recipe.build)
        if changed:
            return LeakCheck("future", passed=False, reason=f"later candles of {one.symbol} change {changed}")
    return LeakCheck("future", passed=True, reason="with other candles later on, nothing changes before them")


def _changed_features(piece: CandleSeries, features: Features) -> str:
    """What candles after the middle change of the features before it; "" for nothing."""
    cut = len(piece) // 2
    one, other = (features(given) for given in (piece, _other_future(piece, cut)))
    if not np.array_equal(one.valid[:cut], other.valid[:cut]):
        return "which features are known"
    wrong = np.flatnonzero((one.values[:cut] != other.values[:cut]).any(0))
    return f"earlier values of feature {wrong[0] + 1}" if len(wrong) else ""


def _changed_training(piece: CandleSeries, reach: int, build: Build) -> str:
    """What candles after the last training label change of the training part; "" for nothing."""
    one = build(piece)
    other = build(_other_future(piece, int(one.ends[one.training].max()) + reach + 1))
    if not np.array_equal(one.end_at[one.training], other.end_at[other.training]):
        return ""  # candles that no longer stand still move the border: other windows, but nothing leaks
    parts: dict[str, list[NDArray[Any]]]
    parts = {"the training windows": [given.windows(given.training) for given in (one, other)]}
    parts["the normaliser"] = [given.normaliser.mean for given in (one, other)]
    for name in ("ups", "log_variance", "baseline_log_variance"):
        parts[f"the training labels ({name})"] = [
            getattr(given, name)[given.training] for given in (one, other)
        ]
    return next((name for name, (before, after) in parts.items() if not np.array_equal(before, after)), "")


def _piece(series: CandleSeries, reach: int, window: int, build: Build) -> CandleSeries:
    """The newest candles, as few as make a dataset: the check of a long history costs no more."""
    count = 4 * (window + reach) + _ROOM
    while count < len(series):
        piece = series.rows(len(series) - count, len(series))
        if _is_enough(piece, build):
            return piece
        count *= 2
    return series


def _is_enough(piece: CandleSeries, build: Build) -> bool:
    try:
        build(piece)
    except YouCanFix:
        return False
    return True


def _other_future(series: CandleSeries, first: int) -> CandleSeries:
    """The series with wild candles of twice the price from row `first` on."""
    rng, later = np.random.default_rng(0), len(series) - first
    move = 2 * np.exp(0.03 * np.cumsum(rng.standard_normal(later)))
    factors = dict.fromkeys(("open", "close", "volume"), move)
    factors["high"] = move * (1 + 0.02 * rng.random(later))
    factors["low"] = move * (1 - 0.02 * rng.random(later))
    columns = {name: getattr(series, name).copy() for name in factors}
    for name, factor in factors.items():
        columns[name][first:] *= factor
    return replace(series, **columns)


def _shuffled(dataset: Dataset) -> LeakCheck:
    """Labels moved along by a random time mean nothing: the most similar trained window foretells none."""
    states, count = _means(dataset), len(dataset)
    asked = dataset.validation[:: max(1, len(dataset.validation) // _ASKED)]
    known = dataset.training[:: -(-len(dataset.training) // _REMEMBERED)]
    nearest = known[_nearest(states, known, asked)]
    offsets = np.random.default_rng(0).integers(count // 10, count - count // 10, _SHIFTS)
    return _first_red([_foretold(up, nearest, asked, offsets) for up in dataset.ups.T])


def _foretold(
    up: NDArray[np.float32],
    nearest: NDArray[np.int64],
    asked: NDArray[np.int64],
    offsets: NDArray[np.int64],
) -> LeakCheck:
    """What the nearest trained window's label tells of the label of the one asked for, both moved."""
    skills = []
    for offset in offsets:
        moved = np.roll(up, offset)
        skills.append(auc(moved[nearest].astype(np.float64), moved[asked]) - 0.5)
    skill, spread = float(np.mean(skills)), float(np.std(skills))
    # All shifts ask the same few windows: their mean is hardly surer than each of them.
    passed = not (skill > MOST_SKILL and skill > MOST_DEVIATIONS * spread)
    told = f"labels that mean nothing are foretold with an AUC of {0.5 + skill:.3f}"
    return LeakCheck("shuffled labels", passed=passed, reason=told)


def _first_red(checks: Sequence[LeakCheck]) -> LeakCheck:
    """Of one check of each horizon the first that is red, else the first; of several it says which."""
    place = next((place for place, check in enumerate(checks) if not check.passed), 0)
    found = checks[place]
    if len(checks) == 1:
        return found
    others = ", all pass" if found.passed else ""
    return replace(found, reason=f"{found.reason} (horizon {place + 1} of {len(checks)}{others})")


def _means(dataset: Dataset) -> Values:
    """[m, F]: the mean features of each window, which hardly differ between neighbours."""
    sums = np.vstack([np.zeros(dataset.features.shape[1]), dataset.features.cumsum(0, dtype=np.float64)])
    return np.asarray((sums[dataset.ends + 1] - sums[dataset.ends + 1 - dataset.window]) / dataset.window)


def _nearest(states: Values, known: NDArray[np.int64], asked: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each window asked for, the place in `known` of the one with the closest state."""
    mine, theirs = torch.tensor(states[asked]), torch.tensor(states[known])
    return (theirs.square().sum(1) - 2 * mine @ theirs.T).argmin(1).numpy()


def _shifted(dataset: Dataset) -> LeakCheck:
    """A forecast is hardly worse for labels that begin one candle later, unless it has seen that candle."""
    rows = dataset.validation[:-1]
    rows = rows[dataset.ends[rows + 1] == dataset.ends[rows] + 1]
    if len(rows) < _LEAST_WINDOWS:
        return LeakCheck("shifted labels", passed=True, reason="too few validation windows in a row to tell")
    scores, ups = _regression(dataset, rows), dataset.ups
    return _first_red([_moved(*one) for one in zip(scores.T, ups[rows].T, ups[rows + 1].T, strict=True)])


def _moved(scores: Values, up: NDArray[np.float32], up_later: NDArray[np.float32]) -> LeakCheck:
    """What a forecast says of the labels that it was made for, and of those one candle later."""
    here, later = auc(scores, up), auc(scores, up_later)
    # Window by window, the difference has a standard error.
    parts = np.array_split(scores * (up - up_later), _BLOCKS)
    means = np.array([part.mean() for part in parts])
    deviations = means.mean() / max(float(means.std()) / np.sqrt(_BLOCKS), 1e-12)
    passed = not (here - later > MOST_SKILL and deviations > MOST_DEVIATIONS)
    told = f"AUC {here:.3f}, and {later:.3f} for labels one candle later"
    return LeakCheck("shifted labels", passed=passed, reason=told)


def _regression(dataset: Dataset, rows: NDArray[np.int64]) -> Values:
    """[m, K]: scores of mean 0 and deviation 1: a regression of the training labels on last candles."""
    inputs = torch.tensor(dataset.features[dataset.ends[dataset.training]], dtype=torch.float64)
    labels = torch.tensor(dataset.ups[dataset.training], dtype=torch.float64)
    middle = inputs.mean(0)
    inputs -= middle
    square = inputs.T @ inputs + _RIDGE * len(inputs) * torch.eye(inputs.shape[1], dtype=torch.float64)
    slopes = torch.linalg.solve(square, inputs.T @ (labels - labels.mean(0)))
    asked = torch.tensor(dataset.features[dataset.ends[rows]], dtype=torch.float64)
    scores = ((asked - middle) @ slopes).numpy()
    return np.asarray((scores - scores.mean(0)) / np.maximum(scores.std(0), 1e-12))
