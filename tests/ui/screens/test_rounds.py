"""Rounds: steps, my rounds, what left, and a check that names what fails."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.ports import RoundRecord
from core.errors import TryAgain
from core.federated.verification import Check
from tests.app.trader.test_findings import CLIENT, B, C, D, E, HeldTotal, payouts, score
from tests.app.trader.test_findings import coordinator as documents
from tests.ui.conftest import START, Gateway, round_document
from tests.ui.test_contribution import PREVIEW
from ui import round_check
from ui.contribution import Contribution, ContributionState
from ui.screens.rounds import RoundsPage, RoundsPresenter


@pytest.fixture
def presenter(session, frames):
    return RoundsPresenter(session, Contribution(session), frames)


@pytest.fixture
def with_rounds(connected, trader):
    trader.wallet.ensure_practice_account()
    me = trader.wallet.state().address
    save = trader.ports.store.save_round
    scored = RoundRecord(me, 1, "scored", START, START + 9, "ab" * 32, 8, 7, 83_000, 1.2867, 1.2585)
    save(replace(scored, scores={me: 0.00438}, payable=0.00401, state="final"))
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
    assert (scored.score, scored.payable, scored.state) == ("\u25b2 +0.00438", "\u25b2 +0.00401", "final")
    assert (waiting.payable, waiting.state, waiting.summed) == ("\u2013", "\u2013", "8 of 8")
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
        round_check, "verify_round", lambda _trader, number, _progress: asked.append(number) or checks
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


def settled(me, **changes):
    """A settled round 3 with something of everything in it, as the coordinator publishes it."""
    told = round_document(
        step="settled", loss_before=1.0, loss_after=0.9, scores={me: 0.01},
        rejected={D: "its norm is beyond the bound"}, faults={C: "open_score: a lie"}, unpaid=[C], **changes,
    )  # fmt: skip
    rows = [score(me, 0.01), score(B, 0, "held"), score(C, 0.02), score(E, 0, "held")]
    rows.sort(key=lambda row: row.client)
    paid = payouts(**{me: [0.002, 0.005]}).to_bytes()
    clients = {"clients": [CLIENT, {**CLIENT, "address": me, "awaited": False, "note": ""}], "round_id": 3,
               "current_step": "mask", "now": 8.0}  # fmt: skip
    return Gateway(documents(told, rows, [HeldTotal((B, E), (7,))], payouts=paid) | {"clients": clients})


@pytest.fixture
def with_findings(with_rounds, trader):
    trader.ports.coordinator.update(settled(trader.wallet.state().address))
    return with_rounds


def test_the_newest_round_says_whom_it_left_out_convicted_held_and_did_not_pay(
    presenter, frames, with_findings
):
    presenter.show()
    found = frames.last.found
    mine, convicted, left_out, held, other, gone = found.rows

    assert found.notice is None
    assert (found.title, found.chosen) == ("What round 3 found", 0)
    assert found.note == (
        "6 joined \u00b7 4 in the sum \u00b7 1 left out \u00b7 1 convicted \u00b7 2 held \u00b7 1 unpaid"
    )
    assert (mine.client.endswith("(me)"), mine.counts, mine.payable) == (True, "yes", "\u25b2 +0.00500")
    assert (convicted.place, convicted.counts) == ("\u2717 convicted", "no")
    assert "open_score: a lie. Its bond is at stake" in convicted.why
    assert (left_out.place, left_out.score) == ("\u2717 left out", "\u2013")
    assert "its norm is beyond the bound" in left_out.why
    assert (held.client, other.client) == ("0x222222\u20262222", "0x555555\u20265555")
    assert "only the total with 0x555555" in held.why
    assert (held.state, held.state_tone, held.counts) == ("held", "warning", "no")
    assert gone.place == "dropped out"


def test_my_own_row_has_raw_beside_payable_and_my_mean_with_its_error_bar(presenter, frames, with_findings):
    presenter.show()
    facts = {fact.name: fact.value for fact in frames.last.found.facts}

    assert facts == {
        "My update": "in the sum", "Raw score (nat)": "\u25b2 +0.01000", "Payable (nat)": "\u25b2 +0.00500",
        "Score is": "final", "Mean of 2 rounds": "\u25b2 +0.00355 \u00b1 0.00106",
    }  # fmt: skip


@pytest.mark.parametrize(("joined", "text"), [(0, "Nobody has joined yet"), (7, "7 joined so far")])
def test_while_a_round_can_be_joined_only_a_number_is_known(
    presenter, frames, with_findings, trader, joined, text
):
    trader.ports.coordinator["rounds/3"] = round_document(id=3, step="join", joined=joined)
    presenter.show()
    assert frames.last.found.notice.text == text


def test_a_past_round_is_shown_until_the_current_one_is_chosen_again(
    presenter, frames, with_findings, trader
):
    trader.ports.coordinator["rounds/2"] = round_document(id=2, step="join")
    presenter.show()
    presenter.choose(2)
    assert (frames.last.found.title, frames.last.found.chosen) == ("What round 2 found", 2)
    presenter.refresh()
    assert frames.last.found.title == "What round 2 found"
    presenter.choose(0)
    assert frames.last.found.title == "What round 3 found"
    assert frames.last.found.choices == (3, 2, 1)


def test_findings_that_cannot_be_read_leave_the_other_cards_alone(presenter, frames, with_findings, trader):
    trader.ports.coordinator["rounds/3/scores"] = b"nonsense"
    presenter.show()

    assert frames.last.found.notice.kind == "error"
    assert len(frames.last.clients) == 2
    assert frames.last.tone == "muted"


def test_participants_are_listed_with_how_reliable_they_are(presenter, frames, with_findings, trader):
    presenter.show()
    awaited, mine = frames.last.clients

    assert (awaited.now, awaited.reliability, awaited.dropped) == ("awaited", "75 %", 1)
    assert "silent from mask on" in awaited.note
    assert (mine.client.endswith("(me)"), mine.now) == (True, "share")
    assert frames.last.clients_note == ("2 participants \u00b7 2 in round 3 \u00b7 mask waits for 1")
    assert frames.last.clients_notice is None

    trader.ports.coordinator["clients"] = {"clients": [], "round_id": None, "current_step": "", "now": 1.0}
    presenter.refresh()
    assert "Nobody has taken part" in frames.last.clients_notice.text

    del trader.ports.coordinator["clients"]
    presenter.refresh()
    assert frames.last.clients_notice.kind == "error"


def test_before_anything_is_loaded_the_cards_say_so(presenter, frames, session):
    state = presenter.state
    assert (state.found.notice.kind, state.clients_notice.kind) == ("loading", "loading")
    presenter.show()
    assert "Not connected" in frames.last.found.notice.text
    assert "Not connected" in frames.last.clients_notice.text


@pytest.fixture
def page(app, qtbot, with_findings):
    made = RoundsPage(with_findings, Contribution(with_findings), lambda _key: None)
    qtbot.addWidget(made.widget)
    made.widget.resize(1240, 860)
    made.widget.show()
    made.presenter.show()
    return made


def test_a_row_of_mine_that_one_goes_to_is_looked_at_and_stays_marked(page, qtbot, trader):
    trader.ports.coordinator["rounds/1"] = round_document(id=1, step="join")
    table = page.widget._rounds
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert page.presenter.state.found.chosen == 1
    assert page.widget._found.title.text() == "What round 1 found"

    page.presenter.refresh()
    assert [row.number for row in table.chosen()] == [1]
    page.widget._found._choice.setCurrentIndex(0)
    page.widget._found._choice.activated.emit(0)
    assert page.presenter.state.found.chosen == 0
    assert table.chosen() == ()


def test_the_screen_shows_my_figures_and_everybody_elses_row(page):
    card = page.widget._found
    shown = [view.accessibleDescription() for view in card._facts._views if view.isVisible()]
    assert shown[1].startswith("\u25b2 +0.01000")
    assert len(card._table.records()) == 6
    assert card._choice.currentText() == "Current round"
    assert [card._choice.itemText(index) for index in range(4)] == [
        "Current round", "Round 3", "Round 2", "Round 1",
    ]  # fmt: skip
    assert len(page.widget._clients.records()) == 2
    page.presenter.disconnected()
    assert card._stack.currentWidget() is not card.body


def test_verify_shows_where_its_checks_appear(page, monkeypatch):
    monkeypatch.setattr(round_check, "verify_round", lambda *_: (Check("sum", ok=True, detail="exact"),))
    page.widget._verify.click()
    assert page.widget._tabs.tabText(page.widget._tabs.currentIndex()) == "Checks"
    assert page.widget._checks.isVisible()


def test_the_screen_draws_it_and_asks(app, qtbot, with_rounds, monkeypatch):
    asked = []
    monkeypatch.setattr(
        round_check, "verify_round", lambda _trader, number, _progress: asked.append(number) or ()
    )
    page = RoundsPage(with_rounds, Contribution(with_rounds), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    page.widget._verify.click()
    page.widget._rounds.opened.emit(page.widget._rounds.records()[1])
    assert asked == [1, 1]
    page.presenter.disconnected()
