"""A pair, a span of time, an exchange and a store in; its candles fetched and kept, and what was wrong, out.

Everything that arrived is kept at once, so a crash or a cancel costs one answer. What is missing is worked
out from what is stored: candles are fetched once, gaps asked for a second time, and what then is still not
there is written down as absent, so that the exchange is not asked for it again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.events import CandlesArrived, EventBus
from app.jobs import within
from app.ports import CandleFeed, CandleNotes, CandlePage, CandleStore, Progress, StoredCandles
from app.trader.kept_candles import KeptCandles
from core.errors import Cancelled, ConfluxError, YouCanFix
from core.features.candles import COLUMNS, CandleSeries, describe_conflict, grid_time, utc
from core.features.coverage import Span, differing, join, runs, subtract
from core.values import Symbol, Timeframe

OVERLAP = 10
"""Stored candles that are fetched once more before new ones, to see whether both are of one market."""
_FEW, _JOINED = 20, 500
"""More spans than the first are asked for together where no more candles than the second lie between them: an
answer holds more, and a sparse market has thousands of gaps."""
_SETTLED_SECONDS = 86_400
"""Exchanges fill in candles for a while after an outage; a younger gap is asked for next time too."""
_FIRST_PASS = 0.95
_FOREVER = 1 << 60


@dataclass(frozen=True)
class DownloadReport:
    """What came of a pair's download.

    Args:
        symbol: the pair.
        timeframe: length of a candle.
        kept: what is stored of the wanted time; None where nothing is.
        stored: candles stored in all.
        added: candles that are new.
        repaired: of those, how many only came when their gap was asked for a second time.
        notes: what was put right or left out, as sentences.
        failure: why the download ended early; what was added before is kept.
    """

    symbol: Symbol
    timeframe: Timeframe
    kept: KeptCandles | None
    stored: int
    added: int
    repaired: int
    notes: tuple[str, ...]
    failure: ConfluxError | None = None


@dataclass
class _Tally:
    """What happened so far."""

    added: int = 0
    repaired: int = 0
    repeated: int = 0
    unsorted: int = 0
    disputed: set[int] = field(default_factory=set)
    broken: set[int] = field(default_factory=set)
    revised: list[str] = field(default_factory=list)

    def notes(self, market: str, venue: str) -> tuple[str, ...]:
        """As sentences."""
        found = [
            (self.repeated, f"dropped {self.repeated:,} candles that {venue} sent twice"),
            (self.unsorted, f"put {self.unsorted:,} answers of {venue} in order"),
            (self.repaired, f"{self.repaired:,} missing candles came when asked for a second time"),
            (len(self.disputed), f"left out {_times(self.disputed)}: {venue} sent two versions"),
            (len(self.broken), f"left out {_times(self.broken)}: {venue} sent prices that no candle has"),
        ]
        return (*(f"{market}: {text}." for count, text in found if count), *self.revised)


def _times(opened: set[int]) -> str:
    return f"{len(opened):,} candles, the first of {utc(min(opened, default=0))}"


class Download:
    """One pair's candles, fetched on one thread.

    Args:
        feed: the exchange.
        store: where candles are kept.
        bus: told once at the end, when candles arrived.
        symbol, timeframe: of what.
        since: first open time, UTC seconds.
        until: end, not included.
        now: the exchange's time; only candles that are closed by then are fetched.

    Attributes:
        market: pair and timeframe.
    """

    def __init__(
        self,
        feed: CandleFeed,
        store: CandleStore,
        bus: EventBus,
        symbol: Symbol,
        timeframe: Timeframe,
        since: float,
        until: float,
        now: float,
    ) -> None:
        self._feed, self._store, self._bus = feed, store, bus
        self.market = (symbol, timeframe)
        self._name = f"{symbol} {timeframe}"
        self._step = timeframe.seconds
        newest = int(now) - self._step
        self._wanted = (
            grid_time(timeframe, max(since, 0)),
            grid_time(timeframe, max(min(until, newest + 1), 0)),
        )
        self._settled_at = grid_time(timeframe, max(now - _SETTLED_SECONDS, 0))
        self._tally = _Tally()
        self._stored: StoredCandles | None = None

    @property
    def size(self) -> int:
        """Candles that are to be asked for."""
        return sum(end - start for start, end in self._missing()) // self._step

    def run(self, progress: Progress) -> DownloadReport:
        """Fetch what is missing and keep it; an error ends up in the report.

        Raises:
            Cancelled: progress raised it; what arrived before is kept.
        """
        failure: ConfluxError | None = None
        try:
            self._fetch_all(progress)
        except Cancelled:
            raise
        except ConfluxError as error:
            failure = error
        finally:
            if self._tally.added:
                symbol, timeframe = self.market
                self._bus.publish(CandlesArrived(str(symbol), str(timeframe)))
        return self._report(failure)

    def _fetch_all(self, progress: Progress) -> None:
        missing = self._missing()
        self._compare_oldest(missing)
        self._fetch(missing, within(progress, 0.0, _FIRST_PASS))
        gaps = subtract(self._missing(), [(self._edge(), _FOREVER)])
        before = self._tally.added
        try:
            self._fetch(gaps, within(progress, _FIRST_PASS, 1.0))
        finally:
            self._tally.repaired = self._tally.added - before
        sent = [(at, at + self._step) for at in self._tally.disputed | self._tally.broken]
        absent = subtract(gaps, self._held(), sent, [(self._settled_at, _FOREVER)])
        if absent:
            self._store.add_notes(*self.market, CandleNotes(absent))
        progress(self._name, 1.0)

    def _missing(self) -> tuple[Span, ...]:
        """The open times that are wanted, not stored, and not known to be absent."""
        stored = self._store.overview(*self.market)
        since, until = self._wanted
        if stored is not None:
            # Asked apart from what is stored: fetch the time in between too, so that no hole of ours looks
            # like an outage of the exchange.
            since, until = min(since, stored.last_at), max(until, stored.first_at)
        if self._wanted[0] >= self._wanted[1]:
            return ()
        return subtract([(since, until)], self._held(), self._store.notes(*self.market).absent)

    def _held(self) -> tuple[Span, ...]:
        stored = self._store.overview(*self.market)
        return runs(stored.first_at, stored.last_at, stored.gaps, self._step) if stored else ()

    def _edge(self) -> int:
        """From here on a candle that is missing may still come: nothing later is stored, and it is young."""
        stored = self._store.overview(*self.market)
        return max(self._settled_at, stored.last_at if stored else 0)

    def _fetch(self, spans: Sequence[Span], progress: Progress) -> None:
        """Ask for the spans and keep what comes."""
        self._stored = self._store.overview(*self.market)
        joined = join(spans, _JOINED * self._step if len(spans) > _FEW else 0)
        whole, done = sum(end - start for start, end in joined), 0
        for start, end in joined:
            part = within(progress, done / whole, (done + end - start) / whole)
            for page in self._feed.pages(*self.market, self._overlapping(start), end, part):
                self._take(page)
            done += end - start

    def _compare_oldest(self, spans: Sequence[Span]) -> None:
        """See whether both are of one market before older candles are put in front of stored ones."""
        stored = self._stored = self._store.overview(*self.market)
        if stored is not None and any(end == stored.first_at for _, end in spans):
            end = min(stored.first_at + OVERLAP * self._step, stored.last_at)
            for page in self._feed.pages(*self.market, stored.first_at, end):
                if len(page.series):
                    self._agreed(page.series)

    def _overlapping(self, start: int) -> int:
        """Where to begin so that what comes can be compared with what is stored."""
        if self._stored is None:
            return start
        return min(start, max(self._stored.first_at, start - OVERLAP * self._step))

    def _take(self, page: CandlePage) -> None:
        tally = self._tally
        tally.repeated += page.repeated
        tally.unsorted += page.is_unsorted
        tally.disputed.update(page.disputed)
        tally.broken.update(page.broken)
        if len(page.series):
            tally.added += self._store.add(self._agreed(page.series))

    def _agreed(self, fresh: CandleSeries) -> CandleSeries:
        """The fresh candles without those that the exchange revised; raises YouCanFix for another market."""
        if self._stored is None or self._stored.venue != fresh.venue:
            return fresh  # the store refuses another venue
        if fresh.open_at[0] >= self._stored.last_at:
            return fresh
        first_at, newest_at = int(fresh.open_at[0]), int(fresh.open_at[-1])
        kept = self._store.load(*self.market, first_at, newest_at + 1)
        known = self._store.notes(*self.market).revised
        clashes = [int(at) for at in differing(kept, fresh)]
        unknown = [at for at in clashes if at not in known]
        # Exchanges revise single candles, the newest most of all, which may be alone in the comparison. Where
        # most differ it is another market, or another time zone.
        is_newest = unknown == [self._stored.last_at - self._step]
        if len(unknown) > len(kept) // 2 and not is_newest:
            raise _clash(kept, fresh, unknown)
        for at in unknown:
            self._note_revision(kept, fresh, at)
        return _leaving_out(fresh, clashes)

    def _note_revision(self, kept: CandleSeries, fresh: CandleSeries, at: int) -> None:
        """Keep what the exchange now says of a candle beside what it said before, which stays."""
        mine, theirs = int(kept.open_at.searchsorted(at)), int(fresh.open_at.searchsorted(at))
        values = tuple(float(getattr(fresh, name)[theirs]) for name in COLUMNS)
        self._store.add_notes(*self.market, CandleNotes(revised={at: values}))
        self._tally.revised.append(
            f"{describe_conflict(kept, fresh, mine, theirs)} The first is stored and stays; "
            f"{fresh.venue} revised it later, which is noted beside it."
        )

    def _report(self, failure: ConfluxError | None) -> DownloadReport:
        symbol, timeframe = self.market
        stored = self._store.overview(*self.market)
        inside = stored.between(*self._wanted, self._step) if stored else None
        notes = self._store.notes(*self.market)
        return DownloadReport(
            symbol,
            timeframe,
            KeptCandles.at_a_glance(symbol, timeframe, inside, notes) if inside else None,
            stored.count if stored else 0,
            self._tally.added,
            self._tally.repaired,
            (
                *self._tally.notes(self._name, stored.venue if stored else "the exchange"),
                *(self._ends(inside) if inside and failure is None else ()),
            ),
            failure,
        )

    def _ends(self, inside: StoredCandles) -> Iterator[str]:
        """Where the wanted time is longer than what there is; a day at the end may still come."""
        since, until = self._wanted
        if inside.first_at > since:
            yield f"{self._name}: {inside.venue} has nothing before {utc(inside.first_at)}."
        if inside.last_at < min(until, self._settled_at):
            yield f"{self._name}: {inside.venue} has nothing after {utc(inside.last_at)}."


def _leaving_out(series: CandleSeries, times: Sequence[int]) -> CandleSeries:
    if not times:
        return series
    keep = [at not in times for at in series.open_at.tolist()]
    columns = (getattr(series, name)[keep] for name in ("open_at", *COLUMNS))
    return CandleSeries(series.symbol, series.timeframe, series.venue, *columns)


def _clash(kept: CandleSeries, fresh: CandleSeries, times: Sequence[int]) -> YouCanFix:
    mine, theirs = int(kept.open_at.searchsorted(times[0])), int(fresh.open_at.searchsorted(times[0]))
    return YouCanFix(
        f"{describe_conflict(kept, fresh, mine, theirs)} The first is stored, {fresh.venue} sent the other; "
        f"{len(times):,} of {len(kept):,} compared candles differ. Nothing stored was changed.",
        "If they were imported from a file of another market or time zone, delete their folder in the folder "
        "`candles` of the data folder and download again; else download to another --data-dir and compare.",
    )
