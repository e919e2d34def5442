"""Ticks, decisions and fills in, the same out in order; a journal that nobody can rewrite."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.adapters import agent_store
from app.adapters.agent_store import NAME, TABLES, SqlAgentStore
from app.adapters.database import Database
from core.errors import YouCanFix
from core.trading.broker import Costs, Fill
from core.trading.decision import Decision
from core.trading.epoch import Epoch
from core.trading.journal import Tick, Watched
from core.trading.session import Book
from core.trading.signal import Signal
from core.values import Amount, Symbol

BTC, ETH = Symbol("BTC", "USDT"), Symbol("ETH", "USDT")


@pytest.fixture
def database(tmp_path):
    database = Database.at(tmp_path / "agent.db", NAME, TABLES)
    yield database
    database.close()


def tick(at, round_id=1):
    return Tick(round_id, at, 100.5, 99.5, 40.0, 0.01, "", {"BTC/USDT": Watched(0.5, 0.1, 0.03, 0.0, 0.1)})


def decision(symbol=BTC, at=10):
    signal = Signal(symbol, at, 100.0, 0.02, 0.51, 0.5, 0.03, 0.5)
    return Decision(symbol, at, "buy", 100.0, 0.0, 0.3, 0.25, "position", "Buy, because.", signal)


def fill(symbol=BTC, at=10):
    return Fill(symbol, "sell", 0.1, 100.0, 0.01, 0.005, at, at, 1.0 / 3.0)


def book():
    return Book.start(100.0, Costs())


def test_what_was_written_comes_back(database):
    store = SqlAgentStore(database)
    store.save_tick("aa", tick(10), [decision(), decision(ETH)], [fill()], book())
    assert store.ticks(None, 10) == (tick(10),)
    assert [line.decision for line in store.decisions(None, 10)] == [decision(), decision(ETH)]
    assert [(line.number, line.round_id, line.model) for line in store.decisions(None, 10)] == [
        (1, 1, "aa"), (2, 1, "aa"),
    ]  # fmt: skip
    assert store.trades(None, 10)[0].fill == fill()
    assert store.book(1) == (10, book())
    assert store.book(2) is None


def test_novelty_is_kept_and_lines_of_before_it_are_read(database):
    store, old = SqlAgentStore(database), decision()
    said = replace(old, signal=replace(old.signal, novelty=0.999, ewma_volatility=0.06))
    watched = {"BTC/USDT": Watched(0.5, 0.1, 0.03, 0.0, 0.1, 0.999)}
    store.save_tick("aa", replace(tick(10), watched=watched), [said], [], book())
    assert store.decisions(None, 1)[0].decision == said
    assert store.ticks(None, 1)[0].watched == watched
    body = json.loads(agent_store._line(old, 10)["body"])
    del body["signal"]["novelty"], body["signal"]["ewma_volatility"]
    row = SimpleNamespace(body=json.dumps(body), symbol="BTC/USDT")
    assert agent_store._decision(row) == old
    ticked = SimpleNamespace(
        round_id=1,
        at=10,
        equity=100.5,
        body='[99.5, 40.0, 0.01, "", {"BTC/USDT": [0.5, 0.1, 0.03, 0.0, 0.1]}]',
    )
    assert agent_store._tick(ticked) == tick(10)


def test_the_newest_lines_or_those_after_a_number_come_ascending(database):
    store = SqlAgentStore(database)
    for at in range(5):
        store.save_tick("aa", tick(at), [decision(at=at)], [], book())
    assert [line.number for line in store.decisions(None, 2)] == [4, 5]
    assert [line.number for line in store.decisions(1, 2)] == [2, 3]
    assert [one.at for one in store.ticks(2, 10)] == [3, 4]
    assert store.decisions(None, 9, ETH) == ()


def test_a_tick_is_written_once_and_all_or_nothing(database):
    store = SqlAgentStore(database)
    store.save_tick("aa", tick(10), [], [], book())
    with pytest.raises(YouCanFix, match="in the journal already"):
        store.save_tick("aa", tick(10), [decision()], [fill()], book())
    assert store.decisions(None, 10) == ()
    assert store.trades(None, 10) == ()


def test_an_epoch_is_kept_as_it_was_saved_last(database):
    store = SqlAgentStore(database)
    first = Epoch(2, "aa", "bb", 0, 9, Amount(5, 6, "PUSD"))
    last = Epoch(2, "aa", "bb", 0, 9, Amount(5, 6, "PUSD"), phase="closed", profit=Amount(-1, 6, "PUSD"))
    other = Epoch(1, "aa", "bb", 0, 9, Amount(0, 6, "PUSD"))
    for one in (first, other, last):
        store.save_epoch(one)
    assert store.epochs() == (other, last)


@pytest.mark.parametrize("table", ["agent_ticks", "agent_decisions", "agent_fills"])
@pytest.mark.parametrize("change", ["UPDATE {} SET round_id = 9", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_past(database, table, change):
    SqlAgentStore(database).save_tick("aa", tick(10), [decision()], [fill()], book())

    def rewrite():
        with database.write() as connection:
            connection.execute(text(change.format(table)))

    with pytest.raises(IntegrityError, match="only grows"):
        rewrite()
