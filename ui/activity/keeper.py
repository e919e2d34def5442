"""Records that have changed in; each written soon after, off the window's thread, and at the end, out."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.errors import ConfluxError
from ui.translation import tr

if TYPE_CHECKING:
    from ui.background import Failure
    from ui.session import Session

_SOON_MS = 150


class Keeper(QObject):
    """Saves what changed; many changes at once are one write.

    Args:
        session: runs the writing.
        save: writes everything that has changed, on whatever thread; may raise a ConfluxError.
        failed: told why it could not be written, once until it works again.
        parent: with which it ends.
    """

    def __init__(
        self,
        session: "Session",
        save: Callable[[], None],
        failed: "Callable[[Failure], object]",
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._save = save
        self._failed = failed
        self._is_writing = False
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON_MS)
        self._timer.timeout.connect(self._write)

    def changed(self) -> None:
        """Something is to be written."""
        if not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Write what is left, now; a full disk was told before."""
        self._timer.stop()
        with suppress(ConfluxError):
            self._save()  # also where a write is on its way: it may not have begun

    def _write(self) -> None:
        if self._is_writing:
            self._timer.start()
            return
        if not self._session.can_run:
            return
        self._is_writing = True
        self._session.run(tr("Keeping the list of jobs"), self._work, self._written, self._not_written)

    def _work(self, _progress: Callable[[str, float], None]) -> None:
        self._save()

    def _written(self, _nothing: None) -> None:
        self._is_writing = self._has_failed = False

    def _not_written(self, failure: "Failure") -> None:
        self._is_writing = False
        if not self._has_failed:
            self._has_failed = True
            self._failed(failure)
