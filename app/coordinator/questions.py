"""A question's log entries in, the question as it stands out; what happens is on disk before it holds.

A question is an operator's query and the one or more protected sums that answer it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeVar

from app.coordinator.journal import Absent
from app.ports import LogEntry, RoundLog
from core.errors import ConfluxError, Refused, TryAgain
from core.federated.analytics import MOST_TRADERS
from core.federated.analytics_search import Answered
from core.federated.analytics_terms import Ask, QuerySpec
from core.federated.codec import Limit
from core.federated.messages import Signed
from core.federated.round import RoundState, Vectors
from core.federated.terms import Canonical
from core.identity.keys import Account
from core.values import ClientId, Digest

ASK, SUM, ATTEMPT, ENTRY, ANSWERED, END = "ask", "sum", "attempt", "entry", "answered", "end"
"""Kinds of log entries, in the order in which they first come."""

T = TypeVar("T")


@dataclass(frozen=True)
class Begun(Canonical):
    """How many joins let an attempt begin before its join window ends; 0 waits the window out."""

    KIND: ClassVar[str] = "begun"

    enough: Annotated[int, Limit(0, MOST_TRADERS)]


@dataclass(frozen=True)
class Summed(Canonical):
    """A sum that was opened: what it told, whose answers are in it, and its record among the artifacts."""

    KIND: ClassVar[str] = "summed"

    answered: Answered
    traders: tuple[ClientId, ...]
    record: Digest


@dataclass(frozen=True)
class Ended(Canonical):
    """How a question ended: answered where `reason` is empty, else why it is not, or not in full."""

    KIND: ClassVar[str] = "ended"

    reason: Annotated[str, Limit(0, 500)]


class Question:
    """One question as its log tells it; a change is written down first and then holds. Safe for many threads.

    Args:
        log: of all questions.
        account: the coordinator's, signs receipts.
        vectors: masked answers by digest.
        number: of the question.

    Attributes:
        signed: the operator's ask.
        lock: held while several things are read that belong together.
        spec: terms of the current sum, None before the first.
        state: its current attempt, None before the first.
        attempt: the attempt's number.
        enough: joins with which it begins at once; 0 for none.
        summed: the sums that were opened.
        ended: how the question ended, None before.
    """

    def __init__(self, log: RoundLog, account: Account, vectors: Vectors, number: int) -> None:
        self.number = number
        self._log = log
        self._account = account
        self._vectors = vectors
        self.lock = threading.RLock()
        self._is_stale = False
        self._forget()

    def _forget(self) -> None:
        self.signed: Signed
        self.spec: QuerySpec | None = None
        self.state: RoundState | None = None
        self.attempt = self.enough = 0
        self.summed: tuple[Summed, ...] = ()
        self.ended: Ended | None = None
        self._position = 0

    @classmethod
    def begin(
        cls, log: RoundLog, account: Account, vectors: Vectors, number: int, signed: Signed, now: float
    ) -> "Question":
        """A new question, on disk."""
        found = cls(log, account, vectors, number)
        found.write(ASK, signed.to_bytes(), now)
        return found

    @classmethod
    def load(cls, log: RoundLog, account: Account, vectors: Vectors, number: int) -> "Question":
        """The question as the log tells it; raises Absent where it tells nothing."""
        found = cls(log, account, vectors, number)
        found.reload()
        return found

    def expire(self) -> None:
        """Another coordinator may have written to the log: it is read again before the next use."""
        self._is_stale = True

    def refreshed(self) -> "Question":
        """This question, read again where it was told to be stale."""
        if self._is_stale:
            with self.lock:
                self.reload()
        return self

    def reload(self) -> None:
        """Forget everything and read the log: memory and disk have come apart."""
        self._is_stale = False
        entries = self._log.entries(self.number)
        if not entries:
            raise Absent(f"There is no question {self.number}.", "See /v1/queries for those there are.")
        self._forget()
        begun_at = max((entry.position for entry in entries if entry.kind == ATTEMPT), default=0)
        for entry in entries:
            self._apply(entry)
        if self.state is not None:
            self.state.replay(entry.body for entry in entries[begun_at:] if entry.kind == ENTRY)
        self._position = len(entries)

    def write(self, kind: str, body: bytes, now: float) -> None:
        """Add an entry, and let it hold once it is on disk; where it cannot be written, nothing happened."""
        with self.lock:
            entry = LogEntry(self.number, self._position, kind, now, body)
            try:
                self._log.append(entry)
            except ConfluxError:
                if self._position:
                    self.reload()
                raise
            self._position += 1
            self._apply(entry)

    def _apply(self, entry: LogEntry) -> None:
        match entry.kind:
            case "ask":
                self.signed = Signed.from_bytes(entry.body)
            case "sum":
                self.spec, self.state, self.attempt = QuerySpec.from_bytes(entry.body), None, 0
            case "attempt":
                self.attempt, self.enough = self.attempt + 1, Begun.from_bytes(entry.body).enough
                self.state = RoundState(
                    self.terms, self.attempt, self._account, entry.at, self._vectors, frozenset()
                )
            case "answered":
                self.summed = (*self.summed, Summed.from_bytes(entry.body))
                self.state = None
            case "end":
                self.ended, self.state = Ended.from_bytes(entry.body), None

    def change(self, work: Callable[[RoundState], T], now: float) -> T:
        """Let the current attempt change; what it notes is on disk before the result is returned.

        When it cannot be written down the change has not happened, as after a crash.
        """
        with self.lock:
            state = self.attempted()
            try:
                return work(state)
            finally:
                for body in state.drain_log():
                    self.write(ENTRY, body, now)

    @property
    def ask(self) -> Ask:
        """What is asked, checked when it came."""
        return Ask.from_bytes(self.signed.body)

    @property
    def history(self) -> tuple[Answered, ...]:
        """What its sums told."""
        return tuple(summed.answered for summed in self.summed)

    @property
    def terms(self) -> QuerySpec:
        """The terms of the current sum; raises TryAgain before the first."""
        if self.spec is None:
            raise TryAgain(f"Question {self.number} is not open yet.", retry_after=1.0)
        return self.spec

    def attempted(self) -> RoundState:
        """The current attempt; raises Refused when the question is over, TryAgain between two sums."""
        if self.ended is not None:
            raise Refused(f"Question {self.number} is over.", "See its result.")
        if self.state is None:
            raise TryAgain(f"The next sum of question {self.number} is not open yet.", retry_after=1.0)
        return self.state
