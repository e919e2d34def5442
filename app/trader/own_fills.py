"""A CSV file of a trader's own trades in; its fills, kept in the trader's folder, out."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from app.settings import write_atomically
from core.errors import YouCanFix
from core.features.private_columns import OwnFill
from core.values import Symbol, utc_seconds

COLUMNS = ("at", "symbol", "quantity", "price")
MORE_COLUMNS = ("side", "fee", "fee_coin")
"""Columns that a file may have besides: without a side a fill is no line of a tax report."""
MOST_BYTES = 256 * 2**20


class OwnFills:
    """The trades that a trader made itself, as far as it imported them; they never leave as they are.

    Args:
        folder: the trader's.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "analytics" / "fills.json"

    def load(self) -> tuple[OwnFill, ...]:
        """All of them, oldest first; empty before the first import."""
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
            return tuple(OwnFill(int(at), Symbol.parse(symbol), *rest) for at, symbol, *rest in rows)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError) as error:
            raise YouCanFix(f"{self._path} cannot be read.", "Import your fills again.") from error

    def import_csv(self, path: Path) -> int:
        """Add the fills of a CSV file with the columns at, symbol, quantity, price; how many were new.

        A fill that is stored already, equal in all four, is not added again; it learns its side and its fee
        where the file has the columns side, fee and fee_coin, too.

        Raises:
            YouCanFix: the file cannot be read, lacks a column, or a line is no fill; the line is named.
        """
        known = self.load()
        found = {_key(fill): fill for fill in known}
        for fill in _read(path):
            if fill.side or _key(fill) not in found:
                found[_key(fill)] = fill
        merged = sorted(found.values(), key=lambda fill: (fill.at, str(fill.symbol), fill.price))
        rows = [(*_key(fill), fill.side, fill.fee, fill.fee_coin) for fill in merged]
        write_atomically(self._path, json.dumps(rows).encode())
        return len(merged) - len(known)


def _key(fill: OwnFill) -> tuple[int, str, float, float]:
    return fill.at, str(fill.symbol), fill.quantity, fill.price


def _read(path: Path) -> Iterator[OwnFill]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise YouCanFix(f"{path} has more than {MOST_BYTES >> 20} MiB.", "Import a shorter span.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
            if missing:
                raise YouCanFix(
                    f"{path} has no column {missing[0]!r}.", f"Its first line names {', '.join(COLUMNS)}."
                )
            for line in lines:
                yield _fill(path, lines.line_num, line)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise YouCanFix(f"{path} is no CSV file that can be read.", "Export it again.") from error


def _fill(path: Path, number: int, line: dict[str, str]) -> OwnFill:
    try:
        text = line["at"].strip()
        at = int(text) if text.isdigit() else utc_seconds(text)
        coin = (line.get("fee_coin") or "").strip().upper()
        return OwnFill(
            at,
            Symbol.parse(line["symbol"]),
            float(line["quantity"]),
            float(line["price"]),
            (line.get("side") or "").strip().lower(),
            float(line.get("fee") or 0) if coin else 0.0,
            coin,
        )
    except YouCanFix as error:
        raise YouCanFix(f"{path}, line {number}: {error.message}", error.remedy) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise YouCanFix(f"{path}, line {number} is no fill.", "Correct or remove that line.") from error
