"""A secret number in, Shamir shares out, and back; over the field of 2^256 - 189."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, combinations, islice, zip_longest
from math import prod

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


def _lagrange(points: tuple[int, ...], at: int) -> tuple[int, ...]:
    """The Lagrange basis at `at`: prod (at - x_j) / ((at - x_i) prod (x_i - x_j)), j other than i."""
    if at in points:
        return tuple(int(point == at) for point in points)
    whole = prod(at - point for point in points) % PRIME
    below = [(at - p) * prod([p - other for other in points if other != p]) % PRIME for p in points]
    return tuple(whole * inverse % PRIME for inverse in _inverses(below))


def _inverses(numbers: Sequence[int]) -> list[int]:
    """Of each of some numbers other than 0, for the price of one (Montgomery 1987)."""
    products = list(accumulate(numbers, lambda before, number: before * number % PRIME, initial=1))
    inverse = pow(products[-1], -1, PRIME)
    found = []
    for number, before in zip(reversed(numbers), reversed(products[:-1]), strict=True):
        found.append(inverse * before % PRIME)
        inverse = inverse * number % PRIME
    return found[::-1]


def recover(shares: Mapping[int, int], threshold: int, is_secret: Callable[[int], bool]) -> int | None:
    """The secret of which `is_secret` holds, from any `threshold` of `shares`; None when not found.

    Wrong shares are always survived up to (n - t) // 2 of n with threshold t, as `wrong_points` finds
    them; more of them only as long as one of the first subsets tried holds none.
    """
    for points in _candidates(shares, threshold):
        secret = combine({p: shares[p] for p in points})
        if is_secret(secret):
            return secret
    return None


def _candidates(shares: Mapping[int, int], threshold: int) -> Iterator[Sequence[int]]:
    """Points whose shares may all be right, the likeliest first."""
    points = sorted(shares)
    if len(points) < threshold:
        return
    yield points[:threshold]
    wrong = wrong_points(shares, threshold)
    if wrong:
        yield [point for point in points if point not in wrong][:threshold]
    yield from islice(_subsets(points, threshold), MOST_TRIES)


def _subsets(points: Sequence[int], threshold: int) -> Iterator[Sequence[int]]:
    """Subsets of `threshold` points: first the cyclic windows, one of which misses any single liar."""
    twice = [*points, *points]
    yield from (twice[start : start + threshold] for start in range(len(points)))
    yield from combinations(points, threshold)


def wrong_points(shares: Mapping[int, int], threshold: int) -> frozenset[int] | None:
    """The points whose shares are wrong, if at most (n - t) // 2 of n are; None when more must be.

    Shares are a Reed-Solomon code word: w_i s_i is orthogonal to every polynomial of degree below n - t,
    w_i = 1 / prod (x_i - x_j), so these sums (the syndromes) are those of the errors alone and follow a
    linear recurrence whose polynomial vanishes at the wrong points (Berlekamp 1968, Massey 1969).
    """
    points = tuple(sorted(shares))
    weighted = [shares[p] * w % PRIME for p, w in zip(points, _dual_weights(points), strict=True)]
    syndromes = []
    for _ in range(len(points) - threshold):
        syndromes.append(sum(weighted) % PRIME)
        weighted = [value * p % PRIME for value, p in zip(weighted, points, strict=True)]
    locator = _shortest_recurrence(syndromes)
    wrong = frozenset(p for p in points if _evaluate(locator[::-1], p) == 0)
    return wrong if len(wrong) == len(locator) - 1 <= len(syndromes) // 2 else None


def _dual_weights(points: tuple[int, ...]) -> list[int]:
    return _inverses([prod([p - other for other in points if other != p]) % PRIME for p in points])


def _shortest_recurrence(sequence: Sequence[int]) -> list[int]:
    """Berlekamp-Massey: the c with c_0 = 1 and sum_i c_i s_(k-i) = 0 for all k from its length on."""
    current, before, length, shift, last = [1], [1], 0, 1, 1
    for k in range(len(sequence)):
        gap = sum(c * sequence[k - i] for i, c in enumerate(current)) % PRIME
        if gap == 0:
            shift += 1
            continue
        adjusted = _less(current, gap * pow(last, -1, PRIME), [0] * shift + before)
        if 2 * length <= k:
            before, length, shift, last = current, k + 1 - length, 1, gap
        else:
            shift += 1
        current = adjusted
    return current + [0] * (length + 1 - len(current))


def _less(one: Sequence[int], factor: int, other: Sequence[int]) -> list[int]:
    """The polynomial `one` - `factor` * `other`."""
    pairs = zip_longest(one, other, fillvalue=0)
    return [(a - factor * b) % PRIME for a, b in pairs]
