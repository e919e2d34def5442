"""A key file of another wallet (keystore version 3) and its password in; the account in it out."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from core.errors import YouCanFix
from core.identity.keys import Account
from core.recursion import kept_recursion_limit

MOST_BYTES = 1 << 16
"""Key files have half a kilobyte."""
_MOST_MEMORY = 1 << 29
_MOST_WORK = 1 << 23
"""Of scrypt, n * r * p: four times what the file of a common wallet asks for."""
_MOST_LANES, _MOST_BLOCKS = 16, 64
_MOST_ROUNDS = 5_000_000
_KEY_BYTES, _IV_BYTES, _MOST_SALT = 32, 16, 64
_HEX = re.compile(r"(0x)?((?:[0-9a-fA-F]{2})*)")


@dataclass(frozen=True)
class Keystore:
    """A key file whose fields and cost were looked at; nothing of it is in clear.

    Args:
        address: that the file claims, 40 digits in lower case; "" where it claims none.
        document: what the opening library needs of it.
    """

    address: str
    document: dict[str, Any] = field(repr=False)

    @classmethod
    def parse(cls, data: bytes) -> "Keystore":
        """Read a file; nothing is computed yet. Raises YouCanFix unless it can be opened at a fair cost."""
        if len(data) > MOST_BYTES:
            raise _not_one("is too long")
        try:
            document = _lower(json.loads(data))
            crypto = _lower(document["crypto"])
            version, parameters = document["version"], _lower(crypto["kdfparams"])
            initial = _hex(_lower(crypto["cipherparams"])["iv"], 1, _IV_BYTES)
            ciphertext = _hex(crypto["ciphertext"], _KEY_BYTES, _KEY_BYTES)
            code = _hex(crypto["mac"], _KEY_BYTES, _KEY_BYTES)
            address = _hex(document.get("address", ""), 0, 20)
            kind, cipher = crypto["kdf"], crypto["cipher"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _not_one("is damaged or of another kind") from error
        if isinstance(version, bool) or version != 3 or cipher != "aes-128-ctr":  # noqa: PLR2004 - its name
            raise _not_one("has another version or cipher")
        if len(address) not in (0, 40):
            raise _not_one("claims an address that is none")
        box = {
            "kdf": kind,
            "kdfparams": _cost(kind, parameters),
            "cipher": cipher,
            "cipherparams": {"iv": initial},
            "ciphertext": ciphertext,
            "mac": code,
        }
        return cls(address, {"version": 3, "crypto": box})

    def open(self, password: str) -> Account:
        """The account in the file.

        Raises:
            YouCanFix: the password is wrong, the file was altered, or it holds another key than it claims.
        """
        with kept_recursion_limit():
            from eth_account import Account as EthAccount  # noqa: PLC0415 - 0.3 CPU s, not before first paint

        try:
            secret = bytes(EthAccount.decrypt(self.document, password))
        except ValueError:
            raise YouCanFix(
                "The key file's password is wrong, or the file was altered.", "Try again."
            ) from None
        account = Account(secret)
        if self.address and account.address != f"0x{self.address}":
            raise YouCanFix("The key file holds another key than the address in it says.", "Do not use it.")
        return account


def _cost(kind: object, parameters: dict[str, Any]) -> dict[str, Any]:
    """The checked parameters of the key derivation; a forged file cannot exhaust the machine."""
    try:
        salt = _hex(parameters["salt"], 1, _MOST_SALT)
        if kind == "scrypt":
            numbers = {name: _count(parameters[name]) for name in ("n", "r", "p", "dklen")}
            n, r, p = numbers["n"], numbers["r"], numbers["p"]
            is_fair = (
                n > 1
                and n & (n - 1) == 0
                and r <= _MOST_BLOCKS
                and p <= _MOST_LANES
                and 128 * n * r <= _MOST_MEMORY
                and n * r * p <= _MOST_WORK
            )
        elif kind == "pbkdf2" and parameters["prf"] == "hmac-sha256":
            numbers = {name: _count(parameters[name]) for name in ("c", "dklen")}
            is_fair = numbers["c"] <= _MOST_ROUNDS
        else:
            raise _not_one("derives its key in a way that is not known")
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _not_one("is damaged or of another kind") from error
    if not is_fair or numbers["dklen"] != _KEY_BYTES:
        raise _not_one("asks for an impossible cost")
    return {**numbers, "salt": salt, **({"prf": "hmac-sha256"} if kind == "pbkdf2" else {})}


def _lower(value: Any) -> dict[str, Any]:
    """An object with its names in lower case, as some wallets write them in others; two of one name fail."""
    lowered = {name.lower(): inner for name, inner in value.items()}
    if len(lowered) != len(value):
        raise ValueError("a name stands twice")
    return lowered


def _hex(value: Any, least: int, most: int) -> str:
    found = _HEX.fullmatch(value)
    if found is None or not 2 * least <= len(found[2]) <= 2 * most:
        raise ValueError("no bytes of this length")
    return found[2].lower()


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("no count")
    return value


def _not_one(what: str) -> YouCanFix:
    return YouCanFix(f"This key file {what}.", "Choose a keystore file of version 3, as UTC--2026-01-31T….")
