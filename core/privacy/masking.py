"""Key agreements and seeds in; masked vectors, opened products and sealed share boxes out."""

import hashlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import PeerBroke
from core.privacy.fixed_point import Integers, Ring

BLOCK = 1 << 14
"""Words made at a time: a block and its mask stay in the processor's cache."""

SEED_BYTES = 32
_WORD = 8
_AES_BLOCK = 16
_NOTHING = np.zeros(BLOCK, np.uint64)

Source = Callable[[slice, Ring], Ring]
"""The next part of a vector and a pad of its length in; the part's words XOR the pad out."""


def derive(secret: bytes, label: bytes, context: bytes, length: int = SEED_BYTES) -> bytes:
    """`length` bytes of HKDF-SHA256 under a label and a context."""
    return HKDF(hashes.SHA256(), length, None, label + b"|" + context).derive(secret)


def keystream(secret: bytes, label: bytes, context: bytes, length: int) -> bytes:
    """Any number of pseudo-random bytes: AES-256-CTR under a derived key."""
    cipher = Cipher(algorithms.AES(derive(secret, label, context)), modes.CTR(bytes(_AES_BLOCK)))
    return cipher.encryptor().update(bytes(length))


def public_key(private: bytes) -> bytes:
    """The X25519 public key of 32 secret bytes."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def agree_key(private: bytes, public: bytes) -> bytes:
    """The X25519 secret of two keys; raises PeerBroke for a public key of small order."""
    try:
        return X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(public)
        )
    except ValueError as error:
        raise PeerBroke("A key for key agreement is of small order.") from error


def edge_seed(private: bytes, public: bytes, context: bytes) -> bytes:
    """The seed that two neighbours share; both ends derive the same."""
    both = b"".join(sorted((public_key(private), public)))
    return derive(agree_key(private, public), b"edge", context + both)


def seed_hash(seed: bytes, context: bytes) -> bytes:
    """The public commitment to a seed."""
    return hashlib.sha256(b"conflux.seed|" + context + b"|" + seed).digest()


def seal(private: bytes, public: bytes, label: bytes, content: bytes, attached: bytes) -> bytes:
    """`content` for the owner of `public`; a key pair uses each label once, so one nonce does."""
    key = derive(agree_key(private, public), b"box", label)
    return AESGCM(key).encrypt(bytes(12), content, attached)


def unseal(private: bytes, public: bytes, label: bytes, box: bytes, attached: bytes) -> bytes:
    """The content of a box; raises PeerBroke when it or what is attached to it was altered."""
    key = derive(agree_key(private, public), b"box", label)
    try:
        return AESGCM(key).decrypt(bytes(12), box, attached)
    except InvalidTag as error:
        raise PeerBroke("A sealed box was altered or is for somebody else.") from error


def mask_sources(seeds: Sequence[bytes], context: bytes) -> list[Source]:
    """For each seed the source of PRG(seed), to be asked part after part.

    All write into one buffer, which stays in cache: the next call of any source overwrites the words
    that the last one gave.
    """
    buffer = bytearray(_WORD * BLOCK + _AES_BLOCK)
    words = np.frombuffer(buffer, "<u8", BLOCK)
    return [_mask_source(_stream(seed, context), buffer, words) for seed in seeds]


def _stream(seed: bytes, context: bytes) -> CipherContext:
    key = derive(seed, b"mask", context, _AES_BLOCK)
    return Cipher(algorithms.AES(key), modes.CTR(bytes(_AES_BLOCK))).encryptor()


def _mask_source(stream: CipherContext, buffer: bytearray, words: Ring) -> Source:
    def source(_: slice, pad: Ring) -> Ring:
        stream.update_into(pad.view(np.uint8).data, buffer)
        return words[: len(pad)]

    return source


def _parts(length: int) -> Iterator[slice]:
    return (slice(start, min(start + BLOCK, length)) for start in range(0, length, BLOCK))


def mask_blocks(seed: bytes, context: bytes, length: int) -> Iterator[tuple[slice, Ring]]:
    """PRG(seed), `length` ring words, block by block; a block is overwritten by the next."""
    (source,) = mask_sources([seed], context)
    for part in _parts(length):
        yield part, source(part, _NOTHING[: part.stop - part.start])


def add_masks(total: Ring, masks: Sequence[tuple[bytes, int]], context: bytes) -> None:
    """Add (sign > 0) or subtract PRG(seed) in place, for each (seed, sign); a block at a time."""
    sources = mask_sources([seed for seed, _ in masks], context)
    operations = [np.add if sign > 0 else np.subtract for _, sign in masks]
    for part in _parts(len(total)):
        block, nothing = total[part], _NOTHING[: part.stop - part.start]
        for source, operation in zip(sources, operations, strict=True):
            operation(block, source(part, nothing), out=block)


def add_mask(total: Ring, seed: bytes, context: bytes, sign: int) -> None:
    """Add (sign > 0) or subtract PRG(seed) in place."""
    add_masks(total, [(seed, sign)], context)


def open_products_many(seeds: Sequence[bytes], context: bytes, rows: Integers) -> Ring:
    """<PRG(seed), v> in the ring for each seed and each row v of `rows` (r, d): (seeds, r)."""
    vectors = rows.view(np.uint64)
    products = np.zeros((len(seeds), len(vectors)), np.uint64)
    sources = mask_sources(seeds, context)
    for part in _parts(vectors.shape[1]):
        block, nothing = vectors[:, part], _NOTHING[: part.stop - part.start]
        for index, source in enumerate(sources):
            products[index] += row_products(block, source(part, nothing))
    return products


def open_products(seed: bytes, context: bytes, rows: Integers) -> Ring:
    """<PRG(seed), v> in the ring for each row v of `rows` (r, d)."""
    return np.asarray(open_products_many([seed], context, rows)[0])


def row_products(rows: Ring, words: Ring) -> Ring:
    """<words, v> in the ring for each row v of ring words (r, d)."""
    return np.asarray(np.einsum("ri,i->r", rows, words))


def ring_products(x: Ring, vectors: Integers) -> Ring:
    """<x, v> in the ring for each row v of `vectors` (r, d)."""
    return row_products(vectors.view(np.uint64), x)
