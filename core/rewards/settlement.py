"""A round's scores, everybody's earlier ones and what there is to share in; the next payout tables out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from core.errors import PeerBroke
from core.federated.codec import Limit, Wei
from core.federated.terms import Canonical, RoundSpec
from core.federated.views import ScoreTable
from core.rewards.payouts import PayoutTable
from core.rewards.shares import allotments, shares, standing
from core.values import ClientId, RoundId

MOST_SCORES = 64
"""Older scores weigh less than a fiftieth of the newest and are left out."""


@dataclass(frozen=True)
class History:
    """The raw scores of a client, oldest first: what its standing is computed from."""

    client: ClientId
    scores: Annotated[tuple[float, ...], Limit(1, MOST_SCORES)]


@dataclass(frozen=True)
class Payouts(Canonical):
    """How a settled round was shared out; everybody can recompute it.

    Args:
        round_id: the round.
        histories: of everybody who was ever scored, in the order of addresses, this round's score included.
        profit_wei, emission_wei: what there was to share.
        profit, emission: bytes of the PayoutTable of each distributor after this round.
    """

    KIND: ClassVar[str] = "payouts"

    round_id: RoundId
    histories: tuple[History, ...]
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


def share_out(
    spec: RoundSpec, table: ScoreTable, before: Before, profit_wei: int, emission_wei: int
) -> Payouts:
    """The tables after a round: its profit and its emission by everybody's standing among those it scored.

    Who did not take part gets nothing of a round; what nobody gets waits in the distributor.
    """
    histories = _extended(before.histories, table)
    parts = shares(_standings(spec, table, histories))
    return Payouts(
        table.round_id,
        histories,
        profit_wei,
        emission_wei,
        before.profit.plus(allotments(profit_wei, parts)).to_bytes(),
        before.emission.plus(allotments(emission_wei, parts)).to_bytes(),
    )


def check_payouts(spec: RoundSpec, table: ScoreTable, payouts: Payouts) -> None:
    """Raise PeerBroke unless the tables hold at least what this round earned everybody."""
    scored = _scored(table)
    histories = {history.client: history for history in payouts.histories}
    for client, score in scored.items():
        if client not in histories or histories[client].scores[-1] != score:
            raise PeerBroke(f"The payouts go by another score of {client} than the round's.")
    parts = shares(_standings(spec, table, payouts.histories))
    for paid, amount in (
        (payouts.profit_table, payouts.profit_wei),
        (payouts.emission_table, payouts.emission_wei),
    ):
        for client, earned in allotments(amount, parts).items():
            if paid.cumulative.get(client, 0) < earned:
                raise PeerBroke(f"The payouts give {client} less than its share of {earned}.")


def _scored(table: ScoreTable) -> dict[ClientId, float]:
    return {row.client: row.score for row in table.scores if row.score is not None}


def _extended(histories: Iterable[History], table: ScoreTable) -> tuple[History, ...]:
    scores = {history.client: history.scores for history in histories}
    for client, score in _scored(table).items():
        scores[client] = (*scores.get(client, ()), score)[-MOST_SCORES:]
    return tuple(History(client, scores[client]) for client in sorted(scores))


def _standings(spec: RoundSpec, table: ScoreTable, histories: Iterable[History]) -> dict[ClientId, float]:
    scored = _scored(table)
    return {
        history.client: standing(history.scores, spec.warm_up_rounds, spec.error_discount)
        for history in histories
        if history.client in scored
    }
