"""Secret bytes in; integer noise of the Skellam distribution, and choices that nobody can foresee, out."""

from decimal import Decimal, localcontext

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

from core.privacy.fixed_point import Integers, Ring

LEAST_VARIANCE = 2.0**32
"""Below it the short formula of the distribution's logarithm would no longer be exact to a double."""

MOST_VARIANCE = 2.0**70
"""Above it a number of the noise would no longer be an exact double."""

SEED_BYTES = 32
_BLOCK = 1 << 15
_TRIES_PER_NUMBER = 1.42
_BINS = 9
_UNIT = 2.0**-64
_SIGN = np.uint64(1 << 63)
_NORMAL_SCALE = 2.0**32


class SecretStream:
    """Uniform words from 32 secret bytes: AES-256-CTR, which nobody tells from chance without the bytes.

    numpy's own generators are no substitute: who has seen enough of their output can compute the rest of it.

    Args:
        seed: 32 fresh bytes of system randomness, used for nothing else.
    """

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError(f"a secret stream needs {SEED_BYTES} bytes")
        self._cipher = Cipher(algorithms.AES(seed), modes.CTR(bytes(16))).encryptor()

    def words(self, count: int) -> Ring:
        """The next `count` words, uint64, each equally likely."""
        return np.frombuffer(self._cipher.update(bytes(8 * count)), "<u8").astype(np.uint64, copy=False)

    def chosen(self, count: int, rate: float) -> NDArray[np.bool_]:
        """For each of `count` whether it is chosen: independently, with the probability `rate`."""
        return np.asarray(self.words(count) * _UNIT < rate)

    def normals(self, size: int) -> NDArray[np.float64]:
        """Standard normal numbers as a Skellam of variance 2^64 gives them, on a grid of 2^-32."""
        return skellam_noise(self, _NORMAL_SCALE**2, size) / _NORMAL_SCALE


def skellam_noise(stream: SecretStream, variance: float, size: int) -> Integers:
    """Symmetric Skellam integers: differences of two Poisson numbers, each of half `variance`.

    Sums of independent Skellam numbers are Skellam, their variances add. numpy's Poisson cannot be used for
    noise of this size: its acceptance test subtracts numbers of 1e18 in doubles, and at a mean of 1e16 the
    variance comes out 42 % too large and every number even.

    Rejection from uniform integers, after Karney (2016, "Sampling exactly from the normal distribution"):
    with s just above the standard deviation, draw a bin k with the weight exp(-k^2 / 2), a sign and a
    uniform j in [0, s), and keep m = +-(k s + j) with the probability exp(f(m) + k^2 / 2), where
    f(m) = log P(m) - log P(0). For a variance v of at least 2^32 and up to ten standard deviations

        f(m) = -m^2 / 2v (1 - (m / v)^2 / 12) - (m / v)^2 / 4

    up to 1e-15: the first terms of Debye's expansion of the Bessel function in P(m) = exp(-v) I_m(v).

    What is not exact: the last step compares doubles, and bins have 64-bit weights. Each probability is the
    Skellam's within a factor of 1 +- 1e-13 up to six standard deviations, 1e-8 up to eight, 1e-5 up to nine;
    nothing beyond ten is drawn, which has a chance of 1e-23. For a million numbers this moves an epsilon by
    less than 1e-6. No grid of floats shows in the result: every integer can occur.

    Args:
        stream: of the noise maker's own secret.
        variance: v, from 2^32 to 2^70.
        size: how many.
    """
    if not LEAST_VARIANCE <= variance <= MOST_VARIANCE:
        raise ValueError("the variance of Skellam noise lies between 2^32 and 2^70")
    noise = np.empty(size, np.int64)
    done = 0
    while done < size:
        found = _tries(stream, variance, min(_BLOCK, int(_TRIES_PER_NUMBER * (size - done)) + 16))
        found = found[: size - done]
        noise[done : done + len(found)] = found
        done += len(found)
    return noise


def _tries(stream: SecretStream, variance: float, count: int) -> Integers:
    """What is kept of `count` tries."""
    step = int(np.sqrt(variance)) + 2  # so much above the deviation that no probability passes 1
    bins, places, judges = np.split(stream.words(3 * count), 3)
    k = np.zeros(count)
    for threshold in _THRESHOLDS:
        k += bins >= threshold
    j, negative, fair = _uniform(places, step)
    size = k * step + j
    likely = judges * _UNIT < np.exp(log_ratio(size, variance) + 0.5 * k * k)
    kept = likely & fair & ~(negative & (size == 0))
    signed = np.where(negative, -size, size)[kept]
    integers: Integers = signed.astype(np.int64)
    return integers


def log_ratio(size: NDArray[np.float64], variance: float) -> NDArray[np.float64]:
    """The logarithm of P(m) / P(0) in a Skellam distribution of variance 2^32 or more; see skellam_noise."""
    ratio = np.square(size / variance)
    return np.asarray(-size * size / (2 * variance) * (1 - ratio / 12) - 0.25 * ratio)


def _uniform(words: Ring, step: int) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """A uniform number in [0, step), a sign, and whether the word gives each number the same chance."""
    negative = words >= _SIGN
    below = words & (_SIGN - np.uint64(1))
    fair = below < np.uint64((1 << 63) // step * step)
    return (below % np.uint64(step)).astype(np.float64), negative, fair


def _thresholds() -> tuple[np.uint64, ...]:
    """Words from which on the bin is at least 1, 2, 3 ..., by the weights exp(-k^2 / 2)."""
    with localcontext() as context:
        context.prec = 50
        weights = [(-Decimal(k * k) / 2).exp() for k in range(4 * _BINS)]
        sums = [sum(weights[:k], Decimal(0)) / sum(weights) for k in range(1, _BINS + 1)]
        return tuple(np.uint64(int(part * 2**64)) for part in sums)


_THRESHOLDS = _thresholds()
