"""A database's URL and its tables in, a checked database with safe transactions out (SQLAlchemy's engine)."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.adapters.database_errors import told_in_words
from core.errors import YouCanFix

BUSY_SECONDS = 10
"""How long a writer waits for another one, and a program for a connection."""
_RETRY_SECONDS = 0.01
_AWAY_MILLISECONDS = 20_000
"""A server that takes in nothing for so long is taken for gone: a cable was pulled, a machine is off."""

Migration = Callable[[Connection], None]
"""Changes the tables of one version into those of the next, inside one transaction."""

_bookkeeping = MetaData()
_versions = Table(
    "conflux_schema",
    _bookkeeping,
    Column("name", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
)

_Options = Mapping[str, Any]
_SQLITE: Mapping[str, _Options] = MappingProxyType(
    {"open": {"conflux_write": True}, "write": {"conflux_write": True}, "read": {}}
)
_POSTGRESQL: Mapping[str, _Options] = MappingProxyType(
    {
        # Opening waits for its turn and must then see what the program before it made.
        "open": {"isolation_level": "READ COMMITTED"},
        "write": {"isolation_level": "SERIALIZABLE"},
        "read": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    }
)
"""How transactions begin, so that both databases keep the same promises (see Database.write and read)."""


class Database:
    """One set of tables at one URL: a SQLite file, or a PostgreSQL server of an operator's.

    Opening creates missing tables, runs the migrations that are due and refuses a newer layout.

    Args:
        url: as "sqlite:////home/ann/coordinator.db" or "postgresql://ann@db.example:5432/conflux".
        name: of this set of tables, as "coordinator"; several sets may share one database.
        tables: their layout, at its newest version.
        migrations: step i changes version i + 1 to version i + 2; the newest version is one more than
            their number.

    Attributes:
        label: names the database to a person, without a password.
        path: of a SQLite file, None otherwise.

    Raises:
        YouCanFix: the URL is malformed, the file is no database or may not be written, the server refuses
            the name or its password, or a newer Conflux wrote it.
        TryAgain: another program holds it, or the server is away.
    """

    def __init__(self, url: str, name: str, tables: MetaData, migrations: Sequence[Migration] = ()) -> None:
        self._url = _parsed(url)
        self.label = _label(self._url)
        self.path = _path(self._url)
        if self.path is not None:
            _make_private_file(self.path)
        self._kinds = _SQLITE if _is_sqlite(self._url) else _POSTGRESQL
        self._engine = _engine(self._url)
        try:
            with self._transaction("open") as connection:
                _bring_up_to_date(connection, self.label, name, tables, migrations)
        except BaseException:
            self.close()
            raise

    @classmethod
    def at(cls, path: Path, name: str, tables: MetaData, migrations: Sequence[Migration] = ()) -> Self:
        """The SQLite database in the file `path`; see the class."""
        return cls(sqlite_url(path), name, tables, migrations)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: on disk when the block ends, rolled back if it raises.

        What it did is as if no other writer had been at work meanwhile. Where a database cannot arrange
        that, the block or its end raises TryAgain and nothing was written.
        """
        with self._transaction("write") as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one consistent state and never waits for a writer."""
        with self._transaction("read") as connection:
            yield connection

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[Connection]:
        with (
            told_in_words(self.label, self._url.password or ""),
            self._engine.connect() as connection,
            connection.execution_options(**self._kinds[kind]).begin(),
        ):
            yield connection

    def close(self) -> None:
        """Close all connections; the database may not be used afterwards."""
        self._engine.dispose()


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def _parsed(written: str) -> URL:
    """The URL, with its driver; a complaint about it never repeats it: it may hold a password."""
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        url = URL.create("unreadable")
    backend = url.get_backend_name()
    if backend == "unreadable" or "@" in (url.host or ""):
        raise YouCanFix(
            "The database's URL cannot be read.",
            "Write postgresql://NAME@HOST:5432/DATABASE or sqlite:////folder/file.db; "
            "in a password write @ as %40, : as %3A and / as %2F.",
        )
    if any("password" in name for name in url.query):
        raise YouCanFix(
            "A password stands after the question mark of the database's URL.",
            "Write it before the @ as NAME:PASSWORD@HOST, or into ~/.pgpass.",
        )
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise YouCanFix(f"Conflux keeps nothing in {backend}.", "Use a URL of SQLite or of PostgreSQL.")
    return url


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _path(url: URL) -> Path | None:
    """Of a SQLite file; None for a server, and for a database in memory."""
    if not _is_sqlite(url) or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def _label(url: URL) -> str:
    """Without the password, wherever in the URL it stands."""
    if _is_sqlite(url):
        return url.database or ":memory:"
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database).render_as_string()


def _make_private_file(path: Path) -> None:
    """A new SQLite file is readable by its owner alone: it says who traded and when."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise YouCanFix(
            f"The database {path} cannot be opened: {error.strerror}.",
            "Choose a folder that you may write to, with free space.",
        ) from error


def _engine(url: URL) -> Engine:
    """Of the URL; a bug's message shows no row's content."""
    if not _is_sqlite(url):
        return _postgresql_engine(url)
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, hide_parameters=True
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql_engine(url: URL) -> Engine:
    """Connections that a restarted server does not break (each is tried before it is used)."""
    ours = {
        "application_name": "conflux",
        "connect_timeout": max(2, int(BUSY_SECONDS)),
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": _AWAY_MILLISECONDS,
    }
    chosen = {name: value for name, value in ours.items() if name not in url.query}
    try:
        engine = create_engine(
            url, connect_args=chosen, pool_pre_ping=True, pool_timeout=BUSY_SECONDS, hide_parameters=True
        )
    except ImportError as error:
        raise YouCanFix(
            "PostgreSQL needs a package that is missing: psycopg.",
            "Install it with: pip install 'conflux[postgres]'",
        ) from error
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    """What is committed is on the server's disk, whatever its default; nobody waits for a lock for ever."""
    connection.execute("SET synchronous_commit = 'on'")
    connection.execute(f"SET lock_timeout = '{int(BUSY_SECONDS * 1000)}ms'")
    connection.commit()


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """What is committed survives a loss of power (WAL with synchronous=FULL), and references hold."""
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself, below: Python's driver says it too late
    cursor = connection.cursor()
    try:
        _write_ahead(cursor)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
    finally:
        cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Turn a new file's log on; SQLite doesn't wait by itself while another connection does the same."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once, so that it waits at the start and never fails half-way as a reader."""
    writes = connection.get_execution_options().get("conflux_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(
    connection: Connection, label: str, name: str, tables: MetaData, migrations: Sequence[Migration]
) -> None:
    newest = len(migrations) + 1
    if connection.dialect.name == "postgresql":  # one program at a time; SQLite's writers do that anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('conflux_schema'))"))
    present = set(inspect(connection).get_table_names())
    if present and _versions.name not in present:
        raise YouCanFix(f"{label} is a database of another program.", "Choose another one.")
    _bookkeeping.create_all(connection)
    where = _versions.c.name == name
    version = connection.execute(select(_versions.c.version).where(where)).scalar_one_or_none()
    if version is None:
        tables.create_all(connection)
        connection.execute(_versions.insert().values(name=name, version=newest))
        return
    if version > newest:
        raise YouCanFix(
            f"{label} was written by a newer Conflux (layout {version}, this one knows {newest}).",
            "Install the newer version, or choose another data folder.",
        )
    for migration in migrations[version - 1 :]:
        migration(connection)
    if version != newest:  # where nothing is due nothing is written: a role that may only add rows can open
        connection.execute(_versions.update().where(where).values(version=newest))
