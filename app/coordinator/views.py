"""What the coordinator answers in JSON: one response model per document of its API."""

from pydantic import BaseModel, ConfigDict, Field


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
    attempt: int
    step: str = Field(description="a step of the protocol, or settled or aborted")
    deadline_at: float = Field(description="when the step ends at the latest, UTC seconds")
    opened_at: float
    joined: int
    needed: int = Field(description="joins below which the round does not start")
    survivors: int | None = Field(description="clients whose update is in the sum; null before agree")
    dropped: int | None = Field(description="joined less survivors; null before publish")
    model_digest: str = Field(description="of the model that is trained from")
    next_model_digest: str | None
    start_at: int = Field(description="first evaluation candle's opening, UTC seconds")
    end_at: int
    loss_before: float | None
    loss_after: float | None
    scores: dict[str, float] | None = Field(description="raw score by address; null before they are known")
    scores_opened: int = Field(description="clients that opened their score")
    profit_wei: str | None = Field(description="profit this round's table shares out, smallest units")
    emission_wei: str | None
    reason: str = Field(description="why it was aborted or started a new attempt; empty otherwise")


class RoundList(View):
    """All rounds, newest first."""

    rounds: list[RoundView]


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


class ErrorView(View):
    """What went wrong and what to do about it."""

    error: str
    remedy: str
