"""A network's current round in; an update trained, sent, masked, scored and checked out."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.values import Digest, RoundId

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class SentField:
    """One field of a message of the round.

    Args:
        step: of the round, as "mask".
        field: its name in the message.
        size: bytes on the wire, 0 where it depends on the others.
        meaning: one sentence for a person.
    """

    step: str
    field: str
    size: int
    meaning: str


@dataclass(frozen=True)
class SendPreview:
    """All that a contribution will send, before any of it is sent.

    Args:
        round_id: the round.
        destination: the coordinator's address.
        fields: in the order of sending.
        stays: what is never sent, one sentence each.
    """

    round_id: RoundId
    destination: str
    fields: tuple[SentField, ...]
    stays: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of all fields."""
        return sum(part.size for part in self.fields)


@dataclass(frozen=True)
class RoundStatus:
    """A round as the coordinator publishes it.

    Args:
        round_id, attempt: which.
        step: one of core.federated.messages.STEPS, or "settled" or "aborted".
        deadline_at: market time at which the step ends.
        joined, needed: clients so far, and the floor.
        survivors: clients whose masked update arrived.
        model_before, model_after: digests, "" while unknown.
        start_at, end_at: of the candles that score it.
        loss_before, loss_after: None until scored.
        scores: by address; empty until scored.
        reason: why it was aborted, or "".
    """

    round_id: RoundId
    attempt: int
    step: str
    deadline_at: float
    joined: int
    needed: int
    survivors: int
    model_before: str
    model_after: str
    start_at: int
    end_at: int
    loss_before: float | None
    loss_after: float | None
    scores: "Mapping[str, float]" = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class RoundResult:
    """A scored round, recomputed on this machine.

    Args:
        round_id, attempt: which.
        clients: joined clients.
        survivors: clients whose updates are in the sum.
        is_survivor: True when this trader's update is in it.
        score: of this trader, in nat; 0 for a drop-out.
        scores: by address.
        loss_before, loss_after: of the global model on the candles after the commitment, computed here.
        is_checked: True when every published score equals the one computed here from the openings.
        model_after: digest of the next global model.
        update_digest: of this trader's quantised update, kept in rounds/<id>/update.npy.
        seconds: of market time from the opening of the round to its settlement.
    """

    round_id: RoundId
    attempt: int
    clients: int
    survivors: tuple[str, ...]
    is_survivor: bool
    score: float
    scores: "Mapping[str, float]"
    loss_before: float
    loss_after: float
    is_checked: bool
    model_after: Digest
    update_digest: Digest | None
    seconds: float

    @property
    def scores_sum(self) -> float:
        """All scores together; close to loss_before - loss_after."""
        return sum(self.scores.values())
