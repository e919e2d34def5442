"""Novelty: percentiles of the training part, high where the market is of another kind."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.novelty import RARE, Novelty, novelty_report


def correlated(seed, count, features=6):
    rng = np.random.default_rng(seed)
    mixed = np.eye(features) + 0.3 * np.triu(rng.standard_normal((features, features)), 1)
    return rng.standard_normal((count, features)) @ mixed


@given(st.integers(0, 2**32 - 1))
def test_percentiles_of_the_training_part_are_even(seed):
    states = correlated(seed, 2000)
    found = Novelty.fit(states).percentile(states)
    assert np.mean(found > RARE) == pytest.approx(0.01, abs=0.002)
    assert np.median(found) == pytest.approx(0.5, abs=0.01)
    assert found.min() >= 0
    assert found.max() <= 1


def test_it_is_the_distance_of_mahalanobis():
    states, asked = np.split(correlated(1, 5300), [5000])
    away = asked - states.mean(0)
    distances = np.einsum("mi,ij,mj->m", away, np.linalg.inv(np.cov(states, rowvar=False)), away)
    found = Novelty.fit(states).percentile(asked)
    assert np.corrcoef(np.argsort(np.argsort(distances)), np.argsort(np.argsort(found)))[0, 1] > 0.999


def test_an_unusual_combination_of_usual_values_is_found():
    rng = np.random.default_rng(3)
    one = rng.standard_normal(3000)
    states = np.stack([one, one + 0.1 * rng.standard_normal(3000)], 1)
    usual, broken = Novelty.fit(states).percentile(np.array([[1.0, 1.0], [1.0, -1.0]]))
    assert usual < 0.9 < RARE < broken


def test_features_that_say_the_same_are_no_trouble():
    one = np.random.default_rng(4).standard_normal((500, 1))
    found = Novelty.fit(np.hstack([one, one, np.zeros((500, 1))])).percentile(np.zeros((1, 3)))
    assert found[0] < 0.1


def test_a_market_of_another_kind_is_said(dataset):
    usual = novelty_report(dataset)
    assert usual.rare_share < 0.05
    wild = dataset.features.copy()
    wild[dataset.ends[dataset.validation]] *= 3
    report = novelty_report(replace(dataset, features=wild))
    assert report.rare_share > 0.5
    assert report.median > RARE


def wandering(seed, count, features=6):
    """Features that move slowly, as indicators over many candles do."""
    steps = np.random.default_rng(seed).standard_normal((count, features))
    states = np.zeros((count, features))
    for row in range(1, count):
        states[row] = 0.99 * states[row - 1] + steps[row]
    return states


@pytest.mark.parametrize("seed", range(3))
def test_a_stretch_judges_what_follows_it_more_fairly_than_its_own_fit_does(seed):
    shares = {"fit": [], "of_stretch": []}
    states = wandering(seed, 20_000)
    for since in range(0, 18_000, 1500):
        known, next_days = states[since : since + 1440], states[since + 1440 : since + 1608]
        for name, found in shares.items():
            found.append((getattr(Novelty, name)(known).percentile(next_days) > RARE).mean())
    assert np.mean(shares["of_stretch"]) < np.mean(shares["fit"]) / 1.5


def test_a_stretch_is_measured_in_blocks_that_do_not_know_themselves():
    states = wandering(5, 600)
    found = Novelty.of_stretch(states)
    whole = Novelty.fit(states)
    np.testing.assert_allclose(found.whitening, whole.whitening, atol=1e-12)
    assert len(found.distances) == 600
    assert (np.diff(found.distances) >= 0).all()
    assert np.median(found.distances) > np.median(whole.distances)
    one = Novelty.fit(states[100:])
    first = np.square((states[:100] - one.centre) @ one.whitening).sum(1)
    nearest = np.abs(found.distances[None] - first[:, None]).min(1)
    np.testing.assert_array_less(nearest, 1e-9 * (1 + first))


def test_a_stretch_too_short_to_part_is_known_by_its_own_fit():
    states = correlated(7, 11)
    np.testing.assert_array_equal(Novelty.of_stretch(states).distances, Novelty.fit(states).distances)
