"""Closes and a model's prediction in, a Signal of trend, direction and volatility out."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.values import Symbol

FloatArray = NDArray[np.float64]

VOLATILITY_RANGE = (0.001, 1.0)
"""Daily volatilities outside are an unfit model's, not a market's; the reading is cut to this range."""


@dataclass(frozen=True)
class Policy:
    """What the base policy wants from a market, before any limit.

    Args:
        fast_candles: span of the fast exponential mean of the closes.
        slow_candles: span of the slow one; the trend is the log of fast over slow.
        direction_margin: how far the probability of a rise may lie below the market's usual rate before the
            policy stays out; as far above it, it holds the full size.
        target_volatility: daily volatility, as a fraction of equity, the whole book aims at when every symbol
            is held with full confidence and all move together.
        risk_aversion: of the cost-aware band (see core.trading.decision.band).
    """

    fast_candles: int = 24
    slow_candles: int = 96
    direction_margin: float = 0.05
    target_volatility: float = 0.02
    risk_aversion: float = 5.0

    def confidence(self, probability_up: float, base_rate: float) -> float:
        """The share of the full size: 0 a margin below `base_rate`, 1/2 at it, 1 a margin above."""
        return min(1.0, max(0.0, 0.5 + (probability_up - base_rate) / (2 * self.direction_margin)))


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
    """

    symbol: Symbol
    at: int
    price: float
    trend: float
    probability_up: float
    base_rate: float
    volatility: float


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


def base_rate(closes: FloatArray, horizon: int, prior: int = 48) -> float:
    """How often the return over `horizon` candles was positive, drawn to 1/2 by `prior` candles' worth."""
    ahead = closes[horizon:] > closes[:-horizon] if len(closes) > horizon else np.zeros(0, bool)
    return (float(ahead.sum()) + prior / 2) / (len(ahead) + prior)


def daily_volatility(log_variance: float, log_variance_std: float) -> float:
    """The root of the mean variance of a log-normal variance, cut to VOLATILITY_RANGE."""
    low, high = VOLATILITY_RANGE
    exponent = (log_variance + log_variance_std**2 / 2) / 2
    return min(high, max(low, math.exp(min(exponent, 1.0))))
