"""Bytes and recipients' public keys in, an envelope that only they can open out, and back; in pieces.

An envelope is a header and chunks. The header names the recipients by their public keys and holds, for each,
the content key under a key from its X25519 exchange with the envelope's own ephemeral key (HKDF-SHA256); and
a commitment to the content key, so that all recipients read the same. The chunks are AES-256-GCM under the
content key, each bound to the header, to its place and to being the last or not, so none can be altered,
moved, left out or added (the STREAM construction).
"""

import hashlib
import hmac
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import PeerBroke, YouCanFix

KEY_BYTES = 32
ENTROPY_BYTES = 2 * KEY_BYTES
"""Fresh system randomness of an envelope: its ephemeral key and its content key; never to be used twice."""
CHUNK_BYTES = 1 << 16
MOST_RECIPIENTS = 256

_MAGIC = b"CFXSEALD"
_VERSION = 1
_HEAD = struct.Struct(">8sBH32s32s")
_TAG_BYTES = 16
_SLOT_BYTES = KEY_BYTES + KEY_BYTES + _TAG_BYTES
_SEALED_CHUNK_BYTES = CHUNK_BYTES + _TAG_BYTES
_NO_NONCE = bytes(12)
"""A wrapping key is used once, for one content key."""
_WRAP, _COMMIT = b"conflux.envelope|1|wrap", b"conflux.envelope|1|commit"


@dataclass(frozen=True, order=True)
class Recipient:
    """Whom an envelope is for: an X25519 public key; prints as 64 hex digits."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise ValueError(f"a public key has {KEY_BYTES} bytes, not {len(self.raw)}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """A recipient from 64 hex digits, with or without 0x; raises YouCanFix otherwise."""
        try:
            return cls(bytes.fromhex(text.removeprefix("0x")))
        except ValueError:
            raise YouCanFix(
                f"{text[:80]!r} is not a public key.", "A recipient's public key has 64 hexadecimal digits."
            ) from None

    def __str__(self) -> str:
        return self.raw.hex()


class EnvelopeKey:
    """The secret that opens envelopes; never shows it when printed.

    Args:
        key: the secret, 32 bytes.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise YouCanFix("This is not a key for envelopes.", "Such a key has 64 hexadecimal digits.")
        self._secret = X25519PrivateKey.from_private_bytes(key)
        self.recipient = Recipient(self._secret.public_key().public_bytes_raw())

    @property
    def key(self) -> bytes:
        """The secret, 32 bytes, for the secret store alone."""
        return self._secret.private_bytes_raw()

    def wrapping_key(self, other: Recipient, ephemeral: Recipient, recipient: Recipient) -> bytes:
        """What this key and `other` agree on for this exchange; raises PeerBroke for a degenerate key."""
        try:
            shared = self._secret.exchange(X25519PublicKey.from_public_bytes(other.raw))
        except ValueError as error:
            raise PeerBroke(f"The public key {other} gives no secret.", "Ask for another key.") from error
        kdf = HKDF(SHA256(), KEY_BYTES, salt=ephemeral.raw + recipient.raw, info=_WRAP)
        return kdf.derive(shared)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.recipient})"


def seal(data: bytes, recipients: Sequence[Recipient], entropy: bytes) -> bytes:
    """`data` in an envelope for `recipients`; see seal_pieces."""
    return b"".join(seal_pieces([data], recipients, entropy))


def seal_pieces(pieces: Iterable[bytes], recipients: Sequence[Recipient], entropy: bytes) -> Iterator[bytes]:
    """An envelope, in parts to be written one after the other; the same for the same arguments.

    Args:
        pieces: what to seal, in pieces of any length.
        recipients: who can open it, 1 to 256; repetitions count once. Whoever sees the envelope sees them.
        entropy: 64 fresh bytes of system randomness.

    Raises:
        YouCanFix: nobody to seal to, or too many.
        PeerBroke: a public key that no secret belongs to.
    """
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"an envelope needs {ENTROPY_BYTES} bytes of entropy")
    named = sorted(set(recipients))
    if not 1 <= len(named) <= MOST_RECIPIENTS:
        raise YouCanFix(
            f"An envelope cannot be sealed to {len(named)} recipients.", f"Name 1 to {MOST_RECIPIENTS}."
        )
    header = _header(named, EnvelopeKey(entropy[:KEY_BYTES]), entropy[KEY_BYTES:])
    return _sealed(header, entropy[KEY_BYTES:], pieces)


def _header(recipients: Sequence[Recipient], ephemeral: EnvelopeKey, content_key: bytes) -> bytes:
    """Head and one slot a recipient, in the order of their keys; each slot is bound to the head."""
    head = _HEAD.pack(_MAGIC, _VERSION, len(recipients), ephemeral.recipient.raw, _commitment(content_key))
    slots = []
    for recipient in recipients:
        key = ephemeral.wrapping_key(recipient, ephemeral.recipient, recipient)
        slots.append(recipient.raw + AESGCM(key).encrypt(_NO_NONCE, content_key, head))
    return head + b"".join(slots)


def _commitment(content_key: bytes) -> bytes:
    """AES-GCM alone would let a sealer make one box that opens differently under two keys."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=_COMMIT).derive(content_key)


def _sealed(header: bytes, content_key: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield header
    cipher, bound = AESGCM(content_key), hashlib.sha256(header).digest()
    for number, (chunk, is_last) in enumerate(_cut(pieces, CHUNK_BYTES)):
        yield cipher.encrypt(_nonce(number, is_last=is_last), chunk, bound)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _cut(pieces: Iterable[bytes], length: int) -> Iterator[tuple[bytes, bool]]:
    """Chunks of `length` bytes and whether each is the last, which alone may be shorter; at least one."""
    rest = bytearray()
    for piece in pieces:
        rest += piece
        while len(rest) > length:
            yield bytes(rest[:length]), False
            del rest[:length]
    yield bytes(rest), True


def is_envelope(data: bytes) -> bool:
    """Whether `data` begins as an envelope does."""
    return data.startswith(_MAGIC)


def recipients_of(data: bytes) -> tuple[Recipient, ...]:
    """Whom an envelope names, as its header claims; raises PeerBroke when it is no whole header."""
    _, recipients, _ = _read_header(bytearray(data), iter(()))
    return tuple(recipients)


def open_envelope(sealed: bytes, key: EnvelopeKey) -> bytes:
    """What was sealed; raises as open_pieces does."""
    return b"".join(open_pieces([sealed], key))


def open_pieces(pieces: Iterable[bytes], key: EnvelopeKey) -> Iterator[bytes]:
    """What was sealed, chunk by chunk, each checked.

    Only when the iterator has ended is it known that nothing is missing: use nothing before.

    Args:
        pieces: the envelope, in pieces of any length.
        key: of one of its recipients.

    Raises:
        PeerBroke: no envelope, another version, not for this key, altered, reordered or cut short.
    """
    source = iter(pieces)
    rest = bytearray()
    header, recipients, slots = _read_header(rest, source)
    cipher = AESGCM(_content_key(header[: _HEAD.size], dict(zip(recipients, slots, strict=True)), key))
    bound = hashlib.sha256(header).digest()
    for number, (chunk, is_last) in enumerate(_cut(_joined(bytes(rest), source), _SEALED_CHUNK_BYTES)):
        if is_last and number and len(chunk) <= _TAG_BYTES:
            raise _altered()  # bytes have one envelope only: an empty chunk stands alone
        try:
            yield cipher.decrypt(_nonce(number, is_last=is_last), chunk, bound)
        except InvalidTag as error:
            raise _altered() from error


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _read_header(rest: bytearray, source: Iterator[bytes]) -> tuple[bytes, list[Recipient], list[bytes]]:
    """The header, its recipients and their slots; what was read beyond it stays in `rest`."""
    head = _take(rest, source, _HEAD.size)
    magic, version, count, *_ = _HEAD.unpack(head)
    if magic != _MAGIC:
        raise PeerBroke("This is not an envelope of Conflux.")
    if version != _VERSION:
        raise PeerBroke(f"The envelope has version {version}, which this app cannot read.", "Update the app.")
    if not 1 <= count <= MOST_RECIPIENTS:
        raise PeerBroke(f"An envelope cannot have {count} recipients.")
    slots = _take(rest, source, count * _SLOT_BYTES)
    cut = [slots[at : at + _SLOT_BYTES] for at in range(0, len(slots), _SLOT_BYTES)]
    recipients = [Recipient(slot[:KEY_BYTES]) for slot in cut]
    if recipients != sorted(set(recipients)):
        raise _altered()
    return head + slots, recipients, [slot[KEY_BYTES:] for slot in cut]


def _take(rest: bytearray, source: Iterator[bytes], length: int) -> bytes:
    while len(rest) < length:
        piece = next(source, None)
        if piece is None:
            raise PeerBroke("This is not a whole envelope of Conflux.", "Fetch it again.")
        rest += piece
    taken = bytes(rest[:length])
    del rest[:length]
    return taken


def _content_key(head: bytes, slots: dict[Recipient, bytes], key: EnvelopeKey) -> bytes:
    slot = slots.get(key.recipient)
    if slot is None:
        raise PeerBroke("The envelope is not sealed to this key.", "Open it with a key of its recipients.")
    *_, ephemeral, commitment = _HEAD.unpack(head)
    wrapping = key.wrapping_key(Recipient(ephemeral), Recipient(ephemeral), key.recipient)
    try:
        content_key = AESGCM(wrapping).decrypt(_NO_NONCE, slot, head)
    except InvalidTag as error:
        raise _altered() from error
    if not hmac.compare_digest(_commitment(content_key), commitment):
        raise _altered()
    return content_key


def _altered() -> PeerBroke:
    return PeerBroke("The envelope was altered or is not whole.", "Fetch it again, or from elsewhere.")
