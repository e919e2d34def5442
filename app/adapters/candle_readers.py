"""One file in, whatever its kind; its raw candles per symbol out. Texts are read in pieces."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.adapters.candle_columns import (
    ColumnPlan,
    TimeParser,
    VolumeChoice,
    parse_numbers,
    parse_symbol,
    plan_columns,
    plan_headerless,
)
from app.adapters.candle_findings import Findings, Places, some
from app.adapters.candle_texts import TEXTS, Table, kind_of, open_table
from core.errors import YouCanFix
from core.features.candles import COLUMNS, Floats, Times
from core.values import Symbol

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 5_000_000
_PIECE = 50_000
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, eq=False)
class RawCandles:
    """Candles of one symbol in one file, as they stand there.

    Args:
        symbol: from a `symbol` column, None where the file has none.
        places: where each candle stands.
        open_at: int64[n], UTC seconds.
        columns: open, high, low, close, volume, float64[n] each.
    """

    symbol: Symbol | None
    places: Places
    open_at: Times
    columns: tuple[Floats, ...]

    def keep(self, rows: Any) -> "RawCandles":
        """Some of the candles, by any index of numpy."""
        columns = tuple(column[rows] for column in self.columns)
        return RawCandles(self.symbol, self.places.keep(rows), self.open_at[rows], columns)


def read_raw(path: Path, base: str, findings: Findings) -> list[RawCandles]:
    """The raw candles of a file, one entry per symbol, without its faulty lines; all else goes to `findings`.

    Times that say no zone stay as they are, for `candle_zones.localised`.

    Raises:
        YouCanFix: the file is no table of candles, too long, damaged or not completely written.
    """
    read = _read_text if kind_of(path) in {*TEXTS, ".json"} else _read_arrow
    pieces: dict[Symbol | None, list[RawCandles]] = {}
    count = 0
    try:
        for piece in read(path, base, findings):
            pieces.setdefault(piece.symbol, []).append(piece)
            count += len(piece.open_at)
            _check_length(path, count)
    except OSError as error:
        raise YouCanFix(
            f"{path.name} cannot be read: {error.strerror or error}.", "Check the file."
        ) from error
    if not count:
        findings.check(0)
        raise YouCanFix(f"{path.name} holds no candles.", "Download it again.")
    return [_join(parts) for parts in pieces.values()]


def _check_length(path: Path, count: int) -> None:
    if count > MOST_ROWS:
        raise YouCanFix(
            f"{path.name} has more than {MOST_ROWS:,} candles.",
            "Split it, for example by year, or use longer ones.",
        )


def _join(pieces: list[RawCandles]) -> RawCandles:
    first = pieces[0]
    numbers = np.concatenate([piece.places.numbers for piece in pieces])
    columns = zip(*(piece.columns for piece in pieces), strict=True)
    return RawCandles(
        first.symbol,
        Places(first.places.file, first.places.word, numbers),
        np.concatenate([piece.open_at for piece in pieces]),
        tuple(np.concatenate(column) for column in columns),
    )


def _note_plan(plan: ColumnPlan, names: list[str], findings: Findings) -> None:
    if plan.ignored:
        findings.found(f"ignored the columns {', '.join(plan.ignored)[:200]}")
    if not plan.volumes:
        findings.repaired("it has no volume: kept as 0, which features of volume and the quality report show")
    if any(name.strip().upper() == "<DATE>" for name in names):
        findings.found("MetaTrader's times are its broker's, often UTC+2 or UTC+3: check them")


def _clean(raw: RawCandles, volume: Floats, findings: Findings) -> RawCandles:
    """Without lines that have no price at all, and without faulty ones; an empty volume is none."""
    empty = np.isnan(np.stack(raw.columns[:4])).all(axis=0)
    unknown = np.isnan(volume) & ~empty
    if empty.any():
        lines = some(raw.places.numbers[empty])
        findings.repaired(f"left out {raw.places.word} {lines}: without any price, so a gap")
    if unknown.any():
        lines = some(raw.places.numbers[unknown])
        findings.repaired(f"{raw.places.word} {lines}: an empty volume is kept as 0")
    columns = (*raw.columns[:4], np.where(unknown, 0.0, volume))
    whole = RawCandles(raw.symbol, raw.places, raw.open_at, columns)
    return whole.keep(~empty & ~findings.are_faulty(raw.places))


def _per_symbol(candles: RawCandles, names: Any) -> Iterator[RawCandles]:
    if names is None:
        yield candles
        return
    for name in dict.fromkeys(names.tolist()):
        part = candles.keep(names == name)
        yield RawCandles(parse_symbol(name, part.places.file), part.places, part.open_at, part.columns)


# Text


def _read_text(path: Path, base: str, findings: Findings) -> Iterator[RawCandles]:
    with open_table(path, findings) as table:
        names = [] if (plan := plan_headerless(table.first, path.name)) else table.first
        plan = plan or plan_columns(names, path.name, base)
        _note_table(table, bool(names), findings)
        _note_plan(plan, names, findings)
        volume = _volume_choice(plan, names, base, findings)
        parse = _TextParser(path.name, plan, table, volume, findings)
        yield from _pieces(table, parse, findings, has_header=bool(names))


def _volume_choice(plan: ColumnPlan, names: list[str], base: str, findings: Findings) -> VolumeChoice:
    return VolumeChoice([names[i] if names else "" for i in plan.volumes], base, findings)


def _note_table(table: Table, has_header: bool, findings: Findings) -> None:  # noqa: FBT001 - a private helper
    if table.separator:
        findings.found(f"text, separated by {_SEPARATORS[table.separator]}")
    if not has_header:
        findings.found("no header: read as time, open, high, low, close, volume")


def _pieces(
    table: Table, parse: "_TextParser", findings: Findings, *, has_header: bool
) -> Iterator[RawCandles]:
    width = len(table.first)
    rows, lines = ([], []) if has_header else ([table.first], [table.first_number])
    for number, row in table.rows:
        if len(row) != width:
            findings.fault(
                table.word,
                number,
                f"{len(row)} values where {width} columns belong",
                f"Correct the {table.word}, or wait until the file is completely written",
            )
            continue
        rows.append(row)
        lines.append(number)
        if len(rows) == _PIECE:
            yield from parse(rows, lines)
            rows, lines = [], []
    if rows:
        yield from parse(rows, lines)


class _TextParser:
    """Rows of text to raw candles."""

    def __init__(
        self, file: str, plan: ColumnPlan, table: Table, volume: VolumeChoice, findings: Findings
    ) -> None:
        self._file = file
        self._word = table.word
        self._plan = plan
        self._volume = volume
        self._findings = findings
        self._decimal = (
            "," if table.separator == ";" else "."
        )  # where a comma is the decimal point, ; separates
        self._times = TimeParser(findings)

    def __call__(self, rows: list[list[str]], lines: list[int]) -> Iterator[RawCandles]:
        plan, cells = self._plan, list(zip(*rows, strict=True))
        places = Places(self._file, self._word, np.array(lines, dtype=np.int64))
        times = [" ".join(parts) for parts in zip(*(cells[i] for i in plan.times), strict=True)]

        def has_no_price(row: int) -> bool:
            return not any(cells[i][row].strip() for i in plan.prices)

        prices = tuple(
            self._numbers(cells[i], name, places, has_no_price)
            for i, name in zip(plan.prices, COLUMNS, strict=False)
        )
        volumes = [self._numbers(cells[i], "volume", places, lambda _row: True) for i in plan.volumes]
        raw = RawCandles(None, places, self._times.texts(times, places), prices)
        names = None if plan.symbol is None else np.array(cells[plan.symbol])
        whole = _clean(raw, self._volume.choose(volumes, len(places.numbers)), self._findings)
        if names is not None:
            names = names[np.isin(places.numbers, whole.places.numbers)]
        yield from _per_symbol(whole, names)

    def _numbers(
        self, cells: tuple[str, ...], name: str, places: Places, may_be_empty: Callable[[int], bool]
    ) -> Floats:
        return parse_numbers(cells, name, places, self._findings, self._decimal, may_be_empty)


# Tables


def _read_arrow(path: Path, base: str, findings: Findings) -> Iterator[RawCandles]:
    import pyarrow as pa

    try:
        count, names, batches = _open_arrow(path)
        _check_length(path, count)
        plan = plan_columns(names, path.name, base)
        findings.found("a table in Parquet" if kind_of(path) == ".parquet" else "a table in Feather")
        _note_plan(plan, names, findings)
        parse = _ArrowParser(path, plan, _volume_choice(plan, names, base, findings), findings)
        for batch in batches([names[i] for i in plan.used]):
            yield from parse(batch)
    except pa.ArrowException as error:
        raise YouCanFix(
            f"{path.name} is damaged or not completely written.",
            "Wait until it is written, or download it again.",
        ) from error


def _open_arrow(path: Path) -> tuple[int, list[str], Callable[[list[str]], Iterable["pa.RecordBatch"]]]:
    """Rows, column names and a reader of some columns."""
    if path.suffix.lower() == ".parquet":
        from pyarrow import parquet

        file = parquet.ParquetFile(path)
        return (
            file.metadata.num_rows,
            file.schema_arrow.names,
            lambda wanted: file.iter_batches(_PIECE, columns=wanted),
        )
    from pyarrow import feather

    table = feather.read_table(path)
    return table.num_rows, table.column_names, lambda wanted: table.select(wanted).to_batches(_PIECE)


class _ArrowParser:
    """Batches of a table to raw candles."""

    def __init__(self, path: Path, plan: ColumnPlan, volume: VolumeChoice, findings: Findings) -> None:
        self._path = path
        self._plan = plan
        self._volume = volume
        self._findings = findings
        self._times = TimeParser(findings)
        self._row = 1

    def __call__(self, batch: "pa.RecordBatch") -> Iterator[RawCandles]:
        plan = self._plan
        column = dict(zip(plan.used, batch.columns, strict=True))
        rows = np.arange(self._row, self._row + batch.num_rows, dtype=np.int64)
        self._row += batch.num_rows
        places = Places(self._path.name, "row", rows)
        prices = tuple(
            self._numbers(column[i], name, places) for i, name in zip(plan.prices, COLUMNS, strict=False)
        )
        raw = RawCandles(None, places, self._read_times(column[plan.times[0]], places), prices)
        volumes = [self._numbers(column[i], "volume", places) for i in plan.volumes]
        whole = _clean(raw, self._volume.choose(volumes, len(places.numbers)), self._findings)
        names = None
        if plan.symbol is not None:
            texts = np.array([str(name) for name in column[plan.symbol].to_pylist()])
            names = texts[np.isin(places.numbers, whole.places.numbers)]
        yield from _per_symbol(whole, names)

    def _read_times(self, column: Any, places: Places) -> Times:
        import pyarrow as pa

        kind = column.type
        if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
            zone = getattr(kind, "tz", None)
            if zone:
                self._findings.found("times with a zone")
            else:
                self._findings.zone_missing("times")
            exact = column.cast(pa.timestamp("ns", tz=zone))  # a zone never moves the instant
            whole = (
                exact.cast(pa.int64()).fill_null(1).to_numpy(zero_copy_only=False)
            )  # 1 ns is no whole second
            return self._whole_seconds(whole, places)
        if pa.types.is_integer(kind) or pa.types.is_floating(kind):
            return self._times.epochs(column.to_numpy(zero_copy_only=False), places)
        return self._times.texts([str(value or "") for value in column.to_pylist()], places)

    def _whole_seconds(self, nanoseconds: Times, places: Places) -> Times:
        seconds, rest = np.divmod(nanoseconds, 10**9)
        for row in np.flatnonzero(rest):
            self._findings.fault(
                places.word,
                places.numbers[row],
                "its time is empty or not a whole second",
                "Give the times at which candles open",
            )
        return np.asarray(seconds, dtype=np.int64)

    def _numbers(self, column: Any, name: str, places: Places) -> Floats:
        import pyarrow as pa

        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            texts = [text or "nan" for text in column.to_pylist()]
            return parse_numbers(texts, name, places, self._findings)
        try:
            found = column.cast(pa.float64()).to_numpy(zero_copy_only=False)  # null becomes NaN
            return np.asarray(found)
        except pa.ArrowException:
            raise YouCanFix(
                f"{places.file}: the column {name} holds {column.type}, not numbers.", "Store it as numbers."
            ) from None
