"""A recipient, an amount and a fee in; a payment that was tried before it is signed, and its sending, out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.events import BalanceChanged
from app.trader.address_book import AddressBook
from app.trader.wallet import COIN_DECIMALS, TOKEN_DECIMALS, plain
from core.errors import Refused, TryAgain, YouCanFix
from core.identity.addresses import checksummed
from core.payments.calls import Call, says_yes, transfer
from core.payments.fees import Fee, Speed, fee_choices, replacing
from core.payments.lookalikes import imitated
from core.payments.movements import Movement
from core.payments.request import PaymentRequest, read_request
from core.payments.signed import check_signed
from core.values import Amount, ClientId

if TYPE_CHECKING:
    from app.events import EventBus
    from app.ports import Clock, PaymentNode, TraderStore
    from app.settings import Network
    from app.trader.wallet import Wallet

COIN = "ETH"
CONFIRM_WORD = "send"
"""What may be typed in place of the amount."""
PLAIN_GAS = 21_000
"""Of a payment of coins to an account without code: exactly this (EIP-2930's table of costs)."""
_GAS_MARGIN = (6, 5)
"""Gas limit against the estimate where code runs: state may move between the two."""


@dataclass(frozen=True)
class Draft:
    """What the user wants to send.

    Args:
        recipient: an address, an `ethereum:` URI, or a name of the address book.
        asset: ticker of the coin or token.
        amount: as typed; "" with `everything`.
        everything: send all of it; of the chain's coin what the fee leaves.
        speed: of the fee, where `fee` does not say it.
        fee: chosen by hand.
    """

    recipient: str
    asset: str
    amount: str = ""
    everything: bool = False
    speed: Speed = "normal"
    fee: Fee | None = None


@dataclass(frozen=True)
class Change:
    """What the payment does to one balance.

    Args:
        whose: "you" or the recipient's address.
        before, after: the balance.
    """

    whose: str
    before: Amount
    after: Amount


@dataclass(frozen=True)
class Payment:
    """A payment that was simulated and can be signed.

    Args:
        text: decoded, as "Send 12.3 CFX to 0x…".
        sender, recipient: lower-case addresses.
        amount: that moves; zero units of the coin for a cancellation.
        call: what the transaction does.
        fee: of a unit of gas.
        gas: limit.
        nonce: its number.
        changes: of balances, as far as they are known before.
        warnings: sentences to read before signing.
        must_type: True where the amount or a word is asked for before it is signed.
        replaces: hash of the transaction whose place it takes, or "".
    """

    text: str
    sender: ClientId
    recipient: ClientId
    amount: Amount
    call: Call
    fee: Fee
    gas: int
    nonce: int
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    must_type: bool = False
    replaces: str = ""

    @property
    def fee_most(self) -> Amount:
        """What the fee costs at most."""
        return Amount(self.gas * self.fee.most_wei, COIN_DECIMALS, COIN)

    def fields(self, chain_id: int) -> dict[str, Any]:
        """The transaction to sign."""
        return {
            "to": self.call.to,
            "value": self.call.value,
            "data": "0x" + self.call.data.hex(),
            "chainId": chain_id,
            "nonce": self.nonce,
            "gas": self.gas,
            "maxFeePerGas": self.fee.most_wei,
            "maxPriorityFeePerGas": self.fee.tip_wei,
            "type": 2,
        }


class Payments:
    """Sends coins and tokens of the account in use.

    Args:
        wallet: whose account signs.
        node: asked before and after.
        network: of both.
        store: where payments are noted before they leave.
        book: of known addresses.
        clock: market time.
        bus: told BalanceChanged after each payment.
        confirm_above: whole coins of any kind above which the amount is typed again; 0 always asks.
    """

    def __init__(
        self,
        wallet: "Wallet",
        node: "PaymentNode",
        network: "Network",
        store: "TraderStore",
        book: AddressBook,
        clock: "Clock",
        bus: "EventBus",
        confirm_above: Callable[[], float],
    ) -> None:
        self._wallet = wallet
        self._node = node
        self._network = network
        self._store = store
        self._clock = clock
        self._bus = bus
        self._confirm_above = confirm_above
        self.book = book

    def assets(self) -> dict[str, tuple[str, int]]:
        """What can be sent: contract and decimals by ticker; the coin of the chain has no contract."""
        contracts = self._network.contracts
        return {
            self._network.asset: (contracts["Asset"].lower(), self._network.asset_decimals),
            "CFX": (contracts["ConfluxToken"].lower(), TOKEN_DECIMALS),
            COIN: ("", COIN_DECIMALS),
        }

    def balance(self, asset: str, of: str = "") -> Amount:
        """What an address, by default the account in use, has of a coin or token."""
        token, decimals = self._asset(asset)
        address = of or self._wallet.address
        if not token:
            return Amount(self._node.coins_wei(address), decimals, asset)
        return self._wallet.token_balance(asset, address)

    def fees(self) -> Mapping[Speed, Fee]:
        """Fees to choose from, by speed."""
        return fee_choices(self._node.fee_history())

    def request(self, text: str) -> PaymentRequest:
        """Whom a pasted text or a name of the address book means; raises YouCanFix where nobody.

        A request for another chain, or for a token that this network does not have, is refused.
        """
        known = self.book.find(text)
        asked = PaymentRequest(known.address) if known else read_request(text)  # type: ignore[arg-type]
        if asked.chain_id not in (None, self._network.chain_id):
            raise Refused(
                f"The request is for chain {asked.chain_id}, and {self._network.name} is on chain "
                f"{self._network.chain_id}.",
                "Coins sent on the wrong chain may be lost: ask the payee.",
            )
        if asked.token and asked.token not in {token for token, _ in self.assets().values()}:
            raise YouCanFix(
                f"The request is for a token at {asked.token}, which this wallet does not know.",
                f"It sends {', '.join(self.assets())}.",
            )
        return asked

    def asset_of(self, asked: PaymentRequest) -> str:
        """The ticker of what a request asks for; raises as `request`."""
        return next(asset for asset, (token, _) in self.assets().items() if token == asked.token)

    def prepare(self, draft: Draft) -> Payment:
        """Try a payment against the chain without signing anything.

        Raises:
            YouCanFix: the recipient, the amount or the fee is wrong, coins are missing, or the node serves
                another chain than the network's.
            Refused: it would revert, for the reason that is given.
            TryAgain: the node does not answer.
        """
        sender = self._wallet.address
        recipient = self._recipient(draft.recipient, sender)
        self._node.check_chain()
        fee = draft.fee or self.fees()[draft.speed]
        token, decimals = self._asset(draft.asset)
        held = self.balance(draft.asset)
        if token:
            amount = held if draft.everything else _typed(draft, decimals)
            payment = self._token_payment(token, sender, recipient, amount, fee)
        else:
            payment = self._coin_payment(sender, recipient, draft, held, fee)
        self._check_funds(payment, held)
        return replace(
            payment,
            changes=self._changes(payment, held),
            warnings=self._warnings(payment, draft.asset),
            must_type=self._is_large(payment.amount),
        )

    def _recipient(self, text: str, sender: str) -> ClientId:
        recipient = self.request(text).recipient
        if not int(recipient, 16):
            raise YouCanFix("Nobody has that address: coins sent there are lost.", "Check the address.")
        if recipient in {address.lower() for address in self._network.contracts.values()}:
            raise YouCanFix(
                f"{recipient} is a contract of {self._network.name}: coins sent there are lost.",
                "Use the actions of the Wallet screen to deposit or to bond.",
            )
        if recipient == sender:
            raise YouCanFix("That is this account itself.", "Choose another recipient.")
        return recipient

    def _token_payment(
        self, token: str, sender: ClientId, recipient: ClientId, amount: Amount, fee: Fee
    ) -> Payment:
        call = transfer(token, recipient, amount.units)
        if amount.units <= 0:
            raise YouCanFix(f"There is no {amount.asset} to send.", "Choose another coin or amount.")
        if not says_yes(self._node.try_call(sender, call)):
            raise Refused(f"The contract of {amount.asset} says no to this transfer.", "Nothing was signed.")
        gas = self._node.gas(sender, call) * _GAS_MARGIN[0] // _GAS_MARGIN[1]
        return self._payment(sender, recipient, amount, call, fee, gas)

    def _coin_payment(
        self, sender: ClientId, recipient: ClientId, draft: Draft, held: Amount, fee: Fee
    ) -> Payment:
        is_plain = not self._node.has_code(recipient)
        gas = PLAIN_GAS
        if not is_plain:
            gas = self._node.gas(sender, Call(recipient, 1)) * _GAS_MARGIN[0] // _GAS_MARGIN[1]
        amount = _typed(draft, COIN_DECIMALS) if not draft.everything else replace(
            held, units=held.units - gas * fee.most_wei
        )  # fmt: skip
        if amount.units <= 0:
            raise YouCanFix(
                f"The account's {plain(held)} do not cover the fee.", "Choose a slower fee, or get coins."
            )
        call = Call(recipient, amount.units)
        self._node.try_call(sender, call)
        return self._payment(sender, recipient, amount, call, fee, gas)

    def _payment(
        self, sender: ClientId, recipient: ClientId, amount: Amount, call: Call, fee: Fee, gas: int
    ) -> Payment:
        text = f"Send {plain(amount)} to {self.named(recipient)}"
        nonce = self._node.nonce(sender)
        return Payment(text, sender, recipient, amount, call, fee, gas, nonce)

    def named(self, address: str) -> str:
        """An address with its name, where the book or the wallet knows it."""
        name = self.book.names().get(address) or self._own().get(address)
        return f"{name} ({checksummed(address)})" if name else checksummed(address)

    def _own(self) -> dict[str, str]:
        return {line.address: line.name for line in self._wallet.box.lines()}

    def _check_funds(self, payment: Payment, held: Amount) -> None:
        coins = self._node.coins_wei(payment.sender)
        needed = payment.call.value + payment.fee_most.units
        if payment.call.data and held.units < payment.amount.units:
            raise YouCanFix(f"The account has only {plain(held)}.", "Send less.")
        if coins < needed:
            has = plain(Amount(coins, COIN_DECIMALS, COIN))
            costs = plain(Amount(needed, COIN_DECIMALS, COIN))
            raise YouCanFix(
                f"This needs up to {costs}, the fee included, and the account has {has}.",
                "Send less, or choose a slower fee.",
            )

    def _changes(self, payment: Payment, held: Amount) -> tuple[Change, ...]:
        """Balances before and after, the highest fee taken off."""
        theirs = self.balance(payment.amount.asset, payment.recipient)
        mine = held - payment.amount
        if not payment.call.data:
            mine -= payment.fee_most
            return (Change("you", held, mine), Change(payment.recipient, theirs, theirs + payment.amount))
        coins = Amount(self._node.coins_wei(payment.sender), COIN_DECIMALS, COIN)
        return (
            Change("you", held, mine),
            Change("you", coins, coins - payment.fee_most),
            Change(payment.recipient, theirs, theirs + payment.amount),
        )

    def _warnings(self, payment: Payment, asset: str) -> tuple[str, ...]:
        """What an attentive person would notice about the recipient."""
        own, names = self._own(), self.book.names()
        earlier = {
            moved.party
            for moved in self._store.movements(payment.sender)
            if moved.direction == "out" and moved.state in {"mined", "pending"}
        }
        found = []
        known = {**dict.fromkeys(earlier, ""), **own, **names}
        if payment.recipient not in known:
            if copied := imitated(payment.recipient, known):
                name = f" ({known[copied]})" if known[copied] else ""
                found.append(
                    f"This address begins and ends like {checksummed(copied)}{name}, but is another one. "
                    "Such addresses are made to be copied by mistake: compare every character."
                )
            else:
                found.append("You have never sent anything to this address from here.")
        if self._node.has_code(payment.recipient):
            found.append(f"A contract is at this address. Be sure that it can do something with {asset}.")
        return tuple(found)

    def _is_large(self, amount: Amount) -> bool:
        limit = self._confirm_above()
        return bool(amount.units > limit * 10**amount.decimals)

    def replacement(self, sent: Movement, *, cancel: bool, fee: Fee | None = None) -> Payment:
        """The same transaction with a higher fee, or nothing in its place.

        Args:
            sent: that no block holds.
            cancel: put a payment of nothing to oneself in its place.
            fee: wanted; by default the fast one. Either is raised until nodes take the replacement.

        Raises:
            YouCanFix: it is mined already, or was not signed on this machine.
        """
        if sent.state not in {"pending", "dropped"} or not sent.raw:
            raise YouCanFix("Only a transaction that still waits can be replaced.", "Look at its state.")
        from core.payments.signed import read_signed

        self._node.check_chain()
        before = read_signed(sent.raw)
        new = replacing(Fee(before.most_wei, before.tip_wei), fee or self.fees()["fast"])
        sender = ClientId(sent.account)
        nothing = Amount(0, COIN_DECIMALS, COIN)
        if cancel:
            text = f"Cancel: {sent.text}"
            payment = Payment(text, sender, sender, nothing, Call(sender), new, PLAIN_GAS, before.nonce)
        else:
            amount = Amount(sent.units, sent.decimals, sent.asset) if sent.asset else nothing
            call = Call(before.to, before.value, before.data)
            recipient = ClientId(sent.party or before.to)
            payment = Payment(
                sent.text.removeprefix("Cancel: ") if not sent.replaces else sent.text,
                sender, recipient, amount, call, new, before.gas, before.nonce,
            )  # fmt: skip
        self._check_replacement(payment)
        return replace(payment, replaces=sent.transaction)

    def _check_replacement(self, payment: Payment) -> None:
        coins = self._node.coins_wei(payment.sender)
        if coins < payment.call.value + payment.fee_most.units:
            raise YouCanFix("The account's coins do not cover the higher fee.", "Choose a lower one.")

    def send(self, payment: Payment, typed: str = "") -> Movement:
        """Sign what was prepared and hand it to the node; it is noted on disk before it leaves.

        Args:
            payment: as shown to the user.
            typed: the amount or the word, where the payment must be confirmed by typing.

        Raises:
            YouCanFix: the wrong words were typed, the account is locked or not this one any more, or the node
                serves another chain.
            Refused: the node does not take it.
            TryAgain: no answer: it may have left, and is noted as pending; or another one left meanwhile.
        """
        if payment.must_type and not confirms(payment, typed):
            raise YouCanFix(
                f"{plain(payment.amount)} is above the limit of your settings, and was not typed again.",
                f"Type the amount or the word {CONFIRM_WORD}.",
            )
        with self._wallet.sending:
            self._check_still_true(payment)
            signer = self._wallet.account()
            fields = payment.fields(self._network.chain_id)
            raw = signer.sign_transaction(fields)
            signed = check_signed(raw, payment.sender, fields)
            movement = self._noted(payment, raw, signed.hash)
            self._store.save_movement(movement)
            try:
                self._node.broadcast(raw)
            except Refused:
                self._store.forget_movement(movement.key)  # it never left: its number is free
                raise
        self._bus.publish(BalanceChanged())
        return movement

    def _check_still_true(self, payment: Payment) -> None:
        if self._wallet.address != payment.sender:
            raise YouCanFix("Another account came into use meanwhile.", "Look at the payment again.")
        self._node.check_chain()
        if not payment.replaces and self._node.nonce(payment.sender) != payment.nonce:
            raise TryAgain("This account sent something else meanwhile.", "Look at the payment again.")

    def _noted(self, payment: Payment, raw: bytes, transaction: str) -> Movement:
        amount = payment.amount
        return Movement(
            key=transaction,
            account=payment.sender,
            direction="out",
            transaction=transaction,
            at=self._clock.now(),
            text=payment.text,
            asset=amount.asset,
            units=amount.units,
            decimals=amount.decimals,
            party=payment.recipient,
            nonce=payment.nonce,
            raw=raw,
            most_wei=payment.fee.most_wei,
            tip_wei=payment.fee.tip_wei,
            replaces=payment.replaces,
        )

    def _asset(self, asset: str) -> tuple[str, int]:
        try:
            return self.assets()[asset]
        except KeyError:
            raise YouCanFix(
                f"{asset} cannot be sent from here.", f"Send one of {', '.join(self.assets())}."
            ) from None


def _typed(draft: Draft, decimals: int) -> Amount:
    amount = Amount.parse(draft.amount.strip().replace(",", ""), decimals, draft.asset)
    if amount.units <= 0:
        raise YouCanFix(f"{plain(amount)} is nothing to send.", "Type an amount above zero.")
    return amount


def confirms(payment: Payment, typed: str) -> bool:
    """Whether what was typed is the payment's amount, with its unit or without, or the word."""
    words = typed.strip().lower().replace(",", "")
    if words == CONFIRM_WORD:
        return True
    number = words.removesuffix(payment.amount.asset.lower()).strip()
    try:
        return Amount.parse(number, payment.amount.decimals, payment.amount.asset) == payment.amount
    except YouCanFix:
        return False
