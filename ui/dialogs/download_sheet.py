"""The state of a download of several pairs in; a sheet with its form, progress and findings out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QProgressBar,
    QWidget,
)

from ui.download import DownloadPresenter, DownloadState, Form, PairLine
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import Card
from ui.widgets.parts import Button, Label, Line, column, row
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.search_box import Completions, SearchBox
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.session import Session

_TIMEFRAMES = ("1m", "5m", "15m", "1h", "4h", "1d")
_STEPS = 1000
_ROWS = 4
"""Of the table in the smallest window; it scrolls to the others."""
COLUMNS = (
    Column[PairLine](tr("Pair"), lambda line: line.market, share=2),
    Column[PairLine](tr("State"), lambda line: line.state, tone=lambda line: line.tone),
    Column[PairLine](tr("Done"), lambda line: line.done, right=True),
    Column[PairLine](tr("New"), lambda line: line.added, right=True),
    Column[PairLine](tr("Stored"), lambda line: line.stored, right=True),
    Column[PairLine](tr("Missing"), lambda line: line.missing, right=True),
    Column[PairLine](tr("What was found"), lambda line: line.found, share=12, hint=lambda line: line.found),
)


class PairsEdit(QLineEdit):
    """Pairs with commas between, of which the last is completed."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Pairs"))
        self.setPlaceholderText(tr("BTC/USDT, ETH/USDT"))
        self._names = QStringListModel()
        self.setCompleter(_LastWordCompleter(self._names, self))

    def offer(self, pairs: tuple[str, ...]) -> None:
        """Complete from `pairs`."""
        if tuple(self._names.stringList()) != pairs:
            self._names.setStringList(list(pairs))


class _LastWordCompleter(Completions):
    """Completes the word after the last comma and leaves those before it."""

    def __init__(self, names: QStringListModel, edit: QLineEdit) -> None:
        super().__init__(names, edit)
        self._edit = edit

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        before, comma, _ = self._edit.text().rpartition(",")
        return f"{before}{comma}{' ' if comma else ''}{index.data()}"


class DownloadSheet(Sheet):
    """Draws a DownloadState."""

    listed_asked = Signal(str)
    start_asked = Signal(object)
    """A Form."""
    update_asked = Signal(object)
    """The Form, as it stays."""
    cancel_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Download candles"), 980)
        self._form = Form()
        self.exchange = SearchBox(tr("Exchange"))
        self.timeframe = SearchBox(tr("Length of a candle"), *_TIMEFRAMES)
        self.since = QLineEdit()
        self.since.setAccessibleName(tr("First day, UTC"))
        self.since.setPlaceholderText("2021-01-01")
        self.pairs = PairsEdit()
        self.ask = Button(
            tr("List its pairs"), hint=tr("Ask the exchange, over the network, which pairs it lists")
        )
        self.listing = Line(role="muted")
        self.table: RecordTable[PairLine] = RecordTable(
            tr("Pairs and what came of them"), COLUMNS, wraps=True
        )
        self.table.setMinimumHeight(self.table.height_for(_ROWS))
        self._body = Card("", self.table)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of all pairs"))
        self.left = Label(role="muted")
        self.sentence = Label(wrap=True)
        self.update_all = Button(
            tr("Update all"),
            "rotate-ccw",
            hint=tr("Fetch what closed since the last candle of all that is stored"),
        )
        self.cancel = Button(tr("Stop"), hint=tr("Stop; what arrived is kept"))
        self.close_button = Button(tr("Close"), hint=tr("A download goes on; the status bar shows it"))
        self.start = Button(tr("Download"), "download", "primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(GRID)
        form.setVerticalSpacing(GRID)
        fields = (
            (tr("Exchange"), self.exchange),
            (tr("Timeframe"), self.timeframe),
            (tr("Since (UTC)"), self.since),
        )
        for number, (name, field) in enumerate(fields):
            form.addWidget(Label(name, "muted"), 0, number)
            form.addWidget(field, 1, number)
        form.addWidget(Label(tr("Pairs"), "muted"), 2, 0, 1, 2)
        form.addWidget(self.pairs, 3, 0, 1, 2)
        form.addWidget(self.ask, 3, 2)
        for number, share in enumerate((3, 1, 1)):
            form.setColumnStretch(number, share)
        self.content.addLayout(form)
        self.content.addLayout(column(self.listing, self._body, spacing=GRID))
        self.content.addLayout(row(self.bar, self.left))
        self.content.addWidget(self.sentence)
        self.content.addLayout(row(self.update_all, None, self.cancel, self.close_button, self.start))

    def _connect(self) -> None:
        self.ask.clicked.connect(lambda: self.listed_asked.emit(self.exchange.currentText()))
        self.start.clicked.connect(lambda: self.start_asked.emit(self.form()))
        self.update_all.clicked.connect(lambda: self.update_asked.emit(self.form()))
        self.cancel.clicked.connect(self.cancel_asked)
        for field in (self.pairs, self.since):
            field.returnPressed.connect(self._enter)
        self.close_button.clicked.connect(self.close_sheet)

    def form(self) -> Form:
        """What is typed now."""
        words = (
            self.exchange.currentText(),
            self.pairs.text(),
            self.timeframe.currentText(),
            self.since.text(),
        )
        return Form(*words)

    def render_download(self, state: DownloadState) -> None:
        """Show `state`; what is typed stays unless the state has other words."""
        self._render_form(state)
        self.listing.show_text(state.listing)
        self.listing.setVisible(bool(state.listing))
        self.table.show_records(state.lines)
        self._body.show_notice(state.notice)
        self.bar.setValue(round(state.fraction * _STEPS))
        self.left.show_text(state.left)
        for widget in (self.bar, self.left):
            widget.setVisible(state.is_running)
        self.sentence.show_text(state.sentence, state.tone)
        self.sentence.setVisible(bool(state.sentence))
        self._enable(state)

    def _render_form(self, state: DownloadState) -> None:
        self.exchange.offer(state.exchanges)
        self.pairs.offer(state.listed)
        if state.form != self._form:
            self._form = state.form
            self.exchange.setCurrentText(state.form.exchange)
            self.timeframe.setCurrentText(state.form.timeframe)
            self.pairs.setText(state.form.pairs)
            self.since.setText(state.form.since)

    def _enable(self, state: DownloadState) -> None:
        """The keyboard goes on where a button that it was on goes grey."""
        may_start = bool(state.exchanges) and not state.is_running
        for widget in (self.exchange, self.timeframe, self.since, self.pairs, self.update_all, self.start):
            widget.setEnabled(may_start)
        self.ask.setEnabled(may_start and not state.is_asking)
        self.cancel.setEnabled(state.is_running)
        focused = self.focusWidget()
        if self.isVisible() and (focused in {None, self, self.card} or not focused.isEnabled()):
            (self.cancel if state.is_running else self.pairs).setFocus()

    def _enter(self) -> None:
        """Enter in a field downloads, unless it chooses what completes a word."""
        popup = self.pairs.completer().popup()
        if popup is None or not popup.isVisible():
            self.start.click()


class Downloading:
    """The sheet with its presenter."""

    def __init__(self, session: "Session", host: QWidget) -> None:
        self.sheet = DownloadSheet(host)
        self.presenter = DownloadPresenter(session, self.sheet.render_download)
        self.sheet.listed_asked.connect(self.presenter.ask_listed)
        self.sheet.start_asked.connect(self.presenter.start)
        self.sheet.update_asked.connect(self.presenter.update)
        self.sheet.cancel_asked.connect(self.presenter.cancel)

    def open(self, pairs: Sequence[str]) -> None:
        """Show the sheet; `pairs` stand in it where nothing else does."""
        self.sheet.open()
        self.presenter.open(pairs)
