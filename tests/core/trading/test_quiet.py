"""Candles passed many at once must be what the agent's own step makes of them one by one, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.trading import backtest as backtest_module
from core.trading.backtest import backtest
from core.trading.broker import Costs
from core.trading.decision import Outlook, Pause, RiskLimits, weigh
from core.trading.journal import worth_a_line
from core.trading.quiet import quiet
from core.trading.session import Book, Rules, begin
from core.trading.signal import Policy
from core.trading.tape import Tape, play

from .conftest import BTC, ETH, HOUR, START
from .markets import market, opinions

POLICY = Policy(6, 24)
COSTS = {
    "spot": Costs(),
    "free": Costs(0.0, 0.0),
    "perpetual": Costs(funding_bps=3.0),
    "thin": Costs(spread_bps=4.0, impact=1.0, volume_share=0.01),
    "maker": Costs(maker_fee_bps=1.0, order="limit", volume_share=0.05),
}
LIMITS = {
    "usual": RiskLimits(stale_seconds=2 * HOUR),
    "tight": RiskLimits(0.1, 0.15, 0.01, 0.06, 2 * HOUR, 3, 0.01),
    "loose": RiskLimits(2.0, 2.0, 1.0, 1.0, 10**9, 10**9, 0.0),
}


def one_by_one(tape, rules, capital, start_at, end_at):
    """What the agent does: every candle time a step of its own."""
    times = tape.times(start_at, end_at)
    book, limits, equity, fills, decisions = Book.start(capital, rules.costs), {}, [], [], []
    for at in times:
        done = play(book, at, tape, rules, times[0], times[-1])
        book = done.book
        equity.append(book.portfolio.equity)
        fills += done.fills
        decisions += worth_a_line(done.decisions, limits)
    return book, equity, fills, decisions


def tape_of(seed, hours, *, gaps=False, late=0):
    """Two symbols of which the second has its first forecast `late` candles into the window."""
    skip = set(range(90, 120)) | {150, 152} if gaps else set()
    series = [market(hours, seed, BTC, skip=skip), market(hours, seed + 1, ETH)]
    made = {one.symbol: opinions(one, seed) for one in series}
    made[ETH] = opinions(series[1], seed + 7, first=50 + late)
    return Tape({one.symbol: one for one in series}, made, POLICY)


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize("costs", COSTS)
def test_a_backtest_is_the_agents_step_called_candle_by_candle(costs, limits):
    rules = Rules(POLICY, LIMITS[limits], COSTS[costs])
    tape = tape_of(seed=3, hours=400, gaps=True, late=60)
    start, end = START + 50 * HOUR, START + 400 * HOUR
    book, equity, fills, decisions = one_by_one(tape, rules, 10_000.0, start, end)
    found = backtest(tape, rules, 10_000.0, start, end)
    assert found.equity.tolist() == equity
    assert list(found.fills) == fills
    assert list(found.decisions) == decisions
    assert found.performance.max_drawdown == book.portfolio.max_drawdown
    assert found.performance.fees == book.portfolio.fees
    assert found.performance.funding == book.portfolio.funding
    assert found.performance.total_return == book.portfolio.total_return
    assert found.benchmark[-1] == pytest.approx(10_000.0 * (1 + book.benchmark_return))


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2**20), st.integers(1, 300), st.sampled_from(list(COSTS)), st.sampled_from(list(LIMITS))
)
def test_wherever_it_begins_a_quiet_stretch_ends_in_the_book_that_steps_lead_to(seed, first, costs, limits):
    rules = Rules(POLICY, LIMITS[limits], COSTS[costs])
    tape = tape_of(seed, 400, gaps=True)
    times = np.array(tape.times(START + 50 * HOUR, START + 400 * HOUR))
    book, told = Book.start(1000.0, rules.costs), {}
    for at in times[:first].tolist():
        done = play(book, at, tape, rules, int(times[0]), int(times[-1]))
        book = done.book
        worth_a_line(done.decisions, told)
    also_told = dict(told)
    now = int(times[first])
    begun, *_ = begin(book, now, tape.bars(now), rules.costs)
    assume(not begun.pending)
    found = quiet(begun, times[first : first + 40], tape, rules, told)
    decisions = []
    for at, equity in zip(times[first:].tolist(), found.equity.tolist(), strict=False):
        assert not book.pending or at == now
        done = play(book, at, tape, rules, int(times[0]), int(times[-1]))
        book = done.book
        decisions += worth_a_line(done.decisions, also_told)
        assert book.portfolio.equity == equity
    assert found.book == (book if len(found.equity) else begun)
    assert list(found.decisions) == decisions
    for name in (BTC, ETH):
        assert told.get(name, "") == also_told.get(name, "")


def test_what_the_model_has_not_seen_changes_what_is_traded():
    """Otherwise the tests above would not try that part of the rule."""
    tape, start, end = tape_of(5, 400), START + 50 * HOUR, START + 400 * HOUR
    usual, trusting = (
        backtest(tape, Rules(replace(POLICY, novelty=at), LIMITS["usual"]), 10_000.0, start, end)
        for at in (POLICY.novelty, 1.0)
    )
    assert 0.1 < usual.performance.unseen < 0.3
    assert trusting.performance.unseen == 0
    assert usual.equity.tolist() != trusting.equity.tolist()
    assert any("has not seen" in made.reason for made in usual.decisions)


def test_most_candles_are_passed_without_a_step(monkeypatch):
    steps = []
    monkeypatch.setattr(backtest_module, "begin", lambda *given: steps.append(given[1]) or begin(*given))
    rules = Rules(POLICY, LIMITS["usual"])
    found = backtest(tape_of(5, 2000), rules, 10_000.0, START + 50 * HOUR, START + 2000 * HOUR)
    assert found.performance.trades > 10
    assert len(steps) < 3 * found.performance.trades


def test_the_rule_says_of_one_candle_what_it_says_of_many():
    rng = np.random.default_rng(1)
    shape = (3, 500)
    at = START + HOUR * np.arange(500)
    outlook = Outlook(
        at,
        at - HOUR * rng.integers(0, 5, shape),
        0.02 * rng.standard_normal(shape),
        0.01 * rng.standard_normal(shape),
        rng.uniform(0.005, 0.1, shape),
        1 - 0.05 * rng.random(shape) ** 2,
        rng.uniform(0.005, 0.2, shape),
    )
    current = np.maximum(0, rng.uniform(-0.3, 0.4, shape))
    rest = (POLICY, replace(LIMITS["usual"], total_exposure=0.3), Costs())
    paused, sent = rng.random(500) < 0.1, rng.integers(90, 98, 500)
    many = weigh(outlook, current, *rest, paused, sent)
    for column in range(500):
        one = slice(column, column + 1)
        alone = Outlook(
            at[one],
            outlook.known_at[:, one],
            outlook.trend[:, one],
            outlook.edge[:, one],
            outlook.volatility[:, one],
            outlook.novelty[:, one],
            outlook.ewma_volatility[:, one],
        )
        found = weigh(alone, current[:, one], *rest, paused[one], sent[one])
        for name in ("wanted", "cut", "goal", "width", "limit", "action", "orders"):
            assert getattr(found, name)[:, 0].tolist() == getattr(many, name)[:, column].tolist()
    assert len(np.unique(many.limit)) == 6


def test_a_pause_that_is_over_is_told_once():
    tape = tape_of(11, 100)
    at = np.array(tape.times(START + 60 * HOUR, START + 90 * HOUR))
    stopped = replace(Book.start(100.0, Costs()), pause=Pause(int(at[3]), "daily loss"))
    entered = replace(stopped, benchmark=stopped.benchmark.enter({BTC: 1.0, ETH: 1.0}))
    rules = Rules(POLICY, replace(LIMITS["loose"], smallest_order=10.0))
    told = {}
    found = quiet(entered, at, tape, rules, told)
    limits = [(made.at, made.limit) for made in found.decisions if made.symbol == BTC]
    assert limits[:2] == [(int(at[0]), "daily loss"), (int(at[3]), "")]
