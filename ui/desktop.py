"""A data folder in; the desktop app, painted before anything heavy is imported, and its exit code, out."""

import json
import os
import signal
import socket
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.activity.event_log import log_event, log_start
from app.events import EventBus
from app.jobs import Jobs
from app.settings import user_folder
from core.errors import ConfluxError
from ui import languages, motion, theme
from ui.background import Background, Failure, explain
from ui.crashes import Crashes
from ui.live import Live
from ui.session import Session
from ui.translation import tr
from ui.warm_up import WarmUp

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.activity.log_file import LogFile
    from app.trader.onboarding import DesktopServices
    from ui.instance import Instance
    from ui.main_window import MainWindow

RESTART = 1000
"""What the event loop answers where the window is to be opened anew, with another network."""

HEAVY = ("torch", "pandas", "web3", "ccxt", "ta", "pyqtgraph")
"""Modules that must not be loaded at the first paint."""


def run(data_dir: Path | None = None, smoke: bool = False, link: str = "") -> int:  # noqa: FBT001, FBT002 - a switch of the command line
    """Show the window, then load the services; returns the exit code.

    Args:
        data_dir: of the user; made when missing; None for the system's place, or with `smoke` an empty one.
        smoke: open offscreen, quit after the first paint and print what it took as one line of JSON.
        link: the text of a conflux:// link, from anybody; the window that runs already is given it.
    """
    if smoke:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if data_dir is None and smoke:
        with tempfile.TemporaryDirectory(prefix="conflux-smoke-") as folder:
            return _run(Path(folder), smoke=True, link=link)
    return _run(data_dir or user_folder(), smoke=smoke, link=link)


def _run(data_dir: Path, *, smoke: bool, link: str) -> int:
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    app = make_application()
    if link and _handed_over(data_dir, link):
        return 0
    languages.speak(app, Session(data_dir).preferences.language)
    while (code := _open(app, data_dir, link, smoke=smoke)) == RESTART:
        link = ""
    return code


def _open(app: QApplication, data_dir: Path, link: str, *, smoke: bool) -> int:
    """One window from its first paint to its end; RESTART where it is to be opened anew."""
    # Not before: sentences of the screens are chosen as they are imported.
    from ui.main_window import MainWindow

    window = MainWindow(data_dir)
    window.restart_asked.connect(partial(app.exit, RESTART))
    theme.apply(app, window.session.preferences.theme, window.session.preferences.colors)
    motion.apply(app, window.session.preferences.motion)
    window.resize(1440, 900)
    watch = _FirstPaint(window)
    desktop = _Desktop(window, data_dir, link)
    desktop.quit_on_signals(app)
    if smoke:
        watch.painted.connect(lambda: _report(app))
    else:
        watch.painted.connect(desktop.load)
        desktop.catch_failures()
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

    def __init__(self, window: "MainWindow", data_dir: Path, link: str = "") -> None:
        self._window = window
        self._data_dir = data_dir
        self._link = link
        self._instance: Instance | None = None
        self._services: DesktopServices | None = None
        self._loading: tuple[Jobs, Live] | None = None
        self._log: LogFile | None = None
        self._leave: Callable[[], None] | None = None
        self.crashes = Crashes(data_dir)
        self._warm_up = WarmUp(window)
        self._notifier: QSocketNotifier | None = None
        self._sockets: tuple[socket.socket, ...] = ()

    def load(self) -> None:
        """Import what the window needs to work, off its thread, and hand it over."""
        self._hear_links()
        bus = EventBus()
        live = Live(self._window)
        live.listen(bus)
        self._loading = Jobs(bus, threads=1), live
        background = Background(self._loading[0], live, self._window)
        background.run(tr("Loading"), lambda _progress: self._prepare(), self._loaded, self._not_loaded)

    def _hear_links(self) -> None:
        """Links of later starts come to this window; the one of this start is asked about now."""
        from ui.instance import Instance

        self._instance = Instance(self._data_dir, self._window)
        self._instance.link_came.connect(self._window.open_link)
        if self._link:
            self._window.open_link(self._link)

    def _prepare(self) -> "tuple[DesktopServices, ConfluxError | None]":
        """What takes time: the services, reports of earlier crashes, the log; off the window's thread.

        The services come first: they hold the folder for one window, and a second one writes nothing there.
        """
        from app.activity.log_file import LogFile

        services = _services(self._data_dir)
        problem: ConfluxError | None = None
        try:
            was_cut_off = self.crashes.faults.collect()
            self._log = LogFile(self._data_dir)
            log_start(was_cut_off=was_cut_off)
        except ConfluxError as error:
            problem = error
        return services, problem

    def _loaded(self, found: "tuple[DesktopServices, ConfluxError | None]") -> None:
        services, problem = found
        self._services = services
        self._leave = services.bus.subscribe(log_event)
        self._window.attach(services)
        self._window.live.happened.connect(self.crashes.on_event)
        self._window.activity.tell_desktop_with(services.notify)
        if problem is not None:
            self._window.show_failure(explain(problem))
        self.crashes.show_unseen()
        self._warm_up.start()  # not before: two imports at a time wait for each other

    def _not_loaded(self, failure: Failure) -> None:
        """Nothing works without services: say why, and end; what is on disk was not touched."""
        self._window.show_failure(failure).finished.connect(self._window.close)

    def catch_failures(self) -> None:
        """A bug reaches the user with a report on this machine, instead of vanishing."""
        self.crashes.window = self._window
        self.crashes.reported.connect(self._window.activity.news.crashed)
        self.crashes.watch()

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
        if self._instance is not None:
            self._instance.close()
        self._window.release()
        signal.set_wakeup_fd(-1)
        for end in self._sockets:
            end.close()
        if self._loading is not None:
            self._loading[1].close()
            self._loading[0].close()
        if self._services is not None:
            self._services.close()
        if self._leave is not None:
            self._leave()
        if self._log is not None:
            self._log.close()
        self.crashes.stop()


def _handed_over(data_dir: Path, link: str) -> bool:
    """True where another window runs on this folder and has taken the link."""
    from ui.instance import hand_over

    return hand_over(data_dir, link)


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
