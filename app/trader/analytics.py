"""The operator's open questions in; this trader's consent, its masked answers and checked results out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.trader.answering import Answering, Asked
from app.trader.consents import GIVEN, STANDING, Consents
from app.trader.own_fills import OwnFills
from app.trader.query_results import PublicQueries, moment, views, whole
from app.trader.watching import Watch
from core.errors import PeerBroke, Refused
from core.features.private_columns import PrivateRows, column_rows
from core.federated.analytics import describe
from core.federated.analytics_terms import QuerySpec, sum_number
from core.values import Symbol, Timeframe, client_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.events import EventBus
    from app.ports import Progress
    from app.trader import TraderPorts
    from app.trader.privacy_budget import PrivacyBudget
    from app.trader.wallet import Wallet
    from core.features.candles import CandleSeries
    from core.federated.analytics import Query
    from core.federated.analytics_results import Result
    from core.federated.analytics_search import Answered
    from core.federated.analytics_terms import Ask
    from core.federated.messages import Signed
    from core.values import ClientId, Digest

_STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask")
FILLS = "own fills"
"""The dataset, for the privacy budget, of columns that are made of a trader's own fills."""


@dataclass(frozen=True)
class OpenQuestion:
    """A question that waits for answers, checked to be the operator's.

    Args:
        number: of the question.
        digest: of the operator's ask.
        query: what is asked.
        text: the same in words.
        consent: what this trader says to it; see app.trader.consents.
        rows: how many rows of this trader would go into its answer.
        step: of its current sum; only in "join" can it be answered.
        joined, needed: traders so far, and the floor.
        deadline_at: when the step ends at the latest, market time.
        operator: who asks: the account whose signature was checked.
    """

    number: int
    digest: "Digest"
    query: "Query"
    text: str
    consent: str
    rows: int
    step: str
    joined: int
    needed: int
    deadline_at: float
    operator: "ClientId"

    @property
    def can_be_joined(self) -> bool:
        """Whether an answer can still begin."""
        return self.step in ("", "join")


@dataclass(frozen=True)
class Report:
    """What came of answering a question.

    Args:
        number: of the question.
        sums: protected sums that this trader's answer is in.
        status: of the question, as the coordinator calls it.
        note: why the last step was sat out, "" when none was.
        epsilon: privacy budget that the answers used up, 0 without noise.
        bytes_sent: of messages.
        result: checked here; None where there is none.
    """

    number: int
    sums: int
    status: str
    note: str
    epsilon: float
    bytes_sent: int
    result: "Result | None"


class Analytics:
    """Answers what the operator asks of all traders, with this trader's consent and nothing without.

    Args:
        ports: of the trader.
        wallet: bonds and delegates.
        budget: charged before an answer leaves.
        bus: for watching.

    Attributes:
        public: what everybody can read of the operator's questions, and check.
        consents: to columns and to questions.
        fills: the trader's own, as far as imported.
    """

    def __init__(
        self, ports: "TraderPorts", wallet: "Wallet", budget: "PrivacyBudget", bus: "EventBus"
    ) -> None:
        self._ports = ports
        self._wallet = wallet
        self._budget = budget
        self._watch = Watch(ports, bus)
        self.public = PublicQueries(ports.coordinator, ports.chain, ports.network)
        self.consents = Consents(ports.folder)
        self.fills = OwnFills(ports.folder)

    def open(self) -> tuple[OpenQuestion, ...]:
        """The questions that wait for answers, oldest first. Raises TryAgain while a service is away."""
        listed = self._ports.coordinator.json("queries", limit=200)
        numbers = [whole(view, "id") for view in views(listed) if view.get("status") == "open"]
        return tuple(self.question(number) for number in sorted(numbers))

    def question(self, number: int) -> OpenQuestion:
        """One question; raises PeerBroke unless the network's operator asked it."""
        view = self.public.view(number)
        signed, ask = self.public.ask(number)
        return OpenQuestion(
            number=number,
            digest=signed.body_digest,
            query=ask.query,
            text=describe(ask.query),
            consent=self.consents.state(signed.body_digest, ask.query),
            rows=len(self._rows(ask.query)),
            step=str(view.get("step")),
            joined=whole(view, "joined"),
            needed=ask.query.least_traders,
            deadline_at=moment(view, "deadline_at"),
            operator=self.public.operator(),
        )

    def answer(self, number: int, progress: "Progress") -> Report:
        """Take part in a question's sums until it has ended; waits for others, with progress and cancel.

        Args:
            number: of the question.
            progress: told step and fraction; raises Cancelled to cancel: this trader is then a drop-out.

        Raises:
            Refused: there is no consent, the question is over, or there are no rows.
            PeerBroke: the coordinator or a peer broke the protocol; this trader takes no further part.
            TryAgain: a service is away for long.
        """
        signed, ask = self.public.ask(number)
        self.consents.check(signed.body_digest, ask.query)
        rows = self._rows(ask.query)
        if not len(rows):
            raise Refused(f"You have no rows of {ask.query.column.name} that the query asks for.")
        part = _Part(self, number, signed, ask, rows)
        view = self._watch.until(lambda: part.look(progress), lambda *_: None, "", 0.0)
        found = self.public.check(number) if view.get("result") else None
        return Report(
            number=number,
            sums=part.answered,
            status=str(view.get("status")),
            note=part.note,
            epsilon=part.epsilon,
            bytes_sent=part.bytes_sent,
            result=found.result if found else None,
        )

    def answer_all(self, progress: "Progress") -> tuple[Report, ...]:
        """Answer each open question that has consent and rows and can be joined, one after the other."""
        chosen = [
            found
            for found in self.open()
            if found.consent in (STANDING, GIVEN) and found.rows and found.can_be_joined
        ]
        return tuple(self.answer(found.number, progress) for found in chosen)

    def begin(self, spec: QuerySpec, rows: PrivateRows) -> Answering:
        """This trader's part in a sum whose terms were checked."""
        bond, account = self._wallet.ensure_bond(), self._wallet.account()
        datasets = self.datasets(spec.query)
        return Answering(self._ports, account, bond.units, spec, rows, datasets, self.consents, self._budget)

    def terms(self, number: int, signed: "Signed", earlier: "Sequence[Answered]") -> QuerySpec:
        """The terms of a question's open sum, checked; raises PeerBroke for any others."""
        spec = QuerySpec.from_bytes(self._ports.coordinator.raw(f"queries/{number}/terms"))
        ask, network = self.public.ask(number)[1], self._ports.network
        rules = (
            (spec.ask == signed.body_digest and spec.query == ask.query, "of another query"),
            (spec.chain_id == self._ports.chain.chain_id, "for another chain"),
            (spec.contract == client_id(network.contracts["Rounds"]), "for another Rounds contract"),
            (spec.coordinator == self.public.operator(), "of another coordinator"),
            (spec.history == tuple(earlier), "after sums that the public records do not show"),
            (spec.round_id == sum_number(number, len(earlier)), "of a sum with another number"),
        )
        for holds, reason in rules:
            if not holds:
                raise PeerBroke(f"The terms of question {number} are {reason}.", "Tell the operator.")
        return spec

    def _rows(self, query: "Query") -> PrivateRows:
        asked = query.rows
        fills = [fill for fill in self.fills.load() if not asked.pairs or str(fill.symbol) in asked.pairs]
        return column_rows(query.column.name, self._series(query), fills, asked.since, asked.until)

    def _series(self, query: "Query") -> "list[CandleSeries]":
        """The stored candles that a query is about, one series a pair."""
        if query.column.from_fills:
            return []
        store, timeframe = self._ports.candle_store, Timeframe(query.rows.timeframe)
        return [store.load(pair, timeframe) for pair in self._pairs(query)]

    def _pairs(self, query: "Query") -> list[Symbol]:
        asked, timeframe = query.rows.pairs, Timeframe(query.rows.timeframe)
        stored = [pair for pair, length in self._ports.candle_store.stored() if length == timeframe]
        return [pair for pair in stored if not asked or str(pair) in asked]

    def datasets(self, query: "Query") -> tuple[str, ...]:
        """What an answer is made of, as the privacy budget names it."""
        return (FILLS,) if query.column.from_fills else tuple(str(pair) for pair in self._pairs(query))


class _Part:
    """One trader's way through all sums of one question.

    Args:
        analytics: of the trader.
        number: of the question.
        signed: the operator's ask.
        ask: the same, read.
        rows: the trader's.
    """

    def __init__(
        self, analytics: Analytics, number: int, signed: "Signed", ask: "Ask", rows: PrivateRows
    ) -> None:
        self._analytics = analytics
        self._number = number
        self._signed = signed
        self._ask = ask
        self._rows = rows
        self._place = 0
        self._current: Answering | None = None
        self.answered = 0
        self.note = ""
        self.epsilon = 0.0
        self.bytes_sent = 0

    def look(self, progress: "Progress") -> dict[str, Any] | None:
        """Do what the question's open step asks; its last view once it has ended."""
        view = self._analytics.public.view(self._number)
        if view.get("status") != "open":
            progress("over", 1.0)
            return view
        asked = Asked(self._number, whole(view, "sum"), whole(view, "attempt"), str(view.get("step")))
        progress(f"sum {asked.sum}: {asked.step or 'waiting'}", _fraction(asked.step))
        if asked.sum != self._place and asked.step == "join":
            earlier = self._analytics.public.sums(self._number, asked.sum - 1, self._ask.query)
            spec = self._analytics.terms(self._number, self._signed, earlier)
            self._current, self._place = self._analytics.begin(spec, self._rows), asked.sum
        if self._current is not None and asked.sum == self._place:
            self._take(self._current, asked)
        elif self._current is None and asked.step not in ("", "join"):
            raise Refused(f"Question {self._number} can no longer be joined.", "Answer the next one.")
        return None

    def _take(self, part: Answering, asked: Asked) -> None:
        sent, before = part.bytes_sent, part.epsilon
        done = part.answer(asked)
        self.note = part.note
        self.bytes_sent += part.bytes_sent - sent
        self.epsilon += part.epsilon - before
        self.answered += done == "unmask"


def _fraction(step: str) -> float:
    return _STEPS.index(step) / len(_STEPS) if step in _STEPS else 0.0
