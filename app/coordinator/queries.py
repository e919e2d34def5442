"""An operator's signed queries and traders' masked answers in; protected sums, and their public results, out.

A sum runs through the steps of a round, without the chain: all traders of a sum are neighbours of all, so
there is nothing that a block's hash would have to choose. Nobody is paid for an answer.
"""

import threading
from collections.abc import Callable, Mapping, Sequence

import structlog

from app.coordinator.driver import IDLE, SOON, World
from app.coordinator.journal import Absent
from app.coordinator.metrics import Metrics
from app.coordinator.query_rules import QueryRules
from app.coordinator.query_views import QueryList, QueryView, view_of
from app.coordinator.questions import ANSWERED, ATTEMPT, END, SUM, Begun, Ended, Question, Summed
from app.coordinator.register import Register
from app.ports import RoundLog
from core.errors import ConfluxError, PeerBroke, Refused
from core.federated.analytics_record import QueryRecord, answered_by, masked_digests
from core.federated.analytics_results import check
from core.federated.analytics_search import is_complete
from core.federated.analytics_terms import beacon, query_terms, read_ask
from core.federated.cohort import check_join
from core.federated.messages import MaskedUpload, Signed
from core.federated.round import RoundState
from core.federated.round_log import BEACON_POSTS, CLOSE, JOINS
from core.federated.views import NormRequest
from core.privacy.fixed_point import Ring, ring_from_wire, to_wire
from core.values import ClientId, Digest, client_id

log = structlog.get_logger("coordinator.queries")

WORD_BYTES = 8


class Queries:
    """All questions of one coordinator.

    Args:
        world: the outside.
        store: the append-only log of questions.
        rules: the operator's allow-list.
        metrics: counts messages.
        hurry: called when there is something to do.
    """

    def __init__(
        self, world: World, store: RoundLog, rules: QueryRules, metrics: Metrics, hurry: Callable[[], None]
    ) -> None:
        self._world = world
        self._log = store
        self._rules = rules
        self._metrics = metrics
        self._hurry = hurry
        self._register = Register(world.chain, world.account)
        self._lock = threading.Lock()
        self._questions: dict[int, Question] = {}

    def forget(self) -> None:
        """Read the log again when asked: another coordinator may have written to it."""
        with self._lock:
            for question in self._questions.values():
                question.expire()

    def step(self) -> float:
        """Move every open question one step further; returns seconds until the next look."""
        pauses = [self._move(question) for question in self._open()]
        return min(pauses, default=IDLE)

    def _open(self) -> list[Question]:
        return [found for found in map(self.question, self._log.rounds()) if found.ended is None]

    def question(self, number: int) -> Question:
        """A question; raises Absent where there is none."""
        with self._lock:
            found = self._questions.get(number)
            if found is None:
                found = Question.load(self._log, self._world.account, self._vector, number)
                self._questions[number] = found
        return found.refreshed()

    def _vector(self, digest: Digest) -> Ring:
        return ring_from_wire(self._world.artifacts.get(digest))

    def ask(self, body: bytes) -> QueryView:
        """Take an operator's signed query; the same one again gets the same question.

        Raises:
            PeerBroke: it is malformed, or not signed by this network's operator.
            Refused: it is stale, or not on the allow-list; or too many questions are open.
        """
        world, signed = self._world, Signed.from_bytes(body)
        now = world.clock.now()
        contract = client_id(world.network.contracts["Rounds"])
        ask = read_ask(signed, world.network.chain_id, contract, world.account.address)
        for number in self._log.rounds():
            if self.question(number).signed.body == signed.body:
                return self.view(number)
        if abs(now - ask.asked_at) > self._rules.fresh_seconds:
            raise Refused("The query was signed at another time.", "Sign it again; compare the clocks.")
        self._rules.check(ask)
        if len(self._open()) >= self._rules.most_open:
            raise Refused(
                f"{self._rules.most_open} questions are open.", "Ask again when one of them is answered."
            )
        number = max(self._log.rounds(), default=0) + 1
        Question.begin(self._log, world.account, self._vector, number, signed, now)
        log.info("a query is asked", question=number, kind=ask.query.kind, column=ask.query.column.name)
        self._hurry()
        return self.view(number)

    def _move(self, question: Question) -> float:
        now = self._world.clock.now()
        if question.state is None:
            self._begin_sum(question, now)
        state = question.attempted()
        if state.aborted:
            return self._start_over(question, state, now)
        if state.awaits == CLOSE:
            return self._open_sum(question, state, now)
        question.change(lambda current: self._advance(question, current, now), now)
        return SOON

    def _begin_sum(self, question: Question, now: float) -> None:
        """The terms of the question's next sum, once; and its first attempt."""
        history = question.history
        if question.spec is None or question.spec.history != history:
            operator = self._world.account.address
            terms = query_terms(question.signed, operator, question.number, history, self._rules.windows)
            question.write(SUM, terms.to_bytes(), now)
        joins = len(question.summed[-1].traders) if question.summed else question.ask.enough_traders
        question.write(ATTEMPT, Begun(joins).to_bytes(), now)

    def _advance(self, question: Question, state: RoundState, now: float) -> None:
        """What time, enough joins, or a root that would go on chain in a training round lets happen."""
        if state.aborted or state.awaits == CLOSE:  # by a message that came meanwhile; the next look sees it
            return
        if state.reference is None:
            state.publish_reference(NormRequest(state.spec.round_id, None, 0.0), now)
        if state.awaits:
            (post,) = state.chain_posts()
            found = beacon(post.roots[0]) if post.kind in BEACON_POSTS else b""
            state.posted(post.kind, 0, int(now), now, found)
        elif state.step == "join" and 0 < question.enough <= len(state.clients):
            state.close_joins(now)
        elif state.step == "join" and state.deadline_at is not None and now >= state.deadline_at:
            self._end_joins(state, now)
        else:
            state.tick(now)

    def _end_joins(self, state: RoundState, now: float) -> None:
        if len(state.clients) < state.spec.min_cohort:
            state.abort(f"{len(state.clients)} of {state.spec.min_cohort} traders came in time", now)
        else:
            state.tick(now)

    def _open_sum(self, question: Question, state: RoundState, now: float) -> float:
        """Keep what the sum told, with the record by which anybody adds it up again."""
        with question.lock:
            answered, record = answered_by(state.record), self._record(state)
            digest = self._world.artifacts.put(record.to_bytes())
            question.write(ANSWERED, Summed(answered, state.survivors_so_far, digest).to_bytes(), now)
        try:
            check(question.ask.query, answered)
        except (PeerBroke, Refused) as error:
            return self._end(question, error.message, now)
        if is_complete(question.ask.query, question.history):
            return self._end(question, "", now)
        return 0.0

    def _record(self, state: RoundState) -> QueryRecord:
        joins = state.fact(JOINS)
        vectors = tuple(to_wire(self._vector(digest)) for digest in masked_digests(state.record))
        return QueryRecord.of(state.record, joins.timestamp if joins else 0, vectors)

    def _start_over(self, question: Question, state: RoundState, now: float) -> float:
        """A new attempt with fresh keys, while there are tries; a question that nobody joins has ended."""
        reason = state.aborted.reason if state.aborted else ""
        log.warning("a sum failed", question=question.number, attempt=question.attempt, reason=reason)
        joined_in_vain = state.aborted is not None and state.aborted.step == "join"
        if joined_in_vain or question.attempt >= self._rules.attempts:
            return self._end(question, reason, now)
        question.write(ATTEMPT, Begun(len(state.clients)).to_bytes(), now)
        return 0.0

    def _end(self, question: Question, reason: str, now: float) -> float:
        question.write(END, Ended(reason[:500]).to_bytes(), now)
        log.info("a question has ended", question=question.number, reason=reason)
        return 0.0

    def accept(self, number: int, step: str, body: bytes) -> bytes:
        """A trader's signed message; returns the signed receipt. Safe to repeat.

        Raises:
            Absent: there is no such question.
            PeerBroke: the message is malformed, forged, of another step, attempt or sum.
            Refused: its step is over, or the trader may not take part.
            TryAgain: its step is not open yet, or the chain is away.
        """
        label = f"query {step}"
        try:
            reply = self._accept(self.question(number), step, body)
        except ConfluxError as error:
            self._metrics.messages.labels(label, type(error).__name__).inc()
            raise
        self._metrics.messages.labels(label, "accepted").inc()
        self._hurry()
        return reply

    def _accept(self, question: Question, step: str, body: bytes) -> bytes:
        signed = self._keep_masked(question, body) if step == "mask" else Signed.from_bytes(body)
        if signed.step != step:
            raise PeerBroke(f"A {signed.step!r} message was sent to the step {step!r}.")
        bond = self._checked_bond(question, signed) if step == "join" else None

        def take(state: RoundState) -> bytes:
            now = self._world.clock.now()
            if bond is not None:
                state.bonded(*bond, now)
            return state.on(signed, now)

        return question.change(take, self._world.clock.now())

    def _keep_masked(self, question: Question, body: bytes) -> Signed:
        """The commitment to a masked answer that is on disk; strangers' answers never get there."""
        signed, _, masked = MaskedUpload.opened(body, question.terms.parameters)
        with question.lock:
            question.attempted().check(signed, self._world.clock.now())
        self._world.artifacts.put(bytes(masked))
        return signed

    def _checked_bond(self, question: Question, signed: Signed) -> tuple[ClientId, int] | None:
        """What the chain says of a joiner; None where its join was taken before.

        An exact question goes on with the traders of its first sum: over other traders, the difference of
        two sums would show the few that are in one of them alone, so nobody would open it.
        """
        state = question.attempted()
        join = check_join(question.terms, state.attempt, signed, self._world.clock.now())
        if join.client in state.clients:
            return None
        if (
            question.summed
            and not question.terms.noise_multiplier
            and join.client not in question.summed[-1].traders
        ):
            raise Refused(
                "This question goes on with those who answered its first sum.", "Answer another one."
            )
        bond_wei = self._register.bond_wei(join.client)
        if not bond_wei:
            raise Refused(f"{join.client} has no bond.", "Stake one and join again.")
        if self._register.revoked(join.client, join.session):
            raise Refused(f"{join.client} has revoked this session key.", "Delegate to a new one.")
        return join.client, bond_wei

    def largest_body_bytes(self, number: int, overhead: int) -> int:
        """What a message for a question may have."""
        return WORD_BYTES * self.question(number).ask.query.parameters + overhead

    def list(self, limit: int, before: int) -> QueryList:
        """Questions with a number below `before` (0: all), newest first."""
        numbers = [number for number in reversed(self._log.rounds()) if not before or number < before]
        return QueryList(queries=[self.view(number) for number in numbers[:limit]], total=len(numbers))

    def view(self, number: int) -> QueryView:
        """Where a question stands, with its result so far."""
        return view_of(self.question(number))

    def part(self, number: int, name: str) -> bytes:
        """Canonical bytes of a public part; raises TryAgain while the sum has not come that far."""
        question = self.question(number)
        with question.lock:
            return PARTS[name](question)

    def inbox(self, number: int, client: ClientId) -> bytes:
        """The sealed shares for a trader."""
        question = self.question(number)
        with question.lock:
            return question.attempted().inbox(client)

    def survivors(self, number: int, client: ClientId) -> bytes:
        """The survivor set, with its signatures."""
        question = self.question(number)
        with question.lock:
            return question.attempted().survivors(client)

    def record(self, number: int, place: int) -> bytes:
        """The record of a question's sum `place`, from 1; raises Absent where there is none."""
        summed: Sequence[Summed] = self.question(number).summed
        if not 1 <= place <= len(summed):
            raise Absent(f"Question {number} has {len(summed)} sums.", "Ask for one of them, from 1.")
        return self._world.artifacts.get(summed[place - 1].record)


PARTS: Mapping[str, Callable[[Question], bytes]] = {
    "ask": lambda question: question.signed.to_bytes(),
    "terms": lambda question: question.terms.to_bytes(),
    "roster": lambda question: question.attempted().roster(),
    "masked": lambda question: question.attempted().masked(),
    "norm-request": lambda question: question.attempted().norm_request(),
    "norms": lambda question: question.attempted().norms(),
}
"""What a question shows of its open sum, by the last word of its address."""
