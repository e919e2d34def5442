"""Stored candles, a model and a span of time in; a report of trading it as the agent would have out."""

from collections.abc import Callable, Mapping

from app.agent.market import Market, Watch
from app.ports import Progress, Worker
from core.errors import YouCanFix
from core.features.candles import CandleSeries, utc
from core.trading.backtest import BacktestReport, backtest
from core.trading.session import Rules
from core.values import Symbol, Timeframe

SPAN_CANDLES = 4000
"""Candles predicted in one call: enough to be quick, few enough to fit any memory."""
PREDICTING = 0.8
"""The share of the whole that predicting takes."""


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
) -> BacktestReport:
    """Trade [watch.start_at, end_at) on stored candles with the agent's own code.

    Raises:
        YouCanFix: a symbol has too few candles before the start, or none after it.
        PeerBroke: the weights are not those of the model.
        Cancelled: progress raised it.
    """
    _check_history({symbol: source.series(symbol, watch.timeframe) for symbol in watch.symbols}, watch)
    market = Market(source, worker, watch, weights)
    span = SPAN_CANDLES * watch.timeframe.seconds
    for until in (*range(watch.start_at, end_at, span), end_at):
        progress("predicting", PREDICTING * (until - watch.start_at) / (end_at - watch.start_at))
        market.fetch(until)
        market.forecast()
    return backtest(
        market.tape(rules.policy),
        rules,
        capital,
        watch.start_at,
        end_at,
        lambda fraction: progress("trading", PREDICTING + (1 - PREDICTING) * fraction),
    )


def _check_history(candles: Mapping[Symbol, CandleSeries], watch: Watch) -> None:
    for symbol, series in candles.items():
        if not len(series) or int(series.open_at[0]) > watch.first_candle_at:
            begins = utc(series.open_at[0]) if len(series) else "nowhere"
            raise YouCanFix(
                f"The candles of {symbol} begin at {begins}; trading from {utc(watch.start_at)} needs them "
                f"from {utc(watch.first_candle_at)}.",
                "Choose a later --since, or get a longer history with `conflux data download`.",
            )
