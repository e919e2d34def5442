"""A seed in, a market of several symbols with wild and calm weeks out."""

import numpy as np
import pytest

from app.study.market import rows_of
from app.study.split import Dates, parts_of
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe

NAMES = ("ADA", "BTC", "DOGE", "ETH", "LINK", "LTC", "SOL", "XRP")
START = 1_609_459_200  # 2021-01-01
DAYS = 150


def market_series(name, days=DAYS):
    """Hourly candles whose volatility persists for days, and whose hours turn around a little."""
    rng = np.random.default_rng(sum(map(ord, name)))
    count = 24 * days
    level = np.zeros(count)
    for hour in range(1, count):
        level[hour] = 0.99 * level[hour - 1] + 0.08 * rng.standard_normal()
    moves = 0.006 * np.exp(level) * rng.standard_normal(count)
    moves[1:] -= 0.15 * moves[:-1]
    close = 100 * np.exp(np.cumsum(moves))
    opening = np.concatenate([[100.0], close[:-1]])
    spread = 0.002 * np.exp(level) * rng.random((2, count))
    return CandleSeries(
        Symbol(name, "USDT"),
        Timeframe("1h"),
        "binance",
        START + 3600 * np.arange(count),
        opening,
        np.maximum(opening, close) * np.exp(spread[0]),
        np.minimum(opening, close) * np.exp(-spread[1]),
        close,
        rng.lognormal(3.0, 1.0, count),
    )


@pytest.fixture(scope="session")
def market():
    """The series of eight symbols."""
    return tuple(market_series(name) for name in NAMES)


@pytest.fixture(scope="session")
def market_rows(market):
    """The rows of each symbol."""
    return {str(series.symbol): rows_of(series) for series in market}


@pytest.fixture(scope="session")
def dates(market):
    """Six weeks to train after the warm-up, four to validate, the rest to test."""
    return Dates.of(market[0].close_at, "2021-03-15", "2021-04-10")


@pytest.fixture(scope="session")
def parts(market_rows, dates):
    """Training, validation and test rows of each symbol."""
    return parts_of(market_rows, dates)
