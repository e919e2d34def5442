"""What a store says of a series in; its overview, with the gaps that an exchange confirmed, out."""

from bisect import bisect_left
from dataclasses import dataclass

from app.ports import CandleNotes, StoredCandles
from core.features.candles import CandleSeries, Gap
from core.features.coverage import gap_span, subtract
from core.values import Symbol, Timeframe


@dataclass(frozen=True)
class KeptCandles:
    """One stored series at a glance.

    Args:
        symbol: the pair.
        timeframe: length of a candle.
        venue: where they come from.
        count: candles.
        first_at: open time of the first, UTC seconds.
        last_at: close time of the last.
        gaps: where candles are missing.
        confirmed: those gaps for which the exchange, asked twice, had no candles.
    """

    symbol: Symbol
    timeframe: Timeframe
    venue: str
    count: int
    first_at: int
    last_at: int
    gaps: tuple[Gap, ...]
    confirmed: frozenset[Gap] = frozenset()

    @property
    def missing(self) -> int:
        """Candles missing in all gaps."""
        return sum(gap.missing for gap in self.gaps)

    @classmethod
    def of(cls, series: CandleSeries) -> "KeptCandles":
        """The overview of a series that is not empty."""
        return cls.at_a_glance(series.symbol, series.timeframe, StoredCandles.of(series), CandleNotes())

    @classmethod
    def at_a_glance(
        cls, symbol: Symbol, timeframe: Timeframe, stored: StoredCandles, notes: CandleNotes
    ) -> "KeptCandles":
        """The overview of what a store says of a series."""
        spans = [gap_span(gap, timeframe.seconds) for gap in stored.gaps]
        open_at = [start for start, _ in subtract(spans, notes.absent)]  # sorted, each within a gap
        confirmed = frozenset(
            gap
            for gap, (start, end) in zip(stored.gaps, spans, strict=True)
            if bisect_left(open_at, start) == bisect_left(open_at, end)
        )
        first_at, last_at = stored.first_at, stored.last_at
        return cls(symbol, timeframe, stored.venue, stored.count, first_at, last_at, stored.gaps, confirmed)
