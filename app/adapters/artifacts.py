"""Bytes in, their digest out, and back: a folder of content-addressed files, filled from the coordinator."""

from pathlib import Path

from app.ports import CoordinatorGateway
from app.settings import write_atomically
from core.cid import Cid
from core.errors import PeerBroke, TryAgain
from core.values import Digest


class Absent(TryAgain):
    """The store answers and does not have the blob: no fault of its own."""


class FolderArtifacts:
    """Artifacts as files named by their digest; implements app.ports.BlobStore.

    Args:
        folder: made at the first `put`.
    """

    name = "folder"
    keeps = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> Digest:
        """Store `data` in one step; storing twice is harmless. Raises YouCanFix when the disk is full."""
        digest = Digest.of(data)
        if not self._path(digest).exists():
            self.replace(data)
        return digest

    def replace(self, data: bytes) -> None:
        """Store `data` in one step, over a damaged file too."""
        write_atomically(self._path(Digest.of(data)), data)

    def get(self, digest: Digest) -> bytes:
        """The bytes of `digest`, verified; raises TryAgain when absent, PeerBroke when altered."""
        try:
            data = self._path(digest).read_bytes()
        except FileNotFoundError as error:
            raise Absent(f"Artifact {digest} is not on this machine.", "Fetch it first.") from error
        except OSError as error:
            raise TryAgain(f"Artifact {digest} cannot be read: {error.strerror}.") from error
        return verified(digest, data, f"The file {self._path(digest)} was altered.", "Delete the file.")

    def fetch(self, cid: Cid) -> bytes:
        """The bytes of a CID that holds their digest; raises as `get` does, and TryAgain for any other."""
        if cid.digest is None:
            raise Absent(f"This machine does not know the digest of {cid}.", "Fetch it from another store.")
        return self.get(cid.digest)

    def status(self) -> str:
        """Where the files are."""
        return str(self._folder)

    def _path(self, digest: Digest) -> Path:
        return self._folder / str(digest)[:2] / str(digest)


class CoordinatorArtifacts:
    """Artifacts of the coordinator, kept in a folder once fetched; implements app.ports.BlobStore.

    Args:
        folder: what was fetched or put before.
        coordinator: asked for the rest; never believed: all bytes must have their digest.
    """

    name = "coordinator"
    keeps = False
    """Nothing is ever sent to it."""

    def __init__(self, folder: FolderArtifacts, coordinator: CoordinatorGateway) -> None:
        self._folder = folder
        self._coordinator = coordinator

    def put(self, data: bytes) -> Digest:
        """Store `data` on this machine; a trader sends no artifacts."""
        return self._folder.put(data)

    def get(self, digest: Digest) -> bytes:
        """The bytes of `digest`, verified; raises TryAgain when absent or away, PeerBroke when altered."""
        try:
            return self._folder.get(digest)
        except (TryAgain, PeerBroke):  # absent or damaged here: the coordinator has it
            data = self._coordinator.raw(f"artifacts/{digest}")
        verified(
            digest, data, f"The coordinator sent other bytes for artifact {digest}.", "Tell its operator."
        )
        self._folder.replace(data)
        return data

    def fetch(self, cid: Cid) -> bytes:
        """The bytes of a CID that holds their digest; raises as `get` does, and TryAgain for any other."""
        if cid.digest is None:
            raise Absent(f"The coordinator is asked by digest, which {cid} does not say.")
        return self.get(cid.digest)

    def status(self) -> str:
        """What the network calls itself; raises TryAgain when the coordinator is away."""
        return f"network {self._coordinator.json('network').get('name', '')}"


def verified(digest: Digest, data: bytes, cause: str, remedy: str) -> bytes:
    """`data` when it has `digest`; otherwise raises PeerBroke with `cause` and `remedy`."""
    if Digest.of(data) != digest:
        raise PeerBroke(cause, remedy)
    return data
