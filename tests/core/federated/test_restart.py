"""Programs die at any moment: coordinator and clients go on from what they had stored, bit for bit."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PeerBroke
from core.federated.client import ClientSession
from core.federated.messages import read, sign
from core.federated.round import RoundState
from core.federated.views import Survivors
from core.identity.keys import Account, SessionKey
from tests.slices import examples

STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
COORDINATOR = Account.create(b"coordinator" * 3)


def rebuilt(play, log):
    state = RoundState(play.spec, play.state.attempt, COORDINATOR, play.opened_at, play.vectors.__getitem__)
    return state.replay(log)


def views(state):
    """Everything that a state shows."""
    shown = [state.step, state.awaits, state.deadline_at, state.aborted, state.settled, state.chain_posts()]
    if not state.aborted and state.step in ("open_score", "settle"):
        shown += [
            state.transcript().to_bytes(),
            state.roster(),
            state.masked(),
            state.norms(),
            state.agreed(),
        ]
        shown += [view(client) for client in state.clients for view in (state.inbox, state.survivors)]
        shown += [state.rejected, state.faults, state.unpaid, state.cohort_sizes]
    return shown


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("silent", [{}, {2: "mask", 5: "unmask"}])
def test_a_coordinator_killed_after_any_step_goes_on_from_its_log(rehearsal, step, silent):
    play = rehearsal(9, silent=silent)
    play.run(until=step)
    log = play.state.drain_log()
    twin = rebuilt(play, log)
    assert views(twin) == views(play.state)
    assert twin.drain_log() == ()
    play.state = twin
    for later in STEPS[STEPS.index(step) + 1 :]:
        if later == "open_score":
            play.publish()
        play.play(later)
    assert play.state.settled


@settings(max_examples=examples(8))
@given(st.data())
def test_a_coordinator_killed_after_any_message_shows_the_same(rehearsal, data):
    play = rehearsal(8, silent={1: "agree"})
    play.run()
    log = play.state.drain_log()
    cut = data.draw(st.integers(0, len(log)))
    twin = rebuilt(play, log[:cut])
    twin_log = list(log[:cut])
    again = rebuilt(play, twin_log)
    assert views(twin) == views(again)
    assert views(rebuilt(play, log)) == views(play.state)


def test_an_abort_and_its_reason_are_rebuilt(rehearsal):
    play = rehearsal(8, silent=dict.fromkeys(range(4), "mask"))
    play.run()
    outside = rehearsal(8)
    outside.run(until="join")
    outside.state.abort("The chain is away.", outside.now)
    for each in (play, outside):
        assert rebuilt(each, each.state.drain_log()).aborted == each.state.aborted


def test_a_client_restarted_before_every_message_answers_alike(rehearsal):
    straight, broken = rehearsal(8), rehearsal(8)
    straight.run()
    original = broken.message

    def restarted(index, step):
        first = original(index, step)
        kept = broken.sessions[index].to_bytes()
        broken.sessions[index] = ClientSession.from_bytes(kept)
        assert original(index, step) == first
        return first

    broken.message = restarted
    broken.run()
    assert broken.state.transcript() == straight.state.transcript()


def test_a_client_restored_from_before_its_message_makes_the_same_message_again(rehearsal):
    play = rehearsal(8)
    play.run(until="agree")
    session = play.sessions[0]
    kept = session.to_bytes()
    first = play.message(0, "unmask")
    play.sessions[0] = ClientSession.from_bytes(kept)
    assert play.message(0, "unmask") == first


def test_never_both_shares_across_a_restart(rehearsal):
    """After a restart the coordinator shows another signed set, in which a survivor is absent."""
    play = rehearsal(8)
    play.run(until="unmask")
    play.sessions[0] = ClientSession.from_bytes(play.sessions[0].to_bytes())
    view = Survivors.from_bytes(play.state.survivors(play.addresses[0]))
    smaller = replace(view.agreed, survivors=view.agreed.survivors[:-1])
    signatures = tuple(
        sign(
            play.spec,
            SessionKey(session._state.session_key),
            replace(read(session.sent("agree")), survivors=smaller.digest),
        )
        for session in play.sessions
    )
    forged = replace(view, agreed=smaller, signatures=signatures)
    with pytest.raises(PeerBroke, match="second time"):
        play.sessions[0].unmask(forged.to_bytes(), smaller.digest.raw, smaller.root4)


def test_a_session_shows_no_secret_and_refuses_altered_bytes(rehearsal):
    session = rehearsal(8).sessions[0]
    session.join(1, b"\x07" * 32, 100.0)
    state = session._state
    assert "\\x07" not in repr(state)
    assert state.session_key.hex() not in repr(state)
    assert session.answered == ("join",)
    with pytest.raises(PeerBroke):
        ClientSession.from_bytes(session.to_bytes()[:-1])
