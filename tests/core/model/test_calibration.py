"""Temperature and calibration error against their definitions, and what calibration does to a model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.calibration import (
    COLDEST,
    HOTTEST,
    calibrate,
    calibrated,
    temperature,
)
from core.model.evaluation import measure, predict
from core.model.forecast_scores import calibration_error, log_loss
from core.model.weights import initial_weights


def market(seed, too_sure, count=20_000):
    """Logits that are `too_sure` times as large as the truth, and what came true."""
    rng = np.random.default_rng(seed)
    true = rng.standard_normal(count)
    up = (rng.random(count) < 1 / (1 + np.exp(-true))).astype(np.float32)
    return too_sure * true, up


@pytest.mark.parametrize("too_sure", [0.3, 1.0, 4.0])
def test_the_temperature_undoes_what_is_too_sure(too_sure):
    assert temperature(*market(1, too_sure)) == pytest.approx(too_sure, rel=0.05)


@given(st.integers(0, 2**32 - 1), st.floats(0.2, 5.0))
def test_no_other_temperature_has_a_lower_log_loss(seed, too_sure):
    logits, up = market(seed, too_sure, 300)
    best = temperature(logits, up)
    others = np.geomspace(COLDEST, HOTTEST, 50)
    assert (
        log_loss(up, logits / best).mean()
        <= min(log_loss(up, logits / other).mean() for other in others) + 1e-9
    )


def test_logits_that_say_the_opposite_become_a_coin():
    logits, up = market(2, 1.0)
    assert temperature(-logits, up) == pytest.approx(HOTTEST, rel=1e-6)


def test_it_is_measured_on_windows_that_it_was_not_fitted_on():
    logits, up = market(3, 3.0)
    found = calibrate(logits, up, 100)
    assert found.windows == 10_000
    assert found.error_before > 0.1
    assert found.error_after < 0.02
    assert found.log_loss_after < found.log_loss_before
    other = calibrate(np.concatenate([logits[:10_000], -logits[10_000:]]), up, 100)
    assert other.log_loss_after > np.log(2)


def test_the_error_is_the_gap_of_each_bin():
    logits = np.concatenate([np.full(50, -1.0), np.full(50, 1.0)])
    up = np.concatenate([np.zeros(50), np.ones(50)]).astype(np.float32)
    assert calibration_error(up, logits)(np.ones((1, len(up))))[0] == pytest.approx(1 / (1 + np.e))


def test_log_loss_is_that_of_the_evaluation():
    logits, up = market(4, 1.0, 500)
    outputs = np.stack([logits, np.zeros(500), np.zeros(500)], 1)
    nothing = np.zeros(500, np.float32)
    assert log_loss(up, logits).mean() == pytest.approx(
        measure(outputs, up, nothing, nothing, 0.0).direction_log_loss
    )


@pytest.mark.parametrize("kind", ["lstm", "transformer", "logistic"])
def test_a_calibrated_model_says_the_same_of_risk_and_less_of_the_direction(spec, evaluation, kind):
    spec = type(spec)(spec.features, spec.window, spec.hidden, architecture=kind)
    weights, given = initial_weights(spec, 1), (evaluation.windows, evaluation.baseline_log_variance)
    before, after = (predict(one, spec, *given) for one in (weights, calibrated(weights, [4.0])))
    logits = [np.log(one.probability_up / (1 - one.probability_up)) for one in (before, after)]
    np.testing.assert_allclose(logits[1], logits[0] / 4, atol=1e-6)
    np.testing.assert_array_equal(before.log_variance, after.log_variance)
