"""A training's labels and report in; the figures of each of its horizons, as JSON and for people, out."""

from typing import TYPE_CHECKING, Any

from core.errors import YouCanFix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from core.features.labels import LabelSpec
    from core.model.results import TrainingReport


def chosen_horizons(horizon: int | None, horizons: str | None) -> tuple[int, ...]:
    """The candles that the direction looks ahead, as asked for by one option or the other; () for neither."""
    if horizons is None:
        return () if horizon is None else (horizon,)
    if horizon is not None:
        raise YouCanFix("--horizon and --horizons are two ways to say it.", "Give one of them.")
    try:
        return tuple(map(int, horizons.split(",")))
    except ValueError:
        raise YouCanFix(f"{horizons[:60]!r} are no horizons.", "Write them as 1,6,24.") from None


def horizon_figures(labels: "LabelSpec", report: "TrainingReport") -> list[dict[str, Any]]:
    """What the direction reached at each horizon on the validation part, beside a guess; in nats."""
    calibrations = (report.calibration, *report.further_calibrations)
    columns = (labels.horizons, report.best.log_losses, report.base.log_losses, report.best.aucs)
    return [
        {
            "candles": candles,
            "log_loss": loss,
            "base_rate_log_loss": base,
            "auc": auc,
            "calibration": calibration,
        }
        for candles, loss, base, auc, calibration in zip(*columns, calibrations, strict=True)
    ]


def print_horizons(paper: "Console", figures: "Sequence[dict[str, Any]]") -> None:
    """A row a horizon; nothing where there is one, whose figures stand above."""
    from rich.table import Table

    if len(figures) == 1:
        return
    table = Table("Direction by horizon, in candles", box=None)
    for heading in ("log-loss", "base rate", "gain", "AUC", "calibration error"):
        table.add_column(heading, justify="right")
    for row in figures:
        loss, base, found = row["log_loss"], row["base_rate_log_loss"], row["calibration"]
        error = f"{found.error_before:.3f}" if found else ""
        table.add_row(
            str(row["candles"]),
            f"{loss:.4f}",
            f"{base:.4f}",
            f"{base - loss:+.4f}",
            f"{row['auc']:.3f}",
            error,
        )
    paper.print(table)
