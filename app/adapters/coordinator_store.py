"""Log entries of the coordinator in, the same entries in their order out: tables that only grow."""

from sqlalchemy import DDL, Column, Float, Integer, LargeBinary, MetaData, String, Table, event, select
from sqlalchemy.exc import IntegrityError

from app.adapters.database import Database
from app.ports import LogEntry
from core.errors import TryAgain

NAME = "coordinator"
TABLES = MetaData()

_LOG = Table(
    "round_log",
    TABLES,
    Column("round_id", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("at", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

for _change in ("UPDATE", "DELETE"):
    # A second lock besides this file's lack of such calls; an operator's PostgreSQL does it with GRANT.
    event.listen(
        _LOG,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER round_log_no_{_change.lower()} BEFORE {_change} ON round_log "
            "BEGIN SELECT RAISE(ABORT, 'the round log only grows'); END"
        ).execute_if(dialect="sqlite"),
    )


class SqlRoundLog:
    """The port RoundLog over a database opened with this file's NAME and TABLES.

    A position is taken once: of two coordinators over one log only one gets to write the next entry, and
    the other one learns of it before it acts.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, entry: LogEntry) -> None:
        """See app.ports.RoundLog."""
        try:
            with self._database.write() as connection:
                connection.execute(
                    _LOG.insert().values(
                        round_id=entry.round_id,
                        position=entry.position,
                        kind=entry.kind,
                        at=entry.at,
                        body=entry.body,
                    )
                )
        except IntegrityError as error:
            raise TryAgain(
                f"Another coordinator wrote entry {entry.position} of round {entry.round_id}.",
                "Let one coordinator at a time use this database.",
            ) from error

    def entries(self, round_id: int, kind: str = "") -> tuple[LogEntry, ...]:
        """See app.ports.RoundLog."""
        wanted = select(_LOG).where(_LOG.c.round_id == round_id).order_by(_LOG.c.position)
        if kind:
            wanted = wanted.where(_LOG.c.kind == kind)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return tuple(LogEntry(row.round_id, row.position, row.kind, row.at, row.body) for row in rows)

    def rounds(self) -> tuple[int, ...]:
        """See app.ports.RoundLog."""
        with self._database.read() as connection:
            ids = connection.execute(select(_LOG.c.round_id).distinct().order_by(_LOG.c.round_id)).scalars()
            return tuple(ids)
