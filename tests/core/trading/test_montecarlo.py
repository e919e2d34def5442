import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.trading import montecarlo as module
from core.trading.montecarlo import monte_carlo
from core.trading.trips import Trip

from .conftest import BTC, START


def trips(profits):
    return [
        Trip(BTC, START, START + at, 1.0, 100.0, 100.0 + one, 0.0, 0.0, 2) for at, one in enumerate(profits)
    ]


PROFITS = [50.0, -20.0, 30.0, -60.0, 10.0]


def test_the_real_order_is_measured_like_the_random_ones():
    found = monte_carlo(trips(PROFITS), 1000.0, 10, seed=1)
    equity = 1000 + np.concatenate([[0], np.cumsum(PROFITS)])
    assert found.drawdown == pytest.approx((1 - equity / np.maximum.accumulate(equity)).max())


def test_every_order_of_few_trips_is_found():
    growth = np.array([1.1, 0.8, 1.2])
    profits = np.diff(1000 * np.concatenate([[1.0], np.cumprod(growth)]))
    found = monte_carlo(trips(profits), 1000.0, 500, seed=2)
    assert set(np.round(found.shuffled_drawdown, 9)) == {0.2}
    found = monte_carlo(trips([100.0, -110.0, -99.0]), 1000.0, 500, seed=2)
    assert set(np.round(found.shuffled_drawdown, 9)) == {0.19, 0.109}


def test_the_mean_of_resampled_ends_is_that_of_independent_draws():
    found = monte_carlo(trips(PROFITS), 1000.0, 40_000, seed=3)
    equity = 1000 + np.concatenate([[0], np.cumsum(PROFITS)])
    factor = (equity[1:] / equity[:-1]).mean()
    assert found.resampled_final.mean() == pytest.approx(1000 * factor**5, rel=2e-3)


def test_the_same_seed_gives_the_same_and_another_does_not():
    one, same, other = (monte_carlo(trips(PROFITS), 1000.0, 50, seed) for seed in (4, 4, 5))
    assert one.resampled_final.tolist() == same.resampled_final.tolist()
    assert one.resampled_final.tolist() != other.resampled_final.tolist()


def test_blocks_only_save_memory(monkeypatch):
    monkeypatch.setattr(module, "_CELLS", 7)
    found = monte_carlo(trips(PROFITS), 1000.0, 25, seed=1)
    assert len(found.shuffled_drawdown) == len(found.resampled_drawdown) == len(found.resampled_final) == 25


@given(st.lists(st.floats(-9, 20), min_size=2, max_size=30), st.integers(0, 1000))
def test_no_order_falls_deeper_than_all_losses_together(profits, seed):
    found = monte_carlo(trips(profits), 1000.0, 20, seed)
    equity = 1000 + np.concatenate([[0], np.cumsum(profits)])
    growth = equity[1:] / equity[:-1]
    deepest = 1 - growth[growth < 1].prod()
    assert (found.shuffled_drawdown <= deepest + 1e-12).all()
    assert (found.shuffled_drawdown >= 0).all()
    assert found.drawdown <= deepest + 1e-12


def test_too_few_trips_have_no_order():
    assert monte_carlo(trips([5.0]), 100.0, 10, seed=0) is None
    assert monte_carlo([], 100.0, 10, seed=0) is None


@pytest.mark.parametrize("draws", [0, 100_001])
def test_unusable_draws_are_refused(draws):
    with pytest.raises(YouCanFix, match="draws are not usable"):
        monte_carlo(trips(PROFITS), 100.0, draws, seed=0)
