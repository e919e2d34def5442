"""A seed in, candles as an honest market makes them out: clusters, fat tails, ticks, linked volumes."""

import numpy as np

from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe
from tests.strategies import BTC, HOUR, START


def honest_candles(
    seed, count=6000, *, symbol=BTC, timeframe=HOUR, venue="binance", price=30_000.0, tick=0.01
):
    """Stochastic volatility (Taylor 1986), Student's t returns, and volumes that follow the ranges."""
    draw = np.random.default_rng(seed)
    log_volatility = np.zeros(count)
    for at in range(1, count):
        log_volatility[at] = 0.97 * log_volatility[at - 1] + 0.12 * draw.standard_normal()
    volatility = 0.006 * np.exp(log_volatility)
    moves = volatility * draw.standard_t(4, count) / np.sqrt(2)
    close = price * np.exp(np.cumsum(moves))
    open_ = np.concatenate([[price], close[:-1]]) * np.exp(volatility * 0.02 * draw.standard_normal(count))
    wicks = np.abs(draw.standard_normal((2, count))) * volatility * 0.6
    open_, close = (np.maximum(np.round(side / tick), 1) for side in (open_, close))
    high = np.ceil(np.maximum(open_, close) * np.exp(wicks[0]))
    low = np.maximum(np.floor(np.minimum(open_, close) * np.exp(-wicks[1])), 1)
    volume = np.round(
        2000 * np.exp(0.8 * np.log((high - low) / close / 0.01 + 0.01) + 0.7 * draw.standard_normal(count)), 5
    )
    digits = max(0, round(-np.log10(tick)))
    prices = (np.round(side * tick, digits) for side in (open_, high, low, close))
    times = START + timeframe.seconds * np.arange(count)
    return CandleSeries(symbol, timeframe, venue, times, *prices, volume)


def changed(series, **columns):
    """The series with other columns; highs and lows are widened to hold what was changed."""
    found = {
        name: np.array(getattr(series, name))
        for name in ("open_at", "open", "high", "low", "close", "volume")
    }
    found |= columns
    found["high"] = np.maximum.reduce([found["high"], found["open"], found["close"]])
    found["low"] = np.minimum.reduce([found["low"], found["open"], found["close"]])
    return CandleSeries(series.symbol, series.timeframe, series.venue, *found.values())


def columns_of(series):
    """Writable copies of open, high, low, close, volume."""
    return {name: np.array(getattr(series, name)) for name in ("open", "high", "low", "close", "volume")}


ETH = Symbol("ETH", "USDT")
MINUTE = Timeframe("1m")
