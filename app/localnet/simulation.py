"""A seed in, candles of a market that never existed out: SIMULATED, for first looks and tests.

What is in it, so that nobody mistakes what a model learns here for a discovery:

- **Regimes.** The whole market is in a rise, a fall or a rest; each lasts 240 candles on average and has its
  own drift and volatility.
- **Volatility clustering.** The variance of a candle is a slow level (half-life 350 candles, partly shared by
  all symbols) times a GARCH(1,1) factor (Bollerslev 1986; half-life 17 candles). Innovations are Student-t
  with 5 degrees of freedom; 40 % of their variance is one factor common to all symbols.
- **The signal.** The mean of the next return, in units of its standard deviation, is

      0.020 trend + 0.020 flow - 0.014 shock

  trend = log(EMA24(close) / EMA96(close)) / sqrt(RV24) / 0.35,
  flow  = (change of on-balance volume over 24 candles) / (volume of those candles) / 0.25,
  shock = last log return / sqrt(RV24 / 24),

  where RV24 is the realised variance of the last 24 candles and each term is cut to +-3. All three are
  functions of candles that everybody can see, close to linear in the indicators `ema_24`, `balance_24` and
  `log_return`. It is generous: a small LSTM on one symbol's year reaches an AUC of about 0.56 for the
  direction of half a day, and a plain trend rule over eight symbols earns, after 0.15 % a trade, far more
  than any real market would pay it.
- **Volume** rises with the size of the move and with volatility, and is otherwise a slow noise.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.features.candles import CandleSeries, Floats, Times
from core.values import Symbol, Timeframe

VENUE = "simulated"
TREND, FLOW, SHOCK = 0.020, 0.020, -0.014
DAILY_VOLATILITY = 0.03
COMMON_SHARE = 0.4
REGIME_CANDLES = 240
REGIME_DRIFT = (0.11, -0.10, 0.0)
"""Mean daily return of a rise, a fall and a rest, in units of the daily volatility."""
REGIME_VOLATILITY = (1.0, 1.25, 0.75)
_GARCH_SHOCK, _GARCH_MEMORY = 0.08, 0.88
_LEVEL_MEMORY, _LEVEL_STD = 0.998, 0.35
_WINDOW = 24


@dataclass(frozen=True, eq=False)
class _Draws:
    """Everything random, [candles, symbols] each, drawn before the loop."""

    innovation: Floats
    level: Floats
    regime: NDArray[np.int64]
    volume: Floats


def simulate(
    rng: np.random.Generator, symbols: tuple[Symbol, ...], timeframe: Timeframe, start_at: int, candles: int
) -> dict[Symbol, CandleSeries]:
    """`candles` candles of each symbol from `start_at` on; the same draws give the same candles."""
    draws = _draw(rng, candles, len(symbols))
    log_return, volatility, volume = _evolve(
        draws, DAILY_VOLATILITY / np.sqrt(timeframe.candles_per_day), timeframe
    )
    high, low = _extremes(rng, log_return, volatility)
    close = np.cumsum(log_return, axis=0)
    open_ = np.vstack([np.zeros(len(symbols)), close[:-1]])
    first_price = 10 ** rng.uniform(0.0, 4.0, len(symbols))
    size = 10 ** rng.uniform(5.0, 7.0, len(symbols)) / first_price
    open_at = start_at + timeframe.seconds * np.arange(candles)
    return {
        symbol: _series(
            symbol,
            timeframe,
            open_at,
            first_price[i] * np.exp(np.stack([open_, open_ + high, open_ + low, close])[:, :, i]),
            size[i] * volume[:, i],
        )
        for i, symbol in enumerate(symbols)
    }


def _series(
    symbol: Symbol, timeframe: Timeframe, open_at: Times, prices: Floats, volume: Floats
) -> CandleSeries:
    """A series with numbers rounded as an exchange rounds them; prices are [open high low close, candles]."""
    open_, high, low, close = _rounded(prices, 7)
    return CandleSeries(
        symbol,
        timeframe,
        VENUE,
        open_at,
        open=open_,
        high=np.maximum(high, np.maximum(open_, close)),
        low=np.minimum(low, np.minimum(open_, close)),
        close=close,
        volume=_rounded(volume, 8),
    )


def _draw(rng: np.random.Generator, candles: int, count: int) -> _Draws:
    shape = (candles, count)
    heavy = rng.standard_t(5, (candles, count + 1)) / np.sqrt(5 / 3)
    common = np.clip(heavy[:, :1], -8, 8)
    innovation = np.sqrt(COMMON_SHARE) * common + np.sqrt(1 - COMMON_SHARE) * np.clip(heavy[:, 1:], -8, 8)
    level = 0.8 * _slow(rng, candles, 1, _LEVEL_MEMORY) + 0.6 * _slow(rng, candles, count, _LEVEL_MEMORY)
    changes = rng.random(candles) < 1 / REGIME_CANDLES
    regime = rng.integers(0, 3, candles)[np.maximum.accumulate(np.where(changes, np.arange(candles), 0))]
    volume = 0.5 * _slow(rng, candles, count, 0.98) + 0.35 * rng.standard_normal(shape)
    return _Draws(innovation, _LEVEL_STD * level, regime, volume)


def _slow(rng: np.random.Generator, candles: int, count: int, memory: float) -> Floats:
    """[candles, count] of a first-order autoregression with variance 1."""
    noise: Floats = rng.standard_normal((candles, count)) * np.sqrt(1 - memory**2)
    noise[0] /= np.sqrt(1 - memory**2)
    for row in range(1, candles):
        noise[row] += memory * noise[row - 1]
    return noise


def _evolve(draws: _Draws, base: float, timeframe: Timeframe) -> tuple[Floats, Floats, Floats]:
    """Log return, standard deviation and relative volume of every candle, [candles, symbols] each."""
    candles, count = draws.innovation.shape
    per_candle = 1 / np.sqrt(timeframe.candles_per_day)
    drift = np.array(REGIME_DRIFT)[draws.regime] * per_candle
    level = base * np.exp(draws.level) * np.array(REGIME_VOLATILITY)[draws.regime][:, None]
    log_return, volume = np.zeros((candles, count)), np.zeros((candles, count))
    volatility = np.zeros((candles, count))
    signal = _Signal(count, base)
    garch = np.ones(count)
    for row in range(candles):
        scale = level[row] * np.sqrt(garch)
        move = draws.innovation[row] + signal.mean() + drift[row]
        log_return[row], volatility[row] = scale * move, scale
        volume[row] = np.exp(draws.volume[row] + 0.35 * np.abs(move)) * (scale / base) ** 0.7
        garch = 1 - _GARCH_SHOCK - _GARCH_MEMORY + _GARCH_SHOCK * garch * move**2 + _GARCH_MEMORY * garch
        signal.see(log_return[row], volume[row])
    return log_return, volatility, volume


class _Signal:
    """The public features of the module's docstring, kept up candle by candle."""

    def __init__(self, count: int, base: float) -> None:
        self._price = np.zeros(count)
        self._fast, self._slow = np.ones(count), np.ones(count)
        self._last = np.zeros(count)
        self._squares = np.full((_WINDOW, count), base**2)
        self._volumes, self._signed = np.ones((_WINDOW, count)), np.zeros((_WINDOW, count))
        self._row = 0

    def mean(self) -> Floats:
        """The mean of the next return in units of its standard deviation."""
        variance = self._squares.sum(axis=0)
        trend = np.log(self._fast / self._slow) / np.sqrt(variance) / 0.35
        flow = self._signed.sum(axis=0) / self._volumes.sum(axis=0) / 0.25
        shock = self._last / np.sqrt(variance / _WINDOW)
        parts = TREND * np.clip(trend, -3, 3) + FLOW * np.clip(flow, -3, 3) + SHOCK * np.clip(shock, -3, 3)
        return np.asarray(parts)

    def see(self, log_return: Floats, volume: Floats) -> None:
        """Take a closed candle into account."""
        self._price += log_return
        price = np.exp(self._price)
        self._fast += 2 / 25 * (price - self._fast)
        self._slow += 2 / 97 * (price - self._slow)
        self._last = log_return
        self._squares[self._row] = log_return**2
        self._volumes[self._row], self._signed[self._row] = volume, np.sign(log_return) * volume
        self._row = (self._row + 1) % _WINDOW


def _extremes(rng: np.random.Generator, log_return: Floats, volatility: Floats) -> tuple[Floats, Floats]:
    """Highest and lowest log price of each candle against its open: those of a Brownian bridge."""
    spread = -2 * volatility**2 * np.log(1 - rng.random((2, *log_return.shape)))
    high = (log_return + np.sqrt(log_return**2 + spread[0])) / 2
    low = (log_return - np.sqrt(log_return**2 + spread[1])) / 2
    return high, low


def _rounded(values: Floats, digits: int) -> Floats:
    """Rounded to significant digits of the largest value, as an exchange's tick does; never to zero."""
    decimals = digits - 1 - int(np.floor(np.log10(values.max())))
    return np.maximum(np.round(values, decimals), 10.0**-decimals)
