"""A model against its baselines: the truth beats all, a baseline's equal beats nothing, noise loses."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.features.dataset import LabelSpec, build_dataset, build_joint_dataset, default_spec
from core.model import yardsticks
from core.model.comparison import ALIKE, BETTER, WORSE
from core.model.judged_part import Part, Sides
from core.model.judging import SCORES
from core.model.yardsticks import block_days, compare
from core.values import Symbol, Timeframe
from tests.slices import examples
from tests.strategies import random_candles, with_future

LABELS, WINDOW, COUNT = LabelSpec(6, 24), 12, 24 * 130


def wild(seed, **changes):
    """Hourly candles with wild and calm weeks."""
    rng = np.random.default_rng(seed)
    series, level = random_candles(seed, COUNT, **changes), np.zeros(COUNT)
    for hour in range(1, COUNT):
        level[hour] = 0.99 * level[hour - 1] + 0.1 * rng.standard_normal()
    close = 100 * np.exp(np.cumsum(0.006 * np.exp(level) * rng.standard_normal(COUNT)))
    start = np.concatenate([[100.0], close[:-1]])
    return replace(
        series, open=start, close=close, high=np.maximum(start, close), low=np.minimum(start, close)
    )


def part_of(*series):
    return Part(build_joint_dataset(series, default_spec(), LABELS, WINDOW), series, LABELS, chose_epoch=True)


@pytest.fixture(scope="module")
def part():
    return part_of(wild(1))


@pytest.fixture(scope="module")
def joint():
    return part_of(wild(1), wild(2, symbol=Symbol("ETH", "USDT")))


def truth(part, order=None):
    """Outputs of a model that knows the future, or what it knows in another order."""
    given, rows = part.dataset, part.dataset.validation
    outputs = np.column_stack(
        [
            6.0 * given.up[rows] - 3,
            given.log_variance[rows] - given.baseline_log_variance[rows],
            -5.0 + 0 * rows,
        ]
    )
    return outputs if order is None else outputs[order]


def nothing(part):
    """Outputs of a model that says what the last day and an even chance say."""
    return np.tile([0.0, 0.0, -20.0], (len(part.dataset.validation), 1))


def verdicts(found, method):
    return {score.name: score.verdict for score in found.method(method).scores}


def test_the_truth_beats_every_baseline_by_every_score(joint):
    found = compare(joint, truth(joint), nothing(joint))
    methods = [one.method for one in found.methods]
    assert methods == [
        "model", "start", "ewma", "har", "har_pooled", "last_day", "base_rate", "last_return", "rule",
        "logistic",
    ]  # fmt: skip
    assert [score.name for score in found.methods[0].scores] == list(SCORES)
    assert all(score.gain is None for score in found.methods[0].scores)
    told = {
        (name, score)
        for name in methods[1:]
        for score, said in verdicts(found, name).items()
        if said != BETTER
    }
    assert told == set()
    assert found.notes == ()
    assert (found.symbols, found.draws) == (2, 500)


def test_a_model_that_says_what_a_baseline_says_gains_nothing(part):
    same = nothing(part)
    given = part.dataset
    rate = given.up[given.training].mean(dtype=np.float64)
    same[:, 0] = np.log(rate / (1 - rate))
    found = compare(part, same, same)
    for method in ("start", "last_day", "base_rate"):
        for score in found.method(method).scores:
            assert score.gain.low <= 0 <= score.gain.high
            assert score.gain.value == pytest.approx(0.0, abs=1e-9)
            assert score.verdict == ALIKE


def test_a_shuffled_model_is_worse(part):
    order = np.random.default_rng(0).permutation(len(part.dataset.validation))
    found = compare(part, truth(part, order), nothing(part))
    assert verdicts(found, "har")["qlike"] == WORSE
    assert verdicts(found, "base_rate")["log_loss"] == WORSE
    assert verdicts(found, "logistic")["log_loss"] == WORSE


def test_standards_find_what_the_market_was_made_with(part):
    found = compare(part, nothing(part), nothing(part))
    qlike = {method: score.own.value for method, score in found.against("qlike")}
    assert qlike["har"] < qlike["last_day"]
    assert found.method("base_rate").score("auc").own.value == 0.5
    assert found.method("har_pooled") is None


def test_what_is_judged_does_not_change_what_baselines_say(part):
    given = part.dataset
    labels = {name: getattr(given, name).copy() for name in ("up", "log_variance")}
    labels["up"][given.validation] = 1 - labels["up"][given.validation]
    labels["log_variance"][given.validation] += 2
    other = part._replace(dataset=replace(given, **labels))
    assert said(part) == said(other)


def test_later_candles_do_not_change_what_baselines_say_earlier(part):
    given = part.dataset
    cut = given.ends[given.validation[100]] + 1
    other = part._replace(series=(with_future(part.series[0], cut, seed=9),))
    before = given.ends[given.validation] < cut
    assert said(part, before) == said(other, before)
    assert said(part) != said(other)


def said(part, rows=slice(None)):
    """All that the baselines say of the judged windows, as one list."""
    sides = Sides(part)
    found = {**yardsticks._risk(sides)[0], **yardsticks._direction(sides)[0]}
    return [(name, column[rows].tolist()) for name, one in found.items() for told in one for column in told]


def test_of_several_horizons_the_first_is_compared(part):
    one = truth(part)
    several = np.insert(one, 1, -one[:, 0], axis=1)
    assert compare(part, several, nothing(part)) == compare(part, one, nothing(part))


def test_symbols_keep_their_own_rows(joint):
    sides = Sides(joint)
    places = np.concatenate([side.places for side in sides.judged])
    assert np.array_equal(np.sort(places), np.arange(len(joint.dataset.validation)))
    outcomes = sides.outcomes()
    assert np.array_equal(outcomes.returns > 0, outcomes.up > 0)
    assert all(
        np.array_equal(series.close_at[side.ends], joint.dataset.end_at[side.rows])
        for series, side in zip(sides.series, sides.judged, strict=True)
    )


def test_too_few_days_for_an_interval_are_said():
    short = part_of(wild(1).rows(0, 500))
    found = compare(short, truth(short), nothing(short))
    assert (found.methods, found.draws) == ((), 0)
    assert "at least 4 are needed" in found.notes[0]


def test_candles_that_standards_cannot_read_are_said():
    day = wild(1)
    slow = replace(day, timeframe=Timeframe("4h"), open_at=day.open_at[0] + 14_400 * np.arange(len(day)))
    labels = LabelSpec(3, 6)
    part = Part(build_dataset(slow, default_spec(), labels, WINDOW), (slow,), labels, chose_epoch=False)
    found = compare(part, truth(part), nothing(part))
    assert [method for method, _ in found.against("qlike")] == ["start", "last_day"]
    assert found.notes[0].startswith("No EWMA and no HAR")
    early = part_of(day.rows(0, 850))
    found = compare(early, truth(early), nothing(early))
    assert "within 30 days" in found.notes[0]


@settings(max_examples=examples(50))
@given(days=st.integers(1, 5000), reach=st.integers(1, 30 * 86_400))
def test_blocks_are_longer_than_labels_overlap(days, reach):
    found = block_days(days, reach)
    assert found * 86_400 >= 2 * reach
    assert found <= max(14, 2 * -(-reach // 86_400))
