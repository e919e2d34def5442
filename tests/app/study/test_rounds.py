"""The sum that comes out of the product's rounds is the plain weighted mean, and nothing else."""

import numpy as np
import pytest

from app.study.networks import shared_normaliser
from app.study.rounds import play_round
from core.errors import ConfluxError
from core.features.matrix import Normaliser

TRADERS, LENGTH, CLIP = 8, 300, 4.0


def drawn(seed=0):
    """Updates that have something in common, as those of one model have."""
    rng = np.random.default_rng(seed)
    common = rng.standard_normal(LENGTH)
    return [
        (0.02 * (common + rng.standard_normal(LENGTH))).astype(np.float32) for _ in range(TRADERS)
    ], common


def test_a_round_s_sum_is_exact_and_its_model_the_mean_weighted_by_samples():
    updates, common = drawn()
    samples = [100 * (number + 1) for number in range(TRADERS)]
    start = np.linspace(-1, 1, LENGTH).astype(np.float32)
    found = play_round(start, updates, samples, CLIP, common, seed=3)
    plain = (
        start + sum(n * update.astype(np.float64) for n, update in zip(samples, updates, strict=True)) / 3600
    )
    assert np.array_equal(found.total, sum(found.parts.values()))
    assert sorted(found.parts) == list(range(TRADERS))
    assert found.model == pytest.approx(plain, abs=2e-7)


def test_the_sum_says_nothing_of_one_trader_s_integers():
    updates, common = drawn()
    found = play_round(np.zeros(LENGTH, np.float32), updates, [1] * TRADERS, CLIP, common, seed=4)
    assert not any(np.array_equal(found.total, part) for part in found.parts.values())


def test_an_update_against_the_reference_is_left_out():
    updates, common = drawn()
    updates[2] = -updates[2]
    found = play_round(np.zeros(LENGTH, np.float32), updates, [1] * TRADERS, 1.0, common, seed=5)
    kept = [update for number, update in enumerate(updates) if number != 2]
    assert list(found.rejected) == [2]
    assert "against the reference" in found.rejected[2]
    assert found.model == pytest.approx(np.mean(kept, axis=0), abs=2e-7)


def test_a_long_update_is_cut_to_the_clip():
    updates, common = drawn()
    updates[0] = updates[0] * 1000
    found = play_round(np.zeros(LENGTH, np.float32), updates, [1] * TRADERS, CLIP, common, seed=6)
    assert not found.rejected
    assert np.linalg.norm(found.model) < CLIP


def test_a_trader_with_hardly_a_row_has_a_seat_too():
    updates, common = drawn()
    samples = [100_000] * (TRADERS - 1) + [1]
    found = play_round(np.zeros(LENGTH, np.float32), updates, samples, CLIP, common, seed=7)
    assert sorted(found.parts) == list(range(TRADERS))


def test_too_few_traders_make_no_round():
    updates, common = drawn()
    with pytest.raises(ConfluxError):
        play_round(np.zeros(LENGTH, np.float32), updates[:7], [1] * 7, CLIP, common, seed=7)


def test_the_shared_normaliser_is_that_of_all_rows_together():
    rng = np.random.default_rng(8)
    scale, centre = np.array([1e-3, 1.0, 2.0]), np.array([0.0, -7.0, 3.0])
    inputs = [centre + scale * (rng.standard_normal((400 + 50 * n, 3)) + n / 8) for n in range(TRADERS)]
    public = Normaliser(centre + 0.3 * scale, scale * [0.5, 2.0, 1.0])
    found, whole = shared_normaliser(inputs, public, seed=1), Normaliser.fit(np.concatenate(inputs))
    assert found.mean == pytest.approx(whole.mean, abs=1e-4)
    assert found.std == pytest.approx(whole.std, rel=1e-3)
