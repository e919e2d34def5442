"""A model that reads coarser candles too: trained, kept with what it reads, back-tested and traded on it."""

import json
from dataclasses import replace

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from app.adapters.candle_store import ParquetCandleStore
from app.agent.market import FEW_CANDLES, Market, Watch
from app.commands import backtest as backtest_command
from app.commands.feature_choice import chosen_features
from app.events import EventBus
from app.trader.training import Training
from core.errors import YouCanFix
from core.features.dataset import LabelSpec, build_predictions, default_spec
from core.features.matrix import spec_of
from core.model.spec import ModelSpec, TrainingConfig
from core.model.weights import initial_weights
from core.values import Timeframe

from .conftest import DAY, GENESIS, HOUR, SYMBOLS, SameProcessWorker, SetClock, ShownCandles

LENGTH, LABELS = Timeframe("1h"), LabelSpec(4, 24)
READS = spec_of(("rsi_14", "roc_12"), (Timeframe("4h"),))
WORDS = ("--symbol", SYMBOLS[0], "--since", "2024-01-06", "--draws", "10")
MODEL = ModelSpec(len(READS.names), window=12, hidden=4, architecture="logistic")


@pytest.fixture
def training(market, tmp_path):
    store = ParquetCandleStore(tmp_path / "candles")
    store.save(market[SYMBOLS[0]])
    made = Training(SameProcessWorker(), store, EventBus(), tmp_path / "training")
    made._worker.call = _reporting(made._worker)
    return made


def _reporting(worker):
    """The tasks called in this process, with a progress that can report."""

    def call(task, arguments, progress=None, report=None):
        from app.worker_tasks import TASKS

        class Silent:
            def __call__(self, _stage, _fraction):
                pass

            def report(self, _part):
                pass

        return TASKS[task](Silent(), **arguments)

    return call


def train(training, features=READS):
    spec = replace(MODEL, features=len(features.names))
    return training.train(
        SYMBOLS[0],
        LENGTH,
        feature_spec=features,
        label_spec=LABELS,
        model_spec=spec,
        start=initial_weights(spec, 0).to_bytes(),
        config=TrainingConfig(epochs=1, windows_per_epoch=256),
        progress=lambda _stage, _fraction: None,
    )


def test_what_it_reads_is_kept_beside_it_and_nothing_leaks(training):
    trained = train(training)
    (kept,) = training.kept()
    assert kept.features == ("rsi_14", "roc_12", "rsi_14@4h", "roc_12@4h")
    assert kept.feature_spec == READS
    assert trained.report.leaks.is_clean


def test_a_record_of_earlier_versions_reads_the_whole_table(training, tmp_path):
    train(training, default_spec())
    (file,) = (tmp_path / "training").glob("*.json")
    record = json.loads(file.read_text())
    del record["features"], record["feature_version"]
    file.write_text(json.dumps(record))
    (kept,) = training.kept()
    assert kept.feature_spec == default_spec()


def test_features_that_this_version_does_not_know_are_refused_when_used(training, tmp_path):
    train(training)
    (file,) = (tmp_path / "training").glob("*.json")
    file.write_text(file.read_text().replace('"feature_version": 1', '"feature_version": 99'))
    (kept,) = training.kept()
    with pytest.raises(YouCanFix, match="version 99"):
        _ = kept.feature_spec


@pytest.fixture
def backtest():
    program = typer.Typer(pretty_exceptions_enable=False)
    program.command()(backtest_command.backtest)
    return lambda *words: CliRunner().invoke(program, list(map(str, words)))


def test_the_back_test_sees_what_the_model_was_trained_on(training, tmp_path, monkeypatch, backtest, market):
    monkeypatch.setattr("app.bootstrap.build_worker", lambda *_: SameProcessWorker())
    trained = train(training)
    words = (*WORDS, "--data-dir", tmp_path, "--json", "-")
    newest = backtest(*words)
    assert newest.exit_code == 0, newest.stderr
    file = tmp_path / "model.safetensors"
    file.write_bytes(trained.weights)
    named = backtest(*words, "--model", file, "--window", "12", "--horizon", "4")
    assert named.exit_code == 0, named.stderr
    assert json.loads(named.stdout)["fills"] == json.loads(newest.stdout)["fills"] != []


def test_weights_of_elsewhere_must_be_told_what_they_read(training, tmp_path, monkeypatch, backtest):
    monkeypatch.setattr("app.bootstrap.build_worker", lambda *_: SameProcessWorker())
    file = tmp_path / "model.safetensors"
    file.write_bytes(initial_weights(MODEL, 0).to_bytes())
    words = (*WORDS, "--data-dir", tmp_path, "--model", file, "--window", "12")
    refused = backtest(*words)
    assert refused.exit_code == 1
    said = " ".join(refused.stderr.split())
    assert "reads 4 features, not 43" in said
    assert "--features or --coarser" in said
    told = backtest(*words, "--features", "rsi_14,roc_12", "--coarser", "4h")
    assert told.exit_code == 0, told.stderr


def test_other_features_than_those_of_the_record_are_refused(training, tmp_path, backtest):
    train(training)
    refused = backtest("--symbol", SYMBOLS[0], "--data-dir", tmp_path, "--coarser", "1d")
    assert refused.exit_code == 1
    assert "trained here on other features" in " ".join(refused.stderr.split())


def test_the_agent_sees_candle_by_candle_what_the_whole_series_shows(market):
    """More candles than FEW_CANDLES, of which a coarser one closes every fourth."""
    source = ShownCandles(market, SetClock(GENESIS))
    watch = Watch(SYMBOLS[:1], LENGTH, READS, LABELS, MODEL, GENESIS - 10 * DAY, GENESIS)
    live = Market(source, SameProcessWorker(), watch, initial_weights(MODEL, 0).to_bytes())
    seen, take = [], live._new_windows
    live._new_windows = lambda name: seen.append(take(name)) or seen[-1]
    for at in range(GENESIS, GENESIS + 2 * FEW_CANDLES * HOUR, HOUR):
        source.clock.at = at
        live.fetch(at)
        live.forecast()
    assert live._live
    (name,) = watch.symbols
    whole = build_predictions(
        live._candles[name], READS, LABELS, MODEL.window, live._normalisers[name], GENESIS
    )
    np.testing.assert_allclose(np.concatenate([one.windows for one in seen]), whole.windows, atol=1e-6)
    assert len(whole.windows) == 2 * FEW_CANDLES


@pytest.mark.parametrize(
    ("features", "coarser", "expected"),
    [
        ("", "", default_spec().names),
        ("rsi_14, rsi_14@4h", "", ("rsi_14", "rsi_14@4h")),
        ("rsi_14,range@1d", "4h,1d", ("rsi_14", "range@1d", "rsi_14@4h", "rsi_14@1d")),
    ],
)
def test_the_words_of_the_options(features, coarser, expected):
    assert chosen_features(features, coarser).names == expected


def test_coarser_adds_every_row_of_the_table():
    table = default_spec().names
    assert chosen_features("", "4h").names == (*table, *(f"{name}@4h" for name in table))


@pytest.mark.parametrize(
    ("features", "coarser", "cause"),
    [
        ("astrology", "", "astrology"),
        (",", "", "--features names none"),
        ("", " , ", "--coarser names none"),
        ("rsi_14", "4y", "4y"),
        ("rsi_14,rsi_14@4h", "4h", "twice"),
    ],
)
def test_words_that_mean_nothing_are_refused(features, coarser, cause):
    with pytest.raises(YouCanFix, match=cause):
        chosen_features(features, coarser)
