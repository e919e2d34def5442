"""Rounds that are over: read from the log when asked for, without holding up those that are at hand."""

import threading

import pytest

from app.coordinator import shelf as shelf_module
from app.coordinator.journal import Absent, Round
from app.coordinator.shelf import Shelf
from core.identity.keys import Account
from core.values import RoundId


class Log:
    """No round is current."""

    def rounds(self):
        return ()


@pytest.fixture
def loading(monkeypatch):
    """Loads that wait until they are let go, by round; and in which order they began."""
    gates, begun = {number: threading.Event() for number in range(1, 9)}, []

    def load(cls, log, account, vectors, round_id):
        begun.append(round_id)
        assert gates[round_id].wait(10)
        if round_id == 8:
            raise Absent("There is no round 8.")
        return object()

    monkeypatch.setattr(Round, "load", classmethod(load))
    return gates, begun


@pytest.fixture
def shelf(loading):
    return Shelf(Log(), Account.create(bytes(32)), {}.__getitem__, 8)


def test_a_round_at_hand_does_not_wait_for_one_that_is_being_read(shelf, loading):
    gates, begun = loading
    gates[1].set()
    kept = shelf.round(RoundId(1))
    reader = threading.Thread(target=shelf.round, args=(RoundId(2),))
    reader.start()
    while RoundId(2) not in begun:
        pass
    assert shelf.round(RoundId(1)) is kept
    gates[2].set()
    reader.join()


def test_all_who_ask_for_a_round_meanwhile_have_it_read_once(shelf, loading):
    gates, begun = loading
    found = []
    readers = [threading.Thread(target=lambda: found.append(shelf.round(RoundId(3)))) for _ in range(5)]
    for reader in readers:
        reader.start()
    gates[3].set()
    for reader in readers:
        reader.join()
    assert begun == [3]
    assert len(set(map(id, found))) == 1


def test_only_the_rounds_asked_for_last_are_kept(shelf, loading):
    gates, begun = loading
    for number in range(1, shelf_module.KEPT_ROUNDS + 2):
        gates[number].set()
        shelf.round(RoundId(number))
    shelf.round(RoundId(2))
    shelf.round(RoundId(1))
    assert begun == [1, 2, 3, 4, 1]


def test_a_round_that_is_not_there_is_not_kept(shelf, loading):
    gates, _ = loading
    gates[8].set()
    for _ in range(2):
        with pytest.raises(Absent):
            shelf.round(RoundId(8))
