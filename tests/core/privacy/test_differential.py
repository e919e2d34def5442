"""The accountant against exact values, other accountants and published numbers; noise as rounds use it."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.privacy.differential import (
    ORDERS,
    Accountant,
    Gaussian,
    SampledGaussian,
    Skellam,
    noise_multiplier_for,
    noise_variance,
    own_release,
    sum_release,
)
from core.privacy.fixed_point import FRACTION_BITS, WEIGHT_ONE, from_ring, norm_bound, quantise, to_ring
from core.privacy.noise import SecretStream, skellam_noise
from core.privacy.norm_sketch import Sketch, is_too_long
from tests.slices import examples

DELTA = 1e-5


def spent(mechanism, times=1, delta=DELTA):
    accountant = Accountant()
    accountant.step(mechanism, times)
    return accountant.epsilon(delta)


def exact_delta(noise_multiplier, epsilon):
    """Balle and Wang 2018, theorem 8: the exact delta of a Gaussian."""

    def below(value):
        return 0.5 * math.erfc(-value / math.sqrt(2))

    half, scaled = 1 / (2 * noise_multiplier), epsilon * noise_multiplier
    return below(half - scaled) - math.exp(epsilon) * below(-half - scaled)


def exact_epsilon(noise_multiplier, delta):
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if exact_delta(noise_multiplier, middle) > delta else (low, middle)
    return high


@pytest.mark.parametrize("noise_multiplier", [0.5, 1.0, 2.0, 5.0, 20.0, 100.0])
@pytest.mark.parametrize("rounds", [1, 10])
def test_rounds_cost_a_little_more_than_the_exact_epsilon_and_never_less(noise_multiplier, rounds):
    exact = exact_epsilon(noise_multiplier / math.sqrt(rounds), DELTA)
    for mechanism in (Gaussian(noise_multiplier), sum_release(noise_multiplier, 10_000)):
        assert exact < spent(mechanism, rounds) < 1.14 * exact


@pytest.mark.filterwarnings("ignore:Optimal order is")
@pytest.mark.parametrize(
    ("noise_multiplier", "sample_rate", "steps"),
    [(1.1, 0.01, 1000), (0.8, 0.02, 200), (4.0, 0.01, 10_000)],
)
def test_training_costs_what_opacus_says_it_does(noise_multiplier, sample_rate, steps):
    from opacus.accountants import PRVAccountant, RDPAccountant

    theirs, tighter = RDPAccountant(), PRVAccountant()
    theirs.history = tighter.history = [(noise_multiplier, sample_rate, steps)]
    found = spent(SampledGaussian(noise_multiplier, sample_rate), steps)
    assert tighter.get_epsilon(DELTA, eps_error=0.05) - 0.05 < found
    orders = [1 + step / 10 for step in range(1, 100)] + list(range(12, 257))
    assert 0.999 * theirs.get_epsilon(DELTA, orders) < found < 1.05 * theirs.get_epsilon(DELTA, orders)


def test_training_costs_no_more_than_the_moments_accountant_said():
    # Abadi and others 2016, section 3.2: q = 0.01, sigma = 4, 10,000 steps, delta = 1e-5: 1.26.
    assert 0.95 < spent(SampledGaussian(4.0, 0.01), 10_000) <= 1.26


@pytest.mark.parametrize(
    ("noise_multiplier", "epochs", "published"), [(1.3, 15, 1.19), (1.1, 60, 3.01), (0.7, 45, 7.10)]
)
def test_divergences_give_the_published_table_by_the_older_conversion(noise_multiplier, epochs, published):
    """The MNIST table of TensorFlow Privacy's tutorials: 60,000 images in batches of 256."""
    mechanism = SampledGaussian(noise_multiplier, 256 / 60_000)
    steps = epochs * 60_000 // 256
    older = min(steps * mechanism.divergence(order) + math.log(1e5) / (order - 1) for order in ORDERS)
    assert older == pytest.approx(published, rel=0.005)
    assert spent(mechanism, steps) < older


def exact_divergence(variance, shift, order):
    """Renyi divergence of a Skellam distribution from the same one shifted, summed over all that counts."""
    half, reach = variance / 2, int(variance + 60 + 20 * math.sqrt(variance))
    logs = np.array([n * math.log(half) - half - math.lgamma(n + 1) for n in range(2 * reach)])
    poisson = np.exp(logs)
    chances = np.convolve(poisson, poisson[::-1])
    one, other = chances[shift:], chances[: len(chances) - shift]
    kept = (one > 1e-280) & (other > 1e-280)
    terms = order * np.log(one[kept]) + (1 - order) * np.log(other[kept])
    return (terms.max() + math.log(np.exp(terms - terms.max()).sum())) / (order - 1)


@pytest.mark.parametrize("variance", [8.0, 40.0])
@pytest.mark.parametrize("shift", [1, 3])
@pytest.mark.parametrize("order", [2, 3, 5])
def test_the_skellam_bound_holds_and_is_close(variance, shift, order):
    exact = exact_divergence(variance, shift, order)
    bound = Skellam(variance, shift, 1).divergence(order)
    assert exact <= bound < 1.1 * exact + 0.05 * order * shift**2 / 2 * (40 / variance) ** 2


@pytest.mark.parametrize("order", [1.25, 1.5, 2.5, 3.75])
def test_a_bound_between_whole_orders_holds(order):
    assert exact_divergence(40.0, 3, order) <= Skellam(40.0, 3, 1).divergence(order)
    exact = Gaussian(2.0).divergence(order)
    assert exact <= SampledGaussian(2.0, 1.0).divergence(order)


@settings(max_examples=examples(12))
@given(st.floats(0.5, 50), st.floats(0.001, 1), st.integers(1, 500), st.integers(1, 500))
def test_more_steps_samples_and_less_noise_cost_more(noise_multiplier, sample_rate, steps, more):
    found = spent(SampledGaussian(noise_multiplier, sample_rate), steps)
    assert found <= spent(SampledGaussian(noise_multiplier, sample_rate), steps + more)
    assert found <= spent(SampledGaussian(0.9 * noise_multiplier, sample_rate), steps) * (1 + 1e-9)
    assert found <= spent(SampledGaussian(noise_multiplier, min(1.0, 1.1 * sample_rate)), steps) * (1 + 1e-9)
    assert found <= spent(SampledGaussian(noise_multiplier, sample_rate), steps, DELTA / 10)


def test_divergences_grow_with_the_order():
    for mechanism in (Gaussian(1.0), SampledGaussian(1.0, 0.05), sum_release(1.0, 1000)):
        found = [mechanism.divergence(order) for order in ORDERS]
        assert all(more > (1 - 1e-12) * less for less, more in pairwise(found))


def test_different_releases_are_counted_together():
    accountant = Accountant()
    assert (accountant.epsilon(DELTA), accountant.mechanism) == (0.0, "none")
    accountant.step(sum_release(2.0, 100), 3)
    accountant.step(SampledGaussian(1.0, 0.01), 50)
    accountant.step(sum_release(2.0, 100))
    assert accountant.mechanism == "Skellam and sampled Gaussian"
    assert accountant.epsilon(DELTA) > max(
        spent(sum_release(2.0, 100), 4), spent(SampledGaussian(1.0, 0.01), 50)
    )
    assert accountant.epsilon(DELTA) < spent(sum_release(2.0, 100), 4) + spent(SampledGaussian(1.0, 0.01), 50)


@pytest.mark.parametrize("delta", [0.0, 1.0, -1e-5, float("nan")])
def test_a_delta_without_meaning_is_refused(delta):
    with pytest.raises(YouCanFix, match="means nothing"):
        spent(Gaussian(1.0), delta=delta)


@pytest.mark.parametrize("epsilon", [0.5, 3.0, 20.0])
def test_the_noise_that_is_found_just_keeps_the_epsilon(epsilon):
    found = noise_multiplier_for(epsilon, DELTA, 0.02, 192)
    assert spent(SampledGaussian(found, 0.02), 192) <= epsilon
    assert spent(SampledGaussian(found - 0.002, 0.02), 192) > epsilon


def test_an_epsilon_that_no_noise_keeps_is_refused():
    with pytest.raises(YouCanFix, match="No noise keeps"):
        noise_multiplier_for(1e-4, DELTA, 1.0, 100_000)


def test_the_noise_of_a_threshold_of_clients_is_z_clips_wide():
    assert 5 * noise_variance(1.5, 5) == pytest.approx((1.5 * 2**FRACTION_BITS) ** 2)


def test_noise_in_the_ring_is_noise_on_the_update():
    clip, variance = 0.8, noise_variance(1.5, 5)
    drawn = skellam_noise(SecretStream(bytes(32)), variance, 100_000) * clip / 2**FRACTION_BITS
    assert drawn.std() == pytest.approx(1.5 * clip / math.sqrt(5), rel=0.02)


@pytest.mark.parametrize(("noise_multiplier", "threshold"), [(0.001, 5), (101.0, 5), (1.0, 0), (1.0, 200)])
def test_noise_that_cannot_be_made_is_refused(noise_multiplier, threshold):
    with pytest.raises(YouCanFix, match="cannot be made"):
        noise_variance(noise_multiplier, threshold)


def test_what_one_client_opens_carries_its_own_noise_alone():
    assert own_release(1.0, 1, 1000) == sum_release(1.0, 1000)
    for threshold in (5, 51):
        own = spent(own_release(1.0, threshold, 1000))
        assert own == pytest.approx(spent(sum_release(1.0 / math.sqrt(threshold), 1000)), rel=1e-6)
        assert own > spent(sum_release(1.0, 1000))


@settings(max_examples=examples(30))
@given(st.integers(1, 300), st.floats(0.01, 100), st.integers(0, 2**32 - 1))
def test_no_update_moves_the_sum_further_than_accounted_for(length, size, seed):
    rng = np.random.default_rng(seed)
    integers = quantise(size * rng.standard_normal(length), WEIGHT_ONE, 1.0, rng).astype(float)
    release = sum_release(1.0, length)
    assert np.linalg.norm(integers) <= release.norm
    assert np.abs(integers).sum() <= math.sqrt(length) * release.norm


@pytest.mark.parametrize(("noise_multiplier", "threshold"), [(1.0, 5), (0.3, 51)])
def test_estimates_of_honest_noisy_updates_scatter_around_their_bound(noise_multiplier, threshold):
    """At the clip: chi-square with as many degrees as sums, and never as far off as the limit."""
    rng, stream = np.random.default_rng(5), SecretStream(bytes(32))
    update = rng.standard_normal(3_200)
    x = quantise(update / np.linalg.norm(update), WEIGHT_ONE, 1.0, rng)
    variance = noise_variance(noise_multiplier, threshold)
    bound = norm_bound(WEIGHT_ONE, len(x), variance)
    squares = []
    for _ in range(300):
        sketch = Sketch.of(rng.bytes(32), len(x))
        sums = from_ring(sketch.sums(to_ring(x + skellam_noise(stream, variance, len(x)))))
        squares.append((sketch.norm(sums) / bound) ** 2)
        assert not is_too_long(sketch, sums, bound)
    assert np.mean(squares) == pytest.approx(1, abs=4 * math.sqrt(2 / 32 / 300))
    assert np.std(squares) == pytest.approx(math.sqrt(2 / 32), rel=0.2)
