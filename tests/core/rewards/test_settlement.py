"""Scores of some rounds in; tables that pay everybody's share once, and are checked by anybody, out."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import PeerBroke
from core.federated.losses import Judged
from core.federated.terms import STANDING_ONE
from core.federated.views import Score, ScoreTable
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import MOST_SCORES, Before, History, Payouts, check_payouts, share_out, standings
from core.rewards.shares import CAP, WHOLE
from core.values import RoundId, client_id

CLIENTS = [client_id(f"0x{number:040x}") for number in range(1, 11)]
PROFIT = PayoutTable(1, client_id("0x" + "aa" * 20))
EMISSION = PayoutTable(1, client_id("0x" + "bb" * 20))
NOTHING = Before((), PROFIT, EMISSION)


class Terms:
    """What of a round's terms the rule reads."""

    warm_up_rounds = 0
    error_discount = 0.0
    standings_round = 7


def table(scores, round_id=1):
    rows = tuple(
        Score(
            client, 1 << 20, () if score is None else (1,), score, score, "held" if score is None else "final"
        )
        for client, score in sorted(scores.items())
    )
    return ScoreTable(RoundId(round_id), 1, rows, ())


def judged(scored, unpaid=(), losses=None):
    return Judged(scored, frozenset(unpaid), losses or {})


finite = st.floats(-1, 1, allow_nan=False)
SCORES = st.dictionaries(st.sampled_from(CLIENTS), st.one_of(finite, st.none()), min_size=1)
AMOUNTS = st.integers(0, 10**24)


@given(scores=SCORES, profit=AMOUNTS, emission=AMOUNTS)
def test_nobody_gets_more_than_a_quarter_and_together_no_more_than_there_is(scores, profit, emission):
    payouts = share_out(Terms, judged(table(scores)), NOTHING, profit, emission)
    paid = payouts.profit_table.cumulative

    assert payouts.profit_table.total <= profit
    assert payouts.emission_table.total <= emission
    assert all(amount <= profit * CAP // WHOLE + 1 for amount in paid.values())
    assert all(scores[client] and scores[client] > 0 for client in paid)
    check_payouts(Terms, judged(table(scores)), payouts)
    assert Payouts.from_bytes(payouts.to_bytes()) == payouts


@given(rounds=st.lists(SCORES, min_size=1, max_size=5), profit=AMOUNTS)
def test_tables_only_grow_and_every_round_can_be_checked(rounds, profit):
    before, last = NOTHING, None
    for number, scores in enumerate(rounds, start=1):
        scored = table(scores, number)
        payouts = share_out(Terms, judged(scored), before, profit, 0)
        check_payouts(Terms, judged(scored), payouts, last)
        if last is not None:
            assert all(
                payouts.profit_table.cumulative[client] >= amount
                for client, amount in last.profit_table.cumulative.items()
            )
        before, last = Before(payouts.histories, payouts.profit_table, payouts.emission_table), payouts


def test_who_was_good_before_but_is_absent_gets_nothing_of_this_round():
    first = share_out(Terms, judged(table({CLIENTS[0]: 1.0, CLIENTS[1]: 1.0})), NOTHING, 1000, 0)
    before = Before(first.histories, first.profit_table, first.emission_table)
    second = share_out(Terms, judged(table({CLIENTS[1]: 1.0}, 2)), before, 1000, 0)

    earned = second.profit_table.cumulative
    assert (earned[CLIENTS[0]], earned[CLIENTS[1]]) == (250, 500)


def test_a_held_score_waits_and_is_not_counted_as_zero():
    payouts = share_out(Terms, judged(table({CLIENTS[0]: 0.5, CLIENTS[1]: None})), NOTHING, 1000, 0)
    assert [history.client for history in payouts.histories] == [CLIENTS[0]]


def test_only_the_newest_scores_are_kept():
    before = NOTHING
    for number in range(MOST_SCORES + 6):
        payouts = share_out(Terms, judged(table({CLIENTS[0]: float(number)}, number + 1)), before, 0, 0)
        before = Before(payouts.histories, payouts.profit_table, payouts.emission_table)

    assert payouts.histories[0].scores == tuple(float(number) for number in range(6, MOST_SCORES + 6))


def test_payouts_by_other_scores_or_with_too_little_are_found():
    scored = table({CLIENTS[0]: 0.5, CLIENTS[1]: 0.25})
    payouts = share_out(Terms, judged(scored), NOTHING, 1000, 1000)
    with pytest.raises(PeerBroke, match="another score"):
        check_payouts(Terms, judged(table({CLIENTS[0]: 0.5, CLIENTS[1]: 0.3})), payouts)
    with pytest.raises(PeerBroke, match="less than its share"):
        check_payouts(Terms, judged(scored), replace(payouts, profit=PROFIT.to_bytes()))
    with pytest.raises(PeerBroke, match="another score"):
        check_payouts(Terms, judged(scored), replace(payouts, histories=payouts.histories[:1]))


def test_the_convicted_get_nothing_and_keep_their_history():
    scored = table({CLIENTS[0]: 0.5, CLIENTS[1]: 0.5})
    payouts = share_out(Terms, judged(scored, [CLIENTS[1]]), NOTHING, 1000, 0)

    assert payouts.profit_table.cumulative == {CLIENTS[0]: 250}
    assert [history.client for history in payouts.histories] == [CLIENTS[0]]
    check_payouts(Terms, judged(scored, [CLIENTS[1]]), payouts)
    with pytest.raises(PeerBroke, match="leave out others"):
        check_payouts(Terms, judged(scored), payouts)


def test_a_loss_of_who_is_not_paid_goes_into_its_history_and_lowers_its_later_pay():
    scored = table({CLIENTS[0]: 0.5, CLIENTS[1]: 0.5})
    first = share_out(Terms, judged(scored), NOTHING, 1000, 0)
    before = Before(first.histories, first.profit_table, first.emission_table)
    lost = judged(table({CLIENTS[0]: 0.5, CLIENTS[1]: -0.4}, 2), [CLIENTS[1]], {CLIENTS[1]: -0.4})
    second = share_out(Terms, lost, before, 0, 0)
    assert [history.scores for history in second.histories] == [(0.5, 0.5), (0.5, -0.4)]
    check_payouts(Terms, lost, second, first)

    silent = share_out(Terms, replace(lost, losses={}), before, 0, 0)
    with pytest.raises(PeerBroke, match="another score"):
        check_payouts(Terms, lost, silent, first)
    third = judged(table({CLIENTS[0]: 0.1, CLIENTS[1]: 0.1}, 3))
    paid = [
        share_out(Terms, third, Before(found.histories, PROFIT, EMISSION), 1000, 0).profit_table.cumulative
        for found in (second, silent)
    ]
    assert paid[0][CLIENTS[1]] < paid[1][CLIENTS[1]]


@given(st.dictionaries(st.sampled_from(CLIENTS), st.lists(finite, min_size=1, max_size=5)))
@example({client: [0.98] for client in CLIENTS[:5]})  # five times 0.98, divided by five, is not 0.98
def test_standings_are_in_order_bounded_and_balanced(histories):
    found = standings(History(client, tuple(scores)) for client, scores in histories.items())

    assert [standing.client for standing in found] == sorted(histories)
    assert all(abs(standing.z) <= STANDING_ONE for standing in found)
    if len({tuple(scores) for scores in histories.values()}) == 1:
        assert all(standing.z == 0 for standing in found)


def test_who_scored_more_stands_higher():
    low, high = standings([History(CLIENTS[0], (0.1, 0.1)), History(CLIENTS[1], (0.2, 0.3))])

    assert (low.z, high.z) == (-STANDING_ONE, STANDING_ONE)


def test_payouts_that_do_not_follow_from_the_earlier_ones_are_found():
    class First(Terms):
        standings_round = 0

    first = share_out(First, judged(table({CLIENTS[0]: 0.5, CLIENTS[1]: 0.2})), NOTHING, 1000, 10**6)
    check_payouts(First, judged(table({CLIENTS[0]: 0.5, CLIENTS[1]: 0.2})), first)
    before = Before(first.histories, first.profit_table, first.emission_table)
    scored = table({CLIENTS[1]: 0.3}, 2)
    second = share_out(Terms, judged(scored), before, 1000, 0)
    check_payouts(Terms, judged(scored), second, first)
    forged = (History(CLIENTS[0], (0.9,)), *second.histories[1:])
    with pytest.raises(PeerBroke, match="earlier payouts give"):
        check_payouts(Terms, judged(scored), replace(second, histories=forged), first)
    with pytest.raises(PeerBroke, match="give"):
        check_payouts(
            First, judged(table({CLIENTS[0]: 0.5, CLIENTS[1]: 0.2})), replace(first, emission_wei=10**6 + 8)
        )
