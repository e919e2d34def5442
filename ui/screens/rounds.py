"""The network's rounds and what this machine sent in; steps, scores and a check of a round out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from app.events import RoundMoved
from core.errors import TryAgain
from ui import formatting, round_words
from ui.dialogs.send_sheet import COLUMNS as PREVIEW_COLUMNS
from ui.dialogs.send_sheet import SentRow, sent_rows
from ui.presenter import Presenter
from ui.round_rows import (
    CHECK_COLUMNS,
    ROUND_COLUMNS,
    TRAFFIC_COLUMNS,
    CheckRow,
    RoundRow,
    TrafficRow,
    check_rows,
    round_rows,
    traffic_rows,
)
from ui.widgets.card import Card, Notice
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button
from ui.widgets.record_table import RecordTable
from ui.widgets.step_strip import Step, StepStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ports import RoundRecord, SentRecord, SentTotal
    from app.trader import Trader
    from app.trader.rounds import RoundStatus
    from core.federated.verification import Check
    from ui.background import Failure
    from ui.contribution import Contribution, ContributionState
    from ui.screens import Navigate
    from ui.session import Session

NO_ROUNDS = Notice(
    "No round yet", "Rounds that this machine takes part in are listed here with their scores."
)
NO_PREVIEW = Notice(
    "Nothing is about to be sent", "Before every contribution this lists each field that leaves."
)
NO_TRAFFIC = Notice("Nothing has left this machine yet")
NO_CHECKS = Notice("No round was verified yet", "Verify computes a round again from its public transcript.")


@dataclass(frozen=True)
class RoundsState:
    """What is on Rounds."""

    title: str = "Round"
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
    checks_title: str = "Verify"
    checks_notice: Notice | None = NO_CHECKS
    may_verify: bool = False


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


class RoundsPresenter(Presenter[RoundsState, RoundsData]):
    """Keeps Rounds."""

    refresh_on = (RoundMoved,)

    def __init__(
        self, session: "Session", contribution: "Contribution", render: "Callable[[RoundsState], None]"
    ) -> None:
        super().__init__(session, RoundsState(), render)
        self._contribution = contribution
        self._is_verifying = False
        contribution.on_change(self._contribution_changed)

    def verify(self, round_id: int) -> None:
        """Repeat every check of a round from its public transcript."""
        trader = self.session.trader
        if trader is None or self._is_verifying:
            return
        self._is_verifying = True
        self.change(
            checks=(),
            checks_title=f"Verify round {round_id}",
            checks_notice=Notice(
                "Checking\u2026", "Everything is computed again on this machine.", "loading"
            ),
            may_verify=False,
        )
        self.session.run(
            f"Verifying round {round_id}",
            lambda progress: verify_round(trader, round_id, progress),
            lambda checks: self._verified(round_id, checks),
            self._verify_failed,
            cancelled=self._verify_cancelled,
            is_shown=True,
        )

    def verify_newest(self) -> None:
        """Verify the newest round that is settled."""
        number = self._newest_settled()
        if number is not None:
            self.verify(number)

    def load(self, trader: "Trader") -> RoundsData:
        """Ask for the current round and read this machine's records."""
        problem, current = "", None
        try:
            current = trader.participation.current()
        except TryAgain as error:
            problem = f"The round is not up to date: {error}"
        return RoundsData(
            current=current,
            now=trader.ports.clock.now(),
            records=trader.participation.history(),
            totals=trader.wire_log.totals(),
            newest=trader.wire_log.entries(1),
            address=trader.wallet.state().address,
            problem=problem,
        )

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
            traffic_note=f"{formatting.size(total)} since the start of the program",
            traffic_notice=None if latest.totals else NO_TRAFFIC,
            may_verify=self._newest_settled() is not None and not self._is_verifying,
        )

    def problem(self, latest: RoundsData) -> str:
        """Why the round is not up to date."""
        return latest.problem

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old."""
        self.change(sentence=f"{failure.message} {failure.remedy}".strip(), tone="warning")

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(sentence="Not connected to a network.", tone="muted")

    def _newest_settled(self) -> int | None:
        latest = self._latest
        if latest is None:
            return None
        if latest.current is not None and latest.current.step == "settled":
            return int(latest.current.round_id)
        scored = [record.round_id for record in latest.records if record.phase == "scored"]
        return max(scored, default=None)

    def _verified(self, round_id: int, checks: "tuple[Check, ...]") -> None:
        self._is_verifying = False
        failed = sum(not check.ok for check in checks)
        verdict = "all hold" if not failed else f"{failed} failed"
        self.change(
            checks=check_rows(checks),
            checks_title=f"Round {round_id}: {formatting.plural(len(checks), 'check')}, {verdict}",
            checks_notice=None,
            may_verify=True,
        )

    def _verify_failed(self, failure: "Failure") -> None:
        self._is_verifying = False
        self.change(checks_notice=Notice(failure.message, failure.remedy, "error"), may_verify=True)

    def _verify_cancelled(self) -> None:
        self._is_verifying = False
        self.change(checks_notice=Notice("The check was cancelled."), may_verify=True)

    def _contribution_changed(self, state: "ContributionState") -> None:
        rows = sent_rows(state.preview) if state.preview else ()
        self.change(preview=rows, preview_notice=None if rows else NO_PREVIEW)


def verify_round(
    trader: "Trader", round_id: int, progress: "Callable[[str, float], None]"
) -> "tuple[Check, ...]":
    """Every check of a published round, made again by this machine; nothing of it is believed."""
    from app import verification

    ports = trader.ports
    record = verification.PublishedRecord(ports.coordinator, round_id)
    return verification.verify_round(round_id, record, ports.worker, ports.chain, progress).checks


def _sentence(latest: RoundsData) -> str:
    mine = [record for record in latest.records if record.phase in {"sending", "waiting"}]
    if mine:
        waits = "waits for its score" if mine[-1].phase == "waiting" else "is being sent"
        return f"My update of round {mine[-1].round_id} {waits}."
    count = len(latest.records)
    return f"{formatting.plural(count, 'round')} with my part in it" if count else "No round with my part yet"


class RoundsScreen(PageFrame):
    """Draws a RoundsState."""

    verify_asked = Signal()
    log_asked = Signal()
    round_opened = Signal(int)

    def __init__(self) -> None:
        self._verify = Button(
            "Verify", "shield-check", hint="Check the newest settled round again, by yourself"
        )
        super().__init__("Rounds", self._verify)
        self._verify.clicked.connect(self.verify_asked)
        self._strip = StepStrip("Steps of the round")
        self._now = Card("Round", self._strip)
        self._rounds: RecordTable[RoundRow] = RecordTable("My rounds", ROUND_COLUMNS)
        self._rounds.opened.connect(lambda row: self.round_opened.emit(row.number))
        self._mine = Card("My rounds", self._rounds)
        self._preview: RecordTable[SentRow] = RecordTable("Fields of a contribution", PREVIEW_COLUMNS)
        self._next = Card("", self._preview)
        self._traffic: RecordTable[TrafficRow] = RecordTable("All that left this machine", TRAFFIC_COLUMNS)
        self._left = Card("", self._traffic)
        self._checks: RecordTable[CheckRow] = RecordTable("Checks of a round", CHECK_COLUMNS)
        self._checked = Card("Verify", self._checks)
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName("What leaves this machine")
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._left, "So far, by purpose")
        self._tabs.addTab(self._next, "In a contribution")
        self._log = Button("Whole log", "shield", "quiet", "Every request ever sent, checked and exported")
        self._log.clicked.connect(self.log_asked)
        self._leaving = Card("What leaves this machine", self._tabs, self._log)
        for card in (self._mine, self._leaving, self._checked):
            card.setMinimumHeight(230)
        self.add(self._now)
        self.add(self._mine, 2)
        self.add_row((self._leaving, 1), (self._checked, 1), stretch=3)

    def render_rounds(self, state: RoundsState) -> None:
        """Show `state`."""
        self.note.show_text(state.sentence, state.tone)
        self.enable(self._verify, state.may_verify)
        self._now.title.show_text(state.title)
        self._now.note.show_text(state.note)
        self._strip.render_steps(state.steps)
        self._rounds.show_records(state.rounds)
        self._mine.show_notice(state.rounds_notice)
        self._preview.show_records(state.preview)
        self._next.show_notice(state.preview_notice)
        self._traffic.show_records(state.traffic)
        self._left.show_notice(state.traffic_notice)
        self._leaving.note.show_text(state.traffic_note)
        self._checks.show_records(state.checks)
        self._checked.title.show_text(state.checks_title)
        self._checked.show_notice(state.checks_notice)


class RoundsPage:
    """Rounds with its presenter."""

    def __init__(self, session: "Session", contribution: "Contribution", go: "Navigate") -> None:
        self.widget = RoundsScreen()
        self.widget.log_asked.connect(lambda: go("privacy"))
        self.presenter = RoundsPresenter(session, contribution, self.widget.render_rounds)
        self.widget.verify_asked.connect(self.presenter.verify_newest)
        self.widget.round_opened.connect(self.presenter.verify)
