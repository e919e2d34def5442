"""Key agreements and seeds in; masked vectors, opened products and sealed share boxes out."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

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
T = TypeVar("T")

_WORD = 8
_AES_BLOCK = 16
_NOTHING = np.zeros(BLOCK, np.uint64)

Source = Callable[[slice, Ring], Ring]
"""The next part of a vector and a pad of its length in; the part's words XOR the pad out."""

Masks = Sequence[tuple[bytes, int]]
"""Seeds, each with a sign: PRG(seed) is added where it is positive, else subtracted."""

TOGETHER = 8
"""Sources asked in turn for each part: what they write and what is done with it stay in cache."""


def derive(secret: bytes, label: bytes, context: bytes, length: int = SEED_BYTES) -> bytes:
    """`length` bytes of HKDF-SHA256 under a label and a context."""
    return HKDF(hashes.SHA256(), length, None, label + b"|" + context).derive(secret)


def keystream(secret: bytes, label: bytes, context: bytes, length: int) -> bytes:
    """Any number of pseudo-random bytes: AES-256-CTR under a derived key."""
    cipher = Cipher(algorithms.AES(derive(secret, label, context)), modes.CTR(bytes(_AES_BLOCK)))
    return cipher.encryptor().update(bytes(length))


def public_key(private: bytes) -> bytes:
    """The X25519 public key of 32 secret bytes."""
    return _public(X25519PrivateKey.from_private_bytes(private))


def _public(key: X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def agree_key(private: bytes, public: bytes) -> bytes:
    """The X25519 secret of two keys; raises PeerBroke for a public key of small order."""
    return _agree(X25519PrivateKey.from_private_bytes(private), public)


def _agree(key: X25519PrivateKey, public: bytes) -> bytes:
    try:
        return key.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as error:
        raise PeerBroke("A key for key agreement is of small order.") from error


def edge_seeds(private: bytes, publics: Sequence[bytes], context: bytes) -> list[bytes]:
    """The seeds that the owner of `private` shares with others; both ends derive the same."""
    key = X25519PrivateKey.from_private_bytes(private)
    own = _public(key)
    ends = (b"".join(sorted((own, public))) for public in publics)
    return [
        derive(_agree(key, public), b"edge", context + both)
        for public, both in zip(publics, ends, strict=True)
    ]


def edge_seed(private: bytes, public: bytes, context: bytes) -> bytes:
    """The seed that two neighbours share."""
    (seed,) = edge_seeds(private, [public], context)
    return seed


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


def add_masks(total: Ring, masks: Masks, context: bytes) -> None:
    """Add the masks in place; a block at a time."""
    add = _adder(masks, context)
    for part in _parts(len(total)):
        add(total[part])


def _adder(masks: Masks, context: bytes) -> Callable[[Ring], None]:
    """What adds the next part of all masks to a part of a vector, in place."""
    sources = mask_sources([seed for seed, _ in masks], context)
    operations = [np.add if sign > 0 else np.subtract for _, sign in masks]
    steps = list(zip(sources, operations, strict=True))

    def add(block: Ring) -> None:
        nothing = _NOTHING[: len(block)]
        for source, operation in steps:
            operation(block, source(slice(0), nothing), out=block)

    return add


def vector_sources(vectors: Sequence[Ring]) -> list[Source]:
    """For each vector the source of its words; all write into one buffer, as mask_sources do."""
    buffer = np.empty(BLOCK, np.uint64)
    return [_vector_source(vector, buffer) for vector in vectors]


def _vector_source(vector: Ring, buffer: Ring) -> Source:
    return lambda part, pad: np.bitwise_xor(vector[part], pad, out=buffer[: len(pad)])


def masked_sources(
    vectors: Sequence[Ring], masks: Sequence[Masks], context: bytes, total: Ring | None = None
) -> list[Source]:
    """For each vector the source of it plus its masks; all write into one buffer, as mask_sources do.

    Args:
        vectors: ring words, all of one length.
        masks: of each vector.
        context: of the masks.
        total: every source adds its parts to it, when there is one.
    """
    buffer = np.empty(BLOCK, np.uint64)
    adders = [_adder(each, context) for each in masks]
    return [_masked_source(vector, add, buffer, total) for vector, add in zip(vectors, adders, strict=True)]


def _masked_source(vector: Ring, add: Callable[[Ring], None], buffer: Ring, total: Ring | None) -> Source:
    def source(part: slice, pad: Ring) -> Ring:
        words = buffer[: len(pad)]
        np.copyto(words, vector[part])
        add(words)
        if total is not None:
            np.add(total[part], words, out=total[part])
        return np.bitwise_xor(words, pad, out=words)

    return source


def in_groups(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as are best asked together."""
    return (items[start : start + TOGETHER] for start in range(0, len(items), TOGETHER))


def run_through(sources: Sequence[Source], length: int) -> None:
    """Ask sources for all their parts, where only what they do on the way is of use."""
    for part in _parts(length):
        for source in sources:
            source(part, _NOTHING[: part.stop - part.start])


def mixed_masks(seeds: Sequence[bytes], factors: Ring, context: bytes, length: int) -> Ring:
    """The sum of factor x PRG(seed) in the ring, `length` words."""
    total = np.zeros(length, np.uint64)
    sources = mask_sources(seeds, context)
    for part in _parts(length):
        block, nothing = total[part], _NOTHING[: part.stop - part.start]
        for source, factor in zip(sources, factors, strict=True):
            words = source(part, nothing)
            np.add(block, np.multiply(words, factor, out=words), out=block)
    return total


def open_products(seeds: Sequence[bytes], context: bytes, rows: Integers) -> Ring:
    """<PRG(seed), v> in the ring for each seed and each row v of `rows` (r, d): (seeds, r)."""
    return source_products(mask_sources(seeds, context), rows)


def source_products(sources: Sequence[Source], rows: Integers) -> Ring:
    """<words, v> in the ring for the words of each source and each row v of `rows` (r, d): (sources, r)."""
    vectors = rows.view(np.uint64)
    products = np.zeros((len(sources), len(vectors)), np.uint64)
    for part in _parts(vectors.shape[1]):
        block, nothing = vectors[:, part], _NOTHING[: part.stop - part.start]
        for index, source in enumerate(sources):
            products[index] += row_products(block, source(part, nothing))
    return products


def row_products(rows: Ring, words: Ring) -> Ring:
    """<words, v> in the ring for each row v of ring words (r, d)."""
    return np.asarray(np.einsum("ri,i->r", rows, words))


def ring_products(x: Ring, vectors: Integers) -> Ring:
    """<x, v> in the ring for each row v of `vectors` (r, d)."""
    return row_products(vectors.view(np.uint64), x)
