"""Whose clock is wrong: told from what the coordinator says and how new the chain's newest block is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clocks import TOLERANCE_SECONDS, ClockFinding, compare_clocks

NOW, HOUR = 1_700_000_000.0, 3600.0


@pytest.mark.parametrize(
    ("own", "coordinator", "block", "whose"),
    [
        (NOW - 3 * HOUR, NOW, NOW - 5, "own"),  # behind a block, which is never from the future
        (NOW + 3 * HOUR, NOW, NOW - 5, "own"),  # ahead, and the chain agrees with the coordinator
        (NOW, NOW + 3 * HOUR, NOW - 5, "coordinator"),
        (NOW, NOW - 3 * HOUR, NOW - 5, "coordinator"),
        (NOW, NOW + 3 * HOUR, NOW - 9 * HOUR, "unknown"),  # nothing happened on the chain for hours
        (NOW, NOW + 3 * HOUR, None, "unknown"),
    ],
)
def test_the_chain_tells_whose_clock_is_wrong(own, coordinator, block, whose):
    assert compare_clocks(own, coordinator, block) == ClockFinding(whose, own - coordinator)


@given(st.floats(-TOLERANCE_SECONDS, TOLERANCE_SECONDS), st.none() | st.floats(0, 2e9))
def test_small_differences_are_nobodys_fault(off, block):
    assert compare_clocks(NOW + off, NOW, block) is None


@given(st.floats(TOLERANCE_SECONDS + 1, 1e8), st.booleans(), st.floats(0, TOLERANCE_SECONDS))
def test_a_right_clock_is_never_blamed(off, is_ahead, block_age):
    """However wrong the other is: the newest block is a few minutes old at most."""
    wrong = NOW + (off if is_ahead else -off)
    assert compare_clocks(NOW, wrong, NOW - block_age).whose != "own"
    assert compare_clocks(wrong, NOW, NOW - block_age).whose != "coordinator"


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (3 * HOUR + 120, "3 h 2 min ahead of"),
        (-3 * HOUR - 120, "3 h 2 min behind"),
        (-400, "6 min behind"),
        (50 * HOUR, "2 d 2 h ahead of"),
    ],
)
def test_the_difference_is_said_as_a_person_says_it(off, words):
    assert ClockFinding("own", off).words == words
