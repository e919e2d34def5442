"""A feature's name and candles in; what coarser candles' indicators said at each candle's close out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import YouCanFix
from core.features.candles import CandleSeries, Floats, Times, grid_anchor
from core.features.indicators import INDICATORS, Indicator, compute_indicators
from core.values import Timeframe

_BY_NAME = {indicator.name: indicator for indicator in INDICATORS}


@dataclass(frozen=True)
class Feature:
    """A column of features: a row of the indicators' table, on the series' own candles or on coarser ones.

    Args:
        name: "rsi_14", or "rsi_14@4h" for the newest 4-hour candle that is closed.
        indicator: of the table.
        timeframe: of the coarser candles; None for the series' own.
    """

    name: str
    indicator: Indicator
    timeframe: Timeframe | None

    @classmethod
    def parse(cls, name: str) -> "Feature":
        """The feature of a name; raises YouCanFix where this program knows no such indicator or timeframe."""
        base, at, length = name.partition("@")
        if base not in _BY_NAME:
            raise YouCanFix(
                f"This program does not know the features' indicators {base[:60]}.", "Update Conflux."
            )
        return cls(name, _BY_NAME[base], Timeframe(length) if at else None)

    @property
    def key(self) -> tuple[str, int]:
        """What it computes: 60m and 1h are the same."""
        return self.indicator.name, self.timeframe.seconds if self.timeframe else 0

    def warm_up(self, timeframe: Timeframe) -> int:
        """Candles of `timeframe` at the start of a series without this feature, wherever the series begins.

        Raises:
            YouCanFix: its candles are not coarser than `timeframe`, or no multiple of it.
        """
        if self.timeframe is None:
            return self.indicator.look_back
        parts = coarser(self.timeframe, timeframe)
        # A first candle that is not whole, then the look-back and one more; known with its last part.
        return (self.indicator.look_back + 2) * parts - 2


def coarser(coarse: Timeframe, fine: Timeframe) -> int:
    """How many `fine` candles make a `coarse` one; raises YouCanFix where that is no whole number above 1."""
    parts, rest = divmod(coarse.seconds, fine.seconds)
    if rest or parts < 2:  # noqa: PLR2004 - one part would be the candle itself
        raise YouCanFix(
            f"A feature on {coarse} candles cannot be made of {fine} candles.",
            f"Choose a multiple of {fine}, or leave out @{coarse}.",
        )
    return parts


def last_closed(timeframe: Timeframe, at: Times) -> Times:
    """int64[n]: the newest close of a candle of `timeframe` that is not after `at`."""
    anchor = grid_anchor(timeframe)
    return (at - anchor) // timeframe.seconds * timeframe.seconds + anchor


def coarse_columns(series: CandleSeries, timeframe: Timeframe, chosen: Sequence[Indicator]) -> Floats:
    """float64[n, len(chosen)]: at each candle of `series` the values of the newest closed coarser candle.

    A coarser candle counts only when each of its parts is there; NaN where it is not, on the first one after
    a gap (its return spans an unknown time), and where the formula has no value. Nothing is carried over.

    Raises:
        YouCanFix: `timeframe` is no multiple of the series' own.
    """
    coarser(timeframe, series.timeframe)
    coarse = series.resample(timeframe)
    values = compute_indicators(coarse, tuple(chosen))
    values[1:][np.diff(coarse.open_at) != timeframe.seconds] = np.nan
    expected = last_closed(timeframe, series.close_at)
    rows = np.searchsorted(coarse.close_at, expected)
    known = rows < len(coarse)
    known[known] = coarse.close_at[rows[known]] == expected[known]
    found = np.full((len(series), len(chosen)), np.nan)
    found[known] = values[rows[known]]
    return found
