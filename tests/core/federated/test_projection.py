"""The projection: public directions earn exactly nothing, the rest is orthogonal, all of it exact."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.federated.contribution import GRADIENT_NORM, quantise_direction
from core.federated.projection import LEAST_RESIDUAL, payable_product, projected
from core.privacy.fixed_point import WEIGHT_ONE, quantise
from tests.slices import examples

entries = st.integers(-50, 50)


@st.composite
def problems(draw):
    """A gradient and up to five directions, some of them zero, equal or combinations of others."""
    length = draw(st.integers(1, 7))
    vectors = st.lists(entries, min_size=length, max_size=length)
    gradient = np.array(draw(vectors), np.int64)
    directions = []
    for kind in draw(st.lists(st.sampled_from(["free", "zero", "sum", "near"]), max_size=5)):
        if kind == "free" or not directions:
            directions.append(np.array(draw(vectors), np.int64))
        elif kind == "zero":
            directions.append(np.zeros(length, np.int64))
        elif kind == "sum":
            directions.append(directions[0] + draw(entries) * directions[-1])
        else:
            directions.append(5000 * directions[0] + np.array(draw(vectors), np.int64))
    # Longer ones than 2^31 are refused, which has a test of its own.
    assume(all(squared(vector) <= 2**62 for vector in (gradient, *directions)))
    return gradient, directions


def products(x, gradient, directions):
    """Exact products of an update, as a client opens them."""
    return [int(x.astype(object) @ vector.astype(object)) for vector in (gradient, *directions)]


def squared(vector):
    return int(vector.astype(object) @ vector.astype(object))


def well_apart(directions):
    """Those of the directions that no sum of the others, in any order, comes close to."""
    taken = []
    for direction in directions:
        if direction.any():
            columns = np.array([*taken, direction], np.float64).T
            columns /= np.linalg.norm(columns, axis=0)
            if columns.shape[1] <= len(columns) and np.linalg.svd(columns, compute_uv=False)[-1] > 0.01:
                taken.append(direction)
    return taken


@settings(max_examples=examples(200))
@given(problems())
def test_what_is_left_of_the_gradient_is_orthogonal_to_every_direction(problem):
    gradient, directions = problem
    coefficients = projected(gradient, directions)
    rest = [Fraction(int(value)) for value in gradient]
    for c, direction in zip(coefficients, directions, strict=True):
        rest = [value - c * int(other) for value, other in zip(rest, direction, strict=True)]
    for c, direction in zip(coefficients, directions, strict=True):
        shadow = sum(value * int(other) for value, other in zip(rest, direction, strict=True))
        assert shadow == 0 or c == 0
        assert shadow**2 <= LEAST_RESIDUAL**2 * squared(direction) * squared(gradient)


@settings(max_examples=examples(200))
@given(problems(), st.lists(entries, min_size=5, max_size=5))
def test_a_sum_of_independent_directions_earns_exactly_nothing(problem, shares):
    gradient, directions = problem
    taken = well_apart(directions)
    x = sum((share * u for share, u in zip(shares, taken, strict=False)), np.zeros(len(gradient), np.int64))
    coefficients = projected(gradient, taken)
    assert payable_product(products(x, gradient, taken), coefficients) == 0


@settings(max_examples=examples(50))
@given(problems())
def test_an_idle_client_earns_exactly_nothing(problem):
    gradient, directions = problem
    idle = np.zeros(len(gradient), np.int64)
    assert payable_product(products(idle, gradient, directions), projected(gradient, directions)) == 0


@settings(max_examples=examples(50))
@given(problems(), st.randoms(use_true_random=False))
def test_order_scale_and_repetition_of_independent_directions_change_no_pay(problem, random):
    gradient, directions = problem
    taken = well_apart(directions)
    x = np.array([random.randint(-1000, 1000) for _ in gradient], np.int64)
    shuffled = [3 * u for u in random.sample(taken, len(taken))]
    shuffled += shuffled[:1]
    pays = [payable_product(products(x, gradient, us), projected(gradient, us)) for us in (taken, shuffled)]
    assert pays[0] == pays[1]


def drawn(length, count, seed=3):
    """Vectors that share a part, as the steps of one training do, quantised as the protocol does."""
    rng = np.random.default_rng(seed)
    shared = rng.standard_normal(length)
    return [quantise_direction(shared + rng.standard_normal(length))[0] for _ in range(count)]


def test_a_replayed_direction_earns_nothing_but_the_rounding_of_its_integers():
    gradient, *directions = drawn(3000, 5)
    coefficients = projected(gradient, directions)
    rng = np.random.default_rng(5)
    replays = [*directions, directions[0] - directions[3] // 2]
    for replay in replays:
        x = quantise(replay.astype(np.float64), WEIGHT_ONE, 1.0, rng)
        raw, *_ = opened = products(x, gradient, directions)
        payable = payable_product(opened, coefficients)
        assert raw > 2**48
        assert abs(payable) < np.sqrt(3000) * GRADIENT_NORM


def test_pay_is_the_product_with_the_gradient_projected_in_floats():
    gradient, *directions = drawn(500, 5)
    x = drawn(500, 1, seed=9)[0]
    pay = payable_product(products(x, gradient, directions), projected(gradient, directions))
    basis, _ = np.linalg.qr(np.array(directions, np.float64).T)
    rest = gradient - basis @ (basis.T @ gradient)
    assert float(pay) == pytest.approx(float(x @ rest), rel=1e-9)


def test_without_directions_the_pay_is_the_plain_product():
    gradient, x = drawn(100, 2)
    assert projected(gradient, []) == ()
    assert payable_product(products(x, gradient, []), ()) == products(x, gradient, [])[0]


def test_zero_and_nearly_dependent_directions_are_left_out():
    gradient, first, other = drawn(1000, 3)
    near = first + np.rint(other / 2000).astype(np.int64)
    far = first + np.rint(other / 500).astype(np.int64)
    zero = np.zeros_like(first)
    left_out = projected(gradient, [zero, first, near])
    assert (left_out[0], left_out[2]) == (0, 0)
    assert left_out[1] == projected(gradient, [first])[0]
    assert projected(gradient, [first, far])[1] != 0


def test_products_of_the_longest_vectors_do_not_overflow():
    long = np.zeros(1000, np.int64)
    long[0] = 2**31
    spread = np.full(1000, 2**31 // 32, np.int64)
    assert projected(long, [spread]) == (Fraction(2**31 * (2**31 // 32), 1000 * (2**31 // 32) ** 2),)


@pytest.mark.parametrize(
    ("gradient", "direction", "reason"),
    [
        (np.ones(3, np.int64), np.ones(4, np.int64), "equally long"),
        (np.ones((2, 2), np.int64), np.ones((2, 2), np.int64), "flat"),
        (np.ones(3, np.int64), np.full(3, 2**31, np.int64), "longer than the protocol allows"),
    ],
)
def test_vectors_that_cannot_be_multiplied_exactly_are_refused(gradient, direction, reason):
    with pytest.raises(ValueError, match=reason):
        projected(gradient, [direction])


def test_each_coefficient_needs_its_product():
    with pytest.raises(ValueError, match="zip"):
        payable_product([1, 2], ())
