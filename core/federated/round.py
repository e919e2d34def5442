"""Signed messages, chain facts and the time in; an attempt's steps, views and what to post on chain out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from core.errors import PeerBroke, Refused, TryAgain
from core.federated import admission, graph
from core.federated.cohort import BEACON_BYTES, check_place
from core.federated.contribution import check_request, score_root
from core.federated.messages import (
    STEPS,
    Agree,
    Body,
    Join,
    MaskedInput,
    Receipt,
    RoundSpec,
    Shares,
    Signed,
    Unmask,
    read,
    sign,
)
from core.federated.record import Record
from core.federated.round_log import ABORT, BOND, CLOSE_JOINS, MESSAGE, POSTED, REQUEST, TICK, Bond, LogEntry
from core.federated.transcript import Transcript
from core.federated.views import Aggregate, Posted, ScoreRequest, ScoreTable
from core.identity.keys import Account
from core.values import ClientId, Digest

JOINS, MASKED, SURVIVORS, CLOSE, SCORES = "joins", "masked", "survivors", "close", "scores"


@dataclass(frozen=True)
class ChainPost:
    """What the coordinator must post on chain before the round goes on; see views.Posted."""

    kind: str
    roots: tuple[bytes, ...]


@dataclass(frozen=True)
class Abort:
    """Why and in which step an attempt ended without a sum."""

    step: str
    reason: str


class RoundState:
    """One attempt of a round, as the coordinator keeps it; rebuilt from its log by `replay`.

    Args:
        spec: the round's terms.
        attempt: from 1.
        account: signs receipts; its address is spec.coordinator.
        opened_at: UTC seconds at which the join window opened.

    Attributes:
        step: of STEPS, the one that is open or next.
        awaits: kind of the chain post without which the step does not open, None when it is open.
        deadline_at: when the open step closes, None while nothing is waited for.
        aborted: why the attempt is over, None while it goes on.
        settled: whether the score root stands on chain.
    """

    def __init__(self, spec: RoundSpec, attempt: int, account: Account, opened_at: float) -> None:
        if account.address != spec.coordinator:
            raise Refused("The coordinator's account is not the one that the round names.")
        self.spec = spec
        self.attempt = attempt
        self.step = "join"
        self.awaits: str | None = None
        self.deadline_at: float | None = opened_at + spec.window("join")
        self.aborted: Abort | None = None
        self.settled = False
        self._account = account
        self._record = Record(spec, attempt)
        self._bonds: dict[ClientId, int] = {}
        self._received_at: dict[tuple[str, ClientId], float] = {}
        self._facts: dict[str, Posted] = {}
        self._log: list[LogEntry] = []

    @classmethod
    def replay(
        cls, spec: RoundSpec, attempt: int, account: Account, opened_at: float, entries: Iterable[bytes]
    ) -> Self:
        """The state after the entries of its log; equal in every view to the one that wrote them."""
        state = cls(spec, attempt, account, opened_at)
        for data in entries:
            entry = LogEntry.from_bytes(data)
            state._replay(entry)
        state._log.clear()
        return state

    def _replay(self, entry: LogEntry) -> None:
        match entry.event:
            case "message":
                self.on(Signed.from_bytes(entry.data), entry.at)
            case "bond":
                bond = Bond.from_bytes(entry.data)
                self.bonded(bond.client, bond.bond_wei, entry.at)
            case "close joins":
                self.close_joins(entry.at)
            case "posted":
                self._post(Posted.from_bytes(entry.data), entry.at)
            case "request":
                self.publish_request(ScoreRequest.from_bytes(entry.data), entry.at)
            case "abort":
                self.abort(entry.data.decode(), entry.at)
            case _:
                self.tick(entry.at)

    def drain_log(self) -> tuple[bytes, ...]:
        """The canonical log entries since the last call; store them before anything is answered."""
        new = tuple(entry.to_bytes() for entry in self._log)
        self._log.clear()
        return new

    def _note(self, event: str, at: float, data: bytes = b"") -> None:
        self._log.append(LogEntry(event, at, data))

    def bonded(self, client: ClientId, bond_wei: int, now: float) -> None:
        """The chain shows this bond; 0 for a wallet or session that must not join."""
        if self._bonds.get(client) != bond_wei:
            self._bonds[client] = bond_wei
            self._note(BOND, now, Bond(client, bond_wei).to_bytes())

    def on(self, signed: Signed, now: float) -> bytes:
        """Take a client's message; the reply is a signed receipt. Taking it twice changes nothing.

        Raises:
            PeerBroke: it is malformed, forged, replayed, for another attempt, or a second, different one.
            Refused: its step is over, the attempt is aborted, or a rule keeps the client out.
            TryAgain: its step is not open yet.
        """
        body = read(signed)
        check_place(self.spec, self.attempt, body)
        before = self._record.message(body.KIND, body.client)
        if before is not None and before.body == signed.body:
            return self._receipt(body, before)
        self._check_open(body.KIND)
        self._check(signed, body, now)
        if before is not None:
            raise PeerBroke(f"{body.client} sent two different messages for {body.KIND}.")
        self._record.add(signed, body)
        self._received_at[body.KIND, body.client] = now
        self._note(MESSAGE, now, signed.to_bytes())
        reply = self._receipt(body, signed)
        if self._is_complete():
            self._close(now)
        return reply

    def _receipt(self, body: Body, signed: Signed) -> bytes:
        at = self._received_at[body.KIND, body.client]
        receipt = Receipt(self.spec.round_id, self.attempt, body.client, body.KIND, signed.body_digest, at)
        return sign(self.spec, self._account, receipt).to_bytes()

    def _check_open(self, step: str) -> None:
        if self.aborted:
            raise Refused(f"The attempt is over: {self.aborted.reason}", "Join the next attempt.")
        if STEPS.index(step) < STEPS.index(self.step):
            raise Refused(f"The step {step} is over.", "A late client sits out until the next attempt.")
        if step != self.step or self.awaits or self.deadline_at is None:
            raise TryAgain(f"The step {step} is not open yet.", retry_after=1.0)

    def _check(self, signed: Signed, body: Body, now: float) -> None:
        record = self._record
        if isinstance(body, Join):
            others = [join for client, join in record.bodies(Join).items() if client != body.client]
            bond = self._bonds.get(body.client, 0)
            admission.join(self.spec, self.attempt, signed, others, bond, now)
            return
        record.cohort.check_member(body, signed)
        match body:
            case Shares():
                admission.shares(record.cohort, body)
            case MaskedInput():
                admission.masked(record.cohort, record.live, body)
            case Agree():
                admission.agreement(record.agreed.survivors, record.agreed.digest, body)
            case Unmask():
                admission.unmasking(record.live, record.agreed.survivors, record.agreed.digest, body)
            case _:
                admission.score_opening(record.live, record.agreed.survivors, self._request(), body)

    def _is_complete(self) -> bool:
        """Whether everybody who may answer the open step has."""
        sent = self._record.senders(self.step)
        if self.step == "join":
            return len(sent) == self.spec.max_cohort
        return sent >= self._expected()

    def _expected(self) -> frozenset[ClientId]:
        record = self._record
        if self.step == "share":
            return frozenset(record.cohort.clients)
        return frozenset(record.live if self.step == "mask" else record.agreed.survivors)

    def close_joins(self, now: float) -> None:
        """End the join window early, because everybody who can come has; refused below the floor."""
        if self.step != "join" or self.aborted:
            return
        if len(self._record.senders("join")) < self.spec.min_cohort:
            raise Refused(f"A cohort has at least {self.spec.min_cohort} clients.")
        self._note(CLOSE_JOINS, now)
        self._close(now)

    def tick(self, now: float) -> None:
        """Let time pass: a step whose deadline is over closes with what has come."""
        if self.aborted or self.deadline_at is None or now < self.deadline_at:
            return
        self._note(TICK, now)
        if self.step == "join" and len(self._record.senders("join")) < self.spec.min_cohort:
            self.deadline_at = now + self.spec.window("join")
            return
        self._close(now)

    def abort(self, reason: str, now: float) -> None:
        """End the attempt for a reason that lies outside it, as a chain that is away for too long."""
        if not self.aborted:
            self._note(ABORT, now, reason.encode())
            self._abort(reason)

    def _abort(self, reason: str) -> None:
        self.aborted = Abort(self.step, reason)
        self.awaits = self.deadline_at = None

    def _close(self, now: float) -> None:
        """Close the open step; the attempt aborts when what has come does not do."""
        closing: Mapping[str, Callable[[float], None]] = {
            "join": self._close_join,
            "share": self._close_share,
            "mask": self._close_mask,
            "agree": self._close_agree,
            "unmask": self._close_unmask,
            "open_score": self._close_open_score,
        }
        try:
            closing[self.step](now)
        except (PeerBroke, Refused) as error:
            self._abort(error.message)

    def _enter(self, step: str, awaits: str | None, now: float) -> None:
        self.step, self.awaits = step, awaits
        self.deadline_at = None if awaits else now + self.spec.window(step)

    def _close_join(self, now: float) -> None:
        self._enter("share", JOINS, now)

    def _close_share(self, now: float) -> None:
        if not self._record.live:
            raise Refused("Too few clients shared with each other.")
        self._enter("mask", None, now)

    def _close_mask(self, now: float) -> None:
        self._check_recoverable(self._record.agreed.survivors)
        self._enter("agree", MASKED, now)

    def _close_agree(self, now: float) -> None:
        self._check_recoverable(self._record.helpers())
        self._enter("unmask", SURVIVORS, now)

    def _close_unmask(self, now: float) -> None:
        self._check_recoverable(self._record.senders("unmask"))
        self._record.aggregate  # noqa: B018 - computed here, so that a wrong share aborts here
        self._enter("publish", CLOSE, now)

    def _close_open_score(self, now: float) -> None:
        self._record.scores  # noqa: B018 - computed here, as above
        self._enter("settle", SCORES, now)

    def _check_recoverable(self, helpers: Iterable[ClientId]) -> None:
        record = self._record
        lost = graph.unrecoverable(
            record.live, record.agreed.survivors, frozenset(helpers), record.cohort.threshold
        )
        if lost:
            raise Refused(
                f"Fewer than {record.cohort.threshold} neighbours are left to unmask {len(lost)} clients."
            )

    def chain_posts(self) -> tuple[ChainPost, ...]:
        """What must be posted on chain now; posting it again after a crash is harmless where it stands."""
        if self.awaits is None:
            return ()
        record = self._record
        roots: Mapping[str, Callable[[], tuple[bytes, ...]]] = {
            JOINS: lambda: (record.root1,),
            MASKED: lambda: (record.root3,),
            SURVIVORS: lambda: (record.agreed.digest.raw, record.agreed.root4),
            CLOSE: lambda: (self.transcript().root(),),
            SCORES: lambda: (score_root(record.scores),),
        }
        return (ChainPost(self.awaits, roots[self.awaits]()),)

    def posted(
        self,
        kind: str,
        block: int,
        timestamp: int,
        now: float,
        beacon: bytes = b"",
        model: Digest | None = None,
    ) -> None:
        """The chain holds what chain_posts asked for, in this block.

        Args:
            kind: of the post.
            block: the number of the block that holds it.
            timestamp: of that block.
            now: UTC seconds; the next window starts here.
            beacon: hash of block + 2; needed with `joins`.
            model: digest of the new global model's artifact; needed with `close`.
        """
        (post,) = self.chain_posts() or (None,)
        if post is None or post.kind != kind:
            raise Refused(f"The round does not wait for {kind} on chain.")
        self._post(Posted(kind, post.roots, block, timestamp, beacon, model), now)

    def _post(self, fact: Posted, now: float) -> None:
        if fact.kind == JOINS and len(fact.beacon) != BEACON_BYTES:
            raise Refused("The beacon is the 32 bytes of a block's hash.")
        if (fact.kind == CLOSE) != (fact.model is not None):
            raise Refused("The close, and nothing else, names the new model.")
        self._facts[fact.kind] = fact
        self._note(POSTED, now, fact.to_bytes())
        if fact.kind == MASKED and fact.timestamp >= self.spec.evaluation.start_at:
            self._abort("The commitments reached the chain after the first candle that scores them.")
            return
        if fact.kind == JOINS:
            self._record.beacon = fact.beacon
        if fact.kind == SCORES:
            self.awaits, self.settled = None, True
            return
        self._enter("open_score" if fact.kind == CLOSE else self.step, None, now)
        if fact.kind == CLOSE:
            self.deadline_at = None

    def publish_request(self, request: ScoreRequest, now: float) -> None:
        """Publish g and u after the horizon; the window for openings starts.

        Raises:
            Refused: it is not the time, or another request was published.
            PeerBroke: its vectors are not those of the round.
        """
        if self.aborted or self.step != "open_score" or self._record.request not in (None, request):
            raise Refused("The round does not wait for a score request.")
        if now < self.spec.evaluation.end_at:
            raise Refused("The candles that score this round are not closed yet.")
        check_request(self.spec, self.attempt, request)
        if self._record.request is None:
            self._record.request = request
            self._note(REQUEST, now, request.to_bytes())
            self.deadline_at = now + self.spec.window("open_score")

    def _request(self) -> ScoreRequest:
        if self._record.request is None:
            raise TryAgain("The score request is not published yet.", retry_after=1.0)
        return self._record.request

    def _reached(self, step: str) -> Record:
        """The record, when `step` is open or past; raises TryAgain before."""
        reached = STEPS.index(self.aborted.step if self.aborted else self.step)
        if reached < STEPS.index(step) or (self.step == step and self.awaits == JOINS):
            raise TryAgain(f"The step {step} is not reached yet.", retry_after=1.0)
        return self._record

    @property
    def clients(self) -> tuple[ClientId, ...]:
        """Who has joined, in the order of addresses."""
        return tuple(sorted(self._record.senders("join")))

    @property
    def survivors_so_far(self) -> tuple[ClientId, ...]:
        """Who is in the sum, from the closing of `mask` on; before, everybody who may yet be."""
        is_masked = STEPS.index(self.step) > STEPS.index("mask")
        return tuple(sorted(self._record.senders("mask" if is_masked else "join")))

    def missing(self) -> tuple[ClientId, ...]:
        """Who has not answered the open step."""
        if self.step == "join" or self.awaits or self.deadline_at is None:
            return ()
        return tuple(sorted(self._expected() - self._record.senders(self.step)))

    def fact(self, kind: str) -> Posted | None:
        """What stands on chain, None before it does."""
        return self._facts.get(kind)

    def roster(self) -> bytes:
        """For `share`: every signed join."""
        return self._reached("share").roster().to_bytes()

    def inbox(self, client: ClientId) -> bytes:
        """For `mask`: what the live neighbours of a client sent it."""
        return self._reached("mask").inbox(client).to_bytes()

    def masked(self) -> bytes:
        """For `agree`: the commitments."""
        return self._reached("agree").masked.to_bytes()

    def survivors(self) -> bytes:
        """For `unmask`: the survivor set and its signatures."""
        return self._reached("unmask").survivors().to_bytes()

    @property
    def aggregate(self) -> Aggregate:
        """The exact sum and the secrets by which anybody re-adds it."""
        return self._reached("publish").aggregate

    @property
    def total_weight(self) -> int:
        """The sum of the survivors' integer weights, 2^20 for 1."""
        return self._reached("publish").total_weight

    def score_request(self) -> bytes:
        """For `open_score`: g and u."""
        return self._request().to_bytes()

    def openings(self) -> bytes:
        """The score openings so far."""
        return self._reached("open_score").openings().to_bytes()

    @property
    def scores(self) -> ScoreTable:
        """The scores."""
        return self._reached("settle").scores

    def transcript(self) -> Transcript:
        """Everything public so far, from the unmasking on."""
        record = self._reached("publish")
        return Transcript.of(record, self._facts, scored=self.step == "settle")
