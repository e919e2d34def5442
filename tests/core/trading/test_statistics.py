import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.trading.statistics import (
    TripFigures,
    curve_figures,
    drawdown,
    sharpe,
    sharpe_error,
    sortino,
    trip_figures,
    weighted_sharpe,
)
from core.trading.trips import Trip

from .conftest import BTC, HOUR, START

DAY = 24 * HOUR


def trip(profit, bought=100.0, hours=1):
    return Trip(BTC, START, START + hours * HOUR, 1.0, bought, bought + profit + 2.0, 1.5, 0.5, 2)


def test_sharpe_of_known_returns():
    returns = np.array([0.1, -0.1, 0.1])
    assert sharpe(returns, 4.0) == pytest.approx((0.1 / 3) / np.std(returns) * 2)
    assert sharpe(np.zeros(5), 4.0) == 0.0
    assert sharpe(np.zeros(0), 4.0) == 0.0


def test_sharpe_of_weighted_returns_is_that_of_returns_so_often_drawn():
    returns = np.array([0.1, -0.1, 0.2, 0.05])
    counts = np.array([[1.0, 1.0, 1.0, 1.0], [2.0, 0.0, 1.0, 1.0], [4.0, 0.0, 0.0, 0.0]])
    drawn = [np.repeat(returns, row.astype(int)) for row in counts]
    found = weighted_sharpe(returns, 4.0)(counts)
    assert found[:2] == pytest.approx([sharpe(one, 4.0) for one in drawn[:2]])
    assert weighted_sharpe(np.zeros(4), 4.0)(counts).tolist() == [0.0, 0.0, 0.0]


def test_the_error_of_sharpe_is_its_spread_over_many_histories():
    rng = np.random.default_rng(5)
    histories = 0.02 + 0.1 * (rng.exponential(1.0, (4000, 250)) - 1)
    found = [one.mean() / one.std() for one in histories]
    assert np.mean([sharpe_error(one) for one in histories[:500]]) == pytest.approx(np.std(found), rel=0.06)


def test_sortino_counts_falls_only():
    assert sortino(np.array([0.2, -0.1, 0.2, -0.1]), 1.0) == pytest.approx(0.05 / (0.1 / 2**0.5))
    assert sortino(np.array([0.1, 0.2]), 1.0) == 0.0


def test_a_year_of_daily_candles_is_annualised_by_365():
    equity = 100 * np.exp(np.linspace(0, 0.5, 366))
    found = curve_figures(equity, DAY)
    assert found.annual_return == pytest.approx(found.total_return) == pytest.approx(np.exp(0.5) - 1)
    moving = np.cumprod(1 + 0.01 * np.random.default_rng(1).standard_normal(731))
    returns = np.diff(moving) / moving[:-1]
    assert curve_figures(moving, DAY).volatility == pytest.approx(returns.std() * 365**0.5)
    assert curve_figures(moving, HOUR).sharpe == pytest.approx(sharpe(returns, 365 * 24))


def test_a_short_window_has_no_annual_return():
    assert curve_figures(np.linspace(100, 200, 29 * 24), HOUR).annual_return is None


def test_the_longest_drawdown_lasts_until_the_peak_is_reached_again_or_to_the_end():
    equity = np.array([1.0, 2.0, 1.5, 1.8, 2.0, 1.9, 2.5])
    assert curve_figures(equity, DAY).longest_drawdown_days == 2
    assert curve_figures(np.array([2.0, 1.0, 1.5, 1.9]), DAY).longest_drawdown_days == 3


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=50))
def test_drawdown_lies_between_nothing_and_everything(values):
    equity = np.array(values)
    assert (drawdown(equity) >= 0).all()
    assert (drawdown(equity) < 1).all()
    worst = max(
        1 - equity[late] / equity[early] for early in range(len(values)) for late in range(early, len(values))
    )
    assert curve_figures(equity, HOUR).max_drawdown == pytest.approx(worst)


def test_trip_figures_are_after_costs():
    found = trip_figures((trip(30.0), trip(-10.0, hours=3), trip(10.0), trip(-10.0)))
    assert (found.round_trips, found.win_rate, found.profit_factor) == (4, 0.5, pytest.approx(2.0))
    assert (found.best, found.worst) == (pytest.approx(30.0), pytest.approx(-10.0))
    assert (found.mean_profit, found.mean_return) == (pytest.approx(5.0), pytest.approx(0.05))
    assert found.mean_holding_seconds == 1.5 * HOUR


def test_without_a_trip_and_without_a_loss_nothing_is_divided():
    assert trip_figures(()) == TripFigures()
    assert trip_figures((trip(5.0),)).profit_factor is None
