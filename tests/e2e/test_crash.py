"""Programs killed -9, put to sleep and revived in; rounds that end as if nothing had been, exact books, out.

The slice that `make test` runs draws a few instants; `make stress` tries every one of them.
"""

import random

import pytest

from app.adapters.trader_store import SqlTraderStore
from app.coordinator.lease import BEAT_SECONDS, LEASE_SECONDS
from app.trader.round_files import RoundFiles
from tests.e2e.books import check_all, check_rounds
from tests.e2e.crash import CrashNet

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
PATIENT = dict.fromkeys(STEPS, 3600)
"""Windows for a coordinator that is dead most of the time."""
HURRIED = {
    "share": 60,
    "mask": 20,
    "open_norm": 20,
    "agree": 20,
    "unmask": 20,
    "open_score": 20,
    "settle": 10,
}
"""Windows that a sleeping trader misses soon."""
SEED = 1


def victim(net):
    """Address of the trader that has a process of its own."""
    return RoundFiles(net.folder / "victim" / "0", 1).account()


def phases(net):
    """What the victim itself says of its rounds, once its process has ended."""
    store = SqlTraderStore(net.folder / "victim" / "0" / "trader.db")
    try:
        return [(record.round_id, record.phase) for record in store.rounds(victim(net))]
    finally:
        store.close()


def check_never_at_fault(net, bond):
    """Whoever is late loses a round's share, and nothing else."""
    for number in range(1, net.rounds + 1):
        view = net.status(f"rounds/{number}")
        assert view["faults"] == {}
        # Of those who masked, whoever is silent in open_norm is left out, and the reason says just that.
        assert set(view["rejected"].values()) <= {"it did not open its norm"}
    assert int(net.chain().read("StakeManager", "bondOf", victim(net))) == bond


def test_coordinator_and_trader_killed_at_drawn_instants_and_asleep_end_with_exact_books(tmp_path):
    """Both are killed now and then, the coordinator also around each step of paying out.

    In the second round the trader's laptop is closed before it masks.
    """
    plans = {
        "coordinator-0": {"seed": SEED, "rate": 0.02, "always": ["send EmissionDistributor"]},
        "victim": {"seed": SEED, "rate": 0.1, "sleeps": ["keep 2 mask before"]},
    }
    with CrashNet(tmp_path, rounds=2, plans=plans, windows={"mask": 30}) as net:
        net.nurse(net.coordinators[0])
        net.nurse(net.victim)
        first = net.wait_for_step("settled", "aborted")
        bond = int(net.chain().read("StakeManager", "bondOf", victim(net)))
        net.wait_for(net.victim.is_asleep, "the closed laptop")
        net.wait_for_step("open_score", "settle", "settled", round_id=2)
        net.victim.go_on()
        second = net.wait_for_step("settled", "aborted", round_id=2)
        settled = check_all(net)
        check_never_at_fault(net, bond)
        told = phases(net)

    assert [view["id"] for view in settled] == [2, 1]
    assert (first["attempt"], first["survivors"]) == (1, 8)
    assert (second["attempt"], second["survivors"], second["dropped"]) == (1, 7, 1)
    assert told == [(1, "scored"), (2, "dropped")]
    assert net.coordinators[0].deaths >= 6
    assert net.victim.deaths >= 2


def test_a_standby_takes_over_from_a_dead_and_from_a_hung_leader(tmp_path, postgres):
    """Over PostgreSQL; the hung one goes on later, finds that another one leads and does no harm."""
    with CrashNet(tmp_path, database=postgres.database()) as net:
        net.add_coordinator()
        net.wait_for(lambda: net.leading() is not None, "a leader")
        net.keep_door()
        first = net.leading()
        second = 1 - first
        net.wait_for_step("mask", "open_norm", "agree")
        seconds = [net.take_over(second, net.coordinators[first].kill)]
        net.coordinators[first].start()
        net.wait_for_step("publish", "open_score", "settle")
        seconds.append(net.take_over(first, net.coordinators[second].pause))
        net.coordinators[second].go_on()
        net.wait_for_step("settled")
        net.wait_for(lambda: net.says(second, "standby"), "the revived leader's step down")
        (view,) = check_all(net)
        term = net.lease().term

    assert (view["attempt"], view["survivors"]) == (1, 8)
    assert term == 3
    assert max(seconds) < LEASE_SECONDS + 2 * BEAT_SECONDS + 15, "the last is for a busy machine"


def test_beside_a_file_a_dead_leader_is_followed_at_once(tmp_path):
    """Started again, too, it does not wait for its own lease to end."""
    with CrashNet(tmp_path) as net:
        net.wait_for(lambda: net.leading() == 0, "a leader")
        net.add_coordinator()
        net.wait_for(lambda: net.says(1, "standby"), "a standby")
        seconds = net.take_over(1, net.coordinators[0].kill)
        net.coordinators[1].kill()
        net.coordinators[0].start()
        net.wait_for(lambda: net.leading() == 0, "the one that was started again")
        term = net.lease().term

    assert term == 3
    assert seconds < LEASE_SECONDS - BEAT_SECONDS, "whoever waits for the lease waits longer"


@pytest.mark.stress
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_coordinator_killed_at_every_instant_of_a_round(request, tmp_path, database):
    """Before and after each entry of its log and each transaction; over PostgreSQL a lease passes each."""
    is_file = database == "sqlite"
    url = None if is_file else request.getfixturevalue("postgres").database()
    plans = {"coordinator-0": {"seed": SEED, "rate": 1.0 if is_file else 0.3}}
    with CrashNet(tmp_path, plans=plans, windows=PATIENT, database=url) as net:
        net.nurse(net.coordinators[0])
        view = net.wait_for_step("settled", "aborted", seconds=3000)
        check_all(net)
        struck, seen = net.struck()

    assert (view["attempt"], view["survivors"]) == (1, 8)
    assert len(struck) == len(seen) if is_file else len(struck) >= len(seen) / 5


@pytest.mark.stress
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_coordinators_killed_at_random_moments_of_the_wall_clock(request, tmp_path, database, seed):
    """Two of them, over two rounds, each killed every few seconds, whatever it is doing."""
    url = None if database == "sqlite" else request.getfixturevalue("postgres").database()
    with CrashNet(tmp_path, rounds=2, windows=PATIENT, database=url) as net:
        net.add_coordinator()
        net.keep_door()
        for number, coordinator in enumerate(net.coordinators):
            net.kill_now_and_then(coordinator, random.Random(f"{seed} {number}"), (8, 25))
        net.wait_for_step("settled", "aborted", round_id=2, seconds=1500)
        settled = check_all(net)

    assert len(settled) == 2


@pytest.mark.stress
@pytest.mark.timeout(1800)
def test_a_trader_killed_at_every_instant_of_a_round(tmp_path):
    """Before and after it keeps and sends each message, and before and after it erases its session."""
    plans = {"victim": {"always": ["keep", "post", "erase"]}}
    with CrashNet(tmp_path, plans=plans, windows=PATIENT) as net:
        net.nurse(net.victim)
        view = net.wait_for_step("settled", "aborted")
        net.wait_for(lambda: len(net.struck("victim")[0]) >= 4 * len(STEPS) + 2, "the last instant")
        check_all(net)
        told = phases(net)

    assert (view["attempt"], view["survivors"]) == (1, 8)
    assert told == [(1, "scored")]


@pytest.mark.stress
@pytest.mark.parametrize("step", STEPS[1:])
def test_a_trader_asleep_from_any_step_on_is_a_drop_out_and_back_in_the_next_round(tmp_path, step):
    plans = {"victim": {"sleeps": [f"keep 1 {step} before"]}}
    with CrashNet(tmp_path, rounds=2, plans=plans, windows=HURRIED) as net:
        net.wait_for(net.victim.is_asleep, "the closed laptop")
        bond = int(net.chain().read("StakeManager", "bondOf", victim(net)))
        first = net.wait_for_step("settled", "aborted")
        net.victim.go_on()
        second = net.wait_for_step("settled", "aborted", round_id=2)
        check_rounds(net)
        check_never_at_fault(net, bond)

    assert first["survivors"] == (7 if step in ("share", "mask", "open_norm") else 8)
    assert (first["step"], second["step"], second["survivors"]) == ("settled", "settled", 8)


@pytest.mark.stress
@pytest.mark.parametrize("step", ["share", "mask", "open_norm", "agree", "unmask", "open_score"])
def test_an_hour_that_is_missing_for_everybody_costs_a_round_at_most(tmp_path, step):
    """The clock of the whole network jumps: all machines slept, or the coordinator was away that long."""
    with CrashNet(tmp_path, windows=HURRIED) as net:
        net.wait_for_step(step)
        bond = int(net.chain().read("StakeManager", "bondOf", victim(net)))
        net.clock.jump(net.clock.now() + 3600)

        def newest():
            view = net.status()
            return view if view and view["step"] == "settled" else None

        view = net.wait_for(newest, "a settled round")
        check_all(net)
        check_never_at_fault(net, bond)

    assert view["id"] <= 2
    assert view["survivors"] >= 6
