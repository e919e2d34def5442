"""An external signer or a sign-in request in; its account connected, or the request signed, out."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.commands.console import DataDirOption, JsonOption, command
from app.commands.typed_secrets import say
from app.commands.wallet import NameOption, NetworkOption
from app.commands.wallet_pay import YesOption, opened, unlock
from core.errors import YouCanFix


def add_to(wallet: typer.Typer) -> None:
    """Make these commands part of `conflux wallet`."""
    wallet.command("connect")(connect)
    wallet.command("sign-in")(sign_in)


def connect(
    address: Annotated[str, typer.Argument(help="One of its accounts; without it they are listed.")] = "",
    name: NameOption = "",
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Add an account of the external signer (Clef, and with it Ledger or Trezor): its key stays there."""
    with command(json_file) as report, opened(network_file, data_dir) as trader:
        from core.identity.addresses import checksummed

        say("Asking the external signer; it may ask you there.")
        if address:
            line = trader.wallet.connect(address, name)
            report["connected"] = {"name": line.name, "address": checksummed(line.address)}
            report.paper.print(f"{line.name} is connected. conflux wallet use {line.name!r} lets it sign.")
            return
        report["offered"] = [checksummed(one) for one in trader.wallet.offered()]
        for one in report["offered"]:
            report.paper.print(one)


def sign_in(
    site: Annotated[str, typer.Argument(help="Where you want to sign in, as app.example.org.")],
    file: Annotated[
        Path | None, typer.Option("--file", help="Of the request; standard input otherwise.")
    ] = None,
    yes: YesOption = False,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Sign a site's sign-in request (ERC-4361), if it is of that site, for this account, chain and time."""
    with command(json_file) as report, opened(network_file, data_dir) as trader:
        from app.trader.signing_in import shown, sign

        asked = shown(trader, _text(file), site)
        for name, value in asked.words.items():
            say(f"{name}: {value}")
        report["request"] = asked.words
        if not yes and (file is None or not typer.confirm("Sign in with this?", err=True)):
            raise YouCanFix(
                "Nothing was signed.", "Give --yes to sign a request from standard input, or use --file."
            )
        unlock(trader)
        signature = sign(trader, asked)
        report["signature"] = signature
        report.paper.print(signature)


def _text(file: Path | None) -> str:
    """The request, byte for byte; the end of the file's last line is not part of it."""
    from core.payments.sign_in import MOST_CHARACTERS

    try:
        text = file.read_bytes() if file else sys.stdin.buffer.read(8 * MOST_CHARACTERS)
        return text.decode("utf-8").removesuffix("\n")
    except OSError as error:
        raise YouCanFix(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise YouCanFix("The request is not UTF-8 text.", "Copy it again from the site.") from None
