"""Clients that lie or stumble, step by step: the coordinator takes nothing that would hurt the round."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import PeerBroke, Refused, TryAgain
from core.federated.admission import CLOCK_SLACK_SECONDS
from core.federated.audit import drawn
from core.federated.client import ClientSession
from core.federated.messages import MaskedUpload, Receipt, RevealedShare, Signed, read, read_receipt, sign
from core.federated.round import RoundState
from core.federated.views import NormRequest
from core.identity.keys import Account, Delegation, SessionKey, sign_delegation
from core.privacy import masking
from core.privacy.fixed_point import integers_from_wire, ring_from_wire, to_ring, to_wire
from core.values import Digest, RoundId, client_id
from tests.core.federated.conftest import COORDINATOR, secret

STRANGER = client_id("0x" + "00" * 20)


def resigned(play, index, step, **changes):
    """The message that client `index` gives for a step, altered and signed again."""
    message = play.message(index, step)
    body = replace(read(message.signed if step == "mask" else message), **changes)
    return sign(play.spec, SessionKey(play.sessions[index]._state.session_key), body)


def at(rehearsal, step, clients=8, **options):
    """A rehearsal in which `step` is open and nobody has answered it."""
    play = rehearsal(clients, **options)
    steps = ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
    if step != "join":
        play.run(until=steps[steps.index(step) - 1])
    else:
        for address in play.addresses:
            play.state.bonded(address, 10**18, play.now)
    if step == "open_score":
        play.publish()
    return play


@pytest.mark.parametrize(
    ("changes", "error", "reason"),
    [
        ({"bond_wei": 10**18 + 1}, Refused, "has a bond"),
        ({"bond_wei": 0}, Refused, "has a bond"),
        ({"bond_wei": 10**18 // 1024 - 1}, Refused, "a seat needs 976562500000000"),
        ({"client": STRANGER}, PeerBroke, "delegated by"),
        ({"session": STRANGER}, PeerBroke, "should have signed"),
        ({"not_before": 1_101}, PeerBroke, "not valid now"),
        ({"not_after": 1_099}, PeerBroke, "not valid now"),
        ({"mask_key": bytes(32)}, PeerBroke, "small order"),
        ({"round_id": RoundId(8)}, PeerBroke, "for round 8"),
        ({"attempt": 2}, PeerBroke, "attempt 2"),
    ],
)
def test_a_join_that_does_not_stand_is_refused(rehearsal, changes, error, reason):
    play = at(rehearsal, "join")
    with pytest.raises(error, match=reason):
        play.state.on(resigned(play, 0, "join", **changes), play.now)


def test_a_join_needs_a_bond_on_chain_and_a_free_seat(rehearsal, make_terms):
    play = rehearsal(9, spec=make_terms(max_clients=8))
    with pytest.raises(Refused, match="has a bond of 0 wei"):
        play.deliver(0, "join")
    for index in range(8):
        play.state.bonded(play.addresses[index], 10**18, play.now)
        play.state.bonded(play.addresses[index], 10**18, play.now + 1)
        play.deliver(index, "join")
    assert len(play.state.drain_log()) == 17
    assert (play.state.step, play.state.awaits) == ("share", "joins")
    with pytest.raises(Refused, match="is over"):
        play.deliver(8, "join")


def delegated(play, index, not_before, not_after):
    """A client whose wallet delegated for this time alone; what it joins with is handed in."""
    wallet, key = Account.create(secret("wallet", index)), SessionKey.create(secret("session", index))
    delegation = Delegation(key.address, not_before, not_after, index)
    signature = sign_delegation(wallet, play.spec.chain_id, play.spec.contract, delegation)
    play.sessions[index] = ClientSession.begin(play.spec, wallet.address, 10**18, key, delegation, signature)
    play.deliver(index, "join")


def test_a_session_must_outlast_the_unmasking(rehearsal):
    """Joins may stay open until the first candle, at 10,000 s; three windows and the slack follow."""
    play = at(rehearsal, "join")
    with pytest.raises(Refused, match="ends before the sum"):
        delegated(play, 0, 0, 10_000 + 30 + CLOCK_SLACK_SECONDS - 1)
    delegated(play, 0, 0, 10_000 + 30 + CLOCK_SLACK_SECONDS)


def test_a_delegation_that_began_just_now_is_refused(rehearsal):
    play = at(rehearsal, "join")
    with pytest.raises(Refused, match="clocks are slow"):
        delegated(play, 0, int(play.now) - CLOCK_SLACK_SECONDS + 1, 10**6)
    delegated(play, 0, int(play.now) - CLOCK_SLACK_SECONDS, 10**6)


def test_a_key_that_another_client_joined_with_is_refused(rehearsal):
    play = at(rehearsal, "join")
    play.deliver(1, "join")
    copied = read(play.sessions[1].sent("join")).box_key
    with pytest.raises(PeerBroke, match="same address or key"):
        play.state.on(resigned(play, 0, "join", box_key=copied), play.now)


def test_the_same_message_twice_gets_the_same_receipt_and_a_different_one_is_refused(rehearsal):
    play = at(rehearsal, "join")
    signed = play.message(0, "join")
    first = play.state.on(signed, play.now)
    again = play.state.on(signed, play.now + 3)
    receipt = read_receipt(play.spec, first, signed)
    assert first == again
    assert receipt == Receipt(play.spec.round_id, 1, play.addresses[0], "join", signed.body_digest, play.now)
    with pytest.raises(PeerBroke, match="two different messages"):
        play.state.on(resigned(play, 0, "join", bond_wei=10**17), play.now)


def test_a_receipt_comes_even_after_the_step_is_over(rehearsal):
    play = at(rehearsal, "share")
    signed = play.sessions[0].sent("join")
    assert read_receipt(play.spec, play.state.on(signed, 999.0), signed).received_at == 1_100.0


def test_too_early_is_to_be_tried_again_and_too_late_is_refused(rehearsal):
    early = at(rehearsal, "share")
    later = at(rehearsal, "open_norm")
    with pytest.raises(TryAgain, match="not open yet"):
        early.state.on(later.sessions[0].sent("mask"), early.now)
    late = at(rehearsal, "mask", silent={0: "share"})
    with pytest.raises(Refused, match="is over"):
        late.state.on(later.sessions[0].sent("share"), late.now)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda boxes: boxes[::-1], "order of addresses"),
        (lambda boxes: boxes[:1] * 7, "order of addresses"),
        (lambda boxes: boxes[:4], "4 boxes; 5 are needed"),
        (lambda boxes: (replace(boxes[0], to=STRANGER), *boxes[1:]), "no neighbour"),
    ],
)
def test_shares_must_reach_enough_neighbours_in_order(rehearsal, change, reason):
    play = at(rehearsal, "share")
    boxes = read(play.message(0, "share")).boxes
    with pytest.raises(PeerBroke, match=reason):
        play.state.on(resigned(play, 0, "share", boxes=change(boxes)), play.now)


def test_messages_of_strangers_and_with_foreign_signatures_are_refused(rehearsal):
    play = at(rehearsal, "share")
    body = read(play.message(0, "share"))
    with pytest.raises(PeerBroke, match="did not join"):
        play.state.on(sign(play.spec, SessionKey(b"\x05" * 32), replace(body, client=STRANGER)), play.now)
    with pytest.raises(PeerBroke, match="should have signed"):
        play.state.on(sign(play.spec, SessionKey(b"\x05" * 32), body), play.now)


def test_an_edge_with_two_hashes_is_dropped_at_both_ends(rehearsal):
    play = at(rehearsal, "share")
    boxes = read(play.message(0, "share")).boxes
    lie = (replace(boxes[0], edge_hash=Digest.of(b"lie")), *boxes[1:])
    play.state.on(resigned(play, 0, "share", boxes=lie), play.now)
    play.play("share")
    live = play.state._record.cohorts[0].live
    assert boxes[0].to not in live[play.addresses[0]]
    assert play.addresses[0] not in live[boxes[0].to]


def test_a_client_with_too_few_live_edges_sits_out(rehearsal):
    play = at(rehearsal, "share", clients=9)
    boxes = read(play.message(0, "share")).boxes
    lie = tuple(replace(box, edge_hash=Digest.of(b"lie")) for box in boxes)
    play.state.on(resigned(play, 0, "share", boxes=lie), play.now)
    play.play("share")
    play.play("mask")
    assert {index for index, _, _ in play.refused} == {0}
    assert play.addresses[0] not in play.state._record.agreed.survivors


def test_a_masked_update_of_another_length_or_from_outside_is_refused(rehearsal):
    play = at(rehearsal, "mask", clients=9, silent={8: "share"})
    short = to_wire(np.zeros(1, np.uint64))
    signed = resigned(play, 0, "mask", masked=Digest.of(short))
    with pytest.raises(PeerBroke, match="of 8 bytes"):
        MaskedUpload.opened(MaskedUpload(signed, short).to_bytes(), play.spec.parameters)
    with pytest.raises(PeerBroke, match="not the one that its sender signed"):
        MaskedUpload.opened(MaskedUpload(signed, bytes(400)).to_bytes(), play.spec.parameters)
    body = replace(read(play.message(0, "mask").signed), client=play.addresses[8])
    outsider = sign(play.spec, SessionKey(play.sessions[8]._state.session_key), body)
    with pytest.raises(Refused, match="too few live edges"):
        play.state.on(outsider, play.now)


def test_a_signature_under_another_set_is_refused(rehearsal):
    play = at(rehearsal, "agree")
    with pytest.raises(PeerBroke, match="another survivor set"):
        play.state.on(resigned(play, 0, "agree", survivors=Digest.of(b"other")), play.now)


def test_absent_clients_neither_agree_nor_unmask_nor_open(rehearsal):
    play = at(rehearsal, "agree", silent={0: "mask"})
    body = replace(read(play.message(1, "agree")), client=play.addresses[0])
    signed = sign(play.spec, SessionKey(play.sessions[0]._state.session_key), body)
    with pytest.raises(Refused, match="no part in this step"):
        play.state.on(signed, play.now)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda body, absent: {"survivors": Digest.of(b"other")}, "another survivor set"),
        (lambda body, absent: {"self_shares": body.self_shares[::-1]}, "order of addresses"),
        (
            lambda body, absent: {"key_shares": (RevealedShare(body.self_shares[0].of, bytes(32)),)},
            "nobody may tell",
        ),
        (lambda body, absent: {"self_shares": (RevealedShare(absent, bytes(32)),)}, "nobody may tell"),
    ],
)
def test_shares_that_nobody_may_tell_are_refused(rehearsal, change, reason):
    play = at(rehearsal, "unmask", silent={7: "mask"})
    body = read(play.message(0, "unmask"))
    with pytest.raises(PeerBroke, match=reason):
        play.state.on(resigned(play, 0, "unmask", **change(body, play.addresses[7])), play.now)


def test_a_wrong_share_is_survived_when_others_do(rehearsal):
    play = at(rehearsal, "unmask")
    told = read(play.message(0, "unmask")).self_shares
    lie = tuple(RevealedShare(share.of, bytes(31) + b"\x01") for share in told)
    play.state.on(resigned(play, 0, "unmask", self_shares=lie), play.now)
    play.play("unmask")
    assert play.state.step == "open_score"


def test_too_many_wrong_shares_void_the_attempt(rehearsal):
    play = at(rehearsal, "unmask")
    for index in range(3):
        told = read(play.message(index, "unmask")).self_shares
        lie = tuple(RevealedShare(share.of, bytes(31) + b"\x01") for share in told)
        play.state.on(resigned(play, index, "unmask", self_shares=lie), play.now)
    play.play("unmask")
    assert "do not recover" in play.state.aborted.reason


def lie(play, index, step, **changes):
    """Client `index` signs another body for a step than its own code made, and sends that."""
    forged = resigned(play, index, step, **changes)
    session = play.sessions[index]
    answers = tuple(
        replace(answer, signed=forged) if answer.step == step else answer for answer in session._state.answers
    )
    session._state = replace(session._state, answers=answers)
    play.state.on(forged, play.now)


def test_a_garbled_masked_update_is_left_out(rehearsal):
    play = at(rehearsal, "mask")
    garbled = play.message(0, "mask").masked[::-1]
    play.vectors[Digest.of(garbled)] = ring_from_wire(garbled)
    lie(play, 0, "mask", masked=Digest.of(garbled))
    for step in ("mask", "open_norm", "agree", "unmask"):
        play.play(step)
    assert dict(play.state.rejected) == {play.addresses[0]: "its norm is above the bound"}
    assert sum_is_exact(play, without=[0])


def test_a_false_norm_opening_of_its_own_mask_voids_the_cohort_and_convicts(rehearsal):
    """The opener subtracts from its mask's sums what its update is too long by."""
    play = at(rehearsal, "open_norm")
    sums = ring_from_wire(read(play.message(0, "open_norm")).self_sums) + np.uint64(1)
    lie(play, 0, "open_norm", self_sums=to_wire(sums))
    for step in ("open_norm", "agree", "unmask"):
        play.play(step)
    assert "the opening of its own mask is false" in play.state.aborted.reason
    assert [fault.client for fault in play.state.faults] == [play.addresses[0]]


def test_two_that_committed_to_a_false_edge_are_both_convicted_when_one_of_them_goes(rehearsal, monkeypatch):
    """The seed of the absent one's edge is public then, and neither could make the false hash live alone."""
    play = at(rehearsal, "share", silent={1: "open_norm"})
    for liar, other in ((0, 1), (1, 0)):
        boxes = tuple(
            replace(box, edge_hash=Digest.of(b"false")) if box.to == play.addresses[other] else box
            for box in read(play.message(liar, "share")).boxes
        )
        lie(play, liar, "share", boxes=boxes)
    play.play("share")
    liar, true_hash = play.sessions[0], masking.seed_hash
    seed = liar._edge_seed(liar.cohort, play.addresses[1])
    with monkeypatch.context() as patch:  # the liars' programs take the false hash for the edge's
        told = Digest.of(b"false").raw
        patch.setattr(masking, "seed_hash", lambda s, ctx: told if s == seed else true_hash(s, ctx))
        play.play("mask")
    for step in ("open_norm", "agree", "unmask"):
        play.play(step)
    liars = sorted(play.addresses[:2])
    assert [(fault.client, fault.step) for fault in play.state.faults] == [(one, "share") for one in liars]
    assert "its hash of the seed of the edge to" in play.state.aborted.reason


def test_who_is_contradicted_by_its_neighbours_is_left_out_and_convicted(rehearsal):
    play = at(rehearsal, "open_norm", clients=9)
    sums = ring_from_wire(read(play.message(0, "open_norm")).edge_sums) + np.uint64(1)
    lie(play, 0, "open_norm", edge_sums=to_wire(sums))
    for step in ("open_norm", "agree", "unmask"):
        play.play(step)
    assert dict(play.state.rejected) == {play.addresses[0]: "a neighbour contradicts it"}
    assert [fault.client for fault in play.state.faults] == [play.addresses[0]]
    assert sum_is_exact(play, without=[0])


def test_a_false_opening_against_an_absent_neighbour_convicts_its_only_end(rehearsal):
    play = at(rehearsal, "open_norm", clients=9, silent={8: "open_norm"})
    neighbours = sorted(set(play.addresses) - {play.addresses[0]})
    place = neighbours.index(play.addresses[8])
    sums = ring_from_wire(read(play.message(0, "open_norm")).edge_sums).reshape(8, -1).copy()
    sums[place] += np.uint64(1)
    lie(play, 0, "open_norm", edge_sums=to_wire(sums))
    for step in ("open_norm", "agree", "unmask"):
        play.play(step)
    assert [fault.client for fault in play.state.faults] == [play.addresses[0]]
    assert play.state.aborted


def test_the_convicted_do_not_join_the_next_attempt(rehearsal):
    play = rehearsal(8)
    state = RoundState(
        play.spec, 2, COORDINATOR, 0.0, play.vectors.__getitem__, frozenset([play.addresses[0]])
    )
    state.bonded(play.addresses[0], 10**18, 0.0)
    with pytest.raises(Refused, match="convicted in an earlier attempt"):
        state.on(play.sessions[0].join(2, b"\x01" * 32, 0.0), 0.0)


def sum_is_exact(play, without):
    parts = [play.integers(i) for i in range(len(play.sessions)) if i not in without]
    return np.array_equal(integers_from_wire(play.state.aggregate.total), sum(parts))


def test_an_update_against_the_reference_or_too_long_is_left_out(rehearsal):
    play = rehearsal(10)
    play.updates[0] = -play.reference
    play.run(until="mask")
    long = play.message(1, "mask").masked
    y = ring_from_wire(long) + to_ring(np.full(50, 2**29, np.int64))
    session = play.sessions[1]
    twin = rehearsal(10)
    twin.updates[0] = -twin.reference
    twin.run(until="share")
    for index in range(10):
        if index != 1:
            twin.deliver(index, "mask")
    twin.message(1, "mask")
    masked = to_wire(y)
    twin.vectors[Digest.of(masked)] = y
    lie(twin, 1, "mask", masked=Digest.of(masked))
    for step in ("mask", "open_norm", "agree", "unmask"):
        twin.play(step)
    assert session.client == twin.addresses[1]
    assert dict(twin.state.rejected) == {
        twin.addresses[0]: "it points against the reference direction",
        twin.addresses[1]: "its norm is above the bound",
    }
    assert sum_is_exact(twin, without=[0, 1])


def opened_falsely(play, liar, neighbour):
    """A false opening by `liar` of its edge to `neighbour`; its own audit is honest."""
    words = ring_from_wire(read(play.message(liar, "open_score")).products).reshape(-1, 5).copy()
    others = sorted(set(play.addresses) - {play.addresses[liar]})
    words[others.index(play.addresses[neighbour]), 0] += np.uint64(12345)
    lie(play, liar, "open_score", products=to_wire(words))


def test_the_audit_convicts_two_colluders_whose_edge_is_drawn(rehearsal):
    """Both ends open alike and falsely, so no neighbour contradicts them: only the drawn seed does."""
    honest = rehearsal(8)
    honest.run()
    cohort, beacon = honest.state._record.cohorts[0].cohort, honest.state.fact("scores").beacon
    (other,) = drawn(cohort, honest.addresses, beacon)[honest.addresses[0]]
    for index in range(1, 8):  # the rehearsal's beacon is the same again, whatever was opened
        play = rehearsal(8)
        play.run(until="unmask")
        play.publish()
        opened_falsely(play, 0, index)
        opened_falsely(play, index, 0)
        play.play("open_score")
        play.play("settle")
        is_drawn = play.addresses[index] == other
        pair = {play.addresses[0], play.addresses[index]}
        assert {fault.client for fault in play.state.faults} == (pair if is_drawn else set())
        assert play.state.unpaid == {fault.client for fault in play.state.faults}


def test_who_opens_but_does_not_show_its_drawn_edge_is_not_paid_and_not_convicted(rehearsal):
    play = rehearsal(8, silent={3: "settle"})
    play.run()
    assert (play.state.unpaid, play.state.faults) == ({play.addresses[3]}, ())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda body: {"seeds": ()}, "did not show the edges that were drawn"),
        (lambda body: {"seeds": (replace(body.seeds[0], seed=bytes(32)),)}, "another seed than it committed"),
    ],
)
def test_an_audit_shows_the_drawn_edges_by_their_committed_seeds(rehearsal, change, reason):
    play = at(rehearsal, "settle")
    body = read(play.message(0, "settle"))
    with pytest.raises(PeerBroke, match=reason):
        play.state.on(resigned(play, 0, "settle", **change(body)), play.now)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"request": Digest.of(b"other")}, "another request"),
        ({"beacon": bytes(32)}, "another beacon"),
        ({"self_sums": bytes(8)}, "exactly its masks"),
        ({"edge_sums": b""}, "exactly its masks"),
    ],
)
def test_norm_openings_must_be_complete(rehearsal, change, reason):
    play = at(rehearsal, "open_norm")
    with pytest.raises(PeerBroke, match=reason):
        play.state.on(resigned(play, 0, "open_norm", **change), play.now)


def test_the_reference_is_published_once_and_before_the_norms(rehearsal, make_terms):
    play = rehearsal(8)
    request = NormRequest.from_bytes(play.state.norm_request())
    play.state.publish_reference(request, 0.0)
    for change, error, reason in (
        ({"norm": 2.0}, Refused, "another reference"),
        ({"round_id": RoundId(8)}, Refused, "another reference"),
    ):
        with pytest.raises(error, match=reason):
            play.state.publish_reference(replace(request, **change), 0.0)
    state = RoundState(play.spec, 1, COORDINATOR, 0.0, {}.__getitem__)
    with pytest.raises(TryAgain, match="not published"):
        state.norm_request()
    with pytest.raises(Refused, match="has a reference direction"):
        state.publish_reference(replace(request, reference=None), 0.0)
    with pytest.raises(PeerBroke, match="another length"):
        state.publish_reference(replace(request, reference=bytes(8)), 0.0)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda body: {"request": Digest.of(b"other")}, "another score request"),
        (lambda body: {"products": body.products[8:]}, "exactly its edges"),
        (lambda body: {"products": b""}, "exactly its edges"),
    ],
)
def test_openings_must_be_complete(rehearsal, change, reason):
    play = at(rehearsal, "open_score")
    body = read(play.message(0, "open_score"))
    with pytest.raises(PeerBroke, match=reason):
        play.state.on(resigned(play, 0, "open_score", **change(body)), play.now)


def test_one_score_request_a_round_after_the_horizon_and_of_the_right_length(rehearsal):
    play = at(rehearsal, "unmask")
    play.play("unmask")
    with pytest.raises(TryAgain, match="not published"):
        play.state.score_request()
    request_of = at(rehearsal, "open_score").state._record.request
    with pytest.raises(Refused, match="not closed yet"):
        play.state.publish_request(request_of, 19_999.0)
    for change, reason in (
        ({"gradient": bytes(8)}, "another length"),
        ({"attempt": 2}, "another round or attempt"),
        ({"norm": -1.0}, "negative norm"),
        ({"gradient": to_wire(np.full(50, 2**62))}, "longer than the protocol's directions"),
        ({"directions": (to_wire(np.full(50, 2**23)),)}, "longer than the protocol's directions"),
    ):
        with pytest.raises(PeerBroke, match=reason):
            play.state.publish_request(replace(request_of, **change), 20_001.0)
    play.state.publish_request(request_of, 20_001.0)
    play.state.publish_request(request_of, 20_002.0)
    with pytest.raises(Refused, match="does not wait"):
        play.state.publish_request(replace(request_of, loss_after=0.5), 20_003.0)


def test_views_come_only_when_they_are_due(rehearsal):
    play = at(rehearsal, "join")
    for view in ("roster", "masked", "norms", "agreed", "openings", "transcript"):
        with pytest.raises(TryAgain):
            getattr(play.state, view)()
    for value in ("aggregate", "scores", "total_weight"):
        with pytest.raises(TryAgain):
            getattr(play.state, value)
    for view in (play.state.inbox, play.state.survivors):
        with pytest.raises(TryAgain):
            view(play.addresses[0])


def test_chain_facts_are_those_that_were_asked_for(rehearsal):
    play = at(rehearsal, "join")
    with pytest.raises(Refused, match="does not wait"):
        play.state.posted("joins", 1, 1, play.now, bytes(32))
    for index in range(8):
        play.deliver(index, "join")
    play.state.close_joins(play.now)
    play.state.close_joins(play.now)
    with pytest.raises(Refused, match="does not wait"):
        play.state.posted("masked", 1, 1, play.now)
    with pytest.raises(Refused, match="32 bytes"):
        play.state.posted("joins", 1, 1, play.now)
    with pytest.raises(Refused, match="names the new model"):
        play.state.posted("joins", 1, 1, play.now, bytes(32), Digest.of(b""))
    assert play.state.fact("joins") is None


def test_an_abort_from_outside_ends_the_attempt_once(rehearsal):
    play = at(rehearsal, "share")
    play.state.abort("The chain is away.", play.now)
    play.state.abort("again", play.now)
    assert play.state.aborted.reason == "The chain is away."
    with pytest.raises(Refused, match="The chain is away"):
        play.state.on(play.message(0, "share"), play.now)


def test_missing_names_who_has_not_answered(rehearsal):
    play = at(rehearsal, "share")
    play.deliver(0, "share")
    assert play.state.missing() == tuple(sorted(play.addresses[1:]))
    assert at(rehearsal, "join").state.missing() == ()
    assert play.state.clients == play.state.survivors_so_far == tuple(sorted(play.addresses))
    later = at(rehearsal, "agree", silent={2: "mask"})
    assert later.state.survivors_so_far == tuple(sorted(set(later.addresses) - {later.addresses[2]}))


def test_the_account_is_the_one_that_the_round_names(make_terms):
    with pytest.raises(Refused, match="not the one that the round names"):
        RoundState(make_terms(), 1, Account(b"\x07" * 32), 0.0, {}.__getitem__)


def test_only_clients_messages_are_taken(rehearsal):
    play = at(rehearsal, "join")
    receipt = Receipt(play.spec.round_id, 1, play.addresses[0], "join", Digest.of(b""), 1.0)
    with pytest.raises(PeerBroke, match="No client sends"):
        play.state.on(Signed(receipt.to_bytes(), bytes(65)), play.now)
