"""A growing series gives the windows of the whole one, however it grows."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.features.dataset import LabelSpec, Normaliser, build_predictions
from core.features.incremental.windows import LiveWindows
from core.features.matrix import FEATURE_VERSION, FeatureSpec
from tests.slices import examples
from tests.strategies import random_candles

SPEC = FeatureSpec(FEATURE_VERSION, ("roc_12", "range", "sar", "roc_12@2h"))
LABELS = LabelSpec(4, 24)
NORMALISER = Normaliser(np.zeros(4), np.full(4, 0.02))


@given(
    seed=st.integers(0, 1000),
    steps=st.lists(st.integers(0, 30), min_size=1, max_size=12),
    window=st.sampled_from([1, 6, 40]),
    missing=st.sets(st.integers(100, 220), max_size=2),
)
@settings(max_examples=examples(25))
def test_every_window_comes_once_and_again_when_asked_again(seed, steps, window, missing):
    series = random_candles(seed, 300, missing=missing)
    start, since = 140, int(series.close_at[135])
    live = LiveWindows(series.rows(0, start), SPEC, LABELS, window, NORMALISER)
    for step in steps:
        start = min(len(series), start + step)
        known = series.rows(0, start)
        expected = build_predictions(known, SPEC, LABELS, window, NORMALISER, since)
        for _ in range(2):
            found = live.follow(known, since)
            np.testing.assert_array_equal(found.end_at, expected.end_at)
            np.testing.assert_array_equal(found.baseline_log_variance, expected.baseline_log_variance)
            np.testing.assert_allclose(found.windows, expected.windows, atol=1e-6)
        since = int(known.close_at[-1]) + 1 if len(expected.end_at) else since
