"""The global model that a network published: which one, checked how, and what is said where there is none."""

from types import SimpleNamespace

import pytest

from app import scoring
from app.trader.global_models import current_digest, published_model
from core.errors import PeerBroke, TryAgain, YouCanFix
from core.features.dataset import LabelSpec, default_spec
from core.model.spec import ModelSpec
from core.model.weights import initial_weights
from core.values import Digest, Timeframe
from tests.app.trader.stage import START

SPEC = ModelSpec(len(default_spec().names), window=12, hidden=4)
MODELS = [initial_weights(SPEC, seed) for seed in range(3)]
MASKED, SETTLED, ABORTED = 3, 7, 8


def record(phase, before, after=None):
    raw = after.digest.raw if after else bytes(32)
    return {"phase": phase, "modelBefore": before.digest.raw, "modelAfter": raw}


@pytest.fixture
def ports(monkeypatch):
    """A network of two settled rounds and a third under way, whose terms need no checking here."""
    rounds = {
        1: record(SETTLED, MODELS[0], MODELS[1]),
        2: record(SETTLED, MODELS[1], MODELS[2]),
        3: record(MASKED, MODELS[2]),
    }
    blobs = {model.digest: model.to_bytes() for model in MODELS}

    def get(digest):
        if digest not in blobs:
            raise TryAgain("It is nowhere.")
        return blobs[digest]

    def terms(data, round_id, _network, _chain):
        if data != f"rounds/{round_id}/spec".encode():
            raise PeerBroke("Other terms.")
        evaluation = SimpleNamespace(timeframe="1h", start_at=START + 3600 * round_id)
        return SimpleNamespace(evaluation=evaluation, model=SimpleNamespace())

    monkeypatch.setattr("app.trader.global_models.checked_terms", terms)
    monkeypatch.setattr(scoring, "model_spec", lambda _terms: SPEC)
    monkeypatch.setattr(scoring, "feature_spec", lambda _terms: default_spec())
    monkeypatch.setattr(scoring, "label_spec", lambda _terms: LabelSpec(12, 24))
    found = SimpleNamespace(
        rounds=rounds,
        network=SimpleNamespace(name="local"),
        coordinator=SimpleNamespace(raw=str.encode),
        artifacts=SimpleNamespace(get=get),
    )
    found.chain = SimpleNamespace(
        read=lambda _contract, what, *number: (
            max(rounds, default=0) if what == "latest" else rounds[number[0]]
        )
    )
    return found


def test_while_a_round_runs_the_newest_model_is_the_one_it_starts_from(ports):
    found = published_model(ports)
    assert (found.weights, found.digest) == (MODELS[2].to_bytes(), str(MODELS[2].digest))
    assert (found.round_id, found.source, found.seen_until) == (3, "local, round 3", START + 3 * 3600)
    assert (found.model, found.labels, found.timeframe) == (SPEC, LabelSpec(12, 24), Timeframe("1h"))
    assert current_digest(ports) == found.digest


def test_a_round_that_is_over_gives_the_model_it_made(ports):
    found = published_model(ports, 1)
    assert (found.digest, found.seen_until) == (str(MODELS[1].digest), START + 3600)
    ports.rounds[3] = record(SETTLED, MODELS[2], MODELS[0])
    assert current_digest(ports) == published_model(ports).digest == str(MODELS[0].digest)


def test_a_round_that_was_given_up_changed_nothing(ports):
    ports.rounds[3] = record(ABORTED, MODELS[2], MODELS[0])
    assert current_digest(ports) == str(MODELS[2].digest)
    with pytest.raises(YouCanFix, match="Round 3 published no model"):
        published_model(ports, 3)


def test_where_there_is_no_such_round_it_says_so(ports):
    with pytest.raises(YouCanFix, match="has 3 rounds"):
        published_model(ports, 4)
    ports.rounds.clear()
    assert current_digest(ports) == ""
    with pytest.raises(YouCanFix, match="no round yet"):
        published_model(ports)


def test_terms_or_bytes_that_are_not_those_on_chain_reach_nobody(ports):
    ports.coordinator.raw = lambda path: path.encode() + b"!"
    with pytest.raises(PeerBroke, match="Other terms"):
        published_model(ports)
    ports.coordinator.raw = str.encode
    ports.rounds[3]["modelBefore"] = Digest.of(b"lost").raw
    with pytest.raises(TryAgain, match="nowhere"):
        published_model(ports)
