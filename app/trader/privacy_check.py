"""Recorded bytes and one's own candles in; how many training values are found among the bytes out."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.features.candles import COLUMNS, CandleSeries

SIGNIFICANT_DIGITS = 6
"""A decimal text of fewer digits is no evidence: too many harmless numbers look like it."""
_WHOLE_NUMBER_DIGITS = 9
"""A whole number needs more digits: sizes, counters and block numbers are whole too."""
_SHARED_ZERO_BITS = 40
"""A double that ends in more zero bits (1.0, 0.5, 3.0) is no evidence either: settings look like it."""
_NUMBER = re.compile(rb"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)(?![0-9])")
_TABLE = 1 << 24
_PIECE = 1 << 22
_OVERLAP = 64
"""Longer than any pattern, so that none is cut between two pieces."""

Words = NDArray[np.uint64]


def search_training_values(
    folder: Path, series: CandleSeries, others: Sequence[NDArray[np.floating]] = ()
) -> int:
    """How often a value of `series` (or of `others`, as a plain update) stands in the files of `folder`.

    Looked for at every position: a value as a 64-bit float of either byte order, two values that follow each
    other (in time or in a candle) as 32-bit floats of either byte order, and a price or volume as decimal
    text of at least 6 significant digits. Numbers that settings share with prices, as 1.0, are passed over.

    Args:
        folder: of the bytes recorded on the wire, as app.adapters.wire wrote them.
        series: the candles trained on.
        others: further arrays that must not leave, one-dimensional.
    """
    columns = [getattr(series, name) for name in COLUMNS]
    rows = np.stack(columns, axis=1).reshape(-1)
    words = [_doubles(array) for array in (*columns, *others)]
    words += [_pairs(array) for array in (*columns, rows, *others)]
    patterns = _Patterns(np.concatenate(words))
    texts = frozenset(text for column in columns for text in _texts(column))
    return sum(
        patterns.count(piece, fresh) + _count_texts(piece, fresh, texts)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for piece, fresh in _pieces(path.read_bytes())
    )


def _doubles(array: NDArray[np.floating]) -> Words:
    """Both byte orders of the values as 64-bit floats, read as little-endian words."""
    words = np.ascontiguousarray(array, dtype="<f8").view("<u8")
    words = words[(words & np.uint64((1 << _SHARED_ZERO_BITS) - 1)) != 0]
    return np.concatenate([words, words.byteswap()])


def _pairs(array: NDArray[np.floating]) -> Words:
    """Both byte orders of neighbours as two 32-bit floats, read as little-endian words."""
    with np.errstate(over="ignore"):
        words = np.ascontiguousarray(array, dtype="<f4").view("<u4")
    first, second = words[:-1], words[1:]
    telling = (first != second) & ((first & 0xFFFF) != 0) & ((second & 0xFFFF) != 0)
    first, second = first[telling], second[telling]
    return np.concatenate([_joined(first, second), _joined(first.byteswap(), second.byteswap())])


def _joined(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> Words:
    """Words whose bytes are those of `first`, then those of `second`."""
    return first.astype(np.uint64) | (second.astype(np.uint64) << np.uint64(32))


class _Patterns:
    """Words of 8 bytes to look for at every position of a text, thousands of times faster than one by one."""

    def __init__(self, words: Words) -> None:
        self._sorted = np.unique(words)
        self._maybe = np.zeros(_TABLE, dtype=bool)
        self._maybe[_table_row(self._sorted)] = True

    def count(self, piece: bytes, fresh: int) -> int:
        """Windows of `piece` that end after position `fresh` and are one of the words."""
        return sum(self._count_from(piece, fresh, shift) for shift in range(8))

    def _count_from(self, piece: bytes, fresh: int, shift: int) -> int:
        count = (len(piece) - shift) // 8
        if count <= 0 or not len(self._sorted):
            return 0
        windows = np.frombuffer(piece, dtype="<u8", count=count, offset=shift)
        candidates = np.flatnonzero(self._maybe[_table_row(windows)])
        candidates = candidates[shift + 8 * (candidates + 1) > fresh]
        words = windows[candidates]
        at = np.minimum(np.searchsorted(self._sorted, words), len(self._sorted) - 1)
        return int(np.count_nonzero(self._sorted[at] == words))


def _table_row(words: Words) -> NDArray[np.intp]:
    return ((words ^ (words >> np.uint64(32))) & np.uint64(_TABLE - 1)).astype(np.intp)


def _texts(column: NDArray[np.float64]) -> Iterator[bytes]:
    """The values as plain decimal texts without zeros at the ends, where they are long enough to tell."""
    for value in np.unique(column).tolist():
        text = repr(value)
        bare = _bare((np.format_float_positional(value, trim="-") if "e" in text else text).encode())
        if bare:
            yield bare


def _bare(text: bytes) -> bytes:
    """A decimal text without leading zeros, and trailing ones after the point; b"" where it tells nothing."""
    whole, _, part = text.partition(b".")
    whole, part = whole.lstrip(b"0"), part.rstrip(b"0")
    digits = len(whole + part) if whole else len(part.lstrip(b"0"))
    needed = SIGNIFICANT_DIGITS if part else _WHOLE_NUMBER_DIGITS
    return whole + b"." + part if digits >= needed else b""


def _pieces(data: bytes) -> Iterator[tuple[bytes, int]]:
    """`data` in pieces that overlap, each with the position from which its finds are new."""
    for start in range(0, max(len(data), 1), _PIECE):
        before = min(start, _OVERLAP)
        yield data[start - before : start + _PIECE], before


def _count_texts(piece: bytes, fresh: int, texts: frozenset[bytes]) -> int:
    """Decimal texts that end after position `fresh` and are one of `texts`."""
    return sum(
        len(match[1]) >= SIGNIFICANT_DIGITS and match.end() > fresh and _bare(match[1]) in texts
        for match in _NUMBER.finditer(piece)
    )
