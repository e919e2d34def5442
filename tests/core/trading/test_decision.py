from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.trading.broker import Costs
from core.trading.decision import Pause, RiskLimits, band, decide
from core.trading.portfolio import Portfolio, Position
from core.trading.signal import Policy, Signal
from core.values import Symbol

from .conftest import BTC, ETH, START

POLICY, LIMITS, COSTS = Policy(), RiskLimits(), Costs()
FLAT = Portfolio.start(10_000.0)


def holding(exposure, symbol=BTC, price=100.0):
    """An account of 10,000 of which `exposure` is held in `symbol`."""
    quantity = 10_000.0 * exposure / price
    return replace(
        FLAT,
        cash=10_000.0 * (1 - exposure),
        positions={symbol: Position(quantity, price)},
        prices={symbol: price},
    )


def one(signal, account=FLAT, limits=LIMITS, **more):
    return decide([signal], account, POLICY, limits, COSTS, more.pop("at", START), **more)[0]


def test_a_rising_trend_is_bought_to_target_volatility_over_predicted(make_signal):
    found = one(make_signal(volatility=0.10))
    assert (found.action, found.target) == ("buy", pytest.approx(0.015 / 0.10))


def test_twice_the_volatility_halves_the_position(make_signal):
    calm, wild = (one(make_signal(volatility=v)).wanted for v in (0.04, 0.08))
    assert calm == pytest.approx(2 * wild)


def test_a_trend_smaller_than_the_round_trip_cost_is_not_bought(make_signal):
    assert one(make_signal(trend=COSTS.round_trip)).action == "hold"
    assert one(make_signal(trend=COSTS.round_trip + 1e-6)).action == "buy"


def test_a_held_position_survives_a_trend_within_the_cost_and_leaves_beyond(make_signal):
    account = holding(0.12)
    assert one(make_signal(trend=-COSTS.round_trip + 1e-6, volatility=0.12), account).action == "hold"
    sold = one(make_signal(trend=-COSTS.round_trip - 1e-6), account)
    assert (sold.action, sold.target) == ("sell", 0.0)


def test_the_model_keeps_the_policy_out_when_its_tilt_costs_more_than_a_round_trip(make_signal):
    against = make_signal(probability_up=0.42)
    assert against.edge < -COSTS.round_trip
    assert one(against).action == "hold"
    assert one(make_signal(probability_up=0.48)).action == "buy"


def test_the_model_drives_a_position_out_at_twice_the_cost_only(make_signal):
    account = holding(0.25)
    assert one(make_signal(probability_up=0.45, volatility=0.06), account).action == "hold"
    assert one(make_signal(probability_up=0.35, volatility=0.06), account).action == "sell"


def test_a_change_within_the_band_is_held(make_signal):
    volatility = 0.15  # wants 10 %
    width = band(0.10, 0.10, POLICY, COSTS)
    assert one(make_signal(volatility=volatility), holding(0.10 - 0.9 * width)).action == "hold"
    assert one(make_signal(volatility=volatility), holding(0.10 - 1.1 * width)).action == "buy"


def test_a_policy_without_a_band_trades_every_change_that_is_worth_an_order(make_signal):
    open_minded, account = replace(POLICY, band=0.0), holding(0.10)
    assert band(0.10, 0.10, open_minded, COSTS) == 0.0
    for change, action in ((0.003, "buy"), (0.001, "hold")):
        signal = make_signal(volatility=POLICY.target_volatility / (0.10 + change))
        assert decide([signal], account, open_minded, LIMITS, COSTS, START)[0].action == action
        assert one(signal, account).action == "hold"


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_band_covers_the_round_trip_cost(current, target):
    assert band(current, target, POLICY, COSTS) >= COSTS.round_trip * min(0.5, max(current, target))


def test_the_position_limit_cuts_and_says_so(make_signal):
    found = one(make_signal(volatility=0.01))
    assert (found.target, found.limit) == (LIMITS.position, "position")
    assert found.wanted == pytest.approx(1.5)
    assert "position limit of 25%" in found.reason


def test_the_total_limit_scales_all_symbols_alike(make_signal):
    signals = [make_signal(Symbol(name, "USDT"), volatility=0.005) for name in ("A", "B", "C", "D", "E")]
    found = decide(signals, FLAT, POLICY, LIMITS, COSTS, START)
    assert sum(made.target for made in found) == pytest.approx(LIMITS.total_exposure)
    assert {made.limit for made in found} == {"total exposure"}


def test_stale_data_are_sold_on_but_never_bought_on(make_signal):
    late = START + LIMITS.stale_seconds + 1
    assert one(make_signal(), at=late).limit == "stale data"
    assert one(make_signal(), at=late).action == "hold"
    assert one(make_signal(trend=-0.1), holding(0.1), at=late).action == "sell"


def test_a_pause_sells_everything_and_buys_nothing(make_signal):
    pause = Pause(START + 1, "daily loss")
    assert one(make_signal(), holding(0.1), pause=pause).action == "sell"
    stopped = one(make_signal(), pause=pause)
    assert (stopped.action, stopped.limit) == ("hold", "daily loss")
    assert one(make_signal(), at=START + 1, pause=pause).action == "buy"


def test_the_order_rate_stops_purchases_but_not_the_way_out(make_signal):
    limits = replace(LIMITS, orders_per_day=1)
    signals = [make_signal(BTC), make_signal(ETH)]
    found = decide(signals, FLAT, POLICY, limits, COSTS, START)
    assert [(made.action, made.limit) for made in found] == [("buy", ""), ("hold", "order rate")]
    assert one(make_signal(trend=-0.1), holding(0.1), limits=limits, orders_today=5).action == "sell"


def test_the_reason_names_the_numbers(make_signal):
    reason = one(make_signal(volatility=0.10, probability_up=0.512)).reason
    for words in ("Buy BTC/USDT from 0.0% to 15.0%", "trend +2.00%", "51.2%", "10.00% a day"):
        assert words in reason


SIGNALS = st.builds(
    Signal,
    symbol=st.sampled_from([Symbol(name, "USDT") for name in "ABCDEFGH"]),
    at=st.integers(START - 10_000, START),
    price=st.floats(1e-6, 1e6),
    trend=st.floats(-1, 1),
    probability_up=st.floats(0, 1),
    base_rate=st.floats(0.2, 0.8),
    volatility=st.floats(0.001, 1),
    horizon_days=st.floats(0.01, 7),
)


@given(st.lists(SIGNALS, max_size=8, unique_by=lambda made: made.symbol))
def test_whatever_the_signals_no_limit_is_ever_passed(signals):
    found = decide(signals, FLAT, POLICY, LIMITS, COSTS, START)
    assert all(0 <= made.target <= LIMITS.position + 1e-12 for made in found)
    assert sum(made.target for made in found) <= LIMITS.total_exposure + 1e-9
    assert all(made.reason for made in found)


@given(SIGNALS, st.floats(0, 0.25), st.floats(0.99, 1, exclude_min=True), st.floats(0.001, 1))
def test_a_market_that_the_model_has_not_seen_never_makes_the_policy_want_more(signal, held, novelty, ewma):
    account = holding(held, signal.symbol)
    usual = one(signal, account)
    unseen = one(replace(signal, novelty=novelty, ewma_volatility=ewma), account)
    assert unseen.wanted <= usual.wanted
    if usual.wanted:
        volatility = max(signal.volatility, ewma)
        assert unseen.wanted == pytest.approx(POLICY.target_volatility / volatility)


def test_the_reason_says_that_the_model_has_not_seen_such_a_market(make_signal):
    signal = make_signal(volatility=0.05, novelty=0.9951, ewma_volatility=0.12)
    found = one(signal)
    assert found.target == pytest.approx(0.015 / 0.12)
    for words in ("the model has not seen a market like this, more unusual than 99.5%", "candles' 12.00%"):
        assert words in found.reason
    assert "not seen" not in one(replace(signal, novelty=0.99)).reason
    assert one(replace(signal, novelty=0.99)).target == LIMITS.position


def test_a_threshold_of_one_trusts_the_model_always(make_signal):
    signal = make_signal(volatility=0.10, novelty=1.0, ewma_volatility=0.5)
    trusting = replace(POLICY, novelty=1.0)
    assert decide([signal], FLAT, trusting, LIMITS, COSTS, START)[0].target == pytest.approx(0.15)
