"""A seed in; candles with ranges and volumes, and a model's opinions of them, out."""

import numpy as np

from core.features.candles import CandleSeries
from core.trading.tape import Forecasts
from core.values import Timeframe

from .conftest import BTC, HOUR, START


def market(count, seed, symbol=BTC, skip=(), timeframe="1h", start=START):
    """Candles of a market with trends, jumps at the opens, ranges and changing volumes."""
    rng = np.random.default_rng(seed)
    slow = 0.004 * np.sin(np.arange(count) / rng.uniform(20, 60) + rng.uniform(0, 6))
    closes = 100 * np.exp(np.cumsum(0.01 * rng.standard_normal(count) + slow))
    opens = np.concatenate([closes[:1], closes[:-1]]) * np.exp(0.001 * rng.standard_normal(count))
    highs, lows = (
        side(opens, closes) * np.exp(sign * 0.003 * rng.random(count))
        for side, sign in ((np.maximum, 1), (np.minimum, -1))
    )
    volumes = np.where(rng.random(count) < 0.05, 0.0, rng.lognormal(3, 1, count))
    times = start + Timeframe(timeframe).seconds * np.arange(count)
    keep = np.array([row not in skip for row in range(count)])
    columns = (one[keep] for one in (times, opens, highs, lows, closes, volumes))
    return CandleSeries(symbol, Timeframe(timeframe), "test", *columns)


def opinions(series, seed, first=0):
    """Forecasts of a model that changes its mind, from the candle `first` on."""
    rng = np.random.default_rng(seed)
    count = len(series) - first
    drift = np.cumsum(rng.standard_normal(count)) * 0.05
    return Forecasts(
        close_at=series.close_at[first:],
        probability_up=np.clip(0.5 + 0.03 * rng.standard_normal(count), 0, 1).astype(np.float32),
        log_variance=(-7 + np.clip(drift, -2, 2)).astype(np.float32),
        log_variance_std=np.full(count, 0.5, np.float32),
        base_rate=0.51,
        horizon_days=4 * HOUR / 86_400,
        novelty=rng.random(count) ** 0.05,
    )
