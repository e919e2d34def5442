"""Clients that lie or stumble, step by step: the coordinator takes nothing that would hurt the round."""

from dataclasses import replace

import pytest

from core.errors import PeerBroke, Refused, TryAgain
from core.federated.messages import EdgeOpening, Receipt, RevealedShare, Signed, read, read_receipt, sign
from core.federated.round import RoundState
from core.identity.keys import Account, SessionKey
from core.values import Digest, RoundId, client_id

STRANGER = client_id("0x" + "00" * 20)


def resigned(play, index, step, **changes):
    """The message that client `index` gives for a step, altered and signed again."""
    body = replace(read(play.message(index, step)), **changes)
    return sign(play.spec, SessionKey(play.sessions[index]._state.session_key), body)


def at(rehearsal, step, clients=8, **options):
    """A rehearsal in which `step` is open and nobody has answered it."""
    play = rehearsal(clients, **options)
    steps = ("join", "share", "mask", "agree", "unmask", "open_score")
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
        ({"client": STRANGER}, PeerBroke, "delegated by"),
        ({"session": STRANGER}, PeerBroke, "should have signed"),
        ({"not_before": 101}, PeerBroke, "not valid now"),
        ({"not_after": 99}, PeerBroke, "not valid now"),
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
    play = rehearsal(9, spec=make_terms(max_cohort=8))
    with pytest.raises(Refused, match="has a bond of 0 wei"):
        play.deliver(0, "join")
    for index in range(8):
        play.state.bonded(play.addresses[index], 10**18, play.now)
        play.state.bonded(play.addresses[index], 10**18, play.now + 1)
        play.deliver(index, "join")
    assert len(play.state.drain_log()) == 16
    assert (play.state.step, play.state.awaits) == ("share", "joins")
    with pytest.raises(Refused, match="is over"):
        play.deliver(8, "join")


def test_a_session_must_outlast_the_unmasking(rehearsal):
    play = at(rehearsal, "join")
    play.now = 10**6 - 20.0
    with pytest.raises(Refused, match="ends before the sum"):
        play.deliver(0, "join")


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
        play.state.on(resigned(play, 0, "join", bond_wei=1), play.now)


def test_a_receipt_comes_even_after_the_step_is_over(rehearsal):
    play = at(rehearsal, "share")
    signed = play.sessions[0].sent("join")
    assert read_receipt(play.spec, play.state.on(signed, 999.0), signed).received_at == 100.0


def test_too_early_is_to_be_tried_again_and_too_late_is_refused(rehearsal):
    early = at(rehearsal, "share")
    later = at(rehearsal, "agree")
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
    live = play.state._record.live
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
    with pytest.raises(PeerBroke, match="8 bytes"):
        play.state.on(resigned(play, 0, "mask", masked=bytes(8)), play.now)
    outsider = sign(
        play.spec,
        SessionKey(play.sessions[8]._state.session_key),
        replace(read(play.message(0, "mask")), client=play.addresses[8]),
    )
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
    with pytest.raises(Refused, match="not among the survivors"):
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


def test_a_garbled_masked_update_voids_the_attempt(rehearsal):
    play = at(rehearsal, "mask")
    garbled = bytes(reversed(read(play.message(0, "mask")).masked))
    play.sessions[0]._state = replace(
        play.sessions[0]._state,
        answers=tuple(
            replace(answer, signed=resigned(play, 0, "mask", masked=garbled))
            if answer.step == "mask"
            else answer
            for answer in play.sessions[0]._state.answers
        ),
    )
    play.play("mask")
    play.play("agree")
    play.play("unmask")
    assert "longer than its parts" in play.state.aborted.reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda body: {"request": Digest.of(b"other")}, "another score request"),
        (lambda body: {"openings": body.openings[1:]}, "exactly its edges"),
        (lambda body: {"openings": body.openings[::-1]}, "order of addresses"),
        (
            lambda body: {"openings": (EdgeOpening(body.openings[0].neighbour, (1, 2)), *body.openings[1:])},
            "each product",
        ),
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
    ):
        with pytest.raises(PeerBroke, match=reason):
            play.state.publish_request(replace(request_of, **change), 20_001.0)
    play.state.publish_request(request_of, 20_001.0)
    play.state.publish_request(request_of, 20_002.0)
    with pytest.raises(Refused, match="does not wait"):
        play.state.publish_request(replace(request_of, loss_after=0.5), 20_003.0)


def test_views_come_only_when_they_are_due(rehearsal):
    play = at(rehearsal, "join")
    for view in ("roster", "masked", "survivors", "openings", "transcript"):
        with pytest.raises(TryAgain):
            getattr(play.state, view)()
    for value in ("aggregate", "scores", "total_weight"):
        with pytest.raises(TryAgain):
            getattr(play.state, value)
    with pytest.raises(TryAgain):
        play.state.inbox(play.addresses[0])


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
        RoundState(make_terms(), 1, Account(b"\x07" * 32), 0.0)


def test_only_clients_messages_are_taken(rehearsal):
    play = at(rehearsal, "join")
    receipt = Receipt(play.spec.round_id, 1, play.addresses[0], "join", Digest.of(b""), 1.0)
    with pytest.raises(PeerBroke, match="No client sends"):
        play.state.on(Signed(receipt.to_bytes(), bytes(65)), play.now)
