"""Databases of both kinds in; what opening, writing, reading and every kind of trouble lead to out."""

import sqlite3
import stat
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, inspect, select, text
from sqlalchemy.exc import IntegrityError

from app.adapters.append_only import only_grows
from app.adapters.database import Database, sqlite_url
from core.errors import TryAgain, YouCanFix

TABLES = MetaData()
NOTES = Table("notes", TABLES, Column("number", Integer, primary_key=True), Column("words", String(4000)))

DIARIES = MetaData()
DIARY = Table("diary", DIARIES, Column("number", Integer, primary_key=True), Column("words", String(40)))
only_grows(DIARY, "the diary only grows")


@pytest.fixture
def opened():
    """Opens databases and closes them all at the end."""
    databases = []

    def open_one(url, name="notes", tables=TABLES, migrations=()):
        databases.append(Database(str(url), name, tables, migrations))
        return databases[-1]

    yield open_one
    for database in databases:
        database.close()


def written(database):
    with database.read() as connection:
        return list(connection.execute(select(NOTES.c.words).order_by(NOTES.c.number)).scalars())


def write(database, words):
    with database.write() as connection:
        connection.execute(NOTES.insert().values(words=words))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Of an empty database, of each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "made" / "notes.db")
    return request.getfixturevalue("postgres").database()


class TestEveryDatabase:
    """What a database must do, whichever it is."""

    def test_what_was_written_is_there_after_a_restart(self, url, opened):
        first = opened(url)
        write(first, "kept")
        first.close()

        assert written(opened(url)) == ["kept"]

    def test_a_transaction_that_raises_leaves_nothing(self, url, opened):
        database = opened(url)

        def fail_half_way():
            with database.write() as connection:
                connection.execute(NOTES.insert().values(words="half"))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail_half_way()

        assert written(database) == []

    def test_two_sets_of_tables_share_one_database(self, url, opened):
        database = opened(url)
        opened(url, "diary", DIARIES)
        write(database, "still here")

        assert written(database) == ["still here"]

    def test_a_reader_sees_one_state_while_another_thread_writes(self, url, opened):
        database = opened(url)
        write(database, "before")
        with database.read() as connection:
            count = select(NOTES.c.words)
            before = connection.execute(count).all()
            writer = threading.Thread(target=write, args=(database, "during"))
            writer.start()
            writer.join(10)
            during = connection.execute(count).all()

        assert before == during
        assert written(database) == ["before", "during"]

    def test_writers_that_read_first_never_lose_each_others_writes(self, url, opened):
        """Two programs count up; whoever is told to try again does. No step may get lost."""
        programs = [opened(url), opened(url)]
        write(programs[0], "0")

        def count_up(database):
            for _ in range(25):
                while True:
                    try:
                        with database.write() as connection:
                            counted = connection.execute(select(NOTES.c.words)).scalar_one()
                            time.sleep(0.001)
                            connection.execute(NOTES.update().values(words=str(int(counted) + 1)))
                    except TryAgain:
                        continue
                    break

        with ThreadPoolExecutor() as threads:
            list(threads.map(count_up, programs))

        assert written(programs[0]) == ["50"]

    def test_two_programs_that_open_it_at_once_both_find_its_tables(self, url, opened):
        with ThreadPoolExecutor() as threads:
            databases = list(threads.map(lambda _: opened(url), range(4)))
        write(databases[0], "seen by all")

        assert [written(database) for database in databases] == [["seen by all"]] * 4

    def test_a_due_migration_runs_once(self, url, opened):
        opened(url).close()
        grown = MetaData()
        Table(
            "notes",
            grown,
            Column("number", Integer, primary_key=True),
            Column("words", String(4000)),
            Column("at", Integer),
        )

        def add_time(connection):
            connection.execute(text("ALTER TABLE notes ADD COLUMN at INTEGER"))

        opened(url, tables=grown, migrations=(add_time,)).close()
        database = opened(url, tables=grown, migrations=(add_time,))
        with database.read() as connection:
            columns = [column["name"] for column in inspect(connection).get_columns("notes")]

        assert columns == ["number", "words", "at"]

    def test_a_migration_that_fails_leaves_the_old_layout(self, url, opened):
        opened(url).close()

        def fail_half_way(connection):
            connection.execute(text("ALTER TABLE notes ADD COLUMN at INTEGER"))
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            opened(url, migrations=(fail_half_way,))

        database = opened(url)
        with database.read() as connection:
            columns = [column["name"] for column in inspect(connection).get_columns("notes")]
        assert columns == ["number", "words"]

    def test_a_newer_layout_is_refused_in_a_clear_sentence(self, url, opened):
        opened(url, migrations=(lambda connection: None,)).close()

        with pytest.raises(YouCanFix, match=r"newer Conflux \(layout 2, this one knows 1\).*Install"):
            opened(url)

    def test_another_programs_database_is_left_alone(self, url, opened):
        songs = MetaData()
        Table("songs", songs, Column("title", String(40), primary_key=True))
        database = opened(url)
        with database.write() as connection:
            connection.execute(text("DROP TABLE notes"))
            connection.execute(text("DROP TABLE conflux_schema"))
            songs.create_all(connection)

        with pytest.raises(YouCanFix, match="another program"):
            opened(url)

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE diary SET words = 'better'",
            "DELETE FROM diary",
            {
                "sqlite": "INSERT OR REPLACE INTO diary VALUES (1, 'better')",
                "postgresql": "INSERT INTO diary VALUES (1, 'better') "
                "ON CONFLICT (number) DO UPDATE SET words = 'better'",
            },
            {"sqlite": "REPLACE INTO diary VALUES (1, 'better')", "postgresql": "TRUNCATE diary"},
        ],
    )
    def test_a_table_that_only_grows_refuses_every_other_change(self, url, opened, change):
        database = opened(url, "diary", DIARIES)
        with database.write() as connection:
            connection.execute(DIARY.insert().values(number=1, words="as it was"))
            dialect = connection.dialect.name

        def rewrite():
            with database.write() as connection:
                connection.execute(text(change if isinstance(change, str) else change[dialect]))

        with pytest.raises(IntegrityError, match="only grows"):
            rewrite()
        with database.read() as connection:
            assert connection.execute(select(DIARY.c.words)).scalars().all() == ["as it was"]

    def test_a_bug_in_a_statement_stays_a_bug_and_shows_no_values(self, url, opened):
        database = opened(url)

        def misspell():
            with database.write() as connection:
                connection.execute(text("INSERT INTO notse VALUES (1, :words)"), {"words": "a private note"})

        with pytest.raises(Exception, match="notse") as caught:
            misspell()
        assert not isinstance(caught.value, TryAgain)
        assert "a private note" not in str(caught.value)


class TestSqlite:
    """What holds for a file."""

    def test_commits_survive_a_loss_of_power_and_references_hold(self, tmp_path, opened):
        database = opened(sqlite_url(tmp_path / "notes.db"))
        with database.read() as connection:
            pragmas = [
                connection.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]

        assert pragmas == ["wal", 2, 1]

    def test_only_its_owner_may_read_the_file(self, tmp_path, opened):
        opened(sqlite_url(tmp_path / "notes.db"))

        assert stat.S_IMODE((tmp_path / "notes.db").stat().st_mode) == 0o600

    def test_a_path_with_odd_characters_is_that_file(self, tmp_path, opened):
        path = tmp_path / "Ann's 100% ? # ünï" / "notes.db"
        database = Database.at(path, "notes", TABLES)
        write(database, "kept")
        database.close()

        assert path.exists()
        assert database.path == path

    def test_a_file_that_is_no_database_is_refused(self, tmp_path, opened):
        (tmp_path / "notes.db").write_bytes(b"time,open,high,low,close\n" * 100)

        with pytest.raises(YouCanFix, match="is not a database"):
            opened(sqlite_url(tmp_path / "notes.db"))

    def test_a_folder_that_cannot_be_made_is_named(self, tmp_path, opened):
        (tmp_path / "file").write_bytes(b"")

        with pytest.raises(YouCanFix, match="cannot be opened"):
            opened(sqlite_url(tmp_path / "file" / "notes.db"))

    def test_a_locked_database_asks_to_try_again(self, tmp_path, opened, monkeypatch):
        monkeypatch.setattr("app.adapters.database.BUSY_SECONDS", 0.05)
        database = opened(sqlite_url(tmp_path / "notes.db"))
        other = sqlite3.connect(tmp_path / "notes.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            with pytest.raises(TryAgain, match="in use by another program"):
                write(database, "never")
        finally:
            other.close()

    def test_a_new_file_that_another_program_is_writing_to_is_waited_for(self, tmp_path, opened):
        """SQLite says at once that it is locked, where others would wait: its log is not turned on yet."""
        path = tmp_path / "notes.db"
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.2, other.execute, ["COMMIT"])
        release.start()
        write(opened(sqlite_url(path)), "after all")
        release.join()
        other.close()

    def test_a_full_disk_is_a_sentence(self, tmp_path, opened):
        database = opened(sqlite_url(tmp_path / "notes.db"))

        def write_much():
            with database.write() as connection:
                connection.execute(text("PRAGMA max_page_count=8"))
                for _ in range(100):
                    connection.execute(NOTES.insert().values(words="x" * 4000))

        with pytest.raises(YouCanFix, match="disk is full"):
            write_much()


class TestUrls:
    """What an operator may mistype."""

    @pytest.mark.parametrize(
        "wrong",
        [
            "conflux",
            "/var/lib/conflux.db",
            "postgresql://ann:my-secret@host:port/conflux",
            "postgresql://ann:my-se@cret@host/conflux",
            "postgresql://ann:@my-secret@host/conflux",
        ],
    )
    def test_a_malformed_url_is_told_without_repeating_it(self, wrong, opened):
        with pytest.raises(YouCanFix, match=r"cannot be read.*%40") as caught:
            opened(wrong)

        shown = f"{caught.value} {caught.value.__cause__}"
        assert "cret" not in shown

    def test_a_password_after_the_question_mark_is_refused(self, opened):
        with pytest.raises(YouCanFix, match=r"before the @") as caught:
            opened("postgresql://ann@host/conflux?password=my-secret")

        assert "secret" not in str(caught.value)

    def test_other_databases_are_refused(self, opened):
        with pytest.raises(YouCanFix, match="SQLite or of PostgreSQL"):
            opened("mysql://ann:word@host/conflux")

    def test_a_missing_driver_says_what_to_install(self, opened, monkeypatch):
        monkeypatch.setitem(sys.modules, "psycopg", None)

        with pytest.raises(YouCanFix, match=r"pip install 'conflux\[postgres\]'"):
            opened("postgresql://ann:word@127.0.0.1:1/conflux")


class TestPostgresql:
    """What holds for a server."""

    def test_the_password_is_in_no_label_log_or_error(self, postgres, opened, caplog, capfd):
        url = postgres.database()
        database = opened(url)
        wrong = url.replace(postgres.password, "not-the-word")
        with pytest.raises(YouCanFix, match="refuses this name or password") as caught:
            opened(wrong)
        with postgres.away(), pytest.raises(TryAgain) as away:
            written(database)
        with pytest.raises(IntegrityError) as broken, database.write() as connection:
            connection.execute(NOTES.insert(), [{"number": 1, "words": "x"}, {"number": 1, "words": "y"}])
        chain = [
            str(error) + repr(error)
            for error in (*_causes(caught.value), *_causes(away.value), *_causes(broken.value))
        ]
        shown = " ".join([database.label, repr(vars(database)), caplog.text, *capfd.readouterr(), *chain])

        assert database.label == f"postgresql://conflux@127.0.0.1:{postgres.port}/{url.rpartition('/')[2]}"
        assert postgres.password not in shown
        assert "not-the-word" not in shown

    @pytest.mark.parametrize(
        ("change", "kind", "words"),
        [
            (("conflux:", "nobody:"), YouCanFix, "refuses this name or password"),
            (("/test", "/missing"), YouCanFix, "does not exist.*createdb"),
            (("127.0.0.1:", "127.0.0.1:1#"), TryAgain, "is away.*host and port"),
            (("127.0.0.1:", "nowhere.invalid:"), TryAgain, "is away.*host and port"),
            (("?", "?sslmode=require&"), YouCanFix, "question mark"),
            (("?", "?sslmoed=require&"), YouCanFix, "question mark"),
        ],
    )
    def test_what_keeps_us_out_is_told_with_a_remedy(self, postgres, opened, change, kind, words):
        url = f"{postgres.database()}?application_name=test".replace(*change)
        if "1#" in url:
            url = url.replace(f"1#{postgres.port}", "1")

        with pytest.raises(kind, match=words):
            opened(url)

    def test_a_name_without_rights_is_told_so(self, postgres, opened):
        url = postgres.database()
        name = url.rpartition("/")[2]
        postgres.do(f"CREATE ROLE guest_{name} LOGIN PASSWORD 'guest'")

        with pytest.raises(YouCanFix, match=r"does not permit that.*grant"):
            opened(postgres.url(name, f"guest_{name}", "guest"))

    def test_a_name_that_may_not_log_in_is_told_so(self, postgres, opened):
        url = postgres.database()
        name = url.rpartition("/")[2]
        postgres.do(f"CREATE ROLE mute_{name} PASSWORD 'mute'")

        with pytest.raises(YouCanFix, match="does not let this name in"):
            opened(postgres.url(name, f"mute_{name}", "mute"))

    def test_a_server_without_a_free_connection_asks_to_try_again(self, postgres, opened):
        url = postgres.database()
        name = url.rpartition("/")[2]
        opened(url).close()
        postgres.do(f"CREATE ROLE few_{name} LOGIN PASSWORD 'few' CONNECTION LIMIT 0")

        with pytest.raises(TryAgain, match=r"no more connections.*max_connections"):
            opened(postgres.url(name, f"few_{name}", "few"))

    def test_a_standby_server_that_only_reads_is_told_so(self, postgres, opened):
        url = postgres.database()
        opened(url).close()
        postgres.do(f"ALTER DATABASE {url.rpartition('/')[2]} SET default_transaction_read_only = on")

        with pytest.raises(YouCanFix, match=r"may only be read.*primary"):
            write(opened(url), "never")

    def test_a_lock_is_not_waited_for_forever(self, postgres, opened, monkeypatch):
        monkeypatch.setattr("app.adapters.database.BUSY_SECONDS", 0.2)
        url = postgres.database()
        first, second = opened(url), opened(url)
        with first.write() as connection:
            connection.execute(text("LOCK TABLE notes IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(TryAgain, match="in use by another program"):
                write(second, "never")

    def test_commits_are_on_disk_whatever_the_servers_default(self, postgres, opened):
        url = postgres.database()
        postgres.do(f"ALTER DATABASE {url.rpartition('/')[2]} SET synchronous_commit = off")
        with opened(url).read() as connection:
            assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"

    def test_readers_cannot_write(self, postgres, opened):
        database = opened(postgres.database())

        def write_as_reader():
            with database.read() as connection:
                connection.execute(NOTES.insert().values(words="never"))

        with pytest.raises(YouCanFix, match="may only be read"):
            write_as_reader()

    def test_after_a_restart_of_the_server_it_goes_on(self, postgres, opened):
        database = opened(postgres.database())
        write(database, "before")
        postgres.restart()
        write(database, "after")

        assert written(database) == ["before", "after"]

    def test_a_restart_in_the_middle_of_a_transaction_leaves_nothing_of_it(self, postgres, opened):
        database = opened(postgres.database())

        def interrupted():
            with database.write() as connection:
                connection.execute(NOTES.insert().values(words="half"))
                postgres.restart()
                connection.execute(NOTES.insert().values(words="other half"))

        with pytest.raises(TryAgain, match=r"stopping or starting|is away"):
            interrupted()
        assert written(database) == []

    def test_a_server_that_hangs_is_away_and_back(self, postgres, opened, monkeypatch):
        monkeypatch.setattr("app.adapters.database.BUSY_SECONDS", 2)
        url = postgres.database()
        database = opened(url)
        with postgres.hung(), pytest.raises(TryAgain, match="is away"):
            opened(url)

        write(database, "after")
        assert written(database) == ["after"]

    def test_a_role_that_owns_nothing_can_add_and_cannot_take_the_lock_off(self, postgres, opened):
        url = postgres.database()
        name = url.rpartition("/")[2]
        opened(url, "diary", DIARIES).close()
        postgres.do(f"CREATE ROLE clerk_{name} LOGIN PASSWORD 'clerk'")
        postgres.do(f"GRANT SELECT ON conflux_schema TO clerk_{name}", url)
        postgres.do(f"GRANT SELECT, INSERT ON diary TO clerk_{name}", url)
        clerk = opened(postgres.url(name, f"clerk_{name}", "clerk"), "diary", DIARIES)
        with clerk.write() as connection:
            connection.execute(DIARY.insert().values(number=1, words="added"))

        for change in ("ALTER TABLE diary DISABLE TRIGGER ALL", "DROP TABLE diary", "TRUNCATE diary"):
            with pytest.raises(YouCanFix, match="does not permit"), clerk.write() as connection:
                connection.execute(text(change))

    def test_the_lock_holds_in_a_replicas_role_too(self, postgres, opened):
        url = postgres.database()
        database = opened(url, "diary", DIARIES)
        with database.write() as connection:
            connection.execute(DIARY.insert().values(number=1, words="as it was"))

        def rewrite_as_replica():
            with database.write() as connection:
                connection.execute(text("SET session_replication_role = replica"))
                connection.execute(text("DELETE FROM diary"))

        with pytest.raises(IntegrityError, match="only grows"):
            rewrite_as_replica()


def _causes(error):
    found = []
    while error is not None:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
