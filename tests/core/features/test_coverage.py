"""Spans of candles: what is missing, joined and covered, against sets of seconds."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.features.candles import grid_time
from core.features.coverage import differing, gap_span, join, runs, subtract
from core.values import Timeframe
from tests.strategies import HOUR, START, candle_series, random_candles, without

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


def seconds(*many):
    return {at for start, end in many for at in range(start, end)}


@given(spans, spans, spans)
def test_subtracting_leaves_what_is_in_no_other(wanted, one, two):
    left = subtract(wanted, one, two)
    assert seconds(*left) == seconds(*wanted) - seconds(*one) - seconds(*two)
    assert list(left) == sorted(left)
    assert all(start < end for start, end in left)


@given(spans, st.integers(0, 10))
def test_joined_spans_cover_the_same_and_lie_further_apart(some, within):
    joined = join(some, within)
    assert seconds(*some) <= seconds(*joined)
    assert all(later[0] - earlier[1] > within for earlier, later in pairwise(joined))
    if not within:
        assert seconds(*joined) == seconds(*some)


@given(candle_series(min_size=3))
def test_runs_and_gaps_make_up_the_whole(series):
    first, last = int(series.open_at[0]), int(series.close_at[-1])
    unbroken = runs(first, last, series.gaps(), 3600)
    opened = {at for start, end in unbroken for at in range(start, end, 3600)}
    assert opened == set(series.open_at.tolist())
    holes = [gap_span(gap, 3600) for gap in series.gaps()]
    assert join([*unbroken, *holes], 0) == ((first, last),)


def test_series_differ_where_any_value_does():
    series = random_candles(1, 20)
    volume = series.volume.copy()
    volume[[3, 7, 12]] += 1
    other = without(replace(series, volume=volume), [7]).rows(0, 15)
    assert differing(series, other).tolist() == [START + 3 * 3600, START + 12 * 3600]
    assert not len(differing(series, series.rows(5, 9)))


@given(
    st.integers(0, 2**34).map(lambda eighths: eighths / 8), st.sampled_from(["1m", "7m", "1h", "1d", "1w"])
)
def test_the_grid_is_that_of_the_candles(at, text):
    timeframe = Timeframe(text)
    found = grid_time(timeframe, at)
    assert 0 <= found - at < timeframe.seconds
    series = random_candles(1, 2, timeframe=timeframe, start_at=found)
    assert series.open_at.tolist() == [found, found + timeframe.seconds]


def test_a_time_on_the_grid_is_its_own():
    assert (grid_time(HOUR, START), grid_time(HOUR, START + 0.5)) == (START, START + 3600)
