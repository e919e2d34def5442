"""Walking forward: every fold is trained on what came before it alone, and judged on what came after."""

from dataclasses import replace

import numpy as np
import pytest

from core.features.dataset import LabelSpec, default_spec, gather
from core.features.splits import walk_forward
from core.model.spec import ModelSpec, TrainingConfig
from core.model.training import train
from core.model.walk_forward import walk
from core.model.weights import initial_weights
from core.values import Symbol
from tests.strategies import random_candles

FEATURES, LABELS = default_spec(), LabelSpec(6, 24)
SPEC = ModelSpec(len(FEATURES.names), window=12, hidden=4, architecture="logistic")
CONFIG = TrainingConfig(epochs=2, windows_per_epoch=256)
START = initial_weights(SPEC, 0)
BTC, ETH = random_candles(1, 1200), random_candles(2, 1200, symbol=Symbol("ETH", "USDT"))


@pytest.fixture(scope="module")
def pool():
    return gather((BTC, ETH), FEATURES, LABELS, SPEC.window)


def walked(pool, folds=3, **changes):
    found = walk_forward(pool.end_at, folds, pool.purge_seconds, 5 * 3600)
    return walk(pool, found, LABELS, SPEC, START, CONFIG, **changes)


@pytest.fixture(scope="module")
def reports(pool):
    return walked(pool)


def test_folds_follow_each_other_and_touch_nothing(reports):
    assert all(fold.overlap.passed for fold in reports)
    assert [fold.since_at for fold in reports[1:]] > [fold.until_at for fold in reports[:-1]]
    assert [fold.training_windows for fold in reports] == sorted(fold.training_windows for fold in reports)
    assert all(fold.test.loss != fold.base.loss for fold in reports)


def test_a_fold_is_a_training_of_its_own(pool, reports):
    fold = walk_forward(pool.end_at, 3, pool.purge_seconds, 5 * 3600)[1]
    dataset = pool.dataset(fold.training, fold.validation)
    weights, report = train(dataset, SPEC, START, CONFIG, lambda _report: None)
    tested = replace(dataset, training=fold.training, validation=fold.test)
    _, again = train(tested, SPEC, weights, replace(CONFIG, epochs=1), lambda _report: None)
    assert reports[1].best_epoch == report.best_epoch
    assert reports[1].test.direction_log_loss == again.start.direction_log_loss
    assert reports[1].test.auc == again.start.auc


def test_what_comes_after_a_fold_changes_nothing_of_it(reports):
    until = reports[1].until_at + LABELS.reach * 3600
    shorter = gather((BTC.closed_by(until), ETH.closed_by(until)), FEATURES, LABELS, SPEC.window)
    found = walk_forward(shorter.end_at, 2, shorter.purge_seconds, 5 * 3600)
    again = walk(shorter, found, LABELS, SPEC, START, CONFIG)
    assert [fold.test_windows for fold in again] == pytest.approx(
        [fold.test_windows for fold in reports[:2]], abs=4
    )


def test_a_test_that_touches_is_said(pool):
    found = walk_forward(pool.end_at, 2, 3600, 0)
    assert not any(fold.overlap.passed for fold in walk(pool, found, LABELS, SPEC, START, CONFIG))


def test_progress_rises_to_the_end(pool):
    told = []
    walked(pool, step=told.append)
    assert told == sorted(told)
    assert np.isclose(told[-1], 1.0)


def test_folds_of_several_horizons_keep_the_longest_one_away():
    labels, spec = LabelSpec(1, 24, further_horizons=(6, 48)), replace(SPEC, horizons=3)
    pool = gather((BTC, ETH), FEATURES, labels, spec.window)
    assert pool.purge_seconds == (spec.window + 48) * 3600
    found = walk_forward(pool.end_at, 2, pool.purge_seconds, 0)
    for fold in found:
        known_until = pool.end_at[fold.training].max() + 48 * 3600
        assert known_until <= pool.end_at[fold.validation].min() - spec.window * 3600
    reports = walk(pool, found, labels, spec, initial_weights(spec, 0), CONFIG)
    assert all(fold.overlap.passed for fold in reports)
    assert [len(fold.test.aucs) for fold in reports] == [3, 3]
