"""Fills and funding payments in; round trips, from the first purchase to the sale of the last unit, out."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.trading.broker import SMALLEST_QUANTITY, Fill
from core.trading.session import Payment
from core.values import Symbol


@dataclass(frozen=True)
class Trip:
    """One holding of one symbol, however many orders built it up and took it down.

    Args:
        symbol: the pair.
        opened_at: time of the first purchase, UTC seconds.
        closed_at: time of the last sale.
        quantity: bought in all, of the base asset.
        bought: paid for it in the quote asset, spread and slippage within.
        sold: got for it, likewise.
        fees: of all its fills.
        funding: paid while it was held.
        fills: how many.
    """

    symbol: Symbol
    opened_at: int
    closed_at: int
    quantity: float
    bought: float
    sold: float
    fees: float
    funding: float
    fills: int

    @property
    def profit(self) -> float:
        """After all costs, in the quote asset."""
        return self.sold - self.bought - self.fees - self.funding

    @property
    def gain(self) -> float:
        """Profit as a fraction of what was paid."""
        return self.profit / self.bought

    @property
    def holding_seconds(self) -> int:
        """From the first purchase to the last sale."""
        return self.closed_at - self.opened_at


@dataclass
class _Open:
    """A trip that is not over."""

    opened_at: int
    held: float = 0.0
    quantity: float = 0.0
    bought: float = 0.0
    sold: float = 0.0
    fees: float = 0.0
    funding: float = 0.0
    fills: int = 0

    def add(self, fill: Fill) -> None:
        """Count one more fill of the symbol."""
        self.fees, self.fills = self.fees + fill.fee, self.fills + 1
        if fill.side == "buy":
            self.held, self.quantity = self.held + fill.quantity, self.quantity + fill.quantity
            self.bought += fill.value
        else:
            self.held, self.sold = self.held - fill.quantity, self.sold + fill.value

    def ended(self, symbol: Symbol, at: int) -> Trip:
        """The trip, closed at `at`."""
        counted = (self.quantity, self.bought, self.sold, self.fees, self.funding, self.fills)
        return Trip(symbol, self.opened_at, at, *counted)


def round_trips(events: Iterable[Fill | Payment]) -> tuple[Trip, ...]:
    """All closed round trips, by the time of their end; their profits add up to what the account made.

    Args:
        events: fills and funding in the order they were booked, flat before the first; a position that is
            still open at the end makes no trip.
    """
    going: dict[Symbol, _Open] = {}
    done = []
    for event in events:
        if isinstance(event, Payment):
            going[event.symbol].funding += event.amount
            continue
        one = going.setdefault(event.symbol, _Open(event.filled_at))
        one.add(event)
        if one.held <= SMALLEST_QUANTITY * max(1.0, one.quantity):
            done.append(going.pop(event.symbol).ended(event.symbol, event.filled_at))
    return tuple(done)
