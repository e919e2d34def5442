"""Task names and arguments in through a pipe, results out: what runs inside the worker process.

The messages below are the whole conversation. Both ends are processes of ours, started by us; nothing that a
stranger sent is ever unpickled here (models arrive as safetensors bytes). Keys never enter this process.
"""

import faulthandler
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any

from core.errors import Cancelled, ConfluxError, YouCanFix

BEAT_SECONDS = 1.0
"""A busy worker says so this often."""

PROGRESS_SECONDS = 0.1
"""At most ten progress messages a second."""

LOADING = 0
"""The number of the work that no Run asked for: loading the libraries."""


@dataclass(frozen=True)
class Run:
    """To the worker: do a task."""

    number: int
    task: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Cancel:
    """To the worker: stop the task of this number."""

    number: int


@dataclass(frozen=True)
class Ready:
    """From the worker: libraries are loaded, `threads` were chosen or measured to be fastest."""

    threads: int


@dataclass(frozen=True)
class Beat:
    """From the worker: alive and busy."""


@dataclass(frozen=True)
class Progressed:
    """From the worker: how far the task is, and what it reported since the last message."""

    number: int
    stage: str
    fraction: float
    reports: tuple[Any, ...]


@dataclass(frozen=True)
class Acknowledged:
    """From the worker: the wish to cancel has arrived."""

    number: int


@dataclass(frozen=True)
class Done:
    """From the worker: the task's result."""

    number: int
    result: Any


@dataclass(frozen=True)
class Failed:
    """From the worker: the task ended with an error a person can act on."""

    number: int
    error: ConfluxError


@dataclass(frozen=True)
class Broke:
    """From the worker: the task ended with a bug; its traceback."""

    number: int
    trace: str


Message = Ready | Beat | Progressed | Acknowledged | Done | Failed | Broke


def main(connection: Connection, niceness: int = 0, threads: int = 0, faults: str = "") -> None:
    """The worker process: loads its libraries, then does one task after another until its parent is gone.

    Args:
        connection: to the parent; its end is the signal to exit, also after a kill -9 of the parent.
        niceness: added to the process's own, so that a window beside it stays fluid.
        threads: of the CPU that training uses; 0 measures which number is fastest.
        faults: path of a file for where the threads were at a crash; "" for none.
    """
    if faults:
        faulthandler.enable(open(faults, "w", encoding="utf-8"))  # noqa: SIM115 - open until the end
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    # Before there are threads: one that unpickled arguments while another loaded the libraries found numpy
    # half imported, once in many starts, and the first task broke.
    import core.features.candles  # noqa: F401

    Conversation(connection, threads).serve()


class Conversation:
    """The worker's end of the pipe: the main thread listens, a second one works, a third one says "alive"."""

    def __init__(self, connection: Connection, threads: int = 0) -> None:
        self._connection = connection
        self._threads = threads
        self._sending = threading.Lock()
        self._busy = threading.Event()
        self._cancelled: set[int] = set()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")

    def serve(self) -> None:
        """Listen until the parent is gone; never returns."""
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()
        self._submit(LOADING, self._load)
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                os._exit(0)  # the task may be deep in a C loop, and nobody is left to tidy up for
            if isinstance(message, Cancel):
                self._cancelled.add(message.number)
                self.send(Acknowledged(message.number))
            else:
                self._submit(message.number, self._perform, message)

    def _submit(self, number: int, work: Callable[..., bytes], *arguments: Any) -> None:
        future = self._worker.submit(work, *arguments)
        future.add_done_callback(lambda done: self._tell(number, done))

    def _load(self) -> bytes:
        from app.worker_tasks import choose_threads

        self._busy.set()
        return _packed(Ready(choose_threads(self._threads)))

    def _perform(self, run: Run) -> bytes:
        """Do the task; its result is packed here, so that one that cannot be packed counts as its failure."""
        from app.worker_tasks import TASKS

        self._busy.set()
        progress = TaskProgress(self, run.number)
        result = TASKS[run.task](progress, **run.arguments)
        progress.flush()
        return _packed(Done(run.number, result))

    def _tell(self, number: int, done: Future[bytes]) -> None:
        self._busy.clear()
        error = done.exception()
        if error is None:
            self._send_bytes(done.result())
        elif isinstance(error, ConfluxError):
            self.send(Failed(number, error))
        elif isinstance(error, MemoryError):
            self.send(Failed(number, YouCanFix("There is not enough memory for this.", "Use fewer candles.")))
        else:
            self.send(Broke(number, "".join(traceback.format_exception(error))))

    def send(self, message: Message) -> None:
        """Tell the parent; without a parent the process ends."""
        self._send_bytes(_packed(message))

    def _send_bytes(self, data: bytes) -> None:
        try:
            with self._sending:
                self._connection.send_bytes(data)
        except OSError:
            os._exit(0)

    def is_cancelled(self, number: int) -> bool:
        """Whether the parent no longer wants this task."""
        return number in self._cancelled

    def _beat(self) -> None:
        while True:
            self._busy.wait()
            self.send(Beat())
            time.sleep(BEAT_SECONDS)


class TaskProgress:
    """What a task calls to say how far it is and to learn that it is no longer wanted."""

    def __init__(self, conversation: Conversation, number: int) -> None:
        self._conversation = conversation
        self._number = number
        self._reports: list[Any] = []
        self._latest = ("", 0.0)
        self._sent_at = float("-inf")

    def __call__(self, stage: str, fraction: float) -> None:
        """Say the stage and the fraction done; raises Cancelled when the parent cancelled."""
        if self._conversation.is_cancelled(self._number):
            raise Cancelled("The task was cancelled.")
        self._latest = (stage, fraction)
        if time.monotonic() - self._sent_at >= PROGRESS_SECONDS:
            self.flush()

    def report(self, report: Any) -> None:
        """Keep a partial result, to be sent with the next progress."""
        self._reports.append(report)

    def flush(self) -> None:
        """Send what has gathered."""
        self._sent_at = time.monotonic()
        reports, self._reports = tuple(self._reports), []
        self._conversation.send(Progressed(self._number, *self._latest, reports))


def _packed(message: Message) -> bytes:
    return bytes(ForkingPickler.dumps(message))
