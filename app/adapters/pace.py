"""Requests of several threads to one service in, each let go at its turn or after the asked wait, out."""

import re
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

_SLICE_SECONDS = 0.5


class Pace:
    """When requests to one service may leave, whichever thread sends them.

    Args:
        now: seconds that never go back.
        sleep: waits so many seconds.
    """

    def __init__(
        self, now: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.now = now
        self._sleep = sleep
        self._lock = threading.Lock()
        self._last_at = float("-inf")
        self._held_until = float("-inf")

    def turn(self, seconds: float, tell: Callable[[], None]) -> None:
        """Wait until `seconds` after the request before, and until the end of any hold."""
        with self._lock:
            now = self.now()
            self._last_at = max(now, self._last_at + seconds, self._held_until)
            wait = self._last_at - now
        self.rest(wait, tell)

    def hold(self, seconds: float) -> None:
        """From now on and for so long, no thread's turn comes."""
        with self._lock:
            self._held_until = max(self._held_until, self.now() + seconds)

    def rest(self, seconds: float, tell: Callable[[], None]) -> None:
        """Wait; `tell` is called every half second and may raise to end it."""
        while seconds > 0:
            tell()
            self._sleep(min(seconds, _SLICE_SECONDS))
            seconds -= _SLICE_SECONDS


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """What the header Retry-After asks for, in seconds or as a date (RFC 9110, 10.2.3); None without one.

    A date counts from the answer's own Date, so that a wrong clock here does no harm.
    """
    lower = {name.lower(): str(value).strip() for name, value in headers.items()}
    asked = lower.get("retry-after", "")
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", asked):
        return float(asked)
    try:
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(lower["date"])
    except (ValueError, TypeError, KeyError):
        return None
    return max(wait.total_seconds(), 0.0)
