"""Mistakes that nobody caught in; a report of each on this machine, and a dialog that says so, out."""

import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler

from app.activity.crash_reports import CrashReport, CrashReports, FaultWatch
from app.events import WorkerDied
from core.errors import ConfluxError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.dialogs.crash import CrashDialog

_LEVELS = {
    QtMsgType.QtWarningMsg: "warning", QtMsgType.QtCriticalMsg: "error", QtMsgType.QtFatalMsg: "critical",
}  # fmt: skip


class Crashes(QObject):
    """Catches what is left of mistakes: of Python on any thread, of Qt, of the worker, and hard crashes.

    Args:
        folder: of the user's data.

    Attributes:
        reports: those of the folder.
        faults: notes hard crashes of this run.
        window: below the dialogs; None before there is one.
    """

    reported = Signal(str)
    """The title of a report that was just written."""

    _arrived = Signal(str, str)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.reports = CrashReports(folder)
        self.faults = FaultWatch(self.reports)
        self.window: QWidget | None = None
        self._dialog: CrashDialog | None = None
        self._before = sys.excepthook, threading.excepthook
        self._is_watching = False
        self._arrived.connect(self._write, Qt.ConnectionType.AutoConnection)

    def watch(self) -> None:
        """Catch everything from now on."""
        self._is_watching = True
        self.faults.start()
        sys.excepthook = self._of_python
        threading.excepthook = self._of_thread
        qInstallMessageHandler(self._of_qt)

    def stop(self) -> None:
        """The program ends in order; harmless when repeated."""
        if self._is_watching:
            self._is_watching = False
            sys.excepthook, threading.excepthook = self._before
            qInstallMessageHandler(None)
            self.faults.stop()

    def on_event(self, event: object) -> None:
        """The training process ended by itself: not stopped by us, so somebody or something killed it."""
        if isinstance(event, WorkerDied):
            doing = f"during {event.task!r}" if event.task else "while it waited for work"
            self._write("worker", f"It ended {doing}, exit code {event.exit_code}.\n\n{event.trace}")

    def show_unseen(self) -> None:
        """Show the newest report that nobody has seen, as of a crash that ended the last run."""
        try:
            unseen = self.reports.unseen()
        except ConfluxError:
            return  # a folder that cannot be read: nothing is known of it
        if unseen:
            self._show(unseen[0], len(unseen) - 1)

    def _of_python(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Ctrl-C is no mistake."""
        if issubclass(kind, KeyboardInterrupt):
            if self.window is not None:
                self.window.close()
            return
        self._tell("exception", "".join(traceback.format_exception(kind, error, trace)))

    def _of_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is None or issubclass(arguments.exc_type, SystemExit):
            return
        trace = "".join(traceback.format_exception(arguments.exc_value))
        name = arguments.thread.name if arguments.thread else "?"
        self._tell("thread", f"Thread {name}\n{trace}")

    def _tell(self, kind: str, trace: str) -> None:
        """On any thread: to the terminal now, to the file and the screen on the window's thread."""
        if sys.stderr is not None:
            sys.stderr.write(trace)
        self._arrived.emit(kind, trace)

    def _of_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """Qt's words go to the terminal and, from a warning on, to the log; a fatal one ends the program."""
        if sys.stderr is not None:
            sys.stderr.write(f"{message}\n")
        if kind == QtMsgType.QtFatalMsg:
            self.faults.note(f"Qt: {message}")
        if kind in _LEVELS:
            import structlog

            getattr(structlog.get_logger("qt"), _LEVELS[kind])(message, category=context.category)

    @Slot(str, str)
    def _write(self, kind: str, what: str) -> None:
        try:
            report = self.reports.write(kind, what)
        except ConfluxError as error:
            if sys.stderr is not None:
                sys.stderr.write(f"{error}\n")
            return
        if report is not None:
            import structlog

            structlog.get_logger("crash").error(report.title, report=report.name)
            self.reported.emit(report.title)
            self._show(report, 0)

    def _show(self, report: CrashReport, more: int) -> None:
        """One dialog at a time: a mistake in each paint must not open a hundred."""
        from ui.dialogs.crash import CrashDialog

        if self.window is None or (self._dialog is not None and self._dialog.isVisible()):
            return
        self._dialog = CrashDialog(report, self.reports.folder, more, self.window)
        self._dialog.delete_asked.connect(self._delete)
        self._dialog.open()
        self.reports.mark_seen(report.name)

    @Slot(str)
    def _delete(self, name: str) -> None:
        try:
            self.reports.delete(name)
        except ConfluxError:
            return  # it is gone already
