import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.trading.broker import Costs
from core.trading.epoch import Epoch, profit_units
from core.trading.session import Book
from core.values import Amount


def pusd(units):
    return Amount(units, 6, "PUSD")


@given(st.integers(0, 10**15))
def test_a_window_without_trades_makes_exactly_nothing(units):
    epoch = Epoch(1, "", "", 0, 1, pusd(units))
    book = Book.start(epoch.paper_capital, Costs())
    assert epoch.with_result(book, 7).profit == pusd(0)


@given(st.integers(1, 10**13), st.floats(0, 3))
def test_profit_is_rounded_down_and_a_loss_never_exceeds_the_capital(units, growth):
    capital, started = pusd(units), units / 10**6
    profit = profit_units(capital, started, started * growth)
    assert profit.units >= -units
    assert profit.units <= (started * growth - started) * 10**6 + 1e-3 * max(1, units * 1e-9)


def test_a_fraction_of_a_unit_stays_with_the_exchange():
    assert profit_units(pusd(10), 0.00001, 0.0000119) == pusd(1)
    assert profit_units(pusd(10), 0.00001, 0.0000091) == pusd(-1)


@pytest.mark.parametrize("profit", [None, pusd(-5)])
def test_a_stored_epoch_comes_back_exactly(profit):
    epoch = replace(Epoch(3, "ab", "cd", 10, 20, pusd(9)), profit=profit, total_return=0.1, note="x")
    assert Epoch.from_json(json.loads(json.dumps(epoch.to_json()))) == epoch
