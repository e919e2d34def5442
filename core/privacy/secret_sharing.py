"""A secret number in, Shamir shares out, and back; over the field of 2^256 - 189."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, islice

PRIME = 2**256 - 189
SHARE_BYTES = 32
MOST_TRIES = 512
"""Subsets of shares that `recover` tries before it gives up."""


def split(secret: int, coefficients: Sequence[int], points: Sequence[int]) -> tuple[int, ...]:
    """The shares of `secret` at `points`; any len(coefficients) + 1 of them recover it.

    Args:
        secret: in [0, PRIME).
        coefficients: the polynomial's other coefficients, uniform in [0, PRIME).
        points: distinct, in [1, PRIME).
    """
    if not 0 <= secret < PRIME or len(set(points)) != len(points) or not all(0 < p < PRIME for p in points):
        raise ValueError("the secret or a point is outside the field")
    return tuple(_evaluate((secret, *coefficients), point) for point in points)


def _evaluate(polynomial: Sequence[int], point: int) -> int:
    value = 0
    for coefficient in reversed(polynomial):
        value = (value * point + coefficient) % PRIME
    return value


def combine(shares: Mapping[int, int], at: int = 0) -> int:
    """The polynomial through all of `shares` (value by point), evaluated; at 0 it is the secret."""
    points = tuple(sorted(shares))
    return sum(shares[p] * c for p, c in zip(points, _lagrange(points, at), strict=True)) % PRIME


@lru_cache(maxsize=4096)
def _lagrange(points: tuple[int, ...], at: int) -> tuple[int, ...]:
    basis = []
    for p in points:
        above = below = 1
        for other in points:
            if other != p:
                above = above * (at - other) % PRIME
                below = below * (p - other) % PRIME
        basis.append(above * pow(below, -1, PRIME) % PRIME)
    return tuple(basis)


def recover(shares: Mapping[int, int], threshold: int, is_secret: Callable[[int], bool]) -> int | None:
    """The secret of which `is_secret` holds, from any `threshold` of `shares`; None when not found.

    Wrong shares are survived as long as one of the first subsets tried holds none.
    """
    for points in islice(_subsets(sorted(shares), threshold), MOST_TRIES):
        secret = combine({p: shares[p] for p in points})
        if is_secret(secret):
            return secret
    return None


def _subsets(points: Sequence[int], threshold: int) -> Iterator[Sequence[int]]:
    """Subsets of `threshold` points: first the cyclic windows, one of which misses any single liar."""
    if len(points) < threshold:
        return
    twice = [*points, *points]
    yield from (twice[start : start + threshold] for start in range(len(points)))
    yield from combinations(points, threshold)
