"""The agent's published journal in; what it holds, did and earned, with its reasons, labelled paper, out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QTabWidget

from app.events import RoundMoved
from app.trader.agent_csv import save_trades
from app.trader.agent_history import AgentHistory, read_history
from core.values import Timeframe
from ui import formatting
from ui.agent_days import SYMBOL_COLUMNS, SymbolRow, day_cells, symbol_rows
from ui.agent_rows import (
    EPOCH_COLUMNS,
    POSITION_COLUMNS,
    EpochRow,
    PositionRow,
    empty_tiles,
    epoch_rows,
    position_rows,
    tiles,
)
from ui.dialogs.decision_card import DecisionCard, card_state, decision_state
from ui.equity_panes import drawdown_curves, equity_curves, equity_stack, exposure_curves
from ui.journal import (
    DECISION_COLUMNS,
    TRADE_COLUMNS,
    DecisionRow,
    TradeRow,
    TradeRows,
    decision_rows,
    newer,
)
from ui.presenter import Presenter
from ui.translation import tr
from ui.widgets.calendar_map import CalendarMap, DayCell
from ui.widgets.card import Card, Notice, Tiles, TileState
from ui.widgets.curve import Curve
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.trader import Trader
    from app.trader.agent_views import (
        AgentPerformance,
        AgentPosition,
        AgentStatus,
        Decision,
        EpochReport,
        EquityPoint,
    )
    from core.trading.by_symbol import SymbolResult
    from core.trading.days import DayResult
    from ui.background import Failure
    from ui.contribution import Contribution
    from ui.dialogs.decision_card import DecisionCardState
    from ui.screens import Navigate
    from ui.session import Session

NO_TRADES = Notice(
    tr("No trade yet"), tr("A trade costs a fee: the agent makes one only when it expects more than that.")
)
NO_POSITIONS = Notice(tr("Nothing is held"), tr("All of the agent's capital is in coins of the pool."))
NO_DECISIONS = Notice(tr("No decision yet"), tr("Each is written down with its reason when a candle closes."))
NO_EPOCHS = Notice(tr("No epoch is closed yet"), tr("When one closes, gain and loss move as coins."))
NO_EQUITY = Notice(
    tr("No equity curve yet"), tr("The agent starts trading when the first round's model is published.")
)
NO_DAYS = Notice(tr("No day is over yet"), tr("Each day of trading becomes a square here."))
NO_PAIRS = Notice(tr("No pair was traded yet"), tr("What each pair made is added up from its trades."))


@dataclass(frozen=True)
class AgentState:
    """What is on Agent."""

    sentence: str = ""
    tone: str = "muted"
    tiles: tuple[TileState, ...] = empty_tiles()
    equity: tuple[Curve, ...] = ()
    drawdown: tuple[Curve, ...] = ()
    exposure: tuple[Curve, ...] = ()
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
    days: tuple[DayCell, ...] = ()
    days_note: str = ""
    days_notice: Notice | None = NO_DAYS
    pairs: tuple[SymbolRow, ...] = ()
    pairs_notice: Notice | None = NO_PAIRS
    may_export: bool = False


@dataclass(frozen=True)
class AgentData:
    """What a load found; days and pairs are added up where it was loaded, off the window's thread."""

    status: "AgentStatus"
    performance: "AgentPerformance"
    history: AgentHistory
    outline: "tuple[EquityPoint, ...]"
    days: "tuple[DayResult, ...]"
    zone: str
    pairs: "tuple[SymbolResult, ...]"
    positions: "tuple[AgentPosition, ...]"
    decisions: "tuple[Decision, ...]"
    epochs: "tuple[EpochReport, ...]"
    is_simulated: bool
    asset: str
    candle_seconds: int


class AgentPresenter(Presenter[AgentState, AgentData]):
    """Keeps Agent."""

    refresh_on = (RoundMoved,)

    def __init__(self, session: "Session", render: "Callable[[AgentState], None]") -> None:
        super().__init__(session, AgentState(), render)
        self._rows = TradeRows()

    def card(self, number: int) -> "DecisionCardState | None":
        """Why the trade of this number was made."""
        latest = self._latest
        trades = latest.history.trades if latest else ()
        trade = next((found for found in trades if found.number == number), None)
        return card_state(trade, latest.decisions, latest.candle_seconds) if trade and latest else None

    def decision(self, number: int) -> "DecisionCardState | None":
        """A decision with all that went into it."""
        decisions = self._latest.decisions if self._latest else ()
        found = next((line for line in decisions if line.number == number), None)
        return decision_state(found) if found else None

    def load(self, trader: "Trader") -> AgentData:
        """Read the journal."""
        profit, known = trader.profit, self._latest
        seconds = Timeframe(trader.network.timeframe).seconds
        history = read_history(profit, known.history if known else AgentHistory(), seconds)
        epochs, zone = profit.epochs(), formatting.shown_zone()
        return AgentData(
            status=profit.status(),
            performance=profit.performance(),
            history=history,
            outline=history.outline(),
            days=history.days(epochs, formatting.calendar_day),
            zone=zone,
            pairs=history.pairs(),
            positions=profit.positions(),
            decisions=newer(
                known.decisions if known else (), lambda n: profit.decisions(after=n), lambda d: d.number
            ),
            epochs=epochs,
            is_simulated=trader.network.simulated,
            asset=trader.network.asset,
            candle_seconds=seconds,
        )

    def loaded(self, latest: AgentData) -> None:
        """Turn the journal into the state."""
        hidden = self.session.hides_amounts
        points, trades = latest.outline, latest.history.trades
        days = self._days(latest)
        self.change(
            sentence=_sentence(latest),
            tone="muted",
            tiles=tiles(latest.status, latest.performance, latest.asset, hidden=hidden),
            equity=equity_curves(points, hidden=hidden),
            drawdown=drawdown_curves(points),
            exposure=exposure_curves(points),
            equity_note=_equity_note(latest, hidden=hidden),
            equity_notice=None if len(points) > 1 else NO_EQUITY,
            positions=position_rows(latest.positions, hidden=hidden),
            positions_notice=None if latest.positions else NO_POSITIONS,
            decisions=decision_rows(reversed(latest.decisions)),
            decisions_notice=None if latest.decisions else NO_DECISIONS,
            trades=self._rows.newest_first(trades, hidden=hidden),
            trades_notice=None if trades else NO_TRADES,
            epochs=epoch_rows(latest.epochs, hidden=hidden),
            epochs_notice=None if latest.epochs else NO_EPOCHS,
            days=day_cells(days, latest.asset, hidden=hidden),
            days_note=_days_note(days),
            days_notice=None if days else NO_DAYS,
            pairs=symbol_rows(latest.pairs, hidden=hidden),
            pairs_notice=None if latest.pairs else NO_PAIRS,
            may_export=bool(trades),
        )

    @staticmethod
    def _days(latest: AgentData) -> "tuple[DayResult, ...]":
        """The days; added up anew where another zone is shown than when they were loaded."""
        if latest.zone == formatting.shown_zone():
            return latest.days
        return latest.history.days(latest.epochs, formatting.calendar_day)

    def export(self, path: Path) -> None:
        """Write the trades that are known to a CSV file."""
        latest = self._latest
        if latest is None:
            return
        trades, is_paper, is_simulated = latest.history.trades, latest.status.is_paper, latest.is_simulated
        self.session.run(
            tr("Exporting trades"),
            lambda _progress: save_trades(trades, path, is_paper=is_paper, is_simulated=is_simulated),
            lambda count: self._exported(count, path),
            is_shown=True,
        )

    def _exported(self, count: int, path: Path) -> None:
        said = tr("{n} trade(s) written to {file}.", "", count).format(file=path)
        self.change(sentence=said, tone="good")

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old."""
        self.change(
            sentence=tr("Not up to date. {message} {remedy}")
            .format(message=failure.message, remedy=failure.remedy)
            .strip(),
            tone="warning",
        )

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(sentence=tr("Not connected to a network."), tone="muted")


def _label(latest: AgentData) -> str:
    mode = tr("paper") if latest.status.is_paper else tr("live")
    return tr("{mode} · simulated market").format(mode=mode) if latest.is_simulated else mode


def _sentence(latest: AgentData) -> str:
    status = latest.status
    window = tr(", window of round {round_id}").format(round_id=status.round_id) if status.round_id else ""
    model = tr(", model {model}").format(model=status.model[:6]) if status.model else tr(", no model yet")
    pause = tr(", paused by {pause}").format(pause=status.pause) if status.pause else ""
    problem = f" \u2013 {status.problem}" if status.problem else ""
    return f"{formatting.sentence(_label(latest))}: {status.state}{window}{model}{pause}{problem}"


def _equity_note(latest: AgentData, *, hidden: bool) -> str:
    return tr("{label} \u00b7 start = 100").format(label=_label(latest)) if hidden else _label(latest)


def _days_note(days: "tuple[DayResult, ...]") -> str:
    if not days:
        return ""
    return tr("change of equity a day, {zone}, since {day}").format(
        zone="UTC" if formatting.shown_zone() == "utc" else tr("local time"), day=days[0].day.isoformat()
    )


class AgentScreen(PageFrame):
    """Draws an AgentState."""

    export_asked = Signal(str)
    """To this file."""

    def __init__(self) -> None:
        self._export = Button(tr("Export trades\u2026"), "file-down")
        super().__init__(tr("Agent"), self._export)
        self._export.clicked.connect(self._ask_file)
        self._why: DecisionCard | None = None
        self._tiles = Tiles()
        self._chart = equity_stack(with_exposure=True)
        self._equity = Card(tr("Equity"), self._chart)
        self._positions: RecordTable[PositionRow] = RecordTable(
            tr("Positions of the agent"), POSITION_COLUMNS
        )
        self._held = Card(tr("Positions"), self._positions)
        self.decisions: RecordTable[DecisionRow] = RecordTable(tr("Decisions of the agent"), DECISION_COLUMNS)
        self.trades: RecordTable[TradeRow] = RecordTable(tr("Trades of the agent"), TRADE_COLUMNS)
        self._epochs: RecordTable[EpochRow] = RecordTable(tr("Closed epochs"), EPOCH_COLUMNS)
        self.calendar = CalendarMap(tr("Profit of the agent by day"))
        self.pairs: RecordTable[SymbolRow] = RecordTable(tr("Profit of the agent by pair"), SYMBOL_COLUMNS)
        self._cards = {
            "Decisions": Card("", self.decisions),
            "Trades": Card("", self.trades),
            tr("Calendar"): Card("", self.calendar),
            tr("By pair"): Card("", self.pairs),
            "Epochs": Card("", self._epochs),
        }
        self._by_day, self._by_pair = self._cards[tr("Calendar")], self._cards[tr("By pair")]
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.setAccessibleName(tr("Journal of the agent"))
        for name, card in self._cards.items():
            tabs.addTab(card, name)
        self._tabs = tabs
        self._journal = journal = Card(tr("Journal"), tabs)
        self._state = AgentState()
        tabs.currentChanged.connect(self._note_days)
        self._equity.setMinimumHeight(372)
        journal.setMinimumHeight(280)
        self.add(self._tiles)
        self.add_row((self._equity, 3), (self._held, 2), stretch=2)
        self.add(journal, 3)

    def render_agent(self, state: AgentState) -> None:
        """Show `state`."""
        self._state = state
        self.note.show_text(state.sentence, state.tone)
        self.enable(self._export, state.may_export)
        self._tiles.render_tiles(state.tiles)
        self._chart.show_panes(state.equity, state.drawdown, state.exposure)
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
        self.calendar.show_days(state.days)
        self._by_day.show_notice(state.days_notice)
        self.pairs.show_records(state.pairs)
        self._by_pair.show_notice(state.pairs_notice)
        self._note_days()

    def _note_days(self) -> None:
        """What the calendar's days are, beside the journal's title while it is in view."""
        is_calendar = self._tabs.currentWidget() is self._by_day
        self._journal.note.show_text(self._state.days_note if is_calendar else "")

    def _ask_file(self) -> None:
        suggested = str(Path.home() / "conflux-agent-trades.csv")
        title = tr("Export the agent's trades")
        found, _ = QFileDialog.getSaveFileName(self, title, suggested, tr("CSV (*.csv)"))
        if found:
            self.export_asked.emit(found)

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
        self.widget.export_asked.connect(lambda path: self.presenter.export(Path(path)))
        self.widget.decisions.opened.connect(
            lambda row: self.widget.show_card(self.presenter.decision(row.number))
        )
        self.widget.trades.opened.connect(lambda row: self.widget.show_card(self.presenter.card(row.number)))
