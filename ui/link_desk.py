"""The text of a link in; its page above the window, and after the user's yes the screen it names, out."""

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from core.errors import YouCanFix
from ui.background import explain
from ui.dialogs.link_sheet import LinkPresenter, LinkSheet

if TYPE_CHECKING:
    from core.links import Link
    from ui.main_window import MainWindow
    from ui.screens.rounds import RoundsPage


class LinkDesk(QObject):
    """Asks about links, one at a time: a later one takes the place of one that waits for its answer."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._sheet = LinkSheet(window)
        self._presenter = LinkPresenter(window.session, self._sheet.render_link, partial(_go, window))
        self._sheet.agreed.connect(self._presenter.agree)
        self._sheet.dismissed.connect(self._presenter.decline)

    def ask(self, text: str) -> None:
        """Show the page of a link, above whatever is open; one that is refused is told with its reason."""
        self._window.raise_()
        self._window.activateWindow()
        try:
            self._presenter.ask(text)
        except YouCanFix as error:
            self._window.show_failure(explain(error))
        else:
            self._sheet.raise_()


def _go(window: "MainWindow", link: "Link") -> None:
    """What a yes does: it shows a screen, or copies an address; nothing is sent or signed here."""
    if link.kind == "network":
        QGuiApplication.clipboard().setText(link.url)
    elif link.kind == "claim":
        window.go_to("wallet")
    else:
        window.go_to("rounds")
        if link.round_id is not None:
            cast("RoundsPage", window.page("rounds")).presenter.choose(link.round_id)
