"""Files and exchanges in; candles kept on this machine, whole and current, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.events import CandlesArrived, EventBus
from app.ports import CandleFiles, CandleSource, CandleStore, Clock, FileReport, Progress
from core.errors import YouCanFix
from core.features.candles import CandleSeries, Gap, utc
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
    """

    symbol: Symbol
    timeframe: Timeframe
    venue: str
    count: int
    first_at: int
    last_at: int
    gaps: tuple[Gap, ...]

    @property
    def missing(self) -> int:
        """Candles missing in all gaps."""
        return sum(gap.missing for gap in self.gaps)

    @classmethod
    def of(cls, series: CandleSeries) -> "KeptCandles":
        """The overview of a series that is not empty."""
        return cls(
            series.symbol,
            series.timeframe,
            series.venue,
            len(series),
            int(series.open_at[0]),
            int(series.close_at[-1]),
            series.gaps(),
        )


@dataclass(frozen=True)
class ImportReport:
    """What an import did.

    Args:
        kept: the stored series that the files added to.
        added: candles that are new.
        notes: what was mended, left out or refused, as sentences.
        files: what was found in each file, repaired and refused.
    """

    kept: tuple[KeptCandles, ...]
    added: int
    notes: tuple[str, ...]
    files: tuple[FileReport, ...] = ()


class Candles:
    """Import, download and keep candles.

    Args:
        source: the exchange.
        store: where candles are kept.
        clock: nothing later than its time is taken in.
        bus: told when candles arrive.
        files: reads candle files.
    """

    def __init__(
        self, source: CandleSource, store: CandleStore, clock: Clock, bus: EventBus, files: CandleFiles
    ) -> None:
        self._source = source
        self._store = store
        self._clock = clock
        self._bus = bus
        self._files = files

    def import_files(
        self,
        paths: Sequence[Path],
        symbol: Symbol | None = None,
        timeframe: Timeframe | None = None,
        venue: str = "",
        progress: Progress | None = None,
        *,
        leaves_out_faulty: bool = False,
    ) -> ImportReport:
        """Read candle files and keep what they hold; of a file that is refused, or after an error, nothing.

        Args:
            paths: Parquet, Feather, CSV or JSON files.
            symbol: where the files do not say it.
            timeframe: where the files do not say it.
            venue: where the files do not say it.
            progress: told of each file.
            leaves_out_faulty: lines that are no candles become gaps; otherwise they refuse their file.

        Raises:
            YouCanFix: every file is refused, or one disagrees with another or with what is stored.
        """
        imported = self._files.read(
            paths, symbol, timeframe, venue, progress, leaves_out_faulty=leaves_out_faulty
        )
        notes = list(imported.notes)
        fresh = [self._past_only(series, notes) for series in imported.series]
        added = self._count_new(fresh)
        merged = [self._keep(series) for series in fresh]
        kept = tuple(KeptCandles.of(series) for series in merged)
        return ImportReport(kept, added, tuple(notes), imported.files)

    def _count_new(self, fresh: Sequence[CandleSeries]) -> int:
        """How many candles are not stored yet; raises YouCanFix for a conflict, with nothing written."""
        known: dict[tuple[Symbol, Timeframe], CandleSeries] = {}
        added = 0
        for series in fresh:
            key = (series.symbol, series.timeframe)
            earlier = known.get(key) or self._find(*key)
            _check_venue(series, earlier)
            known[key] = series if earlier is None else earlier.merge(series)
            added += len(known[key]) - (0 if earlier is None else len(earlier))
        return added

    def download(
        self,
        symbol: Symbol,
        timeframe: Timeframe,
        since: float,
        until: float | None = None,
        progress: Progress | None = None,
    ) -> CandleSeries:
        """Fetch the closed candles that open in [since, until) and keep them; stored ones are not fetched.

        Returns:
            All stored candles of the symbol and timeframe.

        Raises:
            YouCanFix: the exchange does not list the symbol, or has no candles of that time.
            TryAgain: the exchange is away.
        """
        end = min(self._clock.now(), until if until is not None else self._clock.now())
        stored = self._find(symbol, timeframe)
        for start, stop in _missing_spans(stored, int(since), int(end)):
            found = self._source.candles(symbol, timeframe, start, stop, progress)
            if len(found):
                stored = self._keep(found)
        if stored is None or not len(stored.between(since, end)):
            raise YouCanFix(
                f"The exchange has no {symbol} {timeframe} candles between {utc(since)} and {utc(end)}.",
                "Choose another time.",
            )
        return stored

    def update(self, symbol: Symbol, timeframe: Timeframe, progress: Progress | None = None) -> CandleSeries:
        """Fetch the candles that closed since the last stored one; raises as `download` does."""
        stored = self.load(symbol, timeframe)
        return self.download(symbol, timeframe, int(stored.open_at[-1]), progress=progress)

    def load(self, symbol: Symbol, timeframe: Timeframe) -> CandleSeries:
        """The stored series; raises YouCanFix when there is none."""
        return self._store.load(symbol, timeframe)

    def kept(self) -> tuple[KeptCandles, ...]:
        """An overview of everything stored."""
        return tuple(KeptCandles.of(self._store.load(*key)) for key in self._store.stored())

    def _past_only(self, series: CandleSeries, notes: list[str]) -> CandleSeries:
        """Without a last candle that is still open; raises YouCanFix for candles of the future."""
        now = self._clock.now()
        closed = series.closed_by(now)
        if len(series) - len(closed) > 1 or not len(closed):
            raise YouCanFix(
                f"The {series.symbol} candles reach until {utc(series.close_at[-1])}; it is {utc(now)} now.",
                "Check the time zone of the file: times must be UTC, those at which candles open.",
            )
        if len(closed) < len(series):
            notes.append(f"{series.symbol}: left out the last candle, which is still open.")
        return closed

    def _keep(self, series: CandleSeries) -> CandleSeries:
        merged = self._store.save(series)
        self._bus.publish(CandlesArrived(str(series.symbol), str(series.timeframe)))
        return merged

    def _find(self, symbol: Symbol, timeframe: Timeframe) -> CandleSeries | None:
        return self._store.load(symbol, timeframe) if (symbol, timeframe) in self._store.stored() else None


def _check_venue(fresh: CandleSeries, earlier: CandleSeries | None) -> None:
    """Refuse candles of a second exchange for a pair; "unknown" is one, until the user names it."""
    if earlier is None or earlier.venue == fresh.venue:
        return
    raise YouCanFix(
        f"The {fresh.symbol} {fresh.timeframe} candles of {fresh.venue} and those of {earlier.venue}, kept "
        "or imported before, are of different markets.",
        "Keep one exchange for a pair, and import the other with another --data-dir. Where the exchange is "
        "unknown, name it with --venue.",
    )


def _missing_spans(stored: CandleSeries | None, since: int, until: int) -> list[tuple[int, int]]:
    """The spans before and after what is stored; its gaps are the exchange's and are not asked for again."""
    if stored is None or not len(stored):
        return [(since, until)]
    first, last = int(stored.open_at[0]), int(stored.close_at[-1])
    if until <= first or since >= last:
        # Asked apart from what is stored: fetch the time in between too, so that no hole of ours looks like
        # an outage of the exchange.
        return [(since, first)] if until <= first else [(last, until)]
    return [span for span in ((since, first), (last, until)) if span[0] < span[1]]
