"""Clients and a beacon in; neighbours, threshold, live edges and who can be unmasked out."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping

from core.federated.messages import Shares
from core.federated.terms import NEIGHBOURS, SumTerms
from core.values import ClientId

MOST_NEIGHBOURS = NEIGHBOURS
"""Neighbours that a client has at most."""

COMPLETE_UP_TO = MOST_NEIGHBOURS + 1
"""Cohorts up to this size use the complete graph."""

Graph = Mapping[ClientId, frozenset[ClientId]]


def partition(clients: Collection[ClientId], beacon: bytes, most: int) -> tuple[tuple[ClientId, ...], ...]:
    """As few cohorts as hold at most `most` clients each, equal in size but for one, drawn by the beacon."""
    circle = _shuffled(clients, b"cohorts|" + beacon)
    count = -(-len(circle) // most)
    return tuple(tuple(sorted(circle[first::count])) for first in range(count))


def neighbours(clients: Collection[ClientId], beacon: bytes, k: int) -> dict[ClientId, frozenset[ClientId]]:
    """Who is whose neighbour: everybody up to 77 clients, else a Harary graph in the beacon's order.

    Args:
        clients: the cohort.
        beacon: 32 bytes that nobody could choose.
        k: neighbours of each client in larger cohorts; even.
    """
    if len(clients) <= COMPLETE_UP_TO:
        return {client: frozenset(clients) - {client} for client in clients}
    circle = _shuffled(clients, beacon)
    size = len(circle)
    reach = min(k, size - 1) // 2
    steps = [step for step in range(-reach, reach + 1) if step]
    return {
        client: frozenset(circle[(place + step) % size] for step in steps)
        for place, client in enumerate(circle)
    }


def _shuffled(clients: Collection[ClientId], beacon: bytes) -> list[ClientId]:
    return sorted(clients, key=lambda client: hashlib.sha256(beacon + bytes.fromhex(client[2:])).digest())


def threshold(degree: int) -> int:
    """T = floor(2k/3) + 1 of k neighbours: any two sets of t share an honest neighbour."""
    return 2 * degree // 3 + 1


def degree(clients: int, spec: SumTerms) -> int:
    """The number of neighbours of each client in a cohort."""
    return clients - 1 if clients <= COMPLETE_UP_TO else min(spec.neighbours, clients - 1) // 2 * 2


def live_edges(
    graph: Graph, shares: Mapping[ClientId, Shares], least: int
) -> dict[ClientId, frozenset[ClientId]]:
    """The edges that are masked: both ends sent a box and the same hash of the edge's seed.

    Clients left with fewer than `least` such neighbours are taken out, until none is.
    """
    hashes = {client: {box.to: box.edge_hash for box in body.boxes} for client, body in shares.items()}
    live = {
        client: frozenset(
            other
            for other in graph[client]
            if other in hashes
            and client in hashes[other]
            and hashes[client].get(other) == hashes[other][client]
        )
        for client in shares
    }
    return _prune(live, least)


def _prune(live: dict[ClientId, frozenset[ClientId]], least: int) -> dict[ClientId, frozenset[ClientId]]:
    while any(len(others) < least for others in live.values()):
        kept = {client for client, others in live.items() if len(others) >= least}
        live = {client: live[client] & kept for client in kept}
    return live


def without_quarrels(
    disagreements: Collection[tuple[ClientId, ClientId]], clients: Collection[ClientId]
) -> frozenset[ClientId]:
    """The clients that are left when whoever quarrels with most others is taken out, until nobody quarrels.

    Ties go together: a liar who quarrels with one takes that one along, never more.
    """
    left = frozenset(clients)
    while True:
        open_ones = [pair for pair in disagreements if left.issuperset(pair)]
        if not open_ones:
            return left
        counts = Counter(client for pair in open_ones for client in pair)
        most = max(counts.values())
        left -= {client for client, count in counts.items() if count == most}


def unrecoverable(
    live: Graph, survivors: Collection[ClientId], helpers: Collection[ClientId], least: int
) -> list[ClientId]:
    """Clients whose secret is needed for the sum but is held by fewer than `least` of `helpers`."""
    present, helping = frozenset(survivors), frozenset(helpers)
    return sorted(
        client
        for client, others in live.items()
        if (client in present or others & present) and len(others & helping) < least
    )


def components(edges: Collection[tuple[ClientId, ClientId]]) -> list[frozenset[ClientId]]:
    """The groups of clients that `edges` connect, largest first."""
    group: dict[ClientId, frozenset[ClientId]] = {}
    for one, other in edges:
        joined = group.get(one, frozenset((one,))) | group.get(other, frozenset((other,)))
        group.update(dict.fromkeys(joined, joined))
    return sorted(set(group.values()), key=lambda members: (-len(members), min(members)))
