"""The privacy budget: shown, charged before anything leaves, kept through crashes, and final."""

import math
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.trader_store import SqlTraderStore
from app.trader.privacy_budget import DELTA, EVERYTHING, SUM, PrivacyBudget, RoundNoise
from core.errors import Refused, YouCanFix
from core.privacy.differential import Accountant, own_release, sum_release
from tests.slices import examples

PAIR, OTHER = "BTC/USDT", "ETH/USDT"
NETWORK = "31337:0x" + "1" * 40
NOISE = RoundNoise(noise_multiplier=8.0, threshold=5, parameters=963)
NONE = RoundNoise(noise_multiplier=0.0, threshold=5, parameters=963)
ROOT = Path(__file__).parents[3]


class Noon:
    """A clock that stands still."""

    def now(self):
        return 1_700_000_000.0


@pytest.fixture
def open_budget(tmp_path):
    stores = []

    def open_one(network=NETWORK):
        stores.append(SqlTraderStore(tmp_path / "trader.db"))
        return PrivacyBudget(stores[-1], Noon(), network)

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def budget(open_budget):
    return open_budget()


def epsilon_of(rounds, release, delta=DELTA):
    accountant = Accountant()
    accountant.step(release, rounds)
    return accountant.epsilon(delta)


OWN = own_release(8.0, 5, 963)
PUBLISHED = sum_release(8.0, 963)


def test_the_cost_is_known_before_anything_is_sent(budget):
    budget.set_limit(8.0, 1e-6)
    cost = budget.cost(PAIR, NOISE)
    assert cost.epsilon_round == cost.epsilon_after == epsilon_of(1, OWN, 1e-6)
    assert (cost.epsilon_limit, cost.delta, cost.mechanism) == (8.0, 1e-6, "Skellam")
    assert budget.check(PAIR, NOISE) == cost
    assert budget.state(PAIR).updates == 0


def test_charges_add_up_by_their_divergences(budget):
    costs = [budget.charge(PAIR, number, 1, NOISE) for number in range(1, 4)]
    assert [cost.epsilon_after for cost in costs] == [epsilon_of(rounds, OWN) for rounds in (1, 2, 3)]
    assert costs[2].epsilon_after < 3 * costs[0].epsilon_round
    state = budget.state(PAIR)
    assert (state.epsilon, state.updates) == (epsilon_of(3, OWN), 3)
    assert math.isinf(state.epsilon_limit)


def test_a_spent_budget_refuses_with_a_remedy_and_charges_nothing(budget):
    budget.set_limit(epsilon_of(2, OWN) + 0.01)
    budget.charge(PAIR, 1, 1, NOISE)
    budget.charge(PAIR, 2, 1, NOISE)
    for refuse in (lambda: budget.check(PAIR, NOISE), lambda: budget.charge(PAIR, 3, 1, NOISE)):
        with pytest.raises(Refused, match="above your limit") as caught:
            refuse()
        assert "conflux privacy budget" in caught.value.remedy
    assert budget.state(PAIR).updates == 2
    assert not budget.cost(PAIR, NOISE).is_within


def test_another_dataset_has_a_budget_of_its_own(budget):
    budget.set_limit(epsilon_of(1, OWN) + 0.01)
    budget.charge(OTHER, 1, 1, NOISE)
    budget.charge(PAIR, 1, 1, NOISE)
    assert [state.dataset for state in budget.states()] == [PAIR, OTHER]


def test_new_contracts_of_a_network_do_not_make_a_new_budget(budget, open_budget):
    budget.charge(PAIR, 1, 1, NOISE)
    anew = open_budget("31337:0x" + "2" * 40)
    assert anew.charge(PAIR, 1, 1, NOISE).epsilon_after == epsilon_of(2, OWN)


def test_a_message_sent_again_is_charged_once_and_a_fresh_attempt_again(budget, open_budget):
    first = budget.charge(PAIR, 1, 1, NOISE)
    assert open_budget().charge(PAIR, 1, 1, NOISE) == first
    assert budget.state(PAIR).updates == 1
    assert budget.charge(PAIR, 1, 2, NOISE).epsilon_after == epsilon_of(2, OWN)


def test_a_message_sent_again_is_not_refused_where_the_limit_was_lowered(budget):
    budget.charge(PAIR, 1, 1, NOISE)
    budget.set_limit(0.01)
    assert not budget.charge(PAIR, 1, 1, NOISE).is_within
    with pytest.raises(Refused):
        budget.charge(PAIR, 1, 2, NOISE)


def test_what_was_spent_outlives_the_limit_and_a_restart(budget, open_budget):
    budget.set_limit(5.0)
    budget.charge(PAIR, 1, 1, NOISE)
    budget.remove_limit()
    assert open_budget().limit() is None
    assert open_budget().state(PAIR).updates == 1


def test_the_sum_alone_costs_less_than_everything_and_the_other_count_is_told(budget):
    everything = budget.cost(PAIR, NOISE)
    budget.set_limit(8.0, DELTA, SUM)
    alone = budget.cost(PAIR, NOISE)
    assert (alone.epsilon_round, everything.epsilon_round) == (epsilon_of(1, PUBLISHED), epsilon_of(1, OWN))
    assert alone.epsilon_round < everything.epsilon_round
    assert f"{everything.epsilon_round:.2f}" in alone.note
    assert f"{alone.epsilon_round:.2f}" in everything.note
    assert budget.state(PAIR).covers == SUM


def test_a_round_without_noise_has_no_epsilon(budget):
    cost = budget.charge(PAIR, 1, 1, NONE)
    assert math.isinf(cost.epsilon_round)
    assert cost.mechanism == "none"
    assert "adds no noise" in cost.note
    later = budget.charge(PAIR, 2, 1, NOISE)
    assert later.epsilon_after == epsilon_of(1, OWN)
    assert "Not counted: 1 sent before without noise." in later.note
    assert (budget.state(PAIR).updates, budget.state(PAIR).without_noise) == (1, 1)


def test_with_a_limit_a_round_without_noise_is_refused(budget):
    budget.set_limit(1e6)
    with pytest.raises(Refused, match="adds no noise") as caught:
        budget.charge(PAIR, 1, 1, NONE)
    assert "--no-limit" in caught.value.remedy
    assert budget.state(PAIR).without_noise == 0


def test_two_programs_at_once_do_not_overspend(open_budget):
    budgets = [open_budget() for _ in range(4)]
    budgets[0].set_limit(epsilon_of(3, OWN) + 0.01)
    refused = []

    def spend(number, budget):
        try:
            budget.charge(PAIR, number, 1, NOISE)
        except Refused:
            refused.append(number)

    threads = [threading.Thread(target=spend, args=(n, budgets[n % 4])) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (budgets[0].state(PAIR).updates, len(refused)) == (3, 5)


def test_a_charge_outlives_a_program_that_dies_right_after_it(tmp_path, budget):
    code = (
        "import os, sys; from pathlib import Path; from types import SimpleNamespace;"
        "from app.adapters.trader_store import SqlTraderStore;"
        "from app.trader.privacy_budget import PrivacyBudget, RoundNoise;"
        "store = SqlTraderStore(Path(sys.argv[1]));"
        "budget = PrivacyBudget(store, SimpleNamespace(now=lambda: 1.0), sys.argv[2]);"
        "budget.charge('BTC/USDT', 1, 1, RoundNoise(8.0, 5, 963)); os.kill(os.getpid(), 9)"
    )
    arguments = [sys.executable, "-c", code, str(tmp_path / "trader.db"), NETWORK]
    assert subprocess.run(arguments, check=False, cwd=ROOT).returncode == -9
    assert budget.state(PAIR).updates == 1


@pytest.mark.parametrize(
    ("epsilon", "delta", "covers"),
    [
        (0.0, DELTA, SUM),
        (float("nan"), DELTA, SUM),
        (float("inf"), DELTA, SUM),
        (8.0, 0.0, SUM),
        (8.0, 1.0, SUM),
        (8.0, DELTA, "nothing"),
    ],
)
def test_a_limit_that_means_nothing_is_refused(budget, epsilon, delta, covers):
    with pytest.raises(YouCanFix):
        budget.set_limit(epsilon, delta, covers)


def test_noise_that_hides_nothing_is_refused(budget):
    with pytest.raises(YouCanFix, match="cannot be made"):
        budget.charge(PAIR, 1, 1, RoundNoise(0.0001, 5, 963))
    assert budget.states() == ()


@settings(max_examples=examples(10))
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2), st.sampled_from([2.0, 8.0, 30.0])), max_size=8),
    st.floats(0.5, 12),
    st.sampled_from([EVERYTHING, SUM]),
)
def test_no_schedule_of_rounds_passes_the_limit(tmp_path_factory, schedule, limit, covers):
    store = SqlTraderStore(tmp_path_factory.mktemp("budget") / "trader.db")
    budget = PrivacyBudget(store, Noon(), NETWORK)
    budget.set_limit(limit, DELTA, covers)
    for round_id, attempt, noise_multiplier in schedule:
        before = budget.state(PAIR).epsilon
        try:
            cost = budget.charge(PAIR, round_id, attempt, RoundNoise(noise_multiplier, 5, 99))
        except Refused:
            assert budget.state(PAIR).epsilon == before
        else:
            assert budget.state(PAIR).epsilon == pytest.approx(cost.epsilon_after)
    assert budget.state(PAIR).epsilon <= limit
    store.close()
