"""Fills in; what each pair made, how often, at what cost and with which deepest fall, out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol


class FillLike(Protocol):
    """A fill as a journal tells it, in the quote asset."""

    @property
    def symbol(self) -> str:
        """The pair."""
        ...

    @property
    def fee(self) -> float:
        """Paid for it."""
        ...

    @property
    def realised(self) -> float | None:
        """What a sale gained before fees; None for a purchase."""
        ...


@dataclass(frozen=True)
class SymbolResult:
    """What the fills of one pair add up to, in the quote asset.

    Args:
        symbol: the pair.
        trades: fills.
        sales: of them, those that sold.
        wins: sales that gained more than their fee.
        profit: what sales realised less the fees of all its fills; what is still held is not in it.
        fees: of all its fills.
        biggest_fall: of the running profit below its highest point so far, the start at 0 included.
        share: its part of all pairs' profits and losses taken together, in [-1, 1].
    """

    symbol: str
    trades: int = 0
    sales: int = 0
    wins: int = 0
    profit: float = 0.0
    fees: float = 0.0
    biggest_fall: float = 0.0
    share: float = 0.0

    @property
    def win_rate(self) -> float | None:
        """The part of the sales that won; None before the first."""
        return self.wins / self.sales if self.sales else None


def by_symbol(fills: Iterable[FillLike]) -> tuple[SymbolResult, ...]:
    """The pairs, the most profitable first.

    Args:
        fills: in the order in which they were filled.
    """
    found: dict[str, SymbolResult] = {}
    peaks: dict[str, float] = {}
    for fill in fills:
        kept = _plus(found.get(fill.symbol, SymbolResult(fill.symbol)), fill)
        peaks[fill.symbol] = max(peaks.get(fill.symbol, 0.0), kept.profit)
        fall = max(kept.biggest_fall, peaks[fill.symbol] - kept.profit)
        found[fill.symbol] = replace(kept, biggest_fall=fall)
    moved = sum(abs(each.profit) for each in found.values())
    ranked = sorted(found.values(), key=lambda each: (-each.profit, each.symbol))
    return tuple(replace(each, share=each.profit / moved if moved else 0.0) for each in ranked)


def _plus(kept: SymbolResult, fill: FillLike) -> SymbolResult:
    gain = 0.0 if fill.realised is None else fill.realised
    is_sale = fill.realised is not None
    return replace(
        kept,
        trades=kept.trades + 1,
        sales=kept.sales + is_sale,
        wins=kept.wins + (is_sale and gain > fill.fee),
        profit=kept.profit + gain - fill.fee,
        fees=kept.fees + fill.fee,
    )
