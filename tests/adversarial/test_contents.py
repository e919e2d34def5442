"""Well-formed messages with impossible contents, at every place where one party reads another's."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ConfluxError, PeerBroke, TryAgain
from core.federated.analytics_record import QueryRecord, add_up
from core.federated.client import ClientSession
from core.federated.messages import BODIES, Signed, read, sign
from core.federated.transcript import Transcript
from core.federated.verification import _Verifier, verify_transcript
from core.federated.views import (
    Inbox,
    MaskedList,
    NormList,
    NormRequest,
    Roster,
    ScoreRequest,
    Survivors,
    SurvivorSet,
)
from core.identity.keys import SessionKey
from core.rewards.settlement import Payouts, check_payouts
from tests.adversarial import samples
from tests.adversarial.liars import Liars, check_among_liars
from tests.adversarial.nonsense import flipped, perturbed, spliced
from tests.adversarial.storm import Schedule, Storm, known
from tests.core.federated.conftest import STEPS
from tests.slices import examples

SHOWN = {
    "share": {"roster": Roster},
    "mask": {"inbox": Inbox},
    "open_norm": {"masked": MaskedList, "norm_request": NormRequest},
    "agree": {"norms": NormList},
    "unmask": {"survivors": Survivors},
    "open_score": {"score_request": ScoreRequest},
    "settle": {"survivors": Survivors, "agreed": SurvivorSet},
}
"""What the coordinator shows a client in each step."""


class Lying:
    """A coordinator's state of which some views are replaced."""

    def __init__(self, state, shown):
        self._state, self._shown = state, shown

    def __getattr__(self, name):
        if name in self._shown:
            return lambda *_: self._shown[name]
        return getattr(self._state, name)


@pytest.fixture(scope="module")
def at_step():
    """A function that gives a storm in which a step is open and client 0 has not answered it yet."""
    found = {}

    def play(step):
        if step not in found:
            storm = Storm(Schedule(8))
            for earlier in STEPS[: STEPS.index(step)]:
                if earlier == "open_score":
                    storm.publish()
                storm.play(earlier)
            if step == "open_score":
                storm.publish()
            found[step] = storm, storm.state, storm.sessions[0].to_bytes()
        storm, storm.state, saved = found[step]
        storm.sessions[0] = ClientSession.from_bytes(saved)
        return storm

    return play


@pytest.mark.parametrize("step", SHOWN)
@settings(max_examples=examples(8))
@given(data=st.data())
def test_a_client_takes_no_harm_from_anything_that_it_is_shown(at_step, step, data):
    storm = at_step(step)
    shown = {}
    for name, kind in SHOWN[step].items():
        view = getattr(storm.state, name)
        real = view(storm.addresses[0]) if name in ("inbox", "survivors") else view()
        try:
            shown[name] = data.draw(perturbed(kind.from_bytes(real))).to_bytes()
        except ConfluxError:
            return
    storm.state = Lying(storm.state, shown)
    try:
        storm.message(0, step)
    except ConfluxError:
        return


@settings(max_examples=examples(8))
@given(st.data())
def test_one_client_may_say_anything_in_every_step(data):
    """Its own session makes a true message; one thing of it, or more, is then otherwise, and signed."""

    def lie(_storm, step, body):
        if data.draw(st.integers(0, 2)):
            return body
        if step == "mask":
            return data.draw(flipped(body) | spliced(body))
        try:
            return data.draw(perturbed(body))
        except ConfluxError:
            return body

    storm = Liars(Schedule(9), {0: lie})
    storm.run()
    check_among_liars(storm)


class Lenient(_Verifier):
    """Reads a transcript whose coordinator posted whatever fits it."""

    @staticmethod
    def _same(posted, derived, name):
        """Whatever was posted is what was derived."""


@st.composite
def transcripts(draw):
    """The transcript of a settled round with up to two things in it otherwise, and signed anew."""
    play = samples.settled()
    found = play.state.transcript()
    for _ in range(draw(st.integers(1, 2))):
        field = draw(st.sampled_from(["messages", "messages", "openings", "audits", ""]))
        if not field:
            found = draw(perturbed(found))
            continue
        signed = list(getattr(found, field))
        if not signed:
            continue
        place = draw(st.integers(0, len(signed) - 1))
        body = read(signed[place])
        index = play.addresses.index(body.client) if body.client in play.addresses else 0
        key = SessionKey(play.sessions[index]._state.session_key)
        signed[place] = sign(play.spec, key, draw(perturbed(body)))
        found = replace(found, **{field: tuple(signed)})
    return found


def vectors(digest):
    """Masked updates, as a store gives them."""
    if digest not in samples.settled().vectors:
        raise TryAgain("It is not there.")
    return samples.settled().vectors[digest]


REACHED = Counter()


@settings(max_examples=examples(30))
@given(st.data())
def test_a_verifier_takes_no_harm_from_any_transcript(data):
    play = samples.settled()
    try:
        found = Transcript.from_bytes(data.draw(transcripts()).to_bytes())
    except ConfluxError:
        return
    from_elsewhere = known(play) if data.draw(st.booleans()) else None
    assert verify_transcript(found, vectors, from_elsewhere).checks
    verifier = Lenient(found, vectors, from_elsewhere or known(play))
    try:
        for name, check in verifier.checks():
            REACHED[name] += 1
            check()
    except ConfluxError:
        return
    if found.scores is not None and found.fact("scores") is not None:
        assert verifier.record.judged.losses is not None


@settings(max_examples=examples(15))
@given(st.data())
def test_the_record_of_a_query_adds_up_or_is_refused(data):
    record = samples.summed()
    try:
        found = QueryRecord.from_bytes(data.draw(perturbed(record)).to_bytes())
        answered = add_up(found)
    except ConfluxError:
        return
    assert answered == add_up(record) or found.spec != record.spec


@settings(max_examples=examples(60))
@given(st.data())
def test_payouts_are_those_of_the_round_or_refused(data):
    play, payouts = samples.settled(), samples.payouts()
    judged = play.state.judged
    check_payouts(play.spec, judged, payouts)
    try:
        found = Payouts.from_bytes(data.draw(perturbed(payouts)).to_bytes())
        check_payouts(play.spec, judged, found)
    except ConfluxError:
        return
    assert (found.histories, found.unpaid) == (payouts.histories, payouts.unpaid)
    # Which distributor a table is for, the chain tells (app/verification.py); the terms do not name it.
    for table, true, told, paid in (
        (found.profit_table, payouts.profit_table, found.profit_wei, payouts.profit_wei),
        (found.emission_table, payouts.emission_table, found.emission_wei, payouts.emission_wei),
    ):
        assert table.cumulative == true.cumulative or told != paid


@settings(max_examples=examples(30))
@given(st.data())
def test_a_coordinator_takes_no_message_that_no_client_sends(data):
    """In no step: neither a view, nor terms, nor a log's entry."""
    play = samples.settled()
    kinds = [found for kind, found in samples.real().items() if kind not in BODIES.values()]
    signed = Signed(data.draw(st.sampled_from(kinds)).to_bytes(), bytes(65))
    with pytest.raises(ConfluxError):
        play.state.check(signed, play.now)


def test_every_view_of_every_step_is_tried():
    assert {"join", *SHOWN} == set(STEPS)
    with pytest.raises(PeerBroke):
        read(Signed(b"\x80", bytes(65)))
