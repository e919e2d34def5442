import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.volatility import RISK_METRICS, Bars
from core.trading.signal import (
    VOLATILITY_RANGE,
    Policy,
    base_rate,
    daily_volatility,
    ema,
    ewma_volatility,
    likely_volatility,
    trend,
)

from .conftest import HOUR
from .markets import market


def test_ema_follows_the_recursion_of_the_textbook():
    assert ema(np.array([1.0, 2.0, 4.0]), 3).tolist() == [1.0, 1.5, 2.75]


def test_ema_of_nothing_is_nothing():
    assert len(ema(np.zeros(0), 5)) == 0


@given(st.lists(st.floats(0.1, 1e6), min_size=2, max_size=60), st.integers(1, 59))
def test_trend_never_looks_ahead(closes, cut):
    closes, policy = np.array(closes), Policy(3, 9)
    assert trend(closes, policy)[:cut].tolist() == trend(closes[:cut], policy).tolist()


def test_trend_has_the_sign_of_the_move():
    rise = np.exp(np.linspace(0, 1, 300))
    assert trend(rise, Policy())[-1] > 0 > trend(1 / rise, Policy())[-1]


def test_trend_does_not_depend_on_the_unit_of_the_price():
    closes = 1 + np.random.default_rng(3).random(100)
    assert trend(closes * 2**10, Policy()) == pytest.approx(trend(closes, Policy()))


def test_base_rate_counts_rises_and_leans_to_a_half():
    closes = np.array([1.0, 2.0, 3.0, 2.5])
    assert base_rate(closes, 1, prior=0) == pytest.approx(2 / 3)
    assert base_rate(closes, 1, prior=6) == pytest.approx(5 / 9)
    assert base_rate(closes[:1], 1) == 0.5


def test_volatility_is_the_root_of_the_mean_of_a_lognormal_variance():
    draws = np.exp(np.random.default_rng(0).normal(math.log(0.0009), 0.6, 400_000))
    assert daily_volatility(math.log(0.0009), 0.6) == pytest.approx(draws.mean() ** 0.5, rel=0.01)


@pytest.mark.parametrize("log_variance", [-200.0, 0.0, 800.0])
def test_volatility_of_an_unfit_model_is_cut(log_variance):
    assert VOLATILITY_RANGE[0] <= daily_volatility(log_variance, 3.0) <= VOLATILITY_RANGE[1]


def test_edge_is_the_mean_of_a_normal_return_with_that_probability(make_signal):
    found = make_signal(probability_up=0.53, volatility=0.04, horizon_days=0.25).edge
    returns = np.random.default_rng(1).normal(0.02 * 0.07527, 0.02, 1_000_000)  # Phi^-1(0.53) = 0.07527
    assert (returns > 0).mean() == pytest.approx(0.53, abs=0.002)
    assert found == pytest.approx(returns.mean(), abs=5e-5)


def test_a_fast_mean_slower_than_the_slow_one_is_refused():
    with pytest.raises(YouCanFix, match="shorter"):
        Policy(fast_candles=10, slow_candles=10)


@given(st.floats(-14, 0), st.floats(0.136, 7.4))
def test_the_likely_volatility_holds_the_median_and_nine_tenths(log_variance, deviation):
    low, high = likely_volatility(log_variance, deviation)
    least, most = VOLATILITY_RANGE
    assert least <= low <= min(most, max(least, math.exp(log_variance / 2))) <= high <= most
    if least < low < high < most:
        said = NormalDist(log_variance, deviation)
        assert said.cdf(2 * math.log(high)) - said.cdf(2 * math.log(low)) == pytest.approx(0.9)


@pytest.mark.parametrize("band", [-0.1, np.inf, np.nan])
def test_a_band_of_no_width_that_exists_is_refused(band):
    with pytest.raises(YouCanFix, match="no-trade band"):
        Policy(band=band)


def test_the_ewma_is_that_of_the_volatility_features():
    series = market(300, 4)
    expected = np.sqrt(Bars(series).ewma(RISK_METRICS))
    np.testing.assert_allclose(ewma_volatility(series.close, HOUR), np.clip(expected, *VOLATILITY_RANGE))


def test_the_ewma_of_a_candle_knows_nothing_of_later_ones():
    closes = market(300, 4).close
    assert ewma_volatility(closes, HOUR)[:200].tolist() == ewma_volatility(closes[:200], HOUR).tolist()


@pytest.mark.parametrize("novelty", [-0.1, 1.1, float("nan")])
def test_a_threshold_that_is_no_percentile_is_refused(novelty):
    with pytest.raises(YouCanFix, match="no percentile"):
        Policy(novelty=novelty)
