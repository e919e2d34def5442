"""Training the head alone: what moves, what stays, and that its gradient is that of the whole, cut out."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PeerBroke, YouCanFix
from core.model.evaluation import evaluation_loss, path_gradient, predict
from core.model.spec import ModelSpec, is_trained, parameter_count, shapes, trained_count, trained_slice
from core.model.training import train
from core.model.weights import Weights, delta, initial_weights, trained_part, with_trained_part


@pytest.fixture(scope="module")
def head(spec):
    return replace(spec, trained="head")


@pytest.fixture(scope="module")
def step(dataset, head, config):
    start = initial_weights(head, 0)
    end, _ = train(dataset, head, start, config, lambda _report: None)
    return start, end


def test_a_spec_of_the_whole_model_keeps_its_digest_and_one_of_the_head_has_its_own():
    whole = ModelSpec(features=26)
    assert str(whole.digest) == "9dd98aa378cc7bd3064ce69711712fa24b88629d66762de77b660645feadc8c4"
    assert whole.digest == replace(whole, trained="all").digest != replace(whole, trained="head").digest


def test_a_part_that_is_not_on_the_list_is_refused():
    with pytest.raises(YouCanFix, match="no part"):
        ModelSpec(features=26, trained="lstm.weight_ih_l0; rm")


@pytest.mark.parametrize(("hidden", "count"), [(32, 99), (320, 963)])
def test_a_head_has_about_three_numbers_a_unit(hidden, count):
    assert trained_count(ModelSpec(26, hidden=hidden, trained="head")) == count


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 3), st.sampled_from(["all", "head"]))
def test_the_trained_part_is_one_piece_of_the_flat_vector(features, hidden, layers, trained):
    spec = ModelSpec(features, hidden=hidden, layers=layers, trained=trained)
    marked = Weights({name: np.full(shape, is_trained(spec, name)) for name, shape in shapes(spec).items()})
    place = trained_slice(spec)
    assert marked.flat()[place].all()
    assert marked.flat().sum() == place.stop - place.start == trained_count(spec)
    assert trained_count(replace(spec, trained="all")) == parameter_count(spec)


def test_a_part_comes_back_as_it_went_in(head):
    weights = initial_weights(head, 1)
    part = np.arange(trained_count(head), dtype=np.float32)
    changed = with_trained_part(weights, head, part)
    assert np.array_equal(trained_part(changed, head), part)
    assert with_trained_part(changed, head, trained_part(weights, head)) == weights
    assert np.array_equal(changed.arrays["head.weight"].ravel(), part[3:])
    with pytest.raises(PeerBroke):
        with_trained_part(weights, head, part[1:])
    with pytest.raises(PeerBroke):
        with_trained_part(weights, head, np.full_like(part, np.nan))


def test_training_the_head_learns_and_leaves_the_rest_bit_by_bit(step, head, dataset, config):
    start, end = step
    for name in start.arrays:
        assert np.array_equal(start.arrays[name], end.arrays[name]) != is_trained(head, name)
    again, report = train(dataset, head, start, config, lambda _report: None)
    assert again == end
    assert report.best.loss < report.start.loss - 0.01


def test_an_update_of_the_head_is_as_long_as_the_head(step, head, spec):
    start, end = step
    update = delta(end, start, head)
    assert (update.shape, update.dtype) == ((trained_count(head),), np.float32)
    assert np.array_equal(update, delta(end, start)[trained_slice(head)])
    assert np.array_equal(delta(end, start, spec), delta(end, start))


def test_a_change_outside_the_head_is_refused(step, head, evaluation):
    start, end = step
    other = initial_weights(head, 1)
    with pytest.raises(PeerBroke, match="outside the part"):
        delta(other, start, head)
    with pytest.raises(PeerBroke, match="outside the part"):
        path_gradient(other, end, head, evaluation, 3)


def test_the_gradient_of_the_head_is_that_of_the_whole_cut_out(step, head, spec, evaluation):
    part = path_gradient(*step, head, evaluation, 4)
    whole = path_gradient(*step, spec, evaluation, 4)
    assert part.gradient.shape == (trained_count(head),)
    assert np.allclose(part.gradient, whole.gradient[trained_slice(head)], rtol=1e-10, atol=1e-14)
    assert part.loss_before == pytest.approx(whole.loss_before, rel=1e-12)
    assert part.loss_after == pytest.approx(whole.loss_after, rel=1e-12)


def test_scores_of_head_updates_add_up(step, head, evaluation):
    start, end = step
    path = path_gradient(start, end, head, evaluation, 4)
    fell = path.loss_before - path.loss_after
    assert fell > 0.01
    assert abs(-path.gradient @ delta(end, start, head).astype(np.float64) - fell) < 0.01 * fell


def test_a_model_whose_head_was_trained_is_used_like_any_other(step, head, spec, evaluation):
    end = step[1]
    baseline = evaluation.baseline_log_variance
    one, other = (predict(end, shape, evaluation.windows, baseline) for shape in (head, spec))
    assert np.array_equal(one.probability_up, other.probability_up)
    assert evaluation_loss(end, head, evaluation) == pytest.approx(
        evaluation_loss(end, spec, evaluation), rel=1e-12
    )
