"""Work that takes time in; its progress, result or failure on the window's thread out."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from app.events import JobChanged
from core.errors import ConfluxError
from ui.telling import Telling
from ui.translation import tr

if TYPE_CHECKING:
    from app.jobs import Job, Jobs
    from ui.live import Live

T = TypeVar("T")
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Failure:
    """Why something did not work: the cause, the next step, and a bug's trace where it is one."""

    message: str
    remedy: str = ""
    trace: str = ""


def explain(error: BaseException) -> Failure:
    """An error in words; anything that is not a ConfluxError is a bug of ours and says so."""
    if isinstance(error, ConfluxError):
        return Failure(tr(error.message), tr(error.remedy))
    trace = "".join(traceback.format_exception(error))
    return Failure(
        tr("Conflux made a mistake: {name}: {error}").format(
            name=type(error).__name__, error=str(error)[:300]
        ),
        tr("What you were doing was not finished. Please report this with the details."),
        trace,
    )


class Follower(Protocol):
    """Hears of the jobs that are shown to the user; ui.activity.job_desk.JobDesk is one."""

    def began(self, job: "Job[Any]", telling: Telling) -> None:
        """A job was started."""
        ...

    def moved(self, job: "Job[Any]") -> None:
        """It moved on."""
        ...

    def ended(self, job: "Job[Any]") -> None:
        """It ended; its state says how."""
        ...


@dataclass
class _Watch:
    job: "Job[Any]"
    done: Callable[[Any], None]
    failed: Callable[[Failure], None]
    cancelled: Callable[[], None]
    moved: Callable[[str, float], None]
    is_shown: bool


def _ignore(*_: object) -> None:
    pass


class Background(QObject):
    """The one bridge from jobs to the window's thread."""

    changed = Signal()
    """A job that is shown to the user began, moved on or ended."""

    unexpected = Signal(object)
    """A Failure that nobody was there to show."""

    def __init__(
        self, jobs: "Jobs", live: "Live", parent: QObject | None = None, follower: Follower | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._follower = follower
        self._watched: dict[str, _Watch] = {}
        live.happened.connect(self._on_event)

    def run(
        self,
        name: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None] = _ignore,
        failed: Callable[[Failure], None] | None = None,
        *,
        cancelled: Callable[[], None] = _ignore,
        moved: Callable[[str, float], None] = _ignore,
        is_shown: bool = False,
        telling: Telling | None = None,
    ) -> "Job[T]":
        """Start `work(progress)` off this thread; one of done, failed, cancelled is called here later.

        Args:
            name: as shown on screen.
            work: may take long and may block; must not touch a widget.
            done: told the result.
            failed: told why not; without it the failure is shown in a dialog.
            cancelled: told that the user's cancel took effect.
            moved: told stage and fraction.
            is_shown: True for what the user started: the status bar shows it with a button to cancel.
            telling: what the list of jobs says of one that is shown.
        """
        job = self._jobs.run(name, work)
        self._watched[job.id] = _Watch(job, done, failed or self.unexpected.emit, cancelled, moved, is_shown)
        if is_shown:
            if self._follower is not None:
                self._follower.began(job, telling or Telling())
            self.changed.emit()
        return job

    def shown(self) -> "tuple[Job[Any], ...]":
        """Running jobs that the user started, oldest first."""
        return tuple(watch.job for watch in self._watched.values() if watch.is_shown)

    def forget_all(self) -> None:
        """Tell nobody of anything any more; used when the window closes."""
        self._watched.clear()

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if not isinstance(event, JobChanged):
            return
        watch = self._watched.get(event.job_id)
        if watch is None:
            return
        is_over = watch.job.state != "running"
        if is_over:
            del self._watched[event.job_id]
        if is_over:
            self._end(watch)
        else:
            watch.moved(watch.job.stage, watch.job.fraction)
        if watch.is_shown and self._follower is not None:
            (self._follower.ended if is_over else self._follower.moved)(watch.job)
        if watch.is_shown:
            self.changed.emit()

    @staticmethod
    def _end(watch: _Watch) -> None:
        job = watch.job
        if job.state == "done":
            watch.done(job.result(0))
        elif job.state == "cancelled":
            watch.cancelled()
        elif job.error is not None:
            watch.failed(explain(job.error))
