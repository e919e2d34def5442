"""Anybody checks a round's transcript; whoever alters a bit of it is told which check fails."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import PeerBroke
from core.federated.aggregator import next_model
from core.federated.contribution import score_request, score_root
from core.federated.messages import read, sign
from core.federated.terms import Standing
from core.federated.transcript import Transcript
from core.federated.verification import Known, verify_transcript
from core.federated.views import Aggregate
from core.identity.keys import SessionKey
from core.privacy.fixed_point import integers_from_wire, to_wire
from core.values import Digest, RoundId
from tests.core.federated.conftest import CANDLES


@pytest.fixture(scope="module")
def play(rehearsal):
    play = rehearsal(8, silent={2: "mask", 6: "open_score"})
    play.run()
    return play


@pytest.fixture(scope="module")
def transcript(play):
    return play.state.transcript()


def verify(play, transcript, known=None):
    return verify_transcript(transcript, play.vectors.__getitem__, known).checks


def failed(play, transcript, known=None):
    return [check.name for check in verify(play, transcript, known) if not check.ok]


def fact(transcript, kind, **changes):
    facts = tuple(replace(f, **changes) if f.kind == kind else f for f in transcript.facts)
    return replace(transcript, facts=facts)


def known(play, transcript, **changes):
    before = np.random.default_rng(3).normal(0, 1, 50).astype(np.float32)
    total = integers_from_wire(transcript.aggregate.total)
    after = next_model(before, total, play.state.total_weight, play.spec.clip, play.spec.eta)
    return replace(Known(before, after, play.gradient, play.reference, play.past, standings=()), **changes)


def test_an_honest_transcript_passes_every_check(play, transcript):
    checks = verify(play, Transcript.from_bytes(transcript.to_bytes()), known(play, transcript))
    assert [check.name for check in checks if not check.ok] == []
    assert len(checks) == 19
    assert all(check.detail for check in checks)


def test_a_transcript_before_the_horizon_passes_without_scores(rehearsal):
    play = rehearsal(8)
    play.run(until="unmask")
    checks = verify(play, play.state.transcript())
    assert [check.ok for check in checks] == [True] * 12


def test_another_model_or_gradient_is_found(play, transcript):
    mine = known(play, transcript)
    other = mine.next_weights.copy()
    other[7] = np.nextafter(other[7], np.float32(9))
    assert failed(play, transcript, replace(mine, next_weights=other)) == [
        "the next model follows from the sum"
    ]
    assert failed(play, transcript, replace(mine, gradient=-play.gradient)) == [
        "the gradient is the recomputed one"
    ]
    assert failed(play, transcript, replace(mine, gradient=play.gradient[:3])) == [
        "the gradient is the recomputed one"
    ]


def test_scores_that_do_not_sum_to_the_fall_of_the_loss_are_found(rehearsal, play):
    lying = rehearsal(8)
    lying.run(until="unmask")
    lying.now = 20_001.0
    lying.state.publish_request(
        score_request(lying.spec, 1, lying.gradient, 1.0, 5.0, CANDLES, lying.directions()), lying.now
    )
    lying.post()
    lying.play("open_score")
    lying.play("settle")
    assert failed(lying, lying.state.transcript()) == ["scores sum to the loss taken away"]


def resign(play, transcript, step, **changes):
    """Client 0 alters its own message after the round, and signs it."""
    messages = []
    for signed in transcript.messages:
        body = read(signed)
        if step == body.KIND and body.client == play.addresses[0]:
            key = SessionKey(play.sessions[0]._state.session_key)
            signed = sign(play.spec, key, replace(body, **changes))  # noqa: PLW2901 - in place of the old one
        messages.append(signed)
    return replace(transcript, messages=tuple(messages))


def other_product(transcript):
    """The coordinator posts the root of a table that it made up."""
    first, *others = transcript.scores.scores
    table = replace(transcript.scores, scores=(replace(first, products=(7, 7, 7, 7, 7)), *others))
    return fact(replace(transcript, scores=table), "scores", roots=(score_root(table, transcript.request),))


TAMPERED = {
    "twice": lambda p, t: replace(t, messages=(*t.messages, t.messages[0])),
    "no join fact": lambda p, t: replace(t, facts=t.facts[1:]),
    "root1": lambda p, t: fact(t, "joins", roots=(bytes(32),)),
    "beacon": lambda p, t: fact(t, "joins", beacon=b"short"),
    "join": lambda p, t: resign(p, t, "join", bond_wei=1),
    "too few joins": lambda p, t: replace(t, messages=t.messages[1:]),
    "signature": lambda p, t: replace(
        t, messages=(*t.messages[:-1], replace(t.messages[-1], signature=t.messages[-2].signature))
    ),
    "boxes": lambda p, t: resign(p, t, "share", boxes=()),
    "y": lambda p, t: resign(p, t, "mask", masked=list(p.vectors)[1]),
    "norms": lambda p, t: resign(p, t, "open_norm", self_sums=bytes(8)),
    "norm request": lambda p, t: replace(t, reference=replace(t.reference, norm=1.0)),
    "reference": lambda p, t: replace(t, reference=replace(t.reference, round_id=RoundId(9))),
    "norm beacon": lambda p, t: fact(t, "masked", beacon=bytes(32)),
    "asked": lambda p, t: fact(t, "asked", roots=(bytes(32),)),
    "audit": lambda p, t: replace(t, audits=(t.openings[0], *t.audits)),
    "audit beacon": lambda p, t: fact(t, "scores", beacon=bytes(32)),
    "root3": lambda p, t: fact(t, "masked", roots=(bytes(32),)),
    "late": lambda p, t: fact(t, "masked", timestamp=10_000),
    "agree": lambda p, t: resign(p, t, "agree", survivors=Digest.of(b"")),
    "survivors": lambda p, t: fact(t, "survivors", roots=(bytes(32), bytes(32))),
    "no agreement": lambda p, t: replace(t, messages=tuple(s for s in t.messages if read(s).KIND != "agree")),
    "unmask": lambda p, t: resign(p, t, "unmask", survivors=Digest.of(b"")),
    "no unmask": lambda p, t: replace(t, messages=tuple(s for s in t.messages if read(s).KIND != "unmask")),
    "sum": lambda p, t: replace(t, aggregate=replace(t.aggregate, total=bytes(400))),
    "seeds": lambda p, t: replace(t, aggregate=replace(t.aggregate, self_seeds=())),
    "close": lambda p, t: fact(t, "close", roots=(bytes(32),)),
    "block": lambda p, t: fact(t, "joins", block=9),
    "request": lambda p, t: replace(t, request=replace(t.request, gradient=to_wire(np.ones(50, np.int64)))),
    "request length": lambda p, t: replace(t, request=replace(t.request, gradient=bytes(8))),
    "no openings": lambda p, t: replace(t, openings=()),
    "score": lambda p, t: replace(
        t, scores=replace(t.scores, scores=(replace(t.scores.scores[0], score=1.0), *t.scores.scores[1:]))
    ),
    "no score": lambda p, t: replace(
        t, scores=replace(t.scores, scores=(replace(t.scores.scores[0], score=None), *t.scores.scores[1:]))
    ),
    "fewer scores": lambda p, t: replace(t, scores=replace(t.scores, scores=t.scores.scores[1:])),
    "product": lambda p, t: other_product(t),
    "loss": lambda p, t: replace(t, request=replace(t.request, loss_after=0.0)),
    "score root": lambda p, t: fact(t, "scores", roots=(bytes(32),)),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_altered_is_found(play, transcript, what):
    checks = verify(play, TAMPERED[what](play, transcript))
    assert not checks[-1].ok
    assert all(check.ok for check in checks[:-1])
    assert checks[-1].detail


def test_a_masked_update_that_is_not_the_committed_one_is_found(play, transcript):
    other = verify_transcript(transcript, lambda digest: play.vectors[digest] + np.uint64(1)).checks
    assert other[-1].name == "commitments precede the first candle, root3"
    assert not other[-1].ok


def test_another_reference_step_or_standing_is_found(play, transcript):
    mine = known(play, transcript)
    for change, name in (
        ({"reference": -play.reference}, "the reference direction is the recomputed one"),
        ({"steps": play.past[:2]}, "the gradient is the recomputed one"),
        ({"steps": [-play.past[0], *play.past[1:]]}, "the gradient is the recomputed one"),
        ({"standings": (Standing(play.addresses[0], 5),)}, "weights follow from earlier scores"),
    ):
        assert failed(play, transcript, replace(mine, **change)) == [name]


def test_an_aggregate_of_another_kind_is_not_read():
    with pytest.raises(PeerBroke):
        Aggregate.from_bytes(b"\x80")
