"""Contribution scores in; whole-number shares out that sum exactly, and what each is of an amount."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from core.values import ClientId

WHOLE = 10**12
"""All shares of a round together: a share is a number of these parts."""

CAP = WHOLE // 4
"""The most that one identity gets; what is above it is nobody's and waits for the next payout."""

HALF_LIFE_ROUNDS = 10

_ROUNDING = 2.0**-40
"""Of a mean, what sums of floats may make equal means differ by; it must not pass for a standing."""


def standing(scores: Sequence[float], warm_up_rounds: int = 0, error_discount: float = 0.0) -> float:
    """What a client's scores, oldest first, are worth now (protocol.md, The score).

    The exponential mean with a half-life of ten rounds, less `error_discount` of its standard errors; 0 for
    who took part in no more than `warm_up_rounds` rounds.
    """
    if len(scores) <= warm_up_rounds:
        return 0.0
    mean, error = mean_and_error(scores)
    return mean - error_discount * error


def mean_and_error(scores: Sequence[float]) -> tuple[float, float]:
    """The exponential mean of scores, oldest first, and its standard error; 0 of a single score.

    Args:
        scores: in nat; one at least.
    """
    weights = [0.5 ** (age / HALF_LIFE_ROUNDS) for age in reversed(range(len(scores)))]
    total = math.fsum(weights)
    mean = math.fsum(weight * score for weight, score in zip(weights, scores, strict=True)) / total
    spread = math.fsum((weight * (score - mean)) ** 2 for weight, score in zip(weights, scores, strict=True))
    return mean, math.sqrt(spread) / total


def standardised(means: Mapping[ClientId, float]) -> dict[ClientId, float]:
    """How many standard deviations each mean lies off their mean; 0 for all where they differ by rounding."""
    if not means:
        return {}
    centre = math.fsum(means.values()) / len(means)
    spread = math.sqrt(math.fsum((mean - centre) ** 2 for mean in means.values()) / len(means))
    if spread <= _ROUNDING * max(map(abs, means.values())):
        return dict.fromkeys(means, 0.0)
    return {client: (mean - centre) / spread for client, mean in means.items()}


def shares(scores: Mapping[ClientId, float], cap: int = CAP) -> dict[ClientId, int]:
    """Parts of WHOLE for each client: in proportion to its score, 0 for a score of 0 or less, at most `cap`.

    Before the cap the parts of a round with any positive score sum to WHOLE exactly. The arithmetic is exact:
    whoever has the same scores gets the same shares, in whatever order they stand.

    Raises:
        ValueError: a score is not finite.
    """
    if not all(math.isfinite(score) for score in scores.values()):
        raise ValueError("a score must be finite")
    exact = {client: max(Fraction(0), Fraction(score)) for client, score in scores.items()}
    return {client: min(cap, part) for client, part in split(WHOLE, exact).items()}


def allotments(amount: int, parts: Mapping[ClientId, int]) -> dict[ClientId, int]:
    """What each client's parts of WHOLE are of `amount`, in its smallest unit.

    They sum to amount * (sum of parts) / WHOLE, rounded down; the rest is nobody's yet.
    """
    if amount < 0 or any(part < 0 for part in parts.values()) or sum(parts.values()) > WHOLE:
        raise ValueError("an amount and its parts must not be negative or more than the whole")
    shared = amount * sum(parts.values()) // WHOLE
    return split(shared, {client: Fraction(part) for client, part in parts.items()})


def split(amount: int, weights: Mapping[ClientId, Fraction]) -> dict[ClientId, int]:
    """`amount` by weight in whole units that sum to it exactly; nothing where no weight is positive.

    Largest remainder: everybody gets the rounded-down part, and units left over go to the largest fractions,
    ties to the lower address.
    """
    total = sum(weights.values(), Fraction(0))
    if total <= 0:
        return dict.fromkeys(sorted(weights), 0)
    exact = {client: amount * weight / total for client, weight in weights.items()}
    whole = {client: math.floor(exact[client]) for client in sorted(weights)}
    left = amount - sum(whole.values())
    by_fraction = sorted(whole, key=lambda client: (whole[client] - exact[client], client))
    for client in by_fraction[:left]:
        whole[client] += 1
    return whole
