"""What the coordinator answers about questions in JSON: one response model per document of its API."""

from dataclasses import asdict
from typing import Any

from pydantic import Field

from app.coordinator.questions import Question
from app.coordinator.views import View
from core.errors import PeerBroke, Refused
from core.federated.analytics import describe
from core.federated.analytics_results import Result, result

OPEN, ANSWERED, PARTLY, FAILED = "open", "answered", "answered in part", "failed"
"""Where a question stands."""


class QueryView(View):
    """Where a question stands, and what its sums told so far."""

    id: int
    digest: str = Field(description="of the query, SHA-256")
    kind: str
    column: str
    description: str = Field(description="the query in words, for the traders")
    status: str = Field(description="open, answered, answered in part, or failed")
    reason: str = Field(description="why it ended without a full answer; empty otherwise")
    asked_at: int
    sum: int = Field(description="the current sum, from 1; the last one once it has ended")
    attempt: int
    step: str = Field(description="of the current sum; empty between two sums and at the end")
    deadline_at: float = Field(description="when the step ends at the latest, UTC seconds; 0 where unknown")
    joined: int
    needed: int
    enough: int = Field(description="joins with which the sum begins at once; 0 where it waits")
    noise_multiplier: float
    sums: list[dict[str, Any]] = Field(description="total, traders, threshold and record of each opened sum")
    result: dict[str, Any] | None = Field(description="core.federated.analytics_results.Result; null before")


class QueryList(View):
    """Questions, newest first."""

    queries: list[QueryView]
    total: int


def view_of(question: Question) -> QueryView:
    """A question as it stands."""
    with question.lock:
        query, state, found = question.ask.query, question.state, _result(question)
        return QueryView(
            id=question.number,
            digest=str(query.digest),
            kind=query.kind,
            column=query.column.name,
            description=describe(query),
            status=_status(question, found),
            reason=question.ended.reason if question.ended else "",
            asked_at=question.ask.asked_at,
            sum=len(question.summed) + (question.ended is None),
            attempt=question.attempt,
            step=state.step if state else "",
            deadline_at=(state.deadline_at if state else None) or 0.0,
            joined=len(state.clients) if state else 0,
            needed=query.least_traders,
            enough=question.enough,
            noise_multiplier=query.noise_multiplier,
            sums=[
                {
                    "total": list(summed.answered.total),
                    "traders": list(summed.traders),
                    "threshold": summed.answered.threshold,
                    "record": str(summed.record),
                }
                for summed in question.summed
            ],
            result=asdict(found) if found else None,
        )


def _result(question: Question) -> Result | None:
    try:
        return result(question.ask.query, question.history) if question.summed else None
    except (PeerBroke, Refused):  # the reason of its end says why
        return None


def _status(question: Question, found: Result | None) -> str:
    if question.ended is None:
        return OPEN
    if not question.ended.reason:
        return ANSWERED
    return PARTLY if found else FAILED
