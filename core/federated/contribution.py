"""The path gradient, masked updates and edge openings in; each survivor's exact, recomputable score out."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core import merkle
from core.errors import PeerBroke
from core.federated import graph
from core.federated.aggregator import LIMIT, Recovered
from core.federated.cohort import Cohort
from core.federated.messages import WORD_BYTES, ScoreOpening
from core.federated.projection import payable_product, projected
from core.federated.terms import RoundSpec, SumTerms
from core.federated.views import HeldTotal, NormRequest, Score, ScoreRequest, ScoreTable
from core.privacy import masking
from core.privacy.fixed_point import (
    FRACTION_BITS,
    WEIGHT_ONE,
    Integers,
    Ring,
    from_ring,
    integers_from_wire,
    ring_from_wire,
    to_wire,
)
from core.privacy.masking import ring_products
from core.values import ClientId, Digest

GRADIENT_NORM = 1 << 24
"""The norm of g as integers."""

INTEGER_TOLERANCE = 2
"""A client accepts a published integer that is this close to its own."""

FINAL, PROVISIONAL, HELD, VOID = "final", "provisional", "held", "void"


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
    candles: Digest,
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
        candles,
    )


def check_request(spec: RoundSpec, attempt: int, request: ScoreRequest) -> None:
    """Raise PeerBroke unless the request is for this attempt and its vectors can be the protocol's."""
    if (request.round_id, request.attempt) != (spec.round_id, attempt):
        raise PeerBroke("The score request is for another round or attempt.")
    if any(len(data) != WORD_BYTES * spec.parameters for data in (request.gradient, *request.directions)):
        raise PeerBroke("A vector of the score request has another length than the model.")
    if request.norm < 0:
        raise PeerBroke("The score request has a negative norm.")
    # Rounding, and what a client lets pass of each integer, lengthen a direction by far less than it is long.
    if (np.linalg.norm(request_vectors(request).astype(np.float64), axis=1) > 2 * GRADIENT_NORM).any():
        raise PeerBroke("A vector of the score request is longer than the protocol's directions are.")


def norm_request(spec: SumTerms, reference: NDArray[np.float64] | None) -> NormRequest:
    """What the coordinator publishes before the norm openings: r as integers of norm 2^24."""
    if reference is None:
        return NormRequest(spec.round_id, None, 0.0)
    integers, norm = quantise_direction(reference)
    return NormRequest(spec.round_id, to_wire(integers), norm)


def check_reference(request: NormRequest, reference: NDArray[np.float64] | None) -> None:
    """Raise PeerBroke unless the published r is, within 2, my own."""
    if (request.reference is None) != (reference is None):
        raise PeerBroke("The coordinator and I differ about whether there is a reference direction.")
    if request.reference is not None and reference is not None:
        _close("reference direction", integers_from_wire(request.reference), quantise_direction(reference)[0])


def steps(models: Sequence[NDArray[np.float32]]) -> list[Integers]:
    """The last global steps as integers of norm 2^24.

    Args:
        models: w_t, w_{t-1}, ... flat, newest first.
    """
    pairs = pairwise(models)
    return [quantise_direction(new.astype(np.float64) - old.astype(np.float64))[0] for new, old in pairs]


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
class Opened:
    """What a cohort's openings show.

    Args:
        products: of each survivor's x with g and u_1 ..., as far as they are known.
        one_ended: survivors of whom some edge was opened by one end only.
        unresolved: the edges that nobody opened, or each end differently; they hide the rest.
    """

    products: Mapping[ClientId, Ring]
    one_ended: frozenset[ClientId]
    unresolved: tuple[tuple[ClientId, ClientId], ...]


def request_vectors(request: ScoreRequest) -> Integers:
    """The request's g and u_1..u_4 as rows of integers."""
    return np.stack([integers_from_wire(data) for data in (request.gradient, *request.directions)])


def told_products(
    live: graph.Graph, openings: Mapping[ClientId, ScoreOpening], width: int
) -> dict[ClientId, dict[ClientId, Ring]]:
    """What each client said of each of its edges, by neighbour."""
    return {
        client: dict(zip(sorted(live[client]), ring_from_wire(body.products).reshape(-1, width), strict=True))
        for client, body in openings.items()
    }


def stripped_products(
    recovered: Recovered, masked: Callable[[ClientId], Ring], vectors: Integers
) -> dict[ClientId, Ring]:
    """The products of each survivor's masked update, less what everybody knows of its masks."""
    products: dict[ClientId, Ring] = {}
    for group in masking.in_groups(recovered.survivors):
        found = masking.source_products(recovered.stripped(group, masked), vectors)
        products |= zip(group, found, strict=True)
    return products


def open_cohort(
    recovered: Recovered, stripped: Mapping[ClientId, Ring], openings: Mapping[ClientId, ScoreOpening]
) -> Opened:
    """The exact products of every survivor of a cohort, as far as its edges are opened.

    Args:
        recovered: the cohort's public secrets.
        stripped: see stripped_products.
        openings: by client.
    """
    products = dict(stripped)
    width = max((len(found) for found in products.values()), default=0)
    told = told_products(recovered.live, openings, width)
    one_ended: set[ClientId] = set()
    unresolved = []
    for one, other in _hidden_edges(recovered):
        said = [told[end][far] for end, far in ((one, other), (other, one)) if end in told]
        if not said or not np.array_equal(said[0], said[-1]):
            unresolved.append((one, other))
            continue
        # From the end with the lower address the mask was added, from the other taken away.
        products[one] = products[one] - said[0]
        products[other] = products[other] + said[0]
        if len(said) == 1:
            one_ended |= {one, other}
    return Opened(products, frozenset(one_ended), tuple(unresolved))


def _hidden_edges(recovered: Recovered) -> list[tuple[ClientId, ClientId]]:
    """The edges between survivors, whose seeds only their ends know."""
    present = recovered.self_seeds.keys()
    return [
        (one, other)
        for one in sorted(present)
        for other in sorted(recovered.live[one] & present)
        if one < other
    ]


def score_table(
    spec: RoundSpec,
    attempt: int,
    cohorts: Sequence[tuple[Cohort, Opened]],
    request: ScoreRequest,
    *,
    is_over: bool,
) -> ScoreTable:
    """The score of every survivor, exact where its edges are opened, held where they are not.

    Args:
        spec: the round's terms.
        attempt: of the round.
        cohorts: those that are in the sum, with what their openings show.
        request: g and the public directions.
        is_over: whether the window for openings has ended; before, what one end opened is provisional.
    """
    scale = Scale.of(spec, cohorts, request)
    rows: list[Score] = []
    totals: list[HeldTotal] = []
    for cohort, opened in cohorts:
        groups = graph.components(opened.unresolved)
        held = {client for group in groups for client in group}
        totals += [total_of(opened, group) for group in groups]
        rows += [
            scale.row(cohort, client, None if client in held else from_ring(products), is_sure=is_sure)
            for client, products in opened.products.items()
            for is_sure in (is_over or client not in opened.one_ended,)
        ]
    rows.sort(key=lambda row: row.client)
    totals.sort(key=lambda total: total.clients)
    return ScoreTable(spec.round_id, attempt, tuple(rows), tuple(totals))


def total_of(opened: Opened, group: Collection[ClientId]) -> HeldTotal:
    """The exact products of all of a group together; what its edges among themselves were told adds to 0."""
    total = sum((opened.products[client] for client in sorted(group)[1:]), opened.products[min(group)])
    return HeldTotal(tuple(sorted(group)), _integers(from_ring(np.asarray(total))))


def _integers(products: Integers) -> tuple[int, ...]:
    return tuple(int(product) for product in products)


@dataclass(frozen=True)
class Scale:
    """What turns exact products into nats.

    Args:
        factor: -eta C |g| / (2^28 2^24 sum of q).
        length: the norm of g's integers.
        coefficients: of the projection off the public directions (core.federated.projection).
    """

    factor: float
    length: float
    coefficients: tuple[Fraction, ...]

    @classmethod
    def of(cls, spec: RoundSpec, cohorts: Sequence[tuple[Cohort, Opened]], request: ScoreRequest) -> "Scale":
        """The scale of a round, from those that are in its sum and from what was asked."""
        total_weight = sum(cohort.weight(client) for cohort, opened in cohorts for client in opened.products)
        gradient, *directions = request_vectors(request)
        return cls(
            score_factor(spec, total_weight, request),
            float(np.linalg.norm(gradient.astype(np.float64))),
            projected(gradient, directions),
        )

    def row(self, cohort: Cohort, client: ClientId, products: Integers | None, *, is_sure: bool) -> Score:
        """A client's row: exact where its products are known, held where they are None."""
        q = cohort.weight(client)
        if products is None:
            return Score(client, q, (), None, None, HELD)
        exact = _integers(products)
        limit = LIMIT * cohort.norm_bound(client) * self.length
        if abs(exact[0]) > limit or abs(payable_product(exact, self.coefficients)) > limit:
            return Score(client, q, exact, None, None, VOID)
        state = FINAL if is_sure else PROVISIONAL
        return Score(client, q, exact, self.factor * exact[0], self.payable(exact), state)

    def payable(self, products: Sequence[int]) -> float:
        """What exact products are worth in nat, projected off the public directions."""
        return self.factor * float(payable_product(products, self.coefficients))


def score_factor(spec: RoundSpec, total_weight: int, request: ScoreRequest) -> float:
    """What turns <x, g> into nats: -eta C |g| / (2^28 2^24 sum of q).

    Args:
        spec: the round's terms.
        total_weight: the sum of the survivors' integer weights, 2^20 for 1.
        request: with |g|.
    """
    whole = 2.0**FRACTION_BITS * GRADIENT_NORM * (total_weight / WEIGHT_ONE)
    return -spec.eta * spec.clip * request.norm / whole


def check_total(table: ScoreTable, total: Ring, request: ScoreRequest) -> None:
    """Raise PeerBroke unless the exact products, held totals included, sum to those of the whole sum."""
    expected = ring_products(total, request_vectors(request))
    found = np.zeros(len(expected), np.uint64)
    for products in (*(row.products for row in table.scores), *(part.products for part in table.held)):
        if products:
            found += np.array(products, np.int64).view(np.uint64)
    if not np.array_equal(found, expected):
        raise PeerBroke("The scores do not sum to the product of the aggregate with the gradient.")


def score_root(table: ScoreTable, request: ScoreRequest) -> bytes:
    """The root over what was asked and the rows of a score table, in the order of addresses."""
    asked = merkle.leaf(b"conflux.request|" + request.digest.raw)
    return merkle.root([asked, *(score_leaf(table, row) for row in table.scores)])


def score_leaf(table: ScoreTable, row: Score) -> bytes:
    """The leaf of one row: round, address, exact products, score and payable (float64 in hex), state."""
    products = ",".join(map(str, row.products))
    numbers = "|".join("" if number is None else number.hex() for number in (row.score, row.payable))
    return merkle.leaf(
        f"conflux.score|{table.round_id}|{row.client}|{products}|{numbers}|{row.state}".encode()
    )
