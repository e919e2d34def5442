"""Words typed after `conflux` in; the desktop app, or one command's exit code, out."""

import sys
from pathlib import Path

HELP = """Conflux: train a trading model together without showing your data.

Without a command the desktop app opens. `conflux demo` runs the whole story on this machine."""

VERSION = "0.1.0"


def main() -> None:
    """The `conflux` command; the desktop's path imports nothing that it does not show."""
    arguments = sys.argv[1:]
    if _opens_desktop(arguments):
        from ui.desktop import run

        sys.exit(run(_data_dir(arguments), smoke="--smoke" in arguments))
    if arguments == ["--version"]:
        sys.stdout.write(f"conflux {VERSION}\n")
        return
    _commands()


def _opens_desktop(arguments: list[str]) -> bool:
    words = [word for word in arguments if word != "--smoke"]
    return (
        not words
        or (len(words) == 2 and words[0] == "--data-dir")
        or (  # noqa: PLR2004 - option and value
            len(words) == 1 and words[0].startswith("--data-dir=")
        )
    )


def _data_dir(arguments: list[str]) -> Path | None:
    """The folder named by --data-dir; None means the user's own, or a fresh one with --smoke."""
    words = [word for word in arguments if word != "--smoke"]
    if not words:
        return None
    return Path(words[0].partition("=")[2] or words[-1])


def _commands() -> None:
    import typer

    from app.commands import agent, backtest, coordinator, data, demo, localnet, train, verify

    program = typer.Typer(
        name="conflux", help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None
    )
    program.callback(epilog="Options of the bare command: --data-dir DIR, --smoke, --version.")(_describe)
    program.add_typer(data.data, name="data")
    program.command("demo")(demo.demo)
    program.command("localnet")(localnet.localnet)
    program.command("train")(train.train)
    program.command("backtest")(backtest.backtest)
    program.command("coordinator")(coordinator.coordinator)
    program.command("agent")(agent.agent)
    program.command("verify")(verify.verify)
    program.command("localnet-part", hidden=True)(localnet.localnet_part)
    program()


def _describe() -> None:
    """Conflux: train a trading model together without showing your data."""


if __name__ == "__main__":
    main()
