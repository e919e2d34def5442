"""Agent: the journal, labelled paper, asked for piece by piece."""

import pytest

from tests.ui.conftest import START, STATUS, Gateway, decision, journal
from ui.contribution import Contribution
from ui.journal import KEPT, newer
from ui.screens.agent import AgentPage, AgentPresenter


@pytest.fixture
def presenter(session, frames):
    return AgentPresenter(session, frames)


def test_the_journal_is_shown_newest_first_and_labelled(presenter, frames, connected):
    presenter.show()
    state = frames.last
    assert state.sentence == "Paper \u00b7 simulated market: trading, window of round 3, model ababab"
    assert [row.number for row in state.decisions] == [2, 1]
    assert [row.number for row in state.trades] == [3, 2, 1]
    assert [tile.value for tile in state.tiles] == [
        "10,250.50 PUSD", "+2.50 %", "\u22121.80 %", "2", "99.7 %", "12:00:00",
    ]  # fmt: skip
    assert state.trades[1].result == "\u221241.50"
    assert state.positions[0].unrealised == "+10.00"
    assert state.epochs[0].profit == "\u221241.50 PUSD"


def test_markets_that_the_model_has_not_seen_are_named(presenter, frames, connected):
    presenter.show()
    tile = frames.last.tiles[4]
    assert (tile.foot, tile.tone) == ("not seen before: BTC/USDT", "warning")
    assert ("Novelty of the market", "42.0 %") in presenter.decision(1).lines
    assert ("Novelty of the market", "42.0 %") in presenter.card(1).lines


def test_an_agent_that_does_not_tell_novelty_is_shown_without(session, make_trader, presenter, frames):
    older = journal()
    older["status"] = {name: value for name, value in STATUS.items() if name not in ("novelty", "unseen")}
    session.connect(make_trader(agent=older))
    presenter.show()
    tile = frames.last.tiles[4]
    assert (tile.value, tile.foot, tile.tone) == ("\u2013", "of the most unusual pair", "muted")


def test_hidden_amounts_hide_sizes_and_results_but_not_prices(presenter, frames, connected):
    connected.prefer(hides_amounts=True)
    presenter.show()
    sale = frames.last.trades[1]
    assert {sale.quantity, sale.fee, sale.result} == {"\u2022\u2022\u2022\u2022"}
    assert sale.price == "20,010.00"


def test_before_the_first_window_nothing_is_invented(session, make_trader, presenter, frames):
    quiet = journal()
    quiet["status"] = {**STATUS, "state": "waiting", "epoch": 0, "round_id": 0, "model": "", "equity": 0.0}
    for name in ("decisions", "trades", "equity", "positions", "epochs"):
        quiet[name] = {name: []}
    session.connect(make_trader(agent=quiet))
    presenter.show()
    assert frames.last.tiles[0].value == "\u2013"
    assert "no model yet" in frames.last.sentence
    assert all(
        notice is not None
        for notice in (frames.last.trades_notice, frames.last.decisions_notice, frames.last.positions_notice)
    )


def test_an_agent_that_is_away_leaves_what_was_known(session, make_trader, presenter, frames):
    agent = journal()
    session.connect(make_trader(agent=agent))
    presenter.show()
    agent.clear()
    presenter.refresh()
    assert "Not up to date" in frames.last.sentence
    assert len(frames.last.trades) == 3


def test_only_new_lines_are_asked_for(session, make_trader, presenter, frames):
    agent = journal()
    session.connect(make_trader(agent=agent))
    presenter.show()
    agent["decisions"] = {
        "decisions": [*agent["decisions"]["decisions"], decision(3, START + 1, action="hold")]
    }
    presenter.refresh()
    assert [row.number for row in frames.last.decisions] == [3, 2, 1]
    assert frames.last.decisions[0].action == "\u2013 Hold"


def test_the_window_keeps_a_bounded_part_of_a_long_journal():
    known = tuple(range(KEPT))
    assert newer(known, lambda after: (after + 1,), lambda number: number) == tuple(range(1, KEPT + 1))
    assert newer((), lambda after: (after,), lambda number: number) == (None,)


def test_the_screen_opens_cards_of_trades_and_decisions(app, qtbot, connected):
    page = AgentPage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    page.widget.trades.opened.emit(page.widget.trades.records()[2])
    assert page.widget._why.isVisible()
    page.widget.decisions.opened.emit(page.widget.decisions.records()[0])
    assert page.widget._why._reason.text() == "The trend broke."
    page.presenter.disconnected()


def test_an_agent_without_a_status_is_no_crash(session, make_trader, presenter, frames):
    session.connect(make_trader(agent=Gateway()))
    presenter.show()
    assert frames.last.tone == "warning"


def test_a_card_says_between_what_the_volatility_is_likely(session, make_trader, presenter, frames):
    agent = journal()
    likely = decision(3, START + 1, volatility_low=0.018, volatility_high=0.0456)
    agent["decisions"] = {"decisions": [*agent["decisions"]["decisions"], likely]}
    session.connect(make_trader(agent=agent))
    presenter.show()
    new, old = presenter.decision(3), presenter.decision(1)
    assert ("Nine days of ten, by the model", "1.8 % to 4.6 %") in new.lines
    assert not [name for name, _ in old.lines if name.startswith("Nine")]
