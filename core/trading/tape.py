"""Candles and forecasts in, what was known at each candle time, and the step made of it, out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.features.candles import CandleSeries
from core.trading.session import Bar, Book, Rules, Step, close_window, step
from core.trading.signal import Policy, Signal, daily_volatility, trend
from core.values import Symbol


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

    def followed_by(self, later: "Forecasts") -> "Forecasts":
        """These forecasts and later ones of the same model and market."""
        return replace(
            self,
            close_at=np.concatenate([self.close_at, later.close_at]),
            probability_up=np.concatenate([self.probability_up, later.probability_up]),
            log_variance=np.concatenate([self.log_variance, later.log_variance]),
            log_variance_std=np.concatenate([self.log_variance_std, later.log_variance_std]),
        )


class Tape:
    """What is known at each candle time: the candles that have closed and the forecasts made by then.

    Args:
        candles: by symbol, all of one timeframe.
        forecasts: by symbol.
        policy: whose trend is read.
    """

    def __init__(
        self, candles: Mapping[Symbol, CandleSeries], forecasts: Mapping[Symbol, Forecasts], policy: Policy
    ) -> None:
        self._candles = candles
        self._forecasts = forecasts
        self._trends = {name: trend(one.close, policy) for name, one in candles.items()}
        self.candle_seconds = next(iter(candles.values())).timeframe.seconds

    def times(self, start_at: int, end_at: int) -> list[int]:
        """Candle times from `start_at` to `end_at`, both included, as far as any symbol has candles."""
        first = min(int(one.close_at[0]) for one in self._candles.values() if len(one))
        last = max(int(one.close_at[-1]) for one in self._candles.values() if len(one))
        skipped = -(-max(0, start_at - first) // self.candle_seconds)
        return list(range(first + skipped * self.candle_seconds, min(end_at, last) + 1, self.candle_seconds))

    def bars(self, at: int) -> dict[Symbol, Bar]:
        """Candles that closed exactly at `at`."""
        found = {}
        for name, one in self._candles.items():
            row = _newest(one.close_at, at)
            if row >= 0 and one.close_at[row] == at:
                found[name] = Bar(int(one.open_at[row]), float(one.open[row]), float(one.close[row]))
        return found

    def signals(self, at: int) -> tuple[Signal, ...]:
        """The newest signal of every symbol that has a forecast by `at`, by name."""
        return tuple(self._signals(at))

    def _signals(self, at: int) -> Iterator[Signal]:
        for name in sorted(self._forecasts):
            made, one = self._forecasts[name], self._candles[name]
            turn = _newest(made.close_at, at)
            if turn < 0:
                continue
            known_at = int(made.close_at[turn])
            row = _newest(one.close_at, known_at)
            yield Signal(
                symbol=name,
                at=known_at,
                price=float(one.close[row]),
                trend=float(self._trends[name][row]),
                probability_up=float(made.probability_up[turn]),
                base_rate=made.base_rate,
                volatility=daily_volatility(
                    float(made.log_variance[turn]), float(made.log_variance_std[turn])
                ),
                horizon_days=made.horizon_days,
            )


def _newest(times: NDArray[np.int64], at: int) -> int:
    """Position of the last time that is not after `at`, -1 where there is none."""
    return int(np.searchsorted(times, at, side="right")) - 1


def play(book: Book, at: int, tape: Tape, rules: Rules, start_at: int, end_at: int) -> Step:
    """The step of the candle time `at` in the window [start_at, end_at).

    At the start only decisions are made: the candle that closes there opened before the window. At the end
    everything is sold.
    """
    bars = tape.bars(at) if at > start_at else {}
    if at >= end_at:
        return close_window(book, at, bars, rules)
    return step(book, at, bars, tape.signals(at), rules)
