"""What clients earn round by round in; a cumulative payout table, its Merkle root and its proofs out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from core import merkle
from core.errors import PeerBroke, YouCanFix
from core.values import ClientId, client_id

_WORD = 32
_LIMIT = 1 << 8 * _WORD
"""Of the contract's numbers."""


@dataclass(frozen=True)
class PayoutTable:
    """What each client has earned since the beginning from one distributor, in its token's smallest unit.

    Args:
        chain_id: of the distributor.
        distributor: its address; both are in every leaf, so that no proof fits another contract.
        cumulative: by client; never falls from one table to the next.
    """

    chain_id: int
    distributor: ClientId
    cumulative: Mapping[ClientId, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not all(0 <= number < _LIMIT for number in (self.chain_id, *self.cumulative.values())):
            raise ValueError("a chain's number and a cumulative amount are not negative and have 256 bits")
        ordered = {client: self.cumulative[client] for client in sorted(self.cumulative)}
        object.__setattr__(self, "cumulative", ordered)

    def plus(self, earned: Mapping[ClientId, int]) -> Self:
        """The next table: `earned` on top of this one; clients without earnings are not listed."""
        if any(amount < 0 for amount in earned.values()):
            raise ValueError("earnings must not be negative")
        clients = {*self.cumulative, *(client for client, amount in earned.items() if amount)}
        added = {client: self.cumulative.get(client, 0) + earned.get(client, 0) for client in clients}
        return type(self)(self.chain_id, self.distributor, added)

    @property
    def total(self) -> int:
        """All that was ever earned; the distributor checks it against what it was given."""
        return sum(self.cumulative.values())

    @property
    def root(self) -> bytes:
        """The Merkle root that the distributor is given."""
        return merkle.root(self._leaves)

    def proof(self, client: ClientId) -> tuple[bytes, ...]:
        """What shows the line of `client` to be under the root; raises KeyError when it is not listed."""
        if client not in self.cumulative:
            raise KeyError(client)
        return merkle.proof(self._leaves, list(self.cumulative).index(client))

    def to_bytes(self) -> bytes:
        """The table as canonical JSON."""
        document = {
            "chain_id": self.chain_id,
            "distributor": self.distributor,
            "cumulative_wei": {client: str(amount) for client, amount in self.cumulative.items()},
        }
        return json.dumps(document, separators=(",", ":"), sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """A table from its canonical JSON; raises PeerBroke when it is not that."""
        try:
            document = json.loads(data)
            amounts = {
                client_id(client): int(amount) for client, amount in document["cumulative_wei"].items()
            }
            table = cls(int(document["chain_id"]), client_id(document["distributor"]), amounts)
        except (
            ArithmeticError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            RecursionError,
            YouCanFix,
        ) as error:
            raise PeerBroke("A payout table is malformed.") from error
        if table.to_bytes() != data:
            raise PeerBroke("A payout table is not in its canonical form.")
        return table

    @cached_property
    def _leaves(self) -> list[bytes]:
        return [
            leaf(self.chain_id, self.distributor, client, amount)
            for client, amount in self.cumulative.items()
        ]


def leaf(chain_id: int, distributor: ClientId, client: ClientId, cumulative: int) -> bytes:
    """A line's leaf: keccak twice over abi.encode(chain id, distributor, client, cumulative)."""
    words = (chain_id, int(distributor, 16), int(client, 16), cumulative)
    return merkle.leaf(b"".join(word.to_bytes(_WORD, "big") for word in words))


def check_line(
    root: bytes,
    chain_id: int,
    distributor: ClientId,
    client: ClientId,
    cumulative: int,
    proof: tuple[bytes, ...],
) -> None:
    """Raise PeerBroke unless `proof` shows that a table of `root` owes `client` the cumulative amount."""
    if not merkle.verify(root, leaf(chain_id, distributor, client, cumulative), proof):
        raise PeerBroke("The payout that was told is not in the table on chain.", "Ask again in a minute.")
