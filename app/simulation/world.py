"""A seed and a round's size in; terms, updates and public vectors that everybody there knows out."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.federated import contribution
from core.federated.terms import (
    LEAST_COHORT,
    MOST_COHORT,
    STEPS,
    EvaluationFields,
    ModelFields,
    RoundSpec,
)
from core.federated.views import NormRequest, ScoreRequest
from core.identity.keys import Account
from core.privacy.fixed_point import Integers
from core.values import Digest, RoundId, client_id

OPENED_AT = 1_000_000.0
"""UTC seconds at which the first attempt opens."""

DAY = 86_400
WINDOW_SECONDS = 60
BOND_CAP = 10**18
PAST_MODELS = 3
SHORTEST, LONGEST = 0.2, 1.0
"""Norms of honest updates in clips."""

ALIGNED = 0.5
"""Cosine of an honest update with the reference direction, in the mean."""


NO_CANDLES = Digest.of(b"a simulated gradient comes from no candles")


def secret(*words: object) -> bytes:
    """32 bytes that differ by words, in place of system randomness: a seed gives the same round again."""
    return hashlib.sha256("|".join(map(str, words)).encode()).digest()


def simulated_terms(clients: int, parameters: int, seed: int = 0, **changes: Any) -> RoundSpec:
    """Message 0 of a simulated round.

    Args:
        clients: who may join.
        parameters: d.
        seed: makes the coordinator's account.
        changes: fields of RoundSpec that shall be otherwise.
    """
    start_at = int(OPENED_AT) + 10 * DAY
    evaluation = EvaluationFields(
        "simulated", ("BTC/USDT",), "1h", 4, 24, start_at, start_at + DAY,
        start_at - 30 * DAY if start_at > 30 * DAY else 0, int(OPENED_AT), 0.5, 5,
    )  # fmt: skip
    fields: dict[str, Any] = {
        "chain_id": 31337,
        "contract": client_id("0x" + secret("contract").hex()[:40]),
        "coordinator": coordinator_account(seed).address,
        "round_id": RoundId(1),
        "parameters": parameters,
        "clip": 1.0,
        "neighbours": 76,
        "min_cohort": LEAST_COHORT,
        "max_cohort": MOST_COHORT,
        "max_clients": max(clients, LEAST_COHORT),
        "windows": tuple(WINDOW_SECONDS for _ in STEPS),
        "bond_cap": BOND_CAP,
        "standings": (),
        "noise_multiplier": 0.0,
        "model_digest": Digest.of(b"model"),
        "past_models": tuple(Digest.of(f"model -{age}".encode()) for age in range(1, PAST_MODELS + 1)),
        "standings_round": 0,
        "standings_digest": None,
        "model": ModelFields("lstm", "all", 24, 48, 32, 1),
        "feature_spec_digest": Digest.of(b"features"),
        "eta": 1.0,
        "evaluation": evaluation,
        "emission_wei": 0,
        "warm_up_rounds": 0,
        "error_discount": 0.0,
    }
    return RoundSpec(**(fields | changes))


def coordinator_account(seed: int) -> Account:
    """The account of the simulated coordinator."""
    return Account.create(secret("coordinator", seed))


@dataclass(frozen=True)
class World:
    """What the simulation's parties know of the outside: terms, model steps, candles' gradients.

    The vectors are random; a seed gives the same ones in every process.

    Args:
        terms: the round's.
        seed: of everything that is drawn.
    """

    terms: RoundSpec
    seed: int = 0

    @cached_property
    def reference(self) -> NDArray[np.float64]:
        """The gradient at w_t on past candles, of which r is made."""
        return self._normal("reference")

    @cached_property
    def gradient(self) -> NDArray[np.float64]:
        """The path gradient on the candles that score, of which g is made."""
        return self._normal("gradient")

    @cached_property
    def directions(self) -> list[Integers]:
        """The last global steps and r, as integers."""
        vectors = [self._normal("step", age) for age in range(len(self.terms.past_models))]
        return [contribution.quantise_direction(vector)[0] for vector in (*vectors, self.reference)]

    def update(self, index: int) -> NDArray[np.float32]:
        """The update that client `index` trained: partly along r, of a norm below the clip."""
        rng = np.random.default_rng([self.seed, index, 1])
        own = rng.standard_normal(self.terms.parameters, np.float32)
        shared = self._along_reference
        length = rng.uniform(SHORTEST, LONGEST) * self.terms.clip
        own *= np.float32(sqrt(1 - ALIGNED**2) * length / max(float(np.linalg.norm(own)), 1e-30))
        own += shared * np.float32(ALIGNED * length)
        norm = float(np.linalg.norm(own))
        return own if norm <= length else own * np.float32(length / norm)

    def bond(self, index: int) -> int:
        """The bond of client `index` in wei, a tenth of the cap to the cap."""
        return BOND_CAP * int(np.random.default_rng([self.seed, index, 2]).integers(100, 1001)) // 1000

    def norm_request(self) -> NormRequest:
        """The reference direction as the coordinator publishes it."""
        return contribution.norm_request(self.terms, self.reference)

    def score_request(self, attempt: int, total: Integers, total_weight: int) -> ScoreRequest:
        """The g and u as the coordinator publishes them; the loss is linear, so that it falls by the scores.

        Args:
            attempt: that was unmasked.
            total: the sum of the survivors' integers.
            total_weight: the sum of their weights, 2^20 for 1.
        """
        request = contribution.score_request(
            self.terms, attempt, self.gradient, 1.0, 1.0, NO_CANDLES, self.directions
        )
        gradient, _ = contribution.quantise_direction(self.gradient)
        taken = contribution.score_factor(self.terms, total_weight, request) * float(
            np.dot(total.astype(np.float64), gradient.astype(np.float64))
        )
        return replace(request, loss_after=1.0 - taken)

    @cached_property
    def _along_reference(self) -> NDArray[np.float32]:
        return np.asarray(self.reference / np.linalg.norm(self.reference), np.float32)

    def _normal(self, *words: object) -> NDArray[np.float64]:
        rng = np.random.default_rng(list(secret(self.seed, *words)))
        return rng.standard_normal(self.terms.parameters)
