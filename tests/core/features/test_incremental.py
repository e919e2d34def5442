"""One candle at a time gives what the whole series gives, after gaps, restarts and long series too."""

import platform

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.candles import COLUMNS, CandleSeries
from core.features.incremental import stream as stream_module
from core.features.incremental.parts import Deviation, Highest, Lag, Lowest, Mean, Smooth, Sum
from core.features.incremental.rows import ROWS, Rows
from core.features.incremental.stream import FeatureStream
from core.features.indicators import INDICATORS, compute_indicators
from core.features.matrix import FEATURE_VERSION, FeatureSpec, default_spec, feature_matrix
from core.values import Digest, Symbol, Timeframe
from tests.slices import examples
from tests.strategies import BTC, HOUR, START, candle_series, random_candles

TABLE = default_spec().names
EVERYWHERE = FeatureSpec(FEATURE_VERSION, tuple(name + at for at in ("", "@2h", "@4h") for name in TABLE))
SHORT = FeatureSpec(FEATURE_VERSION, ("roc_12", "sar", "donchian_48", "range@4h", "kst@2h"))


def by_rows(series):
    rows = Rows(INDICATORS)
    columns = (getattr(series, name).tolist() for name in COLUMNS)
    return np.array([rows.push(*candle) for candle in zip(*columns, strict=True)])


def assert_same_matrix(one, two):
    np.testing.assert_array_equal(one.valid, two.valid)
    np.testing.assert_array_equal(one.close_at, two.close_at)
    np.testing.assert_allclose(one.values, two.values, rtol=1e-9, atol=1e-9)


def joined(parts):
    return type(parts[0])(
        *(np.concatenate([getattr(p, n) for p in parts]) for n in ("values", "valid", "close_at"))
    )


TO_THE_BIT = pytest.mark.skipif(
    platform.machine() not in {"x86_64", "AMD64"}, reason="compilers elsewhere may fuse operations of pandas"
)
BY_TA_LIB = {
    indicator.name
    for indicator in INDICATORS
    if "TA-Lib" in indicator.source and "MAX" not in indicator.source
}


@TO_THE_BIT
class TestParts:
    """The arithmetic of pandas, to the last bit."""

    NUMBERS = st.lists(
        st.sampled_from([0.0, 1.0, 1.0 / 3, -2.5, 1e9, 1e-9]) | st.floats(-1e6, 1e6, allow_subnormal=False),
        min_size=1,
        max_size=60,
    )

    @pytest.mark.parametrize(
        ("make", "pandas"),
        [
            (Sum, lambda rolling: rolling.sum()),
            (Mean, lambda rolling: rolling.mean()),
            (Deviation, lambda rolling: rolling.std(ddof=0)),
            (Highest, lambda rolling: rolling.max()),
            (Lowest, lambda rolling: rolling.min()),
        ],
    )
    @given(numbers=NUMBERS, window=st.integers(1, 9))
    def test_a_window_is_that_of_pandas(self, make, pandas, numbers, window):
        part = make(window)
        expected = pandas(pd.Series(numbers).rolling(window)).tolist()
        np.testing.assert_array_equal([part.push(number) for number in numbers], expected)

    @pytest.mark.parametrize("make", [Sum, Mean])
    def test_a_missing_number_silences_its_windows_and_no_other(self, make):
        numbers = [1.0, 2.0, np.nan, 4.0, 5.0, 6.0, 7.0]
        part, rolling = make(3), pd.Series(numbers).rolling(3)
        expected = rolling.sum() if make is Sum else rolling.mean()
        np.testing.assert_array_equal([part.push(number) for number in numbers], expected.tolist())

    @given(numbers=NUMBERS, span=st.integers(1, 9))
    def test_an_average_is_that_of_pandas(self, numbers, span):
        part = Smooth.of_span(span)
        expected = pd.Series(numbers).ewm(span=span, min_periods=span, adjust=False).mean().tolist()
        np.testing.assert_array_equal([part.push(number) for number in numbers], expected)

    @given(numbers=NUMBERS, steps=st.integers(1, 9))
    def test_a_lag_gives_what_came_so_many_steps_ago(self, numbers, steps):
        part = Lag(steps)
        expected = pd.Series(numbers).shift(steps).tolist()
        np.testing.assert_array_equal([part.push(number) for number in numbers], expected)

    def test_a_sum_does_not_drift(self):
        numbers = 10.0 ** np.random.default_rng(1).uniform(-6, 6, 20_000)
        part = Sum(24)
        sums = np.array([part.push(number) for number in numbers.tolist()])[23:]
        exact = np.lib.stride_tricks.sliding_window_view(numbers, 24).sum(axis=1)
        assert (np.abs(sums - exact) / exact).max() < 1e-9

    def test_a_deque_holds_no_more_than_its_window(self):
        part = Highest(10)
        for number in range(1000, 0, -1):
            part.push(float(number))
            assert len(part.values) <= 10


class TestRows:
    def test_every_row_of_the_table_has_a_state_in_the_same_order(self):
        assert list(ROWS) == [indicator.name for indicator in INDICATORS]

    @given(candle_series(max_size=400))
    @settings(max_examples=examples(25))
    def test_every_row_is_that_of_the_batch(self, series):
        np.testing.assert_allclose(
            by_rows(series), compute_indicators(series, INDICATORS), rtol=1e-9, atol=1e-9
        )

    @TO_THE_BIT
    @given(candle_series(min_size=200, max_size=400))
    @settings(max_examples=examples(15))
    def test_rows_that_pandas_computes_agree_to_the_last_bit(self, series):
        columns = [i for i, indicator in enumerate(INDICATORS) if indicator.name not in BY_TA_LIB]
        assert len(columns) > 30
        expected = compute_indicators(series, INDICATORS)
        np.testing.assert_array_equal(by_rows(series)[:, columns], expected[:, columns])

    @given(st.integers(0, 1000), st.sampled_from([0.01, 0.5]), st.sampled_from([0.0, 0.9]))
    @settings(max_examples=examples(8))
    def test_so_it_is_on_a_price_grid_with_wild_volumes(self, seed, tick, still):
        """Equal prices and volumes of twelve magnitudes are where rounding decides between two branches."""
        series = random_candles(seed, 400, flat=still)
        prices = {name: np.maximum(np.round(getattr(series, name) / tick), 1) * tick for name in COLUMNS[:4]}
        volume = np.round(series.volume * 10.0 ** np.random.default_rng(seed).integers(-6, 6, 400))
        series = CandleSeries(BTC, HOUR, "binance", series.open_at, **prices, volume=volume)
        np.testing.assert_allclose(
            by_rows(series), compute_indicators(series, INDICATORS), rtol=1e-9, atol=1e-9
        )

    def test_so_it_is_after_a_long_series_of_changing_scale(self):
        parts = [
            random_candles(seed, 2000, volatility=v) for seed, v in enumerate((0.001, 0.05, 0.002, 0.02))
        ]
        columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS}
        times = parts[0].open_at[0] + 3600 * np.arange(8000)
        series = CandleSeries(BTC, HOUR, "binance", times, **columns)
        found, expected = by_rows(series)[-2000:], compute_indicators(series, INDICATORS)[-2000:]
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)

    def test_a_price_that_falls_with_every_falling_volume_does_not_break_it(self):
        """The negative volume index leaves the range of a float64: no value, no error."""
        fall = np.arange(2600) % 2
        close = 100 * 2.0 ** -(1.0 - fall)
        for sign in (fall, 1 - fall):
            series = CandleSeries(
                BTC, HOUR, "binance", START + 3600 * np.arange(2600), *([close] * 4), 1.0 + sign
            )
            found, expected = by_rows(series), compute_indicators(series, INDICATORS)
            column = list(ROWS).index("negative_volume_48")
            np.testing.assert_allclose(found[:1000, column], expected[:1000, column], rtol=1e-9, atol=1e-9)
            np.testing.assert_array_equal(np.isnan(found[-1]), np.isnan(expected[-1]))

    def test_so_it_is_on_real_candles(self, test_data):
        frame = pd.read_parquet(test_data / "candles" / "binance_spot_BTCUSDT_5m_2023.parquet").iloc[:6000]
        times = (frame.timestamp - pd.Timestamp(0, tz="UTC")) // pd.Timedelta("1s")
        columns = {name: frame[name].to_numpy() for name in COLUMNS}
        series = CandleSeries(BTC, Timeframe("5m"), "binance", times.to_numpy(), **columns)
        found, expected = by_rows(series), compute_indicators(series, INDICATORS)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


class TestStream:
    @given(candle_series(max_size=300), st.integers(1, 300))
    @settings(max_examples=examples(12))
    def test_all_features_and_masks_are_those_of_the_batch_however_it_is_fed(self, series, step):
        stream = FeatureStream(EVERYWHERE, series.symbol, series.timeframe, series.venue)
        parts = [stream.advance(series.rows(i, i + step)) for i in range(0, len(series), step)]
        assert_same_matrix(joined(parts), feature_matrix(series, EVERYWHERE))

    def test_long_enough_for_the_coarse_ones_and_over_gaps(self):
        series = random_candles(3, 1500, missing=(200, 801, 802, 1203))
        found = FeatureStream(EVERYWHERE, BTC, HOUR, "binance").advance(series)
        expected = feature_matrix(series, EVERYWHERE)
        assert expected.valid[700:].sum() > 700
        assert_same_matrix(found, expected)

    @given(st.integers(0, 1000), st.integers(0, 400))
    @settings(max_examples=examples(10))
    def test_a_restored_stream_goes_on_as_if_never_stopped(self, seed, cut):
        series = random_candles(seed, 400, zero_volumes=0.1, missing=(120, 250))
        whole, stopped = (FeatureStream(EVERYWHERE, BTC, HOUR, "binance") for _ in range(2))
        stopped.advance(series.rows(0, cut))
        restored = FeatureStream.from_bytes(stopped.to_bytes(), EVERYWHERE)
        expected = whole.advance(series)
        found = restored.advance(series.rows(cut, len(series)))
        for name in ("values", "valid", "close_at"):
            np.testing.assert_array_equal(getattr(found, name), getattr(expected, name)[cut:])
        assert restored.to_bytes() == whole.to_bytes()

    def test_what_it_remembers_does_not_grow(self):
        series = random_candles(3, 1200)
        stream = FeatureStream.of(series.rows(0, 700), default_spec())
        before = len(stream.to_bytes())
        stream.advance(series.rows(700, 1200))
        assert len(stream.to_bytes()) < before * 1.02  # only how full the deques of extremes are differs

    def test_the_bytes_of_a_state_are_as_they_were(self):
        """Whoever changes what is remembered raises STATE_VERSION: an older state must be refused."""
        flat = random_candles(1, 40, price=1.0, flat=1.0)
        series = CandleSeries(BTC, HOUR, "binance", flat.open_at, *([np.ones(40)] * 5))
        state = FeatureStream.of(series, SHORT).to_bytes()
        assert stream_module.STATE_VERSION == 1
        assert str(Digest.of(state)) == ("af618982b79fa4019bbb9bb54725623dadef979dbca4697f6d4db064adcc989f")

    @pytest.mark.parametrize("version", ["STATE_VERSION", "FEATURE_VERSION"])
    def test_a_state_of_another_version_is_refused(self, version, monkeypatch):
        if version == "STATE_VERSION":
            monkeypatch.setattr(stream_module, version, 2)
        stream = FeatureStream.of(random_candles(1, 30), SHORT)
        if version == "FEATURE_VERSION":
            object.__setattr__(stream.spec, "version", 2)
        state = stream.to_bytes()
        object.__setattr__(stream.spec, "version", FEATURE_VERSION)
        monkeypatch.undo()
        with pytest.raises(YouCanFix, match="another version"):
            FeatureStream.from_bytes(state, SHORT)

    def test_a_state_of_other_features_is_refused(self):
        state = FeatureStream.of(random_candles(1, 30), SHORT).to_bytes()
        with pytest.raises(YouCanFix, match="other features"):
            FeatureStream.from_bytes(state, FeatureSpec(FEATURE_VERSION, SHORT.names[::-1]))

    @given(st.data())
    def test_bytes_that_were_changed_or_cut_are_refused(self, data):
        state = bytearray(FeatureStream.of(random_candles(1, 30), SHORT).to_bytes())
        at = data.draw(st.integers(0, len(state) - 1))
        if data.draw(st.booleans()):
            state = state[:at]
        else:
            state[at] ^= 1 << data.draw(st.integers(0, 7))
        with pytest.raises(YouCanFix, match="not a state of features"):
            FeatureStream.from_bytes(bytes(state), SHORT)

    @pytest.mark.parametrize("tail", [b"", b"\0" * 8, b"\0" * 7])
    def test_numbers_that_do_not_fit_are_refused_although_their_digest_is_right(self, tail):
        body = FeatureStream.of(random_candles(1, 30), SHORT).to_bytes()[:-32]
        body = body + tail if tail else body[:-8]
        with pytest.raises(YouCanFix, match="not a state of features"):
            FeatureStream.from_bytes(body + Digest.of(body).raw, SHORT)

    def test_an_older_candle_or_one_of_another_market_is_refused_and_changes_nothing(self):
        series = random_candles(1, 30)
        stream = FeatureStream.of(series, SHORT)
        before = stream.to_bytes()
        with pytest.raises(YouCanFix, match="is not after"):
            stream.advance(series.rows(29, 30))
        with pytest.raises(YouCanFix, match="ETH/USDT"):
            stream.advance(random_candles(1, 60, symbol=Symbol("ETH", "USDT")).rows(30, 60))
        assert stream.to_bytes() == before

    def test_coarse_features_need_a_multiple_of_the_candles(self):
        with pytest.raises(YouCanFix, match="cannot be made of 3h candles"):
            FeatureStream(SHORT, BTC, Timeframe("3h"), "binance")
