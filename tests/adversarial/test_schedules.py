"""Bad lines and dying machines over whole rounds: an exact sum of the honest survivors, or a clean abort."""

from collections import Counter

from hypothesis import given, note, settings
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
def schedules(draw, least, most, parameters=50, tries=1, **size):
    """A round of `least` to `most` clients whose first `tries` attempts go wrong."""
    clients = draw(st.integers(least, most))
    bad = st.lists(attempts(clients, clients // 4, clients), min_size=1, max_size=tries)
    skew = draw(st.dictionaries(st.integers(0, clients - 1), st.integers(-600, 600), max_size=4))
    return Schedule(clients, parameters, attempts=tuple(draw(bad)), skew=skew, **size)


ENDS = Counter()


def played(schedule):
    """A storm that has passed and left nothing wrong behind."""
    storm = Storm(schedule)
    storm.run()
    note(f"aborted: {[f'{end.step}: {end.reason}' for end in storm.aborts]}")
    ENDS["settled" if check(storm) else "aborted"] += 1
    return storm


@settings(max_examples=examples(24))
@given(schedules(8, 12))
def test_one_bad_attempt_of_a_small_cohort(schedule):
    storm = played(schedule)
    if storm.aborts:
        assert lost(storm, storm.aborts[0]) > tolerated(schedule.clients)


def lost(storm, _abort):
    """How many of the first attempt's joiners did not get every message through to the sum."""
    joined = storm.delivered[1, "join"]
    through = set.intersection(*(storm.delivered[1, step] for step in SUMMING))
    return len(joined - through) if joined else storm.schedule.clients


def tolerated(clients):
    """Losses up to which every client keeps t neighbours besides itself."""
    return clients - 1 - threshold(clients - 1)
