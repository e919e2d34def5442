"""A viewport, prices and a size in; the geometry of a frame out: positions and prices to pixels and back."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ui.translation import tr
from ui.widgets.axes import log_ticks, round_step, round_ticks, step_digits
from ui.widgets.viewport import Viewport

PRICE_AXIS: Final = 76
TIME_AXIS: Final = 24
LINE_HEIGHT: Final = 17
"""Of the legend's texts."""
_VOLUME_SHARE: Final = 0.2
_PANE_SHARE: Final = 0.17
_MOST_PANES_SHARE: Final = 0.55
_PIXELS_PER_TICK: Final = 44
_WIDE_RATIO: Final = 3.0
"""From this ratio of prices on, a logarithmic axis has 1, 2 and 5 of each power of ten, not equal steps."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ChartStyle:
    """How the candles are drawn.

    Args:
        kind: one of KINDS.
        is_log: equal distances are equal ratios of prices.
    """

    kind: str = "candles"
    is_log: bool = False


KINDS: Final = {"candles": tr("Candles"), "hollow": tr("Hollow candles"), "heikin_ashi": tr("Heikin-Ashi")}


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` between the pixels `bottom` and `top`; with `is_log`, their logarithms."""

    low: float
    high: float
    top: float
    bottom: float
    is_log: bool = False

    @cached_property
    def _ends(self) -> tuple[float, float]:
        return (math.log(self.low), math.log(self.high)) if self.is_log else (self.low, self.high)

    def y(self, value: float) -> float:
        """Pixels from the top; not a number for what a logarithm does not know."""
        return float(self.ys(np.array([value]))[0])

    def ys(self, values: Floats) -> Floats:
        """float64[m], pixels from the top; NaN for what a logarithm does not know."""
        low, high = self._ends
        if self.is_log:
            with np.errstate(invalid="ignore", divide="ignore"):
                values = np.log(values)
        return self.top + (high - values) * ((self.bottom - self.top) / (high - low))

    def value(self, y: float) -> float:
        """The value at a pixel."""
        low, high = self._ends
        found = high - (y - self.top) * (high - low) / (self.bottom - self.top)
        return math.exp(found) if self.is_log else found

    def ticks(self) -> tuple[list[float], int]:
        """Round values for labels, and the digits after the point that tell them apart."""
        most = (self.bottom - self.top) / _PIXELS_PER_TICK
        if self.is_log and self.high > self.low * _WIDE_RATIO:
            found = log_ticks(self.low, self.high, most)
            return found, max((step_digits(tick) for tick in found), default=0)
        digits = step_digits(round_step(self.high - self.low, most))
        return round_ticks(self.low, self.high, most), digits


@dataclass(frozen=True)
class Frame:
    """The geometry of one frame: prices above, volume below them, then the panes, then the time axis.

    Args:
        width, height: pixels.
        view: the candles in view.
        low, high: prices at the lower and upper edge.
        is_log: of the price axis.
        panes: how many.
        legend: lines of text above the prices.
    """

    width: int
    height: int
    view: Viewport
    low: float
    high: float
    is_log: bool = False
    panes: int = 0
    legend: int = 1

    @property
    def header(self) -> float:
        """Where the prices begin, below the legend."""
        return min(6.0 + LINE_HEIGHT * self.legend, self.volume_top / 2)

    @property
    def plot_width(self) -> float:
        """Pixels left of the price axis."""
        return max(1.0, self.width - PRICE_AXIS)

    @property
    def bottom(self) -> float:
        """Where the time axis begins."""
        return float(max(1, self.height - TIME_AXIS))

    @property
    def pane_height(self) -> float:
        """Pixels of one pane."""
        return self.bottom * min(_PANE_SHARE, _MOST_PANES_SHARE / self.panes) if self.panes else 0.0

    @property
    def volume_bottom(self) -> float:
        """Where the volume stands, and the panes begin."""
        return self.bottom - self.panes * self.pane_height

    @property
    def volume_top(self) -> float:
        """Where the prices end and the volume's room begins."""
        return self.volume_bottom * (1 - _VOLUME_SHARE)

    @cached_property
    def prices(self) -> Scale:
        """The price axis."""
        return Scale(self.low, self.high, self.header, self.volume_top, self.is_log)

    def pane_top(self, pane: int) -> float:
        """Where a pane begins."""
        return self.volume_bottom + pane * self.pane_height

    def pane_at(self, y: float) -> int:
        """Which pane is at a pixel; -1 for prices and volume."""
        if y < self.volume_bottom or not self.panes:
            return -1
        return min(self.panes - 1, int((y - self.volume_bottom) / self.pane_height))

    def x(self, position: float) -> float:
        """Pixels from the left."""
        return (position - self.view.start) * (self.plot_width / self.view.span)

    def xs(self, positions: Floats) -> Floats:
        """float64[m], pixels from the left."""
        return (positions - self.view.start) * (self.plot_width / self.view.span)

    def y(self, price: float) -> float:
        """Pixels from the top."""
        return self.prices.y(price)

    def ys(self, prices: Floats) -> Floats:
        """float64[m], pixels from the top."""
        return self.prices.ys(prices)

    def position(self, x: float) -> float:
        """The position under a pixel."""
        return self.view.start + x * self.view.span / self.plot_width

    def price(self, y: float) -> float:
        """The price at a pixel."""
        return self.prices.value(y)


def fitted(
    low: float, high: float, stretch: float, shift: float = 0.0, *, is_log: bool
) -> tuple[float, float]:
    """The ends of an axis on which `low` to `high` have a margin, `stretch` times as large as that.

    A `shift` moves both ends up by that share of the axis.
    """
    if is_log and low > 0:
        middle, half = math.log(low * high) / 2, (math.log(high / low) / 2 or 0.01) * 1.1 / stretch
        half = min(max(half, _NARROWEST), _WIDEST_LOG)
        middle += shift * 2 * half
        return math.exp(middle - half), math.exp(middle + half)
    middle, half = (low + high) / 2, ((high - low) / 2 or abs(high) * 0.01 or 0.01) * 1.1 / stretch
    half = max(half, abs(middle) * _NARROWEST)
    middle += shift * 2 * half
    return middle - half, middle + half


_NARROWEST = 1e-9
"""Of the middle: prices that differ by rounding only still have an axis."""
_WIDEST_LOG = 100.0
"""A squeezed logarithmic axis ends here, far inside what a number can hold."""
