"""Named tasks in, their results out: one long-lived worker process behind the Worker port."""

import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

from app import worker as inside
from app.events import WorkerDied
from app.ports import Progress
from app.worker import LOADING, Broke, Cancel, Done, Failed, Message, Progressed, Ready, Run
from core.errors import Cancelled, TryAgain

_POLL_SECONDS = 0.1
_STOP_SECONDS = 2.0
_KILL_SECONDS = 5.0
_SILENCE_SECONDS = 60.0
_ATTEMPTS = 2


class WorkerError(RuntimeError):
    """A bug in a task; the message is the worker's traceback."""


class _Died(Exception):  # noqa: N818 - not an error that leaves this file
    """The process has ended or fallen silent."""


class ProcessWorker:
    """A spawned process that trains, predicts and differentiates; calls from many threads queue up in order.

    The process starts with the first call (or `start`), is restarted when it died, and dies with this one.

    Args:
        niceness: how much lower its priority is than ours, so that a window stays fluid.
        threads: of the CPU that training uses; 0 lets the process measure which number is fastest.
        told: called when the process ended by itself, on the thread whose task finds out.
    """

    def __init__(
        self, niceness: int = 5, threads: int = 0, told: Callable[[WorkerDied], None] | None = None
    ) -> None:
        self._niceness = niceness
        self._threads = threads
        self._told = told or _forget
        self._line = _Line()
        self._closing = threading.Event()
        self._child: _Child | None = None
        self._number = 0

    @property
    def pid(self) -> int | None:
        """Of the living process; None before the first call and after the end."""
        child = self._child
        return child.pid if child else None

    @property
    def threads(self) -> int | None:
        """CPU threads the process uses; None until it has told."""
        child = self._child
        return child.threads if child else None

    def start(self) -> None:
        """Let the process load its libraries in the background, before the first call needs them."""
        with self._line.turn(self._check_open):
            self._living_child()

    def call(
        self,
        task: str,
        arguments: Mapping[str, Any],
        progress: Progress | None = None,
        report: Callable[[Any], None] | None = None,
    ) -> Any:
        """Run a named task of app.worker_tasks in the worker process and wait for its result.

        Args:
            task: its name.
            arguments: frozen data classes, numpy arrays, bytes and numbers.
            progress: told at least ten times a second, also while waiting; raises Cancelled to cancel.
            report: told each partial result, as the EpochReports of "train".

        Raises:
            Cancelled: `progress` raised it, or the worker is being closed.
            TryAgain: the worker died twice on this task.
        """
        tell = progress or _ignore

        def wait() -> None:
            self._check_open()
            tell("waiting for another task", 0.0)

        with self._line.turn(wait):
            for _ in range(_ATTEMPTS):
                try:
                    return self._attempt(task, arguments, tell, report or _forget)
                except _Died:
                    self._bury(task)
        raise TryAgain(
            f"The training process died twice during {task!r}.",
            "Close other programs to free memory, then try again.",
        )

    def _attempt(
        self, task: str, arguments: Mapping[str, Any], tell: Progress, report: Callable[[Any], None]
    ) -> Any:
        child = self._living_child()
        self._number += 1
        child.send(Run(self._number, task, arguments))
        with self._cancelling(child):
            end = self._follow(child, tell, report)
        if isinstance(end, Failed):
            raise end.error
        if isinstance(end, Broke):
            raise WorkerError(end.trace)
        return end.result

    def _follow(
        self, child: "_Child", tell: Progress, report: Callable[[Any], None]
    ) -> Done | Failed | Broke:
        """Pass on what the process says about the current task until it ends."""
        stage, fraction = ("starting" if child.threads is None else "waiting"), 0.0
        while True:
            message = child.receive(_POLL_SECONDS)
            if isinstance(message, Progressed) and message.number == self._number:
                stage, fraction = message.stage, message.fraction
                for part in message.reports:
                    report(part)
            if isinstance(message, Done | Failed | Broke) and message.number in (self._number, LOADING):
                return message
            self._check_open()
            tell(stage, fraction)

    @contextmanager
    def _cancelling(self, child: "_Child") -> Iterator[None]:
        """Cancel the current task when its caller leaves early, whatever the reason."""
        try:
            yield
        except _Died:
            raise
        except BaseException:
            if self._closing.is_set() or not child.cancel(self._number):
                self._drop()
            raise

    def _living_child(self) -> "_Child":
        if self._child is not None and not self._child.is_alive():
            self._bury("")
        if self._child is None:
            self._child = _Child(self._niceness, self._threads)
        return self._child

    def _bury(self, task: str) -> None:
        """The process ended by itself: take it away, and say so."""
        child = self._child
        death = WorkerDied(task, child.exit_code(), child.trace()) if child is not None else None
        self._drop()
        if death is not None and not self._closing.is_set():
            self._told(death)

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.stop()

    def _check_open(self) -> None:
        if self._closing.is_set():
            raise Cancelled("The program is closing.")

    def close(self) -> None:
        """Cancel what runs and stop the process; harmless when repeated."""
        self._closing.set()
        with self._line.turn(_nothing):
            self._drop()


class _Child:
    """One life of the process, with our end of its pipe; used by one thread at a time."""

    def __init__(self, niceness: int, threads: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        descriptor, faults = tempfile.mkstemp(prefix="conflux-worker-", suffix=".fault")
        os.close(descriptor)
        self._faults = Path(faults)
        self._process = context.Process(
            target=inside.main, args=(theirs, niceness, threads, faults), name="conflux worker", daemon=True
        )
        with _sigint_held():
            self._process.start()
        theirs.close()  # else we would never read the end of a dead child's pipe
        self._heard_at = time.monotonic()
        self.pid = self._process.pid
        self.threads: int | None = None

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.is_alive()

    def exit_code(self) -> int | None:
        """How it ended, minus the signal; None where it has not."""
        self._process.join(_POLL_SECONDS)
        return self._process.exitcode

    def trace(self) -> str:
        """Where its threads were when it crashed; "" where it did not say."""
        try:
            return self._faults.read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

    def send(self, message: Run | Cancel) -> None:
        """Raises _Died when nobody is there."""
        self._heard_at = time.monotonic()  # an idle process has had nothing to say
        try:
            self._connection.send(message)
        except OSError as error:
            raise _Died from error

    def receive(self, seconds: float) -> Message | None:
        """The next message, None where none comes in time; raises _Died after the end or a long silence."""
        try:
            if self._connection.poll(seconds):
                message: Message = self._connection.recv()
                self._heard_at = time.monotonic()
                if isinstance(message, Ready):
                    self.threads = message.threads
                return message
        except (EOFError, OSError) as error:
            raise _Died from error
        if time.monotonic() - self._heard_at > _SILENCE_SECONDS:
            raise _Died
        return None

    def cancel(self, number: int) -> bool:
        """Ask the task to stop; False where it has not after two seconds: then the process must end."""
        deadline = time.monotonic() + _STOP_SECONDS
        try:
            self.send(Cancel(number))
            while (left := deadline - time.monotonic()) > 0:
                message = self.receive(left)
                if isinstance(message, Done | Failed | Broke) and message.number == number:
                    return True
        except _Died:
            return False
        return False

    def stop(self) -> None:
        """End the process: terminate, and after five seconds kill."""
        self._connection.close()
        self._process.terminate()
        self._process.join(_KILL_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()
        self._faults.unlink(missing_ok=True)


@contextmanager
def _sigint_held() -> Iterator[None]:
    """Start a process that Ctrl-C cannot hit before it ignores it: children inherit the mask."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask if it were started in between
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Line:
    """Threads take their turns in the order they came."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()

    @contextmanager
    def turn(self, wait: Callable[[], None]) -> Iterator[None]:
        """One thread at a time; `wait` is called ten times a second while waiting and may raise."""
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
        try:
            while not self._is_first(ticket):
                wait()
            yield
        finally:
            with self._changed:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def _is_first(self, ticket: object) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._waiting[0] is ticket, timeout=_POLL_SECONDS)


def _ignore(_stage: str, _fraction: float) -> None:
    return


def _forget(_told: Any) -> None:
    return


def _nothing() -> None:
    return
