"""Candle files in, validated and merged candle series out, with the file and line in every complaint."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.adapters.candle_columns import Places
from app.adapters.candle_names import MarketName, name_of
from app.adapters.candle_readers import RawCandles, read_raw
from app.ports import ImportedCandles, Progress
from core.errors import YouCanFix
from core.features.candles import CandleSeries, Times, describe_conflict, find_conflict, find_fault, utc
from core.values import Symbol, Timeframe

SUFFIXES = (".parquet", ".csv", ".feather")
MOST_BYTES = 512 * 2**20
_SETTLE_SECONDS = 0.25
"""A file changed within the last second is looked at twice, so far apart: somebody may be writing it."""
_ZONE_HINT = (
    "Times must be those at which candles open; without a zone they are read as UTC. "
    "If the file's times are of another zone, convert them."
)


@dataclass(frozen=True, eq=False)
class _FromFile:
    """A validated series that remembers where each candle stood."""

    places: Places
    series: CandleSeries


class LocalCandleFiles:
    """Implements app.ports.CandleFiles."""

    def read(
        self,
        paths: Sequence[Path],
        symbol: Symbol | None = None,
        timeframe: Timeframe | None = None,
        venue: str = "",
        progress: Progress | None = None,
    ) -> ImportedCandles:
        """Read and merge files; see the port."""
        return read_candle_files(paths, MarketName(venue, symbol=symbol, timeframe=timeframe), progress)


def read_candle_files(
    paths: Sequence[Path], given: MarketName | None = None, progress: Progress | None = None
) -> ImportedCandles:
    """Read and merge candle files; equal duplicates drop.

    Symbol, timeframe and venue come from `given`, else from the file's name; the symbol else from a `symbol`
    column, the timeframe else from the distance of the candles, the venue else is "unknown".

    Raises:
        YouCanFix: a file is missing, empty, huge, unfinished, no table of candles or of another market than
            spot; a candle breaks a rule; two lines disagree about a candle.
    """
    seen = _watch(paths)
    notes: list[str] = []
    found: list[_FromFile] = []
    for number, path in enumerate(paths):
        if progress:
            progress(path.name, number / len(paths))
        found += _read_one(path, given or MarketName(), notes)
        _check_unchanged(path, seen[path])
    return ImportedCandles(_merge_all(found), tuple(notes))


def candle_files(folder: Path) -> tuple[Path, ...]:
    """The candle files in a folder, by name; raises YouCanFix where there are none."""
    try:
        paths = tuple(path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise YouCanFix(
            f"The folder {folder} cannot be read: {error.strerror}.", "Check the path."
        ) from error
    if not paths:
        raise YouCanFix(f"The folder {folder} holds no {', '.join(SUFFIXES)} file.", "Choose another folder.")
    return paths


def _watch(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """Size and time of change of each file, after a short wait when one changed just now."""
    seen = {path: _status(path) for path in paths}
    if any(time.time() - changed / 1e9 < 1 for _, changed in seen.values()):
        time.sleep(_SETTLE_SECONDS)
        for path in paths:
            _check_unchanged(path, seen[path])
    return seen


def _status(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError as error:
        raise YouCanFix(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    if not path.is_file():
        raise YouCanFix(f"{path} is not a file.", "Name the candle files themselves, as folder/*.parquet.")
    if path.suffix.lower() not in SUFFIXES:
        raise YouCanFix(f"{path.name} is no kind of file that can be read.", f"Use {', '.join(SUFFIXES)}.")
    if status.st_size == 0:
        raise YouCanFix(f"{path.name} is empty.", "Download it again.")
    if status.st_size > MOST_BYTES:
        raise YouCanFix(
            f"{path.name} has {status.st_size / 2**20:.0f} MiB; the limit is {MOST_BYTES / 2**20:.0f}.",
            "Split it, for example by year.",
        )
    return status.st_size, status.st_mtime_ns


def _check_unchanged(path: Path, seen: tuple[int, int]) -> None:
    if _status(path) != seen:
        raise YouCanFix(f"{path.name} is still being written.", "Import it when that is done.")


def _read_one(path: Path, given: MarketName, notes: list[str]) -> list[_FromFile]:
    name = name_of(path)
    name.require_spot(path)
    known = given.symbol or name.symbol
    return [
        _validate(raw, _market(raw, given, name), notes)
        for raw in read_raw(path, known.base if known else "", notes)
    ]


def _market(raw: RawCandles, given: MarketName, name: MarketName) -> MarketName:
    """The market of raw candles; raises YouCanFix where it is unknown or the sources disagree."""
    file = raw.places.file
    if given.symbol is None and raw.symbol and name.symbol and raw.symbol != name.symbol:
        raise YouCanFix(
            f"{file} is named after {name.symbol}, its column `symbol` says {raw.symbol}.", "Rename the file."
        )
    symbol = given.symbol or raw.symbol or name.symbol
    if symbol is None:
        raise YouCanFix(
            f"The pair of {file} is unknown.",
            "Name the file like binance_spot_BTCUSDT_1h.csv, add a column `symbol`, or give --symbol.",
        )
    timeframe = given.timeframe or name.timeframe or _usual_step(raw)
    return MarketName(given.venue or name.venue or "unknown", name.market, symbol, timeframe)


def _usual_step(raw: RawCandles) -> Timeframe:
    """The timeframe that most candles of a file are apart."""
    steps, counts = np.unique(np.abs(np.diff(raw.open_at)), return_counts=True)
    for unit, letter in ((86_400, "d"), (3600, "h"), (60, "m")):
        step = int(steps[np.argmax(counts)]) if len(steps) else 0
        if step and step % unit == 0 and step // unit < 1000:  # noqa: PLR2004 - the most a timeframe may say
            return Timeframe(f"{step // unit}{letter}")
    raise YouCanFix(
        f"The timeframe of {raw.places.file} is unknown.",
        "Name the file like binance_spot_BTCUSDT_1h.csv, or give --timeframe.",
    )


def _validate(raw: RawCandles, market: MarketName, notes: list[str]) -> _FromFile:
    """Raw candles as a series; complaints name file and line."""
    if market.symbol is None or market.timeframe is None:
        raise ValueError("a market without a symbol or a timeframe")
    if len(raw.open_at) > 1 and (np.diff(raw.open_at) < 0).all():
        raw = raw.keep(slice(None, None, -1))  # some vendors write the newest candle first
    raw = _drop_duplicates(raw, market.symbol, notes)
    fault = find_fault(market.timeframe, raw.open_at, *raw.columns)
    if fault:
        remedy = _ZONE_HINT if "time" in fault.what else f"Correct or remove that {raw.places.word}."
        raise YouCanFix(f"{raw.places.at(fault.row)}: {fault.what}{_when(raw.open_at, fault.row)}.", remedy)
    _check_step(raw, market.timeframe)
    series = CandleSeries(market.symbol, market.timeframe, market.venue, raw.open_at, *raw.columns)
    return _FromFile(raw.places, series)


def _when(open_at: Times, row: int) -> str:
    at = int(open_at[row])
    return f" ({utc(at)})" if 0 <= at < 2**37 else ""


def _drop_duplicates(raw: RawCandles, symbol: Symbol, notes: list[str]) -> RawCandles:
    """Without candles that repeat the one before; raises YouCanFix where the two differ."""
    again = np.flatnonzero(np.diff(raw.open_at) == 0) + 1
    for row in again.tolist():
        if any(not np.array_equal(c[row], c[row - 1], equal_nan=True) for c in raw.columns):
            raise YouCanFix(
                f"{raw.places.at(row - 1)} and {raw.places.word} {raw.places.numbers[row]}: two different "
                f"candles of {symbol}{_when(raw.open_at, row)}.",
                "Keep the one that is right, remove the other.",
            )
    if not len(again):
        return raw
    notes.append(f"{raw.places.file}: dropped {len(again)} repeated candles.")
    return raw.keep(np.delete(np.arange(len(raw.open_at)), again))


def _check_step(raw: RawCandles, timeframe: Timeframe) -> None:
    """Refuse 4-hour candles in a file that says 1h: they are on its grid, with a gap after each."""
    steps = np.diff(raw.open_at)
    if len(steps) >= 8 and np.gcd.reduce(steps) > timeframe.seconds:  # noqa: PLR2004 - fewer prove nothing
        raise YouCanFix(
            f"{raw.places.file}: no two candles are {timeframe} apart.",
            "Name its true timeframe in the file name or with --timeframe.",
        )


def _merge_all(found: Sequence[_FromFile]) -> tuple[CandleSeries, ...]:
    groups: dict[tuple[str, Symbol, str], list[_FromFile]] = {}
    for part in found:
        key = (part.series.venue, part.series.symbol, part.series.timeframe.text)
        groups.setdefault(key, []).append(part)
    return tuple(_merge(groups[key]) for key in sorted(groups))


def _merge(parts: Sequence[_FromFile]) -> CandleSeries:
    for number, part in enumerate(parts):
        for earlier in parts[:number]:
            if clash := find_conflict(earlier.series, part.series):
                raise YouCanFix(
                    f"{earlier.places.at(clash[0])} and {part.places.at(clash[1])} disagree. "
                    + describe_conflict(earlier.series, part.series, *clash),
                    "Remove the wrong file. If one is shifted in time, its time zone is wrong: " + _ZONE_HINT,
                )
    merged = parts[0].series
    for part in parts[1:]:
        merged = merged.merge(part.series)
    return merged
