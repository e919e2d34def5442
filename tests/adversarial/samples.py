"""Played rounds in; real examples of what the product reads from strangers and from its own disk, out."""

from functools import cache

import numpy as np

from app.scoring import EvaluationCandles
from core.cid import Cid
from core.federated.analytics_record import QueryRecord, masked_digests
from core.federated.analytics_terms import Ask
from core.federated.messages import MaskedUpload, Receipt, Signed, read
from core.federated.round_log import LogEntry
from core.federated.transcript import Transcript
from core.federated.views import (
    Aggregate,
    Inbox,
    MaskedList,
    NormList,
    NormRequest,
    Roster,
    ScoreRequest,
    Survivors,
    SurvivorSet,
)
from core.identity.envelope import EnvelopeKey, seal
from core.model.spec import ModelSpec
from core.model.weights import initial_weights
from core.privacy.fixed_point import to_wire
from core.publication import Part, Publication
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import Before, share_out
from core.values import Digest, client_id
from tests.adversarial.storm import Schedule, Storm, Trouble
from tests.core.federated.analytics_samples import CROWD, NOW, Sum, ask
from tests.strategies import random_candles

POOL, COINS = (client_id("0x" + byte * 20) for byte in ("aa", "bb"))
CANDLES = random_candles(3, 40)
ENVELOPE_KEY = EnvelopeKey(bytes(range(1, 33)))
ENVELOPE = seal(b"what is sealed " * 20, [ENVELOPE_KEY.recipient], bytes(range(64)))
WEIGHTS = initial_weights(ModelSpec(3, 4, 2, 1, "lstm", "all"), 7)
TABLE = PayoutTable(31337, POOL, {COINS: 12, POOL: 10**30})
PUBLICATION = Publication("round 7", {"model": Part(Digest.of(b"m"), 7, (Cid.of(b"m"), Cid.of(b"n")))})


@cache
def settled():
    """A round of nine that lost one client in `mask`, one in `open_score` and one in the audit."""
    play = Storm(Schedule(9, attempts=(Trouble(silent={2: "mask", 6: "open_score", 3: "settle"}),)))
    assert play.run()
    return play


@cache
def summed():
    """The record of a query's sum."""
    played = Sum(ask("histogram"), CROWD, silent={2: "mask"})
    played.run()
    found = played.state._record
    vectors = tuple(to_wire(played.vectors[digest]) for digest in masked_digests(found))
    return QueryRecord.of(found, NOW, vectors)


@cache
def payouts():
    """How the settled round was shared out, as the first one."""
    play = settled()
    before = Before((), PayoutTable(31337, POOL), PayoutTable(31337, COINS))
    return share_out(play.spec, play.state.judged, before, 10**9, 10**20)


@cache
def real():
    """A real example of most kinds of canonical bytes, by kind."""
    play = settled()
    state, session, query = play.state, play.sessions[0], summed()
    y = np.arange(play.spec.parameters, dtype=np.uint64)
    examples = [
        play.spec,
        *(read(session.sent(step)) for step in session.answered),
        session._state,
        session.sent("agree"),
        MaskedUpload(session.sent("mask"), to_wire(y)),
        Receipt.from_bytes(Signed.from_bytes(state.on(session.sent("join"), 1.0)).body),
        Roster.from_bytes(state.roster()),
        Inbox.from_bytes(state.inbox(session.client)),
        MaskedList.from_bytes(state.masked()),
        NormRequest.from_bytes(state.norm_request()),
        NormList.from_bytes(state.norms()),
        SurvivorSet.from_bytes(state.agreed()),
        Survivors.from_bytes(state.survivors(session.client)),
        Aggregate.from_bytes(state.aggregate.to_bytes()),
        ScoreRequest.from_bytes(state.score_request()),
        state.scores,
        state.transcript(),
        state.fact("masked"),
        *(LogEntry.from_bytes(entry) for entry in play.log[-1:]),
        payouts(),
        query,
        query.spec,
        Ask(31337, POOL, 900, 600, 0, query.spec.query),
        EvaluationCandles(play.spec.round_id, (CANDLES.to_bytes(),)),
    ]
    assert isinstance(state.transcript(), Transcript)
    return {type(example): example for example in examples}
