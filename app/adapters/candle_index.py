"""Parquet files of one series in; what each says of its candles, remembered beside them, out.

A footer takes some tenths of a millisecond to read, and fifty pairs with ten years of minutes have 6,000.
What was read is kept in one file a series. It is only a memory: each entry names the file it was read from by
inode, size and time of change, and where any of these differ, or the memory is gone or damaged, the footer is
read.
"""

import json
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.adapters.candle_parts import PartGlance, glance
from core.features.candles import Gap
from core.values import Symbol, Timeframe

INDEX = "overview.json"
_FEW = 8
"""So many footers are read again rather than the memory written anew: each page of a download changes one."""
_Known = dict[str, tuple[list[int], PartGlance]]


def glances(paths: Sequence[Path], symbol: Symbol, timeframe: Timeframe) -> list[PartGlance]:
    """What each file says; all lie in one folder. Raises as `candle_parts.glance` does."""
    index = paths[0].parent / INDEX
    market = [str(symbol), str(timeframe)]
    known = _read(index, market) if len(paths) > _FEW else {}
    found: _Known = {}
    fresh = 0
    for path in paths:
        mark = _mark(path)  # before it is read: a change meanwhile then shows the next time
        if path.name in known and known[path.name][0] == mark:
            found[path.name] = known[path.name]
        else:
            found[path.name] = (mark, glance(path, symbol, timeframe))
            fresh += 1
    if fresh > _FEW:
        _write(index, market, found)
    return [said for _, said in found.values()]


def _mark(path: Path) -> list[int]:
    """What changes whenever a file is replaced or written to."""
    status = path.stat()
    return [status.st_ino, status.st_size, status.st_mtime_ns]


def _read(index: Path, market: list[str]) -> _Known:
    """What is remembered, nothing where that cannot be used."""
    try:
        kept = json.loads(index.read_bytes())
        return {str(name): _entry(row) for name, row in kept["files"].items() if kept["market"] == market}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _entry(row: Mapping[str, Any]) -> tuple[list[int], PartGlance]:
    gaps = tuple(Gap(*map(int, gap.values())) for gap in row["gaps"])
    count, first_at, newest_at = (int(row[name]) for name in ("count", "first_at", "newest_at"))
    return list(map(int, row["mark"])), PartGlance(str(row["venue"]), count, first_at, newest_at, gaps)


def _write(index: Path, market: list[str], found: _Known) -> None:
    """Remember, where the folder may be written; it need not outlive a power cut, so nothing is synced."""
    files = {name: {"mark": mark, **asdict(said)} for name, (mark, said) in found.items()}
    temporary = index.with_name(f".{index.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    with suppress(OSError):
        temporary.write_text(json.dumps({"market": market, "files": files}), encoding="utf-8")
        temporary.chmod(0o600)
        temporary.replace(index)
