"""A roster of signed joins and a beacon in; the cohorts with their keys, graphs and thresholds out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from core.errors import PeerBroke
from core.federated import graph
from core.federated.messages import Body, Join, Signed, check_signer, read
from core.federated.terms import SumTerms
from core.federated.views import Roster, context, join_root
from core.identity.keys import check_delegation
from core.privacy.fixed_point import FRACTION_BITS, norm_bound, weight
from core.privacy.masking import agree_key
from core.values import ClientId

_PROBE = bytes(range(1, 33))
BEACON_BYTES = 32
SAME_KEY = "Two clients joined with the same address or key."


def check_join(spec: SumTerms, attempt: int, signed: Signed, now: float) -> Join:
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


def check_seat(spec: SumTerms, attempt: int, signed: Signed, now: float) -> None:
    """A join that stands, with the bond that a seat costs; raises PeerBroke."""
    join = check_join(spec, attempt, signed, now)
    if join.bond_wei < spec.least_bond:
        raise PeerBroke(
            f"{join.client} has a seat with a bond of {join.bond_wei} wei; {spec.least_bond} are needed."
        )


def check_place(spec: SumTerms, attempt: int, body: Body) -> None:
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
            raise PeerBroke(SAME_KEY)


@dataclass(frozen=True)
class Cohort:
    """Clients of an attempt that aggregate together, as everybody derives them from root1 and the beacon.

    Args:
        spec: the round's terms.
        attempt: which attempt.
        index: of this cohort in the attempt, from 0.
        joins: by client, in the order of addresses.
        root1: root over all signed joins of the attempt, as posted on chain.
        beacon: hash of the second block after the posting.
    """

    spec: SumTerms
    attempt: int
    index: int
    joins: Mapping[ClientId, Join]
    root1: bytes
    beacon: bytes

    @classmethod
    def all_of(cls, spec: SumTerms, roster: Roster, beacon: bytes) -> tuple[Self, ...]:
        """The cohorts of a roster whose joins were checked before."""
        joins = {join.client: join for join in map(read, roster.joins) if isinstance(join, Join)}
        root1 = join_root(roster.joins)
        groups = graph.partition(joins, beacon, spec.max_cohort)
        return tuple(
            cls(spec, roster.attempt, index, {client: joins[client] for client in group}, root1, beacon)
            for index, group in enumerate(groups)
        )

    @classmethod
    def all_checked(cls, spec: SumTerms, roster: Roster, beacon: bytes, now: float) -> tuple[Self, ...]:
        """The cohorts of a roster; raises PeerBroke unless the list and every join in it stand."""
        cohorts = cls._listed(spec, roster, beacon)
        for signed in roster.joins:
            check_seat(spec, roster.attempt, signed, now)
        return cohorts

    @classmethod
    def checked(cls, spec: SumTerms, roster: Roster, beacon: bytes, now: float, client: ClientId) -> Self:
        """The cohort of `client`; raises PeerBroke unless the list, and every join of this cohort, stand.

        What other cohorts' joins say matters to their own clients alone.
        """
        cohorts = cls._listed(spec, roster, beacon)
        mine = next((cohort for cohort in cohorts if client in cohort.joins), None)
        if mine is None:
            raise PeerBroke("The coordinator left my join out.", "Its receipt shows that it had it.")
        for signed in roster.joins:
            if read(signed).client in mine.joins:
                check_seat(spec, roster.attempt, signed, now)
        return mine

    @classmethod
    def _listed(cls, spec: SumTerms, roster: Roster, beacon: bytes) -> tuple[Self, ...]:
        joins = [join for join in map(read, roster.joins) if isinstance(join, Join)]
        clients = [join.client for join in joins]
        if roster.round_id != spec.round_id or len(joins) != len(roster.joins) or clients != sorted(clients):
            raise PeerBroke("The roster is not the one of this round, in the order of addresses.")
        if not spec.min_cohort <= len(joins) <= spec.max_clients:
            raise PeerBroke(f"{len(joins)} clients are outside the round's terms.")
        if len(beacon) != BEACON_BYTES:
            raise PeerBroke("The beacon is not a block's hash.")
        check_distinct(joins)
        return cls.all_of(spec, roster, beacon)

    @cached_property
    def clients(self) -> tuple[ClientId, ...]:
        """Addresses in order."""
        return tuple(self.joins)

    @cached_property
    def context(self) -> bytes:
        """What separates this cohort's keys, masks and hashes from all others."""
        return context(self.spec, self.attempt, self.root1, self.index)

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
        return self._points[client]

    @cached_property
    def _points(self) -> dict[ClientId, int]:
        return {client: point for point, client in enumerate(self.clients, 1)}

    def weight(self, client: ClientId) -> int:
        """The integer weight q of a client, by its bond and its standing."""
        return weight(self.joins[client].bond_wei, self.spec.bond_cap, self.spec.standing(client))

    @property
    def noise_variance(self) -> float:
        """Of the noise that each client adds to a coordinate, in ring units squared.

        `threshold` honest clients together reach the noise of the terms; more make it larger.
        """
        return (self.spec.noise_multiplier * 2.0**FRACTION_BITS) ** 2 / self.threshold

    def norm_bound(self, client: ClientId) -> float:
        """The norm of the longest honest x of a client, in ring units."""
        return norm_bound(self.weight(client), self.spec.parameters, self.noise_variance)

    def check_member(self, body: Body, signed: Signed) -> None:
        """Raise PeerBroke unless a client of this cohort signed `body` for this attempt."""
        check_place(self.spec, self.attempt, body)
        join = self.joins.get(body.client)
        if join is None:
            raise PeerBroke(f"{body.client} did not join this cohort.")
        check_signer(self.spec, signed, join.session)


def box_label(cohort_context: bytes, sender: ClientId, receiver: ClientId) -> bytes:
    """The label of the sealed box from one client to another; used once per key pair."""
    return cohort_context + b"|" + f"{sender}>{receiver}".encode()


def edge_sign(client: ClientId, neighbour: ClientId) -> int:
    """Whether `client` adds (1) or subtracts (-1) the mask that it shares with `neighbour`."""
    return 1 if neighbour > client else -1
