"""A trade and the decision behind it in; a card that says why the agent traded, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import formatting
from ui.journal import side_words
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, row
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.trader.agent_views import AgentTrade, Decision


NO_DECISION = tr(
    "No decision on this pair came just before it: when a trading window ends, or a loss limit stops the "
    "agent, everything is sold."
)


@dataclass(frozen=True)
class DecisionCardState:
    """What the card shows: a title, lines of name and value, and the reason in plain words."""

    title: str
    tone: str
    lines: tuple[tuple[str, str], ...]
    reason: str


def card_state(trade: "AgentTrade", decisions: "Iterable[Decision]", seconds: int) -> DecisionCardState:
    """What is known of a fill, with the decision at most one candle of `seconds` before it, if any."""
    decision = next(
        (
            found
            for found in decisions
            if (found.round_id, found.symbol, found.action) == (trade.round_id, trade.symbol, trade.side)
            and 0 <= trade.at - found.at <= seconds
        ),
        None,
    )
    side, tone = side_words(trade.side)
    lines = [
        (tr("Filled"), formatting.date_time(trade.at)),
        (tr("Size"), formatting.number(trade.quantity, 6)),
        (tr("Price"), formatting.price(trade.price)),
        (tr("Fee"), formatting.number(trade.fee, 2)),
    ]
    if trade.realised is not None:
        lines.append((tr("Profit or loss"), formatting.number(trade.realised, 2, sign=True)))
    if decision is not None:
        lines += _decision_lines(decision)
    reason = decision.reason if decision else NO_DECISION
    return DecisionCardState(f"{side} {trade.symbol}", tone, tuple(lines), reason)


def decision_state(decision: "Decision") -> DecisionCardState:
    """A decision alone."""
    side, tone = side_words(decision.action)
    return DecisionCardState(f"{side} {decision.symbol}", tone, _decision_lines(decision), decision.reason)


def _decision_lines(decision: "Decision") -> tuple[tuple[str, str], ...]:
    likely = decision.likely_volatility
    lines = ((tr("Nine days of ten, by the model"), _between(*likely)),) if likely else ()
    return (
        (tr("Decided"), formatting.date_time(decision.at)),
        (tr("Close", "price"), formatting.price(decision.price)),
        (tr("Probability of a rise"), formatting.percent(decision.probability_up, 1)),
        (tr("Volatility forecast, a day"), formatting.percent(decision.volatility, 1)),
        *lines,
        (tr("Novelty of the market"), formatting.percent(decision.novelty, 1)),
        (tr("Trend"), formatting.percent(decision.trend, 2, sign=True)),
        (
            tr("Position before"),
            tr("{current} of equity").format(current=formatting.percent(decision.current, 1)),
        ),
        (
            tr("Position wanted"),
            tr("{wanted} of equity").format(wanted=formatting.percent(decision.wanted, 1)),
        ),
        (tr("After limits"), tr("{target} of equity").format(target=formatting.percent(decision.target, 1))),
        (tr("Limit that changed it"), decision.limit or tr("none")),
    )


def _between(low: float, high: float) -> str:
    return f"{formatting.percent(low, 1)} to {formatting.percent(high, 1)}"


class DecisionCard(Sheet):
    """Shows why a trade was made."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Decision"), 460)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(6)
        self._reason = Label(wrap=True)
        close = Button(tr("Close"), role="primary")
        close.clicked.connect(self.close_sheet)
        self.content.addLayout(self._grid)
        self.content.addWidget(Label(tr("Why"), "heading"))
        self.content.addWidget(self._reason)
        self.content.addLayout(row(None, close))

    def show_card(self, state: DecisionCardState) -> None:
        """Show `state` above the window."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.title.show_text(state.title, state.tone)
        for line, (name, value) in enumerate(state.lines):
            figure = Label(value)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(Label(name, "muted"), line, 0)
            self._grid.addWidget(figure, line, 1)
        self._reason.show_text(state.reason)
        self.open()
