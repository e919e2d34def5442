"""Numbers in; the bytes that each usual encoding would write of them, and a fast search for those, out."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Places = NDArray[np.intp]

LENGTHS = (8, 16, 24, 32, 48, 64)
"""Bytes of a pattern; none is shorter, so that chance does not write one."""
SCALES = tuple(10**power for power in range(9))
"""Powers of ten that turn prices into integers."""
MOST_STARTS = 8000
"""Where an encoding needs several numbers in a row, it is looked for from so many places of a trace on."""
_WORD = 8
_TABLE_BITS = (16, 25)
_SPARSE_BITS = 4
_PIECE = 1 << 21
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)
_STIRRERS = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_VARINT_BITS = 34
_LARGEST_HALF, _SMALLEST_HALF = 65_504.0, 6.2e-5
_VARINT_BYTES, _VARINT_COUNT = 10, 8
_INTEGER_MARKS = (
    ("CBOR", 0x19, ">u2", 1 << 8, 1 << 16),
    ("CBOR", 0x1A, ">u4", 1 << 16, 1 << 32),
    ("CBOR", 0x1B, ">u8", 1 << 32, 1 << 63),
    ("MessagePack", 0xCD, ">u2", 1 << 8, 1 << 16),
    ("MessagePack", 0xCE, ">u4", 1 << 16, 1 << 32),
    ("MessagePack", 0xCF, ">u8", 1 << 32, 1 << 63),
)
"""The byte before an integer of a width, and for which values the shortest form has that width."""


@dataclass(frozen=True, eq=False)
class Trace:
    """Numbers that must not leave, in an order in which a leak would send them.

    Args:
        name: what they are, as "candles by time".
        values: float64[n], or int64[n] for what is an integer in itself.
        step: numbers of one item, as the five of a candle; a run is looked for from items on.
        is_price: also looked for as integers, multiplied by powers of ten.
        is_order: another trace holds the same numbers: only their order here is new.
    """

    name: str
    values: NDArray[np.float64 | np.int64]
    step: int = 1
    is_price: bool = False
    is_order: bool = False


@dataclass(frozen=True)
class Hit:
    """A pattern that was found.

    Args:
        place: of its first byte.
        encoding: as what the numbers were written.
    """

    place: int
    encoding: str


class Patterns:
    """All patterns of some traces, to be looked for at every byte of a text at once.

    Attributes:
        counts: different patterns, by their length in bytes.
    """

    def __init__(self, traces: tuple[Trace, ...]) -> None:
        found: dict[int, list[tuple[str, Bytes]]] = {length: [] for length in LENGTHS}
        for trace in traces:
            for encoding, rows in _encodings(trace):
                if len(rows):
                    found[rows.shape[1]].append((encoding, rows))
        self._sets = [_Set(length, parts) for length, parts in found.items() if parts]
        self.counts = {kept.length: len(kept) for kept in self._sets}

    def search(self, data: bytes) -> list[Hit]:
        """Where patterns stand in `data`: each place once, in order."""
        hits: dict[int, Hit] = {}
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE + LENGTHS[-1] - 1]
            words = _mixed(_words(piece))
            for kept in self._sets:
                for place, encoding in kept.find(words, min(_PIECE, len(piece) - kept.length + 1)):
                    hits.setdefault(start + place, Hit(start + place, encoding))
        return [hits[place] for place in sorted(hits)]

    def chance(self, size: int) -> float:
        """Patterns expected in `size` random bytes, where each one stands at a place with 2^-64 or less."""
        return sum(self.counts.values()) * size * 2.0**-64


class _Set:
    """Patterns of one length by hashes of 64 bits; the hash of 8 bytes is as distinct as they are."""

    def __init__(self, length: int, parts: list[tuple[str, Bytes]]) -> None:
        self.length = length
        self._names = list(dict.fromkeys(name for name, _rows in parts))
        hashes = np.concatenate([_hashes(rows) for _name, rows in parts])
        number = {name: index for index, name in enumerate(self._names)}
        labels = np.repeat([number[name] for name, _rows in parts], [len(rows) for _name, rows in parts])
        self._hashes, first = np.unique(hashes, return_index=True)
        self._labels = labels[first]
        least, most = _TABLE_BITS
        self._table_bits = min(most, max(least, len(self._hashes).bit_length() + _SPARSE_BITS))
        self._maybe = np.zeros(1 << self._table_bits, dtype=bool)
        self._maybe[self._row(self._hashes)] = True

    def __len__(self) -> int:
        return len(self._hashes)

    def find(self, words: Words, count: int) -> Iterator[tuple[int, str]]:
        """Places before `count` at which one of the patterns begins."""
        if count <= 0:
            return
        hashes = words[:count]
        for number in range(1, self.length // _WORD):
            hashes = hashes + words[number * _WORD : number * _WORD + count] * _factor(number)
        places = np.flatnonzero(self._maybe[self._row(hashes)])
        at = np.minimum(np.searchsorted(self._hashes, hashes[places]), len(self._hashes) - 1)
        for index in np.flatnonzero(self._hashes[at] == hashes[places]).tolist():
            yield int(places[index]), self._names[self._labels[at[index]]]

    def _row(self, hashes: Words) -> NDArray[np.intp]:
        return ((hashes * _MIXER) >> np.uint64(64 - self._table_bits)).astype(np.intp)


def _words(piece: bytes) -> Words:
    """The 8 bytes from each place on, as a little-endian word; the last seven places have none."""
    words = np.empty(max(0, len(piece) - _WORD + 1), dtype=np.uint64)
    for shift in range(min(_WORD, len(words))):
        count = (len(piece) - shift) // _WORD
        words[shift::_WORD] = np.frombuffer(piece, dtype="<u8", offset=shift, count=count)
    return words


def _hashes(rows: Bytes) -> Words:
    words = _mixed(np.ascontiguousarray(rows).view("<u8"))
    factors = np.array([_factor(number) for number in range(words.shape[1])])
    hashes: Words = (words * factors).sum(axis=1, dtype=np.uint64)
    return hashes


def _mixed(words: Words) -> Words:
    """Each word as another, one to one, in which every bit counts (the finaliser of SplitMix64).

    Without it sums of words that share their zeros, as small integers do, would meet by chance.
    """
    words = (words ^ (words >> _SHIFTS[0])) * _STIRRERS[0]
    words = (words ^ (words >> _SHIFTS[1])) * _STIRRERS[1]
    return words ^ (words >> _SHIFTS[2])


def _factor(number: int) -> np.uint64:
    """An odd factor for each word of a pattern, so that their order counts; 1 for the first."""
    mixed = _mixed(np.array([number * int(_MIXER) % 2**64], dtype=np.uint64))[0]
    return np.uint64(1) if number == 0 else mixed | np.uint64(1)


class _Told:
    """How much runs of numbers say: the bits of the first, and of each other's distance from the one before.

    Args:
        raw: int64[n], what tells the numbers apart.
    """

    def __init__(self, raw: Integers) -> None:
        self._first = _bits(raw)
        self._news = np.cumsum(_bits(np.diff(raw, prepend=raw[:1])))

    def bits(self, starts: Places, counts: "int | Places") -> Integers:
        """Bits that `counts` numbers from each start on say."""
        told: Integers = self._first[starts] + self._news[starts + counts - 1] - self._news[starts]
        return told


def _bits(values: Integers) -> Integers:
    """Binary digits from the first to the last that is 1."""
    size = np.abs(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, last = np.log2(size.astype(np.float64)), np.log2((size & -size).astype(np.float64))
        return np.where(size > 0, np.floor(first) - last + 1, 0).astype(np.int64)


@dataclass(frozen=True, eq=False)
class _Written:
    """A trace's numbers as one encoding writes them.

    Args:
        elements: uint8[n, w], the bytes of each number.
        told: how much runs of the numbers say.
        usable: bool[n], False where the encoding cannot write a number.
        least_bits: that a run must say, in a pattern of 8 bytes and in a longer one.
        marks: bytes at the start of an element that only say its type.
        starts: places from which a run is looked for; None for all.
    """

    elements: Bytes
    told: "_Told"
    usable: NDArray[np.bool_]
    least_bits: tuple[int, int]
    marks: int = 0
    starts: Places | None = None


def _encodings(trace: Trace) -> Iterator[tuple[str, Bytes]]:
    """Every encoding of a trace's numbers by name, with its patterns: uint8[count, length]."""
    if trace.values.dtype.kind == "i":
        yield from _integers("integers", np.asarray(trace.values, dtype=np.int64), trace)
        return
    values = np.asarray(trace.values, dtype=np.float64)
    if not trace.is_order:
        yield from _doubles(values)
    for name, written in (*_singles(values, trace), *_halves(values, trace)):
        yield from ((name, rows) for rows in _patterns(written))
    for scale in SCALES if trace.is_price else ():
        scaled = np.rint(np.where(np.isfinite(values), values, 0.0) * scale)
        fits = np.abs(scaled) < 2.0**62
        yield from _integers(f"x {scale:,}", np.where(fits, scaled, 0.0).astype(np.int64), trace)


def _doubles(values: NDArray[np.float64]) -> Iterator[tuple[str, Bytes]]:
    """One double tells alone, unless it is as round as settings are."""
    told, usable = _Told(values.view(np.int64)), np.isfinite(values)
    for name, kind in (("float64 little-endian", "<f8"), ("float64 big-endian", ">f8")):
        written = _Written(_elements(values, kind), told, usable, (23, 34))
        yield from ((name, rows) for rows in _patterns(written))


def _singles(values: NDArray[np.float64], trace: Trace) -> Iterator[tuple[str, _Written]]:
    """Of shorter floats two in a row tell, of marked ones as many as fill 8 bytes."""
    usable, starts = np.isfinite(values), _starts(trace)
    with np.errstate(over="ignore"):
        told = _Told(values.astype("<f4").view("<i4").astype(np.int64))
        little, big = _elements(values, "<f4"), _elements(values, ">f4")
    yield "float32 little-endian", _Written(little, told, usable, (34, 34))
    yield "float32 big-endian", _Written(big, told, usable, (34, 34))
    for name, mark in (("float32 in CBOR", 0xFA), ("float32 in MessagePack", 0xCA)):
        yield name, _Written(_marked(big, mark), told, usable, (34, 34), marks=1, starts=starts)


def _halves(values: NDArray[np.float64], trace: Trace) -> Iterator[tuple[str, _Written]]:
    """Floats of 16 bits: so coarse that several in a row must differ enough to tell."""
    usable = np.isfinite(values) & (np.abs(values) < _LARGEST_HALF) & (np.abs(values) > _SMALLEST_HALF)
    starts = _starts(trace)
    with np.errstate(over="ignore", invalid="ignore"):
        singles = values.astype("<f4").view("<u4").astype(np.int64)
        kinds = {
            "float16": values.astype("<f2").view("<u2").astype(np.int64),
            "bfloat16": (singles + 0x7FFF + ((singles >> 16) & 1)) >> 16,
            "bfloat16, cut off": singles >> 16,
        }
    for name, raw in kinds.items():
        told = _Told(raw)
        for order, kind in (("little-endian", "<u2"), ("big-endian", ">u2")):
            elements = _elements(raw, kind)
            yield f"{name} {order}", _Written(elements, told, usable, (44, 44), starts=starts)
    raw = kinds["float16"]
    marked = _marked(_elements(raw, ">u2"), 0xF9)
    yield "float16 in CBOR", _Written(marked, _Told(raw), usable, (44, 44), marks=1, starts=starts)


def _integers(label: str, values: Integers, trace: Trace) -> Iterator[tuple[str, Bytes]]:
    """Integers of a fixed width, with CBOR's and MessagePack's marks, and of variable length."""
    starts, told = _starts(trace), _Told(values)
    for bits in (16, 32, 64):
        # Signed and unsigned are written alike as far as both can be.
        usable = (values >= -(2.0 ** (bits - 1))) & (values < 2.0**bits) & (values != 0)
        for order, kind in (("little-endian", f"<u{bits // 8}"), ("big-endian", f">u{bits // 8}")):
            written = _Written(_elements(values, kind), told, usable, (44, 44), starts=starts)
            yield from ((f"{label} as int{bits} {order}", rows) for rows in _patterns(written))
    for name, mark, kind, least, end in _INTEGER_MARKS:
        usable = (values >= least) & (values < end)
        marked = _marked(_elements(values, kind), mark)
        written = _Written(marked, told, usable, (44, 44), marks=1, starts=starts)
        yield from ((f"{label} in {name}", rows) for rows in _patterns(written))
    zigzag = (values << 1) ^ (values >> 63)
    for name, numbers, usable in (
        ("varint", values, values >= 0),
        ("zigzag varint", zigzag, np.abs(values) < 1 << 61),
    ):
        yield from ((f"{label} as {name}", rows) for rows in _varints(numbers, usable, starts))


def _starts(trace: Trace) -> Places:
    """At most MOST_STARTS places of a trace, evenly over its items."""
    items = -(-len(trace.values) // trace.step)
    return np.arange(0, items, max(1, -(-items // MOST_STARTS)), dtype=np.intp) * trace.step


def _elements(values: "NDArray[np.float64 | np.int64]", kind: str) -> Bytes:
    return values.astype(kind).view(np.uint8).reshape(len(values), -1)


def _marked(elements: Bytes, mark: int) -> Bytes:
    return np.concatenate([np.full((len(elements), 1), mark, dtype=np.uint8), elements], axis=1)


def _patterns(written: _Written) -> Iterator[Bytes]:
    """From each start the shortest run of numbers that tells enough, cut to its first bytes."""
    elements, marks = written.elements, written.marks
    width = elements.shape[1]
    starts = np.arange(len(elements), dtype=np.intp) if written.starts is None else written.starts
    unusable = np.cumsum(~written.usable)
    starts = starts[written.usable[starts]]
    for length in LENGTHS:
        whole = (length + marks) // width
        touched = -(-(length + marks) // width)
        starts = starts[starts + touched <= len(elements)]
        starts = starts[unusable[starts + touched - 1] == unusable[starts]]
        if not whole or not len(starts):
            continue
        tells = written.told.bits(starts, whole) >= written.least_bits[length > LENGTHS[0]]
        yield _runs(elements, starts[tells], touched)[:, marks : marks + length]
        starts = starts[~tells]


def _runs(elements: Bytes, starts: Places, count: int) -> Bytes:
    runs: Bytes = elements[starts[:, None] + np.arange(count)]
    return runs.reshape(len(starts), count * elements.shape[1])


def _varints(values: Integers, usable: NDArray[np.bool_], starts: Places) -> Iterator[Bytes]:
    """Runs of LEB128, as protocol buffers pack integers."""
    starts = starts[starts + _VARINT_COUNT <= len(values)]
    starts = starts[usable[starts[:, None] + np.arange(_VARINT_COUNT)].all(axis=1)]
    written, ends = _leb128(values[starts[:, None] + np.arange(_VARINT_COUNT)])
    told = _Told(values)
    for length in LENGTHS[:2]:
        whole = np.maximum((ends <= length).sum(axis=1), 1)
        tells = (ends[:, -1] >= length) & (told.bits(starts, whole) >= _VARINT_BITS)
        yield written[tells, :length]
        written, ends, starts = written[~tells], ends[~tells], starts[~tells]


def _leb128(numbers: Integers) -> tuple[Bytes, Places]:
    """Each row's numbers one after the other, and where each of them ends."""
    count, columns = numbers.shape
    written = np.zeros((count, columns * _VARINT_BYTES), dtype=np.uint8)
    ends = np.zeros((count, columns), dtype=np.intp)
    length, rows = np.zeros(count, dtype=np.intp), np.arange(count)
    for column in range(columns):
        rest, goes_on = numbers[:, column], np.ones(count, dtype=bool)
        while goes_on.any():
            is_last = rest < 1 << 7
            byte = (rest & 0x7F) | np.where(is_last, 0, 0x80)
            written[rows[goes_on], length[goes_on]] = byte[goes_on]
            length = length + goes_on
            goes_on, rest = goes_on & ~is_last, rest >> 7
        ends[:, column] = length
    return written, ends
