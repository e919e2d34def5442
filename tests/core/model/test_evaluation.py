"""Predictions, the evaluation loss and the path gradient that scores are made of."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Cancelled, YouCanFix
from core.features.dataset import EvaluationSet
from core.model import evaluation as scoring
from core.model.evaluation import auc, evaluation_loss, measure, path_gradient, predict
from core.model.spec import ModelSpec
from core.model.training import train
from core.model.weights import Weights, delta, initial_weights


@pytest.fixture(scope="module")
def step(dataset, spec, config):
    """A realistic update: what training changes."""
    start = initial_weights(spec, 0)
    end, _ = train(dataset, spec, start, config, lambda _report: None)
    return start, end


@pytest.mark.parametrize("nodes", [3, 4, 5])
def test_scores_add_up_to_what_the_loss_fell(step, spec, evaluation, nodes):
    start, end = step
    path = path_gradient(start, end, spec, evaluation, nodes)
    fell = path.loss_before - path.loss_after
    shares = -path.gradient @ delta(end, start).astype(np.float64)
    assert fell > 0.1
    assert abs(shares - fell) < 0.01 * fell


def test_the_losses_of_the_path_are_those_of_the_models(step, spec, evaluation):
    path = path_gradient(*step, spec, evaluation, 1)
    losses = [evaluation_loss(weights, spec, evaluation) for weights in step]
    assert [path.loss_before, path.loss_after] == losses
    assert path.windows == len(evaluation)


def test_one_node_is_the_gradient_in_the_middle(step, spec, evaluation):
    middle = (step[0].flat() + step[1].flat()).astype(np.float32) / 2
    point = Weights.from_flat(spec, middle)
    gradient = path_gradient(point, point, spec, evaluation, 1).gradient
    way = np.random.default_rng(0).standard_normal(len(middle)).astype(np.float32)
    size = np.float32(2**-9)
    ahead, behind = (
        evaluation_loss(Weights.from_flat(spec, middle + sign * size * way), spec, evaluation)
        for sign in (1, -1)
    )
    assert np.isclose(gradient @ way, (ahead - behind) / (2 * size), rtol=1e-3)


def test_the_gradient_does_not_depend_on_chunks_or_threads(step, spec, evaluation, monkeypatch):
    def integers():
        gradient = path_gradient(*step, spec, evaluation, 4).gradient
        return np.rint(gradient / np.linalg.norm(gradient) * 2**24)

    whole = integers()
    assert np.array_equal(whole, integers())
    monkeypatch.setattr(scoring, "CHUNK", 37)
    assert np.abs(integers() - whole).max() <= 1


def test_the_score_is_the_loss_that_training_lowered(dataset, spec, config):
    weights, report = train(dataset, spec, initial_weights(spec, 0), config, lambda _report: None)
    rows = dataset.validation
    part = EvaluationSet(
        dataset.windows(rows),
        dataset.up[rows],
        dataset.log_variance[rows],
        dataset.baseline_log_variance[rows],
    )
    assert np.isclose(evaluation_loss(weights, spec, part), report.best.loss, rtol=1e-5)


def test_risk_weight_weighs_the_risk(step, spec, evaluation):
    losses = [evaluation_loss(step[1], spec, evaluation, weight) for weight in (0.0, 0.5, 1.0)]
    assert np.isclose(losses[1], (losses[0] + losses[2]) / 2)


def test_progress_of_the_path_can_cancel_it(step, spec, evaluation):
    seen = []

    def stop(fraction):
        seen.append(fraction)
        if fraction >= 0.5:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        path_gradient(*step, spec, evaluation, 4, step=stop)
    assert seen == [0.25, 0.5]


@pytest.mark.parametrize("nodes", [0, 65])
def test_a_path_without_sensible_nodes_is_refused(step, spec, evaluation, nodes):
    with pytest.raises(YouCanFix):
        path_gradient(*step, spec, evaluation, nodes)


def test_nothing_to_score_on_is_an_error(step, spec, evaluation):
    empty = EvaluationSet(*(getattr(evaluation, name)[:0] for name in EvaluationSet.__match_args__))
    with pytest.raises(YouCanFix, match="no window"):
        evaluation_loss(step[0], spec, empty)


def test_windows_of_another_shape_are_refused(step, spec, evaluation):
    with pytest.raises(YouCanFix, match="needs windows"):
        evaluation_loss(step[0], spec, replace(evaluation, windows=evaluation.windows[:, 1:]))
    with pytest.raises(YouCanFix, match="needs windows"):
        predict(step[0], spec, evaluation.windows[:, :, 1:], evaluation.baseline_log_variance)


def test_predictions_tell_chance_and_risk(step, spec, evaluation):
    told = predict(step[1], spec, evaluation.windows, evaluation.baseline_log_variance)
    assert len(told) == len(evaluation)
    assert all(column.dtype == np.float64 for column in vars(told).values())
    assert auc(told.probability_up, evaluation.up) > 0.65
    error = (evaluation.log_variance - told.log_variance) / told.log_variance_std
    assert 0.8 < error.std() < 1.25


def test_a_prediction_does_not_depend_on_its_neighbours(step, spec, evaluation):
    together = predict(step[1], spec, evaluation.windows, evaluation.baseline_log_variance)
    alone = predict(step[1], spec, evaluation.windows[5:6], evaluation.baseline_log_variance[5:6])
    assert np.isclose(alone.probability_up[0], together.probability_up[5], atol=1e-6)


def test_no_window_gives_no_prediction(step, spec, evaluation):
    assert len(predict(step[0], spec, evaluation.windows[:0], evaluation.baseline_log_variance[:0])) == 0


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=30))
def test_auc_is_the_share_of_pairs_in_order(pairs):
    scores = np.array([float(score) for score, _ in pairs])
    up = np.array([float(rise) for _, rise in pairs], np.float32)
    wins = [np.sign(a - b) / 2 + 0.5 for a in scores[up > 0] for b in scores[up == 0]]
    assert np.isclose(auc(scores, up), np.mean(wins) if wins else 0.5)


def test_a_perfect_forecast_explains_everything():
    actual = np.array([-8.0, -7.0, -9.0], np.float32)
    base = np.array([-8.5, -7.5, -8.0], np.float32)
    outputs = np.column_stack([np.zeros(3), actual - base, np.zeros(3)]).astype(np.float64)
    losses = measure(outputs, np.array([1, 0, 1], np.float32), actual, base, -8.0)
    assert (losses.risk_r2, losses.risk_r2_mean, losses.auc) == (1.0, 1.0, 0.5)
    assert np.isclose(losses.direction_log_loss, np.log(2))
    assert np.isclose(losses.loss, losses.direction_log_loss + 0.5 * losses.risk_nll)


def test_a_second_layer_works_the_same(evaluation):
    spec = ModelSpec(5, window=12, hidden=4, layers=2)
    start = initial_weights(spec, 0)
    end = Weights.from_flat(spec, start.flat() * np.float32(1.1))
    path = path_gradient(start, end, spec, evaluation, 4)
    shares = -path.gradient @ delta(end, start).astype(np.float64)
    assert np.isclose(shares, path.loss_before - path.loss_after, rtol=1e-3)
