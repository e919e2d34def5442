"""What is known of some symbols and a rung in; the account that the agent's own code makes of it out.

A rung differs from the one that it is measured against in the part that it adds, and in nothing else. Each
is traded by `core.trading`: the rule, the limits, the orders and the fills are the live agent's. A part that
a rung does not have is taken out of the signals (a trend that always rises, a chance that is the usual one,
a volatility that is a constant), out of the policy (no band) or out of the limits (no loss limits).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from app.study.policy.account import Account, account_of, held_account
from app.study.policy.knowledge import Known
from core.features.candles import Floats
from core.trading.backtest import BacktestReport, backtest
from core.trading.broker import Costs
from core.trading.decision import RiskLimits
from core.trading.session import Rules
from core.trading.signal import Policy
from core.trading.tape import Forecasts, Tape
from core.values import Symbol

CAPITAL = 10_000.0
"""In the quote asset. Nothing depends on it: without impact an order's size moves no price."""
HOLD = "hold"
NEVER = 1.0
"""A loss limit that is met when everything is lost."""
DAY = 86_400


@dataclass(frozen=True)
class Rung:
    """A step of the ladder.

    Args:
        name: in tables.
        adds: the part in which it differs from `over`, in words.
        over: the rung that it is measured against.
        risk: what its positions are sized by: nothing, RiskMetrics or the global model.
        has_trend, has_tilt, has_band, has_stops: its other parts.
    """

    name: str
    adds: str
    over: str
    risk: Literal["equal", "ewma", "global"]
    has_trend: bool = True
    has_tilt: bool = False
    has_band: bool = False
    has_stops: bool = False


LADDER = (
    Rung("hold_ewma", "held, sized to the target volatility by EWMA", HOLD, "ewma", has_trend=False),
    Rung("hold_global", "held, sized by the global risk forecast", "hold_ewma", "global", has_trend=False),
    Rung("trend", "long in a rising trend or flat, equal weights", HOLD, "equal"),
    Rung("trend_ewma", "sized by EWMA", "trend", "ewma"),
    Rung("trend_global", "sized by the global risk forecast", "trend_ewma", "global"),
    Rung("tilt", "the global direction forecast may speak against", "trend_global", "global", has_tilt=True),
    Rung("band", "cost-aware no-trade band", "tilt", "global", has_tilt=True, has_band=True),
    Rung("agent", "the agent's loss limits", "band", "global", has_tilt=True, has_band=True, has_stops=True),
    Rung("ewma_band", "beside the ladder: no-trade band on EWMA", "trend_ewma", "ewma", has_band=True),
    Rung("global_band", "the same band on the global risk forecast", "ewma_band", "global", has_band=True),
)
"""The last two ask what a risk forecast is worth where small changes are not traded."""
RUNGS = {rung.name: rung for rung in LADDER}
ALL_PARTS = RUNGS["band"]
"""The policy with all its parts, which choices are made by."""
NAMES = (HOLD, *RUNGS)


def climb(
    pairs: Mapping[Symbol, Known], policy: Policy, costs: Costs, start_at: int, end_at: int
) -> dict[str, Account]:
    """The account of every rung from `start_at` to `end_at`, by name."""
    found = {rung.name: trade(rung, pairs, policy, costs, start_at, end_at) for rung in LADDER}
    candles = {name: one.candles for name, one in pairs.items()}
    accounts = {name: account_of(report, candles) for name, report in found.items()}
    return {HOLD: held_account(found[ALL_PARTS.name], candles, costs), **accounts}


def trade(
    rung: Rung, pairs: Mapping[Symbol, Known], policy: Policy, costs: Costs, start_at: int, end_at: int
) -> BacktestReport:
    """What the agent's code makes of a rung's signals; decided at closes, filled at the next opens."""
    seconds = next(iter(pairs.values())).candles.timeframe.seconds
    tape = Tape(
        {name: one.candles for name, one in pairs.items()},
        {name: forecasts_of(rung, one, policy, seconds) for name, one in pairs.items()},
        policy,
        None if rung.has_trend else {name: np.ones(len(one.close_at)) for name, one in pairs.items()},
    )
    return backtest(tape, rules_of(rung, policy, costs, seconds), CAPITAL, start_at, end_at)


def rules_of(rung: Rung, policy: Policy, costs: Costs, seconds: int) -> Rules:
    """The agent's rules for candles of that length, less the parts that the rung does not have."""
    limits = RiskLimits(stale_seconds=2 * seconds)
    if not rung.has_stops:
        limits = replace(limits, daily_loss=NEVER, drawdown=NEVER)
    return Rules(policy if rung.has_band else replace(policy, band=0.0), limits, costs)


def forecasts_of(rung: Rung, known: Known, policy: Policy, seconds: int) -> Forecasts:
    """What the rung lets the agent know of a symbol.

    Both risk forecasts are of the mean variance, so that no spread is added to them. How new a market is to
    the networks is not measured here: it counts as seen.
    """
    count = len(known.close_at)
    return Forecasts(
        close_at=known.close_at,
        probability_up=known.probability_up if rung.has_tilt else np.full(count, known.base_rate),
        log_variance=_risk_of(rung, known, policy),
        log_variance_std=np.zeros(count),
        base_rate=known.base_rate,
        horizon_days=seconds / DAY,
    )


def _risk_of(rung: Rung, known: Known, policy: Policy) -> Floats:
    """float64[m]: log variance of a day; equal weights are those of markets that just have the target's."""
    if rung.risk == "equal":
        return np.full(len(known.close_at), 2 * np.log(policy.target_volatility))
    return known.ewma if rung.risk == "ewma" else known.forecast
