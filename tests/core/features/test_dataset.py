"""Training windows: what they hold, how the split keeps its parts apart, and what an evaluation may see."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import TryAgain, YouCanFix
from core.features.dataset import (
    LabelSpec,
    Normaliser,
    build_dataset,
    build_evaluation,
    build_joint_dataset,
    build_predictions,
    default_spec,
    feature_matrix,
    gather,
    history_seconds,
    label_candles,
    reference_normaliser,
)
from core.values import Symbol, Timeframe
from tests.slices import examples
from tests.strategies import HOUR, START, random_candles, without

SPEC, LABELS, WINDOW = default_spec(), LabelSpec(12, 24), 48
ETH = Symbol("ETH", "USDT")
LONG = random_candles(1, 1500)
START_AT, END_AT, REFERENCE = START + 1000 * 3600, START + 1100 * 3600, START + 600 * 3600


def build(series=LONG, **options):
    return build_dataset(series, SPEC, LABELS, WINDOW, **options)


def evaluate(series_by_symbol, start_at=START_AT, end_at=END_AT, reference=REFERENCE):
    return build_evaluation(series_by_symbol, SPEC, LABELS, WINDOW, start_at, end_at, reference)


class TestDataset:
    def test_windows_are_consecutive_normalised_rows(self):
        dataset = build()
        matrix = feature_matrix(LONG, SPEC)
        row = dataset.ends[7]
        expected = dataset.normaliser.apply(matrix.values)[row - WINDOW + 1 : row + 1]
        window = dataset.windows(np.array([7]))[0]
        assert window.dtype == np.float32
        np.testing.assert_array_equal(expected, window)
        assert dataset.end_at[7] == LONG.close_at[row]

    def test_no_window_crosses_a_gap_or_lacks_a_label(self):
        series = without(LONG, [700, 701, 900])
        dataset = build(series)
        spans = series.open_at[dataset.ends + LABELS.reach] - series.open_at[dataset.ends - WINDOW + 1]
        assert (spans == (WINDOW - 1 + LABELS.reach) * 3600).all()
        assert label_candles(series, LABELS).known[dataset.ends].all()

    @given(st.floats(0.05, 0.6), st.integers(1, 64), st.integers(1, 40))
    @settings(max_examples=examples(20))
    def test_training_and_validation_do_not_touch(self, fraction, window, horizon):
        labels = LabelSpec(horizon, 24)
        dataset = build_dataset(LONG, SPEC, labels, window, fraction)
        last_known = dataset.ends[dataset.training].max() + labels.reach
        first_seen = dataset.ends[dataset.validation].min() - window + 1
        assert last_known < first_seen
        assert len(dataset.validation) / len(dataset) == pytest.approx(fraction, abs=0.01)

    def test_the_normaliser_sees_the_training_part_only(self):
        dataset = build()
        changed = random_candles(2, 1500, volatility=0.2)
        cut = dataset.ends[dataset.training].max() + 1
        columns = {n: np.concatenate([getattr(LONG, n)[:cut], getattr(changed, n)[cut:]]) for n in
                   ("open", "high", "low", "close", "volume")}  # fmt: skip
        other = build(type(LONG)(LONG.symbol, HOUR, LONG.venue, LONG.open_at, **columns))
        np.testing.assert_array_equal(dataset.normaliser.mean, other.normaliser.mean)
        np.testing.assert_array_equal(dataset.normaliser.std, other.normaliser.std)

    @pytest.mark.parametrize("count", [1, 100, 300])
    def test_too_few_candles_are_refused_with_the_number_needed(self, count):
        with pytest.raises(YouCanFix, match=f"{count} candles .* too few") as caught:
            build(LONG.rows(0, count))
        assert "at least" in caught.value.remedy


class TestJointDataset:
    def joint(self, *series, labels=LABELS):
        return build_joint_dataset(series, SPEC, labels, WINDOW)

    def test_of_one_series_it_is_the_same_dataset(self):
        one, same = build(), self.joint(LONG)
        np.testing.assert_array_equal(one.features, same.features)
        np.testing.assert_array_equal(one.training, same.training)
        np.testing.assert_array_equal(one.validation, same.validation)

    def test_windows_are_those_of_each_series_normalised_by_its_own_training(self):
        eth = random_candles(2, 1300, symbol=ETH, start_at=START + 200 * 3600, volatility=0.03)
        dataset = self.joint(LONG, eth)
        assert len(dataset) == len(build()) + len(build(eth))
        first = dataset.ends < len(LONG)
        for piece, series, normaliser in zip((first, ~first), (LONG, eth), dataset.normalisers, strict=True):
            matrix = feature_matrix(series, SPEC)
            rows = dataset.ends[piece] - (0 if series is LONG else len(LONG))
            np.testing.assert_array_equal(dataset.end_at[piece], series.close_at[rows])
            expected = normaliser.apply(matrix.values)[rows]
            np.testing.assert_array_equal(dataset.features[dataset.ends[piece]], expected)
        assert not np.allclose(dataset.normalisers[0].std, dataset.normalisers[1].std)

    def test_all_symbols_are_split_at_one_moment(self):
        eth = random_candles(2, 1000, symbol=ETH, start_at=START + 400 * 3600)
        dataset = self.joint(LONG, eth)
        known_until = dataset.end_at[dataset.training].max() + LABELS.reach * 3600
        assert known_until <= dataset.end_at[dataset.validation].min() - WINDOW * 3600
        for piece in (dataset.ends < len(LONG), dataset.ends >= len(LONG)):
            assert piece[dataset.training].any()
            assert piece[dataset.validation].any()

    def test_the_longest_of_several_horizons_keeps_the_parts_apart(self):
        labels = LabelSpec(1, 24, further_horizons=(6, 72))
        eth = random_candles(2, 1300, symbol=ETH, start_at=START + 200 * 3600)
        for dataset in (build_dataset(LONG, SPEC, labels, WINDOW), self.joint(LONG, eth, labels=labels)):
            known_until = dataset.end_at[dataset.training].max() + 72 * 3600
            assert known_until <= dataset.end_at[dataset.validation].min() - WINDOW * 3600
            assert dataset.ups.shape == (len(dataset), 3)
        near = self.joint(LONG, eth, labels=LabelSpec(1, 24))
        assert near.end_at[near.training].max() > dataset.end_at[dataset.training].max()

    def test_no_window_holds_candles_of_two_series(self):
        dataset = self.joint(LONG, random_candles(2, 1500, symbol=ETH))
        starts = dataset.ends - WINDOW + 1
        assert not ((starts < len(LONG)) & (dataset.ends >= len(LONG))).any()

    def test_a_series_that_begins_after_the_training_part_is_refused(self):
        late = random_candles(2, 300, symbol=ETH, start_at=int(LONG.close_at[-300]))
        with pytest.raises(YouCanFix, match="ETH/USDT has too few candles before the validation"):
            self.joint(LONG, late)

    def test_windows_know_when_the_last_series_begins(self):
        late = random_candles(2, 1000, symbol=ETH, start_at=START + 500 * 3600)
        pool = gather((LONG, late), SPEC, LABELS, WINDOW)
        assert pool.since == build(late).end_at[0] > build().end_at[0]

    def test_several_timeframes_are_refused(self):
        with pytest.raises(YouCanFix, match="several timeframes"):
            self.joint(LONG, LONG.resample(Timeframe("4h")))


class TestEvaluation:
    def test_labels_lie_wholly_in_the_horizon(self):
        part = evaluate({LONG.symbol: LONG})
        labels = label_candles(LONG, LABELS)
        inside = (LONG.close_at >= START_AT) & (LONG.close_at + LABELS.reach * 3600 <= END_AT)
        assert len(part) == inside.sum() == 100 - 24 + 1
        np.testing.assert_array_equal(part.up, labels.up[inside])
        np.testing.assert_allclose(part.log_variance, labels.log_variance[inside], rtol=1e-6)
        np.testing.assert_allclose(
            part.baseline_log_variance, labels.baseline_log_variance[inside], rtol=1e-6
        )

    def test_the_same_for_everybody_whose_history_is_long_enough(self):
        history = history_seconds(SPEC, LABELS, WINDOW, HOUR)
        short = LONG.between(REFERENCE - history, END_AT)
        one, two = evaluate({LONG.symbol: LONG}), evaluate({LONG.symbol: short})
        np.testing.assert_array_equal(one.windows, two.windows)

    def test_what_comes_after_the_horizon_changes_nothing(self):
        one = evaluate({LONG.symbol: LONG})
        two = evaluate({LONG.symbol: LONG.closed_by(END_AT)})
        np.testing.assert_array_equal(one.windows, two.windows)
        np.testing.assert_array_equal(one.log_variance, two.log_variance)

    def test_the_normaliser_sees_the_reference_only(self):
        part = evaluate({LONG.symbol: LONG})
        assert part.windows.shape[1:] == (WINDOW, len(SPEC.names))
        wild = random_candles(3, 1500, volatility=0.2)
        columns = {n: np.concatenate([getattr(LONG, n)[:1050], getattr(wild, n)[1050:]]) for n in
                   ("open", "high", "low", "close", "volume")}  # fmt: skip
        other = evaluate({LONG.symbol: type(LONG)(LONG.symbol, HOUR, "binance", LONG.open_at, **columns)})
        np.testing.assert_array_equal(part.windows[:10], other.windows[:10])

    def test_symbols_are_stacked_by_name_whatever_the_order_given(self):
        eth = random_candles(2, 1500, symbol=ETH)
        one, two = evaluate({ETH: eth, LONG.symbol: LONG}), evaluate({LONG.symbol: LONG, ETH: eth})
        np.testing.assert_array_equal(one.windows, two.windows)
        np.testing.assert_array_equal(one.windows[: len(one) // 2], evaluate({LONG.symbol: LONG}).windows)

    def test_no_candles_of_the_horizon_yet_is_a_matter_of_waiting(self):
        with pytest.raises(TryAgain, match="No candles to evaluate"):
            evaluate({LONG.symbol: LONG.closed_by(START_AT + 10 * 3600)})

    def test_no_reference_is_refused(self):
        with pytest.raises(YouCanFix, match="too few"):
            evaluate({LONG.symbol: LONG.between(START_AT - 100 * 3600, END_AT)})


class TestPredictions:
    def test_the_newest_window_ends_at_the_newest_candle(self):
        matrix = feature_matrix(LONG, SPEC)
        normaliser = reference_normaliser(matrix, REFERENCE, START_AT)
        newest = LONG.close_at[-1]
        found = build_predictions(LONG, SPEC, LABELS, WINDOW, normaliser, newest - 2 * 3600)
        assert found.end_at.tolist() == [newest - 7200, newest - 3600, newest]
        np.testing.assert_array_equal(found.windows[-1], normaliser.apply(matrix.values[-WINDOW:]))

    def test_there_is_none_right_after_a_gap(self):
        series = without(LONG, [1480])
        normaliser = Normaliser(np.zeros(len(SPEC.names)), np.ones(len(SPEC.names)))
        found = build_predictions(series, SPEC, LABELS, WINDOW, normaliser, int(series.close_at[-1]))
        assert found.windows.shape == (0, WINDOW, len(SPEC.names))
