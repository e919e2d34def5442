"""The agent's days and pairs in; cells of the calendar and rows of the table, ready to show, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui import formatting
from ui.translation import tr
from ui.widgets.calendar_map import DayCell
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.trading.by_symbol import SymbolResult
    from core.trading.days import DayResult

_TYPICAL = 0.95
"""Days up to this part of all, by size, share the shades; the few beyond are as deep as the deepest."""


@dataclass(frozen=True)
class SymbolRow:
    """One pair, ready to show; the figures behind it are what the table sorts by."""

    symbol: str
    trades: str
    win_rate: str
    profit: str
    tone: str
    fees: str
    share: str
    fall: str
    figures: "SymbolResult"


def day_cells(days: "Sequence[DayResult]", asset: str, *, hidden: bool) -> tuple[DayCell, ...]:
    """Days as squares; while amounts are hidden, the sign and the triangle alone."""
    sizes = sorted(abs(day.amount) for day in days if day.amount)
    most = sizes[min(len(sizes) - 1, int(len(sizes) * _TYPICAL))] if sizes else 1.0
    return tuple(
        DayCell(
            day.day,
            (day.amount > 0) - (day.amount < 0),
            0.5 if hidden else min(1.0, abs(day.amount) / most),
            _day_words(day, asset, hidden=hidden),
        )
        for day in days
    )


def _day_words(day: "DayResult", asset: str, *, hidden: bool) -> str:
    money = formatting.HIDDEN if hidden else formatting.number(day.amount, 2, sign=True)
    arrow = formatting.arrow(day.amount)
    trades = tr("{n} trade(s)", "", day.trades)
    return (
        tr("{day}: {arrow} {amount} {asset}, {trades}")
        .format(day=day.day.isoformat(), arrow=arrow, amount=money, asset=asset, trades=trades)
        .replace("  ", " ")
    )


def symbol_rows(pairs: "Sequence[SymbolResult]", *, hidden: bool) -> tuple[SymbolRow, ...]:
    """Pairs as rows, in the order given."""

    def money(value: float, *, sign: bool = False) -> str:
        return formatting.HIDDEN if hidden else formatting.number(value, 2, sign=sign)

    return tuple(
        SymbolRow(
            symbol=pair.symbol,
            trades=f"{pair.trades:,}",
            win_rate=formatting.percent(pair.win_rate, 1),
            profit=f"{formatting.arrow(pair.profit)} {money(pair.profit, sign=True)}".strip(),
            tone=formatting.tone_of(pair.profit),
            fees=money(pair.fees),
            share=formatting.percent(pair.share, 1, sign=True),
            fall=money(-pair.biggest_fall),
            figures=pair,
        )
        for pair in pairs
    )


SYMBOL_COLUMNS = (
    Column[SymbolRow](tr("Pair"), lambda row: row.symbol, share=2),
    Column[SymbolRow](
        tr("Trades"), lambda row: row.trades, right=True, sort=lambda row: row.figures.trades, share=2
    ),
    Column[SymbolRow](
        tr("Won"),
        lambda row: row.win_rate,
        right=True,
        sort=lambda row: row.figures.win_rate or 0.0,
        share=2,
        hint=lambda row: tr("{wins} of {sales} sales gained more than their fee.").format(
            wins=row.figures.wins, sales=row.figures.sales
        ),
    ),
    Column[SymbolRow](
        tr("Profit"),
        lambda row: row.profit,
        right=True,
        tone=lambda row: row.tone,
        sort=lambda row: row.figures.profit,
        share=2,
        hint=lambda _row: tr("Realised, less the fees of all fills; what is still held is not in it."),
    ),
    Column[SymbolRow](
        tr("Fees"), lambda row: row.fees, right=True, sort=lambda row: row.figures.fees, share=2
    ),
    Column[SymbolRow](
        tr("Of total"),
        lambda row: row.share,
        right=True,
        sort=lambda row: row.figures.share,
        share=2,
        hint=lambda _row: tr("Its part of all pairs' profits and losses taken together."),
    ),
    Column[SymbolRow](
        tr("Biggest fall"),
        lambda row: row.fall,
        right=True,
        sort=lambda row: -row.figures.biggest_fall,
        share=2,
        hint=lambda _row: tr("Of the pair's running profit below its highest point so far."),
    ),
)
