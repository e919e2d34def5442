"""A coordinator's words, files and absences in; statuses, updates and patience out."""

import time

import numpy as np
import pytest

from app.trader import watching
from app.trader.round_files import RoundFiles, kept_update, round_that_took
from app.trader.rounds import RoundStatus
from app.trader.watching import Watch
from core.errors import Cancelled, PeerBroke, TryAgain, YouCanFix

VIEW = {
    "id": 3, "attempt": 1, "step": "mask", "opened_at": 1.5, "deadline_at": 2.5, "joined": 8, "needed": 8,
    "survivors": None, "model_digest": "ab" * 32, "next_model_digest": None, "start_at": 10, "end_at": 20,
    "loss_before": None, "loss_after": None, "scores": None, "reason": "",
}  # fmt: skip
ME = "0x" + "1" * 40


def test_a_status_is_read_field_by_field():
    status = RoundStatus.read({**VIEW, "scores": {ME: 0.5}, "loss_before": 0.7, "survivors": 7})

    assert (status.round_id, status.step, status.survivors, status.model_after) == (3, "mask", 7, "")
    assert (status.scores, status.loss_before, status.loss_after) == ({ME: 0.5}, 0.7, None)
    assert not status.is_over


def test_a_status_says_who_is_left_out_convicted_awaited_and_unpaid():
    told = {"rejected": {ME: "x" * 999}, "faults": {ME: "settle: a lie"}, "unpaid": [ME], "missing": [ME]}
    status = RoundStatus.read({**VIEW, **told, "payable": {ME: 0.25}})

    assert status.rejected == {ME: "x" * 300}
    assert (status.faults, status.unpaid, status.missing) == ({ME: "settle: a lie"}, (ME,), (ME,))
    assert status.payable == {ME: 0.25}


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"attempt": "x"},
        {"scores": [1]},
        {"scores": {ME: None}},
        {"start_at": {}},
        {"rejected": ["x"]},
        {"unpaid": 7},
    ],
)
def test_a_malformed_status_is_the_coordinators_fault(change):
    with pytest.raises(PeerBroke, match="malformed"):
        RoundStatus.read({**VIEW, **change})
    with pytest.raises(PeerBroke, match="malformed"):
        RoundStatus.read([])


def test_updates_come_back_from_their_files(tmp_path):
    files = RoundFiles(tmp_path, 4)
    update = np.linspace(-1, 1, 7, dtype=np.float32)
    files.keep_update(ME, "BTC/USDT", update)
    files.keep_integers(np.arange(7) - 3)

    assert np.array_equal(files.update(), update)
    assert kept_update(tmp_path, 4)[0] == ME
    assert kept_update(tmp_path, 4)[1].tolist() == [-3, -2, -1, 0, 1, 2, 3]


def test_an_update_is_recognised_that_another_round_was_given(tmp_path):
    """Not one that was never masked, not another one, and not one of nothing."""
    update = np.linspace(-1, 1, 7, dtype=np.float32)
    for number, kept in ((4, update), (5, update + 1), (6, np.zeros(7, np.float32))):
        RoundFiles(tmp_path, number).keep_update(ME, "BTC/USDT", kept)
        RoundFiles(tmp_path, number).keep_integers(np.arange(7))
    RoundFiles(tmp_path, 7).keep_update(ME, "BTC/USDT", update + 2)

    assert round_that_took(tmp_path, update) == 4
    assert round_that_took(tmp_path, update + 1) == 5
    assert round_that_took(tmp_path, update + 2) is None
    assert round_that_took(tmp_path, np.zeros(7, np.float32)) is None
    assert round_that_took(tmp_path / "elsewhere", update) is None


def test_a_missing_or_damaged_update_is_named(tmp_path):
    files = RoundFiles(tmp_path, 4)
    with pytest.raises(YouCanFix, match=r"trained\.npy"):
        files.update()
    with pytest.raises(YouCanFix, match="account"):
        files.account()
    files.keep_update(ME, "BTC/USDT", np.zeros(3, np.float32))
    (tmp_path / "rounds" / "4" / "trained.npy").write_bytes(b"half a file")
    with pytest.raises(YouCanFix, match="damaged"):
        files.update()


@pytest.fixture
def until(monkeypatch):
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.001)
    monkeypatch.setattr(watching, "PATIENCE_SECONDS", 0.05)
    watch = Watch(None, None)
    return lambda look, progress=lambda *_: None: watch.until(look, progress, "waiting", 0.5)


def test_a_short_absence_is_waited_out(until):
    answers = iter([TryAgain("away"), None, TryAgain("away"), "there"])

    def look():
        answer = next(answers)
        if isinstance(answer, TryAgain):
            raise answer
        return answer

    assert until(look) == "there"


def test_a_long_absence_ends_the_wait_with_its_reason(until):
    def look():
        raise TryAgain("The chain is away.")

    with pytest.raises(TryAgain, match="chain is away"):
        until(look)


def test_who_says_when_to_come_back_is_waited_for(until):
    started = time.monotonic()

    def look():
        if time.monotonic() - started < 0.2:
            raise TryAgain("not yet", retry_after=1.0)
        return "there"

    assert until(look) == "there"


def test_a_wait_ends_at_once_when_it_is_cancelled(until):
    def cancelled(stage, fraction):
        raise Cancelled(f"{stage} at {fraction}")

    with pytest.raises(Cancelled, match=r"waiting at 0\.5"):
        until(lambda: pytest.fail("looked"), cancelled)
