"""A trading window's result in, whole coins of profit or loss and the record of the epoch out."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from core.trading.session import Book
from core.values import Amount

Phase = Literal["opening", "trading", "settling", "closed"]


@dataclass(frozen=True)
class Epoch:
    """One round's trading window and the vault's epoch that it fills, as far as it came.

    Args:
        round_id: whose model trades.
        model: its digest, 64 hex digits.
        terms: digest of the round's terms, 64 hex digits.
        start_at: first candle time that was decided on, UTC seconds.
        end_at: candle time at which everything is sold.
        phase: opening (deposits are being filled), trading, settling (coins move) or closed.
        since_block: newest block when the present phase began; from there on coins that moved are looked up.
        capital: the vault's assets at the start; nothing in phase opening.
        vault_epoch: number of the vault's epoch, 0 in phase opening.
        profit: of the window; negative for a loss.
        fee: what the vault paid the traders of it.
        total_return: net, a fraction of the capital.
        buy_and_hold: of equal weights from the same start.
        max_drawdown: a fraction of the peak.
        trades: fills.
        fees: paid on paper, in the asset.
        closed_at: market time of the end.
        transaction: that closed the vault's epoch.
        note: what a reader should know, empty when nothing.
    """

    round_id: int
    model: str
    terms: str
    start_at: int
    end_at: int
    capital: Amount
    phase: Phase = "opening"
    since_block: int = 0
    vault_epoch: int = 0
    profit: Amount | None = None
    fee: Amount | None = None
    total_return: float = 0.0
    buy_and_hold: float = 0.0
    max_drawdown: float = 0.0
    trades: int = 0
    fees: float = 0.0
    closed_at: int = 0
    transaction: str = ""
    note: str = ""

    @property
    def paper_capital(self) -> float:
        """The capital as paper trading counts it, in whole coins."""
        scale: int = 10**self.capital.decimals
        return self.capital.units / scale

    def with_result(self, book: Book, since_block: int) -> "Epoch":
        """The epoch on its way to settlement, with the figures of its window's last book."""
        account = book.portfolio
        return replace(
            self,
            phase="settling",
            since_block=since_block,
            profit=profit_units(self.capital, account.capital, account.equity),
            total_return=account.total_return,
            buy_and_hold=book.benchmark_return,
            max_drawdown=account.max_drawdown,
            trades=account.fills,
            fees=account.fees,
        )

    def to_json(self) -> dict[str, Any]:
        """Every field as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Epoch":
        """The epoch that `to_json` wrote."""
        money = {name: Amount(**data[name]) for name in ("capital", "profit", "fee") if data[name]}
        return cls(**{**data, **money})


def profit_units(capital: Amount, started: float, equity: float) -> Amount:
    """What paper trading made of `capital`, rounded down to whole units; a loss takes no more than all of it.

    Args:
        capital: what the vault put in.
        started: the same in whole coins, as the paper account began.
        equity: what the paper account holds at the end.
    """
    units = math.floor((Fraction(equity) - Fraction(started)) * 10**capital.decimals)
    return Amount(max(units, -capital.units), capital.decimals, capital.asset)
