"""Closes and a model's prediction in, a Signal of trend, direction and volatility out."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.volatility import RISK_METRICS
from core.model.novelty import RARE
from core.values import Symbol

FloatArray = NDArray[np.float64]

DAY_SECONDS = 86_400
VOLATILITY_RANGE = (0.001, 1.0)
"""Daily volatilities outside are an unfit model's, not a market's; the reading is cut to this range."""


LIKELY = (0.05, 0.95)
"""Levels between which the next day's volatility lies, nine times of ten where the model is right."""
_DEVIATIONS = tuple(map(NormalDist().inv_cdf, LIKELY))


@dataclass(frozen=True)
class Policy:
    """What the base policy wants from a market, before any limit.

    Args:
        fast_candles: span of the fast exponential mean of the closes.
        slow_candles: span of the slow one; the trend is the log of fast over slow.
        target_volatility: daily volatility, as a fraction of equity, that the whole book aims at when every
            symbol is held and all move together.
        risk_aversion: of the cost-aware band (see core.trading.decision.band).
        band: factor of that band's width; at 0 every change that is worth an order is traded.
        novelty: the percentile of novelty beyond which a market is one that the model has not seen; 1 takes
            none for one.
    """

    fast_candles: int = 48
    slow_candles: int = 192
    target_volatility: float = 0.015
    risk_aversion: float = 0.5
    band: float = 1.0
    novelty: float = RARE

    def __post_init__(self) -> None:
        if not 0 <= self.novelty <= 1:
            raise YouCanFix(f"{self.novelty} is no percentile.", "Use 0.99, or 1 to trust the model always.")
        if not 1 <= self.fast_candles < self.slow_candles:
            raise YouCanFix("The fast mean must be shorter than the slow one.", "Use 48 and 192 candles.")
        if not 0 <= self.band < math.inf:
            raise YouCanFix(
                f"A no-trade band cannot be {self.band:g} times as wide.", "Use 1, or 0 for none."
            )


@dataclass(frozen=True)
class Signal:
    """What is known of one symbol at the close of a candle.

    Args:
        symbol: the pair.
        at: close time of the newest candle it knows, UTC seconds.
        price: its close.
        trend: log of the fast over the slow exponential mean.
        probability_up: the model's probability that the next horizon's return is positive.
        base_rate: how often that return was positive in the reference window.
        volatility: the model's daily volatility of the next day, a fraction.
        horizon_days: how far `probability_up` looks ahead.
        volatility_low, volatility_high: quantiles of the next day's volatility at LIKELY, by the model's own
            spread; None in journals of versions that did not say.
        novelty: the share of the reference window's candles less unusual than this one; 0 where nobody
            measured it.
        ewma_volatility: what the last candles alone say of the volatility, see the function of this name.
    """

    symbol: Symbol
    at: int
    price: float
    trend: float
    probability_up: float
    base_rate: float
    volatility: float
    horizon_days: float
    volatility_low: float | None = None
    volatility_high: float | None = None
    novelty: float = 0.0
    ewma_volatility: float = 0.0

    def is_unseen(self, policy: Policy) -> bool:
        """Whether the market is one that the model has not seen, by the policy's threshold."""
        return self.novelty > policy.novelty

    @property
    def edge(self) -> float:
        """The return over the horizon that the model's tilt from the usual rate is worth."""
        return float(edge(self.volatility, self.horizon_days, self.probability_up, self.base_rate))


def edge(
    volatility: FloatArray | float,
    horizon_days: float,
    probability_up: FloatArray | float,
    base_rate: FloatArray | float,
) -> FloatArray | float:
    """The return that a probability's tilt from the usual rate is worth; arguments as in Signal.

    A normal return of deviation s that is positive with probability p has the mean s Phi^-1(p), which is
    s sqrt(2 pi) (p - 1/2) to first order.
    """
    deviation = volatility * math.sqrt(horizon_days)
    return deviation * math.sqrt(2 * math.pi) * (probability_up - base_rate)


def ema(values: FloatArray, span: int) -> FloatArray:
    """The exponential mean with weight 2 / (span + 1), started at the first value; causal."""
    weight = 2.0 / (span + 1.0)
    mean = float(values[0]) if len(values) else 0.0
    out = np.empty(len(values))
    for row, value in enumerate(values.tolist()):
        mean += weight * (value - mean)
        out[row] = mean
    return out


def trend(closes: FloatArray, policy: Policy) -> FloatArray:
    """The trend at every close, float64[n]; positive in a rise."""
    return np.log(ema(closes, policy.fast_candles) / ema(closes, policy.slow_candles))


def ewma_volatility(closes: FloatArray, candle_seconds: int) -> FloatArray:
    """RiskMetrics' (1996) volatility of the next day at every close, float64[n], cut to VOLATILITY_RANGE.

    The root of the exponentially weighted mean of squared returns, which forget 6 % a day; causal.
    """
    import pandas as pd

    day = DAY_SECONDS / candle_seconds
    logs = np.log(closes)
    squares = pd.Series(np.diff(logs, prepend=logs[:1]) ** 2)
    variance = squares.ewm(alpha=1 - RISK_METRICS ** (1 / day), adjust=True).mean().to_numpy() * day
    return np.clip(np.sqrt(variance), *VOLATILITY_RANGE)


def base_rate(closes: FloatArray, horizon: int, prior: int = 48) -> float:
    """How often the return over `horizon` candles was positive, drawn to 1/2 by `prior` candles' worth."""
    ahead = closes[horizon:] > closes[:-horizon] if len(closes) > horizon else np.zeros(0, bool)
    return (float(ahead.sum()) + prior / 2) / (len(ahead) + prior)


def daily_volatility(log_variance: FloatArray | float, log_variance_std: FloatArray | float) -> FloatArray:
    """The root of the mean variance of a log-normal variance, cut to VOLATILITY_RANGE."""
    exponent = (log_variance + log_variance_std * log_variance_std / 2) / 2
    return np.clip(np.exp(np.minimum(exponent, 1.0)), *VOLATILITY_RANGE)


def likely_volatility(log_variance: float, log_variance_std: float) -> tuple[float, float]:
    """The quantiles of a log-normal variance's root at LIKELY, cut to VOLATILITY_RANGE."""
    least, most = VOLATILITY_RANGE
    low, high = (
        min(most, max(least, math.exp(min(1.0, (log_variance + deviations * log_variance_std) / 2))))
        for deviations in _DEVIATIONS
    )
    return low, high
