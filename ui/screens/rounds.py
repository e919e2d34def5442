"""The network's rounds and what this machine sent in; steps, findings, participants and a check out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from app.events import RoundMoved
from core.errors import ConfluxError, TryAgain
from ui import finding_rows, formatting, round_words
from ui.dialogs.send_sheet import COLUMNS as PREVIEW_COLUMNS
from ui.dialogs.send_sheet import SentRow, sent_rows
from ui.finding_rows import PARTICIPANT_COLUMNS, ParticipantRow
from ui.found_card import CURRENT, NOT_FOUND, FoundCard, FoundState
from ui.presenter import Presenter
from ui.round_check import NO_CHECKS, RoundCheck
from ui.round_rows import (
    CHECK_COLUMNS,
    ROUND_COLUMNS,
    TRAFFIC_COLUMNS,
    CheckRow,
    RoundRow,
    TrafficRow,
    round_rows,
    traffic_rows,
)
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import LOADING, Card, Notice
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button, column, row
from ui.widgets.record_table import RecordTable
from ui.widgets.step_strip import Step, StepStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ports import RoundRecord, SentRecord, SentTotal
    from app.trader import Trader
    from app.trader.findings import RoundFindings
    from app.trader.participants import Participants
    from app.trader.rounds import RoundStatus
    from ui.background import Failure
    from ui.contribution import Contribution, ContributionState
    from ui.screens import Navigate
    from ui.session import Session

T = TypeVar("T")
NO_ROUNDS = Notice(
    tr("No round yet"), tr("Rounds that this machine takes part in are listed here with their scores.")
)
NO_PREVIEW = Notice(
    tr("Nothing is about to be sent"), tr("Before every contribution this lists each field that leaves.")
)
NO_TRAFFIC = Notice(tr("Nothing has left this machine yet"))
NO_CLIENTS = Notice(tr("Nobody has taken part yet"), tr("Whoever joins a round is listed here."))
NOT_CONNECTED = Notice(tr("Not connected to a network"))
_OFFERED = 50
"""Rounds that can be chosen; older ones of mine are in the table."""


@dataclass(frozen=True)
class RoundsState:
    """What is on Rounds."""

    title: str = tr("Round")
    note: str = ""
    steps: tuple[Step, ...] = round_words.WAITING_STEPS
    sentence: str = ""
    tone: str = "muted"
    rounds: tuple[RoundRow, ...] = ()
    rounds_notice: Notice | None = NO_ROUNDS
    preview: tuple[SentRow, ...] = ()
    preview_notice: Notice | None = NO_PREVIEW
    traffic: tuple[TrafficRow, ...] = ()
    traffic_note: str = ""
    traffic_notice: Notice | None = NO_TRAFFIC
    checks: tuple[CheckRow, ...] = ()
    checks_title: str = tr("Verify")
    checks_notice: Notice | None = NO_CHECKS
    may_verify: bool = False
    found: FoundState = NOT_FOUND
    clients: tuple[ParticipantRow, ...] = ()
    clients_note: str = ""
    clients_notice: Notice | None = LOADING


@dataclass(frozen=True)
class RoundsData:
    """What a load found."""

    current: "RoundStatus | None"
    now: float
    records: "tuple[RoundRecord, ...]"
    totals: "tuple[SentTotal, ...]"
    newest: "tuple[SentRecord, ...]"
    address: str
    problem: str
    found: "RoundFindings | Notice"
    clients: "Participants | Notice"


class RoundsPresenter(Presenter[RoundsState, RoundsData]):
    """Keeps Rounds."""

    refresh_on = (RoundMoved,)

    def __init__(
        self, session: "Session", contribution: "Contribution", render: "Callable[[RoundsState], None]"
    ) -> None:
        super().__init__(session, RoundsState(), render)
        self._contribution = contribution
        self._check = RoundCheck(session, self.change)
        self._chosen = CURRENT
        contribution.on_change(self._contribution_changed)

    def choose(self, round_id: int) -> None:
        """Show what this round found; CURRENT follows the network's newest."""
        if round_id == self._chosen:
            return
        self._chosen = round_id
        self.change(found=FoundState(self.state.found.choices, round_id))
        self.refresh()

    def verify(self, round_id: int) -> None:
        """Repeat every check of a round from its public transcript."""
        self._check.verify(round_id)

    def verify_newest(self) -> None:
        """Verify the newest round that is settled."""
        number = self._newest_settled()
        if number is not None:
            self.verify(number)

    def load(self, trader: "Trader") -> RoundsData:
        """Ask for the current round, what the chosen one found and who takes part; read my records."""
        problem, current = "", None
        try:
            current = trader.participation.current()
        except TryAgain as error:
            problem = tr("The round is not up to date: {error}").format(error=error)
        return RoundsData(
            current=current,
            now=trader.ports.clock.now(),
            records=trader.participation.history(),
            totals=trader.wire_log.totals(),
            newest=trader.wire_log.entries(1),
            address=trader.wallet.state().address,
            problem=problem,
            found=_or_notice(lambda: self._find(trader, current)),
            clients=_or_notice(trader.participants),
        )

    def _find(self, trader: "Trader", current: "RoundStatus | None") -> "RoundFindings | Notice":
        number = self._chosen or (int(current.round_id) if current else 0)
        if not number:
            return Notice(tr("No round is known"), tr("What a round finds is shown as soon as there is one."))
        known = current if current is not None and current.round_id == number else None
        return trader.findings.round(number, known)

    def loaded(self, latest: RoundsData) -> None:
        """Turn what was found into the state."""
        title, note, steps = round_words.describe(latest.current, latest.now)
        rows = round_rows(latest.records, latest.address)
        total = sum(part.size for part in latest.totals)
        self.change(
            title=title,
            note=note,
            steps=steps,
            sentence=latest.problem or _sentence(latest),
            tone="warning" if latest.problem else "muted",
            rounds=rows,
            rounds_notice=None if rows else NO_ROUNDS,
            traffic=traffic_rows(latest.totals),
            traffic_note=tr("{total} since the start of the program").format(total=formatting.size(total)),
            traffic_notice=None if latest.totals else NO_TRAFFIC,
            may_verify=self._newest_settled() is not None and not self._check.is_running,
            found=FoundState.of(latest.found, self._choices(latest), self._chosen),
            **_clients(latest),
        )

    def _choices(self, latest: RoundsData) -> tuple[int, ...]:
        """The rounds that can be looked at, newest first; without the network, those known before."""
        if latest.current is None:
            return self.state.found.choices
        return tuple(range(int(latest.current.round_id), 0, -1))[:_OFFERED]

    def problem(self, latest: RoundsData) -> str:
        """Why the round is not up to date."""
        return latest.problem

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old."""
        self.change(sentence=f"{failure.message} {failure.remedy}".strip(), tone="warning")

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(
            sentence=tr("Not connected to a network."),
            tone="muted",
            found=FoundState(notice=NOT_CONNECTED),
            clients_notice=NOT_CONNECTED,
        )

    def _newest_settled(self) -> int | None:
        latest = self._latest
        if latest is None:
            return None
        if latest.current is not None and latest.current.step == "settled":
            return int(latest.current.round_id)
        scored = [record.round_id for record in latest.records if record.phase == "scored"]
        return max(scored, default=None)

    def _contribution_changed(self, state: "ContributionState") -> None:
        rows = sent_rows(state.preview) if state.preview else ()
        self.change(preview=rows, preview_notice=None if rows else NO_PREVIEW)


def _or_notice(work: "Callable[[], T]") -> "T | Notice":
    """What `work` gives, or why it cannot: one card that fails leaves the others alone."""
    try:
        return work()
    except ConfluxError as error:
        return Notice(tr(error.message), tr(error.remedy), "error")


def _clients(latest: RoundsData) -> dict[str, object]:
    """The fields of the list of participants."""
    found = latest.clients
    if isinstance(found, Notice):
        return {"clients": (), "clients_note": "", "clients_notice": found}
    rows = finding_rows.participant_rows(found, latest.address)
    note = finding_rows.participants_note(found)
    return {"clients": rows, "clients_note": note, "clients_notice": None if rows else NO_CLIENTS}


def _sentence(latest: RoundsData) -> str:
    mine = [record for record in latest.records if record.phase in {"sending", "waiting"}]
    if mine:
        waits = tr("waits for its score") if mine[-1].phase == "waiting" else tr("is being sent")
        return tr("My update of round {round_id} {waits}.").format(round_id=mine[-1].round_id, waits=waits)
    count = len(latest.records)
    return (
        tr("{rounds} with my part in it").format(rounds=tr("{n} round(s)", "", count))
        if count
        else tr("No round with my part yet")
    )


class RoundsScreen(PageFrame):
    """Draws a RoundsState."""

    verify_asked = Signal()
    log_asked = Signal()
    round_opened = Signal(int)
    round_chosen = Signal(int)

    def __init__(self) -> None:
        self._verify = Button(
            tr("Verify"), "shield-check", hint=tr("Check the newest settled round again, by yourself")
        )
        super().__init__(tr("Rounds"), self._verify)
        self._verify.clicked.connect(self._ask_verify)
        self._strip = StepStrip(tr("Steps of the round"))
        self._now = Card(tr("Round"), self._strip)
        self._rounds: RecordTable[RoundRow] = RecordTable(tr("My rounds"), ROUND_COLUMNS)
        self._rounds.pointed.connect(lambda record: self.round_chosen.emit(record.number))
        self._rounds.opened.connect(self._open_round)
        self._mine = Card(tr("My rounds"), self._rounds)
        self._found = FoundCard()
        self._found.round_chosen.connect(self.round_chosen)
        self._preview: RecordTable[SentRow] = RecordTable(tr("Fields of a contribution"), PREVIEW_COLUMNS)
        self._next = Card(tr("In a contribution"), self._preview)
        self._traffic: RecordTable[TrafficRow] = RecordTable(
            tr("All that left this machine"), TRAFFIC_COLUMNS
        )
        self._log = Button(
            tr("Whole log"), "shield", "quiet", tr("Every request ever sent, checked and exported")
        )
        self._log.clicked.connect(self.log_asked)
        self._left = Card(tr("So far, by purpose"), self._traffic, self._log)
        self._checks: RecordTable[CheckRow] = RecordTable(tr("Checks of a round"), CHECK_COLUMNS)
        self._checked = Card(tr("Verify"), self._checks)
        self._clients: RecordTable[ParticipantRow] = RecordTable(tr("Participants"), PARTICIPANT_COLUMNS)
        self._people = Card(tr("Participants"), self._clients)
        self._mine.setMinimumHeight(GRID * 22)
        self._found.setMinimumHeight(GRID * 30)
        self._tabs = self._make_tabs()
        self.add(self._now)
        self.add(self._tabs, 1)

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setAccessibleName(tr("Parts of Rounds"))
        tabs.setDocumentMode(True)
        both = row(self._left, self._next, spacing=2 * GRID)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        rounds = column(self._mine, self._found, spacing=2 * GRID)
        rounds.setStretch(0, 2)
        rounds.setStretch(1, 3)
        for title, layout in (
            (tr("My rounds"), rounds),
            (tr("Participants"), column(self._people)),
            (tr("What leaves this machine"), both),
            (tr("Checks"), column(self._checked)),
        ):
            page = QWidget()
            layout.setContentsMargins(0, 2 * GRID, 0, 0)
            page.setLayout(layout)
            tabs.addTab(page, title)
        return tabs

    def _ask_verify(self) -> None:
        """Show where the checks will appear, and ask for them."""
        self._tabs.setCurrentIndex(self._tabs.count() - 1)
        self.verify_asked.emit()

    def _open_round(self, record: RoundRow) -> None:
        self._tabs.setCurrentIndex(self._tabs.count() - 1)
        self.round_opened.emit(record.number)

    def render_rounds(self, state: RoundsState) -> None:
        """Show `state`."""
        self.note.show_text(state.sentence, state.tone)
        self.enable(self._verify, state.may_verify)
        self._now.title.show_text(state.title)
        self._now.note.show_text(state.note)
        self._strip.render_steps(state.steps)
        self._rounds.show_records(state.rounds)
        chosen = (record for record in state.rounds if record.number == state.found.chosen)
        self._rounds.point_at(next(chosen, None))
        self._mine.show_notice(state.rounds_notice)
        self._found.render_found(state.found)
        self._clients.show_records(state.clients)
        self._people.note.show_text(state.clients_note)
        self._people.show_notice(state.clients_notice)
        self._render_sent(state)
        self._checks.show_records(state.checks)
        self._checked.title.show_text(state.checks_title)
        self._checked.show_notice(state.checks_notice)

    def _render_sent(self, state: RoundsState) -> None:
        self._preview.show_records(state.preview)
        self._next.show_notice(state.preview_notice)
        self._traffic.show_records(state.traffic)
        self._left.show_notice(state.traffic_notice)
        self._left.note.show_text(state.traffic_note)


class RoundsPage:
    """Rounds with its presenter."""

    def __init__(self, session: "Session", contribution: "Contribution", go: "Navigate") -> None:
        self.widget = RoundsScreen()
        self.widget.log_asked.connect(lambda: go("privacy"))
        self.presenter = RoundsPresenter(session, contribution, self.widget.render_rounds)
        self.widget.verify_asked.connect(self.presenter.verify_newest)
        self.widget.round_opened.connect(self.presenter.verify)
        self.widget.round_chosen.connect(self.presenter.choose)
