import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.trading.backtest import backtest
from core.trading.broker import Costs, Fill
from core.trading.session import Payment, Rules
from core.trading.signal import Policy
from core.trading.tape import Tape
from core.trading.trips import round_trips

from .conftest import BTC, ETH, HOUR, START
from .markets import market, opinions


def fill(side, quantity, price, hour, symbol=BTC):
    return Fill(symbol, side, quantity, price, 1.0, 0.0, START, START + hour * HOUR)


def test_a_trip_lasts_from_the_first_purchase_to_the_sale_of_the_last_unit():
    events = [
        fill("buy", 1, 100, 0),
        fill("buy", 1, 110, 1),
        fill("sell", 1.5, 120, 2),
        fill("sell", 0.5, 130, 5),
    ]
    (found,) = round_trips(events)
    assert (found.opened_at, found.closed_at, found.holding_seconds) == (START, START + 5 * HOUR, 5 * HOUR)
    assert (found.quantity, found.bought, found.sold, found.fees, found.fills) == (2, 210, 245, 4, 4)
    assert found.profit == 31.0
    assert found.gain == pytest.approx(31 / 210)


def test_symbols_make_trips_of_their_own_and_an_open_position_makes_none():
    events = [
        fill("buy", 1, 10, 0),
        fill("buy", 1, 7, 0, ETH),
        fill("sell", 1, 8, 1, ETH),
        fill("sell", 0.5, 9, 2),
    ]
    assert [one.symbol for one in round_trips(events)] == [ETH]


def test_funding_is_charged_to_the_trip_that_held():
    events = [fill("buy", 1, 100, 0), Payment(BTC, START + HOUR, 3.0), fill("sell", 1, 110, 1)]
    assert round_trips(events)[0].profit == pytest.approx(10 - 2 - 3)


@settings(max_examples=15)
@given(st.integers(0, 2**20), st.sampled_from(["market", "limit"]), st.floats(-5, 5))
def test_the_profits_of_all_trips_are_what_the_account_made(seed, order, funding):
    costs = Costs(spread_bps=2.0, impact=0.5, funding_bps=funding, volume_share=0.1, order=order)
    rules = Rules(Policy(6, 24), costs=costs)
    series = [market(200, seed, BTC), market(200, seed + 1, ETH)]
    made = {one.symbol: opinions(one, seed) for one in series}
    tape = Tape({one.symbol: one for one in series}, made, rules.policy)
    found = backtest(tape, rules, 1e5, START + 50 * HOUR, START + 200 * HOUR)
    assert sum(one.profit for one in found.trips) == pytest.approx(found.equity[-1] - 1e5, abs=1e-6)
    assert sum(one.fills for one in found.trips) == len(found.fills)
    assert sum(one.funding for one in found.trips) == pytest.approx(found.performance.funding)
    assert found.trip_figures.round_trips == len(found.trips)
