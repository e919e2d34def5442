"""Days of profit: all changes, once, in whichever zone; and nothing of what moved between windows."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.trading.days import DayResult, by_day, gains


class Point(NamedTuple):
    at: int
    round_id: int
    equity: float


START = 1_700_006_400
STEPS = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.floats(-50, 50)), min_size=1, max_size=40)


def days_in(hours):
    zone = timezone(timedelta(hours=hours))
    return lambda at: datetime.fromtimestamp(at, zone).date()


def curve(steps):
    """Windows one after another, each from a capital of its own."""
    points, equity, window = [], {}, 0
    for number, (jump, step) in enumerate(sorted(steps, key=lambda pair: pair[0])):
        window = jump
        equity[window] = equity.get(window, 1000.0 * window) + step
        points.append(Point(START + 3600 * number, window, equity[window]))
    return points, {1: 1000.0, 2: 2000.0, 3: 3000.0}


@given(STEPS, st.sampled_from([-11, 0, 5.75, 9]))
def test_days_sum_to_what_the_windows_gained(steps, hours):
    points, capital = curve(steps)
    results = by_day(gains(points, capital), (), days_in(hours))
    last = {point.round_id: point.equity for point in points}
    first = points[0]
    begun = {number: capital[number] for number in last} | {first.round_id: first.equity}
    assert sum(day.amount for day in results) == pytest.approx(
        sum(last[number] - begun[number] for number in last), abs=1e-6
    )
    assert [day.day for day in results] == sorted({days_in(hours)(point.at) for point in points})


def test_capital_that_came_in_between_windows_is_no_gain():
    points = [Point(0, 1, 100.0), Point(60, 1, 110.0), Point(120, 2, 501.0), Point(180, 2, 499.0)]
    assert list(gains(points, {1: 100.0, 2: 500.0})) == [(0, 0.0), (60, 10.0), (120, 1.0), (180, -2.0)]
    assert list(gains(points, {}))[2] == (120, 0.0)


def test_fills_are_counted_on_their_day_also_without_a_point():
    found = by_day([(START, 1.5)], [START, START + 86_400], days_in(0))
    today = datetime.fromtimestamp(START, UTC).date()
    assert found == (DayResult(today, 1.5, 1), DayResult(today + timedelta(days=1), 0.0, 1))
    assert by_day((), (), days_in(0)) == ()
    assert isinstance(found[0].day, date)
