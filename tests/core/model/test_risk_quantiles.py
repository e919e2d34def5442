"""Quantiles of the risk: monotone, honest where the errors stay as they were, and judged on later windows."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.labels import LEAST_VARIANCE
from core.features.volatility import RISK_METRICS, Bars
from core.model.results import Prediction
from core.model.risk_quantiles import (
    LEVELS,
    RiskForecasts,
    RiskQuantiles,
    ewma_log_variance,
    judge_quantiles,
    normal_quantiles,
    pinball,
)
from core.model.spec import ModelSpec
from core.model.training import describe, train
from core.model.weights import initial_weights
from core.values import Timeframe
from tests.slices import examples
from tests.strategies import random_candles

CANDLES = random_candles(1, 2400)
finite = st.floats(-30, 30)
spreads = st.floats(0.136, 7.4)
rising = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=9, unique=True).map(sorted)


def prediction(means, deviations):
    half = np.full(len(means), 0.5)
    return Prediction(half, np.array(means), np.array(deviations))


@settings(max_examples=examples(50))
@given(st.lists(st.tuples(finite, spreads), min_size=1, max_size=5), rising)
def test_quantiles_rise_with_their_level_and_the_median_is_the_mean(rows, levels):
    made = prediction(*map(list, zip(*rows, strict=True)))
    found = made.quantiles(levels)
    assert found.shape == (len(rows), len(levels))
    assert (np.diff(found, axis=1) >= 0).all()
    np.testing.assert_allclose(made.quantiles([0.5])[:, 0], made.log_variance)


@given(st.lists(st.floats(-5, 5), min_size=len(LEVELS), max_size=len(LEVELS)), finite, spreads)
def test_residuals_of_any_order_give_quantiles_that_do_not_cross(residuals, mean, deviation):
    found = prediction([mean], [deviation]).quantiles(residuals=residuals)
    assert (np.diff(found[0]) >= 0).all()


def test_quantiles_are_the_mean_and_so_many_deviations():
    made = prediction([-7.0], [0.5])
    expected = [NormalDist(-7.0, 0.5).inv_cdf(level) for level in LEVELS]
    np.testing.assert_allclose(made.quantiles()[0], expected)
    np.testing.assert_allclose(made.quantiles(residuals=(-2, -1, 0, 1, 3))[0], [-8, -7.5, -7, -6.5, -5.5])
    with pytest.raises(ValueError, match="one residual for each level"):
        made.quantiles(residuals=(0.0,))


@pytest.mark.parametrize("levels", [(0.0,), (1.0,), (0.5, 0.5), (0.9, 0.1), (float("nan"),), (-1,)])
def test_levels_that_mean_nothing_are_refused(levels):
    with pytest.raises(YouCanFix, match="rising levels"):
        normal_quantiles(levels)


def forecasts(seed, count=20_000, scale=1.0):
    """A model that knows mean and spread, of skewed, heavy-tailed errors; scale is its mistake."""
    rng = np.random.default_rng(seed)
    last_day = -8 + rng.standard_normal(count)
    mean, deviation = last_day + 0.5 * rng.standard_normal(count), np.exp(0.3 * rng.standard_normal(count))
    errors = rng.standard_gamma(2.0, count) / np.sqrt(2) - np.sqrt(2)
    actual = mean + deviation * errors
    return RiskForecasts(mean, deviation / scale, actual, last_day, last_day + rng.standard_normal(count))


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_where_errors_stay_as_they_were_each_level_is_covered(scale):
    found = judge_quantiles(forecasts(1, scale=scale), forecasts(2, scale=scale))
    np.testing.assert_allclose(found.coverage, LEVELS, atol=0.012)
    assert np.abs(np.array(found.coverage_gaussian) - LEVELS).max() > 0.04
    assert found.pinball < min(found.pinball_gaussian, found.pinball_last_day, found.pinball_ewma)
    assert found.windows == 20_000


def test_what_is_judged_has_no_part_in_the_fit():
    before, after, other = forecasts(1), forecasts(2), forecasts(3, scale=3.0)
    one, two = judge_quantiles(before, after), judge_quantiles(before, other)
    assert one.residuals == two.residuals
    assert one.coverage != two.coverage


def test_the_pinball_loss_is_least_at_the_true_quantiles():
    came = np.random.default_rng(0).standard_normal(100_000)
    true = normal_quantiles(LEVELS)
    best = pinball(came, np.tile(true, (len(came), 1)))
    for place in range(len(LEVELS)):
        for step in (-0.2, 0.2):
            moved = true.copy()
            moved[place] += step
            assert pinball(came, np.tile(moved, (len(came), 1))) > best


def test_the_ewma_is_riskmetrics_of_each_series_by_itself():
    one, other = random_candles(1, 300), random_candles(2, 200, flat=1.0)
    found = ewma_log_variance((one, other))
    expected = np.maximum(Bars(one).ewma(RISK_METRICS), LEAST_VARIANCE)
    np.testing.assert_array_equal(found[:300], np.log(expected))
    assert (found[300:] >= np.log(LEAST_VARIANCE)).all()
    assert np.isfinite(found).all()


def test_candles_too_long_for_a_days_variance_have_no_ewma():
    daily = random_candles(1, 300).resample(Timeframe("1d"))
    assert ewma_log_variance((daily,)) is None
    before, after = (forecasts(seed)._replace(ewma=None) for seed in (1, 2))
    assert judge_quantiles(before, after).pinball_ewma is None


@pytest.mark.parametrize("horizons", [1, 2])
def test_a_training_reports_its_quantiles(dataset, config, horizons):
    spec = ModelSpec(5, 12, 8, horizons=horizons)
    given = dataset if horizons == 1 else replace(dataset, further_up=1 - dataset.up[:, np.newaxis])
    weights, report = train(given, spec, initial_weights(spec, 0), config, lambda _report: None)
    found = describe(report, given, (CANDLES,), spec, weights, config, 24).quantiles
    assert isinstance(found, RiskQuantiles)
    np.testing.assert_allclose(found.coverage, LEVELS, atol=0.08)
    assert found.pinball < found.pinball_last_day
    assert list(found.residuals) == sorted(found.residuals)
