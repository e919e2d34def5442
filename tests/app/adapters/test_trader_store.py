"""Records in, the same records after a restart and no trace of erased secrets on disk out."""

import sqlite3
import stat
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import Column, MetaData, Table

from app.adapters.database import Database
from app.adapters.trader_store import MIGRATIONS, TABLES, SqlTraderStore
from app.ports import PrivacyCharge, PrivacyLimit, RoundRecord, SessionRecord, TransactionRecord
from core.errors import Refused
from core.payments.movements import Movement

ME, OTHER = "0x" + "1" * 40, "0x" + "2" * 40
SESSION = SessionRecord(ME, 3, "mask", b"seed of the mask " * 400, 1_650_000_000.5)
ROUND = RoundRecord(ME, 3, "waiting", 1.5, 2.5, "ab" * 32, clients=8, survivors=7, bytes_sent=123_456)

CHARGE = PrivacyCharge("31337:0xabc", "BTC/USDT", 3, 1, 8.0, 5, 963, 1_650_000_000.5)
LIMIT = PrivacyLimit(8.0, 1e-5, "everything")


@pytest.fixture
def open_store(tmp_path):
    stores = []

    def open_one():
        stores.append(SqlTraderStore(tmp_path / "trader.db"))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


def test_a_session_outlives_a_restart(open_store):
    open_store().save_session(SESSION)

    assert open_store().session(ME, 3) == SESSION


def test_the_newest_state_of_a_round_is_the_one_kept(open_store):
    store = open_store()
    store.save_session(SESSION)
    store.save_session(replace(SESSION, step="agree", state=b"later"))

    assert store.session(ME, 3).state == b"later"


def test_rounds_under_way_come_back_oldest_first(open_store):
    store = open_store()
    store.save_session(replace(SESSION, round_id=4, state=b"four"))
    store.save_session(SESSION)

    assert [kept.round_id for kept in store.sessions(ME)] == [3, 4]
    assert store.session(ME, 4).state == b"four"


def test_sessions_of_another_account_are_not_seen(open_store):
    store = open_store()
    store.save_session(SESSION)

    assert store.session(OTHER, 3) is None
    assert store.sessions(OTHER) == ()


def test_an_ended_session_leaves_no_trace_on_disk(open_store, tmp_path):
    store = open_store()
    store.save_session(SESSION)
    store.save_session(replace(SESSION, state=b"another secret" * 300))
    store.end_session(ME, 3)
    store.end_session(ME, 3)
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert store.session(ME, 3) is None
    assert b"seed of the mask" not in on_disk
    assert b"another secret" not in on_disk


def test_a_replaced_state_leaves_no_trace_on_disk(open_store, tmp_path):
    store = open_store()
    store.save_session(SESSION)
    store.save_session(replace(SESSION, state=b"x"))

    assert b"seed of the mask" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_rounds_come_back_oldest_first_with_their_scores(open_store):
    store = open_store()
    scored = replace(
        ROUND,
        phase="scored",
        loss_before=0.7,
        loss_after=0.69,
        scores={ME: 0.01, OTHER: -0.002},
        payable=0.008,
        state="provisional",
    )
    store.save_round(replace(ROUND, round_id=5, note="the cohort was too small"))
    store.save_round(ROUND)
    store.save_round(scored)

    assert [record.round_id for record in open_store().rounds(ME)] == [3, 5]
    assert store.rounds(ME)[0] == scored
    assert store.rounds(OTHER) == ()


def test_transactions_come_back_in_order_and_once(open_store):
    store = open_store()
    first = TransactionRecord(ME, 1.0, "Bond 10 CFX", "0x" + "a" * 64, 10**30)
    second = TransactionRecord(ME, 1.0, "Claim 12.30 PUSD", "0x" + "b" * 64, 1)
    for record in (first, second, first):
        store.add_transaction(record)

    assert set(open_store().transactions(ME)) == {first, second}
    assert store.transactions(OTHER) == ()


def test_only_its_owner_may_read_the_file(open_store, tmp_path):
    open_store()

    assert stat.S_IMODE((tmp_path / "trader.db").stat().st_mode) == 0o600


def old_tables(*names):
    """The tables of an earlier layout: rounds did not know what of one's score is payable."""
    found = MetaData()
    for name in names:
        if name != "rounds":
            TABLES.tables[name].to_metadata(found)
            continue
        known = (column for column in TABLES.tables[name].columns if column.name not in ("payable", "state"))
        Table(
            name,
            found,
            *(Column(column.name, column.type, primary_key=column.primary_key) for column in known),
        )
    return found


def test_a_file_of_the_second_layout_keeps_its_rounds_without_what_they_did_not_know(tmp_path):
    path = tmp_path / "trader.db"
    then = set(TABLES.tables) - {"movements", "scans"}
    Database.at(path, "trader", old_tables(*then), MIGRATIONS[:1]).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        values = (ME, 3, "scored", 1.5, 2.5, "ab" * 32, 8, 7, 123_456, 0.7, 0.69, '{"x": 0.5}', "")
        connection.execute(f"INSERT INTO rounds VALUES ({', '.join('?' * len(values))})", values)

    store = SqlTraderStore(path)
    store.save_round(replace(ROUND, round_id=4, payable=0.25, state="final"))
    old, new = store.rounds(ME)

    assert (old.payable, old.state, old.scores, old.loss_after) == (None, "", {"x": 0.5}, 0.69)
    assert (new.payable, new.state) == (0.25, "final")
    store.close()


def test_a_file_of_the_first_layout_gets_a_budget_and_keeps_what_it_holds(tmp_path):
    path = tmp_path / "trader.db"
    Database.at(path, "trader", old_tables("sessions", "rounds", "transactions")).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO transactions VALUES (?, ?, ?, ?, ?)", ("0x" + "a" * 64, ME, 1.0, "Bond 10 CFX", "7")
        )

    store = SqlTraderStore(path)
    store.charge_privacy(CHARGE, lambda _before, _limit: True)

    assert store.privacy_charges() == (CHARGE,)
    assert [record.text for record in store.transactions(ME)] == ["Bond 10 CFX"]
    store.close()


def test_a_charge_is_kept_only_where_it_is_admitted(open_store):
    store, seen = open_store(), []

    def admits(before, limit):
        seen.append((tuple(before), limit))
        return len(before) < 1

    store.set_privacy_limit(LIMIT)
    store.charge_privacy(replace(CHARGE, dataset="ETH/USDT"), lambda _before, _limit: True)
    for _ in range(2):
        store.charge_privacy(CHARGE, admits)

    assert seen == [((), LIMIT), ((CHARGE,), LIMIT)]
    assert open_store().privacy_charges() == (replace(CHARGE, dataset="ETH/USDT"), CHARGE)


def test_a_raise_in_between_keeps_nothing(open_store):
    store = open_store()

    def admits(_before, _limit):
        raise Refused("spent")

    with pytest.raises(Refused):
        store.charge_privacy(CHARGE, admits)
    assert store.privacy_charges() == ()


def test_the_newest_limit_is_the_one_kept(open_store):
    store = open_store()
    assert store.privacy_limit() is None
    store.set_privacy_limit(replace(LIMIT, epsilon=1.0))
    store.set_privacy_limit(LIMIT)
    assert open_store().privacy_limit() == LIMIT
    store.set_privacy_limit(None)
    assert open_store().privacy_limit() is None


MOVED = Movement(
    "0x" + "c" * 64 + ":0", ME, "in", "0x" + "c" * 64, 5.0, "Receive", "CFX", 10**30, 18, "0x" + "d" * 40,
    "mined", 7, "0x" + "e" * 64, 10**25, raw=b"raw", most_wei=10**20, tip_wei=1,
)  # fmt: skip


def test_movements_are_kept_in_order_changed_in_place_and_forgotten(open_store):
    store = open_store()
    other = replace(MOVED, key="other", account="0x" + "f" * 40)
    later = replace(MOVED, key="later")
    for movement in (MOVED, later, other):
        store.save_movement(movement)
    store.save_movement(replace(MOVED, state="dropped", block=0))

    assert store.movements(ME) == (replace(MOVED, state="dropped", block=0), later)
    store.forget_movement("later")
    assert len(store.movements(ME)) == 1
    assert store.movements(other.account) == (other,)


def test_how_far_transfers_are_known_is_kept_per_account(open_store):
    store = open_store()
    assert store.scanned(ME) is None
    store.note_scanned(ME, 7)
    store.note_scanned(ME, 9)
    assert (store.scanned(ME), store.scanned("0x" + "f" * 40)) == (9, None)
