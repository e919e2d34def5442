"""What happened to a user in, in a sentence each; a bounded list with what was read, kept on disk, out."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from app.settings import write_atomically

KEPT = 200
LEVELS = ("info", "warning", "danger")
"""How much it matters, least first."""
_LONGEST = 1000
_LONGEST_KEY = 200
_KEYS = 1000
"""What was told before is remembered so long, also when the list was cleared."""


@dataclass(frozen=True)
class Notification:
    """Something that the user should know.

    Args:
        number: 1, 2, 3 ... over all runs of the program.
        at: UTC seconds.
        level: one of LEVELS.
        text: one sentence without an amount of money.
        amount: money that it is about, "" for none; never shown while amounts are hidden.
        screen: key of the screen that it concerns, "" for none.
        key: what is told once only, "" for what may be told again.
        is_read: the user has seen it.
    """

    number: int
    at: float
    level: str
    text: str
    amount: str = ""
    screen: str = ""
    key: str = ""
    is_read: bool = False


class Notifications:
    """The notifications of a data folder; used from any thread.

    Args:
        folder: of the user's data.
        now: UTC seconds.
    """

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._file = folder / "activity" / "notifications.json"
        self._now = now
        self._changing, self._writing = threading.Lock(), threading.Lock()
        self._kept: list[Notification] = []
        self._told: dict[str, None] = {}
        self._is_changed = False

    def load(self) -> None:
        """Read what earlier runs left, before anything is told; a damaged file counts as empty."""
        kept, told = _read(self._file)
        with self._changing:
            self._kept, self._told = kept, dict.fromkeys(told)

    def tell(
        self, level: str, text: str, *, amount: str = "", screen: str = "", key: str = ""
    ) -> Notification | None:
        """Add one; None for a key that was told before."""
        from app.activity.redactor import own_redactor  # late: its patterns cost the first paint

        key = key[:_LONGEST_KEY]
        with self._changing:
            if key and key in self._told:
                return None
            number = 1 + (self._kept[-1].number if self._kept else 0)
            said = own_redactor().text(text)[:_LONGEST]
            made = Notification(number, self._now(), level, said, amount, screen, key)
            self._kept = [*self._kept, made][-KEPT:]
            if key:
                self._told[key] = None
                self._told = dict.fromkeys(list(self._told)[-_KEYS:])
            self._is_changed = True
        return made

    def all(self) -> tuple[Notification, ...]:
        """All, newest first."""
        with self._changing:
            return tuple(reversed(self._kept))

    @property
    def unread(self) -> int:
        """How many the user has not seen."""
        with self._changing:
            return sum(not each.is_read for each in self._kept)

    def mark_read(self) -> None:
        """The user has seen all."""
        with self._changing:
            self._is_changed = self._is_changed or any(not each.is_read for each in self._kept)
            self._kept = [replace(each, is_read=True) for each in self._kept]

    def clear(self) -> None:
        """Forget all; what is told once only is not told again."""
        with self._changing:
            self._kept, self._is_changed = [], True

    def save(self) -> None:
        """Write what has changed; raises YouCanFix where the disk is full."""
        with self._writing:
            with self._changing:
                data = {"kept": [asdict(each) for each in self._kept], "told": list(self._told)}
                is_changed, self._is_changed = self._is_changed, False
            if is_changed:
                try:
                    write_atomically(self._file, json.dumps(data).encode())
                except BaseException:
                    self._is_changed = True  # the next one tries again
                    raise


def _read(path: Path) -> tuple[list[Notification], list[str]]:
    """What a file holds; lines that are no notifications are left out."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        kept, told = found["kept"], found["told"]
        read = [_notification(values) for values in kept][-KEPT:]
        keys = [key[:_LONGEST_KEY] for key in told if isinstance(key, str)][-_KEYS:]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return [], []
    return sorted((each for each in read if each), key=lambda each: each.number), keys


def _notification(values: Any) -> Notification | None:
    """A notification as it was written; None for anything else."""
    usual = asdict(Notification(0, 0.0, "", ""))
    if not isinstance(values, dict) or set(values) != set(usual) or values["level"] not in LEVELS:
        return None
    if not all(
        isinstance(values[name], (float, int) if name == "at" else type(usual[name])) for name in usual
    ):
        return None
    return Notification(**values)
