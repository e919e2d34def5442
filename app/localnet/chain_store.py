"""A chain's new database entries and logs in, a block at a time and all or nothing; the same out again."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import YouCanFix

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS logs (
  block INTEGER NOT NULL, position INTEGER NOT NULL, block_hash BLOB NOT NULL, transaction_hash BLOB NOT NULL,
  address BLOB NOT NULL, topics BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (block, position)
) WITHOUT ROWID;
"""
_TOPIC = 32


class ChainBroken(YouCanFix):
    """The file does not take a block any more: what is in memory may be ahead of it."""


@dataclass(frozen=True)
class Log:
    """An event as the chain keeps it; `topics` are 32 bytes each."""

    block: int
    position: int
    block_hash: bytes
    transaction_hash: bytes
    address: bytes
    topics: tuple[bytes, ...]
    data: bytes


class ChainStore:
    """A SQLite file, or memory without a path; not thread-safe, its chain's lock guards it.

    Raises:
        ChainBroken: the file is no chain's, or the disk is full.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        try:
            # A block that was answered for must be there after the process dies; WAL makes that one write.
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.executescript(_SCHEMA)
        except sqlite3.Error as error:
            self._connection.close()
            raise self._unusable(error) from error

    def load(self) -> dict[bytes, bytes]:
        """Every entry."""
        try:
            return dict(self._connection.execute("SELECT key, value FROM entries"))
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def save(self, entries: Mapping[bytes, bytes | None], logs: Iterable[Log]) -> None:
        """Keep changed entries (None: gone) and new logs, all or nothing."""
        changed = [(key, value) for key, value in entries.items() if value is not None]
        gone = [(key,) for key, value in entries.items() if value is None]
        rows = [
            (
                log.block,
                log.position,
                log.block_hash,
                log.transaction_hash,
                log.address,
                b"".join(log.topics),
                log.data,
            )
            for log in logs
        ]
        try:
            with self._connection:
                self._connection.execute("BEGIN")
                self._connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", changed)
                self._connection.executemany("DELETE FROM entries WHERE key = ?", gone)
                self._connection.executemany("INSERT INTO logs VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def logs(self, since: int, until: int, addresses: Sequence[bytes]) -> list[Log]:
        """Logs of blocks `since` to `until`, both included, in order; of any address without `addresses`."""
        query = "SELECT * FROM logs WHERE block BETWEEN ? AND ?"
        if addresses:
            query += f" AND address IN ({','.join('?' * len(addresses))})"
        rows = self._connection.execute(query + " ORDER BY block, position", (since, until, *addresses))
        return [
            Log(block, position, block_hash, transaction, address, _split(topics), data)
            for block, position, block_hash, transaction, address, topics, data in rows
        ]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _unusable(self, error: sqlite3.Error) -> ChainBroken:
        return ChainBroken(
            f"The local chain's file {self._path or 'in memory'} cannot be used: {error}.",
            "Free disk space, or delete the local network's folder to start over.",
        )


def _split(topics: bytes) -> tuple[bytes, ...]:
    return tuple(topics[start : start + _TOPIC] for start in range(0, len(topics), _TOPIC))
