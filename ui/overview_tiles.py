"""The trader's overview in; the number tiles of Home, with signs, units and what they mean, out."""

from typing import TYPE_CHECKING

from ui import formatting
from ui.widgets.card import TileState

if TYPE_CHECKING:
    from app.trader import TraderOverview

NAMES = ("Agent's equity", "My share", "Contribution score", "Claimable", "Left this machine")


def empty_tiles() -> tuple[TileState, ...]:
    """The tiles before anything is known."""
    return tuple(TileState(name, formatting.ABSENT) for name in NAMES)


def tiles(overview: "TraderOverview", *, hidden: bool) -> tuple[TileState, ...]:
    """The tiles of an overview; money as bullets while hidden."""
    return (
        _equity(overview, hidden=hidden),
        _share(overview),
        _score(overview),
        _claimable(overview, hidden=hidden),
        TileState(
            NAMES[4],
            formatting.size(overview.bytes_sent),
            "since the start of the program",
            hint="All bytes sent; Rounds lists them by purpose. No message has a place for a candle.",
        ),
    )


def claimable_words(overview: "TraderOverview", *, hidden: bool) -> tuple[str, ...]:
    """What a claim would pay, one text an asset; empty where there is nothing."""
    return tuple(
        formatting.amount(line.amount, hidden=hidden) for line in overview.claimable if line.amount.units > 0
    )


def _equity(overview: "TraderOverview", *, hidden: bool) -> TileState:
    is_trading = overview.agent is not None and bool(overview.agent.epoch)
    newest = overview.equity[-1].equity if overview.equity else None
    value = overview.agent.equity if overview.agent and is_trading else newest
    money = formatting.HIDDEN if hidden else formatting.number(value)
    unit = overview.balances.asset.asset if overview.balances else ""
    fall = max((point.drawdown for point in overview.equity), default=None)
    return TileState(
        NAMES[0],
        formatting.ABSENT if value is None else f"{money} {unit}".strip(),
        f"drawdown {formatting.percent(-abs(fall))}" if fall is not None else "not trading yet",
        hint="What the agent's paper account is worth, in the pool's asset.",
    )


def _share(overview: "TraderOverview") -> TileState:
    foot = f"of round {overview.last_scored_round}" if overview.share is not None else "no scored round yet"
    return TileState(
        NAMES[1],
        formatting.percent(overview.share),
        foot,
        hint="My part of the positive scores of the newest scored round, after floor and cap.",
    )


def _score(overview: "TraderOverview") -> TileState:
    score = overview.last_score
    foot = "no scored round yet"
    if score is not None:
        foot = f"{formatting.arrow(score)} round {overview.last_scored_round}, in nat".strip()
    return TileState(
        NAMES[2],
        formatting.number(score, 5, sign=True),
        foot,
        formatting.tone_of(score),
        hint="What my update took off the global model's loss on candles that came after it.",
    )


def _claimable(overview: "TraderOverview", *, hidden: bool) -> TileState:
    owed = claimable_words(overview, hidden=hidden)
    return TileState(
        NAMES[3],
        owed[0] if owed else "nothing yet",
        " + ".join(owed[1:]) or "by the payout tables on chain",
        hint="What a claim would pay now.",
    )
