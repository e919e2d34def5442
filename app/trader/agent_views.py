"""The agent's JSON in; what it says of itself, as frozen data classes, out. All of it is on paper."""

from dataclasses import dataclass
from typing import Any, Self

from core.values import Amount


@dataclass(frozen=True)
class AgentStatus:
    """The agent now.

    Args:
        state: waiting, trading, paused, settling or halted.
        is_paper: True while no order reaches an exchange.
        is_simulated: True when the market is computed.
        model: digest of the global model it trades with, "" before the first.
        round_id: whose window it trades, 0 outside of any.
        epoch: number of the vault's epoch, 0 outside of any.
        start_at, end_at: of the window.
        processed_until: close time of the newest candle everything was done for.
        equity, benchmark: of the window, and of buying and holding, in the asset.
        exposure: fraction of equity invested.
        drawdown: below the peak, a fraction.
        pause: name of the loss limit that stopped it, "" when none.
        problem: what it waits for, "" when nothing.
        novelty: of the most unusual pair, as in Decision.
        unseen: pairs whose market the model has not seen.
    """

    state: str
    is_paper: bool
    is_simulated: bool
    model: str
    round_id: int
    epoch: int
    start_at: int
    end_at: int
    processed_until: int
    equity: float
    benchmark: float
    exposure: float
    drawdown: float
    pause: str
    problem: str
    novelty: float | None = None
    unseen: tuple[str, ...] = ()

    @classmethod
    def read(cls, view: Any) -> Self:
        """From the agent's JSON."""
        return cls(
            state=str(view["state"]),
            is_paper=bool(view["is_paper"]),
            is_simulated=bool(view["simulated"]),
            model=str(view["model"]),
            round_id=int(view["round_id"]),
            epoch=int(view["epoch"]),
            start_at=int(view["start_at"]),
            end_at=int(view["end_at"]),
            processed_until=int(view["processed_until"]),
            equity=float(view["equity"]),
            benchmark=float(view["benchmark"]),
            exposure=float(view["exposure"]),
            drawdown=float(view["drawdown"]),
            pause=str(view["pause"]),
            problem=str(view["problem"]),
            novelty=float(view["novelty"]) if "novelty" in view else None,
            unseen=tuple(map(str, view.get("unseen", ()))),
        )


@dataclass(frozen=True)
class AgentPerformance:
    """All trading windows one after the other, the one that is being traded included.

    Args:
        epochs: windows with capital.
        trades: fills.
        total_return: net, a fraction.
        buy_and_hold: of equal weights over the same windows, a fraction.
        max_drawdown: deepest fall within one window, a fraction.
        fees: paid on paper, in the asset.
    """

    epochs: int
    trades: int
    total_return: float
    buy_and_hold: float
    max_drawdown: float
    fees: float

    @classmethod
    def read(cls, view: Any) -> Self:
        """From the agent's JSON."""
        return cls(
            epochs=int(view["epochs"]),
            trades=int(view["trades"]),
            total_return=float(view["total_return"]),
            buy_and_hold=float(view["buy_and_hold"]),
            max_drawdown=float(view["max_drawdown"]),
            fees=float(view["fees"]),
        )


@dataclass(frozen=True)
class Decision:
    """One line of the agent's journal; exposures are fractions of equity.

    Args:
        number: 1, 2, 3 ... in the order of writing.
        at: candle time it was decided at.
        round_id: whose model decided.
        symbol: the pair.
        action: buy, sell or hold.
        price: the close it was decided on.
        current, wanted, target: exposure before, asked for, and after limits.
        limit: the limit that changed it, "" when none did.
        probability_up: of a rise over the label's horizon.
        volatility: predicted, of a day.
        trend: of the price.
        reason: a sentence.
        likely_volatility: its 5 and 95 % quantiles; None from an agent that does not say.
        novelty: share of the candles before the window that are less unusual; None of an older agent.
    """

    number: int
    at: int
    round_id: int
    symbol: str
    action: str
    price: float
    current: float
    wanted: float
    target: float
    limit: str
    probability_up: float
    volatility: float
    trend: float
    reason: str
    likely_volatility: tuple[float, float] | None = None
    novelty: float | None = None

    @classmethod
    def read(cls, view: Any) -> Self:
        """From the agent's JSON."""
        return cls(
            number=int(view["number"]),
            at=int(view["at"]),
            round_id=int(view["round_id"]),
            symbol=str(view["symbol"]),
            action=str(view["action"]),
            price=float(view["price"]),
            current=float(view["current"]),
            wanted=float(view["wanted"]),
            target=float(view["target"]),
            limit=str(view["limit"]),
            probability_up=float(view["probability_up"]),
            volatility=float(view["volatility"]),
            trend=float(view["trend"]),
            reason=str(view["reason"]),
            likely_volatility=_likely(view.get("volatility_low"), view.get("volatility_high")),
            novelty=float(view["novelty"]) if "novelty" in view else None,
        )


def _likely(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (float(low), float(high))


@dataclass(frozen=True)
class AgentTrade:
    """One fill, in the quote asset; `realised` is None for a purchase."""

    number: int
    at: int
    round_id: int
    symbol: str
    side: str
    quantity: float
    price: float
    value: float
    fee: float
    realised: float | None

    @classmethod
    def read(cls, view: Any) -> Self:
        """From the agent's JSON."""
        return cls(
            number=int(view["number"]),
            at=int(view["at"]),
            round_id=int(view["round_id"]),
            symbol=str(view["symbol"]),
            side=str(view["side"]),
            quantity=float(view["quantity"]),
            price=float(view["price"]),
            value=float(view["value"]),
            fee=float(view["fee"]),
            realised=None if view["realised"] is None else float(view["realised"]),
        )


@dataclass(frozen=True)
class EquityPoint:
    """Equity at one candle, in the asset.

    Args:
        at: candle time.
        round_id: whose window.
        equity: in the asset.
        benchmark: buy and hold.
        drawdown: below the peak, a fraction of it.
        exposure: fraction of equity invested; None of an older agent.
    """

    at: int
    round_id: int
    equity: float
    benchmark: float
    drawdown: float
    exposure: float | None = None

    @classmethod
    def read(cls, view: Any) -> Self:
        """From the agent's JSON."""
        return cls(
            at=int(view["at"]),
            round_id=int(view["round_id"]),
            equity=float(view["equity"]),
            benchmark=float(view["benchmark"]),
            drawdown=float(view["drawdown"]),
            exposure=float(view["exposure"]) if "exposure" in view else None,
        )


@dataclass(frozen=True)
class AgentPosition:
    """What the agent holds of one symbol."""

    symbol: str
    quantity: float
    average_price: float
    price: float
    value: float
    exposure: float
    unrealised: float

    @classmethod
    def read(cls, view: Any) -> Self:
        """From the agent's JSON."""
        names = ("quantity", "average_price", "price", "value", "exposure", "unrealised")
        return cls(str(view["symbol"]), *(float(view[name]) for name in names))


@dataclass(frozen=True)
class EpochReport:
    """One trading window and the coins it moved.

    Args:
        number: of the vault's epoch.
        round_id: whose model traded.
        phase: opening, trading, settling or closed.
        opened_at, closed_at: candle times; 0 before the close.
        capital: the vault's assets at the start.
        profit: None before the end; negative for a loss.
        fee: of the profit, to the traders; None before the end.
        total_return, buy_and_hold, max_drawdown: fractions.
        trades: fills.
        transaction: that closed the vault's epoch, "" before.
    """

    number: int
    round_id: int
    phase: str
    opened_at: int
    closed_at: int
    capital: Amount
    profit: Amount | None
    fee: Amount | None
    total_return: float
    buy_and_hold: float
    max_drawdown: float
    trades: int
    transaction: str

    @classmethod
    def read(cls, view: Any, decimals: int, asset: str) -> Self:
        """From the agent's JSON, with the asset that its amounts are in."""

        def amount(name: str) -> Amount | None:
            return None if view[name] is None else Amount(int(view[name]), decimals, asset)

        return cls(
            number=int(view["number"]),
            round_id=int(view["round_id"]),
            phase=str(view["phase"]),
            opened_at=int(view["opened_at"]),
            closed_at=int(view["closed_at"]),
            capital=amount("capital_wei") or Amount(0, decimals, asset),
            profit=amount("profit_wei"),
            fee=amount("fee_wei"),
            total_return=float(view["total_return"]),
            buy_and_hold=float(view["buy_and_hold"]),
            max_drawdown=float(view["max_drawdown"]),
            trades=int(view["trades"]),
            transaction=str(view["transaction"]),
        )
