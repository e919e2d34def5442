"""What is about to leave in, a log on disk out: chained by hashes, mended after a crash, never shortened."""

import json
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from app.ports import LOG_ITSELF, SentField, SentRecord
from core.errors import TryAgain, YouCanFix
from core.privacy.log_chain import (
    NOTHING,
    REPAIRED,
    Head,
    Link,
    LogCheck,
    check_chain,
    read_link,
    seal,
    seal_of,
    torn_digest,
)

FORMAT = "conflux sent log 1"
"""Stands in the first entry."""
_LOCK_SECONDS = 30.0
_POLL_SECONDS = 0.002
_HEAD_BYTES = 256
_TAIL_BYTES = 1 << 16


class SentLog:
    """What left this machine, one line of JSON an entry, each with the hash of the one before.

    Several threads and programs may write to it. An entry stands in the file when `append` returns, so that
    a program that is killed loses none that it went on from.

    Args:
        folder: gets sent.jsonl; sent.head, the number and hash of the newest entry; and sent.lock.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "sent.jsonl"
        self._head_path = folder / "sent.head"
        self._mutex = threading.RLock()
        self._lock = FileLock(folder / "sent.lock", _LOCK_SECONDS, mode=0o600, poll_interval=_POLL_SECONDS)
        self._read_to = (-1, 0)
        self._is_known = False

    def append(self, record: SentRecord, *, durable: bool = True) -> SentRecord:
        """Write `record` down as the next entry; returns it with its number and hash.

        Args:
            record: its number and hash are of no meaning yet.
            durable: wait until it is on disk, so that not even a loss of power forgets it.

        Raises:
            YouCanFix: the log cannot be written; what is not written down must not leave.
            TryAgain: another program holds the log.
        """
        try:
            with self._alone(), self._open() as file:
                return file.add(record, durable=durable)
        except OSError as error:
            raise YouCanFix(
                f"What leaves this machine cannot be written down in {self.path}: {error.strerror}.",
                "Free disk space, then try again.",
            ) from error

    def records(self, after: int = -1) -> Iterator[SentRecord]:
        """Entries whose number is greater than `after`, oldest first; a line that is none is passed over."""
        number, place = self._read_to if self._read_to[0] <= after else (-1, 0)
        for line in self._snapshot(place)[0]:
            place += len(line)
            record = _record(line)
            if record is not None:
                number = record.number
                if number > after:
                    yield record
        self._read_to = (number, place)

    def check(self, noted: str = "") -> LogCheck:
        """Whether every entry follows from the one before, up to the newest that was written."""
        lines, head = self._snapshot()
        return check_chain(lines, head, noted)

    def _snapshot(self, place: int = 0) -> "tuple[_Lines, Head | None]":
        """The lines from `place` on and the head, as they stand between two entries."""
        if not self.path.parent.exists():
            return _Lines(self.path, 0, 0), None
        with self._alone():
            return _Lines(self.path, place, _size(self.path)), _read_head(self._head_path)

    def _check_format(self) -> None:
        """Raise YouCanFix when a newer program has written the log."""
        first = next(filter(None, map(_record, _Lines(self.path, 0, _size(self.path)))), None)
        if first is not None and first.purpose == "begun" and first.path != FORMAT:
            raise YouCanFix(f"{self.path} was written by another version of Conflux.", "Update Conflux.")
        self._is_known = first is not None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other thread or program writes meanwhile."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with self._mutex, self._lock:
                if not self._is_known:
                    self._check_format()
                yield
        except Timeout as error:
            raise TryAgain(
                f"Another program has held {self._lock.lock_file} for {_LOCK_SECONDS:.0f} s.",
                "Close other windows of Conflux, then try again.",
            ) from error

    @contextmanager
    def _open(self) -> "Iterator[_OpenLog]":
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        log = os.open(self.path, flags | os.O_APPEND, 0o600)
        try:
            head = os.open(self._head_path, flags, 0o600)
            try:
                yield _OpenLog(log, head)
            finally:
                os.close(head)
        finally:
            os.close(log)


class _OpenLog:
    """The log's files while their lock is held: brought in order first where something interrupted a write.

    Args:
        log, head: descriptors of sent.jsonl and sent.head.
    """

    def __init__(self, log: int, head: int) -> None:
        self._log = log
        self._head = head
        self._size = os.fstat(log).st_size
        kept = Head.from_bytes(_read_at(head, 0, _HEAD_BYTES))
        if kept and kept.size == self._size:
            self._number, self._hash = kept.number, kept.hash
        else:
            self._number, self._hash = -1, NOTHING
            self._bring_in_order(kept)

    def add(self, record: SentRecord, *, durable: bool) -> SentRecord:
        """Write the next entry, then the head: a crash between the two leaves the head one behind."""
        number, before = self._number + 1, self._hash
        line = seal(_entry(record, number, before))
        self._write(line + b"\n")
        if durable:
            os.fsync(self._log)
        self._number, self._hash = number, seal_of(line)
        os.lseek(self._head, 0, os.SEEK_SET)
        os.write(self._head, Head(number, self._hash, self._size).to_bytes())
        return replace(record, number=number, hash=self._hash)

    def _write(self, data: bytes) -> None:
        try:
            written = 0
            while written < len(data):
                written += os.write(self._log, data[written:])
        except OSError:
            with suppress(OSError):  # no half of an entry, so that the next one need not be repaired
                os.ftruncate(self._log, self._size)
            raise
        self._size += len(data)

    def _bring_in_order(self, kept: Head | None) -> None:
        """Find the newest entry, and note what happened to the log since it was written."""
        last, torn = self._newest()
        if last is not None:
            self._number, self._hash = last.number, last.hash
        if self._size and _read_at(self._log, self._size - 1, 1) != b"\n":
            self._write(b"\n")
        if torn:
            self._note(REPAIRED, torn_digest(torn), f"an unfinished line of {len(torn)} bytes")
        elif last is None and kept is None:
            self._note("begun", secrets.token_hex(32), FORMAT)
            return
        if kept is None:
            self._note("head lost", NOTHING, "the record of the newest entry was not there")
        elif kept.number > self._number:
            missing = f"entries {self._number + 1} to {kept.number} were not there"
            self._number = kept.number
            self._note("cut off", kept.hash, missing)

    def _note(self, purpose: str, digest: str, text: str) -> None:
        at = round(time.time(), 3)
        self.add(SentRecord(0, at, LOG_ITSELF, "NOTE", text, purpose, 0, digest), durable=True)

    def _newest(self) -> tuple[Link | None, bytes]:
        """The last whole entry, and the bytes after it that are none; looks at ever more of the end."""
        length = _TAIL_BYTES
        while True:
            start = max(0, self._size - length)
            tail = _read_at(self._log, start, self._size - start)
            last, torn = _last_entry(tail if start == 0 else tail.partition(b"\n")[2])
            if last is not None or start == 0:
                return last, torn
            length *= 4


def _last_entry(tail: bytes) -> tuple[Link | None, bytes]:
    end = len(tail)
    for line in reversed(tail.splitlines(keepends=True)):
        link = read_link(line.removesuffix(b"\n"))
        if link is not None:
            return link, tail[end:]
        end -= len(line)
    return None, tail


@dataclass(frozen=True)
class _Lines:
    """Lines of a file between two places, with their ends; may be gone through again."""

    path: Path
    start: int
    end: int

    def __iter__(self) -> Iterator[bytes]:
        if self.start >= self.end:
            return
        with self.path.open("rb") as file:
            file.seek(self.start)
            place = self.start
            for line in file:
                yield line[: self.end - place]
                place += len(line)
                if place >= self.end:
                    return


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _read_head(path: Path) -> Head | None:
    try:
        return Head.from_bytes(path.read_bytes())
    except FileNotFoundError:
        return None


def _read_at(descriptor: int, place: int, length: int) -> bytes:
    os.lseek(descriptor, place, os.SEEK_SET)
    parts = []
    while length > 0 and (part := os.read(descriptor, length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _entry(record: SentRecord, number: int, before: str) -> dict[str, Any]:
    return {
        "number": number,
        "at": record.at,
        "destination": record.destination,
        "host": record.host,
        "method": record.method,
        "path": record.path,
        "purpose": record.purpose,
        "size": record.size,
        "digest": record.digest,
        "fields": [[field.name, field.size, field.detail] for field in record.fields],
        "epsilon": record.epsilon,
        "before": before,
    }


def _record(line: bytes) -> SentRecord | None:
    try:
        entry = json.loads(line)
        fields = tuple(SentField(*field) for field in entry.pop("fields"))
        del entry["before"]
        return SentRecord(**entry, fields=fields)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
