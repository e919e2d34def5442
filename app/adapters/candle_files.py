"""Candle files in; validated, merged candle series and a report on each file, with its lines, out."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.adapters.candle_findings import Findings, Places, some
from app.adapters.candle_names import MarketName, name_of
from app.adapters.candle_readers import RawCandles, read_raw
from app.adapters.candle_texts import MOST_BYTES, TEXTS, kind_of
from app.adapters.candle_zones import UTC, check_zone, localised, zone_names
from app.ports import FileReport, ImportedCandles, Progress
from core.errors import YouCanFix
from core.features.candles import CandleSeries, Times, describe_conflict, find_conflict, find_fault, utc
from core.values import Symbol, Timeframe

SUFFIXES = (".parquet", ".csv", ".feather")
"""Taken from a folder; of other kinds, a folder often holds files that are no candles."""
READABLE = (".parquet", ".feather", *TEXTS, ".json")
"""Read when they are named; texts and JSON also packed, as .csv.gz or .zip."""
_SETTLE_SECONDS = 0.25
"""A file changed within the last second is looked at twice, so far apart: somebody may be writing it."""
_ZONE_HINT = (
    "Times must be those at which candles open; without a zone they are read as UTC. "
    "If the file's times are of another zone, import it with that zone, as --zone Europe/Berlin."
)
_ORDER_HINT = "Sort the file by time, oldest or newest first"
_ROLES_HINT = "Check that the columns are named rightly; some exports write open, close, high, low"


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
        *,
        leaves_out_faulty: bool = False,
        zone: str = UTC,
    ) -> ImportedCandles:
        """Read and merge files; see the port."""
        given = MarketName(venue, symbol=symbol, timeframe=timeframe)
        return read_candle_files(
            paths, given, progress, leaves_out_faulty=leaves_out_faulty, is_strict=False, zone=zone
        )

    def zones(self) -> tuple[str, ...]:
        """Names of the zones that can be assumed, UTC first."""
        return zone_names()


def read_candle_files(
    paths: Sequence[Path],
    given: MarketName | None = None,
    progress: Progress | None = None,
    *,
    leaves_out_faulty: bool = False,
    is_strict: bool = True,
    zone: str = UTC,
) -> ImportedCandles:
    """Read and merge candle files; equal duplicates drop. Times that say no zone are of `zone`.

    Symbol, timeframe and venue come from `given`, else from the file's name; the symbol else from a `symbol`
    column, the timeframe else from the distance of the candles, the venue else is "unknown".

    Raises:
        YouCanFix: a file (where strict; else every file) is missing, empty, huge, unfinished, no table of
            candles or of another market than spot, or a candle breaks a rule; two lines disagree about a
            candle; or there is no such zone.
    """
    check_zone(zone)
    seen = _watch(paths)
    found: list[_FromFile] = []
    reports: list[FileReport] = []
    refusals: list[YouCanFix] = []
    for number, path in enumerate(paths):
        if progress:
            progress(path.name, number / len(paths))
        findings = Findings(path.name, leaves_out=leaves_out_faulty, zone=zone)
        try:
            found += _read_one(path, given or MarketName(), seen[path], findings)
        except YouCanFix as error:
            if is_strict:
                raise
            refusals.append(error)
            reports.append(FileReport(path.name, refused=(error.message,), remedy=error.remedy))
        else:
            reports.append(findings.report())
    if refusals and not found:
        raise _all_refused(refusals)
    return ImportedCandles(_merge_all(found), tuple(reports))


def _all_refused(refusals: Sequence[YouCanFix]) -> YouCanFix:
    """One complaint of all files, each with its own remedy."""
    if len(refusals) == 1:
        return refusals[0]
    return YouCanFix(
        f"None of the {len(refusals)} files could be read. " + " ".join(map(str, refusals)),
        refusals[0].remedy,
    )


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


def _watch(paths: Sequence[Path]) -> dict[Path, tuple[int, int] | None]:
    """Size and time of change of each file that is there, before a short wait when one changed just now."""
    seen = {path: _look(path) for path in paths}
    if any(found and time.time() - found[1] / 1e9 < 1 for found in seen.values()):
        time.sleep(_SETTLE_SECONDS)
    return seen


def _look(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _status(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError as error:
        raise YouCanFix(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    if not path.is_file():
        raise YouCanFix(f"{path} is not a file.", "Name the candle files themselves, as folder/*.parquet.")
    if kind_of(path) not in READABLE:
        raise YouCanFix(
            f"{path.name} is no kind of file that can be read.",
            f"Use {', '.join(READABLE)}; texts and JSON also packed, as .csv.gz or .zip.",
        )
    if status.st_size == 0:
        raise YouCanFix(f"{path.name} is empty.", "Download it again.")
    if status.st_size > MOST_BYTES:
        raise YouCanFix(
            f"{path.name} has {status.st_size / 2**20:.0f} MiB; the limit is {MOST_BYTES / 2**20:.0f}.",
            "Split it, for example by year.",
        )
    return status.st_size, status.st_mtime_ns


def _check_unchanged(path: Path, seen: tuple[int, int] | None) -> None:
    if _status(path) != seen:
        raise YouCanFix(f"{path.name} is still being written.", "Import it when that is done.")


def _read_one(
    path: Path, given: MarketName, seen: tuple[int, int] | None, findings: Findings
) -> list[_FromFile]:
    """A file's series; raises YouCanFix for a fault, and when it changed since it was `seen`."""
    _check_unchanged(path, seen)
    name = name_of(path)
    name.require_spot(path)
    known = given.symbol or name.symbol
    read = _in_utc(read_raw(path, known.base if known else "", findings), findings)
    done = [_validate(raw, _market(raw, given, name), findings) for raw in read]
    findings.candles = sum(len(part.series) for part in done)
    findings.check(findings.candles)
    _check_unchanged(path, seen)
    return done


def _in_utc(read: list[RawCandles], findings: Findings) -> list[RawCandles]:
    """Raw candles whose times are UTC, whatever zone they were written in."""
    if findings.zone == UTC:
        return read
    if not findings.is_local:
        findings.found(f"{findings.zone} was not needed: its times say which instants are meant")
        return read
    return [localised(raw, findings.zone, findings) for raw in read]


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
    found = _step_of(raw)
    if found is None:
        raise YouCanFix(
            f"The timeframe of {raw.places.file} is unknown.",
            "Name the file like binance_spot_BTCUSDT_1h.csv, or give --timeframe.",
        )
    return found


def _step_of(raw: RawCandles) -> Timeframe | None:
    steps, counts = np.unique(np.abs(np.diff(raw.open_at)), return_counts=True)
    steps, counts = steps[steps > 0], counts[steps > 0]
    step = int(steps[np.argmax(counts)]) if len(steps) else 0
    for unit, letter in ((86_400, "d"), (3600, "h"), (60, "m")):
        if step and step % unit == 0 and step // unit < 1000:  # noqa: PLR2004 - the most a timeframe may say
            return Timeframe(f"{step // unit}{letter}")
    return None


def _validate(raw: RawCandles, market: MarketName, findings: Findings) -> _FromFile:
    """Raw candles as a series; complaints name file and line."""
    if market.symbol is None or market.timeframe is None:
        raise ValueError("a market without a symbol or a timeframe")
    steps = np.diff(raw.open_at)
    if len(steps) and (steps <= 0).all() and steps.any():
        raw = raw.keep(slice(None, None, -1))  # some vendors write the newest candle first
        findings.repaired("the newest candle came first: turned around")
    _check_finer(raw, market.timeframe)
    raw = _drop_duplicates(raw, market.symbol, findings)
    raw = _without_faulty(raw, market.timeframe, findings)
    _check_step(raw, market.timeframe)
    series = CandleSeries(market.symbol, market.timeframe, market.venue, raw.open_at, *raw.columns)
    _note_series(series, findings)
    return _FromFile(raw.places, series)


def _without_faulty(raw: RawCandles, timeframe: Timeframe, findings: Findings) -> RawCandles:
    """Without the candles that break a rule, each of which is a fault of its line."""
    while fault := find_fault(timeframe, raw.open_at, *raw.columns):
        word, number = raw.places.word, raw.places.numbers[fault.row]
        what = f"{fault.what}{_when(raw.open_at, fault.row)}"
        findings.fault(word, number, what, _remedy(fault.what, word))
        raw = raw.keep(np.delete(np.arange(len(raw.open_at)), fault.row))
    return raw


def _remedy(what: str, word: str) -> str:
    """What to do about a fault of `find_fault`."""
    if "older" in what:
        return _ORDER_HINT
    if "time" in what:
        return _ZONE_HINT
    if "highest" in what or "lowest" in what:
        return _ROLES_HINT
    return f"Correct or remove that {word}"


def _note_series(series: CandleSeries, findings: Findings) -> None:
    if not len(series):
        return
    gaps, pair = series.gaps(), f"{series.venue} {series.symbol} {series.timeframe}"
    findings.found(
        f"{len(series):,} candles of {pair} from {utc(series.open_at[0])} to {utc(series.close_at[-1])}"
    )
    missing = sum(gap.missing for gap in gaps)
    if missing > len(series) // 10:
        findings.found(
            f"{len(gaps):,} gaps with {missing:,} candles missing, as in files that leave out candles in "
            "which nobody traded, or with a part cut out"
        )
    elif gaps:
        findings.found(f"{len(gaps):,} {'gap' if len(gaps) == 1 else 'gaps'} with {missing:,} missing")


def _when(open_at: Times, row: int) -> str:
    at = int(open_at[row])
    return f" ({utc(at)})" if 0 <= at < 2**37 else ""


def _drop_duplicates(raw: RawCandles, symbol: Symbol, findings: Findings) -> RawCandles:
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
    count = f"{len(again):,} repeated {'candle' if len(again) == 1 else 'candles'}"
    findings.repaired(f"dropped {count}, {raw.places.word} {some(raw.places.numbers[again])}")
    return raw.keep(np.delete(np.arange(len(raw.open_at)), again))


def _check_finer(raw: RawCandles, timeframe: Timeframe) -> None:
    """Refuse 1-minute candles in a file that says 8m: nearly every line would be off the grid."""
    step = _step_of(raw)
    if step is not None and step.seconds < timeframe.seconds and timeframe.seconds % step.seconds == 0:
        raise YouCanFix(
            f"{raw.places.file}: it should hold {timeframe} candles, but most are {step} apart.",
            f"Give --timeframe {step}, or put {step} in the file's name.",
        )


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
