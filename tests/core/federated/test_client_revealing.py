"""A coordinator that lies after the masking: the client notices each lie and reveals nothing."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import PeerBroke, Refused
from core.federated.audit import drawn
from core.federated.client import ClientSession
from core.federated.contribution import norm_request
from core.federated.messages import Signed, read, sign
from core.federated.views import (
    MaskedList,
    NormEntry,
    NormList,
    NormRequest,
    ScoreRequest,
    Survivors,
    SurvivorSet,
    masked_root,
)
from core.identity.keys import SessionKey
from core.privacy.fixed_point import to_wire
from core.values import Digest, RoundId, client_id

BEACON = bytes(range(32))
STRANGER = client_id("0x" + "99" * 20)


@pytest.fixture
def masked(rehearsal):
    play = rehearsal(8)
    play.run(until="mask")
    return play


def open_norm(play, view, root3=None, posted_at=100, reference=None, beacon=BEACON, request=None):
    request = play.state.norm_request() if request is None else request.to_bytes()
    root3 = masked_root(Digest.of(request), view.entries) if root3 is None else root3
    reference = play.reference if reference is None else reference
    return play.sessions[0].open_norm(view.to_bytes(), request, root3, posted_at, beacon, reference)


def without(play, view, *indices):
    gone = {play.addresses[index] for index in indices}
    return replace(view, entries=tuple(entry for entry in view.entries if entry.client not in gone))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda play, view: replace(view, attempt=2), "another round or attempt"),
        (lambda play, view: replace(view, entries=view.entries[::-1]), "not in the order"),
        (lambda play, view: without(play, view, 0), "lacks mine"),
        (
            lambda play, view: replace(
                view,
                entries=tuple(
                    replace(e, masked=Digest.of(b"")) if e.client == play.addresses[0] else e
                    for e in view.entries
                ),
            ),
            "lacks mine",
        ),
    ],
)
def test_open_norm_refuses_a_list_that_cannot_be(masked, change, reason):
    view = change(masked, MaskedList.from_bytes(masked.state.masked()))
    with pytest.raises(PeerBroke, match=reason):
        open_norm(masked, view)


def test_open_norm_refuses_what_is_not_on_chain_before_the_first_candle(masked):
    view = MaskedList.from_bytes(masked.state.masked())
    with pytest.raises(PeerBroke, match="root is on chain"):
        open_norm(masked, view, root3=bytes(32))
    with pytest.raises(PeerBroke, match="after the first candle"):
        open_norm(masked, view, posted_at=10_000)
    with pytest.raises(Refused, match="Too few of my neighbours"):
        open_norm(masked, without(masked, view, 1, 2, 3))


def test_open_norm_refuses_another_reference_than_its_own(masked):
    view = MaskedList.from_bytes(masked.state.masked())
    with pytest.raises(PeerBroke, match="reference direction differs from mine"):
        open_norm(masked, view, reference=-masked.reference)
    request = NormRequest.from_bytes(masked.state.norm_request())
    with pytest.raises(PeerBroke, match="another round"):
        open_norm(masked, view, request=replace(request, round_id=RoundId(9)))
    with pytest.raises(PeerBroke, match="whether there is a reference"):
        open_norm(masked, view, request=replace(request, reference=None))


def test_a_second_reference_or_beacon_never_opens_the_same_update_again(masked):
    view = MaskedList.from_bytes(masked.state.masked())
    first = open_norm(masked, view)
    assert open_norm(masked, view) == first
    with pytest.raises(PeerBroke, match="second time"):
        open_norm(masked, view, beacon=bytes(32))
    with pytest.raises(PeerBroke, match="second time"):
        open_norm(
            masked, view, reference=masked.reference, request=norm_request(masked.spec, -masked.reference)
        )


def test_restarts_cannot_harvest_sketches_of_one_update(rehearsal):
    """A small update is opened once; a second attempt of the same round gets no second set of sums."""
    play = rehearsal(9, silent=dict.fromkeys(range(3), "agree"))
    assert play.run().aborted
    play.silent = {}
    play.start(2, now=1_500.0)
    assert play.run().aborted
    assert all("norm-opened often enough" in error.message for _, _, error in play.refused)


@pytest.fixture
def normed(rehearsal):
    play = rehearsal(8)
    play.run(until="open_norm")
    return play


def agree(play, view):
    return play.sessions[0].agree(view.to_bytes(), play.state.fact("masked").roots[0])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda play, view: replace(view, attempt=2), "another round or attempt"),
        (lambda play, view: replace(view, entries=view.entries[::-1]), "not in order"),
        (lambda play, view: replace(view, survivors=view.survivors[::-1]), "survivor set is not in order"),
        (lambda play, view: replace(view, survivors=(*view.survivors, "0x" + "ff" * 20)), "did not open"),
        (
            lambda play, view: replace(
                view, entries=(*view.entries, NormEntry(client_id("0x" + "ff" * 20), Digest.of(b"")))
            ),
            "stranger",
        ),
        (
            lambda play, view: replace(
                view,
                entries=tuple(
                    replace(e, opening=Digest.of(b"")) if e.client == play.addresses[0] else e
                    for e in view.entries
                ),
            ),
            "lacks mine",
        ),
    ],
)
def test_agree_refuses_a_list_that_cannot_be(normed, change, reason):
    view = change(normed, NormList.from_bytes(normed.state.norms()))
    with pytest.raises(PeerBroke, match=reason):
        agree(normed, view)


def test_agree_refuses_a_set_that_leaves_it_or_too_many_neighbours_out(normed):
    view = NormList.from_bytes(normed.state.norms())
    others = tuple(client for client in view.survivors if client != normed.addresses[0])
    with pytest.raises(Refused, match="not among the survivors"):
        agree(normed, replace(view, survivors=others))
    with pytest.raises(Refused, match="Too few of my neighbours"):
        agree(normed, replace(view, survivors=tuple(sorted((normed.addresses[0], *others[:4])))))


@pytest.fixture
def agreed(rehearsal):
    play = rehearsal(8)
    play.run(until="agree")
    return play


def unmask(play, view, digest=None, root4=None):
    digest = view.agreed.digest.raw if digest is None else digest
    root4 = view.agreed.root4 if root4 is None else root4
    return play.sessions[0].unmask(view.to_bytes(), digest, root4)


def test_unmask_refuses_a_set_that_it_did_not_sign(agreed):
    view = Survivors.from_bytes(agreed.state.survivors(agreed.addresses[0]))
    smaller = replace(view.agreed, survivors=view.agreed.survivors[1:])
    with pytest.raises(PeerBroke, match="not the one that I signed"):
        unmask(agreed, replace(view, agreed=smaller))


def test_unmask_refuses_a_set_that_is_not_on_chain(agreed):
    view = Survivors.from_bytes(agreed.state.survivors(agreed.addresses[0]))
    with pytest.raises(PeerBroke, match="not the one on chain"):
        unmask(agreed, view, digest=bytes(32))
    with pytest.raises(PeerBroke, match="not the one on chain"):
        unmask(agreed, view, root4=bytes(32))


def test_unmask_needs_the_signatures_of_t_neighbours_and_counts_its_own_not(agreed):
    view = Survivors.from_bytes(agreed.state.survivors(agreed.addresses[0]))
    mine = agreed.sessions[0].sent("agree")
    others = tuple(signed for signed in view.signatures if signed != mine)
    with pytest.raises(PeerBroke, match="4 of my neighbours signed"):
        unmask(agreed, replace(view, signatures=(mine, *others[:4])))
    with pytest.raises(PeerBroke, match="1 of my neighbours signed"):
        unmask(agreed, replace(view, signatures=others[:1] * 7))


def test_unmask_refuses_forged_foreign_and_other_signatures(agreed):
    view = Survivors.from_bytes(agreed.state.survivors(agreed.addresses[0]))
    forged = Signed(view.signatures[1].body, view.signatures[2].signature)
    with pytest.raises(PeerBroke, match="should have signed"):
        unmask(agreed, replace(view, signatures=(forged, *view.signatures[2:])))
    session = agreed.sessions[3]
    other = replace(read(session.sent("agree")), survivors=Digest.of(b"another set"))
    equivocation = sign(agreed.spec, SessionKey(session._state.session_key), other)
    with pytest.raises(PeerBroke, match="signed something else"):
        unmask(agreed, replace(view, signatures=(equivocation, *view.signatures[4:])))
    stranger = sign(agreed.spec, SessionKey(b"\x05" * 32), replace(other, client=STRANGER))
    with pytest.raises(PeerBroke, match="did not join"):
        unmask(agreed, replace(view, signatures=(stranger,)))


def test_shares_of_survivors_are_of_seeds_and_of_the_absent_are_of_keys(rehearsal):
    play = rehearsal(8, silent={2: "mask"})
    play.run(until="unmask")
    body = read(play.sessions[0].sent("unmask"))
    assert [told.of for told in body.key_shares] == [play.addresses[2]]
    assert sorted(told.of for told in body.self_shares) == sorted(
        play.addresses[i] for i in (1, 3, 4, 5, 6, 7)
    )


def test_never_both_shares_even_when_the_roster_let_the_key_through(agreed):
    session = agreed.sessions[0]
    view = Survivors.from_bytes(agreed.state.survivors(agreed.addresses[0]))
    unmask(agreed, view)
    ledger = session._state.releases
    other_kind = tuple(replace(release, kind="key") for release in ledger)
    twin = ClientSession(agreed.sessions[4]._state)
    twin._state = replace(twin._state, releases=other_kind)
    with pytest.raises(Refused, match="never both"):
        twin.unmask(view.to_bytes(), view.agreed.digest.raw, view.agreed.root4)


def test_a_second_set_is_not_signed_after_one_that_may_have_been_unmasked(rehearsal, make_terms):
    """The coordinator takes the sum, says that the attempt failed, and asks again without one client."""
    play = rehearsal(10, spec=make_terms(parameters=12_800))
    play.run(until="agree")
    play.silent = {9: "mask"}
    play.start(2, now=1_500.0)
    state = play.run()
    assert state.aborted
    assert all("may have been unmasked before" in error.message for _, _, error in play.refused)


def test_a_set_that_was_unmasked_counts_though_the_chain_no_longer_shows_it(rehearsal, make_terms):
    """A block is reorganised away, or a node lies: what was revealed stays revealed, across a restart."""
    play = rehearsal(8, spec=make_terms(parameters=12_800), silent={7: "open_norm"})
    assert len(play.run(until="unmask").record.contributors) == 7
    play.silent, play.posted_sets = {}, []
    play.sessions = [ClientSession.from_bytes(session.to_bytes()) for session in play.sessions]
    play.start(2, now=1_500.0)
    assert play.run(until="unmask").aborted.step == "agree"
    refused = {index for index, step, error in play.refused if "unmasked before" in error.message}
    assert refused == set(range(7))


def test_a_second_attempt_with_the_same_survivors_is_agreed_to(rehearsal, make_terms):
    spec = make_terms(parameters=12_800)
    play = rehearsal(9, spec=spec, silent=dict.fromkeys(range(3), "unmask"))
    first = play.run()
    play.silent = {}
    play.start(2, now=1_500.0)
    assert first.aborted.step == "unmask"
    assert play.run().settled


@pytest.fixture
def closed(rehearsal):
    play = rehearsal(8)
    play.run(until="unmask")
    play.publish()
    return play


def open_score(play, view, gradient=None, now=20_001.0, directions=None, posted=None):
    gradient = play.gradient if gradient is None else gradient
    directions = play.directions() if directions is None else directions
    posted = view.digest.raw if posted is None else posted
    return play.sessions[0].open_score(view.to_bytes(), posted, gradient, now, directions)


def test_open_score_accepts_integers_within_two_of_its_own(closed):
    view = ScoreRequest.from_bytes(closed.state.score_request())
    near = np.frombuffer(view.gradient, "<i8") + np.tile([2, -2], 25)
    open_score(closed, replace(view, gradient=to_wire(near)))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda v, g: replace(v, gradient=to_wire(g + 3 * (np.arange(50) == 7))), "by 3 in an integer"),
        (lambda v, g: replace(v, gradient=to_wire(-g)), "differs from mine"),
        (lambda v, g: replace(v, gradient=to_wire(g[:-1])), "has 49 entries"),
        (lambda v, g: replace(v, gradient=to_wire(np.full(50, np.iinfo(np.int64).min))), "longer than"),
        (lambda v, g: replace(v, gradient=to_wire(np.full(50, 2**24 + 1))), "longer than"),
        (lambda v, g: replace(v, norm=v.norm * 1.01), "has the norm"),
        (lambda v, g: replace(v, directions=(to_wire(g),)), "not as many as mine"),
        (lambda v, g: replace(v, attempt=2), "another round or attempt"),
        (lambda v, g: replace(v, round_id=RoundId(9)), "another round or attempt"),
    ],
)
def test_open_score_refuses_another_gradient(closed, change, reason):
    view = ScoreRequest.from_bytes(closed.state.score_request())
    with pytest.raises(PeerBroke, match=reason):
        open_score(closed, change(view, np.frombuffer(view.gradient, "<i8")))


def test_open_score_refuses_a_request_within_the_tolerance_that_is_not_the_one_on_chain(closed):
    view = ScoreRequest.from_bytes(closed.state.score_request())
    near = replace(view, gradient=to_wire(np.frombuffer(view.gradient, "<i8") + (np.arange(50) == 7)))
    for posted in (view.digest.raw, bytes(32)):
        with pytest.raises(PeerBroke, match="not the one on chain"):
            open_score(closed, near, posted=posted)
    assert open_score(closed, view)


def test_open_norm_refuses_a_reference_within_the_tolerance_that_root3_does_not_hold(masked):
    view = MaskedList.from_bytes(masked.state.masked())
    request = NormRequest.from_bytes(masked.state.norm_request())
    root3 = masked_root(request.digest, view.entries)
    near = replace(request, reference=to_wire(np.frombuffer(request.reference, "<i8") + (np.arange(50) == 7)))
    with pytest.raises(PeerBroke, match="or the norm request, is not the one whose root is on chain"):
        open_norm(masked, view, root3=root3, request=near)
    assert open_norm(masked, view, root3=root3)


def test_open_score_waits_for_the_horizon_and_answers_once(closed):
    view = ScoreRequest.from_bytes(closed.state.score_request())
    with pytest.raises(Refused, match="not closed yet"):
        open_score(closed, view, now=19_999.0)
    first = open_score(closed, view)
    assert open_score(closed, view) == first
    with pytest.raises(PeerBroke, match="second time"):
        open_score(closed, replace(view, loss_after=0.1))
    with pytest.raises(Refused, match="is over"):
        closed.sessions[0].join(2, b"\x01" * 32, 100.0)


def test_open_score_refuses_another_direction_and_opens_each_of_its_own(closed):
    view = ScoreRequest.from_bytes(closed.state.score_request())
    first, *others = closed.directions()
    with pytest.raises(PeerBroke, match="direction differs from mine"):
        open_score(closed, view, directions=[-first, *others])
    assert len(read(open_score(closed, view)).products) == 7 * 5 * 8


@pytest.fixture
def settling(rehearsal):
    play = rehearsal(8)
    play.run(until="open_score")
    return play


def test_the_audit_shows_one_drawn_edge_of_eight_clients_once(settling):
    session, beacon = settling.sessions[0], settling.state.fact("scores").beacon
    agreed, posted = settling.state.agreed(), settling.state.fact("survivors").roots[0]
    cohort = settling.state._record.cohorts[0].cohort
    with pytest.raises(PeerBroke, match="not the one on chain"):
        session.audit(agreed, bytes(32), beacon)
    body = read(session.audit(agreed, posted, beacon))
    assert {edge.neighbour for edge in body.seeds} == drawn(cohort, settling.addresses, beacon)[
        session.client
    ]
    assert read(session.audit(agreed, posted, beacon)) == body
    with pytest.raises(PeerBroke, match="second time"):
        session.audit(agreed, posted, bytes(32))


def test_nothing_is_audited_before_the_score_is_opened(closed):
    with pytest.raises(Refused, match="nothing to audit"):
        closed.sessions[0].audit(closed.state.agreed(), bytes(32), bytes(32))


def test_secrets_are_erased_when_they_are_no_longer_needed(settling):
    session = settling.sessions[0]
    assert session._state.secret == bytes(32)
    settling.message(0, "settle")
    state = session._state
    assert (state.secret, state.held, state.edges) == (bytes(32), (), ())
    session._state = replace(state, answers=())
    with pytest.raises(Refused, match="are erased"):
        session._secrets()
    assert session.survivors == tuple(sorted(settling.addresses))


def test_a_survivor_set_names_round_and_attempt():
    digests = {
        SurvivorSet(RoundId(r), a, (STRANGER,), bytes(32), bytes(32)).digest for r in (1, 2) for a in (1, 2)
    }
    assert len(digests) == 4
