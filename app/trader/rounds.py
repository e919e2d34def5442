"""The coordinator's JSON and own records in; what is shown of rounds, as frozen data classes, out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.errors import PeerBroke
from core.values import Digest, RoundId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.trader.privacy_budget import PrivacyCost
    from core.federated.terms import RoundSpec
    from core.model.results import TrainingReport

OVER = ("settled", "aborted")
"""What the coordinator calls a round after its last step."""
_LONGEST_REASON = 300


@dataclass(frozen=True)
class SentField:
    """One field of a message of the round.

    Args:
        step: of the round, as "mask".
        field: its name in the message.
        size: bytes.
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
        destination: the coordinator's URL.
        fields: in the order of sending; framing adds a few per cent.
        stays: what is never sent, one sentence each.
        privacy: what sending shows of the dataset; None where nothing was accounted for.
    """

    round_id: RoundId
    destination: str
    fields: tuple[SentField, ...]
    stays: tuple[str, ...]
    privacy: "PrivacyCost | None" = None

    @property
    def size(self) -> int:
        """Bytes of all fields."""
        return sum(part.size for part in self.fields)


@dataclass(frozen=True)
class Preparation:
    """An update that is trained and ready to be sent.

    Args:
        spec: the terms of its round, checked against the chain.
        update: D, local minus global model, float32[d]; never leaves unmasked.
        norm: of D, before it is clipped to `spec.clip`.
        symbol, timeframe: of the candles trained on.
        report: of the training.
        preview: what sending it will send.
    """

    spec: "RoundSpec" = field(repr=False)
    update: "NDArray[np.float32]" = field(repr=False)
    norm: float
    symbol: str
    timeframe: str
    report: "TrainingReport" = field(repr=False)
    preview: SendPreview = field(repr=False)

    @property
    def round_id(self) -> RoundId:
        """The round it is for."""
        return self.spec.round_id

    @property
    def is_clipped(self) -> bool:
        """Whether the update is longer than the round allows and will be scaled down."""
        return self.norm > self.spec.clip


@dataclass(frozen=True)
class RoundStatus:
    """A round as the coordinator publishes it.

    Args:
        round_id, attempt: which.
        step: one of core.federated.messages.STEPS, or "settled" or "aborted".
        opened_at: market time of its opening.
        deadline_at: market time at which the step ends at the latest.
        joined, needed: clients so far, and the floor.
        survivors: clients whose update is in the sum; 0 while unknown.
        model_before, model_after: digests, "" while unknown.
        start_at, end_at: of the candles that score it.
        loss_before, loss_after: None until scored.
        scores: by address; empty until scored.
        payable: the same less what public directions earn.
        missing: who has not answered the open step.
        rejected: whom the norm check left out of the sum, and why.
        faults: whom the public record convicts, and of what.
        unpaid: who gets nothing of a settled round.
        reason: why it was aborted or started a new attempt, or "".
        version: grows when the round moves; 0 where the coordinator cannot be asked to wait for that.
    """

    round_id: RoundId
    attempt: int
    step: str
    opened_at: float
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
    scores: Mapping[str, float] = field(default_factory=dict)
    payable: Mapping[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    rejected: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    unpaid: tuple[str, ...] = ()
    reason: str = ""
    version: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen in it."""
        return self.step in OVER

    @classmethod
    def read(cls, view: Any) -> "RoundStatus":
        """The status of the coordinator's JSON; raises PeerBroke where a field is missing or malformed."""
        try:
            return cls(
                round_id=RoundId(int(view["id"])),
                attempt=int(view["attempt"]),
                step=str(view["step"])[:40],
                opened_at=float(view["opened_at"]),
                deadline_at=float(view["deadline_at"]),
                joined=int(view["joined"]),
                needed=int(view["needed"]),
                survivors=int(view["survivors"] or 0),
                model_before=str(view["model_digest"]),
                model_after=str(view["next_model_digest"] or ""),
                start_at=int(view["start_at"]),
                end_at=int(view["end_at"]),
                loss_before=_number(view["loss_before"]),
                loss_after=_number(view["loss_after"]),
                scores=_numbers(view["scores"]),
                payable=_numbers(view.get("payable")),
                missing=_names(view.get("missing")),
                rejected=_reasons(view.get("rejected")),
                faults=_reasons(view.get("faults")),
                unpaid=_names(view.get("unpaid")),
                reason=str(view["reason"])[:500],
                version=int(view.get("version", 0)),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise PeerBroke(
                "The coordinator's account of the round is malformed.", "Update the app."
            ) from error


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _numbers(told: Any) -> dict[str, float]:
    return {str(client): float(score) for client, score in (told or {}).items()}


def _names(told: Any) -> tuple[str, ...]:
    return tuple(str(client) for client in told or ())


def _reasons(told: Any) -> dict[str, str]:
    return {str(client): str(reason)[:_LONGEST_REASON] for client, reason in (told or {}).items()}


@dataclass(frozen=True)
class RoundResult:
    """A scored round, checked on this machine.

    Args:
        round_id, attempt: which.
        clients: joined clients.
        survivors: addresses whose updates are in the sum.
        is_survivor: True when this trader's update is in it.
        score: of this trader, in nat; 0 for a drop-out, and while an absent neighbour leaves it open.
        scores: by address, those that are final.
        payable: of this trader, less what public directions earn; None where its score is not final.
        state: of this trader's score: one of core.federated.contribution's, "" for a drop-out.
        loss_before, loss_after: of the global model on the candles after the commitment, computed here.
        checks: what was recomputed here and stood, one sentence each.
        model_after: digest of the next global model.
        update_digest: SHA-256 of this trader's integers as they are in the sum; None for a drop-out.
        seconds: of market time from the opening of the round to its end.
    """

    round_id: RoundId
    attempt: int
    clients: int
    survivors: tuple[str, ...]
    is_survivor: bool
    score: float
    scores: Mapping[str, float]
    loss_before: float
    loss_after: float
    checks: tuple[str, ...]
    model_after: Digest
    update_digest: Digest | None
    seconds: float
    payable: float | None = None
    state: str = ""

    @property
    def scores_sum(self) -> float:
        """All scores together; close to loss_before - loss_after."""
        return sum(self.scores.values())
