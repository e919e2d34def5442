"""What the coordinator answers in JSON: one response model per document of its API."""

from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.coordinator.client_parts import ClientPart, parts_of
from app.coordinator.journal import Round
from core.federated.round import RoundState
from core.federated.round_log import CLOSE
from core.federated.terms import STEPS
from core.federated.views import Openings


class View(BaseModel):
    """A document that is read only once made."""

    model_config = ConfigDict(frozen=True)


class Health(View):
    """Whether the coordinator lives and moves on."""

    status: str = Field(description="ok, or waiting while the last problem lasts")
    round_id: int | None
    step: str
    now: float = Field(description="market time, UTC seconds")
    problem: str = Field(description="what it waits for or retries, empty when nothing")


class NetworkView(View):
    """What a program needs to check that it talks to the network it means."""

    name: str
    protocol_version: int
    chain_id: int
    coordinator: str = Field(description="address whose receipts and posts count")
    contracts: dict[str, str]
    exchange: str
    timeframe: str
    symbols: list[str]
    simulated: bool
    local: bool
    now: float = Field(description="market time, UTC seconds")
    largest_body_bytes: int


class RoundView(View):
    """Where a round stands."""

    id: int
    version: int = Field(
        default=0, description="grows when the round moves: a step opens or closes; to wait for the next move"
    )
    attempt: int
    step: str = Field(description="a step of the protocol, or settled or aborted")
    deadline_at: float = Field(description="when the step ends at the latest, UTC seconds; 0 where unknown")
    opened_at: float
    joined: int
    needed: int = Field(description="joins below which the round does not start")
    expected: int = Field(
        description="joins after which it starts early; 0 where it waits for the window's end"
    )
    survivors: int = Field(
        description="clients whose masked update has come; those in the sum once published"
    )
    dropped: int | None = Field(description="joined less survivors; null before the sum")
    missing: list[str] = Field(description="who has not answered the open step")
    published: bool = Field(description="the next model stands on chain")
    model_digest: str = Field(description="of the model that is trained from")
    next_model_digest: str | None
    start_at: int = Field(description="first evaluation candle's opening, UTC seconds")
    end_at: int
    loss_before: float | None
    loss_after: float | None
    scores: dict[str, float] = Field(description="raw score by address; empty before they are known")
    payable: dict[str, float] = Field(
        description="score less what public directions earn, by address; empty before they are known"
    )
    cohorts: list[int] = Field(description="clients of each cohort; empty before they are drawn")
    rejected: dict[str, str] = Field(description="whom the norm check left out of the sum, and why")
    faults: dict[str, str] = Field(description="whom the public record convicts, and of what")
    unpaid: list[str] = Field(description="who gets nothing of a settled round")
    scores_opened: int = Field(description="clients that opened their score")
    profit_wei: str | None = Field(description="what there was to share, smallest units; null before")
    emission_wei: str | None
    reason: str = Field(description="why it, or its last attempt, was aborted; empty otherwise")


class EndedRound(RoundView):
    """What is kept of a round at its end: the view that everybody sees, and each client's part in it."""

    clients: tuple[ClientPart, ...] = ()


class ClientView(View):
    """One client, over all rounds of this coordinator that it ever joined."""

    address: str
    bond_wei: str = Field(description="as the chain showed it when the client last joined, smallest units")
    joined: int = Field(description="rounds, the current one included")
    finished: int = Field(description="settled rounds in which it answered every step that waited for it")
    dropped: int = Field(description="rounds in which it stayed away from a step that waited for it")
    rejected: int = Field(description="rounds whose norm check left its update out")
    convicted: int = Field(description="rounds whose public record convicts it")
    reliability: float | None = Field(
        description="finished / (finished + dropped); null before either: where others end a round, "
        "it says nothing about this client"
    )
    seen_at: float = Field(description="when its last message came, market time, UTC seconds")
    round_id: int = Field(description="the last round that it joined")
    step: str = Field(description="its last message in the current round; empty where it has no part in it")
    awaited: bool = Field(description="the current round waits for its answer")
    note: str = Field(description="why it was last dropped, rejected or convicted, and where; or empty")


class ClientList(View):
    """Who takes part: whom the round waits for first, then who is in it, then who was seen last."""

    clients: list[ClientView]
    round_id: int | None = Field(description="the current round; null before the first")
    current_step: str = Field(description="of that round, or settled or aborted; empty before the first")
    now: float = Field(description="market time, UTC seconds")


class RoundList(View):
    """Rounds, newest first."""

    rounds: list[RoundView]
    total: int


class PayoutView(View):
    """What one account may claim from one distributor, with the proof that the contract asks for."""

    asset: str = Field(description="profit or emission")
    distributor: str
    address: str
    cumulative_wei: str
    proof: list[str] = Field(description="0x and 64 hex digits each")
    root: str | None = Field(description="root of the table; null before the first payout")
    round_id: int | None = Field(description="the round that made the table")
    active: bool = Field(description="False while the root waits for its challenge delay")


class ModelView(View):
    """The newest global model."""

    digest: str
    round_id: int | None = Field(description="the round that made it; null for the initial model")
    size_bytes: int


def view_of(round_: Round, expected: int, outcome: str = "", reason: str = "") -> RoundView:
    """A round as it stands; `outcome` is settled or aborted when it has ended."""
    if round_.end is not None:
        return RoundView.model_validate_json(round_.end)
    with round_.lock:
        spec, state, payouts = round_.spec, round_.state, round_.payouts
        closed = state.fact(CLOSE) if state else None
        step = outcome or step_of(round_)
        kind = partial(EndedRound, clients=parts_of(round_, outcome)) if outcome else RoundView
        return kind(
            id=spec.round_id,
            version=round_.version_at() if outcome else round_.version,
            attempt=round_.attempt,
            step=step,
            deadline_at=_deadline(round_, step),
            opened_at=round_.opened_at,
            joined=len(state.clients) if state else 0,
            needed=spec.min_cohort,
            expected=expected,
            **_progress(state),
            published=closed is not None,
            model_digest=str(spec.model_digest),
            next_model_digest=str(closed.model) if closed else None,
            start_at=spec.evaluation.start_at,
            end_at=spec.evaluation.end_at,
            **_scored(round_),
            **_judged(state),
            profit_wei=str(payouts.profit_wei) if payouts else None,
            emission_wei=str(payouts.emission_wei) if payouts else None,
            reason=reason or (state.aborted.reason if state and state.aborted else ""),
        )


def step_of(round_: Round) -> str:
    """The step as people know it: a published round waits for its candles before openings are asked for."""
    if round_.end is not None:
        return RoundView.model_validate_json(round_.end).step
    state = round_.state
    if state is None:
        return "open"
    if state.step == "open_score" and state.deadline_at is None and not state.awaits:
        return "publish"
    return state.step


def _deadline(round_: Round, step: str) -> float:
    if step == "publish":
        return float(round_.spec.evaluation.end_at)
    return (round_.state.deadline_at if round_.state else None) or 0.0


def _progress(state: RoundState | None) -> dict[str, Any]:
    """How many clients got how far."""
    if state is None:
        return {"survivors": 0, "dropped": None, "missing": []}
    has_sum = state.fact(CLOSE) is not None
    survivors = len(state.survivors_so_far) if STEPS.index(state.step) > STEPS.index("share") else 0
    return {
        "survivors": survivors,
        "dropped": len(state.clients) - survivors if has_sum else None,
        "missing": list(state.missing()),
    }


def _judged(state: RoundState | None) -> dict[str, Any]:
    """Whom the round leaves out, and why."""
    if state is None:
        return {"cohorts": [], "rejected": {}, "faults": {}, "unpaid": []}
    return {
        "cohorts": list(state.cohort_sizes),
        "rejected": dict(state.rejected),
        "faults": {fault.client: f"{fault.step}: {fault.reason}" for fault in state.faults},
        "unpaid": sorted(state.unpaid),
    }


def _scored(round_: Round) -> dict[str, Any]:
    """Losses and scores, as far as they are known."""
    state, losses = round_.state, round_.losses()
    found: dict[str, Any] = {
        "loss_before": None,
        "loss_after": None,
        "scores": {},
        "payable": {},
        "scores_opened": 0,
    }
    if state is None or losses is None:
        return found
    found["loss_before"], found["loss_after"] = losses
    found["scores_opened"] = len(state.survivors_so_far) - len(state.missing())
    if state.step == "settle":
        found["scores_opened"] = len(Openings.from_bytes(state.openings()).openings)
        rows = state.scores.scores
        found["scores"] = {row.client: row.score for row in rows if row.score is not None}
        found["payable"] = {row.client: row.payable for row in rows if row.payable is not None}
    return found
