"""A share with its error: what is paid, and how far it would move if scores moved by their scatter."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rewards.shares import CAP, WHOLE, mean_and_error, shares, standing
from core.rewards.standing_share import ShareEstimate, share_of
from core.values import client_id

CLIENTS = [client_id(f"0x{number:040x}") for number in range(1, 9)]
SCORES = st.lists(st.floats(-1, 1), min_size=1, max_size=6)
HISTORIES = st.dictionaries(st.sampled_from(CLIENTS), SCORES, min_size=1)


@given(HISTORIES, st.data())
def test_it_is_the_share_that_the_payouts_give(histories, data):
    scored = data.draw(st.lists(st.sampled_from(sorted(histories)), min_size=1, unique=True))
    found = share_of(scored[0], histories, scored)
    expected = shares({client: standing(histories[client]) for client in scored})
    assert found.share == expected[scored[0]] / WHOLE
    assert found.rounds == len(histories[scored[0]])
    if found.interval is not None:
        low, high = found.interval
        assert 0 <= low <= found.share <= high <= CAP / WHOLE


def test_the_error_is_that_of_the_first_order():
    """Against the slopes by small differences of the share before floor and cap."""
    scores = {CLIENTS[n]: [0.02 + 0.001 * n, 0.03 - 0.002 * n, 0.025] for n in range(5)}
    means = {client: mean_and_error(history) for client, history in scores.items()}
    me, step = CLIENTS[0], 1e-7

    def share(moved=None):
        values = {client: mean + step * (client == moved) for client, (mean, _) in means.items()}
        return values[me] / sum(values.values())

    slopes = {client: (share(client) - share()) / step for client in scores}
    expected = math.hypot(*(slopes[client] * means[client][1] for client in scores))
    assert share_of(me, scores, list(scores)).error == pytest.approx(expected, rel=1e-4)


def test_one_round_says_nothing_of_the_scatter_and_no_standing_gives_no_share():
    histories = {CLIENTS[0]: (0.1,), CLIENTS[1]: (0.2, 0.1)}
    assert share_of(CLIENTS[0], histories, list(histories)) == ShareEstimate(0.25, None, 1)
    assert share_of(CLIENTS[0], {CLIENTS[0]: (-0.1, -0.2)}, [CLIENTS[0]]) == ShareEstimate(0.0, None, 2)
    assert share_of(CLIENTS[2], histories, list(histories)) == ShareEstimate(0.0, None, 0)


def test_a_warm_up_pays_nothing_yet():
    histories = dict.fromkeys(CLIENTS[:6], (0.1, 0.2))
    assert share_of(CLIENTS[0], histories, list(histories), warm_up_rounds=2).share == 0.0
    assert share_of(CLIENTS[0], histories, list(histories)).share == pytest.approx(1 / 6)
