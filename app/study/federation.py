"""Candle series, a split and seeds in; the table of a federation study, with intervals, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.jobs import within
from app.ports import Progress
from app.study.judging import Figure, Judge
from app.study.market import HORIZON_SECONDS, Rows, rows_of
from app.study.methods import DIRECTIONS, RISK, forecast_all
from app.study.networks import Recipe
from app.study.split import Dates, assign, parts_of, purge_of
from core.errors import YouCanFix
from core.features.candles import CandleSeries
from core.model.boosting import require_boosting
from core.model.forecast_scores import DRAWS, Interval
from core.values import Timeframe

METHODS = (
    "local", "federated", "pooled", "rule", "logistic", "ewma", "har", "har_pooled", "boosting",
    "boosting_pooled",
)  # fmt: skip
"""The table's rows, in order."""

OTHERS = ("last_day", "base_rate", "last_return")
"""Further yardsticks, among the scores alone."""

LONGEST_HORIZON_SECONDS = 7 * 86_400

PUBLIC_SECONDS = 60 * 86_400
"""Public candles before the end of the training part, as a round's reference window."""


@dataclass(frozen=True)
class Study:
    """What to study.

    Args:
        traders: of the federation, at least eight: a round's least cohort.
        split: one of app.study.split.KINDS.
        seeds: splits and starts, each a federation of its own.
        train_until: last day of the training part, as 2022-12-31.
        validate_until: last day of the validation part.
        draws: resamplings behind each interval.
        pairs: symbols of each trader; 0 gives out each once.
        direction: what foretells it, one of app.study.methods.DIRECTIONS.
        horizon: of the direction, an hour or several.
        label: of the direction, one of core.features.labels.KINDS.
    """

    traders: int
    split: str
    seeds: int
    train_until: str
    validate_until: str
    draws: int = DRAWS
    pairs: int = 0
    direction: str = "layers"
    horizon: Timeframe = Timeframe("1h")  # noqa: RUF009 - frozen
    label: str = "sign"


@dataclass(frozen=True)
class Result:
    """What a study found.

    Args:
        split: in words.
        symbols: that traders held.
        rows: the table, a dictionary for each of METHODS.
        scores: by method every score with its interval; None where it does not apply.
        by_seed: QLIKE and AUC of each seed, by method.
        kept: epochs, rounds and trees that validation chose, and updates that rounds refused, by seed.
        federated_against_boosting: by how much federated's QLIKE is lower than boosting_pooled's.
    """

    split: str
    symbols: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    scores: dict[str, Figure]
    by_seed: dict[str, dict[str, list[float]]]
    kept: tuple[dict[str, list[int]], ...]
    federated_against_boosting: Interval


def run_study(series: Sequence[CandleSeries], study: Study, progress: Progress) -> Result:
    """Train and judge every method for each seed.

    Raises:
        YouCanFix: candles, dates or traders do not make such a study, or scikit-learn is missing.
    """
    require_boosting()
    recipes = {"risk": RISK, "direction": _direction(study)}
    horizon = study.horizon.seconds
    progress("features", 0.0)
    closes = np.concatenate([one.close_at for one in series])
    dates = Dates.of(closes, study.train_until, study.validate_until, purge_of(horizon))
    parts = parts_of({str(one.symbol): rows_of(one, horizon, study.label) for one in series}, dates)
    public = Rows.joined(
        [part[0].between(dates.train_until - PUBLIC_SECONDS, dates.train_until) for part in parts.values()]
    )
    found = []
    for seed in range(study.seeds):
        traders = assign(parts, study.traders, study.split, seed, study.pairs, dates.purge)
        found.append(forecast_all(traders, public, seed, _seed_of(progress, seed, study.seeds), recipes))
    progress("intervals", 0.97)
    symbols = sorted({name for one in found for trader in one.traders for name in trader.symbols})
    judge = Judge(found, study.draws, horizon)
    figures = {method: judge.figures(method) for method in (*METHODS, *OTHERS)}
    return Result(
        split=dates.describe(study.split),
        symbols=tuple(symbols),
        rows=tuple(_row(method, figures[method]) for method in METHODS),
        scores=figures,
        by_seed={method: judge.by_seed(method) for method in (*METHODS, *OTHERS)},
        kept=tuple(one.kept for one in found),
        federated_against_boosting=judge.qlike_gain("federated", "boosting_pooled"),
    )


def _direction(study: Study) -> Recipe:
    if study.direction not in DIRECTIONS:
        raise YouCanFix(
            f"{study.direction[:20]!r} foretells no direction here.", f"Use {' or '.join(DIRECTIONS)}."
        )
    if study.horizon.seconds % HORIZON_SECONDS or study.horizon.seconds > LONGEST_HORIZON_SECONDS:
        raise YouCanFix(f"{study.horizon} is no horizon of a study.", "Use hours or days up to a week: 6h.")
    return DIRECTIONS[study.direction]


def _seed_of(progress: Progress, seed: int, seeds: int) -> Progress:
    part = within(progress, 0.95 * seed / seeds, 0.95 * (seed + 1) / seeds)
    return lambda stage, done: part(f"seed {seed + 1} of {seeds}, {stage}", done)


def _row(method: str, figures: Figure) -> dict[str, Any]:
    """The method's row of the table; a gain is measured from `local`, which has none itself."""

    def value(name: str) -> float | None:
        found = figures.get(name)
        return found.value if found else None

    def interval(name: str) -> list[float] | None:
        found = figures.get(name)
        return [found.low, found.high] if found else None

    return {
        "method": method,
        "auc": value("auc"),
        "auc_ci": interval("auc"),
        "log_loss": value("log_loss"),
        "gain_vs_local": value("auc_gain_vs_local"),
        "gain_ci": interval("auc_gain_vs_local"),
        "qlike": value("qlike"),
        "qlike_gain_vs_local": value("qlike_gain_vs_local"),
        "qlike_gain_ci": interval("qlike_gain_vs_local"),
    }
