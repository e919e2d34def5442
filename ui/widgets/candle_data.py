"""A candle series in; all that a candle chart draws, prepared off the GUI thread and grown on it, out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ui.translation import tr
from ui.widgets.chart_lines import USUAL, ChartLine, chart_lines, choice_of, line_values, newest_values
from ui.widgets.columns import Columns
from ui.widgets.heikin_ashi import heikin_ashi, next_heikin_ashi
from ui.widgets.pyramid import CandlePyramid

if TYPE_CHECKING:
    from core.features.candles import CandleSeries

Floats = NDArray[np.float64]
Times = NDArray[np.int64]
_MOST_NEW = 2_000
"""More new candles than that are prepared with the rest, off the GUI thread."""


@dataclass(frozen=True)
class TradeMark:
    """A trade of the agent: its number in the journal, when, which side ("buy" or "sell"), at what price."""

    number: int
    at: float
    side: str
    price: float


@dataclass(frozen=True)
class PartMark:
    """A stretch of time that a model was trained or judged on: its name and the theme's colour for it."""

    name: str
    since_at: float
    until_at: float
    token: str


@dataclass(frozen=True, eq=False)
class Growth:
    """What new candles add to a chart: g rows of times, prices and volumes, and of each line."""

    open_at: Times
    columns: tuple[Floats, ...]
    lines: dict[str, tuple[Floats, ...]]

    def __len__(self) -> int:
        return len(self.open_at)


@dataclass(frozen=True, eq=False)
class CandleData:
    """A series ready to be drawn; one that has `grown` takes the place of the one before it.

    Args:
        title: of the chart.
        seconds: of a candle.
        times: UTC seconds at which the n candles opened.
        pyramid: of the candles.
        averaged: the same of the Heikin-Ashi candles; None until they are asked for.
        lines: over the prices and in panes below.
        keys: of the lines, as chosen.
        gaps: a hole each: position of the first candle after it, and how many are missing; int64[2, g].
    """

    title: str
    seconds: int
    times: Columns
    pyramid: CandlePyramid
    averaged: CandlePyramid | None
    lines: tuple[ChartLine, ...]
    keys: tuple[str, ...]
    gaps: Columns
    length: int

    def __len__(self) -> int:
        return self.length

    @property
    def open_at(self) -> Times:
        """int64[n], UTC seconds."""
        found: Times = self.times.view(0, self.length)[0]
        return found

    @property
    def columns(self) -> tuple[Floats, ...]:
        """Open, high, low, close and volume, float64[n] each."""
        return tuple(values[: self.length] for values in self.pyramid.columns)

    @property
    def overlays(self) -> tuple[ChartLine, ...]:
        """The lines over the prices."""
        return tuple(line for line in self.lines if _on_price(line.key))

    @property
    def panes(self) -> tuple[ChartLine, ...]:
        """The lines that have a pane of their own."""
        return tuple(line for line in self.lines if not _on_price(line.key))

    def position_of(self, at: float) -> int:
        """Position of the candle that was open at `at`; raises IndexError for a time outside the series."""
        position = int(np.searchsorted(self.open_at, at, side="right")) - 1
        if position < 0 or at >= self.open_at[position] + 2 * self.seconds:
            raise IndexError(tr("no candle was open then"))
        return position

    def holds(self, moments: Sequence[float]) -> NDArray[np.bool_]:
        """bool[m]: whether `position_of` finds a candle for each moment."""
        at = np.asarray(moments, dtype=np.float64)
        position = np.searchsorted(self.open_at, at, side="right") - 1
        return (position >= 0) & (at < self.open_at[position] + 2 * self.seconds)

    def grown(self, growth: Growth) -> "CandleData":
        """The chart with new candles at its end; each costs a row of each level, whatever the length."""
        for row in range(len(growth)):
            at = int(growth.open_at[row])
            missing = (at - int(self.times.view()[0, -1])) // self.seconds - 1
            if missing > 0:
                self.gaps.put(self.gaps.length, (self.pyramid.length, missing))
            open_, high, low, close, volume = (float(values[row]) for values in growth.columns)
            self.times.put(self.times.length, (at,))
            self.pyramid.append((open_, high, low, close, volume))
            if self.averaged is not None:
                begin, top, bottom, mean = (float(values[-1]) for values in self.averaged.columns[:4])
                following = next_heikin_ashi((begin, top, bottom, mean), (open_, high, low, close))
                self.averaged.append((*following, volume))
        places: dict[str, int] = {}
        for line in self.lines:
            place = places.get(line.key, 0)
            places[line.key] = place + 1
            for value in growth.lines[line.key][place]:
                line.values.append((value, value))
        return replace(self, length=self.pyramid.length)


def _on_price(key: str) -> bool:
    choice = choice_of(key)
    return choice is not None and choice.on_price


def prepare(series: "CandleSeries", keys: Sequence[str] = USUAL, *, is_averaged: bool = False) -> CandleData:
    """Pyramids, lines and gaps of `series`; a fraction of a second for a million candles."""
    columns = (series.open, series.high, series.low, series.close, series.volume)
    steps = np.diff(series.open_at) // series.timeframe.seconds
    after = np.flatnonzero(steps > 1)
    return CandleData(
        title=f"{series.symbol} \u00b7 {series.timeframe}",
        seconds=series.timeframe.seconds,
        times=Columns((series.open_at,), np.int64),
        pyramid=CandlePyramid(*columns),
        averaged=_averaged(*columns) if is_averaged else None,
        lines=chart_lines(line_values(series, keys)),
        keys=tuple(keys),
        gaps=Columns((after + 1, steps[after] - 1), np.int64),
        length=len(series),
    )


def _averaged(open_: Floats, high: Floats, low: Floats, close: Floats, volume: Floats) -> CandlePyramid:
    return CandlePyramid(*heikin_ashi(open_, high, low, close), volume)


def adapt(data: CandleData, series: "CandleSeries", keys: Sequence[str], *, is_averaged: bool) -> CandleData:
    """The chart of the same `series` with other lines or averaged candles; only new ones are computed."""
    keys = tuple(keys)
    averaged = data.averaged
    if is_averaged and averaged is None:
        averaged = _averaged(*data.columns)
    if keys == data.keys:
        return data if averaged is data.averaged else replace(data, averaged=averaged)
    here = {key: tuple(line.values.values for line in data.lines if line.key == key) for key in data.keys}
    new = line_values(series, [key for key in keys if key not in here])
    lines = chart_lines({key: here.get(key) or new[key] for key in keys})
    return replace(data, averaged=averaged, keys=keys, lines=lines)


def growth_of(data: CandleData, series: "CandleSeries") -> Growth | None:
    """What `series` adds to the chart's candles; None where it does not continue them, or by very much."""
    count = len(series) - len(data)
    title = f"{series.symbol} \u00b7 {series.timeframe}"
    if not 0 <= count <= _MOST_NEW or title != data.title or not len(data):
        return None
    columns = (series.open, series.high, series.low, series.close, series.volume)
    if not np.array_equal(series.open_at[: len(data)], data.open_at) or not all(
        np.array_equal(new[: len(data)], old) for new, old in zip(columns, data.columns, strict=True)
    ):
        return None
    lines = newest_values(series, data.keys, count) if count else {}
    return Growth(series.open_at[len(data) :], tuple(each[len(data) :] for each in columns), lines)
