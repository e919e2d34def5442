"""A folder of candles and dates in; what training together, and each part of the policy, is worth out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import JsonOption, command, progress_bar
from core.errors import YouCanFix
from core.values import Timeframe

if TYPE_CHECKING:
    from rich.console import Console

    from app.study.federation import Result
    from app.study.policy.judging import Row
    from app.study.policy.study import Result as PolicyResult
    from core.features.candles import CandleSeries

study = typer.Typer(
    no_args_is_help=True, help="Studies of real candles, out of sample, with what failed in them."
)

LEAST_TRADERS = 8
"""A round's least cohort."""

_TABLES = (
    {"method": "risk", "qlike": "QLIKE", "qlike_gain_vs_local": "gain"},
    {"method": "direction", "auc": "AUC", "gain_vs_local": "gain", "log_loss": "log-loss"},
)
"""Columns and their headings; two tables, as one of both would not fit into a terminal."""

_INTERVALS = {"qlike_gain_vs_local": "qlike_gain_ci", "gain_vs_local": "gain_ci"}

_POLICY_HEADINGS = [
    "rung", "return", "volatility", "Sharpe", "gain", "drawdown", "turnover", "exposure", "cost", "orders",
]  # fmt: skip


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


@study.command()
def policy(
    candles: Annotated[Path, typer.Option(metavar="DIR", help="Candle files; those of one symbol merge.")],
    train_until: Annotated[str, typer.Option(metavar="DAY", help="Last day to train on.")] = "2022-12-31",
    validate_until: Annotated[
        str, typer.Option(metavar="DAY", help="Last day to choose on; later ones test.")
    ] = "2023-12-31",
    symbols: Annotated[
        str | None,
        typer.Option(metavar="LIST", help="BTC/USDT,ETH/USDT,...; default: all that have the parts."),
    ] = None,
    fee: Annotated[
        float, typer.Option(min=0.0, max=0.09, help="Of a trade, a fraction of its value.")
    ] = 0.001,
    decide_every: Annotated[str, typer.Option(metavar="TIME", help="1h to 24h.")] = "24h",
    draws: Annotated[int, typer.Option(min=100, max=100_000, help="Resamplings of an interval.")] = 500,
    timeframe: Annotated[str, typer.Option(help="Of the candles: an hour or a whole part of it.")] = "1h",
    figure: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the curves as SVG; default: beside the JSON.")
    ] = None,
    json_file: JsonOption = None,
) -> None:
    """Show what each part of the agent's base policy adds, after costs, on years that nothing was chosen by.

    Networks learn on the training part, the policy is chosen on the validation part, the test is traded once
    by the agent's own code; the same a year earlier, as far as the candles reach.
    """
    with command(json_file) as report:
        from app.bootstrap import read_candle_folder
        from app.settings import write_atomically
        from app.study.policy.figure import draw
        from app.study.policy.study import Study, run_policy_study
        from core.model.threads import use_threads
        from core.values import Timeframe

        target = figure or _beside(json_file)
        use_threads(1)  # the products are small: a second thread costs more than it does
        asked = Study(train_until, validate_until, fee, Timeframe(decide_every), draws)
        with progress_bar("Study") as progress:
            series = _chosen(read_candle_folder(candles, timeframe), symbols)
            found = run_policy_study(series, asked, progress)
            progress("done", 1.0)
        report.update(found.to_json())
        _print_policy(report.paper, found)
        if target:
            write_atomically(target, draw(found).encode())
            report.paper.print(f"Figure: {target}", soft_wrap=True, markup=False)


def _chosen(series: "tuple[CandleSeries, ...]", symbols: str | None) -> "tuple[CandleSeries, ...]":
    """The series asked for; all where none are named."""
    if symbols is None:
        return series
    from core.values import Symbol

    names = {Symbol.parse(name.strip()) for name in symbols.split(",")}
    if missing := names - {one.symbol for one in series}:
        raise YouCanFix(
            f"There are no candles of {', '.join(sorted(map(str, missing)))}.",
            "Name symbols of the folder in --symbols, or leave it out for all.",
        )
    return tuple(one for one in series if one.symbol in names)


def _print_policy(paper: "Console", found: "PolicyResult") -> None:
    choice = found.last.choice
    paper.print(f"{found.split}; {', '.join(found.last.names)}; {found.costs}", soft_wrap=True, markup=False)
    paper.print(
        f"Chosen on the validation part by net Sharpe ratio: trend of {choice.fast_days} over "
        f"{choice.slow_days} days, target volatility {choice.target_volatility:.1%} a day, risk aversion "
        f"{choice.risk_aversion:g}.",
        soft_wrap=True,
        markup=False,
    )
    _ladder(paper, "The test part", found.rows)
    years = f"{len(found.folds)} test years after each other, each chosen on the year before"
    _ladder(paper, years, found.walk["rows"])
    for year, reason in found.missing.items():
        paper.print(f"No test from {year}: {reason}", soft_wrap=True, markup=False)
    worth = found.walk["sizing"]["forecast_over_ewma"]["utility_gain"]
    paper.print(
        f"Sizing by the global risk forecast instead of EWMA is worth {worth.value:+.2%} a year "
        f"({worth.low:+.2%} to {worth.high:+.2%}) to who holds at a target volatility of 10 %. Brackets hold "
        "95 % of a bootstrap of 20-day blocks.",
        soft_wrap=True,
        markup=False,
    )


def _ladder(paper: "Console", title: str, rows: "tuple[Row, ...]") -> None:
    """A Markdown table of the rungs, as wide as it is, and what may be said of each."""
    lines = [_POLICY_HEADINGS, ["---"] + ["---:"] * (len(_POLICY_HEADINGS) - 1)]
    for row in rows:
        gain = row["sharpe_gain"]
        lines.append(
            [
                row["rung"],
                f"{row['annual_return']:+.1%}",
                f"{row['volatility']:.1%}",
                _bracket(row["sharpe"], row["sharpe_ci"]),
                "" if gain is None else _bracket(gain, row["sharpe_gain_ci"]),
                f"-{row['max_drawdown']:.1%}",
                f"{row['turnover']:.1f}",
                f"{row['exposure']:.0%}",
                f"{row['cost']:.2%}",
                str(row["orders"]),
            ]
        )
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    words = "\n".join(f"{row['rung']}: {row['words']}." for row in rows)
    paper.print(f"\n{title}\n\n{table}\n\n{words}\n", soft_wrap=True, markup=False)


def _bracket(value: float, interval: list[float]) -> str:
    return f"{value:+.2f} [{interval[0]:+.2f}, {interval[1]:+.2f}]"


def _beside(json_file: Path | None) -> Path | None:
    if json_file is None or str(json_file) == "-":
        return None
    if json_file.suffix == ".svg":
        raise YouCanFix("The JSON and the figure would be one file.", "Give --figure another name.")
    return json_file.with_suffix(".svg")


def _print(paper: "Console", found: "Result") -> None:
    from rich.table import Table

    paper.print(f"{found.split}; {', '.join(found.symbols)}", soft_wrap=True, markup=False)
    for columns in _TABLES:
        table = Table(box=None)
        for name, heading in columns.items():
            table.add_column(heading, justify="left" if name == "method" else "right", no_wrap=True)
        for row in found.rows:
            if row[list(columns)[1]] is not None:
                table.add_row(*(_cell(row, name) for name in columns))
        paper.print(table)
    gain = found.federated_against_boosting
    words = "lower than" if gain.value >= 0 else "higher than"
    paper.print(
        f"Federated QLIKE is {words} that of pooled boosting by {abs(gain.value):.4f} "
        f"(gain {_gain(gain.value, [gain.low, gain.high])}). Gains are measured from a trader alone; "
        "parentheses hold 95 % of a bootstrap of 14-day blocks.",
        soft_wrap=True,
    )


def _cell(row: dict[str, Any], name: str) -> str:
    if name == "method":
        return str(row[name])
    if name in _INTERVALS:
        return _gain(row[name], row[_INTERVALS[name]])
    return _number(row[name], 5 if name == "log_loss" else 4)


def _number(value: float | None, digits: int = 4) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _gain(value: float | None, interval: list[float] | None) -> str:
    if value is None or interval is None:
        return ""
    return f"{value:+.4f} ({interval[0]:+.4f} to {interval[1]:+.4f})"
