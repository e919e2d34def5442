"""The judge of what a coordinator could learn: it sees the leaks that it is there to see."""

from dataclasses import replace

import pytest

from app.simulation.exposure import Exposure, single_updates
from app.simulation.simulation import Simulation
from app.simulation.world import simulated_terms
from core.federated.messages import RevealedShare, Unmask, read, sign


def group(*names):
    return frozenset(names)


@pytest.mark.parametrize(
    ("sums", "alone"),
    [
        ([group("a", "b", "c")], ()),
        ([group("a", "b"), group("b")], ("a", "b")),
        ([group("a", "b", "c"), group("a", "b")], ("c",)),
        ([group("a", "b"), group("c", "d", "e"), group("a", "b", "c", "d")], ("e",)),
        ([group("a", "b"), group("b", "c"), group("c", "a")], ("a", "b", "c")),
        ([group("a", "b"), group("b", "c")], ()),
    ],
    ids=["one sum", "one alone", "difference", "three attempts", "a triangle", "a chain"],
)
def test_single_updates_are_found_in_differences_of_sums(sums, alone):
    assert single_updates(sums) == alone


@pytest.fixture
def unmasked():
    """A simulation after its sum, and an exposure that knows nothing yet of its messages."""
    with Simulation(simulated_terms(8, 700), 8, in_process=True) as simulation:
        simulation.begin()
        assert simulation.sum_up()
        yield simulation


def exposure_of(simulation, honest=None):
    """What leaves in a whole attempt, told again to a judge who takes `honest` for honest."""
    exposure = Exposure([c.client for c in simulation.clients] if honest is None else honest)
    for step in ("join", "share", "mask", "unmask"):
        for client in simulation.clients:
            exposure.left(client.session, client.session.sent(step))
    return exposure


def tell(simulation, exposure, teller, kind, owner):
    """One more message of a client: a share of a kind."""
    body = read(teller.session.sent("unmask"))
    share = (RevealedShare(owner.client, bytes(32)),)
    mine = {"self_shares": (), "key_shares": (), kind: share}
    message = sign(simulation.world.terms, teller.key, replace(body, **mine))
    assert isinstance(read(message), Unmask)
    exposure.left(teller.session, message)


def test_an_honest_round_shows_the_sum_alone(unmasked):
    assert exposure_of(unmasked).leaks() == ()


def test_one_helper_with_both_shares_is_a_leak(unmasked):
    exposure = exposure_of(unmasked)
    tell(unmasked, exposure, unmasked.clients[1], "key_shares", unmasked.clients[0])
    (leak,) = exposure.leaks()
    assert leak.endswith(f"told both shares of {unmasked.clients[0].client}.")


def test_enough_key_shares_beside_the_self_seed_are_a_leak(unmasked):
    exposure = exposure_of(unmasked)
    for teller in unmasked.clients[1:]:
        tell(unmasked, exposure, teller, "key_shares", unmasked.clients[0])
    assert f"The update of {unmasked.clients[0].client} follows from what was released." in exposure.leaks()


def test_a_client_among_accomplices_alone_is_laid_bare(unmasked):
    lonely = unmasked.clients[0].client
    assert any(lonely in leak for leak in exposure_of(unmasked, [lonely]).leaks())


def test_four_accomplices_of_seven_neighbours_learn_nothing_and_five_can_recover_secrets(unmasked):
    clients = [client.client for client in unmasked.clients]
    assert exposure_of(unmasked, clients[4:]).leaks() == ()
    assert any("Both secrets" in leak for leak in exposure_of(unmasked, clients[5:]).leaks())
