"""A secret store and a chain in; the trader's account, its balances, and signed transactions out."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.events import BalanceChanged
from app.ports import TransactionRecord
from app.trader.account import AccountBox, AccountState
from app.trader.accounts import Accounts
from core.errors import Damaged, Refused, YouCanFix
from core.identity.addresses import read_address
from core.payments.movements import Movement
from core.values import Amount, ClientId, client_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.events import EventBus
    from app.ports import Chain, Clock, ExternalSigner, Receipt, SecretStore, TraderStore
    from app.settings import Network
    from core.identity.key_ring import AccountLine
    from core.identity.keys import Signer

COIN_DECIMALS = 18
TOKEN_DECIMALS = 18
SHARE_DIGITS = 6
"""A share's smallest unit is a millionth of the first asset unit that bought it (contracts/README.md)."""
PRACTICE_BOND = "1000"
"""CFX that a practice account puts at stake."""


@dataclass(frozen=True)
class Balances:
    """What an account owns.

    Args:
        coin: of the chain, for fees.
        asset: of the pool, as PUSD.
        token: ConfluxToken.
        bond: staked for taking part in rounds.
        unbonding: leaving the bond.
        unbonding_at: UTC seconds from which it may be withdrawn; 0 where nothing leaves.
        shares: of the agent's vault.
        shares_value: of those shares at the price of the last closed epoch.
        deposit_requested: of the asset, filled when the epoch closes.
        withdraw_requested: of shares, paid when the epoch closes.
        withdrawable: of the asset, from filled requests; `withdraw_filled` fetches it.
    """

    coin: Amount
    asset: Amount
    token: Amount
    bond: Amount
    unbonding: Amount
    unbonding_at: int
    shares: Amount
    shares_value: Amount
    deposit_requested: Amount
    withdraw_requested: Amount
    withdrawable: Amount


class Wallet:
    """Accounts: their keys under lock, what it owns, and what it signs.

    Every method that sends waits until the transaction is mined, and raises Refused with the contract's
    reason, YouCanFix for a locked account or missing coins, TryAgain while no node answers (a retry is safe).

    Args:
        network: of the account.
        chain: of the network.
        secrets: where the key is kept.
        store: where transactions are noted.
        clock: market time.
        bus: told BalanceChanged after each transaction.
        signer: has the keys of accounts whose keys are not here; None where there is none.

    Attributes:
        sending: held while a transaction is numbered and signed.
    """

    def __init__(
        self,
        network: "Network",
        chain: "Chain",
        secrets: "SecretStore",
        store: "TraderStore",
        clock: "Clock",
        bus: "EventBus",
        signer: "ExternalSigner | None" = None,
    ) -> None:
        self._network = network
        self._chain = chain
        self._store = store
        self._clock = clock
        self._bus = bus
        self.sending = threading.RLock()
        self.signer = signer
        self.box = AccountBox(secrets, external=_outside(signer, network.chain_id) if signer else None)
        self.accounts = Accounts(self.box, store, lambda: bus.publish(BalanceChanged()))

    def state(self) -> AccountState:
        """Where the account stands."""
        return self.box.state()

    @property
    def address(self) -> ClientId:
        """The account's address, known while it is locked too; raises YouCanFix before it is made."""
        state = self.box.state()
        address = state.address
        if state.store_waits:
            raise YouCanFix("The secrets of this machine wait for their password.", "Open them on Wallet.")
        if state.damage:
            raise Damaged(state.damage, "Restore the wallet from its back-up on the Wallet screen.")
        if not address:
            raise YouCanFix("There is no account yet.", "Create one, or restore it from its words.")
        return client_id(address)

    def offered(self) -> tuple[ClientId, ...]:
        """The accounts of the external signer, which may ask its user before it tells them."""
        if self.signer is None:
            raise YouCanFix("No external signer is set up.", "Set wallet.signer_address in the settings.")
        return self.signer.accounts()

    def connect(self, address: str, name: str = "") -> "AccountLine":
        """Add an account of the external signer; raises YouCanFix where it has no such account."""
        wanted = read_address(address)
        if wanted not in self.offered():
            raise YouCanFix(
                f"The external signer has no account {address.strip()}.", "Look there which accounts it has."
            )
        return self.box.connect(wanted, name)

    def account(self) -> "Signer":
        """The account that signs; raises YouCanFix before it is made and while it is locked."""
        return self.box.account()

    def ensure_practice_account(self) -> ClientId:
        """The account of a local network, made silently; raises Refused on any other network."""
        if not self._network.local:
            raise Refused(
                f"{self._network.name} is no practice network.", "Create an account and write its words down."
            )
        state = self.box.state()
        if not state.address and not state.damage:  # a practice network's secrets wait for no password
            self.box.create()
        return self.address

    def ensure_bond(self, least_units: int = 1) -> Amount:
        """Put a practice account's bond at stake, coins from the faucet first; a bond that stands is kept.

        Args:
            least_units: what a seat costs, in the token's smallest units.

        Raises:
            YouCanFix: on an operator's network without a bond: what is at stake is the user's choice; or the
                bond is below `least_units`.
        """
        bond = self._bond()
        if not bond.units and self._network.local:
            self.fund_practice()
            practice = Amount.parse(PRACTICE_BOND, TOKEN_DECIMALS, "CFX").units
            self.bond(self._token(min(self._token_units(), practice)))
            bond = self._bond()
        if bond.units < least_units:
            needed = f" of {plain(self._token(least_units))}" if least_units > 1 else ""
            has = plain(bond) if bond.units else "none"
            raise YouCanFix(
                f"Rounds of {self._network.name} need a bond{needed}, and this account has {has}.",
                "Choose an amount of CFX under Wallet, Bond.",
            )
        return bond

    def fund_practice(self) -> None:
        """Ask the local network for practice coins, where the account has no coin for fees."""
        if not self._chain.balance_wei(self.address):
            self._chain.fund(self.address)
            self._bus.publish(BalanceChanged())

    def balances(self) -> Balances:
        """What the account owns, read from the chain. Raises TryAgain while no node answers."""
        me, read = self.address, self._chain.read
        leaving, available_at = read("StakeManager", "unbonding", me)
        deposits, withdrawals = read("AgentVault", "requestsOf", me)
        return Balances(
            coin=Amount(self._chain.balance_wei(me), COIN_DECIMALS, "ETH"),
            asset=self._asset(read("Asset", "balanceOf", me)),
            token=self._token(self._token_units()),
            bond=self._bond(),
            unbonding=self._token(leaving),
            unbonding_at=int(available_at) if leaving else 0,
            shares=self._shares(read("AgentVault", "sharesOf", me)),
            shares_value=self._asset(read("AgentVault", "assetsOf", me)),
            deposit_requested=self._asset(deposits),
            withdraw_requested=self._shares(withdrawals),
            withdrawable=self._asset(read("AgentVault", "withdrawableOf", me)),
        )

    def bond(self, amount: Amount) -> "Receipt":
        """Put `amount` of CFX at stake; the allowance is for exactly that."""
        self._allow("ConfluxToken", "StakeManager", amount)
        return self.send(f"Bond {plain(amount)}", "StakeManager", "stake", amount.units)

    def unbond(self, amount: Amount) -> "Receipt":
        """Start taking `amount` of CFX out of the bond; it stays at stake until `withdraw_bond`."""
        return self.send(f"Take {plain(amount)} out of the bond", "StakeManager", "unstake", amount.units)

    def withdraw_bond(self) -> "Receipt":
        """Fetch what has finished unbonding."""
        return self.send("Fetch what left the bond", "StakeManager", "withdraw")

    def request_deposit(self, amount: Amount) -> "Receipt":
        """Ask to deposit `amount` of the asset in the agent's vault; filled when the epoch closes."""
        self._allow("Asset", "AgentVault", amount)
        return self.send(f"Request to deposit {plain(amount)}", "AgentVault", "requestDeposit", amount.units)

    def request_withdraw(self, shares: Amount) -> "Receipt":
        """Ask to sell `shares` of the vault; paid when the epoch closes, see `withdraw_filled`."""
        return self.send(
            f"Request to withdraw {plain(shares)}", "AgentVault", "requestWithdraw", shares.units
        )

    def cancel_requests(self) -> "Receipt":
        """Take back every request that is not filled."""
        return self.send("Cancel the vault requests", "AgentVault", "cancel")

    def settle(self) -> "Receipt":
        """Book the requests that a closed epoch filled; balances show them as booked already."""
        return self.send("Book the filled vault requests", "AgentVault", "settle", self.address)

    def withdraw_filled(self) -> "Receipt":
        """Fetch the coins of filled withdrawals."""
        return self.send("Fetch a filled withdrawal", "AgentVault", "withdraw", self.address)

    def transfer(self, amount: Amount, to: str) -> "Receipt":
        """Send `amount` of the asset or of CFX to another address."""
        contract = {"CFX": "ConfluxToken", self._network.asset: "Asset"}.get(amount.asset)
        if contract is None:
            raise YouCanFix(
                f"{amount.asset} cannot be sent from here.", f"Send CFX or {self._network.asset}."
            )
        receiver = read_address(to)
        return self.send(f"Send {plain(amount)} to {receiver}", contract, "transfer", receiver, amount.units)

    def send(self, text: str, contract: str, function: str, *arguments: Any) -> "Receipt":
        """Sign and send a call and note it under `text`; for the other parts of the trader."""
        account = self.account()
        with self.sending:
            receipt = self._chain.send(account, contract, function, *arguments)
            self._note(account.address, text, receipt)
        self._bus.publish(BalanceChanged())
        return receipt

    def _note(self, sender: str, text: str, receipt: "Receipt") -> None:
        """Keep what was mined: for the list, and for looking whether it stays so."""
        now, transaction = self._clock.now(), receipt.transaction
        self._store.add_transaction(TransactionRecord(sender, now, text, transaction, receipt.fee_wei))
        self._store.save_movement(
            Movement(
                transaction, sender, "out", transaction, now, text,
                state="mined", block=receipt.block, fee_wei=receipt.fee_wei,
            )
        )  # fmt: skip

    def token_balance(self, asset: str, address: str) -> Amount:
        """What `address` has of the pool's asset or of CFX."""
        if asset == self._network.asset:
            return self._asset(self._chain.read("Asset", "balanceOf", address))
        return self._token(self._chain.read("ConfluxToken", "balanceOf", address))

    def history(self) -> tuple[TransactionRecord, ...]:
        """Transactions of this account from this machine, newest first."""
        address = self.box.state().address
        return self._store.transactions(address)[::-1] if address else ()

    def _allow(self, token: str, spender: str, amount: Amount) -> None:
        if amount.units <= 0:
            raise YouCanFix(f"{plain(amount)} is nothing to send.", "Choose an amount above zero.")
        to = self._chain.address(spender)
        if self._chain.read(token, "allowance", self.address, to) < amount.units:
            self.send(f"Allow {spender} to take {plain(amount)}", token, "approve", to, amount.units)

    def _bond(self) -> Amount:
        return self._token(self._chain.read("StakeManager", "bondOf", self.address))

    def _token_units(self) -> int:
        return int(self._chain.read("ConfluxToken", "balanceOf", self.address))

    def _token(self, units: int) -> Amount:
        return Amount(int(units), TOKEN_DECIMALS, "CFX")

    def _asset(self, units: int) -> Amount:
        return Amount(int(units), self._network.asset_decimals, self._network.asset)

    def _shares(self, units: int) -> Amount:
        return Amount(int(units), self._network.asset_decimals + SHARE_DIGITS, "shares")


def _outside(signer: "ExternalSigner", chain_id: int) -> "Callable[[ClientId], Signer]":
    """Makes the account whose key `signer` has."""

    def make(address: ClientId) -> "Signer":
        from app.trader.external_account import ExternalAccount

        return ExternalAccount(address, signer, chain_id)

    return make


def plain(amount: Amount) -> str:
    """An amount without the zeros at its end, as "12.3 CFX"."""
    number, _, asset = str(amount).partition(" ")
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number} {asset}"
