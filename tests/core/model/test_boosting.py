"""Boosted trees learn, stop where validation says, and are missed with a remedy."""

import sys

import numpy as np
import pytest

from core.errors import YouCanFix
from core.model.boosting import ROUNDS, boost_direction, boost_risk, require_boosting
from core.model.forecast_scores import log_loss, qlike


def rows(seed, count=1500):
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((count, 4)).astype(np.float32)
    return inputs, inputs[:, 0] + 0.3 * rng.standard_normal(count)


def test_trees_of_risk_beat_the_anchor():
    pytest.importorskip("sklearn")
    (inputs, target), (later, truth) = rows(1), rows(2)
    found = boost_risk(inputs, target, later, lambda said: float(qlike(truth, said).mean()))
    assert 1 <= found.trees <= ROUNDS
    assert qlike(truth, found.said(later)).mean() < 0.3 * qlike(truth, np.zeros(len(truth))).mean()


def test_trees_of_direction_beat_a_coin():
    pytest.importorskip("sklearn")
    (inputs, target), (later, truth) = rows(1), rows(2)
    found = boost_direction(inputs, target, later, lambda said: float(log_loss(truth, said).mean()))
    assert log_loss(truth, found.said(later)).mean() < 0.5


def test_noise_stops_early():
    pytest.importorskip("sklearn")
    (inputs, _), (later, truth) = rows(1), rows(2)
    noise = np.random.default_rng(3).standard_normal(len(inputs))
    assert boost_risk(inputs, noise, later, lambda said: float(qlike(truth, said).mean())).trees < ROUNDS / 2


def test_without_the_library_the_remedy_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    with pytest.raises(YouCanFix, match="scikit-learn") as raised:
        require_boosting()
    assert "conflux[study]" in raised.value.remedy
