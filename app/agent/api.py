"""HTTP requests in, the agent's published journal out: its FastAPI routes."""

from typing import Annotated

import structlog
from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.agent import views
from app.agent.journal import performance
from app.agent.metrics import CONTENT_TYPE
from app.agent.runner import Agent
from core.errors import ConfluxError, TryAgain
from core.values import Symbol

log = structlog.get_logger("agent.http")

MOST_LINES = 5000
"""Lines in one answer; a client pages on with the last number it got."""

After = Annotated[int | None, Query(ge=0, description="lines after this number; without it the newest")]
AfterTime = Annotated[int | None, Query(ge=0, description="points after this time; without it the newest")]
Limit = Annotated[int, Query(ge=1, le=MOST_LINES)]
SymbolQuery = Annotated[str | None, Query(max_length=41, description="as BTC/USDT")]


def build_app(agent: Agent) -> FastAPI:
    """The HTTP API of `agent`; it only reads, and does not start the agent's driver."""
    from app import __version__

    app = FastAPI(
        title="Conflux agent",
        version=__version__,
        summary="Trades the pool with the global model, on paper, and publishes every decision.",
        docs_url=None,
        redoc_url=None,
        responses={status: {"model": views.ErrorView} for status in (400, 503)},
    )
    _answer_errors(app)
    _service_routes(app, agent)
    _journal_routes(app, agent)
    _money_routes(app, agent)
    return app


def _answer_errors(app: FastAPI) -> None:
    """One shape for all that goes wrong: {error, remedy}."""

    @app.exception_handler(ConfluxError)
    async def _known(_request: Request, error: ConfluxError) -> JSONResponse:
        status = 503 if isinstance(error, TryAgain) else 400
        return _problem(status, error.message, error.remedy)

    @app.exception_handler(RequestValidationError)
    async def _malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return _problem(400, f"{place}: {first['msg']}.", "See /openapi.json for the API.")

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        return _problem(error.status_code, f"{error.detail}.", "See /openapi.json for the API.")


def _problem(status: int, error: str, remedy: str) -> JSONResponse:
    return JSONResponse(views.ErrorView(error=error, remedy=remedy).model_dump(), status)


def _service_routes(app: FastAPI, agent: Agent) -> None:
    @app.get("/health", tags=["service"], responses={503: {"model": views.Health}})
    def health(response: Response) -> views.Health:
        """Whether the agent lives and moves on; 503 while a problem that time does not heal halts it."""
        state = agent.state
        status = "halted" if state.state == "halted" else "waiting" if state.problem else "ok"
        response.status_code = 503 if status == "halted" else 200
        return views.Health(
            status=status,
            state=state.state,
            processed_until=state.processed_until,
            now=agent.now(),
            problem=state.problem,
        )

    @app.get("/metrics", tags=["service"], response_class=Response)
    def metrics() -> Response:
        """Prometheus's text format."""
        return Response(agent.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    @app.get("/v1/status", tags=["service"])
    def status() -> views.StatusView:
        """The agent now: what it trades, how far it is, what it is worth."""
        return views.status_view(agent.state, agent.network, agent.now())


def _journal_routes(app: FastAPI, agent: Agent) -> None:
    @app.get("/v1/decisions", tags=["journal"])
    def decisions(after: After = None, limit: Limit = 500, symbol: SymbolQuery = None) -> views.DecisionList:
        """Decisions that changed something or met a new limit, with their reasons, ascending."""
        lines = agent.store.decisions(after, limit, _symbol(symbol))
        return views.DecisionList(
            simulated=agent.network.simulated, decisions=[views.decision_view(line) for line in lines]
        )

    @app.get("/v1/trades", tags=["journal"])
    def trades(after: After = None, limit: Limit = 500, symbol: SymbolQuery = None) -> views.TradeList:
        """Paper fills, ascending."""
        lines = agent.store.trades(after, limit, _symbol(symbol))
        return views.TradeList(
            simulated=agent.network.simulated, trades=[views.trade_view(line) for line in lines]
        )

    @app.get("/v1/equity", tags=["journal"])
    def equity(after: AfterTime = None, limit: Limit = 2000) -> views.EquityCurve:
        """Equity at every candle, with buy and hold beside it, ascending."""
        ticks = agent.store.ticks(after, limit)
        return views.EquityCurve(
            simulated=agent.network.simulated, equity=[views.equity_point(tick) for tick in ticks]
        )


def _money_routes(app: FastAPI, agent: Agent) -> None:
    @app.get("/v1/positions", tags=["money"])
    def positions() -> views.PositionList:
        """What is held now, on paper."""
        book = agent.state.book
        held = sorted(book.portfolio.positions) if book else []
        return views.PositionList(
            simulated=agent.network.simulated,
            cash=book.portfolio.cash if book else 0.0,
            positions=[views.position_view(book.portfolio, symbol) for symbol in held] if book else [],
        )

    @app.get("/v1/epochs", tags=["money"])
    def epochs() -> views.EpochList:
        """Trading windows and the coins they moved, by round."""
        known = agent.store.epochs()
        return views.EpochList(
            simulated=agent.network.simulated, epochs=[views.epoch_view(epoch) for epoch in known]
        )

    @app.get("/v1/performance", tags=["money"])
    def summary() -> views.PerformanceView:
        """All windows one after the other, the one that is being traded included."""
        return views.performance_view(performance(agent.store), agent.network)


def _symbol(text: str | None) -> Symbol | None:
    return None if text is None else Symbol.parse(text)
