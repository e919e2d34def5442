"""Training on stored candles: what is told, what is kept, and what is not when it fails."""

import json
import os
from dataclasses import replace

import pytest

from app.adapters.candle_store import ParquetCandleStore
from app.adapters.worker import ProcessWorker
from app.events import EventBus, ModelTrained, TrainingProgressed
from app.trader.training import Training
from core.errors import Cancelled, Closing, TryAgain, YouCanFix
from core.features.dataset import LabelSpec, default_spec
from core.features.matrix import spec_of
from core.model.spec import FAST_HEADS, ModelSpec, PrivateTraining, TrainingConfig, WalkForward
from core.model.weights import Weights, calm_weights, initial_weights
from core.values import Digest, Symbol, Timeframe

PAIR, HOUR = Symbol.parse("BTC/USDT"), Timeframe("1h")
FEATURES = default_spec()
SPEC = ModelSpec(len(FEATURES.names), window=12, hidden=4)
START = initial_weights(SPEC, 0)


@pytest.fixture(scope="module")
def worker():
    worker = ProcessWorker(niceness=0)
    yield worker
    worker.close()


@pytest.fixture
def told():
    return []


@pytest.fixture
def training(worker, tmp_path, make_series, told):
    store = ParquetCandleStore(tmp_path / "candles")
    store.save(make_series(count=500))
    bus = EventBus()
    bus.subscribe(told.append)
    return Training(worker, store, bus, tmp_path / "training")


def train(training, progress=lambda _stage, _fraction: None, pair=PAIR, **changes):
    given = {
        "feature_spec": FEATURES,
        "label_spec": LabelSpec.default(HOUR),
        "model_spec": SPEC,
        "start": START.to_bytes(),
        "config": TrainingConfig(epochs=2, windows_per_epoch=256, seed=3),
        "progress": progress,
    }
    return training.train(pair, HOUR, **{**given, **changes})


def test_the_newest_model_of_a_pair_is_found_by_pair_and_timeframe(training):
    train(training)
    assert training.newest(PAIR, HOUR) == training.kept()[0]
    assert training.newest(PAIR, Timeframe("4h")) is None
    assert training.newest(Symbol.parse("BTC/USD"), HOUR) is None


def test_each_epoch_and_the_end_are_told(training, told):
    trained = train(training, round_id=4)
    epochs = [event for event in told if isinstance(event, TrainingProgressed)]
    assert [event.epoch for event in epochs] == [0, 1, 2]
    assert [event.validation_loss for event in epochs] == [e.validation_loss for e in trained.report.epochs]
    assert told[-1] == ModelTrained(4)


def test_models_are_kept_with_how_they_came_about(training):
    first, second = train(training, round_id=1), train(training, round_id=2, start=START.to_bytes())
    newest, oldest = training.kept()
    assert (newest.number, newest.round_id, oldest.number, oldest.round_id) == (2, 2, 1, 1)
    assert oldest.report == first.report
    assert (newest.model, newest.config.seed, newest.candles) == (SPEC, 3, 500)
    assert newest.start == str(START.digest)
    assert newest.labels == LabelSpec.default(HOUR)
    assert newest.weights == str(Digest.of(second.weights))
    assert training.weights(newest) == Weights.from_bytes(second.weights, SPEC)


def test_a_private_training_of_the_head_is_kept_with_its_epsilon(training):
    head = replace(SPEC, trained="head")
    trained = train(training, model_spec=head, private=PrivateTraining(epsilon=5.0, delta=1e-4))
    (kept,) = training.kept()
    assert kept.report == trained.report
    assert kept.report.privacy.epsilon <= 5.0
    assert kept.model == head


def test_several_pairs_and_their_walk_forward_are_kept(training, make_series):
    training._candle_store.save(make_series(count=600, seed=2, symbol="ETH/USDT"))
    trained = train(training, others=(Symbol.parse("ETH/USDT"),), walk_forward=WalkForward(2))
    (kept,) = training.kept()
    assert (kept.symbol, kept.candles) == ("BTC/USDT, ETH/USDT", 1100)
    assert kept.report == trained.report
    assert len(kept.report.walk_forward) == 2


def test_the_comparison_is_kept_and_records_without_one_are_read(training, make_series):
    training._candle_store.save(make_series(count=1400, symbol="ETH/USDT"))
    trained = train(training, pair=Symbol.parse("ETH/USDT"), walk_forward=WalkForward(1))
    (kept,) = training.kept()
    assert kept.report == trained.report
    assert kept.report.comparison.methods[0].method == "model"
    assert kept.report.walk_forward[0].comparison.traded.since_at > kept.since_at
    (file,) = training._folder.glob("*.json")
    values = json.loads(file.read_text())
    del values["report"]["comparison"], values["report"]["walk_forward"][0]["comparison"]
    file.write_text(json.dumps(values))
    (old,) = training.kept()
    assert (old.report.comparison, old.report.walk_forward[0].comparison) == (None, None)
    assert old.report.best == trained.report.best
    values["report"]["comparison"] = {"windows": 3}
    file.write_text(json.dumps(values))
    with pytest.raises(YouCanFix, match="damaged"):
        training.kept()


def test_a_model_is_trained_alone_by_its_name(training):
    coarse = (Timeframe("2h"),)
    training.train_alone(PAIR, HOUR, "logistic", lambda _stage, _fraction: None, coarse)
    (kept,) = training.kept()
    assert kept.feature_spec == spec_of(coarser=coarse)
    assert kept.model.features == 2 * len(FEATURES.names)
    assert (kept.model.architecture, kept.model.window, kept.round_id) == ("logistic", 48, 0)
    assert kept.config.head_rate == FAST_HEADS["logistic"]
    assert kept.start == str(calm_weights(kept.model, 0).digest)
    with pytest.raises(YouCanFix, match="not a model"):
        training.train_alone(PAIR, HOUR, "resnet", lambda _stage, _fraction: None)


def test_candles_after_a_moment_are_left_out(training, make_series):
    until = int(make_series(count=500).close_at[399])
    train(training, until_at=until)
    (kept,) = training.kept()
    assert (kept.candles, kept.until_at) == (400, until)


def test_what_a_dead_worker_had_reached_is_kept_and_used(training, tmp_path, monkeypatch):
    whole = train(training)
    real, seen = training._worker.call, []

    def dies(task, arguments, progress, report):
        def tell(told):
            report(told)
            if isinstance(told, bytes):
                raise TryAgain("The training process died twice.")

        seen.append(bool(arguments["resume"]))
        return real(task, arguments, progress, tell if len(seen) == 1 else report)

    monkeypatch.setattr(training._worker, "call", dies)
    with pytest.raises(TryAgain):
        train(training)
    assert len(list((tmp_path / "training").glob("*.checkpoint"))) == 1
    again = train(training)
    assert seen == [False, True]
    assert again.weights == whole.weights
    assert again.report.epochs == whole.report.epochs
    assert not list((tmp_path / "training").glob("*.checkpoint"))


@pytest.mark.parametrize(("end", "left"), [(Closing("closing"), b"kept"), (Cancelled("enough"), b"")])
def test_what_a_training_had_reached_outlives_the_program_but_not_a_cancel(training, monkeypatch, end, left):
    seen = []

    def ends(_task, arguments, _progress, report):
        seen.append(arguments["resume"])
        report(b"kept")
        raise end

    monkeypatch.setattr(training._worker, "call", ends)
    for _ in range(2):
        with pytest.raises(Cancelled):
            train(training)
    assert seen == [b"", left]


def test_a_training_alone_goes_on_though_newer_candles_have_come(training, make_series, monkeypatch):
    seen, series = [], make_series(count=500)
    until = float(series.close_at[399])

    def ends(_task, arguments, _progress, report):
        seen.append((len(arguments["series"]), arguments["resume"]))
        report(b"kept")
        raise Closing("closing")

    monkeypatch.setattr(training._worker, "call", ends)
    for count in (400, 500):
        newer = series.between(0, series.open_at[count - 1] + 1)
        monkeypatch.setattr(training._candle_store, "load", lambda *_words, newer=newer: newer)
        with pytest.raises(Closing):
            training.train_alone(PAIR, HOUR, "logistic", lambda *_: None, (), until)
    assert seen == [(400, b""), (400, b"kept")]


def test_another_training_does_not_go_on_from_it(training, tmp_path, monkeypatch):
    seen = []

    def dies(_task, arguments, _progress, report):
        seen.append((arguments["config"].seed, arguments["resume"]))
        report(b"kept %d" % arguments["config"].seed)
        raise TryAgain("away")

    monkeypatch.setattr(training._worker, "call", dies)
    for seed in (1, 2, 1, 3, 4, 5, 6):
        with pytest.raises(TryAgain):
            train(training, config=TrainingConfig(seed=seed))
    assert seen[:3] == [(1, b""), (2, b""), (1, b"kept 1")]
    assert len(list((tmp_path / "training").glob("*.checkpoint"))) == 4


def test_a_cancelled_training_keeps_nothing(training, told):
    def cancel(stage, _fraction):
        if stage == "training":
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        train(training, cancel)
    assert training.kept() == ()
    assert ModelTrained(0) not in told


def test_a_pair_without_candles_is_said(training):
    with pytest.raises(YouCanFix, match="no ETH/USDT"):
        training.train(
            Symbol.parse("ETH/USDT"),
            HOUR,
            feature_spec=FEATURES,
            label_spec=LabelSpec.default(HOUR),
            model_spec=SPEC,
            start=START.to_bytes(),
            config=TrainingConfig(),
            progress=lambda _stage, _fraction: None,
        )


def test_altered_and_missing_files_are_said(training, tmp_path):
    train(training)
    (kept,) = training.kept()
    training.weights_file(kept.weights).write_bytes(START.to_bytes()[:-4] + b"abcd")
    with pytest.raises(YouCanFix, match="not the model it was"):
        training.weights(kept)
    training.weights_file(kept.weights).unlink()
    with pytest.raises(YouCanFix, match="cannot be read"):
        training.weights(kept)
    (tmp_path / "training" / "000001.json").write_text('{"number": 1}')
    with pytest.raises(YouCanFix, match="damaged"):
        training.kept()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_kept_files_are_for_their_owner_only(training):
    train(training)
    (kept,) = training.kept()
    assert training.weights_file(kept.weights).stat().st_mode & 0o077 == 0


def test_a_model_of_several_horizons_is_kept_with_the_figures_of_each(training):
    spec, labels = replace(SPEC, horizons=2), LabelSpec(1, 24, further_horizons=(6,))
    start = initial_weights(spec, 0).to_bytes()
    trained = train(training, model_spec=spec, label_spec=labels, start=start)
    (kept,) = training.kept()
    assert (kept.model, kept.labels, kept.report) == (spec, labels, trained.report)
    assert (len(kept.report.best.aucs), len(kept.report.further_calibrations)) == (2, 1)
    assert kept.report.quantiles.windows == kept.report.validation_windows


def test_records_of_versions_without_horizons_and_quantiles_are_read(training, tmp_path):
    train(training)
    (file,) = (tmp_path / "training").glob("*.json")
    record = json.loads(file.read_text())
    for name in ("quantiles", "further_calibrations"):
        del record["report"][name]
    for name in ("start", "best", "base"):
        for each in ("log_losses", "aucs"):
            del record["report"][name][each]
    del record["labels"]["further_horizons"], record["model"]["horizons"], record["config"]["head_rate"]
    file.write_text(json.dumps(record))
    (kept,) = training.kept()
    assert (kept.labels, kept.model, kept.report.quantiles) == (LabelSpec.default(HOUR), SPEC, None)
    assert kept.report.best.log_losses == ()
    assert kept.config.head_rate == 1.0
