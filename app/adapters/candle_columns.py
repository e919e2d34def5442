"""Named columns of a candle file in; times in UTC seconds and prices as numbers, or complaints, out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.adapters.candle_names import symbol_of
from core.errors import YouCanFix
from core.features.candles import COLUMNS, Floats, Times
from core.values import Symbol

_TIMES = ("timestamp", "open_time", "open_at", "unix", "time", "datetime", "date", "index_level_0")
_FULL_TIMES = {"timestamp", "open_time", "open_at", "unix", "datetime"}
_VOLUMES = ("volume", "base_volume", "volume_base", "vol", "tickvol", "tick_volume")
_EPOCH_BOUNDS = np.array([1e11, 1e14, 1e17])
_EPOCH_UNITS = np.array([1, 10**3, 10**6, 10**9])
"""Numbers below 1e11 are seconds (until the year 5138), then come milli-, micro- and nanoseconds."""


@dataclass(frozen=True, eq=False)
class Places:
    """Where each candle of a file stands, for complaints.

    Args:
        file: the file's name.
        word: "line" of a text, "row" of a table.
        numbers: int64[n], counted from 1.
    """

    file: str
    word: str
    numbers: Times

    def at(self, position: int) -> str:
        """The place of one candle, as "candles.csv, line 12"."""
        return f"{self.file}, {self.word} {self.numbers[position]}"

    def keep(self, rows: Any) -> "Places":
        """The places of some candles, by any index of numpy."""
        return Places(self.file, self.word, self.numbers[rows])


@dataclass(frozen=True)
class ColumnPlan:
    """Which column of a file is what, as positions.

    Args:
        times: one column, or a date and a time of day to be joined.
        prices: open, high, low, close.
        volumes: candidates, best first.
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


HEADERLESS = ColumnPlan((0,), (1, 2, 3, 4), (5,), None, ())
"""Binance's and Kraken's downloads have no header: time, open, high, low, close, volume, and more."""


def plan_columns(names: Sequence[str], file: str, base: str = "") -> ColumnPlan:
    """Find the columns by their names; raises YouCanFix with the missing ones.

    Args:
        names: the header.
        file: its name, for the complaint.
        base: base asset where known: of "Volume BTC" and "Volume USDT" the first is meant.
    """
    keys = [re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") for name in names]
    known = {key: position for position, key in reversed(list(enumerate(keys)))}  # the first of equal names
    prices = tuple(known[name] for name in COLUMNS[:4] if name in known)
    times = _time_columns(known)
    volumes = [known[key] for key in (f"volume_{base.lower()}", *_VOLUMES) if key in known]
    volumes = volumes or [known[key] for key in keys if key.startswith("volume_")][:1]
    missing = [name for name in COLUMNS[:4] if name not in known]
    missing += [name for name, found in (("volume", volumes), ("timestamp", times)) if not found]
    if missing:
        raise YouCanFix(
            f"{file} has no column {', '.join(missing)}; it has {', '.join(map(repr, names))[:300]}.",
            "Name the columns timestamp, open, high, low, close, volume.",
        )
    plan = ColumnPlan(times, prices, tuple(volumes), known.get("symbol", known.get("pair")), ())
    ignored = tuple(name for position, name in enumerate(names) if position not in plan.used)
    return ColumnPlan(plan.times, plan.prices, plan.volumes, plan.symbol, ignored)


def _time_columns(known: dict[str, int]) -> tuple[int, ...]:
    if {"date", "time"} <= set(known) and not _FULL_TIMES & set(known):
        return known["date"], known["time"]
    return next(((known[name],) for name in _TIMES if name in known), ())


def parse_numbers(cells: Sequence[str], column: str, places: Places, decimal: str = ".") -> Floats:
    """Text to numbers; raises YouCanFix with the line of the first cell that is none."""
    texts = [cell.replace(decimal, ".") for cell in cells] if decimal != "." else cells
    try:
        return np.array(texts, dtype=np.float64)
    except ValueError:
        row = next(position for position, text in enumerate(texts) if not _is_number(text))
    what = f"is {cells[row][:40]!r}, not a number" if cells[row].strip() else "is empty"
    raise YouCanFix(f"{places.at(row)}: its {column} {what}.", f"Correct or remove that {places.word}.")


def _is_number(text: str) -> bool:
    try:
        np.float64(text)
    except ValueError:
        return False
    return True


class TimeParser:
    """Text or numbers to UTC seconds; one per file, whose form of time may not change from line to line."""

    def __init__(self) -> None:
        self._unit = 0
        self._has_zone: bool | None = None

    def texts(self, cells: Sequence[str], places: Places) -> Times:
        """Epoch numbers in seconds to nanoseconds, or ISO 8601 with or without a zone; without means UTC."""
        if self._unit or (self._has_zone is None and cells and _is_number(cells[0])):
            return self.epochs(parse_numbers(cells, "time", places), places)
        return np.array([self._iso(cell, places, row) for row, cell in enumerate(cells)], dtype=np.int64)

    def epochs(self, values: NDArray[Any], places: Places) -> Times:
        """Numbers of one unit to seconds."""
        units = _EPOCH_UNITS[np.searchsorted(_EPOCH_BOUNDS, np.abs(np.nan_to_num(values)), side="right")]
        if not self._unit and len(units):
            self._unit = int(units[0])
        odd = ~np.isfinite(values) | (units != self._unit) | (np.nan_to_num(values) % units != 0)
        if odd.any():
            row = int(np.argmax(odd))
            raise YouCanFix(
                f"{places.at(row)}: the time {values[row]} is no whole second in the unit of the first time.",
                "Use one unit, seconds or milliseconds since 1970, in the whole file.",
            )
        return np.asarray(values // units, dtype=np.int64)

    def _iso(self, cell: str, places: Places, row: int) -> int:
        text = re.sub(r"^(\d{4})[./](\d\d)[./](\d\d)", r"\1-\2-\3", cell.strip())
        text = re.sub(r" ?UTC$", "Z", text)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.microsecond:
            raise YouCanFix(
                f"{places.at(row)}: {cell[:40]!r} is not the time at which a candle opens.",
                "Write times as 2021-03-04T05:00:00Z or as seconds since 1970.",
            )
        has_zone = moment.tzinfo is not None
        if self._has_zone not in {None, has_zone}:
            raise YouCanFix(
                f"{places.at(row)}: times with and without a time zone are mixed.",
                "Write all times in UTC, as 2021-03-04T05:00:00Z.",
            )
        self._has_zone = has_zone
        return int((moment if has_zone else moment.replace(tzinfo=UTC)).timestamp())


def parse_symbol(text: str, file: str) -> Symbol:
    """The pair in a `symbol` column; raises YouCanFix for anything else."""
    symbol = symbol_of(text)
    if symbol is None:
        raise YouCanFix(f"{file}: the symbol {text[:40]!r} is not a spot pair.", "Write it as BTC/USDT.")
    return symbol
