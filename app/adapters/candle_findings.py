"""What is met while a candle file is read in; its report, or a complaint that names the lines, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.ports import FileReport
from core.errors import YouCanFix
from core.features.candles import Times

MOST_LISTED = 12
MOST_FAULTS = 1000
_MOST_SHARE = 0.1
"""So many faulty lines, or such a part of a file, are no slips of the pen: the file is read wrongly."""


@dataclass(frozen=True, eq=False)
class Places:
    """Where each candle of a file stands, for complaints.

    Args:
        file: the file's name.
        word: "line" of a text, "row" of a table, "entry" of a list.
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


class Findings:
    """Collects what is met in one file, in the order in which it is met.

    Args:
        file: the file's name.
        leaves_out: faulty lines are left out and told; otherwise they refuse the file.
        zone: of times that say none.

    Attributes:
        is_local: the file's times say no zone.
    """

    def __init__(self, file: str, *, leaves_out: bool = False, zone: str = "UTC") -> None:
        self.file = file
        self.candles = 0
        self.zone = zone
        self.is_local = False
        self._leaves_out = leaves_out
        self._most = MOST_FAULTS if leaves_out else MOST_LISTED
        self._found: list[str] = []
        self._repaired: list[str] = []
        self._faults: dict[int, tuple[str, str, str]] = {}

    def found(self, text: str) -> None:
        """Note what the file is; a sentence that stands already is not written twice."""
        if text not in self._found:
            self._found.append(text)

    def zone_missing(self, what: str) -> None:
        """Note that `what`, the file's times, say no zone, and which one is taken for it."""
        self.is_local = True
        self.found(
            f"{what} without a zone, {'assumed to be UTC' if self.zone == 'UTC' else f'read as {self.zone}'}"
        )

    def repaired(self, text: str) -> None:
        """Note what was mended or left out."""
        if text not in self._repaired:
            self._repaired.append(text)

    def fault(self, word: str, number: int, what: str, remedy: str) -> None:
        """Note a faulty line; the first fault of a line stays.

        Raises:
            YouCanFix: there are more than can be listed or left out.
        """
        self._faults.setdefault(int(number), (word, what, remedy))
        if len(self._faults) > self._most:
            raise self._complaint("; and more, at which reading ended")

    def are_faulty(self, places: Places) -> NDArray[np.bool_]:
        """bool[n], which candles stand in a line that has a fault."""
        return np.isin(places.numbers, list(self._faults)) if self._faults else np.zeros(
            len(places.numbers), dtype=bool
        )  # fmt: skip

    def check(self, read: int) -> None:
        """Raise YouCanFix for faulty lines, unless they may be left out and are few of the lines read."""
        if not self._faults:
            return
        count = len(self._faults)
        if not self._leaves_out:
            raise self._complaint()
        if count > _MOST_SHARE * (read + count):
            raise self._complaint(f"; {count:,} of {read + count:,} are too many to be left out")

    def report(self) -> FileReport:
        """All of it."""
        lines = [f"{word} {n}: {what}." for n, (word, what, _) in sorted(self._faults.items())]
        zone = self.zone if self.is_local else ""
        found, repaired = tuple(self._found), tuple(self._repaired)
        return FileReport(self.file, self.candles, found, repaired, tuple(lines), assumed_zone=zone)

    def _complaint(self, tail: str = "") -> YouCanFix:
        (number, (word, what, remedy)), *others = sorted(self._faults.items())
        listed = "; ".join(f"{w} {n}: {text}" for n, (w, text, _) in others[: MOST_LISTED - 1])
        rest = f"; {listed}" if listed else ""
        leave = (
            ", or leave the faulty ones out as gaps with --leave-out-faulty" if not self._leaves_out else ""
        )
        return YouCanFix(
            f"{self.file}, {word} {number}: {what}{rest}{tail}.",
            f"{remedy.rstrip('.')}{leave}." if ". " not in remedy else remedy,
        )


def some(numbers: Sequence[int] | Times) -> str:
    """Line numbers for people, "3, 7 and 12", a long list cut short."""
    texts = [f"{int(number)}" for number in numbers[:MOST_LISTED]]
    if len(numbers) > MOST_LISTED:
        return f"{', '.join(texts)} and {len(numbers) - MOST_LISTED:,} more"
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
