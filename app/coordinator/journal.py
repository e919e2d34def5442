"""A round's log entries in, the round as it stands out; what happens is on disk before anybody acts on it."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeVar

from app.ports import LogEntry, RoundLog
from core.errors import ConfluxError, TryAgain, YouCanFix
from core.federated.codec import Limit, Seconds
from core.federated.messages import Join, Signed
from core.federated.round import RoundState, Vectors
from core.federated.round_log import MESSAGE
from core.federated.round_log import LogEntry as Happened
from core.federated.terms import STEPS, Canonical, RoundSpec
from core.federated.views import ScoreRequest
from core.identity.keys import Account
from core.rewards.settlement import Payouts
from core.values import ClientId, Digest, RoundId

OPEN, OPENED, ATTEMPT, ENTRY, CANDLES, PAYOUTS, END = (
    "open",
    "opened",
    "attempt",
    "entry",
    "candles",
    "payouts",
    "end",
)
"""Kinds of log entries, in the order in which they first come."""

T = TypeVar("T")

_OVER = 2 * len(STEPS) + 2
_PLACE_BITS, _ATTEMPT_BITS = 6, 14


class Absent(YouCanFix):
    """Asked for something that this coordinator never had."""


@dataclass(frozen=True)
class Opened(Canonical):
    """The block that opened a round on chain."""

    KIND: ClassVar[str] = "opened"

    block: Annotated[int, Limit(0, 2**63 - 1)]
    timestamp: Seconds


@dataclass(frozen=True)
class Excluded(Canonical):
    """Whom earlier attempts of a round convicted; what an attempt begins with."""

    KIND: ClassVar[str] = "excluded"

    clients: tuple[ClientId, ...]


class Round:
    """One round as its log tells it; a change is written down first and then holds. Safe for many threads.

    Args:
        log: of all rounds.
        account: the coordinator's, signs receipts.
        vectors: masked updates by digest.
        round_id: the round; `begin` writes its first entry, `load` reads what there is.

    Attributes:
        spec: its terms.
        opened_at: when they were made, market time.
        lock: held while several things are read that belong together.
        opened: its block on chain, None before it is there.
        state: the current attempt, None before the first.
        attempt: its number.
        candles: digest of the packed candles that score it, None before they are fetched.
        payouts: how it was shared out, None before.
        end: what was said of it at its end, None before.
        version: grows whenever the round moves: a new attempt, a step that opens or closes, its end; not
            with every message. No two rounds share one, and a restart does not change it.
    """

    def __init__(self, log: RoundLog, account: Account, vectors: Vectors, round_id: RoundId) -> None:
        self.round_id = round_id
        self._log = log
        self._account = account
        self._vectors = vectors
        self.lock = threading.RLock()
        self._forget()

    def _forget(self) -> None:
        self.spec: RoundSpec
        self.opened_at = 0.0
        self.opened: Opened | None = None
        self.state: RoundState | None = None
        self.attempt = 0
        self.candles: Digest | None = None
        self.payouts: Payouts | None = None
        self.end: bytes | None = None
        self._losses: tuple[float, float] | None = None
        self._earlier: tuple[int, Mapping[ClientId, tuple[Join, float]]] = (0, {})
        self._position = 0
        self.version = 0

    @classmethod
    def begin(cls, log: RoundLog, account: Account, vectors: Vectors, spec: RoundSpec, now: float) -> "Round":
        """A new round on disk, not on chain yet."""
        found = cls(log, account, vectors, spec.round_id)
        found.write(OPEN, spec.to_bytes(), now)
        return found

    @classmethod
    def load(cls, log: RoundLog, account: Account, vectors: Vectors, round_id: RoundId) -> "Round":
        """The round as the log tells it; raises Absent where it tells nothing."""
        found = cls(log, account, vectors, round_id)
        found.reload()
        return found

    def reload(self) -> None:
        """Forget everything and read the log: memory and disk have come apart."""
        entries = self._log.entries(self.round_id)
        if not entries:
            raise Absent(f"There is no round {self.round_id}.", "See /v1/rounds for those there are.")
        self._forget()
        begun_at = _begun_at(entries)
        of_attempt = [entry.body for entry in entries[begun_at:] if entry.kind == ENTRY]
        for entry in entries:
            self._apply(entry)
        if self.state is not None:
            self.state.replay(of_attempt)
        self._position = len(entries)
        self.version = self.version_at(self._place())

    @property
    def position(self) -> int:
        """Entries of its log: whatever is shown of the round changes with them alone."""
        return self._position

    def write(self, kind: str, body: bytes, now: float) -> None:
        """Add an entry, and let it hold once it is on disk; where it cannot be written, nothing happened."""
        with self.lock:
            entry = LogEntry(self.round_id, self._position, kind, now, body)
            try:
                self._log.append(entry)
            except ConfluxError:
                self.reload()
                raise
            self._position += 1
            self._apply(entry)
            self.version = self.version_at(self._place())

    def version_at(self, place: int = _OVER) -> int:
        """The version of the current attempt at one of its places; at the round's end by default."""
        return (int(self.round_id) << _ATTEMPT_BITS | self.attempt) << _PLACE_BITS | place

    def _place(self) -> int:
        """Where the current attempt stands, as a number that grows."""
        state = self.state
        if self.end is not None:
            return _OVER
        if state is None:
            return 0
        if state.aborted or state.settled:
            return _OVER - 1
        return 2 * STEPS.index(state.step) + (state.deadline_at is not None)

    def _apply(self, entry: LogEntry) -> None:
        match entry.kind:
            case "open":
                self.spec, self.opened_at = RoundSpec.from_bytes(entry.body), entry.at
            case "opened":
                self.opened = Opened.from_bytes(entry.body)
            case "attempt":
                self.attempt += 1
                excluded = Excluded.from_bytes(entry.body).clients
                self.state = RoundState(
                    self.spec, self.attempt, self._account, entry.at, self._vectors, frozenset(excluded)
                )
            case "candles":
                self.candles = Digest(entry.body)
            case "payouts":
                self.payouts = Payouts.from_bytes(entry.body)
            case "end":
                self.end = entry.body

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

    def attempted(self) -> RoundState:
        """The current attempt; raises TryAgain before the first."""
        if self.state is None:
            raise TryAgain(f"Round {self.round_id} is not open yet.", retry_after=1.0)
        return self.state

    def candles_digest(self) -> Digest:
        """Which candles score it; raises TryAgain before they are fetched."""
        if self.candles is None:
            raise TryAgain(
                f"The candles that score round {self.round_id} are not there yet.", retry_after=5.0
            )
        return self.candles

    def losses(self) -> tuple[float, float] | None:
        """Loss before and after the round's step on the candles that score it; None before they are known."""
        with self.lock:
            if self._losses is None and self.state is not None:
                try:
                    request = ScoreRequest.from_bytes(self.state.score_request())
                except TryAgain:
                    return None
                self._losses = (request.loss_before, request.loss_after)
            return self._losses

    def earlier_joins(self) -> Mapping[ClientId, tuple[Join, float]]:
        """The last join of everybody who joined an attempt before the current one, and when it came.

        Failed attempts live on disk alone; they are read once an attempt.
        """
        with self.lock:
            if self._earlier[0] != self.attempt:
                found = dict(_earlier_joins(self._log.entries(self.round_id))) if self.attempt > 1 else {}
                self._earlier = self.attempt, found
            return self._earlier[1]


def _begun_at(entries: tuple[LogEntry, ...]) -> int:
    """Where the current attempt begins."""
    return max((entry.position for entry in entries if entry.kind == ATTEMPT), default=0)


def _earlier_joins(entries: tuple[LogEntry, ...]) -> Iterator[tuple[ClientId, tuple[Join, float]]]:
    for entry in entries[: _begun_at(entries)]:
        if entry.kind != ENTRY:
            continue
        happened = Happened.from_bytes(entry.body)
        signed = Signed.from_bytes(happened.data) if happened.event == MESSAGE else None
        if signed is not None and signed.step == Join.KIND:
            join = Join.from_bytes(signed.body)
            yield join.client, (join, happened.at)
