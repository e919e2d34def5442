"""A whole round, as the programs play it: this is the walk-through to read first."""

import numpy as np

from core.federated import aggregator, contribution
from core.federated.client import ClientSession
from core.federated.messages import MaskedUpload, Signed
from core.federated.round import RoundState
from core.identity.keys import Account, Delegation, SessionKey, sign_delegation
from core.privacy.fixed_point import integers_from_wire, quantise, ring_from_wire
from core.values import Digest

COORDINATOR = Account.create(b"coordinator" * 3)


def test_a_round_of_eight_from_join_to_scores(make_terms):
    spec = make_terms(parameters=20)
    vectors = {}  # where the coordinator keeps masked updates, by digest
    state = RoundState(spec, 1, COORDINATOR, opened_at=1_000.0, vectors=vectors.__getitem__)
    reference = np.ones(20)  # everybody computes it from the model on chain and past candles
    state.publish_reference(contribution.norm_request(spec, reference), now=1_000.0)
    updates = 0.02 + np.random.default_rng(1).normal(0, 0.02, (8, 20))
    sessions = []
    for i in range(8):  # each client: a wallet delegates to a session key, then the session begins
        wallet, key = Account.create(bytes([i]) * 32), SessionKey.create(bytes([i + 100]) * 32)
        delegation = Delegation(key.address, not_before=0, not_after=86_400, nonce=i)
        signature = sign_delegation(wallet, spec.chain_id, spec.contract, delegation)
        sessions.append(ClientSession.begin(spec, wallet.address, 10**18, key, delegation, signature))
        state.bonded(wallet.address, 10**18, now=1_000.0)  # the coordinator read the chain
    bonds = dict.fromkeys((session.client for session in sessions), 10**18)  # so did every client

    def everybody_sends(step, answer, now):
        for i, session in enumerate(sessions):
            signed = answer(i, session)
            reply = state.on(
                Signed.from_bytes(signed.to_bytes()), now
            )  # a POST; the log is stored before the reply
            session.receipt(step, reply)

    def mine(kind, block, now, **facts):
        (post,) = state.chain_posts()
        assert post.kind == kind
        state.posted(kind, block, timestamp=int(now), now=now, **facts)
        return post.roots

    everybody_sends("join", lambda i, s: s.join(1, secret=bytes([i + 1]) * 32, now=1_001.0), now=1_001.0)
    state.close_joins(now=1_001.0)
    beacon = bytes(range(32))
    (root1,) = mine("joins", 10, now=1_002.0, beacon=beacon)
    everybody_sends(
        "share", lambda i, s: s.share(state.roster(), root1, beacon, bonds, now=1_002.0), now=1_002.0
    )

    def mask(i, session):
        x = session.quantise(updates[i], np.random.default_rng(i))
        upload = session.mask(state.inbox(session.client), x)
        # The coordinator checks y before it keeps it.
        signed, digest, masked = MaskedUpload.opened(upload.to_bytes(), spec.parameters)
        vectors[digest] = ring_from_wire(bytes(masked))
        return signed

    everybody_sends("mask", mask, now=1_003.0)
    (root3,) = mine("masked", 20, now=1_004.0, beacon=bytes(range(32, 64)))
    shown = (state.masked(), state.norm_request(), root3, 4, bytes(range(32, 64)), reference)
    everybody_sends("open_norm", lambda i, s: s.open_norm(*shown), now=1_004.0)
    everybody_sends("agree", lambda i, s: s.agree(state.norms(), root3), now=1_004.0)
    digest, root4 = mine("survivors", 30, now=1_005.0)
    everybody_sends("unmask", lambda i, s: s.unmask(state.survivors(s.client), digest, root4), now=1_005.0)

    total = integers_from_wire(state.aggregate.total)
    before = np.zeros(20, np.float32)
    after = aggregator.next_model(before, total, state.total_weight, spec.clip, spec.eta)
    mine("close", 40, now=1_006.0, model=Digest.of(after.tobytes()))

    now = spec.evaluation.end_at + 1.0  # the candles that score are closed; everybody computes g alike
    gradient = np.random.default_rng(2).normal(0, 1, 20)
    public = [contribution.quantise_direction(reference)[0]]  # and the last global steps, where there are any
    state.publish_request(
        contribution.score_request(spec, 1, gradient, 1.0, 0.9, Digest.of(b"candles"), public), now
    )
    (asked,) = mine("asked", 45, now)
    everybody_sends(
        "open_score", lambda i, s: s.open_score(state.score_request(), asked, gradient, now, public), now
    )
    scores = {row.client: row.score for row in state.scores.scores}
    mine("scores", 50, now, beacon=bytes(range(64, 96)))
    everybody_sends("settle", lambda i, s: s.audit(state.agreed(), digest, bytes(range(64, 96))), now)

    expected = sum(quantise(updates[i], 1 << 20, spec.clip, np.random.default_rng(i)) for i in range(8))
    step = after.astype(float) - before
    assert state.settled
    assert np.array_equal(total, expected)
    assert np.isclose(sum(scores.values()), -step @ gradient, rtol=1e-5)
