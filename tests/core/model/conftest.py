"""A seed in, small datasets with something to learn in them out."""

import numpy as np
import pytest
import torch

from core.features.dataset import Dataset, EvaluationSet, Normaliser
from core.model.spec import ModelSpec, TrainingConfig

FEATURES = 5


@pytest.fixture(autouse=True)
def one_thread():
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def spec():
    return ModelSpec(FEATURES, window=12, hidden=8)


@pytest.fixture(scope="session")
def config():
    return TrainingConfig(epochs=4, windows_per_epoch=1024, batch=64, learning_rate=5e-3)


def market(count, seed, signal=1.0):
    """Features of slow noise; the first leads the direction, the second the risk."""
    rng = np.random.default_rng(seed)
    features = np.zeros((count, FEATURES))
    for row in range(1, count):
        features[row] = 0.8 * features[row - 1] + 0.6 * rng.standard_normal(FEATURES)
    up = (signal * features[:, 0] + rng.standard_normal(count) > 0).astype(np.float32)
    baseline = (-8 + 0.3 * rng.standard_normal(count)).astype(np.float32)
    change = 0.5 * signal * features[:, 1] + 0.5 * rng.standard_normal(count)
    return features.astype(np.float32), up, baseline, (baseline + change).astype(np.float32)


@pytest.fixture(scope="session")
def make_dataset():
    def make(count=2400, seed=1, signal=1.0, window=12):
        features, up, baseline, log_variance = market(count, seed, signal)
        ends = np.arange(window - 1, count)
        border = int(0.75 * len(ends))
        return Dataset(
            features=features,
            window=window,
            ends=ends,
            up=up[ends],
            log_variance=log_variance[ends],
            baseline_log_variance=baseline[ends],
            end_at=ends * 3600,
            training=np.arange(border - 2 * window),
            validation=np.arange(border, len(ends)),
            normaliser=Normaliser(np.zeros(FEATURES), np.ones(FEATURES)),
        )

    return make


@pytest.fixture(scope="session")
def dataset(make_dataset):
    return make_dataset()


@pytest.fixture(scope="session")
def evaluation(make_dataset):
    given = make_dataset(count=700, seed=2)
    rows = np.arange(len(given))
    return EvaluationSet(given.windows(rows), given.up, given.log_variance, given.baseline_log_variance)
