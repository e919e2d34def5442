"""Weights of models in, kept in files named by their digest; the same bytes, or a clear error, out."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import write_atomically
from core.errors import YouCanFix
from core.model.weights import Weights
from core.values import Digest

if TYPE_CHECKING:
    from core.model.spec import ModelSpec


class WeightFiles:
    """Safetensors in one folder.

    Args:
        folder: made when missing.
        remedy: what makes a model anew, as "train".
    """

    def __init__(self, folder: Path, remedy: str) -> None:
        self._folder = folder
        self._remedy = remedy

    def path(self, digest: str) -> Path:
        """Where the weights of that digest are kept."""
        return self._folder / f"{Digest.parse(digest)}.safetensors"

    def keep(self, data: bytes) -> str:
        """Write weights in one step and give their digest."""
        digest = str(Digest.of(data))
        write_atomically(self.path(digest), data)
        return digest

    def read(self, digest: str, model: "ModelSpec") -> Weights:
        """The weights of that digest; raises YouCanFix when their file is gone or altered."""
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise YouCanFix(
                f"{path} cannot be read: {error.strerror}.", f"{self._remedy.capitalize()} again."
            ) from error
        if str(Digest.of(data)) != digest:
            raise YouCanFix(f"{path} is not the model it was.", f"Delete it and {self._remedy} again.")
        return Weights.from_bytes(data, model)
