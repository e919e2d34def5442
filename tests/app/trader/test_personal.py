"""Personal models: made in the worker, kept with all that they grew from, and never let out."""

import json
from dataclasses import asdict, replace
from types import SimpleNamespace

import numpy as np
import pytest

from app import worker_tasks
from app.adapters.candle_store import ParquetCandleStore
from app.trader.global_models import GlobalModel
from app.trader.participation import Participation
from app.trader.personal import FOLDER, PersonalModels
from app.trader.personal_words import against_local, caution, verdict
from app.trader.rounds import Preparation
from core.errors import Cancelled, PeerBroke, Refused, YouCanFix
from core.features.dataset import LabelSpec, default_spec
from core.model.forecast_scores import Interval
from core.model.personal_report import PersonalPlan
from core.model.spec import ModelSpec, TrainingConfig
from core.model.weights import Weights, delta, initial_weights
from core.values import RoundId, Symbol, Timeframe

BTC, ETH, HOUR = Symbol.parse("BTC/USDT"), Symbol.parse("ETH/USDT"), Timeframe("1h")
FEATURES = default_spec()
SPEC = ModelSpec(len(FEATURES.names), window=12, hidden=4, architecture="logistic")
START = Weights.from_flat(SPEC, initial_weights(SPEC, 0).flat() * np.float32(9))
"""So bad that any training betters it."""
GLOBAL = GlobalModel(START.to_bytes(), SPEC, FEATURES, LabelSpec.default(HOUR), HOUR, "local, round 7", 7, 1)
CONFIG = TrainingConfig(epochs=1, windows_per_epoch=512)
PLAN = PersonalPlan(mus=(0.0, 0.1), learning_rate=0.02)


def ignore(_stage, _fraction):
    return


class HereWorker:
    """Does tasks in this process."""

    def call(self, task, arguments, progress=None, report=None):
        return worker_tasks.TASKS[task](progress or ignore, **arguments)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("trader")


@pytest.fixture(scope="module")
def models(folder, make_series):
    store = ParquetCandleStore(folder / "candles")
    store.save(make_series(count=3900))
    store.save(make_series(count=3900, seed=2, symbol="ETH/USDT"))
    return PersonalModels(HereWorker(), store, folder)


@pytest.fixture(scope="module")
def made(models):
    told = []
    kept = models.personalise((BTC,), GLOBAL, lambda *step: told.append(step), config=CONFIG, plan=PLAN)
    return kept, told


def test_it_is_kept_with_what_it_grew_from(models, made):
    kept, told = made
    assert models.numbered(kept.number) == kept
    assert (kept.start, kept.source, kept.round_id) == (str(START.digest), "local, round 7", 7)
    assert (kept.symbol, kept.timeframe, kept.candles) == ("BTC/USDT", "1h", 3900)
    assert (kept.model, kept.labels, kept.config, kept.plan) == (SPEC, GLOBAL.labels, CONFIG, PLAN)
    assert len(kept.report.attempts) == 2
    assert str(models.weights(kept).digest) == kept.weights
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert {"features", "fine-tuning, mu 0.1", "training alone"} <= {stage for stage, _ in told}


def test_several_pairs_make_one_model_and_no_connection(models, monkeypatch):
    for way in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(f"socket.socket.{way}", lambda *_: pytest.fail("it opened a connection"))
    kept = models.personalise((BTC, ETH, BTC), GLOBAL, ignore, config=CONFIG, plan=PLAN)
    assert (kept.symbol, kept.candles) == ("BTC/USDT, ETH/USDT", 7800)
    assert models.kept()[0] == kept


def test_candles_after_a_moment_are_left_out(models, made, make_series):
    until = int(make_series(count=3900).close_at[3799])
    kept = models.personalise((BTC,), GLOBAL, ignore, config=CONFIG, plan=PLAN, until_at=until)
    assert (kept.candles, kept.until_at) == (3800, until)


def test_one_that_is_cancelled_or_has_too_few_candles_keeps_nothing(models, made, tmp_path, make_series):
    before = sorted(models._folder.iterdir())

    def stop(_stage, fraction):
        if fraction > 0.3:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        models.personalise((BTC,), GLOBAL, stop, config=CONFIG, plan=PLAN)
    assert sorted(models._folder.iterdir()) == before
    few = ParquetCandleStore(tmp_path / "candles")
    few.save(make_series(count=900))
    short = PersonalModels(HereWorker(), few, tmp_path)
    with pytest.raises(YouCanFix, match="too few"):
        short.personalise((BTC,), GLOBAL, ignore, config=CONFIG, plan=PLAN)
    assert short.kept() == ()
    with pytest.raises(YouCanFix, match="no personal model yet"):
        short.numbered(0)


def test_another_model_s_bytes_are_refused(models):
    with pytest.raises(PeerBroke):
        models.personalise(
            (BTC,), replace(GLOBAL, model=replace(SPEC, hidden=5, architecture="lstm")), ignore
        )


def test_a_record_of_an_older_version_is_read(models, made):
    """One from before there was a field that has a default."""
    kept, _ = made
    file = models._folder / f"{kept.number:06d}.json"
    values = json.loads(file.read_text())
    del values["config"]["proximal"]
    del values["plan"]["embargo_candles"]
    file.write_text(json.dumps(values))
    assert models.numbered(kept.number) == kept
    file.write_text(json.dumps(asdict(kept)))


def test_damaged_files_are_said(models, made, tmp_path):
    other = PersonalModels(HereWorker(), None, tmp_path)
    other._folder.mkdir()
    (other._folder / "000001.json").write_text("{}")
    with pytest.raises(YouCanFix, match="damaged"):
        other.kept()
    with pytest.raises(YouCanFix, match="cannot be read"):
        other.weights(made[0])
    other.weights_file(made[0].weights).write_bytes(b"other")
    with pytest.raises(YouCanFix, match="not the model it was"):
        other.weights(made[0])


class Spec(SimpleNamespace):
    """A round's terms, as far as an update is checked against them."""


def participation(folder, store, start):
    """A trader of a round that starts from `start`; nothing of it can reach a network."""
    given = SimpleNamespace(
        folder=folder,
        worker=None,
        candle_store=store,
        artifacts=SimpleNamespace(get=lambda digest: {start.digest: start.to_bytes()}[digest]),
        secrets=None,
        store=None,
    )
    part = Participation(given, None, SimpleNamespace(address="0x1"), None, None)
    part.unfinished = lambda: ()
    return part


def preparation(start, update):
    fields = SimpleNamespace(
        features=SPEC.features, window=SPEC.window, hidden=SPEC.hidden, layers=SPEC.layers,
        architecture=SPEC.architecture, trained=SPEC.trained,
    )  # fmt: skip
    ahead = SimpleNamespace(horizons=(12,))
    terms = Spec(round_id=RoundId(9), model=fields, evaluation=ahead, model_digest=start.digest)
    return Preparation(terms, update, 1.0, "BTC/USDT", "1h", None, None)


@pytest.mark.parametrize("seed", [0, 5], ids=["its own start", "a later global model"])
def test_a_personal_model_cannot_be_sent_as_an_update(models, made, folder, seed):
    kept, _ = made
    assert kept.report.mu is not None, "the test needs a model that is not the global one"
    start, own = initial_weights(SPEC, seed) if seed else START, models.weights(kept)
    update = delta(own, start, SPEC)
    part = participation(folder, None, start)
    for sent in (update, update + np.float32(1e-6)):
        with pytest.raises(Refused, match=r"personal model \d+, which never leaves"):
            part._check_new(preparation(start, sent))
    part._check_new(preparation(start, np.zeros_like(update)))
    honest = np.random.default_rng(1).standard_normal(len(update)).astype(np.float32) * 0.01
    part._check_new(preparation(start, honest))


def test_sending_asks_for_it_before_anything_leaves(models, made, folder, monkeypatch):
    """`send` itself: it is refused before a session is begun."""
    kept, _ = made
    part = participation(folder, None, START)
    part._wallet.ensure_bond = lambda _least: SimpleNamespace(units=1)
    part._wallet.account = lambda: SimpleNamespace(address="0x1")
    part._kept_part = lambda _round_id: None
    monkeypatch.setattr("app.trader.participation.begin_session", lambda *_: pytest.fail("a session"))
    asked = preparation(START, delta(models.weights(kept), START, SPEC))
    asked.spec.least_bond = 0
    with pytest.raises(Refused, match="never leaves"):
        part.send(asked, ignore)


def test_one_whose_weights_were_deleted_keeps_nobody_from_contributing(models, made, tmp_path):
    other = PersonalModels(HereWorker(), None, tmp_path)
    other._folder.mkdir()
    (other._folder / "000001.json").write_text(json.dumps(asdict(made[0])))
    update = delta(models.weights(made[0]), START, SPEC)
    participation(tmp_path, None, START)._check_new(preparation(START, update))


def test_personal_models_are_no_trained_models(models, made, folder):
    """They lie where neither the list of trained models nor a training's checkpoint looks."""
    from app.trader.training import Training

    training = Training(None, None, None, folder / "training")
    assert training.kept() == ()
    assert not training.weights_file(made[0].weights).exists()
    assert (folder / FOLDER / f"{made[0].weights}.safetensors").exists()


def test_its_words_say_what_to_use_and_why(made):
    report = made[0].report
    better = replace(
        report, mu=0.1, less_global=replace(report.less_global, loss=Interval(-0.02, -0.03, -0.01))
    )
    assert verdict(better).startswith("Use your personal model")
    unclear = replace(better, less_global=replace(report.less_global, loss=Interval(-0.02, -0.03, 0.01)))
    assert "proves no difference" in verdict(unclear)
    worse = replace(better, less_global=replace(report.less_global, loss=Interval(0.02, 0.01, 0.03)))
    assert verdict(worse).startswith("Use the global model: on the untouched test the personal one is")
    assert "unchanged" in verdict(replace(report, mu=None))
    for interval, word in (
        ((-0.02, -0.03, -0.01), "better"),
        ((0.02, 0.01, 0.03), "worse"),
        ((0, -1, 1), "cannot be told"),
    ):
        local = replace(report, less_local=replace(report.less_local, loss=Interval(*interval)))
        assert word in against_local(local)


def test_what_the_global_model_may_have_seen_of_the_test_is_said(made):
    kept = made[0]
    since, until = kept.report.test_since_at, kept.report.test_until_at
    assert caution(replace(kept, seen_until=since)) == ""
    assert caution(replace(kept, seen_until=since + (until - since) // 4)).startswith("25%")
    assert caution(replace(kept, seen_until=until + 10**9)).startswith("100%")
    assert "not known" in caution(replace(kept, seen_until=0))
