"""A coordinator that tells when a round moves in; how often a trader asks it, and when it stops, out."""

import threading
import time
from types import SimpleNamespace

import pytest

from app.events import EventBus, RoundMoved
from app.trader import watching
from app.trader.watching import Watch
from core.errors import Cancelled, PeerBroke, TryAgain
from tests.app.trader.test_rounds import VIEW

PATIENCE = 10.0


class Teller:
    """A coordinator with one round that moves when a test says so; it notes what it is asked."""

    def __init__(self, *, offers=True, waits=True):
        self.offers, self.waits = offers, waits
        self.asked = []
        self.number, self.steps = 3, ["mask"]
        self._changed = threading.Condition()

    def json(self, path, after=0, wait=0.0):
        with self._changed:
            self.asked.append((path, after, wait))
            if self.offers and self.waits and wait and after == self._version():
                self._changed.wait_for(lambda: after != self._version(), wait)
            version = {"version": self._version()} if self.offers else {}
            return {**VIEW, "id": self.number, "step": self.steps[-1], **version}

    def move(self, step, number=3):
        with self._changed:
            self.steps.append(step)
            self.number = number
            self._changed.notify_all()

    def _version(self):
        return self.number * 100 + len(self.steps)

    @property
    def waits_asked(self):
        return [asked for asked in self.asked if asked[1]]


def watch_of(teller, clock_file=""):
    ports = SimpleNamespace(coordinator=teller, network=SimpleNamespace(clock_file=clock_file))
    return Watch(ports, EventBus())


def step_is(watch, step, number=3):
    return lambda: watch.status(number).step == step or None


def silent(_stage, _fraction):
    pass


def test_a_move_is_heard_of_with_one_request_and_is_not_asked_for_again():
    teller = Teller()
    watch = watch_of(teller)
    threading.Timer(0.3, teller.move, ["agree"]).start()
    started = time.monotonic()

    assert watch.until(step_is(watch, "agree"), silent, "waiting", 0.0)
    assert time.monotonic() - started < PATIENCE
    assert teller.asked == [("rounds/3", 0, 0.0), ("rounds/3", 301, watching.WAIT_SECONDS)]


def test_a_move_that_is_not_the_awaited_one_is_waited_through():
    teller = Teller()
    watch = watch_of(teller)
    threading.Timer(0.2, teller.move, ["agree"]).start()
    threading.Timer(0.4, teller.move, ["unmask"]).start()

    assert watch.until(step_is(watch, "unmask"), silent, "waiting", 0.0)
    assert [after for _, after, _ in teller.asked] == [0, 301, 302]


def test_a_coordinator_that_cannot_tell_is_asked_again_and_again(monkeypatch):
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.02)
    teller = Teller(offers=False)
    watch = watch_of(teller)
    threading.Timer(0.2, teller.move, ["agree"]).start()

    assert watch.until(step_is(watch, "agree"), silent, "waiting", 0.0)
    assert len(teller.asked) > 2
    assert not teller.waits_asked


def test_a_coordinator_that_does_not_wait_is_not_pestered(monkeypatch):
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.1)
    teller = Teller(waits=False)
    watch = watch_of(teller)
    threading.Timer(0.35, teller.move, ["agree"]).start()

    assert watch.until(step_is(watch, "agree"), silent, "waiting", 0.0)
    assert len(teller.asked) < 12


def test_cancelling_does_not_wait_for_the_answer():
    teller = Teller()
    watch = watch_of(teller)
    begun = time.monotonic()

    def cancelled(_stage, _fraction):
        if teller.waits_asked:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        watch.until(step_is(watch, "agree"), cancelled, "waiting", 0.0)
    assert time.monotonic() - begun < PATIENCE < watching.WAIT_SECONDS
    teller.move("agree")


def test_after_a_round_the_next_one_is_the_news(monkeypatch):
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.02)
    teller = Teller()
    teller.move("settled")
    watch = watch_of(teller)
    threading.Timer(0.2, teller.move, ["join", 4]).start()

    assert watch.until(step_is(watch, "join", 4), silent, "waiting", 0.0)
    assert [path for path, after, _ in teller.asked if after] == ["rounds/current"]


def test_a_wait_of_days_looks_at_the_clock_in_between(monkeypatch):
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.05)
    teller, times = Teller(), []
    watch = watch_of(teller, clock_file="clock.json")

    def horizon():
        times.append(watch.status(3).step)
        return len(times) == 4 or None

    assert watch.until(horizon, silent, "waiting", 0.0, is_slow=True)
    assert {wait for _, after, wait in teller.asked if after} == {0.1}


def test_what_one_wait_heard_is_not_what_another_thread_sees():
    teller = Teller()
    watch = watch_of(teller)
    found = []

    def look():
        if not found and teller.waits_asked:
            window = threading.Thread(target=lambda: found.append(watch.status(3).step))
            window.start()
            window.join()
        return watch.status(3).step == "agree" or None

    threading.Timer(0.2, teller.move, ["agree"]).start()
    assert watch.until(look, silent, "waiting", 0.0)
    assert found == ["agree"]
    assert [after for _, after, _ in teller.asked] == [0, 301, 0]
    assert watch.status(3).step == "agree"
    assert len(teller.asked) == 4


def test_a_coordinator_that_goes_away_while_it_is_waited_for_is_waited_for(monkeypatch):
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.02)
    teller = Teller()
    answer, failures = teller.json, []

    def failing(path, after=0, wait=0.0):
        if after and len(failures) < 3:
            failures.append(after)
            raise TryAgain("The coordinator cannot be reached.")
        return answer(path, after, wait)

    teller.json = failing
    watch = watch_of(teller)
    threading.Timer(0.3, teller.move, ["agree"]).start()
    assert watch.until(step_is(watch, "agree"), silent, "waiting", 0.0)
    assert len(failures) == 3


def test_a_malformed_answer_ends_the_wait():
    teller = Teller()
    answer = teller.json
    teller.json = lambda path, after=0, wait=0.0: [] if after else answer(path)
    watch = watch_of(teller)
    with pytest.raises(PeerBroke, match="malformed"):
        watch.until(step_is(watch, "agree"), silent, "waiting", 0.0)


def test_every_step_is_told_once():
    teller = Teller()
    watch = watch_of(teller)
    told = []
    watch._bus.subscribe(told.append)
    threading.Timer(0.2, teller.move, ["agree"]).start()
    watch.until(step_is(watch, "agree"), silent, "waiting", 0.0)
    assert [event.step for event in told if isinstance(event, RoundMoved)] == ["mask", "agree"]
