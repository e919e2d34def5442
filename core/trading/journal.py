"""A step of a window in, what is kept of it out: the tick, and the decisions worth a line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.trading.broker import Fill
from core.trading.decision import Decision
from core.trading.session import Step
from core.values import Symbol


@dataclass(frozen=True)
class Watched:
    """What was seen of one symbol at a tick, decided or not; ticks of older versions have no novelty."""

    probability_up: float
    trend: float
    volatility: float
    current: float
    wanted: float
    novelty: float = 0.0


@dataclass(frozen=True)
class Tick:
    """One candle time of a window, kept whether or not anything was traded.

    Args:
        round_id: whose window.
        at: candle time, UTC seconds.
        equity: in the asset.
        benchmark: what buying and holding equal weights would be worth.
        cash: in the asset.
        drawdown: below the peak, a fraction of it.
        pause: name of the loss limit that has stopped buying, empty when none has.
        watched: by symbol.
    """

    round_id: int
    at: int
    equity: float
    benchmark: float
    cash: float
    drawdown: float
    pause: str
    watched: Mapping[str, Watched]


@dataclass(frozen=True)
class DecisionLine:
    """A decision as the journal keeps it.

    Args:
        number: 1, 2, 3 ... in the order of writing.
        round_id: whose model decided.
        model: its digest, 64 hex digits.
        decision: with its reason.
    """

    number: int
    round_id: int
    model: str
    decision: Decision


@dataclass(frozen=True)
class TradeLine:
    """A fill as the journal keeps it; `number` counts fills."""

    number: int
    round_id: int
    fill: Fill


def tick_of(round_id: int, at: int, step: Step) -> Tick:
    """The tick of a step."""
    account = step.book.portfolio
    return Tick(
        round_id=round_id,
        at=at,
        equity=account.equity,
        benchmark=account.capital * (1 + step.book.benchmark_return),
        cash=account.cash,
        drawdown=account.drawdown,
        pause=step.book.pause.limit if at < step.book.pause.until else "",
        watched={str(made.symbol): _watched(made) for made in step.decisions},
    )


def _watched(made: Decision) -> Watched:
    seen = made.signal
    return Watched(seen.probability_up, seen.trend, seen.volatility, made.current, made.wanted, seen.novelty)


def worth_a_line(decisions: Iterable[Decision], limits: dict[Symbol, str]) -> tuple[Decision, ...]:
    """Decisions that change something or meet another limit than the symbol's decision before.

    Args:
        decisions: of one tick.
        limits: the limit that each symbol met last; brought up to date.
    """
    kept = []
    for made in decisions:
        if made.action != "hold" or made.limit != limits.get(made.symbol, ""):
            kept.append(made)
        limits[made.symbol] = made.limit
    return tuple(kept)
