"""Numbers in; a search for them in decimal text, in any precision and notation, alone or in a row, out."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.trader.value_patterns import Hit, Trace

CHANCE = 1e-6
"""Numbers in a row are a find only when so few would be expected from text of random digits."""
SINGLE_CHANCE = 1e-3
"""Numbers with a point are a find alone as long as all of a text together match by chance less often."""
LONGEST_RUN = 16
STRIDES = range(1, 9)
"""A table's column is found as every n-th number of its text."""
_SEED_DIGITS, _SINGLE_DIGITS = 4, 6
_MOST_DIGITS = 17
Indices = NDArray[np.intp]
_PAIRS_AT_ONCE = 1 << 20
_NUMBER = re.compile(rb"(?<![0-9.])[0-9][0-9.]*[0-9](?:[eE][+-]?[0-9]{1,3})?")
_TEXT = re.compile(rb"[\t\n\r -~]{4,}")
_WORD = re.compile(rb"(?=[0-9]*[A-Za-z])[0-9A-Za-z]{16,}")
"""Digests, keys and addresses: their digits are no decimal numbers."""
_THOUSANDS = re.compile(rb"(?<=[0-9])[,'_ ](?=[0-9]{3}(?![0-9]))")
_POINT_THOUSANDS = re.compile(rb"(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))")
_DECIMAL_COMMA = re.compile(rb"(?<=[0-9]),(?=[0-9])")


@dataclass(frozen=True, eq=False)
class _Numbers:
    """The numbers of a text in their order.

    Args:
        values: float64[n].
        leading: float64[n], their digits as a number from 1 to 10, wherever the point stands.
        digits: int64[n], how many of those are written, zeros at the ends left out.
        has_point: bool[n].
        places: int64[n], where in the text.
    """

    values: NDArray[np.float64]
    leading: NDArray[np.float64]
    digits: NDArray[np.int64]
    has_point: NDArray[np.bool_]
    places: NDArray[np.int64]


class Texts:
    """Numbers of some traces, to be looked for in text.

    In a row only the digits count: not the point, an exponent, a sign or a scale. A number with fewer digits
    than a trace's, as it was rounded or cut off, is met too. How many in a row make a find depends on how
    many digits they add to each other, and on how many numbers there are on both sides. Alone, a number of
    at least 6 digits with a point is a find where the text has few such numbers.

    Attributes:
        count: numbers looked for, in every order that they are looked for in.
        distinct: different ones among them.
    """

    def __init__(self, traces: tuple[Trace, ...]) -> None:
        gap = np.full(LONGEST_RUN, np.nan)
        parts = [part for trace in traces for part in (_leading(trace.values), gap)]
        self._leading = np.concatenate([*parts, gap])
        known = np.flatnonzero(np.isfinite(self._leading))
        order = known[np.argsort(self._leading[known], kind="stable")]
        self._order, self._sorted = order, self._leading[order]
        sizes = np.abs(np.concatenate([np.asarray(trace.values, dtype=np.float64) for trace in traces]))
        self._sizes = np.unique(sizes[np.isfinite(sizes) & (sizes > 0)])
        self.count, self.distinct = len(known), len(self._sizes)

    def needed_digits(self, numbers: int) -> float:
        """Digits that a run must add up to in a text of so many numbers, for CHANCE to hold."""
        tries = max(1, self.count) * max(1, numbers) * len(STRIDES)
        return math.log10(tries / CHANCE)

    def search(self, data: bytes) -> tuple[list[Hit], float]:
        """Where runs of the numbers begin in a text, and how many would be expected by chance."""
        hits: dict[int, Hit] = {}
        chance = 0.0
        for reading in _readings(data):
            found = _numbers(reading)
            seeds = np.flatnonzero(found.digits >= _SEED_DIGITS)
            if len(seeds) and self.count:
                chance += CHANCE
                single, single_chance = self._singles(found)
                chance += single_chance
                for place in (*self._find(found, seeds), *single):
                    hits.setdefault(place, Hit(place, f"decimal text{reading.way}"))
        return [hits[place] for place in sorted(hits)], chance

    def _singles(self, found: _Numbers) -> tuple[list[int], float]:
        """Numbers that tell alone, the most telling ones first, and how many would match by chance."""
        tried = np.flatnonzero(found.has_point & (found.digits >= _SINGLE_DIGITS) & (found.values > 0))
        decade = 10.0 ** np.floor(np.log10(found.values[tried]))
        unit = 10.0 ** (1.0 - found.digits[tried])
        among = self._between(decade, 10 * decade)
        chances = np.minimum(among * 2 * unit / 9, 1.0)
        order = np.argsort(chances, kind="stable")
        order = order[np.cumsum(chances[order]) <= SINGLE_CHANCE]
        tried, reach = tried[order], (_tolerance(found.digits[tried]) * decade)[order]
        is_met = self._between(found.values[tried] - reach, found.values[tried] + reach) > 0
        return found.places[tried[is_met]].tolist(), float(chances[order].sum())

    def _between(self, least: NDArray[np.float64], most: NDArray[np.float64]) -> NDArray[np.intp]:
        """How many of the traces' sizes lie in each range."""
        first = np.searchsorted(self._sizes, least, side="left")
        return np.asarray(np.searchsorted(self._sizes, most, side="right") - first)

    def _find(self, found: _Numbers, seeds: Indices) -> Iterator[int]:
        needed = self.needed_digits(len(seeds))
        tolerance = _tolerance(found.digits[seeds])
        first = np.searchsorted(self._sorted, found.leading[seeds] - tolerance, side="left")
        counts = np.searchsorted(self._sorted, found.leading[seeds] + tolerance, side="right") - first
        for part in _parts(counts):
            count = counts[part]
            within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
            starts = self._order[np.repeat(first[part], count) + within]
            tokens = np.repeat(seeds[part], count)
            is_run = np.logical_or.reduce([self._are_runs(found, tokens, starts, n, needed) for n in STRIDES])
            yield from np.unique(found.places[tokens[is_run]]).tolist()

    def _are_runs(
        self, found: _Numbers, tokens: Indices, starts: Indices, stride: int, needed: float
    ) -> NDArray[np.bool_]:
        """Which pairs of a number of the text and one of the traces go on alike until they tell enough."""
        told = (found.digits[tokens] - 1).astype(np.float64)
        alive = np.flatnonzero(told < needed)
        for step in range(1, LONGEST_RUN):
            alive = alive[tokens[alive] + step * stride < len(found.digits)]
            at, mine = tokens[alive] + step * stride, self._leading[starts[alive] + step]
            alike = np.abs(mine - found.leading[at]) <= _tolerance(found.digits[at])
            alive, at, mine = alive[alike], at[alike], mine[alike]
            told[alive] += _news(mine, self._leading[starts[alive] + step - 1], found.digits[at])
            alive = alive[told[alive] < needed]
            if not len(alive):
                break
        return np.asarray(told >= needed)


def _leading(values: "NDArray[np.float64 | np.int64]") -> NDArray[np.float64]:
    """The digits of each number as one from 1 to 10; not a number for zero."""
    size = np.abs(np.asarray(values, dtype=np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        leading = size / 10.0 ** np.floor(np.log10(size))
    return np.where(np.isfinite(leading) & (size > 0), leading, np.nan)


def _tolerance(digits: NDArray[np.int64]) -> NDArray[np.float64]:
    """One unit of the last digit that is written: a number may have been rounded or cut off there."""
    return np.asarray(1.02 * 10.0 ** (1.0 - np.minimum(digits, _MOST_DIGITS - 1)))


def _news(
    values: NDArray[np.float64], before: NDArray[np.float64], digits: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Digits that a number adds to the one before: neighbouring prices begin alike."""
    with np.errstate(divide="ignore"):
        shared = -np.log10(np.abs(values - before))
    return np.asarray(np.maximum(digits - 1 - np.maximum(shared, 0.0), 0.0))


@dataclass(frozen=True, eq=False)
class _Reading:
    """A text as numbers are read from it.

    Args:
        way: of reading its commas, "" for none.
        text: what to read.
        starts: places in it before which bytes were taken out, and 0.
        taken: how many bytes were taken out before each of these places.
        of: the reading that they were taken out of; None for the bytes as recorded.
    """

    way: str
    text: bytes
    starts: NDArray[np.int64]
    taken: NDArray[np.int64]
    of: "_Reading | None" = None

    def recorded_at(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where in the recorded bytes the places of the text are."""
        before = places + self.taken[np.searchsorted(self.starts, places, side="right") - 1]
        return self.of.recorded_at(before) if self.of else before

    def without(self, marks: "re.Pattern[bytes]", way: str) -> "_Reading":
        """The same without the single bytes that match `marks`."""
        ends = np.array([0, *(match.end() for match in marks.finditer(self.text))], dtype=np.int64)
        taken = np.arange(len(ends))
        return _Reading(way, marks.sub(b"", self.text), ends - taken, taken, self)


def _readings(data: bytes) -> Iterator[_Reading]:
    """What is text in `data` as it stands; without the marks between thousands; with commas for points."""
    runs = [(match.start(), match[0]) for match in _TEXT.finditer(data)]
    lengths = [len(run) + 1 for _start, run in runs]
    starts = np.cumsum([0, *lengths], dtype=np.int64)[: max(1, len(runs))]
    recorded = np.array([start for start, _run in runs] or [0], dtype=np.int64)
    text = _WORD.sub(lambda word: bytes(len(word[0])), b"\0".join(run for _start, run in runs))
    plain = _Reading("", text, starts, recorded - starts)
    yield plain
    if _THOUSANDS.search(plain.text):
        yield plain.without(_THOUSANDS, " with thousands")
    if _DECIMAL_COMMA.search(plain.text):
        bare = plain.without(_POINT_THOUSANDS, " with a decimal comma")
        yield replace(bare, text=_DECIMAL_COMMA.sub(b".", bare.text))


def _numbers(reading: _Reading) -> _Numbers:
    values, leading, digits, points, places = [], [], [], [], []
    for match in _NUMBER.finditer(reading.text):
        written = match[0].lower().partition(b"e")[0]
        plain = written.replace(b".", b"").strip(b"0")[:_MOST_DIGITS].rstrip(b"0")
        if plain and written.count(b".") <= 1:  # more points are an address or a version
            values.append(float(match[0]))
            leading.append(int(plain) / 10.0 ** (len(plain) - 1))
            points.append(b"." in written)
            digits.append(len(plain))
            places.append(match.start())
    at = reading.recorded_at(np.array(places, dtype=np.int64))
    numbers = np.array(values), np.array(leading), np.array(digits, dtype=np.int64)
    return _Numbers(*numbers, np.array(points, dtype=bool), at)


def _parts(counts: NDArray[np.intp]) -> Iterator[slice]:
    """Slices of at most _PAIRS_AT_ONCE pairs, or of one number that has more."""
    start, total = 0, 0
    for end, count in enumerate(counts.tolist()):
        if total and total + count > _PAIRS_AT_ONCE:
            yield slice(start, end)
            start, total = end, 0
        total += count
    yield slice(start, len(counts))
