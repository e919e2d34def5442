"""Turns of requests: apart by their cost, still while held; and the wait that a service asks for."""

import pytest

from app.adapters.pace import Pace, retry_after_seconds
from core.errors import Cancelled


class Time:
    def __init__(self):
        self.at = 100.0

    def now(self):
        return self.at

    def sleep(self, seconds):
        self.at += seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def pace(time):
    return Pace(time.now, time.sleep)


def nothing():
    pass


def test_the_first_turn_comes_at_once_and_others_after_their_cost(pace, time):
    left = []
    for cost in (0.4, 0.4, 3.0, 0.0):
        pace.turn(cost, nothing)
        left.append(round(time.at - 100, 6))
    assert left == [0.0, 0.4, 3.4, 3.4]


def test_time_that_passed_meanwhile_counts(pace, time):
    pace.turn(1.0, nothing)
    time.at += 5
    pace.turn(1.0, nothing)
    assert time.at == 105


def test_nobodys_turn_comes_while_it_is_held(pace, time):
    pace.hold(10)
    pace.hold(3)
    pace.turn(0.1, nothing)
    assert time.at == 110


def test_a_wait_can_be_ended(pace, time):
    def enough():
        if time.at >= 102:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        pace.rest(60, enough)
    assert time.at == 102


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-3"}, None),
        (
            {"Retry-After": "Tue, 11 Nov 2025 00:19:04 GMT", "Date": "Tue, 11 Nov 2025 00:17:04 GMT"},
            120.0,
        ),
        ({"Retry-After": "Tue, 11 Nov 2025 00:19:04 GMT"}, None),
        ({"Retry-After": "Tue, 11 Nov 2025 00:17:00 GMT", "Date": "Tue, 11 Nov 2025 00:17:04 GMT"}, 0.0),
        ({"Retry-After": "Tue, 11 Nov 2025 00:17:00", "Date": "Tue, 11 Nov 2025 00:17:04 GMT"}, None),
    ],
)
def test_how_long_a_service_asks_to_wait(headers, seconds):
    assert retry_after_seconds(headers) == seconds
