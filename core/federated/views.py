"""What the coordinator shows clients and the public during a round, as canonical bytes and roots."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from core import merkle
from core.federated.codec import Bytes32, Count, Limit, Name, Seconds
from core.federated.messages import Attempt, Box, Signed
from core.federated.terms import PROTOCOL_VERSION, Canonical, SumTerms, Vector
from core.values import ClientId, Digest, RoundId

MOST_DIRECTIONS = 4
"""The last three global steps and r."""

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
    """All commitments of an attempt, in the order of addresses."""

    KIND: ClassVar[str] = "masked"

    round_id: RoundId
    attempt: Attempt
    entries: tuple[MaskedEntry, ...]


@dataclass(frozen=True)
class NormRequest(Canonical):
    """The public reference direction r as integers, and its norm; without one where the sum has none."""

    KIND: ClassVar[str] = "norm request"

    round_id: RoundId
    reference: Vector | None
    norm: float


@dataclass(frozen=True)
class NormEntry:
    """The digest of a client's norm opening."""

    client: ClientId
    opening: Digest


@dataclass(frozen=True)
class NormList(Canonical):
    """Every norm opening by its digest, in the order of addresses, and who survives by them."""

    KIND: ClassVar[str] = "norms"

    round_id: RoundId
    attempt: Attempt
    entries: tuple[NormEntry, ...]
    survivors: tuple[ClientId, ...]


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
    """The survivor set, and who of one cohort signed it."""

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
    """The sum of the integers of every cohort that could be unmasked, and the secrets to re-add it by."""

    KIND: ClassVar[str] = "aggregate"

    round_id: RoundId
    attempt: Attempt
    total: Vector
    self_seeds: tuple[Secret, ...]
    mask_keys: tuple[Secret, ...]


@dataclass(frozen=True)
class ScoreRequest(Canonical):
    """The path gradient g and the public directions u as integers, with the losses before and after.

    `candles` is the digest of the public candles that all this was computed from.
    """

    KIND: ClassVar[str] = "score request"

    round_id: RoundId
    attempt: Attempt
    gradient: Vector
    norm: float
    directions: Annotated[tuple[Vector, ...], Limit(0, MOST_DIRECTIONS)]
    loss_before: float
    loss_after: float
    candles: Digest


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
        products: <x, g> and <x, u_1> ..., exact; empty while they are held.
        score: the loss it took away, in nat; None while it is held or where it is void.
        payable: the same with g projected off the public directions.
        state: final, provisional (an edge is opened by one end and the window goes on), held (an edge is
            opened by neither end, or differently) or void (beyond the norm bound).
    """

    client: ClientId
    weight: Annotated[int, Limit(1, 2**20)]
    products: Annotated[tuple[Product, ...], Limit(0, 1 + MOST_DIRECTIONS)]
    score: float | None
    payable: float | None
    state: Name


@dataclass(frozen=True)
class HeldTotal:
    """Clients whose edges are unresolved, and the exact products of all of them together."""

    clients: tuple[ClientId, ...]
    products: tuple[Product, ...]


@dataclass(frozen=True)
class ScoreTable(Canonical):
    """The scores of a round, in the order of addresses, and the totals that are held."""

    KIND: ClassVar[str] = "scores"

    round_id: RoundId
    attempt: Attempt
    scores: tuple[Score, ...]
    held: tuple[HeldTotal, ...]


@dataclass(frozen=True)
class Fault:
    """A client that the public record convicts: in which step, of what. Its bond is at stake."""

    client: ClientId
    step: Name
    reason: Annotated[str, Limit(1, 200)]


def join_root(joins: Iterable[Signed]) -> bytes:
    """The root1 over signed joins in the order of addresses."""
    return merkle.root([merkle.leaf(b"conflux.join|" + join.body_digest.raw) for join in joins])


def masked_root(request: Digest, entries: Iterable[MaskedEntry]) -> bytes:
    """The root3 over what will be asked of all masks, and over commitments in the order of addresses."""
    leaves = [
        merkle.leaf(b"conflux.masked|" + bytes.fromhex(entry.client[2:]) + entry.masked.raw)
        for entry in entries
    ]
    return merkle.root([merkle.leaf(b"conflux.norm request|" + request.raw), *leaves])


def norm_root(entries: Iterable[NormEntry]) -> bytes:
    """The root4 over norm openings in the order of addresses."""
    return merkle.root(
        [
            merkle.leaf(b"conflux.norm|" + bytes.fromhex(entry.client[2:]) + entry.opening.raw)
            for entry in entries
        ]
    )


def context(spec: SumTerms, attempt: int, root1: bytes, cohort: int = 0) -> bytes:
    """The context string that separates every key, mask and hash of a cohort from all others."""
    parts = (
        PROTOCOL_VERSION,
        spec.purpose,
        spec.digest,
        spec.chain_id,
        spec.contract,
        spec.round_id,
        attempt,
        cohort,
        root1.hex(),
    )
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
