"""Stored candles and predictions in, a report of trading them event by event out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.trading.broker import Fill
from core.trading.decision import Decision
from core.trading.session import Book, Rules, Step
from core.trading.tape import Tape, play

YEAR_SECONDS = 365 * 86_400


@dataclass(frozen=True)
class Performance:
    """What a window of trading made. Fractions are of the capital, costs are in the quote asset.

    Args:
        total_return: net of fees and slippage.
        buy_and_hold: equal weights bought at the first open with one fee.
        max_drawdown: deepest fall of equity from a peak, a fraction of the peak.
        sharpe: annualised mean over standard deviation of the returns per candle; 0 when nothing moved.
        trades: fills.
        fees: paid.
        slippage: lost to slippage.
        turnover: value of the fills over the capital.
        exposure: mean fraction of equity invested.
    """

    total_return: float
    buy_and_hold: float
    max_drawdown: float
    sharpe: float
    trades: int
    fees: float
    slippage: float
    turnover: float
    exposure: float


@dataclass(frozen=True)
class BacktestReport:
    """A replay of candles.

    Args:
        at: int64[n], candle times, UTC seconds.
        equity: float64[n], in the quote asset.
        benchmark: float64[n], what buying and holding would be worth.
        performance: the figures.
        fills: every fill, oldest first.
        decisions: those that changed something or met a limit, oldest first.
    """

    at: NDArray[np.int64]
    equity: NDArray[np.float64]
    benchmark: NDArray[np.float64]
    performance: Performance
    fills: tuple[Fill, ...]
    decisions: tuple[Decision, ...]


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
    times = tape.times(start_at, end_at)
    if len(times) < 2:  # noqa: PLR2004 - one to decide on, one to fill at
        raise YouCanFix(
            "The window holds fewer than two candles.", "Choose --since and --until inside the data."
        )
    book, steps = Book.start(capital, rules.costs), []
    for count, at in enumerate(times):
        done = play(book, at, tape, rules, times[0], times[-1])
        book = done.book
        steps.append(done)
        progress((count + 1) / len(times))
    return _report(np.array(times), steps, capital, YEAR_SECONDS / tape.candle_seconds)


def _report(
    times: NDArray[np.int64], steps: list[Step], capital: float, candles_a_year: float
) -> BacktestReport:
    equity = np.array([done.book.portfolio.equity for done in steps])
    held = np.array([1 + done.book.benchmark_return for done in steps]) * capital
    invested = np.array([1 - done.book.portfolio.cash / done.book.portfolio.equity for done in steps])
    last = steps[-1].book
    told = tuple(made for done in steps for made in done.decisions if made.action != "hold" or made.limit)
    figures = Performance(
        total_return=last.portfolio.total_return,
        buy_and_hold=last.benchmark_return,
        max_drawdown=last.portfolio.max_drawdown,
        sharpe=sharpe(equity, candles_a_year),
        trades=last.portfolio.fills,
        fees=last.portfolio.fees,
        slippage=last.portfolio.slippage,
        turnover=last.portfolio.turnover / capital,
        exposure=float(invested.mean()),
    )
    return BacktestReport(
        times, equity, held, figures, tuple(fill for done in steps for fill in done.fills), told
    )


def sharpe(equity: NDArray[np.float64], periods_a_year: float) -> float:
    """Annualised ratio of mean to standard deviation of an equity curve's returns, cash earning nothing."""
    returns = np.diff(equity) / equity[:-1]
    spread = float(returns.std()) if len(returns) else 0.0
    return float(returns.mean()) / spread * periods_a_year**0.5 if spread > 0 else 0.0
