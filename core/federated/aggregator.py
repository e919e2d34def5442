"""Masked updates and revealed shares in; the survivors' exact sum and the next global model out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from core.errors import PeerBroke
from core.federated.cohort import Cohort, edge_sign
from core.federated.messages import RevealedShare, Shares, Unmask
from core.federated.terms import SumTerms
from core.federated.views import Aggregate, Fault, Secret
from core.privacy import masking
from core.privacy.fixed_point import FRACTION_BITS, WEIGHT_ONE, Integers, Ring, from_ring, to_wire
from core.privacy.masking import Masks, Source
from core.privacy.secret_sharing import SHARE_BYTES, recover
from core.values import ClientId

LIMIT = 1.5
"""By how much a sum, or a score, may exceed its bound: a little more than the norm check lets pass."""


@dataclass(frozen=True)
class Recovered:
    """The public secrets of a cohort.

    Args:
        cohort: whose.
        live: masked edges by client.
        self_seeds: b of each survivor.
        mask_keys: mask key of each absent client that has an edge to a survivor.
    """

    cohort: Cohort
    live: Mapping[ClientId, frozenset[ClientId]]
    self_seeds: Mapping[ClientId, bytes]
    mask_keys: Mapping[ClientId, bytes]

    @cached_property
    def survivors(self) -> tuple[ClientId, ...]:
        """In the order of addresses."""
        return tuple(sorted(self.self_seeds))

    @cached_property
    def public_edges(self) -> Mapping[tuple[ClientId, ClientId], bytes]:
        """Each edge between a survivor and an absent client, with its seed, which everybody can derive."""
        seeds: dict[tuple[ClientId, ClientId], bytes] = {}
        for absent in sorted(self.mask_keys):
            ends = sorted(self.live[absent] & self.self_seeds.keys())
            keys = [self.cohort.joins[survivor].mask_key for survivor in ends]
            found = masking.edge_seeds(self.mask_keys[absent], keys, self.cohort.context)
            seeds |= {(survivor, absent): seed for survivor, seed in zip(ends, found, strict=True)}
        return seeds

    def absent_edge_seed(self, one: ClientId, other: ClientId) -> bytes:
        """The seed of an edge between two absent clients, whose mask keys are public."""
        key = self.cohort.joins[other].mask_key
        return masking.edge_seed(self.mask_keys[one], key, self.cohort.context)

    @cached_property
    def known_masks(self) -> Mapping[ClientId, Masks]:
        """By survivor what anybody can take off its masked update: its own mask, and edges to the absent."""
        masks = {client: [(seed, -1)] for client, seed in self.self_seeds.items()}
        for (survivor, absent), seed in self.public_edges.items():
            masks[survivor].append((seed, -edge_sign(survivor, absent)))
        return masks

    def stripped(
        self, clients: Sequence[ClientId], masked: Callable[[ClientId], Ring], total: Ring | None = None
    ) -> list[Source]:
        """The masked updates of survivors less what everybody knows of their masks; see masked_sources."""
        vectors = [masked(client) for client in clients]
        masks = [self.known_masks[client] for client in clients]
        return masking.masked_sources(vectors, masks, self.cohort.context, total)


def recover_secrets(
    cohort: Cohort,
    live: Mapping[ClientId, frozenset[ClientId]],
    survivors: Collection[ClientId],
    shares: Mapping[ClientId, Shares],
    answers: Mapping[ClientId, Unmask],
) -> Recovered:
    """Self seeds of survivors and mask keys of the absent, each checked against its commitment.

    Raises:
        PeerBroke: the shares of some client do not recover what it committed to.
    """
    present = frozenset(survivors)
    told_selves = _told(cohort, {client: answer.self_shares for client, answer in answers.items()})
    told_keys = _told(cohort, {client: answer.key_shares for client, answer in answers.items()})
    self_seeds, mask_keys = {}, {}
    for client in sorted(live):
        if client in present:
            is_seed = partial(is_self_seed, cohort, shares[client])
            self_seeds[client] = _recover(cohort, client, told_selves.get(client, {}), is_seed)
        elif live[client] & present:
            is_key = partial(is_mask_key, cohort, client)
            mask_keys[client] = _recover(cohort, client, told_keys.get(client, {}), is_key)
    return Recovered(cohort, live, self_seeds, mask_keys)


def _told(
    cohort: Cohort, answers: Mapping[ClientId, Sequence[RevealedShare]]
) -> dict[ClientId, dict[int, int]]:
    """The shares of each secret, by its owner and the point of who told it."""
    told: dict[ClientId, dict[int, int]] = {}
    for helper, shares in answers.items():
        point = cohort.point(helper)
        for revealed in shares:
            told.setdefault(revealed.of, {})[point] = int.from_bytes(revealed.share, "big")
    return told


def _recover(
    cohort: Cohort, client: ClientId, told: Mapping[int, int], is_secret: Callable[[bytes], bool]
) -> bytes:
    secret = recover(told, cohort.threshold, lambda value: is_secret(value.to_bytes(SHARE_BYTES, "big")))
    if secret is None:
        raise PeerBroke(f"The shares of {client} do not recover what it committed to.")
    return secret.to_bytes(SHARE_BYTES, "big")


def is_self_seed(cohort: Cohort, shares: Shares, seed: bytes) -> bool:
    """Whether `seed` is the b that the sender of `shares` committed to."""
    return masking.seed_hash(seed, cohort.context) == shares.self_seed_hash.raw


def is_mask_key(cohort: Cohort, client: ClientId, key: bytes) -> bool:
    """Whether `key` is the secret of the mask key that `client` joined with."""
    return masking.public_key(key) == cohort.joins[client].mask_key


def check_length(cohort: Cohort, survivors: Collection[ClientId], total: Ring) -> None:
    """Raise PeerBroke when a cohort's sum is longer than the bounds of its parts allow."""
    bound = LIMIT * sum(cohort.norm_bound(client) for client in survivors)
    if float(np.linalg.norm(from_ring(total).astype(np.float64))) > bound:
        raise PeerBroke("The sum is longer than its parts may be.")


def aggregate_view(
    spec: SumTerms, attempt: int, totals: Sequence[Ring], recovered: Sequence[Recovered]
) -> Aggregate:
    """The public sum over the cohorts and the secrets by which anybody re-adds it."""
    total = np.zeros(spec.parameters, np.uint64)
    for part in totals:
        np.add(total, part, out=total)
    self_seeds = {client: seed for part in recovered for client, seed in part.self_seeds.items()}
    mask_keys = {client: key for part in recovered for client, key in part.mask_keys.items()}
    return Aggregate(
        spec.round_id,
        attempt,
        to_wire(total),
        tuple(Secret(client, seed) for client, seed in sorted(self_seeds.items())),
        tuple(Secret(client, key) for client, key in sorted(mask_keys.items())),
    )


def false_edges(recovered: Recovered, shares: Mapping[ClientId, Shares]) -> tuple[Fault, ...]:
    """Both ends of each edge whose seed became public and is not the one that they committed to.

    An edge lives only where its ends sent the same hash, and each can compute the seed: one of them alone
    can't make a false hash live.
    """
    committed = {absent: {b.to: b.edge_hash for b in shares[absent].boxes} for absent in recovered.mask_keys}
    faults: dict[ClientId, str] = {}
    for (survivor, absent), seed in recovered.public_edges.items():
        if masking.seed_hash(seed, recovered.cohort.context) != committed[absent][survivor].raw:
            for end, far in ((survivor, absent), (absent, survivor)):
                faults[end] = f"its hash of the seed of the edge to {far} is false"
    return tuple(Fault(client, "share", reason) for client, reason in sorted(faults.items()))


def next_model(
    weights: NDArray[np.float32], total: Integers, total_weight: int, clip: float, eta: float
) -> NDArray[np.float32]:
    """The model after the round: w_{t+1} = float32(float64(w_t) + eta X), X = sum C / (2^28 sum of q).

    Args:
        weights: w_t, flat.
        total: the sum of the survivors' integers.
        total_weight: the sum of their integer weights, 2^20 for 1.
        clip: C.
        eta: the server's step.
    """
    step = eta * clip / (2.0**FRACTION_BITS * (total_weight / WEIGHT_ONE))
    return (weights.astype(np.float64) + step * total.astype(np.float64)).astype(np.float32)
