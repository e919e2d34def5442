"""Candles from exchanges, files and this machine's own folder: what the roles ask of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from app.ports.machine import Progress
from core.features.candles import CandleSeries, Gap
from core.features.coverage import Span, runs
from core.values import Symbol, Timeframe


class CandleSource(Protocol):
    """Public candles of one exchange."""

    def candles(
        self, symbol: Symbol, timeframe: Timeframe, since: int, until: int, progress: Progress | None = None
    ) -> CandleSeries:
        """Closed candles with since <= open time < until (UTC seconds); gaps stay gaps.

        Raises:
            YouCanFix: the exchange does not list the symbol or timeframe.
            TryAgain: the exchange is away, too slow or over its rate limit after retries.
        """
        ...


@dataclass(frozen=True, eq=False)
class CandlePage:
    """One answer of an exchange, put in order.

    Args:
        series: closed candles, oldest first; often empty.
        repeated: candles that stood twice with the same values, and were dropped once.
        is_unsorted: whether times went up and down.
        disputed: open times for which it held two different candles; they are not in `series`.
        broken: open times of what is no candle, as a high below the low; they are not in `series`.
    """

    series: CandleSeries
    repeated: int = 0
    is_unsorted: bool = False
    disputed: tuple[int, ...] = ()
    broken: tuple[int, ...] = ()


class CandleFeed(CandleSource, Protocol):
    """Public candles of one exchange in parts, so that a crash costs one part; for many threads."""

    def now(self) -> float:
        """The exchange's own time, UTC seconds; this machine's where it tells none."""
        ...

    def symbols(self) -> tuple[Symbol, ...]:
        """The spot pairs the exchange lists, sorted; raises YouCanFix, TryAgain."""
        ...

    def pages(
        self, symbol: Symbol, timeframe: Timeframe, since: int, until: int, progress: Progress | None = None
    ) -> Iterator[CandlePage]:
        """The candles of `candles`, oldest first, as they arrive; raises as that does."""
        ...


class Exchanges(Protocol):
    """Every exchange whose public candles this machine can fetch."""

    def names(self) -> tuple[str, ...]:
        """Their names, the network's own first; nothing is asked over the network."""
        ...

    def feed(self, name: str) -> CandleFeed:
        """The exchange of that name; where there is none, whatever is asked of it raises YouCanFix."""
        ...


@dataclass(frozen=True)
class StoredCandles:
    """A stored series that is not empty, at a glance.

    Args:
        venue: where the candles come from.
        count: candles.
        first_at: open time of the first, UTC seconds.
        last_at: close time of the last.
        gaps: where candles are missing.
    """

    venue: str
    count: int
    first_at: int
    last_at: int
    gaps: tuple[Gap, ...]

    @classmethod
    def of(cls, series: CandleSeries) -> "StoredCandles":
        """That of a series."""
        first_at, last_at = int(series.open_at[0]), int(series.close_at[-1])
        return cls(series.venue, len(series), first_at, last_at, series.gaps())

    def between(self, since: int, until: int, step: int) -> "StoredCandles | None":
        """That of the candles with since <= open time < until; None where there are none.

        Args:
            since: UTC seconds, on the grid of the timeframe.
            until: the same.
            step: the timeframe in seconds.
        """
        held = runs(self.first_at, self.last_at, self.gaps, step)
        inside = [
            (max(start, since), min(end, until)) for start, end in held if start < until and since < end
        ]
        if not inside:
            return None
        gaps = tuple(
            Gap(end - step, start, (start - end) // step) for (_, end), (start, _) in pairwise(inside)
        )
        count = sum(end - start for start, end in inside) // step
        return StoredCandles(self.venue, count, inside[0][0], inside[-1][1], gaps)


@dataclass(frozen=True)
class CandleNotes:
    """What downloads learned of a series beside its candles.

    Args:
        absent: spans of open times for which the exchange, asked twice, had no candles; sorted.
        revised: by open time, the values (open to volume) that the exchange sent later than, and other than,
            those that are stored.
    """

    absent: tuple[Span, ...] = ()
    revised: Mapping[int, tuple[float, ...]] = field(default_factory=dict)


class CandleStore(Protocol):
    """Candles kept on this machine; for many threads and programs at once."""

    def save(self, series: CandleSeries) -> CandleSeries:
        """Merge `series` into what is stored for its symbol and timeframe; returns the merged series.

        Raises YouCanFix when a stored candle disagrees with a new one.
        """
        ...

    def add(self, series: CandleSeries) -> int:
        """As `save`, but returns how many candles were new, without reading all others."""
        ...

    def load(
        self, symbol: Symbol, timeframe: Timeframe, since: float | None = None, until: float | None = None
    ) -> CandleSeries:
        """The stored candles with since <= open time < until; raises YouCanFix when none at all are."""
        ...

    def overview(self, symbol: Symbol, timeframe: Timeframe) -> StoredCandles | None:
        """What is stored at a glance; None where nothing is."""
        ...

    def stored(self) -> tuple[tuple[Symbol, Timeframe], ...]:
        """What is stored, sorted."""
        ...

    def notes(self, symbol: Symbol, timeframe: Timeframe) -> CandleNotes:
        """What downloads learned beside candles."""
        ...

    def add_notes(self, symbol: Symbol, timeframe: Timeframe, notes: CandleNotes) -> None:
        """Keep `notes` beside those that are kept."""
        ...


@dataclass(frozen=True)
class FileReport:
    """What was made of one candle file.

    Args:
        file: its name.
        candles: how many were taken from it; none of a file that is refused.
        found: what it is, in pieces of a sentence: its kind, form of time, columns, pair, span, gaps.
        repaired: what was mended or left out, with the lines.
        refused: lines that are no candles, or why the whole file is refused.
        remedy: the next step for a file that is refused, else empty.
        assumed_zone: what its times were taken to be of, which say none; empty where they say it.
    """

    file: str
    candles: int = 0
    found: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    remedy: str = ""
    assumed_zone: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not kept as it stands in the file, as sentences that name the file."""
        mended = (f"{self.file}: {text}." for text in self.repaired)
        return *mended, *(f"{self.file}, {text}" if self.candles else text for text in self.refused)


@dataclass(frozen=True, eq=False)
class ImportedCandles:
    """What a set of candle files holds.

    Args:
        series: one per venue, symbol and timeframe, merged over the files, sorted by those.
        files: what was found in each file, repaired and refused, in the order given.
    """

    series: tuple[CandleSeries, ...]
    files: tuple[FileReport, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not in the series as it is in the files, as sentences."""
        return tuple(note for file in self.files for note in file.notes)


class CandleFiles(Protocol):
    """Candle files of this machine: Parquet, Feather, CSV and JSON, also packed."""

    def read(
        self,
        paths: Sequence[Path],
        symbol: Symbol | None = None,
        timeframe: Timeframe | None = None,
        venue: str = "",
        progress: Progress | None = None,
        *,
        leaves_out_faulty: bool = False,
        zone: str = "UTC",
    ) -> ImportedCandles:
        """Read and merge files; equal duplicates drop. What is not given comes from names and columns.

        Times that say no zone are those that clocks in `zone` show. An hour that they skip is faulty; of one
        that they show twice both passes are told apart by the file's order, and one alone is faulty.

        A file among several that is no table of spot candles, or holds a faulty line, is refused whole: its
        report says why and how to mend it, the others are read. Faulty lines become gaps where
        `leaves_out_faulty` says so.

        Raises:
            YouCanFix: no file at all could be read, two of them disagree about a candle, or there is no such
                zone.
        """
        ...

    def zones(self) -> tuple[str, ...]:
        """Names of the zones that `read` knows, UTC first."""
        ...
