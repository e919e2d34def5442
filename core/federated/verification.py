"""A round's transcript in; one line out for each check that anybody can repeat without trusting anybody."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from math import isclose

import numpy as np
from numpy.typing import NDArray

from core.errors import ConfluxError, PeerBroke
from core.federated import admission, contribution
from core.federated.aggregator import next_model
from core.federated.cohort import Cohort
from core.federated.messages import Agree, MaskedInput, ScoreOpening, Shares, Unmask, read
from core.federated.record import Record
from core.federated.transcript import Transcript
from core.federated.views import Posted, Score, ScoreRequest, ScoreTable
from core.privacy.fixed_point import integers_from_wire

SCORE_TOLERANCE = 1e-9
PATH_TOLERANCE = 0.05
"""How far the scores' sum may be from the fall of the loss: the error of the path's quadrature."""

LEAST_LOSS = 1e-6
"""In nat; differences below it are rounding."""


@dataclass(frozen=True)
class Check:
    """One check's name, whether it holds, and what was found."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Known:
    """What the verifier has from elsewhere; None is not compared.

    Args:
        weights: w_t, flat, from the artifact that the chain names.
        next_weights: w_{t+1}, likewise.
        gradient: g as recomputed from both models and public candles.
    """

    weights: NDArray[np.float32] | None = field(default=None, repr=False)
    next_weights: NDArray[np.float32] | None = field(default=None, repr=False)
    gradient: NDArray[np.float64] | None = field(default=None, repr=False)


def verify_transcript(transcript: Transcript, known: Known | None = None) -> tuple[Check, ...]:
    """Derive everything of a round again from its signed messages.

    Whether the chain facts of the transcript stand on chain is for the caller to see: `transcript.facts`.
    A check that fails ends the list, because what follows builds on it.
    """
    verifier = _Verifier(transcript, known or Known())
    done: list[Check] = []
    for name, check in verifier.checks():
        try:
            done.append(Check(name, ok=True, detail=check()))
        except ConfluxError as error:
            return (*done, Check(name, ok=False, detail=error.message))
    return tuple(done)


class _Verifier:
    def __init__(self, transcript: Transcript, known: Known) -> None:
        self.transcript = transcript
        self.known = known
        self.spec = transcript.spec
        self.record = Record(transcript.spec, transcript.attempt)
        self.record.request = transcript.request

    def checks(self) -> list[tuple[str, Callable[[], str]]]:
        """In the order in which they build on each other."""
        checks: list[tuple[str, Callable[[], str]]] = [
            ("messages are canonical and single", self.messages),
            ("joins are signed and delegated, root1", self.joins),
            ("every message is signed by its session key", self.signatures),
            ("edges follow from beacon and hashes", self.edges),
            ("commitments precede the first candle, root3", self.commitments),
            ("survivors are agreed", self.agreement),
            ("shares reveal what may be known", self.unmasking),
            ("the sum re-adds", self.total),
            ("the transcript is the one on chain", self.root),
        ]
        known, request, table = self.known, self.transcript.request, self.transcript.scores
        if known.weights is not None and known.next_weights is not None:
            model = partial(self.model, known.weights, known.next_weights)
            checks.append(("the next model follows from the sum", model))
        if request is not None and table is not None:
            checks += self.score_checks(request, table)
        return checks

    def score_checks(self, request: ScoreRequest, table: ScoreTable) -> list[tuple[str, Callable[[], str]]]:
        """After the horizon."""
        checks: list[tuple[str, Callable[[], str]]] = [
            ("score openings are complete and for this gradient", partial(self.openings, request)),
            ("scores follow from the openings", partial(self.scores, table)),
            ("scores sum to the loss taken away", partial(self.loss, request, table)),
        ]
        if self.known.gradient is not None:
            gradient = partial(self.gradient, request, self.known.gradient)
            checks.insert(0, ("the gradient is the recomputed one", gradient))
        return checks

    def messages(self) -> str:
        for signed in (*self.transcript.messages, *self.transcript.openings):
            body = read(signed)
            if self.record.message(body.KIND, body.client):
                raise PeerBroke(f"The transcript holds two {body.KIND!r} messages of {body.client}.")
            self.record.add(signed, body)
        return f"{len(self.transcript.messages) + len(self.transcript.openings)} messages"

    def joins(self) -> str:
        fact = self._fact("joins")
        self.record.beacon = fact.beacon
        cohort = Cohort.checked(self.spec, self.record.roster(), fact.beacon, fact.timestamp)
        self._same(fact.roots, (cohort.root1,), "root1")
        return f"{len(cohort.clients)} clients"

    def signatures(self) -> str:
        steps = ("share", "mask", "agree", "unmask", "open_score")
        count = 0
        for signed in (signed for step in steps for signed in self.record.signed(step)):
            self.record.cohort.check_member(read(signed), signed)
            count += 1
        return f"{count} signatures"

    def edges(self) -> str:
        for shares in self.record.bodies(Shares).values():
            admission.shares(self.record.cohort, shares)
        return f"{sum(map(len, self.record.live.values())) // 2} edges of {len(self.record.live)} clients"

    def commitments(self) -> str:
        for masked in self.record.bodies(MaskedInput).values():
            admission.masked(self.record.cohort, self.record.live, masked)
        fact = self._fact("masked")
        self._same(fact.roots, (self.record.root3,), "root3")
        if fact.timestamp >= self.spec.evaluation.start_at:
            raise PeerBroke("The commitments reached the chain after the first candle that scores them.")
        return f"{len(self.record.masked.survivors)} commitments"

    def agreement(self) -> str:
        agreed = self.record.agreed
        for agree in self.record.bodies(Agree).values():
            admission.agreement(agreed.survivors, agreed.digest, agree)
        self._same(self._fact("survivors").roots, (agreed.digest.raw, agreed.root4), "survivor set")
        unasked = self.record.senders("unmask") - self.record.helpers()
        if unasked:
            raise PeerBroke(f"{min(unasked)} unmasked without the signatures of enough neighbours.")
        return f"{len(self.record.senders('agree'))} of {len(agreed.survivors)} survivors signed"

    def unmasking(self) -> str:
        agreed, live = self.record.agreed, self.record.live
        for unmask in self.record.bodies(Unmask).values():
            admission.unmasking(live, agreed.survivors, agreed.digest, unmask)
        found = self.record.recovered
        return f"{len(found.self_seeds)} self seeds, {len(found.mask_keys)} keys of absent clients"

    def total(self) -> str:
        if self.record.aggregate != self.transcript.aggregate:
            raise PeerBroke("The published sum or its secrets are not what the messages give.")
        return f"{self.spec.parameters} exact integers of {len(self.record.agreed.survivors)} clients"

    def root(self) -> str:
        self._same(self._fact("close").roots, (self.transcript.root(),), "transcript root")
        return self.transcript.root().hex()

    def model(self, weights: NDArray[np.float32], next_weights: NDArray[np.float32]) -> str:
        total = integers_from_wire(self.transcript.aggregate.total)
        expected = next_model(weights, total, self.record.total_weight, self.spec.clip, self.spec.eta)
        if not np.array_equal(expected, next_weights):
            raise PeerBroke("The next model is not the last one plus the sum's step.")
        return f"{len(expected)} parameters equal"

    def gradient(self, request: ScoreRequest, gradient: NDArray[np.float64]) -> str:
        contribution.accepted(request, gradient, directions=())
        return "every integer within 2"

    def openings(self, request: ScoreRequest) -> str:
        agreed, openings = self.record.agreed, self.record.bodies(ScoreOpening)
        contribution.check_request(self.spec, self.transcript.attempt, request)
        for opening in openings.values():
            admission.score_opening(self.record.live, agreed.survivors, request, opening)
        return f"{len(openings)} of {len(agreed.survivors)} survivors opened"

    def scores(self, table: ScoreTable) -> str:
        expected = self.record.scores
        self._same(self._fact("scores").roots, (contribution.score_root(table),), "score root")
        rows = zip(expected.scores, table.scores, strict=False)
        same = len(expected.scores) == len(table.scores) and expected.held == table.held
        if not (same and all(_same_score(one, other) for one, other in rows)):
            raise PeerBroke("The published scores are not what the openings give.")
        final = sum(row.state == contribution.FINAL for row in table.scores)
        return f"{final} final, {len(table.scores) - final} held or void"

    def loss(self, request: ScoreRequest, table: ScoreTable) -> str:
        found = sum(row.score for row in table.scores if row.score is not None)
        taken = request.loss_before - request.loss_after
        is_whole = all(row.state == contribution.FINAL for row in table.scores)
        if is_whole and not isclose(found, taken, rel_tol=PATH_TOLERANCE, abs_tol=LEAST_LOSS):
            raise PeerBroke(f"The scores sum to {found:.6g}, but the loss fell by {taken:.6g}.")
        return f"scores sum to {found:.6g}, the loss fell by {taken:.6g}"

    def _fact(self, kind: str) -> Posted:
        fact = self.transcript.fact(kind)
        if fact is None:
            raise PeerBroke(f"The transcript lacks the chain's {kind!r}.")
        return fact

    @staticmethod
    def _same(posted: tuple[bytes, ...], derived: tuple[bytes, ...], name: str) -> None:
        if posted != derived:
            raise PeerBroke(f"The {name} on chain is not the one that the messages give.")


def _same_score(expected: Score, published: Score) -> bool:
    """Exact integers are equal; floats may differ in their last digits between machines."""
    if replace(expected, score=None) != replace(published, score=None):
        return False
    if expected.score is None or published.score is None:
        return expected.score is published.score
    return isclose(expected.score, published.score, rel_tol=SCORE_TOLERANCE)
