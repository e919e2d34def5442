"""What is known of a validation part in; a grid of policies with their Sharpe ratios, and the best, out."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from app.ports import Progress
from app.study.policy.knowledge import DAY, Known
from app.study.policy.ladder import ALL_PARTS, trade
from core.trading.broker import Costs
from core.trading.signal import Policy
from core.values import Symbol

SPANS = ((2, 8), (5, 20), (10, 40), (20, 80), (30, 120))
"""Fast and slow span of the trend, days; the first are the agent's own 48 and 192 hours."""
TARGETS = (0.01, 0.015, 0.02)
"""Daily volatility of the book; the second is the agent's own."""
RISK_AVERSIONS = (0.25, 0.5, 1.0)
"""Of the no-trade band; the second is the agent's own."""


@dataclass(frozen=True)
class Tried:
    """A policy of the grid on the validation part.

    Args:
        fast_days, slow_days: spans of the trend.
        target_volatility, risk_aversion: see Policy.
        sharpe: net of all costs, a year.
        total_return: net of all costs.
        max_drawdown: a fraction of the peak.
        orders: filled.
    """

    fast_days: int
    slow_days: int
    target_volatility: float
    risk_aversion: float
    sharpe: float
    total_return: float
    max_drawdown: float
    orders: int

    def policy(self, seconds: int) -> Policy:
        """The policy for candles of that length."""
        return _policy((self.fast_days, self.slow_days), self.target_volatility, self.risk_aversion, seconds)


def try_all(
    pairs: Mapping[Symbol, Known], costs: Costs, start_at: int, end_at: int, progress: Progress
) -> tuple[Tried, ...]:
    """Every policy of the grid with all its parts, in the grid's order."""
    seconds = next(iter(pairs.values())).candles.timeframe.seconds
    grid, found = list(product(SPANS, TARGETS, RISK_AVERSIONS)), []
    for number, (spans, target, aversion) in enumerate(grid):
        progress("choosing on the validation part", number / len(grid))
        policy = _policy(spans, target, aversion, seconds)
        made = trade(ALL_PARTS, pairs, policy, costs, start_at, end_at)
        figures = made.performance
        found.append(
            Tried(
                *spans,
                target,
                aversion,
                figures.sharpe,
                figures.total_return,
                figures.max_drawdown,
                figures.trades,
            )
        )
    return tuple(found)


def best_of(grid: tuple[Tried, ...]) -> Tried:
    """The highest Sharpe ratio; of equals the one that stands first."""
    return max(grid, key=lambda one: one.sharpe)


def _policy(spans: tuple[int, int], target: float, aversion: float, seconds: int) -> Policy:
    fast, slow = (days * DAY // seconds for days in spans)
    return Policy(fast, slow, target, aversion)
