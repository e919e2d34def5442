"""The agent's decisions and trades in; table rows with signs, triangles and units, and their columns, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from ui import formatting
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.trader.agent_views import AgentTrade, Decision

T = TypeVar("T")
KEPT: Final = 2000
"""Lines of the journal that are kept in the window."""
_SIDES = {"buy": ("\u25b2 Buy", "up"), "sell": ("\u25bc Sell", "down")}


@dataclass(frozen=True)
class DecisionRow:
    """One decision, ready to show."""

    number: int
    time: str
    action: str
    tone: str
    symbol: str
    target: str
    probability: str
    volatility: str
    reason: str


@dataclass(frozen=True)
class TradeRow:
    """One fill, ready to show."""

    number: int
    time: str
    side: str
    tone: str
    symbol: str
    quantity: str
    price: str
    fee: str
    result: str
    result_tone: str


def side_words(action: str) -> tuple[str, str]:
    """A side with its triangle, and its tone."""
    return _SIDES.get(action, (f"\u2013 {action.capitalize()}", "muted"))


def decision_rows(decisions: "Iterable[Decision]") -> tuple[DecisionRow, ...]:
    """Decisions as rows, in the order given."""
    rows = []
    for found in decisions:
        action, tone = side_words(found.action)
        rows.append(
            DecisionRow(
                number=found.number,
                time=formatting.date_time(found.at),
                action=action,
                tone=tone,
                symbol=found.symbol,
                target=formatting.percent(found.target, 1),
                probability=formatting.percent(found.probability_up, 1),
                volatility=formatting.percent(found.volatility, 1),
                reason=found.reason,
            )
        )
    return tuple(rows)


def trade_rows(trades: "Iterable[AgentTrade]", *, hidden: bool = False) -> tuple[TradeRow, ...]:
    """Fills as rows, in the order given."""
    rows = []
    for fill in trades:
        side, tone = side_words(fill.side)
        result = formatting.number(fill.realised, 2, sign=True)
        rows.append(
            TradeRow(
                number=fill.number,
                time=formatting.date_time(fill.at),
                side=side,
                tone=tone,
                symbol=fill.symbol,
                quantity=formatting.HIDDEN if hidden else formatting.number(fill.quantity, 4),
                price=formatting.price(fill.price),
                fee=formatting.HIDDEN if hidden else formatting.number(fill.fee, 2),
                result=formatting.HIDDEN if hidden and fill.realised is not None else result,
                result_tone=formatting.tone_of(fill.realised),
            )
        )
    return tuple(rows)


DECISION_COLUMNS = (
    Column[DecisionRow]("Time (UTC)", lambda row: row.time, share=4),
    Column[DecisionRow]("Action", lambda row: row.action, tone=lambda row: row.tone, share=2),
    Column[DecisionRow]("Pair", lambda row: row.symbol, share=3),
    Column[DecisionRow]("Target", lambda row: row.target, right=True, share=2),
    Column[DecisionRow]("P(up)", lambda row: row.probability, right=True, share=2),
    Column[DecisionRow]("Reason", lambda row: row.reason, share=15, hint=lambda row: row.reason),
)

TRADE_COLUMNS = (
    Column[TradeRow]("Time (UTC)", lambda row: row.time, share=3),
    Column[TradeRow]("Side", lambda row: row.side, tone=lambda row: row.tone, share=2),
    Column[TradeRow]("Pair", lambda row: row.symbol, share=2),
    Column[TradeRow]("Size", lambda row: row.quantity, right=True, share=2),
    Column[TradeRow]("Price", lambda row: row.price, right=True, share=2),
    Column[TradeRow]("Fee", lambda row: row.fee, right=True, share=2),
    Column[TradeRow]("P/L", lambda row: row.result, right=True, tone=lambda row: row.result_tone, share=2),
)


def newer(
    known: "tuple[T, ...]", ask: "Callable[[int | None], tuple[T, ...]]", key: "Callable[[T], int]"
) -> "tuple[T, ...]":
    """What is known with what came after it, the newest KEPT of them; asks only for the new."""
    found = ask(key(known[-1]) if known else None)
    return (*known, *found)[-KEPT:]
