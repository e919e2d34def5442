"""Home: a sentence, one button, numbers that are known or a dash."""

import pytest

from app.events import RoundMoved
from app.ports import RoundRecord
from core.rewards.shares import CAP, WHOLE
from core.rewards.standing_share import ShareEstimate
from tests.ui.conftest import START, Gateway, decision, round_document
from ui import formatting, overview_tiles
from ui.contribution import Contribution, ContributionState
from ui.screens.home import HomePage, HomePresenter


@pytest.fixture
def presenter(session, frames):
    went = []
    made = HomePresenter(session, Contribution(session), went.append, frames)
    made.went = went
    return made


def scored(trader, score=0.0125):
    trader.wallet.ensure_practice_account()
    me = trader.wallet.state().address
    trader.ports.store.save_round(
        RoundRecord(
            me, 2, "scored", START, START + 9, "ab" * 32, clients=8, survivors=7,
            loss_before=1.3, loss_after=1.27, scores={me: score, "0x" + "b" * 40: 0.01},
        )
    )  # fmt: skip


def test_without_a_network_it_says_so_and_the_button_waits(presenter, frames):
    presenter.show()
    assert "Not connected" in frames.last.sentence
    assert frames.last.intent == ""
    assert {tile.value for tile in frames.last.tiles} == {formatting.ABSENT}


def test_a_connected_trader_fills_the_screen(presenter, frames, connected):
    presenter.show()
    state = frames.last
    assert state.sentence.startswith("Paper, simulated market, model ababab, round 3: mask")
    assert (state.button, state.intent) == ("Train & contribute", "contribute")
    assert state.tiles[0].value == "10,250.50"
    assert len(state.equity[0].points) == 50
    assert [row.action for row in state.decisions] == ["\u25bc Sell", "\u25b2 Buy"]
    assert (state.equity_notice, state.decisions_notice) == (None, None)


def test_what_is_not_known_is_a_dash_never_a_zero(presenter, frames, connected):
    presenter.show()
    assert [tile.value for tile in frames.last.tiles[1:4]] == ["\u2013", "\u2013", "nothing yet"]


def test_share_and_score_of_the_newest_round_have_sign_and_unit(presenter, frames, connected, trader):
    scored(trader)
    presenter.show()
    assert frames.last.tiles[1].value.endswith(" %")
    assert frames.last.tiles[2].value == "+0.01250"
    assert frames.last.tiles[2].foot == "\u25b2 round 2, in nat"
    assert frames.last.tiles[0].value.endswith("PUSD")


def test_hidden_amounts_are_bullets_everywhere(presenter, frames, connected, trader):
    scored(trader)
    connected.on_change(presenter.recompute)
    presenter.show()
    connected.prefer(hides_amounts=True)
    assert formatting.HIDDEN in frames.last.tiles[0].value
    connected.prefer(hides_amounts=False)
    assert "10,250" in frames.last.tiles[0].value


def test_an_agent_that_is_away_is_said_and_the_rest_stays(session, make_trader, presenter, frames):
    session.connect(make_trader(agent=Gateway()))
    presenter.show()
    assert frames.last.tone == "warning"
    assert "cannot be reached" in frames.last.sentence
    assert frames.last.equity_notice is not None
    assert frames.last.intent == "contribute"
    assert "cannot be reached" in session.network_problem


def test_the_button_shows_what_is_under_way(presenter, frames, connected):
    presenter.show()
    presenter._contribution._change(ContributionState("preparing", "training", 0.43))
    assert (frames.last.button, frames.last.intent) == ("Training \u00b7 43 %", "")
    presenter._contribution._change(ContributionState("review"))
    assert frames.last.button == "Waiting for Send"


def test_a_locked_account_is_unlocked_first(presenter, frames, connected, trader):
    trader.wallet.ensure_practice_account()
    trader.wallet.box.set_password("a long password")
    trader.wallet.box.lock()
    presenter.show()
    assert (frames.last.button, frames.last.intent) == ("Unlock", "unlock")
    presenter.act()
    assert presenter.went == ["wallet"]


def test_a_hidden_screen_does_not_load_and_a_shown_one_follows_events(presenter, frames, connected, trader):
    presenter.on_event(RoundMoved(3, "agree"))
    assert frames == []
    presenter.show()
    trader.ports.coordinator["rounds/3"] = round_document(step="agree")
    presenter.on_event(RoundMoved(3, "agree"))
    assert "agree" in frames.last.sentence
    presenter.hide()
    count = len(frames)
    presenter.on_event(RoundMoved(3, "unmask"))
    assert len(frames) == count


def test_the_screen_draws_each_state_and_its_button_asks(app, qtbot, connected):
    contribution = Contribution(connected)
    page = HomePage(connected, contribution, lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    assert page.widget.button.isEnabled()
    page.presenter.disconnected()
    assert not page.widget.button.isEnabled()
    with qtbot.waitSignal(page.widget.button_pressed):
        page.widget.button.clicked.emit()
    assert contribution.state.phase == "idle"
    assert decision(1, START)["reason"] in page.widget._table.records()[1].reason


class Shared:
    """An income book that knows one share."""

    def __init__(self, estimate):
        self._estimate = estimate

    def share(self, _round_id):
        return self._estimate


def test_my_share_is_what_the_round_paid_with_its_error(presenter, frames, connected, trader):
    scored(trader)
    trader.__dict__["income"] = Shared(ShareEstimate(0.14, 0.03, 5))
    presenter.show()
    tile = frames.last.tiles[1]
    assert (tile.value, tile.foot) == ("14.00 %", "\u00b1 3.00 %, paid by round 2")
    assert tile.interval == pytest.approx((0.44, 0.56, 0.68))


def test_after_one_score_there_is_a_share_without_an_error(presenter, frames, connected, trader):
    scored(trader)
    trader.__dict__["income"] = Shared(ShareEstimate(0.25, None, 1))
    presenter.show()
    tile = frames.last.tiles[1]
    assert (tile.value, tile.foot, tile.interval) == ("25.00 %", "paid by round 2, no error yet", None)


def test_before_a_round_is_shared_out_the_share_says_what_it_is(presenter, frames, connected, trader):
    scored(trader)
    trader.__dict__["income"] = Shared(None)
    presenter.show()
    assert frames.last.tiles[1].foot == "by round 2 alone"


def test_the_error_bar_reaches_as_far_as_pay_can():
    assert overview_tiles.MOST_SHARE == CAP / WHOLE


def test_the_error_bar_is_drawn_and_the_falls_lie_under_the_curve(app, qtbot, connected, trader):
    scored(trader)
    page = HomePage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    trader.__dict__["income"] = Shared(None)
    page.presenter.show()
    tile = page.widget._tiles._tiles[1]
    plain = tile.grab().toImage()
    trader.__dict__["income"] = Shared(ShareEstimate(0.14, 0.03, 5))
    page.presenter.refresh()
    assert tile.grab().toImage() != plain
    above, below = page.widget._chart.charts
    assert above.accessibleDescription() == "Agent 10,049.00, Buy & hold 9,951.00"
    assert below.accessibleDescription() == "Drawdown \u22120.10 %"


def test_hidden_amounts_turn_the_curve_into_an_index(presenter, frames, connected):
    connected.prefer(hides_amounts=True)
    presenter.show()
    assert frames.last.equity[0].points[0][1] == 100.0
    assert frames.last.equity_note == "paper \u00b7 simulated \u00b7 start = 100"
