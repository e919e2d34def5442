"""The account's incomes in; a card that says where each coin came from, and files for tax tools, out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from app.events import BalanceChanged, RoundMoved
from ui.coin_rows import COIN_COLUMNS, CoinRow, coin_rows, totals
from ui.presenter import Presenter
from ui.translation import tr
from ui.widgets.card import LOADING, Card, Notice
from ui.widgets.parts import Button
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.trader import Trader
    from app.trader.profit_books import ProfitBooks
    from ui.background import Failure
    from ui.session import Session

NOTHING = Notice(
    tr("No coin came yet"), tr("When a round is settled and paid, each amount stands here with its round.")
)
NO_NETWORK = Notice(tr("No network yet"), tr("It is shown as soon as this machine takes part in one."))


@dataclass(frozen=True)
class CoinsState:
    """What the card shows.

    Args:
        note: totals, or why what is shown is old.
        tone: of the note.
        rows: an amount each.
        notice: in place of them.
        may_export: whether there is anything to write.
    """

    note: str = ""
    tone: str = "muted"
    rows: tuple[CoinRow, ...] = ()
    notice: Notice | None = LOADING
    may_export: bool = False


class CoinsPresenter(Presenter[CoinsState, "ProfitBooks"]):
    """Keeps the card."""

    refresh_on = (BalanceChanged, RoundMoved)
    asks_network = False

    def __init__(self, session: "Session", render: "Callable[[CoinsState], None]") -> None:
        super().__init__(session, CoinsState(), render)

    def load(self, trader: "Trader") -> "ProfitBooks":
        """Read rounds, claims and prices."""
        from app.trader.profit_books import profit_books

        return profit_books(trader, self.session.settings.value("profit.currency"))

    def loaded(self, latest: "ProfitBooks") -> None:
        """Turn them into rows."""
        hidden, books = self.session.hides_amounts, latest.books
        note = totals(books.incomes, books.currency, hidden=hidden)
        if latest.problem:
            note = tr("{totals} \u00b7 some prices could not be asked for").format(totals=note)
        self.change(
            note=note,
            tone="muted",
            rows=coin_rows(books.incomes, books.currency, hidden=hidden),
            notice=None if books.incomes else NOTHING,
            may_export=bool(books.incomes or books.fills),
        )

    def recompute(self) -> None:
        """Make the rows anew; prices in another currency are looked up first."""
        super().recompute()
        latest = self._latest
        if latest is not None and latest.books.currency != self.session.settings.value("profit.currency"):
            self.refresh()

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old; without anything, say why there is nothing."""
        if self.has_loaded:
            self.change(note=tr("Not up to date. {why}").format(why=failure.message), tone="warning")
            return
        self.change(notice=Notice(failure.message, failure.remedy, "error"))

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(notice=NO_NETWORK)

    def export(self, layout: str, path: Path) -> None:
        """Write what is known to a CSV file in one of the layouts."""
        latest = self._latest
        if latest is None:
            return
        from app.trader.profit_books import export

        self.session.run(
            tr("Exporting profit"),
            lambda _progress: export(latest.books, layout, path),
            lambda count: self._exported(count, path),
            is_shown=True,
        )

    def _exported(self, count: int, path: Path) -> None:
        said = tr("{n} line(s) written to {file}", "", count).format(file=path)
        latest = self._latest
        if latest is not None and latest.sideless:
            said += tr(" \u00b7 {n} own trade(s) without a side left out", "", latest.sideless)
        self.change(note=said, tone="good")


class CoinsCard(Card):
    """Draws a CoinsState."""

    export_asked = Signal(str, str)
    """A layout and a file."""

    def __init__(self) -> None:
        self.table: RecordTable[CoinRow] = RecordTable(tr("Where each coin came from"), COIN_COLUMNS)
        self.button = Button(tr("Export\u2026"), "file-down")
        super().__init__(tr("Where each coin came from"), self.table, self.button)
        menu = QMenu(self.button)
        for layout, words in (
            ("full", tr("Everything, one line an amount\u2026")),
            ("koinly", tr("For Koinly (Universal)\u2026")),
            ("cointracking", tr("For CoinTracking\u2026")),
        ):
            action = menu.addAction(words)
            action.setData(layout)
        menu.triggered.connect(self._choose)
        self.button.setMenu(menu)
        self.setMinimumHeight(220)

    def render_coins(self, state: CoinsState) -> None:
        """Show `state`."""
        self.note.show_text(state.note, state.tone)
        self.table.show_records(state.rows)
        self.show_notice(state.notice)
        self.button.setEnabled(state.may_export)

    def _choose(self, action: QAction) -> None:
        self.ask_file(str(action.data()))

    def ask_file(self, layout: str) -> None:
        """Ask where a layout is to be written."""
        suggested = str(Path.home() / f"conflux-profit-{layout}.csv")
        title = tr("Export where each coin came from")
        found, _ = QFileDialog.getSaveFileName(self, title, suggested, tr("CSV (*.csv)"))
        if found:
            self.export_asked.emit(layout, found)


class CoinsPart:
    """The card with its presenter, to be put on a screen."""

    def __init__(self, session: "Session") -> None:
        self.widget = CoinsCard()
        self.presenter = CoinsPresenter(session, self.widget.render_coins)
        self.widget.export_asked.connect(lambda layout, path: self.presenter.export(layout, Path(path)))
