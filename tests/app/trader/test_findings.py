"""Public documents of rounds in; who is left out, convicted, unpaid, held or provisional out."""

import pytest

from app.trader import findings
from app.trader.findings import Findings
from app.trader.participants import participants
from app.trader.rounds import RoundStatus
from core.errors import PeerBroke, TryAgain
from core.federated import contribution
from core.federated.messages import Join, Signed
from core.federated.views import HeldTotal, Roster, Score, ScoreTable
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import History, Payouts
from core.rewards.shares import mean_and_error
from tests.app.trader.test_rounds import VIEW

A, B, C, D, E = (f"0x{digit * 40}" for digit in "12345")


class Documents(dict):
    """A coordinator that has these documents, says "later" for the rest, and notes what it is asked."""

    def __init__(self, *arguments, **documents):
        super().__init__(*arguments, **documents)
        self.asked = []
        self.is_away = False

    def _get(self, path):
        self.asked.append(path)
        if self.is_away:
            raise TryAgain("The coordinator cannot be reached.")
        if path not in self:
            raise TryAgain("Not yet.", retry_after=1.0)
        return self[path]

    json = raw = _get


def join(client):
    body = Join(3, 1, client, 5, bytes(32), bytes(32), client, 0, 1, 0, bytes(65))
    return Signed(body.to_bytes(), bytes(65))


def score(client, value, state="final"):
    is_known = state in ("final", "provisional")
    number = value if is_known else None
    return Score(client, 2**20, (1,) if is_known else (), number, number and number / 2, state)


def payouts(**scores):
    empty = PayoutTable(31337, "0x" + "9" * 40, {}).to_bytes()
    histories = tuple(History(client, tuple(told)) for client, told in sorted(scores.items()))
    return Payouts(3, histories, (), 0, 0, empty, empty)


def view(step="settled", **changes):
    return {**VIEW, "step": step, **changes}


def coordinator(view, rows=(), held=(), **parts):
    """A coordinator with one round."""
    roster = Roster(3, 1, tuple(join(client) for client in (A, B, C, D, E)))
    documents = Documents({"rounds/3": view, "rounds/3/roster": roster.to_bytes()})
    if rows:
        documents["rounds/3/scores"] = ScoreTable(3, 1, tuple(rows), tuple(held)).to_bytes()
    documents |= {f"rounds/3/{name}": data for name, data in parts.items()}
    return documents


def test_the_names_of_the_states_are_those_of_the_protocol():
    ours = (findings.FINAL, findings.PROVISIONAL, findings.HELD, findings.VOID)
    theirs = (contribution.FINAL, contribution.PROVISIONAL, contribution.HELD, contribution.VOID)
    assert ours == theirs


def test_mine_comes_first_then_whoever_something_is_wrong_with():
    rows = [score(A, 0.1), score(B, 0.3), score(C, 0.2)]
    told = view(rejected={D: "its norm is beyond the bound"}, faults={C: "open_score: a lie"}, unpaid=[C])
    found = Findings(coordinator(told, rows), lambda: A).round(3)

    assert [client.client for client in found.clients] == [A, C, D, E, B]
    mine, liar, left, gone, fine = found.clients
    assert found.mine == mine
    assert (mine.score, mine.payable, mine.counts) == (0.1, 0.05, True)
    assert (liar.fault, liar.is_unpaid, liar.counts, liar.place) == (
        "open_score: a lie", True, False, "in the sum",
    )  # fmt: skip
    assert (left.place, left.rejection, left.counts) == ("left out", "its norm is beyond the bound", None)
    assert gone.place == "dropped out"
    assert (fine.place, fine.is_mine) == ("in the sum", False)


def test_held_scores_name_their_group_and_provisional_ones_are_open():
    rows = [score(A, 0, "held"), score(B, 0, "held"), score(C, 0.2, "provisional"), score(D, 9, "void")]
    found = Findings(coordinator(view("settle"), rows, [HeldTotal((A, B), (7,))]), lambda: A).round(3)
    by_client = {client.client: client for client in found.clients}

    assert (by_client[A].held_with, by_client[A].counts, by_client[A].score) == ((B,), False, None)
    assert by_client[B].held_with == (A,)
    assert (by_client[C].state, by_client[C].counts) == ("provisional", None)
    assert (by_client[D].state, by_client[D].counts) == ("void", False)


def test_while_the_round_runs_it_says_whom_the_step_waits_for():
    found = Findings(coordinator(view("mask", missing=[B])), lambda: A).round(3)

    assert {client.client: client.place for client in found.clients} == {
        B: "awaited", **dict.fromkeys((A, C, D, E), "joined"),
    }  # fmt: skip
    assert found.standing is None


def test_before_the_joins_are_closed_nobody_is_listed_or_asked_for():
    gateway = coordinator(view("join"))

    assert Findings(gateway, lambda: A).round(3).clients == ()
    assert gateway.asked == ["rounds/3"]


def test_nobody_of_an_aborted_round_is_said_to_have_dropped_out():
    found = Findings(coordinator(view("aborted", faults={B: "unmask: a lie"})), lambda: "").round(3)

    assert {client.place for client in found.clients} == {"joined"}
    assert found.clients[0].fault == "unmask: a lie"
    assert found.mine is None


def test_my_standing_is_the_mean_of_my_payable_scores_with_its_error():
    scores = [0.1, 0.3, 0.2]
    paid = payouts(**{A: scores, B: [0.4]}).to_bytes()
    found = Findings(coordinator(view(), [score(A, 0.2)], payouts=paid), lambda: A).round(3)
    one = Findings(coordinator(view(), [score(B, 0.4)], payouts=paid), lambda: B).round(3)

    assert (found.standing.mean, found.standing.error) == mean_and_error(scores)
    assert found.standing.rounds == 3
    assert (one.standing.mean, one.standing.error) == (0.4, None)
    assert Findings(coordinator(view(), [score(C, 0.1)], payouts=paid), lambda: C).round(3).standing is None


def test_a_round_that_is_over_is_asked_for_once():
    gateway = coordinator(view(), [score(A, 0.1)])
    found = Findings(gateway, lambda: A)
    first, asked = found.round(3), len(gateway.asked)

    assert found.round(3) is first
    assert len(gateway.asked) == asked


def test_what_is_known_already_is_not_asked_for_and_the_roster_once():
    gateway = coordinator(view("agree"))
    found, status = Findings(gateway, lambda: A), RoundStatus.read(view("agree"))
    for _ in range(3):
        assert len(found.round(3, status).clients) == 5

    assert gateway.asked == ["rounds/3/roster"]


def test_an_absent_coordinator_is_no_empty_round():
    gateway = coordinator(view(), [score(A, 0.1)])
    gateway.is_away = True

    with pytest.raises(TryAgain, match="cannot be reached"):
        Findings(gateway, lambda: A).round(3, RoundStatus.read(view()))


def test_scores_of_another_round_are_refused():
    gateway = coordinator(view(), [score(A, 0.1)])
    gateway["rounds/3/scores"] = ScoreTable(4, 1, (score(A, 0.1),), ()).to_bytes()

    with pytest.raises(PeerBroke, match="another round"):
        Findings(gateway, lambda: A).round(3)


CLIENT = {
    "address": A, "bond_wei": "1000", "joined": 5, "finished": 3, "dropped": 1, "rejected": 1, "convicted": 0,
    "seen_at": 7.5, "round_id": 3, "note": "dropped in round 2: silent from mask on", "reliability": 0.75,
    "step": "share", "awaited": True,
}  # fmt: skip


def test_participants_are_read_field_by_field():
    told = {"clients": [CLIENT, {**CLIENT, "address": B, "reliability": None}], "round_id": 3,
            "current_step": "mask", "now": 8.0}  # fmt: skip
    found = participants(Documents(clients=told))

    assert (found.round_id, found.step) == (3, "mask")
    assert (found.clients[0].reliability, found.clients[0].bond_wei) == (0.75, 1000)
    assert found.clients[0].is_awaited
    assert found.clients[1].reliability is None


@pytest.mark.parametrize(
    "told",
    [
        [],
        {},
        {"clients": [{}], "round_id": 1, "current_step": ""},
        {"clients": [{**CLIENT, "seen_at": 1e18}], "round_id": 1, "current_step": ""},
        {"clients": [{**CLIENT, "seen_at": float("nan")}], "round_id": 1, "current_step": ""},
        {"clients": [{**CLIENT, "joined": "many"}], "round_id": 1, "current_step": ""},
    ],
)
def test_a_malformed_list_of_participants_is_the_coordinators_fault(told):
    with pytest.raises(PeerBroke, match="malformed"):
        participants(Documents(clients=told))
