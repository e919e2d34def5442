"""A data folder in; the desktop app, painted before anything heavy is imported, and its exit code, out."""

import json
import os
import signal
import socket
import sys
import tempfile
import time
import traceback
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.events import EventBus
from app.jobs import Jobs
from app.settings import user_folder
from ui import languages, motion, theme
from ui.background import Background, Failure, explain
from ui.live import Live
from ui.session import Session
from ui.warm_up import WarmUp

if TYPE_CHECKING:
    from app.trader.onboarding import DesktopServices
    from ui.main_window import MainWindow

RESTART = 1000
"""What the event loop answers where the window is to be opened anew, with another network."""

HEAVY = ("torch", "pandas", "web3", "ccxt", "ta", "pyqtgraph")
"""Modules that must not be loaded at the first paint."""


def run(data_dir: Path | None = None, smoke: bool = False) -> int:  # noqa: FBT001, FBT002 - a switch of the command line
    """Show the window, then load the services; returns the exit code.

    Args:
        data_dir: of the user; made when missing; None for the system's place, or with `smoke` an empty one.
        smoke: open offscreen, quit after the first paint and print what it took as one line of JSON.
    """
    if smoke:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if data_dir is not None:
        return _run(data_dir, smoke=smoke)
    if not smoke:
        return _run(user_folder(), smoke=False)
    with tempfile.TemporaryDirectory(prefix="conflux-smoke-") as folder:
        return _run(Path(folder), smoke=True)


def _run(data_dir: Path, *, smoke: bool) -> int:
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    app = make_application()
    languages.speak(app, Session(data_dir).preferences.language)
    while (code := _open(app, data_dir, smoke=smoke)) == RESTART:
        pass
    return code


def _open(app: QApplication, data_dir: Path, *, smoke: bool) -> int:
    """One window from its first paint to its end; RESTART where it is to be opened anew."""
    from ui.main_window import (
        MainWindow,
    )  # not before: sentences of the screens are chosen as they are imported

    window = MainWindow(data_dir)
    window.restart_asked.connect(partial(app.exit, RESTART))
    theme.apply(app, window.session.preferences.theme, window.session.preferences.colors)
    motion.apply(app, window.session.preferences.motion)
    window.resize(1440, 900)
    watch = _FirstPaint(window)
    desktop = _Desktop(window, data_dir)
    if smoke:
        watch.painted.connect(lambda: _report(app))
    else:
        watch.painted.connect(desktop.load)
        desktop.catch_failures()
    desktop.quit_on_signals(app)
    window.show()
    code = app.exec()
    window.hide()
    desktop.close()
    window.deleteLater()
    return code


def make_application() -> QApplication:
    """The one QApplication, dressed; fonts are loaded."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication([sys.argv[0] or "conflux"])
    app.setApplicationName("Conflux")
    app.setDesktopFileName("conflux")
    theme.load_fonts()
    theme.apply(app)
    return app


class _FirstPaint(QObject):
    """Tells when a window has been painted for the first time."""

    painted = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint, then for the loop to have shown it."""
        if watched is self._window and event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False


class _Desktop:
    """What stands around the window: services, failures, signals, the end."""

    def __init__(self, window: "MainWindow", data_dir: Path) -> None:
        self._window = window
        self._data_dir = data_dir
        self._services: DesktopServices | None = None
        self._loading: tuple[Jobs, Live] | None = None
        self._warm_up = WarmUp(window)
        self._notifier: QSocketNotifier | None = None
        self._sockets: tuple[socket.socket, ...] = ()

    def load(self) -> None:
        """Import what the window needs to work, off its thread, and hand it over."""
        bus = EventBus()
        live = Live(self._window)
        live.listen(bus)
        self._loading = Jobs(bus, threads=1), live
        background = Background(self._loading[0], live, self._window)
        background.run("Loading", lambda _progress: _services(self._data_dir), self._loaded, self._not_loaded)

    def _loaded(self, services: "DesktopServices") -> None:
        self._services = services
        self._window.attach(services)
        self._warm_up.start()  # not before: two imports at a time wait for each other

    def _not_loaded(self, failure: Failure) -> None:
        """Nothing works without services: say why, and end; what is on disk was not touched."""
        self._window.show_failure(failure).finished.connect(self._window.close)

    def catch_failures(self) -> None:
        """A bug reaches the user with its cause, and a file, instead of vanishing."""
        sys.excepthook = self._hook

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        failure = explain(error)
        self._window.show_failure(Failure(failure.message, failure.remedy, failure.trace))
        with (self._data_dir / "failures.log").open("a", encoding="utf-8") as log:
            log.write(f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())}\n{text}\n")

    def quit_on_signals(self, app: QApplication) -> None:
        """Ctrl-C and SIGTERM close the window; Qt's loop would not let Python hear of them otherwise."""
        reading, writing = socket.socketpair()
        for end in (reading, writing):
            end.setblocking(False)
        self._sockets = (reading, writing)
        signal.set_wakeup_fd(writing.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read, app)
        self._notifier.activated.connect(app.quit)

    def close(self) -> None:
        """Stop everything that was started."""
        self._window.release()
        signal.set_wakeup_fd(-1)
        for end in self._sockets:
            end.close()
        if self._loading is not None:
            self._loading[1].close()
            self._loading[0].close()
        if self._services is not None:
            self._services.close()


def _services(data_dir: Path) -> "DesktopServices":
    from app.desktop import DesktopServices

    return DesktopServices(data_dir)


def _report(app: QApplication) -> None:
    sys.stdout.write(json.dumps(_figures()) + "\n")
    sys.stdout.flush()
    app.quit()


def _figures() -> dict[str, object]:
    """What the first paint took."""
    return {
        "first_paint_cpu_s": round(time.process_time(), 3),
        "heavy_modules": [name for name in HEAVY if name in sys.modules],
        "rss_mib": _resident_mib(),
    }


def _resident_mib() -> float | None:
    """Memory of this process, None where the system does not say."""
    statistics = Path("/proc/self/statm")
    if statistics.exists():
        pages = int(statistics.read_text(encoding="ascii").split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)
    if sys.platform == "darwin":
        import resource

        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 1)
    return None
