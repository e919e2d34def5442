"""Jobs that the user started in, as they begin, move and end; their lines and their record out."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.activity.job_record import JobEntry, JobRecord
from ui import formatting
from ui.background import explain
from ui.translation import tr

if TYPE_CHECKING:
    from app.jobs import Job
    from ui.telling import Telling

_NOTE_SECONDS = 2.0
"""The record learns how far a job is at most this often."""

_LOST_BY_CANCEL = frozenset({"training", "contribution"})
"""A cancelled training keeps nothing; one that was cut off keeps its last whole epoch."""

_WORDS = {
    "running": (tr("running"), ""), "waiting": (tr("waiting"), "muted"), "done": (tr("done"), "good"),
    "failed": (tr("failed"), "danger"), "cancelled": (tr("cancelled"), "muted"),
    "cut off": (tr("cut off"), "warning"),
}  # fmt: skip


@dataclass(frozen=True)
class JobLine:
    """One job of the drawer, ready to show.

    Args:
        number: of its entry.
        name: what it does.
        state: running, waiting, done and so on, in words.
        tone: of that.
        fraction: done, in [0, 1]; None for a job that has ended.
        note: stage, per cent and time left, or when it ended and how long it took.
        sentence: what came of it, or why it failed and what to do.
        may_cancel: it can still be stopped.
        again: text of the button that begins it again, "" for none.
        again_hint: what that does.
        screen: key of the screen that shows more.
    """

    number: int
    name: str
    state: str
    tone: str
    fraction: float | None
    note: str
    sentence: str
    may_cancel: bool
    again: str
    again_hint: str
    screen: str


class JobDesk:
    """Follows jobs and keeps their record; uses no Qt.

    Args:
        record: on disk.
        network: tells the name of the network that is connected, "" for none.
        now: UTC seconds.
    """

    def __init__(
        self, record: JobRecord, network: Callable[[], str], now: Callable[[], float] = time.time
    ) -> None:
        self._record = record
        self._network = network
        self._now = now
        self._jobs: dict[int, tuple[Job[Any], Telling]] = {}
        self._noted_at: dict[int, float] = {}
        self._listeners: list[Callable[[], None]] = []
        self._end_listeners: list[Callable[[JobEntry], None]] = []

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` when a job began, moved on or ended."""
        self._listeners.append(listener)

    def on_end(self, listener: Callable[[JobEntry], None]) -> None:
        """Call `listener` with each job that ended in this run."""
        self._end_listeners.append(listener)

    def began(self, job: "Job[Any]", telling: "Telling") -> None:
        """A job was started."""
        entry = self._record.begin(
            JobEntry(
                0,
                job.name,
                began_at=self._now(),
                screen=telling.screen,
                kind=telling.kind,
                arguments=telling.arguments,
                goes_on=telling.goes_on,
                network=self._network(),
            )
        )
        self._jobs[entry.number] = job, telling
        _log("info", "began", job=job.name)
        self._tell()

    def moved(self, job: "Job[Any]") -> None:
        """A job moved on."""
        number = self._number(job)
        if number is not None and self._now() - self._noted_at.get(number, 0.0) >= _NOTE_SECONDS:
            self._noted_at[number] = self._now()
            self._record.change(number, stage=job.stage, fraction=job.fraction)
        self._tell()

    def ended(self, job: "Job[Any]") -> None:
        """A job ended."""
        number = self._number(job)
        if number is None:
            return
        _, telling = self._jobs.pop(number)
        self._noted_at.pop(number, None)
        sentence, remedy = _outcome(job, telling)
        self._record.change(
            number,
            state=job.state,
            ended_at=self._now(),
            stage=job.stage,
            fraction=job.fraction,
            sentence=sentence,
            remedy=remedy,
        )
        level = "warning" if job.state == "failed" else "info"
        told = {"cause" if job.state == "failed" else "result": sentence} if sentence else {}
        _log(level, job.state, job=job.name, **told)
        self._tell()
        for entry in self._record.all():
            if entry.number == number:
                for listener in self._end_listeners:
                    listener(entry)

    def lines(self, *, hides_amounts: bool = False) -> tuple[JobLine, ...]:
        """All jobs: those that run first, then the newest that ended."""
        entries = sorted(self._record.all(), key=lambda entry: (entry.has_ended, -entry.number))
        return tuple(self._line(entry, hides_amounts=hides_amounts) for entry in entries)

    def cancel(self, number: int) -> None:
        """Stop a job; harmless when it has ended."""
        if number in self._jobs:
            self._jobs[number][0].cancel()

    def wanted_again(self, number: int) -> JobEntry | None:
        """The entry of a job that is to be begun again; None where it cannot be."""
        for entry in self._record.all():
            if entry.number == number and entry.may_begin_again and self._is_here(entry):
                return entry
        return None

    def followed(self, number: int) -> None:
        """A job was begun again; it is not offered twice."""
        self._record.change(number, is_followed=True)
        self._tell()

    def forget_ended(self) -> None:
        """Empty the list of what has ended."""
        self._record.forget_ended()
        self._tell()

    def refresh(self) -> None:
        """Draw anew, as after a change of the network."""
        self._tell()

    def _number(self, job: "Job[Any]") -> int | None:
        return next((number for number, (known, _) in self._jobs.items() if known is job), None)

    def _is_here(self, entry: JobEntry) -> bool:
        """Whether the network that it belongs to is connected."""
        return bool(self._network()) and entry.network in {"", self._network()}

    def _line(self, entry: JobEntry, *, hides_amounts: bool) -> JobLine:
        live = self._jobs.get(entry.number)
        job = live[0] if live else None
        state = "waiting" if job is not None and job.is_waiting else entry.state
        again, hint = self._again(entry)
        sentence = f"{entry.sentence} {entry.remedy}".strip() if entry.ended_at else _reached(entry)
        return JobLine(
            number=entry.number,
            name=entry.name,
            state=_WORDS[state][0],
            tone=_WORDS[state][1],
            fraction=job.fraction if job is not None else None,
            note=_live_note(job) if job is not None else _past_note(entry),
            sentence=formatting.without_amounts(sentence) if hides_amounts else sentence,
            may_cancel=job is not None and job.stage != "cancelling",
            again=again,
            again_hint=hint,
            screen=entry.screen,
        )

    def _again(self, entry: JobEntry) -> tuple[str, str]:
        """The button that begins it again, and what it does; none while its network is not connected."""
        if not entry.may_begin_again or not self._is_here(entry):
            return "", ""
        is_kept = entry.state == "cut off" or (
            entry.state == "cancelled" and entry.kind not in _LOST_BY_CANCEL
        )
        if entry.goes_on and is_kept:
            return tr("Resume"), tr("Go on where it ended")
        return tr("Retry"), tr("Begin it again; what is kept of it is used")

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


def _outcome(job: "Job[Any]", telling: "Telling") -> tuple[str, str]:
    """What came of a job in a sentence, and what to do about it."""
    if job.state == "done":
        return (telling.said(job.result(0)) if telling.said else ""), ""
    if job.error is None:
        return "", ""
    failure = explain(job.error)
    return failure.message, failure.remedy


def _live_note(job: "Job[Any]") -> str:
    left = job.seconds_left
    words = [job.stage.capitalize()] if job.stage else []
    words.append(formatting.percent(job.fraction, 0))
    words += [tr("{span} left").format(span=formatting.duration(left))] if left is not None else []
    return " \u00b7 ".join(words)


def _past_note(entry: JobEntry) -> str:
    """When it ended and what it took; of one that was cut off, when it began."""
    if entry.ended_at is None:
        return tr("began {time}").format(time=formatting.date_time(entry.began_at))
    took = tr("took {span}").format(span=formatting.duration(max(0.0, entry.ended_at - entry.began_at)))
    return f"{formatting.date_time(entry.ended_at)} \u00b7 {took}"


def _reached(entry: JobEntry) -> str:
    """How far a job was that was cut off; nothing of one that runs, which says so itself."""
    if entry.state != "cut off":
        return ""
    words = tr("The program ended when {share} of it was done ({stage}).")
    return words.format(share=formatting.percent(entry.fraction, 0), stage=entry.stage or tr("its beginning"))


def _log(level: str, text: str, **fields: object) -> None:
    import structlog

    getattr(structlog.get_logger("jobs"), level)(text, **fields)
