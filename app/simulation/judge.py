"""The clients' own integers, the published sum and scores in; which are wrong by a single bit out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.simulation.parties import Client
from core.federated.contribution import request_vectors
from core.federated.views import Aggregate, ScoreRequest, ScoreTable
from core.privacy.fixed_point import Integers, Ring, from_ring, integers_from_wire, to_ring
from core.privacy.masking import ring_products
from core.values import ClientId


@dataclass(frozen=True)
class Verdict:
    """What of sum and scores is not that of the contributors' own integers.

    Args:
        sum_exact: whether the sum is.
        false_scores: whose score, alone or in a held total, is not; in the order of addresses.
    """

    sum_exact: bool
    false_scores: tuple[ClientId, ...]


def judge(
    contributors: Sequence[Client],
    aggregate: Aggregate,
    request: ScoreRequest | None,
    table: ScoreTable | None,
) -> Verdict:
    """Add the clients' integers up again, one client at a time, and take their products.

    Args:
        contributors: whose updates are in the sum.
        aggregate: the published sum.
        request: the published vectors; None where the round was not scored.
        table: the published scores; likewise.
    """
    vectors = None if request is None else request_vectors(request)
    published = integers_from_wire(aggregate.total)
    total = np.zeros(len(published), np.int64)
    products: dict[ClientId, Ring] = {}
    for client in contributors:
        x = client.integers()
        total += x
        if vectors is not None:
            products[client.client] = ring_products(to_ring(x), vectors)
    false = set() if table is None else _false_scores(table, products)
    return Verdict(bool(np.array_equal(total, published)), tuple(sorted(false)))


def _false_scores(table: ScoreTable, products: dict[ClientId, Ring]) -> set[ClientId]:
    rows = {row.client: row for row in table.scores}
    false = rows.keys() ^ products.keys()
    for client in rows.keys() & products.keys():
        told = rows[client].products
        if told and told != _whole(from_ring(products[client])):  # a held score shows no products of its own
            false.add(client)
    for part in table.held:
        together = np.asarray(np.sum([products[client] for client in part.clients], 0, np.uint64))
        if part.products != _whole(from_ring(together)):
            false |= set(part.clients)
    return false


def _whole(products: Integers) -> tuple[int, ...]:
    return tuple(int(product) for product in products)
