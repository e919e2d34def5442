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
