import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.trading.broker import Costs, Order, PaperBroker

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
