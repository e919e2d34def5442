"""Training: it learns, repeats itself, keeps the best epoch and can be stopped."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import Cancelled, PeerBroke, YouCanFix
from core.model.loading import load
from core.model.spec import FAST_HEADS, ModelSpec, TrainingConfig
from core.model.training import Run, pick_device, train, window_weights
from core.model.weights import calm_weights, delta, initial_weights


def ignore(_report):
    return


@pytest.fixture(scope="module")
def trained(dataset, spec, config):
    return train(dataset, spec, initial_weights(spec, 0), config, ignore)


def test_both_heads_beat_what_is_known_without_features(trained):
    _, report = trained
    assert report.best.direction_log_loss < report.base.direction_log_loss - 0.02
    assert report.best.risk_nll < report.base.risk_nll - 0.05
    assert report.best.auc > 0.65
    assert report.best.risk_r2 > 0.2
    assert report.best.risk_r2_mean > 0.2


def test_the_base_is_a_guess(trained):
    base = trained[1].base
    assert (base.auc, base.risk_r2) == (0.5, 0.0)
    assert abs(base.direction_log_loss - np.log(2)) < 0.02


def test_the_report_tells_every_epoch_from_the_start(dataset, spec, config):
    told = []
    _, report = train(dataset, spec, initial_weights(spec, 0), config, told.append)
    assert tuple(told) == report.epochs
    assert [epoch.epoch for epoch in told] == list(range(len(told)))
    assert report.start.loss == told[0].validation_loss
    assert report.best.loss == told[report.best_epoch].validation_loss == min(e.validation_loss for e in told)
    assert (report.training_windows, report.validation_windows) == (
        len(dataset.training),
        len(dataset.validation),
    )


def test_a_seed_gives_the_same_weights_bit_by_bit(dataset, spec, config, trained):
    again, report = train(dataset, spec, initial_weights(spec, 0), config, ignore)
    assert again == trained[0]
    assert report == trained[1]
    other, _ = train(dataset, spec, initial_weights(spec, 0), replace(config, seed=1), ignore)
    assert other != again


def test_where_nothing_is_better_the_start_comes_back(make_dataset, spec, config, trained):
    noise = make_dataset(seed=9, signal=0.0)
    start, _ = train(noise, spec, initial_weights(spec, 0), config, ignore)
    kept, report = train(noise, spec, start, replace(config, learning_rate=0.5, patience=2), ignore)
    assert report.best_epoch == 0
    assert kept == start
    assert not delta(kept, start).any()
    assert len(report.epochs) == 3


def test_training_goes_on_from_given_weights(dataset, spec, config, trained):
    start, before = trained
    _, after = train(dataset, spec, start, replace(config, epochs=1), ignore)
    assert after.epochs[0].validation_loss == before.best.loss


def test_labels_of_the_validation_part_do_not_reach_the_weights(dataset, spec, config):
    one = replace(config, epochs=1, patience=0)
    flipped = dataset.up.copy()
    flipped[dataset.validation] = 1 - flipped[dataset.validation]
    start = initial_weights(spec, 0)
    same, _ = train(dataset, spec, start, one, ignore)
    other, report = train(replace(dataset, up=flipped), spec, start, one, ignore)
    assert other in (same, start)
    assert report.base != report.best


def test_older_windows_count_half_as_much_after_each_half_life(dataset, config):
    ages, sides = window_weights(dataset, replace(config, half_life_days=10.0), torch.device("cpu"))
    day = 24
    assert float(ages[dataset.training].mean()) == pytest.approx(1, abs=1e-5)
    assert float(ages[10 * day + 5] / ages[5]) == pytest.approx(2, rel=1e-5)
    assert bool((sides == 1).all())


def test_rises_and_falls_count_alike_where_balanced(make_dataset, config):
    given = make_dataset()
    up = (np.random.default_rng(0).random(len(given)) < 0.8).astype(np.float32)
    _, sides = window_weights(replace(given, up=up), replace(config, balance=True), torch.device("cpu"))
    counted = sides.numpy()[given.training]
    rises = up[given.training] > 0.5
    assert counted[rises].sum() == pytest.approx(counted[~rises].sum(), rel=1e-5)
    assert counted.mean() == pytest.approx(1, abs=1e-5)


def test_a_balanced_model_does_not_lean_to_the_side_that_was_more_frequent(make_dataset, spec, config):
    noise = make_dataset(signal=0.0)
    up = (np.random.default_rng(0).random(len(noise)) < 0.75).astype(np.float32)
    longer = replace(config, patience=0, epochs=6)
    lean = {}
    for balance in (False, True):
        run = Run(replace(noise, up=up), spec, initial_weights(spec, 0), replace(longer, balance=balance))
        for epoch in range(1, 7):
            run.epoch(epoch, ignore)
        lean[balance] = run.outputs()[:, 0].mean()
    assert lean[False] > 0.7
    assert abs(lean[True]) < 0.2


def test_windows_without_weights_are_left_alone(dataset, config):
    assert window_weights(dataset, config, torch.device("cpu")) is None


def test_an_exception_from_progress_stops_it(dataset, spec, config):
    def stop(report):
        if report.epoch == 1:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        train(dataset, spec, initial_weights(spec, 0), config, stop)


def test_an_exception_from_a_step_stops_it(dataset, spec, config):
    seen = []

    def stop(fraction):
        seen.append(fraction)
        if len(seen) == 3:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        train(dataset, spec, initial_weights(spec, 0), config, ignore, stop)
    assert seen == sorted(seen)
    assert len(seen) == 3


def test_a_loss_that_runs_away_is_an_error(make_dataset, spec, config):
    given = make_dataset(count=400)
    wild = replace(given, log_variance=np.full_like(given.log_variance, 1e30))
    with pytest.raises(YouCanFix, match="no longer a number"):
        train(wild, spec, initial_weights(spec, 0), config, ignore)


def test_a_model_for_other_features_is_refused(dataset, config):
    other = ModelSpec(4, window=12, hidden=8)
    with pytest.raises(YouCanFix, match="not those of the model"):
        train(dataset, other, initial_weights(other, 0), config, ignore)


def test_start_weights_of_another_model_are_refused(dataset, spec, config):
    with pytest.raises(PeerBroke, match="does not fit"):
        train(dataset, spec, initial_weights(ModelSpec(5, window=12, hidden=9), 0), config, ignore)


def test_an_empty_part_is_refused(dataset, spec, config):
    for part in ("training", "validation"):
        empty = replace(dataset, **{part: np.array([], np.int64)})
        with pytest.raises(YouCanFix, match=part):
            train(empty, spec, initial_weights(spec, 0), config, ignore)


def test_few_windows_and_all_windows_train(make_dataset, spec):
    small = make_dataset(count=90)
    config = TrainingConfig(epochs=1, windows_per_epoch=0)
    _, report = train(small, spec, initial_weights(spec, 0), config, ignore)
    assert len(report.epochs) == 2


def test_a_gpu_that_is_not_there_is_an_error(monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert pick_device("auto").type == "cpu"
    with pytest.raises(YouCanFix):
        pick_device("cuda")


def test_the_head_learns_as_many_times_faster_as_it_is_told(dataset, spec, config):
    """Adam's first step moves each number by its rate, whatever the gradient."""
    start, one = initial_weights(spec, 0), replace(config, epochs=1, windows_per_epoch=64, patience=0)
    moved = []
    for rate in (1.0, 10.0):
        run = Run(dataset, spec, start, replace(one, head_rate=rate))
        run.epoch(1, ignore)
        after = dict(run.model.named_parameters())
        moved.append(
            {name: np.abs(after[name].detach().numpy() - array).max() for name, array in start.arrays.items()}
        )
    slow, fast = moved
    for name in start.arrays:
        assert fast[name] == pytest.approx(slow[name] * (10 if name.startswith("head.") else 1), rel=1e-3)


def test_a_calm_start_with_a_fast_head_learns_more_of_the_risk_in_as_many_steps(make_dataset, spec):
    """What it is for: few steps on few windows, of which the last candle says most."""
    given, few = make_dataset(900, seed=5), TrainingConfig(epochs=4, windows_per_epoch=512)
    _, usual = train(given, spec, initial_weights(spec, 0), few, ignore)
    _, calm = train(given, spec, calm_weights(spec, 0), replace(few, head_rate=FAST_HEADS["lstm"]), ignore)
    assert calm.best.risk_nll < usual.best.risk_nll - 0.05


def test_a_calm_start_reads_the_newest_candle_and_hardly_those_before():
    lstm = ModelSpec(5, hidden=8, layers=2)
    model = load(lstm, calm_weights(lstm, 3))
    windows = torch.randn(64, 12, 5, generator=torch.Generator().manual_seed(1))
    before, now = windows.clone(), windows.clone()
    before[:, :-3] += 0.1
    now[:, -1] += 0.1
    with torch.inference_mode():
        usual = model.last_state(windows)
        by_before, by_now, by_twice = (
            (model.last_state(other) - usual).abs().mean().item()
            for other in (before, now, 2 * now - windows)
        )
    assert by_before < 0.05 * by_now
    assert by_twice == pytest.approx(2 * by_now, rel=0.1)


def test_a_calm_start_is_drawn_from_the_seed_and_other_kinds_have_the_usual_one():
    lstm = ModelSpec(5, hidden=8, layers=2)
    assert calm_weights(lstm, 3) == calm_weights(lstm, 3) != calm_weights(lstm, 4)
    assert calm_weights(lstm, 3) != initial_weights(lstm, 3)
    for name in ("gru", "tcn", "transformer", "logistic"):
        other = replace(lstm, architecture=name)
        assert calm_weights(other, 3) == initial_weights(other, 3)
