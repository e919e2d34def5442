"""A payout table's growth round by round and the claims paid from it in; where each unit came from, out.

A cumulative table lays all that an account ever earned on one line that begins at 0. Each round covers a
stretch of it, and so does each claim; where the two divisions are laid over each other, every piece has one
round and one claim. Whole smallest units only: nothing is rounded, nothing is counted twice.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Earned:
    """What the table owed an account after a round, since the beginning."""

    round_id: int
    cumulative: int


@dataclass(frozen=True)
class Taken:
    """A claim: the contract paid `amount`, and by then `cumulative` in all."""

    transaction: str
    amount: int
    cumulative: int


@dataclass(frozen=True)
class Piece:
    """Units that one round earned and one claim fetched.

    Args:
        units: smallest units, above 0.
        round_id: the round; 0 where no table that is known says it.
        transaction: of the claim; "" where it was not claimed yet, or the node does not have the event.
        is_paid: whether it was claimed.
    """

    units: int
    round_id: int
    transaction: str
    is_paid: bool


def trace(earned: Sequence[Earned], taken: Sequence[Taken], paid: int) -> tuple[Piece, ...]:
    """Every unit with its round and its claim, in the order in which they were earned.

    The pieces of a claim sum to its amount, those that are paid to `paid`, and those of a round to what the
    table grew by.

    Args:
        earned: by round, ascending; a table that gives less than an earlier one adds nothing.
        taken: the claims that are known, in any order.
        paid: what the contract says that it paid in all.

    Raises:
        ValueError: an amount is negative, or two claims paid the same units.
    """
    claims = sorted(taken, key=lambda claim: claim.cumulative)
    if paid < 0 or any(not 0 < claim.amount <= claim.cumulative for claim in claims):
        raise ValueError("an amount is not negative, and a claim pays something")
    if any(later.cumulative - later.amount < claim.cumulative for claim, later in pairwise(claims)):
        raise ValueError("two claims cannot pay the same units")
    paid = max([paid, *(claim.cumulative for claim in claims)])
    steps = _growing(earned)
    ends = [claim.cumulative for claim in claims]
    marks = {0, paid, *(step.cumulative for step in steps)}
    marks.update(ends, (claim.cumulative - claim.amount for claim in claims))
    tops = [step.cumulative for step in steps]
    pieces = []
    for low, high in pairwise(sorted(marks)):
        place, found = bisect_left(tops, high), bisect_left(ends, high)
        claim = claims[found] if found < len(claims) else None
        is_known = claim is not None and claim.cumulative - claim.amount <= low
        pieces.append(
            Piece(
                units=high - low,
                round_id=steps[place].round_id if place < len(steps) else 0,
                transaction=claim.transaction if claim is not None and is_known else "",
                is_paid=high <= paid,
            )
        )
    return tuple(pieces)


def _growing(earned: Sequence[Earned]) -> list[Earned]:
    """Those steps at which the table grew."""
    kept: list[Earned] = []
    for step in earned:
        if step.cumulative > (kept[-1].cumulative if kept else 0):
            kept.append(step)
    return kept
