"""Contacts typed after `conflux wallet book` in; the address book listed, changed and filed out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import DataDirOption, JsonOption, command
from app.commands.wallet import NetworkOption, chosen_network

if TYPE_CHECKING:
    from app.commands.console import Report
    from app.trader.address_book import AddressBook

book = typer.Typer(
    no_args_is_help=True, help="Whom you pay: names, addresses and notes.", rich_markup_mode=None
)

NameArgument = Annotated[str, typer.Argument(metavar="NAME")]
NoteOption = Annotated[str, typer.Option("--note", help="A line about it.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="CSV with the columns name,address,note.")]


@book.callback()
def _describe() -> None:
    """Whom you pay: names, addresses and notes."""


@contextmanager
def _open(report: "Report", network_file: Path | None, data_dir: Path | None) -> Iterator["AddressBook"]:
    """The address book of a network; listed in the report when the block ends well."""
    from app.trader.address_book import AddressBook
    from core.identity.addresses import checksummed

    _network, place, _folder = chosen_network(network_file, data_dir)
    opened = AddressBook(place / "address_book.json")
    yield opened
    contacts = opened.contacts()
    report["contacts"] = [
        {"name": one.name, "address": checksummed(one.address), "note": one.note} for one in contacts
    ]


@book.command("list")
def list_contacts(
    network_file: NetworkOption = None, data_dir: DataDirOption = None, json_file: JsonOption = None
) -> None:
    """Show all contacts."""
    with command(json_file) as report:
        from rich.table import Table

        with _open(report, network_file, data_dir):
            pass
        table = Table(box=None)
        for heading, width in (("name", 8), ("address", 42), ("note", 4)):
            table.add_column(heading, min_width=width)
        for one in report["contacts"]:
            table.add_row(one["name"], one["address"], one["note"])
        report.paper.print(table if report["contacts"] else "The address book is empty.")


@book.command()
def add(
    name: NameArgument,
    address: Annotated[str, typer.Argument(help="With its checksum, where it has one.")],
    note: NoteOption = "",
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Add a contact."""
    with command(json_file) as report, _open(report, network_file, data_dir) as opened:
        opened.add(name, address, note)


@book.command()
def change(
    name: NameArgument,
    new_name: Annotated[str, typer.Option("--name", help="The new name.")] = "",
    address: Annotated[str, typer.Option("--address", help="The new address.")] = "",
    note: Annotated[str | None, typer.Option("--note", help="The new note; may be empty.")] = None,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Change what is given of a contact."""
    with command(json_file) as report, _open(report, network_file, data_dir) as opened:
        opened.change(name, new_name=new_name, address=address, note=note)


@book.command()
def remove(
    name: NameArgument,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Take a contact out."""
    with command(json_file) as report, _open(report, network_file, data_dir) as opened:
        opened.remove(name)


@book.command("import")
def import_csv(
    file: FileArgument,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Add the contacts of a CSV file; one wrong line, and nothing of it is taken."""
    with command(json_file) as report, _open(report, network_file, data_dir) as opened:
        report["added"] = opened.import_csv(file)
        report.paper.print(f"{report['added']} new contacts.")


@book.command()
def export(
    file: FileArgument,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Write all contacts to a CSV file that does not exist yet."""
    with command(json_file) as report, _open(report, network_file, data_dir) as opened:
        report["written"] = opened.export_csv(file)
        report.paper.print(f"{report['written']} contacts written to {file}.")
