"""What an operator wants to know of all traders in; a frozen, canonical Query with its limits and scale out.

A query is answered by a vector of integers that a protected sum adds up; nobody sees a single trader's.
core.federated.analytics_answers makes the vector, core.federated.analytics_results reads the sum.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, isqrt
from typing import Annotated, Self

import numpy as np

from core.errors import YouCanFix
from core.features.candles import Floats, utc
from core.features.private_columns import COLUMNS, PrivateColumn
from core.federated.codec import Limit, Name, Seconds, decode, encode
from core.privacy.differential import LEAST_MULTIPLIER, MOST_MULTIPLIER
from core.privacy.fixed_point import FRACTION_BITS
from core.values import Digest, Symbol, Timeframe

QUERY_VERSION = 1
KINDS = ("count", "mean", "variance", "histogram", "quantile", "top_k")

UNIT = 1 << FRACTION_BITS
"""The greatest norm of a trader's vector: what the norm 1 of an update is, so that noise fits both."""
LEAST_TRADERS = 8
"""Fewer answers than that are never added up (protocol.md, the floor of a cohort)."""
MOST_TRADERS = 77
"""One complete graph: with everybody a neighbour of everybody, nobody can choose neighbours."""
MOST_PAIRS = 64
MOST_ITEMS = 100
MOST_DEPTH = 16
MOST_ROWS = 1 << 16
MOST_BINS = 1_000
MOST_PARTS = 64
MOST_ROUNDS = 32
MOST_CELLS = 1 << 16
MOST_CANDIDATES = 4_096
MOST_DOMAIN_BITS = 12
MOST_NAME = 40
OTHER = "(other)"
"""What stands for items that are no candidates."""

LEAST_REASON, MOST_REASON = 10, 400
Reason = Annotated[str, Limit(LEAST_REASON, MOST_REASON)]
Pairs = Annotated[tuple[Name, ...], Limit(0, MOST_PAIRS)]
HashKey = Annotated[bytes, Limit(16, 16)]


@dataclass(frozen=True)
class AskedRows:
    """Which rows of a trader a query is about, and how they count.

    Args:
        column: of core.features.private_columns.COLUMNS.
        pairs: only rows of these pairs, of one coin where it is amounts of it. Empty for names of things.
        timeframe: of the candles that the rows are made of.
        since, until: rows that were complete within since < at <= until, UTC seconds.
        row_cap: 0: each trader counts as one, its rows share that one equally. Otherwise each row counts as
            one, and of a trader's rows the newest `row_cap`.
    """

    column: Name
    pairs: Pairs
    timeframe: Name
    since: Seconds
    until: Seconds
    row_cap: Annotated[int, Limit(0, MOST_ROWS)]


@dataclass(frozen=True)
class ValueRange:
    """The part [lower, upper) of a column's bounds that a query looks at, on a straight or log scale."""

    lower: float
    upper: float
    is_log: bool

    def at(self, fractions: Floats) -> Floats:
        """The values at fractions of the way from lower to upper; its ends are exact."""
        if self.is_log:
            inner = np.exp((1.0 - fractions) * np.log(self.lower) + fractions * np.log(self.upper))
        else:
            inner = (1.0 - fractions) * self.lower + fractions * self.upper
        inner = np.where(fractions <= 0.0, self.lower, inner)
        return np.where(fractions >= 1.0, self.upper, inner)


@dataclass(frozen=True)
class QuantileFields:
    """How a quantile is searched for: by cutting an interval again and again.

    Args:
        level: share of the rows that lie below it, in (0, 1).
        tolerance: width of the interval, in the column's unit, that is narrow enough.
        parts: pieces that an interval is cut into each time; 2 is plain bisection.
        most_rounds: sums that it may take.
    """

    level: float
    tolerance: float
    parts: Annotated[int, Limit(2, MOST_PARTS)]
    most_rounds: Annotated[int, Limit(1, MOST_ROUNDS)]


@dataclass(frozen=True)
class TopFields:
    """How the most frequent items are counted: by a count-min sketch (Cormode and Muthukrishnan 2005).

    Args:
        k: items in the answer.
        width, depth: cells of the sketch's rows, and rows.
        hash_key: public; the cells of an item follow from it.
        candidates: the public list of items; every other item counts as OTHER. Empty: a hashed domain.
        domain_bits: of the hashed domain, whose 2^bits buckets are the items; 0 with a list.
    """

    k: Annotated[int, Limit(1, MOST_ITEMS)]
    width: Annotated[int, Limit(2, MOST_CELLS)]
    depth: Annotated[int, Limit(1, MOST_DEPTH)]
    hash_key: HashKey
    candidates: Annotated[tuple[Name, ...], Limit(0, MOST_CANDIDATES)]
    domain_bits: Annotated[int, Limit(0, MOST_DOMAIN_BITS)]


@dataclass(frozen=True)
class Query:
    """One question to all traders.

    Args:
        kind: of KINDS.
        rows: which rows it is about.
        range: which values; None for top_k alone. Mean and variance take a value outside as the nearest end.
        bins: of a histogram, which also counts what lies below and above; 0 for other kinds.
        quantile: how it is searched for; None for other kinds.
        top: how the items are counted; None for other kinds.
        least_traders: answers below which there is no result.
        noise_multiplier: of the sum's noise, in the norm of one trader's vector; 0 without noise.
        reason: what the operator wants it for, in words for the traders.
    """

    kind: Name
    rows: AskedRows
    range: ValueRange | None
    bins: Annotated[int, Limit(0, MOST_BINS)]
    quantile: QuantileFields | None
    top: TopFields | None
    least_traders: Annotated[int, Limit(LEAST_TRADERS, MOST_TRADERS)]
    noise_multiplier: float
    reason: Reason

    def __post_init__(self) -> None:
        for rules in (self._rules, self._rules_of_kind):
            for holds, why in rules():
                if not holds:
                    raise YouCanFix(f"The query is impossible: {why}.", "Correct the query.")

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        rows = self.rows
        pairs = tuple(Symbol.parse(pair) for pair in rows.pairs)
        return (
            (self.kind in KINDS, f"its kind is one of {', '.join(KINDS)}"),
            (rows.column in COLUMNS, f"its column is one of {', '.join(COLUMNS)}"),
            (rows.pairs == tuple(str(pair) for pair in pairs), "its pairs are written as BTC/USDT"),
            (
                len(set(pairs)) == len(pairs) <= MOST_PAIRS,
                f"its pairs are named once each, {MOST_PAIRS} at most",
            ),
            (Timeframe(rows.timeframe).seconds > 0, "its timeframe has a length"),
            (0 <= rows.since < rows.until, "its span ends after it starts"),
            (0 <= rows.row_cap <= MOST_ROWS, f"at most {MOST_ROWS} rows of a trader count"),
            (
                LEAST_TRADERS <= self.least_traders <= MOST_TRADERS,
                f"its floor is {LEAST_TRADERS} to {MOST_TRADERS} traders",
            ),
            (
                self.noise_multiplier == 0 or LEAST_MULTIPLIER <= self.noise_multiplier <= MOST_MULTIPLIER,
                f"its noise multiplier is 0 or lies in {LEAST_MULTIPLIER:g} to {MOST_MULTIPLIER:g}",
            ),
            (
                self.reason.isprintable() and self.reason.strip() == self.reason,
                "its reason is one plain line",
            ),
            (
                LEAST_REASON <= len(self.reason) <= MOST_REASON,
                f"its reason has {LEAST_REASON} to {MOST_REASON} letters",
            ),
        )

    def _rules_of_kind(self) -> tuple[tuple[bool, str], ...]:
        is_top = self.kind == "top_k"
        quotes = {Symbol.parse(pair).quote for pair in self.rows.pairs}
        rules = [
            (bool(quotes) == self.column.is_numeric, "numbers are of named pairs, names of all pairs"),
            (len(quotes) <= 1 or not self.column.is_priced, "amounts of different coins cannot be compared"),
            ((self.range is None) == is_top, "it has a range of values unless it is a top_k"),
            ((self.bins > 0) == (self.kind == "histogram"), "a histogram, and nothing else, has bins"),
            ((self.quantile is None) == (self.kind != "quantile"), "a quantile alone has a level"),
            ((self.top is None) == (not is_top), "a top_k alone has a sketch"),
            (self.column.is_numeric != is_top, "numbers have no top_k, and names have nothing else"),
            (0 <= self.bins <= MOST_BINS, f"a histogram has at most {MOST_BINS} bins"),
        ]
        if self.range:
            rules += _range_rules(self.range, self.column, self.kind)
        if self.quantile:
            rules += _quantile_rules(self.quantile)
        if self.top:
            rules += _top_rules(self.top)
        return tuple(rules)

    def to_bytes(self) -> bytes:
        """The canonical bytes."""
        return encode("query", QUERY_VERSION, self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The query of canonical bytes; raises PeerBroke for anything else."""
        return decode("query", QUERY_VERSION, cls, data)

    @cached_property
    def digest(self) -> Digest:
        """SHA-256 of the canonical bytes."""
        return Digest.of(self.to_bytes())

    @property
    def column(self) -> PrivateColumn:
        """What is known of its column in public."""
        return COLUMNS[self.rows.column]

    @property
    def counts_rows(self) -> bool:
        """Whether each row counts as one; otherwise each trader does."""
        return self.rows.row_cap > 0

    @property
    def values(self) -> ValueRange:
        """The range of a query about numbers."""
        if self.range is None:
            raise ValueError("a query about names has no range of values")
        return self.range

    @property
    def search(self) -> QuantileFields:
        """How a quantile is searched for."""
        if self.quantile is None:
            raise ValueError(f"a {self.kind} is not searched for")
        return self.quantile

    @property
    def sketch(self) -> TopFields:
        """How the items of a top_k are counted."""
        if self.top is None:
            raise ValueError(f"a {self.kind} has no sketch")
        return self.top

    @property
    def parameters(self) -> int:
        """The length of a trader's vector."""
        return _LENGTHS[self.kind](self)

    @property
    def unit(self) -> int:
        """The integer that stands for one trader: no vector of such units is longer than UNIT."""
        return isqrt(UNIT * UNIT // _BLOCKS[self.kind](self))

    @property
    def row_unit(self) -> int:
        """The integer that stands for one row, where rows are counted."""
        return self.unit // self.rows.row_cap

    @property
    def one(self) -> int:
        """The integer that stands for one of what is counted: a row or a trader."""
        return self.row_unit if self.counts_rows else self.unit

    def edges(self) -> Floats:
        """The bins + 1 edges of a histogram; the two of other queries about numbers."""
        return self.values.at(np.linspace(0.0, 1.0, max(1, self.bins) + 1))


def _range_rules(found: ValueRange, column: PrivateColumn, kind: str) -> list[tuple[bool, str]]:
    finite = isfinite(found.lower) and isfinite(found.upper)
    return [
        (finite and found.lower < found.upper, "its range ends above its start"),
        (
            finite and found.lower >= 0 and found.upper <= column.upper,
            f"values of {column.name} lie in 0 to {column.upper:g} {column.unit}",
        ),
        (not found.is_log or found.lower >= column.lower, f"a log scale starts at {column.lower:g} or above"),
        (not found.is_log or kind not in ("mean", "variance"), "means and variances have no log scale"),
    ]


def _quantile_rules(fields: QuantileFields) -> list[tuple[bool, str]]:
    return [
        (0 < fields.level < 1, "a quantile's level lies between 0 and 1"),
        (0 < fields.tolerance < float("inf"), "a quantile's tolerance is positive"),
        (2 <= fields.parts <= MOST_PARTS, f"an interval is cut into 2 to {MOST_PARTS} parts"),  # noqa: PLR2004 - two halves
        (1 <= fields.most_rounds <= MOST_ROUNDS, f"a quantile takes 1 to {MOST_ROUNDS} rounds"),
    ]


def _top_rules(fields: TopFields) -> list[tuple[bool, str]]:
    candidates = fields.candidates
    return [
        (1 <= fields.k <= MOST_ITEMS, f"a top_k has 1 to {MOST_ITEMS} items"),
        (fields.width >= 2, "a row of a sketch has at least two cells"),  # noqa: PLR2004 - one cell tells nothing
        (1 <= fields.depth <= MOST_DEPTH, f"a sketch has 1 to {MOST_DEPTH} rows"),
        (fields.width * fields.depth <= MOST_CELLS, f"a sketch has {MOST_CELLS} cells at most"),
        (bool(candidates) != bool(fields.domain_bits), "it has a list of candidates or a hashed domain"),
        (candidates == tuple(sorted(set(candidates))), "candidates are in order, each once"),
        (
            len(candidates) <= MOST_CANDIDATES and all(0 < len(name) <= MOST_NAME for name in candidates),
            f"{MOST_CANDIDATES} candidates at most, of {MOST_NAME} letters at most",
        ),
        (OTHER not in candidates, f"{OTHER} is no candidate"),
        (0 <= fields.domain_bits <= MOST_DOMAIN_BITS, f"a domain has at most 2^{MOST_DOMAIN_BITS} buckets"),
    ]


_LENGTHS: Mapping[str, Callable[[Query], int]] = {
    "count": lambda _: 1,
    "mean": lambda query: 1 + query.counts_rows,
    "variance": lambda query: 2 + query.counts_rows,
    "histogram": lambda query: query.bins + 2,
    "quantile": lambda query: query.search.parts + 2,
    "top_k": lambda query: query.sketch.width * query.sketch.depth,
}
_BLOCKS: Mapping[str, Callable[[Query], int]] = {
    "count": lambda _: 1,
    "mean": _LENGTHS["mean"],
    "variance": _LENGTHS["variance"],
    "histogram": lambda _: 1,
    "quantile": lambda _: 1,
    "top_k": lambda query: query.sketch.depth,
}
"""Blocks of a vector whose absolute values add up to one trader's unit at most: the norm is unit x root."""


def describe(query: Query) -> str:
    """The query in one paragraph, for the trader who is asked."""
    rows, column = query.rows, query.column
    pairs = ", ".join(rows.pairs) or "all your pairs"
    weighing = (
        f"each row counts as one, the newest {rows.row_cap} of a trader at most"
        if query.counts_rows
        else "each trader counts as one, however many rows it has"
    )
    noise = (
        f"noise of {query.noise_multiplier:g} times one trader's answer"
        if query.noise_multiplier
        else "no noise: the sum of everybody's answers becomes public exactly"
    )
    return (
        f"{_what(query)} of {column.name} ({column.meaning.rstrip('.')}) over {pairs}, "
        f"{rows.timeframe} candles, {utc(rows.since)} to {utc(rows.until)}; {weighing}; {noise}; "
        f"no result from fewer than {query.least_traders} traders. Reason: {query.reason}"
    )


def _what(query: Query) -> str:
    unit = f" {query.column.unit}" if query.column.unit else ""
    between = f"{query.range.lower:g} to {query.range.upper:g}{unit}" if query.range else ""
    if query.kind == "count":
        return f"Count of values from {between}"
    if query.kind == "histogram":
        return f"Histogram of {query.bins} bins from {between}"
    if query.quantile:
        return f"The {query.quantile.level:g} quantile within {between}"
    if query.top:
        return f"The {query.top.k} most frequent items"
    return f"{query.kind.capitalize()} of values held within {between}"
