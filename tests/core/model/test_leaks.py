"""The leak check: green on honest datasets, red on each kind of leak, by the check that is made for it."""

from dataclasses import replace

import numpy as np
import pytest

from core.features import dataset as made_of
from core.features.dataset import LabelSpec, build_dataset, default_spec, feature_matrix
from core.model.leaks import Recipe, check_leaks
from core.model.results import LeakCheck, LeakReport
from tests.strategies import random_candles, without

SPEC, LABELS, WINDOW = default_spec(), LabelSpec(12, 24), 24
SERIES = random_candles(1, 1500)


def features(series):
    return feature_matrix(series, SPEC)


def build(series):
    return build_dataset(series, SPEC, LABELS, WINDOW)


def found(dataset, series=(SERIES,), matrix=features, maker=build, labels=LABELS):
    report = check_leaks(dataset, series, labels, Recipe(matrix, maker))
    assert [check.name for check in report.checks] == [
        "overlap",
        "future",
        "shuffled labels",
        "shifted labels",
    ]
    return {check.name for check in report.checks if not check.passed}


@pytest.fixture(scope="module")
def honest():
    return build(SERIES)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("horizon", [1, 12])
def test_an_honest_dataset_is_green(seed, horizon):
    series, labels = random_candles(seed, 1500, missing=(400, 401, 1200)), LabelSpec(horizon, 24)

    def maker(given):
        return build_dataset(given, SPEC, labels, WINDOW)

    assert found(maker(series), (series,), maker=maker, labels=labels) == set()


def test_still_and_dead_markets_are_no_leak():
    series = random_candles(5, 1500, flat=0.4, zero_volumes=0.3)
    assert found(build(series), (series,)) == set()


def test_parts_that_touch_are_red(honest):
    near = replace(honest, validation=np.arange(honest.training[-1] + 5, len(honest)))
    assert "overlap" in found(near)


def test_a_random_split_is_red_for_its_overlap_and_for_its_memory(honest):
    mixed = np.random.default_rng(0).permutation(len(honest))
    split = replace(honest, training=np.sort(mixed[300:]), validation=np.sort(mixed[:300]))
    assert {"overlap", "shuffled labels"} <= found(split)


def test_candles_that_were_copied_are_red():
    columns = {name: np.tile(getattr(SERIES, name)[:750], 2) for name in
               ("open", "high", "low", "close", "volume")}  # fmt: skip
    copied = replace(SERIES, **columns)
    assert "overlap" in found(build(copied), (copied,))


def peeking(steps):
    """Features whose first is the return of the next candle."""

    def matrix(series):
        given = feature_matrix(series, SPEC)
        values, close = given.values.copy(), np.log(series.close)
        values[:-steps, 0] = 50 * (close[steps:] - close[:-steps])
        return replace(given, values=values)

    return matrix


@pytest.mark.parametrize("steps", [1, 3])
def test_features_that_see_the_future_are_red(steps, monkeypatch):
    matrix = peeking(steps)
    monkeypatch.setattr(made_of, "feature_matrix", lambda series, _spec: matrix(series))
    series = random_candles(1, 4000)
    assert {"future", "shifted labels"} <= found(build(series), (series,), matrix=matrix)


def test_a_feature_that_holds_the_label_is_red(honest):
    given = honest.features.copy()
    given[honest.ends, 3] = honest.up
    assert "shifted labels" in found(replace(honest, features=given))


SEVERAL = LabelSpec(1, 24, further_horizons=(6, 12))


def several(series):
    return build_dataset(series, SPEC, SEVERAL, WINDOW)


@pytest.mark.parametrize("seed", range(2))
def test_an_honest_dataset_of_several_horizons_is_green(seed):
    series = random_candles(seed, 1500)
    assert found(several(series), (series,), maker=several, labels=SEVERAL) == set()


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_feature_that_holds_the_label_of_one_horizon_is_red_and_says_which(place):
    honest = several(SERIES)
    given = honest.features.copy()
    given[honest.ends, 3] = honest.ups[:, place - 1]
    leaking = replace(honest, features=given)
    report = check_leaks(leaking, (SERIES,), SEVERAL, Recipe(features, several))
    assert not report.checks[3].passed
    assert f"(horizon {place} of 3)" in report.checks[3].reason


def test_further_labels_that_reach_further_than_they_say_are_red():
    def maker(series):
        return build_dataset(series, SPEC, LabelSpec(1, 6, further_horizons=(6, 30)), WINDOW)

    said = LabelSpec(1, 6, further_horizons=(6, 12))
    assert "future" in found(maker(SERIES), maker=maker, labels=said)


def test_a_normaliser_of_all_candles_is_red(honest):
    def maker(series):
        kept, whole = build(series), made_of.Normaliser.fit(features(series).values)
        return replace(kept, features=whole.apply(features(series).values), normaliser=whole)

    assert found(maker(SERIES), maker=maker) == {"future"}


def test_labels_that_depend_on_later_candles_than_they_say_are_red():
    def maker(series):
        return build_dataset(series, SPEC, LabelSpec(12, 24), WINDOW)

    assert "future" in found(maker(SERIES), maker=maker, labels=LabelSpec(12, 12))


def test_too_few_windows_in_a_row_are_said(honest):
    few = replace(honest, validation=honest.validation[:200:20])
    check = check_leaks(few, (SERIES,), LABELS, Recipe(features, build)).checks[3]
    assert check == LeakCheck(
        "shifted labels", passed=True, reason="too few validation windows in a row to tell"
    )


def test_short_pieces_with_gaps_are_made_longer_until_they_suffice():
    series = without(random_candles(2, 1500), range(1100, 1500, 40))
    assert found(build(series), (series,)) == set()


def test_one_red_check_makes_a_report_red():
    good, bad = LeakCheck("a", passed=True, reason=""), LeakCheck("b", passed=False, reason="")
    assert LeakReport((good,)).is_clean
    assert not LeakReport((good, bad)).is_clean
