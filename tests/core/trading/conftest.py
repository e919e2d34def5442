"""Markets and signals to trade on."""

import numpy as np
import pytest

from core.features.candles import CandleSeries
from core.trading.signal import Signal
from core.values import Symbol, Timeframe

BTC = Symbol("BTC", "USDT")
ETH = Symbol("ETH", "USDT")
HOUR = 3600
START = 1_700_006_400  # midnight UTC


@pytest.fixture
def make_signal():
    """Builds a signal in a rising trend about which the model has no opinion."""

    def build(symbol=BTC, **changes):
        usual = {
            "at": START,
            "price": 100.0,
            "trend": 0.02,
            "probability_up": 0.5,
            "base_rate": 0.5,
            "volatility": 0.03,
            "horizon_days": 0.5,
        }
        return Signal(symbol=symbol, **(usual | changes))

    return build


@pytest.fixture
def make_series():
    """Builds hourly candles from closes; each opens where the one before closed."""

    def build(closes, symbol=BTC, start=START, skip=()):
        closes = np.asarray(closes, float)
        opens = np.concatenate([closes[:1], closes[:-1]])
        times = start + HOUR * np.arange(len(closes))
        keep = np.array([i not in skip for i in range(len(closes))])
        columns = (
            opens,
            np.maximum(opens, closes) * 1.001,
            np.minimum(opens, closes) * 0.999,
            closes,
            np.ones(len(closes)),
        )
        return CandleSeries(symbol, Timeframe("1h"), "test", times[keep], *(c[keep] for c in columns))

    return build
