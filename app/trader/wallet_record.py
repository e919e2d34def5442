"""The wallet's bytes in the secret store in; its accounts and its secret, plain or sealed, out, and back."""

import json
from dataclasses import asdict, dataclass, replace

from core.errors import Damaged, YouCanFix
from core.identity.key_ring import AccountLine, Source, read_lines
from core.values import client_id

SECRET_NAME = "account"  # noqa: S105 - the name of a secret, not one
FIRST_NAME = "Account 1"
_VERSION = 2


@dataclass(frozen=True, repr=False)
class WalletRecord:
    """What the secret store holds; never shows its secret when printed.

    Args:
        lines: the accounts, known while it is locked too.
        in_use: the address of the one that signs.
        secret: text of a KeyRing, or hex digits of the same sealed; "" where all is watched.
        is_sealed: which of both.
    """

    lines: tuple[AccountLine, ...]
    in_use: str
    secret: str
    is_sealed: bool = False

    def __repr__(self) -> str:
        return f"WalletRecord({len(self.lines)} accounts, {'sealed' if self.is_sealed else 'plain'})"

    @property
    def line(self) -> AccountLine:
        """The account in use."""
        return self.find(self.in_use)

    @property
    def has_words(self) -> bool:
        """Whether its secret holds seed words."""
        return any(line.source == "words" for line in self.lines)

    def find(self, address: str) -> AccountLine:
        """The account of an address; raises YouCanFix where there is none."""
        for line in self.lines:
            if line.address == address:
                return line
        raise YouCanFix(f"There is no account {address} in this wallet.", "Choose one of its accounts.")

    def with_line(self, changed: AccountLine) -> "WalletRecord":
        """The record with a line in place of the one of the same address, or with one more."""
        if all(line.address != changed.address for line in self.lines):
            return replace(self, lines=(*self.lines, changed))
        return replace(
            self,
            lines=tuple(changed if line.address == changed.address else line for line in self.lines),
        )

    def backed_up(self, *sources: Source) -> "WalletRecord":
        """The record with all accounts of these sources noted as backed up."""
        lines = (replace(line, is_backed_up=True) if line.source in sources else line for line in self.lines)
        return replace(self, lines=tuple(lines))

    def to_bytes(self) -> bytes:
        """JSON for the secret store."""
        document = {
            "version": _VERSION,
            "accounts": [asdict(line) for line in self.lines],
            "in_use": self.in_use,
            "secret": self.secret,
            "is_sealed": self.is_sealed,
        }
        return json.dumps(document).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "WalletRecord":
        """Read a record, also one of the first version, of one account; raises Damaged for anything else."""
        try:
            document = json.loads(data)
            found = _first_version(document) if "version" not in document else _this_version(document)
            found.find(found.in_use)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, YouCanFix):
            raise Damaged(
                "What this machine keeps of the wallet is damaged.",
                "Restore the wallet from its back-up file or its words; nothing is erased.",
            ) from None
        return found


def _this_version(document: dict[str, object]) -> WalletRecord:
    secret, is_sealed, in_use = document["secret"], document["is_sealed"], document["in_use"]
    lines = read_lines(document["accounts"])
    if document["version"] != _VERSION or not isinstance(secret, str) or not isinstance(in_use, str):
        raise ValueError("no record")
    if not isinstance(is_sealed, bool):
        raise TypeError("no record")
    if is_sealed:
        bytes.fromhex(secret)
    return WalletRecord(lines, in_use, secret, is_sealed)


def _first_version(document: dict[str, object]) -> WalletRecord:
    address, secret = str(client_id(str(document["address"]))), document["secret"]
    if not isinstance(secret, str):
        raise TypeError("no record")
    source: Source = "words" if document["has_words"] else "key"
    line = AccountLine(address, FIRST_NAME, source, 0, is_backed_up=bool(document["is_backed_up"]))
    return WalletRecord((line,), address, secret, bool(document["is_sealed"]))
