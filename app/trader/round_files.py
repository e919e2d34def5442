"""A folder in; this trader's own updates by round, kept for it alone, out."""

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.settings import write_atomically
from core.errors import YouCanFix
from core.values import client_id


class RoundFiles:
    """What a trader keeps of its own part in one round; readable by its owner only.

    Args:
        folder: the trader's.
        round_id: the round.
    """

    def __init__(self, folder: Path, round_id: int) -> None:
        self._folder = folder / "rounds" / str(round_id)

    def keep_update(self, account: str, dataset: str, update: NDArray[np.float32]) -> None:
        """Keep D and what it was trained on before the round is joined: a crash loses no training."""
        write_atomically(self._folder / "account", account.encode())
        write_atomically(self._folder / "dataset", dataset.encode())
        write_atomically(self._folder / "trained.npy", _bytes(update))

    def update(self) -> NDArray[np.float32]:
        """The D that was kept; raises YouCanFix when the file is gone."""
        return self._array("trained.npy").astype(np.float32)

    def keep_integers(self, integers: NDArray[np.int64]) -> None:
        """Keep x, the integers of D that are in the masked update."""
        write_atomically(self._folder / "update.npy", _bytes(integers))

    def has_integers(self) -> bool:
        """Whether this trader came as far as to mask its update."""
        return (self._folder / "update.npy").exists()

    def integers(self) -> NDArray[np.int64]:
        """The x that was kept; raises YouCanFix when the file is gone."""
        return self._array("update.npy").astype(np.int64)

    def account(self) -> str:
        """Whose update it is; raises YouCanFix when the file is gone."""
        try:
            return client_id((self._folder / "account").read_text())
        except OSError as error:
            raise self._gone("account", error) from error

    def dataset(self) -> str:
        """What the update was trained on, as BTC/USDT; raises YouCanFix when the file is gone."""
        try:
            return (self._folder / "dataset").read_text()
        except OSError as error:
            raise self._gone("dataset", error) from error

    def has_masked(self, update: NDArray[np.float32]) -> bool:
        """Whether this round was given exactly this update."""
        file = self._folder / "trained.npy"
        return self.has_integers() and file.exists() and file.read_bytes() == _bytes(update)

    def _array(self, name: str) -> NDArray[np.float32 | np.int64]:
        try:
            array: NDArray[np.float32 | np.int64] = np.load(self._folder / name, allow_pickle=False)
        except OSError as error:
            raise self._gone(name, error) from error
        except ValueError as error:
            raise YouCanFix(f"{self._folder / name} is damaged.", "Sit this round out.") from error
        return array

    def _gone(self, name: str, error: OSError) -> YouCanFix:
        return YouCanFix(f"{self._folder / name} cannot be read: {error.strerror}.", "Sit this round out.")


def round_that_took(folder: Path, update: NDArray[np.float32]) -> int | None:
    """The round for which exactly this update was masked; None for a new one, and where nothing changed.

    Args:
        folder: the trader's.
        update: D.
    """
    numbers = [int(path.name) for path in (folder / "rounds").glob("*")] if update.any() else []
    return next((number for number in sorted(numbers) if RoundFiles(folder, number).has_masked(update)), None)


def kept_update(folder: Path, round_id: int) -> tuple[str, NDArray[np.int64]]:
    """Account and integers x of the trader in `folder`, for who owns all traders of a network (the demo)."""
    files = RoundFiles(folder, round_id)
    return files.account(), files.integers()


def _bytes(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()
