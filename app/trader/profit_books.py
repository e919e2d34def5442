"""A trader in; its incomes with the prices of their days, and the same with its own trades as a file, out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import write_atomically
from app.trader.day_prices import DayPrices
from app.trader.tax_layouts import LAYOUTS, Books, Valued, csv_text
from core.errors import YouCanFix

if TYPE_CHECKING:
    from app.trader import Trader


@dataclass(frozen=True)
class ProfitBooks:
    """All that came to an account.

    Args:
        books: incomes with prices, and own trades that say whether they bought or sold.
        sideless: own trades that were imported without a side, and are in no export.
        problem: why some prices could not be asked for; "" for nothing.
    """

    books: Books
    sideless: int
    problem: str


def profit_books(trader: "Trader", currency: str) -> ProfitBooks:
    """Read them. Asks the network: raises TryAgain and PeerBroke, and YouCanFix for damaged own trades.

    Args:
        trader: whose.
        currency: that amounts are valued in, as USDT.
    """
    ports, network = trader.ports, trader.network
    prices = DayPrices(ports.candle_store, ports.candle_source, network.symbols, network.timeframe)
    valued = []
    for income in trader.income.read():
        at = income.claim.at if income.claim else None
        price = None if at is None else prices.price(income.amount.asset, currency, at)
        valued.append(Valued(income, price))
    fills = trader.analytics.fills.load()
    sided = tuple(fill for fill in fills if fill.side)
    return ProfitBooks(
        Books(tuple(valued), sided, currency, network.name), len(fills) - len(sided), prices.problem
    )


def export(
    books: Books, layout: str, path: Path, since: float | None = None, until: float | None = None
) -> int:
    """Write what came with since <= time < until to a CSV file in one step; how many rows it has.

    Raises:
        YouCanFix: the layout is unknown, or the file cannot be written.
    """
    if layout not in LAYOUTS:
        raise YouCanFix(f"There is no layout {layout[:40]!r}.", f"Choose one of {', '.join(LAYOUTS)}.")
    if not path.parent.is_dir():
        raise YouCanFix(f"There is no folder {path.parent}.", "Choose a folder that exists.")
    text, count = csv_text(books.between(since, until), layout)
    write_atomically(path, text.encode())
    return count
