"""An attempt as it stands in; what its coordinator shows clients, operators and the public of it out."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import TryAgain
from core.federated.losses import Judged
from core.federated.record import Record
from core.federated.round_log import JOINS
from core.federated.terms import STEPS
from core.federated.transcript import Transcript
from core.federated.views import Aggregate, Fault, NormRequest, Posted, ScoreRequest, ScoreTable
from core.values import ClientId


@dataclass(frozen=True)
class Abort:
    """Why and in which step an attempt ended without a sum."""

    step: str
    reason: str


class RoundReadings:
    """What can be read of an attempt; core.federated.round.RoundState is the one that changes.

    Attributes:
        step: of STEPS, the one that is open or next.
        awaits: kind of the chain post without which the step does not open, None when it is open.
        deadline_at: when the open step closes, None while nothing is waited for.
        aborted: why the attempt is over, None while it goes on.
        settled: whether the score root stands on chain and the audit is over.
    """

    def __init__(self, record: Record) -> None:
        self.step = "join"
        self.awaits: str | None = None
        self.deadline_at: float | None = None
        self.aborted: Abort | None = None
        self.settled = False
        self._record = record
        self._facts: dict[str, Posted] = {}
        self._asked: dict[str, frozenset[ClientId]] = {}
        self._survivors: dict[int, bytes] = {}

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
        """Who is in the sum as far as that is known: joined, then masked, then survived, then unmasked."""
        place = STEPS.index(self.step)
        if place > STEPS.index("unmask"):
            return self._record.contributors
        if place > STEPS.index("open_norm"):
            return self._record.agreed.survivors
        return tuple(sorted(self._record.senders("mask" if place > STEPS.index("mask") else "join")))

    @property
    def rejected(self) -> Mapping[ClientId, str]:
        """Whom the norm check left out, and why."""
        if STEPS.index(self.step) <= STEPS.index("open_norm"):
            return {}
        parts = (part.norms.rejected for part in self._record.cohorts if part.senders)
        return {client: reason for rejected in parts for client, reason in sorted(rejected.items())}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Whom the public record convicts so far; their bonds are at stake."""
        if self.settled:
            return self._record.faults
        place, unmask = STEPS.index(self.aborted.step if self.aborted else self.step), STEPS.index("unmask")
        is_unmasked = place > unmask or (self.aborted is not None and place == unmask)
        return self._record.unmask_faults if is_unmasked else ()

    @property
    def unpaid(self) -> frozenset[ClientId]:
        """Who gets nothing of a settled round for its audit: see Record.unpaid."""
        return self._record.unpaid if self.settled else frozenset()

    @property
    def judged(self) -> Judged:
        """What pay goes by, once the round is settled."""
        if not self.settled:
            raise TryAgain("The round is not settled yet.", retry_after=1.0)
        return self._record.judged

    @property
    def cohort_sizes(self) -> tuple[int, ...]:
        """How many clients each cohort has, once they are drawn."""
        return tuple(len(part.cohort.clients) for part in self._record.cohorts) if self._record.beacon else ()

    def _expected(self, step: str = "") -> frozenset[ClientId]:
        """Who is to answer a step, the current one by default; it follows from the steps before."""
        asked = step or self.step
        if asked not in self._asked:
            self._asked[asked] = self._who_is_asked(asked)
        return self._asked[asked]

    def _who_is_asked(self, step: str) -> frozenset[ClientId]:
        record = self._record
        match step:
            case "share":
                return frozenset(record.senders("join"))
            case "mask":
                return record.live_clients
            case "open_norm":
                return frozenset(entry.client for entry in record.masked.entries)
            case "agree" | "unmask":
                return frozenset(record.agreed.survivors)
            case "open_score":
                return frozenset(record.contributors)
            case _:
                return record.senders("open_score")

    def missing(self) -> tuple[ClientId, ...]:
        """Who has not answered the open step."""
        if self.step == "join" or self.awaits or self.deadline_at is None:
            return ()
        return tuple(sorted(self._expected() - self._record.senders(self.step)))

    def silent(self) -> Mapping[ClientId, str]:
        """Who stayed away from a step that waited for it and is over, and from which one first.

        Where nobody answered, as while the chain was away, it is nobody's fault.
        """
        found: dict[ClientId, str] = {}
        for step in self._closed():
            answered = self._record.senders(step)
            for client in sorted(self._expected(step) - answered) if answered else ():
                found.setdefault(client, step)
        return found

    def _closed(self) -> tuple[str, ...]:
        """The steps after the joins whose windows are over; the one in which an attempt ended among them."""
        last = STEPS.index(self.aborted.step if self.aborted else self.step) + bool(
            self.aborted or self.settled
        )
        return tuple(step for step in STEPS[STEPS.index("share") : last] if step != "publish")

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
        """For `open_norm`: the commitments."""
        return self._reached("open_norm").masked.to_bytes()

    @property
    def reference(self) -> NormRequest | None:
        """The reference direction, None before it is published."""
        return self._record.reference

    def agreed(self) -> bytes:
        """The survivor set, whoever has signed it."""
        return self._reached("agree").agreed.to_bytes()

    def norm_request(self) -> bytes:
        """For `open_norm`: the reference direction."""
        if self._record.reference is None:
            raise TryAgain("The reference direction is not published yet.", retry_after=1.0)
        return self._record.reference.to_bytes()

    def norms(self) -> bytes:
        """For `agree`: the norm openings by digest, and the survivors."""
        return self._reached("agree").norms.to_bytes()

    def survivors(self, client: ClientId) -> bytes:
        """For `unmask`: the survivor set and the signatures of a client's cohort."""
        record = self._reached("unmask")
        cohort = record.of(client).cohort.index
        if cohort not in self._survivors:
            self._survivors[cohort] = record.survivors(client).to_bytes()
        return self._survivors[cohort]

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
        """The scores; before the window for openings is over, those that can be told, some provisional."""
        if self.step == "open_score" and self._record.request is not None:
            return self._record.scores_so_far()
        return self._reached("settle").scores

    @property
    def record(self) -> Record:
        """All messages of an attempt that was unmasked."""
        return self._reached("publish")

    def transcript(self) -> Transcript:
        """Everything public so far of a training round, from the unmasking on."""
        record = self._reached("publish")
        return Transcript.of(record, self._facts, scored=self.step == "settle")
