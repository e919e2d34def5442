"""A text or JSON file, plain, gzipped or zipped, in; its rows of cells with their numbers out."""

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TextIO

import numpy as np

from app.adapters.candle_findings import Findings
from core.errors import YouCanFix

PACKED = (".gz", ".zip")
TEXTS = (".csv", ".txt", ".tsv")
MOST_BYTES = 512 * 2**20
MOST_JSON_BYTES = 128 * 2**20
"""A list in JSON is read whole, and takes ten times its bytes in memory."""
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_MOST_DEPTH = 16
_WRAPPERS = ("data", "result", "candles", "klines", "ohlcv", "rows", "list")
Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Table:
    """Rows of text.

    Args:
        first: cells of the first row, which may name the columns.
        first_number: its line.
        rows: the others with their numbers, counted from 1; of any width.
        word: "line" or "entry".
        separator: between cells, empty where there is none.
    """

    first: list[str]
    first_number: int
    rows: Rows
    word: str
    separator: str = ""


def kind_of(path: Path) -> str:
    """The ending that says what a file is; that inside for one that is packed, ".csv" for a nameless zip."""
    suffix = path.suffix.lower()
    if suffix not in PACKED:
        return suffix
    inner = Path(path.stem).suffix.lower()
    return inner if inner in {*TEXTS, ".json"} else ".csv" if suffix == ".zip" else inner


@contextmanager
def open_table(path: Path, findings: Findings) -> Iterator[Table]:
    """The file as a table of text.

    Raises:
        YouCanFix: it is damaged, no text, no table, or too large when unpacked.
    """
    try:
        with _unpacked(path, findings) as raw:
            if kind_of(path) == ".json":
                yield _json_table(path, raw, findings)
                return
            with _decoded(raw, findings) as text:
                yield _text_table(path, text, findings)
    except UnicodeError as error:
        raise YouCanFix(
            f"{path.name} is not text in UTF-8.", "Save it as CSV with the encoding UTF-8."
        ) from error
    except csv.Error as error:
        raise YouCanFix(f"{path.name} is not a CSV file: {error}.", "Download it again.") from error
    except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise YouCanFix(
            f"{path.name} is damaged or not completely written.",
            "Wait until it is written, or download it again.",
        ) from error


# Unpacking


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than MOST_BYTES: packed files can be of any size inside."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, name: str) -> None:
        self._stream, self._name, self._left = stream, name, MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise YouCanFix(
                f"{self._name} has more than {MOST_BYTES >> 20} MiB when unpacked.",
                "Split it, for example by year.",
            )
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _unpacked(path: Path, findings: Findings) -> Iterator[io.BufferedReader]:
    suffix = path.suffix.lower()
    if suffix == ".gz":
        findings.found("packed with gzip")
        with gzip.open(path) as stream:
            yield io.BufferedReader(_Limited(stream, path.name))
    elif suffix == ".zip":
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path, findings)) as stream:
            yield io.BufferedReader(_Limited(stream, path.name))
    else:
        with path.open("rb") as stream:
            yield stream


def _member(archive: zipfile.ZipFile, path: Path, findings: Findings) -> zipfile.ZipInfo:
    """The one table of an archive, as Binance's are packed."""
    members = [
        info
        for info in archive.infolist()
        if Path(info.filename).suffix.lower() in TEXTS and not info.filename.startswith("__MACOSX")
    ]
    if len(members) != 1:
        raise YouCanFix(
            f"{path.name} holds {len(members)} tables of text.", "Unpack it and import the files inside."
        )
    if members[0].flag_bits & 1:
        raise YouCanFix(f"{path.name} is locked with a password.", "Unpack it and import the file inside.")
    findings.found(f"zip archive with {Path(members[0].filename).name}")
    return members[0]


def _decoded(raw: io.BufferedReader, findings: Findings) -> TextIO:
    start = raw.peek(4)[:4]
    encoding = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "utf-8")
    if encoding != "utf-8":
        findings.found(f"{encoding[:6].upper().rstrip('-')} with a byte-order mark")
    return io.TextIOWrapper(raw, encoding, newline="")


# Text


def _text_table(path: Path, file: TextIO, findings: Findings) -> Table:
    skipped, first_line, separator = _skip_preamble(path, file)
    if skipped > 1:
        findings.found(f"{skipped - 1} {'line' if skipped == 2 else 'lines'} above the table")  # noqa: PLR2004
    first = next(csv.reader([first_line], delimiter=separator))
    return Table(first, skipped, _lines(file, separator, skipped), "line", separator)


def _skip_preamble(path: Path, file: TextIO) -> tuple[int, str, str]:
    """Number and text of the first line that is a table's, and its separator; vendors put links above it."""
    for number in range(1, 11):
        line = file.readline(2**16)
        separator = max(",;\t|", key=line.count)
        if line.count(separator) > 1:
            return number, line, separator
    raise YouCanFix(
        f"{path.name} holds no table of candles.",
        "Its first line must name the columns: timestamp, open, high, low, close, volume.",
    )


def _lines(file: TextIO, separator: str, skipped: int) -> Rows:
    reader = csv.reader(file, delimiter=separator)
    for row in reader:
        if any(row):
            yield skipped + reader.line_num, row


# JSON


def _json_table(path: Path, raw: io.BufferedReader, findings: Findings) -> Table:
    text = raw.read(MOST_JSON_BYTES + 1)
    if len(text) > MOST_JSON_BYTES:
        raise YouCanFix(
            f"{path.name} has more than {MOST_JSON_BYTES >> 20} MiB of JSON.",
            "Split it, for example by year, or store it as Parquet.",
        )
    try:
        entries = _entries(json.loads(text)) if _depth(text) <= _MOST_DEPTH else []
    except ValueError as error:
        raise YouCanFix(
            f"{path.name} is not JSON, or not completely written.", "Download it again."
        ) from error
    if not entries or not isinstance(entries[0], list | dict) or not entries[0]:
        raise YouCanFix(
            f"{path.name} holds no list of candles.",
            "It must be a list of [time, open, high, low, close, volume] or of objects with these names.",
        )
    first = entries[0]
    if isinstance(first, dict):
        findings.found("JSON, a list of objects")
        names = list(first)
        return Table(names, 0, _objects(entries, names), "entry")
    findings.found("JSON, a list of lists")
    rest = ((n, _cells(e)) for n, e in enumerate(entries[1:], 2))
    return Table(_cells(first), 1, rest, "entry")


def _depth(text: bytes) -> int:
    """How deep brackets lie in each other: so deep Python's parser calls itself, and the stack has an end."""
    codes = np.frombuffer(text, np.uint8)
    brackets = codes[np.isin(codes, np.frombuffer(b"[]{}", np.uint8))]
    steps = np.where(np.isin(brackets, np.frombuffer(b"[{", np.uint8)), 1, -1)
    return int(np.cumsum(steps).max(initial=0))


def _entries(found: Any) -> list[Any]:
    """The list of candles, also inside of an exchange's whole answer: {"result": {"list": [...]}}."""
    for _ in range(4):
        if not isinstance(found, dict):
            break
        named = [found[name] for name in _WRAPPERS if isinstance(found.get(name), list | dict)]
        lists = [value for value in found.values() if isinstance(value, list)]
        found = (named or lists or [None])[0]
    return found if isinstance(found, list) else []


def _objects(entries: list[Any], names: list[str]) -> Rows:
    for number, entry in enumerate(entries, 1):
        is_alike = isinstance(entry, dict) and entry.keys() <= set(names)
        yield number, [_cell(entry.get(name)) for name in names] if is_alike else []


def _cells(entry: Any) -> list[str]:
    return [_cell(value) for value in entry] if isinstance(entry, list) else []


def _cell(value: Any) -> str:
    """A value as text that reads as the same number."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)
