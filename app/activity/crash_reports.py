"""What went wrong beyond repair in; a report of it without secrets, kept on this machine only, out.

Nothing here sends anything. A report is a text that its owner can read, copy and delete; what names its
owner, addresses, amounts and secrets are taken out before it is written. Hard crashes (a signal, Qt's own
abort) leave no time for that: Python's faulthandler notes where each thread was, and the next start makes the
report of it.
"""

import contextlib
import faulthandler
import os
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from app import __version__
from app.activity.log_file import read_log
from app.activity.redactor import own_redactor
from app.settings import write_atomically
from core.errors import YouCanFix

if TYPE_CHECKING:
    from filelock import BaseFileLock

KEPT = 20
"""Reports that are kept; the oldest go first."""
LONGEST = 128 << 10
"""Characters of a report; its middle is left out beyond."""
_LOG_LINES = 40
_NAME = re.compile(r"\d{8}T\d{6}Z-\d+")
KINDS = {
    "exception": "A mistake in the program",
    "job": "A mistake in a job",
    "thread": "A mistake in a thread",
    "worker": "The training process ended by itself",
    "crash": "The program ended by a crash",
}
"""What a report is about: its key, and in words."""


@dataclass(frozen=True)
class CrashReport:
    """One report.

    Args:
        name: of its file, which says when: 20261130T223040Z-1.
        at: the same in UTC seconds.
        kind: one of KINDS.
        is_new: nobody has seen it yet.
        text: all of it.
    """

    name: str
    at: float
    kind: str
    is_new: bool
    text: str

    @property
    def title(self) -> str:
        """What happened, in words."""
        return KINDS.get(self.kind, KINDS["crash"])


class CrashReports:
    """The reports of a data folder.

    Args:
        folder: of the user's data.
        now: UTC seconds.
    """

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.folder = folder / "crashes"
        self._data = folder
        self._now = now
        self._written: set[str] = set()

    def write(self, kind: str, what: str, *, is_seen: bool = False) -> CrashReport | None:
        """Keep a report; None for what was written in this run before. Raises YouCanFix for a full disk.

        Args:
            kind: one of KINDS.
            what: a trace, or what else is known.
            is_seen: True where the user is told in another way.
        """
        if what in self._written:
            return None
        self._written.add(what)
        at = self._now()
        name = self._free_name(at)
        text = _cut(own_redactor().for_others().text(self._composed(kind, what, at)))
        if not is_seen:
            write_atomically(self._mark(name), b"")
        write_atomically(self._path(name), text.encode("utf-8", "replace"))
        self._forget_oldest()
        return self.read(name)

    def all(self) -> tuple[CrashReport, ...]:
        """All reports, newest first."""
        return tuple(self.read(name) for name in sorted(self._names(), key=_order, reverse=True))

    def unseen(self) -> tuple[CrashReport, ...]:
        """Those that nobody has seen yet, newest first."""
        return tuple(report for report in self.all() if report.is_new)

    def read(self, name: str) -> CrashReport:
        """The report of this name; raises YouCanFix where there is none that can be read."""
        if not _NAME.fullmatch(name):
            raise YouCanFix(f"{name[:60]!r} is not the name of a report.", "`conflux crash list` names them.")
        try:
            text = self._path(name).read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise YouCanFix(
                f"The crash report {name} cannot be read: {error.strerror}.",
                "`conflux crash list` names them.",
            ) from error
        found = re.search(r"^Kind: (\w+)$", text, re.MULTILINE)
        kind = found[1] if found else "crash"
        return CrashReport(name, _time_of(name), kind, self._mark(name).exists(), text)

    def mark_seen(self, name: str) -> None:
        """Its owner has seen it; harmless when repeated."""
        with contextlib.suppress(OSError):  # a folder that cannot be written: it is shown once more
            self._mark(name).unlink(missing_ok=True)

    def delete(self, name: str) -> None:
        """Delete a report; raises YouCanFix where there is none of that name."""
        self.read(name)
        self._path(name).unlink(missing_ok=True)
        self._mark(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Where a report lies; raises YouCanFix where there is none."""
        self.read(name)
        return self._path(name)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.txt"

    def _mark(self, name: str) -> Path:
        return self.folder / f"{name}.new"

    def _names(self) -> list[str]:
        return [path.stem for path in self.folder.glob("*.txt") if _NAME.fullmatch(path.stem)]

    def _free_name(self, at: float) -> str:
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(at))
        number = 1 + sum(name.startswith(stamp) for name in self._names())
        return f"{stamp}-{number}"

    def _forget_oldest(self) -> None:
        for name in sorted(self._names(), key=_order)[:-KEPT]:
            self._path(name).unlink(missing_ok=True)
            self._mark(name).unlink(missing_ok=True)

    def _composed(self, kind: str, what: str, at: float) -> str:
        """Facts, what happened, and the newest lines of the log."""
        words = [f"{KINDS[kind]}.", "", f"Kind: {kind}"]
        words += [f"Time: {time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(at))}", f"Conflux: {__version__}"]
        words += [f"Python: {platform.python_version()} on {platform.platform()}", ""]
        words += ["What happened", "", what.strip(), "", "Newest lines of the log", ""]
        try:
            lines = [str(line) for line in read_log(self._data, _LOG_LINES)]
        except YouCanFix as error:
            lines = [str(error)]
        return "\n".join([*words, *(lines or ["none"])]) + "\n"


def _order(name: str) -> tuple[str, int]:
    stamp, number = name.split("-")
    return stamp, int(number)


def _time_of(name: str) -> float:
    import calendar

    try:
        return float(calendar.timegm(time.strptime(name.partition("-")[0], "%Y%m%dT%H%M%SZ")))
    except ValueError:
        return 0.0


def _cut(text: str) -> str:
    """Both ends of a text that is too long: the trace stands at the beginning, the log at the end."""
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]}\n... {len(text) - LONGEST:,} characters left out ...\n{text[-half:]}"


class FaultWatch:
    """Has the interpreter note where it was when it crashes; knows at the next start that it did.

    One file a run, locked while the program runs, so that a second program in the folder is not taken for a
    crashed one.

    Args:
        reports: get what is found.
    """

    def __init__(self, reports: CrashReports) -> None:
        self._reports = reports
        self._folder = reports.folder
        self._file: TextIO | None = None
        self._lock: BaseFileLock | None = None
        self._was_enabled = faulthandler.is_enabled()
        self._path = self._folder / f"run-{os.getpid()}-{time.time_ns()}.fault"

    def start(self) -> None:
        """Note crashes of this run from now on; does nothing where the folder cannot be written."""
        from filelock import FileLock

        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = FileLock(_lock_path(self._path), mode=0o600)
            self._lock.acquire(blocking=False)
            self._file = self._path.open("w", encoding="utf-8")
        except OSError:
            return  # the window tells of such a folder by itself
        faulthandler.enable(self._file, all_threads=True)

    def note(self, text: str) -> None:
        """Put a line before the trace, as what Qt said before it ended the program."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.write(f"{text}\n")
                self._file.flush()

    def stop(self) -> None:
        """The run ended in order; harmless when repeated."""
        if self._file is None:
            return
        faulthandler.disable()
        if self._was_enabled:
            with contextlib.suppress(OSError, ValueError, RuntimeError):  # an output without a file
                faulthandler.enable()
        self._file.close()
        self._file = None
        self._path.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.release()
        _lock_path(self._path).unlink(missing_ok=True)

    def collect(self) -> bool:
        """Make reports of runs that crashed; whether any run did not end in order, crashed or killed."""
        from filelock import FileLock, Timeout

        is_any = False
        for path in sorted(self._folder.glob("run-*.fault")):
            if path == self._path:
                continue
            lock = FileLock(_lock_path(path), mode=0o600)
            try:
                lock.acquire(blocking=False)
            except (Timeout, OSError):
                continue  # that program runs
            is_any = True
            self._report(path)
            path.unlink(missing_ok=True)
            lock.release()
            _lock_path(path).unlink(missing_ok=True)
        return is_any

    def _report(self, path: Path) -> None:
        """A run that was killed left no trace, and is no mistake of the program."""
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                trace = file.read(LONGEST)
        except OSError:
            return
        if "most recent call first" in trace:
            self._reports.write("crash", trace)


def _lock_path(path: Path) -> Path:
    return path.with_suffix(".lock")
