"""Norm openings and masked updates in; who is too long, turned around or contradicted, and who lied, out."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.errors import PeerBroke
from core.federated import graph
from core.federated.aggregator import Recovered
from core.federated.cohort import Cohort, edge_sign
from core.federated.messages import WORD_BYTES, NormOpening
from core.federated.views import Fault, NormRequest
from core.privacy.fixed_point import Integers, Ring, from_ring, integers_from_wire, ring_from_wire
from core.privacy.masking import derive, ring_products
from core.privacy.norm_sketch import Sketch, cosine, is_too_long
from core.values import ClientId

LEAST_COSINE = -0.2
"""An update that points further against r than this is refused."""

NOISE_DEVIATIONS = 3
"""So much of a client's own noise may lie between its product with r and the one that is judged."""

RELIABLE_SUMS = 16

PARAMETERS_PER_OPENING = 6_400
MOST_OPENINGS = 3


def openings_allowed(parameters: int) -> int:
    """How often one update may be norm-opened: each time shows new sums of it (protocol.md, Attempts)."""
    return max(1, min(MOST_OPENINGS, parameters // PARAMETERS_PER_OPENING))


@dataclass(frozen=True)
class NormTerms:
    """What an attempt's norm openings open: the beacon's sketch of a cohort, and r.

    Args:
        cohort: whose.
        beacon: hash of the second block after root3's.
        request: with the reference direction.
    """

    cohort: Cohort
    beacon: bytes
    request: NormRequest

    @cached_property
    def sketch(self) -> Sketch:
        """The random linear map, the same for everybody in the cohort."""
        return Sketch.of(
            derive(self.beacon, b"norm sketch", self.cohort.context), self.cohort.spec.parameters
        )

    @cached_property
    def rows(self) -> Integers | None:
        """The vector r as one row (1, d); None where the sum has no reference."""
        if self.request.reference is None:
            return None
        return integers_from_wire(self.request.reference)[np.newaxis]

    @property
    def width(self) -> int:
        """Ring words that are opened of each mask; none where a few sums would show too much of a vector."""
        if not self.cohort.spec.opens_norms:
            return 0
        return self.sketch.width + (self.rows is not None)

    def of_vector(self, x: Ring) -> Ring:
        """The sums of a vector and its product with r."""
        if not self.width:
            return np.empty(0, np.uint64)
        sums = self.sketch.sums(x)
        return sums if self.rows is None else np.concatenate((sums, ring_products(x, self.rows)))

    def of_masks(self, seeds: Sequence[bytes]) -> Ring:
        """The same of PRG(seed) for each seed, as rows."""
        if not self.width:
            return np.empty((len(seeds), 0), np.uint64)
        return self.sketch.open_many(seeds, self.cohort.context, self.rows)

    def fault(self, client: ClientId, opened: Ring) -> str:
        """Why an update with these sums is refused; "" when it is taken."""
        if not self.width:
            return ""
        sums = from_ring(opened)[: self.sketch.width]
        if is_too_long(self.sketch, sums, self.cohort.norm_bound(client)):
            return "its norm is above the bound"
        if self.rows is None:
            return ""
        if self._cosine(client, sums, int(from_ring(opened)[-1])) < LEAST_COSINE:
            return "it points against the reference direction"
        return ""

    def _cosine(self, client: ClientId, sums: Integers, product: int) -> float:
        """Of an update and r, in the client's favour: three deviations of its noise, and of a short sketch.

        Fewer sums than RELIABLE_SUMS tell an update's length so badly that the longest honest one stands in.
        """
        assert self.rows is not None  # noqa: S101 - asked for where there is a reference only
        length = float(np.linalg.norm(self.rows.astype(np.float64)))
        norm = self.sketch.norm(sums)
        if self.sketch.width < RELIABLE_SUMS:
            norm = max(norm, self.cohort.norm_bound(client))
        noise = math.sqrt(self.cohort.noise_variance) * length
        return cosine(round(product + NOISE_DEVIATIONS * noise), length, norm)


@dataclass(frozen=True)
class NormCheck:
    """What follows from a cohort's norm openings.

    Args:
        survivors: in the order of addresses.
        rejected: why each other client that sent a masked update is not among them.
    """

    survivors: tuple[ClientId, ...]
    rejected: Mapping[ClientId, str]


def check_norms(
    terms: NormTerms,
    live: graph.Graph,
    masked: Callable[[ClientId], Ring],
    senders: Sequence[ClientId],
    openings: Mapping[ClientId, NormOpening],
) -> NormCheck:
    """Who survives: opened, not contradicted by a neighbour, not too long, not against r.

    Args:
        terms: of the cohort's openings.
        live: masked edges by client.
        masked: y of a client.
        senders: clients whose y is committed to.
        openings: by client.
    """
    told = {client: told_sums(terms, live, body) for client, body in openings.items()}
    rejected = {client: "it did not open its norm" for client in senders if client not in told}
    agreeing = graph.without_quarrels(_quarrels(told), told)
    rejected |= {client: "a neighbour contradicts it" for client in told if client not in agreeing}
    for client in sorted(agreeing):
        opened = terms.of_vector(masked(client)) - ring_from_wire(openings[client].self_sums)
        for neighbour, sums in told[client].items():
            opened = opened - sums if edge_sign(client, neighbour) > 0 else opened + sums
        if fault := terms.fault(client, opened):
            rejected[client] = fault
    return NormCheck(tuple(sorted(agreeing - rejected.keys())), rejected)


def check_opening(terms: NormTerms, live: graph.Graph, body: NormOpening) -> None:
    """Raise PeerBroke unless an opening holds the sums of its sender's mask and of each live edge."""
    size = WORD_BYTES * terms.width
    if body.request != terms.request.digest:
        raise PeerBroke(f"{body.client} opened its norm for another request.")
    if (len(body.self_sums), len(body.edge_sums)) != (size, size * len(live[body.client])):
        raise PeerBroke(f"{body.client} did not open the sums of exactly its masks.")


def told_sums(terms: NormTerms, live: graph.Graph, body: NormOpening) -> dict[ClientId, Ring]:
    """What a client said of each of its edges, by neighbour."""
    neighbours = sorted(live[body.client])
    edges = ring_from_wire(body.edge_sums).reshape(len(neighbours), terms.width)
    return dict(zip(neighbours, edges, strict=True))


def _quarrels(told: Mapping[ClientId, Mapping[ClientId, Ring]]) -> list[tuple[ClientId, ClientId]]:
    return [
        (client, other)
        for client, mine in told.items()
        for other, sums in mine.items()
        if client < other and other in told and not np.array_equal(sums, told[other][client])
    ]


def false_openings(
    terms: NormTerms, recovered: Recovered, openings: Mapping[ClientId, NormOpening]
) -> tuple[Fault, ...]:
    """The norm openings that the revealed secrets show to be false, in the order of addresses."""
    told = {client: told_sums(terms, recovered.live, body) for client, body in openings.items()}
    faults = {}
    seeds = list(recovered.self_seeds.items())
    for (client, _), truth in zip(seeds, terms.of_masks([seed for _, seed in seeds]), strict=True):
        if not np.array_equal(ring_from_wire(openings[client].self_sums), truth):
            faults[client] = "the opening of its own mask is false"
    edges = list(recovered.public_edges(terms.cohort))
    for (one, other, _), truth in zip(edges, terms.of_masks([seed for *_, seed in edges]), strict=True):
        for end, far in ((one, other), (other, one)):
            if end in told and not np.array_equal(told[end][far], truth):
                faults[end] = f"its norm opening of the edge to {far} is false"
    return tuple(Fault(client, "open_norm", reason) for client, reason in sorted(faults.items()))
