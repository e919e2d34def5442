"""The coordinator's payout tables and the agent's journal in; checked claims, shares and trades out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import PeerBroke, TryAgain, YouCanFix
from core.values import Amount

if TYPE_CHECKING:
    from app.ports import AgentGateway, Chain, CoordinatorGateway, Receipt, TraderStore
    from app.settings import Network
    from app.trader.wallet import Wallet

KINDS = {"profit": "ProfitDistributor", "emission": "EmissionDistributor"}
"""Payout tables and the contracts that pay them."""


@dataclass(frozen=True)
class Claimable:
    """One payout table's line of this account, checked against the chain.

    Args:
        kind: "profit" (in the pool's asset) or "emission" (in CFX).
        earned: since the beginning.
        paid: of that, claimed before.
        amount: what a claim would pay now.
        proof: of the line under the root on chain.
    """

    kind: str
    earned: Amount
    paid: Amount
    amount: Amount
    proof: tuple[bytes, ...]


@dataclass(frozen=True)
class Claimed:
    """A claim that was paid."""

    kind: str
    amount: Amount
    transaction: str


@dataclass(frozen=True)
class RoundShare:
    """This account's part in one scored round.

    Args:
        round_id: the round.
        score: in nat; what this account's update took off the loss.
        share: its part of the round's positive scores, in [0, 1], after floor and cap.
        clients: scored clients.
    """

    round_id: int
    score: float
    share: float
    clients: int


@dataclass(frozen=True)
class AgentStatus:
    """The agent, as it publishes itself.

    Args:
        is_paper: True while no order reaches an exchange.
        model: digest of the global model it trades with, "" before the first.
        round_id: whose window it trades, 0 outside of any.
        epoch: number of the vault's epoch.
        processed_until: close time of the last candle it saw.
        equity: of the epoch, in the asset.
        state: "waiting", "trading", "paused" or another word of the agent's.
    """

    is_paper: bool
    model: str
    round_id: int
    epoch: int
    processed_until: float
    equity: float
    state: str


@dataclass(frozen=True)
class Decision:
    """One line of the agent's journal."""

    number: int
    at: float
    symbol: str
    action: str
    target: float
    probability_up: float
    volatility: float
    reason: str


@dataclass(frozen=True)
class AgentTrade:
    """One fill of the agent's orders; `realised` is None for a fill that closes nothing."""

    number: int
    at: float
    symbol: str
    side: str
    quantity: float
    price: float
    fee: float
    realised: float | None


@dataclass(frozen=True)
class EquityPoint:
    """The agent's equity at one moment, in the asset; `benchmark` is buy and hold."""

    at: float
    equity: float
    benchmark: float


@dataclass(frozen=True)
class AgentPosition:
    """What the agent holds of one symbol."""

    symbol: str
    quantity: float
    average_price: float
    price: float
    unrealised: float


@dataclass(frozen=True)
class EpochReport:
    """A closed epoch of the vault: the money that moved."""

    number: int
    opened_at: float
    closed_at: float
    round_id: int
    profit: Amount
    fee: Amount
    transaction: str
