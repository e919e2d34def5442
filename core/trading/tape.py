"""Candles and forecasts in, what was known at each candle time, and the step made of it, out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.features.candles import CandleSeries, Floats
from core.trading.broker import DEEP, Liquidity
from core.trading.decision import Outlook
from core.trading.session import Bar, Book, Rules, Step, close_window, step
from core.trading.signal import (
    DAY_SECONDS,
    Policy,
    Signal,
    daily_volatility,
    edge,
    ewma_volatility,
    likely_volatility,
    trend,
)
from core.values import Symbol


@dataclass(frozen=True)
class Forecasts:
    """A model's predictions for some candles of one symbol; each knows nothing after its candle's close.

    Args:
        close_at: int64[m], close times of the candles, rising.
        probability_up: float64[m].
        log_variance: float64[m], of the next day.
        log_variance_std: float64[m].
        base_rate: the usual rate of rises, from candles before the window; float64[m] where windows follow
            each other, each with its own.
        horizon_days: how far `probability_up` looks ahead.
        novelty: float64[m], how unlike the reference window each candle is, see Signal; 0 where nobody
            measured it.
    """

    close_at: NDArray[np.int64]
    probability_up: NDArray[np.float64]
    log_variance: NDArray[np.float64]
    log_variance_std: NDArray[np.float64]
    base_rate: NDArray[np.float64] | float
    horizon_days: float
    novelty: NDArray[np.float64] | float = 0.0

    @property
    def base_rates(self) -> NDArray[np.float64]:
        """float64[m], the usual rate of rises for each."""
        return np.broadcast_to(self.base_rate, self.close_at.shape)

    @property
    def novelties(self) -> NDArray[np.float64]:
        """float64[m], the novelty of each."""
        return np.broadcast_to(self.novelty, self.close_at.shape)

    def followed_by(self, later: "Forecasts") -> "Forecasts":
        """These forecasts and later ones of the same model and market."""
        same = np.array_equal(self.base_rate, later.base_rate) and np.ndim(self.base_rate) == 0
        return replace(
            self,
            base_rate=self.base_rate if same else np.concatenate([self.base_rates, later.base_rates]),
            close_at=np.concatenate([self.close_at, later.close_at]),
            probability_up=np.concatenate([self.probability_up, later.probability_up]),
            log_variance=np.concatenate([self.log_variance, later.log_variance]),
            log_variance_std=np.concatenate([self.log_variance_std, later.log_variance_std]),
            novelty=np.concatenate([self.novelties, later.novelties]),
        )


@dataclass(frozen=True)
class _Track:
    """Everything the tape knows of one symbol; the last six a value a forecast.

    Args:
        candles: of the symbol.
        close_at: their close times.
        made: the model's forecasts; None where it made none.
        row: int64[m], the newest candle by the forecast's time.
        trend, edge, volatility, ewma: float64[m], see Signal.
    """

    candles: CandleSeries
    close_at: NDArray[np.int64]
    made: Forecasts | None
    row: NDArray[np.int64]
    trend: NDArray[np.float64]
    edge: NDArray[np.float64]
    volatility: NDArray[np.float64]
    ewma: NDArray[np.float64]

    @classmethod
    def of(
        cls, candles: CandleSeries, made: Forecasts | None, policy: Policy, trends: Floats | None
    ) -> "_Track":
        close_at = candles.close_at
        if made is None:
            none = np.zeros(0)
            return cls(candles, close_at, None, np.zeros(0, np.int64), none, none, none, none)
        row = newest(close_at, made.close_at)
        deviation = daily_volatility(
            made.log_variance.astype(np.float64), made.log_variance_std.astype(np.float64)
        )
        chance = made.probability_up.astype(np.float64)
        worth = np.asarray(edge(deviation, made.horizon_days, chance, made.base_rate))
        if trends is None:
            trends = trend(candles.close, policy)[row]
        usual = ewma_volatility(candles.close, candles.timeframe.seconds)[row]
        return cls(candles, close_at, made, row, trends, worth, deviation, usual)

    @cached_property
    def day_before(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Volume and volatility of the 24 hours until each candle opened, float64[n] each."""
        closes = self.candles.close
        squares = np.zeros(len(closes))
        squares[1:] = np.diff(np.log(closes)) ** 2
        first = np.searchsorted(self.candles.open_at, self.candles.open_at - DAY_SECONDS)
        rows = np.arange(len(closes))
        volume, variance = (
            np.maximum(total[rows] - total[first], 0.0)
            for total in (np.concatenate([[0.0], np.cumsum(one)]) for one in (self.candles.volume, squares))
        )
        return volume, np.sqrt(variance)

    def liquidity(self, row: int) -> Liquidity:
        """Of the day before the candle `row`; a market without history is taken for deep."""
        if row == 0:
            return DEEP
        volume, volatility = self.day_before
        return Liquidity(float(volume[row]), float(volatility[row]))


@dataclass(frozen=True)
class Ahead:
    """What a tape holds of some candle times: columns are times, rows are symbols.

    Args:
        names: symbols with a forecast, in the order of the outlook's rows.
        turns: int64[symbols, times], the forecast of each.
        outlook: what is known of them.
        closes: by symbol of any candles, float64[times], the newest close; NaN before the first.
        present: by symbol, bool[times], whether its candle closed at that very time.
    """

    names: tuple[Symbol, ...]
    turns: NDArray[np.int64]
    outlook: Outlook
    closes: Mapping[Symbol, NDArray[np.float64]]
    present: Mapping[Symbol, NDArray[np.bool_]]


class Tape:
    """What is known at each candle time: the candles that have closed and the forecasts made by then.

    Args:
        candles: by symbol, all of one timeframe.
        forecasts: by symbol.
        policy: whose trend is read.
        trends: by symbol, float64[m], a trend for each forecast in place of the one that the closes show.
    """

    def __init__(
        self,
        candles: Mapping[Symbol, CandleSeries],
        forecasts: Mapping[Symbol, Forecasts],
        policy: Policy,
        trends: Mapping[Symbol, Floats] | None = None,
    ) -> None:
        trends = trends or {}
        self._tracks = {
            name: _Track.of(one, forecasts.get(name), policy, trends.get(name))
            for name, one in candles.items()
            if len(one)
        }
        self._told = sorted(name for name in forecasts if name in self._tracks)
        self.candle_seconds = next(iter(candles.values())).timeframe.seconds

    def times(self, start_at: int, end_at: int) -> list[int]:
        """Candle times from `start_at` to `end_at`, both included, as far as any symbol has candles."""
        closes = [one.close_at for one in self._tracks.values()]
        first, last = min(int(one[0]) for one in closes), max(int(one[-1]) for one in closes)
        skipped = -(-max(0, start_at - first) // self.candle_seconds)
        return list(range(first + skipped * self.candle_seconds, min(end_at, last) + 1, self.candle_seconds))

    def bars(self, at: int, *, deep: bool = False) -> dict[Symbol, Bar]:
        """Candles that closed exactly at `at`; `deep` leaves out the day's liquidity, which costs time."""
        found = {}
        for name, track in self._tracks.items():
            row, one = int(newest(track.close_at, at)), track.candles
            if row >= 0 and track.close_at[row] == at:
                found[name] = Bar(
                    open_at=int(one.open_at[row]),
                    open=float(one.open[row]),
                    close=float(one.close[row]),
                    high=float(one.high[row]),
                    low=float(one.low[row]),
                    volume=float(one.volume[row]),
                    liquidity=DEEP if deep else track.liquidity(row),
                )
        return found

    def prices(self, at: NDArray[np.int64]) -> dict[Symbol, NDArray[np.float64]]:
        """By symbol, the newest close at each of the times `at` of the candles after the first of them.

        NaN where there is none yet, as at the first of the times.
        """
        found = {}
        for name, track in self._tracks.items():
            row = newest(track.close_at, at)
            seen = track.close_at[row] > at[0]
            found[name] = np.where((row >= 0) & seen, track.candles.close[row], np.nan)
        return found

    def signals(self, at: int) -> tuple[Signal, ...]:
        """The newest signal of every symbol that has a forecast by `at`, by name."""
        return tuple(self._signals(at))

    def _signals(self, at: int) -> Iterator[Signal]:
        for name in self._told:
            made = self._tracks[name].made
            turn = int(newest(made.close_at, at)) if made else -1
            if turn >= 0:
                yield self.signal(name, turn)

    def signal(self, symbol: Symbol, turn: int) -> Signal:
        """The signal of a symbol's forecast number `turn`."""
        track = self._tracks[symbol]
        made = track.made
        assert made is not None  # noqa: S101 - only forecasts are numbered
        low, high = likely_volatility(float(made.log_variance[turn]), float(made.log_variance_std[turn]))
        return Signal(
            symbol=symbol,
            at=int(made.close_at[turn]),
            price=float(track.candles.close[track.row[turn]]),
            trend=float(track.trend[turn]),
            probability_up=float(made.probability_up[turn]),
            base_rate=float(made.base_rates[turn]),
            volatility=float(track.volatility[turn]),
            horizon_days=made.horizon_days,
            volatility_low=low,
            volatility_high=high,
            novelty=float(made.novelties[turn]),
            ewma_volatility=float(track.ewma[turn]),
        )

    def ahead(self, at: NDArray[np.int64]) -> Ahead:
        """What is known at each of the times `at`, as if each were the present.

        It reaches up to the time before a symbol's first forecast, as that changes who is decided on: fewer
        times may come back than were asked for, but never none.
        """
        turns = {name: self._turns(name, at) for name in self._told}
        turns = {name: one for name, one in turns.items() if one[-1] >= 0}
        begins = [int((one < 0).sum()) for one in turns.values() if one[0] < 0]
        at = at[: min(begins, default=len(at))]
        turns = {name: one[: len(at)] for name, one in turns.items() if one[0] >= 0}
        rows = {name: newest(track.close_at, at) for name, track in self._tracks.items()}
        return Ahead(
            names=tuple(turns),
            turns=np.array(list(turns.values()), np.int64).reshape(len(turns), len(at)),
            outlook=self._outlook(at, turns),
            closes={
                name: np.where(row >= 0, self._tracks[name].candles.close[row], np.nan)
                for name, row in rows.items()
            },
            present={
                name: (row >= 0) & (self._tracks[name].close_at[row] == at) for name, row in rows.items()
            },
        )

    def unseen(self, at: NDArray[np.int64], policy: Policy) -> float:
        """The share of the forecasts known at the times `at` that are of a market the model has not seen."""
        tracks = [(self._tracks[name].made, self._turns(name, at)) for name in self._told]
        found = [made.novelties[turns[turns >= 0]] > policy.novelty for made, turns in tracks if made]
        total = sum(map(len, found))
        return sum(int(one.sum()) for one in found) / total if total else 0.0

    def _turns(self, symbol: Symbol, at: NDArray[np.int64]) -> NDArray[np.int64]:
        made = self._tracks[symbol].made
        return newest(made.close_at, at) if made else np.full(len(at), -1)

    def _outlook(self, at: NDArray[np.int64], turns: Mapping[Symbol, NDArray[np.int64]]) -> Outlook:
        tracks = [(self._tracks[name], one) for name, one in turns.items()]
        shape = len(tracks), len(at)
        made = [(track.made, one) for track, one in tracks if track.made is not None]
        return Outlook(
            at=at,
            known_at=np.array([said.close_at[one] for said, one in made], np.int64).reshape(shape),
            trend=np.array([track.trend[one] for track, one in tracks]).reshape(shape),
            edge=np.array([track.edge[one] for track, one in tracks]).reshape(shape),
            volatility=np.array([track.volatility[one] for track, one in tracks]).reshape(shape),
            novelty=np.array([said.novelties[one] for said, one in made]).reshape(shape),
            ewma_volatility=np.array([track.ewma[one] for track, one in tracks]).reshape(shape),
        )


def newest(times: NDArray[np.int64], at: NDArray[np.int64] | int) -> NDArray[np.int64]:
    """Position of the last time that is not after `at`, -1 where there is none."""
    return np.searchsorted(times, at, side="right") - 1


def play(book: Book, at: int, tape: Tape, rules: Rules, start_at: int, end_at: int) -> Step:
    """The step of the candle time `at` in the window [start_at, end_at).

    At the start only decisions are made: the candle that closes there opened before the window. At the end
    everything is sold.
    """
    bars = tape.bars(at, deep=rules.costs.impact == 0) if at > start_at else {}
    if at >= end_at:
        return close_window(book, at, bars, rules)
    return step(book, at, bars, tape.signals(at), rules)
