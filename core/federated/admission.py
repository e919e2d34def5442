"""A client's message in; nothing out when it may be taken, an error that names the breach when not."""

from collections.abc import Collection, Mapping, Sequence

from core.errors import PeerBroke, Refused
from core.federated.cohort import Cohort, check_distinct, check_join
from core.federated.messages import (
    STEPS,
    Agree,
    Join,
    MaskedInput,
    RoundSpec,
    ScoreOpening,
    Shares,
    Signed,
    Unmask,
)
from core.federated.views import ScoreRequest
from core.values import ClientId, Digest

WORD_BYTES = 8
_UNTIL_UNMASKED = STEPS[STEPS.index("share") : STEPS.index("publish")]


def join(
    spec: RoundSpec, attempt: int, signed: Signed, others: Collection[Join], bond_wei: int, now: float
) -> None:
    """The join stands, its bond is on chain, its session outlasts the round and its keys are new."""
    body = check_join(spec, attempt, signed, now)
    if not 0 < body.bond_wei <= bond_wei:
        raise Refused(
            f"{body.client} has a bond of {bond_wei} wei and says {body.bond_wei}.",
            "Stake a bond and wait until the chain shows it.",
        )
    if body.not_after < now + sum(spec.window(step) for step in _UNTIL_UNMASKED):
        raise Refused(
            "The session key's delegation ends before the sum could be unmasked.", "Sign a new delegation."
        )
    check_distinct([*others, body])


def shares(cohort: Cohort, body: Shares) -> None:
    """Boxes for at least t neighbours, each once and in the order of addresses."""
    receivers = [box.to for box in body.boxes]
    _check_order(receivers, "boxes")
    if not set(receivers) <= cohort.graph[body.client]:
        raise PeerBroke(f"{body.client} sent a box to somebody who is no neighbour.")
    if len(receivers) < cohort.threshold:
        raise PeerBroke(f"{body.client} sent {len(receivers)} boxes; {cohort.threshold} are needed.")


def masked(cohort: Cohort, live: Mapping[ClientId, frozenset[ClientId]], body: MaskedInput) -> None:
    """An update of the right length from a client with enough edges."""
    if body.client not in live:
        raise Refused(f"{body.client} has too few live edges in this attempt.", "Wait for the next attempt.")
    if len(body.masked) != WORD_BYTES * cohort.spec.parameters:
        raise PeerBroke(f"{body.client} sent a masked update of {len(body.masked)} bytes.")


def agreement(survivors: Collection[ClientId], digest: Digest, body: Agree) -> None:
    """A survivor's signature under the survivor set of this attempt."""
    _check_survivor(survivors, body.client)
    if body.survivors != digest:
        raise PeerBroke(f"{body.client} signed another survivor set.")


def unmasking(
    live: Mapping[ClientId, frozenset[ClientId]],
    survivors: Collection[ClientId],
    digest: Digest,
    body: Unmask,
) -> None:
    """Self shares of surviving neighbours only, key shares of absent ones only."""
    _check_survivor(survivors, body.client)
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
    live: Mapping[ClientId, frozenset[ClientId]],
    survivors: Collection[ClientId],
    request: ScoreRequest,
    body: ScoreOpening,
) -> None:
    """All products of every live edge, for the published request."""
    _check_survivor(survivors, body.client)
    if body.request != request.digest:
        raise PeerBroke(f"{body.client} opened for another score request.")
    neighbours = [opening.neighbour for opening in body.openings]
    _check_order(neighbours, "openings")
    if set(neighbours) != live[body.client]:
        raise PeerBroke(f"{body.client} did not open exactly its edges.")
    if any(len(opening.products) != 1 + len(request.directions) for opening in body.openings):
        raise PeerBroke(f"{body.client} did not open each product.")


def _check_survivor(survivors: Collection[ClientId], client: ClientId) -> None:
    if client not in survivors:
        raise Refused(f"{client} is not among the survivors of this attempt.", "Wait for the next round.")


def _check_order(clients: Sequence[ClientId], what: str) -> None:
    if list(clients) != sorted(set(clients)):
        raise PeerBroke(f"The {what} are not in the order of addresses, each once.")
