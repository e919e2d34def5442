"""Features of a series: which rows are whole, and how they are normalised."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.dataset import cut_windows
from core.features.matrix import (
    FEATURE_VERSION,
    FeatureSpec,
    Normaliser,
    default_spec,
    feature_matrix,
    reference_normaliser,
    window_view,
)
from core.values import Timeframe
from tests.slices import examples
from tests.strategies import START, candle_series, random_candles, without


class TestFeatureSpec:
    def test_the_default_holds_the_whole_table(self):
        assert len(default_spec().names) >= 24

    def test_the_digest_is_the_same_on_every_machine_and_tells_specs_apart(self):
        """Participants compare it; it may change only with FEATURE_VERSION."""
        short = FeatureSpec(FEATURE_VERSION, ("rsi_14", "roc_12"))
        assert (
            str(default_spec().digest) == "599822685a247f76dfff19fb1b6b9a82f0523216e4a9d10b0ae3e8a85a22ab86"
        )
        assert short.digest != FeatureSpec(FEATURE_VERSION, ("roc_12", "rsi_14")).digest

    @pytest.mark.parametrize(
        ("version", "names", "what"),
        [
            (FEATURE_VERSION + 1, ("rsi_14",), "version"),
            (FEATURE_VERSION, ("rsi_14", "astrology"), "astrology"),
            (FEATURE_VERSION, ("rsi_14", "rsi_14"), "twice"),
            (FEATURE_VERSION, (), "version"),
        ],
    )
    def test_what_this_program_cannot_compute_is_refused(self, version, names, what):
        with pytest.raises(YouCanFix, match=what):
            FeatureSpec(version, names)


class TestFeatureMatrix:
    def test_rows_are_valid_after_the_warm_up(self):
        spec = default_spec()
        matrix = feature_matrix(random_candles(1, 300), spec)
        assert matrix.values.shape == (300, len(spec.names))
        warm_up = spec.warm_up(Timeframe("1h"))
        assert np.flatnonzero(matrix.valid)[0] == warm_up
        assert matrix.valid[warm_up:].all()

    def test_the_first_candle_after_a_gap_is_not_valid(self):
        series = without(random_candles(1, 300), [250, 251])
        assert np.flatnonzero(~feature_matrix(series, default_spec()).valid[200:]).tolist() == [50]

    @given(candle_series(max_size=260))
    @settings(max_examples=examples(25))
    def test_every_row_is_finite_and_invalid_ones_are_zero(self, series):
        matrix = feature_matrix(series, default_spec())
        assert np.isfinite(matrix.values).all()
        assert not matrix.values[~matrix.valid].any()


class TestWindowView:
    @given(st.integers(1, 40), st.integers(1, 12), st.integers(1, 4))
    def test_every_window_is_the_rows_up_to_its_last_one(self, count, window, columns):
        rows = np.arange(count * columns, dtype=np.float32).reshape(count, columns)
        view = window_view(rows, window)
        assert view.shape == (max(0, count - window + 1), window, columns)
        for last in range(window - 1, count):
            np.testing.assert_array_equal(view[last - window + 1], rows[last - window + 1 : last + 1])

    def test_nothing_is_copied_not_even_by_a_slice(self):
        rows = np.zeros((1000, 43), np.float32)
        view = window_view(rows, 48)
        assert np.shares_memory(view, rows)
        assert np.shares_memory(view[100:200], rows)
        rows[60] = 7.0
        assert (view[20, 40] == 7.0).all()

    def test_it_cannot_be_written_through(self):
        with pytest.raises(ValueError, match="read-only"):
            window_view(np.zeros((10, 2)), 3)[0, 0, 0] = 1.0

    def test_it_holds_the_windows_that_a_data_set_copies(self):
        rows = feature_matrix(random_candles(1, 300), default_spec()).values.astype(np.float32)
        ends = np.array([48, 120, 299])
        np.testing.assert_array_equal(window_view(rows, 48)[ends - 47], cut_windows(rows, ends, 48))


class TestNormaliser:
    @given(st.integers(0, 1000), st.floats(-1e3, 1e3), st.floats(1e-3, 1e3))
    def test_gives_mean_zero_and_deviation_one(self, seed, mean, std):
        values = mean + std * np.random.default_rng(seed).uniform(-1, 1, (200, 3))
        scaled = Normaliser.fit(values).apply(values)
        np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-5)
        np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=1e-4)

    def test_clips_what_lies_far_out_and_bears_a_constant(self):
        normaliser = Normaliser.fit(np.array([[0.0, 5.0], [2.0, 5.0]]))
        assert normaliser.apply(np.array([[1e9, 5.0], [-1e9, 5.0]])).tolist() == [[5.0, 0.0], [-5.0, 0.0]]

    def test_needs_two_rows(self):
        with pytest.raises(YouCanFix, match="too few"):
            Normaliser.fit(np.zeros((1, 3)))

    def test_a_reference_reads_only_rows_known_in_its_time(self):
        matrix = feature_matrix(random_candles(1, 400), default_spec())
        since, until = START + 200 * 3600, START + 300 * 3600
        normaliser = reference_normaliser(matrix, since, until)
        np.testing.assert_array_equal(normaliser.mean, matrix.values[200:300].mean(axis=0))
