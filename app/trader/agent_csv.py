"""The agent's fills in; a CSV file with every field of them, labelled paper or live, out."""

import csv
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import write_atomically
from app.trader.tax_layouts import harmless
from core.errors import YouCanFix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.trader.agent_views import AgentTrade

COLUMNS = (
    "Number",
    "Date (UTC)",
    "Round",
    "Pair",
    "Side",
    "Quantity",
    "Price",
    "Value",
    "Fee",
    "Realised Before Fees",
    "Account",
    "Market",
)


def trades_csv(trades: "Iterable[AgentTrade]", *, is_paper: bool, is_simulated: bool) -> tuple[str, int]:
    """The text of the file, and how many fills it has."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    label = ("paper" if is_paper else "live", "simulated" if is_simulated else "recorded")
    count = 0
    for count, fill in enumerate(trades, 1):  # noqa: B007 - the count is what is returned
        when = datetime.fromtimestamp(fill.at, UTC).strftime("%Y-%m-%d %H:%M:%S")
        numbers = [repr(number) for number in (fill.quantity, fill.price, fill.value, fill.fee)]
        realised = "" if fill.realised is None else repr(fill.realised)
        cells = (
            str(fill.number),
            when,
            str(fill.round_id),
            fill.symbol,
            fill.side,
            *numbers,
            realised,
            *label,
        )
        writer.writerow([harmless(cell) for cell in cells])
    return file.getvalue(), count


def save_trades(trades: "Iterable[AgentTrade]", path: Path, *, is_paper: bool, is_simulated: bool) -> int:
    """Write the file in one step; how many fills it has. Raises YouCanFix where it cannot be written."""
    if not path.parent.is_dir():
        raise YouCanFix(f"There is no folder {path.parent}.", "Choose a folder that exists.")
    text, count = trades_csv(trades, is_paper=is_paper, is_simulated=is_simulated)
    write_atomically(path, text.encode())
    return count
