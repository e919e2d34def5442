"""Incomes with their prices and own trades in; the rows of a CSV file, as tax tools import them, out.

Koinly: the "Universal" template of its help page "How to create a custom CSV file with your data", dates in
UTC, rewards under the label "reward". CoinTracking: the columns of its page "Import: CSV", in their order,
with the optional "Tx-ID" behind them; rewards have the type "Reward / Bonus". In both a claim is one row, as
it is one receipt, however many rounds earned it. The full layout has a row for every amount with its round.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

from app.trader.day_prices import DayPrice
from app.trader.income import Claim, Income
from app.trader.wallet import plain
from core.features.private_columns import OwnFill
from core.values import Amount

LAYOUTS = ("full", "koinly", "cointracking")

KOINLY = (
    "Date",
    "Sent Amount",
    "Sent Currency",
    "Received Amount",
    "Received Currency",
    "Fee Amount",
    "Fee Currency",
    "Net Worth Amount",
    "Net Worth Currency",
    "Label",
    "Description",
    "TxHash",
)
COINTRACKING = (
    "Type",
    "Buy Amount",
    "Buy Currency",
    "Sell Amount",
    "Sell Currency",
    "Fee",
    "Fee Currency",
    "Exchange",
    "Trade-Group",
    "Comment",
    "Date",
    "Tx-ID",
)
FULL = (
    "Date (UTC)",
    "Kind",
    "Status",
    "Received Amount",
    "Received Currency",
    "Received Smallest Units",
    "Sent Amount",
    "Sent Currency",
    "Fee Amount",
    "Fee Currency",
    "Worth",
    "Worth Currency",
    "Price",
    "Price Date (UTC)",
    "Price Source",
    "Round",
    "Score (nat)",
    "Mean Score (nat)",
    "Standard Error (nat)",
    "Epoch",
    "Table On Chain",
    "Claim Transaction",
)
_KINDS = {"profit": "Share of the agent's profit", "emission": "Token emission"}
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HERE = "Conflux"


@dataclass(frozen=True)
class Valued:
    """An income with the price of its day; None where nothing says it, or it was not claimed yet."""

    income: Income
    price: DayPrice | None


@dataclass(frozen=True)
class Books:
    """What is exported.

    Args:
        incomes: amounts with where they came from.
        fills: one's own trades that say their side.
        currency: that prices are in.
        network: its name.
    """

    incomes: tuple[Valued, ...]
    fills: tuple[OwnFill, ...]
    currency: str
    network: str

    @property
    def undated(self) -> int:
        """Amounts claimed in transactions that the node no longer tells of; only "full" has them."""
        return sum(one.income.is_paid and one.income.claim is None for one in self.incomes)

    def between(self, since: float | None, until: float | None) -> "Books":
        """What came with since <= time < until; without an end also what was not claimed yet."""

        def is_in(at: float | None) -> bool:
            if at is None:
                return until is None
            return (since is None or at >= since) and (until is None or at < until)

        incomes = tuple(
            one for one in self.incomes if is_in(one.income.claim.at if one.income.claim else None)
        )
        fills = tuple(fill for fill in self.fills if is_in(fill.at))
        return Books(incomes, fills, self.currency, self.network)


def csv_text(books: Books, layout: str) -> tuple[str, int]:
    """The file's text, and how many rows it has below its header.

    Args:
        books: what is exported.
        layout: one of LAYOUTS.
    """
    columns, rows = {
        "full": (FULL, _full_rows),
        "koinly": (KOINLY, _koinly_rows),
        "cointracking": (COINTRACKING, _cointracking_rows),
    }[layout]
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for count, row in enumerate(rows(books), 1):  # noqa: B007 - the count is what is returned
        writer.writerow([harmless(cell) for cell in row])
    return file.getvalue(), count


def harmless(cell: str) -> str:
    """The cell, so that no spreadsheet computes it as a formula; a plain number is none."""
    if cell.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def exact(amount: Amount) -> str:
    """All digits of an amount, without zeros at its end, a unit or a separator."""
    return plain(amount).partition(" ")[0]


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(at: float, form: str) -> str:
    return datetime.fromtimestamp(at, UTC).strftime(form)


@dataclass(frozen=True)
class _Receipt:
    """A claim of one kind: what it brought, from which rounds, and what it was worth."""

    claim: Claim
    kind: str
    amount: Amount
    rounds: tuple[int, ...]
    worth: Decimal | None

    @property
    def words(self) -> str:
        """In a sentence."""
        rounds = ", ".join(str(number) for number in self.rounds if number)
        return f"{_KINDS[self.kind]}, Conflux round {rounds}" if rounds else f"{_KINDS[self.kind]}, Conflux"


def _receipts(incomes: Iterable[Valued]) -> tuple[_Receipt, ...]:
    """Claims, by their time."""
    found: dict[tuple[str, str], _Receipt] = {}
    for one in incomes:
        income = one.income
        if income.claim is None:
            continue
        key = income.claim.transaction, income.kind
        kept = found.get(key)
        amount = income.amount if kept is None else kept.amount + income.amount
        rounds = (income.round_id,) if kept is None else (*kept.rounds, income.round_id)
        worth = one.price.worth(amount) if one.price else None
        found[key] = _Receipt(income.claim, income.kind, amount, tuple(dict.fromkeys(rounds)), worth)
    return tuple(sorted(found.values(), key=lambda receipt: receipt.claim.at))


@dataclass(frozen=True)
class _Legs:
    """An own trade as what was got and what was given."""

    got: tuple[str, str]
    gave: tuple[str, str]
    fee: tuple[str, str]


def _legs(fill: OwnFill) -> _Legs:
    quantity, price = Decimal(repr(fill.quantity)), Decimal(repr(fill.price))
    base, quote = (_plain(quantity), fill.symbol.base), (_plain(quantity * price), fill.symbol.quote)
    fee = (_plain(Decimal(repr(fill.fee))), fill.fee_coin) if fill.fee_coin and fill.fee else ("", "")
    return _Legs(base, quote, fee) if fill.side == "buy" else _Legs(quote, base, fee)


def _in_order(
    receipts: Iterable[tuple[float, Sequence[str]]], trades: Iterable[tuple[float, Sequence[str]]]
) -> Iterator[Sequence[str]]:
    for _, row in sorted([*receipts, *trades], key=lambda dated: dated[0]):
        yield row


def _koinly_rows(books: Books) -> Iterator[Sequence[str]]:
    def date(at: float) -> str:
        return _moment(at, "%Y-%m-%d %H:%M:%S UTC")

    receipts = []
    for one in _receipts(books.incomes):
        worth = ("", "") if one.worth is None else (_plain(one.worth), books.currency)
        got = exact(one.amount), one.amount.asset
        row = (date(one.claim.at), "", "", *got, *_fee(one.claim), *worth, "reward", one.words)
        receipts.append((one.claim.at, (*row, one.claim.transaction)))
    trades = []
    for fill in books.fills:
        legs = _legs(fill)
        words = f"Own trade, {fill.side} {fill.symbol}"
        trades.append((fill.at, (date(fill.at), *legs.gave, *legs.got, *legs.fee, "", "", "", words, "")))
    return _in_order(receipts, trades)


def _cointracking_rows(books: Books) -> Iterator[Sequence[str]]:
    def date(at: float) -> str:
        return _moment(at, "%d.%m.%Y %H:%M:%S")

    receipts = []
    for one in _receipts(books.incomes):
        got = exact(one.amount), one.amount.asset
        group, when = books.network, date(one.claim.at)
        row = ("Reward / Bonus", *got, "", "", *_fee(one.claim), _HERE, group, one.words, when)
        receipts.append((one.claim.at, (*row, one.claim.transaction)))
    trades = []
    for fill in books.fills:
        legs = _legs(fill)
        line = (
            "Trade",
            *legs.got,
            *legs.gave,
            *legs.fee,
            "",
            "",
            f"{fill.side} {fill.symbol}",
            date(fill.at),
            "",
        )
        trades.append((fill.at, line))
    return _in_order(receipts, trades)


def _fee(claim: Claim) -> tuple[str, str]:
    return ("", "") if claim.fee is None else (exact(claim.fee), claim.fee.asset)


def _full_rows(books: Books) -> Iterator[Sequence[str]]:
    """Every amount; the fee of a claim stands at its first row alone, so that fees can be summed."""
    charged: set[str] = set()
    dated, waiting = [], []
    for one in books.incomes:
        claim = one.income.claim
        fee = ("", "")
        if claim is not None and claim.transaction not in charged:
            charged.add(claim.transaction)
            fee = _fee(claim)
        row = _income_row(one, fee, books.currency)
        if claim is None:
            waiting.append(row)
        else:
            dated.append((float(claim.at), row))
    trades = [(float(fill.at), _trade_row(fill)) for fill in books.fills]
    yield from _in_order(dated, trades)
    yield from waiting


def _income_row(one: Valued, fee: tuple[str, str], currency: str) -> Sequence[str]:
    income, price, claim = one.income, one.price, one.income.claim
    worth = ("", "", "", "", "")
    if price is not None:
        when = _moment(price.at, "%Y-%m-%d %H:%M:%S")
        worth = _plain(price.worth(income.amount)), currency, _plain(price.value), when, price.source
    return (
        _moment(claim.at, "%Y-%m-%d %H:%M:%S") if claim else "",
        _KINDS[income.kind],
        "claimed" if income.is_paid else "not claimed yet",
        exact(income.amount),
        income.amount.asset,
        str(income.amount.units),
        "",
        "",
        *fee,
        *worth,
        str(income.round_id or ""),
        *("" if number is None else repr(number) for number in (income.score, income.mean, income.error)),
        str(income.epoch or ""),
        "yes" if income.is_proven else "no",
        claim.transaction if claim else "",
    )


def _trade_row(fill: OwnFill) -> Sequence[str]:
    legs = _legs(fill)
    head = (_moment(fill.at, "%Y-%m-%d %H:%M:%S"), f"Own trade, {fill.side}", "filled")
    rest = [""] * (len(FULL) - len(head) - 7)
    return (*head, *legs.got, "", *legs.gave, *legs.fee, *rest)
