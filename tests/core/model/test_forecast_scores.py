"""Scores are what their papers define, and their intervals come from whole days drawn in blocks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.model import forecast_scores as scores
from core.model.evaluation import auc
from core.model.forecast_scores import Blocks
from tests.slices import examples

HOURS = 3600 * np.arange(24 * 60)
ONE = np.ones((1, 40))


def figure_of(figure, count):
    return float(figure(np.ones((1, count)))[0])


def test_qlike_is_zero_for_the_truth_and_dearer_below_than_above():
    actual = np.array([-7.0])
    assert scores.qlike(actual, actual) == pytest.approx(0.0)
    assert scores.qlike(actual, actual - 1) > scores.qlike(actual, actual + 1) > 0


@settings(max_examples=examples(20))
@given(seed=st.integers(0, 2**32 - 1), ties=st.booleans())
def test_weighted_auc_counts_a_row_as_often_as_it_weighs(seed, ties):
    rng = np.random.default_rng(seed)
    up = (rng.random(40) < 0.5).astype(float)
    score = rng.integers(0, 5, 40).astype(float) if ties else rng.standard_normal(40)
    weights = rng.integers(0, 4, 40)
    found = scores.weighted_auc(up, score)(weights[np.newaxis].astype(float))[0]
    repeated = np.repeat(np.arange(40), weights)
    assert found == pytest.approx(auc(score[repeated], up[repeated].astype(np.float32)))


def test_auc_of_a_single_outcome_is_a_half():
    assert figure_of(scores.weighted_auc(np.ones(3), np.arange(3.0)), 3) == 0.5


def test_log_loss_of_a_half_is_that_of_a_coin():
    assert scores.log_loss(np.array([1.0, 0.0]), np.zeros(2)) == pytest.approx([np.log(2)] * 2)
    assert scores.log_loss(np.array([1.0]), np.array([2.0])) == pytest.approx(np.log1p(np.exp(-2.0)))


def test_calibration_error_is_the_distance_of_probability_and_frequency():
    up = np.concatenate([np.ones(70), np.zeros(30)])[np.random.default_rng(1).permutation(100)]
    assert figure_of(scores.calibration_error(np.tile(up, 50), np.full(5000, np.log(7 / 3))), 5000) < 0.06
    assert figure_of(scores.calibration_error(np.zeros(100), np.zeros(100)), 100) == pytest.approx(0.5)


def test_r2_is_one_for_the_truth_and_zero_for_the_mean():
    actual = np.random.default_rng(2).standard_normal(40)
    assert figure_of(scores.r2_of_logs(actual, actual), 40) == pytest.approx(1.0)
    assert figure_of(scores.r2_of_logs(actual, np.full(40, actual.mean())), 40) == pytest.approx(0.0)


def test_information_coefficient_is_a_rank_correlation():
    values = np.random.default_rng(3).standard_normal(40)
    assert figure_of(scores.information_coefficient(values, np.exp(values)), 40) == pytest.approx(1.0)
    assert figure_of(scores.information_coefficient(values, -values), 40) == pytest.approx(-1.0)
    assert figure_of(scores.information_coefficient(values, np.zeros(40)), 40) == 0.0


def test_hits_halve_what_says_nothing():
    assert np.array_equal(scores.hits(np.array([1, 0, 1]), np.array([2.0, 1.0, 0.0])), [1.0, 0.0, 0.5])


def test_hours_of_a_day_are_drawn_together_and_days_in_blocks():
    blocks = Blocks(np.concatenate([HOURS, HOURS]), draws=50)
    assert blocks.days == 60
    assert (blocks.counts.sum(axis=1) == 60).all()
    drawn = blocks.counts > 0
    starts = (np.diff(drawn.astype(int), axis=1) == 1).sum(axis=1)
    assert starts.max() <= -(-60 // scores.BLOCK_DAYS)


def test_an_interval_holds_the_mean_of_independent_days_about_as_often_as_it_says():
    inside = 0
    for seed in range(60):
        days = np.random.default_rng(seed).standard_normal(400)
        found = Blocks(86_400 * np.arange(400), seed, draws=200, block_days=2).mean(days)
        inside += found.low <= 0 <= found.high
    assert 50 <= inside <= 60


def test_a_constant_difference_has_an_interval_without_width():
    rng = np.random.default_rng(5)
    values, blocks = rng.standard_normal(len(HOURS)), Blocks(HOURS)
    found = blocks.mean((values + 0.5) - values)
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))
    up = (rng.random(len(HOURS)) < 0.5).astype(float)
    spread = blocks.spread(scores.weighted_auc(up, values))
    same = blocks.spread(scores.weighted_auc(up, 3 * values))
    assert blocks.difference(spread, same).high == 0.0


def test_the_same_draws_serve_mean_and_spread():
    values, blocks = np.random.default_rng(6).standard_normal(len(HOURS)), Blocks(HOURS)
    spread = blocks.spread(lambda weights: (weights @ values) / weights.sum(axis=1))
    assert blocks.mean(values).low == pytest.approx(spread.interval.low)


def test_figures_of_some_rows_use_those_rows_days():
    values, blocks = np.random.default_rng(7).standard_normal(len(HOURS)), Blocks(HOURS)
    place = np.arange(0, len(HOURS), 7)
    part = blocks.spread(lambda weights: (weights @ values[place]) / weights.sum(axis=1), place)
    assert part.value == pytest.approx(values[place].mean())
    assert scores.mean_spread([part, part]).interval == part.interval


def test_a_draw_without_any_of_the_rows_is_left_out():
    rng, blocks = np.random.default_rng(8), Blocks(HOURS, block_days=14)
    late, all_rows = np.arange(len(HOURS) - 24, len(HOURS)), np.arange(len(HOURS))
    actual, said = rng.standard_normal((2, len(HOURS)))
    rare = blocks.spread(scores.r2_of_logs(actual[late], said[late]), late)
    assert np.isnan(rare.draws).any()
    assert np.isfinite([rare.interval.low, rare.interval.high]).all()
    usual = blocks.spread(scores.r2_of_logs(actual, said), all_rows)
    both = scores.mean_spread([rare, usual])
    assert np.isfinite(both.draws).all()
    assert both.value == pytest.approx((rare.value + usual.value) / 2)


def test_nothing_is_explained_of_what_does_not_vary():
    assert figure_of(scores.r2_of_logs(np.full(40, -7.0), np.full(40, -8.0)), 40) == 0.0


def test_too_few_days_are_refused():
    with pytest.raises(YouCanFix, match="too few for an interval"):
        Blocks(HOURS[:100])
