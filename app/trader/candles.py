"""Files and exchanges in; candles kept on this machine, whole and current, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.events import CandlesArrived, EventBus
from app.ports import CandleFeed, CandleFiles, CandleStore, Clock, FileReport, Progress
from app.trader.download import Download, DownloadReport
from app.trader.kept_candles import KeptCandles
from app.trader.side_by_side import fetch_together
from core.errors import YouCanFix
from core.features.candles import CandleSeries, utc
from core.values import Symbol, Timeframe


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
        self, source: CandleFeed, store: CandleStore, clock: Clock, bus: EventBus, files: CandleFiles
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
        zone: str = "UTC",
    ) -> ImportReport:
        """Read candle files and keep what they hold; of a file that is refused, or after an error, nothing.

        Args:
            paths: Parquet, Feather, CSV or JSON files.
            symbol: where the files do not say it.
            timeframe: where the files do not say it.
            venue: where the files do not say it.
            progress: told of each file.
            leaves_out_faulty: lines that are no candles become gaps; otherwise they refuse their file.
            zone: of times that say none.

        Raises:
            YouCanFix: every file is refused, or one disagrees with another or with what is stored.
        """
        imported = self._files.read(
            paths, symbol, timeframe, venue, progress, leaves_out_faulty=leaves_out_faulty, zone=zone
        )
        notes = list(imported.notes)
        fresh = [self._past_only(series, notes) for series in imported.series]
        added = self._count_new(fresh)
        merged = [self._keep(series) for series in fresh]
        kept = tuple(KeptCandles.of(series) for series in merged)
        return ImportReport(kept, added, tuple(notes), imported.files)

    def zones(self) -> tuple[str, ...]:
        """Names of the zones that times without one can be of, UTC first."""
        return self._files.zones()

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
            YouCanFix: the exchange does not list the symbol, or has no candles of that time; or its candles
                disagree with those that are stored.
            TryAgain: the exchange is away.
        """
        (report,) = self.download_all([symbol], timeframe, since, until, progress)
        if report.failure is not None:
            raise report.failure
        if report.kept is None:
            raise no_candles(report, since, until)
        return self.load(symbol, timeframe)

    def download_all(
        self,
        symbols: Sequence[Symbol],
        timeframe: Timeframe,
        since: float,
        until: float | None = None,
        progress: Progress | None = None,
    ) -> tuple[DownloadReport, ...]:
        """Fetch and keep the closed candles of several pairs, some at once; one that fails ends no other.

        Raises:
            YouCanFix: there is no such exchange.
            TryAgain: the exchange is away.
            Cancelled: progress raised it. Whatever ends it, what arrived is kept and not fetched again.
        """
        tell = progress or (lambda _stage, _fraction: None)
        now = self._source.now()
        end = now if until is None else until
        downloads = [
            Download(self._source, self._store, self._bus, symbol, timeframe, since, end, now)
            for symbol in dict.fromkeys(symbols)
        ]
        return (downloads[0].run(tell),) if len(downloads) == 1 else fetch_together(downloads, tell)

    def skew_seconds(self) -> float:
        """By how much this machine's clock runs ahead of the exchange's; negative where it runs behind."""
        ahead = self._clock.now()
        return ahead - self._source.now()

    def update(self, symbol: Symbol, timeframe: Timeframe, progress: Progress | None = None) -> CandleSeries:
        """Fetch the candles that closed since the last stored one; raises as `download` does."""
        stored = self._store.overview(symbol, timeframe)
        if stored is None:
            return self.load(symbol, timeframe)  # which says that there are none
        return self.download(symbol, timeframe, stored.last_at - timeframe.seconds, progress=progress)

    def load(self, symbol: Symbol, timeframe: Timeframe) -> CandleSeries:
        """The stored series; raises YouCanFix when there is none."""
        return self._store.load(symbol, timeframe)

    def kept(self) -> tuple[KeptCandles, ...]:
        """An overview of everything stored."""
        found = ((key, self._store.overview(*key)) for key in self._store.stored())
        return tuple(
            KeptCandles.at_a_glance(*key, stored, self._store.notes(*key)) for key, stored in found if stored
        )

    def _past_only(self, series: CandleSeries, notes: list[str]) -> CandleSeries:
        """Without a last candle that is still open; raises YouCanFix for candles of the future."""
        now = self._clock.now()
        closed = series.closed_by(now)
        if len(series) - len(closed) > 1 or not len(closed):
            raise YouCanFix(
                f"The {series.symbol} candles reach until {utc(series.close_at[-1])}; it is {utc(now)} now.",
                "Check the time zone of the file, and that its times are those at which candles open.",
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


def no_candles(report: DownloadReport, since: float, until: float | None) -> YouCanFix:
    """The error for a download that found nothing."""
    end = "now" if until is None else utc(until)
    return YouCanFix(
        f"The exchange has no {report.symbol} {report.timeframe} candles between {utc(since)} and {end}.",
        "Choose another time.",
    )
