"""Stored candles and predictions in, a report of trading them event by event out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.trading.broker import Fill
from core.trading.decision import Decision
from core.trading.journal import worth_a_line
from core.trading.portfolio import BuyAndHold
from core.trading.quiet import quiet
from core.trading.session import Book, Payment, Rules, Step, begin, finish
from core.trading.signal import Policy
from core.trading.statistics import CurveFigures, TripFigures, curve_figures, trip_figures
from core.trading.tape import Tape, play
from core.trading.trips import Trip, round_trips
from core.values import Symbol

Floats = NDArray[np.float64]

FIRST_LOOK, LONGEST_LOOK = 256, 8192
"""How many candles are looked ahead at after something happened, and at most."""


@dataclass(frozen=True)
class Performance:
    """What a window of trading made. Fractions are of the capital, costs are in the quote asset.

    Args:
        total_return: net of all costs.
        buy_and_hold: equal weights bought at the first open with one fee.
        hold_alike: the same with only the mean exposure of the trading invested, kept so without costs and
            the rest in cash. That exposure is known at the end alone: a yardstick, no choice anybody had.
        max_drawdown: deepest fall of equity from a peak, a fraction of the peak.
        sharpe: annualised mean over standard deviation of the returns per candle; 0 when nothing moved.
        trades: fills.
        fees: paid.
        slippage: lost to spread and slippage.
        funding: paid for holding perpetuals, 0 on spot.
        turnover: value of the fills over the capital.
        exposure: mean fraction of equity invested.
        most_exposed: the largest; prices carry it past what the limits allow to be bought.
        unseen: share of a symbol's candles on which its market was one that the model had not seen.
    """

    total_return: float
    buy_and_hold: float
    hold_alike: float
    max_drawdown: float
    sharpe: float
    trades: int
    fees: float
    slippage: float
    funding: float
    turnover: float
    exposure: float
    most_exposed: float
    unseen: float


@dataclass(frozen=True)
class BacktestReport:
    """A replay of candles.

    Args:
        at: int64[n], candle times, UTC seconds.
        equity: float64[n], in the quote asset.
        benchmark: float64[n], what buying and holding would be worth.
        alike: float64[n], the same with the mean exposure of the trading; see Performance.hold_alike.
        invested: float64[n], fraction of equity that is not cash.
        performance: the figures.
        curve: of the equity.
        benchmark_curve: the same of buying and holding.
        trip_figures: of the round trips.
        fills: every fill, oldest first.
        trips: round trips, by the time of their end.
        decisions: those that changed something or met another limit than before, as the agent's journal
            keeps them, oldest first.
    """

    at: NDArray[np.int64]
    equity: Floats
    benchmark: Floats
    alike: Floats
    invested: Floats
    performance: Performance
    curve: CurveFigures
    benchmark_curve: CurveFigures
    trip_figures: TripFigures
    fills: tuple[Fill, ...]
    trips: tuple[Trip, ...]
    decisions: tuple[Decision, ...]


@dataclass
class _Record:
    """What a replay has brought so far."""

    book: Book
    equity: Floats
    cash: Floats
    done: int = 0
    booked: list[Fill | Payment] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    limits: dict[Symbol, str] = field(default_factory=dict)

    def add(self, equity: Floats | float, count: int, book: Book) -> None:
        """Keep the next `count` candles' equity and the book after them."""
        rows = slice(self.done, self.done + count)
        self.equity[rows], self.cash[rows] = equity, book.portfolio.cash
        self.done, self.book = rows.stop, book

    def step(self, at: int, made: Step) -> None:
        """Keep the candle that closed at `at`, of which everything was done."""
        self.add(made.book.portfolio.equity, 1, made.book)
        self.booked.extend(one for one in made.fills if one.decided_at < at)
        self.booked.extend(made.payments)
        self.booked.extend(one for one in made.fills if one.decided_at >= at)  # the sales that end a window
        self.decisions.extend(worth_a_line(made.decisions, self.limits))


def backtest(
    tape: Tape,
    rules: Rules,
    capital: float,
    start_at: int,
    end_at: int,
    progress: Callable[[float], None] = lambda _: None,
) -> BacktestReport:
    """Trade [start_at, end_at) candle by candle with the agent's own code.

    Decided at a candle's close, filled at the next candle's open; flat again at the last close.

    Args:
        tape: candles and forecasts.
        rules: of the trading.
        capital: in the quote asset.
        start_at: first candle time, UTC seconds, cut to what the tape holds.
        end_at: last candle time, likewise.
        progress: called with the fraction done.

    Raises:
        YouCanFix: fewer than two candles lie in the window.
    """
    times = np.array(tape.times(start_at, end_at), np.int64)
    if len(times) < 2:  # noqa: PLR2004 - one to decide on, one to fill at
        raise YouCanFix(
            "The window holds fewer than two candles.", "Choose --since and --until inside the data."
        )
    record = _replay(tape, rules, capital, times, progress)
    return _report(record, tape, rules.policy, capital, times)


def _replay(
    tape: Tape, rules: Rules, capital: float, times: NDArray[np.int64], progress: Callable[[float], None]
) -> _Record:
    """Every candle time in order: one by one where something is filled, many at once where nothing is."""
    count, first, last = len(times), int(times[0]), int(times[-1])
    record = _Record(Book.start(capital, rules.costs), np.empty(count), np.empty(count))
    record.step(first, play(record.book, first, tape, rules, first, last))
    look, told = FIRST_LOOK, 0.0
    while record.done < count - 1:
        at = times[record.done : min(record.done + look, count - 1)]
        passed = _pass(record, at, tape, rules)
        look = min(2 * look, LONGEST_LOOK) if passed == len(at) else FIRST_LOOK
        if record.done / count >= told:
            progress(record.done / count)
            told = record.done / count + 0.001
    record.step(last, play(record.book, last, tape, rules, first, last))
    progress(1.0)
    return record


def _pass(record: _Record, at: NDArray[np.int64], tape: Tape, rules: Rules) -> int:
    """Trade the first of the times `at` and those after it at which nothing is due; how many that were."""
    now, costs = int(at[0]), rules.costs
    bars = tape.bars(now, deep=costs.impact == 0)
    book, fills, payments = begin(record.book, now, bars, costs)
    record.booked.extend((*fills, *payments))
    if not book.pending:
        passed = quiet(book, at, tape, rules, record.limits)
        if len(passed.equity):
            record.add(passed.equity, len(passed.equity), passed.book)
            record.decisions.extend(passed.decisions)
            return len(passed.equity)
    book, decisions = finish(book, now, bars, tape.signals(now), rules)
    record.add(book.portfolio.equity, 1, book)
    record.decisions.extend(worth_a_line(decisions, record.limits))
    return 1


def _report(
    record: _Record, tape: Tape, policy: Policy, capital: float, times: NDArray[np.int64]
) -> BacktestReport:
    account = record.book.portfolio
    held = capital * _held(tape.prices(times), record.book.benchmark)
    invested = 1 - record.cash / np.where(record.equity > 0, record.equity, np.inf)
    moves = np.diff(held) / held[:-1]
    alike = capital * np.cumprod(np.concatenate([[1.0], 1 + invested.mean() * moves]))
    curve = curve_figures(record.equity, tape.candle_seconds)
    figures = Performance(
        total_return=account.total_return,
        buy_and_hold=record.book.benchmark_return,
        hold_alike=float(alike[-1] / capital - 1),
        max_drawdown=account.max_drawdown,
        sharpe=curve.sharpe,
        trades=account.fills,
        fees=account.fees,
        slippage=account.slippage,
        funding=account.funding,
        turnover=account.turnover / capital,
        exposure=float(invested.mean()),
        most_exposed=float(invested.max()),
        unseen=tape.unseen(times, policy),
    )
    trips = round_trips(record.booked)
    return BacktestReport(
        at=times,
        equity=record.equity,
        benchmark=held,
        alike=alike,
        invested=invested,
        performance=figures,
        curve=curve,
        benchmark_curve=curve_figures(held, tape.candle_seconds),
        trip_figures=trip_figures(trips),
        fills=tuple(one for one in record.booked if isinstance(one, Fill)),
        trips=trips,
        decisions=tuple(record.decisions),
    )


def _held(prices: Mapping[Symbol, Floats], held: BuyAndHold) -> Floats:
    """What `BuyAndHold.total_return` adds to 1 at each time, float64[n]."""
    grown = np.array([prices[name] / entry for name, entry in held.entries.items()])
    known = ~np.isnan(grown)
    count = known.sum(axis=0)
    total = np.where(known, grown, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1) / (1 + held.fee), 1.0)
