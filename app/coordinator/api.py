"""HTTP requests in, a Coordinator's answers out: the FastAPI routes, their limits and their errors."""

import asyncio
import time
from typing import Annotated, Any

import structlog
from fastapi import FastAPI, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.coordinator.metrics import CONTENT_TYPE, Metrics
from app.coordinator.query_routes import add_query_routes
from app.coordinator.rounds import PARTS, Absent, Coordinator
from app.coordinator.views import (
    ClientList,
    Health,
    ModelView,
    NetworkView,
    PayoutView,
    RoundList,
    RoundView,
)
from app.service import ErrorView, answer_errors
from core.values import Digest, RoundId, client_id

log = structlog.get_logger("coordinator.http")

CBOR = "application/cbor"
BODY_SECONDS = 60
"""A body that takes longer to arrive is refused: it holds memory."""
MOST_WAIT_SECONDS = 30
"""So long a request may wait for a round to move; whoever wants to wait longer asks again."""
_WAITED = "conflux.waited"
"""Where a request notes how long it waited because its client asked it to."""

RoundPath = Annotated[int, Path(ge=1, le=2**53, description="the round's number")]
AddressPath = Annotated[str, Path(pattern=r"^0x[0-9a-fA-F]{40}$")]
DigestPath = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="SHA-256")]
StepPath = Annotated[str, Path(pattern=r"^(join|share|mask|open_norm|agree|unmask|open_score|settle)$")]
AssetPath = Annotated[str, Path(pattern=r"^(profit|emission)$")]
PartPath = Annotated[str, Path(pattern=f"^({'|'.join((*PARTS, 'candles'))})$")]
OwnPartPath = Annotated[str, Path(pattern="^(inbox|survivors)$")]
LimitQuery = Annotated[int, Query(ge=1, le=200)]
BeforeQuery = Annotated[int, Query(ge=0, le=2**53, description="only rounds with a lower number; 0: all")]
AfterQuery = Annotated[int, Query(ge=0, description="the `version` that is known already; 0: none")]
WaitQuery = Annotated[
    float, Query(ge=0, le=MOST_WAIT_SECONDS, description="seconds to wait for a version other than `after`")
]
_VIEW: dict[str, Any] = {"response_class": Response, "responses": {200: {"model": RoundView}}}


def build_app(coordinator: Coordinator) -> FastAPI:
    """The HTTP API of `coordinator`; it does not start the coordinator's driver."""
    from app import __version__

    app = FastAPI(
        title="Conflux coordinator",
        version=__version__,
        summary="Runs the rounds and never sees a plain update.",
        docs_url=None,
        redoc_url=None,
        responses={status: {"model": ErrorView} for status in (400, 404, 409, 422, 503)},
    )
    answer_errors(app, "coordinator", ((Absent, 404),))
    app.add_middleware(_Measured, metrics=coordinator.metrics)
    _service_routes(app, coordinator)
    _round_routes(app, coordinator)
    _money_routes(app, coordinator)
    add_query_routes(app, coordinator.queries, _limited_body)
    return app


class _Measured:
    """Middleware that counts how long answers take, less what a client itself asked to wait for."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note its route, status and time."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.monotonic(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "unknown")
            spent = time.monotonic() - begun - scope.get(_WAITED, 0.0)
            self._metrics.request_seconds.labels(scope["method"], route, str(status)).observe(spent)


def _service_routes(app: FastAPI, coordinator: Coordinator) -> None:
    @app.get("/health", tags=["service"], responses={503: {"model": Health}})
    def health(response: Response) -> Health:
        """Whether the coordinator lives; 503 while its driver has stopped."""
        found = coordinator.health()
        response.status_code = 503 if found.status == "stopped" else 200
        return found

    @app.get("/metrics", tags=["service"], response_class=Response, responses=_bytes("text/plain"))
    def metrics() -> Response:
        """Prometheus's text format."""
        return Response(coordinator.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    @app.get("/v1/network", tags=["service"])
    def network() -> NetworkView:
        """What a program needs to check that it talks to the network it means."""
        return coordinator.network_view()

    @app.get("/v1/clients", tags=["service"])
    def clients() -> ClientList:
        """Everybody who ever joined a round here: how reliably, and whom the current round waits for."""
        return coordinator.clients()


def _bytes(kind: str = CBOR) -> dict[int | str, dict[str, object]]:
    return {200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}}}}}


def _round_routes(app: FastAPI, coordinator: Coordinator) -> None:
    @app.get("/v1/rounds", tags=["rounds"])
    def rounds(limit: LimitQuery = 50, before: BeforeQuery = 0) -> RoundList:
        """Rounds, newest first."""
        return coordinator.rounds(limit, before)

    @app.get("/v1/rounds/current", tags=["rounds"], **_VIEW)
    async def current(request: Request, after: AfterQuery = 0, wait: WaitQuery = 0.0) -> Response:
        """The newest round; with `after` and `wait` as soon as it has moved, or another one is the newest."""
        return await _view(coordinator, request, None, after, wait)

    @app.get("/v1/rounds/{round_id}", tags=["rounds"], **_VIEW)
    async def one(
        request: Request, round_id: RoundPath, after: AfterQuery = 0, wait: WaitQuery = 0.0
    ) -> Response:
        """Where a round stands; with `after` and `wait` as soon as it has moved."""
        return await _view(coordinator, request, RoundId(round_id), after, wait)

    @app.get(
        "/v1/rounds/{round_id}/{part}/{address}",
        tags=["rounds"],
        response_class=Response,
        responses=_bytes(),
    )
    def part_for(round_id: RoundPath, part: OwnPartPath, address: AddressPath) -> Response:
        """The inbox of sealed shares that only that client can open, or its cohort's signed survivor set."""
        return Response(coordinator.part_for(RoundId(round_id), part, client_id(address)), media_type=CBOR)

    @app.get("/v1/rounds/{round_id}/{part}", tags=["rounds"], response_class=Response, responses=_bytes())
    def part(round_id: RoundPath, part: PartPath) -> Response:
        """Canonical bytes of one part of a round; 503 while the round has not come that far."""
        return Response(coordinator.part(RoundId(round_id), part), media_type=CBOR)

    @app.post(
        "/v1/rounds/{round_id}/{step}",
        tags=["rounds"],
        response_class=Response,
        responses={**_bytes(), 413: {"model": ErrorView}, 415: {"model": ErrorView}},
        openapi_extra={"requestBody": {"required": True, "content": _bytes()[200]["content"]}},
    )
    async def send(request: Request, round_id: RoundPath, step: StepPath) -> Response:
        """A client's signed message; a message that was accepted before gets the same answer again."""
        body = await _limited_body(request, coordinator.most_body_bytes(step))
        reply = await run_in_threadpool(coordinator.accept, RoundId(round_id), step, body)
        return Response(reply, media_type=CBOR)


async def _view(
    coordinator: Coordinator, request: Request, round_id: RoundId | None, after: int, wait: float
) -> Response:
    """The JSON of a round's view, once its version is not `after` any more or the wait is over.

    Nobody who waits holds a thread, and a view that is at hand is answered without one.
    """

    def has_moved() -> bool:
        return coordinator.version(round_id) != after

    moved = False
    if after and wait:
        begun = time.monotonic()
        moved = await coordinator.news.wait(has_moved, wait)
        request.scope[_WAITED] = time.monotonic() - begun
    document = coordinator.shown(round_id, since_move=moved)
    if document is None:
        document = await run_in_threadpool(coordinator.document, round_id)
    return Response(document, media_type="application/json")


async def _limited_body(request: Request, limit: int) -> bytes:
    """The body, refused before it is read in full where it is too large, too slow or of another kind."""
    if request.headers.get("content-type", "").split(";")[0] != CBOR:
        raise HTTPException(415, f"The body is not {CBOR}")
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > limit:
        raise HTTPException(413, f"The body has more than {limit} bytes")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise HTTPException(413, f"The body has more than {limit} bytes")
    except TimeoutError as error:
        raise HTTPException(408, f"The body took more than {BODY_SECONDS} seconds") from error
    return bytes(body)


def _money_routes(app: FastAPI, coordinator: Coordinator) -> None:
    @app.get("/v1/payouts/{asset}/{address}", tags=["payouts"])
    def payout(asset: AssetPath, address: AddressPath) -> PayoutView:
        """What one account may claim, with its proof."""
        return coordinator.payout(asset, client_id(address))

    @app.get("/v1/models/latest", tags=["models"])
    def latest() -> ModelView:
        """The newest global model; its bytes are the artifact of its digest."""
        return coordinator.latest_model()

    @app.get(
        "/v1/artifacts/{digest}",
        tags=["models"],
        response_class=Response,
        responses=_bytes("application/octet-stream"),
    )
    def artifact(digest: DigestPath) -> Response:
        """The bytes of a digest."""
        return Response(coordinator.artifact(Digest.parse(digest)), media_type="application/octet-stream")
