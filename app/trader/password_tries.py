"""Tries of a password in; a wait that doubles with each wrong one, kept across restarts, out."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.errors import Damaged, TryAgain

if TYPE_CHECKING:
    from app.ports import SecretStore

SECRET_NAME = "password tries"  # noqa: S105 - the name of a record
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0
"""Seconds after the third wrong password in a row, and at most."""
_MOST_COUNTED = 1000


def wait_after(failures: int) -> float:
    """Seconds that must pass between the newest of `failures` wrong passwords in a row and the next try."""
    if failures < FREE_TRIES:
        return 0.0
    return min(FIRST_WAIT * 2.0 ** min(failures - FREE_TRIES, 10), LONGEST_WAIT)


class PasswordTries:
    """Slows down who guesses at this window; who has the disk is slowed by Argon2id alone.

    Each try is noted as a wrong one before it is made, so that ending the program evades nothing.

    Args:
        secrets: where the tries are noted.
        now: UTC seconds of this machine's clock. Set back it starts the wait anew, which stays bounded.
    """

    def __init__(self, secrets: "SecretStore", now: Callable[[], float] = time.time) -> None:
        self._secrets = secrets
        self._now = now
        self._lock = threading.Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        """A try: wrong where the block raises, right where it ends. Raises TryAgain while it is too early."""
        with self._lock:
            failures, at = self._noted()
            left = wait_after(failures) - max(0.0, self._now() - at)
            if left > 0:
                raise TryAgain(
                    f"There were {failures} wrong passwords in a row.",
                    f"Try again in {_words(left)}; the seed words or the back-up open the wallet too.",
                    retry_after=left,
                )
            self._note(failures + 1)
            yield
            self._secrets.delete(SECRET_NAME)

    def _noted(self) -> tuple[int, float]:
        """How many were wrong in a row, and when the newest was."""
        now = self._now()
        try:
            data = self._secrets.get(SECRET_NAME)
            if data is None:
                return 0, now
            noted = json.loads(data)
            failures, at = int(noted["failures"]), float(noted["at"])
        except Damaged:
            self._secrets.put_aside(SECRET_NAME)
            return 0, now
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            failures, at = FREE_TRIES, float("nan")
        if not at <= now:  # the clock was set back, or the note is damaged
            at = now
            self._note(failures)
        return max(0, failures), at

    def _note(self, failures: int) -> None:
        record = {"failures": min(failures, _MOST_COUNTED), "at": self._now()}
        self._secrets.put(SECRET_NAME, json.dumps(record).encode())


def _words(seconds: float) -> str:
    whole = int(seconds) + 1
    return f"{whole} seconds" if whole < 120 else f"{-(-whole // 60)} minutes"  # noqa: PLR2004 - two minutes
