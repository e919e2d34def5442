"""A network and the agent's key in; the agent running until it is stopped, its journal published, out."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.console import DataDirOption, JsonOption, command, data_folder, screen
from app.commands.keys import private_key


def agent(
    network: Annotated[Path, typer.Option(metavar="FILE", help="The network's file, from its operator.")],
    key_file: Annotated[
        Path,
        typer.Option(metavar="FILE", help="64 hex digits: the key of the account with the agent's role."),
    ],
    paper_exchange_key_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Key of a local network's exchange account; without it no coin moves."
        ),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="Port to listen on; 0 takes a free one.")
    ] = 8647,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Trade the network's pool with its global model, on paper, and publish every decision.

    Runs until Ctrl-C or SIGTERM; started again, it goes on with the same epoch.
    """
    with command(json_file) as report:
        from app.agent.api import build_app
        from app.agent.journal import performance
        from app.bootstrap import build_agent
        from app.service import serve
        from app.settings import Network

        described = Network.load(network)
        paper_key = private_key(paper_exchange_key_file) if paper_exchange_key_file else None
        folder = data_folder(data_dir) / "agent"
        with build_agent(described, folder, private_key(key_file), paper_key) as running:
            serve(running, build_app(running), host, port, lambda taken: _say(described.name, host, taken))
            state = running.state
            report.update(
                network=described.name,
                processed_until=state.processed_until,
                state=state.state,
                problem=state.problem,
                performance=performance(running.store),
            )


def _say(name: str, host: str, port: int) -> None:
    screen.print(f"The agent of {name} listens on http://{host}:{port}; Ctrl-C stops it.", markup=False)
