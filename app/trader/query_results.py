"""The coordinator's public record of questions in; the same computed on this machine, as results, out."""

from dataclasses import dataclass, field
from math import isclose
from typing import TYPE_CHECKING, Any

from app.trader.preparation import checked_terms
from core.errors import PeerBroke, Refused
from core.federated.analytics import describe
from core.federated.analytics_record import QueryRecord, answered_by, replayed
from core.federated.analytics_results import Result, result
from core.federated.analytics_terms import read_ask, sum_number
from core.federated.messages import Signed
from core.values import ClientId, Digest, client_id

if TYPE_CHECKING:
    from app.ports import Chain, CoordinatorGateway
    from app.settings import Network
    from core.federated.analytics import Query
    from core.federated.analytics_search import Answered
    from core.federated.analytics_terms import Ask

_TOLERANCE = 1e-9
"""Edges of log scales may differ in their last digits from machine to machine."""


@dataclass(frozen=True)
class CheckedResult:
    """A question's result, computed on this machine from the public records alone.

    Args:
        number: of the question.
        status: open, answered, answered in part or failed.
        reason: why it ended without a full answer, "" otherwise.
        text: the query in words.
        result: None where there is none.
        checks: what was recomputed here and stood, one sentence each.
        ask: the operator's, whose signature was checked.
        digest: of the ask; a trader's word to it goes by this.
        traders: whose answers are in each sum, by the signed messages of its record.
    """

    number: int
    status: str
    reason: str
    text: str
    result: Result | None
    checks: tuple[str, ...]
    ask: "Ask" = field(repr=False)
    digest: Digest
    traders: tuple[tuple[ClientId, ...], ...] = field(repr=False)


class PublicQueries:
    """What everybody can read of an operator's questions; nothing is believed but signatures and sums.

    Args:
        coordinator: that publishes them.
        chain: of the network; says who its operator is.
        network: whose.
    """

    def __init__(self, coordinator: "CoordinatorGateway", chain: "Chain", network: "Network") -> None:
        self._coordinator = coordinator
        self._chain = chain
        self._network = network

    def results(self, limit: int = 20) -> tuple[CheckedResult, ...]:
        """The newest questions with their results, newest first, each computed again here."""
        listed = self._coordinator.json("queries", limit=limit)
        return tuple(self.check(whole(view, "id")) for view in views(listed))

    def view(self, number: int) -> dict[str, Any]:
        """Where a question stands, as the coordinator tells it."""
        found = self._coordinator.json(f"queries/{number}")
        return found if isinstance(found, dict) else {}

    def ask(self, number: int) -> "tuple[Signed, Ask]":
        """A question's ask; raises PeerBroke unless the network's operator signed it."""
        signed = Signed.from_bytes(self._coordinator.raw(f"queries/{number}/ask"))
        contract = client_id(self._network.contracts["Rounds"])
        return signed, read_ask(signed, self._chain.chain_id, contract, self.operator())

    def operator(self) -> ClientId:
        """Who runs the network's rounds, by the terms whose digest is on chain."""
        latest = int(self._chain.read("Rounds", "latest"))
        if not latest:
            raise Refused("The network has had no round, so nobody knows its operator.", "Ask again later.")
        data = self._coordinator.raw(f"rounds/{latest}/spec")
        return checked_terms(data, latest, self._network, self._chain).coordinator

    def sums(self, number: int, count: int, query: "Query") -> "list[Answered]":
        """What the first `count` sums of a question told, added up again from their records."""
        return [self._sum(number, place, query)[0] for place in range(1, count + 1)]

    def _sum(self, number: int, place: int, query: "Query") -> "tuple[Answered, tuple[ClientId, ...]]":
        """What a sum told, and whose answers are in it."""
        record = QueryRecord.from_bytes(self._coordinator.raw(f"queries/{number}/sums/{place}"))
        if record.spec.round_id != sum_number(number, place - 1) or record.spec.query != query:
            raise PeerBroke(f"The record of sum {place} of question {number} is that of another one.")
        found = replayed(record)
        return answered_by(found), found.contributors

    def check(self, number: int) -> CheckedResult:
        """Add a question's sums up again and compare what follows with what is shown.

        Raises:
            PeerBroke: a record does not stand, or something else follows from it than is shown.
        """
        view, (signed, ask) = self.view(number), self.ask(number)
        query, shown = ask.query, view.get("sums")
        count = len(shown) if isinstance(shown, list) else 0
        sums = [self._sum(number, place, query) for place in range(1, count + 1)]
        history = [answered for answered, _ in sums]
        reason = str(view.get("reason") or "")[:500]
        checks = [f"sum {place} follows from its record" for place in range(1, len(history) + 1)]
        try:
            found = result(query, history) if history else None
        except (PeerBroke, Refused) as error:
            found, reason = None, error.message
        if found is not None:
            _compare(found, view.get("result"))
            checks.append("the result follows from the sums")
        return CheckedResult(
            number=number,
            status=str(view.get("status")),
            reason=reason,
            text=describe(query),
            result=found,
            checks=tuple(checks),
            ask=ask,
            digest=signed.body_digest,
            traders=tuple(traders for _, traders in sums),
        )


def _compare(found: Result, shown: Any) -> None:
    """Raise PeerBroke unless the coordinator shows the figures that are found here."""
    try:
        told = [(each["label"], each["value"], each["low"], each["high"]) for each in shown["estimates"]]
    except (KeyError, TypeError) as error:
        raise PeerBroke("The coordinator's result is malformed.") from error
    mine = [(each.label, each.value, each.low, each.high) for each in found.estimates]
    if len(told) != len(mine) or not all(map(_is_same, told, mine)):
        raise PeerBroke("The coordinator shows other figures than follow from the public records.")


def _is_same(told: tuple[Any, ...], mine: tuple[Any, ...]) -> bool:
    numbers = zip(told[1:], mine[1:], strict=True)
    return told[0] == mine[0] and all(
        isinstance(one, float | int) and isclose(one, other, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
        for one, other in numbers
    )


def views(listed: Any) -> list[dict[str, Any]]:
    """The documents of a list of questions; raises PeerBroke for anything else."""
    found = listed.get("queries") if isinstance(listed, dict) else None
    if not isinstance(found, list) or not all(isinstance(view, dict) for view in found):
        raise PeerBroke("The coordinator's list of questions is malformed.", "Update the app.")
    return found


def whole(view: dict[str, Any], name: str) -> int:
    """A number of a question's document; raises PeerBroke for anything else."""
    found = view.get(name)
    if type(found) is not int or found < 0:
        raise PeerBroke("The coordinator's account of a question is malformed.", "Update the app.")
    return found


def moment(view: dict[str, Any], name: str) -> float:
    """A time of a question's document, 0 where it is not known; raises PeerBroke for anything else."""
    found = view.get(name) or 0.0
    if type(found) not in (int, float) or not 0 <= found < float("inf"):
        raise PeerBroke("The coordinator's account of a question is malformed.", "Update the app.")
    return float(found)
