"""A round's number and where its record is in; one line for each check of it, and whether all hold, out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import (
    DataDirOption,
    JsonOption,
    command,
    progress_bar,
)
from app.settings import user_folder
from app.user_settings import UserSettings
from core.errors import YouCanFix

if TYPE_CHECKING:
    import requests
    from rich.console import Console

    from app.ports import Chain
    from app.settings import Network
    from app.verification import RoundRecord, Verification
    from core.federated.terms import RoundSpec


def verify(
    round_id: Annotated[int, typer.Argument(metavar="ROUND", min=1, help="Number of the round.")],
    coordinator: Annotated[
        str, typer.Option(metavar="URL", help="Coordinator that publishes the record.")
    ] = "",
    transcript: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder with a saved record, instead of a coordinator.")
    ] = None,
    rpc: Annotated[
        str, typer.Option(metavar="URL", help="A node of your choice; compares the record with the chain.")
    ] = "",
    save_to: Annotated[
        Path | None, typer.Option("--save", metavar="DIR", help="Keep the record in DIR.")
    ] = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Check a round again from its public record: signatures, roots, sum, model, gradient, scores, payouts.

    Without --coordinator or --transcript it asks the network in use (`conflux network`). The exit code is 1
    when a check fails.
    """
    with command(json_file) as report:
        from app.bootstrap import build_session, build_worker
        from app.verification import save, verify_round

        folder = data_dir or user_folder()
        local = _own_network(folder) if not (coordinator or transcript) else None
        coordinator, rpc = (local.coordinator_url, rpc or local.rpc_url) if local else (coordinator, rpc)
        session = build_session(folder, {coordinator: "coordinator", rpc: "chain"})
        record = _record(round_id, coordinator, transcript, session)
        worker = build_worker(UserSettings(folder))
        try:
            with progress_bar(f"Verify round {round_id}") as progress:
                chain = _chain(record, rpc, session)
                found = verify_round(round_id, record, worker, chain, progress)
                saved = save(record, save_to) if save_to else ()
        finally:
            worker.close()
            session.close()
        report.update(round=round_id, ok=found.ok, checks=found.checks, saved=saved)
        report.failed = not found.ok
        _print(report.paper, found)


def _own_network(folder: Path) -> "Network":
    from app.trader.networks import chosen_network

    missing = YouCanFix(
        "It is not said whose round to verify.",
        "Give --coordinator URL, or --transcript DIR with a saved record.",
    )
    return chosen_network(folder, None, missing)


def _record(
    round_id: int, coordinator: str, folder: Path | None, session: "requests.Session"
) -> "RoundRecord":
    from app.verification import PublishedRecord, SavedRecord

    if folder is not None:
        if coordinator:
            raise YouCanFix("A record comes from a coordinator or from a folder, not from both.")
        if not folder.is_dir():
            raise YouCanFix(f"There is no folder {folder}.")
        return SavedRecord(folder)
    from app.adapters.coordinator_api import HttpCoordinator

    return PublishedRecord(HttpCoordinator(coordinator, session), round_id)


def _chain(record: "RoundRecord", rpc: str, session: "requests.Session") -> "Chain | None":
    """The chain at `rpc`, with the contracts that the record itself names; their words are then compared."""
    if not rpc:
        return None
    from app.adapters.chain import Web3Chain
    from core.federated.transcript import Transcript

    spec = Transcript.from_bytes(record.part("transcript")).spec
    return Web3Chain(_network(spec, rpc, record), session)


def _network(spec: "RoundSpec", rpc: str, record: "RoundRecord") -> "Network":
    from app.settings import Network
    from core.errors import TryAgain
    from core.rewards.settlement import Payouts

    contracts = {"Rounds": str(spec.contract)}
    try:
        payouts = Payouts.from_bytes(record.part("payouts"))
    except TryAgain:  # not shared out yet: nothing to compare
        pass
    else:
        contracts["ProfitDistributor"] = payouts.profit_table.distributor
        contracts["EmissionDistributor"] = payouts.emission_table.distributor
    evaluation = spec.evaluation
    return Network(
        name="verified", chain_id=spec.chain_id, rpc_url=rpc, coordinator_url="", agent_url="",
        exchange=evaluation.venue, exchange_url="", timeframe=evaluation.timeframe,
        symbols=evaluation.symbols, contracts=contracts, asset="", asset_decimals=0,
        simulated=False, local=False,
    )  # fmt: skip


def _print(console: "Console", found: "Verification") -> None:
    from rich.markup import escape

    for check in found.checks:
        word = "[green]ok    [/]" if check.ok else "[bold red]failed[/]"
        console.print(f"{word} {escape(check.name)}: {escape(check.detail)}", soft_wrap=True)
    failed = sum(not check.ok for check in found.checks)
    console.print(f"{len(found.checks)} checks, {failed} failed" if failed else "Every check holds.")
