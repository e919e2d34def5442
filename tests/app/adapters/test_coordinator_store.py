"""Log entries in, the same entries in order out; what may not happen to a log that only grows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.adapters.coordinator_store import NAME, TABLES, SqlRoundLog
from app.adapters.database import Database
from app.ports import LogEntry
from core.errors import TryAgain


@pytest.fixture
def database(tmp_path):
    database = Database.at(tmp_path / "coordinator.db", NAME, TABLES)
    yield database
    database.close()


def entry(round_id=1, position=0, body=b"x"):
    return LogEntry(round_id, position, "message", 1_700_000_000.25, body)


def test_entries_come_back_as_they_were_in_order(database):
    log = SqlRoundLog(database)
    written = [entry(2, 0), entry(1, 0, b""), entry(1, 1, bytes(range(256)))]
    for each in written:
        log.append(each)

    assert log.entries(1) == tuple(written[1:])
    assert log.entries(1, kind="message") == tuple(written[1:])
    assert log.entries(1, kind="open") == ()
    assert log.rounds() == (1, 2)
    assert log.entries(3) == ()


@settings(max_examples=15)  # each writes a file and waits for the disk
@given(bodies=st.lists(st.binary(max_size=40), max_size=5), at=st.floats(0, 2e9))
def test_any_body_and_time_survives_a_restart(tmp_path_factory, bodies, at):
    path = tmp_path_factory.mktemp("log") / "coordinator.db"
    written = tuple(LogEntry(7, i, "message", at, body) for i, body in enumerate(bodies))
    for each in written:
        database = Database.at(path, NAME, TABLES)
        SqlRoundLog(database).append(each)
        database.close()
    database = Database.at(path, NAME, TABLES)
    read = SqlRoundLog(database).entries(7)
    database.close()

    assert read == written


def test_of_two_coordinators_only_one_writes_an_entry(database):
    SqlRoundLog(database).append(entry(body=b"mine"))

    with pytest.raises(TryAgain, match="Another coordinator"):
        SqlRoundLog(database).append(entry(body=b"theirs"))
    assert SqlRoundLog(database).entries(1) == (entry(body=b"mine"),)


@pytest.mark.parametrize("change", ["UPDATE round_log SET kind = 'open'", "DELETE FROM round_log"])
def test_the_database_itself_refuses_to_change_the_past(database, change):
    log = SqlRoundLog(database)
    log.append(entry())

    def rewrite():
        with database.write() as connection:
            connection.execute(text(change))

    with pytest.raises(IntegrityError, match="only grows"):
        rewrite()
    assert log.entries(1) == (entry(),)
