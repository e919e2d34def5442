"""A coordinator that lies until the update is masked: the client notices each lie and sends nothing."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import PeerBroke, Refused, YouCanFix
from core.federated.client import ClientSession
from core.federated.messages import Agree, Join, Signed, read, sign
from core.federated.views import (
    Inbox,
    InboxBox,
    NormList,
    Roster,
    join_root,
)
from core.identity.keys import SessionKey, SigningKey
from core.values import Digest, RoundId, client_id

BEACON = bytes(range(32))
STRANGER = client_id("0x" + "99" * 20)


@pytest.fixture
def joined(rehearsal):
    """Eight clients that have joined; the first one is asked."""
    play = rehearsal(8)
    play.run(until="join")
    return play


def roster_of(play):
    return Roster.from_bytes(play.state.roster())


def share(play, roster, root1=None, beacon=BEACON, bonds=None, now=100.0):
    root1 = join_root(roster.joins) if root1 is None else root1
    return play.sessions[0].share(roster.to_bytes(), root1, beacon, bonds or play.on_chain, now)


def signed_join(play, index, **changes):
    """The join of client `index`, altered and signed again with its own session key."""
    session = play.sessions[index]
    join = replace(read(session.sent("join")), **changes)
    return sign(play.spec, SessionKey(session._state.session_key), join)


def with_join(roster, position, signed):
    joins = list(roster.joins)
    joins[position] = signed
    return replace(roster, joins=tuple(joins))


def place(play, roster, index):
    return [read(signed).client for signed in roster.joins].index(play.addresses[index])


def test_share_refuses_a_roster_whose_root_is_not_on_chain(joined):
    with pytest.raises(PeerBroke, match="root is on chain"):
        share(joined, roster_of(joined), root1=bytes(32))


def test_share_refuses_a_roster_without_its_own_join(joined):
    roster = roster_of(joined)
    mine = place(joined, roster, 0)
    joins = roster.joins[:mine] + roster.joins[mine + 1 :]
    with pytest.raises(PeerBroke, match="outside the round's terms"):
        share(joined, replace(roster, joins=joins))


def test_share_refuses_a_roster_with_another_join_in_its_name(joined):
    roster = roster_of(joined)
    forged = signed_join(joined, 0, mask_key=bytes([9]) + bytes(31))
    with pytest.raises(PeerBroke, match="left my join out"):
        share(joined, with_join(roster, place(joined, roster, 0), forged))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"round_id": RoundId(8)}, "for round 8"),
        ({"attempt": 2}, "attempt 2"),
        ({"not_after": 10**6 + 1}, "delegated by"),
        ({"nonce": 77}, "delegated by"),
        ({"mask_key": bytes(32)}, "small order"),
        ({"box_key": bytes([1]) + bytes(31)}, "small order"),
        ({"bond_wei": 10**18 // 1024 - 1}, "has a seat with a bond of 976562499999999 wei"),
    ],
)
def test_share_refuses_a_join_that_does_not_stand(joined, changes, reason):
    roster = roster_of(joined)
    forged = signed_join(joined, 3, **changes)
    with pytest.raises(PeerBroke, match=reason):
        share(joined, with_join(roster, place(joined, roster, 3), forged))


def test_share_refuses_swapped_keys(joined):
    """The coordinator puts its own mask key into a client's join; it cannot sign for it."""
    roster = roster_of(joined)
    position = place(joined, roster, 2)
    join = replace(read(roster.joins[position]), mask_key=bytes([7]) * 32)
    forged = sign(joined.spec, SigningKey.create(b"coordinator" * 4), join)
    with pytest.raises(PeerBroke, match="should have signed"):
        share(joined, with_join(roster, position, forged))


def test_share_refuses_two_clients_with_one_key(joined):
    roster = roster_of(joined)
    copied = read(joined.sessions[1].sent("join")).mask_key
    forged = signed_join(joined, 2, mask_key=copied)
    with pytest.raises(PeerBroke, match="same address or key"):
        share(joined, with_join(roster, place(joined, roster, 2), forged))


def test_share_refuses_a_roster_out_of_order_or_with_something_else(joined):
    roster = roster_of(joined)
    with pytest.raises(PeerBroke, match="order of addresses"):
        share(joined, replace(roster, joins=roster.joins[::-1]))
    agree = Agree(joined.spec.round_id, 1, joined.addresses[0], Digest.of(b""))
    odd = sign(joined.spec, SessionKey(joined.sessions[0]._state.session_key), agree)
    with pytest.raises(PeerBroke, match="not the one of this round"):
        share(joined, with_join(roster, 0, odd))


def test_share_refuses_a_beacon_that_is_no_hash_and_an_expired_delegation(joined):
    with pytest.raises(PeerBroke, match="block's hash"):
        share(joined, roster_of(joined), beacon=b"short")
    with pytest.raises(PeerBroke, match="not valid now"):
        share(joined, roster_of(joined), now=10**6 + 1.0)


def test_share_refuses_when_too_few_neighbours_are_bonded_on_chain(joined):
    bonds = joined.on_chain | dict.fromkeys(joined.addresses[5:], 10**18 - 1)
    with pytest.raises(Refused, match="neighbours are bonded"):
        share(joined, roster_of(joined), bonds=bonds)


def test_a_neighbour_without_the_bond_it_says_gets_no_box(joined):
    bonds = joined.on_chain | {joined.addresses[5]: 0}
    shares = read(share(joined, roster_of(joined), bonds=bonds))
    assert sorted(box.to for box in shares.boxes) == sorted(
        a for a in joined.addresses if a not in (joined.addresses[0], joined.addresses[5])
    )


def test_share_refuses_the_roster_of_another_attempt(joined):
    roster = roster_of(joined)
    joined.sessions[0].join(2, b"\x01" * 32, 100.0)
    with pytest.raises(PeerBroke, match="for another attempt"):
        share(joined, roster)


def test_mask_refuses_a_box_of_somebody_to_whom_it_sent_none(joined):
    unbonded = joined.addresses[5]
    bonds = joined.on_chain | {unbonded: 0}
    joined.state.on(
        share(joined, roster_of(joined), beacon=joined.state.fact("joins").beacon, bonds=bonds), 1.0
    )
    for index in range(1, 8):
        joined.deliver(index, "share")
    view = inbox_of(joined)
    added = InboxBox(unbonded, bytes(80), Digest.of(b""))
    boxes = tuple(sorted((*view.boxes, added), key=lambda entry: entry.sender))
    with pytest.raises(PeerBroke, match="with whom I have no edge"):
        mask(joined, replace(view, boxes=boxes))


def test_share_answers_the_same_roster_alike_and_another_never(joined):
    roster = roster_of(joined)
    first = share(joined, roster)
    assert share(joined, roster) == first
    with pytest.raises(PeerBroke, match="second time"):
        share(joined, roster, beacon=bytes(32))


def test_attempts_grow_and_need_fresh_secrets(joined):
    session = joined.sessions[0]
    sent = session.sent("join")
    assert session.join(1, b"", 100.0) == sent
    with pytest.raises(Refused, match="is over"):
        session.join(0, b"\x01" * 32, 100.0)
    with pytest.raises(Refused, match="fresh secret"):
        session.join(2, session._state.secret, 100.0)
    with pytest.raises(Refused, match="fresh secret"):
        session.join(2, bytes(32), 100.0)
    with pytest.raises(PeerBroke, match="not valid now"):
        session.join(2, b"\x01" * 32, 10**6 + 1.0)


def test_a_session_needs_the_key_that_the_wallet_delegated_to(joined):
    state = joined.sessions[0]._state
    with pytest.raises(Refused, match="another session key"):
        ClientSession.begin(
            joined.spec, state.client, 1, SessionKey(b"\x05" * 32), state.delegation, bytes(65)
        )


@pytest.fixture
def shared(rehearsal):
    play = rehearsal(8)
    play.run(until="share")
    return play


def inbox_of(play, index=0):
    return Inbox.from_bytes(play.state.inbox(play.addresses[index]))


def mask(play, inbox, x=None):
    return play.sessions[0].mask(inbox.to_bytes(), play.integers(0) if x is None else x)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda play, view: inbox_of(play, 1), "another client"),
        (lambda play, view: replace(view, attempt=2), "another client, round or attempt"),
        (lambda play, view: replace(view, boxes=view.boxes[::-1]), "order of addresses"),
        (lambda play, view: replace(view, boxes=view.boxes[:1] * 2), "order of addresses"),
        (
            lambda play, view: replace(
                view, boxes=(*view.boxes[:-1], replace(view.boxes[-1], sender="0x" + "ff" * 20))
            ),
            "no neighbour",
        ),
    ],
)
def test_mask_refuses_an_inbox_that_is_not_its_own(shared, change, reason):
    with pytest.raises(PeerBroke, match=reason):
        mask(shared, change(shared, inbox_of(shared)))


def test_mask_drops_edges_whose_hashes_differ_and_refuses_when_too_few_are_left(shared):
    view = inbox_of(shared)
    wrong = [replace(entry, edge_hash=Digest.of(b"wrong")) for entry in view.boxes[:3]]
    with pytest.raises(Refused, match="agree with me"):
        mask(shared, replace(view, boxes=(*wrong, *view.boxes[3:])))
    mask(shared, replace(view, boxes=(*wrong[:2], *view.boxes[2:])))
    edges = [edge.neighbour for edge in shared.sessions[0]._state.edges]
    assert edges == [entry.sender for entry in view.boxes[2:]]


def test_mask_keeps_the_edge_of_a_box_that_does_not_open_but_no_share_of_it(shared):
    view = inbox_of(shared)
    garbled = replace(view.boxes[0], box=bytes(80))
    mask(shared, replace(view, boxes=(garbled, *view.boxes[1:])))
    state = shared.sessions[0]._state
    assert len(state.edges) == 7
    assert [held.of for held in state.held] == [entry.sender for entry in view.boxes[1:]]


def test_bad_updates_are_refused_at_the_clients_own_door(shared):
    session, rng = shared.sessions[0], np.random.default_rng(0)
    with pytest.raises(YouCanFix, match="finite"):
        session.quantise(np.full(50, np.nan), rng)
    with pytest.raises(YouCanFix, match="finite"):
        session.quantise(np.full(50, np.inf), rng)
    with pytest.raises(Refused, match="parameters"):
        session.quantise(np.zeros(49), rng)
    with pytest.raises(Refused, match="differ about noise"):
        session.quantise(np.zeros(50), rng, noise=np.ones(50, np.int64))


def test_noise_is_added_where_the_terms_ask_for_it_and_missed_where_it_is_not(rehearsal, make_terms):
    play = rehearsal(8, spec=make_terms(noise_multiplier=0.5))
    play.run(until="share")
    session, noise = play.sessions[0], np.arange(50, dtype=np.int64)
    x = session.quantise(play.updates[0], np.random.default_rng(0), noise)
    assert np.array_equal(x - noise, play.integers(0))
    assert session.noise_variance == (0.5 * 2**28) ** 2 / 5
    with pytest.raises(Refused, match="differ about noise"):
        session.quantise(play.updates[0], np.random.default_rng(0))


def test_mask_never_masks_twice(shared):
    first = mask(shared, inbox_of(shared))
    assert mask(shared, inbox_of(shared)) == first
    with pytest.raises(Refused, match="not the update that was committed to"):
        mask(shared, inbox_of(shared), x=np.ones(50, np.int64))
    with pytest.raises(PeerBroke, match="second time"):
        mask(shared, replace(inbox_of(shared), boxes=inbox_of(shared).boxes[1:]))


def test_never_both_shares_of_one_mask_key_across_attempts(rehearsal):
    """A neighbour that joins again with a mask key of which a share has left is refused with its roster."""
    play = rehearsal(9, silent=dict.fromkeys(range(6, 9), "unmask"))
    play.run(until="unmask")
    old = read(play.sessions[1].sent("join"))
    play.silent = {}
    play.start(2, now=1_500.0)
    play.run(until="join")
    roster = roster_of(play)
    forged = signed_join(play, 1, mask_key=old.mask_key)
    with pytest.raises(PeerBroke, match="a share was given before"):
        share(play, with_join(roster, place(play, roster, 1), forged), now=500.0)


def test_steps_out_of_order_are_refused(joined, rehearsal):
    closed = rehearsal(8)
    closed.run(until="unmask")
    closed.publish()
    session = joined.sessions[0]
    with pytest.raises(Refused, match="no roster"):
        session.mask(b"", joined.integers(0))
    with pytest.raises(Refused, match="Nothing was sent"):
        session.receipt("mask", b"")
    request = closed.state.score_request()
    with pytest.raises(Refused, match="nothing to open"):
        session.open_score(request, Digest.of(request).raw, joined.gradient, 20_001.0)
    share(joined, roster_of(joined))
    with pytest.raises(Refused, match="step open_norm of this attempt has not been answered"):
        session.agree(NormList(joined.spec.round_id, 1, (), ()).to_bytes(), bytes(32))


def test_a_receipt_for_something_else_is_refused(joined):
    session, other = joined.sessions[0], joined.sessions[1]
    with pytest.raises(PeerBroke, match="another message"):
        session.receipt("join", joined.state.on(other.sent("join"), 100.0))
    signed = Signed.from_bytes(joined.state.on(session.sent("join"), 100.0))
    forged = Signed(signed.body, other.sent("join").signature)
    with pytest.raises(PeerBroke, match="should have signed"):
        session.receipt("join", forged.to_bytes())


def test_joins_differ_in_every_attempt(rehearsal):
    play = rehearsal(8)
    first = read(play.sessions[0].join(1, b"\x01" * 32, 100.0))
    second = read(play.sessions[0].join(2, b"\x02" * 32, 100.0))
    assert isinstance(first, Join)
    assert len({first.box_key, first.mask_key, second.box_key, second.mask_key}) == 4
