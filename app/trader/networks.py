"""Operators' network files in, checked against what is known; a user's networks, and the one in use, out.

A network's file is kept as networks/NAME/network.json beside the trader's data of that network. Whoever
signed the first file of a name is its operator from then on: a file by another key is refused.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.settings import Network, write_atomically
from app.trader.network_offer import NetworkOffer
from app.trader.onboarding import SAMPLE, Onboarding
from core.errors import ConfluxError, YouCanFix
from core.network_file import MOST_BYTES, NetworkFile, check_same_network, check_successor, fingerprint

FILE_NAME, FORGOTTEN = "network.json", "network.forgotten.json"


@dataclass(frozen=True)
class KnownNetwork:
    """A network of the user.

    Args:
        name: SAMPLE for the practice network of this machine.
        operator: fingerprint of the pinned key, "" for the practice network.
        is_used: the desktop opens it, and commands go by it where no other is named.
        damage: why its file cannot be read, "" where it can.
    """

    name: str
    operator: str
    is_used: bool
    damage: str = ""


class Networks:
    """The networks of one data folder.

    Args:
        folder: of the user's data.
        now: UTC seconds; a file that holds later than that is not taken.
    """

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self._folder = folder
        self._now = now

    def offer(self, path: Path) -> NetworkOffer:
        """Read a network file that the user chose; nothing is kept.

        Raises:
            YouCanFix: it cannot be read, is no signed network file, is older than the known one, or is not
                valid yet.
            PeerBroke: it was changed after it was signed, or another key is known for its name.
        """
        file = NetworkFile.from_bytes(_read(path))
        Network.from_signed(file)
        early = file.network.valid_from - self._now()
        if early > 0:
            raise YouCanFix(
                f"The network file of {file.network.name} is valid from "
                f"{_date(file.network.valid_from)} UTC on.",
                "Wait until then, and check this computer's clock.",
            )
        known = self._path(file.network.name)
        if not known.exists():
            if (aside := known.with_name(FORGOTTEN)).exists():  # the data that lie here are of that network
                check_same_network(NetworkFile.from_bytes(_read(aside)), file)
            return NetworkOffer(file, "new")
        kept = NetworkFile.from_bytes(_read(known))
        check_successor(kept, file)
        return NetworkOffer(file, "same" if kept == file else "newer")

    def take(self, offer: NetworkOffer) -> None:
        """Keep the file and its key, whose fingerprint the user has compared. Raises YouCanFix."""
        path = self._path(offer.file.network.name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(path, offer.file.to_bytes())

    def network(self, name: str) -> Network:
        """The network of a name, from its kept file; raises YouCanFix or PeerBroke."""
        return Network.from_signed(self.file(name))

    def file(self, name: str) -> NetworkFile:
        """The kept file of a name; raises YouCanFix where there is none, PeerBroke where it was changed."""
        path = self._path(name)
        if not path.exists():
            raise YouCanFix(
                f"No network is known as {name[:60]!r}.",
                "Give its network file: conflux network use FILE",
            )
        return NetworkFile.from_bytes(_read(path))

    def forget(self, name: str) -> Path:
        """Put a network's file and key aside, so that another key may take its name; the data stay.

        Returns:
            Where the file lies now.

        Raises YouCanFix where it is not known, or is in use.
        """
        path = self._path(name)
        if not path.exists():
            raise YouCanFix(f"No network is known as {name[:60]!r}.", "`conflux network list` lists them.")
        if self.in_use == name:
            raise YouCanFix(f"{name} is in use.", "Use another network first: conflux network local")
        aside = path.with_name(FORGOTTEN)
        path.replace(aside)
        return aside

    @property
    def in_use(self) -> str:
        """SAMPLE, a name, or the path of a plain file; "" before anything was chosen."""
        return Onboarding(self._folder, self._now).chosen

    def use(self, name: str) -> None:
        """Go by a known network from now on, or by SAMPLE. Raises YouCanFix or PeerBroke."""
        if name != SAMPLE:
            self.network(name)
        Onboarding(self._folder, self._now).use(name)

    def known(self) -> tuple[KnownNetwork, ...]:
        """The practice network and every kept one, by name."""
        used = self.in_use
        names = sorted(path.parent.name for path in (self._folder / "networks").glob(f"*/{FILE_NAME}"))
        return (
            KnownNetwork(SAMPLE, "", used in {"", SAMPLE}),
            *(self._known(name, is_used=name == used) for name in names),
        )

    def _known(self, name: str, *, is_used: bool) -> KnownNetwork:
        try:
            return KnownNetwork(name, fingerprint(self.file(name).operator), is_used)
        except ConfluxError as error:
            return KnownNetwork(name, "", is_used, str(error))

    def _path(self, name: str) -> Path:
        if not name or Path(name).name != name or name.startswith("."):
            raise YouCanFix(f"{name[:60]!r} is no name of a network.", "`conflux network list` lists them.")
        return self._folder / "networks" / name / FILE_NAME


def chosen_network(folder: Path, file: Path | None, missing: YouCanFix) -> Network:
    """The network that a command of a user goes by: a named file's, else the one in use, else the local one.

    Args:
        folder: of the user's data.
        file: that the user named.
        missing: raised where there is no network at all.

    Raises YouCanFix or PeerBroke.
    """
    if file is not None:
        return Network.load(file)
    networks = Networks(folder, time.time)
    if (used := networks.in_use) not in {"", SAMPLE}:
        return Network.load(Path(used)) if "/" in used or "\\" in used else networks.network(used)
    local = folder / "localnet" / FILE_NAME
    if not local.exists():
        raise missing
    return Network.load(local)


def is_plain(path: Path) -> bool:
    """Whether a file is an unsigned one, as a network of this machine has; raises YouCanFix."""
    try:
        found = json.loads(_read(path))
    except (ValueError, RecursionError):
        return False  # whoever reads it as a signed one says what is wrong
    return isinstance(found, dict) and "signature" not in found and "rpc_url" in found


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise YouCanFix(f"The network file {path} cannot be read: {error.strerror}.") from error


def _date(at: int) -> str:
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return "a time far in the future"
