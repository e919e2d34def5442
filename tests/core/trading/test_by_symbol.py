"""A pair's figures: counted from its fills alone, and together all there is."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.trading.by_symbol import by_symbol


class Fill(NamedTuple):
    symbol: str
    fee: float
    realised: float | None


FILLS = st.lists(
    st.builds(
        Fill,
        st.sampled_from(["BTC/USDT", "ETH/USDT", "XRP/USDT"]),
        st.floats(0, 5),
        st.one_of(st.none(), st.floats(-100, 100)),
    ),
    max_size=60,
)


@given(FILLS)
def test_pairs_together_are_all_fills(fills):
    found = by_symbol(fills)
    assert sum(one.trades for one in found) == len(fills)
    assert sum(one.fees for one in found) == pytest.approx(sum(fill.fee for fill in fills))
    net = sum((fill.realised or 0.0) - fill.fee for fill in fills)
    assert sum(one.profit for one in found) == pytest.approx(net, abs=1e-9)
    assert sum(abs(one.share) for one in found) == pytest.approx(
        1.0 if any(one.profit for one in found) else 0
    )
    assert [one.profit for one in found] == sorted((one.profit for one in found), reverse=True)
    assert all(one.biggest_fall >= max(0.0, -one.profit) - 1e-9 for one in found)
    assert all(one.wins <= one.sales <= one.trades for one in found)


def test_the_biggest_fall_is_from_the_highest_point_so_far():
    fills = [Fill("BTC/USDT", 0.0, gain) for gain in (10.0, -4.0, 2.0, -9.0, 20.0)]
    [found] = by_symbol(fills)
    assert (found.biggest_fall, found.profit, found.win_rate) == (11.0, 19.0, 0.6)


def test_a_purchase_is_no_sale_and_a_gain_below_its_fee_is_no_win():
    [found] = by_symbol([Fill("BTC/USDT", 1.0, None)])
    assert (found.win_rate, found.profit, found.fees) == (None, -1.0, 1.0)
    [found] = by_symbol([Fill("BTC/USDT", 1.0, 0.5), Fill("BTC/USDT", 1.0, 3.0)])
    assert (found.sales, found.wins, found.share) == (2, 1, 1.0)
