"""Float updates in, ring integers out, and back; clipped, weighted and without overflow."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import PeerBroke, YouCanFix

FRACTION_BITS = 28
"""An update of norm C and weight 1 has the norm 2^28 in the ring."""

WEIGHT_ONE = 1 << 20
"""The integer weight that stands for q = 1."""

LEAST_WEIGHT = 1 << 10
"""2^-10, the weight of the smallest bond that takes a seat."""

_WORD_BYTES = 8
_BLOCK = 1 << 16
_HALF = WEIGHT_ONE // 2

Integers = NDArray[np.int64]
Ring = NDArray[np.uint64]


def weight(bond_wei: int, bond_cap_wei: int, standing: int = 0) -> int:
    """The integer q, 2^20 for 1: clamp((bond / cap)(1 + clamp(z, -1/2, 1/2)), 2^-10, 1).

    Args:
        bond_wei: the client's bond.
        bond_cap_wei: the bond that counts in full.
        standing: z, the standardised mean of past scores, in the same fixed point (2^20 for 1).
    """
    if bond_wei < 0 or bond_cap_wei <= 0:
        raise ValueError("a bond is not negative and its cap is positive")
    factor = WEIGHT_ONE + max(-_HALF, min(_HALF, standing))
    return max(LEAST_WEIGHT, min(WEIGHT_ONE, bond_wei * factor // bond_cap_wei))


def least_bond(bond_cap_wei: int) -> int:
    """The bond that LEAST_WEIGHT stands for; a smaller one would weigh more than it holds."""
    return -(-bond_cap_wei * LEAST_WEIGHT // WEIGHT_ONE)


def quantise(update: NDArray[Any], q: int, clip: float, rng: np.random.Generator) -> Integers:
    """The integers x = stochastic_round(q D 2^28 / C), with D clipped to norm C.

    Args:
        update: D, a flat float vector.
        q: integer weight, 2^20 for 1.
        clip: C.
        rng: decides the rounding; the expectation of x is exact.

    Raises:
        YouCanFix: the update holds NaN or infinity.
    """
    if update.ndim != 1 or not 0 < q <= WEIGHT_ONE:
        raise ValueError("an update is flat and its weight lies in (0, 1]")
    if not np.isfinite(update).all():
        raise YouCanFix("The update holds numbers that are not finite.", "Train the model again.")
    factor = _clip_factor(update, clip) * (q / WEIGHT_ONE) * 2.0**FRACTION_BITS / clip
    x = np.empty(len(update), np.int64)
    for part in _blocks(len(update)):
        scaled = update[part].astype(np.float64) * factor
        x[part] = np.floor(scaled + rng.random(len(scaled)))
    return x


def _clip_factor(update: NDArray[Any], clip: float) -> float:
    norm = float(np.linalg.norm(update.astype(np.float64, copy=False)))
    return min(1.0, clip / norm) if norm > 0 else 1.0


def _blocks(length: int) -> Iterator[slice]:
    return (slice(start, start + _BLOCK) for start in range(0, length, _BLOCK))


def norm_bound(q: int, parameters: int, noise_variance: float = 0.0) -> float:
    """The norm of the longest honest x: q 2^28, less than one unit of rounding a coordinate, and its noise.

    Args:
        q: integer weight, 2^20 for 1.
        parameters: d.
        noise_variance: of each coordinate's noise, in ring units squared; the bound is then one in the mean.
    """
    signal = q / WEIGHT_ONE * 2.0**FRACTION_BITS + math.sqrt(parameters)
    return math.sqrt(signal**2 + parameters * noise_variance)


def to_ring(x: Integers) -> Ring:
    """Signed integers as ring words, without a copy."""
    return x.view(np.uint64)


def from_ring(words: Ring) -> Integers:
    """Ring words as the signed integers that they stand for, without a copy."""
    return words.view(np.int64)


def to_wire(words: NDArray[Any]) -> bytes:
    """64-bit words as little-endian bytes."""
    return words.astype(words.dtype.newbyteorder("<"), copy=False).tobytes()


def ring_from_wire(data: bytes) -> Ring:
    """Little-endian bytes as ring words, read-only; raises PeerBroke where a word is cut short."""
    return np.frombuffer(_whole_words(data), "<u8").astype(np.uint64, copy=False)


def integers_from_wire(data: bytes) -> Integers:
    """Little-endian bytes as signed integers, read-only; raises PeerBroke where a word is cut short."""
    return np.frombuffer(_whole_words(data), "<i8").astype(np.int64, copy=False)


def _whole_words(data: bytes) -> bytes:
    if len(data) % _WORD_BYTES:
        raise PeerBroke(f"A vector of {len(data)} bytes is cut short.")
    return data
