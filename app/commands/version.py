"""Nothing, or the wish to look for a later version, in; the version that runs and the newest one out."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app import __version__
from app.commands.console import DataDirOption, JsonOption, command, data_folder

if TYPE_CHECKING:
    from app.releases import ReleaseNews


def version(
    check: Annotated[
        bool, typer.Option("--check", help="Ask the release server for the newest version, now.")
    ] = False,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Tell the version; with --check, whether a later one is there. Nothing is ever installed."""
    with command(json_file) as report:
        report.update(version=__version__, checked=check)
        if not check:
            report.paper.print(f"conflux {__version__}", markup=False)
            return
        from app.bootstrap import build_release_check

        news = build_release_check(data_folder(data_dir)).check()
        report.update(_facts(news))
        if news.is_newer:
            release = news.release
            report.paper.print(f"Version {release.version} is there; you run {news.running}.", markup=False)
            report.paper.print(release.notes, markup=False, soft_wrap=True)
            report.paper.print(f"Get it from {release.page}", markup=False, soft_wrap=True)
        else:
            report.paper.print(f"You run {news.running}; no later version is there.", markup=False)


def _facts(news: "ReleaseNews") -> dict[str, Any]:
    return {
        "is_newer": news.is_newer,
        "newest": news.release.version,
        "serial": news.release.serial,
        "expires_at": news.release.expires_at,
        "notes": news.release.notes,
        "page": news.release.page,
    }
