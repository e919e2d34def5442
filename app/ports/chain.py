"""The network's chain: what the roles read of it and send to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from core.identity.keys import Signer


@dataclass(frozen=True)
class Block:
    """A block's header, as far as the protocol needs it."""

    number: int
    hash: bytes
    timestamp: int


@dataclass(frozen=True)
class Receipt:
    """A mined transaction."""

    transaction: str
    block: int
    gas_used: int
    fee_wei: int


@dataclass(frozen=True)
class Event:
    """A decoded contract event."""

    name: str
    arguments: Mapping[str, Any]
    block: int
    transaction: str


class Chain(Protocol):
    """Contracts of one network, by the names of app.settings.CONTRACTS."""

    chain_id: int

    def read(self, contract: str, function: str, *arguments: Any) -> Any:
        """Call a view function; addresses are lower-case, raw bytes are bytes. Raises TryAgain, YouCanFix."""
        ...

    def send(self, account: Signer, contract: str, function: str, *arguments: Any, value: int = 0) -> Receipt:
        """Simulate, sign, send and wait for a transaction.

        Raises:
            Refused: the contract reverts; the custom error is named in the message.
            YouCanFix: not enough coins for gas.
            TryAgain: no node answers; the transaction may still be mined and a retry is safe.
        """
        ...

    def events(self, contract: str, name: str, since_block: int = 0, **filters: Any) -> tuple[Event, ...]:
        """Events in order, from `since_block` on, whose indexed arguments equal `filters`."""
        ...

    def block(self, number: int | None = None) -> Block | None:
        """Block `number`, None where it does not exist yet; the newest without an argument."""
        ...

    def balance_wei(self, address: str) -> int:
        """The chain's own coin of `address`."""
        ...

    def address(self, contract: str) -> str:
        """Lower-case address of a contract."""
        ...

    def code_hash(self, contract: str) -> str:
        """Keccak-256 of the code that lies at a contract's address, as "0x" and 64 digits."""
        ...

    def fund(self, address: str) -> None:
        """Ask a local network's chain for practice coins; raises Refused on any other network."""
        ...
