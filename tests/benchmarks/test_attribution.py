"""The study's own arithmetic: Shapley's axioms, pay, splits, and one small round of real product steps."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.localnet.market import simulate_market
from core.model.spec import ModelSpec, TrainingConfig
from core.model.threads import use_threads
from core.rewards.shares import CAP, WHOLE
from tests.benchmarks.attribution.cohort import Cohort, Terms
from tests.benchmarks.attribution.conduct import HONEST, IDLE, LAST_STEP, REFERENCE, Seat
from tests.benchmarks.attribution.markets import FEATURES, HOUR, Moment, Stage, flipped, noisy
from tests.benchmarks.attribution.payment import Rules, certainty, paid, split
from tests.benchmarks.attribution.shapley import leave_one_out, pearson, shapley, spearman
from tests.slices import examples

LONG = Seat("three times its clip", lambda sight: sight.noise(), amount="", unclipped=3)
games = st.integers(0, 5).flatmap(
    lambda players: st.lists(st.integers(-100, 100), min_size=1 << players, max_size=1 << players)
)


def by_definition(worth):
    """The mean of what each player adds over all orders, written out."""
    players = len(worth).bit_length() - 1
    values = np.zeros(players)
    for order in permutations(range(players)):
        coalition = 0
        for player in order:
            values[player] += worth[coalition | 1 << player] - worth[coalition]
            coalition |= 1 << player
    return values / math.factorial(players)


@settings(max_examples=examples(60))
@given(games)
def test_shapley_values_are_the_mean_over_all_orders(worth):
    assert shapley(worth) == pytest.approx(by_definition(worth), abs=1e-9)


@settings(max_examples=examples(60))
@given(games)
def test_shapley_values_share_out_the_whole(worth):
    assert shapley(worth).sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)


@given(st.lists(st.integers(-9, 9), min_size=8, max_size=8))
def test_who_adds_nothing_gets_nothing_and_equals_get_the_same(worth):
    idle = [worth[coalition & 0b011] for coalition in range(8)]
    sizes = [worth[coalition.bit_count()] for coalition in range(8)]
    assert shapley(idle)[2] == 0
    assert np.ptp(shapley(sizes)) == pytest.approx(0, abs=1e-12)


def test_in_an_additive_game_both_values_are_what_each_brings():
    brings = np.array([3.0, -1.0, 0.0, 2.5])
    worth = [sum(brings[player] for player in range(4) if coalition >> player & 1) for coalition in range(16)]
    assert shapley(worth) == pytest.approx(brings)
    assert leave_one_out(worth) == pytest.approx(brings)


def test_a_table_of_another_length_than_2_to_the_n_is_refused():
    with pytest.raises(ValueError, match="coalitions"):
        shapley([1.0, 2.0, 3.0])


def test_correlations_know_lines_ranks_and_ties():
    rising = np.array([1.0, 2.0, 3.0, 4.0])
    assert pearson(rising, 5 - 2 * rising) == pytest.approx(-1)
    assert spearman(rising, np.exp(rising)) == pytest.approx(1)
    assert spearman(np.array([1.0, 1.0, 2.0]), np.array([5.0, 5.0, 9.0])) == pytest.approx(1)
    assert math.isnan(pearson(rising, np.ones(4)))


def test_pay_is_by_standing_after_the_warm_up():
    rounds = [{"a": 3.0, "b": 1.0, "c": -2.0, "late": None}] * 2 + [
        {"a": 3.0, "b": 1.0, "c": -2.0, "late": 9.0}
    ]
    found = paid(rounds, Rules(warm_up=1, discount=0.5, cap=WHOLE))
    assert found == pytest.approx({"a": 0.75, "b": 0.25, "c": 0.0, "late": 0.0})


def test_a_split_pays_the_same_until_the_cap_binds():
    rng = np.random.default_rng(2)
    rounds = [
        {name: float(mean + rng.normal()) for name, mean in zip("abc", (3, 2, 1), strict=True)}
        for _ in range(6)
    ]

    def gain(cap):
        rules = Rules(warm_up=1, cap=cap)
        several = paid(split(rounds, "a", 4), rules)
        return sum(share for name, share in several.items() if "part" in name) / paid(rounds, rules)["a"]

    assert gain(WHOLE) == pytest.approx(1, abs=1e-9)
    assert gain(CAP) > 1.3


def test_certainty_counts_the_rounds_that_a_score_needs_to_leave_zero():
    found = certainty([1.0, 3.0])
    assert (found.mean, found.error, found.t) == pytest.approx((2.0, 1.0, 2.0))
    assert found.rounds_needed == pytest.approx((1.645 * math.sqrt(2) / 2) ** 2)
    assert certainty([-1.0, -3.0]).rounds_needed == math.inf
    assert certainty([0.0, 0.0]).t == 0
    assert certainty([2.0]).rounds_needed == 1


@pytest.fixture(scope="module")
def stage():
    market = simulate_market(3, 2, HOUR, history=2600, ahead=120)
    return Stage("small", market.start_at, market.series, simulated=True)


@pytest.fixture(scope="module")
def rounds(stage):
    """Two rounds of a cohort of five."""
    use_threads(1)
    terms = Terms(
        ModelSpec(len(FEATURES.names), window=8, hidden=4),
        TrainingConfig(epochs=1, windows_per_epoch=512, device="cpu"),
        round_candles=48,
        exact_rounds=1,
    )
    cohort = Cohort([HONEST, REFERENCE, IDLE, LAST_STEP, LONG], terms)
    return [cohort.play(Moment(stage, number, 8, 48)) for number in range(2)]


def test_raw_scores_sum_to_the_fall_of_the_loss_and_agree_with_exact_values(rounds):
    for played in rounds:
        assert played.is_exact
        assert sum(played.scores["raw"]) == pytest.approx(played.gain, rel=1e-3, abs=1e-7)
    first = rounds[0]
    assert first.values["exact"] == pytest.approx(first.scores["raw"], rel=0.02, abs=1e-6)


def test_idle_and_replaying_seats_are_paid_nothing(rounds):
    for played in rounds:
        raw, payable = played.scores["raw"], played.scores["payable"]
        assert raw[2] == payable[2] == 0
        assert abs(payable[1]) < 1e-5 * abs(raw[1])
        assert abs(payable[3]) <= 1e-5 * abs(raw[3])
    assert rounds[1].scores["raw"][3] != 0


def test_an_update_longer_than_its_clip_is_refused_and_unscored(rounds):
    for played in rounds:
        assert played.refused == [False, False, False, False, True]
        assert played.scores["raw"][4] == played.scores["payable"][4] == 0


def test_a_split_bond_multiplies_to_the_same_product(rounds):
    assert max(played.split for played in rounds) < 1e-6


def test_flipped_and_noisy_labels_keep_windows_and_change_the_truth(stage):
    given_ = Moment(stage, 0, 8, 48).dataset(0, "small")
    wrong, shuffled = flipped(given_), noisy(given_)
    assert np.array_equal(wrong.up, 1 - given_.up)
    assert wrong.log_variance + given_.log_variance == pytest.approx(
        2 * given_.baseline_log_variance, abs=1e-4
    )
    assert 0.1 < np.mean(shuffled.log_variance != given_.log_variance) < 0.6
    assert sorted(shuffled.up) == sorted(given_.up)
    assert np.array_equal(flipped(wrong).up, given_.up)
