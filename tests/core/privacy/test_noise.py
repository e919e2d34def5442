"""Noise: it is Skellam's to the last digit that can be asked for, adds up, and comes from a secret alone."""

import math

import mpmath
import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from core.privacy import noise
from core.privacy.noise import LEAST_VARIANCE, MOST_VARIANCE, SecretStream, log_ratio, skellam_noise
from tests.slices import examples

COUNT = 200_000
VARIANCES = [LEAST_VARIANCE, 1.4e16, 2.0**60, MOST_VARIANCE]


def stream(number=0):
    return SecretStream(bytes([number]) * 32)


def normal_chance(value):
    return 0.5 * (1 + math.erf(value / math.sqrt(2)))


def excess(observed, expected):
    """Pearson's statistic in standard deviations of its own; a fair draw stays below 5."""
    observed, expected = np.asarray(observed, float), np.asarray(expected, float)
    freedom = len(observed) - 1
    return (np.square(observed - expected).sum() / expected.mean() - freedom) / math.sqrt(2 * freedom)


@pytest.mark.parametrize("variance", VARIANCES)
def test_noise_has_the_moments_of_its_variance(variance):
    drawn = skellam_noise(stream(), variance, COUNT) / math.sqrt(variance)
    error = 1 / math.sqrt(COUNT)
    assert abs(drawn.mean()) < 5 * error
    assert abs(np.square(drawn).mean() - 1) < 5 * math.sqrt(2) * error
    assert abs((drawn**3).mean()) < 5 * math.sqrt(15) * error
    assert abs((drawn**4).mean() - 3) < 5 * math.sqrt(96) * error


@pytest.mark.parametrize("variance", VARIANCES)
def test_noise_falls_into_equal_parts_of_the_distribution_equally_often(variance):
    drawn = skellam_noise(stream(1), variance, COUNT) / math.sqrt(variance)
    places = (64 * np.array([normal_chance(value) for value in drawn])).astype(int)
    counts = np.bincount(np.minimum(places, 63), minlength=64)
    assert excess(counts, np.full(64, COUNT / 64)) < 5


@pytest.mark.parametrize("variance", VARIANCES)
def test_the_last_bits_of_noise_are_as_even_as_odd(variance):
    drawn = skellam_noise(stream(2), variance, COUNT)
    counts = np.bincount(drawn & 63, minlength=64)
    assert excess(counts, np.full(64, COUNT / 64)) < 5


@pytest.mark.parametrize("deviations", [1, 2, 5, 8])
@pytest.mark.parametrize("variance", [2**32, 2**40, 2**50])
def test_probabilities_are_those_of_the_bessel_function(variance, deviations):
    size = deviations * math.isqrt(variance) + 3
    with mpmath.workdps(60):
        exact = mpmath.log(mpmath.besseli(size, variance) / mpmath.besseli(0, variance))
        error = float(log_ratio(np.array([float(size)]), float(variance))[0] - exact)
    assert abs(error) < 1e-14 * deviations**2


def test_bins_have_the_weights_of_the_proof():
    with mpmath.workdps(60):
        weights = [mpmath.exp(-(mpmath.mpf(k) ** 2) / 2) for k in range(40)]
        sums = [sum(weights[: k + 1]) / sum(weights) for k in range(9)]
        assert [int(threshold) for threshold in noise._THRESHOLDS] == [int(part * 2**64) for part in sums]


@settings(max_examples=examples(40))
@given(st.floats(LEAST_VARIANCE, MOST_VARIANCE), st.integers(0, 300), st.binary(min_size=32, max_size=32))
def test_noise_of_any_size_stays_within_ten_deviations(variance, size, seed):
    drawn = skellam_noise(SecretStream(seed), variance, size)
    assert (drawn.dtype, drawn.shape) == (np.int64, (size,))
    assert (np.abs(drawn) <= 10 * (math.isqrt(int(variance)) + 2)).all()


def test_noise_of_several_clients_adds_up_to_that_of_one():
    clients, variance = 5, 2.0**50
    parts = [skellam_noise(stream(number), variance / clients, COUNT) for number in range(clients)]
    total = sum(parts) / math.sqrt(variance)
    assert abs(np.square(total).mean() - 1) < 5 * math.sqrt(2 / COUNT)
    assert abs((total**4).mean() - 3) < 5 * math.sqrt(96 / COUNT)


def test_the_same_secret_makes_the_same_noise_and_another_does_not():
    drawn = skellam_noise(stream(7), 2.0**52, 1000)
    assert np.array_equal(drawn, skellam_noise(stream(7), 2.0**52, 1000))
    assert not np.intersect1d(drawn, skellam_noise(stream(8), 2.0**52, 1000)).size


def test_the_stream_is_aes_in_counter_mode():
    seed = bytes(range(32))
    cipher = Cipher(algorithms.AES(seed), modes.CTR(bytes(16))).encryptor()
    expected = np.frombuffer(cipher.update(bytes(8 * 7)), "<u8")
    read = SecretStream(seed)
    assert np.array_equal(np.concatenate([read.words(3), read.words(4)]), expected)


def test_everybody_is_chosen_with_the_same_chance():
    chosen = stream().chosen(COUNT, 0.02)
    assert abs(chosen.mean() - 0.02) < 5 * math.sqrt(0.02 * 0.98 / COUNT)
    assert stream().chosen(100, 1.0).all()


def test_normal_numbers_have_a_variance_of_one():
    drawn = stream(3).normals(COUNT)
    assert abs(np.square(drawn).mean() - 1) < 5 * math.sqrt(2 / COUNT)


@pytest.mark.parametrize("variance", [0.0, 2.0**31, 2.0**71, float("nan")])
def test_a_variance_that_the_formula_is_not_for_is_refused(variance):
    with pytest.raises(ValueError, match="variance"):
        skellam_noise(stream(), variance, 1)


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        SecretStream(b"short")
