"""A lease shared over one log and a name in; whether this coordinator leads, watched by a thread, out.

Nobody compares clocks. Who leads shows a sign of life again and again; who stands by takes over when it has
watched the same sign for a whole lease on its own clock. A leader counts from before it wrote its last sign,
so it gives up before anybody else can have waited long enough. Where the store tells that the leader's
process has died (its anchor is free), nobody waits.

A program that was stopped in the middle of a deed may still end that deed when it goes on. It cannot write:
the log takes entries of the term that the lease shows and no others; and the chain takes each post once.
"""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import structlog

from app.ports import LeaseState, LeaseStore
from core.errors import ConfluxError, TryAgain

log = structlog.get_logger("coordinator.lease")

LEASE_SECONDS = 8.0
"""A leader without a sign of life for so long has lost its place."""
BEAT_SECONDS = 1.0
"""Between two signs of life, and between two looks of who stands by."""


def elapsed() -> float:
    """Seconds by a clock that runs on while the machine sleeps: a leader that slept must know it."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):  # Linux, macOS; elsewhere monotonic() does so
        if number := getattr(time, name, None):
            return time.clock_gettime(number)
    return time.monotonic()


def own_name() -> str:
    """A name for this process, unlike that of any other: an operator finds it by it."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


class Lease:
    """One coordinator's hold on the lease. Safe for many threads; one of them beats.

    Args:
        store: shared with the other coordinators.
        holder: this coordinator's name, unlike that of any other process.
        seconds: length of the lease.
        beat_seconds: between two beats; several must fit into the lease.
        now: seconds by this machine's clock; only differences count.

    Attributes:
        term: in which this coordinator leads, 0 while it does not; the log is told it with each entry.
        leader: name of the one that leads as far as is known, "" for nobody.
        problem: why the last beat failed, "" when it did not.
    """

    def __init__(
        self,
        store: LeaseStore,
        holder: str,
        seconds: float = LEASE_SECONDS,
        beat_seconds: float = BEAT_SECONDS,
        now: Callable[[], float] = elapsed,
    ) -> None:
        self._store = store
        self._holder = holder
        self._seconds = seconds
        self._beat_seconds = beat_seconds
        self._now = now
        self._until = 0.0
        self._seen: tuple[LeaseState, float] | None = None
        self._news = threading.Event()
        self._beats: Future[None] | None = None
        self.term = 0
        self.leader = ""
        self.problem = ""

    def held(self) -> bool:
        """Whether this coordinator leads: nobody else can lead at this moment. Raises a bug of the beats."""
        if self._beats is not None and self._beats.done():
            self._beats.result()
        return bool(self.term) and self._now() < self._until

    def check(self) -> None:
        """Raise TryAgain unless this coordinator leads."""
        if not self.held():
            raise TryAgain(
                f"This coordinator stands by: {self.leader} leads the rounds."
                if self.leader and not self.term
                else "No coordinator leads the rounds right now.",
                "Send it again in a moment, or to the one that leads.",
                retry_after=self._beat_seconds,
            )

    def wait(self, seconds: float) -> None:
        """Wait for the lease to change hands, `seconds` at most."""
        self._news.wait(seconds)
        self._news.clear()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Beat in a thread of its own; at the end the lease is given back, so that nobody has to wait."""
        stopping = threading.Event()
        with ThreadPoolExecutor(1, "lease") as threads:
            self._beats = threads.submit(self._beat_until, stopping)
            try:
                yield
            finally:
                stopping.set()
        self._give_back()
        self._beats.result()

    def _beat_until(self, stopping: threading.Event) -> None:
        while True:
            try:
                self.beat()
            except ConfluxError as error:
                if not self.problem:
                    log.warning("the lease is out of reach", error=error.message, remedy=error.remedy)
                self.problem = error.message
            else:
                self.problem = ""
            if stopping.wait(self._beat_seconds):
                return

    def beat(self) -> None:
        """Give a sign of life as the leader; otherwise look whether to take over. Raises TryAgain."""
        began = self._now()
        state = self._store.read()
        self.leader = state.holder
        if self.term and (state.term, state.holder) == (self.term, self._holder):
            self._renew(state, began)
        else:
            if self.term:
                self._step_down(f"{state.holder or 'nobody'} leads now")
            if self._is_free(state, began):
                self._take(state, began)
            if not self.term:
                self._store.weigh_anchor()

    def _renew(self, state: LeaseState, began: float) -> None:
        after = replace(state, beat=state.beat + 1, is_anchored=self._store.anchor())
        if self._store.swap(state, after):
            self._hold(after, began)
        else:
            self._step_down("another one was faster")

    def _hold(self, state: LeaseState, began: float) -> None:
        """It is ours, for less than a lease from before we wrote so: others count from after that."""
        self.term, self.leader = state.term, state.holder
        self._until = began + self._seconds - self._beat_seconds

    def _is_free(self, state: LeaseState, began: float) -> bool:
        """Whether the lease may be taken: given back, its holder dead, or silent for a whole lease."""
        if not state.holder or (state.is_anchored and self._store.anchor()):
            return True
        if self._seen is None or self._seen[0] != state:
            self._seen = state, self._now()
            return False
        return began - self._seen[1] >= self._seconds

    def _take(self, state: LeaseState, began: float) -> None:
        after = LeaseState(state.term + 1, 0, self._holder, self._store.anchor())
        if self._store.swap(state, after):
            self._hold(after, began)
            self._news.set()
            log.info("this coordinator leads", term=after.term, holder=self._holder, after=state.holder)

    def _step_down(self, reason: str) -> None:
        log.warning("this coordinator leads no more", term=self.term, holder=self._holder, reason=reason)
        self.term, self._until = 0, 0.0
        self._store.weigh_anchor()
        self._news.set()

    def _give_back(self) -> None:
        """Leave the lease to whoever comes next; a store that is away leaves it to the lease's end."""
        try:
            state = self._store.read()
            if self.term and (state.term, state.holder) == (self.term, self._holder):
                self._store.swap(state, replace(state, holder="", is_anchored=False))
        except ConfluxError as error:
            log.warning("the lease was not given back", error=error.message)
        self.term, self._until = 0, 0.0
        self._store.weigh_anchor()
