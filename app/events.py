"""What has happened in, as frozen data classes; told to whoever listens out."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class JobChanged:
    """A job moved on, ended, failed or was cancelled."""

    job_id: str


@dataclass(frozen=True)
class CandlesArrived:
    """New closed candles are stored."""

    symbol: str
    timeframe: str


@dataclass(frozen=True)
class TrainingProgressed:
    """An epoch of training ended."""

    epoch: int
    epochs: int
    training_loss: float
    validation_loss: float


@dataclass(frozen=True)
class ModelTrained:
    """A local model is ready to contribute."""

    round_id: int


@dataclass(frozen=True)
class RoundMoved:
    """A round entered a step: one of core.federated.messages.STEPS, or "waiting", "settled", "aborted"."""

    round_id: int
    step: str


@dataclass(frozen=True)
class WorkerDied:
    """The process that trains ended by itself; the next task starts a new one.

    Args:
        task: what it was doing, "" for nothing.
        exit_code: minus the signal that ended it; None where it fell silent and was ended.
        trace: where its threads were, "" where it could not say.
    """

    task: str
    exit_code: int | None
    trace: str


@dataclass(frozen=True)
class BytesSent:
    """Something left this machine."""

    destination: str
    what: str
    size: int


@dataclass(frozen=True)
class BalanceChanged:
    """Money of this trader's account moved."""


@dataclass(frozen=True)
class NetworkChanged:
    """The connection to the network came or went."""

    connected: bool
    detail: str


Listener = Callable[[Any], None]


class EventBus:
    """Tells every listener of every event, on the thread that published it."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each event from now on; returns the function that ends it."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def publish(self, event: Any) -> None:
        """Tell all listeners."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(event)
