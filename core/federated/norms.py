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
from core.privacy.masking import Source, derive, in_groups, run_through, vector_sources
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

    @cached_property
    def _reference_length(self) -> float:
        return 0.0 if self.rows is None else float(np.linalg.norm(self.rows.astype(np.float64)))

    @property
    def width(self) -> int:
        """Ring words that are opened of each mask; none where a few sums would show too much of a vector."""
        if not self.cohort.spec.opens_norms:
            return 0
        return self.sketch.width + (self.rows is not None)

    def of_vector(self, x: Ring) -> Ring:
        """The sums of a vector and its product with r."""
        return np.asarray(self.of_sources(vector_sources([x]))[0])

    def of_sources(self, sources: Sequence[Source]) -> Ring:
        """The same of the words of each source, as rows; each source is asked for all its parts."""
        if not self.width:
            run_through(sources, self.cohort.spec.parameters)
            return np.empty((len(sources), 0), np.uint64)
        return self.sketch.measure_sources(sources, self.rows)

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
        length = self._reference_length
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
        measured: sums and product of the masked update of each client that nobody contradicts.
    """

    survivors: tuple[ClientId, ...]
    rejected: Mapping[ClientId, str]
    measured: Mapping[ClientId, Ring]


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
    measured = _measured(terms, masked, sorted(agreeing))
    for client, sums in measured.items():
        opened = _less_told(client, sums, openings[client], told[client])
        if fault := terms.fault(client, opened):
            rejected[client] = fault
    return NormCheck(tuple(sorted(agreeing - rejected.keys())), rejected, measured)


def _measured(
    terms: NormTerms, masked: Callable[[ClientId], Ring], clients: Sequence[ClientId]
) -> dict[ClientId, Ring]:
    measured: dict[ClientId, Ring] = {}
    for group in in_groups(clients):
        found = terms.of_sources(vector_sources([masked(client) for client in group]))
        measured |= zip(group, found, strict=True)
    return measured


def _less_told(client: ClientId, sums: Ring, opening: NormOpening, edges: Mapping[ClientId, Ring]) -> Ring:
    """The sums of a masked update less what its sender told of its own mask and of these edges."""
    left = sums - ring_from_wire(opening.self_sums)
    for neighbour, told in edges.items():
        left = left - told if edge_sign(client, neighbour) > 0 else left + told
    return left


def check_opening(terms: NormTerms, live: graph.Graph, body: NormOpening) -> None:
    """Raise PeerBroke unless an opening is of this sketch and holds the sums of all its sender's masks."""
    size = WORD_BYTES * terms.width
    if (body.request, body.beacon) != (terms.request.digest, terms.beacon):
        raise PeerBroke(f"{body.client} opened its norm for another request or under another beacon.")
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


@dataclass(frozen=True)
class Stripped:
    """A cohort's masked updates less what everybody knows of their masks.

    Args:
        total: their sum, which is that of the updates: what is left of masks cancels.
        sums: of each survivor, the sums and the product with r of what is left.
    """

    total: Ring
    sums: Mapping[ClientId, Ring]


def strip(terms: NormTerms, recovered: Recovered, masked: Callable[[ClientId], Ring]) -> Stripped:
    """Take the known masks off the survivors' updates; each seed is stretched once."""
    total = np.zeros(terms.cohort.spec.parameters, np.uint64)
    sums: dict[ClientId, Ring] = {}
    for group in in_groups(recovered.survivors):
        found = terms.of_sources(recovered.stripped(group, masked, total))
        sums |= zip(group, found, strict=True)
    return Stripped(total, sums)


def false_openings(
    terms: NormTerms,
    recovered: Recovered,
    openings: Mapping[ClientId, NormOpening],
    measured: Mapping[ClientId, Ring],
    stripped: Mapping[ClientId, Ring],
) -> tuple[Fault, ...]:
    """The norm openings that the revealed secrets show to be false, in the order of addresses.

    A survivor's openings of what became public are judged by their sum, which is all that its norm depends
    on; one by one where that is wrong or the absent end told otherwise.

    Args:
        terms: of the cohort's openings.
        recovered: the revealed secrets.
        openings: by client.
        measured: sums of the masked updates.
        stripped: sums of what is left of them without the known masks.
    """
    told = {client: told_sums(terms, recovered.live, body) for client, body in openings.items()}
    absent_of: dict[ClientId, list[ClientId]] = {client: [] for client in recovered.survivors}
    for survivor, absent in recovered.public_edges:
        absent_of[survivor].append(absent)
    suspects = {
        client
        for client, absents in absent_of.items()
        if not np.array_equal(
            stripped[client],
            _less_told(client, measured[client], openings[client], {a: told[client][a] for a in absents}),
        )
    }
    edges = {
        (survivor, absent): seed
        for (survivor, absent), seed in recovered.public_edges.items()
        if survivor in suspects
        or (absent in told and not np.array_equal(told[absent][survivor], told[survivor][absent]))
    }
    for one, other in _quarrels(told):  # two who were thrown out together: their keys tell who of them lied
        if {one, other} <= recovered.mask_keys.keys():
            edges[one, other] = recovered.absent_edge_seed(one, other)
    return _convicted(terms, openings, told, {c: recovered.self_seeds[c] for c in suspects}, edges)


def _convicted(
    terms: NormTerms,
    openings: Mapping[ClientId, NormOpening],
    told: Mapping[ClientId, Mapping[ClientId, Ring]],
    self_seeds: Mapping[ClientId, bytes],
    edges: Mapping[tuple[ClientId, ClientId], bytes],
) -> tuple[Fault, ...]:
    """Whose openings of these seeds are false, one by one."""
    faults = {}
    for client, truth in zip(self_seeds, terms.of_masks(list(self_seeds.values())), strict=True):
        if not np.array_equal(ring_from_wire(openings[client].self_sums), truth):
            faults[client] = "the opening of its own mask is false"
    for (one, other), truth in zip(edges, terms.of_masks(list(edges.values())), strict=True):
        for end, far in ((one, other), (other, one)):
            if end in told and not np.array_equal(told[end][far], truth):
                faults[end] = f"its norm opening of the edge to {far} is false"
    return tuple(Fault(client, "open_norm", reason) for client, reason in sorted(faults.items()))
