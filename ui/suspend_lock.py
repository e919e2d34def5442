"""The system's signals of sleep and of a locked screen in, or a gap in time; a call to lock out."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import SLOT, QObject, QTimer, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_CHECK_MS = 5000
GAP_SECONDS = 60.0
"""A timer of five seconds that is so late by the clock on the wall was asleep, whatever the system says."""

_SLEEPS = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SESSION = ("org.freedesktop.login1", "", "org.freedesktop.login1.Session")
_SCREENS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")


class SuspendLock(QObject):
    """Calls `act` when the machine goes to sleep, when its screen is locked, and when it slept unnoticed.

    On Linux logind tells of sleep and of the session's lock (system bus), screen savers of a dark screen
    (session bus). Elsewhere, and where no bus answers, a gap between two looks at the clock tells afterwards.

    Args:
        parent: with which it ends.
        act: called each time.
        now: UTC seconds of the system's clock.
        buses: names of the two connections, already opened; the system's own by default.
    """

    def __init__(
        self,
        parent: QObject,
        act: Callable[[], None],
        now: Callable[[], float] = time.time,
        buses: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._act = act
        self._now = now
        self._seen_at = now()
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()
        self.heard_from = self._listen(buses) if buses or sys.platform.startswith("linux") else ()

    def _listen(self, buses: tuple[str, str] | None) -> tuple[str, ...]:
        """Ask the buses that answer to tell us; returns what was asked for."""
        from PySide6.QtDBus import QDBusConnection

        if buses:
            system, session = QDBusConnection(buses[0]), QDBusConnection(buses[1])
        else:
            system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        wanted = [
            (system, *_SLEEPS, "PrepareForSleep", "on_dark(bool)"),
            (system, *_SESSION, "Lock", "on_lock()"),
        ]
        wanted += [(session, name, "", name, "ActiveChanged", "on_dark(bool)") for name in _SCREENS]
        return tuple(
            f"{interface}.{signal}"
            for bus, service, path, interface, signal, slot in wanted
            if bus.isConnected() and self._ask(bus, (service, path, interface, signal), slot)
        )

    def _ask(self, bus: "QDBusConnection", wanted: tuple[str, str, str, str], slot: str) -> bool:
        return bus.connect(*wanted, self, cast("Any", SLOT(slot)))  # the stub says bytes, Qt takes text

    @Slot(bool)
    def on_dark(self, begins: bool) -> None:  # noqa: FBT001 - the signal's own argument
        """The machine is about to sleep or its screen went dark; the end of either is no reason."""
        if begins:
            self._act()

    @Slot()
    def on_lock(self) -> None:
        """The session was locked."""
        self._act()

    def check(self) -> None:
        """Lock if nobody could look at the clock for long."""
        before, self._seen_at = self._seen_at, self._now()
        if self._seen_at - before > GAP_SECONDS:
            self._act()
