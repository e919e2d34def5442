"""What happens to a round in; entries of the append-only log out, from which the round is rebuilt."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from core.federated.codec import Limit, Name, Wei
from core.federated.terms import Canonical
from core.values import ClientId

MESSAGE, BOND, CLOSE_JOINS, TICK, POSTED, REFERENCE, REQUEST, ABORT = (
    "message",
    "bond",
    "close joins",
    "tick",
    "posted",
    "reference",
    "request",
    "abort",
)


JOINS, MASKED, SURVIVORS, CLOSE, ASKED, SCORES = "joins", "masked", "survivors", "close", "asked", "scores"
BEACON_POSTS = (JOINS, MASKED, SCORES)
"""The posts that are followed by a beacon: the hash of the second block after theirs."""


@dataclass(frozen=True)
class LogEntry(Canonical):
    """One event of an attempt: what, when, and the canonical bytes of it."""

    KIND: ClassVar[str] = "log"

    event: Name
    at: float
    data: Annotated[bytes, Limit(0, 2**31)]


@dataclass(frozen=True)
class Bond(Canonical):
    """A client's bond as the chain shows it; 0 for a client or session that must not join."""

    KIND: ClassVar[str] = "bond"

    client: ClientId
    bond_wei: Wei
