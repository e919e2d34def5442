"""A judged round, everybody's earlier scores and what there is to share in; the next payout tables out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from core.errors import PeerBroke, YouCanFix
from core.federated.codec import Limit, Wei
from core.federated.losses import Judged
from core.federated.terms import STANDING_ONE, Canonical, RoundSpec, Standing
from core.rewards.payouts import PayoutTable
from core.rewards.shares import allotments, shares, standardised, standing
from core.values import ClientId, RoundId

MOST_SCORES = 64
"""Older scores weigh less than a fiftieth of the newest and are left out."""

MOST_SCORE = 1e100
"""In nat: far above any score, and so that squares and sums of a stranger's numbers stay finite."""


@dataclass(frozen=True)
class History:
    """The raw scores of a client, oldest first: what its standing is computed from."""

    client: ClientId
    scores: Annotated[tuple[float, ...], Limit(1, MOST_SCORES)]

    def __post_init__(self) -> None:
        if not all(abs(score) <= MOST_SCORE for score in self.scores):
            raise YouCanFix(f"A score of {self.client} is beyond all measure.", "Check the round's terms.")


@dataclass(frozen=True)
class Payouts(Canonical):
    """How a settled round was shared out; everybody can recompute it.

    Scores here are the payable ones: projected off the public directions.

    Args:
        round_id: the round.
        histories: of everybody who was ever scored, in the order of addresses, this round's score or loss
            included.
        unpaid: who gets nothing of the round for its audit; see core.federated.losses.Judged.
        profit_wei, emission_wei: what there was to share.
        profit, emission: bytes of the PayoutTable of each distributor after this round.
    """

    KIND: ClassVar[str] = "payouts"

    round_id: RoundId
    histories: tuple[History, ...]
    unpaid: tuple[ClientId, ...]
    profit_wei: Wei
    emission_wei: Wei
    profit: bytes
    emission: bytes

    @property
    def profit_table(self) -> PayoutTable:
        """What everybody has earned of the pool's asset."""
        return PayoutTable.from_bytes(self.profit)

    @property
    def emission_table(self) -> PayoutTable:
        """What everybody has earned of CFX."""
        return PayoutTable.from_bytes(self.emission)


@dataclass(frozen=True)
class Before:
    """What stands before a round is shared out.

    Args:
        histories: of the rounds before.
        profit, emission: the tables after the round before.
    """

    histories: tuple[History, ...]
    profit: PayoutTable
    emission: PayoutTable


def share_out(spec: RoundSpec, judged: Judged, before: Before, profit_wei: int, emission_wei: int) -> Payouts:
    """The tables after a round: its profit and its emission by everybody's standing among those it scored.

    Who did not take part, or is unpaid, gets nothing of a round; what nobody gets waits in the distributor.
    Losses go into histories as scores do.
    """
    scored = _scored(judged)
    histories = _extended(before.histories, {**judged.losses, **scored})
    parts = shares(_standings(spec, scored, histories))
    return Payouts(
        judged.table.round_id,
        histories,
        tuple(sorted(judged.unpaid)),
        profit_wei,
        emission_wei,
        before.profit.plus(allotments(profit_wei, parts)).to_bytes(),
        before.emission.plus(allotments(emission_wei, parts)).to_bytes(),
    )


def check_payouts(spec: RoundSpec, judged: Judged, payouts: Payouts, earlier: Payouts | None = None) -> None:
    """Raise PeerBroke unless the tables hold at least what this round earned everybody.

    Where all that was before is known, they must be exactly what follows from it.

    Args:
        spec: the round's terms.
        judged: its scores, whom its record leaves without pay, and what that costs them.
        payouts: what is published.
        earlier: those of `spec.standings_round`, where they are known.
    """
    if payouts.unpaid != tuple(sorted(judged.unpaid)):
        raise PeerBroke("The payouts leave out others than the round's record does.")
    scored = _scored(judged)
    histories = {history.client: history for history in payouts.histories}
    for client, score in {**judged.losses, **scored}.items():
        if client not in histories or histories[client].scores[-1] != score:
            raise PeerBroke(f"The payouts go by another score of {client} than the round's.")
    parts = shares(_standings(spec, scored, payouts.histories))
    for paid, amount in (
        (payouts.profit_table, payouts.profit_wei),
        (payouts.emission_table, payouts.emission_wei),
    ):
        for client, earned in allotments(amount, parts).items():
            if paid.cumulative.get(client, 0) < earned:
                raise PeerBroke(f"The payouts give {client} less than its share of {earned}.")
    if earlier is not None or not spec.standings_round:
        before = _before(payouts, earlier)
        if share_out(spec, judged, before, payouts.profit_wei, payouts.emission_wei) != payouts:
            raise PeerBroke("The payouts are not what scores and earlier payouts give.")


def _before(payouts: Payouts, earlier: Payouts | None) -> Before:
    """What stood before a round was shared out: the earlier payouts, or nothing for the first."""
    if earlier is not None:
        return Before(earlier.histories, earlier.profit_table, earlier.emission_table)
    empty = (replace(table, cumulative={}) for table in (payouts.profit_table, payouts.emission_table))
    return Before((), *empty)


def standings(histories: Iterable[History]) -> tuple[Standing, ...]:
    """The z of message 0: everybody's exponential mean, standardised over all, in 2^-20, clamped to 1."""
    z = standardised({history.client: standing(history.scores) for history in histories})
    return tuple(
        Standing(client, max(-STANDING_ONE, min(STANDING_ONE, round(value * STANDING_ONE))))
        for client, value in sorted(z.items())
    )


def _scored(judged: Judged) -> dict[ClientId, float]:
    return {
        row.client: row.payable
        for row in judged.table.scores
        if row.payable is not None and row.client not in judged.unpaid
    }


def _extended(histories: Iterable[History], scored: Mapping[ClientId, float]) -> tuple[History, ...]:
    scores = {history.client: history.scores for history in histories}
    for client, score in scored.items():
        scores[client] = (*scores.get(client, ()), score)[-MOST_SCORES:]
    return tuple(History(client, scores[client]) for client in sorted(scores))


def _standings(
    spec: RoundSpec, scored: Mapping[ClientId, float], histories: Iterable[History]
) -> dict[ClientId, float]:
    return {
        history.client: standing(history.scores, spec.warm_up_rounds, spec.error_discount)
        for history in histories
        if history.client in scored
    }
