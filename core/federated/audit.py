"""A beacon and published edge seeds in; what a client must show, and whose openings were false, out."""

import hashlib
from collections.abc import Collection, Mapping
from functools import lru_cache

import numpy as np

from core.errors import PeerBroke
from core.federated import graph
from core.federated.cohort import Cohort
from core.federated.contribution import told_products
from core.federated.messages import EdgeAudit, NormOpening, ScoreOpening, Shares
from core.federated.norms import NormTerms, told_sums
from core.federated.views import Fault
from core.privacy import masking
from core.privacy.fixed_point import Integers
from core.values import ClientId

NEIGHBOURS_PER_AUDIT = 8


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
    return _drawn(tuple(edges), beacon, most)


@lru_cache(maxsize=32)
def _drawn(
    edges: tuple[tuple[ClientId, ClientId], ...], beacon: bytes, most: int
) -> Mapping[ClientId, frozenset[ClientId]]:
    taken: dict[ClientId, frozenset[ClientId]] = {end: frozenset() for edge in edges for end in edge}
    for one, other in sorted(
        edges, key=lambda edge: hashlib.sha256(beacon + "|".join(edge).encode()).digest()
    ):
        if len(taken[one]) < most and len(taken[other]) < most:
            taken[one] |= {other}
            taken[other] |= {one}
    return taken


def check_audit(
    cohort: Cohort,
    live: graph.Graph,
    survivors: Collection[ClientId],
    beacon: bytes,
    shares: Shares,
    body: EdgeAudit,
) -> None:
    """Raise PeerBroke unless `body` shows exactly the drawn edges that live, by the seeds of message 2."""
    due = sorted(drawn(cohort, survivors, beacon)[body.client] & live[body.client])
    if [shown.neighbour for shown in body.seeds] != due:
        raise PeerBroke(f"{body.client} did not show the edges that were drawn.")
    committed = {box.to: box.edge_hash.raw for box in shares.boxes}
    for shown in body.seeds:
        if masking.seed_hash(shown.seed, cohort.context) != committed[shown.neighbour]:
            raise PeerBroke(f"{body.client} shows another seed than it committed to.")


def convictions(
    terms: NormTerms,
    live: graph.Graph,
    vectors: Integers,
    audits: Mapping[ClientId, EdgeAudit],
    norms: Mapping[ClientId, NormOpening],
    scores: Mapping[ClientId, ScoreOpening],
) -> tuple[Fault, ...]:
    """Whose openings of the shown edges were false, in the order of addresses.

    Both ends are judged, so two colluders who opened alike are convicted together.
    """
    sums = {client: told_sums(terms, live, body) for client, body in norms.items()}
    products = told_products(live, scores, len(vectors))
    faults = {}
    shown = [
        (client, one.neighbour, one.seed) for client, body in sorted(audits.items()) for one in body.seeds
    ]
    seeds = [seed for *_, seed in shown]
    true_sums = terms.of_masks(seeds)
    true_products = masking.open_products_many(seeds, terms.cohort.context, vectors)
    for (client, neighbour, _), sketched, product in zip(shown, true_sums, true_products, strict=True):
        for end, far in ((client, neighbour), (neighbour, client)):
            if end in sums and not np.array_equal(sums[end][far], sketched):
                faults[end] = Fault(end, "open_norm", f"its norm opening of the edge to {far} is false")
            if end in products and not np.array_equal(products[end][far], product):
                faults[end] = Fault(end, "open_score", f"its score opening of the edge to {far} is false")
    return tuple(faults[client] for client in sorted(faults))
