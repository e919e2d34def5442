"""Candle series and dates in; the ladder of the agent's base policy, judged on years it never saw, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from app.jobs import within
from app.ports import Progress
from app.study.policy.account import Account
from app.study.policy.choice import Tried, best_of, try_all
from app.study.policy.judging import Row, by_symbol, by_year, sizing, table, tilt
from app.study.policy.knowledge import DAY, Knowledge, Pair, learn
from app.study.policy.ladder import HOLD, LADDER, NAMES, climb
from app.study.split import PURGE_SECONDS, Dates, years_before
from core.errors import YouCanFix
from core.features.candles import CandleSeries
from core.model.forecast_scores import DRAWS
from core.trading.broker import Costs
from core.values import Timeframe

MOST_YEARS_BACK = 12
HOUR = 3600
DAILY = Timeframe("24h")


@dataclass(frozen=True)
class Study:
    """What to study.

    Args:
        train_until: last day of the training part, as 2022-12-31.
        validate_until: last day of the validation part.
        fee: of a trade, a fraction of its value.
        decide_every: length between two decisions.
        draws: resamplings behind each interval.
    """

    train_until: str
    validate_until: str
    fee: float = 0.001
    decide_every: Timeframe = DAILY
    draws: int = DRAWS

    def __post_init__(self) -> None:
        seconds = self.decide_every.seconds
        if seconds < HOUR or DAY % seconds:
            raise YouCanFix(
                f"A day is not made of decisions every {self.decide_every}.",
                "Use 1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h.",
            )

    @property
    def costs(self) -> Costs:
        """The fee with the back-test's own spread and slippage; spot, so that no funding is paid."""
        return Costs(fee_bps=self.fee * 10_000, maker_fee_bps=self.fee * 10_000)


@dataclass(frozen=True, eq=False)
class Fold:
    """One walk: trained, chosen and traded, each on later candles than the one before.

    Args:
        knowledge: what is known in it.
        grid: every policy that was tried on the validation part.
        choice: the one that was taken.
        accounts: of the test part, by rung.
    """

    knowledge: Knowledge
    grid: tuple[Tried, ...]
    choice: Tried
    accounts: Mapping[str, Account]

    @property
    def names(self) -> tuple[str, ...]:
        """Its symbols, sorted."""
        return tuple(sorted(map(str, self.knowledge.pairs)))

    def judged(self) -> list[tuple[Any, int, int]]:
        """What is known of each symbol, and the span of the test."""
        dates = self.knowledge.dates
        return [(one, dates.validate_until, dates.test_until) for one in self.knowledge.pairs.values()]

    def describe(self) -> Row:
        """The fold as JSON can hold it."""
        return {
            "split": self.knowledge.dates.describe("walk"),
            "symbols": self.names,
            "left_out": dict(self.knowledge.left_out),
            "kept": dict(self.knowledge.kept),
            "choice": self.choice,
            "grid": self.grid,
        }


@dataclass(frozen=True, eq=False)
class Result:
    """What a study found; rows as in app.study.policy.judging.

    Args:
        split: in words.
        costs: in words.
        last: the fold whose dates were asked for.
        rows, years, symbols: of its test part.
        sizing, tilt: what its forecasts are worth, and how often the direction speaks.
        folds: the walk, oldest first; the last is `last`.
        missing: years that could not be walked, with the reason.
        walk: rows, years, symbols, sizing and tilt of all folds' test parts after each other.
        curves: by rung, equity from 1 at the closes `at` of the walk.
    """

    split: str
    costs: str
    last: Fold
    rows: tuple[Row, ...]
    years: tuple[Row, ...]
    symbols: tuple[Row, ...]
    sizing: Row
    tilt: Row
    folds: tuple[Fold, ...]
    missing: Mapping[str, str]
    walk: Row
    curves: Mapping[str, list[float]]

    def to_json(self) -> Row:
        """Everything, as the command writes it."""
        return {
            "costs": self.costs,
            "criterion": "net Sharpe ratio of the validation part, all parts on, no loss limits",
            "names": {HOLD: "bought once", **{rung.name: rung.adds for rung in LADDER}},
            **self.last.describe(),
            "split": self.split,
            "rungs": self.rows,
            "by_year": self.years,
            "by_symbol": self.symbols,
            "sizing": self.sizing,
            "tilt": self.tilt,
            "walk": {**self.walk, "folds": [fold.describe() for fold in self.folds], "missing": self.missing},
            "curves": self.curves,
        }


def run_policy_study(series: Sequence[CandleSeries], study: Study, progress: Progress) -> Result:
    """Walk forward to the dates asked for, a year at a time, and judge every rung.

    Raises:
        YouCanFix: candles or dates do not make such a study.
    """
    progress("features", 0.0)
    pairs = [Pair.of(one, study.decide_every) for one in series]
    last = Dates.of(np.concatenate([one.close_at for one in series]), study.train_until, study.validate_until)
    walked = _walk_dates(pairs, last)
    folds, missing = [], {}
    for number, dates in enumerate(walked):
        part = within(progress, 0.05 + 0.9 * number / len(walked), 0.05 + 0.9 * (number + 1) / len(walked))
        try:
            folds.append(_fold(pairs, dates, study.costs, part, f"walk {number + 1} of {len(walked)}"))
        except YouCanFix as reason:
            if dates is last:
                raise
            missing[_day(dates.validate_until)] = reason.message
    progress("intervals", 0.95)
    return _judged(folds, missing, study)


def _walk_dates(pairs: Sequence[Pair], last: Dates) -> list[Dates]:
    """The dates of each walk, oldest first: those asked for, and the same of the years before."""
    first = min(int(one.hourly.open_at[0]) for one in pairs)
    found = [last]
    for back in range(1, MOST_YEARS_BACK):
        earlier = Dates(
            years_before(last.train_until, back),
            years_before(last.validate_until, back),
            found[-1].validate_until,
            is_fallback=False,
        )
        if earlier.train_until - PURGE_SECONDS <= first:
            break
        found.append(earlier)
    return found[::-1]


def _fold(pairs: Sequence[Pair], dates: Dates, costs: Costs, progress: Progress, name: str) -> Fold:
    """Learn on the training part, choose on the validation part, trade the test part once."""

    def told(stage: str, done: float) -> None:
        progress(f"{name}, {stage}", done)

    knowledge = learn(pairs, dates, within(told, 0.0, 0.75))
    seconds = pairs[0].candles.timeframe.seconds
    grid = try_all(
        knowledge.pairs,
        costs,
        dates.train_until,
        dates.validate_until,
        within(told, 0.75, 0.95),
    )
    choice = best_of(grid)
    told("trading the test part", 0.95)
    accounts = climb(knowledge.pairs, choice.policy(seconds), costs, dates.validate_until, dates.test_until)
    return Fold(knowledge, grid, choice, accounts)


def _judged(folds: Sequence[Fold], missing: Mapping[str, str], study: Study) -> Result:
    """The figures of the last fold alone, and of all folds after each other."""
    last, told = folds[-1], (study.decide_every.seconds, study.draws)
    together = {name: Account.joined([fold.accounts[name] for fold in folds]) for name in NAMES}
    judged = [one for fold in folds for one in fold.judged()]
    return Result(
        split=last.knowledge.dates.describe("policy"),
        costs=_costs(study),
        last=last,
        rows=table(last.accounts, *told),
        years=by_year(last.accounts, *told),
        symbols=by_symbol(last.accounts, *told),
        sizing=sizing(last.judged(), study.draws),
        tilt=tilt(last.judged(), study.costs),
        folds=tuple(folds),
        missing=missing,
        walk={
            "rows": table(together, *told),
            "by_year": by_year(together, *told),
            "by_symbol": by_symbol(together, *told),
            "sizing": sizing(judged, study.draws),
            "tilt": tilt(judged, study.costs),
        },
        curves={
            "at": [int(moment) for moment in together[HOLD].whole.at],
            **{name: [round(float(one), 6) for one in together[name].whole.equity[1:]] for name in NAMES},
        },
    )


def _costs(study: Study) -> str:
    costs = study.costs
    return (
        f"a fee of {costs.fee:.2%} and {costs.slippage:.2%} of spread and slippage a side, no funding; "
        f"decided every {study.decide_every} at the close, filled at the next open"
    )


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")
