"""A release server's answer in; whether a later version is there, for whoever turned the question on, out."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.settings import write_atomically
from core.errors import YouCanFix
from core.releases import Release, check_fresh, is_newer, read_notice


@dataclass(frozen=True)
class ReleaseNews:
    """What a check found.

    Args:
        release: the newest, as its notice says; only its words, nothing of it is here.
        running: the version of this program.
        is_newer: True where `release` is later than that.
    """

    release: Release
    running: str
    is_newer: bool


class ReleaseCheck:
    """Asks for the newest release and believes only signed, fresh notices. It never fetches a program.

    Args:
        fetch: gives the notice's bytes; the one thing here that leaves this machine.
        keys: public keys that are believed.
        running: the version of this program.
        note: file that remembers the greatest serial number seen, so that no old notice is believed again.
        now: UTC seconds.
    """

    def __init__(
        self,
        fetch: Callable[[], bytes],
        keys: Sequence[str],
        running: str,
        note: Path,
        now: Callable[[], float],
    ) -> None:
        self._fetch = fetch
        self._keys = keys
        self._running = running
        self._note = note
        self._now = now

    def check(self) -> ReleaseNews:
        """Ask now.

        Raises:
            YouCanFix: this build knows no release key; or its note is damaged or cannot be written.
            TryAgain: the server is away or slow, or its notice has expired.
            PeerBroke: what it sent is not signed, too long, forged, or older than what was seen before.
        """
        if not self._keys:
            raise YouCanFix(
                "This build has no release key, so it could believe no notice.",
                "Look for new versions where you got this one.",
            )
        seen = self._seen()
        release = read_notice(self._fetch(), self._keys)
        check_fresh(release, seen, self._now())
        if release.serial > seen:
            write_atomically(self._note, json.dumps({"serial": release.serial}).encode())
        return ReleaseNews(release, self._running, is_newer(release, self._running))

    def _seen(self) -> int:
        try:
            serial = json.loads(self._note.read_text(encoding="utf-8"))["serial"]
        except FileNotFoundError:
            return 0
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            serial = None
        if type(serial) is not int or serial < 0:
            raise YouCanFix(
                f"{self._note} cannot be read, so an old notice could pass for a new one.",
                "Remove the file, and look at the project's own page once.",
            )
        return serial
