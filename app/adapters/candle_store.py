"""Candle series in and out of a folder: a folder a pair and timeframe, in it a file a month or year.

A write replaces whole files, each in one step, and is on disk when the call returns: a crash leaves what was
there, and of new candles all or the older part. To add a day of minutes rewrites one month, not ten years.
"""

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from app.adapters.candle_index import glances
from app.adapters.candle_parts import PartGlance, decode, encode, glance, part_name, split
from app.ports import CandleNotes, StoredCandles
from app.settings import write_atomically
from core.errors import TryAgain, YouCanFix
from core.features.candles import CandleSeries, Gap, find_conflict
from core.features.coverage import Span, join
from core.values import Symbol, Timeframe

T = TypeVar("T")

_NAME = re.compile(r"([A-Z0-9]{1,20})-([A-Z0-9]{1,20})_([0-9]+[mhdw])(\.parquet)?")
_PART = re.compile(r"[0-9]{4,5}(-[0-9]{2})?\.parquet")
_NOTES = "notes.json"
_LOCK_SECONDS = 30.0


class ParquetCandleStore:
    """Implements app.ports.CandleStore; the files can be read by any program that reads Parquet.

    Earlier versions kept one file a series. While such a file is there it holds everything; the first write
    splits it.

    Args:
        folder: made when the first series is saved.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mutex = threading.RLock()

    def save(self, series: CandleSeries) -> CandleSeries:
        """Add `series`; returns the whole stored series. Raises as `add` does."""
        self.add(series)
        return self.load(series.symbol, series.timeframe)

    def add(self, series: CandleSeries) -> int:
        """Merge `series` into what is stored for its symbol and timeframe; returns how many were new.

        Raises:
            YouCanFix: a stored candle disagrees with a new one, then nothing is written; or the disk is full.
            TryAgain: another program is writing the same series for long.
        """
        with self._writing(series.symbol, series.timeframe) as folder:
            self._check_venue(series)
            changed, added = [], 0
            for name, part in split(series):
                whole, new = self._merged(folder / name, part)
                added += new
                if new:
                    changed.append((folder / name, whole))
            _write(folder, changed)
            return added

    def load(
        self, symbol: Symbol, timeframe: Timeframe, since: float | None = None, until: float | None = None
    ) -> CandleSeries:
        """The stored candles with since <= open time < until; only the files of that time are read.

        Raises:
            YouCanFix: there are none of the symbol and timeframe at all, or a file is damaged.
        """
        series = self._reading(
            symbol, timeframe, lambda files: _load(files, symbol, timeframe, since, until) if files else None
        )
        if series is None:
            raise YouCanFix(
                f"There are no {symbol} {timeframe} candles on this machine.", "Import or download some."
            )
        return series

    def overview(self, symbol: Symbol, timeframe: Timeframe) -> StoredCandles | None:
        """What is stored, without reading candles; None where nothing is. Raises as `load` does."""
        return self._reading(symbol, timeframe, lambda files: _overview(files, symbol, timeframe))

    def stored(self) -> tuple[tuple[Symbol, Timeframe], ...]:
        """What is stored, sorted by symbol, short candles first."""
        names = [_NAME.fullmatch(path.name) for path in self._folder.glob("*-*_*")]
        found = {(Symbol(name[1], name[2]), Timeframe(name[3])) for name in names if name}
        kept = [entry for entry in found if self._files(*entry)]
        return tuple(sorted(kept, key=lambda entry: (entry[0], entry[1].seconds)))

    def notes(self, symbol: Symbol, timeframe: Timeframe) -> CandleNotes:
        """What downloads learned beside candles; raises YouCanFix when the file is damaged."""
        path = self._home(symbol, timeframe) / _NOTES
        try:
            return _read_notes(path.read_bytes())
        except FileNotFoundError:
            return CandleNotes()
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise YouCanFix(
                f"{path} is damaged.", "Delete it; the exchange is then asked again for its gaps."
            ) from error

    def add_notes(self, symbol: Symbol, timeframe: Timeframe, notes: CandleNotes) -> None:
        """Keep `notes` beside those that are kept; raises as `add` does."""
        with self._writing(symbol, timeframe) as folder:
            kept = self.notes(symbol, timeframe)
            absent = join([*kept.absent, *notes.absent], 0)
            revised = {**kept.revised, **notes.revised}
            if (absent, revised) != (kept.absent, kept.revised):
                text = {"absent": absent, "revised": {str(at): row for at, row in sorted(revised.items())}}
                write_atomically(folder / _NOTES, json.dumps(text).encode())
                _sync(folder)

    @contextmanager
    def _writing(self, symbol: Symbol, timeframe: Timeframe) -> Iterator[Path]:
        """The folder of a series while nobody else writes to it, in the newest form."""
        folder = self._home(symbol, timeframe)
        with self._mutex:
            try:
                _make(folder)
                lock = FileLock(folder / ".lock", _LOCK_SECONDS, mode=0o600).acquire()
            except Timeout as error:
                raise TryAgain(
                    f"Another program is writing {symbol} {timeframe} candles.", "Wait for it, or end it."
                ) from error
            except OSError as error:
                raise YouCanFix(
                    f"{folder} cannot be written: {error.strerror}.", "Check the folder."
                ) from error
            with lock:
                for left_over in folder.glob(".*.tmp"):  # of a program that ended in a write
                    left_over.unlink(missing_ok=True)
                self._split_old_file(symbol, timeframe, folder)
                yield folder

    def _split_old_file(self, symbol: Symbol, timeframe: Timeframe, folder: Path) -> None:
        old = self._old_file(symbol, timeframe)
        if old.exists():
            # Nothing is added before the old file is gone, so that a crash in here loses nothing: it is read
            # instead of its parts, and split again.
            _write(folder, [(folder / name, part) for name, part in split(decode([old], symbol, timeframe))])
            old.unlink()
            _sync(self._folder)

    def _check_venue(self, series: CandleSeries) -> None:
        parts = self._files(series.symbol, series.timeframe)
        if parts:
            venue = glance(parts[0], series.symbol, series.timeframe).venue
            find_conflict(CandleSeries.empty(series.symbol, series.timeframe, venue), series)

    @staticmethod
    def _merged(path: Path, part: CandleSeries) -> tuple[CandleSeries, int]:
        """What a file will hold, and how many of its candles are new."""
        if not path.exists():
            return part, len(part)
        stored = decode([path], part.symbol, part.timeframe)
        merged = stored.merge(part)
        return merged, len(merged) - len(stored)

    def _reading(self, symbol: Symbol, timeframe: Timeframe, read: Callable[[list[Path]], T]) -> T:
        """What `read` makes of a series' files; again where another program split the old file meanwhile."""
        try:
            return read(self._files(symbol, timeframe))
        except FileNotFoundError:
            return read(self._files(symbol, timeframe))

    def _files(self, symbol: Symbol, timeframe: Timeframe) -> list[Path]:
        """The files that hold a series, oldest first; the old one alone where it is still there."""
        old = self._old_file(symbol, timeframe)
        if old.exists():
            return [old]
        found = self._home(symbol, timeframe).glob("*.parquet")
        return sorted((path for path in found if _PART.fullmatch(path.name)), key=lambda path: path.name)

    def _home(self, symbol: Symbol, timeframe: Timeframe) -> Path:
        return self._folder / f"{symbol.base}-{symbol.quote}_{timeframe}"

    def _old_file(self, symbol: Symbol, timeframe: Timeframe) -> Path:
        return self._folder / f"{symbol.base}-{symbol.quote}_{timeframe}.parquet"


def _load(
    files: list[Path], symbol: Symbol, timeframe: Timeframe, since: float | None, until: float | None
) -> CandleSeries:
    first = "" if since is None else part_name(timeframe, int(since))
    last = "~" if until is None else part_name(timeframe, int(until))
    wanted = [path for path in files if first <= path.name <= last or not _PART.fullmatch(path.name)]
    span = (-inf if since is None else since, inf if until is None else until)
    return decode(wanted or files[:1], symbol, timeframe, *span)


def _overview(files: list[Path], symbol: Symbol, timeframe: Timeframe) -> StoredCandles | None:
    if files and not _PART.fullmatch(files[0].name):
        return StoredCandles.of(decode(files, symbol, timeframe))
    return _joined(glances(files, symbol, timeframe), timeframe) if files else None


def _joined(parts: list[PartGlance], timeframe: Timeframe) -> StoredCandles:
    """One overview of the files that follow each other."""
    gaps: list[Gap] = list(parts[0].gaps)
    for before, after in pairwise(parts):
        missing = (after.first_at - before.newest_at) // timeframe.seconds - 1
        gaps += [Gap(before.newest_at, after.first_at, missing)] if missing else []
        gaps += after.gaps
    first, last = parts[0], parts[-1]
    count = sum(each.count for each in parts)
    return StoredCandles(first.venue, count, first.first_at, last.newest_at + timeframe.seconds, tuple(gaps))


def _read_notes(data: bytes) -> CandleNotes:
    found = json.loads(data)
    absent: list[Span] = [(int(start), int(end)) for start, end in found["absent"]]
    revised = {int(at): tuple(float(value) for value in row) for at, row in found["revised"].items()}
    return CandleNotes(join(absent, 0), revised)


def _write(folder: Path, files: list[tuple[Path, CandleSeries]]) -> None:
    for path, series in files:
        write_atomically(path, encode(series))
    if files:
        _sync(folder)


def _make(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    """Wait until names in `folder` are on disk; Windows has no such call, and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
