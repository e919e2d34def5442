"""A round's public documents in; whom it left out, convicted or did not pay, and every score's state, out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import PeerBroke, TryAgain

if TYPE_CHECKING:
    from app.ports import CoordinatorGateway
    from app.trader.rounds import RoundStatus
    from core.federated.views import ScoreTable

IN_SUM, LEFT_OUT, AWAITED, ABSENT, JOINED = "in the sum", "left out", "awaited", "dropped out", "joined"
"""Where a client stands: left out by the norm check, awaited by the open step, gone before the sum."""

FINAL, PROVISIONAL, HELD, VOID = "final", "provisional", "held", "void"
"""As in core.federated.contribution, which loads numpy; a test compares them."""

_BEFORE_ROSTER = ("open", "join")
_SCORED = ("settle", "settled")
_KEPT = 64
"""Findings of rounds that are over, kept in memory."""


@dataclass(frozen=True)
class ClientFinding:
    """What a round found of one client, as its public documents say.

    Args:
        client: address.
        is_mine: whether it is this trader.
        place: IN_SUM, LEFT_OUT, AWAITED, ABSENT or JOINED.
        rejection: why the norm check left it out, "" where it did not.
        fault: of what the record convicts it, "" for nothing.
        is_unpaid: it gets nothing of the round, convicted or silent in the audit.
        score: raw, in nat; None while it is held, and where it is void.
        payable: the same less what public directions earn.
        state: final, provisional, held or void; "" before there are scores.
        held_with: the others of its unresolved group, whose total alone is known.
    """

    client: str
    is_mine: bool
    place: str
    rejection: str = ""
    fault: str = ""
    is_unpaid: bool = False
    score: float | None = None
    payable: float | None = None
    state: str = ""
    held_with: tuple[str, ...] = ()

    @property
    def counts(self) -> bool | None:
        """Whether its score counts towards pay; None while that is open."""
        if self.is_unpaid or self.state in (HELD, VOID):
            return False
        return True if self.state == FINAL else None


@dataclass(frozen=True)
class OwnStanding:
    """What this trader's payable scores come to: their exponential mean and its standard error, in nat.

    Args:
        mean: over `rounds`, the newest weighing most.
        error: of the mean; None of a single round.
        rounds: that are in it.
    """

    mean: float
    error: float | None
    rounds: int


@dataclass(frozen=True)
class RoundFindings:
    """What a round found.

    Args:
        status: of the round.
        clients: mine first, then whoever something is wrong with, then the others by score.
        standing: of this trader after the round; None before it is shared out, or without a score.
    """

    status: "RoundStatus"
    clients: tuple[ClientFinding, ...]
    standing: OwnStanding | None

    @property
    def mine(self) -> ClientFinding | None:
        """This trader's; None where it takes no part."""
        return next((found for found in self.clients if found.is_mine), None)


class Findings:
    """What rounds found, read from what the coordinator publishes; nothing of it is checked here.

    Every client checks its own rounds at their end, and `verify_round` checks any round from its transcript.

    Args:
        coordinator: that publishes.
        address: says who this trader is, "" before it has an account.
    """

    def __init__(self, coordinator: "CoordinatorGateway", address: Callable[[], str]) -> None:
        self._coordinator = coordinator
        self._address = address
        self._over: dict[tuple[int, str], RoundFindings] = {}
        self._joined: tuple[tuple[int, int], tuple[str, ...]] | None = None

    def round(self, round_id: int, status: "RoundStatus | None" = None) -> RoundFindings:
        """What a round found so far.

        Args:
            round_id: which.
            status: of it, where that is at hand.

        Raises:
            TryAgain: the coordinator is away.
            PeerBroke: what it says of the round is malformed.
        """
        from app.trader.rounds import RoundStatus

        me = self._address()
        kept = self._over.get((round_id, me))
        if kept is not None:
            return kept
        status = status or RoundStatus.read(self._coordinator.json(f"rounds/{round_id}"))
        table = self._table(status)
        clients = client_findings(status, self._clients(status), table, me)
        found = RoundFindings(status, clients, self._standing(status, me))
        if status.is_over:
            self._keep((round_id, me), found)
        return found

    def _keep(self, key: tuple[int, str], found: RoundFindings) -> None:
        while len(self._over) >= _KEPT:
            self._over.pop(next(iter(self._over)), None)
        self._over[key] = found

    def _table(self, status: "RoundStatus") -> "ScoreTable | None":
        """The scores with their states; None before there are any."""
        from core.federated.views import ScoreTable

        data = self._part(status, "scores") if status.step in _SCORED else None
        if data is None:
            return None
        table = ScoreTable.from_bytes(data)
        if table.round_id != status.round_id:
            raise PeerBroke(f"The scores of round {status.round_id} are those of another round.")
        return table

    def _clients(self, status: "RoundStatus") -> tuple[str, ...]:
        """Who joined; nobody before the joins are closed. Asked for once an attempt."""
        from core.federated.messages import read
        from core.federated.views import Roster

        if status.step in _BEFORE_ROSTER:
            return ()
        key = int(status.round_id), status.attempt
        kept = self._joined
        if kept is None or kept[0] != key:
            data = self._part(status, "roster")
            joins = Roster.from_bytes(data).joins if data else ()
            kept = self._joined = key, tuple(str(read(join).client) for join in joins)
        return kept[1]

    def _standing(self, status: "RoundStatus", me: str) -> OwnStanding | None:
        from core.rewards.settlement import Payouts
        from core.rewards.shares import mean_and_error

        data = self._part(status, "payouts") if status.step == "settled" and me else None
        if data is None:
            return None
        histories = Payouts.from_bytes(data).histories
        scores = next((history.scores for history in histories if history.client == me), ())
        if not scores:
            return None
        mean, error = mean_and_error(scores)
        return OwnStanding(mean, error if len(scores) > 1 else None, len(scores))

    def _part(self, status: "RoundStatus", name: str) -> bytes | None:
        """A part of the round; None where it does not come that far, or is over and no longer has it."""
        try:
            return self._coordinator.raw(f"rounds/{status.round_id}/{name}")
        except TryAgain as error:
            if error.retry_after is None:  # away, and not only "later"
                raise
            return None


def client_findings(
    status: "RoundStatus", joined: tuple[str, ...], table: "ScoreTable | None", me: str
) -> tuple[ClientFinding, ...]:
    """What a round says of each of its clients.

    Args:
        status: of the round.
        joined: addresses, as far as they are known; whoever the status names is added.
        table: the scores; None before there are any.
        me: this trader's address.
    """
    rows = {str(row.client): row for row in table.scores} if table else {}
    groups = [tuple(map(str, total.clients)) for total in table.held] if table else []
    named = {*joined, *rows, *status.missing, *status.rejected, *status.faults, *status.unpaid}
    found = []
    for client in sorted(named):
        row = rows.get(client)
        group = next((group for group in groups if client in group), ())
        found.append(
            ClientFinding(
                client=client,
                is_mine=client == me,
                place=_place(status, client, rows, is_scored=table is not None),
                rejection=status.rejected.get(client, ""),
                fault=status.faults.get(client, ""),
                is_unpaid=client in status.unpaid,
                score=row.score if row else None,
                payable=row.payable if row else None,
                state=row.state if row else "",
                held_with=tuple(other for other in group if other != client),
            )
        )
    return tuple(sorted(found, key=_urgency))


def _place(status: "RoundStatus", client: str, rows: Mapping[str, Any], *, is_scored: bool) -> str:
    if client in rows:
        return IN_SUM
    if client in status.rejected:
        return LEFT_OUT
    if is_scored:
        return ABSENT
    return AWAITED if client in status.missing else JOINED


def _urgency(found: ClientFinding) -> tuple[bool, int, float, str]:
    """Mine first, then the convicted, the left out, the unpaid and the unsettled, then by score."""
    worries = (
        bool(found.fault),
        bool(found.rejection),
        found.is_unpaid,
        found.state in (HELD, VOID, PROVISIONAL),
        found.place == ABSENT,
        found.place == AWAITED,
    )
    worst = worries.index(True) if True in worries else len(worries)
    return not found.is_mine, worst, -(found.score or 0.0), found.client
