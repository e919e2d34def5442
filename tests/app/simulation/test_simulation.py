"""Whole rounds of real clients and a real coordinator: the sum is exact or the round is aborted cleanly."""

import pytest

from app.simulation.acts import report, simulate
from app.simulation.attack import Attack
from app.simulation.attacks import ATTACKS, attack_named
from app.simulation.faults import Faults
from app.simulation.ledger import Ledger
from app.simulation.lying_clients import FalseScore
from app.simulation.parties import Client
from app.simulation.simulation import STEPS, Simulation
from app.simulation.world import World, simulated_terms
from core.errors import Refused, TryAgain, YouCanFix

CLIENTS, PARAMETERS = 10, 700


def play(clients=CLIENTS, parameters=PARAMETERS, faults=(), attack=None, seed=0, **changes):
    """A round in this process."""
    terms = simulated_terms(clients, parameters, seed, **changes)
    with Simulation(terms, clients, seed, faults, attack, in_process=True) as simulation:
        return simulation.run()


def test_an_honest_round_ends_in_the_exact_sum_and_exact_scores():
    outcome = play()
    assert (outcome.survivors, outcome.sum_exact, outcome.scores_exact) == (outcome.clients, True, True)
    assert (outcome.leaks, outcome.noticed, outcome.breach) == ((), (), "")


def test_drop_outs_after_the_shares_are_left_out_of_the_sum():
    outcome = play(faults=[Faults.dropping(CLIENTS, 0.2, 0)])
    assert (len(outcome.survivors), outcome.dropped, outcome.attempt) == (8, 2, 1)
    assert outcome.sum_exact
    assert outcome.scores_exact


def test_too_many_drop_outs_end_in_a_clean_abort():
    outcome = play(faults=[Faults.dropping(CLIENTS, 0.4, 0)] * 4)
    assert (outcome.aborted, outcome.sum_exact, outcome.leaks, outcome.breach) == (True, False, (), "")


def test_a_round_recovers_in_a_second_attempt():
    outcome = play(faults=[Faults.dropping(CLIENTS, 0.4, 0)])
    assert (outcome.attempt, len(outcome.survivors), outcome.sum_exact) == (2, CLIENTS, True)


def test_several_cohorts_add_up():
    outcome = play(clients=20, max_cohort=16)
    assert (outcome.cohorts, outcome.sum_exact, outcome.scores_exact) == ((10, 10), True, True)


def test_noise_of_the_terms_is_in_the_exact_sum():
    outcome = play(noise_multiplier=0.1)
    assert (outcome.sum_exact, outcome.scores_exact) == (True, True)


def test_a_client_uploads_eight_bytes_a_parameter_and_little_more():
    assert play(parameters=20_000).upload_bytes <= 8 * 20_000 + 64_000


@pytest.mark.parametrize("step", STEPS)
def test_messages_come_twice_late_or_not_at_all_and_machines_restart(step):
    faults = Faults(
        lost=frozenset({(1, step)}),
        doubled=frozenset({(2, step)}),
        unanswered=frozenset({(3, step)}),
        late=frozenset({(4, step)}),
        resumed=frozenset((5, each) for each in STEPS),
        forgotten=frozenset({(6, step)}),
        restarts=frozenset({(step, 0), (step, 5), (step, CLIENTS)}),
        order=7,
    )
    outcome = play(faults=[faults])
    assert outcome.breach == ""
    assert outcome.sum_exact


def test_who_is_away_in_unmask_and_comes_back_is_scored_and_paid():
    outcome = play(faults=[Faults(lost=frozenset({(0, "unmask")}))])
    assert (outcome.sum_exact, outcome.scores_exact, outcome.unpaid) == (True, True, ())


def test_a_coordinator_in_a_process_of_its_own_reports_what_it_used_and_survives_a_kill():
    faults = Faults(silent={0: "mask"}, restarts=frozenset({("open_norm", 3)}))
    with Simulation(simulated_terms(CLIENTS, PARAMETERS), CLIENTS, faults=[faults]) as simulation:
        found = simulation.run().as_json()
    assert (found["survivors"], found["sum_exact"], found["scores_exact"]) == (9, True, True)
    assert found["server_peak_mib"] > 10
    assert found["server_cpu_s"] >= sum(found["server_cpu_s_by_step"].values()) > 0


ENDS = {
    "survivor-lie": (True, 0, "of my neighbours signed the survivor set"),
    "both-shares": (True, 0, "asks unmask a second time"),
    "swapped-keys": (False, 0, "is delegated by"),
    "small-cohort": (True, 0, "7 clients are outside the round's terms."),
    "replay": (False, 0, "not for round 1, attempt 2"),
    "second-g": (False, 0, "The score request is not the one on chain."),
    "equivocation": (False, 2, "The list of commitments, or the norm request, is not the one whose root"),
    "norm": (False, 2, "My update is not among the survivors."),
    "flip": (False, 1, "My update is not among the survivors."),
    "nan": (False, 1, "The update holds numbers that are not finite."),
    "garbled": (False, 1, "The masked update is not the one that its sender signed."),
}
"""By attack: whether the round is aborted with so few parameters, how many are rejected, what is noticed."""


@pytest.mark.parametrize("name", ENDS)
def test_an_attack_ends_in_the_exact_sum_or_a_clean_abort(name):
    outcome = play(attack=attack_named(name))
    texts = " ".join(noticed.error for noticed in outcome.noticed)
    is_aborted, rejected, text = ENDS[name]
    assert (outcome.breach, outcome.leaks) == ("", ())
    assert (outcome.aborted, len(outcome.rejected)) == (is_aborted, rejected)
    assert text in texts


def test_every_attack_is_tried_here():
    assert ATTACKS.keys() == ENDS.keys() | {"false-opening"}


def test_a_round_goes_on_after_a_lie_about_survivors():
    outcome = play(parameters=13_000, attack=attack_named("survivor-lie"))
    assert (outcome.attempt, outcome.sum_exact, outcome.leaks) == (2, True, ())


def test_false_openings_are_found_by_revealed_masks_and_by_the_audit():
    outcomes = simulate(CLIENTS, PARAMETERS, attack="false-opening", in_process=True)
    found = report(outcomes)
    assert (found["breach"], found["leaked"]) == ("", False)
    assert {fault["step"] for fault in found["faults"]} == {"open_norm", "open_score"}
    convicted = {fault.client for fault in outcomes[-1].faults}
    hidden = set(outcomes[-1].unpaid) - convicted  # two who are kept away, with a drawn edge between them
    assert convicted < set(outcomes[-1].unpaid)
    assert len(hidden) == 2
    assert not hidden & set(outcomes[-1].malicious)


def test_a_simulation_tells_a_false_sum():
    class Forgetful(Client):
        """Sends another vector than it says that it sent."""

        def integers(self):
            return super().integers() + 1

    class Dishonest(Attack):
        """One client forgets."""

        def member(self, world, index, ledger):
            return (Forgetful if index == 0 else Client)(world, index, ledger)

    outcome = play(attack=Dishonest())
    assert (outcome.sum_exact, outcome.scores_exact) == (False, False)
    assert outcome.breach == "The sum is not that of the survivors' updates."


def test_the_report_has_the_promised_keys_in_their_order():
    (outcome,) = simulate(CLIENTS, PARAMETERS, 0.1, in_process=True)
    assert list(report([outcome]))[:11] == [
        "clients", "survivors", "sum_exact", "leaked", "aborted", "client_cpu_s", "server_cpu_s",
        "server_peak_mib", "upload_bytes", "scores_exact", "rejected",
    ]  # fmt: skip


def test_a_seed_gives_the_same_round_again():
    assert play(seed=3).survivors == play(seed=3).survivors != play(seed=4).survivors


def test_an_unknown_attack_is_named():
    with pytest.raises(YouCanFix, match="No attack is called 'bribe'"):
        attack_named("bribe")


@pytest.mark.parametrize(("clients", "dropped"), [(10, 1), (30, 2), (50, 3), (8, 0)])
def test_drop_outs_are_rounded_half_up(clients, dropped):
    assert len(Faults.dropping(clients, 0.05, 0).silent) == dropped


def test_the_ledger_holds_what_was_posted_first_and_ends_earlier_attempts():
    ledger = Ledger(0)
    fact = ledger.post(1, "joins", (bytes(32),), 5.0)
    assert ledger.post(1, "joins", (bytes(32),), 9.0) == fact == ledger.fact(1, "joins")
    with pytest.raises(Refused):
        ledger.post(1, "joins", (bytes([1]) * 32,), 9.0)
    ledger.post(2, "joins", (bytes(32),), 9.0)
    with pytest.raises(Refused):
        ledger.post(1, "masked", (bytes(32),), 9.0)
    with pytest.raises(TryAgain):
        ledger.fact(2, "masked")


def test_updates_are_within_the_clip_and_come_again_from_their_seed():
    world = World(simulated_terms(CLIENTS, PARAMETERS), 2)
    assert all(float((world.update(index) ** 2).sum()) <= 1.0 for index in range(CLIENTS))
    assert (world.update(3) == World(world.terms, 2).update(3)).all()


def test_a_liar_without_victims_opens_truly():
    class Idle(Attack):
        """A liar that has nobody to lie about."""

        name = "idle"

        def member(self, world, index, ledger):
            return (FalseScore if index == 0 else Client)(world, index, ledger)

    outcome = play(attack=Idle())
    assert (outcome.false_scores, outcome.faults) == ((), ())
