"""A folder of candles and a split in; what training together is worth, with intervals, out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import JsonOption, command, progress_bar
from core.errors import YouCanFix
from core.values import Timeframe

if TYPE_CHECKING:
    from rich.console import Console

    from app.study.federation import Result

study = typer.Typer(
    no_args_is_help=True, help="Studies of real candles, out of sample, with what failed in them."
)

LEAST_TRADERS = 8
"""A round's least cohort."""

_HEADINGS = {
    "method": "",
    "qlike": "QLIKE",
    "qlike_gain_vs_local": "gain",
    "auc": "AUC",
    "gain_vs_local": "gain",
    "log_loss": "log-loss",
}


@study.callback()
def _about() -> None:
    """Studies of real candles, out of sample, with what failed in them."""


@study.command()
def federation(
    candles: Annotated[Path, typer.Option(metavar="DIR", help="Candle files; those of one symbol merge.")],
    traders: Annotated[int, typer.Option(min=LEAST_TRADERS, max=128, help="Who train together.")] = 8,
    split: Annotated[
        str, typer.Option(metavar="full|scarce|noniid", help="How the history lies among the traders.")
    ] = "full",
    seeds: Annotated[int, typer.Option(min=1, max=100, help="Federations, each with its own draws.")] = 3,
    train_until: Annotated[str, typer.Option(metavar="DAY", help="Last day to train on.")] = "2022-12-31",
    validate_until: Annotated[
        str, typer.Option(metavar="DAY", help="Last day to choose on; later ones test.")
    ] = "2023-12-31",
    pairs: Annotated[
        int, typer.Option(min=0, help="Pairs of each trader, in different stretches; 0 gives out each once.")
    ] = 0,
    direction: Annotated[
        str, typer.Option(metavar="layers|lstm", help="What foretells the direction.")
    ] = "layers",
    horizon: Annotated[str, typer.Option(help="Of the direction, as 1h, 6h, 1d.")] = "1h",
    label: Annotated[
        str, typer.Option(metavar="sign|triple_barrier", help="What the direction means.")
    ] = "sign",
    draws: Annotated[int, typer.Option(min=100, max=100_000, help="Resamplings of an interval.")] = 500,
    timeframe: Annotated[str, typer.Option(help="Of the candles: an hour or a whole part of it.")] = "1h",
    figure: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the table as SVG; default: beside the JSON.")
    ] = None,
    json_file: JsonOption = None,
) -> None:
    """Compare traders alone, together through real rounds, and all their data in one place.

    Every method trains on the same rows and chooses on the same validation part; only the test counts.
    """
    with command(json_file) as report:
        from app.bootstrap import read_candle_folder
        from app.settings import write_atomically
        from app.study.federation import Study, run_study
        from app.study.figure import draw
        from core.model.threads import use_threads

        target = figure or _beside(json_file)
        use_threads(1)  # the products are small: a second thread costs more than it does
        asked = Study(
            traders, split, seeds, train_until, validate_until, draws,
            pairs, direction, Timeframe(horizon), label,
        )  # fmt: skip
        with progress_bar("Study") as progress:
            series = read_candle_folder(candles, timeframe)
            found = run_study(series, asked, progress)
            progress("done", 1.0)
        report.update(split=found.split, horizon=horizon, rows=found.rows)
        report.update(risk_horizon="24h", direction=direction, label=label)
        report.update(traders=traders, pairs=pairs, seeds=seeds, symbols=found.symbols)
        report.update(federated_qlike_below_boosting_pooled=found.federated_against_boosting)
        report.update(scores=found.scores, by_seed=found.by_seed, kept=found.kept)
        _print(report.paper, found)
        if target:
            write_atomically(target, draw(found).encode())
            report.paper.print(f"Figure: {target}", soft_wrap=True, markup=False)


def _beside(json_file: Path | None) -> Path | None:
    if json_file is None or str(json_file) == "-":
        return None
    if json_file.suffix == ".svg":
        raise YouCanFix("The JSON and the figure would be one file.", "Give --figure another name.")
    return json_file.with_suffix(".svg")


def _print(paper: "Console", found: "Result") -> None:
    from rich.table import Table

    paper.print(f"{found.split}; {', '.join(found.symbols)}", soft_wrap=True, markup=False)
    table = Table(box=None)
    for name, heading in _HEADINGS.items():
        table.add_column(heading, justify="left" if name == "method" else "right", no_wrap=True)
    for row in found.rows:
        table.add_row(
            row["method"],
            _number(row["qlike"]),
            _gain(row["qlike_gain_vs_local"], row["qlike_gain_ci"]),
            _number(row["auc"]),
            _gain(row["gain_vs_local"], row["gain_ci"]),
            _number(row["log_loss"], 5),
        )
    paper.print(table)
    gain = found.federated_against_boosting
    words = "lower than" if gain.value >= 0 else "higher than"
    paper.print(
        f"Federated QLIKE is {words} that of pooled boosting by {abs(gain.value):.4f} "
        f"(gain {_gain(gain.value, [gain.low, gain.high])}). Gains are measured from a trader alone; "
        "parentheses hold 95 % of a bootstrap of 14-day blocks.",
        soft_wrap=True,
    )


def _number(value: float | None, digits: int = 4) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _gain(value: float | None, interval: list[float] | None) -> str:
    if value is None or interval is None:
        return ""
    return f"{value:+.4f} ({interval[0]:+.4f} to {interval[1]:+.4f})"
