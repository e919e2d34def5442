"""The LSTM of a flat vector is torch's own, sees whole windows only, and learns."""

import numpy as np
import pytest
import torch

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

SPEC = NetworkSpec(inputs=3, task="direction", hidden=4, members=1, window=6)


def rows(count=300, seed=1):
    """Windows that end at every second candle; a rise follows where the last three values add up to more."""
    rng = np.random.default_rng(seed)
    candles = rng.standard_normal((2 * count + 6, 3)).astype(np.float32)
    ends = np.arange(5, 5 + 2 * count, 2)
    sums = np.array([candles[end - 2 : end + 1, 0].sum() for end in ends])
    return NetworkRows(candles, (sums > 0).astype(np.float32), ends)


def test_an_untrained_network_says_a_half():
    given = rows()
    vector = initial_vector(SPEC, 3)
    assert len(vector) == SPEC.parameters
    assert np.array_equal(forecast(SPEC, vector, given.inputs, given.ends), np.zeros(300))


def test_it_is_torch_s_lstm_on_the_windows():
    rng = np.random.default_rng(4)
    vector = rng.standard_normal(SPEC.parameters).astype(np.float32)
    given, model, head = rows(40), torch.nn.LSTM(3, 4, batch_first=True), torch.nn.Linear(4, 1)
    torch.nn.utils.vector_to_parameters(torch.tensor(vector), [*model.parameters(), head.weight, head.bias])
    windows = np.stack([given.inputs[end - 5 : end + 1] for end in given.ends])
    expected = head(model(torch.tensor(windows))[0][:, -1]).squeeze(1).detach().numpy()
    assert forecast(SPEC, vector, given.inputs, given.ends) == pytest.approx(expected, abs=1e-5)


def test_it_learns_from_what_came_before_the_last_candle():
    given, vector = rows(), initial_vector(SPEC, 0)
    for epoch in range(15):
        vector = train_epoch(SPEC, vector, given, NetworkTraining(learning_rate=0.02, batch=64), epoch)
    later = rows(seed=2)
    said = forecast(SPEC, vector, later.inputs, later.ends)
    assert ((said > 0) == (later.target > 0)).mean() > 0.85


def test_the_descent_is_that_of_the_loss():
    given, vector = rows(50), initial_vector(SPEC, 0)
    vector += 0.1 * np.random.default_rng(5).standard_normal(len(vector)).astype(np.float32)

    def loss(at):
        said = forecast(SPEC, at.astype(np.float32), given.inputs, given.ends)
        return np.log1p(np.exp(-said * (2 * given.target - 1))).mean()

    slope, step = descent(SPEC, vector, given), 1e-2
    along = slope / np.linalg.norm(slope)
    fall = (loss(vector - step * along) - loss(vector + step * along)) / (2 * step)
    assert fall == pytest.approx(np.linalg.norm(slope), rel=0.01)


def test_no_candle_after_a_window_s_end_is_seen():
    given, vector = rows(50), np.ones(SPEC.parameters, np.float32)
    changed = given.inputs.copy()
    changed[given.ends[20] + 1 :] = 9.0
    before, after = (forecast(SPEC, vector, inputs, given.ends) for inputs in (given.inputs, changed))
    assert np.array_equal(before[:21], after[:21])
    assert not np.array_equal(before[21:], after[21:])


def test_a_window_that_begins_before_the_candles_is_refused():
    given = rows()
    with pytest.raises(YouCanFix, match="whole windows"):
        forecast(SPEC, initial_vector(SPEC, 0), given.inputs, given.ends - 1)
    with pytest.raises(YouCanFix, match="whole windows"):
        forecast(SPEC, initial_vector(SPEC, 0), given.inputs)


@pytest.mark.parametrize("wrong", [{"members": 2}, {"hidden": 0}, {"window": -1}])
def test_shapes_that_cannot_be_are_refused(wrong):
    with pytest.raises(YouCanFix, match="no such network"):
        NetworkSpec(**({"inputs": 3, "task": "direction", "hidden": 4, "members": 1, "window": 6} | wrong))
