"""The system's time or a local network's clock file in, market time in UTC seconds out."""

import json
import os
import threading
import time
from pathlib import Path

from app.settings import write_atomically
from core.errors import TryAgain

_SETTLED_SECONDS = 0.1
"""A file younger than this may be replaced again within one tick of the file system's clock: read it anew."""


class SystemClock:
    """Market time of an operator's network: the system's clock, held still when it is set back."""

    def __init__(self) -> None:
        self._latest = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """UTC seconds since 1970; never goes back."""
        with self._lock:
            self._latest = max(self._latest, time.time())
            return self._latest


class FileClock:
    """Market time of a local network, as its conductor wrote it to a file that every process reads.

    The file holds {"market_at": seconds, "wall_at": seconds}: at wall time `wall_at` it was `market_at`
    on the market, and from then on the market runs one second a second.

    Args:
        path: the clock file; `write` makes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._latest = 0.0
        self._offset = 0.0
        self._seen: tuple[int, int] | None = None
        self._lock = threading.Lock()

    def now(self) -> float:
        """UTC seconds since 1970; never goes back. Raises TryAgain where the clock file is gone."""
        with self._lock:
            self._refresh()
            self._latest = max(self._latest, self._offset + time.time())
            return self._latest

    def write(self, market_at: float) -> None:
        """Start the clock at `market_at`, in one step; readers that were later stay where they were."""
        document = {"market_at": float(market_at), "wall_at": time.time()}
        write_atomically(self.path, json.dumps(document).encode())

    def jump(self, market_at: float) -> None:
        """Move the clock forward to `market_at`; does nothing when it is later already."""
        if market_at > self.now():
            self.write(market_at)

    def _refresh(self) -> None:
        try:
            status = os.stat(self.path)  # noqa: PTH116 - half the cost of Path.stat, and called everywhere
            seen = (status.st_mtime_ns, status.st_ino)
            if seen == self._seen:
                return
            document = json.loads(self.path.read_bytes())
            self._offset = float(document["market_at"]) - float(document["wall_at"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TryAgain(
                f"The local network's clock {self.path} cannot be read.", "Start the local network again."
            ) from error
        is_settled = time.time() - status.st_mtime > _SETTLED_SECONDS
        self._seen = seen if is_settled else None
