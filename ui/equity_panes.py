"""Points of the agent's equity in; panes with its curve, its falls and what was invested out."""

from typing import TYPE_CHECKING

from ui import formatting
from ui.translation import tr
from ui.widgets.curve import Curve
from ui.widgets.curve_stack import CurveStack, Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.trader.agent_views import EquityPoint

INDEX = 100.0
"""Where curves begin while amounts are hidden."""


def equity_curves(points: "Sequence[EquityPoint]", *, hidden: bool = False) -> tuple[Curve, ...]:
    """The agent's equity, filled, and buy and hold beside it; while amounts are hidden, the first is 100."""
    scale = INDEX / points[0].equity if hidden and points and points[0].equity > 0 else 1.0
    return (
        Curve(tr("Agent"), tuple((float(one.at), one.equity * scale) for one in points), is_filled=True),
        Curve(
            tr("Buy & hold"),
            tuple((float(one.at), one.benchmark * scale) for one in points),
            "average",
            is_dashed=True,
        ),
    )


def drawdown_curves(points: "Sequence[EquityPoint]") -> tuple[Curve, ...]:
    """How far equity lies below the peak of its window, in percent, downwards from zero."""
    falls = tuple((float(one.at), -100 * abs(one.drawdown)) for one in points)
    return (Curve(tr("Drawdown"), falls, "down", is_filled=True, base=0.0),)


def exposure_curves(points: "Sequence[EquityPoint]") -> tuple[Curve, ...]:
    """What part of equity was invested, in percent; empty where the agent does not tell it."""
    told = tuple((float(one.at), 100 * one.exposure) for one in points if one.exposure is not None)
    return (Curve(tr("Invested"), told, "trend", is_filled=True, base=0.0),)


def equity_stack(*, with_exposure: bool) -> CurveStack:
    """The charts that show them: equity, drawdown and, if wanted, exposure."""
    panes = [
        Pane(tr("Equity of the agent"), 5, 110),
        Pane(tr("Drawdown of the agent, in percent"), 2, 96, _percent),
    ]
    if with_exposure:
        panes.append(Pane(tr("Part of the agent's equity that is invested, in percent"), 2, 96, _percent))
    return CurveStack(*panes)


def _percent(value: float) -> str:
    return f"{formatting.number(value, 2)} %"
