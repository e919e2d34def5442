"""The logistic baseline finds a linear signal, and says little where there is none."""

import numpy as np

from core.model.forecast_scores import log_loss
from core.model.logistic import STRENGTHS, Logistic


def rows(count, slope, seed=1):
    rng = np.random.default_rng(seed)
    features = rng.standard_normal((count, 5))
    up = (rng.random(count) < 1 / (1 + np.exp(-slope * features[:, 0] - 0.3))).astype(float)
    return features, up


def test_a_linear_signal_is_found():
    fitted = Logistic.fit(*rows(4000, 1.0, seed=2), apart=10)
    assert np.allclose(fitted.coefficients, [0.3, 1.0, 0, 0, 0, 0], atol=0.12)
    assert fitted.strength < max(STRENGTHS) / 10


def test_noise_is_held_down_by_a_stronger_ridge():
    features, up = rows(400, 0.0)
    fitted = Logistic.fit(features, up, apart=10)
    fresh, came = rows(4000, 0.0, seed=2)
    rate = log_loss(came, np.full(len(came), np.log(up.mean() / (1 - up.mean())))).mean()
    assert log_loss(came, fitted.logit(fresh)).mean() < rate + 0.02


def test_labels_of_one_side_have_a_finite_fit():
    features, _ = rows(300, 0.0)
    fitted = Logistic.fit(features, np.ones(300), apart=1)
    assert np.isfinite(fitted.logit(features)).all()
    assert (fitted.logit(features) > 2).all()


def test_a_handful_of_rows_is_not_fitted():
    assert Logistic.fit(*rows(60, 1.0), apart=10) is None
