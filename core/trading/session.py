"""One candle time of a trading window in; its fills, decisions and the next Book out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from core.trading.broker import Costs, Fill, Order, PaperBroker
from core.trading.decision import Decision, Pause, RiskLimits, decide
from core.trading.portfolio import DAY_SECONDS, BuyAndHold, Portfolio
from core.trading.signal import Policy, Signal
from core.values import Symbol

FOR_GOOD = 2**62
"""The time until which a drawdown stops a window: its end."""


@dataclass(frozen=True)
class Rules:
    """Everything a window is traded by, fixed before it starts.

    Args:
        policy: what is wanted.
        limits: what is forbidden.
        costs: what trading costs.
    """

    policy: Policy = field(default_factory=Policy)
    limits: RiskLimits = field(default_factory=RiskLimits)
    costs: Costs = field(default_factory=Costs)

    @classmethod
    def for_candles(cls, seconds: int, costs: Costs | None = None) -> "Rules":
        """The defaults for candles of that length: data are stale after two of them."""
        return cls(limits=RiskLimits(stale_seconds=2 * seconds), costs=costs or Costs())


@dataclass(frozen=True)
class Bar:
    """The newest closed candle of one symbol, as far as trading needs it.

    Args:
        open_at: UTC seconds.
        open: first price; orders of earlier decisions fill here.
        close: last price; positions are valued here.
    """

    open_at: int
    open: float
    close: float


@dataclass(frozen=True)
class Book:
    """The whole state of a trading window between two candles.

    Args:
        portfolio: the paper account.
        benchmark: buy and hold from the same start.
        pending: orders that wait for the next open.
        pause: whether a loss limit has stopped it.
        orders_day: UTC day that `orders_today` counts.
        orders_today: orders sent on that day.
    """

    portfolio: Portfolio
    benchmark: BuyAndHold
    pending: tuple[Order, ...] = ()
    pause: Pause = field(default_factory=Pause)
    orders_day: int = -1
    orders_today: int = 0

    @classmethod
    def start(cls, capital: float, costs: Costs) -> "Book":
        """The book of a new window with `capital` in the quote asset."""
        return cls(Portfolio.start(capital), BuyAndHold(fee=costs.fee))

    @property
    def benchmark_return(self) -> float:
        """Return of buy and hold at the last marks."""
        return self.benchmark.total_return(self.portfolio.prices)

    def to_json(self) -> dict[str, Any]:
        """The book as JSON can hold it; floats survive exactly."""
        return {
            "portfolio": self.portfolio.to_json(),
            "benchmark": {
                "fee": self.benchmark.fee,
                "entries": {str(name): price for name, price in self.benchmark.entries.items()},
            },
            "pending": [{**asdict(order), "symbol": str(order.symbol)} for order in self.pending],
            "pause": asdict(self.pause),
            "orders_day": self.orders_day,
            "orders_today": self.orders_today,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Book":
        """The book that `to_json` wrote."""
        held = {Symbol.parse(name): price for name, price in data["benchmark"]["entries"].items()}
        orders = ({**order, "symbol": Symbol.parse(order["symbol"])} for order in data["pending"])
        return cls(
            portfolio=Portfolio.from_json(data["portfolio"]),
            benchmark=BuyAndHold(held, data["benchmark"]["fee"]),
            pending=tuple(Order(**order) for order in orders),
            pause=Pause(**data["pause"]),
            orders_day=data["orders_day"],
            orders_today=data["orders_today"],
        )


@dataclass(frozen=True)
class Step:
    """What one candle time brought.

    Args:
        book: the state after it.
        fills: orders filled, at this candle's open, and at its close when the window ended.
        decisions: one for each signal, none when the window ended.
    """

    book: Book
    fills: tuple[Fill, ...]
    decisions: tuple[Decision, ...]


def step(book: Book, at: int, bars: Mapping[Symbol, Bar], signals: Sequence[Signal], rules: Rules) -> Step:
    """Trade the candle time `at`: fill at the opens, value at the closes, decide for the next opens.

    The agent's live paper trading and a backtest are this function, called candle by candle. What still waits
    for an open is decided anew: an order lives until the next decision on its symbol.

    Args:
        book: the state before.
        at: close time of the newest candles.
        bars: symbols whose candle closed at `at`; a symbol without one keeps its price and its orders.
        signals: of the same time; a symbol whose candles are late has an older one.
        rules: of the window.
    """
    book, fills = _fill_pending(book, bars, rules.costs)
    book = _mark(book, at, bars, rules.limits)
    if book.portfolio.equity <= 0:
        signals = ()  # nothing to trade with: there is nothing to decide
    decisions = decide(
        signals, book.portfolio, rules.policy, rules.limits, rules.costs, at, book.orders_today, book.pause
    )
    orders = tuple(_order(made, book.portfolio) for made in decisions if made.action != "hold")
    decided = {made.symbol for made in decisions}
    waiting = tuple(order for order in book.pending if order.symbol not in decided)
    book = replace(book, pending=waiting + orders, orders_today=book.orders_today + len(orders))
    return Step(book, fills, decisions)


def close_window(book: Book, at: int, bars: Mapping[Symbol, Bar], rules: Rules) -> Step:
    """End the window at `at`: fill what waits, drop the rest, sell every position at its close.

    The end is known from the start, so selling at this very close looks at nothing it could not know.
    """
    book, fills = _fill_pending(book, bars, rules.costs)
    book = _mark(replace(book, pending=()), at, bars, rules.limits)
    broker, account = PaperBroker(rules.costs), book.portfolio
    for symbol, held in tuple(account.positions.items()):
        price = account.price(symbol)
        sold = broker.fill(Order(symbol, "sell", held.quantity, at, price), at, price, account.cash)
        if sold:
            account, booked = _booked(account, sold)
            fills = (*fills, booked)
    return Step(replace(book, portfolio=account.mark({}, at)), fills, ())


def _fill_pending(book: Book, bars: Mapping[Symbol, Bar], costs: Costs) -> tuple[Book, tuple[Fill, ...]]:
    """Fill waiting orders at the opens; sales first, so that their cash is there for the purchases."""
    broker, account, fills, waiting = PaperBroker(costs), book.portfolio, [], []
    for order in sorted(book.pending, key=lambda order: order.side == "buy"):
        bar = bars.get(order.symbol)
        if bar is None or bar.open_at < order.decided_at:
            waiting.append(order)
            continue
        filled = broker.fill(order, bar.open_at, bar.open, account.cash)
        if filled:
            account, booked = _booked(account, filled)
            fills.append(booked)
    benchmark = book.benchmark.enter({symbol: bar.open for symbol, bar in bars.items()})
    return replace(book, portfolio=account, benchmark=benchmark, pending=tuple(waiting)), tuple(fills)


def _booked(account: Portfolio, fill: Fill) -> tuple[Portfolio, Fill]:
    """The account after `fill`, and the fill with what it realised."""
    after = account.apply(fill)
    return after, replace(fill, realised=after.realised - account.realised if fill.side == "sell" else None)


def _mark(book: Book, at: int, bars: Mapping[Symbol, Bar], limits: RiskLimits) -> Book:
    """Value the account at the closes, start a new day's counters, and see whether a loss limit stops it."""
    account = book.portfolio.mark({symbol: bar.close for symbol, bar in bars.items()}, at)
    day, pause = at // DAY_SECONDS, book.pause
    if account.drawdown >= limits.drawdown:
        pause = Pause(FOR_GOOD, "drawdown")
    elif account.day_return <= -limits.daily_loss and at >= pause.until:
        pause = Pause((day + 1) * DAY_SECONDS, "daily loss")
    today = book.orders_today if day == book.orders_day else 0
    return replace(book, portfolio=account, pause=pause, orders_day=day, orders_today=today)


def _order(decision: Decision, account: Portfolio) -> Order:
    """The order that brings the exposure to the decision's target at the decision's price."""
    held = account.positions.get(decision.symbol)
    change = abs(decision.target - decision.current) * account.equity / decision.price
    if decision.action == "sell":
        assert held is not None  # noqa: S101 - decide sells only what has exposure
        quantity = held.quantity if decision.target == 0 else min(change, held.quantity)
        return Order(decision.symbol, "sell", quantity, decision.at, decision.price)
    return Order(decision.symbol, "buy", change, decision.at, decision.price)
