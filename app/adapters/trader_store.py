"""A trader's rounds, their secrets, transactions and privacy budget in, and out after a restart (SQLite)."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine import Row

from app.adapters.database import Database
from app.ports import PrivacyCharge, PrivacyLimit, RoundRecord, SessionRecord, TransactionRecord
from core.payments.movements import Movement

TABLES = MetaData()
_SESSIONS = Table(
    "sessions",
    TABLES,
    Column("account", String(42), primary_key=True),
    Column("round_id", Integer, primary_key=True),
    Column("step", String(20), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("saved_at", Float, nullable=False),
)
_ROUNDS = Table(
    "rounds",
    TABLES,
    Column("account", String(42), primary_key=True),
    Column("round_id", Integer, primary_key=True),
    Column("phase", String(20), nullable=False),
    Column("started_at", Float, nullable=False),
    Column("ended_at", Float, nullable=False),
    Column("model_digest", String(64), nullable=False),
    Column("clients", Integer, nullable=False),
    Column("survivors", Integer, nullable=False),
    Column("bytes_sent", Integer, nullable=False),
    Column("loss_before", Float),
    Column("loss_after", Float),
    Column("scores", String, nullable=False),
    Column("note", String, nullable=False),
    Column("payable", Float),
    Column("state", String(20), nullable=False, server_default=""),
)
_TRANSACTIONS = Table(
    "transactions",
    TABLES,
    Column("transaction", String(66), primary_key=True),
    Column("account", String(42), nullable=False, index=True),
    Column("at", Float, nullable=False),
    Column("text", String, nullable=False),
    Column("fee_wei", String(80), nullable=False),
)
_CHARGES = Table(
    "privacy_charges",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("network", String, nullable=False),
    Column("dataset", String, nullable=False, index=True),
    Column("round_id", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("noise_multiplier", Float, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("parameters", Integer, nullable=False),
    Column("charged_at", Float, nullable=False),
)
_LIMITS = Table(
    "privacy_limits",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("epsilon", Float, nullable=False),
    Column("delta", Float, nullable=False),
    Column("covers", String(20), nullable=False),
)
_MOVEMENTS = Table(
    "movements",
    TABLES,
    Column("key", String(100), primary_key=True),
    Column("account", String(42), primary_key=True),
    Column("direction", String(3), nullable=False),
    Column("transaction", String(66), nullable=False),
    Column("at", Float, nullable=False),
    Column("text", String, nullable=False),
    Column("asset", String(20), nullable=False),
    Column("units", String(80), nullable=False),
    Column("decimals", Integer, nullable=False),
    Column("party", String(42), nullable=False),
    Column("state", String(10), nullable=False),
    Column("block", Integer, nullable=False),
    Column("block_hash", String(66), nullable=False),
    Column("fee_wei", String(80), nullable=False),
    Column("nonce", Integer, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("most_wei", String(80), nullable=False),
    Column("tip_wei", String(80), nullable=False),
    Column("replaces", String(66), nullable=False),
)
_SCANS = Table(
    "scans",
    TABLES,
    Column("account", String(42), primary_key=True),
    Column("block", Integer, nullable=False),
)
_BIG = ("units", "fee_wei", "most_wei", "tip_wei")
"""Columns of whole numbers that no database integer holds: kept as text."""


def _add_privacy_budget(connection: Connection) -> None:
    """Version 1 to 2."""
    for table in (_CHARGES, _LIMITS):
        table.create(connection)


def _add_own_score(connection: Connection) -> None:
    """Version 2 to 3."""
    connection.execute(text("ALTER TABLE rounds ADD COLUMN payable FLOAT"))
    connection.execute(text("ALTER TABLE rounds ADD COLUMN state VARCHAR(20) NOT NULL DEFAULT ''"))


def _add_movements(connection: Connection) -> None:
    """Version 3 to 4."""
    for table in (_MOVEMENTS, _SCANS):
        table.create(connection)


MIGRATIONS = (_add_privacy_budget, _add_own_score, _add_movements)


class SqlTraderStore:
    """Implements app.ports.TraderStore in one SQLite file.

    What a newer state replaces, and what is erased, is overwritten with zeros on disk and cut off the log: a
    session's state holds the seeds of its masks.

    Args:
        path: of the file; made readable by its owner only.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = Database.at(path, "trader", TABLES, MIGRATIONS)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def save_session(self, record: SessionRecord) -> None:
        """Keep the newest state of a round; the older one is overwritten on disk."""
        with self._database.write() as connection:
            connection.execute(text("PRAGMA secure_delete=ON"))
            connection.execute(_of_round(_SESSIONS, record.account, record.round_id))
            connection.execute(insert(_SESSIONS).values(**vars(record)))
        self._cut_log()

    def session(self, account: str, round_id: int) -> SessionRecord | None:
        """The state of a round that is not over."""
        return next((kept for kept in self.sessions(account) if kept.round_id == round_id), None)

    def sessions(self, account: str) -> tuple[SessionRecord, ...]:
        """The states of all rounds of `account` that are not over, oldest first."""
        mine = select(_SESSIONS).where(_SESSIONS.c.account == account).order_by(_SESSIONS.c.round_id)
        with self._database.read() as connection:
            rows = connection.execute(mine).all()
        return tuple(SessionRecord(**row._mapping) for row in rows)  # noqa: SLF001 - SQLAlchemy's public name

    def end_session(self, account: str, round_id: int) -> None:
        """Erase the state of a round that is over; harmless where there is none."""
        with self._database.write() as connection:
            connection.execute(text("PRAGMA secure_delete=ON"))
            connection.execute(_of_round(_SESSIONS, account, round_id))
        self._cut_log()

    def _cut_log(self) -> None:
        """Empty SQLite's write-ahead log, which still holds what was erased; a reader may delay that."""
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def save_round(self, record: RoundRecord) -> None:
        """Keep what is known of a round, in place of what was known before."""
        values = {**vars(record), "scores": json.dumps(dict(record.scores))}
        with self._database.write() as connection:
            connection.execute(_of_round(_ROUNDS, record.account, record.round_id))
            connection.execute(insert(_ROUNDS).values(**values))

    def rounds(self, account: str) -> tuple[RoundRecord, ...]:
        """The rounds of `account`, oldest first."""
        mine = select(_ROUNDS).where(_ROUNDS.c.account == account).order_by(_ROUNDS.c.round_id)
        with self._database.read() as connection:
            return tuple(_round_record(row) for row in connection.execute(mine))

    def add_transaction(self, record: TransactionRecord) -> None:
        """Keep a transaction; storing the same hash twice is harmless."""
        values = {**vars(record), "fee_wei": str(record.fee_wei)}
        same = _TRANSACTIONS.c.transaction == record.transaction
        with self._database.write() as connection:
            connection.execute(delete(_TRANSACTIONS).where(same))
            connection.execute(insert(_TRANSACTIONS).values(**values))

    def transactions(self, account: str) -> tuple[TransactionRecord, ...]:
        """The transactions of `account`, oldest first."""
        mine = select(_TRANSACTIONS).where(_TRANSACTIONS.c.account == account)
        with self._database.read() as connection:
            rows = connection.execute(mine.order_by(_TRANSACTIONS.c.at, text("rowid"))).all()
        return tuple(
            TransactionRecord(row.account, row.at, row.text, row.transaction, int(row.fee_wei))
            for row in rows
        )

    def save_movement(self, movement: Movement) -> None:
        """Keep where a payment stands, in place of what was known before under its key."""
        values = {**vars(movement), **{name: str(getattr(movement, name)) for name in _BIG}}
        same = (_MOVEMENTS.c.key == movement.key) & (_MOVEMENTS.c.account == movement.account)
        with self._database.write() as connection:
            if not connection.execute(update(_MOVEMENTS).where(same).values(**values)).rowcount:
                connection.execute(insert(_MOVEMENTS).values(**values))

    def forget_movement(self, key: str) -> None:
        """Forget a payment that never left; harmless where there is none."""
        with self._database.write() as connection:
            connection.execute(delete(_MOVEMENTS).where(_MOVEMENTS.c.key == key))

    def movements(self, account: str) -> tuple[Movement, ...]:
        """The movements of `account`, oldest first."""
        mine = select(_MOVEMENTS).where(_MOVEMENTS.c.account == account)
        with self._database.read() as connection:
            rows = connection.execute(mine.order_by(_MOVEMENTS.c.at, text("rowid"))).all()
        return tuple(_movement(row) for row in rows)

    def note_scanned(self, account: str, block: int) -> None:
        """Keep that transfers to `account` are known up to this block."""
        with self._database.write() as connection:
            connection.execute(delete(_SCANS).where(_SCANS.c.account == account))
            connection.execute(insert(_SCANS).values(account=account, block=block))

    def scanned(self, account: str) -> int | None:
        """The block up to which they are known; None before the first look."""
        with self._database.read() as connection:
            return connection.execute(
                select(_SCANS.c.block).where(_SCANS.c.account == account)
            ).scalar_one_or_none()

    def charge_privacy(
        self,
        charge: PrivacyCharge,
        admits: Callable[[Sequence[PrivacyCharge], PrivacyLimit | None], bool],
    ) -> None:
        """Keep `charge` if `admits` says so of the dataset's charges and the limit; not where it raises."""
        with self._database.write() as connection:
            before = [kept for kept in _charges(connection) if kept.dataset == charge.dataset]
            if admits(before, _limit(connection)):
                connection.execute(insert(_CHARGES).values(**vars(charge)))

    def privacy_charges(self) -> tuple[PrivacyCharge, ...]:
        """All charges, in order."""
        with self._database.read() as connection:
            return _charges(connection)

    def set_privacy_limit(self, limit: PrivacyLimit | None) -> None:
        """Keep this limit in place of the one before; None keeps none."""
        with self._database.write() as connection:
            connection.execute(delete(_LIMITS))
            if limit is not None:
                connection.execute(insert(_LIMITS).values(**vars(limit)))

    def privacy_limit(self) -> PrivacyLimit | None:
        """The limit; None where none was set."""
        with self._database.read() as connection:
            return _limit(connection)


def _charges(connection: Connection) -> tuple[PrivacyCharge, ...]:
    columns = [column for column in _CHARGES.c if column.name != "number"]
    rows = connection.execute(select(*columns).order_by(_CHARGES.c.number))
    return tuple(PrivacyCharge(**row._mapping) for row in rows)  # noqa: SLF001 - SQLAlchemy's public name


def _limit(connection: Connection) -> PrivacyLimit | None:
    columns = [column for column in _LIMITS.c if column.name != "number"]
    row = connection.execute(select(*columns)).one_or_none()
    return PrivacyLimit(**row._mapping) if row else None  # noqa: SLF001 - SQLAlchemy's public name


def _movement(row: Row[Any]) -> Movement:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    return Movement(**{**values, **{name: int(values[name]) for name in _BIG}})


def _of_round(table: Table, account: str, round_id: int) -> Any:
    return delete(table).where(table.c.account == account, table.c.round_id == round_id)


def _round_record(row: Row[Any]) -> RoundRecord:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    return RoundRecord(**{**values, "scores": json.loads(values["scores"])})
