"""Candles in, Parquet files of a month or a year out, and back: whole, in a span, or at a glance."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import YouCanFix
from core.features.candles import COLUMNS, CandleSeries, Gap
from core.values import Symbol, Timeframe

_KEY = b"conflux"
_GAPS_KEY = b"conflux.gaps"
_SHORT_SECONDS = 300
"""Shorter candles get a file a month, others a file a year, so that to add a page rewrites few others."""

_FORM: dict[str, Any] = {
    # Prices hardly repeat, so a dictionary only costs; LZ4 reads a year of minutes twice as fast as zstd.
    "compression": "lz4",
    "use_dictionary": False,
    "column_encoding": {"timestamp": "DELTA_BINARY_PACKED"},
}


@dataclass(frozen=True)
class PartGlance:
    """What a file says of its candles without reading them.

    Args:
        venue: where they come from.
        count: candles, at least one.
        first_at: open time of the first.
        newest_at: open time of the last.
        gaps: inside the file.
    """

    venue: str
    count: int
    first_at: int
    newest_at: int
    gaps: tuple[Gap, ...]


def part_name(timeframe: Timeframe, at: int) -> str:
    """The file of the candle that opens `at`, "2021-03.parquet" or "2021.parquet"; names sort by time."""
    return f"{_calendar(timeframe, at)}.parquet"


def split(series: CandleSeries) -> Iterator[tuple[str, CandleSeries]]:
    """The series by file, oldest first."""
    start = 0
    while start < len(series):
        at = int(series.open_at[start])
        next_part_at = int((_calendar(series.timeframe, at) + 1).astype("datetime64[s]").astype(np.int64))
        end = int(np.searchsorted(series.open_at, next_part_at))
        yield part_name(series.timeframe, at), series.rows(start, end)
        start = end


def _calendar(timeframe: Timeframe, at: int) -> np.datetime64:
    """The month or the year of a time."""
    unit = "M" if timeframe.seconds < _SHORT_SECONDS else "Y"
    found: np.datetime64 = np.datetime64(at, "s").astype(f"datetime64[{unit}]")
    return found


def encode(series: CandleSeries) -> bytes:
    """A Parquet file that any program can read; its footer holds what `glance` tells."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = [pa.array(series.open_at * 1000, pa.timestamp("ms", tz="UTC"))]
    columns += [pa.array(getattr(series, name)) for name in COLUMNS]
    about = {
        _KEY: json.dumps([str(series.symbol), str(series.timeframe), series.venue]).encode(),
        _GAPS_KEY: json.dumps(
            [
                *map(int, series.open_at[[0, -1]] if len(series) else ()),
                *([gap.after, gap.before, gap.missing] for gap in series.gaps()),
            ]
        ).encode(),
    }
    table = pa.table(columns, names=["timestamp", *COLUMNS]).replace_schema_metadata(about)
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, **_FORM)
    return buffer.getvalue()


def decode(
    paths: Sequence[Path],
    symbol: Symbol,
    timeframe: Timeframe,
    since: float = -inf,
    until: float = inf,
) -> CandleSeries:
    """The candles with since <= open time < until of files that follow each other in time, at least one file.

    Raises:
        YouCanFix: a file is damaged or holds another market.
        FileNotFoundError: there is no such file.
    """
    import pyarrow as pa
    from pyarrow import parquet

    venue, columns = "", []
    for path in paths:
        try:
            with parquet.ParquetFile(path) as file:
                venue = _venue(file.schema_arrow.metadata, symbol, timeframe)
                table = file.read(["timestamp", *COLUMNS], use_threads=False)
            times = table["timestamp"].cast(pa.int64()).to_numpy() // 1000
            first, last = np.searchsorted(times, [since, until])
            columns.append([array[first:last] for array in (times, *_arrays(table))])
        except FileNotFoundError:
            raise
        except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
            raise _unreadable(path, error) from error
    whole = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    return CandleSeries(symbol, timeframe, venue, *whole)


def _arrays(table: Any) -> Iterator[Any]:
    return (table[name].to_numpy() for name in COLUMNS)


def glance(path: Path, symbol: Symbol, timeframe: Timeframe) -> PartGlance:
    """What the footer tells; raises as `decode` does."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        footer = parquet.read_metadata(path)
        venue = _venue(footer.metadata, symbol, timeframe)
        first_at, newest_at, *gaps = json.loads(footer.metadata[_GAPS_KEY])
        return PartGlance(venue, footer.num_rows, first_at, newest_at, tuple(Gap(*gap) for gap in gaps))
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        raise _unreadable(path, error) from error


def _venue(metadata: dict[bytes, bytes], symbol: Symbol, timeframe: Timeframe) -> str:
    found = json.loads((metadata or {})[_KEY])
    if found[:2] != [str(symbol), str(timeframe)]:
        raise ValueError("another market")
    return str(found[2])


def _unreadable(path: Path, error: Exception) -> YouCanFix:
    if isinstance(error, OSError) and error.errno:  # Arrow's own complaints about bytes have none
        return YouCanFix(f"{path} cannot be read: {error.strerror}.", "Check the folder.")
    return YouCanFix(f"{path} is damaged.", "Delete it and import or download the candles again.")
