"""A round's transcript in; one line out for each check that anybody can repeat without trusting anybody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import isclose

import numpy as np
from numpy.typing import NDArray

from core.errors import ConfluxError, PeerBroke
from core.federated import admission, contribution
from core.federated.aggregator import next_model
from core.federated.cohort import Cohort
from core.federated.losses import Judged
from core.federated.messages import (
    BODIES,
    WORD_BYTES,
    Agree,
    Body,
    EdgeAudit,
    MaskedInput,
    NormOpening,
    ScoreOpening,
    Shares,
    Unmask,
    read,
)
from core.federated.record import Record
from core.federated.terms import Standing
from core.federated.transcript import Transcript
from core.federated.views import Posted, ScoreRequest, ScoreTable
from core.privacy.fixed_point import Integers, Ring, integers_from_wire, to_wire
from core.values import Digest

STANDING_TOLERANCE = 1
"""In units of 2^-20: a power of a half may round differently on another machine."""

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
        reference: r likewise, from w_t and the public candles of the reference window.
        steps: the last global steps as integers, newest first, from the artifacts that the chain names.
        standings: z of each client as the scores of the rounds before give them.
    """

    weights: NDArray[np.float32] | None = field(default=None, repr=False)
    next_weights: NDArray[np.float32] | None = field(default=None, repr=False)
    gradient: NDArray[np.float64] | None = field(default=None, repr=False)
    reference: NDArray[np.float64] | None = field(default=None, repr=False)
    steps: Sequence[Integers] | None = field(default=None, repr=False)
    standings: Sequence[Standing] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Verified:
    """What a transcript's check found.

    Args:
        checks: in the order in which they build on each other; one that fails is the last.
        judged: what pay goes by, once the audit is in the transcript and all checks hold.
    """

    checks: tuple[Check, ...]
    judged: Judged | None = None

    @property
    def ok(self) -> bool:
        """Whether every check holds."""
        return all(check.ok for check in self.checks)


def verify_transcript(
    transcript: Transcript, vectors: Callable[[Digest], Ring], known: Known | None = None
) -> Verified:
    """Derive everything of a round again from its signed messages and masked updates.

    Args:
        transcript: of the round.
        vectors: the masked updates, by the digests that were committed to; raises ConfluxError for one that
            is not to be had.
        known: what the verifier has from elsewhere.

    Whether the chain facts of the transcript stand on chain is for the caller to see: `transcript.facts`.
    A check that fails ends the list, because what follows builds on it.
    """
    verifier = _Verifier(transcript, vectors, known or Known())
    done: list[Check] = []
    for name, check in verifier.checks():
        try:
            done.append(Check(name, ok=True, detail=check()))
        except ConfluxError as error:
            return Verified((*done, Check(name, ok=False, detail=error.message)))
    is_audited = transcript.scores is not None and transcript.fact("scores") is not None
    return Verified(tuple(done), verifier.record.judged if is_audited else None)


class _Verifier:
    def __init__(self, transcript: Transcript, vectors: Callable[[Digest], Ring], known: Known) -> None:
        self.transcript = transcript
        self.vectors = vectors
        self.known = known
        self.spec = transcript.spec
        self.record = Record(transcript.spec, transcript.attempt, vectors)
        self.record.reference = transcript.reference
        self.record.request = transcript.request

    def checks(self) -> list[tuple[str, Callable[[], str]]]:
        """In the order in which they build on each other."""
        checks: list[tuple[str, Callable[[], str]]] = [
            ("messages are canonical and single", self.messages),
            ("joins are signed and delegated, root1", self.joins),
            *self.standing_checks(),
            ("every message is signed by its session key", self.signatures),
            ("edges follow from beacon and hashes", self.edges),
            ("commitments precede the first candle, root3", self.commitments),
            ("the reference direction is the recomputed one", self.reference),
            ("norms are opened and within the bound", self.norms),
            ("survivors are agreed, root4", self.agreement),
            ("shares reveal what may be known", self.unmasking),
            ("norm openings are true", self.norm_faults),
            ("the sum re-adds", self.total),
            ("the transcript is the one on chain", self.root),
        ]
        known, request, table = self.known, self.transcript.request, self.transcript.scores
        if known.weights is not None and known.next_weights is not None:
            model = partial(self.model, known.weights, known.next_weights)
            checks.append(("the next model follows from the sum", model))
        if request is not None and table is not None:
            checks += self.score_checks(request, table)
        elif self.transcript.fact("scores") is not None:
            checks.append(("scores follow from the openings", self.no_scores))
        return checks

    def standing_checks(self) -> list[tuple[str, Callable[[], str]]]:
        """Where the verifier knows the scores of the rounds before."""
        if self.known.standings is None:
            return []
        return [("weights follow from earlier scores", partial(self.standings, self.known.standings))]

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
        if self.transcript.fact("scores") is not None:
            checks.append(("the drawn edges were opened truly, or their ends are convicted", self.audit))
        return checks

    def messages(self) -> str:
        for signed in (*self.transcript.messages, *self.transcript.openings, *self.transcript.audits):
            body = read(signed)
            if self.record.message(body.KIND, body.client):
                raise PeerBroke(f"The transcript holds two {body.KIND!r} messages of {body.client}.")
            self.record.add(signed, body)
        return f"{sum(len(self.record.signed(step)) for step in BODIES)} messages"

    def joins(self) -> str:
        fact = self._fact("joins")
        self.record.beacon = fact.beacon
        Cohort.all_checked(self.spec, self.record.roster(), fact.beacon, fact.timestamp)
        self._same(fact.roots, (self.record.root1,), "root1")
        clients = len(self.record.senders("join"))
        return f"{clients} clients in {len(self.record.cohorts)} cohorts"

    def standings(self, expected: Sequence[Standing]) -> str:
        told = {standing.client: standing.z for standing in self.spec.standings}
        if told.keys() != {standing.client for standing in expected}:
            raise PeerBroke("The terms name other clients with a standing than the scores give.")
        for standing in expected:
            if abs(told[standing.client] - standing.z) > STANDING_TOLERANCE:
                raise PeerBroke(f"The standing of {standing.client} is not what its scores give.")
        return f"{len(told)} standings"

    def signatures(self) -> str:
        steps = ("share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
        count = 0
        for signed in (signed for step in steps for signed in self.record.signed(step)):
            body = read(signed)
            self.record.of(body.client).cohort.check_member(body, signed)
            count += 1
        return f"{count} signatures"

    def edges(self) -> str:
        self._admit(Shares)
        edges = sum(len(others) for part in self.record.cohorts for others in part.live.values()) // 2
        return f"{edges} edges of {len(self.record.live_clients)} clients"

    def commitments(self) -> str:
        self._admit(MaskedInput)
        entries = self.record.masked.entries
        for entry in entries:
            vector = self.vectors(entry.masked)
            if Digest.of(to_wire(vector)) != entry.masked:
                raise PeerBroke(f"The masked update of {entry.client} is not the one committed to.")
            if len(vector) != self.spec.parameters:
                raise PeerBroke(f"The masked update of {entry.client} has another length than the model.")
        fact = self._fact("masked")
        self._same(fact.roots, (self.record.root3,), "root3")
        if fact.timestamp >= self.spec.evaluation.start_at:
            raise PeerBroke("The commitments reached the chain after the first candle that scores them.")
        return f"{len(entries)} commitments"

    def reference(self) -> str:
        if self.transcript.reference.round_id != self.spec.round_id:
            raise PeerBroke("The reference direction is of another round.")
        vector = self.transcript.reference.reference
        if vector is None or len(vector) != WORD_BYTES * self.spec.parameters:
            raise PeerBroke("The reference direction has another length than the model.")
        if self.known.reference is None:
            return "not compared: the model or the candles are not at hand"
        contribution.check_reference(self.transcript.reference, self.known.reference)
        return "every integer within 2"

    def norms(self) -> str:
        self.record.begin_norms(self._fact("masked").beacon)
        self._admit(NormOpening)
        survivors = len(self.record.norms.survivors)
        return f"{survivors} of {len(self.record.norms.entries)} openings are within the bound"

    def agreement(self) -> str:
        self._admit(Agree)
        agreed = self.record.agreed
        self._same(self._fact("survivors").roots, (agreed.digest.raw, agreed.root4), "survivor set")
        helpers = frozenset(client for part in self.record.cohorts for client in part.helpers())
        if unasked := self.record.senders("unmask") - helpers:
            raise PeerBroke(f"{min(unasked)} unmasked without the signatures of enough neighbours.")
        return f"{len(self.record.senders('agree'))} of {len(agreed.survivors)} survivors signed"

    def unmasking(self) -> str:
        self._admit(Unmask)
        parts = [part.recovered for part in self.record.summed]
        seeds = sum(len(found.self_seeds) for found in parts)
        keys = sum(len(found.mask_keys) for found in parts)
        return f"{seeds} self seeds, {keys} keys of absent clients in {len(parts)} cohorts"

    def norm_faults(self) -> str:
        if faults := self.record.unmask_faults:
            return "; ".join(f"{fault.client}: {fault.reason}" for fault in faults) + " (not in the sum)"
        return "every revealed mask has the sums that were opened"

    def total(self) -> str:
        if self.record.aggregate != self.transcript.aggregate:
            raise PeerBroke("The published sum or its secrets are not what the messages give.")
        return f"{self.spec.parameters} exact integers of {len(self.record.contributors)} clients"

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
        directions = self._directions(request)
        contribution.accepted(request, gradient, directions)
        return f"every integer within 2, {len(directions)} public directions nulled"

    def _directions(self, request: ScoreRequest) -> list[Integers]:
        """The public directions: the known global steps, as published where they are not known, and r."""
        published = [integers_from_wire(data) for data in request.directions]
        steps = published[:-1] if self.known.steps is None else self.known.steps
        reference = self.transcript.reference.reference
        return [*steps, *([] if reference is None else [integers_from_wire(reference)])]

    def openings(self, request: ScoreRequest) -> str:
        contribution.check_request(self.spec, self.transcript.attempt, request)
        self._same(self._fact("asked").roots, (request.digest.raw,), "score request")
        self._admit(ScoreOpening)
        return f"{len(self.record.senders('open_score'))} of {len(self.record.contributors)} clients opened"

    def scores(self, table: ScoreTable) -> str:
        expected = self.record.scores
        self._same(
            self._fact("scores").roots, (contribution.score_root(table, self._request()),), "score root"
        )
        if expected != table:
            raise PeerBroke("The published scores are not what the openings give.")
        final = sum(row.state == contribution.FINAL for row in table.scores)
        return f"{final} final, {len(table.scores) - final} held or void"

    def _request(self) -> ScoreRequest:
        if self.transcript.request is None:
            raise PeerBroke("The transcript lacks the score request.")
        return self.transcript.request

    def no_scores(self) -> str:
        raise PeerBroke("The transcript lacks the scores or the score request, but not the score root.")

    def loss(self, request: ScoreRequest, table: ScoreTable) -> str:
        found = sum(row.score for row in table.scores if row.score is not None)
        taken = request.loss_before - request.loss_after
        is_whole = all(row.state == contribution.FINAL for row in table.scores)
        if is_whole and not isclose(found, taken, rel_tol=PATH_TOLERANCE, abs_tol=LEAST_LOSS):
            raise PeerBroke(f"The scores sum to {found:.6g}, but the loss fell by {taken:.6g}.")
        return f"scores sum to {found:.6g}, the loss fell by {taken:.6g}"

    def audit(self) -> str:
        self.record.begin_audit(self._fact("scores").beacon)
        self._admit(EdgeAudit)
        if faults := self.record.faults:
            found = "; ".join(f"{fault.client}: {fault.reason}" for fault in faults)
            return f"convicted, and paid nothing: {found}"
        shown = sum(len(body.seeds) for body in self.record.bodies(EdgeAudit).values())
        return f"{shown} drawn edges shown by {len(self.record.senders('settle'))} clients"

    def _admit(self, kind: type[Body]) -> None:
        for body in self.record.bodies(kind).values():
            admission.check(self.record, body)

    def _fact(self, kind: str) -> Posted:
        fact = self.transcript.fact(kind)
        if fact is None:
            raise PeerBroke(f"The transcript lacks the chain's {kind!r}.")
        return fact

    @staticmethod
    def _same(posted: tuple[bytes, ...], derived: tuple[bytes, ...], name: str) -> None:
        if posted != derived:
            raise PeerBroke(f"The {name} on chain is not the one that the messages give.")
