"""A beacon and published edge seeds in; what a client must show, and whose openings were false, out."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.errors import PeerBroke
from core.federated import graph
from core.federated.cohort import Cohort
from core.federated.contribution import told_products
from core.federated.messages import WORD_BYTES, EdgeAudit, NormOpening, ScoreOpening, Shares
from core.federated.norms import NormTerms, told_sums
from core.federated.views import Fault
from core.privacy import masking
from core.privacy.fixed_point import Integers, Ring, ring_from_wire
from core.values import ClientId

NEIGHBOURS_PER_AUDIT = 8

Edge = tuple[ClientId, ClientId]
"""Its two ends, in the order of addresses."""

_OPENING = {"open_norm": "norm opening", "open_score": "score opening"}


def drawn(
    cohort: Cohort, survivors: Collection[ClientId], beacon: bytes
) -> Mapping[ClientId, frozenset[ClientId]]:
    """By survivor the neighbours at its drawn edges: at most max(1, floor(k/8)), whoever draws.

    Edges are taken in the beacon's order as long as neither end has its full number. So the audit can't take
    more edges from anybody, by its own lot and its neighbours' together, and what hides it stays.

    Args:
        cohort: with its graph.
        survivors: of the cohort.
        beacon: hash of the second block after the score root's.
    """
    present = frozenset(survivors)
    edges = [
        (one, other)
        for one in sorted(present)
        for other in sorted(cohort.graph[one] & present)
        if one < other
    ]
    most = max(1, graph.degree(len(cohort.clients), cohort.spec) // NEIGHBOURS_PER_AUDIT)
    edges.sort(key=lambda edge: hashlib.sha256(beacon + "|".join(edge).encode()).digest())
    taken: dict[ClientId, set[ClientId]] = {client: set() for edge in edges for client in edge}
    for one, other in edges:
        if len(taken[one]) < most and len(taken[other]) < most:
            taken[one].add(other)
            taken[other].add(one)
    return {client: frozenset(neighbours) for client, neighbours in taken.items()}


def hidden(lots: Mapping[ClientId, Collection[ClientId]], shown: Collection[ClientId]) -> tuple[Edge, ...]:
    """The drawn edges that neither end showed: what was said of them, nobody can judge.

    Args:
        lots: by client the neighbours at its drawn edges.
        shown: who showed its drawn edges.
    """
    return tuple(
        (one, other)
        for one in sorted(lots)
        for other in sorted(lots[one])
        if one < other and one not in shown and other not in shown
    )


def check_audit(cohort: Cohort, due: Collection[ClientId], shares: Shares, body: EdgeAudit) -> None:
    """Raise PeerBroke unless `body` shows exactly the edges to `due`, by the seeds of message 2."""
    if [shown.neighbour for shown in body.seeds] != sorted(due):
        raise PeerBroke(f"{body.client} did not show the edges that were drawn.")
    committed = {box.to: box.edge_hash.raw for box in shares.boxes}
    for shown in body.seeds:
        if masking.seed_hash(shown.seed, cohort.context) != committed[shown.neighbour]:
            raise PeerBroke(f"{body.client} shows another seed than it committed to.")


@dataclass(frozen=True)
class Judge:
    """What an audit judges by: the vectors that were opened, and the openings that were sent.

    Args:
        terms: of the cohort's norm openings.
        live: masked edges by client.
        vectors: g and u_1..u_4 as rows.
        beacon: the one that drew the edges.
        norms, scores: openings by client.
    """

    terms: NormTerms
    live: graph.Graph
    vectors: Integers
    beacon: bytes
    norms: Mapping[ClientId, NormOpening]
    scores: Mapping[ClientId, ScoreOpening]

    def convictions(self, audits: Mapping[ClientId, EdgeAudit]) -> tuple[Fault, ...]:
        """Whose openings of the shown edges were false, in the order of addresses.

        Both ends are judged, so two colluders who opened alike are convicted together. Edges of which both
        ends say the same are judged together first: what was said of them, each times an odd factor that the
        beacon draws, must add up to what their masks give when added so. A lie alone never passes that;
        several that are multiples of 2^a do with a chance of 2^(a - 63). One beyond the bounds of an opening
        (2^53 for a product) is void anyhow.
        """
        seeds = _shown(audits)
        agreed = [edge for edge in seeds if self._said_alike(edge)]
        judged = seeds.keys() - (set(agreed) if self._add_up(agreed, seeds) else set())
        return self._convicted({edge: seeds[edge] for edge in sorted(judged)})

    @cached_property
    def _sums(self) -> Mapping[ClientId, Mapping[ClientId, Ring]]:
        return {client: told_sums(self.terms, self.live, body) for client, body in self.norms.items()}

    @cached_property
    def _products(self) -> Mapping[ClientId, Mapping[ClientId, Ring]]:
        return told_products(self.live, self.scores, len(self.vectors))

    def _said(self, edge: Edge) -> list[tuple[ClientId, str, Ring]]:
        """Who said what of an edge, norm openings first."""
        ends = (edge, edge[::-1])
        sums = [(end, "open_norm", self._sums[end][far]) for end, far in ends if end in self._sums]
        products = [
            (end, "open_score", self._products[end][far]) for end, far in ends if end in self._products
        ]
        return [*sums, *products]

    def _said_alike(self, edge: Edge) -> bool:
        said = self._said(edge)
        steps = [[words for _, step, words in said if step == kind] for kind in ("open_norm", "open_score")]
        return all(found and np.array_equal(found[0], found[-1]) for found in steps)

    def _add_up(self, edges: Sequence[Edge], seeds: Mapping[Edge, bytes]) -> bool:
        """Whether what was said of these edges and what their masks give have the same random sum."""
        context, length = self.terms.cohort.context, self.terms.cohort.spec.parameters
        drawn_factors = masking.keystream(self.beacon, b"audit", context, WORD_BYTES * len(edges))
        factors = ring_from_wire(drawn_factors) | np.uint64(1)
        mixed = masking.mixed_masks([seeds[edge] for edge in edges], factors, context, length)
        sums, products = self.terms.of_vector(mixed), masking.ring_products(mixed, self.vectors)
        for edge, factor in zip(edges, factors, strict=True):
            said = self._said(edge)
            sums, products = sums - factor * said[0][2], products - factor * said[-1][2]
        return not sums.any() and not products.any()

    def _convicted(self, seeds: Mapping[Edge, bytes]) -> tuple[Fault, ...]:
        """Who said something false of these edges, one by one."""
        faults = {}
        shown = list(seeds.values())
        true = {
            "open_norm": self.terms.of_masks(shown),
            "open_score": masking.open_products(shown, self.terms.cohort.context, self.vectors),
        }
        for index, edge in enumerate(seeds):
            for end, step, words in self._said(edge):
                if not np.array_equal(words, true[step][index]):
                    far = edge[end == edge[0]]
                    faults[end] = Fault(end, step, f"its {_OPENING[step]} of the edge to {far} is false")
        return tuple(faults[client] for client in sorted(faults))


def _shown(audits: Mapping[ClientId, EdgeAudit]) -> dict[Edge, bytes]:
    """The seed of each edge that was shown, by its ends in the order of addresses."""
    seeds = {}
    for client, body in sorted(audits.items()):
        for one in body.seeds:
            seeds[min(client, one.neighbour), max(client, one.neighbour)] = one.seed
    return seeds
