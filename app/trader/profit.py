"""Payout tables, scores and the agent's journal in; checked claims, shares, trades and equity out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from app.trader.agent_views import (
    AgentPerformance,
    AgentPosition,
    AgentStatus,
    AgentTrade,
    Decision,
    EpochReport,
    EquityPoint,
)
from app.trader.claims import KINDS, Claimable, Claimed, claimable
from app.trader.wallet import TOKEN_DECIMALS, plain
from core.errors import PeerBroke
from core.values import Amount, ClientId

if TYPE_CHECKING:
    from app.ports import AgentGateway, Chain, CoordinatorGateway, Progress, RoundRecord, TraderStore
    from app.settings import Network
    from app.trader.wallet import Wallet

__all__ = [
    "KINDS",
    "AgentPerformance",
    "AgentPosition",
    "AgentStatus",
    "AgentTrade",
    "Claimable",
    "Claimed",
    "Decision",
    "EpochReport",
    "EquityPoint",
    "Profit",
    "RoundShare",
]

V = TypeVar("V")


@dataclass(frozen=True)
class RoundShare:
    """This account's part in one scored round.

    Args:
        round_id: the round.
        at: market time of its end.
        score: in nat; what this account's update took off the loss.
        share: its part of the round's positive scores by this round alone, in [0, 1], capped at a quarter.
        clients: scored clients.
    """

    round_id: int
    at: float
    score: float
    share: float
    clients: int


class Profit:
    """What a trader earns, and what the agent that earns it publishes.

    Every method that asks the network raises TryAgain while it is away, PeerBroke for a malformed answer.

    Args:
        network: of the account.
        chain: of the network.
        coordinator: publishes the payout tables.
        agent: publishes its journal.
        wallet: of the account.
        store: of the rounds taken part in.
    """

    def __init__(
        self,
        network: "Network",
        chain: "Chain",
        coordinator: "CoordinatorGateway",
        agent: "AgentGateway",
        wallet: "Wallet",
        store: "TraderStore",
    ) -> None:
        self._network = network
        self._chain = chain
        self._coordinator = coordinator
        self._agent = agent
        self._wallet = wallet
        self._store = store

    def shares(self) -> tuple[RoundShare, ...]:
        """This account's part in the rounds that scored it, oldest first."""
        address = self._wallet.state().address
        records = self._store.rounds(address) if address else ()
        return tuple(_share(record) for record in records if address in record.scores)

    def claimable(self) -> tuple[Claimable, ...]:
        """What each payout table gives this account, checked against the chain; empty before the first."""
        address = self._wallet.state().address
        if not address:
            return ()
        found = (
            claimable(kind, ClientId(address), self._money(kind), self._chain, self._coordinator)
            for kind in KINDS
        )
        return tuple(line for line in found if line)

    def claim(self, kind: str | None = None) -> tuple[Claimed, ...]:
        """Claim what can be claimed now, of one payout table or of both; empty when there is nothing.

        Raises:
            PeerBroke: the coordinator's proof does not fit the root on chain.
            YouCanFix: the account is locked.
        """
        due = [line for line in self.claimable() if line.amount.units > 0 and kind in (None, line.kind)]
        return tuple(self._claim(line) for line in due)

    def claim_all(self, progress: "Progress") -> tuple[Claimed, ...]:
        """Claim all that can be claimed now, as a job."""
        progress("claiming", 0.1)
        return self.claim()

    def _claim(self, line: Claimable) -> Claimed:
        text = f"Claim {plain(line.amount)}"
        arguments = (self._wallet.address, line.earned.units, list(line.proof))
        receipt = self._wallet.send(text, KINDS[line.kind], "claim", *arguments)
        return Claimed(line.kind, line.amount, receipt.transaction)

    def _money(self, kind: str) -> Callable[[int], Amount]:
        if kind == "profit":
            return lambda units: Amount(units, self._network.asset_decimals, self._network.asset)
        return lambda units: Amount(units, TOKEN_DECIMALS, "CFX")

    def status(self) -> AgentStatus:
        """The agent now."""
        return self._read(AgentStatus.read, self._agent.json("status"))

    def performance(self) -> AgentPerformance:
        """What all its trading windows add up to."""
        return self._read(AgentPerformance.read, self._agent.json("performance"))

    def decisions(self, after: int | None = None, limit: int = 500) -> tuple[Decision, ...]:
        """Lines of its journal after a number, or the newest, ascending."""
        return self._list("decisions", Decision.read, after=after, limit=limit)

    def trades(self, after: int | None = None, limit: int = 500) -> tuple[AgentTrade, ...]:
        """Its fills after a number, or the newest, ascending."""
        return self._list("trades", AgentTrade.read, after=after, limit=limit)

    def equity(self, after: float | None = None, limit: int = 2000) -> tuple[EquityPoint, ...]:
        """Its equity at each candle after a time, or the newest, ascending."""
        return self._list(
            "equity", EquityPoint.read, after=None if after is None else int(after), limit=limit
        )

    def positions(self) -> tuple[AgentPosition, ...]:
        """What it holds."""
        return self._list("positions", AgentPosition.read)

    def epochs(self) -> tuple[EpochReport, ...]:
        """Its trading windows and the coins they moved, by round."""
        decimals, asset = self._network.asset_decimals, self._network.asset
        return self._list("epochs", lambda view: EpochReport.read(view, decimals, asset))

    def _list(self, name: str, read: Callable[[Any], V], **query: Any) -> tuple[V, ...]:
        asked = {key: value for key, value in query.items() if value is not None}
        document = self._agent.json(name, **asked)
        return self._read(lambda found: tuple(read(view) for view in found[name]), document)

    def _read(self, read: Callable[[Any], V], document: Any) -> V:
        try:
            return read(document)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise PeerBroke("The agent's journal is malformed.", "Update the app.") from error


def _share(record: "RoundRecord") -> RoundShare:
    from core.rewards.shares import WHOLE, shares

    scores = {ClientId(client): score for client, score in record.scores.items()}
    part = shares(scores)[ClientId(record.account)] / WHOLE
    return RoundShare(record.round_id, record.ended_at, record.scores[record.account], part, len(scores))
