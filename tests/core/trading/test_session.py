import json
from dataclasses import replace

import pytest

from core.trading.broker import Costs, Liquidity
from core.trading.decision import RiskLimits
from core.trading.portfolio import DAY_SECONDS
from core.trading.session import Bar, Book, Rules, close_window, step

from .conftest import BTC, ETH, HOUR, START

RULES = Rules()


def bar(at, open_, close):
    return Bar(at - HOUR, open_, close)


def bought(make_signal, rules=RULES):
    """A book whose purchase at START was filled at the next open, 100."""
    book = step(Book.start(10_000.0, rules.costs), START, {}, [make_signal(volatility=0.06)], rules).book
    at = START + HOUR
    return step(book, at, {BTC: bar(at, 100.0, 100.0)}, [], rules).book


def test_a_decision_fills_at_the_next_candles_open_and_not_before(make_signal):
    first = step(
        Book.start(10_000.0, RULES.costs), START, {BTC: bar(START, 90.0, 100.0)}, [make_signal()], RULES
    )
    assert first.fills == ()
    assert len(first.book.pending) == 1
    at = START + HOUR
    second = step(first.book, at, {BTC: bar(at, 103.0, 105.0)}, [], RULES)
    (fill,) = second.fills
    assert fill.price == pytest.approx(103.0 * 1.0005)
    assert (fill.decided_at, fill.filled_at) == (START, START)


def test_an_order_waits_while_its_symbol_has_no_candle(make_signal):
    book = step(Book.start(10_000.0, RULES.costs), START, {}, [make_signal()], RULES).book
    at = START + HOUR
    waiting = step(book, at, {ETH: bar(at, 10.0, 10.0)}, [], RULES)
    assert waiting.fills == ()
    assert waiting.book.pending == book.pending


def test_an_order_that_could_not_fill_is_decided_anew(make_signal):
    book = step(Book.start(10_000.0, RULES.costs), START, {}, [make_signal()], RULES).book
    turned = step(book, START + HOUR, {}, [make_signal(trend=-0.1)], RULES)
    assert turned.book.pending == ()


def test_sales_fill_before_purchases_so_that_their_cash_counts(make_signal):
    rules = Rules(limits=RiskLimits(daily_loss=1.0, drawdown=1.0))
    book = bought(make_signal, rules)
    account = book.portfolio
    book = replace(book, portfolio=replace(account, cash=0.0))
    signals = [make_signal(ETH, price=10.0), make_signal(BTC, trend=-0.1)]
    book = step(book, START + 2 * HOUR, {}, signals, rules).book
    at = START + 3 * HOUR
    done = step(book, at, {BTC: bar(at, 100.0, 100.0), ETH: bar(at, 10.0, 10.0)}, [], rules)
    assert [fill.side for fill in done.fills] == ["sell", "buy"]


def test_the_end_of_a_window_sells_everything_at_the_close(make_signal):
    book = bought(make_signal)
    at = START + 2 * HOUR
    done = close_window(book, at, {BTC: bar(at, 100.0, 110.0)}, RULES)
    assert done.book.portfolio.positions == {}
    assert done.book.pending == ()
    assert done.fills[-1].price == pytest.approx(110.0 * 0.9995)
    assert done.book.portfolio.equity == done.book.portfolio.cash


def test_a_daily_loss_stops_until_the_next_utc_day(make_signal):
    book = bought(make_signal)
    at = START + 2 * HOUR
    fallen = step(book, at, {BTC: bar(at, 100.0, 80.0)}, [make_signal(price=80.0)], RULES)
    assert fallen.book.pause.limit == "daily loss"
    assert fallen.book.pause.until == START + DAY_SECONDS
    assert fallen.decisions[0].action == "sell"


def test_a_drawdown_stops_for_good(make_signal):
    book = bought(make_signal)
    at = START + 2 * HOUR
    book = step(book, at, {BTC: bar(at, 100.0, 30.0)}, [], RULES).book
    later = START + 40 * DAY_SECONDS
    held = step(book, later, {}, [make_signal(at=later)], RULES)
    assert held.book.pause.limit == "drawdown"
    assert held.decisions[0].limit == "drawdown"


def test_orders_are_counted_by_utc_day(make_signal):
    book = step(Book.start(10_000.0, RULES.costs), START, {}, [make_signal()], RULES).book
    assert book.orders_today == 1
    assert step(book, START + DAY_SECONDS, {}, [], RULES).book.orders_today == 0


def test_a_stored_book_comes_back_exactly(make_signal):
    book = bought(make_signal)
    book = step(book, START + 2 * HOUR, {}, [make_signal(trend=-0.1)], RULES).book
    assert book.pending
    assert Book.from_json(json.loads(json.dumps(book.to_json()))) == book


def test_free_trading_costs_nothing(make_signal):
    rules = Rules(costs=Costs(0.0, 0.0))
    book = bought(make_signal, rules)
    done = close_window(book, START + 2 * HOUR, {}, rules)
    assert done.book.portfolio.equity == pytest.approx(10_000.0)


def pending(make_signal, rules):
    """A book with one purchase, decided at 100, that waits for the next candle."""
    return step(Book.start(10_000.0, rules.costs), START, {}, [make_signal(volatility=0.06)], rules).book


def test_an_order_takes_its_share_of_the_candle_and_the_rest_waits(make_signal):
    rules = Rules(costs=Costs(volume_share=0.1))
    book = pending(make_signal, rules)
    wanted = book.pending[0].quantity
    at = START + HOUR
    done = step(book, at, {BTC: replace(bar(at, 100.0, 100.0), volume=50.0)}, [], rules)
    assert done.fills[0].quantity == pytest.approx(5.0)
    assert done.book.pending[0].quantity == pytest.approx(wanted - 5.0)
    at += HOUR
    done = step(done.book, at, {BTC: replace(bar(at, 100.0, 100.0), volume=1000.0)}, [], rules)
    assert done.book.portfolio.positions[BTC].quantity == pytest.approx(wanted)
    assert done.book.pending == ()


def test_the_rest_goes_on_or_is_dropped_by_the_decision_at_the_candles_close(make_signal):
    rules = Rules(costs=Costs(volume_share=0.1))
    book, at = pending(make_signal, rules), START + HOUR
    bars = {BTC: replace(bar(at, 100.0, 100.0), volume=50.0)}
    on = step(book, at, bars, [make_signal(at=at, volatility=0.06)], rules)
    assert [(order.side, order.decided_at) for order in on.book.pending] == [("buy", at)]
    assert on.book.portfolio.positions[BTC].quantity + on.book.pending[0].quantity == pytest.approx(
        book.pending[0].quantity, rel=1e-3
    )
    dropped = step(book, at, bars, [make_signal(at=at, trend=-0.1)], rules)
    assert [order.side for order in dropped.book.pending] == ["sell"]


def test_a_candle_without_trades_fills_nothing_of_a_share(make_signal):
    rules = Rules(costs=Costs(volume_share=1.0))
    book, at = pending(make_signal, rules), START + HOUR
    done = step(book, at, {BTC: replace(bar(at, 100.0, 100.0), volume=0.0)}, [], rules)
    assert (done.fills, done.book.pending) == ((), book.pending)


@pytest.mark.parametrize(("low", "fills"), [(99.9, 1), (100.0, 0), (100.5, 0)])
def test_a_limit_order_needs_a_candle_that_trades_through_it(make_signal, low, fills):
    rules = Rules(costs=Costs(order="limit", maker_fee_bps=2.0))
    book, at = pending(make_signal, rules), START + HOUR
    done = step(book, at, {BTC: replace(bar(at, 101.0, 102.0), low=low)}, [], rules)
    assert len(done.fills) == fills
    if fills:
        assert (done.fills[0].price, done.fills[0].filled_at) == (100.0, at)
        assert done.fills[0].fee == pytest.approx(done.fills[0].value * 0.0002)


def test_what_a_loss_limit_sells_is_a_market_order(make_signal):
    rules = Rules(costs=Costs(order="limit"))
    book, at = pending(make_signal, rules), START + HOUR
    book = step(book, at, {BTC: replace(bar(at, 99.0, 100.0), low=98.0)}, [], rules).book
    at += HOUR
    fallen = step(book, at, {BTC: bar(at, 100.0, 80.0)}, [make_signal(at=at, price=80.0)], rules)
    assert [(order.side, order.kind) for order in fallen.book.pending] == [("sell", "market")]
    assert fallen.book.pause.limit == "daily loss"


def test_funding_is_paid_at_its_times_on_the_value_that_is_held(make_signal):
    rules = Rules(costs=Costs(funding_bps=10.0))
    book = bought(make_signal, rules)
    held = book.portfolio.positions[BTC].quantity
    paid = {}
    for hour in range(2, 18):
        at = START + hour * HOUR
        done = step(book, at, {BTC: bar(at, 100.0, 100.0)}, [], rules)
        book = done.book
        paid |= {one.at: one.amount for one in done.payments}
    assert paid == {
        START + 8 * HOUR: pytest.approx(held * 0.1),
        START + 16 * HOUR: pytest.approx(held * 0.1),
    }
    assert book.portfolio.funding == pytest.approx(held * 0.2)


def test_spot_pays_no_funding(make_signal):
    book, at = bought(make_signal), START + 8 * HOUR
    done = step(book, at, {BTC: bar(at, 100.0, 100.0)}, [], RULES)
    assert (done.payments, done.book.portfolio.funding) == ((), 0.0)


def test_the_last_sale_pays_the_impact_of_its_size(make_signal):
    rules = Rules(costs=Costs(0.0, 0.0, impact=1.0, volume_share=0.01))
    book, at = bought(make_signal, Rules(costs=Costs(0.0, 0.0))), START + 2 * HOUR
    held = book.portfolio.positions[BTC].quantity
    depth = Liquidity(held * 100, 0.05)
    done = close_window(book, at, {BTC: replace(bar(at, 100.0, 100.0), volume=1.0, liquidity=depth)}, rules)
    assert done.fills[-1].quantity == held
    assert done.fills[-1].price == pytest.approx(100 * (1 - 0.05 * 0.1))


def test_a_book_of_a_version_without_funding_is_read(make_signal):
    stored = json.loads(json.dumps(bought(make_signal).to_json()))
    del stored["portfolio"]["funding"]
    assert Book.from_json(stored) == bought(make_signal)
