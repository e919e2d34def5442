"""The path gradient and the public directions in; exact coefficients of the part that nobody can replay, out.

Whoever sends a public direction as an update has learned nothing, yet its product with the gradient may be
positive: the last steps and the reference gradient point downhill too. The payable product is therefore that
with g less its shadow on the span of the public directions,

    <x, g> - sum of c_k <x, u_k>,

with c such that what is left of g is orthogonal to every u_k. All products are whole numbers and c solves
its equations over the rationals: every machine gets the same bits, and a multiple of a u_k earns exactly 0.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from core.privacy.fixed_point import Integers

LEAST_RESIDUAL = Fraction(1, 1 << 10)
"""A direction adds nothing when less than this part of its length stands off the ones before it."""

_LONGEST = 2.0**31
"""Products of vectors up to this norm fit into 63 bits (Cauchy and Schwarz); the protocol's have 2^24."""


def projected(gradient: Integers, directions: Sequence[Integers]) -> tuple[Fraction, ...]:
    """The coefficient c_k of each direction, in their order; 0 for one that is left out.

    Directions are taken in their order as by Gram and Schmidt. One is left out when it is zero, or when its
    residual against those taken before it is shorter than 2^-10 of it: rounding to integers has made such
    a rest arbitrary, and a client that replays it is paid for at most that part of its update.

    Args:
        gradient: g, int64[d].
        directions: u_1, u_2, ..., int64[d] each.

    Raises:
        ValueError: the vectors are not equally long, or one is so long that a product may overflow.
    """
    vectors = [gradient, *directions]
    if len({vector.shape for vector in vectors}) > 1 or gradient.ndim != 1:
        raise ValueError("the gradient and its directions are flat and equally long")
    if any(float(np.linalg.norm(vector.astype(np.float64))) > _LONGEST for vector in vectors):
        raise ValueError("a direction is longer than the protocol allows")
    gram = [[int(np.dot(one, other)) for other in directions] for one in vectors]
    return _solved(gram[0], gram[1:])


def payable_product(products: Sequence[int], coefficients: Sequence[Fraction]) -> Fraction:
    """<x, g> less its projected part, exact.

    Args:
        products: <x, g>, <x, u_1>, <x, u_2>, ... of an update x, as a client opens them.
        coefficients: of `projected`.

    Raises:
        ValueError: there is not one product for each coefficient and one more.
    """
    raw, *others = products
    return raw - sum(
        (c * product for c, product in zip(coefficients, others, strict=True)), start=Fraction(0)
    )


def _solved(shadows: Sequence[int], gram: Sequence[Sequence[int]]) -> tuple[Fraction, ...]:
    """The c with gram c = shadows over the directions that are kept.

    Gram and Schmidt on the products alone: `rows` holds, for each kept direction, its residual against the
    earlier ones as a combination of the directions.
    """
    count = len(gram)
    rows: list[tuple[Fraction, ...]] = []
    coefficients = [Fraction(0)] * count
    for k in range(count):
        residual = [Fraction(int(place == k)) for place in range(count)]
        for row in rows:
            share = _product(row, gram[k]) / _square(row, gram)
            residual = [value - share * other for value, other in zip(residual, row, strict=True)]
        square = _square(residual, gram)
        if square <= 0 or square < LEAST_RESIDUAL**2 * gram[k][k]:
            continue
        rows.append(tuple(residual))
        share = _product(residual, shadows) / square
        coefficients = [value + share * other for value, other in zip(coefficients, residual, strict=True)]
    return tuple(coefficients)


def _product(combination: Sequence[Fraction], products: Sequence[int]) -> Fraction:
    return sum((c * product for c, product in zip(combination, products, strict=True)), start=Fraction(0))


def _square(combination: Sequence[Fraction], gram: Sequence[Sequence[int]]) -> Fraction:
    return sum(
        (c * _product(combination, row) for c, row in zip(combination, gram, strict=True)), Fraction(0)
    )
