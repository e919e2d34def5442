"""Words typed after `conflux network` in; a network signed, shown, met, taken into use or forgotten out."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import NO_NETWORK, DataDirOption, JsonOption, command, data_folder
from app.commands.keys import private_key
from core.errors import YouCanFix

if TYPE_CHECKING:
    from app.commands.console import Report
    from app.settings import Network
    from app.trader.network_offer import NetworkOffer
    from app.trader.networks import Networks
    from core.network_file import NetworkDescription

network = typer.Typer(
    no_args_is_help=True,
    help="Networks: an operator's by its signed file, or the practice network of this machine.",
    rich_markup_mode=None,
)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE")]


@network.callback()
def _describe() -> None:
    """Networks: an operator's by its signed file, or the practice network of this machine."""


@network.command("list")
def list_networks(data_dir: DataDirOption = None, json_file: JsonOption = None) -> None:
    """Show the networks that are known, and which one is in use."""
    with command(json_file) as report:
        known = _networks(data_folder(data_dir)).known()
        report.update(networks=list(known))
        for one in known:
            mark = "*" if one.is_used else " "
            whose = one.damage or (f"operator {one.operator}" if one.operator else "of this machine")
            report.paper.print(f"{mark} {one.name:<12} {whose}", soft_wrap=True)


@network.command()
def show(
    name: Annotated[str, typer.Argument(help="Of a known network; the one in use otherwise.")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Only what its file says; ask nobody.")] = False,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Show what a network's file says, and ask its chain and coordinator whether they are the ones.

    The exit code is 1 where something does not fit.
    """
    with command(json_file) as report:
        from app.trader.networks import chosen_network

        folder = data_folder(data_dir)
        found = _networks(folder).network(name) if name else chosen_network(folder, None, NO_NETWORK)
        _tell_network(report, found)
        if not offline:
            _meet(report, found, folder)


@network.command()
def use(
    network_named: Annotated[
        str, typer.Argument(metavar="FILE|NAME", help="A signed file, or a known network.")
    ],
    expected: Annotated[
        str,
        typer.Option(
            "--fingerprint",
            metavar="ADDRESS",
            help="What the operator says its address is; without it you are asked to compare.",
        ),
    ] = "",
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Take part in an operator's network from now on, in the app and on the command line.

    The operator's address is kept at the first time: a later file of the same name by another key is refused.
    """
    with command(json_file) as report:
        networks = _networks(data_folder(data_dir))
        name, path = network_named, Path(network_named)
        if path.is_file():
            offer = networks.offer(path)
            _tell_offer(report, offer)
            _compare(offer, expected)
            networks.take(offer)
            name = offer.file.network.name
        networks.use(name)
        report.update(in_use=name)
        report.paper.print(f"{name} is in use. `conflux network show` asks whether it answers.")


@network.command()
def local(data_dir: DataDirOption = None, json_file: JsonOption = None) -> None:
    """Go back to the practice network of this machine."""
    with command(json_file) as report:
        from app.trader.onboarding import SAMPLE

        _networks(data_folder(data_dir)).use(SAMPLE)
        report.update(in_use=SAMPLE)
        report.paper.print("The practice network of this machine is in use.")


@network.command()
def forget(name: str, data_dir: DataDirOption = None, json_file: JsonOption = None) -> None:
    """Forget a network's file and its operator's key, so that a new key may be taken; your data stay."""
    with command(json_file) as report:
        aside = _networks(data_folder(data_dir)).forget(name)
        report.update(put_aside=str(aside))
        report.paper.print(f"{name} is forgotten. Its file lies in {aside}.", soft_wrap=True)


@network.command()
def sign(
    plain: Annotated[
        Path, typer.Argument(metavar="NETWORK", help="The plain file that your coordinator runs with.")
    ],
    file: FileArgument,
    key_file: Annotated[
        Path,
        typer.Option(
            "--key-file",
            metavar="FILE",
            help="Private key of the operator, 64 hexadecimal digits; keep it offline.",
        ),
    ],
    name: Annotated[str, typer.Option(help="Of the network; that of the plain file otherwise.")] = "",
    nodes: Annotated[
        list[str] | None,
        typer.Option("--node", metavar="URL", help="Another node of the chain; may be repeated."),
    ] = None,
    valid_from: Annotated[
        str, typer.Option(metavar="DATE", help="When it begins to hold, as 2026-06-01; now otherwise.")
    ] = "",
    without_code: Annotated[
        bool, typer.Option("--without-code", help="Do not ask the node for the contracts' code to pin it.")
    ] = False,
    json_file: JsonOption = None,
) -> None:
    """Write the signed network file that an operator gives to traders, and print its fingerprint."""
    with command(json_file) as report:
        from app.settings import Network, write_atomically
        from core.identity.keys import Account
        from core.network_file import NetworkFile, fingerprint
        from core.values import utc_seconds

        described = Network.load(plain)
        hashes = {} if without_code else _code_hashes(described)
        since = utc_seconds(valid_from) if valid_from else int(time.time())
        description = _description(described, name, tuple(nodes or ()), hashes, since)
        signed = NetworkFile.sign(description, Account.from_key(private_key(key_file)))
        Network.from_signed(NetworkFile.from_bytes(signed.to_bytes()))
        write_atomically(file, signed.to_bytes())
        report.update(file=str(file), operator=signed.operator, fingerprint=fingerprint(signed.operator))
        report.paper.print(f"{description.name} is described in {file}.", soft_wrap=True)
        report.paper.print(f"Fingerprint: {fingerprint(signed.operator)}")
        report.paper.print("Tell traders the fingerprint by another way than the file.")


def _description(
    found: "Network", name: str, nodes: tuple[str, ...], hashes: dict[str, str], valid_from: int
) -> "NetworkDescription":
    from core.network_file import NetworkDescription

    if found.clock_file:
        raise YouCanFix(
            "The time of a practice network is computed on this machine; nobody elsewhere could take part.",
            "Sign the file of a network that runs by the world's time.",
        )
    return NetworkDescription.of(
        {
            "name": name or found.name,
            "chain_id": found.chain_id,
            "rpc_urls": list(dict.fromkeys((found.rpc_url, *found.other_rpc_urls, *nodes))),
            "coordinator_url": found.coordinator_url,
            "agent_url": found.agent_url,
            "exchange": found.exchange,
            "exchange_url": found.exchange_url,
            "timeframe": found.timeframe,
            "symbols": list(found.symbols),
            "contracts": found.contracts,
            "code_hashes": hashes,
            "asset": found.asset,
            "asset_decimals": found.asset_decimals,
            "simulated": found.simulated,
            "valid_from": valid_from,
        }
    )


def _code_hashes(found: "Network") -> dict[str, str]:
    """The code of each contract, as the operator's own node has it; raises YouCanFix where there is none."""
    from app.adapters.chain import Web3Chain

    chain, empty = Web3Chain(found), "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    hashes = {name: chain.code_hash(name) for name in sorted(found.contracts)}
    if missing := [name for name, value in hashes.items() if value == empty]:
        raise YouCanFix(
            f"At the address of {missing[0]} lies no contract.", "Check the addresses in the plain file."
        )
    return hashes


def _networks(folder: Path) -> "Networks":
    from app.trader.networks import Networks

    return Networks(folder, time.time)


def _tell_offer(report: "Report", offer: "NetworkOffer") -> None:
    words = {"new": "new to you", "same": "known, the same file", "newer": "known, a newer file"}
    report.update(fingerprint=offer.fingerprint, operator=offer.file.operator, standing=offer.standing)
    _tell_network(report, offer.network)
    report.paper.print(f"  operator    {offer.fingerprint} ({words[offer.standing]})")


def _tell_network(report: "Report", found: "Network") -> None:
    report.update(name=found.name, chain_id=found.chain_id, contracts=found.contracts)
    report.update(coordinator=found.coordinator_url, nodes=[found.rpc_url, *found.other_rpc_urls])
    lines = {
        "network": found.name + (" (simulated market)" if found.simulated else ""),
        "chain": str(found.chain_id),
        "nodes": ", ".join((found.rpc_url, *found.other_rpc_urls)),
        "coordinator": found.coordinator_url,
        "agent": found.agent_url,
        "exchange": f"{found.exchange} {found.exchange_url}".strip(),
        "rounds": found.contracts["Rounds"],
    }
    for word, value in lines.items():
        report.paper.print(f"  {word:<11} {value}", soft_wrap=True)


def _compare(offer: "NetworkOffer", expected: str, ask: Callable[[str], bool] = typer.confirm) -> None:
    """Whether it is the operator that the user means; asked only where the key is new."""
    from core.identity.addresses import read_address

    if expected:
        if read_address(expected.replace(" ", "")) != offer.file.operator:
            raise YouCanFix(
                "The file is signed by another key than the fingerprint that you gave.",
                "Do not use it. Ask the operator for the file and the fingerprint again, by another way.",
            )
        return
    if offer.standing == "new" and not ask(
        "Is that the operator's fingerprint, as you got it by another way?"
    ):
        raise YouCanFix("The fingerprint was not confirmed.", "Ask the operator for it by another way.")


def _meet(report: "Report", found: "Network", folder: Path) -> None:
    """Ask chain and coordinator who they are, and print what does not fit."""
    from app.bootstrap import meet_network

    findings = meet_network(found, folder)
    report.update(
        findings=[
            {"part": one.part, "cause": one.error.message, "remedy": one.error.remedy} for one in findings
        ]
    )
    report.failed = bool(findings)
    for one in findings:
        report.paper.print(f"{one.part}: {one.error.message} {one.error.remedy}".rstrip(), markup=False)
    if not findings:
        report.paper.print("Chain, contracts, coordinator and clocks fit the file.")
