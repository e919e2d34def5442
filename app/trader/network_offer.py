"""A signed network file in; what of it is shown to a user before anything of it is used, out."""

from dataclasses import dataclass
from typing import Literal

from app.settings import Network
from core.network_file import NetworkFile, fingerprint


@dataclass(frozen=True)
class NetworkOffer:
    """A network file that was read and checked, but not taken yet.

    Args:
        file: what it says, and who signed it.
        standing: "new" where the name is not known, "same" or "newer" where its operator is.
    """

    file: NetworkFile
    standing: Literal["new", "same", "newer"]

    @property
    def fingerprint(self) -> str:
        """The operator's address, to be compared with what the operator says it is."""
        return fingerprint(self.file.operator)

    @property
    def network(self) -> Network:
        """What the programs take part with."""
        return Network.from_signed(self.file)
