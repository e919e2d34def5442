"""A CandleSeries refuses what is no candle and keeps what it was given."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.candles import COLUMNS, CandleSeries, Gap, find_conflict, find_fault
from core.values import Symbol, Timeframe
from tests.strategies import BTC, HOUR, START, candle_series, random_candles, without


def changed(series, column, row, value):
    values = getattr(series, column).copy()
    values[row] = value
    return replace(series, **{column: values})


class TestRefuses:
    @pytest.mark.parametrize(
        ("column", "value", "what"),
        [
            ("open_at", START, "stands twice"),
            ("open_at", START - 3600, "older than the candle before"),
            ("open_at", START + 3 * 3600 + 1, "not on the 1h grid"),
            ("open_at", -3600, "1970"),
            ("open_at", 2**60, "1970 to 9999"),
            ("close", np.nan, "close is not a number"),
            ("volume", np.inf, "volume is not a number"),
            ("low", -1.0, "low is not above zero"),
            ("open", 0.0, "open is not above zero"),
            ("volume", -0.5, "volume is negative"),
            ("high", 1.0, "not the highest"),
        ],
    )
    def test_a_broken_candle_and_names_it(self, column, value, what):
        series = random_candles(1, 10)
        row = 1 if column == "open_at" else 4
        row = 3 if value == START + 3 * 3600 + 1 else row
        with pytest.raises(YouCanFix, match=what) as caught:
            changed(series, column, row, value)
        assert f"candle {row + 1}" in caught.value.message
        assert caught.value.remedy

    def test_a_low_above_a_price(self):
        with pytest.raises(YouCanFix, match="low is not the lowest"):
            CandleSeries(BTC, HOUR, "x", [START], [5.0], [9.0], [6.0], [7.0], [1.0])

    def test_the_first_fault_is_named(self):
        series = random_candles(1, 10)
        columns = [getattr(series, name).copy() for name in COLUMNS]
        columns[4][3] = -1
        columns[3][7] = np.nan
        assert find_fault(HOUR, series.open_at, *columns).row == 3

    def test_arrays_of_different_length(self):
        series = random_candles(1, 10)
        with pytest.raises(ValueError, match="shape"):
            replace(series, close=series.close[:5])

    def test_weekly_candles_open_on_mondays(self):
        week, monday = Timeframe("1w"), 1_609_718_400  # 2021-01-04
        assert len(random_candles(1, 3, timeframe=week, start_at=monday)) == 3
        with pytest.raises(YouCanFix, match="grid"):
            random_candles(1, 3, timeframe=week, start_at=monday - 4 * 86_400)


class TestArrays:
    def test_are_read_only_copies(self):
        times = START + 3600 * np.arange(3)
        series = CandleSeries(BTC, HOUR, "x", times, *(np.ones(3),) * 5)
        times[0] = 0
        assert series.open_at[0] == START
        with pytest.raises(ValueError, match="read-only"):
            series.close[0] = 5

    def test_a_copy_in_another_process_is_equal_and_read_only(self):
        series = random_candles(1, 10)
        copy = pickle.loads(pickle.dumps(series))
        assert copy == series
        assert not copy.close.flags.writeable


class TestSlices:
    def test_between_takes_the_start_and_leaves_the_end(self):
        series = random_candles(1, 10)
        part = series.between(START + 3600, START + 3 * 3600)
        assert part.open_at.tolist() == [START + 3600, START + 7200]

    def test_a_candle_is_closed_at_its_last_moment_and_not_before(self):
        series = random_candles(1, 10)
        assert len(series.closed_by(START + 7199.9)) == 1
        assert len(series.closed_by(START + 7200)) == 2

    @given(candle_series(max_size=60), st.integers(-10, 80), st.integers(-10, 80))
    def test_between_is_a_filter(self, series, first, last):
        since, until = START + 3600 * first, START + 3600 * last
        expected = [at for at in series.open_at.tolist() if since <= at < until]
        assert expected == series.between(since, until).open_at.tolist()


class TestGaps:
    def test_are_found_with_their_neighbours(self):
        series = without(random_candles(1, 10), [3, 4, 8])
        assert series.gaps() == (
            Gap(START + 2 * 3600, START + 5 * 3600, 2),
            Gap(START + 7 * 3600, START + 9 * 3600, 1),
        )

    @given(candle_series(max_size=80))
    def test_candles_and_gaps_fill_the_span(self, series):
        span = (int(series.open_at[-1]) - int(series.open_at[0])) // 3600 + 1
        assert span == len(series) + sum(gap.missing for gap in series.gaps())


class TestMerge:
    @given(candle_series(min_size=2, max_size=60), st.integers(0, 60), st.integers(0, 60))
    def test_two_overlapping_parts_give_the_whole(self, series, one, other):
        cut, back = sorted((one % len(series), other % len(series)))
        first, second = series.rows(0, back), series.rows(cut, len(series))
        assert first.merge(second) == series
        assert second.merge(first) == series

    def test_two_different_candles_stop_with_both_values(self):
        series = random_candles(1, 10)
        other = changed(series, "volume", 4, 77.0)
        assert find_conflict(series, other) == (4, 4)
        with pytest.raises(YouCanFix, match=r"2021-01-01 04:00 UTC: volume .* and 77.0"):
            series.merge(other)

    def test_other_markets_are_refused(self):
        with pytest.raises(YouCanFix, match="different markets"):
            random_candles(1, 3).merge(random_candles(1, 3, venue="kraken"))


class TestResample:
    def test_four_hours_have_the_extremes_of_their_parts(self):
        series = random_candles(1, 12)
        coarse = series.resample(Timeframe("4h"))
        assert coarse.open_at.tolist() == [START, START + 4 * 3600, START + 8 * 3600]
        assert coarse.open[1] == series.open[4]
        assert coarse.high[1] == series.high[4:8].max()
        assert coarse.low[1] == series.low[4:8].min()
        assert coarse.close[1] == series.close[7]
        assert coarse.volume.sum() == pytest.approx(series.volume.sum())

    def test_an_incomplete_candle_is_left_out(self):
        coarse = without(random_candles(1, 12), [5]).resample(Timeframe("4h"))
        assert coarse.open_at.tolist() == [START, START + 8 * 3600]

    def test_only_multiples_can_be_made(self):
        with pytest.raises(YouCanFix, match="cannot be joined"):
            random_candles(1, 12).resample(Timeframe("90m"))


class TestBytes:
    @given(candle_series(min_size=0, max_size=50, gaps=False) | candle_series(max_size=50))
    def test_print_and_parse(self, series):
        assert CandleSeries.from_bytes(series.to_bytes()) == series

    def test_are_the_same_on_every_machine(self):
        series = CandleSeries(Symbol("A", "B"), HOUR, "x", [0, 3600], [1, 2], [3, 3], [1, 1], [2, 2], [0, 5])
        assert str(series.digest) == "30b2d2ceeda76e8c32640d47c26a014cee97206ddb7e58acd4e8f94e09fad4c7"

    @pytest.mark.parametrize("damage", [b"", b"nonsense", b"cut", b"longer"])
    def test_damaged_bytes_are_refused(self, damage):
        data = random_candles(1, 5).to_bytes()
        damaged = {b"cut": data[:-1], b"longer": data + b"x"}.get(damage, damage)
        with pytest.raises(YouCanFix, match="not a candle series"):
            CandleSeries.from_bytes(damaged)
