"""Opened cohorts and what their audits left hidden in; what a round takes from histories out.

Pay goes by the mean of earlier scores, so a lost round that leaves no trace would be free: whoever sees its
score below 0, or its false opening drawn, would rather stay silent. Therefore whoever is in a sum and not
paid takes its loss into its history, as far as the round shows one. Of clients that are joined by edges which
nobody can judge (opened by neither end, or differently, or drawn and shown by neither) the total is certain.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from core.federated import graph
from core.federated.audit import Edge
from core.federated.cohort import Cohort
from core.federated.contribution import FINAL, VOID, Opened, Scale, total_of
from core.federated.views import Score, ScoreTable
from core.values import ClientId

DETERRENT = 2
"""What a hidden edge may have moved counts this many times for each of the edges among which one is drawn.
Once would make a lie worth nothing in the mean; but pay is never below 0, so that luck would still pay
(threats.md, What silence costs)."""


@dataclass(frozen=True)
class Judged:
    """A settled round as pay goes by it.

    Args:
        table: its scores.
        unpaid: who gets nothing of it for its audit: convicted, silent, or at an edge that stayed hidden.
        losses: what goes into the histories of those who get nothing, below 0; the held and the void too.
    """

    table: ScoreTable
    unpaid: frozenset[ClientId] = frozenset()
    losses: Mapping[ClientId, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Audited:
    """A cohort after its audit.

    Args:
        cohort: whose.
        opened: what its score openings show.
        hidden: the drawn edges that neither end showed.
        edges_per_drawn: of how many edges one is drawn.
    """

    cohort: Cohort
    opened: Opened
    hidden: Sequence[Edge]
    edges_per_drawn: float


def losses(
    scale: Scale, cohorts: Sequence[Audited], table: ScoreTable, unpaid: Collection[ClientId]
) -> dict[ClientId, float]:
    """What the histories of those who are in the sum and not paid take: scores below 0, by client.

    Exact scores count as they are. What is known of a group alone, or is void because somebody lied, is no
    more than the largest payable that the round shows for certain: else two liars could undo a third's name.

    Args:
        scale: of the round.
        cohorts: those that are in the sum.
        table: the round's scores.
        unpaid: for the audit's sake.
    """
    rows = {row.client: row for row in table.scores}
    sure = (row for row in table.scores if row.state == FINAL and row.client not in unpaid)
    most = max((abs(row.payable) for row in sure if row.payable is not None), default=0.0)
    found: dict[ClientId, float] = {}
    for part in cohorts:
        groups = graph.components([*part.opened.unresolved, *part.hidden])
        for group in groups:
            found |= _of_group(scale, part, group, rows, most)
        for client in part.cohort.clients:
            if client in rows and client not in found:
                found[client] = _alone(scale, rows[client], most, is_unpaid=client in unpaid)
    return {client: loss for client, loss in sorted(found.items()) if loss < 0}


def _of_group(
    scale: Scale, part: Audited, group: Collection[ClientId], rows: Mapping[ClientId, Score], most: float
) -> dict[ClientId, float]:
    """Each one's part of the total by q, less what it claims above that, as dear as lies are seldom seen."""
    total = scale.payable(total_of(part.opened, group).products)
    weight = sum(rows[client].weight for client in group)
    price = DETERRENT * part.edges_per_drawn
    found = {}
    for client in group:
        fair = max(-most, total * (rows[client].weight / weight))
        claim = rows[client].payable
        found[client] = fair if claim is None else fair - price * max(0.0, claim - max(0.0, fair))
    return found


def _alone(scale: Scale, row: Score, most: float, *, is_unpaid: bool) -> float:
    """What a client takes whose score hangs on nobody's silence: 0 where it is paid."""
    if row.state == VOID:
        return max(-most, scale.payable(row.products))
    return row.payable if is_unpaid and row.payable is not None else 0.0
