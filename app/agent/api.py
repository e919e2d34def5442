"""HTTP requests in, the agent's published journal out: its FastAPI routes."""

from typing import Annotated

import structlog
from fastapi import FastAPI, Query, Response

from app.agent import views
from app.agent.journal import benchmark_scales, performance
from app.agent.metrics import CONTENT_TYPE
from app.agent.runner import Agent
from app.service import ErrorView, answer_errors
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
        responses={status: {"model": ErrorView} for status in (400, 503)},
    )
    answer_errors(app, "agent")
    _service_routes(app, agent)
    _journal_routes(app, agent)
    _money_routes(app, agent)
    return app


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
        return views.status_view(agent.state, agent.network, agent.rules.policy, agent.now())


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
        """Equity at every candle, and one buy and hold over all windows beside it, ascending."""
        ticks, scales = agent.store.ticks(after, limit), benchmark_scales(agent.store)
        return views.EquityCurve(
            simulated=agent.network.simulated,
            equity=[views.equity_point(tick, scales.get(tick.round_id, 1.0)) for tick in ticks],
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
