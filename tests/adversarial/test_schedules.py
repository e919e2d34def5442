"""Bad lines and dying machines over whole rounds in; an exact sum and true pay, or a clean abort, out.

`make test` plays a slice, `make stress` fifty times as many rounds: more than two thousand.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.federated.graph import threshold
from tests.adversarial.storm import CRASHES, FATES, SUMMING, Schedule, Storm, Trouble, check
from tests.core.federated.conftest import STEPS
from tests.slices import examples

LATER = STEPS[1:]


@st.composite
def attempts(draw, clients, most_silent, most_fates):
    """What goes wrong in one attempt."""
    who, when = st.integers(0, clients - 1), st.sampled_from(STEPS)
    moments = st.tuples(who, when)
    silent = draw(st.dictionaries(who, st.sampled_from(LATER), max_size=most_silent))
    fates = draw(st.dictionaries(moments, st.sampled_from(FATES), max_size=most_fates))
    reborn = draw(st.frozensets(moments, max_size=clients))
    crash = st.tuples(st.sampled_from(CRASHES), st.integers(0, clients - 1))
    crashes = draw(st.dictionaries(when, crash, max_size=len(STEPS)))
    return Trouble(silent, fates, reborn, crashes, draw(st.integers(0, 10**6)))


@st.composite
def schedules(draw, least, most, tries=1, **size):
    """A round of `least` to `most` clients whose first `tries` attempts go wrong."""
    clients = draw(st.integers(least, most))
    bad = st.lists(attempts(clients, clients // 4, clients), min_size=1, max_size=tries)
    skew = draw(st.dictionaries(st.integers(0, clients - 1), st.integers(-600, 600), max_size=4))
    ahead = draw(st.integers(-600, 600))
    return Schedule(clients, attempts=tuple(draw(bad)), skew=skew, chain_skew=ahead, **size)


def played(schedule):
    """A storm that has passed and left nothing wrong behind."""
    storm = Storm(schedule)
    storm.run()
    check(storm)
    return storm


@settings(max_examples=examples(32))
@given(schedules(8, 12))
def test_one_bad_attempt_of_a_small_cohort(schedule):
    storm = played(schedule)
    joined = storm.delivered[1, "join"]
    if storm.aborts and joined:
        assert lost(storm) > tolerated(len(joined))


@settings(max_examples=examples(6))
@given(schedules(8, 9, tries=3, parameters=19_200))
def test_several_bad_attempts_of_one_round(schedule):
    """So long an update may be norm-opened three times, so that no attempt fails for want of openings."""
    storm = played(schedule)
    if len(storm.aborts) == 1 and not storm.state.aborted:
        assert storm.state.attempt == 2


@settings(max_examples=examples(4))
@given(schedules(16, 20, max_cohort=16))
def test_a_bad_attempt_of_several_cohorts(schedule):
    played(schedule)


@pytest.mark.parametrize("step", STEPS[1:])
@pytest.mark.parametrize("fraction", [0.05, 0.2, 0.3])
def test_drop_outs_at_every_step(step, fraction):
    """Ten clients, of whom two may vanish before the sum: 5 and 20 % do no harm, 30 % end the attempt."""
    count = max(1, round(fraction * 10))
    storm = played(Schedule(10, attempts=(Trouble(silent=dict.fromkeys(range(1, 1 + count), step)),)))
    is_too_many = fraction == 0.3 and step in SUMMING
    assert [end.step for end in storm.aborts][:1] == ([step] if is_too_many else [])
    if is_too_many:
        assert storm.state.settled == (step in ("share", "mask"))  # 50 numbers are norm-opened once a round
        return
    is_gone = step in ("share", "mask", "open_norm")
    assert storm.state.settled
    assert len(storm.state.record.contributors) == 10 - count * is_gone
    held = [row.client for row in storm.state.scores.scores if row.state == "held"]
    has_hidden_edges = count > 1 and not is_gone and step != "settle"
    assert len(held) == count * has_hidden_edges


@pytest.mark.parametrize("kind", CRASHES)
def test_a_coordinator_killed_at_every_step(kind):
    """With its log, without its last entry, or between a post and its note: the round ends as if unharmed."""
    storm = played(Schedule(8, attempts=(Trouble(crashes=dict.fromkeys(STEPS, (kind, 3))),)))
    calm = played(Schedule(8))
    assert (storm.state.attempt, storm.aborts, storm.refusals) == (1, [], [])
    assert storm.state.scores == calm.state.scores
    assert storm.state.transcript() == calm.state.transcript()


@pytest.mark.parametrize(("of_client", "of_chain"), [(-600, 0), (600, 0), (0, -600), (0, 600), (600, -600)])
def test_clock_skew_of_ten_minutes_costs_nobody_more_than_its_score_openings(of_client, of_chain):
    """A slow clock has not seen the last candle when the openings are asked for: the neighbours open."""
    storm = played(Schedule(9, skew={4: of_client}, chain_skew=of_chain))
    assert (storm.state.attempt, storm.aborts) == (1, [])
    assert {step for _, step, _ in storm.refusals} == ({"open_score", "settle"} if of_client < 0 else set())
    assert len(storm.state.record.contributors) == 9
    assert {row.state for row in storm.state.scores.scores} == {"final"}
    assert storm.state.unpaid == frozenset()


def test_a_clock_beyond_its_delegation_only_sits_its_client_out():
    """One believes that its delegation is over: it says so and is a drop-out, never at fault."""
    storm = played(Schedule(9, skew={4: 2 * 10**6}))
    assert {index for index, _, _ in storm.refusals} == {4}
    assert storm.state.settled
    assert len(storm.state.record.contributors) == 8


def lost(storm):
    """How many of the first attempt's joiners did not get every message through to the sum."""
    through = set.intersection(*(storm.delivered[1, step] for step in SUMMING))
    return len(storm.delivered[1, "join"] - through)


def tolerated(clients):
    """Losses up to which every client keeps t neighbours besides itself."""
    return clients - 1 - threshold(clients - 1)
