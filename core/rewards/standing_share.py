"""Everybody's scores and whom a round scored in; one client's share of the pay, with its error, out."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.rewards.shares import CAP, WHOLE, mean_and_error, shares, standing
from core.values import ClientId


@dataclass(frozen=True)
class ShareEstimate:
    """A client's share of what a round paid.

    Args:
        share: of the whole, in [0, 0.25]: what its standing earned it, after floor and cap.
        error: standard error of the share before floor and cap; None after one round, when nothing says how
            much its scores scatter.
        rounds: scores that its standing rests on.
    """

    share: float
    error: float | None
    rounds: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """One standard error to either side, within what can be paid; None where it is not known."""
        if self.error is None:
            return None
        return max(0.0, self.share - self.error), min(CAP / WHOLE, self.share + self.error)


def share_of(
    client: ClientId,
    histories: Mapping[ClientId, Sequence[float]],
    scored: Collection[ClientId],
    warm_up_rounds: int = 0,
    error_discount: float = 0.0,
) -> ShareEstimate:
    """The share of `client` among those whom the round scored, and how sure it is.

    The error is that of the first order (JCGM 100:2008, 5.1.2) of s = m_i / sum m, where every mean m_j of
    scores has the standard error of `mean_and_error` and is taken to be independent of the others.

    Args:
        client: one of `scored`.
        histories: payable scores, oldest first, the round's own included.
        scored: whom the round pays.
        warm_up_rounds: of the round's terms, see `standing`.
        error_discount: likewise.
    """
    standings = {
        each: standing(histories.get(each, ()), warm_up_rounds, error_discount)
        if histories.get(each)
        else 0.0
        for each in scored
    }
    part = shares(standings).get(client, 0) / WHOLE
    own = histories.get(client, ())
    floored = {each: max(0.0, value) for each, value in standings.items()}
    total = math.fsum(floored.values())
    if len(own) < 2 or total <= 0:  # noqa: PLR2004 - a spread needs two
        return ShareEstimate(part, None, len(own))
    mine = floored.get(client, 0.0) / total
    terms = []
    for each in scored:
        _, error = mean_and_error(histories[each]) if histories.get(each) else (0.0, 0.0)
        terms.append((1 - mine if each == client else mine) * (error / total))
    error = math.hypot(*terms)
    return ShareEstimate(part, error if math.isfinite(error) else None, len(own))
