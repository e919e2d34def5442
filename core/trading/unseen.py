"""Judged windows, their candles and a model's outputs in; what the agent's rule makes of them out."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.model.comparison import Traded, TradedCurve
from core.model.forecast_scores import chance
from core.model.judged_part import Part, Side, Sides
from core.trading.backtest import backtest
from core.trading.session import Rules
from core.trading.signal import daily_volatility, edge
from core.trading.statistics import CurveFigures
from core.trading.tape import Forecasts, Tape

if TYPE_CHECKING:
    from core.features.candles import CandleSeries
    from core.values import Symbol

DAY_SECONDS = 86_400
CAPITAL = 10_000.0

_MEMORY = 10
"""Spans of the slow mean that are kept before the first decision: what lay before weighs e^-20."""


def trade(part: Part, outputs: NDArray[np.float64], temperature: float) -> Traded:
    """Replay the judged candles with the default rules and costs, deciding and filling as the agent does.

    What the model sees is normalised by the training part, and the usual rate of rises is that of the
    training part; the agent fixes both anew for each round.

    Args:
        part: windows and candles.
        outputs: float64[m, K + 2] of the model on the judged windows; the first horizon is traded.
        temperature: what logits are divided by for the share of windows whose edge exceeds the cost; the
            trading itself takes them as they are.

    Raises:
        YouCanFix: fewer than two candles can be traded.
    """
    sides, given = Sides(part), part.dataset
    rules = Rules.for_candles(part.series[0].timeframe.seconds)
    made: dict[Symbol, Forecasts] = {}
    candles: dict[Symbol, CandleSeries] = {}
    taken = 0
    memory = _MEMORY * rules.policy.slow_candles
    for series, trained, judged in zip(sides.series, sides.trained, sides.judged, strict=True):
        usual = float(given.up[trained.rows].mean(dtype=np.float64))
        said = _forecasts(part, judged, outputs[judged.places], usual)
        made[series.symbol] = said
        candles[series.symbol] = series.rows(max(0, int(judged.ends[0]) - memory), len(series))
        taken += _worth_it(said, outputs[judged.places, 0] / temperature, rules.costs.round_trip)
    at = given.end_at[given.validation]
    found = backtest(Tape(candles, made, rules.policy), rules, CAPITAL, int(at.min()), int(at.max()))
    return Traded(
        since_at=int(found.at[0]),
        until_at=int(found.at[-1]),
        model=_curve(found.curve),
        held=_curve(found.benchmark_curve),
        trades=found.performance.trades,
        turnover=found.performance.turnover,
        exposure=found.performance.exposure,
        round_trip_cost=rules.costs.round_trip,
        edge_share=taken / len(at),
    )


def _forecasts(part: Part, judged: Side, outputs: NDArray[np.float64], usual: float) -> Forecasts:
    given, seconds = part.dataset, part.series[0].timeframe.seconds
    to_a_day = np.log(DAY_SECONDS / (part.labels.risk_candles * seconds))
    baseline = given.baseline_log_variance[judged.rows].astype(np.float64)
    return Forecasts(
        close_at=given.end_at[judged.rows],
        probability_up=chance(outputs[:, 0]),
        log_variance=baseline + outputs[:, -2] + to_a_day,
        log_variance_std=np.exp(outputs[:, -1]),
        base_rate=usual,
        horizon_days=part.labels.horizon_candles * seconds / DAY_SECONDS,
    )


def _worth_it(said: Forecasts, logits: NDArray[np.float64], cost: float) -> int:
    """In how many windows the edge, up or down, exceeds the cost of getting in and out."""
    deviation = daily_volatility(said.log_variance, said.log_variance_std)
    edges = np.asarray(edge(deviation, said.horizon_days, chance(logits), said.base_rate))
    return int((np.abs(edges) > cost).sum())


def _curve(found: CurveFigures) -> TradedCurve:
    return TradedCurve(
        found.total_return, found.sharpe, found.sharpe_low, found.sharpe_high, found.max_drawdown
    )
