"""Features of coarser candles: only closed and whole ones count, and nothing is carried over a gap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.indicators import INDICATORS, compute_indicators
from core.features.matrix import FEATURE_VERSION, FeatureSpec, feature_columns, feature_matrix
from core.features.timeframes import Feature
from core.values import Timeframe
from tests.slices import examples
from tests.strategies import HOUR, START, candle_series, random_candles, with_future, without

TABLE = tuple(indicator.name for indicator in INDICATORS)
EVERYWHERE = FeatureSpec(FEATURE_VERSION, tuple(name + at for at in ("", "@2h", "@4h") for name in TABLE))


def spec(*names):
    return FeatureSpec(FEATURE_VERSION, names)


class TestNames:
    def test_a_name_says_indicator_and_timeframe(self):
        feature = Feature.parse("rsi_14@4h")
        assert (feature.indicator.name, feature.timeframe) == ("rsi_14", Timeframe("4h"))
        assert Feature.parse("rsi_14").timeframe is None

    @pytest.mark.parametrize(
        "name", ["astrology@4h", "rsi_14@", "rsi_14@4y", "rsi_14@4h@1d", "@4h", "RSI_14@4h"]
    )
    def test_any_other_name_is_refused(self, name):
        with pytest.raises(YouCanFix):
            spec(name)

    def test_two_spellings_of_one_timeframe_are_the_same_feature(self):
        with pytest.raises(YouCanFix, match="twice"):
            spec("rsi_14@60m", "rsi_14@1h")

    def test_the_timeframe_is_part_of_the_digest(self):
        specs = (spec("rsi_14"), spec("rsi_14@4h"), spec("rsi_14@1d"), spec("rsi_14@4h", "rsi_14"))
        assert len({one.digest for one in specs}) == len(specs)
        assert str(specs[1].digest) == ("16215921910d51dda040e59787ead559ce09705084bc61fe718d1729bb076ee4")

    @pytest.mark.parametrize("length", ["1h", "30m", "90m", "7m"])
    def test_candles_that_are_not_coarser_or_no_multiple_are_refused(self, length):
        with pytest.raises(YouCanFix, match="cannot be made of 1h candles"):
            feature_matrix(random_candles(1, 50), spec("rsi_14", f"rsi_14@{length}"))


class TestCausality:
    @given(st.integers(1, 899), st.integers(0, 1000))
    @settings(max_examples=examples(6))
    def test_changing_the_future_never_changes_the_past_of_any_row_and_timeframe(self, cut, seed):
        series = random_candles(seed, 903, missing=(300, 301, 577))
        other = with_future(series, cut, seed + 1)
        one, two = feature_columns(series, EVERYWHERE), feature_columns(other, EVERYWHERE)
        assert np.isfinite(one[-1]).all()
        np.testing.assert_array_equal(one[:cut], two[:cut])

    @given(candle_series(min_size=2, max_size=400), st.data())
    @settings(max_examples=examples(8))
    def test_a_future_that_did_not_come_changes_nothing(self, series, data):
        cut = data.draw(st.integers(1, len(series) - 1))
        whole = feature_columns(series, EVERYWHERE)
        np.testing.assert_array_equal(whole[:cut], feature_columns(series.rows(0, cut), EVERYWHERE))

    def test_each_value_is_that_of_the_newest_coarse_candle_that_is_closed(self):
        series = random_candles(3, 200, start_at=START + 3 * 3600)
        found = feature_columns(series, spec("roc_12@4h", "range@4h"))
        chosen = tuple(Feature.parse(name).indicator for name in ("roc_12", "range"))
        for row in range(60, 200):
            closed = series.rows(0, row + 1).resample(Timeframe("4h"))
            assert closed.close_at[-1] <= series.close_at[row] < closed.close_at[-1] + 4 * 3600
            np.testing.assert_array_equal(found[row], compute_indicators(closed, chosen)[-1])

    def test_weeks_begin_on_monday(self):
        series = random_candles(3, 60, timeframe=Timeframe("1d"))  # 2021-01-01 was a Friday
        known = np.isfinite(feature_columns(series, spec("range@1w"))[:, 0])
        assert np.flatnonzero(known)[0] == 9  # Sunday the 10th closes the first whole week


class TestMask:
    def test_a_coarse_candle_with_a_missing_part_and_the_one_after_it_are_masked(self):
        series = without(random_candles(5, 400), [101])  # in the candle of hours 100 to 103
        valid = feature_matrix(series, spec("range@4h")).valid
        hours = (series.open_at - START) // 3600
        # Known until hour 102 is the candle of 96 to 99; 104 to 107 spans the gap; 108 to 111 is whole.
        assert hours[~valid].tolist() == [0, 1, 2, 102, *range(103, 111)]

    def test_a_row_that_is_not_valid_holds_zeros(self):
        matrix = feature_matrix(random_candles(5, 400), spec("rsi_14@4h", "roc_12"))
        assert not matrix.values[~matrix.valid].any()
        assert matrix.valid.any()


class TestWarmUp:
    @pytest.mark.parametrize("late", range(4))
    def test_no_start_on_the_grid_needs_more(self, late):
        asked = spec("roc_12@4h", "roc_12")
        series = random_candles(6, 120, start_at=START + late * 3600)
        first = int(np.flatnonzero(feature_matrix(series, asked).valid)[0])
        assert first <= asked.warm_up(HOUR)
        assert (first == asked.warm_up(HOUR)) == (late == 1)

    def test_of_a_series_own_candles_it_is_the_longest_look_back(self):
        asked = spec("roc_12", "roc_48")
        assert asked.warm_up(HOUR) == 48
