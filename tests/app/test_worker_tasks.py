"""The tasks of the worker, called as its process calls them."""

from dataclasses import replace

import numpy as np
import pytest

from app import worker_tasks
from app.worker_tasks import TASKS, Memo, choose_threads
from core.errors import Cancelled, PeerBroke, TryAgain, YouCanFix
from core.features.dataset import LabelSpec, build_dataset, default_spec
from core.model.spec import ModelSpec, PrivateTraining, TrainingConfig, WalkForward, trained_count
from core.model.weights import Weights, delta, initial_weights, with_trained_part
from core.values import Timeframe

FEATURES = default_spec()
LABELS = LabelSpec.default(Timeframe("1h"))
SPEC = ModelSpec(len(FEATURES.names), window=12, hidden=4)
START = initial_weights(SPEC, 0)


class Told:
    """What a task says."""

    def __init__(self):
        self.fractions, self.reports = [], []

    def __call__(self, stage, fraction):
        self.fractions.append((stage, fraction))

    def report(self, report):
        self.reports.append(report)


@pytest.fixture
def told():
    return Told()


@pytest.fixture(scope="module")
def candles(make_series):
    series = {made.symbol: made for made in (make_series(seed=1), make_series(seed=2, symbol="ETH/USDT"))}
    first = int(next(iter(series.values())).open_at[0])
    return {
        "series_by_symbol": series,
        "feature_spec": FEATURES,
        "label_spec": LABELS,
        "reference_start_at": first + 400 * 3600,
        "start_at": first + 700 * 3600,
        "end_at": first + 850 * 3600,
    }


@pytest.fixture(scope="module")
def end():
    return Weights.from_flat(SPEC, START.flat() * np.float32(1.2))


def train(told, series, **changes):
    arguments = {
        "series": series,
        "feature_spec": FEATURES,
        "label_spec": LABELS,
        "model_spec": SPEC,
        "start": START.to_bytes(),
        "config": TrainingConfig(epochs=2, windows_per_epoch=256),
    }
    return TASKS["train"](told, **{**arguments, **changes})


def test_training_gives_weights_a_report_and_each_epoch(told, make_series):
    model = train(told, make_series())
    assert tuple(told.reports) == model.report.epochs
    assert Weights.from_bytes(model.weights, SPEC)
    assert told.fractions[0] == ("features", 0.0)
    assert told.fractions[-1] == ("training", 1.0)
    assert [fraction for _, fraction in told.fractions] == sorted(fraction for _, fraction in told.fractions)


def test_every_training_is_checked_for_leaks(told, make_series):
    clean = train(told, make_series()).report.leaks
    assert clean.is_clean
    assert 0 < clean.cpu_share < 1
    whole = make_series(count=700)
    columns = {name: np.tile(getattr(whole, name)[:350], 2) for name in
               ("open", "high", "low", "close", "volume")}  # fmt: skip
    copied = train(told, replace(whole, **columns)).report.leaks
    assert not copied.is_clean
    assert not copied.checks[0].passed
    assert "copies of trained ones" in copied.checks[0].reason


def test_every_training_is_compared_with_the_standards(told, make_series):
    report = train(told, make_series(count=1400)).report
    found = report.comparison
    assert found.windows == report.validation_windows
    assert found.chose_epoch
    assert found.methods[0].score("auc").own.value == pytest.approx(report.best.auc)
    assert found.methods[0].score("log_loss").own.value == pytest.approx(report.best.direction_log_loss)
    assert found.method("start").score("log_loss").own.value == pytest.approx(report.start.direction_log_loss)
    assert found.traded.until_at > found.traded.since_at
    assert 0 < found.cpu_share < 1


def test_a_training_can_be_cancelled_while_it_is_compared(make_series):
    class Unwanted(Told):
        def __call__(self, stage, fraction):
            if self.fractions and self.fractions[-1] == ("training", 1.0):
                raise Cancelled("No longer wanted.")
            super().__call__(stage, fraction)

    told = Unwanted()
    with pytest.raises(Cancelled):
        train(told, make_series(count=1400))
    assert len(told.reports) == 3


def test_folds_are_compared_on_windows_that_chose_nothing(told, make_series):
    report = train(told, make_series(count=1400), walk_forward=WalkForward(2)).report
    for fold in report.walk_forward:
        found = fold.comparison
        assert (found.windows, found.chose_epoch) == (fold.test_windows, False)
        assert found.methods[0].score("auc").own.value == pytest.approx(fold.test.auc)
        assert (found.traded.since_at, found.traded.until_at) == (fold.since_at, fold.until_at)


def test_a_private_training_keeps_its_last_epoch_whatever_the_judged_windows_say(told, make_series):
    report = train(told, make_series(), private=PrivateTraining(epsilon=4.0, delta=1e-4)).report
    assert not report.comparison.chose_epoch


def test_a_calibrated_model_has_its_direction_divided_by_the_temperature(told, make_series):
    plain, honest = (train(told, make_series(), is_calibrated=asked) for asked in (False, True))
    assert plain.report.calibration == honest.report.calibration
    before, after = (Weights.from_bytes(one.weights).arrays["head.weight"] for one in (plain, honest))
    assert np.allclose(after[0] * plain.report.calibration.temperature, before[0], rtol=1e-5)
    assert np.array_equal(after[1:], before[1:])


def test_checkpoints_are_reported_where_asked_for_and_lead_to_the_same_model(told, make_series):
    whole = train(told, make_series())
    assert not any(isinstance(report, bytes) for report in told.reports)
    train(told, make_series(), is_kept=True)
    kept = [report for report in told.reports if isinstance(report, bytes)]
    assert len(kept) == 2
    again = train(told, make_series(), resume=kept[0])
    assert again.weights == whole.weights
    assert again.report.epochs == whole.report.epochs


def test_private_training_stays_within_its_epsilon(told, make_series):
    private = PrivateTraining(epsilon=4.0, delta=1e-4)
    model = train(told, make_series(), private=private)
    assert 3.9 < model.report.privacy.epsilon <= 4.0
    assert tuple(told.reports) == model.report.epochs
    assert Weights.from_bytes(model.weights, SPEC) != START


def test_noise_is_drawn_anew_each_time(told, make_series):
    first, second = (train(told, make_series(), private=PrivateTraining(delta=1e-4)) for _ in range(2))
    assert first.weights != second.weights


def test_a_delta_that_could_show_a_whole_window_is_refused(told, make_series):
    with pytest.raises(YouCanFix, match="shown whole"):
        train(told, make_series(), private=PrivateTraining(delta=0.01))


def test_too_few_candles_are_an_error_with_a_remedy(told, make_series):
    with pytest.raises(YouCanFix, match="too few") as caught:
        train(told, make_series(count=60))
    assert caught.value.remedy


def test_start_weights_that_are_no_model_are_refused(told, make_series):
    with pytest.raises(PeerBroke):
        train(told, make_series(), start=b"\x80\x04.")


def test_prediction_and_initial_weights_need_no_candles(told, make_series):
    given = build_dataset(make_series(), FEATURES, LABELS, SPEC.window)
    weights = TASKS["initial_weights"](told, model_spec=SPEC, seed=0)
    rows = np.arange(7)
    prediction = TASKS["predict"](
        told,
        weights=weights,
        model_spec=SPEC,
        windows=given.windows(rows),
        baseline=given.baseline_log_variance[rows],
    )
    assert weights == START.to_bytes()
    assert len(prediction) == 7


def test_the_path_adds_up_on_public_candles(told, candles, end):
    arguments = {"w0": START.to_bytes(), "w1": end.to_bytes(), "model_spec": SPEC, "nodes": 4, **candles}
    path = TASKS["path_gradient"](told, **arguments)
    shares = -path.gradient @ delta(end, START).astype(np.float64)
    losses = [
        TASKS["evaluation_loss"](told, weights=weights.to_bytes(), model_spec=SPEC, **candles)
        for weights in (START, end)
    ]
    assert [path.loss_before, path.loss_after] == losses
    assert np.isclose(shares, losses[0] - losses[1], rtol=0.01)


def test_the_path_of_a_head_is_as_long_as_the_head(told, candles):
    head = replace(SPEC, trained="head")
    moved = with_trained_part(START, head, np.full(trained_count(head), 0.1, np.float32))
    arguments = {"w0": START.to_bytes(), "w1": moved.to_bytes(), "nodes": 4, **candles}
    part = TASKS["path_gradient"](told, model_spec=head, **arguments)
    whole = TASKS["path_gradient"](told, model_spec=SPEC, **arguments)
    assert np.allclose(part.gradient, whole.gradient[: trained_count(head)])


def test_the_same_question_is_computed_once(told, candles, end):
    arguments = {"w0": START.to_bytes(), "w1": end.to_bytes(), "model_spec": SPEC, "nodes": 3, **candles}
    first = TASKS["path_gradient"](told, **arguments)
    assert TASKS["path_gradient"](told, **arguments) is first
    other = TASKS["path_gradient"](told, **{**arguments, "end_at": candles["end_at"] - 3600})
    assert other.windows < first.windows


def test_candles_that_are_not_there_yet_can_come(told, candles, end):
    later = {**candles, "start_at": candles["end_at"] + 10**7, "end_at": candles["end_at"] + 2 * 10**7}
    later["reference_start_at"] = candles["reference_start_at"]
    with pytest.raises(TryAgain):
        TASKS["evaluation_loss"](told, weights=end.to_bytes(), model_spec=SPEC, **later)


def test_a_memo_keeps_the_newest():
    memo, made = Memo(2), []
    for key in "abacab":
        memo.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]


def test_the_environment_decides_the_threads(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert choose_threads() == 1
    assert choose_threads(2) == 2
    choose_threads(1)


def test_threads_are_measured_where_nothing_is_said(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert choose_threads() in {1, 2}
    worker_tasks.threads.use_threads(1)


def test_a_model_of_several_horizons_is_trained_scored_and_calibrated(told, make_series, candles):
    labels = LabelSpec(1, 24, further_horizons=(6, 12))
    spec = replace(SPEC, horizons=3)
    start = initial_weights(spec, 0)
    made = {"label_spec": labels, "model_spec": spec, "start": start.to_bytes()}
    plain, honest = (train(told, make_series(), is_calibrated=one, **made) for one in (False, True))
    report = plain.report
    assert report.leaks.is_clean
    assert (len(report.best.aucs), len(report.further_calibrations)) == (3, 2)
    before, after = (Weights.from_bytes(one.weights).arrays["head.bias"] for one in (plain, honest))
    by = [report.calibration.temperature, *(one.temperature for one in report.further_calibrations)]
    np.testing.assert_allclose(after[:3] * by, before[:3], rtol=1e-5)
    np.testing.assert_array_equal(after[3:], before[3:])
    scored = {**candles, "label_spec": labels}
    found = TASKS["path_gradient"](
        told, w0=start.to_bytes(), w1=plain.weights, model_spec=spec, nodes=3, **scored
    )
    moved = delta(Weights.from_bytes(plain.weights), start).astype(np.float64)
    assert -found.gradient @ moved == pytest.approx(found.loss_before - found.loss_after, rel=0.02, abs=1e-6)
    ended = TASKS["evaluation_loss"](told, weights=plain.weights, model_spec=spec, **scored)
    assert ended == pytest.approx(found.loss_after)
