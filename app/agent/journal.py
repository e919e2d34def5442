"""Steps of a window in, lines on disk out; and what the lines add up to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ports import AgentStore
from core.trading.epoch import Epoch
from core.trading.journal import tick_of, worth_a_line
from core.trading.session import Book, Step

if TYPE_CHECKING:
    from core.values import Symbol


class Journal:
    """Writes one window's steps.

    Args:
        store: on disk.
        epoch: whose window.
    """

    def __init__(self, store: AgentStore, epoch: Epoch) -> None:
        self._store = store
        self._epoch = epoch
        self._limits: dict[Symbol, str] = {}

    def resume(self) -> tuple[int, Book] | None:
        """The newest tick and the book after it; None where the window has not begun."""
        return self._store.book(self._epoch.round_id)

    def write(self, at: int, step: Step) -> None:
        """Keep a step: on disk, all or nothing, when this returns."""
        kept = worth_a_line(step.decisions, self._limits)
        tick = tick_of(self._epoch.round_id, at, step)
        self._store.save_tick(self._epoch.model, tick, kept, step.fills, step.book)


@dataclass(frozen=True)
class Performance:
    """All windows one after the other, the one that is being traded included.

    Args:
        epochs: windows with capital.
        trades: fills.
        total_return: of the chained windows, net, a fraction.
        buy_and_hold: of equal weights over the same windows.
        max_drawdown: deepest fall within one window.
        fees: paid on paper, in the asset.
    """

    epochs: int
    trades: int
    total_return: float
    buy_and_hold: float
    max_drawdown: float
    fees: float


def performance(store: AgentStore) -> Performance:
    """What the journal adds up to."""
    known = [_current(store, epoch) for epoch in store.epochs()]
    traded = [epoch for epoch in known if epoch.capital.units > 0]
    grown = held = 1.0
    for epoch in traded:
        grown *= 1 + epoch.total_return
        held *= 1 + epoch.buy_and_hold
    return Performance(
        epochs=len(traded),
        trades=sum(epoch.trades for epoch in traded),
        total_return=grown - 1,
        buy_and_hold=held - 1,
        max_drawdown=max((epoch.max_drawdown for epoch in traded), default=0.0),
        fees=sum(epoch.fees for epoch in traded),
    )


def benchmark_scales(store: AgentStore) -> dict[int, float]:
    """By round: the factor that joins its window's buy and hold to the windows before it, as one holding.

    Each window starts its own benchmark at its own capital; side by side they would jump at every start.
    """
    scales: dict[int, float] = {}
    worth = 0.0
    for epoch in (_current(store, epoch) for epoch in store.epochs()):
        if epoch.capital.units > 0:
            worth = worth or epoch.paper_capital
            scales[epoch.round_id] = worth / epoch.paper_capital
            worth *= 1 + epoch.buy_and_hold
    return scales


def _current(store: AgentStore, epoch: Epoch) -> Epoch:
    """The epoch with the figures of its newest book while its window lasts."""
    found = store.book(epoch.round_id) if epoch.phase == "trading" else None
    return epoch.with_result(found[1], epoch.since_block) if found else epoch
