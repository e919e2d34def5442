"""Work that is done again and again in; when it is due next, and what keeps it from being done, out."""

import time
from collections.abc import Callable

import structlog

from app.coordinator.metrics import Metrics
from core.errors import Cancelled, ConfluxError, TryAgain

log = structlog.get_logger("coordinator")

LONGEST_PAUSE_SECONDS = 30.0
FIRST_PAUSE_SECONDS = 0.5


class Duty:
    """One thing that the loop does again and again, with pauses that grow while it fails."""

    def __init__(self, name: str, work: Callable[[], float]) -> None:
        self.name = name
        self.problem = ""
        self._work = work
        self._due_at = 0.0
        self._failures = 0

    def seconds_left(self) -> float:
        """Until it is due."""
        return max(0.0, self._due_at - time.monotonic())

    def hurry(self) -> None:
        """Make it due now, unless it pauses after a failure."""
        if not self._failures:
            self._due_at = 0.0

    def do(self, metrics: Metrics) -> None:
        """Do it; an error of the outside becomes a pause and a problem that /health shows."""
        try:
            seconds = self._work()
        except Cancelled:
            raise
        except ConfluxError as error:
            seconds = self._pause(error, metrics)
        else:
            self._failures, self.problem = 0, ""
        self._due_at = time.monotonic() + seconds

    def _pause(self, error: ConfluxError, metrics: Metrics) -> float:
        self.problem = str(error)
        if isinstance(error, TryAgain) and error.retry_after is not None:
            return error.retry_after  # it was told when to come back: a wait, not a failure
        metrics.problems.labels(type(error).__name__).inc()
        log.warning("a try failed", duty=self.name, error=error.message, remedy=error.remedy)
        self._failures += 1
        return float(min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(self._failures - 1, 10)))
