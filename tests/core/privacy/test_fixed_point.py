"""Updates as ring integers: exact, unbiased, bounded, and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.privacy.fixed_point import (
    LEAST_WEIGHT,
    WEIGHT_ONE,
    from_ring,
    integers_from_wire,
    norm_bound,
    quantise,
    ring_from_wire,
    to_ring,
    to_wire,
    weight,
)

CAP = 10**18


@pytest.mark.parametrize(
    ("bond", "standing", "expected"),
    [
        (CAP, 0, WEIGHT_ONE),
        (5 * CAP, 0, WEIGHT_ONE),
        (CAP // 2, 0, WEIGHT_ONE // 2),
        (0, 0, LEAST_WEIGHT),
        (1, 0, LEAST_WEIGHT),
        (CAP // 2, WEIGHT_ONE // 4, WEIGHT_ONE * 5 // 8),
        (CAP // 2, 9 * WEIGHT_ONE, WEIGHT_ONE * 3 // 4),
        (CAP, -9 * WEIGHT_ONE, WEIGHT_ONE // 2),
    ],
)
def test_the_weight_grows_with_bond_and_standing_within_its_bounds(bond, standing, expected):
    assert weight(bond, CAP, standing) == expected


@pytest.mark.parametrize(("bond", "cap"), [(-1, CAP), (1, 0)])
def test_impossible_bonds_are_refused(bond, cap):
    with pytest.raises(ValueError, match="bond"):
        weight(bond, cap)


@given(st.integers(1, 200), st.integers(LEAST_WEIGHT, WEIGHT_ONE), st.floats(1e-3, 1e3), st.integers(0, 99))
def test_an_honest_update_stays_in_its_bound_and_near_its_value(length, q, clip, seed):
    rng = np.random.default_rng(seed)
    update = rng.normal(0, 2 * clip / np.sqrt(length), length)
    x = quantise(update, q, clip, rng)
    clipped = update * min(1.0, clip / np.linalg.norm(update))
    assert np.linalg.norm(x.astype(float)) <= norm_bound(q, length)
    assert np.abs(x - clipped * (q / WEIGHT_ONE) * 2**28 / clip).max() < 1 + 1e-6


def test_rounding_is_right_on_average():
    update = np.full(200_000, 0.3 / 2**28)
    x = quantise(update, WEIGHT_ONE, 1.0, np.random.default_rng(1))
    assert set(np.unique(x)) == {0, 1}
    assert x.mean() == pytest.approx(0.3, abs=0.005)


def test_nothing_stays_exactly_nothing():
    assert not quantise(np.zeros(70_000, np.float32), WEIGHT_ONE, 1.0, np.random.default_rng(1)).any()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_updates_that_are_not_finite_are_refused(bad):
    with pytest.raises(YouCanFix, match="finite"):
        quantise(np.array([0.0, bad]), WEIGHT_ONE, 1.0, np.random.default_rng(1))


@pytest.mark.parametrize(("shape", "q"), [((2, 2), WEIGHT_ONE), ((4,), 0), ((4,), WEIGHT_ONE + 1)])
def test_impossible_shapes_and_weights_are_refused(shape, q):
    with pytest.raises(ValueError, match="flat"):
        quantise(np.zeros(shape), q, 1.0, np.random.default_rng(1))


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_words_travel_little_endian_and_come_back(values):
    x = np.array(values, np.int64)
    data = to_wire(x)
    assert data == b"".join(value.to_bytes(8, "little", signed=True) for value in values)
    assert np.array_equal(integers_from_wire(data), x)
    assert np.array_equal(from_ring(ring_from_wire(data)), x)
    assert np.array_equal(from_ring(to_ring(x)), x)
