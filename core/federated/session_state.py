"""All that a client must remember of a round, as canonical bytes to seal on disk before anything is sent."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, ClassVar

from core.federated.codec import Bytes32, Count, Limit, Name, Seconds, Signature, Wei
from core.federated.every_terms import read_terms
from core.federated.messages import Signed
from core.federated.terms import Canonical, SumTerms
from core.identity.keys import Delegation
from core.values import ClientId, Digest

Blob = Annotated[bytes, Limit(0, 2**31)]
ERASED = bytes(32)
"""Stands where a secret was."""


@dataclass(frozen=True)
class HeldShares:
    """My shares of a neighbour's self seed and mask key; only one of them may ever leave."""

    of: ClientId
    self_share: Bytes32 = field(repr=False)
    key_share: Bytes32 = field(repr=False)


@dataclass(frozen=True)
class Edge:
    """A masked edge: the neighbour and the seed that we share."""

    neighbour: ClientId
    seed: Bytes32 = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """A message that was made, and the digest of what it answers: the same question gets the same bytes."""

    step: Name
    asked: Digest
    signed: Signed


@dataclass(frozen=True)
class Release:
    """For one mask key, the kind of share that has left this machine ("self" or "key"), for ever."""

    mask_key: Bytes32
    kind: Name


@dataclass(frozen=True)
class SignedSet:
    """H(U) as I signed it, and the members of my own cohort in U.

    Args:
        digest: H(U).
        survivors: the members.
        unmasked: whether I revealed shares for it, after my node had shown it posted. That stays so, whatever
            the chain shows later.
    """

    digest: Digest
    survivors: tuple[ClientId, ...]
    unmasked: bool = False


@dataclass(frozen=True)
class SessionState(Canonical):
    """A client's memory of one round, over all its attempts.

    Args:
        terms: canonical bytes of message 0.
        client, bond_wei: who, with what bond.
        session_key: secret of the delegated key.
        delegation_signature and the fields before it: the wallet's delegation.
        attempt: the current one, 0 before the first.
        secret: of the attempt, from which its keys, seeds and polynomials derive.
        roster, beacon: what `share` was given, empty before.
        held: shares received from live neighbours.
        edges: masked edges with their seeds.
        committed: who committed to an update in this attempt, as I saw it when I opened my norm.
        answers: messages of this attempt.
        releases: which share of which mask key has ever left, over all attempts.
        signed_sets: survivor sets that I signed, over all attempts.
        norm_openings: how often this round's update was norm-opened, over all attempts.
        opened: digest of the score request answered, None before.
        audited: whether the drawn edges were shown; their seeds are erased then.
    """

    KIND: ClassVar[str] = "session"

    terms: Blob
    client: ClientId
    bond_wei: Wei
    session_key: Bytes32
    session: ClientId
    not_before: Seconds
    not_after: Seconds
    nonce: Wei
    delegation_signature: Signature
    attempt: Count = 0
    secret: Bytes32 = ERASED
    roster: Blob = b""
    beacon: Blob = b""
    held: tuple[HeldShares, ...] = ()
    edges: tuple[Edge, ...] = ()
    committed: tuple[ClientId, ...] = ()
    answers: tuple[Answer, ...] = ()
    releases: tuple[Release, ...] = ()
    signed_sets: tuple[SignedSet, ...] = ()
    norm_openings: Count = 0
    opened: Digest | None = None
    audited: bool = False

    @cached_property
    def spec(self) -> SumTerms:
        """The round's terms."""
        return read_terms(self.terms)

    @property
    def delegation(self) -> Delegation:
        """What the wallet signed for the session key."""
        return Delegation(self.session, self.not_before, self.not_after, self.nonce)

    def answer(self, step: str) -> Answer | None:
        """The answer of a step in this attempt, None before it."""
        return next((answer for answer in self.answers if answer.step == step), None)

    def __repr__(self) -> str:
        return f"SessionState(round {self.spec.round_id}, attempt {self.attempt}, {self.client})"
