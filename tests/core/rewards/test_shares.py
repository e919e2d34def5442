"""Shares are exact, capped and the same for everybody who computes them."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rewards.shares import CAP, WHOLE, allotments, mean_and_error, shares, split, standing
from core.values import ClientId

CLIENTS = st.integers(min_value=1, max_value=2**160 - 1).map(lambda n: ClientId(f"0x{n:040x}"))
SCORES = st.dictionaries(CLIENTS, st.floats(-1, 1) | st.integers(-(10**20), 10**20), max_size=12)


def test_equal_scores_share_equally_and_exactly():
    scores = {ClientId(f"0x{n:040x}"): 1e-5 for n in range(1, 8)}

    parts = shares(scores)

    assert sum(parts.values()) == WHOLE
    assert max(parts.values()) - min(parts.values()) == 1


def test_a_score_of_zero_or_less_gets_nothing():
    good, idle, bad = (ClientId(f"0x{n:040x}") for n in (1, 2, 3))

    assert shares({good: 2.0, idle: 0.0, bad: -5.0}) == {good: CAP, idle: 0, bad: 0}


def test_what_is_above_the_cap_stays_unallocated():
    rich = ClientId("0x" + "1" * 40)
    others = {ClientId(f"0x{n:040x}"): 1.0 for n in range(1, 5)}

    parts = shares({rich: 96.0, **others})

    assert parts[rich] == CAP
    assert sum(parts.values()) == CAP + 4 * WHOLE // 100


def test_a_round_without_positive_scores_pays_nobody():
    assert set(shares({ClientId("0x" + "1" * 40): -1.0}).values()) == {0}
    assert shares({}) == {}


def test_a_score_that_is_not_finite_is_an_error():
    with pytest.raises(ValueError, match="finite"):
        shares({ClientId("0x" + "1" * 40): float("nan")})


@given(SCORES)
def test_shares_are_capped_ordered_as_the_scores_and_sum_to_the_whole_before_the_cap(scores):
    uncapped = shares(scores, cap=WHOLE)
    positive = any(score > 0 for score in scores.values())

    assert sum(uncapped.values()) == (WHOLE if positive else 0)
    assert all(0 <= part <= CAP for part in shares(scores).values())
    ranked = sorted(scores, key=lambda client: scores[client])
    assert all(uncapped[low] <= uncapped[high] + 1 for low, high in itertools.pairwise(ranked))


@given(SCORES, st.randoms(use_true_random=False))
def test_the_order_of_the_scores_does_not_matter(scores, random):
    shuffled = list(scores.items())
    random.shuffle(shuffled)

    assert shares(dict(shuffled)) == shares(scores)


@given(SCORES, st.integers(0, 10**30))
def test_allotments_sum_to_the_shared_part_of_the_amount(scores, amount):
    parts = shares(scores)

    given_out = allotments(amount, parts)

    assert sum(given_out.values()) == amount * sum(parts.values()) // WHOLE
    for client, part in parts.items():
        assert -2 < given_out[client] - Fraction(amount * part, WHOLE) < 1


@given(st.integers(0, 10**9), st.dictionaries(CLIENTS, st.integers(0, 1000).map(Fraction), max_size=9))
def test_a_split_is_exact_and_off_by_less_than_a_unit(amount, weights):
    parts = split(amount, weights)
    total = sum(weights.values())

    assert sum(parts.values()) == (amount if total else 0)
    assert all(abs(parts[client] - amount * weights[client] / total) < 1 for client in parts if total)


def test_allotments_of_more_than_the_whole_are_an_error():
    with pytest.raises(ValueError, match="more than the whole"):
        allotments(1, {ClientId("0x" + "1" * 40): WHOLE + 1})
    with pytest.raises(ValueError, match="negative"):
        allotments(-1, {})


def test_a_standing_is_the_score_itself_after_one_round():
    assert standing([0.25]) == 0.25


def test_a_score_of_ten_rounds_ago_counts_half():
    old_and_new = [1.0] + 9 * [0.0] + [0.0]

    weights = [0.5 ** (age / 10) for age in range(11)]
    assert standing(old_and_new) == pytest.approx(0.5 / sum(weights))


def test_warm_up_and_error_discount_lower_a_standing():
    assert standing([1.0, 1.0, 1.0], warm_up_rounds=3) == 0.0
    assert standing([1.0, 1.0, 1.0, 1.0], warm_up_rounds=3, error_discount=0.5) == pytest.approx(1.0)
    assert standing([0.0, 2.0], error_discount=0.5) < standing([0.0, 2.0])
    assert standing([]) == 0.0


def test_the_error_of_a_mean_is_the_half_distance_of_two_equal_weights_and_none_of_one_score():
    mean, error = mean_and_error([0.0, 2.0])
    first = 0.5**0.1 / (1 + 0.5**0.1)
    assert mean == pytest.approx(2 * (1 - first))
    assert error == pytest.approx(math.hypot(first * mean, (1 - first) * (2 - mean)))
    assert mean_and_error([0.25]) == (0.25, 0.0)
