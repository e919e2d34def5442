"""Log entries and leases in, the same out; what may not happen to a log that only grows, with one writer."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app.adapters.coordinator_store import MIGRATIONS, NAME, TABLES, SqlLeaseStore, SqlRoundLog
from app.adapters.database import Database, sqlite_url
from app.ports import LeaseState, LogEntry
from core.errors import TryAgain


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Of an empty database, of each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "coordinator.db")
    return request.getfixturevalue("postgres").database()


@pytest.fixture
def program():
    """Opens the database as one more program does."""
    databases = []

    def start(url):
        databases.append(Database(url, NAME, TABLES, MIGRATIONS))
        return databases[-1]

    yield start
    for database in databases:
        database.close()


@pytest.fixture
def database(url, program):
    return program(url)


def entry(round_id=1, position=0, body=b"x", at=1_700_000_000.25):
    return LogEntry(round_id, position, "message", at, body)


class TestEveryLog:
    """The port RoundLog, over each database."""

    def test_entries_come_back_as_they_were_in_order(self, database):
        log = SqlRoundLog(database)
        written = [entry(2, 0), entry(1, 0, b""), entry(1, 1, bytes(range(256)))]
        for each in written:
            log.append(each)

        assert log.entries(1) == tuple(written[1:])
        assert log.entries(1, kind="message") == tuple(written[1:])
        assert log.entries(1, kind="open") == ()
        assert log.rounds() == (1, 2)
        assert log.entries(3) == ()

    # Each example opens databases and waits for the disk; those before it left entries, which are skipped.
    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        bodies=st.lists(st.binary(max_size=40), max_size=5),
        at=st.floats(0, 2e9),
        round_id=st.integers(1, 2**53),
    )
    def test_any_body_and_time_survives_a_restart(self, url, bodies, at, round_id):
        database = Database(url, NAME, TABLES, MIGRATIONS)
        first = len(SqlRoundLog(database).entries(round_id))
        written = tuple(LogEntry(round_id, first + i, "message", at, body) for i, body in enumerate(bodies))
        for each in written:
            SqlRoundLog(database).append(each)
        database.close()
        database = Database(url, NAME, TABLES, MIGRATIONS)
        read = SqlRoundLog(database).entries(round_id)[first:]
        database.close()

        assert read == written

    def test_the_head_tells_the_newest_round_and_its_length(self, database):
        log = SqlRoundLog(database)
        heads = [log.head()]
        for each in (entry(1, 0), entry(1, 1), entry(2, 0)):
            log.append(each)
            heads.append(log.head())

        assert heads == [(0, 0), (1, 1), (1, 2), (2, 1)]

    def test_of_two_coordinators_only_one_writes_an_entry(self, url, program):
        mine, theirs = SqlRoundLog(program(url)), SqlRoundLog(program(url))
        mine.append(entry(body=b"mine"))

        with pytest.raises(TryAgain, match="Another coordinator"):
            theirs.append(entry(body=b"theirs"))
        assert theirs.entries(1) == (entry(body=b"mine"),)

    def test_a_race_for_every_position_leaves_one_unbroken_log(self, url, program):
        """Two coordinators each want to write fifty entries; who loses a position reads and goes on."""

        def write(name):
            log, taken = SqlRoundLog(program(url)), 0
            for _ in range(50):
                try:
                    log.append(entry(position=len(log.entries(1)), body=name))
                    taken += 1
                except TryAgain:
                    pass
            return taken

        with ThreadPoolExecutor() as threads:
            taken = list(threads.map(write, [b"one", b"two"]))

        found = SqlRoundLog(program(url)).entries(1)
        assert [each.position for each in found] == list(range(sum(taken)))
        assert [sum(each.body == name for each in found) for name in (b"one", b"two")] == taken

    @pytest.mark.parametrize("change", ["UPDATE round_log SET kind = 'open'", "DELETE FROM round_log"])
    def test_the_database_itself_refuses_to_change_the_past(self, database, change):
        log = SqlRoundLog(database)
        log.append(entry())

        def rewrite():
            with database.write() as connection:
                connection.execute(text(change))

        with pytest.raises(IntegrityError, match="only grows"):
            rewrite()
        assert log.entries(1) == (entry(),)

    def test_the_term_of_the_lease_decides_who_writes(self, database):
        terms = {"mine": 0, "theirs": 0}
        mine = SqlRoundLog(database, lambda: terms["mine"])
        theirs = SqlRoundLog(database, lambda: terms["theirs"])
        store = SqlLeaseStore(database)
        with pytest.raises(TryAgain, match="nobody does"):
            mine.append(entry())
        store.swap(LeaseState(), LeaseState(1, 0, "mine"))
        terms["mine"] = 1
        mine.append(entry())
        store.swap(LeaseState(1, 0, "mine"), LeaseState(2, 0, "theirs"))
        terms["theirs"] = 2

        with pytest.raises(TryAgain, match="theirs does") as refused:
            mine.append(entry(position=1, body=b"too late"))
        theirs.append(entry(position=1))

        assert refused.value.retry_after is not None
        assert mine.entries(1) == (entry(), entry(position=1))

    def test_a_log_of_the_first_layout_is_brought_up_to_date(self, url, program):
        """What layout 1 was: the log without the lease, in SQLite with triggers of UPDATE and DELETE only."""
        old = Database(url, NAME, TABLES)
        SqlRoundLog(old).append(entry())
        with old.write() as connection:
            connection.execute(text("DROP TABLE coordinator_lease"))
            connection.execute(text("DROP TABLE query_log"))
            if connection.dialect.name == "sqlite":
                connection.execute(text("DROP TRIGGER round_log_no_insert"))
        old.close()
        new = program(url)

        assert SqlRoundLog(new).entries(1) == (entry(),)
        assert SqlLeaseStore(new).read() == LeaseState()
        with new.read() as connection:
            version = connection.execute(text("SELECT version FROM conflux_schema")).scalar_one()
            assert version == 3
            assert {"coordinator_lease", "query_log"} <= set(inspect(connection).get_table_names())
        new_queries = SqlRoundLog(new).queries()
        new_queries.append(entry())
        assert (new_queries.rounds(), new_queries.entries(1)) == ((1,), (entry(),))


class TestEveryLease:
    """The port LeaseStore, over each database."""

    def test_before_the_first_nobody_leads(self, database):
        assert SqlLeaseStore(database).read() == LeaseState(0, 0, "", is_anchored=False)

    def test_a_state_is_swapped_only_for_the_one_that_stands(self, database):
        store, first = SqlLeaseStore(database), LeaseState(1, 0, "one", is_anchored=True)

        assert store.swap(LeaseState(), first)
        assert not store.swap(LeaseState(), LeaseState(1, 0, "two"))
        assert not store.swap(LeaseState(1, 1, "one", is_anchored=True), LeaseState(2, 0, "two"))
        assert store.read() == first
        assert store.swap(first, LeaseState(2, 0, "two"))
        assert store.read() == LeaseState(2, 0, "two")

    def test_of_many_who_swap_at_once_one_wins(self, url, program):
        stores = [SqlLeaseStore(program(url)) for _ in range(6)]

        def take(number):
            try:
                return stores[number].swap(LeaseState(), LeaseState(1, 0, str(number)))
            except TryAgain:
                return False

        with ThreadPoolExecutor() as threads:
            won = list(threads.map(take, range(6)))

        assert sum(won) == 1
        assert stores[0].read() == LeaseState(1, 0, str(won.index(True)))


class TestAnchor:
    """What tells that a leader's process has died."""

    def test_beside_a_file_one_at_a_time_has_it(self, tmp_path, program):
        url = sqlite_url(tmp_path / "coordinator.db")
        first, second = SqlLeaseStore(program(url)), SqlLeaseStore(program(url))

        assert first.anchor()
        assert first.anchor(), "asking again is harmless"
        assert not second.anchor()
        first.weigh_anchor()
        assert second.anchor()
        second.weigh_anchor()

    def test_a_process_that_is_killed_loses_it_at_once(self, tmp_path, program):
        url = sqlite_url(tmp_path / "coordinator.db")
        store = SqlLeaseStore(program(url))
        code = (
            "import sys; from app.adapters.coordinator_store import *; from app.adapters.database import *;"
            f"store = SqlLeaseStore(Database({url!r}, NAME, TABLES, MIGRATIONS));"
            "print(store.anchor(), flush=True); sys.stdin.read()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout.readline() == "True\n"
            assert not store.anchor()
            process.kill()
            process.wait()
            assert store.anchor()
        store.weigh_anchor()

    def test_a_server_has_none(self, postgres, program):
        store = SqlLeaseStore(program(postgres.database()))

        assert not store.anchor()
        store.weigh_anchor()


class TestPostgresql:
    """A log on a server that goes away."""

    def test_what_was_taken_stays_after_a_crash_of_the_server(self, postgres, program):
        log = SqlRoundLog(program(postgres.database()))
        for position in range(5):
            log.append(entry(position=position))
            if position % 2:
                postgres.restart()

        assert [each.position for each in log.entries(1)] == list(range(5))

    def test_while_it_is_away_nothing_is_taken_and_it_is_told(self, postgres, program):
        log = SqlRoundLog(program(postgres.database()))
        with postgres.away(), pytest.raises(TryAgain, match="is away"):
            log.append(entry())

        assert log.entries(1) == ()
