"""The agent's published journal in; what it holds, did and earned, with its reasons, labelled paper, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget

from app.events import RoundMoved
from core.values import Timeframe
from ui.agent_rows import (
    EPOCH_COLUMNS,
    POSITION_COLUMNS,
    EpochRow,
    PositionRow,
    empty_tiles,
    epoch_rows,
    equity_curves,
    position_rows,
    tiles,
)
from ui.dialogs.decision_card import DecisionCard, card_state, decision_state
from ui.journal import (
    DECISION_COLUMNS,
    TRADE_COLUMNS,
    DecisionRow,
    TradeRow,
    decision_rows,
    newer,
    trade_rows,
)
from ui.presenter import Presenter
from ui.widgets.card import Card, Notice, Tiles, TileState
from ui.widgets.curve import Curve
from ui.widgets.curve_chart import CurveChart
from ui.widgets.page import PageFrame
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.trader import Trader
    from app.trader.agent_views import (
        AgentPerformance,
        AgentPosition,
        AgentStatus,
        AgentTrade,
        Decision,
        EpochReport,
        EquityPoint,
    )
    from ui.background import Failure
    from ui.contribution import Contribution
    from ui.dialogs.decision_card import DecisionCardState
    from ui.screens import Navigate
    from ui.session import Session

NO_TRADES = Notice(
    "No trade yet", "A trade costs a fee: the agent makes one only when it expects more than that."
)
NO_POSITIONS = Notice("Nothing is held", "All of the agent's capital is in coins of the pool.")
NO_DECISIONS = Notice("No decision yet", "Each is written down with its reason when a candle closes.")
NO_EPOCHS = Notice("No epoch is closed yet", "When one closes, gain and loss move as coins.")
NO_EQUITY = Notice(
    "No equity curve yet", "The agent starts trading when the first round's model is published."
)


@dataclass(frozen=True)
class AgentState:
    """What is on Agent."""

    sentence: str = ""
    tone: str = "muted"
    tiles: tuple[TileState, ...] = empty_tiles()
    equity: tuple[Curve, ...] = ()
    equity_note: str = ""
    equity_notice: Notice | None = NO_EQUITY
    positions: tuple[PositionRow, ...] = ()
    positions_notice: Notice | None = NO_POSITIONS
    decisions: tuple[DecisionRow, ...] = ()
    decisions_notice: Notice | None = NO_DECISIONS
    trades: tuple[TradeRow, ...] = ()
    trades_notice: Notice | None = NO_TRADES
    epochs: tuple[EpochRow, ...] = ()
    epochs_notice: Notice | None = NO_EPOCHS


@dataclass(frozen=True)
class AgentData:
    """What a load found."""

    status: "AgentStatus"
    performance: "AgentPerformance"
    equity: "tuple[EquityPoint, ...]"
    positions: "tuple[AgentPosition, ...]"
    decisions: "tuple[Decision, ...]"
    trades: "tuple[AgentTrade, ...]"
    epochs: "tuple[EpochReport, ...]"
    is_simulated: bool
    asset: str
    candle_seconds: int


class AgentPresenter(Presenter[AgentState, AgentData]):
    """Keeps Agent."""

    refresh_on = (RoundMoved,)

    def __init__(self, session: "Session", render: "Callable[[AgentState], None]") -> None:
        super().__init__(session, AgentState(), render)

    def card(self, number: int) -> "DecisionCardState | None":
        """Why the trade of this number was made."""
        latest = self._latest
        trade = next((found for found in latest.trades if found.number == number), None) if latest else None
        return card_state(trade, latest.decisions, latest.candle_seconds) if trade and latest else None

    def decision(self, number: int) -> "DecisionCardState | None":
        """A decision with all that went into it."""
        decisions = self._latest.decisions if self._latest else ()
        found = next((line for line in decisions if line.number == number), None)
        return decision_state(found) if found else None

    def load(self, trader: "Trader") -> AgentData:
        """Read the journal."""
        profit, known = trader.profit, self._latest
        return AgentData(
            status=profit.status(),
            performance=profit.performance(),
            equity=newer(known.equity if known else (), lambda at: profit.equity(after=at), lambda p: p.at),
            positions=profit.positions(),
            decisions=newer(
                known.decisions if known else (), lambda n: profit.decisions(after=n), lambda d: d.number
            ),
            trades=newer(known.trades if known else (), lambda n: profit.trades(after=n), lambda t: t.number),
            epochs=profit.epochs(),
            is_simulated=trader.network.simulated,
            asset=trader.network.asset,
            candle_seconds=Timeframe(trader.network.timeframe).seconds,
        )

    def loaded(self, latest: AgentData) -> None:
        """Turn the journal into the state."""
        hidden = self.session.hides_amounts
        self.change(
            sentence=_sentence(latest),
            tone="muted",
            tiles=tiles(latest.status, latest.performance, latest.asset, hidden=hidden),
            equity=equity_curves(latest.equity),
            equity_note=_label(latest),
            equity_notice=None if len(latest.equity) > 1 else NO_EQUITY,
            positions=position_rows(latest.positions, hidden=hidden),
            positions_notice=None if latest.positions else NO_POSITIONS,
            decisions=decision_rows(reversed(latest.decisions)),
            decisions_notice=None if latest.decisions else NO_DECISIONS,
            trades=trade_rows(reversed(latest.trades), hidden=hidden),
            trades_notice=None if latest.trades else NO_TRADES,
            epochs=epoch_rows(latest.epochs, hidden=hidden),
            epochs_notice=None if latest.epochs else NO_EPOCHS,
        )

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old."""
        self.change(sentence=f"Not up to date. {failure.message} {failure.remedy}".strip(), tone="warning")

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(sentence="Not connected to a network.", tone="muted")


def _label(latest: AgentData) -> str:
    mode = "paper" if latest.status.is_paper else "live"
    return f"{mode} \u00b7 simulated market" if latest.is_simulated else mode


def _sentence(latest: AgentData) -> str:
    status = latest.status
    window = f", window of round {status.round_id}" if status.round_id else ""
    model = f", model {status.model[:6]}" if status.model else ", no model yet"
    pause = f", paused by {status.pause}" if status.pause else ""
    problem = f" \u2013 {status.problem}" if status.problem else ""
    return f"{_label(latest).capitalize()}: {status.state}{window}{model}{pause}{problem}"


class AgentScreen(PageFrame):
    """Draws an AgentState."""

    def __init__(self) -> None:
        super().__init__("Agent")
        self._why: DecisionCard | None = None
        self._tiles = Tiles()
        self._chart = CurveChart("Equity of the agent")
        self._equity = Card("Equity", self._chart)
        self._positions: RecordTable[PositionRow] = RecordTable("Positions of the agent", POSITION_COLUMNS)
        self._held = Card("Positions", self._positions)
        self.decisions: RecordTable[DecisionRow] = RecordTable("Decisions of the agent", DECISION_COLUMNS)
        self.trades: RecordTable[TradeRow] = RecordTable("Trades of the agent", TRADE_COLUMNS)
        self._epochs: RecordTable[EpochRow] = RecordTable("Closed epochs", EPOCH_COLUMNS)
        self._cards = {
            "Decisions": Card("", self.decisions),
            "Trades": Card("", self.trades),
            "Epochs": Card("", self._epochs),
        }
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.setAccessibleName("Journal of the agent")
        for name, card in self._cards.items():
            tabs.addTab(card, name)
        journal = Card("Journal", tabs)
        self._equity.setMinimumHeight(240)
        journal.setMinimumHeight(280)
        self.add(self._tiles)
        self.add_row((self._equity, 3), (self._held, 2), stretch=2)
        self.add(journal, 3)

    def render_agent(self, state: AgentState) -> None:
        """Show `state`."""
        self.note.show_text(state.sentence, state.tone)
        self._tiles.render_tiles(state.tiles)
        self._chart.show_curves(state.equity)
        self._equity.note.show_text(state.equity_note)
        self._equity.show_notice(state.equity_notice)
        self._positions.show_records(state.positions)
        self._held.show_notice(state.positions_notice)
        self.decisions.show_records(state.decisions)
        self._cards["Decisions"].show_notice(state.decisions_notice)
        self.trades.show_records(state.trades)
        self._cards["Trades"].show_notice(state.trades_notice)
        self._epochs.show_records(state.epochs)
        self._cards["Epochs"].show_notice(state.epochs_notice)

    def show_card(self, state: "DecisionCardState | None") -> None:
        """Open the decision behind a trade."""
        if state is not None:
            self._why = self._why or DecisionCard(self.window())
            self._why.show_card(state)


class AgentPage:
    """Agent with its presenter."""

    def __init__(self, session: "Session", _contribution: "Contribution", _go: "Navigate") -> None:
        self.widget = AgentScreen()
        self.presenter = AgentPresenter(session, self.widget.render_agent)
        self.widget.decisions.opened.connect(
            lambda row: self.widget.show_card(self.presenter.decision(row.number))
        )
        self.widget.trades.opened.connect(lambda row: self.widget.show_card(self.presenter.card(row.number)))
