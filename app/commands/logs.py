"""What to look for in; the program's own log, its chosen lines and where it lies, out."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from app.activity.log_file import LEVELS, chosen, log_folder, log_mark, read_log
from app.commands.console import DataDirOption, JsonOption, command, data_folder
from core.errors import YouCanFix

if TYPE_CHECKING:
    from pathlib import Path

    from app.activity.log_file import LogLine
    from app.commands.console import Report

_FOLLOW_SECONDS = 0.5


def logs(
    level: Annotated[
        str, typer.Option("--level", metavar="LEVEL", help=f"At least so grave: {', '.join(LEVELS)}.")
    ] = "",
    part: Annotated[str, typer.Option("--part", help="Of this part of the program, as jobs.")] = "",
    text: Annotated[str, typer.Option("--text", help="With all these words, anywhere in the line.")] = "",
    last: Annotated[int, typer.Option("--last", min=1, max=100_000, help="At most so many lines.")] = 200,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with new lines until Ctrl-C.")] = False,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Show what the desktop app wrote down of its own work; secrets never stand in it."""
    with command(json_file) as report:
        if level and level not in LEVELS:
            raise YouCanFix(f"{level[:40]!r} is no level.", f"Use one of {', '.join(LEVELS)}.")
        folder = data_folder(data_dir)
        lines = tuple(chosen(read_log(folder, 100_000), level, part, text))[-last:]
        report.update(path=str(log_folder(folder)), lines=lines)
        _print(report, lines)
        if not lines:
            report.paper.print(f"Nothing of that stands in the log in {log_folder(folder)}.")
        if follow:
            report.write()
            _follow(report, folder, (level, part, text))


def _print(report: "Report", lines: "tuple[LogLine, ...]") -> None:
    for line in lines:
        report.paper.print(str(line), markup=False, soft_wrap=True)


def _follow(report: "Report", folder: "Path", wish: tuple[str, str, str]) -> None:
    """Print what is new twice a second, until somebody stops the program."""
    known, mark = read_log(folder), log_mark(folder)
    while True:
        time.sleep(_FOLLOW_SECONDS)
        if log_mark(folder) == mark:
            continue
        mark, lines = log_mark(folder), read_log(folder)
        new = lines[len(known) :] if lines[: len(known)] == known else _after(lines, known)
        _print(report, tuple(chosen(new, *wish)))
        known = lines


def _after(lines: "tuple[LogLine, ...]", known: "tuple[LogLine, ...]") -> "tuple[LogLine, ...]":
    """What stands behind the last line that is known, once older ones were dropped."""
    for place in range(len(lines), 0, -1):
        if known and lines[place - 1] == known[-1]:
            return lines[place:]
    return lines
