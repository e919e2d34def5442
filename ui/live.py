"""Events of the bus, from any thread, in; the same as a Qt signal on the window's thread out."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.events import EventBus


class Live(QObject):
    """The one bridge from the event bus to Qt."""

    happened = Signal(object)
    """An event, on the window's thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._leave: Callable[[], None] | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def listen(self, bus: "EventBus") -> None:
        """Hear of everything from now on."""
        self.close()
        self._leave = bus.subscribe(self._arrived.emit)

    def close(self) -> None:
        """Hear nothing more."""
        if self._leave is not None:
            self._leave()
            self._leave = None

    @Slot(object)
    def _deliver(self, event: Any) -> None:
        if self._leave is not None:
            self.happened.emit(event)
