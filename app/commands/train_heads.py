"""A training's labels and report in; its figures by horizon and by quantile, as JSON and for people, out."""

from typing import TYPE_CHECKING, Any

from core.errors import YouCanFix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from core.features.labels import LabelSpec
    from core.model.results import TrainingReport
    from core.model.risk_quantiles import RiskQuantiles


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


def print_quantiles(paper: "Console", found: "RiskQuantiles") -> None:
    """What share of the realised variances lay below each quantile, and the pinball losses."""
    from rich.table import Table

    table = Table("Risk quantiles: share below", box=None)
    for level in found.levels:
        table.add_column(f"{level:.0%}", justify="right")
    table.add_row("by the model's errors", *(f"{share:.1%}" for share in found.coverage))
    table.add_row("by its normal distribution", *(f"{share:.1%}" for share in found.coverage_gaussian))
    paper.print(table)
    ewma = "" if found.pinball_ewma is None else f"EWMA {found.pinball_ewma:.4f}, "
    paper.print(
        f"Pinball loss {found.pinball:.4f}; normal distribution {found.pinball_gaussian:.4f}, {ewma}"
        f"last day {found.pinball_last_day:.4f} (fitted on the training "
        f"part, on {found.windows:,} windows after it).",
        soft_wrap=True,
    )
