"""The path gradient, masked updates and edge openings in; each survivor's exact, recomputable score out."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core import merkle
from core.errors import PeerBroke
from core.federated import graph
from core.federated.aggregator import Recovered
from core.federated.cohort import Cohort, edge_sign
from core.federated.messages import RoundSpec, ScoreOpening
from core.federated.views import HeldTotal, Score, ScoreRequest, ScoreTable
from core.privacy.fixed_point import (
    FRACTION_BITS,
    WEIGHT_ONE,
    Integers,
    Ring,
    from_ring,
    integers_from_wire,
    norm_bound,
    to_wire,
)
from core.privacy.masking import open_products, ring_products
from core.values import ClientId

GRADIENT_NORM = 1 << 24
"""The norm of g as integers."""

INTEGER_TOLERANCE = 2
"""A client accepts a published integer that is this close to its own."""

WORD_BYTES = 8
FINAL, HELD, VOID = "final", "held", "void"


def quantise_direction(direction: NDArray[np.float64]) -> tuple[Integers, float]:
    """A direction as integers of norm 2^24, and its norm; zeros stay zeros."""
    norm = float(np.linalg.norm(direction))
    if not math.isfinite(norm):
        raise ValueError("a direction must be finite")
    scale = GRADIENT_NORM / norm if norm > 0 else 0.0
    return np.rint(direction * scale).astype(np.int64), norm


def score_request(
    spec: RoundSpec,
    attempt: int,
    gradient: NDArray[np.float64],
    loss_before: float,
    loss_after: float,
    directions: Sequence[Integers] = (),
) -> ScoreRequest:
    """What the coordinator publishes after the horizon: g as integers of norm 2^24, and u_1..u_4."""
    integers, norm = quantise_direction(gradient)
    return ScoreRequest(
        spec.round_id,
        attempt,
        to_wire(integers),
        norm,
        tuple(to_wire(direction) for direction in directions),
        loss_before,
        loss_after,
    )


def check_request(spec: RoundSpec, attempt: int, request: ScoreRequest) -> None:
    """Raise PeerBroke unless the request is for this attempt and its vectors have the model's length."""
    if (request.round_id, request.attempt) != (spec.round_id, attempt):
        raise PeerBroke("The score request is for another round or attempt.")
    if any(len(data) != WORD_BYTES * spec.parameters for data in (request.gradient, *request.directions)):
        raise PeerBroke("A vector of the score request has another length than the model.")
    if request.norm < 0:
        raise PeerBroke("The score request has a negative norm.")


def accepted(
    request: ScoreRequest, gradient: NDArray[np.float64], directions: Sequence[Integers]
) -> Integers:
    """The published g and u_1..u_4 as rows; raises PeerBroke unless they are, within 2, my own."""
    own, norm = quantise_direction(gradient)
    rows = [_close("gradient", integers_from_wire(request.gradient), own)]
    slack = (INTEGER_TOLERANCE * math.sqrt(len(own)) / GRADIENT_NORM + 1e-9) * norm
    if abs(request.norm - norm) > slack:
        raise PeerBroke(f"The published gradient has the norm {request.norm:.6g}, mine {norm:.6g}.")
    if len(request.directions) != len(directions):
        raise PeerBroke("The published directions are not as many as mine.")
    for data, mine in zip(request.directions, directions, strict=True):
        rows.append(_close("direction", integers_from_wire(data), mine))
    return np.stack(rows)


def _close(name: str, published: Integers, own: Integers) -> Integers:
    if published.shape != own.shape:
        raise PeerBroke(f"The published {name} has {len(published)} entries, not {len(own)}.")
    if published.max(initial=0) > GRADIENT_NORM or published.min(initial=0) < -GRADIENT_NORM:
        raise PeerBroke(f"The published {name} is longer than the protocol allows.")
    apart = int(np.abs(published - own).max(initial=0))
    if apart > INTEGER_TOLERANCE:
        raise PeerBroke(
            f"The published {name} differs from mine by {apart} in an integer; at most 2 is allowed.",
            "Check that candles and models are those of the round.",
        )
    return published


@dataclass(frozen=True)
class _Opened:
    """Products <x_i, g> as far as they are known, and the edges that hide the rest."""

    products: dict[ClientId, int]
    unresolved: list[tuple[ClientId, ClientId]]


def scores(
    cohort: Cohort,
    recovered: Recovered,
    masked: Mapping[ClientId, Ring],
    request: ScoreRequest,
    openings: Mapping[ClientId, ScoreOpening],
) -> ScoreTable:
    """The score of every survivor, exact where its edges are opened, held where they are not.

    Raises:
        PeerBroke: the products do not sum to <X, g>, so some opening is false.
    """
    vectors = request_vectors(request)[:1]
    opened = _open(cohort, recovered, masked, vectors, openings)
    groups = graph.components(opened.unresolved)
    held = {client for group in groups for client in group}
    totals = tuple(
        HeldTotal(tuple(sorted(group)), _signed(sum(opened.products[client] for client in group)))
        for group in groups
    )
    factor = score_factor(cohort, recovered.survivors, request)
    rows = tuple(
        _score(cohort, client, None if client in held else _signed(opened.products[client]), factor, request)
        for client in recovered.survivors
    )
    return ScoreTable(cohort.spec.round_id, cohort.attempt, rows, totals)


def request_vectors(request: ScoreRequest) -> Integers:
    """The request's g and u_1..u_4 as rows of integers."""
    return np.stack([integers_from_wire(data) for data in (request.gradient, *request.directions)])


def _open(
    cohort: Cohort,
    recovered: Recovered,
    masked: Mapping[ClientId, Ring],
    vectors: Integers,
    openings: Mapping[ClientId, ScoreOpening],
) -> _Opened:
    told = {
        client: {opening.neighbour: opening.products[0] for opening in body.openings}
        for client, body in openings.items()
    }
    products, unresolved = {}, []
    for client in recovered.survivors:
        product = int(ring_products(masked[client], vectors)[0])
        product -= int(open_products(recovered.self_seeds[client], cohort.context, vectors)[0])
        for other in recovered.live[client]:
            edge = _edge_product(cohort, recovered, vectors, told, client, other)
            if edge is not None:
                product -= edge_sign(client, other) * edge
            elif client < other:
                unresolved.append((client, other))
        products[client] = product
    return _Opened(products, unresolved)


def _edge_product(
    cohort: Cohort,
    recovered: Recovered,
    vectors: Integers,
    told: Mapping[ClientId, Mapping[ClientId, int]],
    client: ClientId,
    other: ClientId,
) -> int | None:
    """The product of an edge's mask with g; None where neither end says it, or each says another."""
    if other not in recovered.self_seeds:
        return int(open_products(recovered.edge_seed(cohort, client, other), cohort.context, vectors)[0])
    said = {told[end][far] for end, far in ((client, other), (other, client)) if far in told.get(end, {})}
    return said.pop() if len(said) == 1 else None


def _signed(product: int) -> int:
    return (product + 2**63) % 2**64 - 2**63


def score_factor(cohort: Cohort, survivors: Collection[ClientId], request: ScoreRequest) -> float:
    """What turns <x, g> into nats: -eta C |g| / (2^28 2^24 sum of q)."""
    total_weight = sum(cohort.weight(client) for client in survivors) / WEIGHT_ONE
    spec = cohort.spec
    return -spec.eta * spec.clip * request.norm / (2.0**FRACTION_BITS * GRADIENT_NORM * total_weight)


def _score(
    cohort: Cohort, client: ClientId, product: int | None, factor: float, request: ScoreRequest
) -> Score:
    q = cohort.weight(client)
    row = Score(client, q, product, None, HELD)
    if product is None:
        return row
    length = float(np.linalg.norm(integers_from_wire(request.gradient).astype(np.float64)))
    if abs(product) > norm_bound(q, cohort.spec.parameters) * length:
        return replace(row, state=VOID)
    return replace(row, score=factor * product, state=FINAL)


def check_total(table: ScoreTable, total: Ring, request: ScoreRequest) -> None:
    """Raise PeerBroke unless the exact products, held totals included, sum to <X, g>."""
    expected = int(from_ring(ring_products(total, request_vectors(request)[:1]))[0])
    found = sum(row.product for row in table.scores if row.product is not None)
    found += sum(part.product for part in table.held)
    if _signed(found) != expected:
        raise PeerBroke("The scores do not sum to the product of the aggregate with the gradient.")


def score_root(table: ScoreTable) -> bytes:
    """The root over the rows of a score table, in the order of addresses."""
    return merkle.root([score_leaf(table, row) for row in table.scores])


def score_leaf(table: ScoreTable, row: Score) -> bytes:
    """The leaf of one row: round, address, exact product (empty while held) and state."""
    product = "" if row.product is None else row.product
    return merkle.leaf(f"conflux.score|{table.round_id}|{row.client}|{product}|{row.state}".encode())
