"""The trader's overview in; the number tiles of Home, with signs, units and what they mean, out."""

from typing import TYPE_CHECKING

from ui import formatting
from ui.translation import tr
from ui.widgets.card import TileState

if TYPE_CHECKING:
    from app.trader import TraderOverview
    from core.rewards.standing_share import ShareEstimate

NAMES = (
    tr("Agent's equity"),
    tr("My share"),
    tr("Contribution score"),
    tr("Claimable"),
    tr("Left this machine"),
)
MOST_SHARE = 0.25
"""Of a round, what one account is paid at most; a test compares it with core.rewards.shares."""


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
            tr("since the start of the program"),
            hint=tr("All bytes sent; Rounds lists them by purpose. No message has a place for a candle."),
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
        tr("drawdown {percent}").format(percent=formatting.percent(-abs(fall)))
        if fall is not None
        else tr("not trading yet"),
        hint=tr("What the agent's paper account is worth, in the pool's asset."),
    )


def _share(overview: "TraderOverview") -> TileState:
    """What the newest round paid of its whole, with its error; by scores alone before it is shared out."""
    paid = overview.paid_share
    if paid is None:
        return TileState(
            NAMES[1],
            formatting.percent(overview.share),
            tr("by round {number} alone").format(number=overview.last_scored_round)
            if overview.share is not None
            else tr("no scored round yet"),
            hint=tr("My part of the positive scores of the newest scored round, after floor and cap."),
        )
    number, error = overview.last_scored_round, formatting.percent(paid.error)
    foot = tr("\u00b1 {error}, paid by round {number}").format(error=error, number=number)
    if paid.error is None:
        foot = tr("paid by round {number}, no error yet").format(number=number)
    return TileState(
        NAMES[1],
        formatting.percent(paid.share),
        foot,
        hint=tr(
            "What the newest shared-out round paid me of the whole, at most 25 %. The error is the standard "
            "error that comes from how much everybody's scores scatter from round to round."
        ),
        interval=_bar(paid),
    )


def _bar(paid: "ShareEstimate") -> tuple[float, float, float] | None:
    """Low, share and high, as parts of the most that can be paid."""
    if paid.interval is None:
        return None
    low, high = paid.interval
    return low / MOST_SHARE, paid.share / MOST_SHARE, high / MOST_SHARE


def _score(overview: "TraderOverview") -> TileState:
    score = overview.last_score
    foot = tr("no scored round yet")
    if score is not None:
        foot = (
            tr("{arrow} round {last_scored_round}, in nat")
            .format(arrow=formatting.arrow(score), last_scored_round=overview.last_scored_round)
            .strip()
        )
    return TileState(
        NAMES[2],
        formatting.number(score, 5, sign=True),
        foot,
        formatting.tone_of(score),
        hint=tr("What my update took off the global model's loss on candles that came after it."),
    )


def _claimable(overview: "TraderOverview", *, hidden: bool) -> TileState:
    owed = claimable_words(overview, hidden=hidden)
    return TileState(
        NAMES[3],
        owed[0] if owed else tr("nothing yet"),
        " + ".join(owed[1:]) or tr("by the payout tables on chain"),
        hint=tr("What a claim would pay now."),
    )
