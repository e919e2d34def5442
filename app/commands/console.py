"""A command's body in; its progress, its JSON report, its errors as cause and remedy, its exit code out."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from app.ports import Progress as ProgressCall
from app.settings import user_folder, write_atomically
from core.errors import Cancelled, ConfluxError, YouCanFix
from core.values import Amount, Digest, Symbol, Timeframe

screen = Console(stderr=True, highlight=False)
"""Progress and errors; standard output is for results."""
output = Console(highlight=False)

NO_NETWORK = YouCanFix(
    "It is not said of which network.",
    "Give --network FILE, choose one with `conflux network use`, or start `conflux localnet`.",
)

EXIT_FAILED = 1
EXIT_CANCELLED = 130

JsonOption = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write the result as JSON to FILE; - is standard output."),
]
DataDirOption = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", help="Keep data in DIR instead of your user data folder."),
]


def data_folder(chosen: Path | None) -> Path:
    """The chosen folder, or the user's data folder of this system; created, readable by its owner only."""
    chosen = chosen or user_folder()
    try:
        chosen.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        from core.errors import YouCanFix

        raise YouCanFix(
            f"The data folder {chosen} cannot be made: {error.strerror}.", "Choose another with --data-dir."
        ) from error
    return chosen


class Report(dict[str, Any]):
    """What a command found, written as JSON at its end.

    Attributes:
        failed: makes the exit code 1 after the report is written.
        paper: for tables and sentences: standard output, unless the JSON goes there.
    """

    def __init__(self, json_file: Path | None) -> None:
        super().__init__()
        self.failed = False
        self.paper = screen if str(json_file) == "-" else output
        self._json_file = json_file
        self._written = ""

    def write(self) -> None:
        """Write the JSON now, if it was asked for; a service does so when it is up. Unchanged, it stays."""
        if self._json_file is None:
            return
        text = json.dumps(self, default=_json_value, indent=2, allow_nan=False) + "\n"
        if text == self._written:
            return
        self._written = text
        if str(self._json_file) == "-":
            sys.stdout.write(text)
            sys.stdout.flush()
        else:
            write_atomically(self._json_file, text.encode())


@contextmanager
def command(json_file: Path | None) -> Iterator[Report]:
    """Run a command's body: on any end write its report; an error becomes cause, remedy and exit code.

    Ctrl-C and SIGTERM end the body like an error, so that what it opened is closed.
    """
    report = Report(json_file)
    previous = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield report
    except ConfluxError as error:
        report["error"] = {"kind": type(error).__name__, "message": error.message, "remedy": error.remedy}
        screen.print(f"[bold red]Error:[/] {_plain(error.message)}")
        if error.remedy:
            screen.print(f"[bold]What to do:[/] {_plain(error.remedy)}")
        report.write()
        raise typer.Exit(EXIT_CANCELLED if isinstance(error, Cancelled) else EXIT_FAILED) from None
    except KeyboardInterrupt:
        report["error"] = {"kind": "Cancelled", "message": "Stopped by you.", "remedy": ""}
        screen.print("Stopped. Nothing half-done was kept.")
        report.write()
        raise typer.Exit(EXIT_CANCELLED) from None
    finally:
        signal.signal(signal.SIGTERM, previous)
    report.write()
    if report.failed:
        raise typer.Exit(EXIT_FAILED)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def _json_value(value: Any) -> Any:
    if isinstance(value, Amount):
        return str(value.units)
    if isinstance(value, Digest | Symbol | Timeframe | Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no JSON form")


@contextmanager
def progress_bar(title: str) -> Iterator[ProgressCall]:
    """A progress bar on standard error; yields the function progress(stage, fraction)."""
    columns = (
        SpinnerColumn(),
        TextColumn("[bold]{task.fields[title]}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=screen, transient=not screen.is_terminal) as bar:
        task = bar.add_task("", total=1.0, title=title)

        def advance(stage: str, fraction: float) -> None:
            bar.update(task, description=stage, completed=min(max(fraction, 0.0), 1.0))

        yield advance
