"""The agent's status, positions and epochs in; tiles, rows and columns ready to show, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui import formatting
from ui.translation import tr
from ui.widgets.card import TileState
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.trader.agent_views import (
        AgentPerformance,
        AgentPosition,
        AgentStatus,
        EpochReport,
    )

NAMES = (tr("Equity"), tr("Return"), tr("Drawdown"), tr("Trades"), tr("Novelty"), tr("Last candle seen"))


@dataclass(frozen=True)
class PositionRow:
    """What is held of one pair."""

    symbol: str
    quantity: str
    average: str
    price: str
    exposure: str
    unrealised: str
    tone: str


@dataclass(frozen=True)
class EpochRow:
    """A trading window: the money that moved."""

    number: int
    round: str
    phase: str
    closed: str
    profit: str
    tone: str
    fee: str
    result: str
    transaction: str


def empty_tiles() -> tuple[TileState, ...]:
    """The tiles before anything is known."""
    return tuple(TileState(name, formatting.ABSENT) for name in NAMES)


def tiles(
    status: "AgentStatus", performance: "AgentPerformance", asset: str, *, hidden: bool
) -> tuple[TileState, ...]:
    """The agent's numbers, net of fees."""
    equity = formatting.number(status.equity if status.epoch else None)
    money = f"{formatting.HIDDEN if hidden else equity} {asset}" if status.epoch else equity
    gain = performance.total_return
    held = formatting.percent(performance.buy_and_hold, sign=True)
    seen = status.processed_until or None
    fees = formatting.HIDDEN if hidden else formatting.number(performance.fees)
    return (
        TileState(
            NAMES[0],
            money,
            tr("{exposure} invested").format(exposure=formatting.percent(status.exposure, 0))
            if status.epoch
            else tr("outside of a window"),
        ),
        TileState(
            NAMES[1],
            formatting.percent(gain, sign=True),
            tr("{arrow} buy & hold {held}").format(arrow=formatting.arrow(gain), held=held).strip(),
            formatting.tone_of(gain),
            hint=tr("Net of fees and slippage, over all trading windows."),
        ),
        TileState(
            NAMES[2],
            formatting.percent(-abs(performance.max_drawdown)),
            tr("now {percent}").format(percent=formatting.percent(-abs(status.drawdown))),
            hint=tr("The deepest fall from a peak within one trading window."),
        ),
        TileState(
            NAMES[3], f"{performance.trades:,}", tr("{fees} {asset} in fees").format(fees=fees, asset=asset)
        ),
        TileState(
            NAMES[4],
            formatting.percent(status.novelty if status.epoch else None, 1),
            tr("not seen before: {unseen}").format(unseen=", ".join(status.unseen))
            if status.unseen
            else tr("of the most unusual pair"),
            "warning" if status.unseen else "muted",
            hint=tr(
                "The most unusual pair is more unusual than so many of the candles before the window. "
                "Beyond 99 % the model has not seen a market like this, and the agent holds less on its word."
            ),
        ),
        TileState(
            NAMES[5],
            formatting.clock_time(seen),
            formatting.day(seen) if seen else tr("none yet"),
        ),
    )


def position_rows(positions: "Iterable[AgentPosition]", *, hidden: bool) -> tuple[PositionRow, ...]:
    """Positions as rows."""
    return tuple(
        PositionRow(
            symbol=held.symbol,
            quantity=formatting.HIDDEN if hidden else formatting.number(held.quantity, 4),
            average=formatting.price(held.average_price),
            price=formatting.price(held.price),
            exposure=formatting.percent(held.exposure, 1),
            unrealised=formatting.HIDDEN if hidden else formatting.number(held.unrealised, 2, sign=True),
            tone=formatting.tone_of(held.unrealised),
        )
        for held in positions
    )


def epoch_rows(epochs: "Iterable[EpochReport]", *, hidden: bool) -> tuple[EpochRow, ...]:
    """Trading windows as rows, newest first."""
    rows = [
        EpochRow(
            number=epoch.number,
            round=str(epoch.round_id),
            phase=epoch.phase,
            closed=formatting.date_time(epoch.closed_at or None),
            profit=formatting.amount(epoch.profit, sign=True, hidden=hidden),
            tone=formatting.tone_of(epoch.profit.units if epoch.profit else None),
            fee=formatting.amount(epoch.fee, hidden=hidden),
            result=formatting.percent(epoch.total_return, sign=True),
            transaction=epoch.transaction,
        )
        for epoch in epochs
    ]
    return tuple(reversed(rows))


POSITION_COLUMNS = (
    Column[PositionRow](tr("Pair"), lambda row: row.symbol, share=2),
    Column[PositionRow](tr("Size"), lambda row: row.quantity, right=True, share=2),
    Column[PositionRow](tr("Average"), lambda row: row.average, right=True, share=2),
    Column[PositionRow](tr("Price"), lambda row: row.price, right=True, share=2),
    Column[PositionRow](tr("Of equity"), lambda row: row.exposure, right=True, share=2),
    Column[PositionRow]("P/L", lambda row: row.unrealised, right=True, tone=lambda row: row.tone, share=2),
)

EPOCH_COLUMNS = (
    Column[EpochRow](tr("Round"), lambda row: row.round, right=True, share=0),
    Column[EpochRow](tr("State"), lambda row: row.phase, share=2),
    Column[EpochRow](tr("Closed (UTC)"), lambda row: row.closed, share=3),
    Column[EpochRow](tr("Return"), lambda row: row.result, right=True, share=2),
    Column[EpochRow](tr("Profit"), lambda row: row.profit, right=True, tone=lambda row: row.tone, share=3),
    Column[EpochRow](tr("Fee to traders"), lambda row: row.fee, right=True, share=3),
    Column[EpochRow](
        tr("Transaction"),
        lambda row: formatting.short(row.transaction) if row.transaction else formatting.ABSENT,
        share=2,
        hint=lambda row: row.transaction,
    ),
)
