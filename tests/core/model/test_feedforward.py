"""The networks start as nothing but their anchor, learn, and fit into one flat vector."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import YouCanFix
from core.model.feedforward import (
    NetworkRows,
    NetworkSpec,
    NetworkTraining,
    descent,
    forecast,
    initial_vector,
    train_epoch,
)

RISK = NetworkSpec(inputs=5, task="risk", hidden=8, members=3)


def rows(count=600, task="risk", seed=1):
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((count, 5)).astype(np.float32)
    said = 0.6 * inputs[:, 0] - 0.3 * inputs[:, 1]
    noise = rng.standard_normal(count)
    target = said + 0.1 * noise if task == "risk" else said + 0.3 * noise > 0
    return NetworkRows(inputs, target.astype(np.float32))


def trained(spec, given, epochs=12, **changes):
    vector = initial_vector(spec, 0)
    training = NetworkTraining(learning_rate=0.01, batch=64, **changes)
    for epoch in range(epochs):
        vector = train_epoch(spec, vector, given, training, epoch)
    return vector


def qlike(spec, vector, given):
    error = given.target - forecast(spec, vector, given.inputs)
    return float((np.exp(error) - error - 1).mean())


@pytest.mark.parametrize("hidden", [0, 8])
def test_an_untrained_network_says_the_anchor(hidden):
    spec = replace(RISK, hidden=hidden)
    vector = initial_vector(spec, 3)
    assert len(vector) == spec.parameters
    assert np.array_equal(forecast(spec, vector, rows().inputs), np.zeros(600))


@pytest.mark.parametrize("hidden", [0, 8])
def test_training_lowers_the_loss(hidden):
    spec = replace(RISK, hidden=hidden)
    vector = trained(spec, rows())
    assert qlike(spec, vector, rows(seed=2)) < 0.3 * qlike(spec, initial_vector(spec, 0), rows(seed=2))


def test_it_learns_a_direction():
    spec = NetworkSpec(inputs=5, task="direction", hidden=8, members=2)
    given = rows(task="direction")
    said = forecast(spec, trained(spec, given, dropout=0.1), given.inputs)
    assert ((said > 0) == (given.target > 0)).mean() > 0.8


def test_an_epoch_is_repeated_by_its_seed():
    training, start = NetworkTraining(dropout=0.2), initial_vector(RISK, 0)
    one, two, other = (train_epoch(RISK, start, rows(), training, seed) for seed in (5, 5, 6))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_members_differ_and_are_averaged():
    vector = trained(RISK, rows())
    single = replace(RISK, members=1)
    sizes = [int(np.prod(shape)) for shape in RISK.shapes]
    parts = np.split(vector, np.cumsum(sizes)[:-1])
    each = [
        forecast(single, np.concatenate([np.split(part, 3)[member] for part in parts]), rows().inputs)
        for member in range(3)
    ]
    assert not np.allclose(each[0], each[1])
    assert forecast(RISK, vector, rows().inputs) == pytest.approx(np.mean(each, axis=0), abs=1e-5)


def test_the_descent_points_where_the_loss_falls():
    vector, given = trained(RISK, rows(), epochs=1), rows(seed=3)
    down = descent(RISK, vector, given)
    step = 1e-3 * down / np.linalg.norm(down)
    before, after = (qlike(RISK, moved.astype(np.float32), given) for moved in (vector, vector + step))
    assert after < before


def test_one_wild_row_does_not_rule_a_step():
    given = rows()
    given.target[0] = 60.0
    assert np.isfinite(trained(RISK, given, epochs=1)).all()


def test_nothing_to_train_on_is_refused():
    with pytest.raises(YouCanFix, match="nothing to train on"):
        train_epoch(RISK, initial_vector(RISK, 0), rows(count=0), NetworkTraining(), 0)


def test_an_unknown_task_is_refused():
    with pytest.raises(YouCanFix, match="no such network"):
        NetworkSpec(inputs=3, task="luck")
