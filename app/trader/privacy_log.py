"""The log of what left this machine in; its newest entries, totals, selections, check and CSV out."""

import csv
import os
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from core.errors import YouCanFix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.ports import SentRecord, WireLog
    from core.privacy.log_chain import LogCheck

NEWEST = 2000
"""Entries that an overview lists; the CSV has all."""
CSV_COLUMNS = (
    "number",
    "time_utc",
    "to",
    "host",
    "for",
    "method",
    "path",
    "bytes",
    "fields",
    "epsilon",
    "sha256",
    "entry_hash",
)
_UNTOLD = {"headers", "framing", "method"}
_LAST = {"round id", "attempt", "client", "signature"}
"""Fields that every message of a round has."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class DestinationTotal:
    """All that one destination got.

    Args:
        destination: its name, as "coordinator".
        requests, size: how many and how many bytes.
        last_at: time of the last one, UTC seconds.
        epsilon: privacy budget that they used up.
    """

    destination: str
    requests: int
    size: int
    last_at: float
    epsilon: float


@dataclass(frozen=True)
class LogOverview:
    """What a log holds.

    Args:
        entries: number of the newest entry.
        began_at: time of the first, None for an empty log.
        size: bytes that left, all in all.
        newest: the newest entries, newest first.
        totals: by destination, the one that got most first.
    """

    entries: int
    began_at: float | None
    size: int
    newest: "tuple[SentRecord, ...]"
    totals: tuple[DestinationTotal, ...]


class PrivacyLog:
    """What left this machine, in this and earlier runs of all programs of the user's folder.

    Args:
        log: as it is written.
    """

    def __init__(self, log: "WireLog") -> None:
        self._log = log
        self._number = -1
        self._began_at: float | None = None
        self._newest: deque[SentRecord] = deque(maxlen=NEWEST)
        self._totals: dict[str, DestinationTotal] = {}

    def overview(self) -> LogOverview:
        """The newest entries and the totals; reads only what has come since it was last called."""
        for record in self._log.history(self._number):
            self._number = record.number
            self._began_at = record.at if self._began_at is None else self._began_at
            self._newest.append(record)
            if not record.is_note:
                self._add(record)
        totals = sorted(self._totals.values(), key=lambda total: (-total.size, total.destination))
        return LogOverview(
            entries=max(0, self._number),
            began_at=self._began_at,
            size=sum(total.size for total in totals),
            newest=tuple(reversed(self._newest)),
            totals=tuple(totals),
        )

    def _add(self, record: "SentRecord") -> None:
        before = self._totals.get(record.destination, DestinationTotal(record.destination, 0, 0, 0.0, 0.0))
        self._totals[record.destination] = replace(
            before,
            requests=before.requests + 1,
            size=before.size + record.size,
            last_at=max(before.last_at, record.at),
            epsilon=before.epsilon + (record.epsilon or 0.0),
        )

    def select(
        self, since: float | None = None, until: float | None = None, to: str = ""
    ) -> "Iterator[SentRecord]":
        """Entries with since <= time < until whose destination or host contains `to`, oldest first."""
        for record in self._log.history():
            is_late_enough = since is None or record.at >= since
            is_early_enough = until is None or record.at < until
            if is_late_enough and is_early_enough and matches(record, to):
                yield record

    def check(self, noted: str = "") -> "LogCheck":
        """Whether the log is as it was written; `noted` is a head that the user wrote down earlier."""
        return self._log.check(noted)


def matches(record: "SentRecord", to: str) -> bool:
    """Whether a record went to whom `to` names, in whole or in part, in any case of letters."""
    return to.lower() in record.destination.lower() or to.lower() in record.host.lower()


def told_fields(record: "SentRecord") -> str:
    """What left, in words: the fields that say most first, or what the log notes of itself."""
    if record.is_note:
        return record.path
    told = sorted(
        (field for field in record.fields if field.name not in _UNTOLD), key=lambda field: field.name in _LAST
    )
    return ", ".join(f"{field.name} {field.detail or f'{field.size:,} B'}" for field in told) or record.path


def save_csv(records: "Iterable[SentRecord]", path: Path) -> int:
    """Write records to a CSV file in one step; how many there were.

    Raises:
        YouCanFix: the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            count = write_csv(records, file)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise YouCanFix(
            f"{path} cannot be written: {error.strerror}.", "Choose another file or folder."
        ) from error
    return count


def write_csv(records: "Iterable[SentRecord]", file: TextIO) -> int:
    """Write records as CSV, with a header; how many there were."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007 - the count is what is returned
        writer.writerow(_row(record))
    return count


def _row(record: "SentRecord") -> list[str]:
    fields = "; ".join(
        f"{field.name} {field.size} B" + (f" ({field.detail})" if field.detail else "")
        for field in record.fields
    )
    cells = (
        str(record.number),
        datetime.fromtimestamp(record.at, UTC).isoformat(timespec="milliseconds"),
        record.destination,
        record.host,
        record.purpose,
        record.method,
        record.path,
        str(record.size),
        fields,
        "" if record.epsilon is None else repr(record.epsilon),
        record.digest,
        record.hash,
    )
    # A spreadsheet would compute a text that begins like a formula.
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
