"""Seed words and single keys in; the accounts that they open, and a whole wallet's back-up as bytes, out."""

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self, cast

from core.errors import YouCanFix
from core.identity.keys import Account, mnemonic_account
from core.values import client_id

Source = Literal["words", "key", "watch", "external"]
"""Where an account's key comes from: the seed words, a key of its own, nowhere (it is watched), or it is in
another program or device, which signs."""

ELSEWHERE: tuple[Source, ...] = ("watch", "external")
"""Sources of which this machine has no key."""

MOST_ACCOUNTS = 100
MOST_NAME = 40
MOST_BACKUP_BYTES = 1 << 17
_KIND, _VERSION = "conflux wallet", 1
_KEY = re.compile(r"(?:0[xX])?([0-9a-fA-F]{64})")


@dataclass(frozen=True)
class AccountLine:
    """What may be shown of an account while the wallet is locked.

    Args:
        address: in lower case.
        name: the user's, at most 40 characters.
        source: of its key.
        index: of BIP-44's path where the key comes from the words, else 0.
        is_backed_up: True once its key is known to be somewhere else too.
    """

    address: str
    name: str
    source: Source
    index: int = 0
    is_backed_up: bool = False


@dataclass(frozen=True, repr=False)
class KeyRing:
    """All secrets of a wallet; never shows them when printed.

    Args:
        words: the seed words, "" where there are none.
        keys: single private keys, 64 hex digits in lower case each.
    """

    words: str = ""
    keys: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The ring in a text of lines: at most one of 12 to 24 words, each other one a private key.

        Raises:
            YouCanFix: the words or a key are wrong, or there is nothing.
        """
        lines = [" ".join(line.lower().split()) for line in text.splitlines() if line.strip()]
        words = [line for line in lines if " " in line]
        keys = [_key(line) for line in lines if " " not in line]
        if len(lines) > MOST_ACCOUNTS or len(words) > 1 or not lines:
            raise YouCanFix("This is neither a seed phrase nor a private key.", "Give one of both.")
        if words:
            mnemonic_account(words[0])
        return cls("".join(words), tuple(keys))

    def __str__(self) -> str:
        return "\n".join(([self.words] if self.words else []) + list(self.keys))

    def __repr__(self) -> str:
        return f"KeyRing({'words, ' if self.words else ''}{len(self.keys)} keys)"

    def first(self) -> Account:
        """The account that a ring of one line opens."""
        return mnemonic_account(self.words) if self.words else Account(bytes.fromhex(self.keys[0]))

    def open(self, line: AccountLine) -> Account:
        """The account of a line; raises YouCanFix where its key is not on this ring."""
        if line.source == "words" and self.words:
            account = mnemonic_account(self.words, line.index)
            if account.address == line.address:
                return account
        if line.source == "key":
            for key in self.keys:
                account = Account(bytes.fromhex(key))
                if account.address == line.address:
                    return account
        raise YouCanFix(f"The key of {line.address} is not in this wallet.", "Restore it from its back-up.")

    def with_key(self, key: bytes) -> "KeyRing":
        """The ring with one more key."""
        return replace(self, keys=(*self.keys, key.hex()))


def _key(text: str) -> str:
    found = _KEY.fullmatch(text)
    if found is None:
        raise YouCanFix("This is not a private key.", "A private key has 64 hexadecimal digits.")
    Account(bytes.fromhex(found[1]))
    return found[1].lower()


def checked_name(name: str) -> str:
    """An account's name; raises YouCanFix when it is too long or not to be shown."""
    name = name.strip()
    if not name or len(name) > MOST_NAME or not name.isprintable():
        raise YouCanFix("That is no name for an account.", f"Use 1 to {MOST_NAME} letters or digits.")
    return name


@dataclass(frozen=True, repr=False)
class WalletBackup:
    """A whole wallet, to be sealed with a password; never shows its secrets when printed.

    Args:
        ring: its secrets.
        lines: its accounts, each address once.
        in_use: the address of the one that signs.
    """

    ring: KeyRing
    lines: tuple[AccountLine, ...]
    in_use: str

    def __repr__(self) -> str:
        return f"WalletBackup({len(self.lines)} accounts)"

    def to_bytes(self) -> bytes:
        """Canonical JSON; holds the secrets in clear."""
        document = {
            "kind": _KIND,
            "version": _VERSION,
            "secret": str(self.ring),
            "accounts": [asdict(line) for line in self.lines],
            "in_use": self.in_use,
        }
        return _canonical(document)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a back-up and derive each of its addresses again; raises YouCanFix for anything else."""
        refused = YouCanFix("The back-up does not hold a wallet.", "Choose another file.")
        if len(data) > MOST_BACKUP_BYTES:
            raise refused
        try:
            document = json.loads(data)
            is_one = document["kind"] == _KIND and document["version"] == _VERSION
            if not is_one or _canonical(document) != data:
                raise refused
            lines = read_lines(document["accounts"])
            secret, in_use = document["secret"], document["in_use"]
            ring = KeyRing.parse(secret) if secret else KeyRing()
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise refused from None
        for line in lines:
            if line.source not in ELSEWHERE:
                ring.open(line)
        found = cls(ring, lines, in_use)
        if in_use not in {line.address for line in lines} or found.to_bytes() != data:
            raise refused
        return found


def read_lines(values: Any) -> tuple[AccountLine, ...]:
    """The accounts of a document; raises ValueError, KeyError, TypeError or YouCanFix for a bad field."""
    if not isinstance(values, list) or not 0 < len(values) <= MOST_ACCOUNTS:
        raise ValueError("no list of accounts")
    lines = tuple(_line(value) for value in values)
    if len({line.address for line in lines}) != len(lines):
        raise ValueError("an address stands twice")
    return lines


def _line(value: dict[str, Any]) -> AccountLine:
    address, name, source = value["address"], value["name"], value["source"]
    index, is_backed_up = value["index"], value["is_backed_up"]
    is_count = isinstance(index, int) and not isinstance(index, bool) and 0 <= index < 1 << 31
    if source not in ("words", "key", *ELSEWHERE) or not is_count or not isinstance(is_backed_up, bool):
        raise ValueError("no account")
    if client_id(address) != address or checked_name(name) != name:
        raise ValueError("no account")
    return AccountLine(address, name, cast("Source", source), index, is_backed_up)


def _canonical(document: Any) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
