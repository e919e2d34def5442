"""Judged windows are traded by the agent's rule: what its back-test makes of the same forecasts."""

from dataclasses import replace

import numpy as np
import pytest

from core.features.dataset import LabelSpec, build_joint_dataset, default_spec
from core.model.judged_part import Part
from core.trading.backtest import backtest
from core.trading.session import Rules
from core.trading.tape import Forecasts, Tape
from core.trading.unseen import CAPITAL, trade
from core.values import Symbol
from tests.strategies import random_candles, with_future

LABELS = LabelSpec(6, 24)


@pytest.fixture(scope="module")
def part():
    series = tuple(random_candles(seed, 1500, symbol=Symbol(name, "USDT"), volatility=0.004)
                   for seed, name in ((1, "BTC"), (5, "ETH")))  # fmt: skip
    return Part(build_joint_dataset(series, default_spec(), LABELS, 12), series, LABELS, chose_epoch=True)


def outputs(part, logit=0.0):
    return np.tile([logit, 0.0, -3.0], (len(part.dataset.validation), 1))


def test_it_is_the_back_test_of_the_same_forecasts(part):
    given, rows = part.dataset, part.dataset.validation
    found = trade(part, outputs(part, 0.1), 1.0)
    made = {}
    for number, series in enumerate(part.series):
        mine = rows[(given.ends[rows] >= 1500 * number) & (given.ends[rows] < 1500 * (number + 1))]
        taught = given.training[given.ends[given.training] // 1500 == number]
        made[series.symbol] = Forecasts(
            close_at=given.end_at[mine],
            probability_up=np.full(len(mine), 1 / (1 + np.exp(-0.1))),
            log_variance=given.baseline_log_variance[mine].astype(float),
            log_variance_std=np.full(len(mine), np.exp(-3.0)),
            base_rate=float(given.up[taught].mean(dtype=float)),
            horizon_days=0.25,
        )
    rules = Rules.for_candles(3600)
    tape = Tape({one.symbol: one for one in part.series}, made, rules.policy)
    whole = backtest(tape, rules, CAPITAL, found.since_at, found.until_at)
    assert found.trades == whole.performance.trades > 0
    assert found.model.total_return == pytest.approx(whole.performance.total_return)
    assert found.held.total_return == pytest.approx(whole.performance.buy_and_hold)
    assert found.turnover == pytest.approx(whole.performance.turnover)
    assert found.model.sharpe_low < found.model.sharpe < found.model.sharpe_high


def test_an_edge_that_does_not_pay_is_counted_out(part):
    given = part.dataset
    rate = given.up[given.training].mean(dtype=float)
    usual = np.log(rate / (1 - rate))
    assert trade(part, outputs(part, usual), 1.0).edge_share < 0.5
    assert trade(part, outputs(part, 9.0), 1.0).edge_share == 1.0
    assert trade(part, outputs(part, 9.0), 1000.0).edge_share < 0.5


def test_candles_after_the_judged_windows_change_nothing(part):
    last = part.dataset.ends[part.dataset.validation] % 1500
    changed = tuple(with_future(one, int(last.max()) + 1, seed=3) for one in part.series)
    assert trade(part._replace(series=changed), outputs(part), 1.0) == trade(part, outputs(part), 1.0)


def test_of_several_horizons_the_first_is_traded(part):
    several = np.insert(outputs(part, 0.4), 1, -0.4, axis=1)
    assert trade(part, several, 1.0) == trade(part, outputs(part, 0.4), 1.0)


def test_labels_of_another_length_are_scaled_to_a_day(part):
    half = part._replace(labels=replace(LABELS, risk_candles=12))
    calmer = outputs(part)
    calmer[:, 1] = np.log(0.5)
    assert trade(half, calmer, 1.0).model == trade(part, outputs(part), 1.0).model
