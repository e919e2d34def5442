"""A query and the sums that traders' vectors made in; what the operator and the public may know of it out.

Each figure comes with the bounds between which the exact one lies: what rounding and binning can do is
certain, what noise does holds with 95 %.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from statistics import NormalDist

import numpy as np

from core.errors import PeerBroke, Refused
from core.federated import analytics_search, analytics_sketch
from core.federated.analytics import LEAST_TRADERS, OTHER, Query
from core.federated.analytics_search import CONFIDENCE, GRID, Answered, History

BEYOND_DOUBT = 6.0
"""Standard deviations of noise beyond which a sum is not noisy but false."""


@dataclass(frozen=True)
class Estimate:
    """One figure.

    Args:
        label: what it is of: "mean", a bin, an item.
        value: in the result's unit.
        low, high: between these lies the exact figure; see the module.
    """

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Result:
    """What a query found; its sums are public, so that anybody can compute it again.

    Args:
        query: digest of the query, hexadecimal.
        kind, column: of the query.
        unit: of the estimates: the column's, its square, "share", "traders" or "rows".
        traders: whose answers were added up; of the last sum, where there were several.
        counted: what weighs one: "traders" or "rows".
        count: how many of these the result is about.
        sums: how many protected sums it took.
        noise: standard deviation of the noise in one count, in what weighs one; 0 without noise.
        estimates: the figures.
        edges: of a histogram's bins; empty for other kinds.
        notes: what one must know to read them, one sentence each.
    """

    query: str
    kind: str
    column: str
    unit: str
    traders: int
    counted: str
    count: float
    sums: int
    noise: float
    estimates: tuple[Estimate, ...]
    edges: tuple[float, ...]
    notes: tuple[str, ...]


def result(query: Query, history: History) -> Result:
    """The result of a query's sums; of a quantile also before it is narrow enough, as far as it came.

    Raises:
        Refused: there is no sum, or too few traders answered.
        PeerBroke: a sum is impossible: somebody answered with numbers that no rows give.
    """
    for answered in history:
        check(query, answered)
    if not history:
        raise Refused("The query is not answered yet.", "Wait for the first sum.")
    last = history[-1]
    estimates = _READERS[query.kind](query, history)
    return Result(
        query=str(query.digest),
        kind=query.kind,
        column=query.column.name,
        unit=_UNITS[query.kind](query),
        traders=last.traders,
        counted="rows" if query.counts_rows else "traders",
        count=_count_of(query, last),
        sums=len(history),
        noise=last.deviation(query) / query.one,
        estimates=tuple(_tidy(query, estimate) for estimate in estimates),
        edges=tuple(query.edges().tolist()) if query.bins else (),
        notes=tuple(_notes(query, history)),
    )


def check(query: Query, answered: Answered) -> None:
    """Raise unless enough traders answered, and honest ones could have made the sum.

    A sum that passes is not proven: one liar may still add a false answer that looks like a true one.

    Raises:
        Refused: fewer than query.least_traders answered.
        PeerBroke: the sum is impossible.
    """
    if answered.traders < max(LEAST_TRADERS, query.least_traders):
        raise Refused(
            f"{answered.traders} traders answered; {query.least_traders} must, or nothing is told.",
            "Ask again when more traders take part.",
        )
    if len(answered.total) != query.parameters:
        raise PeerBroke("A sum of the query has another length than its vectors.")
    whole, slack = answered.traders * query.unit, BEYOND_DOUBT * answered.deviation(query)
    if query.kind in ("mean", "variance"):
        possible = _are_possible(query, answered, whole, slack)
    else:
        possible = all(_is_possible(query, line, whole, slack) for line in _lines(query, answered.total))
    if not possible:
        raise PeerBroke(
            "The sum of the answers is impossible: somebody answered with numbers that no rows give.",
            "The result is void; ask again.",
        )


def _are_possible(query: Query, answered: Answered, whole: int, slack: float) -> bool:
    """Whether sums of values within [-1, 1] are: none longer than what they are sums of."""
    sums = answered.total
    if query.counts_rows:
        if not -slack <= sums[0] <= whole + slack or (not slack and sums[0] % query.row_unit):
            return False
        whole, sums = sums[0], sums[1:]
    return max(map(abs, sums)) <= whole + 2 * slack


def _lines(query: Query, total: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The blocks of a vector of masses: the rows of a sketch, or all of it."""
    width = query.top.width if query.top else len(total)
    return [total[start : start + width] for start in range(0, len(total), width)]


def _is_possible(query: Query, line: tuple[int, ...], whole: int, slack: float) -> bool:
    """Whether masses are those of honest traders: none negative, and together what they have to be."""
    mass, wide = sum(line), slack * math.sqrt(len(line))
    if min(line) < -slack or mass > whole + wide:
        return False
    if query.kind == "count":
        return bool(slack) or not query.counts_rows or mass % query.row_unit == 0
    if query.counts_rows:
        return bool(slack) or all(count % query.row_unit == 0 for count in line)
    return abs(mass - whole) <= wide


def _count_of(query: Query, last: Answered) -> float:
    """How many rows or traders a result is about."""
    if not query.counts_rows:
        return float(last.traders)
    return last.total[0] / query.row_unit if query.kind == "count" else _whole(query, last) / query.row_unit


def _margin(query: Query, answered: Answered, share: float = 0.0, looks: int = 1) -> float:
    """What lies around a number of the sum with 95 %: noise, and what traders rounded away.

    Args:
        query: whose.
        answered: whose.
        share: of everything, when it is divided by everything and that is counted with noise too.
        looks: numbers of which the worst counts.
    """
    deviation = answered.deviation(query)
    if query.counts_rows and share:
        deviation = math.hypot(deviation, share * _deviation_of_mass(query, answered))
    noise = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / (2 * looks)) * deviation
    is_exact = query.counts_rows and query.kind not in ("mean", "variance")
    return noise + (0.0 if is_exact else answered.traders)


def _read_count(query: Query, history: History) -> list[Estimate]:
    (found,), margin = history[-1].total, _margin(query, history[-1])
    low, high = max(0.0, found - margin), found + margin
    if not query.counts_rows:
        high = min(high, history[-1].traders * query.one)
    return [Estimate(query.kind, found / query.one, low / query.one, high / query.one)]


def _whole(query: Query, last: Answered) -> float:
    """What figures are divided by: everybody's units; or those of all rows, in a sketch by the mean line."""
    if not query.counts_rows:
        return last.traders * query.unit
    sums = [last.total[:1]] if query.kind in ("mean", "variance") else _lines(query, last.total)
    whole = sum(map(sum, sums)) / len(sums)
    if whole <= BEYOND_DOUBT * _deviation_of_mass(query, last):
        raise Refused("There are no rows, or the noise drowned their number.", "Ask more traders.")
    return whole


def _deviation_of_mass(query: Query, last: Answered) -> float:
    """Standard deviation of the noise in the whole of _whole, where rows are counted."""
    if query.kind in ("mean", "variance"):
        return last.deviation(query)
    lines = _lines(query, last.total)
    return last.deviation(query) * math.sqrt(len(lines[0]) / len(lines))


def _read_mean(query: Query, history: History) -> list[Estimate]:
    low, high = query.values.lower, query.values.upper
    mean, margin = _centred_mean(query, history[-1])
    half, middle = (high - low) / 2, (high + low) / 2
    return [
        Estimate(
            "mean",
            middle + half * float(mean),
            max(low, middle + half * (float(mean) - margin)),
            min(high, middle + half * (float(mean) + margin)),
        )
    ]


def _centred_mean(query: Query, last: Answered) -> tuple[Fraction, float]:
    """The mean of the values held within [-1, 1], and what lies around it."""
    whole = _whole(query, last)
    mean = Fraction(last.total[1 if query.counts_rows else 0]) / Fraction(whole)
    return mean, _margin(query, last, abs(float(mean))) / whole


def _read_variance(query: Query, history: History) -> list[Estimate]:
    """Mean, variance and its root; the difference of squares is taken of exact fractions."""
    last = history[-1]
    whole, half = _whole(query, last), Fraction(query.values.upper - query.values.lower) / 2
    mean, around_mean = _centred_mean(query, last)
    doubled = Fraction(last.total[-1]) / Fraction(whole)  # the mean of 2 c^2 - 1
    variance = (doubled + 1) / 2 - mean**2
    around = around_mean / 2 + 2 * abs(float(mean)) * around_mean + around_mean**2
    square = float(half) ** 2
    low, high = max(0.0, float(variance) - around) * square, (float(variance) + around) * square
    value = max(0.0, float(variance * half**2))
    return [
        Estimate("variance", value, low, high),
        Estimate("standard deviation", math.sqrt(value), math.sqrt(low), math.sqrt(high)),
        *(replace(estimate, label="mean") for estimate in _read_mean(query, history)),
    ]


def _read_histogram(query: Query, history: History) -> list[Estimate]:
    last, edges = history[-1], query.edges()
    names = [f"[{low:g}, {high:g})" for low, high in pairwise(edges)]
    labels = [f"below {edges[0]:g}", *names, f"{edges[-1]:g} or above"]
    return [_share(query, last, label, mass) for label, mass in zip(labels, last.total, strict=True)]


def _share(query: Query, last: Answered, label: str, mass: int) -> Estimate:
    whole = _whole(query, last)
    margin = _margin(query, last, mass / whole)
    return Estimate(label, mass / whole, max(0.0, (mass - margin) / whole), min(1.0, (mass + margin) / whole))


def _read_quantile(query: Query, history: History) -> list[Estimate]:
    """The middle of the last interval, as far as it is possible; low and high by all edges asked about."""
    found, possible = analytics_search.interval(query, history), analytics_search.band(query, history)
    low, high = (_value(query, place) for place in (possible.low, possible.high))
    start, end = (_value(query, place) for place in (found.low, found.high))
    value = min(max((start + end) / 2, low), high)
    return [Estimate(f"{query.search.level:g} quantile", value, low, high)]


def _value(query: Query, place: int) -> float:
    """The value at a place of the grid; beside the range the bounds of the column."""
    if not 0 <= place <= GRID:
        return 0.0 if place < 0 else query.column.upper
    return float(analytics_search.places(query, [place])[0])


def _read_top(query: Query, history: History) -> list[Estimate]:
    """The k candidates with the greatest estimates: the least of an item's cells."""
    top, last = query.sketch, history[-1]
    names = [*analytics_sketch.candidates(top), *([OTHER] if top.candidates else [])]
    lines = np.array(_lines(query, last.total), np.int64)
    found = analytics_sketch.cells(top, names)
    counts = lines[np.arange(top.depth), found].min(axis=1)
    estimates = [_item(query, last, name, int(count)) for name, count in zip(names, counts, strict=True)]
    others = [estimate for estimate in estimates if estimate.label == OTHER]
    ranked = sorted(estimates[: len(estimates) - len(others)], key=lambda one: (-one.value, one.label))
    return [*ranked[: top.k], *others]


def _item(query: Query, last: Answered, name: str, count: int) -> Estimate:
    whole = _whole(query, last)
    margin = _margin(query, last, count / whole, looks=query.sketch.depth)
    collisions = math.e / query.sketch.width * whole
    low, high = count - margin - collisions, count + margin
    return Estimate(name, count / whole, max(0.0, low / whole), min(1.0, high / whole))


def _tidy(query: Query, estimate: Estimate) -> Estimate:
    """Shares and counts are not negative, whatever the noise did; bounds hold the value."""
    value = estimate.value
    if query.kind in ("count", "histogram", "top_k"):
        value = max(0.0, value)
    return Estimate(estimate.label, value, min(estimate.low, value), max(estimate.high, value))


def _notes(query: Query, history: History) -> list[str]:
    notes = [
        f"Each row counts as one, the newest {query.rows.row_cap} of a trader at most."
        if query.counts_rows
        else "Each trader counts as one; its rows share that one equally."
    ]
    if query.kind in ("mean", "variance"):
        notes.append("A value outside of the range counts as the nearest end of it.")
    if query.quantile:
        notes += _quantile_notes(query, history)
    if query.top:
        error, doubt = math.e / query.top.width, math.exp(-query.top.depth)
        notes.append(
            f"But for noise a share is never too low, and too high by more than {error:.2g} with a chance of "
            f"{doubt:.2g}."
        )
    if query.noise_multiplier:
        notes.append("low and high hold with 95 %. How much noise hides a single trader depends on its size.")
    notes.append(
        "Nobody can check a single answer: a trader who lies shifts the figures, by more than its part."
    )
    return notes


def _quantile_notes(query: Query, history: History) -> list[str]:
    found = analytics_search.interval(query, history)
    if found.is_outside:
        side = "below" if found.low < GRID else "above"
        return [f"The quantile lies {side} the query's range."]
    start, end = analytics_search.places(query, (found.low, found.high))
    if query.noise_multiplier and analytics_search.is_complete(query, history):
        return []
    if end - start > query.search.tolerance and found.high - found.low > 1:
        return [f"After {len(history)} sums the interval is still wider than {query.search.tolerance:g}."]
    return []


_READERS: Mapping[str, Callable[[Query, History], list[Estimate]]] = {
    "count": _read_count,
    "mean": _read_mean,
    "variance": _read_variance,
    "histogram": _read_histogram,
    "quantile": _read_quantile,
    "top_k": _read_top,
}
_UNITS: Mapping[str, Callable[[Query], str]] = {
    "count": lambda query: "rows" if query.counts_rows else "traders",
    "mean": lambda query: query.column.unit,
    "variance": lambda query: f"({query.column.unit})^2",
    "histogram": lambda _: "share",
    "quantile": lambda query: query.column.unit,
    "top_k": lambda _: "share",
}
