"""A roster of signed joins and a beacon in; the checked cohort with its keys, graph and threshold out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from core.errors import PeerBroke
from core.federated import graph
from core.federated.messages import Body, Join, RoundSpec, Signed, check_signer, read
from core.federated.views import Roster, context, join_root
from core.identity.keys import check_delegation
from core.privacy.fixed_point import weight
from core.privacy.masking import agree_key
from core.values import ClientId

_PROBE = bytes(range(1, 33))
BEACON_BYTES = 32


def check_join(spec: RoundSpec, attempt: int, signed: Signed, now: float) -> Join:
    """A join that its session key signed, on a wallet's valid delegation; raises PeerBroke."""
    join = read(signed)
    if not isinstance(join, Join):
        raise PeerBroke(f"A {join.KIND!r} message is not a join.")
    check_place(spec, attempt, join)
    check_signer(spec, signed, join.session)
    check_delegation(
        join.client, spec.chain_id, spec.contract, join.delegation, join.delegation_signature, now
    )
    for key in (join.box_key, join.mask_key):
        agree_key(_PROBE, key)
    return join


def check_place(spec: RoundSpec, attempt: int, body: Body) -> None:
    """Raise PeerBroke for a message of another round or attempt: a replay, or somebody is out of step."""
    if (body.round_id, body.attempt) != (spec.round_id, attempt):
        raise PeerBroke(
            f"A {body.KIND!r} message is for round {body.round_id}, attempt {body.attempt}, "
            f"not for round {spec.round_id}, attempt {attempt}."
        )


def check_distinct(joins: Sequence[Join]) -> None:
    """Raise PeerBroke when two joins share an address or any key."""
    for values in (
        [join.client for join in joins],
        [join.session for join in joins],
        [key for join in joins for key in (join.box_key, join.mask_key)],
    ):
        if len(set(values)) != len(values):
            raise PeerBroke("Two clients joined with the same address or key.")


@dataclass(frozen=True)
class Cohort:
    """The clients of an attempt, as everybody derives them from root1 and the beacon.

    Args:
        spec: the round's terms.
        attempt: which attempt.
        joins: by client, in the order of addresses.
        root1: root over the signed joins, as posted on chain.
        beacon: hash of the second block after the posting.
    """

    spec: RoundSpec
    attempt: int
    joins: Mapping[ClientId, Join]
    root1: bytes
    beacon: bytes

    @classmethod
    def of(cls, spec: RoundSpec, roster: Roster, beacon: bytes) -> Self:
        """The cohort of a roster whose signatures were checked before."""
        joins = {join.client: join for join in map(read, roster.joins) if isinstance(join, Join)}
        return cls(spec, roster.attempt, joins, join_root(roster.joins), beacon)

    @classmethod
    def checked(cls, spec: RoundSpec, roster: Roster, beacon: bytes, now: float) -> Self:
        """The cohort of a roster; raises PeerBroke unless every join stands and its size is allowed."""
        joins = [check_join(spec, roster.attempt, signed, now) for signed in roster.joins]
        if roster.round_id != spec.round_id or [j.client for j in joins] != sorted(j.client for j in joins):
            raise PeerBroke("The roster is not the one of this round, in the order of addresses.")
        if not spec.min_cohort <= len(joins) <= spec.max_cohort:
            raise PeerBroke(f"A cohort of {len(joins)} clients is outside the round's terms.")
        if len(beacon) != BEACON_BYTES:
            raise PeerBroke("The beacon is not a block's hash.")
        check_distinct(joins)
        return cls(
            spec, roster.attempt, {join.client: join for join in joins}, join_root(roster.joins), beacon
        )

    @cached_property
    def clients(self) -> tuple[ClientId, ...]:
        """Addresses in order."""
        return tuple(self.joins)

    @cached_property
    def context(self) -> bytes:
        """What separates this cohort's keys, masks and hashes from all others."""
        return context(self.spec, self.attempt, self.root1)

    @cached_property
    def graph(self) -> dict[ClientId, frozenset[ClientId]]:
        """Neighbours by client."""
        return graph.neighbours(self.clients, self.beacon, self.spec.neighbours)

    @cached_property
    def threshold(self) -> int:
        """t, the shares that recover a secret and the signatures that make a survivor set."""
        return graph.threshold(graph.degree(len(self.clients), self.spec))

    def point(self, client: ClientId) -> int:
        """Where the secret-sharing polynomials are evaluated for a client."""
        return self.clients.index(client) + 1

    def weight(self, client: ClientId) -> int:
        """The integer weight q of a client, by its bond."""
        return weight(self.joins[client].bond_wei, self.spec.bond_cap)

    def check_member(self, body: Body, signed: Signed) -> None:
        """Raise PeerBroke unless a client of this cohort signed `body` for this attempt."""
        check_place(self.spec, self.attempt, body)
        join = self.joins.get(body.client)
        if join is None:
            raise PeerBroke(f"{body.client} did not join this attempt.")
        check_signer(self.spec, signed, join.session)


def box_label(cohort_context: bytes, sender: ClientId, receiver: ClientId) -> bytes:
    """The label of the sealed box from one client to another; used once per key pair."""
    return cohort_context + b"|" + f"{sender}>{receiver}".encode()


def edge_sign(client: ClientId, neighbour: ClientId) -> int:
    """Whether `client` adds (1) or subtracts (-1) the mask that it shares with `neighbour`."""
    return 1 if neighbour > client else -1
