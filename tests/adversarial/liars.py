"""A storm and what some of its clients say instead of the truth in; the round that comes of it out."""

from dataclasses import replace

import numpy as np

from core.errors import ConfluxError
from core.federated.aggregator import LIMIT
from core.federated.messages import MaskedUpload, Signed, read, sign
from core.identity.keys import SessionKey
from core.privacy.fixed_point import integers_from_wire, ring_from_wire
from core.values import Digest
from tests.adversarial.storm import Schedule, Storm, check_money, check_nothing_is_owed


class Liars(Storm):
    """Some clients answer otherwise than their sessions do; everybody else is honest.

    Args:
        schedule: what goes wrong besides.
        lies: by client, a function of this storm, the step and the true body that gives the body to sign; for
            `mask` it is given, and gives, the masked update y itself.
    """

    def __init__(self, schedule=None, lies=None, **changes):
        self.lies = lies or {}
        super().__init__(schedule or Schedule(), **changes)

    @property
    def liars(self):
        """Their addresses."""
        return {self.addresses[index] for index in self.lies}

    def start(self, attempt, now):
        """Open an attempt without those whom an earlier one convicted."""
        convicted = frozenset(fault.client for fault in self.state.faults) if attempt > 1 else frozenset()
        super().start(attempt, now)
        self.state.excluded |= convicted

    def made(self, index, step, *, is_forgotten=False):
        """What a client says; a liar's own session goes on with the lie."""
        if index not in self.lies:
            return super().made(index, step, is_forgotten=is_forgotten)
        try:
            return self.said(index, step, self.message(index, step)).to_bytes()
        except ConfluxError as error:
            self.refusals.append((index, step, error))
            return None

    def said(self, index, step, message):
        """The message with the lie in it."""
        lie = self.lies[index]
        if isinstance(message, MaskedUpload):
            y = lie(self, step, message.masked)
            signed = self.signed(index, replace(read(message.signed), masked=Digest.of(y)))
            self.believe(index, step, signed)
            return MaskedUpload(signed, y)
        signed = self.signed(index, lie(self, step, read(message)))
        self.believe(index, step, signed)
        return signed

    def signed(self, index, body):
        """Any body under a client's session key."""
        return sign(self.spec, SessionKey(self.sessions[index]._state.session_key), body)

    def believe(self, index, step, signed):
        """Let a session take `signed` for what it answered, where it is in its own name."""
        session = self.sessions[index]
        if read(signed).client != session.client:
            return
        answers = tuple(
            replace(answer, signed=signed) if answer.step == step else answer
            for answer in session._state.answers
        )
        session._state = replace(session._state, answers=answers)

    def kept(self, data):
        """As Storm, for bytes that may be no message at all."""
        try:
            return super().kept(data)
        except ConfluxError:
            return Signed.from_bytes(data)


def truthful(_storm, _step, body):
    """What the session itself would say."""
    return body


def lying(**by_step):
    """A liar that lies in some steps only."""
    return lambda storm, step, body: by_step.get(step, truthful)(storm, step, body)


def check_among_liars(storm):
    """Assert what must hold whatever some clients say; whether the round was settled."""
    state, liars = storm.state, storm.liars
    assert storm.witness.both_shares == []
    assert {fault.client for fault in state.faults} <= liars
    check_nothing_is_owed(storm)
    if state.aborted:
        assert state.aborted.reason
        assert state.chain_posts() == ()
        return False
    _check_sum(storm)
    if state.settled:
        _check_honest_scores(storm)
        check_money(storm)
    return state.settled


def _check_sum(storm):
    """The honest in it are those who were heard, exactly; what liars add is no longer than allowed."""
    state, attempt = storm.state, storm.state.attempt
    contributors = set(state.record.contributors)
    heard = storm.delivered[attempt, "mask"] & storm.delivered[attempt, "open_norm"]
    assert contributors <= heard
    total = integers_from_wire(state.aggregate.total)
    if not contributors & storm.liars:
        assert np.array_equal(total, sum(storm.integers(index) for index in storm.survivors()))
    bound = LIMIT * sum(
        part.cohort.norm_bound(client) for part in state.record.summed for client in part.survivors
    )
    assert float(np.linalg.norm(total.astype(float))) <= bound


def _check_honest_scores(storm):
    """Who opened has its exact products or is held together with a liar; it is paid unless it is held."""
    state = storm.state
    opened = storm.delivered[state.attempt, "open_score"]
    for row in state.scores.scores:
        index = storm.addresses.index(row.client)
        if index in storm.lies or row.client not in opened:
            continue
        if row.state == "held":
            (part,) = [part for part in state.scores.held if row.client in part.clients]
            assert storm.liars & set(part.clients)
        else:
            assert row.products == storm.products(index)
    shown = storm.delivered[state.attempt, "settle"]
    assert state.unpaid & (opened & shown) <= storm.liars
    assert {fault.client for fault in state.faults} <= state.unpaid


def words(data):
    """Ring words that may be written to."""
    return ring_from_wire(data).copy()
