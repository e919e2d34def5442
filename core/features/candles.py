"""Prices and volumes in, a validated CandleSeries out: slices, gaps, merges, canonical bytes."""

import json
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import YouCanFix
from core.values import Digest, Symbol, Timeframe

Floats = NDArray[np.float64]
Times = NDArray[np.int64]

COLUMNS = ("open", "high", "low", "close", "volume")
_MAGIC = b"conflux.candles.1"
_ROW_BYTES = 48
_WEEK = 604_800
_FIRST_MONDAY = 345_600  # 1970-01-05; exchanges open weekly candles on Mondays, the epoch was a Thursday
_LAST_SECOND = 253_402_300_800  # the year 10000, beyond which no calendar prints


def utc(at: float) -> str:
    """Seconds since 1970 as text for people, "2021-03-04 05:00 UTC"."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")


@dataclass(frozen=True)
class Gap:
    """Candles that the exchange never made or nobody kept.

    Args:
        after: open time of the last candle before the gap.
        before: open time of the first candle after it.
        missing: candles between the two.
    """

    after: int
    before: int
    missing: int


@dataclass(frozen=True)
class Fault:
    """The first thing wrong with raw columns: in which row, and what, as the end of a sentence."""

    row: int
    what: str


@dataclass(frozen=True, eq=False)
class CandleSeries:
    """Candles of one spot pair on one venue, oldest first, on the grid of their timeframe; gaps are allowed.

    Arrays have equal length and are read-only copies of what was given.

    Args:
        symbol: the pair.
        timeframe: length of a candle.
        venue: exchange in lower case, as "binance".
        open_at: int64[n], open times, UTC seconds since 1970.
        open: float64[n], first price.
        high: float64[n], highest price.
        low: float64[n], lowest price.
        close: float64[n], last price.
        volume: float64[n], traded amount in units of the base asset.

    Raises:
        YouCanFix: a candle breaks the rules of `find_fault`; the message names it.
    """

    symbol: Symbol
    timeframe: Timeframe
    venue: str
    open_at: Times = field(repr=False)
    open: Floats = field(repr=False)
    high: Floats = field(repr=False)
    low: Floats = field(repr=False)
    close: Floats = field(repr=False)
    volume: Floats = field(repr=False)

    def __post_init__(self) -> None:
        times = _frozen(self.open_at, np.int64)
        object.__setattr__(self, "open_at", times)
        for name in COLUMNS:
            object.__setattr__(self, name, _frozen(getattr(self, name), np.float64))
            if getattr(self, name).shape != times.shape or times.ndim != 1:
                raise ValueError(f"{name} has shape {getattr(self, name).shape}, open_at has {times.shape}")
        fault = find_fault(self.timeframe, times, *(getattr(self, name) for name in COLUMNS))
        if fault:
            at = int(times[fault.row])
            when = f" ({utc(at)})" if 0 <= at < _LAST_SECOND else ""
            raise YouCanFix(
                f"{self.symbol} {self.timeframe}, candle {fault.row + 1}{when}: {fault.what}.",
                "Correct or remove that candle.",
            )

    def __len__(self) -> int:
        return len(self.open_at)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CandleSeries) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def __reduce__(self) -> tuple[Any, ...]:
        return CandleSeries.from_bytes, (
            self.to_bytes(),
        )  # so that a copy in another process is checked again

    @classmethod
    def empty(cls, symbol: Symbol, timeframe: Timeframe, venue: str) -> Self:
        """No candles of a market."""
        columns = [np.empty(0) for _ in COLUMNS]
        return cls(symbol, timeframe, venue, np.empty(0, np.int64), *columns)

    @property
    def close_at(self) -> Times:
        """int64[n], the moments at which the candles were complete."""
        return self.open_at + self.timeframe.seconds

    @property
    def digest(self) -> Digest:
        """Digest of the canonical bytes."""
        return Digest.of(self.to_bytes())

    def between(self, since: float, until: float) -> Self:
        """The candles with since <= open time < until."""
        first, last = np.searchsorted(self.open_at, [since, until])
        return self.rows(int(first), int(last))

    def closed_by(self, now: float) -> Self:
        """The candles that were complete at `now`."""
        return self.rows(0, int(np.searchsorted(self.close_at, now, side="right")))

    def rows(self, first: int, last: int) -> Self:
        """Candles first to last - 1, by position."""
        arrays = (getattr(self, name)[first:last] for name in ("open_at", *COLUMNS))
        return type(self)(self.symbol, self.timeframe, self.venue, *arrays)

    def gaps(self) -> tuple[Gap, ...]:
        """Where candles are missing between the first and the last."""
        steps = np.diff(self.open_at) // self.timeframe.seconds
        return tuple(
            Gap(int(self.open_at[i]), int(self.open_at[i + 1]), int(steps[i]) - 1)
            for i in np.flatnonzero(steps > 1)
        )

    def merge(self, other: "CandleSeries") -> Self:
        """Both series as one; equal duplicates drop.

        Raises:
            YouCanFix: the two disagree about a candle, or belong to different markets.
        """
        clash = find_conflict(self, other)
        if clash:
            raise YouCanFix(
                describe_conflict(self, other, *clash), "Keep the one that is right, remove the other."
            )
        times = np.concatenate([self.open_at, other.open_at])
        _, first = np.unique(times, return_index=True)
        merged = (np.concatenate([getattr(self, name), getattr(other, name)])[first] for name in COLUMNS)
        return type(self)(self.symbol, self.timeframe, self.venue, times[first], *merged)

    def resample(self, timeframe: Timeframe) -> Self:
        """Coarser candles, only those whose every part is there: a candle of half a day is no daily candle.

        Raises:
            YouCanFix: `timeframe` is no multiple of this one.
        """
        parts, rest = divmod(timeframe.seconds, self.timeframe.seconds)
        if rest or not parts:
            raise YouCanFix(
                f"{self.timeframe} candles cannot be joined to {timeframe} candles.", "Choose a multiple."
            )
        anchor = grid_anchor(timeframe)
        buckets = (self.open_at - anchor) // timeframe.seconds
        _, first, count = np.unique(buckets, return_index=True, return_counts=True)
        first = first[count == parts]
        inside = first[:, None] + np.arange(parts)
        return type(self)(
            self.symbol,
            timeframe,
            self.venue,
            buckets[first] * timeframe.seconds + anchor,
            self.open[first],
            self.high[inside].max(axis=1),
            self.low[inside].min(axis=1),
            self.close[inside[:, -1]],
            self.volume[inside].sum(axis=1),
        )

    def to_bytes(self) -> bytes:
        """Canonical bytes: equal for equal series on every machine."""
        columns = [self.open_at.astype("<i8").tobytes()]
        columns += [getattr(self, name).astype("<f8").tobytes() for name in COLUMNS]
        return b"".join([_header(self.symbol, self.timeframe, self.venue, len(self)), *columns])

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The series of `to_bytes`; raises YouCanFix for anything else."""
        try:
            symbol, timeframe, venue, rows, end = _read_header(data)
        except (ValueError, TypeError, AttributeError, RecursionError, struct.error) as error:
            raise YouCanFix("These bytes are not a candle series.", "Import the candles again.") from error
        times = np.frombuffer(data[end : end + 8 * rows], "<i8")
        columns = (
            np.frombuffer(data[end + 8 * rows * i : end + 8 * rows * (i + 1)], "<f8") for i in range(1, 6)
        )
        return cls(symbol, timeframe, venue, times, *columns)


def _header(symbol: Symbol, timeframe: Timeframe, venue: str, rows: int) -> bytes:
    header = json.dumps([str(symbol), str(timeframe), venue, rows]).encode()
    return b"".join([_MAGIC, struct.pack("<I", len(header)), header])


def _read_header(data: bytes) -> tuple[Symbol, Timeframe, str, int, int]:
    """What the header says, and where it ends; raises as many errors as there are kinds of JSON."""
    start = len(_MAGIC) + 4
    (length,) = struct.unpack_from("<I", data, len(_MAGIC))
    symbol, timeframe, venue, rows = json.loads(data[start : start + length])
    found = (Symbol.parse(symbol), Timeframe(timeframe), venue, rows)
    if type(venue) is not str or type(rows) is not int or rows < 0:
        raise ValueError("another type")
    if not data.startswith(_header(*found)) or len(data) != start + length + _ROW_BYTES * rows:
        raise ValueError("another spelling or length")
    return *found, start + length


def find_fault(
    timeframe: Timeframe,
    open_at: Times,
    open_: Floats,
    high: Floats,
    low: Floats,
    close: Floats,
    volume: Floats,
) -> Fault | None:
    """The first row that is not a candle or not in its place, None where all are.

    Rules: times on the timeframe's grid, strictly rising; prices finite and above zero; high at the top and
    low at the bottom; volume finite and not negative.
    """
    step = np.diff(open_at, prepend=open_at[:1] - 1)
    checks = (
        ((open_at < 0) | (open_at >= _LAST_SECOND), "its time is outside the years 1970 to 9999"),
        (step == 0, "its time stands twice"),
        (step < 0, "it is older than the candle before it"),
        (
            (open_at - grid_anchor(timeframe)) % timeframe.seconds != 0,
            f"its time is not on the {timeframe} grid",
        ),
        *(
            (~np.isfinite(c), f"its {n} is not a number")
            for n, c in zip(COLUMNS, (open_, high, low, close, volume), strict=True)
        ),
        *(
            (c <= 0, f"its {n} is not above zero")
            for n, c in zip(COLUMNS, (open_, high, low, close), strict=False)
        ),
        (volume < 0, "its volume is negative"),
        (high < np.maximum(np.maximum(open_, close), low), "its high is not the highest price"),
        (low > np.minimum(open_, close), "its low is not the lowest price"),
    )
    faults = [(int(np.argmax(bad)), order) for order, (bad, _) in enumerate(checks) if bad.any()]
    if not faults:
        return None
    row, order = min(faults)
    return Fault(row, checks[order][1])


def find_conflict(one: CandleSeries, other: CandleSeries) -> tuple[int, int] | None:
    """Positions of the first candle about which two series of one market disagree, None where they agree.

    Raises:
        YouCanFix: they belong to different markets.
    """
    if (one.symbol, one.timeframe, one.venue) != (other.symbol, other.timeframe, other.venue):
        raise YouCanFix(
            f"{one.venue} {one.symbol} {one.timeframe} and {other.venue} {other.symbol} {other.timeframe} "
            "are different markets.",
            "Keep the candles of one exchange only for a pair.",
        )
    _, mine, theirs = np.intersect1d(one.open_at, other.open_at, assume_unique=True, return_indices=True)
    differ = np.zeros(len(mine), dtype=bool)
    for name in COLUMNS:
        differ |= getattr(one, name)[mine] != getattr(other, name)[theirs]
    if not differ.any():
        return None
    first = int(np.argmax(differ))
    return int(mine[first]), int(theirs[first])


def describe_conflict(one: CandleSeries, other: CandleSeries, mine: int, theirs: int) -> str:
    """A sentence that shows both candles at a position where two series disagree."""
    names = [name for name in COLUMNS if getattr(one, name)[mine] != getattr(other, name)[theirs]]
    details = ", ".join(f"{n} {getattr(one, n)[mine]} and {getattr(other, n)[theirs]}" for n in names)
    return f"Two different candles for {one.symbol} {one.timeframe} at {utc(one.open_at[mine])}: {details}."


def grid_time(timeframe: Timeframe, at: float) -> int:
    """The first time at or after `at` at which a candle can open."""
    anchor = grid_anchor(timeframe)
    return anchor + -int((anchor - at) // timeframe.seconds) * timeframe.seconds


def grid_anchor(timeframe: Timeframe) -> int:
    """An opening time of such candles, UTC seconds; all others lie whole candles away from it."""
    return _FIRST_MONDAY if timeframe.seconds % _WEEK == 0 else 0


def _frozen(values: ArrayLike, kind: type) -> NDArray[Any]:
    array: NDArray[Any] = np.array(values, dtype=kind)
    array.setflags(write=False)
    return array
