"""Signals, an account and limits in; one Decision a symbol, with its reason in plain words, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

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
class Outlook:
    """What is known of some symbols at some candle times: a row a symbol, a column a time.

    Args:
        at: int64[times], close times of the newest candles, UTC seconds.
        known_at: int64[symbols, times], close times of the candles that the signals know.
        trend, edge, volatility, novelty, ewma_volatility: float64[symbols, times], see Signal.
    """

    at: NDArray[np.int64]
    known_at: NDArray[np.int64]
    trend: NDArray[np.float64]
    edge: NDArray[np.float64]
    volatility: NDArray[np.float64]
    novelty: NDArray[np.float64]
    ewma_volatility: NDArray[np.float64]

    @classmethod
    def of(cls, signals: Sequence[Signal], at: int) -> "Outlook":
        """The outlook of one time."""
        return cls(
            at=np.array([at]),
            known_at=np.array([[one.at] for one in signals]),
            trend=np.array([[one.trend] for one in signals]),
            edge=np.array([[one.edge] for one in signals]),
            volatility=np.array([[one.volatility] for one in signals]),
            novelty=np.array([[one.novelty] for one in signals]),
            ewma_volatility=np.array([[one.ewma_volatility] for one in signals]),
        )


@dataclass(frozen=True)
class Verdict:
    """What the policy and the limits say, each array [symbols, times].

    Args:
        current: exposure before.
        wanted: exposure the policy asked for.
        cut: place in LIMIT_NAMES of the limit of the symbol alone, 0 where none cut it.
        goal: exposure after the limits.
        width: changes up to this are not traded.
        limit: place in LIMIT_NAMES of the last limit that changed something, 0 where none did.
        action: 1 buys, -1 sells, 0 holds.
        scale: float64[times], what the total limit left of all goals.
        orders: int64[symbols, times], orders of the day before this one.
    """

    current: NDArray[np.float64]
    wanted: NDArray[np.float64]
    cut: NDArray[np.int8]
    goal: NDArray[np.float64]
    width: NDArray[np.float64]
    limit: NDArray[np.int8]
    action: NDArray[np.int8]
    scale: NDArray[np.float64]
    orders: NDArray[np.int64]


PAUSED, STALE, POSITION, TOTAL, RATE = 1, 2, 3, 4, 5
LIMIT_NAMES = ("", "pause", "stale data", "position", "total exposure", "order rate")
"""A pause goes by the name of the limit that made it."""
ACTIONS: tuple[Action, ...] = ("hold", "buy", "sell")


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
    if not signals:
        return ()
    verdict = weigh(
        Outlook.of(signals, at),
        np.array([[account.exposure(signal.symbol)] for signal in signals]),
        policy,
        limits,
        costs,
        np.array([at < pause.until]),
        np.array([orders_today]),
    )
    return tuple(
        told(verdict, row, 0, signal, at, policy, limits, costs, pause) for row, signal in enumerate(signals)
    )


def weigh(
    outlook: Outlook,
    current: NDArray[np.float64],
    policy: Policy,
    limits: RiskLimits,
    costs: Costs,
    paused: NDArray[np.bool_],
    orders_today: NDArray[np.int64],
) -> Verdict:
    """The rule itself, for one candle time or for many at once, each as if it were the only one.

    The agent asks it about now. A backtest asks it about the candles ahead, as long as the account stays
    what it is: up to the first that would be acted on. It is written once, so both always agree.

    Args:
        outlook: what is known.
        current: float64[symbols, times], exposures before.
        policy: what is wanted.
        limits: what is forbidden.
        costs: what trading costs.
        paused: bool[times], whether a loss limit has stopped it.
        orders_today: int64[times], orders of the day so far.
    """
    wanted = _wanted(outlook, current, policy, costs)
    goal, cut = _limit_each(outlook, current, wanted, limits, paused)
    goal, scale = _limit_all(goal, limits)
    limit = cut.copy()
    limit[(scale < 1) & (goal > 0)] = TOTAL
    width = np.maximum(limits.smallest_order, band(current, goal, policy, costs))
    change, leave = goal - current, (goal == 0) & (current > 0)
    action = np.sign(change).astype(np.int8)
    action[(np.abs(change) <= width) & ~leave] = 0
    orders = orders_today + (np.cumsum(action != 0, axis=0) - (action != 0))
    if (orders >= limits.orders_per_day).any():
        orders = _limit_rate(action, leave, limit, limits, orders_today)
    return Verdict(current, wanted, cut, goal, width, limit, action, scale, orders)


def _limit_rate(
    action: NDArray[np.int8],
    leave: NDArray[np.bool_],
    limit: NDArray[np.int8],
    limits: RiskLimits,
    orders_today: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Turn what comes after the day's last order to nothing, in place; the orders before each."""
    orders, sent = np.empty(action.shape, np.int64), orders_today
    for row in range(len(action)):  # an order of one symbol counts for those after it
        orders[row] = sent
        stopped = (sent >= limits.orders_per_day) & (action[row] != 0) & ~leave[row]
        action[row, stopped], limit[row, stopped] = 0, RATE
        sent = sent + (action[row] != 0)
    return orders


def _wanted(
    outlook: Outlook, current: NDArray[np.float64], policy: Policy, costs: Costs
) -> NDArray[np.float64]:
    """What the policy alone would hold.

    Into a trend only when it is larger than the cost of getting in and out, and not when the model's tilt
    would lose as much; out when the trend has turned as far, or the tilt would lose twice the cost. Between
    the two nothing changes, because changing costs more than being slightly wrong. In a market that the model
    has not seen, its volatility counts as no lower than the last candles' own.
    """
    least_trend, least_edge = _least(current > 0, costs)
    volatility, unseen = outlook.volatility, outlook.novelty > policy.novelty
    if unseen.any():
        volatility = np.where(unseen, np.maximum(volatility, outlook.ewma_volatility), volatility)
    size = policy.target_volatility / (len(current) * volatility)
    return np.where((outlook.trend > least_trend) & ~(outlook.edge < least_edge), size, 0.0)


def _least(
    held: NDArray[np.bool_] | np.bool_, costs: Costs
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least trend and the least edge with which a symbol is held."""
    cost = costs.round_trip
    return np.where(held, -cost, cost), np.where(held, -2 * cost, -cost)


def _limit_each(
    outlook: Outlook,
    current: NDArray[np.float64],
    wanted: NDArray[np.float64],
    limits: RiskLimits,
    paused: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Exposures after the limits that look at one symbol, and which limit cut each: the first that does."""
    goal = np.minimum(wanted, limits.position)
    cut = np.where(wanted > limits.position, np.int8(POSITION), np.int8(0))
    old = outlook.at - outlook.known_at > limits.stale_seconds
    if old.any():
        stale = old & (wanted > current)
        goal, cut = np.where(stale, current, goal), np.where(stale, np.int8(STALE), cut)
    if paused.any():
        goal, cut = np.where(paused, 0.0, goal), np.where(paused, np.int8(PAUSED), cut)
    return goal, cut


def _limit_all(
    goal: NDArray[np.float64], limits: RiskLimits
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exposures scaled down together to the limit on total exposure, and by how much."""
    total = np.zeros(goal.shape[1])
    for row in goal:  # added in order, so that one column alone gives the same as many
        total = total + row
    scale = np.ones(len(total))
    over = total > limits.total_exposure
    if over.any():
        scale[over] = limits.total_exposure / total[over]
        goal = goal * scale
    return goal, scale


def band(
    current: NDArray[np.float64] | float, target: NDArray[np.float64] | float, policy: Policy, costs: Costs
) -> NDArray[np.float64]:
    """Half-width of the exposures around `current` in which trading costs more than it brings.

    The first-order width under proportional costs, cbrt(3/2 cost / risk_aversion w^2 (1 - w)^2) (Janecek
    and Shreve 2004, Asymptotic analysis for optimal investment and consumption with transaction costs), at
    the larger of the two exposures, and never less than the round-trip cost of the larger; times the
    policy's own factor.
    """
    weight = np.minimum(0.5, np.maximum(current, target))
    area = weight * (1 - weight)
    width = np.cbrt(1.5 * costs.one_way / policy.risk_aversion * (area * area))
    return np.asarray(policy.band * np.maximum(width, costs.round_trip * weight))


def told(
    verdict: Verdict, row: int, column: int, signal: Signal, at: int, policy: Policy, limits: RiskLimits,
    costs: Costs, pause: Pause,
) -> Decision:  # fmt: skip
    """One cell of a verdict as a decision, with its reason."""
    place = row, column
    current, goal = float(verdict.current[place]), float(verdict.goal[place])
    action = ACTIONS[int(verdict.action[place])]
    now = f"{current:.1%}"
    move = f"at {now}" if action == "hold" else f"from {now} to {goal:.1%}"
    limit = int(verdict.limit[place])
    why = _why(verdict, place, signal, at, policy, limits, costs, pause)
    return Decision(
        symbol=signal.symbol,
        at=at,
        action=action,
        price=signal.price,
        current=current,
        wanted=float(verdict.wanted[place]),
        target=current if action == "hold" else goal,
        limit=pause.limit if limit == PAUSED else LIMIT_NAMES[limit],
        reason=f"{action.title()} {signal.symbol} {move}: {why}.",
        signal=signal,
    )


def _why(
    verdict: Verdict, place: tuple[int, int], signal: Signal, at: int, policy: Policy, limits: RiskLimits,
    costs: Costs, pause: Pause,
) -> str:  # fmt: skip
    """The policy's reason, then what the limits, the band and the order rate made of it."""
    words = [_policy_words(signal, verdict.current[place], verdict.wanted[place], policy, costs)]
    cut = int(verdict.cut[place])
    if cut == PAUSED:
        words.append(f"stopped by the {pause.limit} limit")
    elif cut == STALE:
        words.append(f"newest candle is {(at - signal.at) / 3600:.1f} h old: nothing bought")
    elif cut == POSITION:
        words.append(f"cut to the position limit of {limits.position:.0%}")
    scale, goal = verdict.scale[place[1]], verdict.goal[place]
    if scale < 1 and goal > 0:
        words.append(f"scaled by {scale:.0%} to the total limit of {limits.total_exposure:.0%}")
    change = goal - verdict.current[place]
    if verdict.limit[place] == RATE:
        words.append(f"{verdict.orders[place]} orders today reach the limit of {limits.orders_per_day}")
    elif change and not verdict.action[place]:
        width = verdict.width[place]
        words.append(f"{abs(change):.2%} from the target, within the no-trade band of {width:.2%}")
    return "; ".join(words)


def _policy_words(
    signal: Signal, current: np.float64, wanted: np.float64, policy: Policy, costs: Costs
) -> str:
    """What the policy saw."""
    least_trend, least_edge = map(float, _least(current > 0, costs))
    rising, against = signal.trend > least_trend, signal.edge < least_edge
    words = f"trend {signal.trend:+.2%} {'above' if rising else 'not above'} {least_trend:+.2%}"
    if rising:
        words += (
            f"; model gives a rise {signal.probability_up:.1%}, usual {signal.base_rate:.1%}, worth "
            f"{signal.edge:+.2%}, {'below' if against else 'not below'} {least_edge:+.2%}"
        )
    unseen = signal.is_unseen(policy)
    if unseen:
        words += (
            f"; the model has not seen a market like this, more unusual than {signal.novelty:.1%} of the "
            "candles before the window"
        )
    if wanted:
        words += f"; predicted volatility {signal.volatility:.2%} a day"
        if unseen:
            words += f", but no less than the last candles' {signal.ewma_volatility:.2%},"
        words += f" allows {wanted:.1%}"
    return words
