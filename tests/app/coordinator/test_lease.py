"""Coordinators that beat, pause, sleep and die in any order in; at most one leads at any moment, out."""

import threading
import time
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.adapters.coordinator_store import MIGRATIONS, NAME, TABLES, SqlLeaseStore
from app.adapters.database import Database, sqlite_url
from app.coordinator.lease import BEAT_SECONDS, LEASE_SECONDS, Lease, elapsed, own_name
from app.ports import LeaseState
from core.errors import TryAgain
from tests.slices import examples


class SharedRow:
    """A lease in memory; each of its hooks runs once.

    Attributes:
        before_look: when somebody has asked and the database has not looked yet.
        in_between: between somebody's look and swap.
        after_swap: when a swap stands and who made it does not know yet.
    """

    def __init__(self):
        self.state, self.is_away, self.anchored_by = LeaseState(), False, None
        self.before_look = self.in_between = self.after_swap = None

    def strike(self, hook):
        act = getattr(self, hook)
        setattr(self, hook, None)
        if act:
            act()

    def side(self, has_anchors):
        return Side(self, has_anchors)


class Side:
    """One process's connection to the row."""

    def __init__(self, row, has_anchors):
        self._row, self._has_anchors = row, has_anchors

    def read(self):
        self._row.strike("before_look")
        if self._row.is_away:
            raise TryAgain("The database is away.")
        return self._row.state

    def swap(self, before, after):
        self._row.strike("in_between")
        if self._row.is_away:
            raise TryAgain("The database is away.")
        if self._row.state != before:
            return False
        self._row.state = after
        self._row.strike("after_swap")
        return True

    def anchor(self):
        if not self._has_anchors or self._row.anchored_by not in (None, self):
            return False
        self._row.anchored_by = self
        return True

    def weigh_anchor(self):
        if self._row.anchored_by is self:
            self._row.anchored_by = None


class Process:
    """One coordinator with a clock of its own, which runs a little fast or slow."""

    def __init__(self, name, row, rate, has_anchors):
        self.side = row.side(has_anchors)
        self.lease = Lease(self.side, name, now=self.now)
        self._rate = rate
        self._elapsed = 0.0

    def now(self):
        return self._elapsed

    def let_pass(self, seconds):
        self._elapsed += seconds * self._rate


SECONDS = st.sampled_from([0.1, 1.0, 3.0, 6.9, 7.2, 8.1, 60.0])


class Coordinators(RuleBasedStateMachine):
    """Three coordinators, and every mishap that may come between them."""

    @initialize(data=st.data(), has_anchors=st.booleans())
    def begin(self, data, has_anchors):
        self.row, self.has_anchors, self.born, self.processes = SharedRow(), has_anchors, 0, []
        self.terms = {}
        for _ in range(3):
            self._start(data)

    def _start(self, data):
        self.born += 1
        rate = data.draw(st.sampled_from([0.95, 1.0, 1.05]))
        self.processes.append(Process(f"p{self.born}", self.row, rate, self.has_anchors))

    def _any(self, data):
        return self.processes[data.draw(st.integers(0, len(self.processes) - 1))]

    def _beat(self, process):
        try:
            process.lease.beat()
        except TryAgain:
            assert self.row.is_away

    @rule(seconds=SECONDS)
    def time_passes(self, seconds):
        for process in self.processes:
            process.let_pass(seconds)

    @rule(data=st.data())
    def one_beats(self, data):
        self._beat(self._any(data))

    @rule()
    def all_beat(self):
        for process in self.processes:
            self._beat(process)

    @rule(data=st.data(), seconds=SECONDS, hook=st.sampled_from(["before_look", "in_between", "after_swap"]))
    def in_the_middle_of_a_beat_time_passes_and_another_beats(self, data, seconds, hook):
        one, other = self._any(data), self._any(data)

        def meanwhile():
            self.time_passes(seconds)
            self._beat(other)
            self.at_most_one_leads()

        setattr(self.row, hook, meanwhile)
        self._beat(one)
        setattr(self.row, hook, None)

    @rule(data=st.data())
    def one_is_killed_and_started_anew(self, data):
        killed = self._any(data)
        killed.side.weigh_anchor()  # the system does that
        self.processes.remove(killed)
        self._start(data)

    @rule(data=st.data())
    def one_ends_in_order(self, data):
        ending = self._any(data)
        ending.lease._give_back()
        self.processes.remove(ending)
        self._start(data)

    @rule()
    def the_database_goes_or_comes(self):
        self.row.is_away = not self.row.is_away

    @precondition(lambda self: not self.row.is_away)
    @rule(data=st.data())
    def alone_and_awake_one_leads_after_a_lease(self, data):
        survivor = self._any(data)
        for process in self.processes:
            if process is not survivor:
                process.side.weigh_anchor()
        self.processes = [survivor]
        for _ in range(round(LEASE_SECONDS * 1.06 + 2)):
            self._beat(survivor)
            survivor.let_pass(1.0)
        assert survivor.lease.held()
        for _ in range(2):
            self._start(data)

    @invariant()
    def at_most_one_leads(self):
        leading = [process for process in getattr(self, "processes", []) if process.lease.held()]
        assert len(leading) <= 1
        for process in leading:
            holder = self.terms.setdefault(process.lease.term, process)
            assert holder is process, "a term belongs to one coordinator"


Coordinators.TestCase.settings = settings(
    max_examples=examples(60), stateful_step_count=40, suppress_health_check=[HealthCheck.too_slow]
)
TestAnySchedule = Coordinators.TestCase


@pytest.fixture
def row():
    return SharedRow()


def test_a_silent_leader_is_followed_after_a_lease_and_not_before(row):
    one, two = Process("one", row, 1.0, has_anchors=False), Process("two", row, 1.0, has_anchors=False)
    one.lease.beat()
    two.lease.beat()
    two.let_pass(LEASE_SECONDS - 0.1)
    two.lease.beat()
    before = two.lease.held()
    two.let_pass(0.1)
    two.lease.beat()

    assert (before, two.lease.held(), two.lease.term) == (False, True, 2)


def test_a_leader_counts_from_before_it_wrote(row):
    """Its write was on disk long before it heard of it: who watches the lease has counted since then."""
    one, two = Process("one", row, 1.0, has_anchors=False), Process("two", row, 1.0, has_anchors=False)

    def slowly():
        two.lease.beat()
        for process in (one, two):
            process.let_pass(LEASE_SECONDS)
        two.lease.beat()

    row.after_swap = slowly
    one.lease.beat()

    assert (one.lease.held(), two.lease.held()) == (False, True)


def test_a_standby_counts_from_after_it_looked(row):
    """It asked long before the database answered: the sign of life is younger than its question."""
    one, two = Process("one", row, 1.0, has_anchors=False), Process("two", row, 1.0, has_anchors=False)

    def slowly():
        for process in (one, two):
            process.let_pass(LEASE_SECONDS)
        one.lease.beat()

    row.before_look = slowly
    two.lease.beat()
    two.lease.beat()

    assert (one.lease.held(), two.lease.held()) == (True, False)


def test_a_leader_that_ends_in_order_leaves_nobody_waiting(row):
    one, two = Process("one", row, 1.0, has_anchors=False), Process("two", row, 1.0, has_anchors=False)
    one.lease.beat()
    two.lease.beat()
    one.lease._give_back()
    two.lease.beat()

    assert (one.lease.held(), two.lease.held(), two.lease.term) == (False, True, 2)


def test_a_leader_that_died_beside_a_file_is_followed_at_once(row):
    one, two = Process("one", row, 1.0, has_anchors=True), Process("two", row, 1.0, has_anchors=True)
    one.lease.beat()
    two.lease.beat()
    before = two.lease.held()
    one.side.weigh_anchor()
    two.lease.beat()

    assert (before, two.lease.held()) == (False, True)


def test_a_leader_that_cannot_reach_the_database_stops_in_time(row):
    one = Process("one", row, 1.0, has_anchors=False)
    one.lease.beat()
    row.is_away = True
    held = []
    for _ in range(round(LEASE_SECONDS)):
        one.let_pass(1.0)
        with pytest.raises(TryAgain):
            one.lease.beat()
        held.append(one.lease.held())
    row.is_away = False
    one.lease.beat()

    assert held == [True] * round(LEASE_SECONDS - BEAT_SECONDS - 1) + [False] * 2
    assert (one.lease.held(), one.lease.term) == (True, 1), "nobody took over: it is still its term"


def test_a_revived_leader_steps_down_and_says_who_leads(row):
    one, two = Process("one", row, 1.0, has_anchors=False), Process("two", row, 1.0, has_anchors=False)
    one.lease.beat()
    two.lease.beat()
    for process in (one, two):
        process.let_pass(LEASE_SECONDS)
    two.lease.beat()
    lost_before_it_looked = one.lease.held()
    one.lease.beat()

    assert not lost_before_it_looked
    with pytest.raises(TryAgain, match="two leads") as refused:
        one.lease.check()
    assert refused.value.remedy
    assert refused.value.retry_after


def test_a_leader_whose_machine_slept_does_not_believe_that_it_leads(row):
    one = Process("one", row, 1.0, has_anchors=False)
    one.lease.beat()
    one.let_pass(3600)

    assert not one.lease.held()


def test_of_two_candidates_the_loser_leaves_the_anchor_to_the_winner(row):
    one, two = Process("one", row, 1.0, has_anchors=True), Process("two", row, 1.0, has_anchors=True)
    row.in_between = one.lease.beat
    two.lease.beat()
    one.lease.beat()

    assert (one.lease.held(), two.lease.held()) == (True, False)
    assert row.state == LeaseState(1, 1, "one", is_anchored=True)


def test_the_clock_of_a_leader_runs_on_while_its_machine_sleeps():
    first = elapsed()
    time.sleep(0.01)

    assert elapsed() > first
    if hasattr(time, "CLOCK_BOOTTIME"):
        assert abs(elapsed() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 1


def test_two_names_are_never_the_same():
    assert own_name() != own_name()


def test_beats_go_on_while_work_is_done_and_end_with_it(tmp_path):
    database = Database(sqlite_url(tmp_path / "coordinator.db"), NAME, TABLES, MIGRATIONS)
    store = SqlLeaseStore(database)
    lease, other = Lease(store, "one", beat_seconds=0.02), Lease(SqlLeaseStore(database), "two")
    with lease.kept():
        lease.wait(20)
        while store.read().beat < 5:
            other.beat()
            assert (lease.held(), other.held()) == (True, False)
    other.beat()
    left = (lease.held(), other.held(), other.term)
    other._give_back()
    database.close()

    assert left == (False, True, 2)


def test_a_bug_in_the_beats_is_not_hidden(row):
    side = row.side(has_anchors=False)
    side.read = lambda: 1 // 0
    lease = Lease(side, "one", beat_seconds=0.01)
    with ExitStack() as stack:
        stack.enter_context(pytest.raises(ZeroDivisionError))
        stack.enter_context(lease.kept())
        for _ in range(500):
            lease.held()
            threading.Event().wait(0.01)
