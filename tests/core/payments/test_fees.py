"""Fees to choose from, and those of replacements."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.payments.fees import MOST_WEI, SPEEDS, Fee, FeeHistory, fee_choices, replacing

GWEI = 10**9
histories = st.builds(
    FeeHistory,
    st.integers(0, 10_000 * GWEI),
    st.lists(st.tuples(*[st.integers(0, 1000 * GWEI)] * 3), max_size=20),
    st.integers(0, 100 * GWEI),
)
fees = st.tuples(st.integers(1, 10**12), st.integers(0, 10**12)).map(lambda two: Fee(max(two), min(two)))


@given(histories)
def test_a_faster_fee_is_never_smaller_and_covers_the_next_block(history):
    found = [fee_choices(history)[speed] for speed in SPEEDS]
    for slower, faster in itertools.pairwise(found):
        assert slower.most_wei <= faster.most_wei
        assert slower.tip_wei <= faster.tip_wei
    assert all(fee.most_wei >= history.next_base_wei + fee.tip_wei for fee in found)


def test_tips_are_the_medians_of_blocks_that_had_transactions():
    history = FeeHistory(100 * GWEI, [(1 * GWEI, 2 * GWEI, 9 * GWEI)] * 3, 50)
    assert [fee_choices(history)[speed].tip_wei for speed in SPEEDS] == [GWEI, 2 * GWEI, 9 * GWEI]
    assert fee_choices(history)["slow"].most_wei == 112_500_000_000 + GWEI
    assert fee_choices(FeeHistory(0, [], GWEI))["fast"] == Fee(GWEI, GWEI)


@given(fees, fees)
def test_a_replacement_offers_more_of_both_by_a_tenth_at_least(before, wanted):
    new = replacing(before, wanted)
    assert 10 * new.most_wei >= 11 * before.most_wei
    assert 10 * new.tip_wei >= 11 * before.tip_wei
    assert new.most_wei >= wanted.most_wei
    assert new.tip_wei >= max(wanted.tip_wei, before.tip_wei + 1)


@pytest.mark.parametrize(("most", "tip"), [(0, 0), (1, 2), (-1, -2), (MOST_WEI + 1, 1)])
def test_an_impossible_fee_is_refused(most, tip):
    with pytest.raises(YouCanFix):
        Fee(most, tip)
