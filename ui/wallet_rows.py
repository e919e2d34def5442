"""Balances, claims and transactions in; tiles, rows and columns ready to show, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.values import Amount
from ui import formatting
from ui.translation import tr
from ui.widgets.card import TileState
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from app.trader.claims import Claimable
    from app.trader.payment_history import HistoryLine
    from app.trader.wallet import Balances
    from core.payments.movements import Movement

NAMES = (tr("Coins"), tr("In the agent's vault"), tr("Bond"), "CFX", tr("For fees"))


@dataclass(frozen=True)
class ClaimRow:
    """One payout table's line."""

    kind: str
    earned: str
    paid: str
    due: str
    state: str


@dataclass(frozen=True)
class HistoryRow:
    """One transaction of this account, or a token transfer to it."""

    time: str
    at: float
    text: str
    state: str
    tone: str
    fee: str
    transaction: str
    is_waiting: bool
    movement: "Movement"


def empty_tiles() -> tuple[TileState, ...]:
    """The tiles before anything is known."""
    return tuple(TileState(name, formatting.ABSENT) for name in NAMES)


def tiles(balances: "Balances | None", *, hidden: bool) -> tuple[TileState, ...]:
    """What the account owns."""
    if balances is None:
        return empty_tiles()

    def money(value: "Amount", digits: int = 2) -> str:
        return formatting.amount(value, digits, hidden=hidden)

    requested = [
        f"{money(value)} {words}"
        for value, words in (
            (balances.deposit_requested, tr("asked to deposit")),
            (balances.withdraw_requested, tr("asked to withdraw")),
            (balances.withdrawable, tr("to fetch")),
        )
        if value.units
    ]
    leaving = (
        tr("{money} leaving").format(money=money(balances.unbonding))
        if balances.unbonding.units
        else tr("at stake in rounds")
    )
    return (
        TileState(
            NAMES[0], money(balances.asset), tr("practice money") if balances.asset.asset == "PUSD" else ""
        ),
        TileState(
            NAMES[1], money(balances.shares_value), ", ".join(requested) or tr("at the last closed epoch")
        ),
        TileState(NAMES[2], money(balances.bond), leaving),
        TileState(NAMES[3], money(balances.token), tr("free")),
        TileState(NAMES[4], money(balances.coin, 4), tr("the chain's own coin")),
    )


def claim_rows(claims: "tuple[Claimable, ...]", *, hidden: bool) -> tuple[ClaimRow, ...]:
    """Payout tables as rows."""
    kinds = {"profit": tr("Share of the agent's profit"), "emission": tr("Token emission")}
    return tuple(
        ClaimRow(
            kinds.get(line.kind, line.kind),
            formatting.amount(line.earned, 4, hidden=hidden),
            formatting.amount(line.paid, 4, hidden=hidden),
            formatting.amount(line.amount, 4, hidden=hidden),
            tr("waits for the challenge delay") if line.is_waiting else tr("proof checked against the chain"),
        )
        for line in claims
    )


def history_rows(history: "tuple[HistoryLine, ...]", *, hidden: bool) -> tuple[HistoryRow, ...]:
    """Transactions as rows."""
    return tuple(_history_row(line, hidden=hidden) for line in history)


def _history_row(line: "HistoryLine", *, hidden: bool) -> HistoryRow:
    moved = line.movement
    state, tone = _standing(line)
    fee = formatting.amount(Amount(moved.fee_wei, 18, "ETH"), 6) if moved.fee_wei else formatting.ABSENT
    return HistoryRow(
        formatting.date_time(moved.at),
        moved.at,
        formatting.HIDDEN if hidden else moved.text,
        state,
        tone,
        fee,
        moved.transaction,
        moved.state in {"pending", "dropped"} and bool(moved.raw),
        moved,
    )


def _standing(line: "HistoryLine") -> tuple[str, str]:
    """How sure a line is, in words and tone."""
    confirming = tr("{count} of {needed} blocks").format(count=line.confirmations, needed=line.needed)
    words = {
        "pending": (tr("waits"), "warning"),
        "confirming": (confirming, "muted"),
        "confirmed": (tr("confirmed"), "good"),
        "failed": (tr("failed"), "danger"),
        "dropped": (tr("dropped by a reorganisation"), "danger"),
        "replaced": (tr("replaced"), "muted"),
    }
    return words[line.standing]


CLAIM_COLUMNS = (
    Column[ClaimRow](tr("From"), lambda row: row.kind, share=3),
    Column[ClaimRow](tr("Earned"), lambda row: row.earned, right=True, share=2),
    Column[ClaimRow](tr("Claimed"), lambda row: row.paid, right=True, share=2),
    Column[ClaimRow](tr("Due"), lambda row: row.due, right=True, share=2),
    Column[ClaimRow](tr("State"), lambda row: row.state, share=3),
)

HISTORY_COLUMNS = (
    Column[HistoryRow](tr("Time (UTC)"), lambda row: row.time, sort=lambda row: row.at, share=2),
    Column[HistoryRow](tr("What"), lambda row: row.text, share=6, hint=lambda row: row.text),
    Column[HistoryRow](tr("State"), lambda row: row.state, tone=lambda row: row.tone, share=2),
    Column[HistoryRow](tr("Fee"), lambda row: row.fee, right=True, share=2),
    Column[HistoryRow](
        tr("Transaction"),
        lambda row: formatting.short(row.transaction),
        share=2,
        hint=lambda row: row.transaction,
    ),
)
