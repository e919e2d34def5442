"""Direction at several horizons in one model: L is their mean, each has its figures; one is as before."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from core.errors import YouCanFix
from core.model.calibration import calibrated, temperatures
from core.model.checkpoint import Checkpoint
from core.model.evaluation import auc, evaluation_loss, measure, path_gradient, predict
from core.model.losses import Targets, head_losses, window_losses
from core.model.spec import ModelSpec, parameter_count, recognise, shapes
from core.model.training import base_losses, describe, train
from core.model.weights import Weights, delta, initial_weights
from tests.slices import examples
from tests.strategies import random_candles

CANDLES = random_candles(1, 2400)
KINDS = ["lstm", "gru", "tcn", "transformer", "logistic"]


def ignore(_report):
    return


def later(given, seed=9):
    """Labels of two further horizons: one that agrees with the first most of the time, one that is a coin."""
    rng = np.random.default_rng(seed)
    flipped = rng.random(len(given.up)) < 0.1
    coin = rng.random(len(given.up)) < 0.4
    further = np.column_stack((np.where(flipped, 1 - given.up, given.up), coin)).astype(np.float32)
    return replace(given, further_up=further)


@pytest.fixture(scope="module")
def three(spec):
    return replace(spec, horizons=3)


@pytest.fixture(scope="module")
def dataset(dataset):
    return later(dataset)


@pytest.fixture(scope="module")
def evaluation(evaluation):
    return later(evaluation)


@pytest.fixture(scope="module")
def quick(config):
    return replace(config, epochs=3, windows_per_epoch=512)


@pytest.fixture(scope="module")
def learned(dataset, three, quick):
    start = initial_weights(three, 0)
    return start, *train(dataset, three, start, quick, ignore)


@settings(max_examples=examples(20))
@given(st.integers(1, 40), st.integers(0, 2**16), st.floats(0, 4))
def test_with_one_horizon_the_loss_is_what_it_was_bit_by_bit(count, seed, risk_weight):
    rng = torch.Generator().manual_seed(seed)
    outputs = torch.randn(count, 3, generator=rng)
    up = (torch.rand(count, generator=rng) < 0.5).float()
    actual, base = torch.randn(count, generator=rng), torch.randn(count, generator=rng)
    logit, offset, log_std = outputs.unbind(-1)
    direction = functional.binary_cross_entropy_with_logits(logit, up, reduction="none")
    risk = 0.9189385332046727 + log_std + 0.5 * ((actual - base - offset) * torch.exp(-log_std)).square()
    for given_up in (up, up.unsqueeze(1)):
        found = window_losses(outputs, Targets(given_up, actual, base), risk_weight)
        assert torch.equal(found, direction + risk_weight * risk)


@settings(max_examples=examples(20))
@given(st.integers(1, 8), st.integers(0, 2**16))
def test_the_loss_is_the_mean_of_the_losses_of_each_horizon_alone(horizons, seed):
    rng = torch.Generator().manual_seed(seed)
    outputs = torch.randn(7, horizons + 2, generator=rng, dtype=torch.float64)
    up = (torch.rand(7, horizons, generator=rng) < 0.5).double()
    actual, base = (torch.randn(7, generator=rng, dtype=torch.float64) for _ in range(2))
    alone = [
        window_losses(outputs[:, [place, -2, -1]], Targets(up[:, place], actual, base), 0.5)
        for place in range(horizons)
    ]
    whole = window_losses(outputs, Targets(up, actual, base), 0.5)
    torch.testing.assert_close(whole, torch.stack(alone).mean(0))
    assert head_losses(outputs, Targets(up, actual, base))[0].shape == (7, horizons)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trained", ["all", "head"])
def test_the_gradient_of_the_loss_equals_finite_differences(three, evaluation, kind, trained):
    spec = replace(three, architecture=kind, trained=trained)
    start = initial_weights(spec, 5)
    gradient = path_gradient(start, start, spec, evaluation, 1).gradient
    way = np.zeros(parameter_count(spec))
    place = slice(len(way) - len(gradient), None) if trained == "all" else None
    if place is None:  # the head's arrays stand together; find them by name
        before = sum(int(np.prod(s)) for n, s in shapes(spec).items() if n < "head.bias")
        place = slice(before, before + len(gradient))
    way[place] = np.random.default_rng(0).standard_normal(len(gradient))
    size, flat = 2.0**-9, start.flat().astype(np.float64)
    ahead, behind = (
        evaluation_loss(Weights.from_flat(spec, flat + sign * size * way), spec, evaluation)
        for sign in (1, -1)
    )
    # float32 weights round the step: compare along the step that was really made
    made = [Weights.from_flat(spec, flat + sign * size * way).flat().astype(np.float64) for sign in (1, -1)]
    expected = gradient @ (made[0] - made[1])[place]
    assert ahead - behind == pytest.approx(expected, rel=2e-3, abs=1e-7)


def test_scores_add_up_to_what_the_loss_fell(learned, three, evaluation):
    start, end, _ = learned
    path = path_gradient(start, end, three, evaluation, 4)
    fell = path.loss_before - path.loss_after
    assert fell > 0.02
    assert abs(-path.gradient @ delta(end, start).astype(np.float64) - fell) < 0.01 * fell


def test_each_horizon_has_its_figures(learned, dataset):
    _, _, report = learned
    best = report.best
    assert np.mean(best.log_losses) == pytest.approx(best.direction_log_loss)
    assert best.loss == pytest.approx(best.direction_log_loss + 0.5 * best.risk_nll)
    assert best.auc == best.aucs[0] > 0.65
    assert best.aucs[1] > 0.6
    assert abs(best.aucs[2] - 0.5) < 0.1
    shares = dataset.ups[dataset.training].mean(0)
    came = dataset.ups[dataset.validation].mean(0)
    expected = -(came * np.log(shares) + (1 - came) * np.log(1 - shares))
    np.testing.assert_allclose(base_losses(dataset, 0.5).log_losses, expected, rtol=1e-5)


def test_a_prediction_gives_a_probability_a_horizon(learned, three, evaluation):
    _, weights, _ = learned
    found = predict(weights, three, evaluation.windows, evaluation.baseline_log_variance)
    assert found.probabilities_up.shape == (len(evaluation), 3)
    assert np.array_equal(found.probabilities_up[:, 0], found.probability_up)
    for column, up, least in zip(found.probabilities_up.T, evaluation.ups.T, (0.65, 0.6, 0.4), strict=True):
        assert auc(column, up) > least
    empty = predict(weights, three, evaluation.windows[:0], evaluation.baseline_log_variance[:0])
    assert empty.probabilities_up.shape[0] == len(empty) == 0


def test_a_prediction_of_one_horizon_has_one_column(spec, evaluation):
    given_windows = (evaluation.windows, evaluation.baseline_log_variance)
    found = predict(initial_weights(spec, 0), spec, *given_windows)
    assert np.array_equal(found.probabilities_up, found.probability_up[:, np.newaxis])


def test_calibration_is_fitted_and_applied_by_horizon(learned, three, dataset, evaluation, quick):
    _, weights, report = learned
    report = describe(report, dataset, (CANDLES,), three, weights, quick, 24)
    by = temperatures(report)
    assert len(by) == len(set(by)) == 3
    given_windows = (evaluation.windows, evaluation.baseline_log_variance)
    before, after = (predict(one, three, *given_windows) for one in (weights, calibrated(weights, by)))
    logits = [np.log(one.probabilities_up) - np.log1p(-one.probabilities_up) for one in (before, after)]
    np.testing.assert_allclose(logits[1] * by, logits[0], atol=1e-5)
    assert np.array_equal(before.log_variance, after.log_variance)


def test_a_run_that_was_stopped_goes_on_bit_by_bit(dataset, three, quick):
    config, kept = replace(quick, half_life_days=20.0, balance=True), []
    start = initial_weights(three, 0)
    whole = train(dataset, three, start, config, ignore, keep=kept.append)
    for one in kept:
        since = Checkpoint.from_bytes(one.to_bytes())
        assert train(dataset, three, start, config, ignore, resume=since) == whole


def test_balance_weighs_each_horizon_by_its_own_rises(dataset, three, quick):
    """Without features to learn from, a balanced coin of 40 % rises is said to be an even one."""
    config = replace(quick, epochs=8, learning_rate=0.05, patience=0)
    chances = []
    for balance in (False, True):
        spec = replace(three, architecture="logistic")
        still = replace(dataset, features=np.zeros_like(dataset.features))
        weights, _ = train(still, spec, initial_weights(spec, 0), replace(config, balance=balance), ignore)
        windows = still.windows(still.validation[:1])
        chances.append(predict(weights, spec, windows, np.zeros(1, np.float32)).probabilities_up[0, 2])
    assert chances == pytest.approx([0.4, 0.5], abs=0.05)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("horizons", [1, 2, 8])
def test_the_model_of_weights_is_recognised(kind, horizons):
    spec = ModelSpec(5, 12, 8, 1, kind, horizons=horizons)
    found = recognise(initial_weights(spec, 0).shapes, 12)  # of hidden units a logistic one keeps no trace
    assert (shapes(found), found.architecture, found.horizons) == (shapes(spec), kind, horizons)


def test_more_horizons_than_allowed_are_no_model():
    shape = dict(shapes(ModelSpec(5, 12, 8, horizons=8)))
    shape |= {"head.bias": (11,), "head.weight": (11, 8)}
    with pytest.raises(YouCanFix, match="no model"):
        recognise(shape, 12)
    for wrong in (0, 9, True, 1.0):
        with pytest.raises(YouCanFix, match="horizons"):
            ModelSpec(5, horizons=wrong)


def test_the_horizons_are_in_the_digest_where_there_are_several():
    assert ModelSpec(26, horizons=1).digest == ModelSpec(26).digest
    assert len({ModelSpec(26, horizons=count).digest for count in range(1, 9)}) == 8


def test_labels_of_other_horizons_are_refused(dataset, evaluation, spec, quick):
    with pytest.raises(YouCanFix, match="1 horizons; the labels are of 3"):
        train(dataset, spec, initial_weights(spec, 0), quick, ignore)
    with pytest.raises(YouCanFix, match="1 horizons; the labels are of 3"):
        evaluation_loss(initial_weights(spec, 0), spec, evaluation)


def test_labels_of_one_horizon_may_stand_alone_or_in_a_column(evaluation):
    outputs = np.random.default_rng(0).standard_normal((len(evaluation), 3))
    rest = (evaluation.log_variance, evaluation.baseline_log_variance, -8.0)
    assert measure(outputs, evaluation.up, *rest) == measure(outputs, evaluation.up[:, np.newaxis], *rest)


def test_private_training_learns_several_horizons(dataset, three, quick):
    pytest.importorskip("opacus")
    from core.model.private_training import sampling, train_privately
    from core.model.results import SamplePrivacy
    from core.privacy.noise import SecretStream

    rate, steps = sampling(dataset, quick)
    privacy = SamplePrivacy(3.0, 1e-5, 0.5, 1.0, rate, steps)
    start, draws = initial_weights(three, 0), SecretStream(bytes(32))
    _, report = train_privately(dataset, three, start, quick, privacy, draws, ignore)
    assert report.best.loss < report.start.loss
    assert len(report.best.aucs) == 3
