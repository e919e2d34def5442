"""Signed messages, chain facts and the time in; an attempt's steps, views and what to post on chain out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from core.errors import PeerBroke, Refused, TryAgain
from core.federated import admission
from core.federated.cohort import BEACON_BYTES, check_place
from core.federated.contribution import check_request, score_root
from core.federated.messages import WORD_BYTES, Body, Join, Receipt, Signed, read, sign
from core.federated.readings import Abort, RoundReadings
from core.federated.record import Record
from core.federated.round_log import (
    ABORT,
    ASKED,
    BEACON_POSTS,
    BOND,
    CLOSE,
    CLOSE_JOINS,
    JOINS,
    MASKED,
    MESSAGE,
    POSTED,
    REFERENCE,
    REQUEST,
    SCORES,
    SURVIVORS,
    TICK,
    Bond,
    LogEntry,
)
from core.federated.terms import STEPS, RoundSpec, SumTerms
from core.federated.views import NormRequest, Posted, ScoreRequest
from core.identity.keys import Account
from core.privacy.fixed_point import Ring
from core.values import ClientId, Digest

Vectors = Callable[[Digest], Ring]


@dataclass(frozen=True)
class ChainPost:
    """What the coordinator must post on chain before the round goes on; see views.Posted."""

    kind: str
    roots: tuple[bytes, ...]


class RoundState(RoundReadings):
    """One attempt of a round, as the coordinator keeps it; rebuilt from its log by `replay`.

    Args:
        spec: the round's terms.
        attempt: from 1.
        account: signs receipts; its address is spec.coordinator.
        opened_at: UTC seconds at which the join window opened.
        vectors: masked updates by digest, as ring words; each is there before `on` takes its commitment.
        excluded: whom earlier attempts convicted.
    """

    def __init__(
        self,
        spec: SumTerms,
        attempt: int,
        account: Account,
        opened_at: float,
        vectors: Vectors,
        excluded: frozenset[ClientId] = frozenset(),
    ) -> None:
        if account.address != spec.coordinator:
            raise Refused("The coordinator's account is not the one that the round names.")
        super().__init__(Record(spec, attempt, vectors))
        self.spec = spec
        self.attempt = attempt
        self.deadline_at = opened_at + spec.window("join")
        self._account = account
        self.excluded = excluded
        self._bonds: dict[ClientId, int] = {}
        self._received_at: dict[tuple[str, ClientId], float] = {}
        self._log: list[LogEntry] = []
        self._posts: dict[str, ChainPost] = {}

    @property
    def received_at(self) -> Mapping[tuple[str, ClientId], float]:
        """When each message that was taken came, by step and client."""
        return self._received_at

    @property
    def bonds(self) -> Mapping[ClientId, int]:
        """Each joiner's bond in wei, as the chain showed it."""
        return self._bonds

    def replay(self, entries: Iterable[bytes]) -> Self:
        """This new state after the entries of its log; equal in every view to the one that wrote them."""
        for data in entries:
            self._replay(LogEntry.from_bytes(data))
        self._log.clear()
        return self

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
            case "reference":
                self.publish_reference(NormRequest.from_bytes(entry.data), entry.at)
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

    def check(self, signed: Signed, now: float) -> None:
        """Raise what `on` would raise, and change nothing."""
        body = read(signed)
        check_place(self.spec, self.attempt, body)
        before = self._record.message(body.KIND, body.client)
        if before is not None and before.body == signed.body:
            return
        self._check_open(body.KIND)
        self._check(signed, body, now)
        if before is not None:
            raise PeerBroke(f"{body.client} sent two different messages for {body.KIND}.")

    def on(self, signed: Signed, now: float) -> bytes:
        """Take a client's message; the reply is a signed receipt. Taking it twice changes nothing.

        Raises:
            PeerBroke: it is malformed, forged, replayed, for another attempt, or a second, different one.
            Refused: its step is over, the attempt is aborted, or a rule keeps the client out.
            TryAgain: its step is not open yet.
        """
        self.check(signed, now)
        body = read(signed)
        before = self._record.message(body.KIND, body.client)
        if before is not None:
            return self._receipt(body, before)
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
        if isinstance(body, Join):
            if body.client in self.excluded:
                raise Refused(f"{body.client} was convicted in an earlier attempt of this round.")
            bond_wei = self._bonds.get(body.client, 0)
            admission.join(self.spec, self.attempt, signed, self._record.key_owners, bond_wei, now)
            return
        self._record.of(body.client).cohort.check_member(body, signed)
        admission.check(self._record, body)

    def _is_complete(self) -> bool:
        """Whether everybody who may answer the open step has."""
        sent = self._record.count(self.step)
        if self.step == "join":
            return sent == self.spec.max_clients
        return sent >= len(self._expected()) and self._record.senders(self.step) >= self._expected()

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
            "open_norm": self._close_open_norm,
            "agree": self._close_agree,
            "unmask": self._close_unmask,
            "open_score": self._close_open_score,
            "settle": self._close_settle,
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
        if not self._record.live_clients:
            raise Refused("Too few clients shared with each other.")
        self._enter("mask", None, now)

    def _close_mask(self, now: float) -> None:
        if not self._record.masked.entries:
            raise Refused("Too few clients sent their masked updates to unmask the others' sum.")
        self._enter("open_norm", MASKED, now)

    def _close_open_norm(self, now: float) -> None:
        if not self._record.agreed.survivors:
            raise Refused("Too few clients passed the norm check to unmask their sum.")
        self._enter("agree", None, now)

    def _close_agree(self, now: float) -> None:
        if not any(part.can_unmask(part.helpers()) for part in self._record.cohorts):
            raise Refused("Too few clients signed the survivor set to unmask their sum.")
        self._enter("unmask", SURVIVORS, now)

    def _close_unmask(self, now: float) -> None:
        self._record.aggregate  # noqa: B018 - computed here, so that a wrong share aborts here
        self._enter("publish", CLOSE, now)

    def _close_open_score(self, now: float) -> None:
        self._record.scores  # noqa: B018 - computed here, as above
        self._enter("settle", SCORES, now)

    def _close_settle(self, _now: float) -> None:
        self._record.faults  # noqa: B018 - computed here, as above
        self.deadline_at, self.settled = None, True

    def chain_posts(self) -> tuple[ChainPost, ...]:
        """What must be posted on chain now; posting it again after a crash is harmless where it stands."""
        if self.awaits is None or (self.awaits == MASKED and self._record.reference is None):
            return ()
        if self.awaits not in self._posts:
            self._posts[self.awaits] = ChainPost(self.awaits, self._roots(self.awaits))
        return (self._posts[self.awaits],)

    def _roots(self, kind: str) -> tuple[bytes, ...]:
        record = self._record
        roots: Mapping[str, Callable[[], tuple[bytes, ...]]] = {
            JOINS: lambda: (record.root1,),
            MASKED: lambda: (record.root3,),
            SURVIVORS: lambda: (record.agreed.digest.raw, record.agreed.root4),
            CLOSE: lambda: (self.transcript().root(),),
            ASKED: lambda: (self._request().digest.raw,),
            SCORES: lambda: (score_root(record.scores, self._request()),),
        }
        return roots[kind]()

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
        if (fact.kind in BEACON_POSTS) != (len(fact.beacon) == BEACON_BYTES):
            raise Refused("A beacon is the 32 bytes of a block's hash, after joins, commitments and scores.")
        if (fact.kind == CLOSE) != (fact.model is not None):
            raise Refused("The close, and nothing else, names the new model.")
        self._facts[fact.kind] = fact
        self._note(POSTED, now, fact.to_bytes())
        if self._is_too_late(fact):
            self._abort("The commitments reached the chain after the first candle that scores them.")
            return
        self._take_beacon(fact)
        self._enter("open_score" if fact.kind == CLOSE else self.step, None, now)
        if fact.kind == CLOSE:
            self.deadline_at = None

    def _is_too_late(self, fact: Posted) -> bool:
        limit = self.spec.commit_before
        return fact.kind == MASKED and limit is not None and fact.timestamp >= limit

    def _take_beacon(self, fact: Posted) -> None:
        match fact.kind:
            case "joins":
                self._record.beacon = fact.beacon
            case "masked":
                self._record.begin_norms(fact.beacon)
            case "scores":
                self._record.begin_audit(fact.beacon)

    def publish_reference(self, request: NormRequest, now: float) -> None:
        """Publish the reference direction r, before the commitments are posted; once an attempt."""
        if self._record.reference == request:
            return
        if self._record.reference is not None or request.round_id != self.spec.round_id:
            raise Refused("The round has another reference direction.")
        if isinstance(self.spec, RoundSpec) != (request.reference is not None):
            raise Refused("A training round has a reference direction, and no other.")
        if request.reference is not None and len(request.reference) != WORD_BYTES * self.spec.parameters:
            raise PeerBroke("The reference direction has another length than the model.")
        self._record.reference = request
        self._note(REFERENCE, now, request.to_bytes())

    def publish_request(self, request: ScoreRequest, now: float) -> None:
        """Publish g and u after the horizon; the window for openings starts when their digest is on chain.

        Raises:
            Refused: it is not the time, or another request was published.
            PeerBroke: its vectors are not those of the round.
        """
        spec = self.spec
        if self.aborted or self.step != "open_score" or self._record.request not in (None, request):
            raise Refused("The round does not wait for a score request.")
        if not isinstance(spec, RoundSpec) or now < spec.evaluation.end_at:
            raise Refused("The candles that score this round are not closed yet.")
        check_request(spec, self.attempt, request)
        if self._record.request is None:
            self._record.request = request
            self._note(REQUEST, now, request.to_bytes())
            self._enter("open_score", ASKED, now)
