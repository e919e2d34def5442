"""Noise and its size in; what it hides out: Renyi accounting of rounds and of training, as epsilon and delta.

Who is protected (adjacency). At the level of updates: one client, whose whole update is replaced by zeros
while it still joins, has its weight and adds its noise; that it takes part is public anyway. At the level of
samples: one training window, left out or added.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.privacy.fixed_point import FRACTION_BITS, WEIGHT_ONE, norm_bound

LEAST_MULTIPLIER = 2.0**-6
"""The smallest noise multiplier; less noise than that hides nothing."""

MOST_MULTIPLIER = 100.0

MOST_THRESHOLD = 128

_HIGHEST = 4096
_SMALL = 64
_SEARCHED = 1024.0
_PRECISION = 1e-3


class Mechanism(Protocol):
    """A release with noise; frozen and hashable, so that equal ones are counted together."""

    @property
    def name(self) -> str:
        """What it is called, for a person."""
        ...

    def divergence(self, order: float) -> float:
        """A bound of the Renyi divergence of `order` > 1 between the releases of any two neighbours."""
        ...


@dataclass(frozen=True)
class Gaussian:
    """A vector plus normal noise, z times as wide as a neighbour can move the vector.

    Args:
        noise_multiplier: z.
    """

    noise_multiplier: float

    @property
    def name(self) -> str:
        """What it is called."""
        return "Gaussian"

    def divergence(self, order: float) -> float:
        """Order / (2 z^2): Mironov 2017, "Renyi differential privacy", proposition 7."""
        return order / (2 * self.noise_multiplier**2)


@dataclass(frozen=True)
class SampledGaussian:
    """Gaussian on a random part of the samples: each is in it with the same probability, independently.

    Args:
        noise_multiplier: z.
        sample_rate: that probability.
    """

    noise_multiplier: float
    sample_rate: float

    @property
    def name(self) -> str:
        """What it is called."""
        return "sampled Gaussian"

    def divergence(self, order: float) -> float:
        """Between whole orders by convexity, see _between; Mironov, Talwar and Zhang 2019 for those."""
        return _between(lambda whole: _sampled(self.noise_multiplier, self.sample_rate, whole), order)


@lru_cache(maxsize=4096)
def _sampled(noise_multiplier: float, sample_rate: float, order: int) -> float:
    """Mironov, Talwar and Zhang 2019, "Renyi DP of the sampled Gaussian mechanism", section 3.3.

    1 / (a - 1) log sum over k = 0..a of binomial(a, k) (1 - q)^(a - k) q^k exp(k (k - 1) / (2 z^2)).
    """
    if sample_rate == 1:
        return Gaussian(noise_multiplier).divergence(order)
    k = np.arange(order + 1)
    terms = _log_binomials(order) + (order - k) * math.log1p(-sample_rate) + k * math.log(sample_rate)
    terms += k * (k - 1) / (2 * noise_multiplier**2)
    highest = float(terms.max())
    return (highest + math.log(np.exp(terms - highest).sum())) / (order - 1)


def _log_binomials(order: int) -> NDArray[np.float64]:
    logs = np.array([math.lgamma(number + 1) for number in range(order + 1)])
    return np.asarray(logs[-1] - logs - logs[::-1])


@dataclass(frozen=True)
class Skellam:
    """A vector of integers plus Skellam noise: one client's or, as Skellam numbers add up, a sum of clients'.

    Args:
        variance: of the noise of each number.
        norm: how far a neighbour can move the vector, in L2.
        parameters: numbers of the vector; in L1 a neighbour moves it by at most sqrt(parameters) norm.
    """

    variance: float
    norm: float
    parameters: int

    @property
    def name(self) -> str:
        """What it is called."""
        return "Skellam"

    def divergence(self, order: float) -> float:
        """Between whole orders by convexity, see _between."""
        return _between(self._whole, order)

    def _whole(self, order: int) -> float:
        """Agarwal, Kairouz and Liu 2021, "The Skellam mechanism for ... federated learning", section 3.

        a D2^2 / 2v + min(((2a - 1) D2^2 + 6 D1) / 4v^2, 3 D1 / 2v), for whole orders a > 1, with v the
        variance and D1, D2 the sensitivities in L1 and L2. In the ring the second part is below 1e-5.
        """
        squared, one, v = self.norm**2, math.sqrt(self.parameters) * self.norm, self.variance
        more = min(((2 * order - 1) * squared + 6 * one) / (4 * v * v), 3 * one / (2 * v))
        return order * squared / (2 * v) + more


class _Whole(Protocol):
    def __call__(self, order: int, /) -> float: ...


def _between(divergence: _Whole, order: float) -> float:
    """A bound at any order from those at whole orders.

    (order - 1) x divergence is a cumulant generating function: convex in the order and 0 at 1, so that the
    straight line between two whole orders lies above it.
    """
    low = math.floor(order)
    if low == order:
        return divergence(low)
    below = (low - 1) * divergence(low) if low > 1 else 0.0
    above = low * divergence(low + 1)
    return (below + (order - low) * (above - below)) / (order - 1)


def _orders() -> tuple[float, ...]:
    """Fractions near 1 for little noise, every whole order to 64, then steps of about 6 % up to 4,096."""
    orders = [1 + step / 32 for step in range(1, 64)] + [float(order) for order in range(3, _SMALL + 1)]
    while orders[-1] < _HIGHEST:
        orders.append(float(math.ceil(orders[-1] * 1.06)))
    return tuple(orders)


ORDERS = _orders()


class Accountant:
    """All releases that one person's data went into, and the epsilon of all of them together.

    Renyi divergences of one order add up over releases, also where a later release depends on the earlier
    ones (Mironov 2017, proposition 1). The same three verbs serve rounds and training.
    """

    def __init__(self) -> None:
        self._steps: Counter[Mechanism] = Counter()

    @property
    def mechanism(self) -> str:
        """The names of the mechanisms so far, "none" before the first step."""
        return " and ".join(sorted({mechanism.name for mechanism in self._steps})) or "none"

    def step(self, mechanism: Mechanism, times: int = 1) -> None:
        """Count `times` releases more."""
        self._steps[mechanism] += times

    def epsilon(self, delta: float) -> float:
        """The smallest epsilon that the bounds give for `delta`; 0 before the first step.

        For each order a: divergence + log((a - 1) / a) - (log delta + log a) / (a - 1), the conversion of
        Canonne, Kamath and Steinke 2020, "The discrete Gaussian for differential privacy", proposition 12,
        and of Balle and others 2020, "Hypothesis testing interpretations and Renyi differential privacy".
        """
        if not 0 < delta < 1:
            raise YouCanFix(f"A delta of {delta} means nothing.", "Use a small one, as 0.00001.")
        if not self._steps:
            return 0.0
        return max(0.0, min(self._epsilon_at(order, delta) for order in ORDERS))

    def _epsilon_at(self, order: float, delta: float) -> float:
        total = sum(times * mechanism.divergence(order) for mechanism, times in self._steps.items())
        return total + math.log1p(-1 / order) - (math.log(delta) + math.log(order)) / (order - 1)


def noise_multiplier_for(epsilon: float, delta: float, sample_rate: float, steps: int) -> float:
    """The smallest z, to a thousandth, with which `steps` of SampledGaussian stay within epsilon and delta.

    Raises:
        YouCanFix: no z up to 1,024 does.
    """

    def spent(noise_multiplier: float) -> float:
        accountant = Accountant()
        accountant.step(SampledGaussian(noise_multiplier, sample_rate), steps)
        return accountant.epsilon(delta)

    low, high = 0.0, 1.0
    while spent(high) > epsilon:
        low, high = high, 2 * high
        if high > _SEARCHED:
            raise YouCanFix(
                f"No noise keeps {steps:,} steps within an epsilon of {epsilon:g}.",
                "Allow a greater epsilon, or train for fewer epochs.",
            )
    while high - low > _PRECISION:
        middle = (low + high) / 2
        low, high = (middle, high) if spent(middle) > epsilon else (low, middle)
    return high


def noise_variance(noise_multiplier: float, threshold: int) -> float:
    """Variance of the noise that each client adds to each ring integer: (z 2^28)^2 / t.

    t clients, who are assumed honest, together add (z 2^28)^2 to each number of the sum, for a neighbour
    who can move it by 2^28: a Gaussian with the noise multiplier z, in the ring. All survivors add theirs,
    so that the sum of n carries n / t of what is counted on.

    Args:
        noise_multiplier: z, from 1/64 to 100.
        threshold: t, the cohort's.
    """
    _check(noise_multiplier, threshold)
    return (noise_multiplier * 2.0**FRACTION_BITS) ** 2 / threshold


def _check(noise_multiplier: float, threshold: int) -> None:
    if not LEAST_MULTIPLIER <= noise_multiplier <= MOST_MULTIPLIER or not 1 <= threshold <= MOST_THRESHOLD:
        raise YouCanFix(
            f"Noise of {noise_multiplier:g} clips shared by {threshold} clients cannot be made.",
            f"Use a noise multiplier from {LEAST_MULTIPLIER:g} to {MOST_MULTIPLIER:g}, or 0 for none.",
        )


def sum_release(noise_multiplier: float, parameters: int) -> Skellam:
    """What a cohort's published sum says of one client, while at least the threshold of clients is honest."""
    return Skellam(noise_variance(noise_multiplier, 1), norm_bound(WEIGHT_ONE, parameters), parameters)


def own_release(noise_multiplier: float, threshold: int, parameters: int) -> Skellam:
    """What all that is published of a round says of one client, its own opened products included.

    Norm openings, the product with the reference and the products that make the score are linear functions
    of one client's noisy vector, which carries that client's own share of the noise and no other. They all
    follow from that vector, as does its part of the sum: together they say no more than the vector would.
    The bound is met where the update points along a public direction; it holds for any number of openings
    of one noisy vector, not of two.
    """
    variance = noise_variance(noise_multiplier, threshold)
    return Skellam(variance, norm_bound(WEIGHT_ONE, parameters), parameters)
