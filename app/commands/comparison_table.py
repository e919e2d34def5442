"""A model's comparison with its baselines in; short tables of it, with verdicts in words and colours, out."""

from typing import TYPE_CHECKING

from core.model.comparison import ALIKE, BETTER, METHOD_NAMES, SCORE_NAMES, WORSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from core.model.comparison import Comparison, Score, Traded
    from core.model.forecast_scores import Interval
    from core.model.results import FoldReport

HEADINGS = {
    "qlike": "Risk: QLIKE, lower is better",
    "log_loss": "Direction: log-loss, lower is better",
    "auc": "Direction: AUC, higher is better",
}
"""The scores that stand in the table, baseline by baseline; the others are in the JSON and on the screen."""

_COLOURS = {BETTER: "green", ALIKE: "dim", WORSE: "red"}
_OTHERS = ("r2_log", "calibration_error", "hit_rate", "information_coefficient")


def show(paper: "Console", found: "Comparison") -> None:
    """The model's gains over every baseline with their intervals, and what trading it would have made."""
    for note in found.notes:
        paper.print(f"Comparison: {note}", soft_wrap=True)
    if found.methods:
        paper.print(_table(found))
        model = found.methods[0]
        others = [
            f"{SCORE_NAMES[name]} {_interval(score.own)}" for name in _OTHERS if (score := model.score(name))
        ]
        paper.print(f"{'; '.join(others)}.", soft_wrap=True)
        paper.print(_reckoning(found), soft_wrap=True)
    if found.traded:
        paper.print(_traded(found.traded), soft_wrap=True)


def show_folds(paper: "Console", folds: "Sequence[FoldReport]") -> None:
    """The same of a walk forward's tests, a line each."""
    from rich.table import Table

    from core.features.candles import utc

    table = Table("On the folds' tests, which chose nothing: from", box=None)
    for heading in ("QLIKE against HAR", "log-loss against the base rate"):
        table.add_column(heading)
    for heading in ("after costs", "held"):
        table.add_column(heading, justify="right")
    for fold in folds:
        found = fold.comparison
        if found is None:
            continue
        cells = (_cell(found, "qlike", "har"), _cell(found, "log_loss", "base_rate"))
        made = found.traded
        returns = (made.model.total_return, made.held.total_return) if made else ()
        table.add_row(utc(fold.since_at), *cells, *(f"{one:+.1%}" for one in returns))
    if table.row_count:
        paper.print(table)


def _table(found: "Comparison") -> "Table":
    from rich.table import Table

    table = Table("Against the standards, on windows not trained on", box=None)
    for heading in ("score", "gain of the model, 95 %"):
        table.add_column(heading, justify="right")
    table.add_column("the model is")
    for name, heading in HEADINGS.items():
        own = found.methods[0].score(name)
        table.add_row(f"[bold]{heading}[/bold]", f"[bold]{own.own.value:.4f}[/bold]" if own else "")
        for method, score in found.against(name):
            table.add_row(f"  {METHOD_NAMES[method]}", f"{score.own.value:.4f}", *_gain(score))
    return table


def _gain(score: "Score") -> tuple[str, str]:
    """The gain with its interval, and the verdict in its colour."""
    assert score.gain is not None  # noqa: S101 - only the model itself has none
    verdict = score.verdict
    return _interval(score.gain, "+"), f"[{_COLOURS[verdict]}]{verdict}[/{_COLOURS[verdict]}]"


def _cell(found: "Comparison", name: str, method: str) -> str:
    score = next((one for other, one in found.against(name) if other == method), None)
    return " ".join(_gain(score)) if score else "not compared"


def _interval(given: "Interval", sign: str = "") -> str:
    low, high = (f"{one:{sign}.4f}" for one in (given.low, given.high))
    return f"{given.value:{sign}.4f} \\[{low}, {high}]"


def _reckoning(found: "Comparison") -> str:
    """How the intervals came about, and what flatters them."""
    symbols = f" of {found.symbols} symbols" if found.symbols > 1 else ""
    words = (
        f"{found.windows:,} windows{symbols} on {found.days} days; 95 % intervals from {found.draws} draws "
        f"of blocks of {found.block_days} days, as neighbouring windows overlap. One in twenty misses "
        f"by chance. This took {found.cpu_share:.0%} of the training's CPU."
    )
    if found.chose_epoch:
        words += " These windows also chose the epoch, which flatters the model a little: see --walk-forward."
    return words


def _traded(made: "Traded") -> str:
    own, held = made.model, made.held
    return (
        f"Traded by the agent's rule on the same candles, on paper, after costs: {own.total_return:+.1%} "
        f"(Sharpe {own.sharpe:.1f} \\[{own.sharpe_low:.1f}, {own.sharpe_high:.1f}], drawdown "
        f"{own.max_drawdown:.1%}, turnover {made.turnover:.1f}, {made.trades} trades, {made.exposure:.0%} "
        f"invested); held: {held.total_return:+.1%} (Sharpe {held.sharpe:.1f} \\[{held.sharpe_low:.1f}, "
        f"{held.sharpe_high:.1f}], drawdown {held.max_drawdown:.1%}). The calibrated edge exceeds the round "
        f"trip's cost of {made.round_trip_cost:.2%} in {made.edge_share:.1%} of the windows."
    )
