"""A kept model in; a card with its direction at each horizon and how honest its risk quantiles are, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from PySide6.QtWidgets import QWidget

from ui import formatting
from ui.translation import tr
from ui.widgets.card import Card
from ui.widgets.facts import Fact, Facts
from ui.widgets.parts import column

if TYPE_CHECKING:
    from app.trader.training import KeptModel
    from core.model.results import TrainingReport
    from core.model.risk_quantiles import RiskQuantiles


_TITLE = tr("Quantiles of the next day's variance")
_BOTH = tr("Direction by horizon, quantiles of the next day's variance")


@dataclass(frozen=True)
class QuantileState:
    """What the card shows.

    Args:
        note: beside its title.
        horizons: a figure a horizon, where there are several.
        quantiles: a figure a level; without any there is no card.
    """

    note: str = ""
    horizons: tuple[Fact, ...] = ()
    quantiles: tuple[Fact, ...] = ()

    @classmethod
    def of(cls, kept: "KeptModel") -> Self:
        """What the model's report says; nothing in records of versions that had no quantiles."""
        found = kept.report.quantiles
        if found is None:
            return cls()
        losses = (
            (tr("pinball loss"), found.pinball),
            ("EWMA", found.pinball_ewma),
            (tr("last day"), found.pinball_last_day),
        )
        note = " \u00b7 ".join(
            f"{name} {formatting.number(loss, 4)}" for name, loss in losses if loss is not None
        )
        candles = kept.labels.horizons if kept.labels else ()
        return cls(note, _horizon_facts(candles, kept.report), _quantile_facts(found))


def _horizon_facts(candles: tuple[int, ...], report: "TrainingReport") -> tuple[Fact, ...]:
    if len(candles) == 1:
        return ()
    rows = zip(candles, report.best.aucs, report.best.log_losses, report.base.log_losses, strict=False)
    return tuple(
        Fact(
            tr("Direction, {candles}").format(candles=tr("{n} candle(s)", "", horizon)),
            f"AUC {formatting.number(auc, 3)}",
            hint=tr(
                "Log-loss {loss:.4f}, of the base rate {base:.4f}; the agent trades on the first horizon."
            ).format(loss=loss, base=base),
        )
        for horizon, auc, loss, base in rows
    )


def _quantile_facts(found: "RiskQuantiles") -> tuple[Fact, ...]:
    return tuple(
        Fact(
            tr("{level} quantile").format(level=formatting.percent(level, 0)),
            tr("{share} below").format(share=formatting.percent(share, 1)),
            hint=tr(
                "Of {windows:,} validation windows, {share:.1%} came true below it; below that "
                "of the model's normal distribution {gaussian:.1%}."
            ).format(windows=found.windows, share=share, gaussian=gaussian),
        )
        for level, share, gaussian in zip(found.levels, found.coverage, found.coverage_gaussian, strict=True)
    )


NO_QUANTILES = QuantileState()
"""Before anything was trained."""


class QuantileCard(Card):
    """Draws a QuantileState."""

    def __init__(self) -> None:
        self._horizons = Facts(tr("Direction by horizon"), columns=8)
        self._quantiles = Facts(tr("Share of realised variances below each quantile"))
        body = QWidget()
        body.setLayout(column(self._horizons, self._quantiles, spacing=4))
        super().__init__(_TITLE, body)
        self.hide()

    def render_quantiles(self, state: QuantileState) -> None:
        """Show `state`."""
        self.title.setText(_BOTH if state.horizons else _TITLE)
        self.note.show_text(state.note)
        self._horizons.render_facts(state.horizons)
        self._horizons.setVisible(bool(state.horizons))
        self._quantiles.render_facts(state.quantiles)
        self.setVisible(bool(state.quantiles))
