"""What the coordinator shows clients and the public during a round, as canonical bytes and roots."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from core import merkle
from core.federated.codec import Bytes32, Count, Limit, Name, Seconds
from core.federated.messages import PROTOCOL_VERSION, Attempt, Box, Canonical, RoundSpec, Signed, Vector
from core.values import ClientId, Digest, RoundId

MOST_DIRECTIONS = 4
Product = Annotated[int, Limit(-(2**63), 2**63 - 1)]


@dataclass(frozen=True)
class Roster(Canonical):
    """Every signed join of an attempt, in the order of addresses."""

    KIND: ClassVar[str] = "roster"

    round_id: RoundId
    attempt: Attempt
    joins: tuple[Signed, ...]


@dataclass(frozen=True)
class InboxBox:
    """What a neighbour sent: its sealed shares and its hash of our edge's seed."""

    sender: ClientId
    box: Box
    edge_hash: Digest


@dataclass(frozen=True)
class Inbox(Canonical):
    """What a client's live neighbours sent it, in the order of addresses."""

    KIND: ClassVar[str] = "inbox"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    boxes: tuple[InboxBox, ...]


@dataclass(frozen=True)
class MaskedEntry:
    """A client's commitment H(y)."""

    client: ClientId
    masked: Digest


@dataclass(frozen=True)
class MaskedList(Canonical):
    """All commitments of an attempt, in the order of addresses: its clients are the survivors."""

    KIND: ClassVar[str] = "masked"

    round_id: RoundId
    attempt: Attempt
    entries: tuple[MaskedEntry, ...]
    root4: Bytes32

    @property
    def survivors(self) -> tuple[ClientId, ...]:
        """The survivor set."""
        return tuple(entry.client for entry in self.entries)


@dataclass(frozen=True)
class SurvivorSet(Canonical):
    """What clients sign before they unmask; its digest is H(U)."""

    KIND: ClassVar[str] = "survivor set"

    round_id: RoundId
    attempt: Attempt
    survivors: tuple[ClientId, ...]
    root3: Bytes32
    root4: Bytes32


@dataclass(frozen=True)
class Survivors(Canonical):
    """The survivor set and the signatures of those who agreed to it."""

    KIND: ClassVar[str] = "survivors"

    agreed: SurvivorSet
    signatures: tuple[Signed, ...]


@dataclass(frozen=True)
class Secret:
    """A recovered self seed of a survivor, or mask key of an absent client."""

    of: ClientId
    secret: Bytes32


@dataclass(frozen=True)
class Aggregate(Canonical):
    """The sum of the survivors' integers, and the secrets by which anybody re-adds it."""

    KIND: ClassVar[str] = "aggregate"

    round_id: RoundId
    attempt: Attempt
    total: Vector
    self_seeds: tuple[Secret, ...]
    mask_keys: tuple[Secret, ...]


@dataclass(frozen=True)
class ScoreRequest(Canonical):
    """The path gradient g and the public directions u as integers, with the losses before and after."""

    KIND: ClassVar[str] = "score request"

    round_id: RoundId
    attempt: Attempt
    gradient: Vector
    norm: float
    directions: Annotated[tuple[Vector, ...], Limit(0, MOST_DIRECTIONS)]
    loss_before: float
    loss_after: float


@dataclass(frozen=True)
class Openings(Canonical):
    """Every signed score opening, in the order of addresses."""

    KIND: ClassVar[str] = "openings"

    round_id: RoundId
    attempt: Attempt
    openings: tuple[Signed, ...]


@dataclass(frozen=True)
class Score:
    """What one survivor's update was worth.

    Args:
        client: whose.
        weight: q, 2^20 for 1.
        product: <x, g>, exact; None while it is held.
        score: the loss it took away, in nat; None while it is held or where it is void.
        state: final, held (an edge is opened by neither end or differently) or void (beyond the norm bound).
    """

    client: ClientId
    weight: Annotated[int, Limit(1, 2**20)]
    product: Product | None
    score: float | None
    state: Name


@dataclass(frozen=True)
class HeldTotal:
    """Clients whose edges are unresolved, and the exact product of all of them together."""

    clients: tuple[ClientId, ...]
    product: Product


@dataclass(frozen=True)
class ScoreTable(Canonical):
    """The scores of a round, in the order of addresses, and the totals that are held."""

    KIND: ClassVar[str] = "scores"

    round_id: RoundId
    attempt: Attempt
    scores: tuple[Score, ...]
    held: tuple[HeldTotal, ...]


def join_root(joins: Iterable[Signed]) -> bytes:
    """The root1 over signed joins in the order of addresses."""
    return merkle.root([merkle.leaf(b"conflux.join|" + join.body_digest.raw) for join in joins])


def masked_root(entries: Iterable[MaskedEntry]) -> bytes:
    """The root3 over commitments in the order of addresses."""
    return merkle.root(
        [
            merkle.leaf(b"conflux.masked|" + bytes.fromhex(entry.client[2:]) + entry.masked.raw)
            for entry in entries
        ]
    )


def context(spec: RoundSpec, attempt: int, root1: bytes, cohort: int = 0) -> bytes:
    """The context string that separates every key, mask and hash of a cohort from all others."""
    parts = (PROTOCOL_VERSION, spec.chain_id, spec.contract, spec.round_id, attempt, cohort, root1.hex())
    return "|".join(str(part) for part in parts).encode()


@dataclass(frozen=True)
class Posted(Canonical):
    """A fact of the chain: what of the round stands in which block.

    Args:
        kind: joins, masked, survivors, close or scores.
        roots: what was posted: (root1), (root3), (H(U), root4), (transcript root) or (score root).
        block, timestamp: of the block that holds it.
        beacon: hash of the second block after it, empty where nothing hangs on it.
        model: digest of the new global model's artifact, with `close` only.
    """

    KIND: ClassVar[str] = "posted"

    kind: Name
    roots: tuple[Bytes32, ...]
    block: Count
    timestamp: Seconds
    beacon: Annotated[bytes, Limit(0, 32)]
    model: Digest | None
