"""Fills and prices in; positions, cash, equity, drawdown and what holding everything would have made out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.trading.broker import SMALLEST_QUANTITY, Fill
from core.values import Symbol

DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Position:
    """What is held of one symbol.

    Args:
        quantity: of the base asset, positive.
        average_price: what it cost per unit, slippage within, fees without.
    """

    quantity: float
    average_price: float


@dataclass(frozen=True)
class Portfolio:
    """A paper account.

    Cash plus positions at cost is always capital plus realised profit less fees and funding.

    Args:
        capital: cash at the start, in the quote asset.
        cash: now.
        positions: by symbol; a symbol without one is flat.
        prices: last known price by symbol.
        realised: profit of what was sold, before fees.
        fees: paid so far.
        slippage: lost to spread and slippage so far; already within prices and profits.
        turnover: value of all fills.
        fills: how many there were.
        peak: highest equity so far.
        max_drawdown: deepest fall from a peak so far, a fraction of that peak.
        day: UTC day of the last mark, days since 1970.
        day_open: equity when that day began.
        funding: paid for holding perpetuals; negative where it was got, 0 on spot.
    """

    capital: float
    cash: float
    positions: Mapping[Symbol, Position] = field(default_factory=dict)
    prices: Mapping[Symbol, float] = field(default_factory=dict)
    realised: float = 0.0
    fees: float = 0.0
    slippage: float = 0.0
    turnover: float = 0.0
    fills: int = 0
    peak: float = 0.0
    max_drawdown: float = 0.0
    day: int = -1
    day_open: float = 0.0
    funding: float = 0.0

    @classmethod
    def start(cls, capital: float) -> "Portfolio":
        """An account that holds `capital` in cash and nothing else."""
        return cls(capital=capital, cash=capital, peak=capital, day_open=capital)

    @property
    def equity(self) -> float:
        """Cash plus positions at their last known prices."""
        return self._equity_at(self.prices)

    def _equity_at(self, prices: Mapping[Symbol, float]) -> float:
        total = 0.0  # added in order: `sum` of floats rounds otherwise from Python 3.12 on
        for name, held in self.positions.items():
            total += held.quantity * (prices.get(name) or held.average_price)
        return self.cash + total

    def price(self, symbol: Symbol) -> float:
        """The last known price; a position never marked stands at its cost."""
        return self.prices.get(symbol) or self.positions[symbol].average_price

    def exposure(self, symbol: Symbol) -> float:
        """Value of the position as a fraction of equity; 0 when flat."""
        held = self.positions.get(symbol)
        equity = self.equity
        return held.quantity * self.price(symbol) / equity if held and equity > 0 else 0.0

    @property
    def drawdown(self) -> float:
        """How far equity lies below its peak, a fraction of the peak."""
        return max(0.0, 1 - self.equity / self.peak) if self.peak > 0 else 0.0

    @property
    def day_return(self) -> float:
        """Return since the UTC day began."""
        return self.equity / self.day_open - 1 if self.day_open > 0 else 0.0

    @property
    def total_return(self) -> float:
        """Return since the start."""
        return self.equity / self.capital - 1 if self.capital > 0 else 0.0

    def apply(self, fill: Fill) -> "Portfolio":
        """The account after `fill`; raises ValueError for selling more than is held."""
        held = self.positions.get(fill.symbol, Position(0.0, 0.0))
        positions = dict(self.positions)
        if fill.side == "buy":
            quantity, gained = held.quantity + fill.quantity, 0.0
            average = (held.quantity * held.average_price + fill.value) / quantity
            cash = self.cash - fill.value - fill.fee
        else:
            quantity, average = held.quantity - fill.quantity, held.average_price
            gained = fill.quantity * (fill.price - held.average_price)
            cash = self.cash + fill.value - fill.fee
        if quantity < -SMALLEST_QUANTITY * max(1.0, held.quantity):
            raise ValueError(f"{fill.quantity} {fill.symbol.base} sold, {held.quantity} held")
        if quantity > SMALLEST_QUANTITY:
            positions[fill.symbol] = Position(quantity, average)
        else:
            positions.pop(fill.symbol, None)
        return replace(
            self,
            cash=cash,
            positions=positions,
            realised=self.realised + gained,
            fees=self.fees + fill.fee,
            slippage=self.slippage + fill.slippage,
            turnover=self.turnover + fill.value,
            fills=self.fills + 1,
        )

    def pay_funding(self, amount: float) -> "Portfolio":
        """The account after `amount` was paid for holding; a negative amount is got."""
        return replace(self, cash=self.cash - amount, funding=self.funding + amount)

    def mark(self, prices: Mapping[Symbol, float], at: int) -> "Portfolio":
        """The account at new `prices`: peak, drawdown and the day's opening equity brought up to date.

        A candle that closes at midnight still belongs to the day it ends.
        """
        day = (at - 1) // DAY_SECONDS
        day_open = self.day_open if day == self.day else self.equity
        known = {**self.prices, **prices}
        equity = self._equity_at(known)
        peak = max(self.peak, equity)
        deepest = max(self.max_drawdown, 1 - equity / peak if peak > 0 else 0.0)
        return replace(self, prices=known, day=day, day_open=day_open, peak=peak, max_drawdown=deepest)

    def to_json(self) -> dict[str, Any]:
        """Every field as JSON can hold it; floats survive exactly."""
        plain = {name: getattr(self, name) for name in _NUMBERS}
        held = {str(name): [p.quantity, p.average_price] for name, p in self.positions.items()}
        return {**plain, "positions": held, "prices": {str(name): p for name, p in self.prices.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Portfolio":
        """The account that `to_json` wrote; one of an earlier version has paid no funding."""
        held = {Symbol.parse(name): Position(*pair) for name, pair in data["positions"].items()}
        prices = {Symbol.parse(name): price for name, price in data["prices"].items()}
        numbers = {name: data[name] for name in _NUMBERS if name != "funding"}
        return cls(**numbers, funding=data.get("funding", 0.0), positions=held, prices=prices)


_NUMBERS = tuple(name for name in Portfolio.__dataclass_fields__ if name not in {"positions", "prices"})


@dataclass(frozen=True)
class BuyAndHold:
    """The comparison: equal weights of all symbols bought at the start with one fee, and never sold.

    Args:
        entries: price each symbol was bought at.
        fee: of the purchase, a fraction of its value.
    """

    entries: Mapping[Symbol, float] = field(default_factory=dict)
    fee: float = 0.0

    def enter(self, opens: Mapping[Symbol, float]) -> "BuyAndHold":
        """The comparison with symbols that had no entry yet bought at `opens`."""
        if opens.keys() <= self.entries.keys():
            return self
        return replace(self, entries={**opens, **self.entries})

    def total_return(self, prices: Mapping[Symbol, float]) -> float:
        """Return of holding all symbols until `prices`; 0 before any was bought."""
        grown = [prices[name] / entry for name, entry in self.entries.items() if name in prices]
        return sum(grown) / len(grown) / (1 + self.fee) - 1 if grown else 0.0
