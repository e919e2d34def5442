"""HTTP requests about questions in, what Queries says to them out: the FastAPI routes under /v1/queries."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.coordinator.queries import PARTS, Queries
from app.coordinator.query_views import QueryList, QueryView
from core.values import client_id

CBOR = "application/cbor"
ASK_BYTES = 512 * 2**10
"""What a signed ask may have: a query with the longest list of candidates."""
OVERHEAD_BYTES = 256 * 2**10
"""What a message may have beside a masked answer: boxes for 76 neighbours, and its envelope."""

LimitedBody = Callable[[Request, int], Awaitable[bytes]]

QuestionPath = Annotated[int, Path(ge=1, le=2**31, description="the question's number")]
SumPath = Annotated[int, Path(ge=1, le=64, description="the question's sum, from 1")]
AddressPath = Annotated[str, Path(pattern=r"^0x[0-9a-fA-F]{40}$")]
StepPath = Annotated[str, Path(pattern=r"^(join|share|mask|open_norm|agree|unmask)$")]
PartPath = Annotated[str, Path(pattern=f"^({'|'.join(PARTS)})$")]
LimitQuery = Annotated[int, Query(ge=1, le=200)]
BeforeQuery = Annotated[int, Query(ge=0, le=2**31, description="only questions with a lower number; 0: all")]

_BYTES: dict[int | str, dict[str, object]] = {
    200: {"content": {CBOR: {"schema": {"type": "string", "format": "binary"}}}}
}
_BODY = {"requestBody": {"required": True, "content": _BYTES[200]["content"]}}


def add_query_routes(app: FastAPI, queries: Queries, limited_body: LimitedBody) -> None:
    """Put the routes of `queries` on `app`; `limited_body` reads a CBOR body up to a number of bytes."""
    _public_routes(app, queries)

    @app.get(
        "/v1/queries/{number}/inbox/{address}", tags=["queries"], response_class=Response, responses=_BYTES
    )
    def inbox(number: QuestionPath, address: AddressPath) -> Response:
        """The sealed shares for one trader; only that trader can open them."""
        return Response(queries.inbox(number, client_id(address)), media_type=CBOR)

    @app.get(
        "/v1/queries/{number}/survivors/{address}",
        tags=["queries"],
        response_class=Response,
        responses=_BYTES,
    )
    def survivors(number: QuestionPath, address: AddressPath) -> Response:
        """The survivor set and the signatures under it."""
        return Response(queries.survivors(number, client_id(address)), media_type=CBOR)

    @app.post("/v1/queries", tags=["queries"], openapi_extra=_BODY)
    async def ask(request: Request) -> QueryView:
        """A query, signed by the operator's account; the same one again is the same question."""
        return await run_in_threadpool(queries.ask, await limited_body(request, ASK_BYTES))

    @app.post(
        "/v1/queries/{number}/{step}",
        tags=["queries"],
        response_class=Response,
        responses=_BYTES,
        openapi_extra=_BODY,
    )
    async def send(request: Request, number: QuestionPath, step: StepPath) -> Response:
        """A trader's signed message; a message that was accepted before gets the same answer again."""
        limit = await run_in_threadpool(queries.largest_body_bytes, number, OVERHEAD_BYTES)
        body = await limited_body(request, limit)
        return Response(await run_in_threadpool(queries.accept, number, step, body), media_type=CBOR)


def _public_routes(app: FastAPI, queries: Queries) -> None:
    @app.get("/v1/queries", tags=["queries"])
    def questions(limit: LimitQuery = 50, before: BeforeQuery = 0) -> QueryList:
        """Questions, newest first, with their results."""
        return queries.list(limit, before)

    @app.get("/v1/queries/{number}", tags=["queries"])
    def one(number: QuestionPath) -> QueryView:
        """Where a question stands, and its result."""
        return queries.view(number)

    @app.get("/v1/queries/{number}/sums/{place}", tags=["queries"], response_class=Response, responses=_BYTES)
    def record(number: QuestionPath, place: SumPath) -> Response:
        """All messages of an opened sum: anybody can add it up again."""
        return Response(queries.record(number, place), media_type=CBOR)

    @app.get("/v1/queries/{number}/{part}", tags=["queries"], response_class=Response, responses=_BYTES)
    def part(number: QuestionPath, part: PartPath) -> Response:
        """Canonical bytes of one part of a question; 503 while its sum has not come that far."""
        return Response(queries.part(number, part), media_type=CBOR)
