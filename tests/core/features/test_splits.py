"""Splits in time: parts stand in order, never touch, and share nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.features.splits import split_newest, three_parts, walk_forward
from tests.slices import examples


@given(
    st.integers(1, 6), st.integers(0, 40), st.integers(0, 30), st.integers(1, 3), st.integers(0, 2**32 - 1)
)
@settings(max_examples=examples(60))
def test_parts_of_a_fold_stand_apart_and_in_order(folds, purge, embargo, symbols, seed):
    rng = np.random.default_rng(seed)
    at = np.concatenate([np.flatnonzero(rng.random(1500) < 0.9) for _ in range(symbols)])
    found = walk_forward(at, folds, purge, embargo)
    assert len(found) == folds
    for fold in found:
        assert at[fold.training].max() + purge + embargo <= at[fold.validation].min()
        assert at[fold.validation].max() + purge + embargo < at[fold.test].min()
    tests = np.concatenate([fold.test for fold in found])
    assert len(np.unique(tests)) == len(tests)
    assert np.array_equal(np.sort(tests), np.flatnonzero(at >= at[found[0].test].min()))


def test_stretches_have_equally_many_windows():
    assert [len(fold.test) for fold in walk_forward(np.arange(1000), 4, 5, 5)] == [200, 200, 200, 201]


def test_a_symbol_that_begins_late_is_trained_on_before_it_is_tested():
    at = np.concatenate([np.arange(1000), np.arange(600, 1000)])
    found = walk_forward(at, 3, 5, 5, since=600)
    assert all((fold.training >= 1000).any() for fold in found)
    assert at[found[0].test].min() == 699
    assert found[0].training[0] == 0


def test_later_folds_train_on_more():
    sizes = [len(fold.training) for fold in walk_forward(np.arange(1000), 4, 5, 5)]
    assert sizes == sorted(sizes)


@given(st.integers(0, 50), st.floats(0.05, 0.6))
def test_the_newest_part_validates(purge, fraction):
    at = np.random.default_rng(0).permutation(1000)
    training, validation = split_newest(at, purge, fraction)
    assert at[training].max() + purge <= at[validation].min()
    assert len(validation) == pytest.approx(1000 * fraction, abs=2)


@given(st.integers(0, 40), st.floats(0.05, 0.5), st.floats(0.05, 0.5), st.integers(0, 2**32 - 1))
@settings(max_examples=examples(60))
def test_three_parts_stand_apart_and_the_newest_tests(purge, test, validation, seed):
    at = np.random.default_rng(seed).permutation(2000)
    fold = three_parts(at, purge, test, validation)
    assert at[fold.training].max() + purge <= at[fold.validation].min()
    assert at[fold.validation].max() + purge <= at[fold.test].min()
    assert at[fold.test].max() == 1999
    assert len(fold.test) == pytest.approx(2000 * test, abs=2)
    assert len(fold.validation) == pytest.approx((2000 - len(fold.test) - purge) * validation, abs=3)


@pytest.mark.parametrize(("count", "purge", "test"), [(0, 0, 0.2), (50, 40, 0.2), (1000, 10, 1.2)])
def test_too_few_windows_for_three_parts_are_said(count, purge, test):
    with pytest.raises(YouCanFix):
        three_parts(np.arange(count), purge, test)


def test_no_windows_have_no_parts():
    assert [len(part) for part in split_newest(np.array([], np.int64), 5, 0.2)] == [0, 0]


@pytest.mark.parametrize(
    ("at", "folds", "purge", "embargo"),
    [
        (np.arange(100), 0, 5, 0),
        (np.arange(100), 51, 5, 0),
        (np.arange(100), 3, 5, -1),
        (np.arange(100), 3, 30, 0),
        (np.array([], np.int64), 3, 5, 0),
    ],
)
def test_a_walk_that_cannot_be_is_refused(at, folds, purge, embargo):
    with pytest.raises(YouCanFix) as caught:
        walk_forward(at, folds, purge, embargo)
    assert caught.value.remedy
