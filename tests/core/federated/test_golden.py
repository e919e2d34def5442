"""Bytes that others already rely on: a whole round's messages, as version 2 of the protocol writes them.

A changed protocol has a new version and a new file, which CONFLUX_WRITE_GOLDEN=1 makes this test write.
"""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from core.federated.attempt_secrets import AttemptSecrets
from core.federated.client import ClientSession
from core.federated.messages import read
from core.federated.terms import PROTOCOL_VERSION, RoundSpec
from core.federated.transcript import Transcript
from core.privacy.masking import edge_seed, public_key, seed_hash
from core.values import Digest

FILE = Path(__file__).parents[2] / "golden" / f"round_v{PROTOCOL_VERSION}.json"
STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")


@pytest.fixture(scope="module")
def played(rehearsal, make_terms):
    """Numbers without rounding, so that every processor gives the same bytes."""
    play = rehearsal(8, spec=make_terms(parameters=4), silent={7: "mask"})
    play.updates = (np.arange(8)[:, None] + np.arange(4)) / 1024
    play.gradient = np.array([3.0, 4.0, 0.0, 0.0])
    play.reference = np.array([0.0, 0.0, 3.0, 4.0])
    play.past = [np.array([2**24, 0, 0, 0])]
    play.start(1, now=1_100.0)
    play.run()
    return play


def golden(play):
    """The bytes of small messages, and the digests of large ones."""
    session, state = play.sessions[0], play.state
    secrets = AttemptSecrets(bytes(range(32)))
    context = state._record.cohorts[0].cohort.context
    return {
        "open": play.spec.to_bytes().hex(),
        **{step: session.sent(step).to_bytes().hex() for step in STEPS},
        "receipt": state.on(session.sent("join"), 1.0).hex(),
        "score request": state.score_request().hex(),
        "roster digest": str(Digest.of(state.roster())),
        "inbox digest": str(Digest.of(state.inbox(play.addresses[0]))),
        "masked": state.masked().hex(),
        "norm request": state.norm_request().hex(),
        "norms": state.norms().hex(),
        "survivor set": str(state._record.agreed.digest),
        "aggregate": state.aggregate.to_bytes().hex(),
        "scores": state.scores.to_bytes().hex(),
        "roots": {fact.kind: [root.hex() for root in fact.roots] for fact in state.transcript().facts},
        "transcript digest": str(state.transcript().digest),
        "session digest": str(Digest.of(session.to_bytes())),
        "context": context.decode(),
        "secrets": [secrets.box_key.hex(), secrets.mask_key.hex(), secrets.self_seed.hex()],
        "shares": [share.hex() for kind in secrets.shares([1, 9], 3) for share in kind],
        "edge seed": edge_seed(secrets.mask_key, public_key(b"\x02" * 32), context).hex(),
        "seed hash": seed_hash(secrets.self_seed, context).hex(),
    }


def test_every_message_has_the_bytes_of_the_file(played):
    written = golden(played)
    if os.environ.get("CONFLUX_WRITE_GOLDEN"):
        FILE.write_text(json.dumps(written, indent=1) + "\n")
    assert written == json.loads(FILE.read_text())


def test_bytes_of_the_file_are_read(played):
    stored = json.loads(FILE.read_text())
    assert RoundSpec.from_bytes(bytes.fromhex(stored["open"])) == played.spec
    for step in STEPS:
        signed = played.sessions[0].sent(step)
        assert signed.to_bytes().hex() == stored[step]
        assert read(signed).client == played.addresses[0]


def test_what_is_stored_and_published_is_read_again(played):
    for session in played.sessions:
        assert ClientSession.from_bytes(session.to_bytes()).to_bytes() == session.to_bytes()
    transcript = played.state.transcript()
    assert Transcript.from_bytes(transcript.to_bytes()) == transcript
