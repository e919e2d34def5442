"""A chart's candles and lines in; the bytes of a CSV, or a file of it or of a picture written whole, out."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice

from app.settings import write_atomically
from core.errors import YouCanFix
from ui.translation import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from ui.widgets.candle_data import CandleData

_BLOCK = 20_000
Progress = Callable[[str, float], None]


def _silent(_stage: str, _part: float) -> None:
    pass


def csv_of(data: "CandleData", first: int, last: int, progress: Progress = _silent) -> bytes:
    """Candles `first` to `last` - 1 as text: time (UTC, ISO 8601), prices, volume, then a column a line.

    Every number has the digits that give the same number back. A line without a value is empty there.
    """
    names, columns = ["time", "open", "high", "low", "close", "volume"], list(data.columns)
    seen: dict[str, int] = {}
    for line in data.lines:
        seen[line.key] = seen.get(line.key, 0) + 1
        part = {1: "_upper", 2: "_mean", 3: "_lower"}[seen[line.key]] if line.key == "bands" else ""
        names.append(f"{line.key}{part}")
        columns.append(line.values.values)
    written = [",".join(names)]
    for begin in range(first, last, _BLOCK):
        progress(tr("Writing"), (begin - first) / max(1, last - first))
        end = min(begin + _BLOCK, last)
        texts = [[_text(value) for value in column[begin:end].tolist()] for column in columns]
        times = [
            datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for at in data.open_at[begin:end]
        ]
        written += map(",".join, zip(times, *texts, strict=True))
    return ("\n".join(written) + "\n").encode()


def _text(value: float) -> str:
    return repr(value) if np.isfinite(value) else ""


def save_csv(data: "CandleData", rows: tuple[int, int], path: Path, progress: Progress) -> int:
    """Write candles to `path` in one step and give back how many; raises YouCanFix where that cannot be."""
    first, last = rows
    if first >= last:
        raise YouCanFix(tr("There are no candles in view."), tr("Move the chart to where there are some."))
    save_bytes(csv_of(data, first, last, progress), path)
    return last - first


def picture_bytes(picture: "QPixmap") -> bytes:
    """A picture as PNG; raises YouCanFix for an empty one."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):
        raise YouCanFix(tr("The chart is too small for a picture."), tr("Make the window larger."))
    return bytes(data.data())


def save_bytes(data: bytes, path: Path) -> None:
    """Write `data` to `path` in one step; raises YouCanFix where that cannot be."""
    if not path.parent.is_dir():
        raise YouCanFix(
            tr("There is no folder {parent}.").format(parent=path.parent), tr("Choose another folder.")
        )
    write_atomically(path, data)


def file_name(data: "CandleData", ending: str) -> str:
    """A name to suggest: conflux-BTC-USDT-1h.csv."""
    return "conflux-" + data.title.replace(" \u00b7 ", "-").replace("/", "-") + f".{ending}"


def with_ending(path: str, ending: str) -> Path:
    """The path as typed, with its ending where none was typed."""
    typed = Path(path)
    return typed if typed.suffix else typed.with_name(f"{typed.name}.{ending}")
