"""A coordinator killed around everything it writes in; the same round, as if nothing had been, out."""

import pytest

from app.adapters.coordinator_store import SqlRoundLog
from core.errors import YouCanFix
from tests.app.coordinator.conftest import LaterChain


class Killed(BaseException):
    """The process is gone; nothing in the program may catch this."""


class Reaper:
    """Kills at each thing that is done, once before it happens and once after it has."""

    def __init__(self):
        self.seen, self.kills = set(), 0

    def around(self, what, act):
        self._strike("before", what)
        result = act()
        self._strike("after", what)
        return result

    def _strike(self, when, what):
        if (when, what) not in self.seen:
            self.seen.add((when, what))
            self.kills += 1
            raise Killed(when, what)


class MortalLog(SqlRoundLog):
    """A log whose program dies around each entry."""

    reaper = None

    def append(self, entry):
        # A new attempt at the same position with other bytes is another event; the same bytes are the same.
        what = (entry.round_id, entry.position, entry.kind)
        return self.reaper.around(what, lambda: super(MortalLog, self).append(entry))


class MortalChain(LaterChain):
    """A chain whose caller dies around each transaction of the coordinator."""

    reaper = None

    def send(self, account, contract, function, *arguments, value=0):
        what = (contract, function, arguments[:1])
        return self.reaper.around(
            what, lambda: super(MortalChain, self).send(account, contract, function, *arguments, value=value)
        )


@pytest.fixture
def mortal(stage):
    """A stage whose coordinator dies at everything it does."""
    reaper = Reaper()
    stage.reaper = reaper
    stage.log_of = type("Log", (MortalLog,), {"reaper": reaper})
    chain = MortalChain(stage.network, stage.chain.first)
    chain.reaper = reaper

    def restart():
        stage.start(chain=chain)

    def survive(act):
        while True:
            try:
                return act()
            except Killed:
                restart()

    drive, accept = stage.drive, stage.send
    stage.drive = lambda *patience: survive(lambda: drive(*patience))
    stage.send = lambda *message: survive(lambda: accept(*message))
    restart()
    return stage


def test_killed_before_and_after_each_write_and_post_the_round_ends_the_same(mortal):
    stage = mortal
    stage.traders[2].silent_from = "mask"
    view = stage.play("publish")
    assert (view.attempt, view.joined, view.survivors) == (1, 8, 7)
    stage.clock.at = view.end_at + 1
    stage.play("settle")
    stage.agent_closes()

    view = stage.play("settled")

    assert stage.reaper.kills > 100
    assert len(view.scores) == 7
    kinds = [entry.kind for entry in stage.coordinator._shelf._log.entries(view.id)]
    assert [kinds.count(kind) for kind in ("open", "opened", "attempt", "candles", "payouts", "end")] == [
        1
    ] * 6
    opened = stage.chain.events("Rounds", "Opened", round=view.id)
    assert len(opened) == len(stage.chain.events("Rounds", "Settled", round=view.id)) == 1
    assert len(stage.chain.events("Rounds", "Closed", round=view.id)) == 1


def test_a_restart_shows_every_view_as_it_was(stage):
    view = stage.play("publish")
    parts = ("spec", "roster", "masked", "norms", "agreed", "aggregate", "openings", "transcript")
    before = {name: stage.coordinator.part(view.id, name) for name in parts}
    stage.start()

    assert stage.view() == view
    assert {name: stage.coordinator.part(view.id, name) for name in parts} == before


class FullDisk(SqlRoundLog):
    """A log that takes nothing while the disk is full."""

    is_full = False

    def append(self, entry):
        if self.is_full:
            raise YouCanFix("The disk is full.", "Free disk space.")
        super().append(entry)


def test_what_cannot_be_written_down_has_not_happened(stage):
    stage.log_of = FullDisk
    stage.start()
    stage.drive()
    view, log = stage.view(), stage.coordinator._shelf._log
    trader = stage.traders[0]
    log.is_full = True
    with pytest.raises(YouCanFix, match="disk is full"):
        trader.answer(view)
    assert stage.view().joined == 0

    log.is_full = False
    trader.answer(view)
    assert stage.view().joined == 1
