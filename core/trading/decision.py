"""Signals, an account and limits in; one Decision a symbol, with its reason in plain words, out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.trading.broker import Costs
from core.trading.portfolio import Portfolio
from core.trading.signal import Policy, Signal
from core.values import Symbol

Action = Literal["buy", "sell", "hold"]


@dataclass(frozen=True)
class RiskLimits:
    """What the agent may never do, whatever the model says. Fractions are of equity.

    Args:
        position: most of one symbol.
        total_exposure: most of all symbols together; the rest stays cash.
        daily_loss: when the day has lost this, everything is sold and nothing bought until the next UTC day.
        drawdown: when equity lies this far below its peak, everything is sold and nothing bought any more.
        stale_seconds: a symbol whose newest candle is older may be sold, never bought.
        orders_per_day: after so many orders in a UTC day only sales to nothing go through.
        smallest_order: changes below this are not worth an order.
    """

    position: float = 0.25
    total_exposure: float = 0.9
    daily_loss: float = 0.04
    drawdown: float = 0.15
    stale_seconds: int = 7200
    orders_per_day: int = 96
    smallest_order: float = 0.002


@dataclass(frozen=True)
class Pause:
    """Whether a loss limit has stopped the agent.

    Args:
        until: UTC seconds until when nothing is bought; 0 when not stopped.
        limit: name of the limit that did it.
    """

    until: int = 0
    limit: str = ""


@dataclass(frozen=True)
class Decision:
    """What to do with one symbol, and why.

    Args:
        symbol: the pair.
        at: when it was decided, UTC seconds.
        action: buy, sell or hold.
        price: the close it was decided on.
        current: exposure before, a fraction of equity.
        wanted: exposure the policy asked for.
        target: exposure after the limits; what the order goes for.
        limit: name of the limit that changed `wanted` or stopped an order, empty when none did.
        reason: one or two sentences with the numbers.
        signal: what was known.
    """

    symbol: Symbol
    at: int
    action: Action
    price: float
    current: float
    wanted: float
    target: float
    limit: str
    reason: str
    signal: Signal


@dataclass(frozen=True)
class _Wish:
    """A signal's exposure on its way through the limits."""

    signal: Signal
    current: float
    wanted: float
    target: float
    limit: str
    why: str


def decide(
    signals: Sequence[Signal],
    account: Portfolio,
    policy: Policy,
    limits: RiskLimits,
    costs: Costs,
    at: int,
    orders_today: int = 0,
    pause: Pause = Pause(),
) -> tuple[Decision, ...]:
    """One decision for every signal, in the order given.

    The policy is long or flat: in a rising trend that the model does not speak against it holds target
    volatility over predicted volatility; limits cut that; bands that cover the cost keep small changes away.
    """
    wishes = [_wish(signal, account, policy, costs, len(signals)) for signal in signals]
    wishes = [_limit_one(wish, limits, at, pause) for wish in wishes]
    wishes = _limit_all(wishes, limits)
    decisions = []
    for wish in wishes:
        decision = _act(wish, policy, limits, costs, at, orders_today)
        orders_today += decision.action != "hold"
        decisions.append(decision)
    return tuple(decisions)


def _wish(signal: Signal, account: Portfolio, policy: Policy, costs: Costs, symbols: int) -> _Wish:
    """What the policy alone would hold, and why.

    Into a trend only when it is larger than the cost of getting in and out, and not when the model's tilt
    would lose as much; out when the trend has turned as far, or the tilt would lose twice the cost. Between
    the two nothing changes, because changing costs more than being slightly wrong.
    """
    current, cost = account.exposure(signal.symbol), costs.round_trip
    least_trend, least_edge = (-cost, -2 * cost) if current > 0 else (cost, -cost)
    rising, against = signal.trend > least_trend, signal.edge < least_edge
    size = policy.target_volatility / (symbols * signal.volatility)
    wanted = size if rising and not against else 0.0
    why = f"trend {signal.trend:+.2%} {'above' if rising else 'not above'} {least_trend:+.2%}"
    if rising:
        why += (
            f"; model gives a rise {signal.probability_up:.1%}, usual {signal.base_rate:.1%}, worth "
            f"{signal.edge:+.2%}, {'below' if against else 'not below'} {least_edge:+.2%}"
        )
    if wanted:
        why += f"; predicted volatility {signal.volatility:.2%} a day allows {size:.1%}"
    return _Wish(signal, current, wanted, wanted, "", why)


def _limit_one(wish: _Wish, limits: RiskLimits, at: int, pause: Pause) -> _Wish:
    """The wish after the limits that look at one symbol."""
    if at < pause.until:
        return _cut(wish, 0.0, pause.limit, f"stopped by the {pause.limit} limit")
    age = at - wish.signal.at
    if age > limits.stale_seconds and wish.target > wish.current:
        return _cut(
            wish, wish.current, "stale data", f"newest candle is {age / 3600:.1f} h old: nothing bought"
        )
    if wish.target > limits.position:
        return _cut(wish, limits.position, "position", f"cut to the position limit of {limits.position:.0%}")
    return wish


def _limit_all(wishes: list[_Wish], limits: RiskLimits) -> list[_Wish]:
    """The wishes scaled down together to the limit on total exposure."""
    total = sum(wish.target for wish in wishes)
    if total <= limits.total_exposure:
        return wishes
    scale = limits.total_exposure / total
    words = f"scaled by {scale:.0%} to the total limit of {limits.total_exposure:.0%}"
    return [_cut(w, w.target * scale, "total exposure", words) if w.target > 0 else w for w in wishes]


def _cut(wish: _Wish, target: float, limit: str, words: str) -> _Wish:
    """The wish at a new target, with the limit that set it."""
    return replace(wish, target=target, limit=limit, why=f"{wish.why}; {words}")


def band(current: float, target: float, policy: Policy, costs: Costs) -> float:
    """Half-width of the exposures around `current` in which trading costs more than it brings.

    The first-order width under proportional costs, cbrt(3/2 cost / risk_aversion w^2 (1 - w)^2) (Janecek
    and Shreve 2004, Asymptotic analysis for optimal investment and consumption with transaction costs), at
    the larger of the two exposures, and never less than the round-trip cost of the larger.
    """
    weight = min(0.5, max(current, target))
    width = (1.5 * costs.one_way / policy.risk_aversion * (weight * (1 - weight)) ** 2) ** (1 / 3)
    return max(float(width), costs.round_trip * weight)


def _act(
    wish: _Wish, policy: Policy, limits: RiskLimits, costs: Costs, at: int, orders_today: int
) -> Decision:
    """Buy, sell or hold: the wish against the band, the smallest order and the order rate."""
    change = wish.target - wish.current
    leave = wish.target == 0 and wish.current > 0
    width = max(limits.smallest_order, band(wish.current, wish.target, policy, costs))
    limit, why = wish.limit, wish.why
    action: Action = "buy" if change > 0 else "sell"
    if change == 0 or (abs(change) <= width and not leave):
        action = "hold"
        if change:
            why += f"; {abs(change):.2%} from the target, within the no-trade band of {width:.2%}"
    elif orders_today >= limits.orders_per_day and not leave:
        action, limit = "hold", "order rate"
        why += f"; {orders_today} orders today reach the limit of {limits.orders_per_day}"
    now, goal = f"{wish.current:.1%}", f"{wish.target:.1%}"
    symbol = wish.signal.symbol
    move = f"at {now}" if action == "hold" else f"from {now} to {goal}"
    return Decision(
        symbol=symbol,
        at=at,
        action=action,
        price=wish.signal.price,
        current=wish.current,
        wanted=wish.wanted,
        target=wish.current if action == "hold" else wish.target,
        limit=limit,
        reason=f"{action.title()} {symbol} {move}: {why}.",
        signal=wish.signal,
    )
