"""What recent blocks cost in, wei; three fees to choose from, and those of replacements, out (EIP-1559)."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Literal

from core.errors import YouCanFix

Speed = Literal["slow", "normal", "fast"]
SPEEDS: tuple[Speed, ...] = ("slow", "normal", "fast")
PERCENTILES = (10.0, 50.0, 90.0)
"""Of the tips in a block, asked of eth_feeHistory, one for each speed."""
HISTORY_BLOCKS = 20
FULL_BLOCKS = {"slow": 1, "normal": 3, "fast": 6}
"""How many full blocks in a row a fee outlasts: each raises the base fee by an eighth (EIP-1559)."""
_BUMP = (9, 8)
"""Nodes take a replacement only from a tenth more of both prices on; an eighth is surely enough."""
MOST_WEI = 10**15
"""For a unit of gas, a million gwei: more is a slip of the keyboard."""


@dataclass(frozen=True)
class Fee:
    """What is offered for a unit of gas.

    Args:
        most_wei: base fee and tip together cost this at most.
        tip_wei: of it for who makes the block, at most.
    """

    most_wei: int
    tip_wei: int

    def __post_init__(self) -> None:
        if not 0 <= self.tip_wei <= self.most_wei <= MOST_WEI or not self.most_wei:
            raise YouCanFix(
                "That is no fee.", "The tip is part of the most, and both are below a million gwei."
            )


@dataclass(frozen=True)
class FeeHistory:
    """What a node says of its newest blocks.

    Args:
        next_base_wei: of the block that is made next.
        tips_wei: per block with transactions, the tips at PERCENTILES.
        usual_tip_wei: that the node proposes.
    """

    next_base_wei: int
    tips_wei: Sequence[Sequence[int]]
    usual_tip_wei: int


def fee_choices(history: FeeHistory) -> dict[Speed, Fee]:
    """A fee for each speed, none below a slower one's.

    The tip is the median over the blocks of the speed's percentile, the node's usual one where no block had a
    transaction; the base fee may rise through FULL_BLOCKS before the transaction has to wait.
    """
    found: dict[Speed, Fee] = {}
    least = 0
    for place, speed in enumerate(SPEEDS):
        tips = [block[place] for block in history.tips_wei if len(block) > place]
        tip = max(least, median_low(tips) if tips else history.usual_tip_wei)
        least = tip
        found[speed] = Fee(max(1, _risen(history.next_base_wei, FULL_BLOCKS[speed]) + tip), tip)
    return found


def _risen(base_wei: int, full_blocks: int) -> int:
    """The base fee after so many full blocks, rounded up."""
    return -(-base_wei * int(9**full_blocks) // int(8**full_blocks))


def replacing(before: Fee, wanted: Fee) -> Fee:
    """The fee of what takes the place of a transaction with `before`: `wanted`, or enough more than that."""
    tip = max(wanted.tip_wei, _more(before.tip_wei))
    return Fee(max(wanted.most_wei, _more(before.most_wei), tip), tip)


def _more(wei: int) -> int:
    return max(wei + 1, -(-wei * _BUMP[0] // _BUMP[1]))
