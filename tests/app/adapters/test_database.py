"""A database on disk in, what opening, writing, reading and every kind of broken file lead to out."""

import sqlite3
import stat
import threading

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, select, text

from app.adapters.database import Database
from core.errors import TryAgain, YouCanFix

TABLES = MetaData()
NOTES = Table("notes", TABLES, Column("number", Integer, primary_key=True), Column("words", String(40)))


@pytest.fixture
def opened():
    """Opens databases and closes them all at the end."""
    databases = []

    def open_one(path, **options):
        databases.append(
            Database.at(path, options.pop("name", "notes"), options.pop("tables", TABLES), **options)
        )
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


def test_what_was_written_is_there_after_a_restart(tmp_path, opened):
    first = opened(tmp_path / "a" / "notes.db")
    write(first, "kept")
    first.close()

    assert written(opened(tmp_path / "a" / "notes.db")) == ["kept"]


def test_a_transaction_that_raises_leaves_nothing(tmp_path, opened):
    database = opened(tmp_path / "notes.db")

    def fail_half_way():
        with database.write() as connection:
            connection.execute(NOTES.insert().values(words="half"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()

    assert written(database) == []


def test_commits_survive_a_loss_of_power_and_references_hold(tmp_path, opened):
    database = opened(tmp_path / "notes.db")
    with database.read() as connection:
        pragmas = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert pragmas == ["wal", 2, 1]


def test_only_its_owner_may_read_the_file(tmp_path, opened):
    opened(tmp_path / "notes.db")

    assert stat.S_IMODE((tmp_path / "notes.db").stat().st_mode) == 0o600


def test_two_sets_of_tables_share_one_file(tmp_path, opened):
    other = MetaData()
    Table("other", other, Column("number", Integer, primary_key=True))
    database = opened(tmp_path / "notes.db")
    opened(tmp_path / "notes.db", name="other", tables=other)
    write(database, "still here")

    assert written(database) == ["still here"]


def test_a_reader_sees_one_state_while_another_thread_writes(tmp_path, opened):
    database = opened(tmp_path / "notes.db")
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


def test_a_due_migration_runs_once(tmp_path, opened):
    opened(tmp_path / "notes.db").close()
    grown = MetaData()
    Table(
        "notes",
        grown,
        Column("number", Integer, primary_key=True),
        Column("words", String(40)),
        Column("at", Integer),
    )

    def add_time(connection):
        connection.execute(text("ALTER TABLE notes ADD COLUMN at INTEGER"))

    opened(tmp_path / "notes.db", tables=grown, migrations=(add_time,)).close()
    database = opened(tmp_path / "notes.db", tables=grown, migrations=(add_time,))
    with database.read() as connection:
        columns = connection.execute(text("SELECT name FROM pragma_table_info('notes')")).scalars().all()

    assert columns == ["number", "words", "at"]


def test_a_newer_layout_is_refused_in_a_clear_sentence(tmp_path, opened):
    opened(tmp_path / "notes.db", migrations=(lambda connection: None,)).close()

    with pytest.raises(YouCanFix, match=r"newer Conflux \(layout 2, this one knows 1\).*Install"):
        opened(tmp_path / "notes.db")


def test_a_file_that_is_no_database_is_refused(tmp_path, opened):
    (tmp_path / "notes.db").write_bytes(b"time,open,high,low,close\n" * 100)

    with pytest.raises(YouCanFix, match="is not a database"):
        opened(tmp_path / "notes.db")


def test_another_programs_database_is_left_alone(tmp_path, opened):
    with sqlite3.connect(tmp_path / "notes.db") as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()

    with pytest.raises(YouCanFix, match="another program"):
        opened(tmp_path / "notes.db")


def test_a_folder_that_cannot_be_made_is_named(tmp_path, opened):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(YouCanFix, match="cannot be opened"):
        opened(tmp_path / "file" / "notes.db")


def test_a_locked_database_asks_to_try_again(tmp_path, opened, monkeypatch):
    monkeypatch.setattr("app.adapters.database.BUSY_SECONDS", 0.05)
    database = opened(tmp_path / "notes.db")
    other = sqlite3.connect(tmp_path / "notes.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(TryAgain, match="in use by another program"):
            write(database, "never")
    finally:
        other.close()


def test_a_full_disk_is_a_sentence(tmp_path, opened):
    database = opened(tmp_path / "notes.db")

    def write_much():
        with database.write() as connection:
            connection.execute(text("PRAGMA max_page_count=8"))
            for _ in range(100):
                connection.execute(NOTES.insert().values(words="x" * 4000))

    with pytest.raises(YouCanFix, match="disk is full"):
        write_much()
