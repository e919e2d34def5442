"""A password and secret bytes in, sealed bytes out, and back: Argon2id, AES-256-GCM, a versioned header."""

import struct
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from core.errors import YouCanFix

SALT_BYTES, NONCE_BYTES = 16, 12
ENTROPY_BYTES = SALT_BYTES + NONCE_BYTES
"""Fresh system randomness that a seal needs."""

_MAGIC = b"CFXVAULT"
_VERSION = 1
_HEADER = struct.Struct(">8sBIII")
_MOST_MEMORY_KIB, _MOST_ITERATIONS, _MOST_LANES = 1 << 20, 16, 16
_KEY_BYTES, _TAG_BYTES = 32, 16


@dataclass(frozen=True)
class Cost:
    """What a guess of the password costs: memory, passes and lanes of Argon2id."""

    memory_kib: int
    iterations: int
    lanes: int


RECOMMENDED = Cost(memory_kib=1 << 16, iterations=3, lanes=4)
"""The second choice of RFC 9106: 64 MiB and three passes."""


def seal(password: str, secret: bytes, entropy: bytes, cost: Cost = RECOMMENDED) -> bytes:
    """`secret` sealed under a password.

    Args:
        password: any text; raises YouCanFix when empty.
        secret: what to seal.
        entropy: 28 fresh bytes of system randomness: salt and nonce.
        cost: written into the header, so that it may grow later.
    """
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a seal needs {ENTROPY_BYTES} bytes of entropy")
    if not password:
        raise YouCanFix("The password is empty.", "Choose a password.")
    header = _HEADER.pack(_MAGIC, _VERSION, cost.memory_kib, cost.iterations, cost.lanes) + entropy
    return header + AESGCM(_key(password, header, cost)).encrypt(entropy[SALT_BYTES:], secret, header)


def open_sealed(password: str, sealed: bytes) -> bytes:
    """What was sealed; raises YouCanFix for a wrong password, altered bytes or another kind of file."""
    cost = _cost(sealed)
    header, box = sealed[: _HEADER.size + ENTROPY_BYTES], sealed[_HEADER.size + ENTROPY_BYTES :]
    try:
        return AESGCM(_key(password, header, cost)).decrypt(header[-NONCE_BYTES:], box, header)
    except InvalidTag as error:
        raise YouCanFix("The password is wrong, or the sealed file was altered.", "Try again.") from error


def _cost(sealed: bytes) -> Cost:
    """The cost in the header, bounded, so that a forged file cannot exhaust the machine."""
    if len(sealed) < _HEADER.size + ENTROPY_BYTES + _TAG_BYTES or not sealed.startswith(_MAGIC):
        raise YouCanFix("This is not a sealed file of Conflux.", "Choose another file.")
    _, version, memory_kib, iterations, lanes = _HEADER.unpack_from(sealed)
    if version != _VERSION:
        raise YouCanFix(
            f"The sealed file has version {version}, which this app cannot read.", "Update the app."
        )
    if not (
        8 * lanes <= memory_kib <= _MOST_MEMORY_KIB
        and 1 <= iterations <= _MOST_ITERATIONS
        and 1 <= lanes <= _MOST_LANES
    ):
        raise YouCanFix("The sealed file asks for an impossible cost.", "Restore it from a backup.")
    return Cost(memory_kib, iterations, lanes)


def _key(password: str, header: bytes, cost: Cost) -> bytes:
    salt = header[_HEADER.size : _HEADER.size + SALT_BYTES]
    kdf = Argon2id(
        salt=salt,
        length=_KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(unicodedata.normalize("NFKC", password).encode())
