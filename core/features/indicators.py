"""Candles in, technical indicators out: one declared table, causal and scale-free.

The formulas are those of `ta`; where `ta` loops in Python (SAR, WMA, MFI, CCI, ADX, ATR, Aroon, KAMA) the
same formula comes from TA-Lib's C code, and so do highest and lowest prices, which are exact and faster
there. NVI and the Ulcer index, which TA-Lib lacks, use arrays; so do the ultimate oscillator, for which `ta`
builds frames, and KST and Vortex, which `ta` starts with the mean of all candles, and its rounding stays in
the running sums.
Both libraries and pandas are imported at the first computation, so that reading the table stays cheap.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.features.candles import COLUMNS, CandleSeries, Floats

EXACT = 2.0**44
"""Closes in whole parts of this have exact sums, until a price is hundreds of times the first. KAMA asks
whether a running sum is 0; in a market that stands still its rounding residue would answer instead."""

_LEAST_VARIANCE = 1e-12  # a price that stands still has no logarithm of its variance


@dataclass(frozen=True)
class Indicator:
    """One row of the table.

    Args:
        name: unique; numbers in it are windows in candles.
        inputs: columns it reads.
        look_back: candles before the first value fit for use; for recursive formulas, until the start of the
            series moves the value by less than a hundredth of its standard deviation.
        source: where the formula comes from.
        seeding: what a recursion begins with; after the look-back it no longer shows.
        compute: Table to one value a candle, NaN where there is none.
    """

    name: str
    inputs: tuple[str, ...]
    look_back: int
    source: str
    seeding: str
    compute: Callable[["Table"], Any]


class Table:
    """Columns of a series in the forms that the libraries want, on a reset index.

    `ta` is silently wrong on some other indexes. Prices are scaled by a power of two, which changes no digit
    of a ratio, so that the first close lies between 1 and 2: TA-Lib takes prices near 1e-14 for zero.
    """

    def __init__(self, series: CandleSeries) -> None:
        import pandas as pd  # noqa: PLC0415 - half a CPU second, wanted at the first computation only
        import ta  # noqa: PLC0415
        import talib  # noqa: PLC0415

        self.momentum: Any = ta.momentum
        self.trend: Any = ta.trend
        self.volatility: Any = ta.volatility
        self.volumes: Any = ta.volume
        self.others: Any = ta.others
        self.talib: Any = talib
        scale = 2.0 ** -np.floor(np.log2(series.close[0]))
        columns = {name: getattr(series, name) * scale for name in COLUMNS[:4]} | {"volume": series.volume}
        self.arrays: dict[str, Floats] = columns
        self.open, self.high, self.low, self.close, self.volume = (
            pd.Series(columns[name]) for name in COLUMNS
        )

    @property
    def closes(self) -> Floats:
        """Closes as an array."""
        return self.arrays["close"]

    @property
    def bars(self) -> tuple[Floats, Floats, Floats]:
        """High, low and close as arrays."""
        return self.arrays["high"], self.arrays["low"], self.arrays["close"]


def compute_indicators(series: CandleSeries, chosen: tuple[Indicator, ...]) -> Floats:
    """float64[n, len(chosen)]: a column per indicator, a row per candle.

    NaN where a formula has no value and during its look-back, where `ta` may fill in the mean of all candles.
    """
    values = np.full((len(series), len(chosen)), np.nan)
    if len(series):
        table = Table(series)
        with np.errstate(all="ignore"):
            for column, indicator in enumerate(chosen):
                values[:, column] = indicator.compute(table)
                values[: indicator.look_back, column] = np.nan
    values[~np.isfinite(values)] = np.nan
    return values


def _ratio(values: Any, base: Any) -> Any:
    return values / base - 1


def _ema(values: Any, window: int) -> Any:
    return values.ewm(span=window, adjust=False).mean()


def _extremes(t: Table, window: int) -> tuple[Floats, Floats]:
    """Lowest low and highest high of a window; extremes are exact, so TA-Lib's are those of `ta`."""
    high, low, _ = t.bars
    return t.talib.MIN(low, window), t.talib.MAX(high, window)


def _place(t: Table, window: int, scale: float = 1) -> Any:
    """Where the close stands in the range of a window, from 0 to `scale`."""
    lowest, highest = _extremes(t, window)
    return scale * (t.closes - lowest) / (highest - lowest)


def _ultimate(t: Table) -> Any:
    """Buying pressure by true range over 7, 14 and 28 candles, weights 4, 2 and 1."""
    high, low, close = t.bars
    before = np.concatenate([[np.nan], close[:-1]])
    pressure: Any = t.close * 0 + (close - np.minimum(low, before))
    true_range: Any = t.close * 0 + np.fmax(np.fmax(high - low, np.abs(high - before)), np.abs(low - before))
    short, middle, long = (
        pressure.rolling(window).sum() / true_range.rolling(window).sum() for window in (7, 14, 28)
    )
    return 100.0 * (4.0 * short + 2.0 * middle + 1.0 * long) / 7.0 / 50 - 1


def _money_flow(t: Table) -> NDArray[np.float64]:
    # TA-Lib answers 0 when the money of the window is below 1; a power of two keeps thin markets above it.
    flow: Floats = t.talib.MFI(*t.bars, t.arrays["volume"] * 2.0**40, 14)
    return flow / 50 - 1


def _negative_volume(t: Table) -> Any:
    """NVI moves with the price on candles whose volume fell; here its distance to its own mean of 48."""
    log_return = np.diff(np.log(t.closes), prepend=np.log(t.closes[0]))
    fell = np.diff(t.arrays["volume"], prepend=np.inf) < 0
    index: Any = t.close * 0 + np.exp(np.cumsum(np.where(fell, log_return, 0.0)))
    return _ratio(index, _ema(index, 48))


def _ulcer(t: Table, window: int = 14) -> Any:
    fall = t.close / t.close.rolling(window, min_periods=1).max() - 1
    return np.sqrt((fall * fall).rolling(window).mean())


def _variance(t: Table, window: int) -> Any:
    log_price: Any = np.log(t.close)
    log_return = log_price.diff()
    return (log_return * log_return).rolling(window).sum().clip(lower=_LEAST_VARIANCE)


def _relative_volume(t: Table) -> Any:
    return np.log((t.volume / t.volume.rolling(168).mean()).clip(lower=1e-3))


def _balance(t: Table) -> Any:
    volume: Any = t.volumes.OnBalanceVolumeIndicator(t.close, t.volume).on_balance_volume()
    return volume.diff(24) / t.volume.rolling(24).sum()


def _kst(t: Table) -> Any:
    """Pring's sum of four smoothed rates of change, weights 1 to 4."""
    terms = ((10, 10), (15, 10), (20, 10), (30, 15))
    rates = (t.close.pct_change(window).rolling(smooth).mean() for window, smooth in terms)
    return sum(weight * rate for weight, rate in enumerate(rates, 1))


def _vortex(t: Table, window: int = 14) -> Any:
    """Upward less downward movement by the true range of the same candles."""
    up = (t.high - t.low.shift(1)).abs()
    down = (t.low - t.high.shift(1)).abs()
    true_range = (t.close * 0 + t.talib.TRANGE(*t.bars)).rolling(window).sum()
    return (up.rolling(window).sum() - down.rolling(window).sum()) / true_range


def _ichimoku(t: Table) -> Any:
    conversion, base = (0.5 * (highest + lowest) for lowest, highest in (_extremes(t, 9), _extremes(t, 26)))
    return (conversion - base) / t.closes


_CLOSE = ("close",)
_BARS = ("high", "low", "close")
_VOLUME = ("close", "volume")
_ALL = ("high", "low", "close", "volume")

_WINDOW = "none: a window of candles"
_FIRST = "each average begins with its first number"

INDICATORS: tuple[Indicator, ...] = (
    # Price
    Indicator(
        "log_return",
        _CLOSE,
        1,
        "ta DailyLogReturn",
        _WINDOW,
        lambda t: t.others.DailyLogReturnIndicator(t.close).daily_log_return() / 100,
    ),
    Indicator(
        "roc_12", _CLOSE, 12, "ta ROC", _WINDOW, lambda t: t.momentum.ROCIndicator(t.close, 12).roc() / 100
    ),
    Indicator(
        "roc_48", _CLOSE, 48, "ta ROC", _WINDOW, lambda t: t.momentum.ROCIndicator(t.close, 48).roc() / 100
    ),
    Indicator(
        "balance_of_power",
        ("open", "high", "low", "close"),
        0,
        "Livshits 2001; TA-Lib BOP",
        _WINDOW,
        lambda t: t.talib.BOP(t.arrays["open"], *t.bars),
    ),
    # Momentum
    Indicator(
        "rsi_14",
        _CLOSE,
        90,
        "Wilder 1978; ta RSI",
        "Wilder's averages begin with 0 at the first candle",
        lambda t: t.momentum.RSIIndicator(t.close, 14).rsi() / 50 - 1,
    ),
    Indicator(
        "stochastic_14",
        _BARS,
        14,
        "Lane; TA-Lib MIN, MAX",
        _WINDOW,
        lambda t: _place(t, 14, 100) / 50 - 1,
    ),
    Indicator(
        "tsi_25_13",
        _CLOSE,
        120,
        "Blau 1991; ta TSI",
        _FIRST,
        lambda t: t.momentum.TSIIndicator(t.close, 25, 13).tsi() / 100,
    ),
    Indicator(
        "ultimate_7_14_28",
        _BARS,
        29,
        "Williams 1985; as ta UltimateOscillator",
        _WINDOW,
        _ultimate,
    ),
    Indicator(
        "awesome_5_34",
        _BARS,
        34,
        "Williams; ta AwesomeOscillator",
        _WINDOW,
        lambda t: t.momentum.AwesomeOscillatorIndicator(t.high, t.low).awesome_oscillator() / t.close,
    ),
    Indicator(
        "ppo_12_26",
        _CLOSE,
        130,
        "ta PPO",
        _FIRST,
        lambda t: t.momentum.PercentagePriceOscillator(t.close).ppo() / 100,
    ),
    Indicator(
        "ppo_histogram",
        _CLOSE,
        130,
        "ta PPO",
        _FIRST,
        lambda t: t.momentum.PercentagePriceOscillator(t.close).ppo_hist() / 100,
    ),
    Indicator(
        "kama_10",
        _CLOSE,
        130,
        "Kaufman 1995; TA-Lib KAMA",
        "the average begins with the tenth close",
        lambda t: _ratio(t.closes, t.talib.KAMA(np.round(t.closes * EXACT) / EXACT, 10)),
    ),
    # Trend
    Indicator(
        "ema_24",
        _CLOSE,
        110,
        "ta EMA",
        _FIRST,
        lambda t: _ratio(t.close, t.trend.EMAIndicator(t.close, 24).ema_indicator()),
    ),
    Indicator(
        "sma_168",
        _CLOSE,
        168,
        "ta SMA",
        _WINDOW,
        lambda t: _ratio(t.close, t.trend.SMAIndicator(t.close, 168).sma_indicator()),
    ),
    Indicator(
        "wma_24", _CLOSE, 24, "TA-Lib WMA", _WINDOW, lambda t: _ratio(t.closes, t.talib.WMA(t.closes, 24))
    ),
    Indicator(
        "trix_15",
        _CLOSE,
        110,
        "Hutson 1983; ta TRIX",
        _FIRST,
        lambda t: t.trend.TRIXIndicator(t.close, 15).trix(),
    ),
    Indicator(
        "mass_9_25",
        ("high", "low"),
        80,
        "Dorsey 1992; ta MassIndex",
        _FIRST,
        lambda t: t.trend.MassIndex(t.high, t.low).mass_index() / 25 - 1,
    ),
    Indicator("ichimoku_9_26", _BARS, 26, "Hosoda 1969; TA-Lib MIN, MAX", _WINDOW, _ichimoku),
    Indicator("kst", _CLOSE, 50, "Pring 1992; as ta KST", _WINDOW, _kst),
    Indicator(
        "vortex_14",
        _BARS,
        15,
        "Botes and Siepman 2010; as ta Vortex",
        _WINDOW,
        _vortex,
    ),
    Indicator(
        "adx_14",
        _BARS,
        150,
        "Wilder 1978; TA-Lib ADX",
        "movements and ranges begin with the sums of the first 13, the index with the mean of 14",
        lambda t: t.talib.ADX(*t.bars, 14) / 50 - 1,
    ),
    Indicator(
        "directional_14",
        _BARS,
        110,
        "Wilder 1978; TA-Lib PLUS_DI, MINUS_DI",
        "movements and ranges begin with the sums of the first 13",
        lambda t: (t.talib.PLUS_DI(*t.bars, 14) - t.talib.MINUS_DI(*t.bars, 14)) / 100,
    ),
    Indicator(
        "aroon_25",
        ("high", "low"),
        25,
        "Chande 1995; TA-Lib AROONOSC",
        _WINDOW,
        lambda t: t.talib.AROONOSC(*t.bars[:2], 25) / 100,
    ),
    Indicator(
        "cci_20", _BARS, 20, "Lambert 1980; TA-Lib CCI", _WINDOW, lambda t: t.talib.CCI(*t.bars, 20) / 100
    ),
    Indicator(
        "sar",
        _BARS,
        120,
        "Wilder 1978; TA-Lib SAR",
        "long unless the second candle falls more than it rises; stop at the first candle's low or high",
        lambda t: 1 - t.talib.SAR(*t.bars[:2]) / t.closes,
    ),
    # Volatility
    Indicator(
        "atr_14",
        _BARS,
        110,
        "Wilder 1978; TA-Lib NATR",
        "the average begins with the mean of the first 14 true ranges",
        lambda t: t.talib.NATR(*t.bars, 14) / 100,
    ),
    Indicator(
        "bollinger_20",
        _CLOSE,
        20,
        "Bollinger; ta BollingerBands",
        _WINDOW,
        lambda t: t.volatility.BollingerBands(t.close, 20).bollinger_pband() - 0.5,
    ),
    Indicator(
        "bollinger_width_20",
        _CLOSE,
        20,
        "Bollinger; ta BollingerBands",
        _WINDOW,
        lambda t: t.volatility.BollingerBands(t.close, 20).bollinger_wband() / 100,
    ),
    Indicator(
        "keltner_20",
        _BARS,
        20,
        "Keltner 1960; ta KeltnerChannel",
        _WINDOW,
        lambda t: t.volatility.KeltnerChannel(t.high, t.low, t.close, 20).keltner_channel_pband() - 0.5,
    ),
    Indicator(
        "donchian_48",
        _BARS,
        48,
        "Donchian; TA-Lib MIN, MAX",
        _WINDOW,
        lambda t: _place(t, 48) - 0.5,
    ),
    Indicator("ulcer_14", _CLOSE, 28, "Martin 1987; as ta UlcerIndex", _WINDOW, _ulcer),
    Indicator("range", ("high", "low"), 0, "Parkinson 1980", _WINDOW, lambda t: np.log(t.high / t.low)),
    Indicator(
        "variance_24", _CLOSE, 24, "Andersen and Bollerslev 1998", _WINDOW, lambda t: np.log(_variance(t, 24))
    ),
    Indicator(
        "variance_6_24",
        _CLOSE,
        24,
        "ratio of realised variances",
        _WINDOW,
        lambda t: np.log(_variance(t, 6) / _variance(t, 24)),
    ),
    Indicator(
        "variance_24_168",
        _CLOSE,
        168,
        "ratio of realised variances",
        _WINDOW,
        lambda t: np.log(_variance(t, 24) / _variance(t, 168)),
    ),
    # Volume
    Indicator(
        "relative_volume_168",
        ("volume",),
        168,
        "logarithm of volume over its mean",
        _WINDOW,
        _relative_volume,
    ),
    Indicator(
        "pvo_12_26",
        ("volume",),
        130,
        "ta PVO",
        _FIRST,
        lambda t: t.momentum.PercentageVolumeOscillator(t.volume).pvo() / 100,
    ),
    Indicator(
        "chaikin_20",
        _ALL,
        20,
        "Chaikin; ta ChaikinMoneyFlow",
        _WINDOW,
        lambda t: t.volumes.ChaikinMoneyFlowIndicator(
            t.high, t.low, t.close, t.volume, 20
        ).chaikin_money_flow(),
    ),
    Indicator(
        "force_13",
        _VOLUME,
        60,
        "Elder 1993; ta ForceIndex",
        _FIRST,
        lambda t: (
            t.volumes.ForceIndexIndicator(t.close, t.volume, 13).force_index()
            / (t.close * _ema(t.volume, 13))
        ),
    ),
    Indicator("balance_24", _VOLUME, 24, "Granville 1963; ta OnBalanceVolume", _WINDOW, _balance),
    Indicator("money_flow_14", _ALL, 15, "Quong and Soudack 1989; TA-Lib MFI", _WINDOW, _money_flow),
    Indicator(
        "negative_volume_48",
        _VOLUME,
        168,
        "Dysart 1936; as ta NegativeVolumeIndex",
        "the index begins with 1, its average with the index",
        _negative_volume,
    ),
    Indicator(
        "vwap_24",
        _ALL,
        24,
        "ta VolumeWeightedAveragePrice",
        _WINDOW,
        lambda t: _ratio(
            t.close,
            t.volumes.VolumeWeightedAveragePrice(
                t.high, t.low, t.close, t.volume, 24
            ).volume_weighted_average_price(),
        ),
    ),
)
"""All indicators, in the order of the model's features."""
