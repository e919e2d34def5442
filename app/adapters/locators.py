"""Digests and CIDs in, kept beside each other in a folder; where to look for a blob out."""

import threading
from pathlib import Path

from app.settings import write_atomically
from core.cid import Cid, base32
from core.errors import YouCanFix
from core.publication import MOST_CIDS
from core.values import Digest


class Locators:
    """Under which CIDs stores have a blob. A false one costs a request, for what comes back is checked.

    Args:
        folder: made when the first is learnt.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def learn(self, digest: Digest, cid: Cid) -> None:
        """Keep somebody's word that `cid` names a blob, while there is room. Raises YouCanFix: disk full."""
        with self._lock:
            self._keep(digest, (*self.cids(digest), cid))

    def prove(self, digest: Digest, cid: Cid) -> None:
        """Keep that `cid` names a blob, as this machine found out itself, before the word of others."""
        with self._lock:
            known = self.cids(digest)
            self._keep(digest, known if cid in known else (cid, *known))
            write_atomically(self._digest_of(cid), str(digest).encode())

    def cids(self, digest: Digest) -> tuple[Cid, ...]:
        """The CIDs of a blob, as they were learnt; none for an unknown one or a damaged record."""
        try:
            return tuple(Cid.parse(line) for line in self._names_of(digest).read_text("ascii").split())
        except (OSError, ValueError, YouCanFix):
            return ()

    def digest(self, cid: Cid) -> Digest | None:
        """The blob that `cid` names; None where this machine did not find it out itself."""
        if cid.digest:
            return cid.digest
        try:
            return Digest.parse(self._digest_of(cid).read_text("ascii"))
        except (OSError, ValueError, YouCanFix):
            return None

    def _keep(self, digest: Digest, cids: tuple[Cid, ...]) -> None:
        newest = tuple(dict.fromkeys(cids))[:MOST_CIDS]
        if newest != self.cids(digest):
            write_atomically(self._names_of(digest), "\n".join(map(str, newest)).encode())

    def _names_of(self, digest: Digest) -> Path:
        return self._folder / str(digest)[:2] / str(digest)

    def _digest_of(self, cid: Cid) -> Path:
        return self._folder / "cid" / base32(bytes(cid))  # small letters: some disks know no others
