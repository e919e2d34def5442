"""A coordinator's address in; who takes part in its rounds, and whom the round waits for, out."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import DataDirOption, JsonOption, command, data_folder
from core.errors import YouCanFix
from core.values import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from app.trader.participants import Participant, Participants

COLUMNS = (
    "client", "bond, CFX", "joined", "finished", "dropped", "rejected", "convicted", "reliable",
    "last seen, UTC", "round", "step", "waits",
)  # fmt: skip
_WORDS = ("client", "last seen, UTC", "step", "waits")
"""Columns that hold no number."""


def clients(
    coordinator: Annotated[
        str, typer.Option(metavar="URL", help="The coordinator, as http://127.0.0.1:8640.")
    ] = "",
    network_file: Annotated[
        Path | None,
        typer.Option(
            "--network",
            metavar="FILE",
            help="The network's file, which names it; the network in use otherwise.",
        ),
    ] = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """List who takes part, and whom the round waits for.

    First come those whom the open step waits for, then those in the current round, then who was seen last.
    Reliable is the share of rounds that a client finished, of those that it finished or dropped out of.
    """
    with command(json_file) as report:
        from app.adapters.coordinator_api import HttpCoordinator
        from app.bootstrap import build_session
        from app.trader.participants import participants

        folder = data_folder(data_dir)
        url = _address(coordinator, network_file, folder)
        with build_session(folder, {url: "coordinator"}) as session:
            found = participants(HttpCoordinator(url, session))
        rows = [{**asdict(client), "bond_wei": str(client.bond_wei)} for client in found.clients]
        report.update(coordinator=url, round_id=found.round_id, step=found.step, clients=rows)
        _print(report.paper, found)


def _address(url: str, network_file: Path | None, folder: Path) -> str:
    """The URL that was given, or that of the network that was."""
    from app.trader.networks import chosen_network

    if url and network_file:
        raise YouCanFix("A coordinator is named twice.", "Give --coordinator or --network, not both.")
    if url:
        if not url.startswith(("http://", "https://")):
            raise YouCanFix(f"{url[:100]!r} is no coordinator's URL.", "Write it as http://HOST:PORT.")
        return url
    missing = YouCanFix(
        "It is not said which coordinator to ask.",
        "Give --coordinator URL or --network FILE, or start `conflux localnet`.",
    )
    return chosen_network(folder, network_file, missing).coordinator_url


def _print(paper: "Console", found: "Participants") -> None:
    if found.round_id is None:
        paper.print("No round was opened yet.")
        return
    awaited = sum(client.is_awaited for client in found.clients)
    waits = f"; it waits for {awaited}" if awaited else ""
    paper.print(f"Round {found.round_id} stands at {_plain(found.step)}{waits}.", markup=False)
    if not found.clients:
        paper.print("Nobody has joined a round yet.")
        return
    for line in _aligned([COLUMNS, *map(_cells, found.clients)]):
        paper.print(line, soft_wrap=True, markup=False)
    for client in found.clients:
        if client.note:
            paper.print(_plain(f"{client.address} {client.note}"), soft_wrap=True, markup=False)


def _aligned(rows: "Sequence[Sequence[str]]") -> "Iterator[str]":
    """The rows as lines of equal columns, as long as they get: a pipe keeps them whole, a terminal folds."""
    plain = [[_plain(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*plain, strict=True)]
    for row in plain:
        cells = (
            cell.ljust(width) if name in _WORDS else cell.rjust(width)
            for name, cell, width in zip(COLUMNS, row, widths, strict=True)
        )
        yield "  ".join(cells).rstrip()


def _cells(client: "Participant") -> tuple[str, ...]:
    bond = str(Amount(client.bond_wei, 18, "")).strip().rstrip("0").rstrip(".")
    counts = (client.joined, client.finished, client.dropped, client.rejected, client.convicted)
    return (
        client.address,
        bond,
        *map(str, counts),
        "-" if client.reliability is None else f"{client.reliability:.0%}",
        _time(client.seen_at),
        str(client.round_id),
        client.step or "-",
        "yes" if client.is_awaited else "",
    )


def _time(at: float) -> str:
    try:
        return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M}"
    except (OverflowError, ValueError, OSError):  # a stranger's number
        return "-"


def _plain(text: str) -> str:
    """A stranger's text without what a terminal would take for a command."""
    return "".join(letter for letter in text if letter.isprintable())
