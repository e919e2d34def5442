"""Accounts of the same times in; their figures and gains, with intervals and in words, out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.study.policy.account import Account, Course
from app.study.policy.knowledge import DAY, Known
from app.study.policy.ladder import HOLD, NAMES, RUNGS
from core.errors import YouCanFix
from core.features.candles import Floats, Times
from core.model.forecast_scores import Blocks, Spread, qlike
from core.trading.broker import Costs
from core.trading.signal import edge
from core.trading.statistics import YEAR_SECONDS, drawdown, weighted_sharpe

BLOCK_DAYS = 20
"""A trend of weeks is held as one: blocks shorter than that would break it."""

Row = dict[str, Any]


class Judge:
    """Figures of courses with the same times, over the same draws of blocks of days.

    Args:
        at: int64[n], their closes.
        seconds: between two of them.
        draws: resamplings behind each interval.
    """

    def __init__(self, at: Times, seconds: int, draws: int) -> None:
        self._a_year, self._stretch = YEAR_SECONDS / seconds, BLOCK_DAYS * DAY // seconds
        self._blocks = Blocks(at - seconds, draws=draws, block_days=BLOCK_DAYS)  # of the days they cover

    def figures(self, course: Course) -> Row:
        """The figures of one course."""
        years = len(course) / self._a_year
        ratio = self._sharpe(course).interval
        grown = float(course.equity[-1])
        return {
            "annual_return": grown ** (1 / years) - 1 if grown > 0 else -1.0,
            "volatility": float(course.returns.std()) * self._a_year**0.5,
            "sharpe": ratio.value,
            "sharpe_ci": [ratio.low, ratio.high],
            "max_drawdown": float(drawdown(course.equity).max()),
            "worst": float(course.returns.min()),
            "unsteadiness": unsteadiness(course, self._stretch),
            "turnover": float(course.turnover.sum()) / years,
            "exposure": float(course.exposure.mean()),
            "cost": float(course.cost.sum()) / years,
            "orders": int(course.orders.sum()),
        }

    def gain(self, course: Course, over: Course) -> Row:
        """What a course has more than another, drawn in pairs."""
        ratio = self._blocks.difference(self._sharpe(course), self._sharpe(over))
        logs = self._blocks.mean(np.log1p(course.returns) - np.log1p(over.returns))
        return {
            "sharpe_gain": ratio.value,
            "sharpe_gain_ci": [ratio.low, ratio.high],
            "log_return_gain": logs.value,
            "log_return_gain_ci": [logs.low, logs.high],
        }

    def _sharpe(self, course: Course) -> Spread:
        return self._blocks.spread(weighted_sharpe(course.returns, self._a_year))


def unsteadiness(course: Course, stretch: int) -> float:
    """How unequal the volatility is from one stretch of so many times to the next; 0 is always the same.

    Its deviation over its mean in each calendar year, averaged over years, as targets change with them; 0
    where nothing is held. It has no interval: a year has but eighteen stretches.
    """
    years = course.at.astype("datetime64[s]").astype("datetime64[Y]")
    found = []
    for year in np.unique(years):
        returns = course.returns[years == year]
        count = len(returns) // stretch
        if count > 1:
            sizes = returns[: count * stretch].reshape(count, stretch).std(axis=1)
            found.append(float(sizes.std() / sizes.mean()) if sizes.any() else 0.0)
    return float(np.mean(found)) if found else 0.0


def table(accounts: Mapping[str, Account], seconds: int, draws: int) -> tuple[Row, ...]:
    """A row for every rung, with what it adds to the one that it is measured against."""
    judge = Judge(accounts[HOLD].whole.at, seconds, draws)
    rows = []
    for name in NAMES:
        course, rung = accounts[name].whole, RUNGS.get(name)
        row: Row = {"rung": name, "adds": rung.adds if rung else "bought at the first open, never sold"}
        row |= {"over": rung.over if rung else None, **judge.figures(course)}
        gain = judge.gain(course, accounts[rung.over].whole) if rung else dict.fromkeys(_GAINS)
        rows.append({**row, **gain, "words": _words(row, gain)})
    return tuple(rows)


_GAINS = ("sharpe_gain", "sharpe_gain_ci", "log_return_gain", "log_return_gain_ci")


def _words(row: Row, gain: Row) -> str:
    """What the intervals let one say."""
    said = [f"Sharpe {row['sharpe']:.2f}: {_meaning(row['sharpe_ci'])}"]
    if gain["sharpe_gain"] is not None:
        said.append(f"{gain['sharpe_gain']:+.2f} over {row['over']}: {_meaning(gain['sharpe_gain_ci'])}")
    return "; ".join(said)


def _meaning(interval: list[float]) -> str:
    low, high = interval
    if low == high == 0:
        return "nothing is different"
    if low > 0:
        return f"above zero ({low:+.2f} to {high:+.2f})"
    if high < 0:
        return f"below zero ({low:+.2f} to {high:+.2f})"
    return f"its interval includes zero ({low:+.2f} to {high:+.2f})"


def by_year(accounts: Mapping[str, Account], seconds: int, draws: int) -> tuple[Row, ...]:
    """Every rung's figures in each calendar year that has days enough for an interval."""
    at = accounts[HOLD].whole.at
    years = np.unique((at - seconds).astype("datetime64[s]").astype("datetime64[Y]"))
    rows = []
    for year in years:
        since, until = (int(one.astype("datetime64[s]").astype(np.int64)) for one in (year, year + 1))
        parts = {name: accounts[name].whole.between(since, until) for name in NAMES}
        try:
            judge = Judge(parts[HOLD].at, seconds, draws)
        except YouCanFix:
            continue  # a few days at an end
        rows += [{"year": str(year), "rung": name, **judge.figures(parts[name])} for name in NAMES]
    return tuple(rows)


def by_symbol(accounts: Mapping[str, Account], seconds: int, draws: int) -> tuple[Row, ...]:
    """What each symbol added to every rung's account; its returns are fractions of the whole account."""
    rows = []
    for symbol in sorted(accounts[HOLD].symbols):
        judge = Judge(accounts[HOLD].symbols[symbol].at, seconds, draws)
        rows += [
            {"symbol": str(symbol), "rung": name, **judge.figures(accounts[name].symbols[symbol])}
            for name in NAMES
        ]
    return tuple(rows)


SIZERS = ("usual", "ewma", "own", "forecast")
"""What can size a position: the usual variance, RiskMetrics, a trader's own network and the global one."""


def sizing(pairs: Sequence[tuple[Known, int, int]], draws: int) -> Row:
    """What each risk forecast is worth to who sizes by it, on the moments of decision that were judged.

    The utility a year of an investor with mean-variance preferences who holds a market of Sharpe ratio 0.4
    at a target volatility of 10 %, 8 % sqrt(RV / E) - 4 % RV / E with the realised variance RV and its
    forecast E; the best is 4 % (Bollerslev, Hood, Huss and Pedersen 2018, Risk everywhere: modeling and
    managing volatility, Review of Financial Studies 31). It is what such an investor would pay a year for
    the forecast, and free of what the markets did meanwhile.

    Args:
        pairs: what is known of a symbol, and from when to when it was judged.
        draws: resamplings behind each interval.
    """
    times: list[Times] = []
    columns: dict[str, list[Floats]] = {name: [] for name in ("realised", *SIZERS)}
    for known, since, until in pairs:
        inside = (known.close_at >= since) & (known.close_at < until) & np.isfinite(known.realised)
        times.append(known.close_at[inside])
        for name, column in columns.items():
            column.append(getattr(known, name)[inside])
    rows = {name: np.concatenate(column) for name, column in columns.items()}
    blocks = Blocks(np.concatenate(times), draws=draws, block_days=BLOCK_DAYS)
    losses = {name: qlike(rows["realised"], rows[name]) for name in SIZERS}
    worth = {name: _utility(rows["realised"] - rows[name]) for name in SIZERS}
    found: Row = {"moments": len(rows["realised"]), "best_utility": 0.04}
    for name in SIZERS:
        found[name] = {
            "qlike": blocks.mean(losses[name]),
            "utility": blocks.mean(worth[name]),
            "mean_ratio": float(np.exp(rows["realised"] - rows[name]).mean()),
        }
    for other in SIZERS[:-1]:
        found[f"forecast_over_{other}"] = {
            "qlike_gain": blocks.mean(losses[other] - losses["forecast"]),
            "utility_gain": blocks.mean(worth["forecast"] - worth[other]),
        }
    return found


def _utility(log_ratio: Floats) -> Floats:
    return np.asarray(0.08 * np.exp(log_ratio / 2) - 0.04 * np.exp(log_ratio))


def tilt(pairs: Sequence[tuple[Known, int, int]], costs: Costs) -> Row:
    """How often the direction forecast is worth the costs that the rule asks it to be."""
    edges = []
    for known, since, until in pairs:
        inside = (known.close_at >= since) & (known.close_at < until)
        days = known.candles.timeframe.seconds / DAY
        deviation = np.exp(known.forecast[inside] / 2)
        edges.append(np.asarray(edge(deviation, days, known.probability_up[inside], known.base_rate)))
    every = np.concatenate(edges)
    cost = costs.round_trip
    return {
        "moments": len(every),
        "stops_buying": float((every < -cost).mean()),
        "asks_to_sell": float((every < -2 * cost).mean()),
        "lowest_edge": float(every.min()),
        "highest_edge": float(every.max()),
    }
