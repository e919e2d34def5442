"""Agent: the journal, labelled paper, asked for piece by piece."""

import csv
import time

import pytest
from PySide6.QtWidgets import QFileDialog

from app.trader.agent_csv import COLUMNS
from tests.ui.conftest import HOUR, START, STATUS, Gateway, decision, journal, trade
from ui import formatting
from ui.contribution import Contribution
from ui.journal import KEPT, TradeRows, newer
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


def test_equity_has_its_falls_and_what_was_invested_below_it(session, make_trader, presenter, frames):
    agent = journal()
    for number, point in enumerate(agent["equity"]["equity"]):
        point["exposure"] = number / 100
    session.connect(make_trader(agent=agent))
    presenter.show()
    state = frames.last
    assert [y for _, y in state.drawdown[0].points] == [-0.1] * 50
    assert state.exposure[0].points[-1] == (START + 49 * HOUR, 49.0)
    assert {x for x, _ in state.equity[0].points} == {x for x, _ in state.drawdown[0].points}


def test_an_older_agent_that_tells_no_exposure_leaves_the_pane_empty(presenter, frames, connected):
    presenter.show()
    assert frames.last.exposure[0].points == ()


def test_hidden_amounts_turn_the_curve_into_an_index(presenter, frames, connected):
    connected.prefer(hides_amounts=True)
    presenter.show()
    assert frames.last.equity[0].points[0][1] == 100.0
    assert frames.last.equity_note.endswith("start = 100")
    assert not [cell for cell in frames.last.days if "+" in cell.words]
    assert frames.last.pairs[0].profit == f"\u25bc {formatting.HIDDEN}"


def test_each_day_has_what_it_brought_and_its_trades(presenter, frames, connected):
    presenter.show()
    days = frames.last.days
    assert [cell.words for cell in days[:3]] == [
        "2023-11-15: \u25b2 +23.00 PUSD, 0 trades",
        "2023-11-16: \u25b2 +24.00 PUSD, 0 trades",
        "2023-11-17: \u25b2 +2.00 PUSD, 0 trades",
    ]
    assert (days[0].sign, days[3].words) == (1, "2023-11-19: 0.00 PUSD, 1 trade")
    assert frames.last.days_note == "change of equity a day, UTC, since 2023-11-15"


def test_another_zone_cuts_the_days_elsewhere_and_loses_nothing(presenter, frames, connected, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Kathmandu")  # UTC+05:45
    time.tzset()
    presenter.show()
    try:
        formatting.show_times_in("local")
        presenter.recompute()
        assert frames.last.days[0].words.startswith("2023-11-15: \u25b2 +18.00")
        assert "local time" in frames.last.days_note
    finally:
        formatting.show_times_in("utc")
        monkeypatch.undo()
        time.tzset()


def test_pairs_are_added_up_from_the_trades(presenter, frames, connected):
    presenter.show()
    btc = next(row for row in frames.last.pairs if row.symbol == "BTC/USDT")
    assert (btc.trades, btc.win_rate, btc.profit) == ("2", "0.0 %", "\u25bc \u221261.50")
    assert (btc.fees, btc.fall, btc.tone) == ("20.00", "\u221261.50", "down")


def test_all_known_trades_are_written_to_a_file(app, qtbot, connected, tmp_path, monkeypatch):
    page = AgentPage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(page.widget)
    file = tmp_path / "trades.csv"
    page.presenter.export(file)  # nothing is loaded yet
    page.widget.show()
    page.presenter.show()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.widget._export.click()
    rows = list(csv.DictReader(file.read_text().splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert [row["Number"] for row in rows] == ["1", "2", "3"]
    assert (rows[1]["Realised Before Fees"], rows[1]["Account"]) == ("-41.5", "paper")
    assert page.presenter.state.sentence == f"3 trades written to {file}."


def test_the_calendar_says_what_its_days_are_while_it_is_in_view(app, qtbot, connected):
    page = AgentPage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    assert page.widget._journal.note.text() == ""
    page.widget._tabs.setCurrentWidget(page.widget._by_day)
    assert page.widget._journal.note.text().startswith("change of equity")
    assert page.widget.calendar.day is not None


def test_rows_of_trades_are_sorted_by_value(app, qtbot, session, make_trader):
    agent = journal()
    prices = (9.5, 100.0, 20.0)
    agent["trades"] = {"trades": [trade(n + 1, START + n, price=price) for n, price in enumerate(prices)]}
    session.connect(make_trader(agent=agent))
    page = AgentPage(session, Contribution(session), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    column = [one.title for one in page.widget.trades._records.columns].index("Price")
    page.widget.trades.sortByColumn(column, page.widget.trades.horizontalHeader().sortIndicatorOrder())
    found = [row.fill.price for row in page.widget.trades.records()]
    assert found in (sorted(prices), sorted(prices, reverse=True))


def test_a_row_that_was_made_is_used_again_until_it_would_say_something_else(trader):
    rows, trades = TradeRows(), trader.profit.trades()
    first = rows.newest_first(trades[:2], hidden=False)
    again = rows.newest_first(trades, hidden=False)
    assert [row.number for row in again] == [3, 2, 1]
    assert again[1:] == first
    assert all(new is old for new, old in zip(again[1:], first, strict=True))
    hidden = rows.newest_first(trades, hidden=True)
    assert hidden[0].fee == formatting.HIDDEN
    assert [row.number for row in rows.newest_first(trades[1:], hidden=True)] == [3, 2]
