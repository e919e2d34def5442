"""What a chart is drawn from: averaged candles, gaps, lines, and growth equal to a fresh start."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.indicators import INDICATORS
from core.features.price_lines import PRICE_LINES
from tests.ui.conftest import HOUR, START, candles
from ui.widgets.candle_data import adapt, growth_of, prepare
from ui.widgets.chart_lines import (
    MOST_LINES,
    MOST_PANES,
    USUAL,
    choices,
    known_keys,
    line_values,
    newest_values,
    title_of,
)
from ui.widgets.heikin_ashi import heikin_ashi, next_heikin_ashi


@given(st.integers(1, 700), st.integers(0, 9))
def test_averaged_candles_are_their_recursion_and_hold_the_candle(count, seed):
    series = candles(count, seed=seed)
    found = np.array(heikin_ashi(series.open, series.high, series.low, series.close))
    before, expected = None, []
    for candle in zip(series.open, series.high, series.low, series.close, strict=True):
        before = next_heikin_ashi(before, candle)
        expected.append(before)
    assert np.allclose(found.T, expected, rtol=1e-12)
    assert (found[1] >= series.high).all()
    assert (found[2] <= series.low).all()


def test_averaged_candles_are_the_published_formula():
    first = next_heikin_ashi(None, (10.0, 14.0, 9.0, 13.0))
    assert first == (11.5, 14.0, 9.0, 11.5)
    assert next_heikin_ashi(first, (13.0, 15.0, 12.0, 14.0)) == (11.5, 15.0, 11.5, 13.5)


@pytest.mark.parametrize("new", [1, 3, 60])
def test_a_chart_that_grew_is_the_one_made_of_all(new):
    whole = candles(1300, gap_at=1280)
    keys = (*USUAL, "price.sma_168", "rsi_14")
    data = prepare(whole.rows(0, 1300 - new), keys, is_averaged=True)
    growth = growth_of(data, whole)
    grown, expected = data.grown(growth), prepare(whole, keys, is_averaged=True)
    assert len(grown) == 1300
    assert np.array_equal(grown.open_at, whole.open_at)
    assert np.array_equal(grown.gaps.view(), expected.gaps.view())
    assert np.array_equal(grown.columns, expected.columns)
    assert np.allclose(grown.averaged.columns, expected.averaged.columns, rtol=1e-12)
    for one, other in zip(grown.lines, expected.lines, strict=True):
        assert np.allclose(one.values.values, other.values.values, rtol=1e-9, atol=1e-9, equal_nan=True)


def test_growth_counts_the_gap_before_a_new_candle():
    whole = candles(300, gap_at=299)
    data = prepare(whole.rows(0, 299))
    assert data.gaps.length == 0
    grown = data.grown(growth_of(data, whole))
    assert grown.gaps.view().tolist() == [[299], [5]]
    assert grown.open_at[-1] - grown.open_at[-2] == 6 * HOUR


def test_a_series_that_does_not_continue_the_chart_is_no_growth():
    data = prepare(candles(300))
    assert len(growth_of(data, candles(300))) == 0
    assert growth_of(data, candles(299)) is None
    assert growth_of(data, candles(310, seed=4)) is None
    assert growth_of(data, candles(310, symbol="ETH/USDT")) is None
    assert growth_of(data, candles(310, start=START + HOUR)) is None
    assert growth_of(data, candles(5000)) is None


def test_the_newest_values_of_every_line_are_those_of_the_whole_series():
    series = candles(5000)
    keys = [choice.key for choice in choices()]
    whole, newest = line_values(series, keys), newest_values(series, keys, 5)
    for key in keys:
        for full, tail in zip(whole[key], newest[key], strict=True):
            assert tail == pytest.approx(full[-5:], rel=1e-5, abs=1e-6), key


def test_lines_over_the_prices_are_the_averages_themselves():
    series = candles(400)
    found = {
        key: line_values(series, [key])[key][0] for key in ("price.sma_168", "price.wma_24", "price.sar")
    }
    assert found["price.sma_168"][-1] == pytest.approx(series.close[-168:].mean())
    weights = np.arange(1, 25)
    assert found["price.wma_24"][-1] == pytest.approx((series.close[-24:] * weights).sum() / weights.sum())
    assert abs(found["price.sar"][-1] / series.close[-1] - 1) < 0.2


def test_every_indicator_of_the_table_can_be_chosen_and_those_of_prices_twice():
    keys = [choice.key for choice in choices()]
    assert len(keys) == len(set(keys)) == 2 + len(INDICATORS) + len(PRICE_LINES)
    assert set(PRICE_LINES) <= {row.name for row in INDICATORS}
    assert title_of("rsi_14") == "RSI 14"
    assert title_of("balance_of_power") == "Balance of power"


def test_only_known_keys_are_kept_each_once_and_no_more_than_there_is_room_for():
    assert known_keys(("rsi_14", 7, "nonsense", "rsi_14", "bands")) == ("rsi_14", "bands")
    assert len(known_keys([choice.key for choice in choices()])) == MOST_LINES + MOST_PANES


def test_other_lines_are_computed_and_known_ones_kept(monkeypatch):
    series = candles()
    data = prepare(series)
    asked = []
    monkeypatch.setattr(
        "ui.widgets.candle_data.line_values",
        lambda found, keys: asked.append(list(keys)) or line_values(found, keys),
    )
    other = adapt(data, series, ("bands", "rsi_14"), is_averaged=True)
    assert asked == [["rsi_14"]]
    assert [line.key for line in other.lines] == ["bands", "bands", "bands", "rsi_14"]
    assert [line.key for line in other.panes] == ["rsi_14"]
    assert other.averaged is not None
    assert other.pyramid is data.pyramid
    assert adapt(other, series, ("bands", "rsi_14"), is_averaged=True) is other
    plain = adapt(other, series, ("bands", "rsi_14"), is_averaged=False)
    assert plain is other
