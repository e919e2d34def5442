"""Two coordinators over one log in; one leads, the other answers and takes over, and no harm is done, out."""

import threading

import pytest

from app.adapters.coordinator_store import MIGRATIONS, NAME, TABLES, SqlLeaseStore, SqlRoundLog
from app.adapters.database import Database, sqlite_url
from app.coordinator.lease import LEASE_SECONDS, Lease
from app.coordinator.standby import LeasedCoordinator
from core.errors import TryAgain
from core.federated.terms import STEPS
from core.values import RoundId
from tests.app.coordinator.conftest import Http, LaterChain, account


class Program:
    """One coordinator as a process of its own has it, with a clock that the test moves."""

    def __init__(self, stage, url, name):
        self.at = 0.0
        self.database = Database(url, NAME, TABLES, MIGRATIONS)
        self.lease = Lease(SqlLeaseStore(self.database), name, now=lambda: self.at)
        self.coordinator = LeasedCoordinator(
            self.lease,
            SqlRoundLog(self.database, lambda: self.lease.term),
            network=stage.network,
            chain=LaterChain(stage.network, stage.chain.first),
            candle_source=stage.source,
            worker=stage.worker,
            artifacts=stage.artifacts,
            public=stage.public,
            clock=stage.clock,
            account=account("coordinator"),
            config=stage.config,
        )

    def close(self):
        self.database.close()


@pytest.fixture
def pair(request, stage, monkeypatch):
    """Two programs over one log; the first leads, and the stage plays with it."""
    monkeypatch.setattr("app.coordinator.standby.FOLLOW_SECONDS", 0.0)
    if getattr(request, "param", "sqlite") == "sqlite":
        url = sqlite_url(stage.folder / "shared.db")
    else:
        url = request.getfixturevalue("postgres").database()
    pair = [Program(stage, url, "first"), Program(stage, url, "second")]
    for program in pair:
        program.lease.beat()
    stage.coordinator = pair[0].coordinator
    yield pair
    for program in pair:
        program.close()


def take_over(stage, leaving, coming):
    """`leaving` stands still for a whole lease."""
    coming.lease.beat()
    for program in (leaving, coming):
        program.at += LEASE_SECONDS
    coming.lease.beat()
    assert coming.lease.held()
    stage.coordinator = coming.coordinator
    stage.drive()


def counted(stage, name, round_id):
    return len(stage.chain.events("Rounds", name, round=round_id))


def test_the_standby_shows_what_the_leader_does_and_does_nothing_itself(stage, pair):
    view = stage.play("share")
    posts = stage.chain.block().number
    standby = pair[1].coordinator
    for _ in range(3):
        standby.step()

    assert standby.current() == view
    assert standby.part(view.id, "roster") == stage.coordinator.part(view.id, "roster")
    assert standby.health().status == "standby"
    assert "first leads" in standby.health().problem
    assert stage.coordinator.health().status == "ok"
    assert stage.chain.block().number == posts


def test_a_message_to_the_standby_is_refused_with_a_remedy_and_taken_by_the_leader(stage, pair):
    stage.drive()
    view = stage.view()
    pair[1].coordinator.step()
    leader, stage.coordinator = stage.coordinator, pair[1].coordinator
    with pytest.raises(TryAgain, match="stands by: first leads"):
        stage.traders[0].answer(view)
    body = stage.traders[0].session.sent("join").to_bytes()
    standby = Http(pair[1].coordinator)
    refused = standby.post(f"/v1/rounds/{view.id}/join", body)
    standby.close()
    stage.coordinator = leader
    stage.traders[0].answer(view)

    assert refused.status_code == 503
    assert "first leads" in refused.json()["error"]
    assert refused.json()["remedy"]
    assert int(refused.headers["retry-after"]) >= 1
    assert stage.view().joined == 1


@pytest.mark.parametrize("pair", ["sqlite", "postgresql"], indirect=True)
def test_leaders_that_change_at_every_step_end_one_round_once(stage, pair):
    """Each step is begun by one coordinator and ended by the other."""
    stage.traders[2].silent_from = "mask"
    leading, seen = 0, []
    for _ in range(40):
        stage.drive()
        view = stage.view()
        if view.step == "publish":
            break
        stage.everybody()
        take_over(stage, pair[leading], pair[1 - leading])
        leading = 1 - leading
        stage.drive()
        now = stage.view()
        if (now.step, now.attempt) == (view.step, view.attempt):
            stage.clock.at = max(stage.clock.at + 1, now.deadline_at + 1)
        seen.append(view.step)
    stage.clock.at = view.end_at + 1
    stage.play("settle")
    stage.agent_closes()
    take_over(stage, pair[leading], pair[1 - leading])
    view = stage.play("settled")

    assert set(seen) == set(STEPS[STEPS.index("join") : STEPS.index("publish")])
    assert (view.attempt, view.joined, view.survivors, len(view.scores)) == (1, 8, 7, 7)
    assert pair[0].lease.term + pair[1].lease.term >= len(seen)
    for name in ("Opened", "Joined", "Masked", "Agreed", "Closed", "Asked", "Settled"):
        assert counted(stage, name, view.id) == 1
    kinds = [entry.kind for entry in SqlRoundLog(pair[0].database).entries(view.id)]
    assert [kinds.count(kind) for kind in ("open", "opened", "attempt", "candles", "payouts", "end")] == [
        1
    ] * 6


def test_a_revived_leader_does_no_harm(stage, pair):
    """It was stopped in the middle of a step, for longer than its lease, and goes on where it was."""
    view = stage.play("mask")
    for trader in stage.traders[:4]:
        trader.answer(view)
    revived = pair[0]
    held = revived.lease.held()
    take_over(stage, *pair)
    for trader in stage.traders[4:]:
        trader.answer(view)
    stage.drive()
    moved = stage.view().step
    entries = SqlRoundLog(pair[1].database).entries(view.id)
    posts = stage.chain.block().number

    # What it may still try before it looks at a clock: to write what it decided long ago.
    with pytest.raises(TryAgain, match="second does"):
        revived.coordinator._shelf.current.write("end", b"too late", stage.clock.now())
    # Then: to step on, and to take a message.
    for _ in range(3):
        revived.coordinator.step()
    with pytest.raises(TryAgain):
        revived.coordinator.accept(RoundId(view.id), "mask", b"")
    revived.lease.beat()
    revived.coordinator.step()

    assert held
    assert STEPS.index(moved) > STEPS.index("mask")
    assert SqlRoundLog(pair[1].database).entries(view.id) == entries
    assert stage.chain.block().number == posts
    assert revived.coordinator.current() == stage.view()
    assert (revived.lease.term, pair[1].lease.term) == (0, 2)
    assert stage.play("publish").survivors == 8


def test_a_leader_that_ends_in_order_is_followed_at_once(stage, pair):
    stage.play("share")
    running = threading.Thread(target=pair[0].coordinator.run)
    running.start()
    pair[0].coordinator.stop()
    running.join(20)
    pair[1].lease.beat()
    stage.coordinator = pair[1].coordinator

    assert pair[1].lease.held()
    assert pair[0].coordinator.health().status == "stopped"
    assert stage.play("publish").survivors == 8


def test_a_database_that_goes_away_ends_nothing(stage, postgres, monkeypatch):
    """The coordinator waits for it, says so, and goes on with the same round."""
    program = Program(stage, postgres.database(), "first")
    program.lease.beat()
    stage.coordinator = program.coordinator
    view = stage.play("share")
    with postgres.away():
        program.at += LEASE_SECONDS
        with pytest.raises(TryAgain, match="is away"):
            program.lease.beat()
        program.coordinator.step()
        problem = program.coordinator._turn.problem
    program.lease.beat()
    program.coordinator._turn._due_at = 0.0
    after = stage.play("publish")
    program.close()

    assert "is away" in problem
    assert (after.id, after.attempt, after.survivors) == (view.id, 1, 8)
