"""Seeds or a long vector in; a few signed sums that show a vector's norm, and exact products, out.

The map M from d ring words to a few sums is linear in Z_2^64, so the sums of a masked update less those
of its masks are the sums of the update. It has two stages, both keyed by a beacon that nobody knew when the
update was committed to:

1. Word i of block b (16,384 words) gets a sign of its own and is added into cell (i + rotation_b) mod 16,384.
   Shorter vectors are their own cells.
2. In each repetition the cells get fresh signs and a fresh permutation deals them into equal buckets.

Every word has an independent sign and lies in one bucket of each repetition, so the mean of a repetition's
sum of squares is the squared norm exactly. Two given words of different blocks share a cell, in all
repetitions at once, with probability 1/16,384; what that allows is computed in threats.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.privacy.fixed_point import Integers, Ring
from core.privacy.masking import (
    BLOCK,
    SEED_BYTES,
    Source,
    in_groups,
    keystream,
    mask_sources,
    row_products,
    vector_sources,
)

MOST_REPETITIONS = 4
MOST_BUCKETS = 16
WORDS_PER_SUM = 100
"""A vector has at least this many words for each sum that is shown of it."""

_WORD = 8

_LIMITS = {
    1: 4.417173, 2: 3.393070, 3: 2.938353, 4: 2.668017, 5: 2.484198, 6: 2.349009, 7: 2.244311, 8: 2.160197,
    9: 2.090738, 10: 2.032146, 11: 1.981871, 12: 1.938129, 13: 1.899627, 14: 1.865401, 15: 1.834721,
    16: 1.807017, 32: 1.562192, 48: 1.455501, 64: 1.392520,
}  # fmt: skip
"""By the number of sums b: the f with P(chi2_b / b > f^2) = 1e-5."""


@dataclass(frozen=True)
class Sketch:
    """The beacon's random linear map of `parameters` ring words to `width` sums.

    Args:
        key: 32 bytes derived from the beacon and the attempt's context.
        parameters: the length of the vectors.
    """

    key: bytes
    parameters: int

    @classmethod
    def of(cls, key: bytes, parameters: int) -> Self:
        """The map of a key; raises ValueError for a key of another length or an empty vector."""
        if len(key) != SEED_BYTES or parameters < 1:
            raise ValueError("a sketch has a key of 32 bytes and at least one parameter")
        return cls(key, parameters)

    @property
    def repetitions(self) -> int:
        """How many times the norm is estimated."""
        return min(MOST_REPETITIONS, max(1, self._most_sums // MOST_BUCKETS))

    @property
    def buckets(self) -> int:
        """Sums in each repetition."""
        return min(MOST_BUCKETS, self._most_sums)

    @property
    def width(self) -> int:
        """Sums in all."""
        return self.repetitions * self.buckets

    def sums(self, x: Ring) -> Ring:
        """The (width,) sums of a vector."""
        return self.measure(x, None)

    def measure(self, x: Ring, rows: Integers | None) -> Ring:
        """The sums of a vector, then its products with each of `rows` (r, d): (width + r,), in one pass."""
        if x.shape != (self.parameters,):
            raise ValueError("a vector of another length than the sketch's")
        return np.asarray(self.measure_sources(vector_sources([x]), rows)[0])

    def open(self, seed: bytes, context: bytes, rows: Integers | None) -> Ring:
        """The sums of PRG(seed) and then its products with each of `rows` (r, d): (width + r,)."""
        return np.asarray(self.open_many([seed], context, rows)[0])

    def open_many(self, seeds: Sequence[bytes], context: bytes, rows: Integers | None) -> Ring:
        """What `open` gives for each seed, (seeds, width + r); far cheaper than one at a time."""
        none = np.empty((0, self.width + (0 if rows is None else len(rows))), np.uint64)
        opened = [self.measure_sources(mask_sources(group, context), rows) for group in in_groups(seeds)]
        return np.concatenate([none, *opened])

    def measure_sources(self, sources: Sequence[Source], rows: Integers | None) -> Ring:
        """What `measure` gives for each source, block by block; the block's signs and rows are made once.

        A word with a minus comes as its complement, which is one less than its negative: the ones
        are counted apart. A row takes the signs too, so that its products are right all the same.
        """
        vectors = np.empty((0, self.parameters), np.uint64) if rows is None else rows.view(np.uint64)
        cells = np.tile(self._minus_in_cell, (len(sources), 1))
        products = np.zeros((len(sources), len(vectors)), np.uint64)
        for block in range(len(self._rotations)):
            part, minus = self._part(block), self._minus(block)
            signed = (vectors[:, part] ^ minus) - minus
            if len(vectors):
                products -= row_products(signed, minus)
            for index, source in enumerate(sources):
                words = source(part, minus)
                self._add_rotated(cells[index], words, block)
                if len(vectors):
                    products[index] += row_products(signed, words)
        return np.hstack([np.array([self._deal(each) for each in cells]), products])

    def norm(self, sums: Integers) -> float:
        """The estimate of the norm: the root of the repetitions' mean sum of squares, in units of the ring.

        Squares are added as whole numbers, so that no machine rounds them otherwise than another.
        """
        energy = sum(value * value for value in sums.tolist())
        return math.sqrt(energy / self.repetitions)

    def _part(self, block: int) -> slice:
        return slice(block * BLOCK, min((block + 1) * BLOCK, self.parameters))

    def _minus(self, block: int) -> Ring:
        """The masks of a block's signs: all ones for minus, zero for plus."""
        part = self._part(block)
        return _masks(self._signs[part.start // 8 : (part.stop + 7) // 8], part.stop - part.start)

    def _add_rotated(self, cells: Ring, words: Ring, block: int) -> None:
        rotation = int(self._rotations[block])
        before = min(len(words), len(cells) - rotation)
        cells[rotation : rotation + before] += words[:before]
        cells[: len(words) - before] += words[before:]

    def _deal(self, cells: Ring) -> Ring:
        """The second stage: cells into the buckets of each repetition, (width,)."""
        orders, signs, starts = self._deals
        dealt = cells.take(orders)
        return np.add.reduceat(np.multiply(dealt, signs, out=dealt), starts)

    @property
    def _most_sums(self) -> int:
        return max(1, self.parameters // WORDS_PER_SUM)

    @property
    def _cells(self) -> int:
        return min(self.parameters, BLOCK)

    @cached_property
    def _signs(self) -> NDArray[np.uint8]:
        """One bit a word, least significant first; 1 is a minus."""
        return self._bytes(b"signs", (self.parameters + 7) // 8)

    @cached_property
    def _rotations(self) -> NDArray[np.int64]:
        """How far each block is turned; a block that is alone is not."""
        blocks = -(-self.parameters // BLOCK)
        turns = self._bytes(b"rotations", 2 * blocks).view("<u2").astype(np.int64) % BLOCK
        return turns if blocks > 1 else np.zeros(1, np.int64)

    @cached_property
    def _minus_in_cell(self) -> Ring:
        """How many words with a minus each cell takes."""
        counts = np.zeros(self._cells, np.uint64)
        for block in range(len(self._rotations)):
            self._add_rotated(counts, np.negative(self._minus(block)), block)
        return counts

    @cached_property
    def _deals(self) -> tuple[NDArray[np.int64], Ring, NDArray[np.int64]]:
        """Of the second stage: the repetitions' orders of cells, their signs in it, the buckets' starts."""
        shape = (self.repetitions, self._cells)
        keys = self._bytes(b"order", _WORD * shape[0] * shape[1]).view("<u8").reshape(shape)
        bits = self._bytes(b"order signs", (shape[0] * shape[1] + 7) // 8)
        signs = _masks(bits, shape[0] * shape[1]) | np.uint64(1)
        starts = np.arange(self.buckets) * self._cells // self.buckets
        begins = np.arange(self.repetitions) * self._cells
        orders = np.argsort(keys, axis=1, kind="stable").ravel()
        return orders, signs, (begins[:, np.newaxis] + starts).ravel()

    def _bytes(self, label: bytes, length: int) -> NDArray[np.uint8]:
        return np.frombuffer(keystream(self.key, b"sketch " + label, b"", length), np.uint8)


def _masks(bits: NDArray[np.uint8], count: int) -> Ring:
    """Packed bits as ring words: all ones for 1, zero for 0."""
    return np.negative(np.unpackbits(bits, count=count, bitorder="little").astype(np.uint64))


def limit_factor(width: int) -> float:
    """How far above the bound the estimate from `width` sums may lie: 1.39 with 64 of them.

    A vector of many words that is just at the bound exceeds it once in 100,000 times.
    """
    return _LIMITS[width]


def is_too_long(sketch: Sketch, sums: Integers, bound: float) -> bool:
    """Whether the estimate of a norm is too far above `bound`, in units of the ring."""
    return sketch.norm(sums) > limit_factor(sketch.width) * bound


def cosine(product: int, reference_norm: float, norm: float) -> float:
    """The cosine of two vectors from their product and norms; 0 when one of them is nothing."""
    return product / (reference_norm * norm) if reference_norm > 0 and norm > 0 else 0.0
