"""A window's keys and mouse in; a word when neither moved for a while, out."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

IDLE_MINUTES = 10
_SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
)


class IdleLock(QObject):
    """Tells when nobody used a window for some minutes.

    It hears what the system sends to the window, not what Qt passes on to each of its parts: a filter over
    all of the program's events would cost time with every frame.

    Args:
        parent: keeps it.
        minutes: of idleness.
    """

    idle = Signal()

    def __init__(self, parent: QObject, minutes: float = IDLE_MINUTES) -> None:
        super().__init__(parent)
        self._window: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(minutes * 60_000))
        self._timer.timeout.connect(self.idle)

    def watch(self, window: QWindow | None) -> None:
        """Hear `window` from now on; the wait goes on where it is watched already."""
        if window is not self._window and window is not None:
            window.installEventFilter(self)
            self._window = window
        if not self._timer.isActive():
            self._timer.start()

    def wait_anew(self) -> None:
        """Wait for the whole time again."""
        self._timer.start()

    def stop(self) -> None:
        """Tell nothing any more."""
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Wait anew after each sign of life."""
        if event.type() in _SIGNS_OF_LIFE:
            self._timer.start()
        return False
