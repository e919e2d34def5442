"""What several windows add up to."""

import pytest

from app.adapters.agent_store import NAME, TABLES, SqlAgentStore
from app.adapters.database import Database
from app.agent.journal import benchmark_scales, performance
from core.trading.epoch import Epoch
from core.values import Amount


@pytest.fixture
def store(tmp_path):
    database = Database.at(tmp_path / "agent.db", NAME, TABLES)
    yield SqlAgentStore(database)
    database.close()


def closed(round_id, capital, held):
    money = Amount(capital * 10**6, 6, "PUSD")
    return Epoch(round_id, "aa", "bb", 0, 9, money, phase="closed", buy_and_hold=held)


def test_buy_and_hold_goes_on_where_the_window_before_ended(store):
    windows = (closed(1, 1000, 0.10), closed(2, 1050, -0.20), closed(4, 900, 0.50))
    for window in windows:
        store.save_epoch(window)
    scales = benchmark_scales(store)
    starts = [window.paper_capital * scales[window.round_id] for window in windows]
    assert starts == pytest.approx([1000, 1100, 880])
    ends = [start * (1 + window.buy_and_hold) for start, window in zip(starts, windows, strict=True)]
    assert ends[-1] == pytest.approx(1000 * (1 + performance(store).buy_and_hold))


def test_a_window_without_capital_changes_nothing(store):
    for window in (closed(1, 1000, 0.10), closed(2, 0, 0.0), closed(3, 1100, 0.0)):
        store.save_epoch(window)
    assert benchmark_scales(store) == {1: 1.0, 3: pytest.approx(1.0)}
