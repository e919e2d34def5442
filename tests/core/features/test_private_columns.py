"""Private columns against plain loops over the same candles and fills."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.private_columns import (
    COLUMNS,
    OwnFill,
    column_rows,
    daily_quote_volume,
    daily_volatility,
    hourly_range,
)
from core.values import Symbol, Timeframe
from tests.slices import examples
from tests.strategies import BTC, START, candle_series, random_candles

DAY = 86_400
ETH = Symbol("ETH", "USDT")
FILLS = [OwnFill(START + 10, BTC, 0.5, 100.0), OwnFill(START + 5, ETH, 2.0, 10.0)]


def volatility_by_hand(series):
    """Every day whose candles and the one before its first are there, in a loop over days."""
    closes = dict(zip(series.open_at.tolist(), series.close.tolist(), strict=True))
    step = series.timeframe.seconds
    rows = {}
    for day in range(int(series.open_at[0]) // DAY, int(series.open_at[-1]) // DAY + 1):
        times = range(day * DAY - step, (day + 1) * DAY, step)
        if all(at in closes for at in times):
            returns = [math.log(closes[at] / closes[at - step]) for at in times[1:]]
            rows[(day + 1) * DAY] = math.sqrt(math.fsum(r * r for r in returns))
    return rows


@given(candle_series(min_size=30))
@settings(max_examples=examples(40), deadline=None)
def test_volatility_is_the_root_of_the_sum_of_squared_returns_of_whole_days(series):
    rows = daily_volatility(series)
    expected = volatility_by_hand(series)
    assert dict(zip(rows.at.tolist(), rows.values.tolist(), strict=True)) == pytest.approx(
        expected, rel=1e-9, abs=1e-12
    )


@given(candle_series(min_size=1))
@settings(max_examples=examples(40), deadline=None)
def test_volume_counts_whole_days_alone(series):
    rows = daily_quote_volume(series)
    days = {}
    for at, volume, close in zip(series.open_at, series.volume, series.close, strict=True):
        days.setdefault(int(at) // DAY, []).append(float(volume * close))
    expected = {(day + 1) * DAY: math.fsum(parts) for day, parts in days.items() if len(parts) == 24}
    found = dict(zip(rows.at.tolist(), rows.values.tolist(), strict=True))
    assert found == pytest.approx(expected, rel=1e-9)


def test_the_range_of_an_hour_is_that_of_its_parts():
    series = random_candles(1, 24, timeframe=Timeframe("15m"))
    rows = hourly_range(series)
    highs, lows = series.high.reshape(6, 4).max(axis=1), series.low.reshape(6, 4).min(axis=1)
    assert rows.values == pytest.approx(np.log(highs / lows))
    assert rows.at.tolist() == [START + 3_600 * hour for hour in range(1, 7)]


@pytest.mark.parametrize(
    ("measure", "length"), [(daily_volatility, "12h"), (hourly_range, "12h"), (daily_quote_volume, "7h")]
)
def test_candles_of_another_length_have_no_rows(measure, length):
    timeframe = Timeframe(length)
    start_at = START // timeframe.seconds * timeframe.seconds
    assert len(measure(random_candles(1, 60, timeframe=timeframe, start_at=start_at))) == 0


@pytest.mark.parametrize("name", ["volatility", "hourly_range", "quote_volume"])
def test_a_span_before_all_candles_has_no_rows(name):
    assert len(column_rows(name, [random_candles(1, 48)], (), 0, START)) == 0


def test_a_column_joins_all_pairs_in_the_order_of_time():
    both = [random_candles(1, 72), random_candles(2, 72, symbol=ETH)]
    rows = column_rows("quote_volume", both, (), START, START + 3 * DAY)
    assert rows.at.tolist() == [START + DAY] * 2 + [START + 2 * DAY] * 2 + [START + 3 * DAY] * 2
    assert rows.values[::2].tolist() == daily_quote_volume(both[0]).values.tolist()


@pytest.mark.parametrize("name", COLUMNS)
def test_spans_that_follow_each_other_share_no_row_and_lose_none(name):
    series = [random_candles(3, 240), random_candles(4, 240, symbol=ETH)]
    middle = START + 4 * DAY + 7_200
    first = column_rows(name, series, FILLS, START - 1, middle)
    second = column_rows(name, series, FILLS, middle, START + 20 * DAY)
    whole = column_rows(name, series, FILLS, START - 1, START + 20 * DAY)
    if name == "stored_pair":
        assert set(first.items) == set(second.items) == set(whole.items) == {"BTC/USDT", "ETH/USDT"}
    else:
        assert first.at.tolist() + second.at.tolist() == whole.at.tolist()
        assert first.values.tolist() + second.values.tolist() == whole.values.tolist()
        assert first.items + second.items == whole.items
        assert len(whole) > 0


@pytest.mark.parametrize("name", COLUMNS)
def test_without_candles_or_fills_there_are_no_rows(name):
    assert len(column_rows(name, (), (), 0, START)) == 0


def test_fills_have_a_size_and_a_pair():
    sizes = column_rows("trade_size", (), FILLS, START, START + DAY)
    assert sizes.values.tolist() == [20.0, 50.0]
    assert column_rows("traded_pair", (), FILLS, START, START + DAY).items == ("ETH/USDT", "BTC/USDT")


def test_only_the_newest_rows_are_kept():
    rows = column_rows("hourly_range", [random_candles(5, 48)], (), START, START + 2 * DAY)
    assert rows.newest(5).at.tolist() == rows.at.tolist()[-5:]
    assert len(rows.newest(1_000)) == 48


@pytest.mark.parametrize(("quantity", "price"), [(0.0, 1.0), (1.0, -1.0), (math.nan, 1.0), (1.0, math.inf)])
def test_an_impossible_fill_is_refused(quantity, price):
    with pytest.raises(YouCanFix, match="fill of BTC/USDT"):
        OwnFill(START, BTC, quantity, price)


@given(st.sampled_from(list(COLUMNS.values())))
def test_every_column_says_what_it_is(column):
    assert column.meaning.endswith(".")
    assert column.is_numeric == bool(column.unit)
