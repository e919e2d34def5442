"""A stored pair and names of features in; the table of indicators, or features candle by candle, out."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import DataDirOption, JsonOption, command, data_folder
from app.commands.data import SymbolOption, TimeframeOption
from app.settings import write_atomically
from core.errors import YouCanFix
from core.values import Symbol, Timeframe

if TYPE_CHECKING:
    from rich.console import Console

    from core.features.matrix import FeatureMatrix, FeatureSpec

features = typer.Typer(
    no_args_is_help=True, help="List the features and compute them.", rich_markup_mode=None
)

MOST_COLUMNS = 6
"""Of candles side by side on a screen; --json holds all that --last asks for."""


@features.command("list")
def list_(json_file: JsonOption = None) -> None:
    """List the indicators: what each reads, how long it warms up, where it comes from, how it begins."""
    with command(json_file) as report:
        from rich.table import Table

        from core.features.indicators import INDICATORS
        from core.features.matrix import default_spec

        spec = default_spec()
        columns = ("name", "inputs", "look_back", "source", "seeding")
        rows = [{name: getattr(indicator, name) for name in columns} for indicator in INDICATORS]
        report.update(version=spec.version, digest=str(spec.digest), indicators=rows)
        table = Table("Name", "Reads", "Warms up", "Source", "Begins with", box=None)
        for row in rows:
            table.add_row(row["name"], " ".join(row["inputs"]), *(str(row[name]) for name in columns[2:]))
        report.paper.print(table)
        report.paper.print(
            f"{len(rows)} indicators, version {spec.version}. Add @ and a coarser timeframe, as in rsi_14@4h."
        )


@features.command()
def show(
    symbol: SymbolOption,
    timeframe: TimeframeOption = "1h",
    names: Annotated[
        str,
        typer.Option("--features", help="Names with commas between, as rsi_14,rsi_14@4h; all by default."),
    ] = "",
    last: Annotated[int, typer.Option(min=1, max=1000, help="How many of the newest candles to show.")] = 10,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every candle's features to FILE, as CSV.")
    ] = None,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Compute features of stored candles; a row that is not valid is marked, never filled."""
    with command(json_file) as report:
        from app.bootstrap import build_candles
        from core.features.matrix import FEATURE_VERSION, FeatureSpec, default_spec, feature_matrix

        length = Timeframe(timeframe)
        chosen = tuple(name.strip() for name in names.split(",") if name.strip())
        if names and not chosen:
            raise YouCanFix("--features names none.", "Name some, as rsi_14,rsi_14@4h.")
        spec = FeatureSpec(FEATURE_VERSION, chosen) if chosen else default_spec()
        warm_up = spec.warm_up(length)
        series = build_candles(data_folder(data_dir)).load(Symbol.parse(symbol), length)
        matrix = feature_matrix(series, spec)
        if out:
            write_atomically(out, _csv(matrix, spec).encode())
        newest = [_row(matrix, spec, i) for i in range(max(0, len(series) - last), len(series))]
        report.update(symbol=symbol, timeframe=str(length), features=spec.names, digest=str(spec.digest))
        report.update(warm_up=warm_up, candles=len(series), valid=int(matrix.valid.sum()), newest=newest)
        _print(report.paper, newest)
        report.paper.print(f"{int(matrix.valid.sum()):,} of {len(series):,} candles have all features.")


def _row(matrix: "FeatureMatrix", spec: "FeatureSpec", row: int) -> dict[str, Any]:
    """One candle's features for JSON; None where the row is not valid."""
    is_valid = bool(matrix.valid[row])
    values = zip(spec.names, matrix.values[row].tolist(), strict=True)
    return {
        "close_at": int(matrix.close_at[row]),
        "features": {name: value if is_valid else None for name, value in values},
    }


def _csv(matrix: "FeatureMatrix", spec: "FeatureSpec") -> str:
    """A line a candle: its close in UTC seconds and its features, empty where the row is not valid."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["close_at", *spec.names])
    nothing = [""] * len(spec.names)
    rows = zip(matrix.close_at.tolist(), matrix.valid.tolist(), matrix.values.tolist(), strict=True)
    lines.writerows([at, *(values if is_valid else nothing)] for at, is_valid, values in rows)
    return text.getvalue()


def _print(paper: "Console", rows: list[dict[str, Any]]) -> None:
    """A line a feature and a column for each of the newest candles."""
    from rich.table import Table

    from core.features.candles import utc

    table = Table("Feature", box=None)
    for row in rows[-MOST_COLUMNS:]:
        table.add_column(utc(row["close_at"]).removesuffix(" UTC"), justify="right")
    for name in rows[-1]["features"] if rows else ():
        values = [row["features"][name] for row in rows[-MOST_COLUMNS:]]
        table.add_row(name, *("-" if value is None else f"{value:.5f}" for value in values))
    paper.print(table)
