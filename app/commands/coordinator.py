"""A network file, a key file and an operator's choices in; the network's coordinator served until stopped.

It runs without a further word; one after it asks a coordinator that runs.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import DataDirOption, JsonOption, command, data_folder, screen
from app.commands.coordinator_clients import clients
from app.commands.keys import private_key

if TYPE_CHECKING:
    from app.commands.console import Report
    from app.coordinator.rounds import Coordinator

operator = typer.Typer(rich_markup_mode=None, subcommand_metavar="[COMMAND]")

NetworkOption = Annotated[
    Path | None,
    typer.Option(
        "--network", metavar="FILE", help="The network's file, with its contracts; cannot be left out."
    ),
]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="FILE",
        help="Private key of the coordinator's account, 64 hexadecimal digits; cannot be left out.",
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="TOML with the numbers of your rounds; defaults otherwise."
    ),
]
DatabaseOption = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="CONFLUX_DATABASE",
        metavar="URL",
        show_default=False,
        help="Log of the rounds, as postgresql://NAME@HOST:5432/DATABASE; a SQLite file in the data folder "
        "otherwise. Everybody on this machine can read a command line: leave the password to ~/.pgpass or "
        "set CONFLUX_DATABASE.",
    ),
]


@operator.callback(invoke_without_command=True)
def coordinator(
    context: typer.Context,
    network_file: NetworkOption = None,
    key_file: KeyOption = None,
    config_file: ConfigOption = None,
    database: DatabaseOption = "",
    host: Annotated[str, typer.Option(help="Address to listen on; put a TLS proxy before it.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 takes a free one.")] = 8640,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Run the rounds of a network: take masked updates, publish models, scores and payouts.

    It never sees a plain update. It may be killed at any moment: started again with the same data folder it
    goes on where it was. Ctrl-C or SIGTERM ends it in order.

    Several may run over one database and one data folder: one leads, the others answer questions and one of
    them takes over within seconds when the leader falls silent.
    """
    if context.invoked_subcommand:
        _refuse_options(context)
        return
    if network_file is None or key_file is None:
        context.fail(f"Missing option '{'--key-file' if network_file else '--network'}'.")
    with command(json_file) as report:
        from app.bootstrap import build_coordinator
        from app.coordinator.api import build_app
        from app.coordinator.config import CoordinatorConfig, load_config
        from app.service import serve
        from app.settings import Network

        network = Network.load(network_file)
        config = load_config(config_file) if config_file else CoordinatorConfig()
        key = private_key(key_file)
        _log_as_json()
        folder = data_folder(data_dir) / "coordinator"
        with build_coordinator(network, folder, key, config, database) as running:
            serve(running, build_app(running), host, port, lambda taken: _tell(report, running, host, taken))
            report["rounds"] = running.rounds(200, 0).model_dump(mode="json")["rounds"]


operator.command()(clients)


def _refuse_options(context: typer.Context) -> None:
    """What stands before a further word would be of no effect, and is refused instead."""
    word = context.invoked_subcommand
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            context.fail(f"Options of `{word}` come after that word; those before it are the service's own.")


def _tell(report: "Report", running: "Coordinator", host: str, port: int) -> None:
    view = running.network_view()
    report.update(url=f"http://{host}:{port}", address=view.coordinator, network=view.name)
    screen.print(
        f"The coordinator of {view.name} serves {report['url']} as {view.coordinator}.", soft_wrap=True
    )
    screen.print("Ctrl-C ends it.")
    report.write()


def _log_as_json() -> None:
    """One JSON object a line on standard error, for whatever collects an operator's logs."""
    import sys

    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
