"""A setting's key and value in; the settings of this user shown, changed and taken back out."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import DataDirOption, JsonOption, command, data_folder
from app.user_settings import (
    Found,
    UserSettings,
    change_file,
    setting_of,
    settings_file,
    typed,
)

if TYPE_CHECKING:
    from app.commands.console import Report

config = typer.Typer(
    no_args_is_help=True,
    help="Show and change the settings; Help has a page of them all. A variable of the environment goes "
    "before the file, the file before the default.",
    rich_markup_mode=None,
)

KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="A setting, as appearance.theme.")]


@config.command("list")
def list_(json_file: JsonOption = None, data_dir: DataDirOption = None) -> None:
    """List every setting with its value, where that comes from, and its default."""
    with command(json_file) as report:
        from rich.table import Table

        settings = UserSettings(data_folder(data_dir))
        report.update(path=str(settings.path), settings=[_facts(found) for found in settings.all()])
        table = Table(box=None)
        table.add_column("Setting", no_wrap=True)
        for title in ("Value", "From", "Default"):
            table.add_column(title, overflow="fold")
        for found in settings.all():
            usual = found.setting.kind.text(found.setting.default)
            table.add_row(*map(_shown, (found.setting.key, found.text, found.source, usual)))
        report.paper.print(table)


@config.command()
def get(key: KeyArgument, json_file: JsonOption = None, data_dir: DataDirOption = None) -> None:
    """Print the value of one setting."""
    with command(json_file) as report:
        found = UserSettings(data_folder(data_dir)).found(key)
        report.update(_facts(found))
        report.paper.print(found.text, markup=False, soft_wrap=True)


@config.command("set")
def set_(
    key: KeyArgument,
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="Members of a list have commas between them.")
    ],
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Keep a value in the file; its other lines and comments stay as they are."""
    with command(json_file) as report:
        setting, folder = setting_of(key), data_folder(data_dir)
        change_file(settings_file(folder), key, typed(setting, value, key))
        _tell(report, UserSettings(folder).found(key), "Kept.")


@config.command()
def unset(
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="A setting, or a wrong line of the file, as section.name.")
    ],
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Take a value out of the file, so that the default is used; takes a wrong line out, too."""
    with command(json_file) as report:
        folder = data_folder(data_dir)
        change_file(settings_file(folder), key, None)
        known = [found for found in UserSettings(folder).all() if found.setting.key == key]
        if known:
            _tell(report, known[0], "Taken out.")
        else:
            report.update(key=key)
            report.paper.print("Taken out.")


@config.command()
def path(json_file: JsonOption = None, data_dir: DataDirOption = None) -> None:
    """Print where the file of settings lies; it need not be there."""
    with command(json_file) as report:
        file = settings_file(data_folder(data_dir))
        report.update(path=str(file), is_there=file.exists())
        report.paper.print(str(file), markup=False, soft_wrap=True)


def _tell(report: "Report", found: Found, done: str) -> None:
    """What is the case after a change, also where the change is not what counts."""
    report.update(_facts(found))
    words = f"{done} {found.setting.key} is {found.text or 'empty'}, from {found.source}."
    if found.origin == "environment":
        words += f" Unset {found.setting.variable} to let the file count."
    elif found.setting.needs_restart:
        words += " Programs that run go on as before; start them again."
    report.paper.print(words, markup=False, soft_wrap=True)


def _facts(found: Found) -> dict[str, Any]:
    """A setting as JSON."""
    setting = found.setting
    return {
        "key": setting.key,
        "value": found.value,
        "default": setting.default,
        "origin": found.origin,
        "variable": setting.variable,
        "needs_restart": setting.needs_restart,
        "must_be": setting.kind.words,
        "description": setting.description,
    }


def _shown(text: str) -> str:
    """A cell of a table: brackets of a text are no markup."""
    return text.replace("[", r"\[") or "(empty)"
