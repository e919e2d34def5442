"""Rounds with somebody silent, held or void in; what they take from whose history out."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import TryAgain
from core.federated.audit import drawn
from core.federated.losses import DETERRENT
from core.federated.messages import read, sign
from core.federated.verification import verify_transcript
from core.identity.keys import SessionKey
from core.privacy.fixed_point import ring_from_wire, to_wire
from tests.core.federated.conftest import Rehearsal, secret

EDGES_PER_DRAWN = 7
"""Of 28 edges of eight clients four are drawn."""


def pair():
    """Two clients of a rehearsal whose edge is drawn."""
    play = Rehearsal()
    play.run()
    cohort, beacon = play.state.record.cohorts[0].cohort, play.state.fact("scores").beacon
    lots = drawn(cohort, play.addresses, beacon)
    (far,) = lots[play.addresses[0]]
    return 0, play.addresses.index(far)


def payable(play):
    return {row.client: row.payable for row in play.state.scores.scores}


def losses(play, *indices):
    """Of these clients; nobody else lost anything."""
    state = play.state
    assert verify_transcript(state.transcript(), play.vectors.__getitem__).judged == state.judged
    assert set(state.judged.losses) <= {play.addresses[index] for index in indices}
    return [state.judged.losses.get(play.addresses[index], 0.0) for index in indices]


def test_a_round_that_pays_everybody_takes_nothing():
    play = Rehearsal()
    with pytest.raises(TryAgain):
        play.state.judged  # noqa: B018 - raises
    play.run()
    assert losses(play) == []
    assert play.state.unpaid == frozenset()


def test_who_sleeps_through_the_audit_while_its_neighbour_shows_their_edge_loses_that_round_alone():
    play = Rehearsal(silent={0: "settle"})
    play.updates[0] = -0.05 * play.gradient
    play.run()
    assert payable(play)[play.addresses[0]] > 0
    assert play.state.unpaid == {play.addresses[0]}
    assert losses(play, 0) == [0.0]


def test_who_skips_the_audit_of_a_round_that_it_lost_takes_the_loss_into_its_history():
    play = Rehearsal(silent={0: "settle"})
    play.updates[0] = 0.05 * play.gradient
    play.run()
    assert losses(play, 0) == [payable(play)[play.addresses[0]]]
    assert losses(play, 0)[0] < 0


def test_two_who_hide_their_drawn_edge_are_judged_by_their_total_and_by_what_one_claims_above_it():
    one, other = pair()
    play = Rehearsal(silent={one: "settle", other: "settle"})
    play.updates[one], play.updates[other] = -0.06 * play.gradient, -0.01 * play.gradient
    play.run()
    more, less = (payable(play)[play.addresses[index]] for index in (one, other))
    fair = (more + less) / 2
    expected = min(0.0, fair - DETERRENT * EDGES_PER_DRAWN * (more - fair))
    assert 0 < less < more
    assert play.state.unpaid == {play.addresses[one], play.addresses[other]}
    assert losses(play, one, other) == pytest.approx([expected, 0.0], rel=1e-9)


def test_an_edge_that_neither_shows_taints_the_end_that_opened_nothing_too():
    """Else it could let its neighbour open falsely for it, and stay out of the audit."""
    one, other = pair()
    play = Rehearsal(silent={one: "open_score", other: "settle"})
    play.run()
    assert next(row.state for row in play.state.scores.scores if row.client == play.addresses[one]) == "final"
    assert play.state.unpaid == {play.addresses[one], play.addresses[other]}


def test_the_held_share_the_loss_of_their_total():
    play = Rehearsal(silent={0: "open_score", 1: "open_score"}, bonds=[10**18, 10**18 // 2] + [10**18] * 6)
    play.updates[:2] = 0.02 * play.gradient
    play.updates[2:] = -0.05 * play.gradient
    play.run()
    assert play.state.unpaid == frozenset()
    first, second = losses(play, 0, 1)
    assert first < 0
    assert second == pytest.approx(first / 2, rel=1e-3)


def test_what_is_known_of_a_group_alone_takes_no_more_than_the_largest_payable():
    play = Rehearsal(silent={0: "open_score", 1: "open_score"})
    play.updates[:2] = 0.06 * play.gradient
    play.updates[2:] = -1e-3 * play.gradient
    play.run()
    most = max(value for value in payable(play).values() if value is not None)
    assert losses(play, 0, 1) == [-most, -most]


def falsely(play, index, other, place, size):
    """A client opens its edge to another falsely, in one of the five products."""
    message = play.message(index, "open_score")
    body, near = read(message), sorted(play.sessions[index].neighbours)
    told = ring_from_wire(body.products).reshape(len(near), -1).copy()
    sign_of = 1 if play.addresses[index] > play.addresses[other] else -1
    spot = near.index(play.addresses[other]), place
    told[spot] = np.uint64((int(told[spot]) + sign_of * size) % 2**64)
    key = SessionKey.create(secret("session", index))
    return sign(play.spec, key, replace(body, products=to_wire(told)))


@pytest.mark.parametrize("place", range(5))
def test_a_score_or_payable_beyond_the_bound_is_void_whichever_product_was_opened_falsely(place):
    play = Rehearsal(silent={1: "open_score"})
    play.run("unmask")
    play.publish()
    play.state.on(falsely(play, 0, 1, place, 2**58), play.now)
    play.play("open_score")
    play.play("settle")
    rows = {row.client: row for row in play.state.scores.scores}
    assert [rows[play.addresses[index]].state for index in (0, 1)] == ["void", "void"]
    most = max(abs(row.payable) for row in rows.values() if row.payable is not None)
    assert sorted(losses(play, 0, 1)) == [-most, 0.0]
