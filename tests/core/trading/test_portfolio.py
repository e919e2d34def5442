import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.trading.broker import Costs, Order, PaperBroker
from core.trading.portfolio import DAY_SECONDS, BuyAndHold, Portfolio

from .conftest import BTC, ETH, START

BROKER = PaperBroker(Costs())


def trade(account, side, quantity, price, symbol=BTC):
    fill = BROKER.fill(Order(symbol, side, quantity, START, price), START, price, account.cash)
    return account.apply(fill) if fill else account


def test_a_round_trip_at_one_price_costs_exactly_fees_and_slippage():
    account = trade(trade(Portfolio.start(1000.0), "buy", 5.0, 100.0), "sell", 5.0, 100.0)
    assert account.positions == {}
    assert account.equity == pytest.approx(1000.0 - account.fees - account.slippage)


def test_selling_more_than_is_held_is_refused():
    with pytest.raises(ValueError, match="held"):
        trade(Portfolio.start(1000.0), "sell", 1.0, 100.0)


def test_drawdown_is_measured_from_the_highest_equity():
    account = trade(Portfolio.start(1000.0), "buy", 5.0, 100.0).mark({BTC: 200.0}, START)
    peak = account.equity
    account = account.mark({BTC: 150.0}, START + 3600).mark({BTC: 180.0}, START + 7200)
    assert account.peak == peak
    assert account.max_drawdown == pytest.approx(250 / peak)
    assert account.drawdown == pytest.approx(100 / peak)


def test_the_day_return_starts_anew_each_utc_day():
    account = trade(Portfolio.start(1000.0), "buy", 5.0, 100.0).mark({BTC: 100.0}, START + 3600)
    account = account.mark({BTC: 80.0}, START + DAY_SECONDS)
    assert account.day_return < -0.09
    assert account.mark({BTC: 80.0}, START + DAY_SECONDS + 3600).day_return == 0.0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "sell"]),
        st.sampled_from([BTC, ETH]),
        st.floats(0.0, 1.0),
        st.floats(0.5, 2000.0),
    ),
    max_size=25,
)


def run(steps):
    account = Portfolio.start(10_000.0)
    for count, (side, symbol, share, price) in enumerate(steps):
        held = account.positions.get(symbol)
        quantity = share * (held.quantity if side == "sell" and held else account.cash / price)
        if quantity > 1e-9 and (side == "buy" or held):
            account = trade(account, side, quantity, price, symbol)
        account = account.mark({symbol: price}, START + 3600 * count)
    return account


@given(STEPS)
def test_cash_plus_positions_at_cost_is_capital_plus_realised_less_fees(steps):
    account = run(steps)
    at_cost = sum(held.quantity * held.average_price for held in account.positions.values())
    assert account.cash + at_cost == pytest.approx(10_000.0 + account.realised - account.fees, abs=1e-6)
    assert account.cash >= -1e-6
    assert 0 <= account.drawdown <= account.max_drawdown + 1e-12


@given(STEPS)
def test_a_stored_account_comes_back_exactly(steps):
    account = run(steps)
    assert Portfolio.from_json(json.loads(json.dumps(account.to_json()))) == account


def test_buy_and_hold_weighs_symbols_equally_and_pays_one_fee():
    held = BuyAndHold(fee=0.001).enter({BTC: 100.0, ETH: 10.0}).enter({BTC: 500.0})
    assert held.total_return({BTC: 200.0, ETH: 10.0}) == pytest.approx(1.5 / 1.001 - 1)


def test_buy_and_hold_of_nothing_returns_nothing():
    assert BuyAndHold(fee=0.001).total_return({BTC: 1.0}) == 0.0
