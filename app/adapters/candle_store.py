"""Candle series in and out of a folder: one Parquet file per symbol and timeframe, replaced in one step."""

import io
import json
import re
import threading
from pathlib import Path

import numpy as np

from app.settings import write_atomically
from core.errors import YouCanFix
from core.features.candles import COLUMNS, CandleSeries
from core.values import Symbol, Timeframe

_NAME = re.compile(r"([A-Z0-9]{1,20})-([A-Z0-9]{1,20})_([0-9]+[mhdw])\.parquet")
_KEY = b"conflux"


class ParquetCandleStore:
    """Implements app.ports.CandleStore; the files can be read by any program that reads Parquet.

    Args:
        folder: made when the first series is saved.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def save(self, series: CandleSeries) -> CandleSeries:
        """Merge `series` into what is stored for its symbol and timeframe; returns the merged series.

        Raises:
            YouCanFix: a stored candle disagrees with a new one, or the disk is full.
        """
        with self._lock:
            path = self._path(series.symbol, series.timeframe)
            if not path.exists():
                write_atomically(path, _encode(series))
                return series
            stored = self.load(series.symbol, series.timeframe)
            merged = stored.merge(series)
            if len(merged) > len(stored):
                write_atomically(path, _encode(merged))
            return merged

    def load(self, symbol: Symbol, timeframe: Timeframe) -> CandleSeries:
        """The stored series; raises YouCanFix when there is none or its file is damaged."""
        path = self._path(symbol, timeframe)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise YouCanFix(
                f"There are no {symbol} {timeframe} candles on this machine.",
                "Import or download some.",
            ) from None
        except OSError as error:
            raise YouCanFix(f"{path} cannot be read: {error.strerror}.", "Check the folder.") from error
        return _decode(data, path)

    def stored(self) -> tuple[tuple[Symbol, Timeframe], ...]:
        """What is stored, sorted by symbol, short candles first."""
        names = [_NAME.fullmatch(path.name) for path in self._folder.glob("*.parquet")]
        found = [(Symbol(name[1], name[2]), Timeframe(name[3])) for name in names if name]
        return tuple(sorted(found, key=lambda entry: (entry[0], entry[1].seconds)))

    def _path(self, symbol: Symbol, timeframe: Timeframe) -> Path:
        return self._folder / f"{symbol.base}-{symbol.quote}_{timeframe}.parquet"


def _encode(series: CandleSeries) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    columns = [pa.array(series.open_at * 1000, pa.timestamp("ms", tz="UTC"))]
    columns += [pa.array(getattr(series, name)) for name in COLUMNS]
    about = json.dumps([str(series.symbol), str(series.timeframe), series.venue]).encode()
    table = pa.table(columns, names=["timestamp", *COLUMNS]).replace_schema_metadata({_KEY: about})
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _decode(data: bytes, path: Path) -> CandleSeries:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.read_table(io.BytesIO(data))
        symbol, timeframe, venue = json.loads(table.schema.metadata[_KEY])
        open_at = table["timestamp"].cast(pa.int64()).to_numpy() // 1000
        columns = [table[name].to_numpy() for name in COLUMNS]
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise YouCanFix(f"{path} is damaged.", "Delete it and import the candles again.") from error
    return CandleSeries(Symbol.parse(symbol), Timeframe(timeframe), venue, open_at.astype(np.int64), *columns)
