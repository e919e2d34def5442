"""Words typed after `conflux profit` in; where each coin came from, on screen or as a CSV file, out."""

import sys
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import DataDirOption, JsonOption, command, data_folder, screen
from app.commands.typed_secrets import typed_secret
from app.trader.wallet import plain
from core.errors import YouCanFix
from core.values import Amount, Timeframe, utc_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from app.commands.console import Report
    from app.trader import Trader
    from app.trader.profit_books import ProfitBooks
    from app.trader.tax_layouts import Valued
    from core.trading.by_symbol import SymbolResult

profit = typer.Typer(
    no_args_is_help=True,
    help="See where each coin came from, and export it for tax tools.",
    rich_markup_mode=None,
)

NetworkOption = Annotated[
    Path | None,
    typer.Option(
        "--network",
        metavar="FILE",
        help="The network's file; the local network of your data folder otherwise.",
    ),
]
CurrencyOption = Annotated[
    str,
    typer.Option(metavar="COIN", help="Value amounts in it; the setting profit.currency otherwise."),
]

_AT_LEFT = (0, 1, 8)
"""Columns of words; figures stand at the right."""


@profit.callback()
def _describe() -> None:
    """See where each coin came from, and export it for tax tools."""


@profit.command()
def show(
    currency: CurrencyOption = "",
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Show each amount that came to the account in use: its round, score, epoch, claim and worth.

    The claimed amounts sum to what the contracts paid. A price is that of the day, from stored candles or the
    network's market; where none says it the column stays empty.
    """
    with command(json_file) as report, _open(report, network_file, data_dir) as (trader, usual):
        from app.trader.profit_books import profit_books

        found = profit_books(trader, _currency(currency, usual))
        _report(report, found)
        _print(report.paper, found)


@profit.command("export")
def export_books(
    output: Annotated[
        str, typer.Option("--output", metavar="FILE", help="Write to FILE; - is standard output.")
    ],
    layout: Annotated[str, typer.Option(help="full, koinly or cointracking.")] = "full",
    since: Annotated[
        str, typer.Option("--from", metavar="TIME", help="First time, as 2026-01-01; UTC.")
    ] = "",
    until: Annotated[str, typer.Option("--to", metavar="TIME", help="End, not included.")] = "",
    currency: CurrencyOption = "",
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Write what came to the account in use, and your own imported trades, as CSV; dates are UTC.

    full has every amount with its round; koinly and cointracking are the layouts that these tools import, in
    which each claim is one line. The agent's trades are the pool's, on paper, and are in no layout.
    """
    with command(json_file) as report:
        from app.trader.profit_books import export, profit_books
        from app.trader.tax_layouts import LAYOUTS, csv_text

        if layout not in LAYOUTS:
            raise YouCanFix(f"There is no layout {layout[:40]!r}.", f"Choose one of {', '.join(LAYOUTS)}.")
        start, end = _times(since, until)
        with _open(report, network_file, data_dir) as (trader, usual):
            found = profit_books(trader, _currency(currency, usual))
        if output == "-":
            text, count = csv_text(found.books.between(start, end), layout)
            sys.stdout.write(text)
        else:
            count = export(found.books, layout, Path(output), start, end)
            report.paper.print(f"{count:,} lines are in {output}.", markup=False)
        report.update(layout=layout, output=output, lines=count, problem=found.problem)
        report.update(left_out_without_side=found.sideless, left_out_without_time=_undated(found, layout))
        _print_left_out(screen if output == "-" else report.paper, found, layout)


@profit.command("import")
def import_trades(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Import your own trades: CSV with at, symbol, quantity, price and, for exports, side, fee, fee_coin.

    They stay on this machine; questions of the operator see of them what you allow (`conflux analytics`).
    """
    with command(json_file) as report, _open(report, network_file, data_dir) as (trader, _usual):
        fills = trader.analytics.fills
        added = fills.import_csv(file)
        sided = sum(bool(fill.side) for fill in fills.load())
        report.update(added=added, kept=len(fills.load()), with_side=sided)
        report.paper.print(f"{added:,} trades are new; {sided:,} say whether they bought or sold.")


@profit.command()
def agent(
    output: Annotated[
        str, typer.Option("--output", metavar="FILE", help="Write the agent's trades to FILE as CSV.")
    ] = "",
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Show what the network's agent made by pair and by day (UTC), from the journal that it publishes.

    These are the pool's trades, on paper unless the agent says otherwise; they are in no tax file of yours.
    """
    with command(json_file) as report, _open(report, network_file, data_dir) as (trader, _usual):
        from app.trader.agent_csv import save_trades
        from app.trader.agent_history import AgentHistory, read_history

        found, seconds = trader.profit, Timeframe(trader.network.timeframe).seconds
        history, status = read_history(found, AgentHistory(), seconds), found.status()
        days = history.days(found.epochs(), lambda at: datetime.fromtimestamp(at, UTC).date())
        pairs = history.pairs()
        report.update(
            is_paper=status.is_paper,
            is_simulated=status.is_simulated,
            pairs=pairs,
            days=[{"day": day.day.isoformat(), "amount": day.amount, "trades": day.trades} for day in days],
        )
        _print_pairs(report.paper, pairs, "paper" if status.is_paper else "live")
        if output:
            labels = {"is_paper": status.is_paper, "is_simulated": status.is_simulated}
            count = save_trades(history.trades, Path(output), **labels)
            report.update(output=output, lines=count)
            report.paper.print(f"{count:,} trades are in {output}.", markup=False)


def _print_pairs(paper: "Console", pairs: "tuple[SymbolResult, ...]", label: str) -> None:
    from rich.table import Table

    table = Table(f"pair ({label})", box=None)
    for heading in ("trades", "won", "profit", "fees", "of total", "biggest fall"):
        table.add_column(heading, justify="right")
    for one in pairs:
        won = "-" if one.win_rate is None else f"{one.win_rate:.1%}"
        figures = (
            f"{one.profit:+,.2f}",
            f"{one.fees:,.2f}",
            f"{one.share:+.1%}",
            f"-{one.biggest_fall:,.2f}",
        )
        table.add_row(one.symbol, f"{one.trades:,}", won, *figures)
    paper.print(table)


@contextmanager
def _open(
    report: "Report", network_file: Path | None, data_dir: Path | None
) -> "Iterator[tuple[Trader, str]]":
    """The trader of the data folder, locked or not, and the currency of its user's settings."""
    from app.bootstrap import build_trader, build_worker
    from app.settings import Network
    from app.user_settings import UserSettings

    folder = data_folder(data_dir)
    path = network_file or folder / "localnet" / "network.json"
    if network_file is None and not path.exists():
        raise YouCanFix(
            "It is not said of which network.", "Give --network FILE, or start `conflux localnet`."
        )
    network, settings = Network.load(path), UserSettings(folder)
    worker = build_worker(settings)  # starts with its first task: here it never does
    place = folder / "networks" / network.name
    trader = build_trader(network, place, worker, log_folder=folder / "wire", settings=settings)
    try:
        if trader.wallet.state().store_waits:
            question = "Password of the file of secrets (this machine has no keychain)"
            trader.wallet.box.open_store(typed_secret(question))
        report.update(network=network.name, account=trader.wallet.state().address)
        yield trader, settings.value("profit.currency")
    finally:
        trader.jobs.close()
        trader.close()
        worker.close()


def _currency(typed: str, usual: str) -> str:
    from app.user_settings.table import CURRENCIES

    chosen = typed.strip().upper() or usual
    if chosen not in CURRENCIES:
        raise YouCanFix(f"{typed[:20]!r} is no known currency.", f"Choose one of {', '.join(CURRENCIES)}.")
    return chosen


def _times(since: str, until: str) -> tuple[float | None, float | None]:
    start, end = (utc_seconds(text) if text else None for text in (since, until))
    if start is not None and end is not None and end <= start:
        raise YouCanFix(f"--to {until} is not after --from {since}.", "Give a later end.")
    return start, end


def _report(report: "Report", found: "ProfitBooks") -> None:
    report.update(
        currency=found.books.currency,
        incomes=[_as_json(one) for one in found.books.incomes],
        claimed_units={kind: _sum(found, kind).units for kind in _kinds(found)},
        own_trades=len(found.books.fills),
        problem=found.problem,
    )


def _as_json(one: "Valued") -> dict[str, Any]:
    return {
        **asdict(one.income),
        "amount": str(one.income.amount),
        "units": one.income.amount.units,
        "claim": one.income.claim,
        "price": one.price and {**asdict(one.price), "value": str(one.price.value)},
        "worth": None if one.price is None else str(one.price.worth(one.income.amount)),
    }


def _kinds(found: "ProfitBooks") -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.income.kind for one in found.books.incomes))


def _sum(found: "ProfitBooks", kind: str) -> Amount:
    """What was claimed of one kind."""
    amounts = [one.income for one in found.books.incomes if one.income.kind == kind]
    first = amounts[0].amount
    return Amount(sum(one.amount.units for one in amounts if one.is_paid), first.decimals, first.asset)


def _print(paper: "Console", found: "ProfitBooks") -> None:
    """One line an amount, its columns as wide as they must be: a table would cut them off."""
    if not found.books.incomes:
        paper.print("Nothing came to this account yet.")
        return
    currency = found.books.currency
    heads = ("claimed (UTC)", "from", "round", "score", "mean +- error", "epoch", "amount", currency, "claim")
    rows = [heads, *map(_cells, found.books.incomes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [
            cell.ljust(width) if place in _AT_LEFT else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        paper.print("  ".join(padded).rstrip(), markup=False, soft_wrap=True)
    for kind in _kinds(found):
        paper.print(f"Claimed of {kind}: {plain(_sum(found, kind))}")
    if found.problem:
        paper.print(f"Some prices could not be asked for: {found.problem}", markup=False)


def _cells(one: "Valued") -> tuple[str, ...]:
    income = one.income
    error = "-" if income.error is None else f"{income.error:.5f}"
    return (
        _when(one),
        income.kind,
        str(income.round_id or "?"),
        _nat(income.score),
        "-" if income.mean is None else f"{_nat(income.mean)} +- {error}",
        str(income.epoch or "-"),
        plain(income.amount),
        "-" if one.price is None else f"{one.price.worth(income.amount):.2f}",
        f"{income.claim.transaction[:10]}\u2026" if income.claim else "-",
    )


def _when(one: "Valued") -> str:
    if one.income.claim is None:
        return "claimed" if one.income.is_paid else "not yet"
    return f"{datetime.fromtimestamp(one.income.claim.at, UTC):%Y-%m-%d %H:%M}"


def _nat(value: float | None) -> str:
    return "-" if value is None else f"{value:+.5f}"


def _undated(found: "ProfitBooks", layout: str) -> int:
    return 0 if layout == "full" else found.books.undated


def _print_left_out(paper: "Console", found: "ProfitBooks", layout: str) -> None:
    if found.sideless:
        paper.print(
            f"{found.sideless:,} own trades say no side and are left out: import them with the column side."
        )
    if undated := _undated(found, layout):
        paper.print(f"{undated:,} claimed amounts are left out: this node no longer has their events.")
