"""Candles of one timeframe one at a time in, row for row what `compute_indicators` answers out."""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite, nan
from types import MappingProxyType

from core.features.incremental import momentum, trend, volatility, volume
from core.features.incremental.bar import Bar, Row
from core.features.incremental.parts import Part
from core.features.indicators import Indicator

ROWS: Mapping[str, Callable[[], Row]] = MappingProxyType(
    {
        "log_return": momentum.LogReturn,
        "roc_12": lambda: momentum.RateOfChange(12),
        "roc_48": lambda: momentum.RateOfChange(48),
        "balance_of_power": momentum.BalanceOfPower,
        "rsi_14": lambda: momentum.RelativeStrength(14),
        "stochastic_14": lambda: momentum.Stochastic(14),
        "tsi_25_13": lambda: momentum.TrueStrength(25, 13),
        "ultimate_7_14_28": lambda: momentum.Ultimate(7, 14, 28),
        "awesome_5_34": lambda: momentum.Awesome(5, 34),
        "ppo_12_26": lambda: momentum.PriceOscillator(12, 26),
        "ppo_histogram": lambda: momentum.PriceHistogram(12, 26, 9),
        "kama_10": lambda: momentum.Adaptive(10),
        "ema_24": lambda: trend.CloseOverAverage(24),
        "sma_168": lambda: trend.CloseOverMean(168),
        "wma_24": lambda: trend.CloseOverWeighted(24),
        "trix_15": lambda: trend.TripleSmooth(15),
        "mass_9_25": lambda: trend.Mass(9, 25),
        "ichimoku_9_26": lambda: trend.Ichimoku(9, 26),
        "kst": lambda: trend.KnowSureThing((10, 10), (15, 10), (20, 10), (30, 15)),
        "vortex_14": lambda: trend.Vortex(14),
        "adx_14": lambda: trend.DirectionalIndex(14),
        "directional_14": lambda: trend.Directional(14),
        "aroon_25": lambda: trend.Aroon(25),
        "cci_20": lambda: trend.Commodity(20),
        "sar": trend.Reversal,
        "atr_14": lambda: volatility.AverageRange(14),
        "bollinger_20": lambda: volatility.BollingerPosition(20),
        "bollinger_width_20": lambda: volatility.BollingerWidth(20),
        "keltner_20": lambda: volatility.Keltner(20),
        "donchian_48": lambda: volatility.Donchian(48),
        "ulcer_14": lambda: volatility.Ulcer(14),
        "range": volatility.Range,
        "variance_24": lambda: volatility.Variance(24),
        "variance_6_24": lambda: volatility.VarianceRatio(6, 24),
        "variance_24_168": lambda: volatility.VarianceRatio(24, 168),
        "relative_volume_168": lambda: volume.RelativeVolume(168),
        "pvo_12_26": lambda: volume.VolumeOscillator(12, 26),
        "chaikin_20": lambda: volume.Chaikin(20),
        "force_13": lambda: volume.Force(13),
        "balance_24": lambda: volume.Balance(24),
        "money_flow_14": lambda: volume.MoneyFlow(14),
        "negative_volume_48": lambda: volume.NegativeVolume(48),
        "vwap_24": lambda: volume.VolumeWeighted(24),
    }
)
"""A fresh state of every row of the indicators' table, by name."""


class Rows(Part):
    """The state of some indicators after some candles of one timeframe.

    Args:
        chosen: indicators in the order of the answers.
    """

    __slots__ = ("bar", "count", "look_backs", "parts")

    def __init__(self, chosen: Sequence[Indicator]) -> None:
        self.bar = Bar()
        self.count = 0
        self.look_backs = [indicator.look_back for indicator in chosen]
        self.parts = tuple(ROWS[indicator.name]() for indicator in chosen)

    def push(self, open_: float, high: float, low: float, close: float, volume: float) -> list[float]:
        """A value an indicator at this candle; NaN where it has none and during its look-back."""
        self.bar.take(open_, high, low, close, volume)
        values = [part.push(self.bar) for part in self.parts]
        count = self.count
        self.count = count + 1
        return [
            value if isfinite(value) and count >= look_back else nan
            for value, look_back in zip(values, self.look_backs, strict=True)
        ]
