"""Options of a local network in; the network run until it is stopped, its addresses out."""

import threading
from pathlib import Path
from typing import Annotated

import typer

from app.commands.console import DataDirOption, JsonOption, command, data_folder, progress_bar

TradersOption = Annotated[int, typer.Option(help="Traders of the network, yours included; 8 to 128.")]
DropOption = Annotated[int, typer.Option(help="Traders that drop out of each round, between share and mask.")]
SeedOption = Annotated[int, typer.Option(help="Of the simulated market and of the drop-outs.")]
CandlesOption = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Play real candles (Parquet, CSV) of DIR instead of the simulated market."
    ),
]
TimeframeOption = Annotated[str, typer.Option(help="Of the candles, as 1h.")]
StartOption = Annotated[
    str, typer.Option(metavar="DATE", help="Opening of the first round (UTC), as 2022-06-01; with --candles.")
]


def localnet(
    traders: TradersOption = 8,
    peers_only: Annotated[
        bool, typer.Option("--peers-only", help="Fill every seat with a headless peer; keep none for an app.")
    ] = False,
    rounds: Annotated[int, typer.Option(help="Rounds to run; 0 runs until you stop it.")] = 0,
    drop: DropOption = 0,
    seed: SeedOption = 4,
    candles: CandlesOption = None,
    timeframe: TimeframeOption = "1h",
    start: StartOption = "",
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Run a whole network on this machine: chain, market, coordinator, agent and peer traders.

    It runs until Ctrl-C and stops all its processes together. A market clock plays candles faster than real
    time while a round waits for them. Start it again in the same folder to go on where it stopped.
    """
    with command(json_file) as report:
        from app.localnet.network import LocalConfig, LocalNetwork

        config = LocalConfig(
            traders=traders, user=not peers_only, rounds=rounds, drop=drop, seed=seed,
            candles=str(candles.resolve()) if candles else None, timeframe=timeframe, start=start,
        )  # fmt: skip
        with LocalNetwork(data_folder(data_dir) / "localnet", config) as local:
            with progress_bar("Local network") as progress:
                network = local.start(progress)
            report.update(network_file=str(local.network_file), coordinator=network.coordinator_url)
            report.update(agent=network.agent_url, rpc=network.rpc_url, exchange=network.exchange_url)
            report.paper.print(
                f"The local network is up ({'simulated market' if network.simulated else 'real candles'})."
            )
            for name in ("coordinator", "agent", "rpc", "exchange", "network_file"):
                report.paper.print(f"  {name.replace('_', ' '):<13} {report[name]}")
            report.paper.print("Ctrl-C stops it.")
            report.write()
            while not threading.Event().wait(1):
                local.check()
