"""Bytes in, their digest out, and back: a folder of content-addressed files, filled from the coordinator."""

from pathlib import Path

from app.ports import CoordinatorGateway
from app.settings import write_atomically
from core.errors import PeerBroke, TryAgain
from core.values import Digest


class FolderArtifacts:
    """Artifacts as files named by their digest; implements app.ports.ArtifactStore.

    Args:
        folder: made at the first `put`.
    """

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
            raise TryAgain(f"Artifact {digest} is not on this machine.", "Fetch it first.") from error
        except OSError as error:
            raise TryAgain(f"Artifact {digest} cannot be read: {error.strerror}.") from error
        return _verified(digest, data, f"The file {self._path(digest)} was altered.", "Delete the file.")

    def _path(self, digest: Digest) -> Path:
        return self._folder / str(digest)[:2] / str(digest)


class CoordinatorArtifacts:
    """Artifacts of the coordinator, kept in a folder once fetched; implements app.ports.ArtifactStore.

    Args:
        folder: what was fetched or put before.
        coordinator: asked for the rest; never believed: all bytes must have their digest.
    """

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
        _verified(
            digest, data, f"The coordinator sent other bytes for artifact {digest}.", "Tell its operator."
        )
        self._folder.replace(data)
        return data


def _verified(digest: Digest, data: bytes, cause: str, remedy: str) -> bytes:
    if Digest.of(data) != digest:
        raise PeerBroke(cause, remedy)
    return data
