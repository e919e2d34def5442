"""The agent's journal, page by page: all that is kept, once, and only what is new the next time."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.trader import agent_history
from app.trader.agent_csv import save_trades, trades_csv
from app.trader.agent_history import AgentHistory, read_history
from app.trader.agent_views import AgentTrade, EquityPoint
from core.errors import YouCanFix
from core.values import Amount

START = 1_700_006_400


def utc_day(at):
    return datetime.fromtimestamp(at, UTC).date()


class Journal:
    """A journal of so many points and fills, which notes what it was asked for."""

    def __init__(self, points, fills):
        self.points = [EquityPoint(START + 60 * n, 1, 100.0 + n, 100.0, 0.0) for n in range(points)]
        self.fills = [
            AgentTrade(n + 1, START + 60 * n, 1, "BTC/USDT", "sell", 1.0, 2.0, 2.0, 0.1, 1e-7)
            for n in range(fills)
        ]
        self.asked = []

    def equity(self, after=None, limit=2000):
        return self._page("equity", self.points, lambda point: point.at, after, limit)

    def trades(self, after=None, limit=500):
        return self._page("trades", self.fills, lambda fill: fill.number, after, limit)

    def _page(self, name, lines, key, after, limit):
        self.asked.append((name, after, limit))
        found = [line for line in lines if after is None or key(line) > after]
        return tuple(found[-limit:] if after is None else found[:limit])


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(agent_history, "PAGE", 10)
    monkeypatch.setattr(agent_history, "MOST", 100)


def test_all_lines_are_read_once_over_several_pages(small):
    journal = Journal(25, 31)
    found = read_history(journal, AgentHistory(), 60)
    assert found == AgentHistory(tuple(journal.points), tuple(journal.fills))


def test_the_next_time_only_what_is_new_is_asked_for(small):
    journal = Journal(25, 31)
    found = read_history(journal, AgentHistory(), 60)
    journal.asked.clear()
    journal.fills.append(AgentTrade(32, START, 1, "ETH/USDT", "buy", 1.0, 2.0, 2.0, 0.1, None))
    again = read_history(journal, found, 60)
    assert journal.asked == [("equity", START + 60 * 24, 10), ("trades", 31, 10)]
    assert again.trades == tuple(journal.fills)


def test_of_a_long_journal_the_newest_lines_are_kept_and_the_oldest_never_asked_for(small):
    journal = Journal(500, 500)
    found = read_history(journal, AgentHistory(), 60)
    assert found == AgentHistory(tuple(journal.points[-100:]), tuple(journal.fills[-100:]))
    assert min(after for _, after, _ in journal.asked if after) >= 400


def test_an_empty_journal_is_no_history(small):
    assert read_history(Journal(0, 0), AgentHistory(), 60) == AgentHistory()


def test_days_and_pairs_are_added_up_from_it():
    journal = Journal(3, 2)
    history = AgentHistory(tuple(journal.points), tuple(journal.fills))
    epoch = SimpleNamespace(round_id=1, capital=Amount(100_000_000, 6, "PUSD"))
    [day] = history.days((epoch,), utc_day)
    assert (day.amount, day.trades) == (2.0, 2)
    assert history.pairs()[0].trades == 2
    assert AgentHistory().days((), utc_day) == ()


def test_fills_become_a_file_that_reads_back(tmp_path):
    text, count = trades_csv(Journal(0, 2).fills, is_paper=False, is_simulated=False)
    assert count == 2
    assert text.splitlines()[1] == (
        "1,2023-11-15 00:00:00,1,BTC/USDT,sell,1.0,2.0,2.0,0.1,1e-07,live,recorded"
    )
    path = tmp_path / "trades.csv"
    assert save_trades(Journal(0, 2).fills, path, is_paper=True, is_simulated=True) == 2
    assert "paper,simulated" in path.read_text()
    with pytest.raises(YouCanFix, match="no folder"):
        save_trades((), tmp_path / "none" / "a.csv", is_paper=True, is_simulated=True)


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 1)), min_size=1, max_size=300), st.integers(11, 60))
def test_an_outline_keeps_ends_and_extremes_in_few_points(values, most):
    points = tuple(EquityPoint(START + n, 1, equity, 1.0, fall) for n, (equity, fall) in enumerate(values))
    found = AgentHistory(points).outline(most)
    assert len(found) <= most
    assert (found[0], found[-1]) == (points[0], points[-1])
    assert list(found) == sorted(found, key=lambda point: point.at)
    assert max(point.drawdown for point in found) == max(point.drawdown for point in points)
    for pick in (min, max):
        assert pick(point.equity for point in found) == pick(point.equity for point in points)
    assert found == points if len(points) <= most else set(found) <= set(points)
