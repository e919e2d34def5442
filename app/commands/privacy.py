"""The user's data folder in; what left this machine, whether its log is whole, and the budget spent, out."""

import sys
from collections import deque
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import DataDirOption, JsonOption, command
from app.commands.privacy_budget import budget
from app.settings import user_folder
from core.errors import YouCanFix
from core.values import utc_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from app.commands.console import Report
    from app.ports import SentRecord
    from app.trader.privacy_log import LogOverview, PrivacyLog
    from core.privacy.log_chain import LogCheck

privacy = typer.Typer(
    no_args_is_help=True, help="See what left this machine, and at what privacy cost.", rich_markup_mode=None
)
privacy.command("budget")(budget)

_DETAIL_LENGTH = 70


@privacy.callback()
def _describe() -> None:
    """See what left this machine, and at what privacy cost."""


@privacy.command("log")
def log(
    since: Annotated[
        str, typer.Option(metavar="TIME", help="First time, as 2026-01-31 or 2026-01-31T05:00Z; UTC.")
    ] = "",
    until: Annotated[str, typer.Option(metavar="TIME", help="End, not included.")] = "",
    to: Annotated[str, typer.Option(metavar="NAME", help="Only to this service or host, as exchange.")] = "",
    csv_file: Annotated[
        str,
        typer.Option("--csv", metavar="FILE", help="Write the entries as CSV to FILE; - is standard output."),
    ] = "",
    last: Annotated[int, typer.Option(min=0, help="How many entries to print; --csv has all.")] = 20,
    check: Annotated[
        bool, typer.Option("--check", help="Check that no entry was edited, inserted, moved or removed.")
    ] = False,
    head: Annotated[
        str,
        typer.Option(
            metavar="HASH", help="A head that you noted earlier: check that it is still part of it."
        ),
    ] = "",
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Show what left this machine: when, to whom, how many bytes, which fields.

    Each entry was written before its bytes left and holds the hash of the one before. The exit code is 1
    when --check or --head finds a fault. Note the head somewhere else, and nobody can rewrite what is before.
    """
    with command(json_file) as report:
        found = _log(data_dir or user_folder())
        records = found.select(*_times(since, until), to)
        if csv_file:
            _export(report, records, csv_file)
        elif not (check or head):
            # Only JSON holds them all; a log of years is not kept in memory for the last few.
            shown = list(records) if json_file else deque(records, maxlen=last)
            _list(report, found.overview(), shown, last)
        if check or head:
            _check(report, found.check(_noted(head)))


def _log(folder: Path) -> "PrivacyLog":
    """The log of a user's data folder; of a demo's, that of its first trader."""
    from app.bootstrap import build_wire_log
    from app.trader.privacy_log import PrivacyLog

    for path in (folder / "wire", folder / "trader" / "wire"):
        if path.is_dir():
            return PrivacyLog(build_wire_log(path))
    raise YouCanFix(
        f"Nothing is written down in {folder}: no program of yours has sent anything from there.",
        "Choose another folder with --data-dir.",
    )


def _times(since: str, until: str) -> tuple[float | None, float | None]:
    start, end = (utc_seconds(text) if text else None for text in (since, until))
    if start is not None and end is not None and end <= start:
        raise YouCanFix(f"--until {until} is not after --since {since}.", "Give a later end.")
    return start, end


def _noted(head: str) -> str:
    """A noted head; enough of it to be the only one."""
    least = 16
    text = head.strip().lower().removesuffix("\u2026")
    if text and (len(text) < least or not set(text) <= set("0123456789abcdef")):
        raise YouCanFix(f"{head[:80]!r} is no head of a log.", f"Give at least {least} of its digits.")
    return text


def _export(report: "Report", records: "Iterable[SentRecord]", target: str) -> None:
    from app.trader.privacy_log import save_csv, write_csv

    if target == "-":
        report.update(selected=write_csv(records, sys.stdout), csv="-")
        return
    count = save_csv(records, Path(target))
    report.update(selected=count, csv=target)
    report.paper.print(f"{count:,} entries are in {target}.", markup=False)


def _list(report: "Report", overview: "LogOverview", records: "Sequence[SentRecord]", last: int) -> None:
    report.update(
        entries=overview.entries,
        began_at=overview.began_at,
        bytes=overview.size,
        totals=[asdict(total) for total in overview.totals],
        records=[asdict(record) for record in records],
    )
    newest = list(records)[max(0, len(records) - last) :]
    if newest:
        _print_records(report.paper, newest)
    _print_totals(report.paper, overview)


def _print_records(paper: "Console", records: "list[SentRecord]") -> None:
    """One line an entry, its columns as wide as they must be: a table would cut them off."""
    rows = [
        (
            f"{record.number}",
            _time(record.at),
            record.destination,
            record.purpose,
            f"{record.size:,} B",
            "" if record.epsilon is None else f"epsilon {record.epsilon:.4g}",
            _fields(record),
        )
        for record in records
    ]
    *widths, _last = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, *texts, size, epsilon, fields in rows:
        left = [text.ljust(width) for text, width in zip(texts, widths[1:4], strict=True)]
        cells = (number.rjust(widths[0]), *left, size.rjust(widths[4]), epsilon.ljust(widths[5]), fields)
        paper.print("  ".join(cell for cell in cells if cell), markup=False, soft_wrap=True)


def _fields(record: "SentRecord") -> str:
    """What left, shortened to one line."""
    from app.trader.privacy_log import told_fields

    text = told_fields(record)
    return text if len(text) <= _DETAIL_LENGTH else f"{text[: _DETAIL_LENGTH - 1]}\u2026"


def _print_totals(paper: "Console", overview: "LogOverview") -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table("To", box=None)
    for heading in ("Requests", "Bytes", "Last (UTC)"):
        table.add_column(heading, justify="right")
    for total in overview.totals:
        table.add_row(
            escape(total.destination), f"{total.requests:,}", f"{total.size:,}", _time(total.last_at)
        )
    paper.print(table)
    began = f" since {_time(overview.began_at)} UTC" if overview.began_at is not None else ""
    paper.print(f"{overview.entries:,} entries, {overview.size:,} bytes{began}.", highlight=False)


def _check(report: "Report", found: "LogCheck") -> None:
    report.update(check=_as_json(found))
    report.failed = not found.is_intact
    for fault in found.faults:
        report.paper.print(f"[bold red]{fault.kind}[/] {fault.text}", soft_wrap=True)
    for note in found.notes:
        report.paper.print(f"Note: {note}", markup=False, soft_wrap=True)
    if found.is_intact:
        report.paper.print(f"[green]Chain intact: {found.entries:,} entries.[/]")
        report.paper.print(f"Head: {found.head}", soft_wrap=True)
    else:
        report.paper.print("The log is not as it was written.")


def _as_json(found: "LogCheck") -> dict[str, Any]:
    return {
        "intact": found.is_intact,
        "entries": found.entries,
        "head": found.head,
        "faults": [asdict(fault) for fault in found.faults],
        "notes": list(found.notes),
    }


def _time(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S}"
