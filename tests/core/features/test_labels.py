"""Labels look exactly as far ahead as they say, and never over a gap."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.labels import LEAST_VARIANCE, LabelSpec, every_up, label_candles
from core.values import Timeframe
from tests.strategies import candle_series, random_candles, without


def by_hand(series, spec, row):
    """The labels of one candle from their definition; None where a candle is missing."""
    step, reach = series.timeframe.seconds, spec.reach
    if row + reach >= len(series) or series.open_at[row + reach] - series.open_at[row] != reach * step:
        return None
    squares = np.diff(np.log(series.close[row : row + spec.risk_candles + 1])) ** 2
    up = float(np.log(series.close[row + spec.horizon_candles]) > np.log(series.close[row]))
    return up, np.log(max(squares.sum(), LEAST_VARIANCE))


@given(candle_series(min_size=2, max_size=60), st.integers(1, 12), st.integers(1, 12))
def test_labels_are_their_definition(series, horizon, risk):
    spec = LabelSpec(horizon, risk)
    labels = label_candles(series, spec)
    for row in range(len(series)):
        expected = by_hand(series, spec, row)
        assert (expected is not None) == labels.known[row]
        if expected:
            assert labels.up[row] == expected[0]
            assert labels.log_variance[row] == pytest.approx(expected[1], abs=1e-9)


@given(candle_series(min_size=2, max_size=60), st.integers(1, 12))
def test_the_baseline_is_the_risk_label_of_the_day_before(series, risk):
    labels = label_candles(series, LabelSpec(1, risk))
    for row in range(risk, len(series)):
        if labels.baseline_known[row]:
            expected = by_hand(series, LabelSpec(1, risk), row - risk)
            assert labels.baseline_log_variance[row] == pytest.approx(expected[1], abs=1e-9)


def test_nothing_is_known_across_a_gap():
    labels = label_candles(without(random_candles(1, 30), [10]), LabelSpec(2, 3))
    assert np.flatnonzero(~labels.known).tolist() == [7, 8, 9, 26, 27, 28]
    assert np.flatnonzero(~labels.baseline_known).tolist() == [0, 1, 2, 10, 11, 12]


def test_a_crash_does_not_blur_the_variance_of_the_calm_days_after():
    calm = random_candles(1, 200, volatility=1e-6)
    columns = {name: getattr(calm, name).copy() for name in ("open", "high", "low", "close")}
    for values in columns.values():
        values[:50] *= 1000  # the price falls by 99.9 % in one candle
    crashed = label_candles(replace(calm, **columns), LabelSpec(1, 24))
    expected = label_candles(calm, LabelSpec(1, 24)).log_variance[50:]
    np.testing.assert_allclose(crashed.log_variance[50:], expected, rtol=1e-9)


def test_a_day_is_a_day_in_every_timeframe():
    assert LabelSpec.default(Timeframe("1h")) == LabelSpec(12, 24)
    assert LabelSpec.default(Timeframe("5m")) == LabelSpec(144, 288)
    assert LabelSpec.default(Timeframe("1d")) == LabelSpec(1, 1)
    assert LabelSpec(12, 24).digest != LabelSpec(24, 12).digest


def test_a_label_must_look_ahead():
    with pytest.raises(YouCanFix, match="ahead"):
        LabelSpec(0, 24)


def upper_first(series, spec, row):
    """The triple-barrier label of one candle from its definition."""
    close = np.log(series.close)
    squares = np.diff(close[row - spec.risk_candles : row + 1]) ** 2
    width = spec.barrier * np.sqrt(squares.sum() * spec.horizon_candles / spec.risk_candles)
    for later in range(row + 1, row + spec.horizon_candles + 1):
        if abs(close[later] - close[row]) >= width:
            return float(close[later] > close[row])
    return float(close[row + spec.horizon_candles] > close[row])


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.floats(0.2, 3.0))
def test_the_first_barrier_that_is_reached_decides(seed, horizon, barrier):
    series, spec = random_candles(seed, 80), LabelSpec(horizon, 12, "triple_barrier", barrier)
    labels = label_candles(series, spec)
    rows = np.flatnonzero(labels.known)
    assert rows.tolist() == list(range(12, 80 - spec.reach))
    assert labels.up[rows].tolist() == [upper_first(series, spec, row) for row in rows]


def test_a_far_barrier_leaves_the_sign():
    series = random_candles(3, 200)
    far = label_candles(series, LabelSpec(5, 12, "triple_barrier", 1e6))
    sign = label_candles(series, LabelSpec(5, 12))
    assert np.array_equal(far.up[far.known], sign.up[far.known])
    assert np.array_equal(far.log_variance[far.known], sign.log_variance[far.known])


def test_barriers_never_look_beyond_the_horizon():
    series, spec = random_candles(4, 200), LabelSpec(5, 12, "triple_barrier")
    whole = label_candles(series, spec)
    cut = label_candles(series.rows(0, 100 + spec.reach + 1), spec)
    assert np.array_equal(whole.up[12:101], cut.up[12:101])


def test_the_digest_of_a_sign_is_as_ever_and_each_kind_has_its_own():
    assert str(LabelSpec(12, 24).digest)[:16] == "67067d939782442e"
    others = {LabelSpec(12, 24, "triple_barrier", width).digest for width in (1.0, 2.0)}
    assert len(others | {LabelSpec(12, 24).digest}) == 3


@pytest.mark.parametrize("wrong", [{"kind": "moon"}, {"barrier": 0.0}, {"barrier": float("nan")}])
def test_a_label_that_means_nothing_is_refused(wrong):
    with pytest.raises(YouCanFix):
        LabelSpec(12, 24, **wrong)


@given(
    candle_series(min_size=2, max_size=60),
    st.sets(st.integers(1, 12), min_size=2, max_size=4).map(sorted),
    st.sampled_from(["sign", "triple_barrier"]),
)
def test_each_horizon_is_labelled_as_it_would_be_alone(series, horizons, kind):
    spec = LabelSpec(horizons[0], 5, kind, further_horizons=horizons[1:])
    labels = label_candles(series, spec)
    ups = every_up(labels.up, labels.further_up)
    assert ups.shape == (len(series), len(horizons))
    for place, horizon in enumerate(spec.horizons):
        alone = label_candles(series, LabelSpec(horizon, 5, kind))
        assert not (labels.known & ~alone.known).any()
        np.testing.assert_array_equal(ups[labels.known, place], alone.up[labels.known])
        assert not ups[~labels.known, place].any()


def test_labels_are_known_where_the_longest_horizon_is():
    series, spec = random_candles(1, 200), LabelSpec(1, 4, further_horizons=(6, 30))
    assert spec.reach == 30
    assert np.array_equal(label_candles(series, spec).known, label_candles(series, LabelSpec(30, 4)).known)


def test_further_horizons_have_their_own_digest_and_one_has_that_of_before():
    assert LabelSpec(12, 24, further_horizons=()).digest == LabelSpec(12, 24).digest
    specs = [LabelSpec(12, 24), *(LabelSpec(12, 24, further_horizons=more) for more in ((13,), (13, 14)))]
    assert len({spec.digest for spec in specs} | {LabelSpec(12, 24, "triple_barrier").digest}) == 4


def test_a_spec_read_from_json_is_the_same():
    spec = LabelSpec(1, 24, further_horizons=(6, 24))
    again = LabelSpec(**json.loads(json.dumps(asdict(spec))))
    assert (again, hash(again)) == (spec, hash(spec))


@pytest.mark.parametrize("wrong", [(12,), (11,), (13, 13), (14, 13), tuple(range(13, 21))])
def test_horizons_that_do_not_rise_or_are_too_many_are_refused(wrong):
    with pytest.raises(YouCanFix, match="candles ahead"):
        LabelSpec(12, 24, further_horizons=wrong)
