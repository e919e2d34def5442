"""Named columns of a candle file in; times in UTC seconds and prices as numbers, or complaints, out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.adapters.candle_findings import Findings, Places
from app.adapters.candle_lookalikes import is_value, key_of, refuse_headerless_trades, refuse_lookalike, shown
from app.adapters.candle_names import symbol_of
from core.errors import YouCanFix
from core.features.candles import COLUMNS, Floats, Times
from core.values import Symbol

_TIMES = (
    *("open_time", "opentime", "timeopen", "time_open", "open_at", "timestamp", "unix", "unix_timestamp"),
    *("unix_time", "time", "datetime", "gmt_time", "utc_time", "time_utc", "timestamp_utc", "open_time_utc"),
    *("start_time", "starttime", "start", "date", "date_utc", "ts", "t", "index_level_0"),
)
_FULL_TIMES = set(_TIMES) - {"time", "date"}
_VOLUMES = ("volume", "base_volume", "volume_base", "vol", "tickvol", "tick_volume", "v")
_TICKS = {"tickvol", "tick_volume"}
_FEWEST_COLUMNS = 5
_EPOCH_BOUNDS = np.array([1e11, 1e14, 1e17])
_EPOCH_UNITS = np.array([1, 10**3, 10**6, 10**9])
_UNIT_NAMES = {1: "seconds", 10**3: "milliseconds", 10**6: "microseconds", 10**9: "nanoseconds"}
"""Numbers below 1e11 are seconds (until the year 5138), then come milli-, micro- and nanoseconds."""


@dataclass(frozen=True)
class ColumnPlan:
    """Which column of a file is what, as positions.

    Args:
        times: one column, or a date and a time of day to be joined.
        prices: open, high, low, close.
        volumes: candidates, best first; none where the file has no volume.
        symbol: column with the pair, where there is one.
        ignored: names of the columns that are not read.
    """

    times: tuple[int, ...]
    prices: tuple[int, ...]
    volumes: tuple[int, ...]
    symbol: int | None
    ignored: tuple[str, ...]

    @property
    def used(self) -> tuple[int, ...]:
        """All columns that are read, each once, in the order of the file."""
        symbol = () if self.symbol is None else (self.symbol,)
        return tuple(sorted({*self.times, *self.prices, *self.volumes, *symbol}))


def plan_columns(names: Sequence[str], file: str, base: str = "") -> ColumnPlan:
    """Find the columns by their names; raises YouCanFix with the missing ones.

    Args:
        names: the header.
        file: its name, for the complaint.
        base: base asset where known: of "Volume BTC" and "Volume USDT" the first is meant.
    """
    keys = [key_of(name) for name in names]
    known = {key: position for position, key in reversed(list(enumerate(keys)))}  # the first of equal names
    for letter, name in zip("ohlc", COLUMNS, strict=False):
        if name not in known and letter in known:
            known[name] = known[letter]
    prices = tuple(known[name] for name in COLUMNS[:4] if name in known)
    times = _time_columns(known)
    volumes = [known[key] for key in (f"volume_{base.lower()}", *_VOLUMES) if key in known]
    volumes = volumes or [known[key] for key in keys if key.startswith("volume_")][:1]
    missing = [name for name in COLUMNS[:4] if name not in known]
    missing += [
        name for name, found in (("volume", volumes or not missing), ("timestamp", times)) if not found
    ]
    if missing:
        refuse_lookalike(names, file)
        raise YouCanFix(
            f"{file} has no column {', '.join(missing)}; it has {shown(names)}.",
            "Name the columns timestamp, open, high, low, close, volume.",
        )
    symbol = next((known[key] for key in ("symbol", "pair", "ticker") if key in known), None)
    plan = ColumnPlan(times, prices, tuple(volumes), symbol, ())
    return replace(
        plan, ignored=tuple(name for position, name in enumerate(names) if position not in plan.used)
    )


def plan_headerless(cells: Sequence[str], file: str) -> ColumnPlan | None:
    """The columns of a file whose first row is a candle; None where the row names columns.

    Binance's and Kraken's downloads have no header: time, open, high, low, close, volume, and more.
    MetaTrader's may begin with a date and a time of day.

    Raises:
        YouCanFix: the row is a single trade.
    """
    refuse_headerless_trades(cells, file)
    if not all(is_value(cell) for cell in cells[:_FEWEST_COLUMNS] if cell):
        return None
    if len(cells) < _FEWEST_COLUMNS:
        raise YouCanFix(
            f"{file} has {len(cells)} columns and no header.",
            "Name the columns timestamp, open, high, low, close, volume in the first line.",
        )
    first = 2 if re.fullmatch(r"\d\d?:\d\d(:\d\d)?", cells[1].strip()) else 1
    volumes = (first + 4,) if len(cells) > first + 4 else ()
    return ColumnPlan(tuple(range(first)), tuple(range(first, first + 4)), volumes, None, ())


def _time_columns(known: dict[str, int]) -> tuple[int, ...]:
    if {"date", "time"} <= set(known) and not _FULL_TIMES & set(known):
        return known["date"], known["time"]
    return next(((known[name],) for name in _TIMES if name in known), ())


class VolumeChoice:
    """Chooses the column of volumes, once per file: the first that is not all zeros; vendors fill one of two.

    Args:
        names: of the candidates, best first; of a file without a header empty texts.
        base: base asset where known.
        findings: told what a trader may not expect of the choice.
    """

    def __init__(self, names: Sequence[str], base: str, findings: Findings) -> None:
        self._names = names
        self._base = base
        self._findings = findings
        self._chosen: int | None = None

    def choose(self, columns: Sequence[Floats], count: int) -> Floats:
        """float64[count], zeros where there is no column at all."""
        if not columns:
            return np.zeros(count)
        if self._chosen is None:
            traded = (i for i, column in enumerate(columns) if np.nan_to_num(column).any())
            self._chosen = next(traded, None)
            if self._chosen is not None:
                _note_volume(self._names[self._chosen], self._base, self._findings)
        return columns[self._chosen or 0]


def _note_volume(name: str, base: str, findings: Findings) -> None:
    key = key_of(name)
    asset = key.removeprefix("volume_")
    if key in _TICKS:
        findings.found(f"volume is {name}: it counts changes of the price, not what was traded")
    elif asset != key and base and asset not in {base.lower(), "base", "utc"}:
        findings.found(f"volume is {name}, which is not in {base}: amounts are of another unit")


def _never(_row: int) -> bool:
    return False


def parse_numbers(
    cells: Sequence[str],
    column: str,
    places: Places,
    findings: Findings,
    decimal: str = ".",
    may_be_empty: Callable[[int], bool] = _never,
) -> Floats:
    """Text to numbers; a cell that is none becomes NaN, and its line is faulty.

    Args:
        cells: the column.
        column: its name, for the complaint.
        places: where each cell stands.
        findings: told of faulty lines.
        decimal: the decimal point.
        may_be_empty: of a row, whether an empty cell is no fault in it.
    """
    texts = [cell.replace(decimal, ".") for cell in cells] if decimal != "." else cells
    try:
        return np.array(texts, dtype=np.float64)
    except ValueError:
        values = np.full(len(texts), np.nan)
    for row, text in enumerate(texts):
        if _is_number(text):
            values[row] = np.float64(text)
        elif text.strip() or not may_be_empty(row):
            what = f"is {text[:40]!r}, not a number" if text.strip() else "is empty"
            remedy = f"Correct or remove that {places.word}"
            findings.fault(places.word, places.numbers[row], f"its {column} {what}", remedy)
    return values


def _is_number(text: str) -> bool:
    try:
        np.float64(text)
    except ValueError:
        return False
    return True


class TimeParser:
    """Text or numbers to UTC seconds; one per file, whose form of time may not change from line to line.

    A time that is none becomes 0, and its line is faulty.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._unit = 0
        self._has_zone: bool | None = None

    def texts(self, cells: Sequence[str], places: Places) -> Times:
        """Epoch numbers in seconds to nanoseconds, or ISO 8601 with or without a zone; without, as if UTC."""
        if self._unit or (
            self._has_zone is None and cells and _is_number(cells[0]) and not _is_day(cells[0])
        ):
            return self.epochs(parse_numbers(cells, "time", places, self._findings), places)
        return np.array([self._iso(cell, places, row) for row, cell in enumerate(cells)], dtype=np.int64)

    def epochs(self, values: NDArray[Any], places: Places) -> Times:
        """Numbers of one unit to seconds."""
        sizes = np.abs(np.nan_to_num(values))
        units = _EPOCH_UNITS[np.searchsorted(_EPOCH_BOUNDS, sizes, side="right")]
        if not self._unit and len(units):
            self._unit = int(units[0])
            self._findings.found(f"times in {_UNIT_NAMES[self._unit]} since 1970")
        odd = ~np.isfinite(values) | (units != self._unit) | (np.nan_to_num(values) % units != 0)
        for row in np.flatnonzero(odd):
            self._findings.fault(
                places.word,
                places.numbers[row],
                f"the time {values[row]} is no whole second in the unit of the first time",
                "Use one unit, seconds or milliseconds since 1970, in the whole file",
            )
        return np.asarray(np.where(odd, 0, np.nan_to_num(values)) // units, dtype=np.int64)

    def _iso(self, cell: str, places: Places, row: int) -> int:
        moment = _moment(cell) or _moment(_as_iso(cell.strip()))
        if moment is None or moment.microsecond:
            self._findings.fault(
                places.word,
                places.numbers[row],
                f"{cell[:40]!r} is not the time at which a candle opens",
                "Write times as 2021-03-04T05:00:00Z or as seconds since 1970",
            )
            return 0
        has_zone = moment.tzinfo is not None
        if self._has_zone not in {None, has_zone}:
            self._findings.fault(
                places.word,
                places.numbers[row],
                "times with and without a time zone are mixed",
                "Write all times in UTC, as 2021-03-04T05:00:00Z",
            )
            return 0
        if self._has_zone is None:
            self._has_zone = has_zone
            if has_zone:
                self._findings.found("times as text with a zone")
            else:
                self._findings.zone_missing("times as text")
        return int((moment if has_zone else moment.replace(tzinfo=UTC)).timestamp())


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_day(text: str) -> bool:
    """Whether digits are a calendar day, as 20210304, and no count of seconds: that would be in 1970."""
    return bool(re.fullmatch(r"(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])", text.strip()))


def _as_iso(text: str) -> str:
    """Vendors' forms of time as ISO 8601; a day before a month is known by its dots."""
    text = re.sub(r"^(\d{4})[./](\d\d)[./](\d\d)", r"\1-\2-\3", text)
    text = re.sub(r"^(\d\d)\.(\d\d)\.(\d{4})", r"\3-\2-\1", text)
    text = re.sub(r" ?UTC$", "Z", text)
    if match := re.fullmatch(r"(\S+) (\d\d)-([AP])M", text):
        return f"{match[1]} {int(match[2]) % 12 + 12 * (match[3] == 'P'):02d}:00"
    return text


def parse_symbol(text: str, file: str) -> Symbol:
    """The pair in a `symbol` column; raises YouCanFix for anything else."""
    symbol = symbol_of(text.rpartition(":")[2])  # TradingView writes BINANCE:BTCUSDT
    if symbol is None:
        raise YouCanFix(f"{file}: the symbol {text[:40]!r} is not a spot pair.", "Write it as BTC/USDT.")
    return symbol
