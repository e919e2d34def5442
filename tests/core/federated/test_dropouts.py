"""Whatever drops out where: the sum is the exact sum of the survivors, or the attempt ends with a reason."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ConfluxError
from core.federated.graph import threshold
from core.federated.verification import verify_transcript
from core.privacy.fixed_point import integers_from_wire
from tests.slices import examples

STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
BEFORE_SUM = ("share", "mask", "open_norm", "agree", "unmask")


@st.composite
def silences(draw):
    """A number of clients, and for some of them the step from which on they are silent."""
    clients = draw(st.integers(8, 12))
    lost = draw(st.dictionaries(st.integers(0, clients - 1), st.sampled_from(STEPS[1:]), max_size=5))
    return clients, lost


@settings(max_examples=examples(16))
@given(silences(), st.lists(st.integers(10**15, 10**18), min_size=12, max_size=12))
def test_drop_outs_leave_an_exact_sum_or_a_clean_abort(rehearsal, make_terms, drawn, bonds):
    """Updates are a quarter of the clip: at the clip itself one honest update in 350 is refused by design."""
    clients, silent = drawn
    play = rehearsal(clients, spec=make_terms(clip=2.0), silent=silent, bonds=bonds[:clients])
    state = play.run()
    t = threshold(clients - 1)
    lost = {step: sum(silent[i] == step for i in silent) for step in STEPS}
    left_to_unmask = clients - sum(lost[step] for step in BEFORE_SUM)
    if state.aborted:
        assert state.aborted.reason
        assert left_to_unmask - 1 < t
        return
    survivors = [i for i in range(clients) if silent.get(i) not in ("share", "mask", "open_norm")]
    assert not state.rejected or set(state.rejected) <= {play.addresses[i] for i in silent}
    assert state.faults == ()
    expected = sum(play.integers(i) for i in survivors)
    assert np.array_equal(integers_from_wire(state.aggregate.total), expected)
    assert verify_transcript(state.transcript(), play.vectors.__getitem__).ok
    by_client = {row.client: row for row in state.scores.scores}
    assert sorted(by_client) == sorted(play.addresses[i] for i in survivors)


@pytest.mark.parametrize("step", STEPS[1:])
@pytest.mark.parametrize("count", [1, 2])
def test_eight_clients_are_exact_with_two_lost_at_any_step(rehearsal, step, count):
    play = rehearsal(8, silent=dict.fromkeys(range(count), step))
    state = play.run()
    survivors = range(count if step in ("share", "mask", "open_norm") else 0, 8)
    assert state.settled
    assert np.array_equal(integers_from_wire(state.aggregate.total), sum(play.integers(i) for i in survivors))


@pytest.mark.parametrize("step", BEFORE_SUM)
def test_eight_clients_abort_with_a_reason_when_three_are_lost(rehearsal, step):
    play = rehearsal(8, silent=dict.fromkeys(range(3), step))
    state = play.run()
    assert state.aborted
    assert state.aborted.reason
    assert state.chain_posts() == ()


@pytest.mark.parametrize("step", STEPS[1:])
def test_who_stayed_away_is_told_by_the_first_step_that_waited_for_it(rehearsal, step):
    play = rehearsal(9, silent={0: step})
    state = play.run()
    assert state.settled
    assert state.silent() == {play.addresses[0]: step}


@pytest.mark.parametrize("step", BEFORE_SUM)
def test_who_stayed_away_is_told_of_an_aborted_attempt_too(rehearsal, step):
    play = rehearsal(8, silent=dict.fromkeys(range(3), step))
    assert play.run().silent() == dict.fromkeys(play.addresses[:3], step)


def test_nobody_stayed_away_from_a_step_that_is_open_or_that_nobody_could_answer(rehearsal):
    play = rehearsal(8, silent={0: "mask"})
    play.run(until="share")
    for index in range(1, 8):
        play.deliver(index, "mask")
    is_open = play.state.silent()
    play.state.tick(play.state.deadline_at)
    play.state.abort("the chain is away", play.now)

    assert is_open == {}
    assert play.state.silent() == {play.addresses[0]: "mask"}


def test_when_messages_came_and_which_bonds_stand_behind_them_can_be_read(rehearsal):
    play = rehearsal(8)
    play.run(until="share")
    state = play.state
    assert {step for step, _ in state.received_at} == {"join", "share"}
    assert {client for _, client in state.received_at} == set(state.bonds) == set(play.addresses)


def test_an_aborted_attempt_is_followed_by_an_exact_one_with_fresh_keys(rehearsal, make_terms):
    play = rehearsal(9, spec=make_terms(parameters=12_800), silent=dict.fromkeys(range(3), "agree"))
    first = play.run()
    play.silent = {}
    play.start(2, now=1_500.0)
    second = play.run()
    assert first.aborted
    assert second.settled
    assert np.array_equal(integers_from_wire(second.aggregate.total), sum(play.integers(i) for i in range(9)))


def test_the_join_window_restarts_below_the_floor_and_closes_above_it(rehearsal):
    play = rehearsal(8)
    for index in range(7):
        play.state.bonded(play.addresses[index], play.bonds[index], play.now)
        play.deliver(index, "join")
    with pytest.raises(ConfluxError, match="at least 8"):
        play.state.close_joins(play.now)
    play.state.tick(1_110.0)
    restarted_until = play.state.deadline_at
    play.state.bonded(play.addresses[7], play.bonds[7], 1_111.0)
    play.deliver(7, "join")
    play.state.tick(1_120.0)
    assert restarted_until == 1_120.0
    assert (play.state.step, play.state.awaits) == ("share", "joins")


def test_a_commitment_after_the_first_candle_ends_the_attempt(rehearsal):
    play = rehearsal(8)
    play.run(until="share")
    play.now = 10_000.0
    play.play("mask")
    assert "after the first candle" in play.state.aborted.reason


def test_large_cohorts_play_on_a_sparse_graph(rehearsal, make_terms):
    spec = make_terms(parameters=5)
    play = rehearsal(78, spec=spec, silent={3: "mask", 40: "unmask"})
    state = play.run(until="unmask")
    survivors = [i for i in range(78) if i != 3]
    assert np.array_equal(integers_from_wire(state.aggregate.total), sum(play.integers(i) for i in survivors))


def test_several_cohorts_add_up_and_one_that_falls_apart_is_left_out(rehearsal, make_terms):
    spec = make_terms(parameters=30, min_cohort=8, max_cohort=16)
    whole = rehearsal(40, spec=spec)
    whole.run(until="join")
    sizes = whole.state.cohort_sizes
    doomed = whole.state._record.cohorts[1].cohort.clients
    silent = {whole.addresses.index(client): "mask" for client in doomed[:6]}
    play = rehearsal(40, spec=spec, silent=silent)
    state = play.run()
    others = [i for i in range(40) if play.addresses[i] not in doomed]
    assert sizes == (14, 13, 13)
    assert state.settled
    assert np.array_equal(integers_from_wire(state.aggregate.total), sum(play.integers(i) for i in others))
    assert sorted(row.client for row in state.scores.scores) == sorted(play.addresses[i] for i in others)
    assert verify_transcript(state.transcript(), play.vectors.__getitem__).ok


@pytest.mark.parametrize("step", ["agree", "unmask"])
def test_a_cohort_that_is_lost_after_the_signing_is_left_out_of_the_sum(rehearsal, make_terms, step):
    spec = make_terms(parameters=30, min_cohort=8, max_cohort=16)
    whole = rehearsal(20, spec=spec)
    whole.run(until="join")
    doomed = whole.state._record.cohorts[0].cohort.clients
    play = rehearsal(20, spec=spec, silent={whole.addresses.index(client): step for client in doomed[:5]})
    state = play.run()
    others = [i for i in range(20) if play.addresses[i] not in doomed]
    assert state.settled
    assert np.array_equal(integers_from_wire(state.aggregate.total), sum(play.integers(i) for i in others))
    assert verify_transcript(state.transcript(), play.vectors.__getitem__).ok
