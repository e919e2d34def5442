"""Results against plain computation on all rows pooled: the true figure lies within the told bounds."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PeerBroke, Refused
from core.federated.analytics_results import result
from core.federated.analytics_search import GRID, Answered, Interval, interval, is_complete, places
from core.federated.analytics_sketch import item_of
from tests.core.federated.analytics_samples import NAMES, ask, rows_of, total_of
from tests.slices import examples

row = st.one_of(st.floats(0, 1.2), st.sampled_from([0.0, 0.1, 0.2, 0.5, 1.0]))
crowds = st.lists(st.lists(row, min_size=1, max_size=12), min_size=8, max_size=12)
caps = st.sampled_from([0, 5, 1000])


def pooled(crowd, cap):
    """All values and the weight of each: its part of a trader, or one."""
    kept = [values[-cap:] if cap else values for values in crowd]
    weights = np.concatenate([np.full(len(values), 1 if cap else 1 / len(values)) for values in kept])
    return np.concatenate(kept).astype(float), weights


def asked(query, crowd):
    """The result of all sums that a query takes."""
    traders, history = [rows_of(values) for values in crowd], []
    while not is_complete(query, history):
        history.append(total_of(query, traders, history))
    return result(query, history)


def holds(estimate, value, slack=1e-9):
    """Whether the true value is where the estimate says."""
    return estimate.low - slack <= value <= estimate.high + slack


@given(crowds, caps, st.floats(0, 0.6), st.floats(0.01, 1))
@settings(max_examples=examples(60), deadline=None)
def test_a_count_is_that_of_the_pooled_rows(crowd, cap, lower, width):
    found = asked(ask("count", row_cap=cap, lower=lower, upper=lower + width), crowd)
    values, weights = pooled(crowd, cap)
    expected = weights[(values >= lower) & (values < lower + width)].sum()
    assert holds(found.estimates[0], expected)
    assert found.estimates[0].value == pytest.approx(expected, abs=1e-6)
    assert not cap or found.estimates[0].value == expected


@given(crowds, caps)
@settings(max_examples=examples(60), deadline=None)
def test_mean_and_variance_are_those_of_the_pooled_rows_held_within_the_range(crowd, cap):
    query = ask("variance", row_cap=cap, lower=0.05, upper=0.9)
    variance, deviation, mean = asked(query, crowd).estimates
    values, weights = pooled(crowd, cap)
    held = np.clip(values, 0.05, 0.9)
    expected = np.average(held, weights=weights)
    spread = np.average((held - expected) ** 2, weights=weights)
    assert holds(mean, expected)
    assert holds(variance, spread)
    assert holds(deviation, math.sqrt(spread))
    assert variance.value == pytest.approx(spread, abs=2e-6 if cap else 2e-8)
    (alone,) = asked(replace(query, kind="mean"), crowd).estimates
    assert holds(alone, expected)
    assert alone.value == pytest.approx(expected, abs=1e-6 if cap else 1e-8)


def test_a_small_variance_on_a_great_mean_does_not_cancel_away():
    values = np.random.default_rng(3).normal(9e9, 1e6, (20, 50))
    query = ask("variance", column="trade_size", pairs=("BTC/USDT",), lower=8.9e9, upper=9.1e9)
    variance, *_ = asked(query, values).estimates
    assert variance.value == pytest.approx(values.var(), rel=2e-3)
    assert variance.low <= values.var() <= variance.high


@given(crowds, caps, st.booleans())
@settings(max_examples=examples(60), deadline=None)
def test_a_histogram_has_the_shares_of_the_pooled_rows(crowd, cap, is_log):
    query = ask("histogram", row_cap=cap, lower=0.05, upper=0.8, is_log=is_log, bins=7)
    found = asked(query, crowd)
    values, weights = pooled(crowd, cap)
    edges = np.geomspace(0.05, 0.8, 8) if is_log else np.linspace(0.05, 0.8, 8)
    assert found.edges == pytest.approx(edges, rel=1e-12)
    inside = np.searchsorted(found.edges, values, side="right")
    expected = np.bincount(inside, weights, minlength=9) / weights.sum()
    assert all(holds(told, share) for told, share in zip(found.estimates, expected, strict=True))
    assert [told.value for told in found.estimates] == pytest.approx(expected, abs=1e-6)
    assert found.count == pytest.approx(weights.sum())


@given(crowds, caps, st.floats(0.02, 0.98), st.sampled_from([2, 3, 16]), st.booleans())
@settings(max_examples=examples(60), deadline=None)
def test_a_quantile_is_within_the_tolerance_of_that_of_the_pooled_rows(crowd, cap, level, parts, is_log):
    query = ask(
        "quantile",
        row_cap=cap,
        level=level,
        parts=parts,
        is_log=is_log,
        lower=0.001,
        upper=1.3,
        tolerance=1e-3,
    )
    found = asked(query, crowd)
    values, weights = pooled(crowd, cap)
    order = np.argsort(values)
    below = np.cumsum(weights[order]) / weights.sum()
    # Rounding may tell a share that equals the level from the level by a hair, so both neighbours do.
    nearly = [
        values[order][min(np.searchsorted(below, level + tiny), len(values) - 1)] for tiny in (-1e-6, 1e-6)
    ]
    (told,) = found.estimates
    assert any(holds(told, value) for value in nearly)
    if min(nearly) >= 0.001:
        assert any(abs(told.value - value) <= 1e-3 for value in nearly)
    assert found.sums <= math.ceil(math.log(1300, parts)) + 8


def test_plain_bisection_halves_the_interval_each_time():
    crowd = [rows_of(np.random.default_rng(seed).uniform(0, 1, 30)) for seed in range(9)]
    query, history = ask("quantile", parts=2, tolerance=1e-3), []
    widths = []
    while not is_complete(query, history):
        found = interval(query, history)
        widths.append(found.high - found.low)
        history.append(total_of(query, crowd, history))
    assert widths == [GRID >> step for step in range(10)]


def test_a_search_goes_on_beside_its_interval_when_traders_change():
    query = ask("quantile", parts=4, tolerance=1e-3)
    low, high = ([rows_of([value] * 3) for _ in range(9)] for value in (0.1, 0.9))
    history = [total_of(query, low), total_of(query, low, [total_of(query, low)])]
    before = interval(query, history)
    while not is_complete(query, history):
        history.append(total_of(query, high, history))
    low_edge, high_edge = places(query, (interval(query, history).low, interval(query, history).high))
    assert places(query, [before.high])[0] < 0.2
    assert low_edge <= 0.9 < high_edge


@pytest.mark.parametrize(
    ("value", "word", "interval_"), [(0.0, "below", (0, 0)), (5.0, "above", (GRID, GRID))]
)
def test_a_quantile_outside_of_the_range_is_said_to_be_there(value, word, interval_):
    query = ask("quantile", lower=0.2, upper=0.8)
    history = [total_of(query, [rows_of([value])] * 8)]
    assert is_complete(query, history)
    assert interval(query, history) == Interval(*interval_)
    found = result(query, history)
    assert f"The quantile lies {word} the query's range." in found.notes
    assert holds(found.estimates[0], value)


def test_a_quantile_that_ran_out_of_sums_says_how_wide_it_still_is():
    query = ask("quantile", most_rounds=3)
    crowd = [rows_of([value / 20]) for value in range(12)]
    found = asked(query, [one.values for one in crowd])
    assert found.sums == 3
    assert "After 3 sums the interval is still wider than 0.001." in found.notes


@given(st.lists(st.lists(st.integers(0, 45), min_size=1, max_size=12), min_size=8, max_size=12), caps)
@settings(max_examples=examples(40), deadline=None)
def test_a_sketch_never_tells_too_little_and_rarely_too_much(crowd, cap):
    query = ask("top_k", row_cap=cap, k=40, width=64, depth=5)
    names = [[f"C{number}/USDT" for number in values] for values in crowd]
    found = result(query, [total_of(query, [rows_of(items=items) for items in names])])
    true = Counter()
    for items in names:
        for item in items[-cap:] if cap else items:
            true[item_of(query.top, item)] += 1 if cap else 1 / len(items)
    whole = sum(true.values())
    for told in found.estimates:
        assert told.high >= true[told.label] / whole - 1e-9
        assert told.value >= true[told.label] / whole - 1e-6
    too_much = [told for told in found.estimates if told.low > true[told.label] / whole + 1e-9]
    assert len(too_much) <= 2
    assert found.estimates[-1].label == "(other)"


def test_the_most_frequent_items_come_first():
    items = [[NAMES[0]] * 6 + [NAMES[1]] * 3 + [NAMES[2]]] * 8
    found = result(ask("top_k", k=2), [total_of(ask("top_k", k=2), [rows_of(items=one) for one in items])])
    assert [told.label for told in found.estimates] == [NAMES[0], NAMES[1], "(other)"]
    assert [told.value for told in found.estimates] == pytest.approx([0.6, 0.3, 0.0], abs=1e-6)


def test_one_trader_with_many_rows_does_not_dominate_unless_rows_are_counted():
    crowd = [[0.1]] * 9 + [[0.9] * 1000]
    assert asked(ask("mean"), crowd).estimates[0].value == pytest.approx(0.18)
    assert asked(ask("mean", row_cap=1000), crowd).estimates[0].value == pytest.approx(0.9, abs=0.01)
    capped = asked(ask("mean", row_cap=9), crowd)
    assert capped.estimates[0].value == pytest.approx(0.5)
    assert capped.count == 18


@pytest.mark.parametrize("kind", ["count", "mean", "variance", "histogram", "quantile", "top_k"])
@pytest.mark.parametrize("cap", [0, 20])
def test_with_noise_the_bounds_hold_about_as_often_as_they_say(kind, cap):
    draw = np.random.default_rng(7)
    crowd = [draw.uniform(0.2, 0.6, 20) for _ in range(60)]
    items = [[NAMES[int(number)] for number in draw.integers(0, 5, 20)] for _ in range(60)]
    query = ask(
        kind, noise_multiplier=0.3, row_cap=cap, parts=4, most_rounds=2, bins=4 if kind == "histogram" else 0
    )
    exact = replace(query, noise_multiplier=0.0)
    traders = (
        [rows_of(values, ()) for values in crowd] if kind != "top_k" else [rows_of(items=i) for i in items]
    )
    if kind == "quantile":
        true = {"0.5 quantile": float(np.median(np.concatenate(crowd)))}
    else:
        true = {told.label: told.value for told in result(exact, [total_of(exact, traders)]).estimates}
    hits = []
    for _ in range(30):
        history = []
        while not is_complete(query, history):
            history.append(total_of(query, traders, history, draw))
        found = result(query, history)
        assert found.noise > 0
        hits += [holds(told, true[told.label], 1e-6) for told in found.estimates if told.label in true]
    assert np.mean(hits) >= 0.9


def test_noise_is_what_the_multiplier_says_of_one_trader():
    query = ask("count", noise_multiplier=2.0)
    found = result(query, [Answered((0,), 9, 9)])
    assert found.noise == pytest.approx(2.0)
    assert result(query, [Answered((0,), 36, 9)]).noise == pytest.approx(4.0)


def test_too_few_traders_have_no_result():
    query = ask("mean")
    with pytest.raises(Refused, match="7 traders answered; 8 must"):
        result(query, [replace(total_of(query, [rows_of([0.5])] * 8), traders=7)])
    with pytest.raises(Refused, match="9 must"):
        result(ask("mean", least_traders=9), [total_of(query, [rows_of([0.5])] * 8)])


def test_without_a_sum_there_is_no_result():
    with pytest.raises(Refused, match="not answered yet"):
        result(ask("mean"), [])


@pytest.mark.parametrize(
    ("kind", "cap", "change"),
    [
        ("count", 0, {0: -9 * 2**28}),
        ("count", 0, {0: 9 * 2**28}),
        ("count", 5, {0: 1}),
        ("mean", 0, {0: 9 * 2**28}),
        ("mean", 5, {0: 1}),
        ("mean", 5, {0: -(2**30)}),
        ("mean", 5, {1: 2**30}),
        ("variance", 0, {1: 14 * 2**28}),
        ("histogram", 0, {3: 1}),
        ("histogram", 0, {3: -(2**30), 4: 2**30}),
        ("histogram", 5, {3: 1}),
        ("histogram", 5, {3: 2**32}),
        ("quantile", 0, {0: 2**20}),
        ("top_k", 0, {0: 1}),
    ],
)
def test_an_impossible_sum_is_void(kind, cap, change):
    query = ask(kind, row_cap=cap)
    good = total_of(query, [rows_of([0.5], ()) if kind != "top_k" else rows_of(items=NAMES[:1])] * 8)
    result(query, [good])
    false = [number + change.get(place, 0) for place, number in enumerate(good.total)]
    with pytest.raises(PeerBroke, match="impossible"):
        result(query, [replace(good, total=tuple(false))])


def test_a_sum_of_another_length_is_void():
    with pytest.raises(PeerBroke, match="another length"):
        result(ask("mean"), [Answered((1, 2), 8, 5)])
    with pytest.raises(PeerBroke, match="another length"):
        interval(ask("quantile"), [Answered((1, 2), 8, 5)])


@pytest.mark.parametrize("kind", ["mean", "histogram", "top_k"])
def test_noise_that_drowns_the_number_of_rows_leaves_no_result(kind):
    query = ask(kind, row_cap=100, noise_multiplier=5.0)
    with pytest.raises(Refused, match="drowned"):
        result(query, [Answered((query.row_unit,) + (0,) * (query.parameters - 1), 8, 5)])


def test_an_interval_shorter_than_its_parts_is_cut_place_by_place():
    assert Interval(5, 8).cuts(64) == (5, 6, 7, 8)
    assert Interval(0, 8).cuts(2) == (0, 4, 8)


def test_a_search_stops_when_noise_hides_what_is_left():
    crowd = [rows_of(np.random.default_rng(seed).uniform(0.2, 0.6, 30)) for seed in range(40)]
    exact = float(np.median(np.concatenate([one.values for one in crowd])))
    rng = np.random.default_rng(11)
    for noise in (0.05, 1.0):
        query, history = ask("quantile", parts=16, tolerance=1e-6, noise_multiplier=noise), []
        while not is_complete(query, history):
            history.append(total_of(query, crowd, history, rng))
        (told,) = result(query, history).estimates
        assert len(history) <= 4
        assert told.low <= exact <= told.high
        assert told.low <= told.value <= told.high
        assert not any("range" in note for note in result(query, history).notes)
