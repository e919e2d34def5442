"""A crash report's name in; the reports that this machine keeps listed, shown and deleted, out."""

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.activity.crash_reports import CrashReports, FaultWatch
from app.commands.console import DataDirOption, JsonOption, command, data_folder
from core.errors import YouCanFix

if TYPE_CHECKING:
    from pathlib import Path

    from app.activity.crash_reports import CrashReport

crash = typer.Typer(
    no_args_is_help=True,
    help="Reports of crashes. They are kept on this machine, without secrets, and never sent by the program.",
    rich_markup_mode=None,
)

NameArgument = Annotated[
    str, typer.Argument(metavar="[NAME]", help="Of a report, as the list names it; the newest by default.")
]


@crash.command("list")
def list_(json_file: JsonOption = None, data_dir: DataDirOption = None) -> None:
    """List the reports, newest first."""
    with command(json_file) as report:
        from rich.table import Table

        found = _reports(data_folder(data_dir))
        every = found.all()
        report.update(path=str(found.folder), reports=[_facts(each) for each in every])
        if not every:
            report.paper.print("There are no crash reports.")
            return
        table = Table(box=None)
        for title in ("Name", "Time (UTC)", "What", "New"):
            table.add_column(title)
        for each in every:
            table.add_row(each.name, _time(each.at), each.title, "yes" if each.is_new else "")
        report.paper.print(table)


@crash.command()
def show(name: NameArgument = "", json_file: JsonOption = None, data_dir: DataDirOption = None) -> None:
    """Print a report as it is kept; read it before you send it to anybody."""
    with command(json_file) as report:
        found = _reports(data_folder(data_dir))
        each = _wanted(found, name)
        found.mark_seen(each.name)
        report.update(_facts(each), text=each.text, path=str(found.path(each.name)))
        report.paper.print(each.text, markup=False, soft_wrap=True)


@crash.command()
def delete(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of a report, or all.")],
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Delete a report, or all of them."""
    with command(json_file) as report:
        found = _reports(data_folder(data_dir))
        names = [each.name for each in found.all()] if name == "all" else [name]
        for each in names:
            found.delete(each)
        report.update(deleted=names)
        report.paper.print(f"Deleted: {', '.join(names) or 'nothing'}.")


def _reports(folder: "Path") -> CrashReports:
    """The reports, with those of runs that crashed since the app was open."""
    found = CrashReports(folder)
    FaultWatch(found).collect()
    return found


def _wanted(found: CrashReports, name: str) -> "CrashReport":
    if name:
        return found.read(name)
    newest = next(iter(found.all()), None)
    if newest is None:
        raise YouCanFix("There are no crash reports.", "Nothing crashed; there is nothing to do.")
    return newest


def _facts(each: "CrashReport") -> dict[str, Any]:
    return {"name": each.name, "at": each.at, "kind": each.kind, "title": each.title, "is_new": each.is_new}


def _time(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at))
