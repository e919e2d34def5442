"""A CandleSeries in; a QualityReport out: what is wrong with which candles, and a score from 0 to 100."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from core.errors import YouCanFix
from core.features import quality_signs as signs
from core.features.candles import CandleSeries
from core.values import Digest, Symbol, Timeframe

VERSION = 1
MOST_SPANS = 32
MILLION = 1_000_000


@dataclass(frozen=True)
class Rule:
    """What a part of the report is about.

    Args:
        title: its name for people.
        what: what a candle that bears its sign is, as the end of a sentence.
        limit: millionths of all candles at which nothing of the score is left; over a million, a series full
            of them keeps a rest.
    """

    title: str
    what: str
    limit: int


RULES = {
    "coverage": Rule("Coverage", "missing between the first and the last candle", 500_000),
    "outliers": Rule("Outliers", "far outside of what is usual around them", 20_000),
    "stale": Rule("Stale runs", "traded, yet stuck at one price", 100_000),
    "zero_volume": Rule("Zero volume", "without any volume", 2_000_000),
    "interpolation": Rule("Interpolation", "on a straight line, as filled-in candles are", 50_000),
    "repetition": Rule("Repetition", "a copy of an earlier stretch", 50_000),
    "ranges": Rule("Ranges", "of one and the same height, or without wicks", 50_000),
    "digits": Rule("Digits", "at prices that no exchange quotes", 2_000_000),
    "walk": Rule(
        "Random walk", "in a series without clusters of volatility and without fat tails", 2_000_000
    ),
    "volume_pattern": Rule("Volume pattern", "in a series whose volumes follow no market", 2_000_000),
    "duplicates": Rule("Duplicates", "in another stored series too", 500_000),
}
"""The parts in the order of the report. A part's score is max(0, 1 - share / limit), where share is how many
candles bear its sign, of all candles (for coverage: of all expected ones); the score is their product."""


@dataclass(frozen=True)
class Span:
    """A stretch of candles with one sign.

    Args:
        first_at: open time of the first, UTC seconds.
        last_at: open time of the last.
        candles: how many bear the sign, or are missing.
    """

    first_at: int
    last_at: int
    candles: int


@dataclass(frozen=True)
class Part:
    """One part of a report.

    Args:
        name: a key of RULES.
        flagged: candles that bear its sign.
        of: candles that could.
        spans: where, the MOST_SPANS longest in order of time.
        others: the series that share candles, as "kraken BTC/USD 1h"; for duplicates only.
    """

    name: str
    flagged: int
    of: int
    spans: tuple[Span, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        """What it is about."""
        return RULES[self.name]

    @property
    def score(self) -> int:
        """Millionths of the score that it leaves: 1,000,000 for none flagged, 0 from its limit on."""
        lost = self.flagged * MILLION * MILLION // (self.of * self.rule.limit) if self.of else 0
        return max(0, MILLION - lost)


@dataclass(frozen=True)
class QualityReport:
    """What the candles of a series are worth, in whole numbers only, so that it has one spelling in bytes.

    Args:
        symbol: the pair.
        timeframe: length of a candle.
        venue: exchange in lower case.
        candles: how many there are.
        first_at: open time of the first, UTC seconds.
        last_at: close time of the last.
        series: digest of the candles.
        parts: one per rule, in the order of RULES.
    """

    symbol: Symbol
    timeframe: Timeframe
    venue: str
    candles: int
    first_at: int
    last_at: int
    series: Digest
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if tuple(part.name for part in self.parts) != tuple(RULES):
            raise ValueError("a report has one part per rule, in their order")

    def part(self, name: str) -> Part:
        """The part of a name in RULES."""
        return next(part for part in self.parts if part.name == name)

    @property
    def score_millionths(self) -> int:
        """The product of all parts' scores, rounded down after each, in millionths."""
        product = MILLION
        for part in self.parts:
            product = product * part.score // MILLION
        return product

    @property
    def score(self) -> int:
        """0 to 100, rounded down: 100 is kept for candles without any sign."""
        return self.score_millionths * 100 // MILLION

    def to_bytes(self) -> bytes:
        """Canonical bytes: equal for equal reports on every machine."""
        found = {
            "version": VERSION,
            "symbol": str(self.symbol),
            "timeframe": str(self.timeframe),
            "venue": self.venue,
            "candles": self.candles,
            "first_at": self.first_at,
            "last_at": self.last_at,
            "series": str(self.series),
            "score_millionths": self.score_millionths,
            "parts": {part.name: _part_value(part) for part in self.parts},
        }
        return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The report of `to_bytes`; raises YouCanFix for anything else, also for another spelling."""
        refusal = YouCanFix("These bytes are not a quality report.", "Measure the candles again.")
        try:
            found = json.loads(data)
            report = cls(
                Symbol.parse(found["symbol"]),
                Timeframe(found["timeframe"]),
                found["venue"],
                _whole(found["candles"]),
                _whole(found["first_at"]),
                _whole(found["last_at"]),
                Digest.parse(found["series"]),
                tuple(_part_of(name, found["parts"][name]) for name in RULES),
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise refusal from error
        if type(report.venue) is not str or report.to_bytes() != data:
            raise refusal
        return report

    @property
    def digest(self) -> Digest:
        """Digest of the canonical bytes; what a claim of quality commits to."""
        return Digest.of(self.to_bytes())


def _part_value(part: Part) -> list[Any]:
    spans = [[span.first_at, span.last_at, span.candles] for span in part.spans]
    return [part.flagged, part.of, spans, list(part.others)]


def _part_of(name: str, value: Any) -> Part:
    flagged, of, spans, others = value
    if len(spans) > MOST_SPANS or not all(type(other) is str for other in others):
        raise ValueError("too many spans, or no names")
    places = tuple(Span(*map(_whole, span)) for span in spans)
    return Part(name, _whole(flagged), _whole(of), places, tuple(others))


def _whole(number: Any) -> int:
    if type(number) is not int or number < 0:
        raise ValueError("no whole number")
    return number


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """What tells copies of a series, also under another name, at another time or price level.

    Args:
        symbol: the pair.
        timeframe: length of a candle.
        venue: exchange in lower case.
        hashes: of short stretches, see quality_signs.fingerprints.
    """

    symbol: Symbol
    timeframe: Timeframe
    venue: str
    hashes: dict[str, signs.Hashes] = field(repr=False)

    @classmethod
    def of(cls, series: CandleSeries) -> Self:
        """The fingerprint of a series."""
        return cls(series.symbol, series.timeframe, series.venue, signs.fingerprints(series))

    @property
    def name(self) -> str:
        """For people: "kraken BTC/USD 1h"."""
        return f"{self.venue} {self.symbol} {self.timeframe}"


@dataclass(frozen=True, eq=False)
class Examination:
    """Which candles of a series bear which sign.

    Args:
        series: the candles, at least one.
        masks: bool[n] for every rule but coverage.
        copies: names of the series that share candles.
    """

    series: CandleSeries
    masks: dict[str, signs.Mask] = field(repr=False)
    copies: tuple[str, ...] = ()

    @property
    def report(self) -> QualityReport:
        """The masks counted."""
        series = self.series
        parts = [self._coverage()]
        for name in RULES:
            if name != "coverage":
                others = self.copies if name == "duplicates" else ()
                mask = self.masks[name]
                parts.append(Part(name, int(mask.sum()), len(series), self._spans(mask), others))
        return QualityReport(
            series.symbol,
            series.timeframe,
            series.venue,
            len(series),
            int(series.open_at[0]),
            int(series.close_at[-1]),
            series.digest,
            tuple(parts),
        )

    def shares(self, bins: int) -> tuple[tuple[int, ...], dict[str, tuple[float, ...]]]:
        """The picture: when equal stretches of time begin, and the shares of flagged candles in each.

        Args:
            bins: how many stretches at most; never shorter than one candle.

        Returns:
            Times, and per rule the share of the stretch's expected candles, 0 to 1.
        """
        step, first = self.series.timeframe.seconds, int(self.series.open_at[0])
        expected = (int(self.series.open_at[-1]) - first) // step + 1
        bins = min(bins, expected)
        place = (self.series.open_at - first) // step * bins // expected
        room = np.bincount(np.arange(expected) * bins // expected, minlength=bins)
        there = np.bincount(place, minlength=bins)
        shares = {"coverage": tuple(((room - there) / room).tolist())}
        for name, mask in self.masks.items():
            shares[name] = tuple((np.bincount(place[mask], minlength=bins) / room).tolist())
        starts = first + step * -(-np.arange(bins) * expected // bins)
        return tuple(starts.tolist()), shares

    def _coverage(self) -> Part:
        gaps = self.series.gaps()
        missing, step = sum(gap.missing for gap in gaps), self.series.timeframe.seconds
        spans = [Span(gap.after + step, gap.before - step, gap.missing) for gap in gaps]
        return Part("coverage", missing, len(self.series) + missing, _longest(spans))

    def _spans(self, mask: signs.Mask) -> tuple[Span, ...]:
        at = self.series.open_at
        return _longest(
            [Span(int(at[first]), int(at[last]), last - first + 1) for first, last in signs.runs_of(mask)]
        )


def _longest(spans: Sequence[Span]) -> tuple[Span, ...]:
    chosen = sorted(spans, key=lambda span: (-span.candles, span.first_at))[:MOST_SPANS]
    return tuple(sorted(chosen, key=lambda span: span.first_at))


def examine(series: CandleSeries, others: Iterable[Fingerprint] = ()) -> Examination:
    """Look for every sign. A candle that one sign explains is not blamed by those that follow from it.

    Args:
        series: at least one candle.
        others: fingerprints of other series, to find copies; those of the same market are passed over.

    Raises:
        YouCanFix: the series is empty.
    """
    if not len(series):
        raise YouCanFix(
            f"There are no {series.symbol} {series.timeframe} candles to measure.", "Import some."
        )
    own, count = signs.fingerprints(series), len(series)
    stale = signs.find_stale(series)
    line = signs.find_interpolated(series) & ~stale
    copied = signs.find_repeated(own, count) & ~stale & ~line
    outliers = signs.find_outliers(series) & ~_widened(stale | line | copied)
    shared, copies = _shared(series, own, others)
    masks = {
        "outliers": outliers,
        "stale": stale,
        "zero_volume": series.volume == 0,
        "interpolation": line,
        "repetition": copied,
        "ranges": signs.find_odd_ranges(series) & ~_widened(_widened(stale | line)),
        "digits": signs.find_odd_digits(series) & ~stale & ~line & ~outliers,
        "walk": np.full(count, signs.is_random_walk(series)),
        "volume_pattern": np.full(count, signs.has_odd_volume(series)),
        "duplicates": shared,
    }
    return Examination(series, masks, copies)


def _shared(
    series: CandleSeries, own: dict[str, signs.Hashes], others: Iterable[Fingerprint]
) -> tuple[signs.Mask, tuple[str, ...]]:
    """Candles that other series of the same timeframe hold too, and the names of those."""
    mask, names = np.zeros(len(series), dtype=bool), []
    for other in others:
        is_itself = (other.venue, other.symbol) == (series.venue, series.symbol)
        if other.timeframe == series.timeframe and not is_itself:
            found = signs.find_shared(own, other.hashes, len(series))
            mask |= found
            names += [other.name] if found.any() else []
    return mask, tuple(sorted(names))


def _widened(mask: signs.Mask) -> signs.Mask:
    """A mask with the candle before and the one after each of its runs."""
    wider = mask.copy()
    wider[1:] |= mask[:-1]
    wider[:-1] |= mask[1:]
    return wider


def measure(series: CandleSeries, others: Iterable[Fingerprint] = ()) -> QualityReport:
    """The report of a series; see `examine`."""
    return examine(series, others).report
