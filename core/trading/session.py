"""One candle time of a trading window in; its fills, decisions and the next Book out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from core.trading.broker import (
    DEEP,
    FUNDING_SECONDS,
    SMALLEST_QUANTITY,
    Costs,
    Fill,
    Liquidity,
    Order,
    PaperBroker,
    Side,
)
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
        open: first price; market orders of earlier decisions fill here.
        close: last price; positions are valued here.
        high, low: what limit orders are measured by; the defaults reach none.
        volume: traded amount of the base asset, of which an order takes a share.
        liquidity: of the day before the candle opened.
    """

    open_at: int
    open: float
    close: float
    high: float = float("-inf")
    low: float = float("inf")
    volume: float = float("inf")
    liquidity: Liquidity = DEEP


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
class Payment:
    """Funding that was paid for a position of `symbol` at `at`, in the quote asset; negative when got."""

    symbol: Symbol
    at: int
    amount: float


@dataclass(frozen=True)
class Step:
    """What one candle time brought.

    Args:
        book: the state after it.
        fills: orders filled in this candle, and at its close when the window ended.
        decisions: one for each signal, none when the window ended.
        payments: funding that fell due in this candle, one a position; none on spot.
    """

    book: Book
    fills: tuple[Fill, ...]
    decisions: tuple[Decision, ...]
    payments: tuple[Payment, ...] = ()


def step(book: Book, at: int, bars: Mapping[Symbol, Bar], signals: Sequence[Signal], rules: Rules) -> Step:
    """Trade the candle time `at`: fill at the opens, value at the closes, decide for the next opens.

    The agent's live paper trading and a backtest are this function, called candle by candle. What a candle's
    volume or prices left unfilled is decided anew at its close: an order lives until the next decision on its
    symbol, which goes on with the rest where it is still wanted and drops it where it is not.

    Args:
        book: the state before.
        at: close time of the newest candles.
        bars: symbols whose candle closed at `at`; a symbol without one keeps its price and its orders.
        signals: of the same time; a symbol whose candles are late has an older one.
        rules: of the window.
    """
    book, fills, payments = begin(book, at, bars, rules.costs)
    book, decisions = finish(book, at, bars, signals, rules)
    return Step(book, fills, decisions, payments)


def begin(
    book: Book, at: int, bars: Mapping[Symbol, Bar], costs: Costs
) -> tuple[Book, tuple[Fill, ...], tuple[Payment, ...]]:
    """What a candle does to what was decided before: orders fill, funding is paid; see `step`."""
    book, fills = _fill_pending(book, at, bars, costs)
    book, payments = _pay_funding(book, at, bars, costs)
    return book, fills, payments


def finish(
    book: Book, at: int, bars: Mapping[Symbol, Bar], signals: Sequence[Signal], rules: Rules
) -> tuple[Book, tuple[Decision, ...]]:
    """What is done at a candle's close: the account valued, loss limits looked at, orders decided."""
    book = _mark(book, at, bars, rules.limits)
    if book.portfolio.equity <= 0:
        signals = ()  # nothing to trade with: there is nothing to decide
    decisions = decide(
        signals, book.portfolio, rules.policy, rules.limits, rules.costs, at, book.orders_today, book.pause
    )
    return with_orders(book, decisions, rules.costs), decisions


def with_orders(book: Book, decisions: Sequence[Decision], costs: Costs) -> Book:
    """The book with the orders that decisions ask for, in the place of what waited for the same symbols."""
    orders = tuple(_order(made, book, costs) for made in decisions if made.action != "hold")
    decided = {made.symbol for made in decisions}
    waiting = tuple(order for order in book.pending if order.symbol not in decided)
    return replace(book, pending=waiting + orders, orders_today=book.orders_today + len(orders))


def close_window(book: Book, at: int, bars: Mapping[Symbol, Bar], rules: Rules) -> Step:
    """End the window at `at`: fill what waits, drop the rest, sell every position at its close.

    The end is known from the start, so selling at this very close looks at nothing it could not know. The
    last sale is a market order of everything, whatever the candle's volume: it pays the impact of its size.
    """
    book, fills, payments = begin(book, at, bars, rules.costs)
    book = _mark(replace(book, pending=()), at, bars, rules.limits)
    broker, account = PaperBroker(rules.costs), book.portfolio
    for symbol, held in tuple(account.positions.items()):
        price, depth = account.price(symbol), bars[symbol].liquidity if symbol in bars else DEEP
        sold = broker.fill(Order(symbol, "sell", held.quantity, at, price), at, price, account.cash, depth)
        if sold:
            account, booked = _booked(account, sold)
            fills = (*fills, booked)
    return Step(replace(book, portfolio=account.mark({}, at)), fills, (), payments)


def _fill_pending(
    book: Book, at: int, bars: Mapping[Symbol, Bar], costs: Costs
) -> tuple[Book, tuple[Fill, ...]]:
    """Fill waiting orders; sales first, so that their cash is there for the purchases."""
    broker, account, fills, waiting = PaperBroker(costs), book.portfolio, [], []
    for order in sorted(book.pending, key=lambda order: order.side == "buy"):
        bar = bars.get(order.symbol)
        if bar is None or bar.open_at < order.decided_at:
            waiting.append(order)
            continue
        filled, left = _meet(broker, order, at, bar, account.cash)
        if filled:
            account, booked = _booked(account, filled)
            fills.append(booked)
        if left > SMALLEST_QUANTITY:
            waiting.append(replace(order, quantity=left))
    benchmark = book.benchmark.enter({symbol: bar.open for symbol, bar in bars.items()})
    return replace(book, portfolio=account, benchmark=benchmark, pending=tuple(waiting)), tuple(fills)


def _meet(broker: PaperBroker, order: Order, at: int, bar: Bar, cash: float) -> tuple[Fill | None, float]:
    """What an order got of a candle, and the quantity that is left of it.

    A market order fills at the open. A limit order, placed before the open, fills at its own price if the
    candle traded through it; touching it is not enough, as others may stand before it. Either takes no more
    than its share of the candle's volume. What only the cash cut is not left over.
    """
    part = replace(order, quantity=min(order.quantity, broker.most(bar.volume)))
    if order.kind == "market":
        filled = broker.fill(part, bar.open_at, bar.open, cash, bar.liquidity)
    elif bar.low < order.decided_price if order.side == "buy" else bar.high > order.decided_price:
        filled = broker.fill_limit(part, at, cash)
    else:
        return None, order.quantity
    return filled, order.quantity - part.quantity


def _pay_funding(
    book: Book, at: int, bars: Mapping[Symbol, Bar], costs: Costs
) -> tuple[Book, tuple[Payment, ...]]:
    """Pay the funding of every position whose candle held a funding time, on its value at the close.

    A funding time at which the exchange made no candle is not charged.
    """
    account, payments = book.portfolio, []
    if costs.funding == 0:
        return book, ()
    for symbol, held in account.positions.items():
        bar = bars.get(symbol)
        times = at // FUNDING_SECONDS - bar.open_at // FUNDING_SECONDS if bar else 0
        if bar and times:
            payments.append(Payment(symbol, at, held.quantity * bar.close * costs.funding * times))
    if not payments:
        return book, ()
    for payment in payments:
        account = account.pay_funding(payment.amount)
    return replace(book, portfolio=account), tuple(payments)


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


def _order(decision: Decision, book: Book, costs: Costs) -> Order:
    """The order that brings the exposure to the decision's target at the decision's price."""
    account, symbol = book.portfolio, decision.symbol
    held = account.positions.get(symbol)
    quantity = abs(decision.target - decision.current) * account.equity / decision.price
    if decision.action == "sell":
        assert held is not None  # noqa: S101 - decide sells only what has exposure
        quantity = held.quantity if decision.target == 0 else min(quantity, held.quantity)
    kind = "market" if decision.at < book.pause.until else costs.order
    side: Side = "sell" if decision.action == "sell" else "buy"
    return Order(symbol, side, quantity, decision.at, decision.price, kind)
