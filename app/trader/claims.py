"""A payout table's line as the coordinator gives it in; the line checked against the contract's root out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import PeerBroke
from core.values import Amount, ClientId

if TYPE_CHECKING:
    from app.ports import Chain, CoordinatorGateway

KINDS = {"profit": "ProfitDistributor", "emission": "EmissionDistributor"}
"""Payout tables and the contracts that pay them."""


@dataclass(frozen=True)
class Claimable:
    """One payout table's line of this account, checked against the chain.

    Args:
        kind: "profit" (in the pool's asset) or "emission" (in CFX).
        earned: since the beginning.
        paid: of that, claimed before.
        is_waiting: True while the table waits for its challenge delay; nothing can be claimed from it yet.
        proof: of the line under the root on chain.
    """

    kind: str
    earned: Amount
    paid: Amount
    is_waiting: bool
    proof: tuple[bytes, ...]

    @property
    def amount(self) -> Amount:
        """What a claim would pay now."""
        return self.earned - self.earned if self.is_waiting else self.earned - self.paid


@dataclass(frozen=True)
class Claimed:
    """A claim that was paid."""

    kind: str
    amount: Amount
    transaction: str


def claimable(
    kind: str,
    account: ClientId,
    money: Callable[[int], Amount],
    chain: "Chain",
    coordinator: "CoordinatorGateway",
) -> Claimable | None:
    """A payout table's line of `account`, None before the first table.

    Raises:
        PeerBroke: the answer is malformed, or its proof does not fit the root on chain.
    """
    view = coordinator.json(f"payouts/{kind}/{account}")
    try:
        if view["root"] is None:
            return None
        root, cumulative, proof = _bytes32(view["root"]), int(view["cumulative_wei"]), view["proof"]
        siblings = tuple(_bytes32(sibling) for sibling in proof)
    except (KeyError, TypeError, ValueError) as error:
        raise PeerBroke("The coordinator's payout table is malformed.", "Update the app.") from error
    contract = KINDS[kind]
    is_waiting = bytes(chain.read(contract, "root")) != root
    if cumulative and not is_waiting:
        _check_proof(kind, chain, account, cumulative, root, siblings)
    paid = int(chain.read(contract, "paid", account))
    return Claimable(kind, money(max(cumulative, paid)), money(paid), is_waiting, siblings)


def _check_proof(
    kind: str, chain: "Chain", account: ClientId, cumulative: int, root: bytes, siblings: tuple[bytes, ...]
) -> None:
    from core.rewards.payouts import check_line

    distributor = ClientId(chain.address(KINDS[kind]))
    check_line(root, chain.chain_id, distributor, account, cumulative, siblings)


def _bytes32(text: Any) -> bytes:
    data = bytes.fromhex(str(text).removeprefix("0x"))
    if len(data) != 32:  # noqa: PLR2004 - a digest
        raise ValueError("not 32 bytes")
    return data
