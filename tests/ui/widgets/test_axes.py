"""Labels fall on round numbers and on the calendar."""

import time
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import formatting
from ui.widgets.axes import calendar_ticks, round_step, round_ticks, step_digits, time_ticks

DAY = 86_400
START = int(datetime(2021, 3, 1, tzinfo=UTC).timestamp())


@given(st.floats(-1e6, 1e6), st.floats(1e-4, 1e9), st.integers(2, 20))
def test_round_ticks_lie_inside_and_are_not_too_many(low, span, most):
    high = low + span
    ticks = round_ticks(low, high, most)
    assert len(ticks) <= most + 1
    assert all(low - span * 1e-6 <= tick <= high + span * 1e-6 for tick in ticks)


@pytest.mark.parametrize(("span", "most", "step"), [(100, 10, 10), (7, 10, 1), (0.34, 5, 0.1), (45, 10, 5)])
def test_steps_are_round(span, most, step):
    assert round_step(span, most) == pytest.approx(step)


def test_a_range_without_width_has_a_step_all_the_same():
    assert round_step(0, 5) == 1.0
    assert [step_digits(step) for step in (10, 1, 0.5, 0.02)] == [0, 0, 1, 2]


@pytest.mark.parametrize("days", [0.1, 1, 3, 20, 90, 400, 3000])
def test_time_ticks_are_few_and_rise(days):
    ticks = calendar_ticks(START, START + days * DAY, 8)
    assert 1 <= len(ticks) <= 10
    assert [at for at, _ in ticks] == sorted(at for at, _ in ticks)


def test_a_day_is_named_where_it_begins_and_a_year_where_it_does():
    labels = dict(calendar_ticks(START, START + 2 * DAY, 6))
    assert labels[START + DAY] == "2 Mar"
    assert set(labels.values()) & {"12:00", "08:00", "18:00"}
    years = dict(calendar_ticks(START, START + 900 * DAY, 8))
    assert "2022" in years.values()


def test_positions_skip_the_time_that_candles_miss():
    times = START + 3600 * np.arange(48)
    times[24:] += 10 * DAY
    ticks = time_ticks(times, 0, 48, 4)
    assert all(0 <= position < 48 for position, _ in ticks)
    assert len({position for position, _ in ticks}) == len(ticks)
    assert time_ticks(times, 5, 6, 4) == []


@pytest.fixture(params=["America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Europe/Berlin"])
def local_zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    formatting.show_times_in("local")
    yield
    formatting.show_times_in("utc")
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("span", [3600, 86_400, 10 * 86_400, 400 * 86_400, 3000 * 86_400])
@pytest.mark.parametrize(
    "first", [1_699_000_000, 1_710_000_000, 1_711_800_000]
)  # over both changes of a year
def test_ticks_lie_on_the_steps_of_the_zone_that_is_shown(local_zone, first, span):
    ticks = calendar_ticks(first, first + span, 8)
    assert ticks
    places = [at for at, _ in ticks]
    assert places == sorted(set(places))
    assert all(first <= at <= first + span for at in places)
    if span == 10 * 86_400:
        days = [datetime.fromtimestamp(at, UTC).astimezone() for at in places]
        assert all((day.hour, day.minute) == (0, 0) for day in days)
        assert [text for _, text in ticks] == [f"{day.day} {day:%b}" for day in days]
