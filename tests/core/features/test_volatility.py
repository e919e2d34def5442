"""Volatility features are causal, blind to the price's scale, and what their formulas say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.candles import COLUMNS, CandleSeries
from core.features.volatility import (
    ANCHOR,
    VOLATILITY_FEATURES,
    Bars,
    relative_levels,
    rolling_sum,
    volatility_matrix,
)
from core.values import Timeframe
from tests.slices import examples
from tests.strategies import BTC, HOUR, START, random_candles

NAMES = [feature.name for feature in VOLATILITY_FEATURES]
WARM_UP = 30 * 24


def column(series, name):
    return volatility_matrix(series).values[:, NAMES.index(name)]


def scaled(series, factor):
    columns = {name: getattr(series, name) for name in COLUMNS}
    columns |= {name: columns[name] * factor for name in COLUMNS[:4]}
    return CandleSeries(series.symbol, series.timeframe, series.venue, series.open_at, **columns)


def test_the_table_holds_27_features_with_different_names():
    assert len(set(NAMES)) == len(NAMES) == 27


@settings(max_examples=examples(10))
@given(seed=st.integers(0, 2**32 - 1), cut=st.integers(WARM_UP, 900))
def test_a_row_does_not_change_when_the_future_does(seed, cut):
    series, other = random_candles(seed, 960), random_candles(seed + 1, 960, volatility=0.1)
    columns = (np.concatenate([getattr(series, n)[:cut], getattr(other, n)[cut:]]) for n in COLUMNS)
    changed = CandleSeries(BTC, HOUR, "binance", series.open_at, *columns)
    one, two = (volatility_matrix(given) for given in (series, changed))
    assert np.array_equal(one.valid[:cut], two.valid[:cut])
    assert np.array_equal(one.values[:cut], two.values[:cut])


@settings(max_examples=examples(10))
@given(seed=st.integers(0, 2**32 - 1), exponent=st.integers(-20, 20))
def test_the_price_s_scale_does_not_matter(seed, exponent):
    series = random_candles(seed, 800)
    one, two = volatility_matrix(series).values, volatility_matrix(scaled(series, 2.0**exponent)).values
    assert np.allclose(one, two, atol=1e-6)


@settings(max_examples=examples(10))
@given(
    seed=st.integers(0, 2**32 - 1),
    flat=st.sampled_from([0.0, 0.9, 1.0]),
    zero_volumes=st.sampled_from([0.0, 1.0]),
)
def test_still_markets_give_finite_rows(seed, flat, zero_volumes):
    matrix = volatility_matrix(random_candles(seed, 800, flat=flat, zero_volumes=zero_volumes))
    assert matrix.valid[WARM_UP:].all()
    assert np.isfinite(matrix.values).all()


def test_rows_of_the_warm_up_and_after_a_gap_are_not_valid():
    matrix = volatility_matrix(random_candles(1, 900, missing=[800]))
    assert not matrix.valid[:WARM_UP].any()
    assert not matrix.valid[800]
    assert matrix.valid[801:].all()


def test_realised_variance_is_the_sum_of_squared_returns_of_its_span():
    series = random_candles(2, 900)
    squares = np.diff(np.log(series.close)) ** 2
    assert column(series, "rv_1d")[850] == pytest.approx(np.log(squares[826:850].sum()))
    assert column(series, "rv_7d")[850] == pytest.approx(np.log(squares[682:850].sum() / 7))
    assert column(series, "rv_3h")[850] == pytest.approx(np.log(squares[847:850].sum() * 8))


def test_the_slow_average_is_that_of_risk_metrics():
    series = random_candles(3, 5000)
    variance, decay = 0.0, 0.94 ** (1 / 24)
    for square in np.diff(np.log(series.close)) ** 2:
        variance = decay * variance + (1 - decay) * square
    assert column(series, "ewma_slow")[-1] == pytest.approx(np.log(24 * variance), abs=1e-4)


def test_range_estimators_find_the_variance_of_a_fine_random_walk():
    steps = np.random.default_rng(4).standard_normal((24 * 400, 400)) * 0.01 / 20
    inside = np.exp(np.cumsum(steps.ravel())).reshape(steps.shape)
    opening = np.concatenate([[1.0], inside[:-1, -1]])
    high, low = np.maximum(inside.max(axis=1), opening), np.minimum(inside.min(axis=1), opening)
    count = len(opening)
    series = CandleSeries(
        BTC,
        HOUR,
        "binance",
        START + 3600 * np.arange(count),
        opening,
        high,
        low,
        inside[:, -1],
        np.ones(count),
    )
    for name in ("rv_7d", "parkinson_1d", "garman_klass_1d", "rogers_satchell_7d"):
        found = np.exp(column(series, name)[WARM_UP:]).mean()
        assert found == pytest.approx(24 * 0.01**2, rel=0.1), name


def test_the_weekend_s_share_is_that_of_the_next_day():
    share = column(random_candles(5, 1000), "weekend")  # from Friday, 2021-01-01
    saturday, sunday, monday = (24 * days - 1 for days in (36, 37, 38))
    assert [share[row] for row in (saturday, sunday, monday)] == [1.0, 1.0, 0.0]
    assert share[sunday + 6] == pytest.approx(0.75)
    assert share[saturday - 6] == pytest.approx(0.75)


def test_candles_above_an_hour_are_refused():
    with pytest.raises(YouCanFix, match="volatility"):
        volatility_matrix(random_candles(6, 50, timeframe=Timeframe("4h")))


def test_levels_are_measured_from_the_anchor():
    values = volatility_matrix(random_candles(7, 900)).values[WARM_UP:]
    louder = values.copy()
    louder[:, [place for place, feature in enumerate(VOLATILITY_FEATURES) if feature.is_level]] += 2.0
    moved = relative_levels(louder) - relative_levels(values)
    assert np.allclose(np.delete(moved, ANCHOR, axis=1), 0.0)
    assert np.allclose(moved[:, ANCHOR], 2.0)


def test_rolling_sums_begin_when_there_are_enough_values():
    assert np.array_equal(rolling_sum(np.arange(5.0), 3), [np.nan, np.nan, 3.0, 6.0, 9.0], equal_nan=True)
    assert np.isnan(rolling_sum(np.arange(2.0), 3)).all()


def test_spans_follow_the_timeframe():
    assert Bars(random_candles(8, 10, timeframe=Timeframe("5m"))).span(1) == 288
