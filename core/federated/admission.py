"""A client's message in; nothing out when it may be taken, an error that names the breach when not."""

from collections.abc import Collection, Mapping, Sequence

from core.errors import PeerBroke, Refused, TryAgain
from core.federated.audit import check_audit
from core.federated.cohort import SAME_KEY, Cohort, check_distinct, check_join
from core.federated.graph import Graph
from core.federated.messages import (
    WORD_BYTES,
    Agree,
    Body,
    EdgeAudit,
    MaskedInput,
    NormOpening,
    ScoreOpening,
    Shares,
    Signed,
    Unmask,
    edges_digest,
)
from core.federated.norms import check_opening
from core.federated.record import Record
from core.federated.terms import SumTerms
from core.federated.views import ScoreRequest, SurvivorSet
from core.values import ClientId, Digest

CLOCK_SLACK_SECONDS = 600
"""So far the clocks of clients and chain may be from the coordinator's: a delegation that it takes must hold
for them too, or its joiner would throw them out of the attempt."""
DELEGATION_SLACK_SECONDS = 3_600
"""So long before now an honest delegation begins, and so long after its last answer it ends: more than clocks
may be apart."""
_TO_COMMIT = ("join", "share", "mask")
_TO_UNMASK = ("open_norm", "agree", "unmask")


def join(
    spec: SumTerms,
    attempt: int,
    signed: Signed,
    owners: Mapping[ClientId | bytes, ClientId],
    bond_wei: int,
    now: float,
) -> None:
    """The join stands, its bond is on chain and enough, its session outlasts the round, its keys are new."""
    body = check_join(spec, attempt, signed, now)
    if not 0 < body.bond_wei <= bond_wei:
        raise Refused(
            f"{body.client} has a bond of {bond_wei} wei and says {body.bond_wei}.",
            "Stake a bond and wait until the chain shows it.",
        )
    if body.bond_wei < spec.least_bond:
        raise Refused(
            f"{body.client} has a bond of {body.bond_wei} wei; a seat needs {spec.least_bond}.",
            "Stake more and join again.",
        )
    if body.not_before + CLOCK_SLACK_SECONDS > now:
        raise Refused(
            f"The session key's delegation holds for less than {CLOCK_SLACK_SECONDS} seconds: clients whose "
            "clocks are slow would not take it.",
            "Set this machine's clock, and sign a delegation that begins an hour ago.",
        )
    if body.not_after < _unmasked_by(spec, now) + CLOCK_SLACK_SECONDS:
        raise Refused(
            "The session key's delegation ends before the sum could be unmasked.", "Sign a new delegation."
        )
    check_distinct([body])
    if any(
        owners.get(key, body.client) != body.client for key in (body.session, body.box_key, body.mask_key)
    ):
        raise PeerBroke(SAME_KEY)


def _unmasked_by(spec: SumTerms, now: float) -> float:
    """When the sum of somebody who joins now is unmasked at the latest.

    Joins stay open until the floor is reached; only the first candle ends the wait.
    """
    last = spec.commit_before
    committed = now + sum(spec.window(step) for step in _TO_COMMIT) if last is None else last
    return committed + sum(spec.window(step) for step in _TO_UNMASK)


def check(record: Record, body: Body) -> None:
    """A client's message after the join; its signature was checked before."""
    part = record.of(body.client)
    match body:
        case Shares():
            shares(part.cohort, body)
        case MaskedInput():
            masked(part.live, body)
        case NormOpening():
            _check_among(part.senders, body.client)
            check_opening(part.terms(), part.live, body)
        case Agree():
            agreement(record.agreed, body)
        case Unmask():
            unmasking(part.live, part.survivors, record.agreed.digest, body)
        case ScoreOpening():
            score_opening(part.live, record.contributors, record.request, body)
        case EdgeAudit():
            _check_among(record.senders("open_score"), body.client)
            check_audit(part.cohort, part.due(body.client), part.bodies(Shares)[body.client], body)


def shares(cohort: Cohort, body: Shares) -> None:
    """Boxes for at least t neighbours, each once and in the order of addresses."""
    receivers = [box.to for box in body.boxes]
    _check_order(receivers, "boxes")
    if not set(receivers) <= cohort.graph[body.client]:
        raise PeerBroke(f"{body.client} sent a box to somebody who is no neighbour.")
    if len(receivers) < cohort.threshold:
        raise PeerBroke(f"{body.client} sent {len(receivers)} boxes; {cohort.threshold} are needed.")


def masked(live: Graph, body: MaskedInput) -> None:
    """A commitment from a client with enough edges, to an update that is masked by exactly these."""
    if body.client not in live:
        raise Refused(f"{body.client} has too few live edges in this attempt.", "Wait for the next attempt.")
    if body.edges != edges_digest(live[body.client]):
        raise PeerBroke(f"{body.client} masked its update by other edges than those that live.")


def agreement(agreed: SurvivorSet, body: Agree) -> None:
    """A survivor's signature under the survivor set of this attempt."""
    _check_among(agreed.survivors, body.client)
    if body.survivors != agreed.digest:
        raise PeerBroke(f"{body.client} signed another survivor set.")


def unmasking(live: Graph, survivors: Collection[ClientId], digest: Digest, body: Unmask) -> None:
    """Self shares of surviving neighbours only, key shares of absent ones only."""
    _check_among(survivors, body.client)
    if body.survivors != digest:
        raise PeerBroke(f"{body.client} unmasks another survivor set.")
    neighbours, present = live[body.client], frozenset(survivors)
    for told, allowed in (
        (body.self_shares, neighbours & present),
        (body.key_shares, neighbours - present),
    ):
        owners = [revealed.of for revealed in told]
        _check_order(owners, "shares")
        if not set(owners) <= allowed:
            raise PeerBroke(f"{body.client} told a share that nobody may tell.")


def score_opening(
    live: Graph, contributors: Collection[ClientId], request: ScoreRequest | None, body: ScoreOpening
) -> None:
    """All products of every live edge, for the published request."""
    if request is None:
        raise TryAgain("The score request is not published yet.", retry_after=1.0)
    _check_among(contributors, body.client)
    if body.request != request.digest:
        raise PeerBroke(f"{body.client} opened for another score request.")
    size = WORD_BYTES * (1 + len(request.directions)) * len(live[body.client])
    if len(body.products) != size:
        raise PeerBroke(f"{body.client} did not open each product of exactly its edges.")


def _check_among(clients: Collection[ClientId], client: ClientId) -> None:
    if client not in clients:
        raise Refused(f"{client} has no part in this step of the attempt.", "Wait for the next attempt.")


def _check_order(clients: Sequence[ClientId], what: str) -> None:
    if list(clients) != sorted(set(clients)):
        raise PeerBroke(f"The {what} are not in the order of addresses, each once.")
