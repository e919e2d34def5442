"""What left this machine: records of it, and the log that keeps them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from core.privacy.log_chain import LogCheck

LOG_ITSELF = "this log"
"""Destination of entries in which a log tells of itself: that it was begun, repaired, or cut off."""


@dataclass(frozen=True)
class SentField:
    """One field of what left this machine.

    Args:
        name: of the message's field, as "masked update", "symbol" or "Rounds.postJoins(root1)".
        size: bytes that it took.
        detail: what is public of its value, or how many parts it has; "" for neither.
    """

    name: str
    size: int
    detail: str = ""


@dataclass(frozen=True)
class SentRecord:
    """One request that left this machine.

    Args:
        number: 1, 2, 3 ... in the order of sending.
        at: UTC seconds by the system's clock.
        destination: whom it went to: "coordinator", "chain", "exchange", "agent", or a host.
        method: of HTTP; "CONNECT" for a TLS connection that is opened, which tells the server's name.
        path: with its query, at most 300 characters; what looks like a secret in it is left out.
        purpose: what it was for: a step of the round, a JSON-RPC method, or the last words of the path.
        size: bytes sent, headers included.
        digest: SHA-256 of those bytes.
        host: name or address and port that it went to.
        fields: what these bytes were; their sizes add up to `size`.
        epsilon: privacy budget that it used up, None where none applies.
        hash: of its entry in the log, which the next entry holds.
    """

    number: int
    at: float
    destination: str
    method: str
    path: str
    purpose: str
    size: int
    digest: str
    host: str = ""
    fields: tuple[SentField, ...] = ()
    epsilon: float | None = None
    hash: str = ""

    @property
    def is_note(self) -> bool:
        """Whether nothing was sent: the log tells of itself."""
        return self.destination == LOG_ITSELF


@dataclass(frozen=True)
class SentTotal:
    """All that left this machine for one purpose."""

    destination: str
    purpose: str
    requests: int
    size: int


class WireLog(Protocol):
    """What left this machine, written down before it leaves, chained by hashes; never shortened."""

    def entries(self, newest: int = 200) -> tuple[SentRecord, ...]:
        """The last `newest` requests of this run, oldest first."""
        ...

    def totals(self) -> tuple[SentTotal, ...]:
        """Requests and bytes of this run by destination and purpose, sorted."""
        ...

    @property
    def bytes_sent(self) -> int:
        """All bytes sent in this run."""
        ...

    def spending(self, epsilon: float) -> AbstractContextManager[None]:
        """While it lasts, what this thread sends is written down as using up so much privacy budget."""
        ...

    def history(self, after: int = -1) -> Iterator[SentRecord]:
        """All entries of this and earlier runs whose number is greater than `after`, oldest first."""
        ...

    def check(self, noted: str = "") -> LogCheck:
        """Whether the log is as it was written; `noted` is a head that the user wrote down earlier."""
        ...

    def close(self) -> None:
        """Close its files."""
        ...
