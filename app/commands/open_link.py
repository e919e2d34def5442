"""A conflux:// link in; the desktop with the page that asks about it, or why the link is refused, out."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app.commands.console import DataDirOption, command
from core.links import Link

Run = Callable[[Path | None, str], int]
"""Opens the desktop on a data folder with a link; app.__main__ gives it, which alone may know the window."""


def opening(run: Run) -> Callable[[str, Path | None], None]:
    """The command `conflux open`."""

    def open_(
        link: Annotated[
            str, typer.Argument(metavar="LINK", help="As conflux://round/41; quote it in a shell.")
        ],
        data_dir: DataDirOption = None,
    ) -> None:
        """Open a link in the window that runs, or in a new one: a page asks first, nothing is done before."""
        with command(None):
            asked = str(Link.parse(link))
        raise typer.Exit(run(data_dir, asked))

    return open_
