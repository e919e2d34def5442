"""Wrong passwords: some are free, the rest cost a wait that doubles and outlives the program."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.trader.password_tries import (
    FIRST_WAIT,
    FREE_TRIES,
    LONGEST_WAIT,
    SECRET_NAME,
    PasswordTries,
    wait_after,
)
from core.errors import Damaged, TryAgain, YouCanFix


class MemorySecrets(dict):
    """The port's behaviour without a disk."""

    def put(self, name, secret):
        self[name] = secret

    def delete(self, name):
        self.pop(name, None)

    def waits_for(self):
        return ""

    def notes(self):
        return self

    def put_aside(self, name):
        self["aside"] = self.pop(name, b"")


class Clock:
    at = 1000.0

    def __call__(self):
        return self.at


def wrong(tries):
    with pytest.raises(YouCanFix), tries.one():
        raise YouCanFix("The password is wrong.")


def right(tries):
    with tries.one():
        pass


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def secrets():
    return MemorySecrets()


def test_the_wait_doubles_up_to_its_longest():
    assert [wait_after(count) for count in range(7)] == [0, 0, 0, 5, 10, 20, 40]
    assert wait_after(10**6) == LONGEST_WAIT


def test_after_three_wrong_ones_the_next_waits_also_after_a_restart(secrets, clock):
    for _ in range(FREE_TRIES):
        wrong(PasswordTries(secrets, clock))
    with pytest.raises(TryAgain, match="3 wrong passwords") as told:
        right(PasswordTries(secrets, clock))
    assert told.value.retry_after == 5
    clock.at += 4.9
    with pytest.raises(TryAgain):
        right(PasswordTries(secrets, clock))
    clock.at += 0.2
    wrong(PasswordTries(secrets, clock))
    clock.at += 9
    with pytest.raises(TryAgain, match="2 seconds"):
        right(PasswordTries(secrets, clock))
    clock.at += 1
    right(PasswordTries(secrets, clock))
    assert SECRET_NAME not in secrets


def test_a_program_that_ends_in_the_middle_of_a_try_has_made_it(secrets, clock):
    for _ in range(FREE_TRIES):
        with pytest.raises(KeyboardInterrupt), PasswordTries(secrets, clock).one():
            raise KeyboardInterrupt
    with pytest.raises(TryAgain):
        right(PasswordTries(secrets, clock))


def test_a_clock_set_back_starts_the_wait_anew_and_locks_nobody_out(secrets, clock):
    for _ in range(FREE_TRIES):
        wrong(PasswordTries(secrets, clock))
    clock.at -= 10**8
    with pytest.raises(TryAgain) as told:
        right(PasswordTries(secrets, clock))
    assert told.value.retry_after == 5
    clock.at += 5
    right(PasswordTries(secrets, clock))


@settings(max_examples=40)
@given(st.binary(max_size=40))
@example(b"{}")
@example(b"[" * 5000)
@example(b'{"failures": 1e400, "at": 0}')
@example(b'{"failures": 3, "at": NaN}')
def test_a_damaged_note_waits_and_then_opens(data):
    secrets, clock = MemorySecrets({SECRET_NAME: data}), Clock()
    with pytest.raises(TryAgain):
        right(PasswordTries(secrets, clock))
    clock.at += FIRST_WAIT
    right(PasswordTries(secrets, clock))


def test_a_store_that_cannot_read_its_note_is_made_to_go_on(clock):
    class Unreadable(MemorySecrets):
        def get(self, name):
            if "aside" not in self:
                raise Damaged("damaged")
            return super().get(name)

    right(PasswordTries(Unreadable(), clock))
