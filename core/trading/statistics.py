"""An equity curve or round trips in; the figures that people judge trading by, out.

Annualisation: markets of coins never close, so a year has 365 days; a figure of returns per candle is scaled
by the candles of a year (means) or its root (deviations). Cash earns nothing, so no rate is subtracted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.trading.trips import Trip

Floats = NDArray[np.float64]

YEAR_SECONDS = 365 * 86_400


@dataclass(frozen=True)
class CurveFigures:
    """What an equity curve says. Fractions; ratios and returns a year as in this file's first lines.

    Args:
        total_return: over the whole window.
        annual_return: the constant yearly return that makes the same; None where the window is shorter than
            30 days, as it would be blown up.
        volatility: standard deviation of the returns, a year.
        sharpe: mean over standard deviation of the returns, a year; 0 when nothing moved.
        sharpe_low, sharpe_high: its 95 % interval.
        sortino: mean over downside deviation from 0, a year; 0 when nothing fell.
        max_drawdown: deepest fall from a peak, a fraction of the peak.
        longest_drawdown_days: longest time from a peak until it was reached again, or until the end.
    """

    total_return: float
    annual_return: float | None
    volatility: float
    sharpe: float
    sharpe_low: float
    sharpe_high: float
    sortino: float
    max_drawdown: float
    longest_drawdown_days: float


@dataclass(frozen=True)
class TripFigures:
    """What the round trips say; all 0 where there is none.

    Args:
        round_trips: how many.
        win_rate: the share that gained after costs.
        profit_factor: gains over losses; None where nothing was lost.
        mean_profit: in the quote asset, after costs.
        mean_return: of what was put in, after costs.
        best, worst: profit of the best and of the worst, in the quote asset.
        mean_holding_seconds: from the first purchase to the last sale.
    """

    round_trips: int = 0
    win_rate: float = 0.0
    profit_factor: float | None = None
    mean_profit: float = 0.0
    mean_return: float = 0.0
    best: float = 0.0
    worst: float = 0.0
    mean_holding_seconds: float = 0.0


def curve_figures(equity: Floats, candle_seconds: int) -> CurveFigures:
    """The figures of an equity curve with one value a candle, at least two."""
    returns, a_year = np.diff(equity) / equity[:-1], YEAR_SECONDS / candle_seconds
    ratio, error = sharpe(returns, a_year), sharpe_error(returns) * a_year**0.5
    grown, years = float(equity[-1] / equity[0]), len(returns) / a_year
    depth = drawdown(equity)
    return CurveFigures(
        total_return=grown - 1,
        annual_return=grown ** (1 / years) - 1 if years > 30 / 365 and grown > 0 else None,
        volatility=float(returns.std()) * a_year**0.5,
        sharpe=ratio,
        sharpe_low=ratio - 1.96 * error,
        sharpe_high=ratio + 1.96 * error,
        sortino=sortino(returns, a_year),
        max_drawdown=float(depth.max()),
        longest_drawdown_days=_longest(depth > 0) * candle_seconds / 86_400,
    )


def sharpe(returns: Floats, periods_a_year: float) -> float:
    """Annualised ratio of the mean to the standard deviation of returns, cash earning nothing.

    Sharpe 1994, The Sharpe ratio (Journal of Portfolio Management 21).
    """
    spread = float(returns.std()) if len(returns) else 0.0
    return float(returns.mean()) / spread * periods_a_year**0.5 if spread > 0 else 0.0


def weighted_sharpe(returns: Floats, periods_a_year: float) -> Callable[[Floats], Floats]:
    """`sharpe` as a figure of weighted returns: float64[k, n] weights to float64[k]."""
    squares = returns * returns

    def figure(weights: Floats) -> Floats:
        total = weights.sum(axis=1)
        mean = weights @ returns / total
        variance = np.maximum(weights @ squares / total - mean**2, 0.0)
        still = np.zeros(len(weights))
        return np.asarray(
            np.divide(mean * periods_a_year**0.5, np.sqrt(variance), out=still, where=variance > 0)
        )

    return figure


def sharpe_error(returns: Floats) -> float:
    """Standard error of the Sharpe ratio per period, for returns that are skewed and have heavy tails.

    sqrt((1 - g SR + (k - 1) / 4 SR^2) / n) with skewness g and kurtosis k: Mertens 2002, Comments on variance
    of the IID estimator in Lo (2002). Returns that follow each other's sign make it too small.
    """
    spread = float(returns.std()) if len(returns) else 0.0
    if spread == 0:
        return 0.0
    scaled = (returns - returns.mean()) / spread
    squares = scaled * scaled  # products: numpy's third and fourth powers are many times slower
    ratio, skew, kurtosis = returns.mean() / spread, (squares * scaled).mean(), (squares * squares).mean()
    return float(np.sqrt(max(0.0, 1 - skew * ratio + (kurtosis - 1) / 4 * ratio**2) / len(returns)))


def sortino(returns: Floats, periods_a_year: float) -> float:
    """Annualised ratio of the mean to the root of the mean square of the falls, over all periods.

    Sortino and Price 1994, Performance measurement in a downside risk framework, with a target of 0.
    """
    falls = float(np.sqrt((np.minimum(returns, 0.0) ** 2).mean())) if len(returns) else 0.0
    return float(returns.mean()) / falls * periods_a_year**0.5 if falls > 0 else 0.0


def drawdown(equity: Floats) -> Floats:
    """How far each value lies below the highest until then, a fraction of that."""
    return 1 - equity / np.maximum.accumulate(equity)


def _longest(under: NDArray[np.bool_]) -> int:
    """Length of the longest run of set values."""
    edges = np.flatnonzero(np.diff(under.astype(np.int8), prepend=0, append=0))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def trip_figures(trips: tuple[Trip, ...]) -> TripFigures:
    """The figures of round trips."""
    if not trips:
        return TripFigures()
    profits = np.array([one.profit for one in trips])
    lost = -float(profits[profits < 0].sum())
    return TripFigures(
        round_trips=len(trips),
        win_rate=float((profits > 0).mean()),
        profit_factor=float(profits[profits > 0].sum()) / lost if lost > 0 else None,
        mean_profit=float(profits.mean()),
        mean_return=float(np.mean([one.gain for one in trips])),
        best=float(profits.max()),
        worst=float(profits.min()),
        mean_holding_seconds=float(np.mean([one.holding_seconds for one in trips])),
    )
