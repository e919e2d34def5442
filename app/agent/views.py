"""What the agent answers in JSON: one response model per document of its API, all of it on paper."""

from pydantic import BaseModel, ConfigDict, Field

from app.agent.journal import Performance
from app.agent.runner import AgentState
from app.settings import Network
from core.trading.epoch import Epoch
from core.trading.journal import DecisionLine, Tick, TradeLine
from core.trading.portfolio import Portfolio
from core.trading.signal import Policy
from core.values import Amount, Symbol


class View(BaseModel):
    """A document that is read only once made; `paper` and `simulated` say what its numbers are worth."""

    model_config = ConfigDict(frozen=True)


class Market(View):
    """What every document with market numbers carries."""

    paper: bool = Field(default=True, description="True: no order reached an exchange")
    simulated: bool = Field(description="True when the market is computed, not recorded")


class Health(View):
    """Whether the agent lives and moves on."""

    status: str = Field(description="ok, waiting, halted, or stopped")
    state: str
    processed_until: int
    now: float = Field(description="market time, UTC seconds")
    problem: str = Field(description="what it waits for or retries, empty when nothing")


class StatusView(Market):
    """The agent now."""

    state: str = Field(description="waiting, trading, paused, settling or halted")
    is_paper: bool
    model: str = Field(description="digest of the global model it trades or traded last, empty before")
    round_id: int = Field(description="the round whose window is traded, 0 outside of any")
    epoch: int = Field(description="number of the vault's epoch that is traded, 0 outside of any")
    start_at: int
    end_at: int
    processed_until: int = Field(description="close time of the newest candle everything was done for")
    now: float = Field(description="market time, UTC seconds")
    asset: str
    capital_wei: str = Field(description="the vault's assets at the start, smallest units")
    equity: float = Field(description="of the window, in the asset")
    benchmark: float = Field(description="what buying and holding equal weights would be worth")
    exposure: float = Field(description="fraction of equity invested")
    drawdown: float
    pause: str = Field(description="name of the loss limit that stopped it, empty when none")
    novelty: float = Field(description="of the most unusual pair at the newest candle, see DecisionView")
    unseen: list[str] = Field(description="pairs whose market the model has not seen: beyond the threshold")
    problem: str


class DecisionView(View):
    """One decision; exposures are fractions of equity."""

    number: int
    at: int = Field(description="candle time it was decided at, UTC seconds")
    round_id: int
    model: str
    symbol: str
    action: str = Field(description="buy, sell or hold")
    price: float = Field(description="the close it was decided on")
    current: float
    wanted: float = Field(description="exposure the policy asked for, before limits")
    target: float = Field(description="exposure the order goes for")
    limit: str = Field(description="the limit that changed it, empty when none did")
    probability_up: float
    base_rate: float = Field(description="how often the market rises over the same horizon")
    edge: float = Field(description="return that the model's tilt from the base rate is worth")
    trend: float
    volatility: float = Field(description="predicted, of a day")
    volatility_low: float | None = Field(default=None, description="its 5 % quantile, by the model's spread")
    volatility_high: float | None = Field(default=None, description="its 95 % quantile, likewise")
    novelty: float = Field(description="share of the candles before the window that are less unusual")
    ewma_volatility: float = Field(description="what the last candles alone say of the volatility")
    reason: str


class DecisionList(Market):
    """Decisions that changed something or met a new limit, ascending."""

    decisions: list[DecisionView]


class TradeView(View):
    """One paper fill, in the quote asset."""

    number: int
    at: int
    decided_at: int
    round_id: int
    symbol: str
    side: str
    quantity: float
    price: float = Field(description="slippage within")
    value: float
    fee: float
    slippage: float
    realised: float | None = Field(description="what a sale gained before fees; null for a purchase")


class TradeList(Market):
    """Paper fills, ascending."""

    trades: list[TradeView]


class EquityPoint(View):
    """Equity at one candle, and what buying and holding would be worth."""

    at: int
    round_id: int
    equity: float
    benchmark: float
    drawdown: float
    exposure: float = Field(description="fraction of equity invested")


class EquityCurve(Market):
    """Equity at every candle of the windows, ascending; each window starts with the vault's assets."""

    equity: list[EquityPoint]


class PositionView(View):
    """What is held of one symbol, on paper."""

    symbol: str
    quantity: float
    average_price: float
    price: float
    value: float
    exposure: float
    unrealised: float


class PositionList(Market):
    """Open positions, by symbol."""

    cash: float
    positions: list[PositionView]


class EpochView(View):
    """One trading window and the coins it moved."""

    number: int = Field(description="of the vault's epoch")
    round_id: int
    model: str
    phase: str = Field(description="opening, trading, settling or closed")
    opened_at: int
    end_at: int
    closed_at: int = Field(description="0 before")
    capital_wei: str
    profit_wei: str | None = Field(description="whole units; negative for a loss; null before the end")
    fee_wei: str | None = Field(description="of the profit, to the traders")
    total_return: float
    buy_and_hold: float
    max_drawdown: float
    trades: int
    fees: float
    transaction: str
    note: str


class EpochList(Market):
    """All epochs, by round."""

    epochs: list[EpochView]


class PerformanceView(Market):
    """All windows one after the other."""

    epochs: int
    trades: int
    total_return: float
    buy_and_hold: float
    max_drawdown: float
    fees: float


def status_view(state: AgentState, network: Network, policy: Policy, now: float) -> StatusView:
    """The agent's state for the outside; figures of a window are those of the newest."""
    epoch, account = state.epoch, state.book.portfolio if state.book else Portfolio.start(0.0)
    active = epoch if epoch and epoch.phase != "closed" else None
    benchmark = account.capital * (1 + state.book.benchmark_return) if state.book else 0.0
    return StatusView(
        simulated=network.simulated,
        state=state.state,
        is_paper=True,
        model=epoch.model if epoch else "",
        round_id=active.round_id if active else 0,
        epoch=active.vault_epoch if active else 0,
        start_at=epoch.start_at if epoch else 0,
        end_at=epoch.end_at if epoch else 0,
        processed_until=state.processed_until,
        now=now,
        asset=network.asset,
        capital_wei=str(epoch.capital.units if epoch else 0),
        equity=account.equity,
        benchmark=benchmark,
        exposure=sum(account.exposure(symbol) for symbol in account.positions),
        drawdown=account.drawdown,
        pause=state.book.pause.limit if state.book else "",
        novelty=max((signal.novelty for signal in state.signals), default=0.0),
        unseen=[str(signal.symbol) for signal in state.signals if signal.is_unseen(policy)],
        problem=state.problem,
    )


def decision_view(line: DecisionLine) -> DecisionView:
    """A journal line for the outside."""
    made, seen = line.decision, line.decision.signal
    return DecisionView(
        number=line.number,
        at=made.at,
        round_id=line.round_id,
        model=line.model,
        symbol=str(made.symbol),
        action=made.action,
        price=made.price,
        current=made.current,
        wanted=made.wanted,
        target=made.target,
        limit=made.limit,
        probability_up=seen.probability_up,
        base_rate=seen.base_rate,
        edge=seen.edge,
        trend=seen.trend,
        volatility=seen.volatility,
        volatility_low=seen.volatility_low,
        volatility_high=seen.volatility_high,
        novelty=seen.novelty,
        ewma_volatility=seen.ewma_volatility,
        reason=made.reason,
    )


def trade_view(line: TradeLine) -> TradeView:
    """A fill for the outside."""
    fill = line.fill
    return TradeView(
        number=line.number,
        at=fill.filled_at,
        decided_at=fill.decided_at,
        round_id=line.round_id,
        symbol=str(fill.symbol),
        side=fill.side,
        quantity=fill.quantity,
        price=fill.price,
        value=fill.value,
        fee=fill.fee,
        slippage=fill.slippage,
        realised=fill.realised,
    )


def equity_point(tick: Tick, benchmark_scale: float) -> EquityPoint:
    """A tick for the outside, its buy and hold joined to that of earlier windows."""
    return EquityPoint(
        at=tick.at,
        round_id=tick.round_id,
        equity=tick.equity,
        benchmark=tick.benchmark * benchmark_scale,
        drawdown=tick.drawdown,
        exposure=1 - tick.cash / tick.equity if tick.equity > 0 else 0.0,
    )


def position_view(account: Portfolio, symbol: Symbol) -> PositionView:
    """A position for the outside."""
    held, price = account.positions[symbol], account.price(symbol)
    return PositionView(
        symbol=str(symbol),
        quantity=held.quantity,
        average_price=held.average_price,
        price=price,
        value=held.quantity * price,
        exposure=account.exposure(symbol),
        unrealised=held.quantity * (price - held.average_price),
    )


def epoch_view(epoch: Epoch) -> EpochView:
    """An epoch for the outside."""
    return EpochView(
        number=epoch.vault_epoch,
        round_id=epoch.round_id,
        model=epoch.model,
        phase=epoch.phase,
        opened_at=epoch.start_at,
        end_at=epoch.end_at,
        closed_at=epoch.closed_at,
        capital_wei=str(epoch.capital.units),
        profit_wei=_wei(epoch.profit),
        fee_wei=_wei(epoch.fee),
        total_return=epoch.total_return,
        buy_and_hold=epoch.buy_and_hold,
        max_drawdown=epoch.max_drawdown,
        trades=epoch.trades,
        fees=epoch.fees,
        transaction=epoch.transaction,
        note=epoch.note,
    )


def performance_view(found: Performance, network: Network) -> PerformanceView:
    """What the journal adds up to, for the outside."""
    return PerformanceView(
        simulated=network.simulated,
        epochs=found.epochs,
        trades=found.trades,
        total_return=found.total_return,
        buy_and_hold=found.buy_and_hold,
        max_drawdown=found.max_drawdown,
        fees=found.fees,
    )


def _wei(amount: Amount | None) -> str | None:
    return None if amount is None else str(amount.units)
