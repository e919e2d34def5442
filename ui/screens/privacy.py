"""The log of what left this machine in; entries, filters, totals, its check and its CSV out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from app.trader.privacy_log import NEWEST, save_csv
from ui import privacy_words
from ui.log_rows import (
    DESTINATION_COLUMNS,
    ENTRY_COLUMNS,
    FAULT_COLUMNS,
    DestinationRow,
    EntryRow,
    FaultRow,
    chain_tile,
    destination_rows,
    entry_rows,
    fault_rows,
    size_tile,
)
from ui.presenter import Presenter
from ui.telling import Telling
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import LOADING, Card, Notice, Tiles, TileState
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.trader import Trader
    from app.trader.privacy_budget import PrivacyState
    from app.trader.privacy_log import LogOverview
    from core.privacy.log_chain import LogCheck
    from ui.background import Failure
    from ui.contribution import Contribution
    from ui.screens import Navigate
    from ui.session import Session

T = TypeVar("T")
EVERYBODY = tr("Everybody")
NOTHING_SENT = Notice(
    tr("Nothing has left this machine yet"), tr("Every request is written down here before it leaves.")
)
NOTHING_CHOSEN = Notice(tr("No entry is like that"), tr("Use fewer words, or another destination."))
NOT_CHECKED = Notice(
    tr("Not checked yet"), tr("Verify follows every entry to the one before, down to the first.")
)
_SENTENCE = tr("Written down before it leaves, each entry with the hash of the one before.")
_FOOT = GRID * 30


@dataclass(frozen=True)
class PrivacyScreenState:
    """What is on Privacy."""

    sentence: str = _SENTENCE
    tone: str = "muted"
    tiles: tuple[TileState, ...] = ()
    entries: tuple[EntryRow, ...] = ()
    entries_note: str = ""
    entries_notice: Notice | None = LOADING
    destinations: tuple[str, ...] = (EVERYBODY,)
    totals: tuple[DestinationRow, ...] = ()
    totals_notice: Notice | None = NOTHING_SENT
    head: str = ""
    verdict: str = tr("Chain")
    faults: tuple[FaultRow, ...] = ()
    faults_notice: Notice | None = NOT_CHECKED
    may_verify: bool = False
    may_export: bool = False


@dataclass(frozen=True)
class PrivacyData:
    """What a load found.

    Args:
        log: the newest entries and all totals.
        spent: of the privacy budget, by dataset.
    """

    log: "LogOverview"
    spent: "tuple[PrivacyState, ...]"


class PrivacyPresenter(Presenter[PrivacyScreenState, PrivacyData]):
    """Keeps Privacy."""

    asks_network = False

    def __init__(self, session: "Session", render: "Callable[[PrivacyScreenState], None]") -> None:
        super().__init__(session, PrivacyScreenState(), render)
        self._words = ""
        self._destination = ""
        self._check: LogCheck | None = None
        self._is_busy = False

    def filter(self, words: str, destination: str) -> None:
        """Show only entries with these words, to this destination; "" is any."""
        self._words, self._destination = words, destination
        self.recompute()

    def verify(self) -> None:
        """Follow the log from its first entry to its newest."""
        self._run(tr("Verifying the privacy log"), lambda trader: trader.privacy_log.check(), self._verified)

    def export(self, path: Path) -> None:
        """Write all entries to a CSV file."""
        self._run(
            tr("Exporting the privacy log"),
            lambda trader: save_csv(trader.privacy_log.select(), path),
            lambda count: self._exported(count, path),
        )

    def _run(self, name: str, work: "Callable[[Trader], T]", done: "Callable[[T], None]") -> None:
        trader = self.session.trader
        if trader is None or self._is_busy:
            return
        self._is_busy = True
        self.change(may_verify=False, may_export=False)
        self.session.run(
            name,
            lambda _progress: work(trader),
            done,
            self._failed,
            cancelled=self._ended,
            is_shown=True,
            telling=Telling("privacy"),
        )

    def load(self, trader: "Trader") -> PrivacyData:
        """Read what was written since the last time, and what was spent."""
        return PrivacyData(trader.privacy_log.overview(), trader.privacy_budget.states())

    def loaded(self, latest: PrivacyData) -> None:
        """Turn what was found into the state."""
        log = latest.log
        rows = entry_rows(log.newest, self._words, self._destination)
        destinations = tuple(sorted(total.destination for total in log.totals))
        self.change(
            tiles=(
                size_tile(log),
                privacy_words.budget_tile(latest.spent),
                chain_tile(self._check, log.entries),
            ),
            entries=rows,
            entries_note=_note(sum(row.number > 0 for row in rows), log),
            entries_notice=None if rows else NOTHING_CHOSEN if log.newest else NOTHING_SENT,
            destinations=(EVERYBODY, *destinations),
            totals=destination_rows(log.totals),
            totals_notice=None if log.totals else NOTHING_SENT,
            may_verify=bool(log.newest) and not self._is_busy,
            may_export=bool(log.newest) and not self._is_busy,
        )

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old."""
        self.change(sentence=f"{failure.message} {failure.remedy}".strip(), tone="warning")

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(sentence=tr("Not connected to a network."), tone="muted", entries_notice=NOTHING_SENT)

    def _verified(self, found: "LogCheck") -> None:
        self._check = found
        rows = fault_rows(found)
        count = tr("{n} entr(y|ies)", "", found.entries)
        intact = Notice(
            tr("Chain intact: {count}").format(count=count),
            tr("Head {head}").format(head=found.head),
            "good",
            tr("Copy head"),
        )
        self.change(
            head=found.head,
            verdict=tr("Chain intact") if found.is_intact else tr("The log is not as it was written"),
            faults=rows,
            faults_notice=None if rows else intact,
        )
        self._ended()

    def _exported(self, count: int, path: Path) -> None:
        entries = tr("{n} entr(y|ies)", "", count)
        self.change(sentence=tr("{entries} are in {path}.").format(entries=entries, path=path), tone="good")
        self._ended()

    def _failed(self, failure: "Failure") -> None:
        self.change(sentence=f"{failure.message} {failure.remedy}".strip(), tone="warning")
        self._ended()

    def _ended(self) -> None:
        self._is_busy = False
        self.recompute()


def _note(shown: int, log: "LogOverview") -> str:
    if log.entries < NEWEST:
        return tr("{shown:,} of {entries}").format(
            shown=shown, entries=tr("{n} entr(y|ies)", "", log.entries)
        )
    return tr("{shown:,} of the newest {newest:,}; the CSV has all {entries:,}").format(
        shown=shown, newest=NEWEST, entries=log.entries
    )


class PrivacyScreen(PageFrame):
    """Draws a PrivacyScreenState."""

    verify_asked = Signal()
    export_asked = Signal(str)
    filter_asked = Signal(str, str)

    def __init__(self) -> None:
        self._export = Button(tr("Export CSV"), "download", hint=tr("Write all entries to a file"))
        self._verify = Button(
            tr("Verify"), "shield-check", hint=tr("Check that no entry was changed or removed")
        )
        super().__init__(tr("Privacy"), self._export, self._verify)
        self._export.clicked.connect(self._ask_file)
        self._verify.clicked.connect(self.verify_asked)
        self._tiles = Tiles()
        self._words = QLineEdit()
        self._words.setPlaceholderText(tr("Filter: mask, symbol, a host, a date\u2026"))
        self._words.setAccessibleName(tr("Filter entries"))
        self._words.setClearButtonEnabled(True)
        self._words.setFixedWidth(GRID * 34)
        self._words.textChanged.connect(self._ask_filter)
        self._to = QComboBox()
        self._to.setAccessibleName(tr("Destination"))
        self._to.setFixedWidth(GRID * 20)
        self._to.addItem(EVERYBODY)
        self._to.currentIndexChanged.connect(self._ask_filter)
        self._entries: RecordTable[EntryRow] = RecordTable(tr("Entries of the log"), ENTRY_COLUMNS)
        self._log = Card(tr("What left, newest first"), self._entries, self._words, self._to)
        self._totals: RecordTable[DestinationRow] = RecordTable(
            tr("Totals by destination"), DESTINATION_COLUMNS
        )
        self._by_destination = Card(tr("By destination"), self._totals)
        self._faults: RecordTable[FaultRow] = RecordTable(tr("Check of the log"), FAULT_COLUMNS)
        self._checked = Card(tr("Chain"), self._faults)
        self._checked.action_asked.connect(self._copy_head)
        self._head = ""
        self._log.setMinimumHeight(_FOOT)
        for card in (self._by_destination, self._checked):
            card.setMinimumHeight(GRID * 28)
        self.add(self._tiles)
        self.add(self._log, 3)
        self.add_row((self._by_destination, 1), (self._checked, 1), stretch=1)

    def render_privacy(self, state: PrivacyScreenState) -> None:
        """Show `state`."""
        self.note.show_text(state.sentence, state.tone)
        self.enable(self._verify, state.may_verify)
        self.enable(self._export, state.may_export)
        self._tiles.render_tiles(state.tiles)
        self._entries.show_records(state.entries)
        self._log.note.show_text(state.entries_note)
        self._log.show_notice(state.entries_notice)
        self._show_destinations(state.destinations)
        self._totals.show_records(state.totals)
        self._by_destination.show_notice(state.totals_notice)
        self._head = state.head
        self._checked.title.show_text(state.verdict)
        self._faults.show_records(state.faults)
        self._checked.show_notice(state.faults_notice)

    def _show_destinations(self, names: tuple[str, ...]) -> None:
        """Offer the destinations; the chosen one stays chosen."""
        if [self._to.itemText(index) for index in range(self._to.count())] == list(names):
            return
        chosen = self._to.currentText()
        self._to.blockSignals(True)
        self._to.clear()
        self._to.addItems(names)
        self._to.setCurrentIndex(max(0, self._to.findText(chosen)))
        self._to.blockSignals(False)

    def _ask_filter(self) -> None:
        chosen = self._to.currentText()
        self.filter_asked.emit(self._words.text(), "" if chosen == EVERYBODY else chosen)

    def _copy_head(self) -> None:
        """To be kept somewhere else: the head proves the log up to it."""
        QGuiApplication.clipboard().setText(self._head)

    def _ask_file(self) -> None:
        suggested = str(Path.home() / "conflux-privacy-log.csv")
        found, _ = QFileDialog.getSaveFileName(
            self, tr("Export the privacy log"), suggested, tr("CSV (*.csv)")
        )
        if found:
            self.export_asked.emit(found)


class PrivacyPage:
    """Privacy with its presenter."""

    def __init__(self, session: "Session", _contribution: "Contribution", _go: "Navigate") -> None:
        self.widget = PrivacyScreen()
        self.presenter = PrivacyPresenter(session, self.widget.render_privacy)
        self.widget.verify_asked.connect(self.presenter.verify)
        self.widget.filter_asked.connect(self.presenter.filter)
        self.widget.export_asked.connect(lambda path: self.presenter.export(Path(path)))
