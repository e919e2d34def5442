"""Rounds: steps, my rounds, what left, and a check that names what fails."""

import pytest

from app.ports import RoundRecord
from core.errors import TryAgain
from core.federated.verification import Check
from tests.ui.conftest import START, round_document
from tests.ui.test_contribution import PREVIEW
from ui.contribution import Contribution, ContributionState
from ui.screens import rounds
from ui.screens.rounds import RoundsPage, RoundsPresenter


@pytest.fixture
def presenter(session, frames):
    return RoundsPresenter(session, Contribution(session), frames)


@pytest.fixture
def with_rounds(connected, trader):
    trader.wallet.ensure_practice_account()
    me = trader.wallet.state().address
    save = trader.ports.store.save_round
    save(
        RoundRecord(me, 1, "scored", START, START + 9, "ab" * 32, 8, 7, 83_000, 1.2867, 1.2585, {me: 0.00438})
    )
    save(RoundRecord(me, 2, "waiting", START, START + 9, "ab" * 32, 8, 8, 82_000))
    return connected


def test_before_the_first_round_it_says_so(presenter, frames, connected, trader):
    trader.ports.chain.answers["Rounds", "latest"] = 0
    presenter.show()
    assert frames.last.rounds_notice is not None
    assert frames.last.traffic_notice is not None
    assert not frames.last.may_verify


def test_my_rounds_have_losses_scores_and_signs_newest_first(presenter, frames, with_rounds):
    presenter.show()
    waiting, scored = frames.last.rounds
    assert (waiting.number, waiting.loss, waiting.score) == (2, "\u2013", "\u2013")
    assert (scored.loss, scored.gain) == ("1.2867 \u2192 1.2585", "\u25b2 +0.02820")
    assert scored.score == "\u25b2 +0.00438"
    assert frames.last.title == "Round 3"
    assert "round 2 waits" in frames.last.sentence


def test_what_left_is_listed_by_purpose_largest_first(presenter, frames, with_rounds, trader):
    trader.wire_log.record("http://127.0.0.1:2", "POST", "/v1/rounds/3/mask", b"x" * 5000)
    trader.wire_log.record("http://127.0.0.1:2", "GET", "/v1/rounds/3", b"x" * 100)
    presenter.show()
    assert [row.bytes for row in frames.last.traffic] == [5000, 100]
    assert frames.last.traffic_note.startswith("5.0 KiB")


def test_before_a_contribution_its_fields_are_listed(presenter, frames, with_rounds):
    presenter.show()
    presenter._contribution._change(ContributionState("review", preview=PREVIEW))
    assert [row.field for row in frames.last.preview] == ["masked update"]
    assert frames.last.preview_notice is None


def test_a_coordinator_that_is_away_is_said_and_records_stay(presenter, frames, with_rounds, trader):
    del trader.ports.coordinator["rounds/3"]
    presenter.show()
    assert frames.last.tone == "warning"
    assert len(frames.last.rounds) == 2


def test_a_check_names_what_holds_and_what_fails(presenter, frames, with_rounds, monkeypatch):
    checks = (Check("sum", ok=True, detail="exact"), Check("scores", ok=False, detail="0.1 is not 0.2"))
    asked = []
    monkeypatch.setattr(
        rounds, "verify_round", lambda _trader, number, _progress: asked.append(number) or checks
    )
    presenter.show()
    assert frames.last.may_verify
    presenter.verify_newest()
    assert asked == [1]
    assert frames.last.checks_title == "Round 1: 2 checks, 1 failed"
    assert [row.tone for row in frames.last.checks] == ["good", "danger"]


def test_a_check_that_cannot_be_made_says_why(presenter, frames, with_rounds, trader):
    presenter.show()

    def away(_path):
        raise TryAgain("The coordinator cannot be reached.")

    trader.ports.coordinator.raw = away
    presenter.verify(1)
    assert frames.last.checks_notice.kind == "error"
    assert frames.last.may_verify


def test_a_settled_round_of_others_can_be_verified_too(presenter, with_rounds, trader):
    trader.ports.coordinator["rounds/3"] = round_document(step="settled", loss_before=1.0, loss_after=0.9)
    presenter.show()
    assert presenter._newest_settled() == 3


def test_the_screen_draws_it_and_asks(app, qtbot, with_rounds, monkeypatch):
    asked = []
    monkeypatch.setattr(rounds, "verify_round", lambda _trader, number, _progress: asked.append(number) or ())
    page = RoundsPage(with_rounds, Contribution(with_rounds), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    page.widget._verify.click()
    page.widget._rounds.opened.emit(page.widget._rounds.records()[1])
    assert asked == [1, 1]
    page.presenter.disconnected()
