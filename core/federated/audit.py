"""A beacon and published edge seeds in; what a client must show, and whose openings were false, out."""

import hashlib
from collections.abc import Collection, Mapping

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
    client: ClientId, neighbours: Collection[ClientId], beacon: bytes, degree: int
) -> tuple[ClientId, ...]:
    """The neighbours whose edges a client must show: max(1, floor(k/8)), drawn by the beacon.

    Args:
        client: who shows.
        neighbours: at its live edges to survivors.
        beacon: hash of the second block after the score root's.
        degree: k of the cohort's graph.
    """
    count = max(1, degree // NEIGHBOURS_PER_AUDIT)
    by_lot = sorted(
        neighbours, key=lambda other: hashlib.sha256(beacon + f"{client}>{other}".encode()).digest()
    )
    return tuple(sorted(by_lot[:count]))


def check_audit(
    cohort: Cohort, neighbours: Collection[ClientId], beacon: bytes, shares: Shares, body: EdgeAudit
) -> None:
    """Raise PeerBroke unless `body` shows exactly the drawn edges, by the seeds committed to in message 2."""
    due = drawn(body.client, neighbours, beacon, graph.degree(len(cohort.clients), cohort.spec))
    if tuple(shown.neighbour for shown in body.seeds) != due:
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
