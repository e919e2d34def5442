"""A settled round's public record in; the same computed on this machine, as a RoundResult, out."""

from math import isclose
from typing import TYPE_CHECKING, Any

import numpy as np

from app import scoring, sharing
from app.chain_rounds import PLACES, Phase, check_beacons, check_posted
from app.trader.preparation import posted
from app.trader.rounds import RoundResult, RoundStatus
from core.errors import PeerBroke
from core.federated.contribution import FINAL
from core.federated.losses import Judged
from core.federated.transcript import Transcript
from core.federated.verification import Known, verify_transcript
from core.federated.views import ScoreRequest, ScoreTable, SurvivorSet
from core.model.weights import Weights, check_rest, trained_part
from core.privacy.fixed_point import Integers, integers_from_wire, ring_from_wire
from core.rewards.settlement import Payouts, check_payouts
from core.values import ClientId, Digest

if TYPE_CHECKING:
    from app.ports import Chain, CoordinatorGateway
    from app.trader import TraderPorts
    from app.trader.taking_part import TakingPart
    from core.model.results import PathGradient

LOSS_TOLERANCE = 1e-6
"""Relative; losses are float64 means over the same windows, on another machine."""
SCORE_TOLERANCE = 1e-9


def survivors_on_chain(
    coordinator: "CoordinatorGateway", chain: "Chain", round_id: int
) -> tuple[ClientId, ...]:
    """Whose updates are in a round's sum; raises PeerBroke unless the published set is the one on chain."""
    agreed = SurvivorSet.from_bytes(coordinator.raw(f"rounds/{round_id}/agreed"))
    if agreed.digest.raw != posted(chain, round_id, Phase.AGREED)["survivorsHash"]:
        raise PeerBroke("The published survivor set is not the one on chain.")
    return agreed.survivors


def check_round(
    ports: "TraderPorts",
    part: "TakingPart",
    status: RoundStatus,
    gradient: "PathGradient",
    before: bytes,
    after: bytes,
) -> RoundResult:
    """Check a settled round against this machine's own models, candles, update and node.

    Args:
        ports: of the trader.
        part: this trader's.
        status: of the settled round.
        gradient: g as this machine computed it.
        before: safetensors of the model trained from, whose digest is on chain.
        after: safetensors of the next model, likewise.

    Raises:
        PeerBroke: something published is not what this machine computes, or not what stands on chain.
    """
    spec = part.spec
    record = posted(ports.chain, spec.round_id, Phase.SETTLED)
    transcript = Transcript.from_bytes(ports.coordinator.raw(f"rounds/{spec.round_id}/transcript"))
    if transcript.spec != spec or transcript.request is None or transcript.scores is None:
        raise PeerBroke("The transcript is not that of a settled round under these terms.")
    _check_facts(ports, transcript, record)
    judged, checks = _check_transcript(ports, part, transcript, gradient, before, after)
    checks += (_check_shared_out(ports, part, judged),)
    _check_losses(transcript.request, gradient)
    _check_status(transcript.scores, status)
    survivors = survivors_on_chain(ports.coordinator, ports.chain, spec.round_id)
    is_survivor = part.account in survivors
    own = part.files.integers() if is_survivor else None
    if own is not None:
        checks += (_check_own_score(transcript.scores, transcript.request, part.account, own),)
    scores: dict[str, float] = {
        row.client: row.score for row in transcript.scores.scores if row.score is not None
    }
    mine = next((row for row in transcript.scores.scores if row.client == part.account), None)
    return RoundResult(
        round_id=spec.round_id,
        attempt=transcript.attempt,
        clients=status.joined,
        survivors=survivors,
        is_survivor=is_survivor,
        score=scores.get(part.account, 0.0),
        scores=scores,
        loss_before=gradient.loss_before,
        loss_after=gradient.loss_after,
        checks=checks,
        model_after=Digest(record["modelAfter"]),
        update_digest=None if own is None else Digest.of(own.astype("<i8").tobytes()),
        seconds=ports.clock.now() - status.opened_at,
        payable=mine.payable if mine else None,
        state=mine.state if mine else "",
    )


def _check_facts(ports: "TraderPorts", transcript: Transcript, record: dict[str, Any]) -> None:
    """Every chain fact of the transcript stands on chain, as this trader's own node has it."""
    if int(record["attempt"]) != transcript.attempt:
        raise PeerBroke("The transcript is of another attempt than the chain's.")
    if {fact.kind for fact in transcript.facts} != set(PLACES):
        raise PeerBroke("The transcript lacks what stands on chain.")
    for fact in transcript.facts:
        check_posted(record, fact)
    check_beacons(transcript.facts, ports.chain)


def _check_transcript(
    ports: "TraderPorts",
    part: "TakingPart",
    transcript: Transcript,
    gradient: "PathGradient",
    before: bytes,
    after: bytes,
) -> tuple[Judged, tuple[str, ...]]:
    """Everything derived again from the signed messages: what pay goes by, and the lines of what stood."""
    model = scoring.model_spec(part.spec)
    start, end = Weights.from_bytes(before), Weights.from_bytes(after)
    check_rest(end, start, model)
    known = Known(
        weights=trained_part(start, model),
        next_weights=trained_part(end, model),
        gradient=gradient.gradient,
        reference=part.reference(),
        steps=scoring.past_steps(part.spec, ports.artifacts.get),
    )
    found = verify_transcript(transcript, lambda digest: ring_from_wire(ports.artifacts.get(digest)), known)
    failed = next((check for check in found.checks if not check.ok), None)
    if failed is not None:
        raise PeerBroke(f"{failed.name}: {failed.detail}", "Keep the transcript: it is the proof.")
    if found.judged is None:
        raise PeerBroke("The transcript holds no scores that could be paid.")
    return found.judged, tuple(f"{check.name}: {check.detail}" for check in found.checks)


def _check_shared_out(ports: "TraderPorts", part: "TakingPart", judged: Judged) -> str:
    """The round was shared out by its scores and the payouts before, and all of what there was."""
    spec, coordinator = part.spec, ports.coordinator
    payouts = Payouts.from_bytes(coordinator.raw(f"rounds/{spec.round_id}/payouts"))
    earlier = None
    if spec.standings_round:
        earlier = Payouts.from_bytes(coordinator.raw(f"rounds/{spec.standings_round}/payouts"))
        if earlier.digest != spec.standings_digest:
            raise PeerBroke("The earlier payouts are not those that the terms name.")
    if payouts.round_id != spec.round_id:
        raise PeerBroke("The payouts are those of another round.")
    check_payouts(spec, judged, payouts, earlier)
    return "shared out: " + sharing.check_amounts(ports.chain, spec, payouts, earlier)


def _check_losses(request: ScoreRequest, gradient: "PathGradient") -> None:
    for name, published, mine in (
        ("before", request.loss_before, gradient.loss_before),
        ("after", request.loss_after, gradient.loss_after),
    ):
        if not isclose(published, mine, rel_tol=LOSS_TOLERANCE):
            raise PeerBroke(f"The published loss {name} the round is {published:.9g}, mine is {mine:.9g}.")


def _check_status(table: ScoreTable, status: RoundStatus) -> None:
    """What the coordinator shows on screens is what the transcript holds."""
    final = {row.client: row.score for row in table.scores if row.score is not None and row.state == FINAL}
    shown = status.scores
    if final.keys() != shown.keys() or not all(
        isclose(shown[client], score, rel_tol=SCORE_TOLERANCE) for client, score in final.items()
    ):
        raise PeerBroke("The scores that the coordinator shows are not those of the transcript.")


def _check_own_score(table: ScoreTable, request: ScoreRequest, account: str, own: Integers) -> str:
    """My own exact product <x, g>, which nobody else could compute, is the one in the table."""
    product = int(np.dot(own, integers_from_wire(request.gradient)))
    row = next((row for row in table.scores if row.client == account), None)
    if row is None or (row.products and row.products[0] != product):
        raise PeerBroke("The score table has another product for my update than I compute.")
    return "my own product is exact: " + (str(product) if row.products else "held")
