"""Rounds in which clients stay, fall silent, come back or lie in; what an operator is told of each out."""

import json

import pytest

from app.coordinator.clients import Clients
from app.coordinator.journal import ATTEMPT, END, Excluded
from core.federated.round import RoundState
from core.federated.views import Fault


@pytest.fixture
def clients(stage):
    """Everybody as told over the API, by seat; the list itself under "told"."""

    def ask():
        http = stage.http()
        response = http.get("/v1/clients")
        http.close()
        assert response.status_code == 200
        told = response.json()
        seats = {trader.wallet.address: trader.seat for trader in stage.traders}
        return {seats[one["address"]]: one for one in told["clients"]} | {"told": told}

    return ask


def test_before_the_first_round_there_is_nobody(stage, clients):
    told = clients()["told"]
    assert (told["clients"], told["round_id"], told["current_step"]) == ([], None, "")


def test_a_round_tells_whom_it_waits_for_first(stage, clients):
    stage.traders[3].silent_from = "share"
    stage.play("share")
    stage.clock.at += 1
    stage.everybody()
    found = clients()

    assert found["told"]["clients"][0] == found[3]
    assert [one["address"] for one in found["told"]["clients"] if one["awaited"]] == [stage.wallet(3)]
    assert (found["told"]["round_id"], found["told"]["current_step"]) == (stage.view().id, "share")
    assert (found[3]["step"], found[0]["step"]) == ("join", "share")
    assert found[0]["seen_at"] == found[3]["seen_at"] + 1 == stage.clock.at == found["told"]["now"]
    assert (found[0]["joined"], found[0]["finished"], found[0]["reliability"]) == (1, 0, None)
    assert found[0]["bond_wei"] == str(10**18)


def test_a_settled_round_counts_for_who_stayed_and_against_who_left(stage, clients):
    stage.traders[2].silent_from, stage.traders[5].silent_from = "mask", "open_score"
    view = stage.play("publish")
    live = clients()
    stage.clock.at = view.end_at + 1
    stage.play("settle")
    stage.agent_closes()
    stage.play("settled")
    found = clients()

    assert (live[2]["dropped"], live[2]["note"]) == (1, f"dropped in round {view.id}: silent from mask on")
    assert (live[5]["dropped"], live[5]["finished"]) == (0, 0)
    assert {seat for seat in range(8) if found[seat]["finished"]} == {0, 1, 3, 4, 6, 7}
    assert (found[0]["reliability"], found[5]["reliability"]) == (1.0, 0.0)
    assert found[5]["note"] == f"dropped in round {view.id}: silent from open_score on"
    assert {(one["step"], one["awaited"]) for one in found["told"]["clients"]} == {("", False)}
    assert found["told"]["current_step"] == "settled"
    stage.start()
    assert clients() == found


def test_who_joins_no_further_attempt_has_dropped_out_and_the_others_are_not_blamed(stage, clients):
    round_ = fail_once(stage)
    stage.traders[7].silent_from = "join"
    stage.everybody()
    waiting = clients()
    stage.start()
    assert clients() == waiting
    stage.clock.at = stage.spec().evaluation.start_at
    stage.drive()
    found = clients()

    assert (waiting[7]["joined"], waiting[7]["dropped"], waiting[7]["step"]) == (1, 0, "join")
    assert found[7]["dropped"] == 1
    assert found[7]["note"] == f"dropped in round {round_.round_id}: not back for attempt 2"
    assert {
        (found[seat]["joined"], found[seat]["reliability"], found[seat]["note"]) for seat in range(7)
    } == {(1, None, "")}


def fail_once(stage):
    """The round after its first attempt, which everybody joined, has failed."""
    stage.play("share")
    round_ = stage.coordinator._shelf.current
    round_.change(lambda state: state.abort("a test", stage.clock.now()), stage.clock.now())
    stage.drive()
    return round_


def test_who_is_convicted_in_an_earlier_attempt_stays_so(stage, clients):
    round_ = fail_once(stage)
    round_.write(ATTEMPT, Excluded((stage.wallet(4),)).to_bytes(), stage.clock.now())
    found = clients()[4]

    assert (found["convicted"], found["dropped"], found["joined"]) == (1, 0, 1)
    assert found["note"] == f"convicted in round {round_.round_id}: convicted in an earlier attempt"


def test_a_crime_outweighs_silence(stage, clients, monkeypatch):
    stage.traders[6].silent_from = "agree"
    stage.play("publish")
    fault = Fault(stage.wallet(6), "unmask", "false share")
    monkeypatch.setattr(RoundState, "faults", (fault,))
    found = clients()[6]

    assert (found["convicted"], found["dropped"]) == (1, 0)
    assert found["note"].endswith("unmask: false share")


def test_an_update_that_points_the_other_way_is_counted_as_rejected(stage, clients):
    liar = stage.traders[1]
    honest = liar.update
    liar.update = lambda: -honest()
    stage.play("publish")
    found = clients()[1]

    assert (found["rejected"], found["dropped"], found["convicted"]) == (1, 0, 0)
    assert found["note"].startswith(f"rejected in round {stage.view().id}: ")


def test_the_rounds_before_are_read_once(make_stage):
    stage = make_stage(rounds=0, attempts=1)
    for _ in range(2):
        stage.drive()
        stage.everybody()
        stage.coordinator._shelf.current.change(lambda state: state.abort("a test", 0.0), 0.0)
        stage.drive()
    log = stage.coordinator._shelf._log
    asked = []

    class Counting:
        def rounds(self):
            return log.rounds()

        def entries(self, round_id, kind=""):
            asked.append((round_id, kind))
            return log.entries(round_id, kind)

    counted, current = Clients(Counting()), stage.coordinator._shelf.current
    first, second = counted.list(current, 0.0), counted.list(current, 0.0)

    assert first == second
    assert {one.joined for one in first.clients} == {2}
    assert asked == [(current.round_id - 2, END), (current.round_id - 1, END)]


def test_what_a_round_keeps_of_its_clients_is_not_sent_with_every_view(make_stage):
    stage = make_stage(rounds=0, attempts=1)
    stage.drive()
    stage.everybody()
    stage.coordinator._shelf.current.change(lambda state: state.abort("a test", 0.0), 0.0)
    ended = stage.coordinator._shelf.current
    stage.drive()

    assert len(json.loads(ended.end)["clients"]) == 8
    assert "clients" not in json.loads(stage.coordinator.document(ended.round_id))
