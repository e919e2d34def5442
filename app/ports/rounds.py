"""A coordinator's log and lease, and the two services' HTTP interfaces: what the roles ask of them."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class LogEntry:
    """One thing that the coordinator learnt or did.

    Args:
        round_id: the round it belongs to.
        position: 0, 1, 2 ... within the round.
        kind: what the body is; app.coordinator names the kinds.
        at: market time, UTC seconds.
        body: its bytes.
    """

    round_id: int
    position: int
    kind: str
    at: float
    body: bytes


class RoundLog(Protocol):
    """The coordinator's append-only log; everything it knows is derived from it."""

    def append(self, entry: LogEntry) -> None:
        """Keep `entry` on disk before returning.

        Raises TryAgain when the position is taken, or when another coordinator leads.
        """
        ...

    def entries(self, round_id: int, kind: str = "") -> tuple[LogEntry, ...]:
        """A round's entries in order, of one kind where it is given; empty for an unknown round."""
        ...

    def rounds(self) -> tuple[int, ...]:
        """The rounds that have entries, ascending."""
        ...

    def head(self) -> tuple[int, int]:
        """The newest round and how many entries it has; (0, 0) while the log is empty."""
        ...

    def queries(self) -> "RoundLog":
        """The log of the operator's questions, beside that of rounds; its numbers are those of questions."""
        ...


@dataclass(frozen=True)
class LeaseState:
    """Who drives the rounds of one log, as the log's database tells it.

    Args:
        term: 1, 2, 3 ... one more at each change of hands; 0 before the first.
        beat: grows with each sign of life within a term.
        holder: name of the coordinator that leads, "" after one that ended in order.
        is_anchored: whether the holder also has the store's anchor.
    """

    term: int = 0
    beat: int = 0
    holder: str = ""
    is_anchored: bool = False


class LeaseStore(Protocol):
    """One lease that several coordinators over one log share; raises TryAgain while its database is away."""

    def read(self) -> LeaseState:
        """The lease as it stands."""
        ...

    def swap(self, before: LeaseState, after: LeaseState) -> bool:
        """Put `after` in the place of `before`; False, and nothing changed, where it stands otherwise."""
        ...

    def anchor(self) -> bool:
        """Take what one living process at a time can have and loses only by its end; True while it is ours.

        False where another living process has it, and always where a store has no such thing.
        """
        ...

    def weigh_anchor(self) -> None:
        """Give it back; harmless without it."""
        ...


class CoordinatorGateway(Protocol):
    """The coordinator's HTTP API, as a client sees it. Every method raises TryAgain when it is away."""

    def json(self, path: str, **query: Any) -> Any:
        """GET a JSON document of the API under /v1."""
        ...

    def raw(self, path: str) -> bytes:
        """GET canonical bytes of the API under /v1. Raises PeerBroke when oversized."""
        ...

    def post(self, path: str, body: bytes) -> bytes:
        """POST canonical bytes; returns the answer's bytes. Raises Refused with the coordinator's reason."""
        ...


class AgentGateway(Protocol):
    """The agent's published journal."""

    def json(self, path: str, **query: Any) -> Any:
        """GET a JSON document of the agent's API under /v1. Raises TryAgain when it is away."""
        ...
