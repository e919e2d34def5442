"""Jobs that a user started in, as they begin, move on and end; a bounded record of them on disk out.

What was running when the program was killed is still written there as running: the next start reads it as cut
off.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from app.settings import write_atomically

KEPT = 100
"""Ended jobs that are kept."""
STATES = ("running", "done", "failed", "cancelled", "cut off")
_LONGEST = 2000


@dataclass(frozen=True)
class JobEntry:
    """One job.

    Args:
        number: 1, 2, 3 ... over all runs of the program.
        name: what it does, as shown on screen.
        state: one of STATES.
        began_at, ended_at: UTC seconds; None while it runs.
        stage: what it did last.
        fraction: how much of it was done, in [0, 1].
        sentence: what came of it, or why it failed.
        remedy: what to do about a failure.
        screen: key of the screen that shows more, "" for none.
        kind: by which it can be begun again, "" where it cannot.
        arguments: of it.
        goes_on: begun again, it takes up where it ended.
        network: whose it was, "" for none.
        is_followed: it was begun again already.
    """

    number: int
    name: str
    state: str = "running"
    began_at: float = 0.0
    ended_at: float | None = None
    stage: str = ""
    fraction: float = 0.0
    sentence: str = ""
    remedy: str = ""
    screen: str = ""
    kind: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    goes_on: bool = False
    network: str = ""
    is_followed: bool = False

    @property
    def has_ended(self) -> bool:
        """Whether it will do nothing more by itself."""
        return self.state != "running"

    @property
    def may_begin_again(self) -> bool:
        """Whether there is something left to do that can be begun again."""
        return self.state in {"failed", "cancelled", "cut off"} and bool(self.kind) and not self.is_followed


class JobRecord:
    """The jobs of a data folder; used from any thread.

    Args:
        folder: of the user's data.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "activity" / "jobs.json"
        self._changing, self._writing = threading.Lock(), threading.Lock()
        self._entries: dict[int, JobEntry] = {}
        self._next = 1
        self._is_changed = False

    def load(self) -> None:
        """Read what earlier runs left, before any job begins; what was running then was cut off.

        A damaged file counts as empty.
        """
        found = _read(self._file)
        with self._changing:
            self._entries = {entry.number: _cut_off(entry) for entry in found}
            self._next = 1 + max(self._entries, default=0)
            self._is_changed = True

    def begin(self, entry: JobEntry) -> JobEntry:
        """Add a job; its number is given to it."""
        with self._changing:
            entry = replace(_clean(entry), number=self._next)
            self._next += 1
            self._entries[entry.number] = entry
            self._forget_oldest()
            self._is_changed = True
        return entry

    def change(self, number: int, **values: Any) -> None:
        """A job moved on or ended; one that is long past is not known any more."""
        with self._changing:
            entry = self._entries.get(number)
            if entry is not None:
                self._entries[number] = _clean(replace(entry, **values))
                self._forget_oldest()
                self._is_changed = True

    def forget_ended(self) -> None:
        """Keep only what runs."""
        with self._changing:
            self._entries = {number: entry for number, entry in self._entries.items() if not entry.has_ended}
            self._is_changed = True

    def all(self) -> tuple[JobEntry, ...]:
        """All jobs, newest first."""
        with self._changing:
            return tuple(sorted(self._entries.values(), key=lambda entry: -entry.number))

    @property
    def newest(self) -> int:
        """The number of the job that was begun last; 0 for none."""
        with self._changing:
            return self._next - 1

    def save(self) -> None:
        """Write what has changed; raises YouCanFix where the disk is full."""
        with self._writing:
            with self._changing:
                entries, is_changed = list(self._entries.values()), self._is_changed
                self._is_changed = False
            if is_changed:
                try:
                    write_atomically(self._file, json.dumps([asdict(entry) for entry in entries]).encode())
                except BaseException:
                    self._is_changed = True  # the next one tries again
                    raise

    def _forget_oldest(self) -> None:
        ended = sorted(number for number, entry in self._entries.items() if entry.has_ended)
        for number in ended[: max(0, len(ended) - KEPT)]:
            del self._entries[number]


def _clean(entry: JobEntry) -> JobEntry:
    """Sentences without secrets, and no longer than a person reads."""
    from app.activity.redactor import own_redactor  # late: its patterns cost the first paint

    redact = own_redactor().text
    return replace(
        entry,
        stage=redact(entry.stage)[:_LONGEST],
        sentence=redact(entry.sentence)[:_LONGEST],
        remedy=redact(entry.remedy)[:_LONGEST],
    )


def _cut_off(entry: JobEntry) -> JobEntry:
    return entry if entry.has_ended else replace(entry, state="cut off")


def _read(path: Path) -> list[JobEntry]:
    """The entries of a file; those that are none are left out."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    entries = [_entry(values) for values in found] if isinstance(found, list) else []
    return sorted((entry for entry in entries if entry is not None), key=lambda entry: entry.number)[-KEPT:]


def _entry(values: Any) -> JobEntry | None:
    """An entry as it was written; None for anything else."""
    if not isinstance(values, dict) or not isinstance(values.get("arguments"), dict):
        return None
    usual = asdict(JobEntry(0, ""))
    kinds = {
        name: (float, int) if name in {"began_at", "fraction"} else type(value)
        for name, value in usual.items()
    }
    kinds["ended_at"] = (float, int, type(None))  # type: ignore[assignment]
    if set(values) != set(usual) or not all(isinstance(values[name], kinds[name]) for name in usual):
        return None
    if values["state"] not in STATES or not all(
        isinstance(text, str) for text in values["arguments"].values()
    ):
        return None
    return JobEntry(**values)
