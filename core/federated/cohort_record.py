"""All messages of one cohort in; all that follows from them out: edges, survivors, sum, openings, faults."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeVar

from core.errors import PeerBroke, Refused
from core.federated import aggregator, audit, contribution, graph, norms
from core.federated.aggregator import Recovered
from core.federated.audit import Edge
from core.federated.cohort import Cohort
from core.federated.contribution import Opened
from core.federated.messages import (
    Agree,
    Body,
    EdgeAudit,
    MaskedInput,
    NormOpening,
    ScoreOpening,
    Shares,
    Unmask,
)
from core.federated.norms import NormCheck, NormTerms, Stripped
from core.federated.views import Fault, InboxBox, ScoreRequest
from core.privacy.fixed_point import Ring
from core.values import ClientId, Digest

B = TypeVar("B", bound=Body)
Bodies = Mapping[str, Mapping[ClientId, Body]]


class CohortRecord:
    """What anybody derives from the messages of one cohort.

    What is derived is computed once, so it is asked for only when the messages that it needs are complete.

    Args:
        cohort: whose.
        bodies: of the whole attempt, by step and client; it grows.
        vectors: masked updates by their digest.
    """

    def __init__(self, cohort: Cohort, bodies: Bodies, vectors: Callable[[Digest], Ring]) -> None:
        self.cohort = cohort
        self._bodies = bodies
        self._vectors = vectors
        self.norm_terms: NormTerms | None = None
        self.audit_beacon = b""
        self._products: dict[Digest, dict[ClientId, Ring]] = {}

    def bodies(self, kind: type[B]) -> dict[ClientId, B]:
        """What this cohort's clients sent in a step."""
        sent = self._bodies[kind.KIND]
        found = ((client, sent.get(client)) for client in self.cohort.clients)
        return {client: body for client, body in found if isinstance(body, kind)}

    @cached_property
    def live(self) -> dict[ClientId, frozenset[ClientId]]:
        """The masked edges by client, once the shares are complete; empty where the cohort fell apart."""
        return graph.live_edges(self.cohort.graph, self.bodies(Shares), self.cohort.threshold)

    @cached_property
    def boxes(self) -> dict[ClientId, tuple[InboxBox, ...]]:
        """What each client's live neighbours sent it, once the shares are complete."""
        found: dict[ClientId, list[InboxBox]] = {client: [] for client in self.live}
        for sender, body in sorted(self.bodies(Shares).items()):
            for box in body.boxes:
                if sender in self.live.get(box.to, ()):
                    found[box.to].append(InboxBox(sender, box.box, box.edge_hash))
        return {client: tuple(boxes) for client, boxes in found.items()}

    @cached_property
    def senders(self) -> tuple[ClientId, ...]:
        """Who sent a masked update in time, in the order of addresses; nobody where too few did."""
        sent = tuple(sorted(self.bodies(MaskedInput)))
        return sent if self._can_unmask(sent, sent) else ()

    def masked(self, client: ClientId) -> Ring:
        """The masked update y of a client."""
        body = self._bodies[MaskedInput.KIND][client]
        assert isinstance(body, MaskedInput)  # noqa: S101 - bodies stand under their kind
        return self._vectors(body.masked)

    def terms(self) -> NormTerms:
        """The terms of the norm openings, once beacon and reference are known."""
        if self.norm_terms is None:
            raise Refused("The norm openings have not begun.")
        return self.norm_terms

    @cached_property
    def norms(self) -> NormCheck:
        """Who survives the norm openings, once they are complete."""
        openings = self.bodies(NormOpening)
        return norms.check_norms(self.terms(), self.live, self.masked, self.senders, openings)

    @cached_property
    def survivors(self) -> tuple[ClientId, ...]:
        """The survivors, in the order of addresses; nobody where too few are left to unmask them."""
        found = self.norms.survivors if self.senders else ()
        return found if self._can_unmask(found, found) else ()

    def helpers(self) -> frozenset[ClientId]:
        """The survivors that see the signatures of enough neighbours to unmask."""
        signers = frozenset(self.bodies(Agree))
        return frozenset(
            client
            for client in self.survivors
            if len(self.cohort.graph[client] & signers) >= self.cohort.threshold
        )

    def can_unmask(self, helpers: frozenset[ClientId]) -> bool:
        """Whether `helpers` hold enough shares of every secret that the sum needs."""
        return self._can_unmask(self.survivors, helpers)

    def _can_unmask(
        self, present: tuple[ClientId, ...], helpers: tuple[ClientId, ...] | frozenset[ClientId]
    ) -> bool:
        lost = graph.unrecoverable(self.live, present, helpers, self.cohort.threshold)
        return bool(present) and not lost

    @cached_property
    def recovered(self) -> Recovered:
        """The secrets that the revealed shares recover; raises PeerBroke when they do not."""
        return aggregator.recover_secrets(
            self.cohort, self.live, self.survivors, self.bodies(Shares), self.bodies(Unmask)
        )

    @cached_property
    def _stripped(self) -> Stripped:
        return norms.strip(self.terms(), self.recovered, self.masked)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """The hashes, or else the norm openings, that the revealed secrets show to be false."""
        if not self.can_unmask(frozenset(self.bodies(Unmask))):
            return ()
        try:
            false_edges = aggregator.false_edges(self.recovered, self.bodies(Shares))
            return false_edges or norms.false_openings(
                self.terms(),
                self.recovered,
                self.bodies(NormOpening),
                self.norms.measured,
                self._stripped.sums,
            )
        except PeerBroke:
            return ()

    @cached_property
    def total(self) -> Ring:
        """The exact sum of the survivors' integers.

        Raises:
            Refused: fewer neighbours than the threshold are left to unmask some client.
            PeerBroke: the shares do not recover what was committed to, a survivor is at fault, or the sum is
                longer than its parts may be.
        """
        if not self.can_unmask(frozenset(self.bodies(Unmask))):
            raise Refused(f"Fewer than {self.cohort.threshold} neighbours unmasked some client.")
        recovered = self.recovered
        for fault in self.faults:
            if fault.client in recovered.self_seeds:
                raise PeerBroke(f"{fault.client} broke the protocol: {fault.reason}.")
        aggregator.check_length(self.cohort, recovered.survivors, self._stripped.total)
        return self._stripped.total

    @property
    def failure(self) -> str:
        """Why this cohort is not in the sum, once its unmasking is over; "" where it is."""
        try:
            self.total  # noqa: B018 - computed here
        except (PeerBroke, Refused) as error:
            return error.message
        return ""

    def opened(self, request: ScoreRequest) -> Opened:
        """What the score openings so far show."""
        if request.digest not in self._products:
            vectors = contribution.request_vectors(request)
            found = contribution.stripped_products(self.recovered, self.masked, vectors)
            self._products = {request.digest: found}
        return contribution.open_cohort(
            self.recovered, self._products[request.digest], self.bodies(ScoreOpening)
        )

    def due(self, client: ClientId) -> frozenset[ClientId]:
        """The neighbours at the drawn edges that a survivor has to show, once the audit's beacon is known."""
        return self._drawn[client] & self.live[client]

    def hidden(self) -> tuple[Edge, ...]:
        """The drawn edges that neither end showed, once the audit is over."""
        lots = {client: self.due(client) for client in self._drawn}
        return audit.hidden(lots, self.bodies(EdgeAudit))

    def edges_per_drawn(self) -> float:
        """Of how many edges between survivors one is drawn."""
        drawn = sum(len(self.due(client)) for client in self._drawn)
        edges = sum(len(self.live[client] & frozenset(self.survivors)) for client in self.survivors)
        return edges / drawn if drawn else 0.0

    @cached_property
    def _drawn(self) -> Mapping[ClientId, frozenset[ClientId]]:
        return audit.drawn(self.cohort, self.survivors, self.audit_beacon)

    def convictions(self, request: ScoreRequest) -> tuple[Fault, ...]:
        """Whose openings the audit shows to be false."""
        vectors, scores_told = contribution.request_vectors(request), self.bodies(ScoreOpening)
        norms_told = self.bodies(NormOpening)
        judge = audit.Judge(self.terms(), self.live, vectors, self.audit_beacon, norms_told, scores_told)
        return judge.convictions(self.bodies(EdgeAudit))
