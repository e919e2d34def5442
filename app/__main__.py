"""Words typed after `conflux` in; the desktop app, or one command's exit code, out."""

import sys
from pathlib import Path

from app import __version__

HELP = """Conflux: train a trading model together without showing your data.

Without a command the desktop app opens. `conflux demo` runs the whole story on this machine."""


def main() -> None:
    """The `conflux` command; the desktop's path imports nothing that it does not show."""
    arguments = sys.argv[1:]
    if _opens_desktop(arguments):
        from ui.desktop import run

        sys.exit(run(_data_dir(arguments), smoke="--smoke" in arguments))
    if arguments == ["--version"]:
        sys.stdout.write(f"conflux {__version__}\n")
        return
    if arguments == ["localnet-part"]:  # how a local network starts its own processes
        from app.localnet.part import run_part

        sys.exit(run_part())
    _commands()


def _opens_desktop(arguments: list[str]) -> bool:
    words = [word for word in arguments if word != "--smoke"]
    with_folder = words[:1] == ["--data-dir"] and words[2:] == []
    return not words or with_folder or (words[0].startswith("--data-dir=") and words[1:] == [])


def _data_dir(arguments: list[str]) -> Path | None:
    """The folder named by --data-dir; None means the user's own, or a fresh one with --smoke."""
    words = [word for word in arguments if word != "--smoke"]
    return Path(words[-1].removeprefix("--data-dir=")) if words else None


def _commands() -> None:
    import typer

    from app.commands import (
        agent,
        analytics,
        backtest,
        config,
        coordinator,
        crash,
        data,
        demo,
        features,
        localnet,
        logs,
        network,
        personalise,
        privacy,
        profit,
        simulate_round,
        storage,
        study,
        train,
        verify,
        wallet,
        wallet_book,
        wallet_pay,
        wallet_sign,
    )

    program = typer.Typer(
        name="conflux", help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None
    )
    program.callback(epilog="Options of the bare command: --data-dir DIR, --smoke, --version.")(_describe)
    program.add_typer(data.data, name="data")
    program.add_typer(config.config, name="config")
    program.add_typer(features.features, name="features")
    program.add_typer(analytics.analytics, name="analytics")
    program.add_typer(privacy.privacy, name="privacy")
    wallet_pay.add_to(wallet.wallet)
    wallet_sign.add_to(wallet.wallet)
    wallet.wallet.add_typer(wallet_book.book, name="book")
    program.add_typer(network.network, name="network")
    program.add_typer(wallet.wallet, name="wallet")
    program.add_typer(profit.profit, name="profit")
    program.add_typer(storage.storage, name="storage")
    program.add_typer(study.study, name="study")
    program.add_typer(crash.crash, name="crash")
    program.command("logs")(logs.logs)
    program.command("demo")(demo.demo)
    program.command("localnet")(localnet.localnet)
    program.command("train")(train.train)
    program.command("personalise")(personalise.personalise)
    program.command("backtest")(backtest.backtest)
    program.add_typer(coordinator.operator, name="coordinator")
    program.command("agent")(agent.agent)
    program.command("verify")(verify.verify)
    program.command("simulate-round")(simulate_round.simulate_round)
    program()


def _describe() -> None:
    """Conflux: train a trading model together without showing your data."""


if __name__ == "__main__":
    main()
