"""Indicators are causal, scale-free, and equal to what ta and TA-Lib publish."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import ta
import talib
from hypothesis import given, settings
from hypothesis import strategies as st

from core.features.candles import COLUMNS, CandleSeries
from core.features.indicators import INDICATORS, compute_indicators
from tests.slices import examples
from tests.strategies import candle_series, random_candles, with_future

GOLDEN = Path(__file__).parents[2] / "golden" / "indicators.json"
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}
RECURSIVE = {indicator.name for indicator in INDICATORS if not indicator.seeding.startswith("none")}


def compute(name, series):
    return compute_indicators(series, (BY_NAME[name],))[:, 0]


def rebuild(series, **columns):
    """The series with other columns; highs and lows are widened where they must be."""
    values = {name: columns.get(name, getattr(series, name)) for name in COLUMNS}
    top = np.maximum.reduce([values["open"], values["close"], values["high"]])
    bottom = np.minimum.reduce([values["open"], values["close"], values["low"]])
    values |= {"high": top, "low": bottom}
    return CandleSeries(series.symbol, series.timeframe, series.venue, series.open_at, **values)


class TestTable:
    def test_has_two_dozen_and_more_with_sources_and_inputs(self):
        assert len(INDICATORS) == len(BY_NAME) >= 24
        assert all(indicator.source and set(indicator.inputs) <= set(COLUMNS) for indicator in INDICATORS)

    @pytest.mark.parametrize("name", BY_NAME)
    def test_an_indicator_reads_only_its_inputs(self, name):
        series, other = random_candles(1, 300), random_candles(2, 300)
        inputs = set(BY_NAME[name].inputs)
        changes = {"volume": other.volume}
        if "close" not in inputs:
            changes["close"] = (series.high + series.low) / 2
        if not {"high", "low"} & inputs:
            changes |= {"high": series.high * 1.01, "low": series.low * 0.99}
        if "open" not in inputs:
            changes["open"] = (series.high + series.low) / 2
        changed = rebuild(series, **{column: v for column, v in changes.items() if column not in inputs})
        np.testing.assert_array_equal(compute(name, series), compute(name, changed))

    @pytest.mark.parametrize("name", BY_NAME)
    def test_values_come_after_the_look_back_and_not_before(self, name):
        values = compute(name, random_candles(3, 400))
        look_back = BY_NAME[name].look_back
        assert np.isnan(values[:look_back]).all()
        assert np.isfinite(values[look_back:]).all()

    @pytest.mark.parametrize("name", BY_NAME)
    def test_after_the_look_back_an_earlier_start_changes_next_to_nothing(self, name):
        series = random_candles(4, 1500)
        whole = compute(name, series)
        for start in (300, 700, 1100):
            late = compute(name, series.rows(start, 1500))
            seen = np.isfinite(late)
            assert np.abs(late - whole[start:])[seen].max() < 0.02 * np.nanstd(whole)

    @pytest.mark.parametrize("name", sorted(BY_NAME.keys() - RECURSIVE))
    def test_a_row_without_seeding_forgets_whatever_came_before_its_window(self, name):
        series = random_candles(4, 900)
        whole, late = compute(name, series), compute(name, series.rows(500, 900))
        np.testing.assert_allclose(late[BY_NAME[name].look_back :], whole[500:][BY_NAME[name].look_back :],
                                   rtol=1e-9, atol=1e-12)  # fmt: skip

    @pytest.mark.parametrize("name", sorted(RECURSIVE - {"sar"}))  # a turn of the SAR forgets its start
    def test_a_row_with_seeding_remembers_it_beyond_any_window(self, name):
        series = random_candles(4, 900)
        whole, late = compute(name, series), compute(name, series.rows(500, 900))
        first = np.flatnonzero(np.isfinite(late))[0]
        assert late[first] != whole[500 + first]

    def test_no_candles_and_one_candle_have_no_values(self):
        assert compute_indicators(random_candles(1, 0), INDICATORS).shape == (0, len(INDICATORS))
        one = compute_indicators(random_candles(1, 1), INDICATORS)[0]
        assert [i.name for i, value in zip(INDICATORS, one, strict=True) if np.isfinite(value)] == [
            "balance_of_power",
            "range",
        ]


class TestCausality:
    @given(candle_series(min_size=2, max_size=320), st.data())
    @settings(max_examples=examples(60))
    def test_changing_the_future_never_changes_the_past(self, series, data):
        cut = data.draw(st.integers(1, len(series) - 1))
        other = with_future(series, cut, data.draw(st.integers(0, 1000)))
        one, two = compute_indicators(series, INDICATORS), compute_indicators(other, INDICATORS)
        np.testing.assert_array_equal(one[:cut], two[:cut])

    @given(candle_series(min_size=2, max_size=320), st.data())
    @settings(max_examples=examples(40))
    def test_a_future_that_did_not_come_changes_nothing(self, series, data):
        cut = data.draw(st.integers(1, len(series) - 1))
        one, two = compute_indicators(series, INDICATORS), compute_indicators(series.rows(0, cut), INDICATORS)
        np.testing.assert_array_equal(one[:cut], two)


class TestScale:
    @given(candle_series(max_size=320), st.integers(-20, 20), st.integers(-10, 20))
    @settings(max_examples=examples(40))
    def test_another_currency_or_unit_changes_nothing(self, series, prices, volumes):
        columns = {name: getattr(series, name) * 2.0**prices for name in COLUMNS[:4]}
        other = CandleSeries(
            series.symbol,
            series.timeframe,
            series.venue,
            series.open_at,
            **columns,
            volume=series.volume * 2.0**volumes,
        )
        one, two = compute_indicators(series, INDICATORS), compute_indicators(other, INDICATORS)
        np.testing.assert_allclose(one, two, rtol=1e-12, atol=1e-12)

    def test_no_indicator_grows_with_the_price(self):
        cheap, dear = random_candles(5, 400, price=1e-6), random_candles(5, 400, price=1e6)
        one, two = compute_indicators(cheap, INDICATORS), compute_indicators(dear, INDICATORS)
        np.testing.assert_allclose(one, two, rtol=1e-6, atol=1e-6)


SERIES = random_candles(6, 600)
FRAME = pd.DataFrame({name: getattr(SERIES, name) for name in COLUMNS})
O, H, L, C, V = (getattr(SERIES, name) for name in COLUMNS)  # noqa: E741 - as talib's signatures have it
MIDDLE, TYPICAL = talib.MEDPRICE(H, L), talib.TYPPRICE(H, L, C)
MOVE, SQUARES = talib.MOM(C, 1), talib.MOM(talib.LN(C), 1) ** 2


def twice_smoothed(values):
    return talib.EMA(talib.EMA(values, 25), 13)


def channel_position(lower, upper):
    return (C - lower) / (upper - lower) - 0.5


TA_LIB = {
    "log_return": lambda: talib.MOM(talib.LN(C), 1),
    "roc_48": lambda: talib.ROC(C, 48) / 100,
    "tsi_25_13": lambda: twice_smoothed(MOVE) / twice_smoothed(np.abs(MOVE)),
    "awesome_5_34": lambda: (talib.SMA(MIDDLE, 5) - talib.SMA(MIDDLE, 34)) / C,
    "ppo_histogram": lambda: (
        (talib.PPO(C, 12, 26, matype=1) - talib.EMA(talib.PPO(C, 12, 26, matype=1), 9)) / 100
    ),
    "mass_9_25": lambda: talib.SUM(talib.EMA(H - L, 9) / talib.EMA(talib.EMA(H - L, 9), 9), 25) / 25 - 1,
    "ichimoku_9_26": lambda: (talib.MIDPRICE(H, L, 9) - talib.MIDPRICE(H, L, 26)) / C,
    "bollinger_width_20": lambda: (talib.BBANDS(C, 20)[0] - talib.BBANDS(C, 20)[2]) / talib.SMA(C, 20),
    "keltner_20": lambda: channel_position(
        talib.SMA((4 * L - 2 * H + C) / 3, 20), talib.SMA((4 * H - 2 * L + C) / 3, 20)
    ),
    "range": lambda: talib.LN(H) - talib.LN(L),
    "variance_6_24": lambda: np.log(talib.SUM(SQUARES, 6) / talib.SUM(SQUARES, 24)),
    "variance_24_168": lambda: np.log(talib.SUM(SQUARES, 24) / talib.SUM(SQUARES, 168)),
    "relative_volume_168": lambda: np.log(V / talib.SMA(V, 168)),
    "pvo_12_26": lambda: talib.PPO(V, 12, 26, matype=1) / 100,
    "chaikin_20": lambda: talib.MOM(talib.AD(H, L, C, V), 20) / talib.SUM(V, 20),
    "force_13": lambda: talib.EMA(MOVE * V, 13) / (C * talib.EMA(V, 13)),
    "vwap_24": lambda: C / (talib.SUM(TYPICAL * V, 24) / talib.SUM(V, 24)) - 1,
    "roc_12": lambda: talib.ROC(C, 12) / 100,
    "rsi_14": lambda: talib.RSI(C, 14) / 50 - 1,
    "ultimate_7_14_28": lambda: talib.ULTOSC(H, L, C, 7, 14, 28) / 50 - 1,
    "stochastic_14": lambda: 1 + talib.WILLR(H, L, C, 14) / 50,
    "ppo_12_26": lambda: talib.PPO(C, 12, 26, matype=1) / 100,
    "ema_24": lambda: C / talib.EMA(C, 24) - 1,
    "sma_168": lambda: C / talib.SMA(C, 168) - 1,
    "trix_15": lambda: talib.TRIX(C, 15),
    "bollinger_20": lambda: (
        (C - talib.BBANDS(C, 20)[2]) / (talib.BBANDS(C, 20)[0] - talib.BBANDS(C, 20)[2]) - 0.5
    ),
    "balance_24": lambda: pd.Series(talib.OBV(C, V)).diff(24) / pd.Series(V).rolling(24).sum(),
    "donchian_48": lambda: (C - talib.MIN(L, 48)) / (talib.MAX(H, 48) - talib.MIN(L, 48)) - 0.5,
    "variance_24": lambda: np.log(talib.SUM(np.diff(np.log(C), prepend=np.nan) ** 2, 24)),
}


def negative_volume(frame):
    index = ta.volume.NegativeVolumeIndexIndicator(frame.close, frame.volume).negative_volume_index()
    return index / index.ewm(span=48, adjust=False).mean() - 1


TA = {
    "wma_24": lambda f: f.close / ta.trend.WMAIndicator(f.close, 24).wma() - 1,
    "kama_10": lambda f: f.close / ta.momentum.KAMAIndicator(f.close, 10, 2, 30).kama() - 1,
    "cci_20": lambda f: ta.trend.CCIIndicator(f.high, f.low, f.close, 20).cci() / 100,
    "adx_14": lambda f: ta.trend.ADXIndicator(f.high, f.low, f.close, 14).adx() / 50 - 1,
    "directional_14": lambda f: (
        (
            ta.trend.ADXIndicator(f.high, f.low, f.close, 14).adx_pos()
            - ta.trend.ADXIndicator(f.high, f.low, f.close, 14).adx_neg()
        )
        / 100
    ),
    "aroon_25": lambda f: ta.trend.AroonIndicator(f.high, f.low, 25).aroon_indicator() / 100,
    "kst": lambda f: ta.trend.KSTIndicator(f.close).kst() / 100,
    "vortex_14": lambda f: ta.trend.VortexIndicator(f.high, f.low, f.close).vortex_indicator_diff(),
    "atr_14": lambda f: (
        ta.volatility.AverageTrueRange(f.high, f.low, f.close, 14).average_true_range() / f.close
    ),
    "ulcer_14": lambda f: ta.volatility.UlcerIndex(f.close, 14).ulcer_index() / 100,
    "money_flow_14": lambda f: (
        ta.volume.MFIIndicator(f.high, f.low, f.close, f.volume, 14).money_flow_index() / 50 - 1
    ),
    "negative_volume_48": negative_volume,
}


BY_HAND = {
    "balance_of_power": lambda: (C - O) / (H - L),  # `ta` has none
}


class TestOracles:
    def test_every_row_is_compared_with_the_library_that_does_not_compute_it(self):
        """All but the SAR, which has a test of its own below."""
        assert sorted([*TA_LIB, *TA, *BY_HAND, "sar"]) == sorted(BY_NAME)

    @pytest.mark.parametrize("name", TA_LIB)
    def test_ta_agrees_with_ta_lib(self, name):
        actual = compute(name, SERIES)
        np.testing.assert_allclose(actual[300:], np.asarray(TA_LIB[name]())[300:], rtol=1e-6, atol=1e-7)

    @pytest.mark.parametrize("name", BY_HAND)
    def test_what_one_library_alone_has_follows_its_formula(self, name):
        np.testing.assert_allclose(compute(name, SERIES), BY_HAND[name](), rtol=1e-12)

    @pytest.mark.parametrize("name", TA)
    def test_what_replaces_a_loop_agrees_with_the_loop(self, name):
        actual = compute(name, SERIES)
        np.testing.assert_allclose(actual[300:], np.asarray(TA[name](FRAME))[300:], rtol=1e-6, atol=1e-7)

    def test_the_sar_follows_ta_but_for_the_candles_after_a_turn(self):
        """The two libraries start a turned SAR from different extremes for a candle or two."""
        expected = 1 - ta.trend.PSARIndicator(FRAME.high, FRAME.low, FRAME.close).psar() / FRAME.close
        assert np.isclose(compute("sar", SERIES)[300:], expected[300:], rtol=1e-6).mean() > 0.95

    def test_the_money_flow_of_a_dead_market_is_measured_too(self):
        thin = rebuild(SERIES, volume=V * 1e-9)
        np.testing.assert_allclose(
            compute("money_flow_14", thin)[300:], compute("money_flow_14", SERIES)[300:]
        )

    def test_all_values_of_a_fixed_series_are_as_they_were(self):
        """A changed formula must raise FEATURE_VERSION: two programs with two formulas must not mix."""
        values = compute_indicators(random_candles(7, 300, zero_volumes=0.02), INDICATORS)[-1]
        expected = json.loads(GOLDEN.read_text())
        assert list(expected) == list(BY_NAME)
        np.testing.assert_allclose(values, list(expected.values()), rtol=1e-9, atol=1e-12)
