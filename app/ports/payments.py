"""Payments: what a node of the chain is asked for them, and what signs for a key that is not here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from core.identity.keys import TypedFields
from core.payments.calls import Call
from core.payments.fees import FeeHistory
from core.payments.movements import Seen
from core.values import ClientId


@dataclass(frozen=True)
class Transfer:
    """A token transfer to this account, as the token's contract told of it.

    Args:
        token: address of the contract.
        sender: of the tokens.
        units: in the token's smallest units.
        transaction: hash.
        place: of the event in its block.
        block, block_hash: that hold it.
    """

    token: str
    sender: ClientId
    units: int
    transaction: str
    place: int
    block: int
    block_hash: str


class PaymentNode(Protocol):
    """A node of the network's chain; every method raises TryAgain while it does not answer."""

    def check_chain(self) -> None:
        """Ask for the chain id anew; raises YouCanFix where it is not the network's pinned one."""
        ...

    def fee_history(self) -> FeeHistory:
        """What recent blocks cost."""
        ...

    def try_call(self, sender: str, call: Call) -> bytes:
        """What the call would return now; raises Refused with the reason where it would revert."""
        ...

    def gas(self, sender: str, call: Call) -> int:
        """Gas with which the call succeeds now; raises Refused with the reason where none is enough."""
        ...

    def nonce(self, address: str, *, mined: bool = False) -> int:
        """The number of the account's next transaction; of the next that is not mined where `mined`."""
        ...

    def has_code(self, address: str) -> bool:
        """Whether a contract is at `address`."""
        ...

    def coins_wei(self, address: str) -> int:
        """The chain's own coin of `address`."""
        ...

    def broadcast(self, raw: bytes) -> None:
        """Hand a signed transaction over; one that the node has already is fine.

        Raises:
            Refused: the node will not take it, and why.
        """
        ...

    def seen(self, transaction: str) -> Seen | None:
        """The block that holds a transaction now; None where none does."""
        ...

    def head(self) -> int:
        """Number of the newest block."""
        ...

    def made_at(self, block: int) -> int:
        """UTC seconds at which a block was made."""
        ...

    def received(self, tokens: Sequence[str], address: str, since: int, until: int) -> tuple[Transfer, ...]:
        """Transfers of these tokens to `address` in blocks `since` to `until`."""
        ...


class ExternalSigner(Protocol):
    """A program or device that has keys and asks its own user before it signs.

    Every method raises Refused where that user says no, TryAgain where nothing answers in time, and PeerBroke
    where the answer is none. What it signed is checked by app.trader.external_account, not believed.
    """

    name: str

    def accounts(self) -> tuple[ClientId, ...]:
        """The accounts that it has keys of."""
        ...

    def sign_transaction(self, sender: ClientId, fields: Mapping[str, Any]) -> bytes:
        """The raw signed bytes of a transaction, its fields named as web3 names them."""
        ...

    def sign_typed(
        self,
        signer: ClientId,
        domain: Mapping[str, Any],
        types: TypedFields,
        primary: str,
        message: Mapping[str, Any],
    ) -> bytes:
        """The 65 bytes of an EIP-712 signature."""
        ...

    def sign_text(self, signer: ClientId, text: str) -> bytes:
        """The 65 bytes of a text's signature (ERC-191)."""
        ...
