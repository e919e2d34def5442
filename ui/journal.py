"""The agent's decisions and trades in; table rows with signs, triangles and units, and their columns, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from ui import formatting
from ui.translation import tr
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.trader.agent_views import AgentTrade, Decision

T = TypeVar("T")
KEPT: Final = 2000
"""Lines of the journal that are kept in the window."""
_SIDES = {"buy": (tr("\u25b2 Buy"), "up"), "sell": (tr("\u25bc Sell"), "down")}


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


class TradeRow(NamedTuple):
    """One fill; its texts are made when they are looked at, so that 10,000 rows cost nothing to have.

    Args:
        fill: of the journal.
        hidden: whether amounts are bullets.
        zone: that times are shown in.
    """

    fill: "AgentTrade"
    hidden: bool
    zone: str

    @property
    def number(self) -> int:
        """Of the fill."""
        return self.fill.number

    @property
    def time(self) -> str:
        """When it was filled."""
        return formatting.date_time(self.fill.at)

    @property
    def side(self) -> str:
        """With its triangle."""
        return side_words(self.fill.side)[0]

    @property
    def tone(self) -> str:
        """Of the side."""
        return side_words(self.fill.side)[1]

    @property
    def symbol(self) -> str:
        """The pair."""
        return self.fill.symbol

    @property
    def quantity(self) -> str:
        """Of the base coin."""
        return formatting.HIDDEN if self.hidden else formatting.number(self.fill.quantity, 4)

    @property
    def price(self) -> str:
        """In the quote coin."""
        return formatting.price(self.fill.price)

    @property
    def fee(self) -> str:
        """In the quote coin."""
        return formatting.HIDDEN if self.hidden else formatting.number(self.fill.fee, 2)

    @property
    def result(self) -> str:
        """What a sale gained before fees; a dash for a purchase."""
        if self.hidden and self.fill.realised is not None:
            return formatting.HIDDEN
        return formatting.number(self.fill.realised, 2, sign=True)

    @property
    def result_tone(self) -> str:
        """Of the result."""
        return formatting.tone_of(self.fill.realised)


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


class TradeRows:
    """Rows of a journal that grows; a row that was made is used again.

    Ten thousand new objects at every candle would be a pause of the interpreter's garbage collector.
    """

    def __init__(self) -> None:
        self._worn: tuple[bool, str] = (False, "")
        self._made: dict[int, TradeRow] = {}

    def newest_first(self, trades: "Iterable[AgentTrade]", *, hidden: bool) -> tuple[TradeRow, ...]:
        """Fills, given in their order, as rows, the newest first."""
        worn = hidden, formatting.shown_zone()
        before = self._made if worn == self._worn else {}
        made: dict[int, TradeRow] = {}
        for fill in trades:
            row = before.get(fill.number)
            made[fill.number] = row if row is not None and row.fill is fill else TradeRow(fill, *worn)
        self._worn, self._made = worn, made
        return tuple(reversed(made.values()))


DECISION_COLUMNS = (
    Column[DecisionRow](tr("Time (UTC)"), lambda row: row.time, share=4),
    Column[DecisionRow](tr("Action"), lambda row: row.action, tone=lambda row: row.tone, share=2),
    Column[DecisionRow](tr("Pair"), lambda row: row.symbol, share=3),
    Column[DecisionRow](tr("Target"), lambda row: row.target, right=True, share=2),
    Column[DecisionRow](tr("P(up)"), lambda row: row.probability, right=True, share=2),
    Column[DecisionRow](tr("Reason"), lambda row: row.reason, share=15, hint=lambda row: row.reason),
)

TRADE_COLUMNS = (
    Column[TradeRow](tr("Time (UTC)"), lambda row: row.time, sort=lambda row: row.fill.at, share=3),
    Column[TradeRow](tr("Side"), lambda row: row.side, tone=lambda row: row.tone, share=2),
    Column[TradeRow](tr("Pair"), lambda row: row.symbol, share=2),
    Column[TradeRow](
        tr("Size"), lambda row: row.quantity, right=True, sort=lambda row: row.fill.quantity, share=2
    ),
    Column[TradeRow](
        tr("Price"), lambda row: row.price, right=True, sort=lambda row: row.fill.price, share=2
    ),
    Column[TradeRow](tr("Fee"), lambda row: row.fee, right=True, sort=lambda row: row.fill.fee, share=2),
    Column[TradeRow](
        "P/L",
        lambda row: row.result,
        right=True,
        tone=lambda row: row.result_tone,
        sort=lambda row: row.fill.realised or 0.0,
        share=2,
    ),
)


def newer(
    known: "tuple[T, ...]", ask: "Callable[[int | None], tuple[T, ...]]", key: "Callable[[T], int]"
) -> "tuple[T, ...]":
    """What is known with what came after it, the newest KEPT of them; asks only for the new."""
    found = ask(key(known[-1]) if known else None)
    return (*known, *found)[-KEPT:]
