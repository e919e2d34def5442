"""Options of the story in; the story with progress bars, its closing table and JSON, an exit code out."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from app.commands.console import DataDirOption, JsonOption, command, data_folder, progress_bar, screen
from app.commands.localnet import CandlesOption, SeedOption, StartOption, TimeframeOption, TradersOption
from app.programs import program
from core.errors import TryAgain

if TYPE_CHECKING:
    from app.localnet.story import Story
    from app.settings import Network


def demo(
    traders: TradersOption = 8,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="Rounds to run.")] = 2,
    candles: CandlesOption = None,
    timeframe: TimeframeOption = "1h",
    start: StartOption = "",
    drop: Annotated[int, typer.Option(help="Traders that drop out of each round.")] = 1,
    seed: SeedOption = 4,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
    screenshot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw the first trader's Home (.png) or all screens (a folder)."),
    ] = None,
) -> None:
    """Live through the whole story on this machine and check it: train, contribute, trade, share, claim.

    A chain, a coordinator, an agent and traders start as processes of their own. Exit code 0 means that every
    sum was exact, scores add up to the fall of the loss, money is conserved and no training value was sent.
    """
    with command(json_file) as report, _folder(data_dir) as folder:
        from app.localnet.network import LocalConfig
        from app.localnet.story import live, living_network, records_folder

        config = LocalConfig(
            traders=traders, user=True, rounds=rounds, drop=drop, seed=seed, record_wire=True,
            candles=str(candles.resolve()) if candles else None, timeframe=timeframe, start=start,
        )  # fmt: skip
        with progress_bar("Demo") as progress, living_network(folder, config, progress) as (local, trader):
            story = live(local, trader, rounds, progress)
            report.update(story.report)
            if screenshot:
                _save_screenshot(folder, local.network_file, screenshot)
        report.failed = not story.holds
        _print(report.paper, story, trader.network)
        if data_dir is not None:
            records = records_folder(local)
            report.paper.print(
                f"To check a round again: conflux verify 1 --transcript {records / '1'}", markup=False
            )


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    """The chosen folder, kept; or a temporary one, kept only when the story broke off."""
    if chosen is not None:
        yield data_folder(chosen)
        return
    folder = Path(tempfile.mkdtemp(prefix="conflux-demo-"))
    try:
        yield folder
    except TryAgain:
        screen.print(f"The story's logs are kept in {folder / 'localnet' / 'logs'}.", markup=False)
        raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _save_screenshot(folder: Path, network_file: Path, target: Path) -> None:
    """Pictures of the first trader's screens, drawn by the window's own code in a process of its own."""
    import subprocess

    where = (str(network_file), str(folder / "trader"), str(target.resolve()))
    drawn = subprocess.run(
        program("ui.screenshot", *where),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if drawn.returncode:
        raise TryAgain(
            f"The screenshot could not be drawn: {drawn.stderr.strip()[-300:]}", "Run without --screenshot."
        )


def _print(paper: Console, story: "Story", network: "Network") -> None:
    report = story.report
    market = "simulated market" if network.simulated else "real candles"
    paper.print(_rounds_table(report, market))
    for item in report["rounds"]:
        for address, reason in item["rejected"].items():
            paper.print(f"Round {item['id']} left {address} out of the sum: {reason}.", markup=False)
    paper.print(_scores_table(report))
    _print_money(paper, report, network)
    for name, held in story.checks.items():
        paper.print(f"  {'[green]✓[/]' if held else '[red]✗[/]'} {name}")
    paper.print("[green]The story holds.[/]" if story.holds else "[bold red]The story does not hold.[/]")


def _rounds_table(report: dict[str, Any], market: str) -> Table:
    table = Table(title=f"Rounds ({market}, paper money)", title_justify="left")
    for heading in (
        "round",
        "clients",
        "dropped",
        "sum exact",
        "loss before",
        "loss after",
        "scores' sum",
        "seconds",
    ):
        table.add_column(heading, justify="right")
    for item in report["rounds"]:
        table.add_row(
            str(item["id"]), str(item["clients"]), str(item["dropped"]), "yes" if item["sum_exact"] else "NO",
            f"{item['loss_before']:.5f}", f"{item['loss_after']:.5f}", f"{item['scores_sum']:+.5f}",
            f"{item['seconds']:.0f}",
        )  # fmt: skip
    return table


def _scores_table(report: dict[str, Any]) -> Table:
    table = Table(
        title="Traders: score by round (fall of the loss, nat) and coins claimed", title_justify="left"
    )
    table.add_column("trader")
    for item in report["rounds"]:
        table.add_column(f"round {item['id']}", justify="right")
    table.add_column("claimed, PUSD", justify="right")
    table.add_column("claimed, CFX", justify="right")
    claimed, tokens = report["money"]["claimed"], report["money"]["tokens_claimed"]
    traders = sorted({address for item in report["rounds"] for address in item["scores"]} | set(tokens))
    for address in traders:
        scores = (item["scores"].get(address) for item in report["rounds"])
        cells = ["dropped" if score is None else f"{score:+.6f}" for score in scores]
        coins = _coins(claimed.get(address, "0")), _coins(tokens.get(address, "0"), 18)
        table.add_row(f"{address[:8]}…{address[-4:]}", *cells, *coins)
    return table


def _print_money(paper: Console, report: dict[str, Any], network: "Network") -> None:
    agent, money, privacy = report["agent"], report["money"], report["privacy"]
    market = "simulated" if network.simulated else "recorded"
    paper.print(
        f"Agent (paper, {market} market): {agent['trades']} trades, "
        f"return {agent['return']:+.2%}, buy and hold {agent['buy_and_hold']:+.2%}, "
        f"deepest drawdown {agent['max_drawdown']:.2%}"
    )
    paper.print(
        f"Money (practice): deposited {_coins(money['deposited_wei'])}, "
        f"profit {_coins(money['profit_wei'])}, "
        f"still to claim {_coins(money['unclaimed_wei'])} {network.asset}"
    )
    if int(money["profit_wei"]) <= 0:
        paper.print(
            "The agent did not gain, so there is no profit to share; "
            "the traders claimed the tokens that the rounds gave out."
        )
    paper.print(
        f"Privacy: {privacy['bytes_sent_per_client']:,} bytes sent a trader, "
        f"{privacy['training_values_on_wire']} training values among them; {privacy['values']:,} values were "
        f"looked for as {privacy['patterns']:,} byte patterns and as text"
    )


def _coins(units: str, decimals: int = 6) -> str:
    """Whole coins with two digits, rounded down; the JSON has every digit."""
    cents = abs(int(units)) // 10 ** (decimals - 2)
    return f"{'-' if int(units) < 0 else ''}{cents // 100:,}.{cents % 100:02d}"
