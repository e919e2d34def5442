"""Stored candles and predictions in, a report of trading them event by event out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import CandleSeries
from core.trading.broker import Fill
from core.trading.decision import Decision
from core.trading.session import Bar, Book, Rules, Step, close_window, step
from core.trading.signal import Signal, daily_volatility, trend
from core.values import Symbol

YEAR_SECONDS = 365 * 86_400


@dataclass(frozen=True)
class Forecasts:
    """A model's predictions for some candles of one symbol; each knows nothing after its candle's close.

    Args:
        close_at: int64[m], close times of the candles, rising.
        probability_up: float64[m].
        log_variance: float64[m], of the next day.
        log_variance_std: float64[m].
        base_rate: the usual rate of rises, from candles before the window.
        horizon_days: how far `probability_up` looks ahead.
    """

    close_at: NDArray[np.int64]
    probability_up: NDArray[np.float64]
    log_variance: NDArray[np.float64]
    log_variance_std: NDArray[np.float64]
    base_rate: float
    horizon_days: float


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
    candles: Mapping[Symbol, CandleSeries],
    forecasts: Mapping[Symbol, Forecasts],
    rules: Rules,
    capital: float,
    start_at: int,
    end_at: int,
    progress: Callable[[float], None] = lambda _: None,
) -> BacktestReport:
    """Trade [start_at, end_at) candle by candle with the agent's own code.

    Decided at a candle's close, filled at the next candle's open; flat again at the last close.

    Raises:
        YouCanFix: no candle lies in the window.
    """
    replay = _Replay(candles, forecasts, rules)
    times = replay.times(start_at, end_at)
    if len(times) < 2:  # noqa: PLR2004 - one to decide on, one to fill at
        raise YouCanFix(
            "The window holds fewer than two candles.", "Choose --since and --until inside the data."
        )
    book, steps = Book.start(capital, rules.costs), []
    for count, at in enumerate(times):
        last = count == len(times) - 1
        bars = replay.bars(at) if at > start_at else {}
        done = (
            close_window(book, at, bars, rules) if last else step(book, at, bars, replay.signals(at), rules)
        )
        book = done.book
        steps.append(done)
        progress((count + 1) / len(times))
    return _report(np.array(times), steps, capital, min(one.timeframe.seconds for one in candles.values()))


class _Replay:
    """What is known at each candle time: the candles that have closed and the forecasts made by then."""

    def __init__(
        self, candles: Mapping[Symbol, CandleSeries], forecasts: Mapping[Symbol, Forecasts], rules: Rules
    ) -> None:
        self._candles = candles
        self._forecasts = forecasts
        self._trends = {name: trend(one.close, rules.policy) for name, one in candles.items()}

    def times(self, start_at: int, end_at: int) -> list[int]:
        """Close times of any symbol's candles from the start's own close to the end's, rising."""
        closes = np.unique(np.concatenate([one.close_at for one in self._candles.values()]))
        return [int(at) for at in closes[(closes >= start_at) & (closes <= end_at)]]

    def bars(self, at: int) -> dict[Symbol, Bar]:
        """Candles that closed exactly at `at`."""
        found = {}
        for name, one in self._candles.items():
            row = self._row(one, at)
            if row >= 0 and one.close_at[row] == at:
                found[name] = Bar(int(one.open_at[row]), float(one.open[row]), float(one.close[row]))
        return found

    def signals(self, at: int) -> tuple[Signal, ...]:
        """The newest signal of every symbol that has a forecast by `at`."""
        return tuple(self._newest(at))

    def _newest(self, at: int) -> Iterator[Signal]:
        for name, made in self._forecasts.items():
            turn = int(np.searchsorted(made.close_at, at, side="right")) - 1
            if turn < 0:
                continue
            one, known_at = self._candles[name], int(made.close_at[turn])
            row = self._row(one, known_at)
            yield Signal(
                name,
                known_at,
                float(one.close[row]),
                float(self._trends[name][row]),
                float(made.probability_up[turn]),
                made.base_rate,
                daily_volatility(float(made.log_variance[turn]), float(made.log_variance_std[turn])),
                made.horizon_days,
            )

    @staticmethod
    def _row(one: CandleSeries, at: int) -> int:
        return int(np.searchsorted(one.close_at, at, side="right")) - 1


def _report(times: NDArray[np.int64], steps: list[Step], capital: float, seconds: int) -> BacktestReport:
    equity = np.array([done.book.portfolio.equity for done in steps])
    held = np.array([1 + done.book.benchmark_return for done in steps]) * capital
    invested = np.array([1 - done.book.portfolio.cash / done.book.portfolio.equity for done in steps])
    last = steps[-1].book
    told = tuple(made for done in steps for made in done.decisions if made.action != "hold" or made.limit)
    figures = Performance(
        total_return=last.portfolio.total_return,
        buy_and_hold=last.benchmark_return,
        max_drawdown=last.portfolio.max_drawdown,
        sharpe=sharpe(equity, YEAR_SECONDS / seconds),
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
