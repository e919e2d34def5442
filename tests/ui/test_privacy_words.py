"""Privacy in words: what was spent, what no number bounds, and the limit."""

import math

import pytest

from app.ports import PrivacyLimit
from app.trader.privacy_budget import PrivacyState
from ui.privacy_words import budget_tile, epsilon, limit_line, state_line


def state(dataset="BTC/USDT", spent=5.021, limit=8.0, updates=3, without_noise=0):
    return PrivacyState(dataset, spent, limit, 1e-5, "everything", updates, without_noise)


def test_an_epsilon_that_is_not_bounded_is_said_in_words():
    assert (epsilon(2.171), epsilon(math.inf)) == ("2.17", "no bound")


def test_what_was_spent_is_a_line_a_dataset():
    assert state_line(state()) == "BTC/USDT: epsilon 5.02 over 3 updates with noise"
    assert state_line(state(without_noise=2)).endswith(", and 2 without")


@pytest.mark.parametrize(
    ("covers", "said"), [("sum", "the published sum alone"), ("everything", "everything")]
)
def test_the_limit_says_what_it_counts(covers, said):
    assert said in limit_line(PrivacyLimit(8.0, 1e-5, covers))


def test_without_a_limit_it_says_so():
    assert "No limit is set" in limit_line(None)


@pytest.mark.parametrize(
    ("states", "value", "foot", "tone"),
    [
        ((), "\u2013", "nothing spent", "muted"),
        ((state(), state("ETH/USDT", 6.0)), "6.00", "of 8.00, ETH/USDT", "muted"),
        ((state(spent=8.0),), "8.00", "of 8.00, BTC/USDT", "danger"),
        ((state(limit=math.inf),), "5.02", "no limit, BTC/USDT", "muted"),
        ((state(without_noise=1),), "5.02", "of 8.00, BTC/USDT", "warning"),
        (
            (state(spent=0.0, updates=0, without_noise=1),),
            "no bound",
            "BTC/USDT, sent without noise",
            "warning",
        ),
    ],
)
def test_the_tile_shows_the_dataset_of_which_most_was_spent(states, value, foot, tone):
    tile = budget_tile(states)
    assert (tile.value, tile.foot, tile.tone) == (value, foot, tone)
