"""A transaction and what a node says of it now in; its state, and how sure that is, out."""

from dataclasses import dataclass, replace
from typing import Literal

Direction = Literal["out", "in"]
State = Literal["pending", "mined", "failed", "dropped", "replaced"]


@dataclass(frozen=True)
class Movement:
    """Something that this account sent or received, as far as it came.

    Args:
        key: the transaction's hash, and for something received the place of its event after a colon.
        account: lower-case address whose history it is in.
        direction: "out" for what it signed, "in" for what others sent it.
        transaction: hash, 0x and 64 digits.
        at: market time of signing, or of being seen; UTC seconds.
        text: decoded, as "Send 12.3 CFX to 0x…".
        asset, units, decimals: what moved; "" and 0 for a call that moves nothing itself.
        party: the other side's lower-case address.
        state: pending: not mined; mined: it did what it says; failed: mined, and reverted; dropped: a
            reorganisation of the chain took its block away; replaced: another one with its number was mined.
        block, block_hash: that hold it; 0 and "" while none does.
        fee_wei: paid for it.
        nonce: its number among the sender's; -1 where it is not known.
        raw: the signed bytes, to send it again; empty where they are not ours.
        most_wei, tip_wei: what it offers for a unit of gas.
        replaces: hash of the transaction whose place it takes, or "".
    """

    key: str
    account: str
    direction: Direction
    transaction: str
    at: float
    text: str
    asset: str = ""
    units: int = 0
    decimals: int = 0
    party: str = ""
    state: State = "pending"
    block: int = 0
    block_hash: str = ""
    fee_wei: int = 0
    nonce: int = -1
    raw: bytes = b""
    most_wei: int = 0
    tip_wei: int = 0
    replaces: str = ""

    def __repr__(self) -> str:
        return f"Movement({self.transaction}, {self.state})"


@dataclass(frozen=True)
class Seen:
    """A transaction in a block, as a node sees it now."""

    block: int
    block_hash: str
    succeeded: bool
    fee_wei: int


def after(before: Movement, seen: Seen | None, next_nonce: int) -> Movement:
    """Where a movement stands now.

    Args:
        before: what was known.
        seen: the block that holds it; None where none does.
        next_nonce: how many transactions of the account are mined.
    """
    if seen is not None:
        state: State = "mined" if seen.succeeded else "failed"
        return replace(
            before, state=state, block=seen.block, block_hash=seen.block_hash, fee_wei=seen.fee_wei
        )
    if before.direction == "out" and 0 <= before.nonce < next_nonce:
        return replace(before, state="replaced", block=0, block_hash="", fee_wei=0)
    if before.state == "pending":
        return before
    return replace(before, state="dropped", block=0, block_hash="", fee_wei=0)


def confirmations(movement: Movement, head: int) -> int:
    """Blocks that stand on it, its own included; 0 while none holds it."""
    return max(0, head - movement.block + 1) if movement.block else 0


def is_final(movement: Movement, head: int, needed: int) -> bool:
    """Whether it is deep enough that nobody looks at it again."""
    return confirmations(movement, head) >= needed


def needs_sending(movement: Movement) -> bool:
    """Whether no block holds what we signed, so that the node should hear of it again."""
    return movement.direction == "out" and movement.state in {"pending", "dropped"} and bool(movement.raw)
