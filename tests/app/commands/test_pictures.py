import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands.pictures import (
    BOTTOM,
    BUCKETS,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Line,
    _calendar,
    _kept,
    _ticks,
    curves,
    histogram,
)

HOUR = 3600
JANUARY = 1_704_067_200  # 2024-01-01 UTC


def picture(text):
    """The SVG of a picture with its legend."""
    return ET.fromstring(text[: text.index("</svg>") + 6])


def points(path):
    return np.array(re.findall(r"[ML]([-\d.]+) ([-\d.]+)", path.get("d")), float)


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=40), st.booleans())
def test_every_point_of_a_curve_lies_inside_the_picture(values, filled):
    at = JANUARY + HOUR * np.arange(len(values))
    found = picture(curves("Equity", at, [Line("Own", "own", np.array(values), filled)], "{:,.0f}".format))
    for path in found.findall("path"):
        x, y = points(path).T
        assert LEFT <= x.min() <= x.max() <= WIDTH - RIGHT
        assert TOP <= y.min() <= y.max() <= HEIGHT - BOTTOM


def test_a_higher_value_is_drawn_higher():
    at = JANUARY + HOUR * np.arange(3)
    found = picture(curves("Equity", at, [Line("Own", "own", np.array([1.0, 5.0, 3.0]))], str))
    y = points(found.find("path"))[:, 1]
    assert y[1] < y[2] < y[0]


def test_a_long_curve_is_thinned_and_keeps_its_deepest_fall():
    values = np.random.default_rng(1).standard_normal(200_000)
    values[123_456] = -50.0
    kept = _kept(values)
    assert len(kept) <= 2 * BUCKETS + 2
    assert {0, 123_456, 199_999} <= set(kept.tolist())
    assert _kept(values[:100]).tolist() == list(range(100))


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_few_round_and_inside(low, spread):
    high = low + spread
    found = _ticks(low, high)
    assert len(found) <= 6
    assert all(low - spread * 1e-6 <= tick <= high + spread * 1e-6 for tick in found)


@pytest.mark.parametrize(
    ("seconds", "first", "last"),
    [
        (5 * HOUR, "2024-01-01 00:00", "2024-01-01 05:00"),
        (40 * HOUR, "2024-01-01 00:00", "2024-01-02 12:00"),
        (300 * 24 * HOUR, "2024-01", "2024-10"),
        (9 * 366 * 24 * HOUR, "2024", "2032"),
    ],
)
def test_times_fall_on_calendar_steps(seconds, first, last):
    found = _calendar(JANUARY, JANUARY + seconds)
    assert (found[0][1], found[-1][1]) == (first, last)
    assert found[0][0] == JANUARY
    assert len(found) <= 8


def test_the_bars_of_a_histogram_add_up_to_all_values():
    values = np.random.default_rng(2).standard_normal(500)
    found = histogram("Gains", [("Trips", "own", values)], [("start", 0.0)], "{:.1f}".format)
    shares = [float(one.text.split()[1].rstrip("%")) for one in picture(found).iter("title")]
    assert sum(shares) == pytest.approx(100, abs=1.5)
    assert "start: 0.0" in found


def test_equal_values_make_a_picture_too():
    at = JANUARY + HOUR * np.arange(2)
    assert picture(curves("Flat", at, [Line("Own", "own", np.zeros(2), filled=True)], str)).tag == "svg"
    same = np.full(3, 7.0)
    assert picture(histogram("Same", [("Own", "own", same)], [("start", 7.0)], str)).tag == "svg"


def test_names_cannot_break_out_of_the_page():
    at = JANUARY + HOUR * np.arange(2)
    found = curves('"<b>', at, [Line("<script>", "own", np.ones(2))], str)
    assert "<script>" not in found
    assert 'aria-label="&quot;&lt;b&gt;"' in found
