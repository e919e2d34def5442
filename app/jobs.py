"""Work to do off the caller's thread in; a Job with its progress, cancel and one result out."""

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Generic, Literal, TypeVar

from app.events import EventBus, JobChanged
from core.errors import Cancelled, TryAgain

T = TypeVar("T")

Progress = Callable[[str, float], None]
"""progress(stage, fraction of the whole in [0, 1]); raises Cancelled once the job is cancelled."""

State = Literal["running", "done", "failed", "cancelled"]

TELL_SECONDS = 0.1
"""Listeners hear of progress within one stage at most this often."""

LOOK_SECONDS = 0.25
"""So often work that waits for somebody else looks whether it is still wanted."""

KEPT = 100
"""Ended jobs that `Jobs.all` still lists."""

_ENOUGH_TO_FORETELL = 0.02


class Job(Generic[T]):
    """Work under way or ended; read from any thread.

    Args:
        id: unique within the program.
        name: what it does, as shown on screen.
        publish: called when it has changed.
        now: seconds that never go back.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 - the word everybody uses
        name: str,
        publish: Callable[[], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.id = id
        self.name = name
        self._publish = publish
        self._now = now
        self._started_at = now()
        self._told_at = float("-inf")
        self._progress = ("", 0.0)
        self._cancel = threading.Event()
        self._begun = threading.Event()
        self._ended = threading.Event()
        self._future: Future[T] | None = None

    @property
    def stage(self) -> str:
        """What it does now; "cancelling" from cancel() to its end."""
        return "cancelling" if self._cancel.is_set() and self.state == "running" else self._progress[0]

    @property
    def fraction(self) -> float:
        """Part of the whole that is done, in [0, 1]."""
        return self._progress[1]

    @property
    def is_waiting(self) -> bool:
        """Whether it has not begun: it waits for a thread, or for a turn of the worker process."""
        return self.state == "running" and (
            not self._begun.is_set() or self.stage.startswith("waiting for an")
        )

    @property
    def seconds_left(self) -> float | None:
        """Until its end at the pace so far; None when it has ended or too little is done to say."""
        fraction = self.fraction
        if self.state != "running" or fraction < _ENOUGH_TO_FORETELL:
            return None
        return (self._now() - self._started_at) * (1 - fraction) / fraction

    @property
    def state(self) -> State:
        """Running, or how it ended."""
        future = self._future
        if future is None or not self._ended.is_set():
            return "running"
        error = future.exception()
        if error is None:
            return "done"
        return "cancelled" if isinstance(error, Cancelled) else "failed"

    @property
    def error(self) -> BaseException | None:
        """Why it failed; None in any other state."""
        return self._future.exception() if self._future and self.state == "failed" else None

    def cancel(self) -> None:
        """Ask it to stop; the work ends at its next progress. Harmless when repeated or too late."""
        if self.state == "running" and not self._cancel.is_set():
            self._cancel.set()
            self._publish()

    def result(self, timeout: float | None = None) -> T:
        """Wait for the result; raises what the work raised, or TryAgain after `timeout` seconds."""
        if not self._ended.wait(timeout) or self._future is None:
            raise TryAgain(f"{self.name} is still running.", "Wait for it, or cancel it.")
        return self._future.result()

    def perform(self, work: Callable[[Progress], T]) -> T:
        """Do the work, unless it was cancelled while it waited for a thread."""
        self._check_wanted()
        self._begun.set()
        return work(self._advance)

    def _check_wanted(self) -> None:
        if self._cancel.is_set():
            raise Cancelled(f"{self.name} was cancelled.")

    def _advance(self, stage: str, fraction: float) -> None:
        self._check_wanted()
        is_new_stage = stage != self._progress[0]
        self._progress = (stage, min(max(fraction, 0.0), 1.0))
        if is_new_stage or self._now() - self._told_at >= TELL_SECONDS:
            self._told_at = self._now()
            self._publish()

    def follow(self, future: Future[T]) -> None:
        """Take the end of `future` as the job's."""
        self._future = future
        future.add_done_callback(self._end)

    def _end(self, _future: Future[T]) -> None:
        self._ended.set()
        self._publish()


class Jobs:
    """Runs work on threads of its own; the program ends only when they have, so close it.

    Args:
        bus: told JobChanged of every job that moved on.
        threads: that work at once; more jobs wait in order.
    """

    def __init__(self, bus: EventBus, threads: int = 16) -> None:
        self._bus = bus
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="job")
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._jobs: dict[str, Job[Any]] = {}

    def run(self, name: str, work: Callable[[Progress], T]) -> Job[T]:
        """Start `work(progress)` on another thread; raises RuntimeError after close()."""
        id_ = str(next(self._numbers))
        job: Job[T] = Job(id_, name, lambda: self._bus.publish(JobChanged(id_)))
        with self._lock:
            self._jobs[id_] = job
            self._forget_oldest()
        job.follow(self._pool.submit(job.perform, work))
        return job

    def get(self, job_id: str) -> Job[Any] | None:
        """The job of an event; None where it is long past."""
        with self._lock:
            return self._jobs.get(job_id)

    def all(self) -> tuple[Job[Any], ...]:
        """Running jobs and the newest ended ones, oldest first."""
        with self._lock:
            return tuple(self._jobs.values())

    def running(self) -> tuple[Job[Any], ...]:
        """Those that have not ended, oldest first."""
        return tuple(job for job in self.all() if job.state == "running")

    def _forget_oldest(self) -> None:
        ended = [id_ for id_, job in self._jobs.items() if job.state != "running"]
        for id_ in ended[: max(0, len(ended) - KEPT)]:
            del self._jobs[id_]

    def close(self) -> None:
        """Cancel everything and wait for it."""
        for job in self.running():
            job.cancel()
        self._pool.shutdown(wait=True)


def within(progress: Progress, start: float, end: float) -> Progress:
    """A part of the work reports its own 0 to 1; the whole sees `start` to `end`."""

    def report(stage: str, fraction: float) -> None:
        progress(stage, start + (end - start) * fraction)

    return report


def while_wanted(work: Callable[[], T], tell: Callable[[], None]) -> T:
    """What `work` gives, done on a thread of its own; meanwhile `tell` is called every LOOK_SECONDS.

    What `tell` raises ends the wait at once. The work then goes on alone and its result is lost: this is for
    work that changes nothing, as a request that waits for an answer.
    """
    future: Future[T] = Future()
    threading.Thread(target=_fulfil, args=(future, work), name="waiting", daemon=True).start()
    while not wait([future], LOOK_SECONDS).done:
        tell()
    return future.result()


def _fulfil(future: Future[T], work: Callable[[], T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again on the thread that waits for it
        future.set_exception(error)
