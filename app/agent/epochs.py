"""An epoch and its window's result in; coins moved, the vault's epoch closed and the epoch's record out.

Every step is noted in the journal before it is taken, and looks on chain what was done of it already: a
program that is killed anywhere and started again finishes the same epoch and pays nothing twice.
"""

from dataclasses import replace
from typing import Any

import structlog

from app.ports import AgentStore, Chain, Clock
from app.settings import Network
from core.errors import Refused, TryAgain
from core.identity.keys import Account
from core.trading.epoch import Epoch
from core.trading.session import Book
from core.values import Amount

log = structlog.get_logger("agent.epochs")


class Epochs:
    """Opens and settles the vault's epochs.

    On a local network the paper exchange is an account: a gain moves from it to the vault, a loss from the
    vault to it. Anywhere else a paper agent moves no coins.

    Args:
        network: whose vault.
        chain: to read and send.
        account: the agent's, the only one that may draw and close.
        paper_exchange: the local network's exchange account, None where there is none.
        store: the journal.
        clock: market time.
    """

    def __init__(
        self,
        network: Network,
        chain: Chain,
        account: Account,
        paper_exchange: Account | None,
        store: AgentStore,
        clock: Clock,
    ) -> None:
        self._network = network
        self._chain = chain
        self._account = account
        self._exchange = paper_exchange if network.local else None
        self._store = store
        self._clock = clock

    def open(self, epoch: Epoch) -> Epoch:
        """Let waiting deposits in and take the vault's assets as capital.

        Raises:
            Refused: the vault does not let this account close its epoch.
            TryAgain: the chain is away.
        """
        self._check_nothing_drawn()
        epoch = replace(epoch, since_block=self._block())
        self._store.save_epoch(epoch)
        if self._vault("pendingDeposits") or self._vault("pendingWithdrawals"):
            self._send("closeEpoch", 0, 0)
        capital = self._vault("totalAssets")
        if self._exchange:
            # What the agent may not draw it could not lose either, so it is not traded.
            capital = min(capital, self._vault("drawable"))
        traded = Amount(capital, self._network.asset_decimals, self._network.asset)
        epoch = replace(epoch, phase="trading", capital=traded, vault_epoch=self._vault("epoch"))
        self._store.save_epoch(epoch)
        log.info("epoch opened", round=epoch.round_id, vault_epoch=epoch.vault_epoch, capital=str(traded))
        return epoch

    def settle(self, epoch: Epoch, book: Book) -> Epoch:
        """Move the result's coins and close the vault's epoch; starts again where it was interrupted.

        Raises:
            Refused: the vault or the exchange account refuses; the reason is the contract's.
            TryAgain: the chain is away.
        """
        if epoch.phase == "trading":
            epoch = epoch.with_result(book, self._block())
            self._store.save_epoch(epoch)
        closed = self._closed(epoch)
        if closed is None:
            self._move_coins(epoch)
            self._send("closeEpoch", epoch.round_id, self._vault("drawn"))
            closed = self._closed(epoch)
        if closed is None:
            raise TryAgain("The chain does not show the closed epoch yet.")
        epoch = self._with_close(epoch, closed.arguments, closed.transaction)
        self._store.save_epoch(epoch)
        log.info("epoch closed", round=epoch.round_id, profit=str(epoch.profit), fee=str(epoch.fee))
        return epoch

    def _check_nothing_drawn(self) -> None:
        drawn = Amount(self._vault("drawn"), self._network.asset_decimals, self._network.asset)
        if drawn.units:
            raise Refused(
                f"The agent's account still holds {drawn} of the vault from an earlier epoch.",
                "Bring it back with AgentVault.giveBack.",
            )

    def _with_close(self, epoch: Epoch, told: Any, transaction: str) -> Epoch:
        note = "" if self._exchange else "A paper agent: no coins were moved."
        return replace(
            epoch,
            phase="closed",
            vault_epoch=int(told["epoch"]),
            fee=Amount(int(told["fee"]), epoch.capital.decimals, epoch.capital.asset),
            closed_at=int(self._clock.now()),
            transaction=transaction,
            note=note,
        )

    def _closed(self, epoch: Epoch) -> Any:
        """The vault's own word that this round's epoch is closed, None before."""
        found = self._chain.events(
            "AgentVault", "EpochClosed", since_block=epoch.since_block, round=epoch.round_id
        )
        return found[-1] if found else None

    def _move_coins(self, epoch: Epoch) -> None:
        profit = epoch.profit.units if epoch.profit else 0
        if self._exchange is None or profit == 0:
            return
        if profit > 0:
            self._bring_gain(epoch, self._exchange, profit)
        else:
            self._pay_loss(epoch, self._exchange, -profit)

    def _bring_gain(self, epoch: Epoch, exchange: Account, gain: int) -> None:
        """From the paper exchange into the vault, less what is there already."""
        brought = self._moved("AgentVault", "Returned", epoch, **{"from": exchange.address})
        missing = gain - brought
        if missing <= 0:
            return
        vault = self._chain.address("AgentVault")
        if int(self._chain.read("Asset", "allowance", exchange.address, vault)) < missing:
            self._chain.send(exchange, "Asset", "approve", vault, missing)
        self._chain.send(exchange, "AgentVault", "giveBack", missing)

    def _pay_loss(self, epoch: Epoch, exchange: Account, loss: int) -> None:
        """Out of the vault to the agent, and from there to the paper exchange."""
        missing = loss - self._vault("drawn")
        if missing > 0:
            self._send("draw", missing)
        ends = {"from": self._account.address, "to": exchange.address}
        unpaid = loss - self._moved("Asset", "Transfer", epoch, **ends)
        if unpaid > 0:
            self._chain.send(self._account, "Asset", "transfer", exchange.address, unpaid)

    def _moved(self, contract: str, event: str, epoch: Epoch, **ends: str) -> int:
        """Coins that such events moved since settlement began."""
        found = self._chain.events(contract, event, since_block=epoch.since_block + 1, **ends)
        name = "amount" if contract == "AgentVault" else "value"
        return sum(int(one.arguments[name]) for one in found)

    def _vault(self, name: str) -> int:
        return int(self._chain.read("AgentVault", name))

    def _send(self, function: str, *arguments: int) -> None:
        self._chain.send(self._account, "AgentVault", function, *arguments)

    def _block(self) -> int:
        newest = self._chain.block()
        if newest is None:
            raise TryAgain("The chain has no block yet.")
        return newest.number
