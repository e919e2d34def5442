"""Seeds and shapes in, hypothesis strategies for what Conflux works with out."""

import numpy as np
from hypothesis import strategies as st

from core.features.candles import COLUMNS, CandleSeries
from core.values import Symbol, Timeframe

HOUR = Timeframe("1h")
BTC = Symbol("BTC", "USDT")
START = 1_609_459_200  # 2021-01-01


def random_candles(
    seed,
    count,
    *,
    symbol=BTC,
    timeframe=HOUR,
    start_at=START,
    price=100.0,
    volatility=0.01,
    zero_volumes=0.0,
    flat=0.0,
    missing=(),
    venue="binance",
):
    """A random walk; `flat` and `zero_volumes` are shares of candles, `missing` positions."""
    rng = np.random.default_rng(seed)
    moves = rng.standard_normal(count) * volatility * (rng.random(count) >= flat)
    close = price * np.exp(np.cumsum(moves))
    open_ = np.concatenate([[price], close])[:-1]
    spread = np.abs(rng.standard_normal((2, count))) * volatility / 2 * (moves != 0)
    volume = rng.lognormal(3.0, 1.0, count) * (rng.random(count) >= zero_volumes)
    series = CandleSeries(
        symbol,
        timeframe,
        venue,
        start_at + timeframe.seconds * np.arange(count),
        open=open_,
        high=np.maximum(open_, close) * np.exp(spread[0]),
        low=np.minimum(open_, close) * np.exp(-spread[1]),
        close=close,
        volume=volume,
    )
    return without(series, missing)


def without(series, positions):
    """The series with gaps where candles are taken out."""
    kept = np.delete(np.arange(len(series)), list(positions))
    columns = (getattr(series, name)[kept] for name in ("open_at", "open", "high", "low", "close", "volume"))
    return CandleSeries(series.symbol, series.timeframe, series.venue, *columns)


def with_future(series, cut, seed):
    """The first `cut` candles, then others of another price, volatility and volume."""
    future = random_candles(seed, len(series), price=series.close[cut - 1] * 3, volatility=0.1)
    columns = (np.concatenate([getattr(series, n)[:cut], getattr(future, n)[cut:] * 7]) for n in COLUMNS)
    return CandleSeries(series.symbol, series.timeframe, series.venue, series.open_at, *columns)


@st.composite
def candle_series(draw, min_size=1, max_size=300, *, gaps=True):
    """Candles at any price scale, with still stretches, dead volume and gaps."""
    count = draw(st.integers(min_size, max_size))
    missing = draw(st.sets(st.integers(1, count - 2), max_size=5)) if gaps and count > 10 else ()
    return random_candles(
        draw(st.integers(0, 2**32 - 1)),
        count,
        price=10.0 ** draw(st.integers(-8, 6)),
        volatility=draw(st.sampled_from([1e-6, 1e-3, 0.02, 0.2])),
        zero_volumes=draw(st.sampled_from([0.0, 0.3, 1.0])),
        flat=draw(st.sampled_from([0.0, 0.5, 1.0])),
        missing=missing,
    )
