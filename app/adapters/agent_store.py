"""The agent's ticks, decisions, fills and epochs in, the same in order out: a journal that only grows."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    DDL,
    Column,
    Float,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    select,
)
from sqlalchemy.exc import IntegrityError

from app.adapters.database import Database
from core.errors import YouCanFix
from core.trading.broker import Fill
from core.trading.decision import Decision
from core.trading.epoch import Epoch
from core.trading.journal import DecisionLine, Tick, TradeLine, Watched
from core.trading.session import Book
from core.trading.signal import Signal
from core.values import Symbol

NAME = "agent"
TABLES = MetaData()

_EPOCHS = Table(
    "agent_epochs",
    TABLES,
    Column("round_id", Integer, primary_key=True, autoincrement=False),
    Column("phase", String(16), nullable=False),
    Column("body", Text, nullable=False),
)
_BOOKS = Table(
    "agent_books",
    TABLES,
    Column("round_id", Integer, primary_key=True, autoincrement=False),
    Column("at", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
_TICKS = Table(
    "agent_ticks",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("round_id", Integer, nullable=False),
    Column("at", Integer, nullable=False, index=True),
    Column("equity", Float, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("round_id", "at"),
)
_DECISIONS = Table(
    "agent_decisions",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("round_id", Integer, nullable=False),
    Column("model", String(64), nullable=False),
    Column("at", Integer, nullable=False),
    Column("symbol", String(48), nullable=False, index=True),
    Column("body", Text, nullable=False),
)
_FILLS = Table(
    "agent_fills",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("round_id", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("symbol", String(48), nullable=False, index=True),
    Column("body", Text, nullable=False),
)

for _table in (_TICKS, _DECISIONS, _FILLS):
    for _change in ("UPDATE", "DELETE"):
        # A second lock besides this file's lack of such calls; an operator's PostgreSQL does it with GRANT.
        event.listen(
            _table,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                f"CREATE TRIGGER {_table.name}_no_{_change.lower()} BEFORE {_change} ON {_table.name} "
                "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
            ).execute_if(dialect="sqlite"),
        )


class SqlAgentStore:
    """The port AgentStore over a database opened with this file's NAME and TABLES."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_epoch(self, epoch: Epoch) -> None:
        """See app.ports.AgentStore."""
        values = {"phase": epoch.phase, "body": json.dumps(epoch.to_json())}
        self._replace(_EPOCHS, epoch.round_id, values)

    def epochs(self) -> tuple[Epoch, ...]:
        """See app.ports.AgentStore."""
        with self._database.read() as connection:
            rows = connection.execute(select(_EPOCHS.c.body).order_by(_EPOCHS.c.round_id)).scalars().all()
        return tuple(Epoch.from_json(json.loads(body)) for body in rows)

    def save_tick(
        self, model: str, tick: Tick, decisions: Sequence[Decision], fills: Sequence[Fill], book: Book
    ) -> None:
        """See app.ports.AgentStore."""
        row = {"round_id": tick.round_id, "at": tick.at, "equity": tick.equity, "body": _tick_body(tick)}
        shared = {"round_id": tick.round_id}
        made = [{**shared, "model": model, **_line(one, one.at)} for one in decisions]
        filled = [{**shared, **_line(one, one.filled_at)} for one in fills]
        stored = {"at": tick.at, "body": json.dumps(book.to_json())}
        try:
            with self._database.write() as connection:
                connection.execute(_TICKS.insert().values(row))
                for table, rows in ((_DECISIONS, made), (_FILLS, filled)):
                    if rows:
                        connection.execute(table.insert(), rows)
                where = _BOOKS.c.round_id == tick.round_id
                if not connection.execute(_BOOKS.update().where(where).values(stored)).rowcount:
                    connection.execute(_BOOKS.insert().values(round_id=tick.round_id, **stored))
        except IntegrityError as error:
            raise YouCanFix(
                f"The candle at {tick.at} of round {tick.round_id} is in the journal already.",
                "Let one agent at a time use this data folder.",
            ) from error

    def book(self, round_id: int) -> tuple[int, Book] | None:
        """See app.ports.AgentStore."""
        with self._database.read() as connection:
            row = connection.execute(select(_BOOKS).where(_BOOKS.c.round_id == round_id)).one_or_none()
        return (row.at, Book.from_json(json.loads(row.body))) if row else None

    def decisions(
        self, after: int | None, limit: int, symbol: Symbol | None = None
    ) -> tuple[DecisionLine, ...]:
        """See app.ports.AgentStore."""
        rows = self._lines(_DECISIONS, after, limit, symbol)
        return tuple(DecisionLine(row.number, row.round_id, row.model, _decision(row)) for row in rows)

    def trades(self, after: int | None, limit: int, symbol: Symbol | None = None) -> tuple[TradeLine, ...]:
        """See app.ports.AgentStore."""
        rows = self._lines(_FILLS, after, limit, symbol)
        return tuple(TradeLine(row.number, row.round_id, _fill(row)) for row in rows)

    def ticks(self, after_at: int | None, limit: int) -> tuple[Tick, ...]:
        """See app.ports.AgentStore."""
        wanted = select(_TICKS)
        if after_at is not None:
            wanted = wanted.where(_TICKS.c.at > after_at)
        return tuple(_tick(row) for row in self._page(_TICKS, wanted, limit, newest=after_at is None))

    def _lines(
        self, table: Table, after: int | None, limit: int, symbol: Symbol | None
    ) -> Sequence[Row[Any]]:
        wanted = select(table)
        if after is not None:
            wanted = wanted.where(table.c.number > after)
        if symbol is not None:
            wanted = wanted.where(table.c.symbol == str(symbol))
        return self._page(table, wanted, limit, newest=after is None)

    def _page(self, table: Table, wanted: Any, limit: int, *, newest: bool) -> Sequence[Row[Any]]:
        number = table.c.number
        with self._database.read() as connection:
            ordered = wanted.order_by(number.desc() if newest else number).limit(limit)
            rows = connection.execute(ordered).all()
        return rows[::-1] if newest else rows

    def _replace(self, table: Table, round_id: int, values: dict[str, Any]) -> None:
        with self._database.write() as connection:
            where = table.c.round_id == round_id
            if not connection.execute(table.update().where(where).values(values)).rowcount:
                connection.execute(table.insert().values(round_id=round_id, **values))


def _tick_body(tick: Tick) -> str:
    """What the columns do not hold; candles on which nothing happened stay small."""
    watched = {name: list(asdict(seen).values()) for name, seen in tick.watched.items()}
    return json.dumps([tick.benchmark, tick.cash, tick.drawdown, tick.pause, watched])


def _tick(row: Row[Any]) -> Tick:
    benchmark, cash, drawdown, pause, watched = json.loads(row.body)
    seen = {name: Watched(*values) for name, values in watched.items()}
    return Tick(row.round_id, row.at, row.equity, benchmark, cash, drawdown, pause, seen)


def _line(record: Decision | Fill, at: int) -> dict[str, Any]:
    return {"at": at, "symbol": str(record.symbol), "body": json.dumps(asdict(record))}


def _decision(row: Row[Any]) -> Decision:
    body, symbol = json.loads(row.body), Symbol.parse(row.symbol)
    return Decision(**{**body, "symbol": symbol, "signal": Signal(**{**body["signal"], "symbol": symbol})})


def _fill(row: Row[Any]) -> Fill:
    return Fill(**{**json.loads(row.body), "symbol": Symbol.parse(row.symbol)})
