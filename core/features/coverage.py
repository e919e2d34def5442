"""What is stored and wanted in; the spans still to fetch, and where two series differ, out."""

from collections.abc import Iterable, Sequence

import numpy as np

from core.features.candles import COLUMNS, CandleSeries, Gap, Times

Span = tuple[int, int]
"""Open times from the first, included, to the second, not included; UTC seconds."""


def subtract(wanted: Iterable[Span], *others: Iterable[Span]) -> tuple[Span, ...]:
    """What of `wanted` lies in none of `others`; sorted, without overlaps or empty spans."""
    taken = join((span for spans in others for span in spans), 0)
    left: list[Span] = []
    position = 0
    for begin, end in join(wanted, 0):
        start = begin
        while position < len(taken) and taken[position][0] < end:
            left.append((start, taken[position][0]))
            start = max(start, taken[position][1])
            if start >= end:  # it may reach into the next span too
                break
            position += 1
        left.append((start, end))
    return tuple(span for span in left if span[0] < span[1])


def join(spans: Iterable[Span], within: int) -> tuple[Span, ...]:
    """The spans as fewer: those at most `within` seconds apart become one; sorted, empty ones dropped."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start - joined[-1][1] <= within:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def gap_span(gap: Gap, step: int) -> Span:
    """The open times of the candles that a gap misses; `step` is the timeframe in seconds."""
    return gap.after + step, gap.before


def runs(first_at: int, last_at: int, gaps: Sequence[Gap], step: int) -> tuple[Span, ...]:
    """The unbroken stretches of a series.

    Args:
        first_at: open time of the first candle.
        last_at: close time of the last.
        gaps: of the series.
        step: the timeframe in seconds.
    """
    return subtract([(first_at, last_at)], [gap_span(gap, step) for gap in gaps])


def differing(one: CandleSeries, other: CandleSeries) -> Times:
    """int64[k], open times of the candles that both have and about which they disagree, ascending."""
    common, mine, theirs = np.intersect1d(one.open_at, other.open_at, assume_unique=True, return_indices=True)
    differ = np.zeros(len(common), dtype=bool)
    for name in COLUMNS:
        differ |= getattr(one, name)[mine] != getattr(other, name)[theirs]
    return common[differ]
