"""A database's URL and its tables in, a checked database with safe transactions out (SQLAlchemy's engine)."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
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
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from core.errors import ConfluxError, TryAgain, YouCanFix

BUSY_SECONDS = 10
"""How long a writer waits for another one."""

Migration = Callable[[Connection], None]
"""Changes the tables of one version into those of the next, inside one transaction."""

_bookkeeping = MetaData()
_versions = Table(
    "conflux_schema",
    _bookkeeping,
    Column("name", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
)


class Database:
    """One set of tables at one URL: SQLite by default, any database that SQLAlchemy knows for an operator.

    Opening creates missing tables, runs the migrations that are due and refuses a newer layout.

    Args:
        url: as "sqlite:////home/ann/coordinator.db" or "postgresql+psycopg://...".
        name: of this set of tables, as "coordinator"; several sets may share one database.
        tables: their layout, at its newest version.
        migrations: step i changes version i + 1 to version i + 2; the newest version is one more than
            their number.

    Raises:
        YouCanFix: the file is no database, may not be written, or a newer Conflux wrote it.
        TryAgain: another program holds it, or the server is away.
    """

    def __init__(self, url: str, name: str, tables: MetaData, migrations: Sequence[Migration] = ()) -> None:
        self._url = make_url(url)
        self.label = self._url.database or "" if _is_sqlite(self._url) else self._url.render_as_string()
        _make_private_file(self._url)
        self._engine = _engine(self._url)
        try:
            with self.write() as connection:
                _bring_up_to_date(connection, self.label, name, tables, migrations)
        except ConfluxError:
            self.close()
            raise

    @classmethod
    def at(cls, path: Path, name: str, tables: MetaData, migrations: Sequence[Migration] = ()) -> Self:
        """The SQLite database in the file `path`; see the class."""
        return cls(URL.create("sqlite", database=str(path)).render_as_string(), name, tables, migrations)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: on disk when the block ends, rolled back if it raises."""
        with (
            _told_in_words(self.label),
            self._engine.connect() as connection,
            connection.execution_options(conflux_write=True).begin(),
        ):
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one consistent state and never waits for a writer."""
        with _told_in_words(self.label), self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close all connections; the database may not be used afterwards."""
        self._engine.dispose()


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _make_private_file(url: URL) -> None:
    """A new SQLite file is readable by its owner alone: it says who traded and when."""
    if not _is_sqlite(url) or not url.database or url.database == ":memory:":
        return
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise YouCanFix(
            f"The database {path} cannot be opened: {error.strerror}.",
            "Choose a folder that you may write to, with free space.",
        ) from error


def _engine(url: URL) -> Engine:
    if not _is_sqlite(url):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """What is committed survives a loss of power (WAL with synchronous=FULL), and references hold."""
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself, below: Python's driver says it too late
    cursor = connection.cursor()
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once, so that it waits at the start and never fails half-way as a reader."""
    writes = connection.get_execution_options().get("conflux_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(
    connection: Connection, label: str, name: str, tables: MetaData, migrations: Sequence[Migration]
) -> None:
    newest = len(migrations) + 1
    present = set(inspect(connection).get_table_names())
    if present and _versions.name not in present:
        raise YouCanFix(f"{label} is a database of another program.", "Choose another file.")
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
    connection.execute(_versions.update().where(where).values(version=newest))


@contextmanager
def _told_in_words(label: str) -> Iterator[None]:
    """Turn what a database complains about into an error to act on; a broken constraint is a bug."""
    try:
        yield
    except PoolTimeoutError as error:
        raise TryAgain(f"The database {label} is too busy.", "Try again in a moment.") from error
    except (OperationalError, InterfaceError) as error:
        raise _explained(label, str(error.orig).lower()) from error
    except DatabaseError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise _explained(label, str(error.orig).lower()) from error
        raise


def _explained(label: str, complaint: str) -> ConfluxError:
    for words, sentence, remedy in _COMPLAINTS:
        if words in complaint:
            return YouCanFix(f"The database {label} {sentence}.", remedy)
    if "locked" in complaint or "busy" in complaint:
        return TryAgain(f"The database {label} is in use by another program.", "Close it, then try again.")
    return TryAgain(f"The database {label} does not answer: {complaint[:200]}.", "Check that it runs.")


_COMPLAINTS = (
    ("disk is full", "cannot grow: the disk is full", "Free disk space."),
    ("readonly", "may not be written", "Give yourself write permission, or choose another data folder."),
    ("unable to open", "cannot be opened", "Check that its folder exists and may be written."),
    ("not a database", "is not a database", "Choose another file."),
    ("malformed", "is damaged", "Restore it from a copy, or choose another data folder."),
    ("disk i/o error", "cannot be read or written: the disk reports an error", "Check the disk."),
)
