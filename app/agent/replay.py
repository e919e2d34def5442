"""Stored candles, a model and a span of time in; a report of trading it as the agent would have out."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.agent.market import Market, Watch
from app.ports import Progress, Worker
from core.errors import YouCanFix
from core.features.candles import CandleSeries, utc
from core.trading.backtest import BacktestReport, backtest
from core.trading.session import Rules
from core.trading.tape import Forecasts, Tape
from core.values import Symbol, Timeframe

REFIT_DAYS = 7
"""A span is forecast in windows of this length, each with a reference window of its own, as rounds do."""
PREDICTING = 0.8
"""The share of the whole that predicting takes."""
DAY_SECONDS = 86_400


class StoredCandles:
    """The candles on this machine as a CandleSource that has only the past.

    Args:
        load: gives the stored series of a pair, as CandleStore.load; called once for each.
    """

    def __init__(self, load: Callable[[Symbol, Timeframe], CandleSeries]) -> None:
        self._load = load
        self._series: dict[tuple[Symbol, Timeframe], CandleSeries] = {}

    def candles(
        self, symbol: Symbol, timeframe: Timeframe, since: int, until: int, progress: Progress | None = None
    ) -> CandleSeries:
        """Stored candles with since <= open time < until; raises YouCanFix when none of the pair are."""
        del progress  # nothing to wait for
        return self.series(symbol, timeframe).between(since, until)

    def series(self, symbol: Symbol, timeframe: Timeframe) -> CandleSeries:
        """The whole stored series; raises YouCanFix when there is none."""
        if (symbol, timeframe) not in self._series:
            self._series[symbol, timeframe] = self._load(symbol, timeframe)
        return self._series[symbol, timeframe]


def replay(
    source: StoredCandles,
    worker: Worker,
    watch: Watch,
    weights: bytes,
    rules: Rules,
    capital: float,
    end_at: int,
    progress: Progress,
    refit_days: int = REFIT_DAYS,
) -> BacktestReport:
    """Trade [watch.start_at, end_at) on stored candles with the agent's own code.

    What a round fixes for its window, the normaliser and the usual rate of rises, is fixed anew every
    `refit_days` from the candles before: over years the market leaves any one reference behind. The account
    goes through; the agent's begins anew with each round.

    Raises:
        YouCanFix: a symbol has too few candles before the start, or none after it.
        PeerBroke: the weights are not those of the model.
        Cancelled: progress raised it.
    """
    _check_history({symbol: source.series(symbol, watch.timeframe) for symbol in watch.symbols}, watch)
    forecasts: dict[Symbol, Forecasts] = {}
    starts = range(watch.start_at, end_at, refit_days * DAY_SECONDS)
    for start_at in starts:
        progress("predicting", PREDICTING * (start_at - watch.start_at) / (end_at - watch.start_at))
        last = start_at == starts[-1]
        until = end_at if last else start_at + starts.step - watch.timeframe.seconds
        for symbol, made in _window(source, worker, watch, weights, start_at, until).items():
            before = forecasts.get(symbol)
            forecasts[symbol] = made if before is None else before.followed_by(made)
    candles = {
        symbol: source.candles(symbol, watch.timeframe, watch.first_candle_at, end_at)
        for symbol in watch.symbols
    }
    return backtest(
        Tape(candles, forecasts, rules.policy),
        rules,
        capital,
        watch.start_at,
        end_at,
        lambda fraction: progress("trading", PREDICTING + (1 - PREDICTING) * fraction),
    )


def _window(
    source: StoredCandles, worker: Worker, watch: Watch, weights: bytes, start_at: int, until: int
) -> Mapping[Symbol, Forecasts]:
    """What a round that began at `start_at` would have forecast for the candle times until `until`."""
    moved = start_at - watch.start_at
    shifted = replace(watch, start_at=start_at, reference_start_at=watch.reference_start_at + moved)
    market = Market(source, worker, shifted, weights)
    market.fetch(until)
    market.forecast()
    return market.forecasts


def _check_history(candles: Mapping[Symbol, CandleSeries], watch: Watch) -> None:
    for symbol, series in candles.items():
        if not len(series) or int(series.open_at[0]) > watch.first_candle_at:
            begins = utc(series.open_at[0]) if len(series) else "nowhere"
            raise YouCanFix(
                f"The candles of {symbol} begin at {begins}; trading from {utc(watch.start_at)} needs them "
                f"from {utc(watch.first_candle_at)}.",
                "Choose a later --since, or get a longer history with `conflux data download`.",
            )
