"""A seed in, candles that look like a market out."""

import numpy as np
import pytest

from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe


@pytest.fixture(scope="session")
def make_series():
    """A random walk with slowly changing volatility, hourly."""

    def make(count=900, seed=1, symbol="BTC/USDT", first_at=1_600_000_000 // 86_400 * 86_400):
        rng = np.random.default_rng(seed)
        wild = 0.004 * np.exp(np.cumsum(0.05 * rng.standard_normal(count)) * 0.5)
        close = 1000 * np.exp(np.cumsum(wild * rng.standard_normal(count)))
        opening = np.concatenate([[1000.0], close[:-1]])
        high, low = (
            side(opening, close) * np.exp(sign * wild * rng.random(count))
            for side, sign in ((np.maximum, 1), (np.minimum, -1))
        )
        return CandleSeries(
            symbol=Symbol.parse(symbol),
            timeframe=Timeframe("1h"),
            venue="test",
            open_at=first_at + 3600 * np.arange(count),
            open=opening,
            high=high,
            low=low,
            close=close,
            volume=100 * rng.random(count) + 1,
        )

    return make
