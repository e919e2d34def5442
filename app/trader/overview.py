"""A trader in; everything that Home shows, read at one moment, out."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.trader import TraderOverview
from core.errors import ConfluxError

if TYPE_CHECKING:
    from app.trader import Trader
    from app.trader.claims import Claimable

T = TypeVar("T")

EQUITY_POINTS = 2000
NEWEST_DECISIONS = 8


def overview(trader: "Trader") -> TraderOverview:
    """What Home shows; a service that is away leaves its part empty and is named in `problems`."""
    problems: list[str] = []

    def told(read: Callable[[], T], default: T) -> T:
        try:
            return read()
        except ConfluxError as error:
            if error.message not in problems:
                problems.append(error.message)
            return default

    account, profit, participation = trader.wallet.state(), trader.profit, trader.participation
    nothing: tuple[Claimable, ...] = ()
    claims = told(profit.claimable, nothing)
    shares = profit.shares()
    newest = shares[-1] if shares else None
    agent = told(profit.status, None)
    return TraderOverview(
        network=trader.network.name,
        is_simulated=trader.network.simulated,
        is_paper=agent.is_paper if agent else True,
        address=account.address,
        is_locked=account.is_locked,
        next_step=_next_step(bool(participation.unfinished()), claims),
        round=told(participation.current, None),
        last_score=newest.score if newest else None,
        last_scored_round=newest.round_id if newest else None,
        share=newest.share if newest else None,
        balances=told(trader.wallet.balances, None) if account.address else None,
        claimable=claims,
        agent=agent,
        equity=told(lambda: profit.equity(limit=EQUITY_POINTS), ()) if agent else (),
        decisions=told(lambda: profit.decisions(limit=NEWEST_DECISIONS)[::-1], ()) if agent else (),
        bytes_sent=trader.wire_log.bytes_sent,
        paid_share=told(lambda: trader.income.share(newest.round_id), None) if newest else None,
        problems=tuple(problems),
    )


def _next_step(is_unfinished: bool, claims: "tuple[Claimable, ...]") -> str:  # noqa: FBT001 - one caller, above
    """What the one button does: what was begun comes first, then what is owed."""
    if is_unfinished:
        return "resume"
    return "claim" if any(line.amount.units > 0 for line in claims) else "contribute"
