"""A coordinator that attacks: each attack of the protocol's list, against real clients."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import PeerBroke
from core.federated.client import ClientSession
from core.federated.messages import Receipt, Signed, check_signer, read, read_receipt, sign
from core.federated.terms import RoundSpec
from core.federated.views import (
    Inbox,
    InboxBox,
    MaskedList,
    NormList,
    NormRequest,
    Roster,
    ScoreRequest,
    Survivors,
    join_root,
    masked_root,
)
from core.identity.keys import SessionKey
from core.privacy.fixed_point import integers_from_wire, to_wire
from core.privacy.masking import public_key
from core.values import Digest, RoundId
from tests.adversarial.storm import SUMMING, Schedule, Trouble, check
from tests.adversarial.villains import Villain, claimed, without
from tests.core.federated.conftest import begin, secret

VICTIM = 8
"""The last of nine clients."""


def played(storm, until):
    """The storm after a step."""
    for step in SUMMING[: SUMMING.index(until) + 1]:
        storm.play(step)
    return storm


def told_without(victim, chosen):
    """Tells the chosen clients that one has not survived."""

    def tell(storm, index, name, honest):
        if name != "norms" or index not in chosen:
            return honest
        return without(NormList.from_bytes(honest), storm.addresses[victim]).to_bytes()

    return tell


def signatures(storm, indices):
    """What clients signed in `agree`, in the order of addresses."""
    signed = (storm.sessions[index].sent("agree") for index in indices)
    return tuple(sorted((one for one in signed if one), key=lambda one: read(one).client))


@pytest.mark.parametrize("misled", [4, 5, 6])
def test_lying_about_survivors_to_some_gains_no_share_of_the_other_kind(misled):
    """The misled sign another set; t = 6 of 8 neighbours must have signed the one that somebody unmasks."""
    storm = played(Villain(Schedule(9), told_without(VICTIM, range(misled))), "agree")
    norms = without(NormList.from_bytes(storm.state.norms()), storm.addresses[VICTIM])
    lie = claimed(norms, storm.state.fact("masked").roots[0])
    shown = Survivors(lie, signatures(storm, range(misled))).to_bytes()

    def on_chain(_storm, _index, fact):
        return replace(fact, kind="survivors", roots=(lie.digest.raw, lie.root4))

    for index in range(misled):
        storm.state._facts.setdefault("survivors", storm.state.fact("masked"))
        storm.ask(index, "unmask", lambda *_: shown, on_chain)
    true = storm.state.agreed()
    assert storm.witness.sums == []
    assert len(storm.words("unmask")) == misled
    assert all("of my neighbours signed the survivor set" in words for words in storm.words("unmask"))
    assert true != shown


def test_lying_about_survivors_to_all_opens_the_sum_of_the_others_alone():
    """For them that is a drop-out; the victim's own mask stays closed, whatever they are asked afterwards."""
    others = range(VICTIM)
    storm = played(Villain(Schedule(9), told_without(VICTIM, others)), "open_norm")
    storm.play("agree")
    norms = without(NormList.from_bytes(storm.state.norms()), storm.addresses[VICTIM])
    lie = claimed(norms, storm.state.fact("masked").roots[0])
    shown = Survivors(lie, signatures(storm, others)).to_bytes()
    storm.state._facts["survivors"] = replace(
        storm.state.fact("masked"), kind="survivors", roots=(lie.digest.raw, lie.root4)
    )
    told = [storm.ask(index, "unmask", lambda *_: shown) for index in others]
    assert all(told)
    assert all(storm.addresses[VICTIM] in [share.of for share in read(one).key_shares] for one in told)

    true = claimed(NormList.from_bytes(storm.state.norms()), storm.state.fact("masked").roots[0])
    everybody = Survivors(true, signatures(storm, range(9))).to_bytes()
    whole = replace(storm.state.fact("survivors"), roots=(true.digest.raw, true.root4))
    for index in others:
        assert storm.ask(index, "agree", lambda _s, _i, _n, honest: honest) is None
        assert storm.ask(index, "unmask", lambda *_: everybody, lambda *_: whole) is None
    assert storm.witness.both_shares == []
    assert storm.witness.laid_bare == []


def test_both_shares_asked_for_one_client_at_once():
    """After the unmasking, as if one had dropped out after all, even where the client's own node lies too."""
    storm = played(Villain(Schedule(9)), "unmask")
    true = Survivors.from_bytes(storm.state.survivors(storm.addresses[0]))
    lie = replace(
        true.agreed, survivors=tuple(c for c in true.agreed.survivors if c != storm.addresses[VICTIM])
    )
    shown = Survivors(lie, true.signatures).to_bytes()
    for index in range(VICTIM):
        for restarted in (False, True):
            if restarted:
                storm.sessions[index] = ClientSession.from_bytes(storm.sessions[index].to_bytes())
            asked = storm.ask(
                index,
                "unmask",
                lambda *_: shown,
                lambda _s, _i, fact: replace(fact, roots=(lie.digest.raw, lie.root4)),
            )
            assert asked is None
    assert all("second time" in words for words in storm.words("unmask"))
    assert storm.witness.both_shares == []


def test_both_shares_asked_across_attempts():
    """The first attempt fails after its unmasking; the second brings a victim's old mask key back."""
    storm = Villain(Schedule(9, 12_800, attempts=(Trouble(silent={6: "unmask", 7: "unmask", 5: "unmask"}),)))
    played(storm, "unmask")
    assert storm.state.aborted
    old = storm.sessions[VICTIM].sent("join")
    storm.start(2, storm.now + 1)
    storm.play("join")

    def again(_storm, _index, name, honest):
        if name != "roster":
            return honest
        roster = Roster.from_bytes(honest)
        body = replace(read(old), attempt=2)
        key = SessionKey(storm.sessions[VICTIM]._state.session_key)  # even if the victim helps
        joins = [
            one if read(one).client != body.client else sign(storm.spec, key, body) for one in roster.joins
        ]
        return replace(roster, joins=tuple(joins)).to_bytes()

    def posted(storm, index, fact):
        roster = Roster.from_bytes(again(storm, index, "roster", storm.state._state.roster()))
        return replace(fact, roots=(join_root(roster.joins),)) if fact.kind == "joins" else fact

    for index in range(VICTIM):
        storm.ask(index, "share", again, posted)
    told = [index for index in range(VICTIM) if index not in (5, 6, 7)]
    assert all("a share was given before" in storm.words("share", index)[0] for index in told)
    assert storm.witness.both_shares == []


def in_the_middle(storm, signed):
    """A client's join with keys of the coordinator, under a signature that the coordinator can give."""
    own = SessionKey.create(secret("in the middle"))
    keys = [public_key(secret("in the middle", place)) for place in range(2)]
    body = replace(read(signed), box_key=keys[0], mask_key=keys[1])
    yield sign(storm.spec, own, body)
    yield sign(storm.spec, own, replace(body, session=own.address))
    yield Signed(body.to_bytes(), signed.signature)


@pytest.mark.parametrize("way", range(3))
def test_swapped_keys_are_refused_though_their_root_is_on_chain(way):
    storm = played(Villain(Schedule(9)), "join")

    def tell(_storm, _index, name, honest):
        if name != "roster":
            return honest
        roster = Roster.from_bytes(honest)
        joins = [
            list(in_the_middle(storm, one))[way] if read(one).client == storm.addresses[VICTIM] else one
            for one in roster.joins
        ]
        return replace(roster, joins=tuple(joins)).to_bytes()

    def chain(storm, index, fact):
        roster = Roster.from_bytes(tell(storm, index, "roster", storm.state._state.roster()))
        return replace(fact, roots=(join_root(roster.joins),))

    assert [storm.ask(index, "share", tell, chain) for index in range(9)] == [None] * 9
    assert all(isinstance(error, PeerBroke) for _, _, error in storm.refusals)


def test_a_cohort_below_the_floor_gets_no_shares():
    storm = played(Villain(Schedule(9)), "join")

    def tell(_storm, _index, _name, honest):
        roster = Roster.from_bytes(honest)
        return replace(roster, joins=roster.joins[:7]).to_bytes()

    def chain(storm, index, fact):
        roster = Roster.from_bytes(tell(storm, index, "roster", storm.state._state.roster()))
        return replace(fact, roots=(join_root(roster.joins),))

    assert [storm.ask(index, "share", tell, chain) for index in range(9)] == [None] * 9
    assert all("outside the round's terms" in words for words in storm.words("share"))


def test_different_rosters_to_different_clients_fit_no_root_on_chain():
    """Half of the clients are told of one fewer: those whose list is not the posted one share nothing."""

    def tell(_storm, index, name, honest):
        if name != "roster" or index % 2:
            return honest
        roster = Roster.from_bytes(honest)
        return replace(roster, joins=roster.joins[:-1]).to_bytes()

    storm = Villain(Schedule(16), tell)
    storm.run()
    assert {index for index, step, _ in storm.refusals if step == "share"} == set(range(0, 16, 2))
    assert storm.state.aborted
    assert storm.witness.sums == []


def test_replay_of_a_round_an_attempt_and_a_message_is_refused():
    """Each message of an earlier attempt, and of another round under the same session key, in every step."""
    storm = Villain(Schedule(9, 12_800, attempts=(Trouble(silent=dict.fromkeys((5, 6, 7), "agree")),)))
    other = Villain(Schedule(9, 12_800), round_id=RoundId(8))
    other.run()
    played(storm, "agree")
    assert storm.state.aborted
    old = [storm.sessions[index].sent(step) for index in range(9) for step in SUMMING[:4]]
    old += [session.sent(step) for session in other.sessions for step in session.answered]
    storm.start(2, storm.now + 1)
    for step in SUMMING:
        for signed in old:
            with pytest.raises(PeerBroke, match="not for round 7, attempt 2"):
                storm.state.check(signed, storm.now)
        storm.play(step)
    assert storm.score()
    assert check(storm)


def test_replay_of_views_of_an_earlier_attempt_is_refused():
    storm = Villain(Schedule(9, 12_800, attempts=(Trouble(silent=dict.fromkeys((5, 6, 7), "agree")),)))
    played(storm, "agree")
    first = storm.state
    old = {"roster": first.roster(), "masked": first.masked(), "norms": first.norms()}
    boxes = [first.inbox(address) for address in storm.addresses]
    storm.start(2, storm.now + 1)

    def tell(_storm, index, name, honest):
        return boxes[index] if name == "inbox" else old.get(name, honest)

    for step in ("join", "share", "mask", "open_norm", "agree"):
        if step != "join":
            assert [storm.ask(index, step, tell) for index in range(9)] == [None] * 9
        storm.play(step)
    assert {step for _, step, _ in storm.refusals} == {"share", "mask", "open_norm", "agree"}
    storm.play("unmask")
    assert storm.score()
    assert check(storm)


def test_forced_restarts_that_harvest_sketches_get_two_openings_of_13000_numbers_and_no_more():
    """Attempts fail after the norm openings, again and again; clients start anew from their disks."""
    silent = dict.fromkeys((5, 6, 7), "agree")
    storm = Villain(Schedule(9, 13_000, attempts=(Trouble(silent=silent),) * 3))
    storm.MOST_ATTEMPTS = 3
    sketched = {}
    original = storm.witness.left

    def left(session, message):
        original(session, message)
        if isinstance(message, Signed) and message.step == "open_norm":
            sketched.setdefault(session.client, []).append(read(message).attempt)

    storm.witness.left = left
    for attempt in (1, 2, 3):
        if attempt > 1:
            storm.sessions = [ClientSession.from_bytes(session.to_bytes()) for session in storm.sessions]
            storm.start(attempt, storm.now + 1)
        played(storm, "agree")
        assert storm.state.aborted
    assert set(map(tuple, sketched.values())) == {(1, 2)}
    assert all("norm-opened often enough" in words for words in storm.words("open_norm"))


def test_a_second_permutation_or_r_opens_nothing_more():
    storm = played(Villain(Schedule(9)), "open_norm")

    def other_r(_storm, _index, name, honest):
        if name != "norm_request":
            return honest
        request = NormRequest.from_bytes(honest)
        return replace(request, reference=to_wire(-integers_from_wire(request.reference))).to_bytes()

    def other_beacon(_storm, _index, fact):
        return replace(fact, beacon=secret("another"))

    for index in range(9):
        assert storm.ask(index, "open_norm", other_r) is None
        assert storm.ask(index, "open_norm", chain=other_beacon) is None
    assert all("second time" in words for words in storm.words("open_norm"))


def test_another_permutation_for_one_client_leaves_it_out_and_convicts_nobody():
    """Its own node lies about the beacon: its sums are of another sketch."""

    def chain(_storm, index, fact):
        is_lie = index == VICTIM and fact.kind == "masked"
        return replace(fact, beacon=secret("another")) if is_lie else fact

    storm = Villain(Schedule(9), chain=chain)
    storm.run()
    assert storm.addresses[VICTIM] in storm.state.rejected
    assert storm.addresses[VICTIM] not in storm.state.record.contributors
    assert {fault.client for fault in storm.state.faults} <= {storm.addresses[VICTIM]}
    assert np.array_equal(
        integers_from_wire(storm.state.aggregate.total), sum(storm.integers(index) for index in range(VICTIM))
    )


@pytest.mark.parametrize("singled_out", [0, 17, 49])
def test_a_second_g_that_singles_out_a_weight_opens_nothing(singled_out):
    """Neither first nor after the true one; with the true norm or with its own."""
    storm = played(Villain(Schedule(9)), "unmask")
    storm.publish()

    def lie(_storm, _index, name, honest):
        if name != "score_request":
            return honest
        request = ScoreRequest.from_bytes(honest)
        gradient = np.zeros(storm.spec.parameters, np.int64)
        gradient[singled_out] = 1 << 24
        return replace(request, gradient=to_wire(gradient)).to_bytes()

    for index in range(9):
        assert storm.ask(index, "open_score", lie) is None
    storm.play("open_score")
    for index in range(9):
        assert storm.ask(index, "open_score", lie) is None
    storm.play("settle")
    assert check(storm)


def test_different_sketches_of_the_survivor_set_end_in_no_unmasking():
    """Every client is told another set: each leaves somebody else out."""

    def tell(storm, index, name, honest):
        if name != "norms":
            return honest
        return without(NormList.from_bytes(honest), storm.addresses[(index + 1) % 9]).to_bytes()

    storm = Villain(Schedule(9), tell)
    storm.run()
    assert storm.state.aborted
    assert storm.witness.sums == []


def test_omitted_joiners_prove_it_by_their_receipts():
    """The coordinator signs that it has a join, then leaves it out of the roster that it posts."""
    storm = Villain(Schedule(9))
    play, left_out = storm.state, VICTIM
    for index in range(9):
        play.bonded(storm.addresses[index], storm.bonds[index], storm.now)
    promised = {}
    for index in range(9):
        signed = storm.message(index, "join")
        twin = play if index != left_out else Villain(Schedule(9)).state
        twin.bonded(storm.addresses[index], storm.bonds[index], storm.now)
        promised[index] = signed, twin.on(signed, storm.now)
    play.close_joins(storm.now)
    storm.store()
    storm.post()

    signed, receipt = promised[left_out]
    assert storm.sessions[left_out].receipt("join", receipt).step == "join"
    assert storm.ask(left_out, "share") is None
    assert "left my join out" in storm.words("share")[0]
    assert "Its receipt shows that it had it." in storm.words("share")[0]

    roster = Roster.from_bytes(play.roster())  # what anybody checks, from public bytes alone
    found = Receipt.from_bytes(Signed.from_bytes(receipt).body)
    check_signer(storm.spec, Signed.from_bytes(receipt), storm.spec.coordinator)
    assert read_receipt(storm.spec, receipt, signed) == found
    assert join_root(roster.joins) == play.fact("joins").roots[0]
    assert found.body not in {join.body_digest for join in roster.joins}
    for step in ("share", "mask", "open_norm", "agree", "unmask"):
        storm.play(step)
    assert storm.addresses[left_out] not in play.record.contributors
    assert storm.score()


def test_two_coordinators_of_one_key_cannot_sum_the_same_clients_twice():
    """Both run the attempt, each with its own half of the joins; the chain takes one list of joins."""
    first, second = Villain(Schedule(16)), Villain(Schedule(16))
    second.sessions = first.sessions
    for index in range(16):
        for storm in (first, second) if index < 8 else (second,):
            storm.state.bonded(storm.addresses[index], storm.bonds[index], storm.now)
            signed = first.message(index, "join")
            storm.state.on(signed, storm.now)
    for storm in (first, second):
        storm.state.close_joins(storm.now)
        storm.store()
        storm.post()
    on_chain = first.state.fact("joins")
    told = [second.ask(index, "share", chain=lambda *_: on_chain) for index in range(16)]
    assert told == [None] * 16
    assert all("root is on chain" in words for words in second.words("share"))
    first.sessions = first.sessions[:8]
    for step in SUMMING[1:]:
        first.play(step)
    assert sorted(first.state.record.contributors) == sorted(first.addresses[:8])
    assert first.witness.laid_bare == []
    assert second.witness.sums == []


def swapped_edge(storm, victim, gone, ghost):
    """An inbox without the box of one neighbour and with that of another, whom the record does not have."""
    shares = {index: read(storm.sessions[index].sent("share")) for index in (gone, ghost)}

    def tell(_storm, index, name, honest):
        if name != "inbox" or index != victim:
            return honest
        view = Inbox.from_bytes(honest)
        boxes = [box for box in view.boxes if box.sender != storm.addresses[gone]]
        (box,) = [box for box in shares[ghost].boxes if box.to == storm.addresses[victim]]
        boxes.append(InboxBox(storm.addresses[ghost], box.box, box.edge_hash))
        return replace(view, boxes=tuple(sorted(boxes, key=lambda one: one.sender))).to_bytes()

    return tell


def test_an_honest_client_is_not_convicted_by_edges_that_it_was_not_told_of():
    """The coordinator drops what a neighbour shared and shows it to one client, in place of another's box.

    That client's openings are true of the edges that it knows. Read as openings of those on record, in the
    order of addresses, most are false.
    """
    ordered = sorted(range(10), key=lambda index: Villain(Schedule(10)).addresses[index])
    ghost, victim, gone = ordered[0], ordered[5], ordered[9]
    storm = Villain(Schedule(10, attempts=(Trouble(fates={(ghost, "share"): "lost"}),)))
    played(storm, "share")
    storm.tell = swapped_edge(storm, victim, gone, ghost)
    for step in SUMMING[2:]:
        storm.play(step)
    assert storm.state.faults == ()
    turned_away = [str(error) for index, _, error in storm.turned_away if index == victim]
    assert turned_away[0].startswith(f"{storm.addresses[victim]} masked its update by other edges")
    assert storm.addresses[victim] not in storm.state.record.contributors
    assert storm.score()
    assert check(storm)


def test_a_withheld_box_leaves_its_client_out_and_the_sum_of_the_others_exact():
    """One end is told that an edge lives and the other that it does not."""

    def tell(storm, index, name, honest):
        if name != "inbox" or index != 0:
            return honest
        view = Inbox.from_bytes(honest)
        return replace(view, boxes=view.boxes[1:]).to_bytes()

    storm = Villain(Schedule(10), tell)
    storm.run()
    assert storm.addresses[0] not in storm.state.record.contributors
    assert check(storm)


def test_a_replaced_masked_update_is_noticed_by_its_sender():
    """root3 over other commitments than were sent: whoever's own is not under it stops."""
    storm = played(Villain(Schedule(9)), "mask")

    def tell(_storm, _index, name, honest):
        if name != "masked":
            return honest
        view = MaskedList.from_bytes(honest)
        entries = [
            replace(one, masked=Digest.of(b"mine")) if one.client == storm.addresses[0] else one
            for one in view.entries
        ]
        return replace(view, entries=tuple(entries)).to_bytes()

    def chain(storm, index, fact):
        lie = MaskedList.from_bytes(tell(storm, index, "masked", storm.state._state.masked()))
        root3 = masked_root(Digest.of(storm.state._state.norm_request()), lie.entries)
        return replace(fact, roots=(root3,)) if fact.kind == "masked" else fact

    assert storm.ask(0, "open_norm", tell, chain) is None
    assert "lacks mine" in storm.words("open_norm")[0]


def test_clients_that_go_by_other_terms_share_no_edge_with_the_rest():
    """Half of the clients are given another model, under one round's number.

    Every number of the terms is in their digest, which each client's own node compares with the chain's
    (tests/app/trader). Should that node lie, the digest is in the context of every key and hash too: the two
    halves mask for different sums, so neither is large enough here and nothing is unmasked.
    """
    storm = Villain(Schedule(9))
    for change in ({"clip": 0.25}, {"eta": 2.0}, {"model_digest": Digest.of(b"another")}):
        other = replace(storm.spec, **change)
        assert other.digest != storm.spec.digest
        assert RoundSpec.from_bytes(other.to_bytes()) == other
    for index in range(4):
        storm.sessions[index] = begin(other, index, storm.bonds[index])
    storm.run()
    assert storm.state.aborted
    assert not check(storm)
