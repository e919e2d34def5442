"""Minutes in; a call once nobody has touched key or mouse for so long, out."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

_CHECK_MS = 5000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleLock(QObject):
    """Watches the input of the application's windows while it is told to.

    Args:
        parent: with which it ends.
        act: called when the time is over; False is asked again a little later.
        now: seconds, rising.
    """

    def __init__(
        self, parent: QObject, act: Callable[[], bool], now: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._act = act
        self._now = now
        self._seconds = 0
        self._touched_at = now()
        self._is_done = False
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self.check)

    def wait(self, minutes: int) -> None:
        """Act after so many minutes from now on; 0 never does, and costs nothing."""
        if minutes * 60 == self._seconds:
            return
        application = QGuiApplication.instance()
        if not isinstance(application, QGuiApplication):
            return
        if not self._seconds:
            application.focusWindowChanged.connect(self._watch)
            self._watch(application.focusWindow())
            self._touch()
            self._timer.start()
        elif not minutes:
            application.focusWindowChanged.disconnect(self._watch)
            self._timer.stop()
        self._seconds = minutes * 60

    def check(self) -> None:
        """Act if it is time; once for each time that nobody is there."""
        if not self._is_done and self._now() - self._touched_at >= self._seconds:
            self._is_done = self._act()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there; nothing is kept from anybody."""
        if event.type() in _TOUCHES:
            self._touch()
        return False

    def _watch(self, window: QWindow | None) -> None:
        """Hear the window that keys and mouse go to now; a coming and going of windows is a touch, too."""
        # Only windows are filtered: a filter of the whole application is called, in Python, for every object,
        # also for one that is being destroyed, of which no Python object may be made any more.
        if window is not None:
            window.installEventFilter(self)
        self._touch()

    def _touch(self) -> None:
        self._touched_at = self._now()
        self._is_done = False
