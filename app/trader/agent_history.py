"""The agent's journal, asked for page by page, in; all its points and fills that are kept, out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from core.trading.by_symbol import SymbolResult, by_symbol
from core.trading.days import DayResult, by_day, gains

if TYPE_CHECKING:
    from app.trader.agent_views import AgentTrade, EpochReport, EquityPoint
    from app.trader.profit import Profit

T = TypeVar("T")

PAGE = 5000
"""Lines in one answer; the most that an agent gives."""
MOST = 20_000
"""Newest lines of a kind that are kept."""
_KEPT_OF_A_STRETCH = 3
_PAGES = 40
"""Answers that are asked for at a time; what is left comes the next time."""


@dataclass(frozen=True)
class AgentHistory:
    """What of the journal is kept: the newest points of equity and the newest fills."""

    equity: "tuple[EquityPoint, ...]" = ()
    trades: "tuple[AgentTrade, ...]" = ()

    def days(self, epochs: "tuple[EpochReport, ...]", day_of: Callable[[int], date]) -> tuple[DayResult, ...]:
        """What each day brought, in the zone of `day_of`; epochs tell what windows began with."""
        first = self.equity[0].at if self.equity else 0
        fills = (fill.at for fill in self.trades if fill.at >= first)
        return by_day(gains(self.equity, _capital(epochs)), fills, day_of)

    def outline(self, most: int = 3000) -> "tuple[EquityPoint, ...]":
        """At most `most` points for a picture: of every stretch the extremes of equity and drawdown.

        The first and the last point are among them, and so is the deepest fall.
        """
        points = self.equity
        if len(points) <= most:
            return points
        size = -(-len(points) // ((most - 2) // _KEPT_OF_A_STRETCH))
        kept = {0, len(points) - 1}
        for start in range(0, len(points), size):
            stretch = range(start, min(start + size, len(points)))
            kept.add(min(stretch, key=lambda place: points[place].equity))
            kept.add(max(stretch, key=lambda place: points[place].equity))
            kept.add(max(stretch, key=lambda place: points[place].drawdown))
        return tuple(points[place] for place in sorted(kept))

    def pairs(self) -> tuple[SymbolResult, ...]:
        """What the fills of each pair add up to."""
        return by_symbol(self.trades)


def read_history(profit: "Profit", known: AgentHistory, candle_seconds: int) -> AgentHistory:
    """`known` with what came after it; at first as far back as is kept.

    Args:
        profit: asks the agent; raises TryAgain and PeerBroke.
        known: what was read before.
        candle_seconds: between two points of a window.
    """
    points, fills = known.equity, known.trades
    since = (
        points[-1].at if points else _back([one.at for one in profit.equity(limit=1)], MOST * candle_seconds)
    )
    number = fills[-1].number if fills else _back([one.number for one in profit.trades(limit=1)], MOST)
    return AgentHistory(
        _all(points, since, lambda after: profit.equity(after=after, limit=PAGE), lambda point: point.at),
        _all(fills, number, lambda after: profit.trades(after=after, limit=PAGE), lambda fill: fill.number),
    )


def _back(newest: list[int], far: int) -> int:
    """So far before the newest line; 0 for the beginning."""
    return max(0, newest[-1] - far) if newest else 0


def _all(
    known: tuple[T, ...], after: int, ask: Callable[[int], tuple[T, ...]], key: Callable[[T], int]
) -> tuple[T, ...]:
    """All lines after those that are known, the newest MOST of them."""
    found = list(known)
    for _ in range(_PAGES):
        page = ask(after)
        found = [*found, *page][-MOST:]
        if len(page) < PAGE:
            break
        after = key(page[-1])
    return tuple(found)


def _capital(epochs: "tuple[EpochReport, ...]") -> Mapping[int, float]:
    """By round: what its window began with, in whole coins."""
    return {epoch.round_id: epoch.capital.units / 10**epoch.capital.decimals for epoch in epochs}
