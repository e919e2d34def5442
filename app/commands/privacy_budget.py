"""A network's name and a limit in; what rounds have shown of this machine's data, and the limit kept, out."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import DataDirOption, JsonOption, command
from app.settings import user_folder
from core.errors import YouCanFix

if TYPE_CHECKING:
    from rich.console import Console

    from app.ports import PrivacyLimit
    from app.trader.privacy_budget import PrivacyBudget, PrivacyState


def budget(
    network: Annotated[
        str, typer.Option(metavar="NAME", help="The network; needed where there are more.")
    ] = "",
    epsilon: Annotated[
        float | None, typer.Option(help="Set the limit: rounds that would pass it are refused.")
    ] = None,
    delta: Annotated[
        float | None, typer.Option(help="With --epsilon: the chance that it does not hold; 1e-5 by default.")
    ] = None,
    covers: Annotated[
        str | None,
        typer.Option(
            metavar="everything|sum",
            help="With --epsilon: count everything published of an update, or the published sum alone.",
        ),
    ] = None,
    no_limit: Annotated[bool, typer.Option("--no-limit", help="Remove the limit.")] = False,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Show what rounds have shown of each dataset, as epsilon, and set the limit of that."""
    with command(json_file) as report:
        from app.bootstrap import build_privacy_budget

        if no_limit and epsilon is not None:
            raise YouCanFix("A limit cannot be set and removed at once.", "Give one of both.")
        if epsilon is None and (delta is not None or covers is not None):
            raise YouCanFix("--delta and --covers are parts of a limit.", "Add --epsilon.")
        folder = _folder(data_dir or user_folder(), network)
        with build_privacy_budget(folder) as kept:
            if epsilon is not None:
                _set(kept, epsilon, delta, covers)
            if no_limit:
                kept.remove_limit()
            states, limit = kept.states(), kept.limit()
        datasets = [{**asdict(state), "epsilon_limit": limit and limit.epsilon} for state in states]
        report.update(network=folder.name, limit=limit, datasets=datasets)
        _print(report.paper, states, limit)


def _folder(data: Path, network: str) -> Path:
    """The folder of the one trader asked for; a demo's is "trader"."""
    places = [*sorted((data / "networks").glob("*")), data / "trader"]
    traders = [place for place in places if (place / "trader.db").is_file()]
    found = [place for place in traders if network in ("", place.name)]
    if len(found) == 1:
        return found[0]
    if not traders:
        raise YouCanFix(
            f"No trader of yours has taken part in anything from {data}.",
            "Choose another folder with --data-dir.",
        )
    names = ", ".join(place.name for place in traders)
    if not found:
        raise YouCanFix(f"There is no network {network!r} in {data}.", f"There are {names}.")
    raise YouCanFix("There is more than one network here.", f"Name one with --network: {names}.")


def _set(kept: "PrivacyBudget", epsilon: float, delta: float | None, covers: str | None) -> None:
    """Set the limit; what is not said stays as it was."""
    from app.trader.privacy_budget import DELTA, EVERYTHING

    before = kept.limit()
    usual = (before.delta, before.covers) if before else (DELTA, EVERYTHING)
    kept.set_limit(epsilon, usual[0] if delta is None else delta, usual[1] if covers is None else covers)


def _print(paper: "Console", states: "tuple[PrivacyState, ...]", limit: "PrivacyLimit | None") -> None:
    from rich.table import Table

    if limit is None:
        paper.print("No limit is set: rounds may show as much as they do.")
    else:
        what = (
            "everything published of an update" if limit.covers == "everything" else "the published sum alone"
        )
        paper.print(f"Limit: epsilon {limit.epsilon:g} at delta {limit.delta:g}, counting {what}.")
    if not states:
        paper.print("Nothing was spent yet.")
        return
    table = Table(box=None)
    table.add_column("dataset")
    for heading in ("epsilon spent", "updates with noise", "without noise"):
        table.add_column(heading, justify="right")
    for state in states:
        table.add_row(state.dataset, f"{state.epsilon:.2f}", f"{state.updates:,}", f"{state.without_noise:,}")
    paper.print(table)
    if any(state.without_noise for state in states):
        paper.print(
            "No epsilon covers updates without noise: masks hid them, but nothing limits what sums say."
        )
