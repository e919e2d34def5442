import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.trading.broker import Costs, Liquidity, Order, PaperBroker

from .conftest import BTC, START

BROKER = PaperBroker(Costs(fee_bps=10, slippage_bps=5))


def order(side="buy", quantity=2.0):
    return Order(BTC, side, quantity, START, 100.0)


def test_a_purchase_pays_slippage_and_fee():
    found = BROKER.fill(order(), START, 101.0, cash=1e6)
    assert found.price == pytest.approx(101.0 * 1.0005)
    assert found.fee == pytest.approx(2 * 101.0 * 1.0005 * 0.001)
    assert found.slippage == pytest.approx(2 * 101.0 * 0.0005)


def test_a_sale_gets_less_than_the_open():
    assert BROKER.fill(order("sell"), START, 101.0, cash=0.0).price == pytest.approx(101.0 * 0.9995)


def test_nothing_fills_before_it_was_decided():
    with pytest.raises(ValueError, match="cannot fill"):
        BROKER.fill(order(), START - 1, 100.0, cash=1e6)


@given(st.floats(0, 1e6), st.floats(1e-3, 1e5), st.floats(1e-9, 1e9))
def test_a_purchase_never_spends_more_than_the_cash(cash, price, quantity):
    found = BROKER.fill(order(quantity=quantity), START, price, cash)
    assert found is None or found.value + found.fee <= cash * (1 + 1e-12)


@pytest.mark.parametrize("bps", [-1.0, 1000.0, float("nan")])
def test_unusable_costs_are_refused(bps):
    with pytest.raises(YouCanFix, match="basis points"):
        Costs(fee_bps=bps)
    with pytest.raises(YouCanFix, match="basis points"):
        Costs(slippage_bps=bps)


def test_a_market_order_pays_half_the_spread_beside_the_slippage():
    broker = PaperBroker(Costs(fee_bps=0, slippage_bps=5, spread_bps=4))
    assert broker.fill(order(), START, 100.0, cash=1e6).price == pytest.approx(100.07)
    assert broker.fill(order("sell"), START, 100.0, cash=0.0).price == pytest.approx(99.93)


def test_impact_follows_the_square_root_of_the_share_of_the_days_volume():
    depth = Liquidity(day_volume=800.0, day_volatility=0.04)
    broker = PaperBroker(Costs(fee_bps=0, slippage_bps=0, impact=1.0))
    found = broker.fill(order(quantity=2.0), START, 100.0, 1e6, depth)
    assert found.price == pytest.approx(100 * (1 + 0.04 * 0.05))
    assert found.slippage == pytest.approx(2 * 100 * 0.04 * 0.05)
    eight = broker.fill(order(quantity=8.0), START, 100.0, 1e6, depth)
    assert eight.price - 100 == pytest.approx(2 * (found.price - 100))


def test_without_volume_the_impact_is_large_but_no_price_turns_negative():
    broker = PaperBroker(Costs(impact=10.0))
    found = broker.fill(order("sell"), START, 100.0, 0.0, Liquidity(0.0, 0.02))
    assert 0 < found.price < 51
    assert broker.fill(order("sell"), START, 100.0, 0.0, Liquidity(0.0, 0.0)).price == pytest.approx(99.95)


def test_a_limit_order_fills_at_its_price_for_the_makers_fee():
    broker = PaperBroker(Costs(maker_fee_bps=2, order="limit"))
    found = broker.fill_limit(order(), START + 3600, cash=1e6)
    assert (found.price, found.slippage, found.filled_at) == (100.0, 0.0, START + 3600)
    assert found.fee == pytest.approx(200 * 0.0002)


def test_what_the_decision_reckons_with_is_the_cost_of_the_orders_that_it_sends():
    assert Costs(10, 5, spread_bps=4).one_way == pytest.approx(0.0017)
    assert Costs(10, 5, spread_bps=4, maker_fee_bps=2, order="limit").one_way == pytest.approx(0.0002)


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        ({"spread_bps": -1.0}, "spread of -1.0"),
        ({"maker_fee_bps": 1000.0}, "maker fee of 1000"),
        ({"impact": -0.1}, "impact factor"),
        ({"impact": float("nan")}, "impact factor"),
        ({"funding_bps": 100.0}, "Funding of 100"),
        ({"volume_share": 0.0}, "not a share"),
        ({"volume_share": 1.5}, "not a share"),
    ],
)
def test_costs_that_no_market_has_are_refused(costs, words):
    with pytest.raises(YouCanFix, match=words):
        Costs(**costs)
