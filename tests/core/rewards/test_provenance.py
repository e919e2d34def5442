"""Where each unit came from: rounds and claims laid over one line, to the last unit."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rewards.provenance import Earned, Taken, trace

UNITS = st.integers(0, 10**24)


@st.composite
def books(draw):
    """Rounds that earned, and claims that each fetched all that was in the table by then."""
    rounds = draw(st.lists(UNITS, max_size=8))
    earned, total = [], 0
    for number, units in enumerate(rounds, 1):
        total += units
        earned.append(Earned(number, total))
    places = draw(st.lists(st.integers(0, len(rounds)), max_size=4, unique=True).map(sorted))
    fetched = sorted({0, *(earned[place - 1].cumulative for place in places if place)})
    claims = [Taken(f"0x{end:x}", end - start, end) for start, end in pairwise(fetched)]
    return earned, claims


@given(books())
def test_every_unit_of_a_claim_has_a_round_and_every_unit_of_a_round_is_there_once(found):
    earned, claims = found
    paid = claims[-1].cumulative if claims else 0
    pieces = trace(earned, claims, paid)
    for claim in claims:
        assert sum(piece.units for piece in pieces if piece.transaction == claim.transaction) == claim.amount
    for before, after in pairwise([Earned(0, 0), *earned]):
        grown = after.cumulative - before.cumulative
        assert sum(piece.units for piece in pieces if piece.round_id == after.round_id) == grown
    assert sum(piece.units for piece in pieces if piece.is_paid) == paid
    assert all(piece.units > 0 and piece.is_paid == bool(piece.transaction) for piece in pieces)


@given(books(), st.data())
def test_a_claim_whose_event_is_lost_is_paid_all_the_same_and_sums_stay(found, data):
    earned, claims = found
    paid = claims[-1].cumulative if claims else 0
    kept = data.draw(st.lists(st.sampled_from(claims), unique=True)) if claims else []
    pieces = trace(earned, kept, paid)
    lost = paid - sum(claim.amount for claim in kept)
    assert sum(piece.units for piece in pieces if piece.is_paid) == paid
    assert sum(piece.units for piece in pieces if piece.is_paid and not piece.transaction) == lost


@given(books(), st.integers(1, 10**24))
def test_what_no_known_table_explains_has_no_round(found, more):
    earned, claims = found
    top = earned[-1].cumulative if earned else 0
    pieces = trace(earned, [*claims[:0], Taken("0xlate", more, top + more)], 0)
    assert sum(piece.units for piece in pieces if not piece.round_id) == more
    assert sum(piece.units for piece in pieces if piece.transaction == "0xlate") == more


def test_one_claim_of_two_rounds_and_one_round_of_two_claims():
    earned = [Earned(3, 100), Earned(5, 250)]
    pieces = trace(earned, [Taken("0xa", 130, 130), Taken("0xb", 20, 150)], 150)
    assert [(piece.units, piece.round_id, piece.transaction, piece.is_paid) for piece in pieces] == [
        (100, 3, "0xa", True),
        (30, 5, "0xa", True),
        (20, 5, "0xb", True),
        (100, 5, "", False),
    ]


def test_a_table_that_gives_less_than_an_earlier_one_adds_nothing():
    pieces = trace([Earned(1, 10), Earned(2, 7), Earned(3, 12)], [], 0)
    assert [(piece.units, piece.round_id) for piece in pieces] == [(10, 1), (2, 3)]


@pytest.mark.parametrize(
    ("taken", "paid"),
    [
        ([Taken("0xa", 10, 10), Taken("0xb", 10, 15)], 15),
        ([Taken("0xa", 0, 10)], 10),
        ([Taken("0xa", 11, 10)], 10),
        ([], -1),
    ],
)
def test_books_that_cannot_be_are_refused(taken, paid):
    with pytest.raises(ValueError, match="claim"):
        trace([], taken, paid)
