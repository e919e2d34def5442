"""All messages of an attempt in; all that follows from them out: cohorts, survivors, sum, scores, views."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from core.errors import PeerBroke
from core.federated import aggregator, contribution
from core.federated.cohort import Cohort
from core.federated.cohort_record import CohortRecord
from core.federated.losses import Audited, Judged, losses
from core.federated.messages import (
    BODIES,
    Body,
    Join,
    MaskedInput,
    NormOpening,
    ScoreOpening,
    Signed,
    read,
)
from core.federated.norms import NormTerms
from core.federated.terms import RoundSpec, SumTerms
from core.federated.views import (
    Aggregate,
    Fault,
    Inbox,
    MaskedEntry,
    MaskedList,
    NormEntry,
    NormList,
    NormRequest,
    Openings,
    Roster,
    ScoreRequest,
    ScoreTable,
    Survivors,
    SurvivorSet,
    join_root,
    masked_root,
    norm_root,
)
from core.privacy.fixed_point import Ring, ring_from_wire
from core.values import ClientId, Digest

B = TypeVar("B", bound=Body)


class Record:
    """The messages of one attempt and all that anybody derives from them.

    What is derived is computed once, so it is asked for only when the messages it needs are complete.

    Args:
        spec: the round's terms.
        attempt: which attempt.
        vectors: masked updates by their digest, as ring words; they may lie on disk.

    Attributes:
        beacon: hash of the second block after root1; set when it is known.
        reference: the norm request; set when it is published.
        request: the score request; likewise.
        key_owners: who joined with which session, box key or mask key.
    """

    def __init__(self, spec: SumTerms, attempt: int, vectors: Callable[[Digest], Ring]) -> None:
        self.spec = spec
        self.attempt = attempt
        self.beacon = b""
        self.reference: NormRequest | None = None
        self.request: ScoreRequest | None = None
        self.key_owners: dict[ClientId | bytes, ClientId] = {}
        self._vectors = vectors
        self._signed: dict[str, dict[ClientId, Signed]] = {step: {} for step in BODIES}
        self._bodies: dict[str, dict[ClientId, Body]] = {step: {} for step in BODIES}

    def add(self, signed: Signed, body: Body | None = None) -> None:
        """Take a message that was checked before."""
        body = body or read(signed)
        self._signed[body.KIND][body.client] = signed
        self._bodies[body.KIND][body.client] = body
        if isinstance(body, Join):
            self.key_owners |= dict.fromkeys((body.session, body.box_key, body.mask_key), body.client)

    def signed(self, step: str) -> tuple[Signed, ...]:
        """The messages of a step, in the order of addresses."""
        return tuple(signed for _, signed in sorted(self._signed[step].items()))

    def message(self, step: str, client: ClientId) -> Signed | None:
        """What a client sent in a step, None before it did."""
        return self._signed[step].get(client)

    def count(self, step: str) -> int:
        """How many sent the step's message."""
        return len(self._signed[step])

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
    def cohorts(self) -> tuple[CohortRecord, ...]:
        """The cohorts, once the beacon is known."""
        cohorts = Cohort.all_of(self.spec, self.roster(), self.beacon)
        return tuple(CohortRecord(cohort, self._bodies, self._vectors) for cohort in cohorts)

    @cached_property
    def _cohort_of(self) -> dict[ClientId, CohortRecord]:
        return {client: record for record in self.cohorts for client in record.cohort.clients}

    def of(self, client: ClientId) -> CohortRecord:
        """The cohort of a client; raises PeerBroke for a stranger."""
        if client not in self._cohort_of:
            raise PeerBroke(f"{client} did not join this attempt.")
        return self._cohort_of[client]

    @property
    def live_clients(self) -> frozenset[ClientId]:
        """Who may send a masked update, once the shares are complete."""
        return frozenset(client for record in self.cohorts for client in record.live)

    def inbox(self, client: ClientId) -> Inbox:
        """What the live neighbours of a client sent it."""
        return Inbox(self.spec.round_id, self.attempt, client, self.of(client).boxes.get(client, ()))

    @cached_property
    def masked(self) -> MaskedList:
        """The commitments of the cohorts that go on, once the masked updates are complete."""
        entries = [
            MaskedEntry(client, record.bodies(MaskedInput)[client].masked)
            for record in self.cohorts
            for client in record.senders
        ]
        entries.sort(key=lambda entry: entry.client)
        return MaskedList(self.spec.round_id, self.attempt, tuple(entries))

    @property
    def root3(self) -> bytes:
        """The root over the norm request and the commitments."""
        if self.reference is None:
            raise ValueError("there is no reference yet")
        return masked_root(self.reference.digest, self.masked.entries)

    def begin_norms(self, beacon: bytes) -> None:
        """The beacon that keys the sketches is known, and the reference was published before."""
        if self.reference is None:
            raise ValueError("there is no reference yet")
        for record in self.cohorts:
            record.norm_terms = NormTerms(record.cohort, beacon, self.reference)

    def begin_audit(self, beacon: bytes) -> None:
        """The beacon that draws edges is known: that of the second block after the score root."""
        for record in self.cohorts:
            record.audit_beacon = beacon

    @cached_property
    def norms(self) -> NormList:
        """The norm openings by digest and the survivors, once the openings are complete."""
        opened = {client for record in self.cohorts for client in record.senders}
        entries = tuple(
            NormEntry(client, Digest.of(signed.body))
            for client, signed in sorted(self._signed[NormOpening.KIND].items())
            if client in opened
        )
        survivors = sorted(client for record in self.cohorts for client in record.survivors)
        return NormList(self.spec.round_id, self.attempt, entries, tuple(survivors))

    @cached_property
    def agreed(self) -> SurvivorSet:
        """The survivor set that clients sign."""
        view = self.norms
        root4 = norm_root(view.entries)
        return SurvivorSet(view.round_id, view.attempt, view.survivors, self.root3, root4)

    def survivors(self, client: ClientId) -> Survivors:
        """The survivor set with the signatures so far of a client's cohort."""
        signed = self._signed["agree"]
        members = self.of(client).cohort.clients
        return Survivors(self.agreed, tuple(signed[member] for member in members if member in signed))

    @cached_property
    def summed(self) -> tuple[CohortRecord, ...]:
        """The cohorts that are in the sum, once the unmasking is complete."""
        return tuple(record for record in self.cohorts if record.survivors and not record.failure)

    @cached_property
    def aggregate(self) -> Aggregate:
        """The exact sum with its secrets; raises PeerBroke when no cohort could be unmasked."""
        if not self.summed:
            failures = [record.failure for record in self.cohorts if record.survivors]
            raise PeerBroke(failures[0] if failures else "Nobody survived.")
        return aggregator.aggregate_view(
            self.spec,
            self.attempt,
            [record.total for record in self.summed],
            [record.recovered for record in self.summed],
        )

    @cached_property
    def contributors(self) -> tuple[ClientId, ...]:
        """Whose updates are in the sum, in the order of addresses."""
        return tuple(sorted(client for record in self.summed for client in record.survivors))

    @property
    def total_weight(self) -> int:
        """The sum of the integer weights of all in the sum, 2^20 for 1."""
        return sum(record.cohort.weight(client) for record in self.summed for client in record.survivors)

    def openings(self) -> Openings:
        """Every signed score opening so far."""
        return Openings(self.spec.round_id, self.attempt, self.signed("open_score"))

    @cached_property
    def scores(self) -> ScoreTable:
        """The scores, once the window for openings is over."""
        table = self.scores_so_far(is_over=True)
        contribution.check_total(table, ring_from_wire(self.aggregate.total), self._asked())
        return table

    def scores_so_far(self, *, is_over: bool = False) -> ScoreTable:
        """The scores that follow from the openings that have come."""
        if not isinstance(self.spec, RoundSpec):
            raise TypeError("only a training round has scores")
        request = self._asked()
        opened = [(record.cohort, record.opened(request)) for record in self.summed]
        return contribution.score_table(self.spec, self.attempt, opened, request, is_over=is_over)

    def _asked(self) -> ScoreRequest:
        if self.request is None:
            raise ValueError("there is no score request yet")
        return self.request

    @cached_property
    def unmask_faults(self) -> tuple[Fault, ...]:
        """Whom the revealed secrets convict, in the order of addresses."""
        faults = (fault for record in self.cohorts if record.survivors for fault in record.faults)
        return tuple(sorted(faults, key=lambda fault: fault.client))

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Whom revealed secrets and audits convict, once the audits are complete, by address."""
        found = {fault.client: fault for fault in self.unmask_faults}
        for record in self.summed:
            found |= {fault.client: fault for fault in record.convictions(self._asked())}
        return tuple(found[client] for client in sorted(found))

    @property
    def unpaid(self) -> frozenset[ClientId]:
        """Who gets nothing of the round for its audit.

        The convicted, who opened but did not show the drawn edges, and both ends of a drawn edge that neither
        showed, whoever of them opened it.
        """
        silent = self.bodies(ScoreOpening).keys() - self.senders("settle")
        hidden = {client for record in self.summed for edge in record.hidden() for client in edge}
        return frozenset(fault.client for fault in self.faults) | silent | hidden

    @cached_property
    def judged(self) -> Judged:
        """What pay goes by, once the audits are over."""
        if not isinstance(self.spec, RoundSpec):
            raise TypeError("only a training round has scores")
        request, unpaid = self._asked(), self.unpaid
        parts = [
            Audited(record.cohort, record.opened(request), record.hidden(), record.edges_per_drawn())
            for record in self.summed
        ]
        scale = contribution.Scale.of(self.spec, [(part.cohort, part.opened) for part in parts], request)
        return Judged(self.scores, unpaid, losses(scale, parts, self.scores, unpaid))
