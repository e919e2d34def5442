"""Words about accounts typed after `conflux wallet` in; accounts made, imported, chosen and backed up out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import NO_NETWORK, DataDirOption, JsonOption, command, data_folder
from app.commands.typed_secrets import new_password, say, typed_secret
from core.errors import YouCanFix

if TYPE_CHECKING:
    from app.commands.console import Report
    from app.settings import Network
    from app.trader.accounts import Accounts

wallet = typer.Typer(
    no_args_is_help=True,
    help="Make, import, choose and back up your accounts. Secrets are typed, never given as arguments.",
    rich_markup_mode=None,
)

NetworkOption = Annotated[
    Path | None,
    typer.Option(
        "--network",
        metavar="FILE",
        help="The network's file; the network in use otherwise (`conflux network`).",
    ),
]
NameOption = Annotated[str, typer.Option("--name", help="Of the account; Account and a number otherwise.")]
AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="Its name or its address.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE")]

PASSWORD = "Password of the wallet"  # noqa: S105 - a question


@wallet.callback()
def _describe() -> None:
    """Make, import, choose and back up your accounts. Secrets are typed, never given as arguments."""


@contextmanager
def _open(report: "Report", network_file: Path | None, data_dir: Path | None) -> Iterator["Accounts"]:
    """The accounts of the data folder; listed in the report when the block ends well."""
    from app.bootstrap import build_accounts

    network, place, _folder = chosen_network(network_file, data_dir)
    with build_accounts(network, place, lambda: file_password(place)) as accounts:
        yield accounts
        _list(report, accounts, network.name)


def chosen_network(network_file: Path | None, data_dir: Path | None) -> "tuple[Network, Path, Path]":
    """The network meant, the folder of its trader, and the folder of the user's data."""
    from app.trader import networks

    folder = data_folder(data_dir)
    network = networks.chosen_network(folder, network_file, NO_NETWORK)
    return network, folder / "networks" / network.name, folder


def file_password(place: Path) -> str:
    """The password of the file that takes the keychain's place; a new one where there is no file yet."""
    if (place / "secrets" / "secrets.json").exists():
        return typed_secret("Password of the file of secrets (this machine has no keychain)")
    return _checked(new_password("New password of the file of secrets (this machine has no keychain)"))


def _list(report: "Report", accounts: "Accounts", network: str) -> None:
    from rich.table import Table

    from core.identity.addresses import checksummed

    state, lines, under_way = accounts.box.state(), accounts.lines(), accounts.rounds_under_way()
    report.update(
        network=network,
        in_use=checksummed(state.address) if state.address else "",
        has_password=state.has_password,
        rounds_under_way=under_way,
        accounts=[{**asdict(line), "address": checksummed(line.address)} for line in lines],
    )
    if not lines:
        report.paper.print(f"There is no account on {network} yet: conflux wallet create")
        return
    table = Table(box=None)
    for heading, width in (("", 1), ("account", 8), ("address", 42), ("key", 7), ("backed up", 9)):
        table.add_column(heading, min_width=width)
    for line in lines:
        keys = {"key": "its own", "watch": "watched", "external": "elsewhere"}
        key = keys.get(line.source, f"words, {line.index}")
        backed_up = "-" if line.source in ("watch", "external") else "yes" if line.is_backed_up else "NO"
        mark = "*" if line.address == state.address else ""
        table.add_row(mark, line.name, checksummed(line.address), key, backed_up)
    report.paper.print(table)
    report.paper.print("* in use: it signs and takes part in rounds")
    if under_way:
        rounds = ", ".join(str(number) for number in under_way)
        report.paper.print(f"{state.name} takes part in round {rounds}; it stays in use until the end.")


def _password(accounts: "Accounts") -> str:
    """The wallet's password, where it has one."""
    return typed_secret(PASSWORD) if accounts.box.state().has_password else ""


@wallet.command("list")
def list_accounts(
    network_file: NetworkOption = None, data_dir: DataDirOption = None, json_file: JsonOption = None
) -> None:
    """Show the accounts, which one is in use, and what is not backed up."""
    with command(json_file) as report, _open(report, network_file, data_dir):
        pass


@wallet.command()
def create(
    network_file: NetworkOption = None, data_dir: DataDirOption = None, json_file: JsonOption = None
) -> None:
    """Make a wallet from fresh seed words, sealed with a new password."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        accounts.box.create(_checked(new_password("New password of the wallet")))
        say("Nothing of it is backed up: write the words down (conflux wallet words) or write a file.")


@wallet.command()
def restore(
    network_file: NetworkOption = None, data_dir: DataDirOption = None, json_file: JsonOption = None
) -> None:
    """Bring a wallet back from its 12 to 24 words or a private key, sealed with a new password."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        secret = typed_secret("Seed words or private key")
        accounts.box.restore(secret, password=_checked(new_password("New password of the wallet")))


@wallet.command()
def add(
    name: NameOption = "",
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Add the next account of the seed words (BIP-44)."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        _unlock(accounts)
        accounts.box.add(name)


@wallet.command("import-key")
def import_key(
    name: NameOption = "",
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Add the account of a private key."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        key = typed_secret("Private key")
        accounts.import_key(key, name, _password(accounts))


@wallet.command("import-keystore")
def import_keystore(
    file: FileArgument,
    name: NameOption = "",
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Add the account of another wallet's key file (keystore version 3, as geth writes)."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        file_password = typed_secret("Password of the key file")
        accounts.import_keystore(file, file_password, name, _password(accounts))


@wallet.command()
def watch(
    address: Annotated[str, typer.Argument(help="With its checksum, where it has one.")],
    name: NameOption = "",
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Add an account to look at only."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        accounts.box.watch(address, name)


@wallet.command()
def forget(
    account: AccountArgument,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Take a watched or connected account off the list; keys are never erased."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        accounts.box.forget(accounts.find(account).address)


@wallet.command()
def use(
    account: AccountArgument,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Sign and take part in rounds with this account; refused while a round is under way."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        accounts.use(accounts.find(account).address)


@wallet.command()
def rename(
    account: AccountArgument,
    name: Annotated[str, typer.Argument(help="The new name.")],
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Give an account another name."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        accounts.box.rename(accounts.find(account).address, name)


@wallet.command()
def password(
    network_file: NetworkOption = None, data_dir: DataDirOption = None, json_file: JsonOption = None
) -> None:
    """Seal the wallet with a new password."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        old = _password(accounts)
        accounts.box.set_password(new_password("New password of the wallet"), old)


@wallet.command()
def words(
    network_file: NetworkOption = None, data_dir: DataDirOption = None, json_file: JsonOption = None
) -> None:
    """Show the seed words, ask some of them back, and note the back-up when they are right."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        from app.trader.word_drill import WordDrill

        if not accounts.box.state().has_words:
            raise YouCanFix("This wallet has no seed words.", "Write a file: conflux wallet backup FILE")
        shown = accounts.box.reveal(_password(accounts))
        for number, word in enumerate(shown.split(), 1):
            say(f"{number:>3}. {word}")
        say("Write them down in this order. Whoever has them has the accounts.")
        drill = WordDrill.of(shown)
        answers = tuple(typed_secret(f"Word {place + 1}") for place in drill.places)
        if wrong := drill.wrong(answers):
            named = ", ".join(str(place + 1) for place in wrong)
            raise YouCanFix(
                f"Not the words of the wallet: {named}.", "Compare what you wrote, then try again."
            )
        accounts.box.confirm_backup()


@wallet.command()
def backup(
    file: FileArgument,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Write the whole wallet into one sealed file with a password of its own."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        old = _password(accounts)
        accounts.write_backup(file, new_password("New password of the back-up file"), old)
        say("Written, and opened again. Keep it on another machine.")


@wallet.command("restore-backup")
def restore_backup(
    file: FileArgument,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Bring a whole wallet back from its file; the file's password is the wallet's from now on."""
    with command(json_file) as report, _open(report, network_file, data_dir) as accounts:
        accounts.restore_backup(file, typed_secret("Password of the back-up file"))


def _unlock(accounts: "Accounts") -> None:
    if accounts.box.state().is_locked:
        accounts.box.unlock(typed_secret(PASSWORD))


def _checked(new: str) -> str:
    """A password that is long enough, before anything is made."""
    from app.trader.account import check_new

    check_new(new)
    return new
