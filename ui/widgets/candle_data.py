"""A candle series in; all that a candle chart draws, prepared off the GUI thread, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ui.widgets.overlays import bollinger, exponential_mean
from ui.widgets.pyramid import CandlePyramid, LinePyramid

if TYPE_CHECKING:
    from core.features.candles import CandleSeries

EMA_SPAN = 100
BAND_WINDOW = 20


@dataclass(frozen=True, eq=False)
class ChartLine:
    """A line over the candles: its name, values and the theme's colour for it."""

    name: str
    values: LinePyramid
    token: str


@dataclass(frozen=True)
class TradeMark:
    """A trade of the agent: its number in the journal, when, which side ("buy" or "sell"), at what price."""

    number: int
    at: float
    side: str
    price: float


@dataclass(frozen=True)
class GapMark:
    """A hole in the series: the position of the first candle after it, and how many are missing."""

    position: int
    missing: int


@dataclass(frozen=True, eq=False)
class CandleData:
    """A series ready to be drawn."""

    title: str
    seconds: int
    open_at: NDArray[np.int64]
    columns: tuple[NDArray[np.float64], ...]
    pyramid: CandlePyramid
    lines: tuple[ChartLine, ...]
    gaps: tuple[GapMark, ...]

    def __len__(self) -> int:
        return len(self.open_at)

    def position_of(self, at: float) -> int:
        """Position of the candle that was open at `at`; raises IndexError for a time outside the series."""
        position = int(np.searchsorted(self.open_at, at, side="right")) - 1
        if position < 0 or at >= self.open_at[position] + 2 * self.seconds:
            raise IndexError("no candle was open then")
        return position


def prepare(series: "CandleSeries") -> CandleData:
    """Pyramids, overlays and gaps of `series`; a fraction of a second for a million candles."""
    mean, lower, upper = bollinger(series.close, BAND_WINDOW)
    lines = (
        ChartLine("Bollinger", LinePyramid(upper), "band"),
        ChartLine("Bollinger", LinePyramid(lower), "band"),
        ChartLine("mean", LinePyramid(mean), "average"),
        ChartLine("EMA", LinePyramid(exponential_mean(series.close, EMA_SPAN)), "trend"),
    )
    columns = (series.open, series.high, series.low, series.close, series.volume)
    steps = np.diff(series.open_at) // series.timeframe.seconds
    gaps = tuple(GapMark(int(i) + 1, int(steps[i]) - 1) for i in np.flatnonzero(steps > 1))
    return CandleData(
        title=f"{series.symbol} · {series.timeframe}",
        seconds=series.timeframe.seconds,
        open_at=series.open_at,
        columns=columns,
        pyramid=CandlePyramid(*columns),
        lines=lines,
        gaps=gaps,
    )
