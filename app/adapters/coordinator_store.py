"""Log entries and the coordinators' lease in, the same out: a log that only grows and who may write to it."""

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError

from app.adapters.append_only import add_guards, only_grows
from app.adapters.database import Database
from app.ports import LeaseState, LogEntry
from core.errors import TryAgain

NAME = "coordinator"
TABLES = MetaData()


def _log_table(name: str) -> Table:
    return Table(
        name,
        TABLES,
        Column("round_id", BigInteger, primary_key=True, autoincrement=False),
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("kind", String(32), nullable=False),
        Column("at", Float, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )


_LOG = _log_table("round_log")
_ONLY_GROWS = "the round log only grows"
only_grows(_LOG, _ONLY_GROWS)

_QUERIES = _log_table("query_log")
_QUERIES_ONLY_GROW = "the query log only grows"
only_grows(_QUERIES, _QUERIES_ONLY_GROW)

_LEASE = Table(
    "coordinator_lease",
    TABLES,
    Column("name", String(32), primary_key=True),
    Column("term", BigInteger, nullable=False),
    Column("beat", BigInteger, nullable=False),
    Column("holder", String(200), nullable=False),
    Column("is_anchored", Boolean, nullable=False),
)


def _add_lease(connection: Connection) -> None:
    """Layout 2: the lease, and the guard against INSERT OR REPLACE."""
    _LEASE.create(connection, checkfirst=True)
    add_guards(connection, _LOG, _ONLY_GROWS)


def _add_queries(connection: Connection) -> None:
    """Layout 3: the log of queries beside that of rounds."""
    _QUERIES.create(connection, checkfirst=True)


MIGRATIONS = (_add_lease, _add_queries)


class SqlRoundLog:
    """The port RoundLog over a database opened with this file's NAME, TABLES and MIGRATIONS.

    A position is taken once: of two coordinators over one log only one gets to write the next entry, and
    the other one learns of it before it acts.

    Args:
        database: holds the log.
        term: the term in which this coordinator leads, 0 while it does not; entries are taken only while
            the lease in the same database shows that term. Without it nobody is asked.
        table: one of this file's logs; that of rounds by default.
    """

    def __init__(
        self, database: Database, term: Callable[[], int] | None = None, table: Table = _LOG
    ) -> None:
        self._database = database
        self._term = term
        self._table = table

    def queries(self) -> "SqlRoundLog":
        """See app.ports.RoundLog."""
        return SqlRoundLog(self._database, self._term, _QUERIES)

    def append(self, entry: LogEntry) -> None:
        """See app.ports.RoundLog."""
        try:
            with self._database.write() as connection:
                if self._term is not None:
                    _check_term(connection, self._term())
                connection.execute(self._table.insert().values(**vars(entry)))
        except IntegrityError as error:
            raise TryAgain(
                f"Another coordinator wrote entry {entry.position} of round {entry.round_id}.",
                "Let one coordinator at a time use this database.",
            ) from error

    def entries(self, round_id: int, kind: str = "") -> tuple[LogEntry, ...]:
        """See app.ports.RoundLog."""
        wanted = (
            select(self._table).where(self._table.c.round_id == round_id).order_by(self._table.c.position)
        )
        if kind:
            wanted = wanted.where(self._table.c.kind == kind)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return tuple(LogEntry(row.round_id, row.position, row.kind, row.at, row.body) for row in rows)

    def rounds(self) -> tuple[int, ...]:
        """See app.ports.RoundLog."""
        with self._database.read() as connection:
            found = select(self._table.c.round_id).distinct().order_by(self._table.c.round_id)
            return tuple(connection.execute(found).scalars())

    def head(self) -> tuple[int, int]:
        """See app.ports.RoundLog."""
        round_id = self._table.c.round_id
        newest = select(func.max(round_id)).scalar_subquery()
        last = select(round_id, func.max(self._table.c.position)).where(round_id == newest)
        with self._database.read() as connection:
            row = connection.execute(last.group_by(round_id)).one_or_none()
        return (row[0], row[1] + 1) if row else (0, 0)


def _check_term(connection: Connection, term: int) -> None:
    """The last thing before a write that a coordinator which was thought dead may have begun long ago."""
    state = _lease_state(connection)
    if state.term != term or not term:
        raise TryAgain(
            "This coordinator does not lead the rounds: "
            + (f"{state.holder} does." if state.holder else "nobody does right now."),
            "Ask again in a moment, or ask the one that leads.",
            retry_after=1.0,
        )


class SqlLeaseStore:
    """The port LeaseStore over the same database as the log."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._anchor = _anchor_of(database.path)

    def read(self) -> LeaseState:
        """See app.ports.LeaseStore."""
        with self._database.read() as connection:
            return _lease_state(connection)

    def swap(self, before: LeaseState, after: LeaseState) -> bool:
        """See app.ports.LeaseStore."""
        try:
            with self._database.write() as connection:
                if _lease_state(connection) != before:
                    return False
                row = {"name": NAME, **vars(after)}
                if not connection.execute(_LEASE.update().where(_LEASE.c.name == NAME).values(row)).rowcount:
                    connection.execute(_LEASE.insert().values(row))
        except IntegrityError:  # the first row of all, and another one wrote it
            return False
        return True

    def anchor(self) -> bool:
        """See app.ports.LeaseStore; a lock on a file beside SQLite's, PostgreSQL has none."""
        if self._anchor is None or self._anchor.is_locked:
            return self._anchor is not None
        try:
            self._anchor.acquire(timeout=0)
        except (Timeout, OSError, NotImplementedError):
            return False
        return True

    def weigh_anchor(self) -> None:
        """See app.ports.LeaseStore."""
        if self._anchor is not None:
            self._anchor.release(force=True)


def _anchor_of(path: Path | None) -> FileLock | None:
    """The system takes this lock away when its process dies, at once and in no other case."""
    return FileLock(f"{path}.leader", mode=0o600, thread_local=False) if path else None


def _lease_state(connection: Connection) -> LeaseState:
    row = connection.execute(select(_LEASE).where(_LEASE.c.name == NAME)).one_or_none()
    return LeaseState(row.term, row.beat, row.holder, row.is_anchored) if row else LeaseState()
