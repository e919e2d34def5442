"""Bytes or text in; the multihash and the CID (version 0 or 1) they are, checked, and back out."""

import hashlib
from dataclasses import dataclass
from typing import Self

from core.errors import PeerBroke, YouCanFix
from core.values import Digest

RAW, DAG_PB = 0x55, 0x70
"""Multicodecs: bytes as they are, and IPLD's protobuf, in which UnixFS writes files of many blocks."""
IDENTITY, SHA2_256 = 0x00, 0x12
"""Multihash functions: none (the bytes themselves), and SHA-256."""

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VARINT_BYTES = 9
_HASH_BYTES = 128
_TEXT_LENGTH = 400
"""No hash in use needs more; base58 takes time in the square of its length."""
_VERSION_0_LENGTH = 46
_SHA256_BYTES = 32


def varint(number: int) -> bytes:
    """An unsigned number in groups of seven bits, the lowest first (multiformats' unsigned-varint)."""
    groups = bytearray()
    while number > 0x7F:  # noqa: PLR2004 - seven bits
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(groups) + bytes([number])


def read_varint(data: bytes, at: int = 0) -> tuple[int, int]:
    """The number that starts at `at`, and where the next byte is; raises PeerBroke unless it is canonical."""
    number = 0
    for count, byte in enumerate(data[at : at + _VARINT_BYTES]):
        number |= (byte & 0x7F) << 7 * count
        if byte < 0x80:  # noqa: PLR2004 - the last group
            if count and not byte:
                break
            return number, at + count + 1
    raise PeerBroke("A number among the bytes is cut short or not in its shortest form.")


def base32(data: bytes) -> str:
    """RFC 4648's base32 in small letters, without padding."""
    bits = 8 * len(data)
    length = -(-bits // 5)
    number = int.from_bytes(data, "big") << (5 * length - bits)
    return "".join(_BASE32[number >> 5 * place & 31] for place in reversed(range(length)))


def from_base32(text: str) -> bytes:
    """The bytes of small base32 letters; raises YouCanFix unless they are what base32 prints."""
    number = _number(text, _BASE32)
    count = 5 * len(text) // 8
    data = (number >> (5 * len(text) - 8 * count)).to_bytes(count, "big")
    if base32(data) != text:
        raise YouCanFix(f"{text[:60]!r} is cut short or has a letter too many.", "Copy it again, whole.")
    return data


def base58(data: bytes) -> str:
    """Bitcoin's base58: a leading zero byte is a 1."""
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _BASE58[digit] + digits
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def from_base58(text: str) -> bytes:
    """The bytes of base58 letters; raises YouCanFix for any other letter."""
    number = _number(text, _BASE58)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes(-(-number.bit_length() // 8), "big")


def _number(text: str, alphabet: str) -> int:
    if len(text) > _TEXT_LENGTH:
        raise YouCanFix(f"A text of {len(text)} letters is too long for a CID.", "Copy it again.")
    number = 0
    for letter in text:
        digit = alphabet.find(letter)
        if digit < 0:
            raise YouCanFix(f"The letter {letter!r} is not of this alphabet.", "Copy the text again, whole.")
        number = number * len(alphabet) + digit
    return number


def multibase(data: bytes, base: str = "b") -> str:
    """`data` as text whose first letter names the base: b base32, B base32 in capitals, z base58btc."""
    if base == "z":
        return base + base58(data)
    if base not in {"b", "B"}:
        raise ValueError(f"{base!r} is no base that is written here")
    return base + (base32(data) if base == "b" else base32(data).upper())


def from_multibase(text: str) -> bytes:
    """The bytes of such a text; raises YouCanFix for another base or a letter that is not of it."""
    base, letters = text[:1], text[1:]
    if base == "z":
        return from_base58(letters)
    if base == "b":
        return from_base32(letters)
    if base == "B" and letters == letters.upper():
        return from_base32(letters.lower())
    raise YouCanFix(f"{text[:60]!r} is in no base that is read here.", "Give base32 (b...) or base58 (z...).")


@dataclass(frozen=True, order=True)
class Multihash:
    """A hash that says which function made it.

    Args:
        code: multiformats' number of the function.
        digest: what it gave, at most 128 bytes.
    """

    code: int
    digest: bytes

    def __post_init__(self) -> None:
        if len(self.digest) > _HASH_BYTES:
            raise PeerBroke(f"A hash of {len(self.digest)} bytes is none in use.")

    @classmethod
    def of(cls, data: bytes | memoryview) -> Self:
        """The SHA-256 of `data`."""
        return cls(SHA2_256, hashlib.sha256(data).digest())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The hash of exactly these bytes; raises PeerBroke for bytes too few or too many."""
        code, at = read_varint(data)
        length, at = read_varint(data, at)
        if len(data) - at != length:
            raise PeerBroke(f"A hash of {length} bytes came with {len(data) - at}.")
        return cls(code, data[at:])

    @property
    def is_computed(self) -> bool:
        """Whether `fits` can tell."""
        return self.code in {IDENTITY, SHA2_256}

    def fits(self, data: bytes | memoryview) -> bool:
        """Whether `data` has this hash; raises YouCanFix for a function that is not computed here."""
        if self.code == IDENTITY:
            return bytes(data) == self.digest
        if self.code == SHA2_256:
            return len(self.digest) == _SHA256_BYTES and hashlib.sha256(data).digest() == self.digest
        raise YouCanFix(
            f"The hash function 0x{self.code:x} is not computed here.",
            "Say the blob's SHA-256 digest, and it can be checked.",
        )

    def __bytes__(self) -> bytes:
        return varint(self.code) + varint(len(self.digest)) + self.digest


@dataclass(frozen=True, order=True)
class Cid:
    """A content identifier: what the bytes are, and their hash; prints as IPFS writes it.

    Args:
        version: 0 (the old form, always dag-pb under SHA-256) or 1.
        codec: multiformats' number of how the bytes are to be read.
        hash: of the bytes.
    """

    version: int
    codec: int
    hash: Multihash

    def __post_init__(self) -> None:
        plain = self.codec == DAG_PB and self.hash.code == SHA2_256 and len(self.hash.digest) == _SHA256_BYTES
        if self.version not in {0, 1} or (self.version == 0 and not plain):
            raise PeerBroke(f"There is no such CID of version {self.version}.")

    @classmethod
    def of(cls, data: bytes | memoryview, codec: int = RAW) -> Self:
        """The CID (version 1) of one block of bytes."""
        return cls(1, codec, Multihash.of(data))

    @classmethod
    def raw(cls, digest: Digest) -> Self:
        """The CID of the one block whose SHA-256 is `digest`."""
        return cls(1, RAW, Multihash(SHA2_256, digest.raw))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The CID of a text like bafkrei..., zdj7W... or Qm...; raises YouCanFix otherwise."""
        try:
            return cls.from_bytes(_bytes(text))
        except (PeerBroke, YouCanFix) as error:
            raise YouCanFix(
                f"{text[:80]!r} is not a CID: {error.message}", "A CID looks like bafkrei... or Qm..."
            ) from error

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The CID of exactly these bytes; raises PeerBroke otherwise."""
        if data[:2] == bytes([SHA2_256, _SHA256_BYTES]):
            return cls(0, DAG_PB, Multihash.from_bytes(data))
        version, at = read_varint(data)
        if version != 1:
            raise PeerBroke(f"A CID of version {version} is not known here.", "Update the app.")
        codec, at = read_varint(data, at)
        return cls(1, codec, Multihash.from_bytes(data[at:]))

    @property
    def digest(self) -> Digest | None:
        """The SHA-256 of the whole blob, where the CID alone says it: a raw block; otherwise None."""
        plain = self.codec == RAW and self.hash.code == SHA2_256 and len(self.hash.digest) == _SHA256_BYTES
        return Digest(self.hash.digest) if plain else None

    def __bytes__(self) -> bytes:
        head = varint(1) + varint(self.codec) if self.version else b""
        return head + bytes(self.hash)

    def __str__(self) -> str:
        return multibase(bytes(self)) if self.version else base58(bytes(self))


def _bytes(text: str) -> bytes:
    """A CID's bytes; version 0 alone is written without a letter for its base."""
    if len(text) == _VERSION_0_LENGTH and text.startswith("Qm"):
        return from_base58(text)
    data = from_multibase(text)
    if data[:1] == bytes([SHA2_256]):
        raise YouCanFix("A CID of version 0 is written without a letter for its base.")
    return data
