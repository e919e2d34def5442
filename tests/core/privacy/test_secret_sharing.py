"""Shares of a secret: any t recover it, fewer say nothing, liars are survived."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.privacy.secret_sharing import PRIME, combine, recover, split, wrong_points
from tests.slices import examples

elements = st.integers(0, PRIME - 1)


def is_prime(number):
    """Miller-Rabin with the first primes as bases."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53):
        value = pow(base, odd, number)
        if value in (1, number - 1):
            continue
        for _ in range(twos - 1):
            value = value * value % number
            if value == number - 1:
                break
        else:
            return False
    return True


def test_the_field_is_a_field_of_256_bits():
    assert is_prime(PRIME)
    assert PRIME.bit_length() == 256


@settings(max_examples=examples(40))
@given(elements, st.lists(elements, max_size=8), st.data())
def test_any_threshold_of_shares_recovers_the_secret(secret, coefficients, data):
    threshold = len(coefficients) + 1
    points = data.draw(st.lists(st.integers(1, 128), min_size=threshold, max_size=threshold + 4, unique=True))
    shares = dict(zip(points, split(secret, coefficients, points), strict=True))
    chosen = data.draw(st.permutations(points))[:threshold]
    assert combine({point: shares[point] for point in chosen}) == secret


@given(elements, elements, elements)
def test_one_share_less_fits_every_secret(secret, coefficient, guess):
    """For any guess there is a polynomial with the same share: the share says nothing."""
    (share,) = split(secret, [coefficient], [3])
    other = (share - guess) * pow(3, -1, PRIME) % PRIME
    assert split(guess, [other], [3]) == (share,)


def test_a_published_computation_over_small_numbers_holds():
    """The example of Shamir's scheme in the textbooks: 1234 + 166 x + 94 x^2."""
    points = [1, 2, 3, 4, 5, 6]
    assert split(1234, [166, 94], points) == (1494, 1942, 2578, 3402, 4414, 5614)
    assert combine({2: 1942, 4: 3402, 5: 4414}) == 1234


def test_liars_are_survived_while_enough_tell_the_truth():
    points = range(1, 9)
    shares = dict(zip(points, split(42, [7, 9, 11, 13], points), strict=True))
    for liars in ([1], [8], [2, 7], [1, 2, 3]):
        told = shares | dict.fromkeys(liars, 5)
        assert recover(told, 5, lambda value: value == 42) == 42
    told = shares | dict.fromkeys([1, 2, 3, 4], 5)
    assert recover(told, 5, lambda value: value == 42) is None


def draw_told(data, count, threshold, liars):
    """Shares at random points of which `liars` random ones are wrong; the secret and the liars."""
    secret = data.draw(elements)
    rng = data.draw(st.randoms(use_true_random=False))
    points = rng.sample(range(1, 129), count)
    coefficients = [rng.randrange(PRIME) for _ in range(threshold - 1)]
    shares = dict(zip(points, split(secret, coefficients, points), strict=True))
    wrong = rng.sample(points, liars)
    told = shares | {point: (shares[point] + rng.randrange(1, PRIME)) % PRIME for point in wrong}
    return secret, told, frozenset(wrong)


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(1, 40), st.integers(0, 40), st.data())
def test_wrong_shares_up_to_half_of_the_spare_ones_are_found_wherever_they_are(threshold, spare, data):
    liars = data.draw(st.integers(0, spare // 2))
    secret, told, wrong = draw_told(data, threshold + spare, threshold, liars)
    assert wrong_points(told, threshold) == wrong
    assert recover(told, threshold, lambda value: value == secret) == secret


@settings(max_examples=examples(5), deadline=None)
@given(st.data())
def test_twelve_liars_among_76_neighbours_are_survived(data):
    """No set of 51 that a search of subsets would meet is free of them."""
    secret, told, wrong = draw_told(data, 76, 51, 12)
    assert recover(told, 51, lambda value: value == secret) == secret
    assert wrong_points(told, 51) == wrong


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(2, 12), st.integers(0, 8), st.data())
def test_more_wrong_shares_than_that_are_not_taken_for_fewer(threshold, spare, data):
    liars = data.draw(st.integers(spare // 2 + 1, threshold + spare))
    secret, told, wrong = draw_told(data, threshold + spare, threshold, liars)
    found = wrong_points(told, threshold)
    assert found != wrong
    assert found is None or len(found) <= spare // 2
    assert recover(told, threshold, lambda value: value == secret) in (secret, None)


def test_liars_who_agree_on_another_secret_do_not_pass_it_off():
    """Seven of ten tell shares of 666; the commitment to 42 finds the true three by search."""
    points = range(1, 11)
    told = dict(zip(points, split(666, [1, 2], points), strict=True))
    told |= dict(zip([2, 5, 9], split(42, [8, 9], [2, 5, 9]), strict=True))
    assert wrong_points(told, 3) == {2, 5, 9}
    assert recover(told, 3, lambda value: value == 42) == 42


def test_too_few_shares_recover_nothing():
    assert recover({1: 1, 2: 2}, 3, lambda _: True) is None


@pytest.mark.parametrize(("secret", "points"), [(PRIME, [1]), (-1, [1]), (1, [0]), (1, [PRIME]), (1, [1, 1])])
def test_what_is_outside_the_field_is_refused(secret, points):
    with pytest.raises(ValueError, match="outside the field"):
        split(secret, [1], points)
