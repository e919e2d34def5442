"""One Parquet, Feather or CSV file in, its raw candles per symbol out; texts are read in pieces."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np

from app.adapters.candle_columns import (
    HEADERLESS,
    ColumnPlan,
    Places,
    TimeParser,
    parse_numbers,
    parse_symbol,
    plan_columns,
)
from core.errors import YouCanFix
from core.features.candles import COLUMNS, Floats, Times
from core.values import Symbol

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 5_000_000
_PIECE = 50_000
_FEWEST_COLUMNS = 6


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


def read_raw(path: Path, base: str, notes: list[str]) -> list[RawCandles]:
    """The raw candles of a file, one entry per symbol; sentences on what was ignored are added to `notes`.

    Raises:
        YouCanFix: the file is no table of candles, too long, damaged or not completely written.
    """
    read = _read_csv if path.suffix.lower() == ".csv" else _read_arrow
    pieces: dict[Symbol | None, list[RawCandles]] = {}
    count = 0
    try:
        for piece in read(path, base, notes):
            pieces.setdefault(piece.symbol, []).append(piece)
            count += len(piece.open_at)
            _check_length(path, count)
    except OSError as error:
        raise YouCanFix(
            f"{path.name} cannot be read: {error.strerror or error}.", "Check the file."
        ) from error
    if not count:
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


def _note_ignored(path: Path, plan: ColumnPlan, notes: list[str]) -> None:
    if plan.ignored:
        notes.append(f"{path.name}: ignored the columns {', '.join(plan.ignored)[:200]}.")


def _per_symbol(candles: RawCandles, names: Any) -> Iterator[RawCandles]:
    if names is None:
        yield candles
        return
    for name in dict.fromkeys(names.tolist()):
        part = candles.keep(names == name)
        yield RawCandles(parse_symbol(name, part.places.file), part.places, part.open_at, part.columns)


# Text


def _read_csv(path: Path, base: str, notes: list[str]) -> Iterator[RawCandles]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _csv_pieces(path, file, base, notes)
    except UnicodeDecodeError as error:
        raise YouCanFix(
            f"{path.name} is not text in UTF-8.", "Save it as CSV with the encoding UTF-8."
        ) from error
    except csv.Error as error:
        raise YouCanFix(f"{path.name} is not a CSV file: {error}.", "Download it again.") from error


def _csv_pieces(path: Path, file: TextIO, base: str, notes: list[str]) -> Iterator[RawCandles]:
    skipped, first_line, separator = _skip_preamble(path, file)
    first = next(csv.reader([first_line], delimiter=separator))
    has_header = not all(cell[:1].isdigit() for cell in first if cell)
    plan = plan_columns(first, path.name, base) if has_header else HEADERLESS
    _check_width(path, first, max(_FEWEST_COLUMNS, len(first)), skipped)
    _note_ignored(path, plan, notes)
    parse = _CsvParser(path, plan, separator)
    rows, lines = ([], []) if has_header else ([first], [skipped])
    reader = csv.reader(file, delimiter=separator)
    for row in reader:
        if not any(row):
            continue
        line = skipped + reader.line_num
        _check_width(path, row, len(first), line)
        rows.append(row)
        lines.append(line)
        if len(rows) == _PIECE:
            yield from parse(rows, lines)
            rows, lines = [], []
    if rows:
        yield from parse(rows, lines)


def _skip_preamble(path: Path, file: TextIO) -> tuple[int, str, str]:
    """Number and text of the first line that is a table's, and its separator; vendors put links above it."""
    for number in range(1, 6):
        line = file.readline(2**16)
        separator = max(",;\t|", key=line.count)
        if line.count(separator) > 1:
            return number, line, separator
    raise YouCanFix(
        f"{path.name} holds no table of candles.",
        "Its first line must name the columns: timestamp, open, high, low, close, volume.",
    )


def _check_width(path: Path, row: list[str], width: int, line: int) -> None:
    if len(row) != width:
        raise YouCanFix(
            f"{path.name}, line {line}: {len(row)} values where {width} columns belong.",
            "Correct the line, or wait until the file is completely written.",
        )


class _CsvParser:
    """Rows of text to raw candles."""

    def __init__(self, path: Path, plan: ColumnPlan, separator: str) -> None:
        self._path = path
        self._plan = plan
        self._decimal = "," if separator == ";" else "."  # where a comma is the decimal point, ; separates
        self._times = TimeParser()

    def __call__(self, rows: list[list[str]], lines: list[int]) -> Iterator[RawCandles]:
        plan, cells = self._plan, list(zip(*rows, strict=True))
        places = Places(self._path.name, "line", np.array(lines, dtype=np.int64))
        times = [" ".join(parts) for parts in zip(*(cells[i] for i in plan.times), strict=True)]
        open_at = self._times.texts(times, places)
        prices = (
            parse_numbers(cells[i], name, places, self._decimal)
            for i, name in zip(plan.prices, COLUMNS, strict=False)
        )
        volumes = [parse_numbers(cells[i], "volume", places, self._decimal) for i in plan.volumes]
        columns = (*prices, _first_traded(volumes))
        names = None if plan.symbol is None else np.array(cells[plan.symbol])
        yield from _per_symbol(RawCandles(None, places, open_at, columns), names)


def _first_traded(volumes: list[Floats]) -> Floats:
    """The first volume column that is not all zeros: some vendors fill only one of two."""
    return next((column for column in volumes if column.any()), volumes[0])


# Tables


def _read_arrow(path: Path, base: str, notes: list[str]) -> Iterator[RawCandles]:
    import pyarrow as pa

    try:
        count, names, batches = _open_arrow(path)
        _check_length(path, count)
        plan = plan_columns(names, path.name, base)
        _note_ignored(path, plan, notes)
        parse = _ArrowParser(path, plan)
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

    def __init__(self, path: Path, plan: ColumnPlan) -> None:
        self._path = path
        self._plan = plan
        self._times = TimeParser()
        self._row = 1

    def __call__(self, batch: "pa.RecordBatch") -> Iterator[RawCandles]:
        plan = self._plan
        column = dict(zip(plan.used, batch.columns, strict=True))
        rows = np.arange(self._row, self._row + batch.num_rows, dtype=np.int64)
        self._row += batch.num_rows
        places = Places(self._path.name, "row", rows)
        open_at = self._read_times(column[plan.times[0]], places)
        prices = (_numbers(column[i], name, places) for i, name in zip(plan.prices, COLUMNS, strict=False))
        volume = _first_traded([_numbers(column[i], "volume", places) for i in plan.volumes])
        names = None
        if plan.symbol is not None:
            names = np.array([str(name) for name in column[plan.symbol].to_pylist()])
        yield from _per_symbol(RawCandles(None, places, open_at, (*prices, volume)), names)

    def _read_times(self, column: Any, places: Places) -> Times:
        import pyarrow as pa

        if column.null_count:
            row = int(np.argmax(column.is_null().to_numpy(zero_copy_only=False)))
            raise YouCanFix(f"{places.at(row)}: its time is empty.", "Correct or remove that row.")
        kind = column.type
        if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
            exact = column.cast(
                pa.timestamp("ns", tz=getattr(kind, "tz", None))
            )  # a zone never moves the instant
            return _whole_seconds(exact.cast(pa.int64()).to_numpy(), places)
        if pa.types.is_integer(kind) or pa.types.is_floating(kind):
            return self._times.epochs(column.to_numpy(zero_copy_only=False), places)
        return self._times.texts([str(value) for value in column.to_pylist()], places)


def _whole_seconds(nanoseconds: Times, places: Places) -> Times:
    seconds, rest = np.divmod(nanoseconds, 10**9)
    if rest.any():
        row = int(np.argmax(rest != 0))
        raise YouCanFix(
            f"{places.at(row)}: its time is not a whole second.", "Give the times at which candles open."
        )
    return np.asarray(seconds, dtype=np.int64)


def _numbers(column: Any, name: str, places: Places) -> Floats:
    import pyarrow as pa

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return parse_numbers([text or "" for text in column.to_pylist()], name, places)
    try:
        return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False))  # null becomes NaN
    except pa.ArrowException:
        raise YouCanFix(
            f"{places.file}: the column {name} holds {column.type}, not numbers.", "Store it as numbers."
        ) from None
