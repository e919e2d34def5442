"""The trader's overview in; one sentence, one button, the numbers that matter and the decisions out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.events import BalanceChanged, NetworkChanged, RoundMoved
from ui import formatting, round_words
from ui.equity_panes import drawdown_curves, equity_curves, equity_stack
from ui.journal import DECISION_COLUMNS, DecisionRow, decision_rows
from ui.overview_tiles import claimable_words, empty_tiles, tiles
from ui.presenter import Presenter
from ui.telling import Telling
from ui.translation import tr
from ui.widgets.card import Card, Notice, Tiles, TileState
from ui.widgets.curve import Curve
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button
from ui.widgets.record_table import RecordTable
from ui.widgets.step_strip import Step, StepStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.trader import Trader, TraderOverview
    from ui.background import Failure
    from ui.contribution import Contribution, ContributionState
    from ui.screens import Navigate
    from ui.session import Session

NOT_CONNECTED = Notice(tr("No network yet"), tr("It is shown as soon as this machine takes part in one."))


@dataclass(frozen=True)
class HomeState:
    """What is on Home.

    Args:
        sentence: the state in one sentence.
        tone: of the sentence.
        button: text of the one button.
        button_icon: its icon.
        intent: what a click does: "contribute", "resume", "claim", "unlock" or "" while nothing can be done.
        tiles: the numbers.
        round_title: above the steps.
        round_note: at their right.
        steps: of the current round.
        equity: the agent's curve and buy and hold.
        drawdown: its falls from the peak.
        equity_note: how it is to be read.
        equity_notice: instead of the curve.
        decisions: the agent's newest.
        decisions_notice: instead of them.
    """

    sentence: str = ""
    tone: str = "muted"
    button: str = tr("Train & contribute")
    button_icon: str = "play"
    intent: str = ""
    tiles: tuple[TileState, ...] = ()
    round_title: str = tr("Round")
    round_note: str = ""
    steps: tuple[Step, ...] = round_words.WAITING_STEPS
    equity: tuple[Curve, ...] = ()
    drawdown: tuple[Curve, ...] = ()
    equity_note: str = ""
    equity_notice: Notice | None = NOT_CONNECTED
    decisions: tuple[DecisionRow, ...] = ()
    decisions_notice: Notice | None = NOT_CONNECTED


@dataclass(frozen=True)
class HomeData:
    """An overview and the market's time of it."""

    overview: "TraderOverview"
    now: float


class HomePresenter(Presenter[HomeState, HomeData]):
    """Keeps Home; the button's work goes to the contribution, a claim to the trader."""

    refresh_on = (RoundMoved, BalanceChanged, NetworkChanged)

    def __init__(
        self,
        session: "Session",
        contribution: "Contribution",
        go: "Navigate",
        render: "Callable[[HomeState], None]",
    ) -> None:
        super().__init__(session, HomeState(tiles=empty_tiles()), render)
        self._contribution = contribution
        self._go = go
        self._is_claiming = False
        contribution.on_change(self._contribution_changed)

    def act(self) -> None:
        """The one button was pressed."""
        actions: dict[str, Callable[[], None]] = {
            "contribute": self._contribution.start,
            "resume": self._contribution.resume,
            "claim": self._claim,
            "unlock": lambda: self._go("wallet"),
        }
        action = actions.get(self.state.intent)
        if action is not None:
            action()

    def load(self, trader: "Trader") -> HomeData:
        """Ask for the overview."""
        return HomeData(trader.overview(), trader.ports.clock.now())

    def loaded(self, latest: HomeData) -> None:
        """Turn the overview into the state."""
        overview = latest.overview
        button, icon, intent = self._button(overview)
        sentence, tone = self._sentence(latest)
        title, note, steps = round_words.describe(overview.round, latest.now)
        self.change(
            sentence=sentence,
            tone=tone,
            button=button,
            button_icon=icon,
            intent=intent,
            tiles=tiles(overview, hidden=self.session.hides_amounts),
            round_title=title,
            round_note=note,
            steps=steps,
            equity=equity_curves(overview.equity, hidden=self.session.hides_amounts),
            drawdown=drawdown_curves(overview.equity),
            equity_note=_equity_note(overview, hidden=self.session.hides_amounts),
            equity_notice=None if len(overview.equity) > 1 else NO_EQUITY,
            decisions=decision_rows(overview.decisions),
            decisions_notice=None if overview.decisions else NO_DECISIONS,
        )

    def problem(self, latest: HomeData) -> str:
        """The first part of the overview that is missing."""
        return next(iter(latest.overview.problems), "")

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old."""
        self.change(sentence=f"{failure.message} {failure.remedy}".strip(), tone="warning")

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(sentence=tr("Not connected to a network."), tone="muted", intent="")

    def _button(self, overview: "TraderOverview") -> tuple[str, str, str]:
        doing = self._contribution.state
        if doing.is_busy or doing.phase == "review":
            return _busy_words(doing), "play", ""
        if self._is_claiming:
            return tr("Claiming\u2026"), "hand-coins", ""
        if overview.is_locked:
            return tr("Unlock"), "lock-open", "unlock"
        if overview.next_step == "resume":
            return tr("Resume"), "rotate-ccw", "resume"
        if overview.next_step == "claim":
            owed = claimable_words(overview, hidden=self.session.hides_amounts)
            return tr("Claim {owed}").format(owed=owed[0]) if owed else tr("Claim"), "hand-coins", "claim"
        return tr("Train & contribute"), "play", "contribute"

    def _sentence(self, latest: HomeData) -> tuple[str, str]:
        overview = latest.overview
        failure = self._contribution.state.failure
        if failure is not None:
            return f"{failure.message} {failure.remedy}".strip(), "danger"
        if overview.problems:
            return overview.problems[0], "warning"
        mode = tr("Paper") if overview.is_paper else tr("Live")
        parts = [tr("{mode}, simulated market").format(mode=mode) if overview.is_simulated else mode]
        if overview.agent and overview.agent.model:
            parts.append(tr("model {model}").format(model=overview.agent.model[:6]))
        parts.append(round_words.sentence(overview.round, latest.now))
        return ", ".join(parts), "muted"

    def _claim(self) -> None:
        trader = self.session.trader
        if trader is None or self._is_claiming:
            return
        self._is_claiming = True
        self.recompute()
        self.session.run(
            tr("Claim"),
            trader.profit.claim_all,
            lambda _claimed: self._claim_ended(),
            self._claim_failed,
            cancelled=self._claim_ended,
            is_shown=True,
            telling=Telling("wallet"),
        )

    def _claim_ended(self) -> None:
        self._is_claiming = False
        self.recompute()
        self.refresh()

    def _claim_failed(self, failure: "Failure") -> None:
        self._is_claiming = False
        self.recompute()
        self.change(sentence=f"{failure.message} {failure.remedy}".strip(), tone="danger")

    def _contribution_changed(self, state: "ContributionState") -> None:
        self.recompute()
        if not state.is_busy and state.phase != "review":
            self.refresh()


NO_EQUITY = Notice(
    tr("No equity curve yet"), tr("The agent starts trading when the first round's model is published.")
)
NO_DECISIONS = Notice(tr("No decisions yet"), tr("The agent writes down each decision with its reason."))


def _equity_note(overview: "TraderOverview", *, hidden: bool) -> str:
    words = [tr("paper") if overview.is_paper else tr("live")]
    if overview.is_simulated:
        words.append(tr("simulated"))
    if hidden:
        words.append(tr("start = 100"))
    return " \u00b7 ".join(words)


def _busy_words(state: "ContributionState") -> str:
    if state.phase == "review":
        return tr("Waiting for Send")
    return f"{formatting.sentence(tr(state.stage or state.phase))} \u00b7 {state.fraction * 100:.0f} %"


class HomeScreen(PageFrame):
    """Draws a HomeState."""

    button_pressed = Signal()

    def __init__(self) -> None:
        self.button = Button(tr("Train & contribute"), "play", "primary")
        super().__init__(tr("Home"), self.button)
        self.button.clicked.connect(self.button_pressed)
        self._tiles = Tiles()
        self._strip = StepStrip(tr("Steps of the round"))
        self._round = Card(tr("Round"), self._strip)
        self._chart = equity_stack(with_exposure=False)
        self._equity = Card(tr("Equity"), self._chart)
        self._table: RecordTable[DecisionRow] = RecordTable(
            tr("Recent decisions of the agent"), DECISION_COLUMNS
        )
        self._decisions = Card(tr("Recent decisions of the agent"), self._table)
        self._equity.setMinimumHeight(280)
        self._decisions.setMinimumHeight(200)
        self.add(self._tiles)
        self.add(self._round)
        self.add(self._equity, 3)
        self.add(self._decisions, 2)

    def render_home(self, state: HomeState) -> None:
        """Show `state`."""
        self.note.show_text(state.sentence, state.tone)
        self.button.setText(state.button)
        self.button.show_icon(state.button_icon)
        self.enable(self.button, bool(state.intent))
        self._tiles.render_tiles(state.tiles)
        self._round.title.show_text(state.round_title)
        self._round.note.show_text(state.round_note)
        self._strip.render_steps(state.steps)
        self._chart.show_panes(state.equity, state.drawdown)
        self._equity.note.show_text(state.equity_note)
        self._equity.show_notice(state.equity_notice)
        self._table.show_records(state.decisions)
        self._decisions.show_notice(state.decisions_notice)


class HomePage:
    """Home with its presenter."""

    def __init__(self, session: "Session", contribution: "Contribution", go: "Navigate") -> None:
        self.widget = HomeScreen()
        self.presenter = HomePresenter(session, contribution, go, self.widget.render_home)
        self.widget.button_pressed.connect(self.presenter.act)
