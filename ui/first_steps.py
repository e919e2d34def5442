"""Wishes of the first run's last page in; a wallet made and candles stored through the usual forms, out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.events import CandlesArrived
from ui.account_wishes import Wish, form_of, fulfil
from ui.dialogs.form import FormSheet
from ui.dialogs.import_sheet import ImportSheet
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.trader import Trader
    from ui.background import Failure
    from ui.dialogs.download_sheet import Downloading
    from ui.dialogs.import_sheet import ImportWish
    from ui.dialogs.onboarding_pages import PreparePage
    from ui.session import Session


@dataclass(frozen=True)
class _Needs:
    address: str
    name: str
    waits: bool
    candles: int


class FirstSteps(QObject):
    """Does what the page asks for, with the forms that Wallet and Market use.

    Args:
        window: that the forms cover.
        session: with a connected trader.
        page: shows what is there.
    """

    wallet_wanted = Signal()
    """The user has to go to Wallet: only there is the keychain's place opened."""

    def __init__(self, window: QWidget, session: "Session", page: "PreparePage") -> None:
        super().__init__(window)
        self._window, self._session, self._page = window, session, page
        self._wish = Wish("")
        self._forms: FormSheet | None = None
        self._imports: ImportSheet | None = None
        self._downloads: Downloading | None = None
        self._problem = ""
        page.wallet_asked.connect(self._ask_wallet)
        page.import_asked.connect(self._ask_files)
        page.download_asked.connect(self._download)

    def refresh(self) -> None:
        """Look what is there, off the window's thread."""
        trader = self._session.trader
        if trader is not None and self._page.isVisible():
            self._session.run(
                tr("Reading what is there"), lambda _progress: _needs(trader), self._show, self._fail
            )

    def on_event(self, event: object) -> None:
        """Candles arrived: the page counts them."""
        if isinstance(event, CandlesArrived):
            self.refresh()

    def _show(self, needs: _Needs) -> None:
        self._page.render_needs(
            needs.address, needs.name, waits=needs.waits, candles=needs.candles, problem=self._problem
        )

    def _fail(self, failure: "Failure") -> None:
        self._problem = f"{failure.message} {failure.remedy}".strip()
        self._show(_Needs("", "", waits=False, candles=0))

    def _ask_wallet(self, kind: str) -> None:
        if kind == "store":
            self.wallet_wanted.emit()
            return
        path = ""
        if kind == "restore_file":
            path = QFileDialog.getOpenFileName(self._window, tr("Restore from"), str(Path.home()))[0]
            if not path:
                return
        self._wish = Wish(kind, path=path)
        form = form_of(kind, has_password=False)
        if self._forms is None:
            self._forms = FormSheet(self._window)
            self._forms.filled.connect(self._fill)
        if form is not None:
            self._forms.ask(form)

    def _fill(self, values: dict[str, str]) -> None:
        trader, wish = self._session.trader, Wish(self._wish.kind, path=self._wish.path, values=values)
        if trader is not None:
            self._session.run(
                tr("Accounts"), lambda _progress: fulfil(trader, wish), self._done, self._failed
            )

    def _done(self, _said: object) -> None:
        self._problem = ""
        self.refresh()

    def _failed(self, failure: "Failure") -> None:
        self._problem = f"{failure.message} {failure.remedy}".strip()
        self.refresh()

    def _ask_files(self) -> None:
        kinds = tr("Candles (*.parquet *.feather *.csv *.txt *.tsv *.json *.gz *.zip);;All files (*)")
        files, _ = QFileDialog.getOpenFileNames(self._window, tr("Import candles"), str(Path.home()), kinds)
        trader = self._session.trader
        if files and trader is not None:
            self._session.run(
                tr("Reading time zones"),
                lambda _progress: trader.candles.zones(),
                lambda zones: self._ask_zone(files, zones),
                self._failed,
            )

    def _ask_zone(self, files: list[str], zones: "Sequence[str]") -> None:
        if self._imports is None:
            self._imports = ImportSheet(self._window)
            self._imports.agreed.connect(self._import)
        self._imports.ask(files, zones)

    def _import(self, wish: "ImportWish") -> None:
        trader = self._session.trader
        if trader is None:
            return
        self._session.run(
            tr("Importing candles"),
            lambda progress: trader.candles.import_files(
                [Path(file) for file in wish.files],
                progress=progress,
                zone=wish.zone,
                leaves_out_faulty=wish.leaves_out_faulty,
            ),
            self._done,
            self._failed,
            is_shown=True,
        )

    def _download(self) -> None:
        from ui.dialogs.download_sheet import Downloading

        trader = self._session.trader
        if trader is not None:
            self._downloads = self._downloads or Downloading(self._session, self._window)
            self._downloads.open(list(trader.network.symbols))


def _needs(trader: "Trader") -> _Needs:
    """What is there: read from this machine only."""
    account = trader.wallet.state()
    return _Needs(account.address, account.name, bool(account.store_waits), len(trader.candles.kept()))
