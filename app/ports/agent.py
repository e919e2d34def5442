"""The agent's journal: what the agent and its readers ask of the store that keeps it."""

from collections.abc import Sequence
from typing import Protocol

from core.trading.broker import Fill
from core.trading.decision import Decision
from core.trading.epoch import Epoch
from core.trading.journal import DecisionLine, Tick, TradeLine
from core.trading.session import Book
from core.values import Symbol


class AgentStore(Protocol):
    """The agent's journal, which only grows, and the state it resumes from; a write is on disk on return."""

    def save_epoch(self, epoch: Epoch) -> None:
        """Keep what is known of a round's epoch, in place of what was known before."""
        ...

    def epochs(self) -> tuple[Epoch, ...]:
        """All epochs, by round."""
        ...

    def save_tick(
        self, model: str, tick: Tick, decisions: Sequence[Decision], fills: Sequence[Fill], book: Book
    ) -> None:
        """Write a tick, its decisions worth a line, its fills, and the book after it: all or nothing.

        Raises YouCanFix when the tick was written before: two agents share one journal.
        """
        ...

    def book(self, round_id: int) -> tuple[int, Book] | None:
        """A round's newest book and the tick it stands at; None before the first tick."""
        ...

    def decisions(
        self, after: int | None, limit: int, symbol: Symbol | None = None
    ) -> tuple[DecisionLine, ...]:
        """At most `limit` lines, ascending: those after number `after`, or without one the newest."""
        ...

    def trades(self, after: int | None, limit: int, symbol: Symbol | None = None) -> tuple[TradeLine, ...]:
        """Fills, as `decisions` gives decisions."""
        ...

    def ticks(self, after_at: int | None, limit: int) -> tuple[Tick, ...]:
        """Ticks, ascending: those after the time `after_at`, or without one the newest."""
        ...
