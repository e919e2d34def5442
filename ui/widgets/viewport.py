"""Zooms, pans and keys in; which candles and prices a chart shows, and where on it, out."""

from typing import Final

FEWEST: Final = 10.0
"""Candles that the closest view shows."""
RIGHT_ROOM: Final = 0.03
"""Empty part of the view right of the newest candle."""
_MOST_STRETCH: Final = 50.0


class Viewport:
    """The visible span of positions [start, end) of a series of `length` candles.

    A view that shows the newest candle stays with it when new ones arrive.
    """

    def __init__(self) -> None:
        self.length = 0
        self.start = 0.0
        self.end = 1.0
        self.stretch = 1.0
        self.shift = 0.0
        self.pane_stretch: dict[str, float] = {}

    @property
    def span(self) -> float:
        """Candles in view."""
        return self.end - self.start

    def reset(self, length: int, shown: float = 160) -> None:
        """Show the newest `shown` candles of a new series."""
        self.length = length
        self.fit_prices()
        self.pane_stretch.clear()
        span = max(FEWEST, min(float(shown), length * (1 + RIGHT_ROOM)))
        self._show(length + span * RIGHT_ROOM - span, span)

    def grow(self, length: int) -> None:
        """The same series has `length` candles now."""
        follows = self.end >= self.length
        added = length - self.length
        self.length = length
        if follows:
            self._show(self.start + added, self.span)

    def zoom(self, position: float, factor: float) -> None:
        """Show `factor` as many candles, the one at `position` staying where it is."""
        widest = max(FEWEST, self.length * (1 + 2 * RIGHT_ROOM))
        span = min(max(self.span * factor, FEWEST), widest)
        share = (position - self.start) / self.span
        self._show(position - span * share, span)

    def pan(self, candles: float) -> None:
        """Move the view to later candles, or earlier ones for a negative number."""
        self._show(self.start + candles, self.span)

    def home(self) -> None:
        """Show the oldest candles."""
        self._show(0.0, self.span)

    def to_end(self) -> None:
        """Show the newest candles."""
        self._show(self.length + self.span * RIGHT_ROOM - self.span, self.span)

    def everything(self) -> None:
        """Show all candles."""
        self._show(-self.length * RIGHT_ROOM, max(FEWEST, self.length * (1 + 2 * RIGHT_ROOM)))

    def scale_prices(self, factor: float) -> None:
        """Stretch or squeeze the price axis; 1 fits what is in view."""
        self.stretch = min(max(self.stretch * factor, 1 / _MOST_STRETCH), _MOST_STRETCH)

    def pan_prices(self, share: float) -> None:
        """Move a stretched price axis up by a share of its height; a fitted one stays."""
        if self.stretch != 1:
            most = (1 + self.stretch) / 2
            self.shift = min(max(self.shift + share, -most), most)

    def fit_prices(self) -> None:
        """Fit the price axis to what is in view."""
        self.stretch, self.shift = 1.0, 0.0

    def scale_pane(self, key: str, factor: float) -> None:
        """Stretch or squeeze the axis of the pane of that line."""
        found = self.pane_stretch.get(key, 1.0) * factor
        self.pane_stretch[key] = min(max(found, 1 / _MOST_STRETCH), _MOST_STRETCH)

    def _show(self, start: float, span: float) -> None:
        """At least a tenth of the view keeps candles in it."""
        keep = span * 0.1
        self.start = min(max(start, keep - span), self.length - keep)
        self.end = self.start + span
