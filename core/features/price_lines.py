"""Closes and an indicator that is a distance to a line of prices in, that line out."""

from collections.abc import Callable
from typing import Final

from core.features.candles import Floats


def _base(values: Floats, close: Floats) -> Floats:
    """The average of an indicator close / average - 1."""
    return close / (1 + values)


def _stop(values: Floats, close: Floats) -> Floats:
    """The stop of an indicator 1 - stop / close."""
    return close * (1 - values)


PRICE_LINES: Final[dict[str, Callable[[Floats, Floats], Floats]]] = {
    "ema_24": _base,
    "wma_24": _base,
    "kama_10": _base,
    "vwap_24": _base,
    "sma_168": _base,
    "sar": _stop,
}
"""Indicators of the table that are distances to a line of prices, with the way back: float64[n] of values and
of closes in, float64[n] of prices out, NaN where the indicator has no value."""
