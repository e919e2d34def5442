"""All messages of an attempt in; all that follows from them out: edges, survivors, sum, scores, views."""

from collections.abc import Mapping
from functools import cached_property
from typing import TypeVar

from core import merkle
from core.federated import aggregator, contribution, graph
from core.federated.aggregator import Recovered
from core.federated.cohort import Cohort
from core.federated.messages import (
    BODIES,
    Agree,
    Body,
    MaskedInput,
    RoundSpec,
    ScoreOpening,
    Shares,
    Signed,
    Unmask,
    read,
)
from core.federated.views import (
    Aggregate,
    Inbox,
    InboxBox,
    MaskedEntry,
    MaskedList,
    Openings,
    Roster,
    ScoreRequest,
    ScoreTable,
    Survivors,
    SurvivorSet,
    join_root,
    masked_root,
)
from core.privacy.fixed_point import Ring, ring_from_wire
from core.values import ClientId

B = TypeVar("B", bound=Body)


class Record:
    """The messages of one attempt and all that anybody derives from them.

    What is derived is computed once, so it is asked for only when the messages it needs are complete.

    Args:
        spec: the round's terms.
        attempt: which attempt.
        beacon: hash of the second block after root1; set when it is known.
        request: the score request; set when it is published.
    """

    def __init__(self, spec: RoundSpec, attempt: int) -> None:
        self.spec = spec
        self.attempt = attempt
        self.beacon = b""
        self.request: ScoreRequest | None = None
        self._signed: dict[str, dict[ClientId, Signed]] = {step: {} for step in BODIES}
        self._bodies: dict[str, dict[ClientId, Body]] = {step: {} for step in BODIES}

    def add(self, signed: Signed, body: Body | None = None) -> None:
        """Take a message that was checked before."""
        body = body or read(signed)
        self._signed[body.KIND][body.client] = signed
        self._bodies[body.KIND][body.client] = body

    def signed(self, step: str) -> tuple[Signed, ...]:
        """The messages of a step, in the order of addresses."""
        return tuple(signed for _, signed in sorted(self._signed[step].items()))

    def message(self, step: str, client: ClientId) -> Signed | None:
        """What a client sent in a step, None before it did."""
        return self._signed[step].get(client)

    def senders(self, step: str) -> frozenset[ClientId]:
        """Who sent the step's message."""
        return frozenset(self._signed[step])

    def bodies(self, kind: type[B]) -> dict[ClientId, B]:
        """The bodies of a step, by client."""
        return {c: body for c, body in self._bodies[kind.KIND].items() if isinstance(body, kind)}

    def roster(self) -> Roster:
        """Every signed join."""
        return Roster(self.spec.round_id, self.attempt, self.signed("join"))

    @property
    def root1(self) -> bytes:
        """The root over the joins."""
        return join_root(self.signed("join"))

    @cached_property
    def cohort(self) -> Cohort:
        """The cohort, once the beacon is known."""
        return Cohort.of(self.spec, self.roster(), self.beacon)

    @cached_property
    def live(self) -> dict[ClientId, frozenset[ClientId]]:
        """The masked edges by client, once the shares are complete."""
        return graph.live_edges(self.cohort.graph, self.bodies(Shares), self.cohort.threshold)

    def inbox(self, client: ClientId) -> Inbox:
        """What the live neighbours of a client sent it."""
        sent = self.bodies(Shares)
        boxes = tuple(
            InboxBox(sender, box.box, box.edge_hash)
            for sender in sorted(self.live.get(client, ()))
            for box in sent[sender].boxes
            if box.to == client
        )
        return Inbox(self.spec.round_id, self.attempt, client, boxes)

    @cached_property
    def masked(self) -> MaskedList:
        """The commitments; their clients are the survivors, once the masked updates are complete."""
        entries = tuple(
            MaskedEntry(client, body.masked_digest)
            for client, body in sorted(self.bodies(MaskedInput).items())
        )
        return MaskedList(self.spec.round_id, self.attempt, entries, merkle.EMPTY_ROOT)

    @property
    def root3(self) -> bytes:
        """The root over the commitments."""
        return masked_root(self.masked.entries)

    @cached_property
    def agreed(self) -> SurvivorSet:
        """The survivor set that clients sign."""
        view = self.masked
        return SurvivorSet(view.round_id, view.attempt, view.survivors, self.root3, view.root4)

    def survivors(self) -> Survivors:
        """The survivor set with the signatures so far."""
        return Survivors(self.agreed, self.signed("agree"))

    def helpers(self) -> frozenset[ClientId]:
        """The survivors that see the signatures of enough neighbours to unmask."""
        signers = frozenset(self.bodies(Agree))
        return frozenset(
            client
            for client in self.agreed.survivors
            if len(self.cohort.graph[client] & signers) >= self.cohort.threshold
        )

    def rings(self) -> Mapping[ClientId, Ring]:
        """The masked updates as ring words."""
        return {client: ring_from_wire(body.masked) for client, body in self.bodies(MaskedInput).items()}

    @cached_property
    def recovered(self) -> Recovered:
        """The secrets that the revealed shares recover; raises PeerBroke when they do not."""
        shares = self.bodies(Shares)
        found = aggregator.recover_secrets(
            self.cohort, self.live, self.agreed.survivors, shares, self.bodies(Unmask)
        )
        aggregator.check_edges(self.cohort, found, shares)
        return found

    @cached_property
    def aggregate(self) -> Aggregate:
        """The exact sum with its secrets; raises PeerBroke when it is not to be had."""
        total = aggregator.add_up(self.cohort, self.recovered, self.rings())
        return aggregator.aggregate_view(self.cohort, self.recovered, total)

    @property
    def total_weight(self) -> int:
        """The sum of the survivors' integer weights, 2^20 for 1."""
        return sum(self.cohort.weight(client) for client in self.agreed.survivors)

    def openings(self) -> Openings:
        """Every signed score opening so far."""
        return Openings(self.spec.round_id, self.attempt, self.signed("open_score"))

    @cached_property
    def scores(self) -> ScoreTable:
        """The scores, once the openings are complete."""
        if self.request is None:
            raise ValueError("there is no score request yet")
        table = contribution.scores(
            self.cohort, self.recovered, self.rings(), self.request, self.bodies(ScoreOpening)
        )
        contribution.check_total(table, ring_from_wire(self.aggregate.total), self.request)
        return table
