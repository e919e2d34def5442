"""A back-test's report in; what each of its times brought, altogether and by symbol, out.

Everything is a fraction of the equity before, so that accounts of windows that follow each other can be
joined, and figures taken of any part of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from core.features.candles import CandleSeries, Floats, Times
from core.trading.backtest import BacktestReport
from core.trading.broker import Costs, Fill
from core.trading.tape import newest
from core.values import Symbol


@dataclass(frozen=True, eq=False)
class Course:
    """What a row of candle times brought; arrays of length n, fractions of the equity before.

    Args:
        at: closes, UTC seconds.
        returns: after all costs; of a symbol, what it added to the account's.
        exposure: held at the close.
        turnover: value of what was bought and sold.
        cost: fees, spread and slippage.
        orders: filled.
    """

    at: Times
    returns: Floats
    exposure: Floats
    turnover: Floats
    cost: Floats
    orders: Floats

    def __len__(self) -> int:
        return len(self.at)

    def between(self, since: float, until: float) -> Self:
        """The times with since < at <= until."""
        inside = (self.at > since) & (self.at <= until)
        return type(self)(*(getattr(self, field.name)[inside] for field in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence["Course"]) -> Self:
        """Courses that follow each other."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @property
    def equity(self) -> Floats:
        """float64[n + 1], from 1."""
        return np.concatenate([[1.0], np.cumprod(1 + self.returns)])


@dataclass(frozen=True, eq=False)
class Account:
    """A traded window.

    Args:
        whole: of the account.
        symbols: the part of each; their returns add up to the whole's.
    """

    whole: Course
    symbols: Mapping[Symbol, Course]

    @classmethod
    def joined(cls, parts: Sequence["Account"]) -> Self:
        """Windows that follow each other; a symbol has those in which it was traded."""
        names = sorted({name for part in parts for name in part.symbols})
        return cls(
            Course.joined([part.whole for part in parts]),
            {
                name: Course.joined([part.symbols[name] for part in parts if name in part.symbols])
                for name in names
            },
        )


def account_of(report: BacktestReport, candles: Mapping[Symbol, CandleSeries]) -> Account:
    """A report's equity taken apart: each symbol has the change of its value less what was put in."""
    before = report.equity[:-1]
    symbols = {}
    for name, series in candles.items():
        mine = [fill for fill in report.fills if fill.symbol == name]
        held, traded, cost, count = _flows(report.at, mine)
        value = held * _closes(series, report.at)
        gained = np.diff(value) - _put_in(report.at, mine)[1:]
        symbols[name] = Course(
            report.at[1:],
            gained / before,
            (value / report.equity)[1:],
            traded[1:] / before,
            cost[1:] / before,
            count[1:],
        )
    whole = Course(
        report.at[1:],
        np.diff(report.equity) / before,
        report.invested[1:],
        *(sum(getattr(one, name) for one in symbols.values()) for name in ("turnover", "cost", "orders")),
    )
    return Account(whole, symbols)


def held_account(report: BacktestReport, candles: Mapping[Symbol, CandleSeries], costs: Costs) -> Account:
    """The buying and holding that stands beside every back-test: equal weights at the first open, one fee."""
    at, total = report.at, report.benchmark / report.benchmark[0]
    entries = [one.open[np.searchsorted(one.open_at, at[0])] for one in candles.values()]
    grown = np.array([_closes(one, at) / entry for one, entry in zip(candles.values(), entries, strict=True)])
    known = np.array(
        [newest(one.close_at, at) >= np.searchsorted(one.open_at, at[0]) for one in candles.values()]
    )
    count = np.maximum(known.sum(axis=0), 1)
    value = np.where(known, grown, 0.0) / count / (1 + costs.fee)
    value[:, 0] = 1 / len(candles)  # cash, until the first open
    bought, still = np.zeros(len(at) - 1), np.zeros(len(at) - 1)
    bought[0] = 1.0
    fee = bought * costs.fee / (1 + costs.fee)
    symbols = {
        name: Course(
            at[1:],
            np.diff(one) / total[:-1],
            (one / total)[1:],
            bought / len(candles),
            fee / len(candles),
            bought,
        )
        for name, one in zip(candles, value, strict=True)
    }
    whole = Course(at[1:], np.diff(total) / total[:-1], still + 1.0, bought, fee, bought * len(candles))
    return Account(whole, symbols)


def _flows(at: Times, fills: Sequence[Fill]) -> tuple[Floats, Floats, Floats, Floats]:
    """Quantity held, value traded, costs and fills at each time, float64[n] each."""
    signed = [fill.quantity if fill.side == "buy" else -fill.quantity for fill in fills]
    moved, traded, cost, count = (
        _summed(at, fills, one)
        for one in (
            signed,
            [fill.value for fill in fills],
            [fill.fee + fill.slippage for fill in fills],
            [1.0] * len(fills),
        )
    )
    return np.cumsum(moved), traded, cost, count


def _put_in(at: Times, fills: Sequence[Fill]) -> Floats:
    """float64[n]: cash that went into a symbol, fees with it."""
    paid = [fill.fee + (fill.value if fill.side == "buy" else -fill.value) for fill in fills]
    return _summed(at, fills, paid)


def _summed(at: Times, fills: Sequence[Fill], values: Sequence[float]) -> Floats:
    """float64[n]: the values of the fills at each candle time; an open belongs to the close after it."""
    times = np.array([fill.filled_at for fill in fills], np.int64)
    places = np.minimum(np.searchsorted(at, times, side="right"), len(at) - 1)
    return np.asarray(np.bincount(places, np.array(values, np.float64), len(at)), np.float64)


def _closes(series: CandleSeries, at: Times) -> Floats:
    """The newest close at each time; the first one before there is any, which nobody can hold yet."""
    return series.close[np.maximum(newest(series.close_at, at), 0)]
