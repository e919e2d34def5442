"""A coordinator that says "aborted" in; a trader that believes its own node, and forgets nothing, out."""

from types import SimpleNamespace

import numpy as np
import pytest

from app.adapters.trader_store import SqlTraderStore
from app.chain_rounds import Phase
from app.events import EventBus
from app.trader import watching
from app.trader.participation import Participation
from app.trader.preparation import posted
from app.trader.privacy_budget import PrivacyBudget
from app.trader.rounds import Preparation
from app.trader.taking_part import TakingPart
from core.errors import Refused, TryAgain
from core.federated.messages import MaskedUpload, Signed
from core.identity.keys import Account
from core.privacy.fixed_point import ring_from_wire
from tests.core.federated.conftest import Rehearsal, begin, secret
from tests.core.federated.conftest import terms as small_terms

ROUND = 7
PHASES = {"joins": 2, "masked": 3, "survivors": 4, "close": 5}
FIELDS = {
    "joins": ("joined", ("root1",)),
    "masked": ("masked", ("root3",)),
    "survivors": ("agreed", ("survivorsHash", "root4")),
}
ABORTED, VOIDED = 8, 9


class Secrets(dict):
    """The secret store's port, in memory."""

    def put(self, name, kept):
        self[name] = kept


class Outside:
    """A rehearsed round behind a trader's ports: client 0 is the trader, the others answer after it.

    Attributes:
        said: what the coordinator says the step is, whatever is true; "" for the truth.
        phase: what the chain holds, whatever the round came to; 0 for the truth.
        refuses: whether the coordinator answers every question for the round with a refusal.
        heard: (attempt, step) of each message of the trader.
    """

    def __init__(self, rehearsal):
        self.round = rehearsal
        self.said, self.phase, self.refuses, self.heard = "", 0, False, []
        self.chain_id, self.address = 31337, lambda name: "0x" + "0" * 40

    def json(self, _path, **_):
        state = self.round.state
        if self.refuses:
            raise Refused("Not for you.")
        return {
            "id": ROUND, "attempt": state.attempt, "step": self.said or state.step, "reason": "so it says",
            "opened_at": 1.0, "deadline_at": 0.0 if state.awaits else 1e9, "joined": 8, "needed": 8,
            "survivors": 0, "model_digest": "0" * 64, "next_model_digest": None, "start_at": 1, "end_at": 2,
            "loss_before": None, "loss_after": None, "scores": {},
        }  # fmt: skip

    def raw(self, path):
        state, (_, _, part, *client) = self.round.state, path.split("/")
        views = {
            "roster": state.roster, "masked": state.masked, "norm-request": state.norm_request,
            "norms": state.norms, "inbox": state.inbox, "survivors": state.survivors,
        }  # fmt: skip
        return views[part](*client)

    def post(self, path, body):
        play, step = self.round, path.rpartition("/")[2]
        if step == "join":
            play.state.bonded(play.addresses[0], 10**18, play.now)
        if step == "mask":
            signed, digest, masked = MaskedUpload.opened(body, play.spec.parameters)
            play.vectors[digest] = ring_from_wire(bytes(masked))
            body = signed.to_bytes()
        self.heard.append((play.state.attempt, step))
        return play.state.on(Signed.from_bytes(body), play.now)

    def read(self, _contract, function, *_):
        if function != "round":
            return {"revokedAt": 0, "bondOf": 10**18, "latest": ROUND}[function]
        state, record = self.round.state, {"attempt": self.round.state.attempt, "phase": 1}
        for kind, (post, names) in FIELDS.items():
            if fact := state.fact(kind):
                record |= dict(zip(names, fact.roots, strict=True)) | {"phase": PHASES[kind]}
                record[post] = {"number": fact.block, "timestamp": fact.timestamp}
        return record | {"opened": {"number": 1}} | ({"phase": self.phase} if self.phase else {})

    def block(self, number):
        return SimpleNamespace(hash=secret("beacon", number - 2))

    def events(self, *_, **__):
        return [SimpleNamespace(arguments={"survivorsHash": found}) for found in self.round.posted_sets]

    def go_on(self):
        """Everybody else answers the open step, and the chain takes what it leads to."""
        play, step = self.round, self.round.state.step
        for index in range(1, 8):
            if play.state.step == step and play.speaks(index, step) and not play.state.awaits:
                if step == "join":
                    play.state.bonded(play.addresses[index], 10**18, play.now)
                play.deliver(index, step)
        if step == "join" and not play.state.awaits:
            play.state.close_joins(play.now)
        elif play.state.step == step and not play.state.awaits:
            play.now += 10
            play.state.tick(play.now)
        play.post()

    def progress(self, stop="", then=lambda: None):
        """What a trader tells its progress: lets the others answer what it has answered, until `stop`."""

        def told(_stage, _fraction):
            state = self.round.state
            if self.heard and self.heard[-1] == (state.attempt, state.step):
                then() if state.step == stop else self.go_on()

        return told


@pytest.fixture
def outside(monkeypatch):
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.0)
    monkeypatch.setattr(watching, "PATIENCE_SECONDS", -1.0)
    play = Rehearsal(8, spec=small_terms(parameters=12_800))
    play.start(1, now=4_000.0)
    monkeypatch.setattr(TakingPart, "reference", lambda *_: play.reference)
    return Outside(play)


@pytest.fixture
def preparation(outside):
    play = outside.round
    return Preparation(play.spec, play.updates[0].astype(np.float32), 1.0, "BTC/USDT", "1h", None, None)


@pytest.fixture
def trader(outside, tmp_path):
    """The part of client 0; a program started anew over the same disk is the same call again."""
    account = Account.create(secret("wallet", 0))
    clock = SimpleNamespace(now=lambda: outside.round.now)
    store = SqlTraderStore(tmp_path / "trader.db")
    ports = SimpleNamespace(
        coordinator=outside, chain=outside, clock=clock, store=store, secrets=Secrets(), folder=tmp_path,
        network=SimpleNamespace(clock_file="clock"), wire_log=None, worker=None, candle_store=None,
    )  # fmt: skip
    wallet = SimpleNamespace(
        ensure_bond=lambda least: SimpleNamespace(units=max(least, 10**18)),
        account=lambda: account,
        address=account.address,
        state=lambda: SimpleNamespace(address=account.address),
    )
    yield Participation(ports, None, wallet, PrivacyBudget(store, clock, "net"), EventBus())
    store.close()


def watched(outside, step):
    """A progress that lets the others answer, and has seen enough when `step` was looked at a few times."""
    looks, inner = [], outside.progress()

    def told(stage, fraction):
        inner(stage, fraction)
        looks.append(outside.round.state.step)
        if looks.count(step) > 4:
            raise InterruptedError

    return told


def lie(outside):
    """The coordinator says that the round was aborted."""

    def told():
        outside.said = "aborted"

    return told


def unmasked(outside, trader, preparation):
    """The trader has revealed its shares; then the coordinator says "aborted"."""
    with pytest.raises(TryAgain, match="and the chain does not"):
        trader.send(preparation, outside.progress("unmask", lie(outside)))
    outside.go_on()
    outside.said = ""
    assert len(outside.round.state.record.contributors) == 8


def test_the_coordinators_word_alone_ends_no_part(outside, trader, preparation):
    unmasked(outside, trader, preparation)

    assert trader.unfinished() == (ROUND,)
    assert [record.phase for record in trader.history()] == ["sending"]


def test_after_that_word_no_second_set_is_signed_in_the_round(outside, trader, preparation):
    """Over a set without client 7 the two sums would differ by its update."""
    unmasked(outside, trader, preparation)
    play = outside.round
    play.sessions[1:] = [begin(play.spec, index) for index in range(1, 8)]  # they had believed it
    play.silent = {7: "mask"}
    play.start(2, now=play.now + 100)
    with pytest.raises(InterruptedError):
        trader.send(preparation, watched(outside, "agree"))

    assert outside.heard[-1] == (2, "open_norm")


@pytest.mark.parametrize(("phase", "word"), [(ABORTED, "aborted"), (VOIDED, "voided")])
def test_what_the_chain_shows_ends_it_and_the_round_is_never_begun_anew(
    outside, trader, preparation, phase, word
):
    unmasked(outside, trader, preparation)
    outside.said, outside.phase = "aborted", phase
    with pytest.raises(Refused, match=f"{word} on chain"):
        posted(outside, ROUND, Phase.CLOSED)

    assert trader.resume(lambda *_: None) is None
    assert trader.unfinished() == ()
    outside.said, outside.phase = "", 0
    with pytest.raises(Refused, match="masked for round 7 before"):
        trader.send(preparation, lambda *_: None)
    outside.said = "join"
    assert trader._joinable() is None


def test_a_part_ends_when_nothing_that_it_signs_counts_any_more(outside, trader, preparation):
    unmasked(outside, trader, preparation)
    outside.said, outside.round.now = "aborted", 10.0**6
    assert trader.resume(lambda *_: None) is None
    assert trader.unfinished() == ()


def test_a_refusal_of_the_coordinator_ends_no_part(outside, trader, preparation):
    unmasked(outside, trader, preparation)
    outside.refuses = True
    assert trader.resume(lambda *_: None) is None
    assert trader.unfinished() == (ROUND,)
    assert trader.history()[0].note == "Not for you."


def test_a_new_attempt_is_not_joined_once_the_sum_is_on_chain(outside, trader, preparation):
    """It would erase the seeds that the score is opened with."""
    unmasked(outside, trader, preparation)
    outside.phase = PHASES["close"]
    outside.round.start(2, now=outside.round.now + 100)
    with pytest.raises(InterruptedError):
        trader.send(preparation, watched(outside, "join"))
    assert (2, "join") not in outside.heard


def test_a_round_that_starts_over_before_a_set_is_posted_goes_on(outside, trader, preparation):
    with pytest.raises(TryAgain):
        trader.send(preparation, outside.progress("open_norm", lie(outside)))
    outside.said = ""
    play = outside.round
    play.start(2, now=play.now + 100)
    with pytest.raises(TryAgain):
        trader.send(preparation, outside.progress("unmask", lie(outside)))
    assert [step for attempt, step in outside.heard if attempt == 2][-1] == "unmask"
