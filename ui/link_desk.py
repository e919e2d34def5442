"""The text of a link in; its page above the window, and after the user's yes the screen it names, out."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from core.errors import YouCanFix
from ui.background import Failure, explain
from ui.dialogs.link_sheet import LinkPresenter, LinkSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from core.links import Link
    from ui.screens import Navigate, Page
    from ui.screens.rounds import RoundsPage
    from ui.session import Session


class LinkDesk(QObject):
    """Asks about links, one at a time: a later one takes the place of one that waits for its answer.

    Args:
        window: to be covered by the page.
        session: knows whether there is a network to look at.
        go: shows a screen.
        page: a screen that was shown before.
        tell: shows why a link is refused.
    """

    def __init__(
        self,
        window: "QWidget",
        session: "Session",
        go: "Navigate",
        page: "Callable[[str], Page]",
        tell: "Callable[[Failure], object]",
    ) -> None:
        super().__init__(window)
        self._window = window
        self._go = go
        self._page = page
        self._tell = tell
        self._sheet = LinkSheet(window)
        self._presenter = LinkPresenter(session, self._sheet.render_link, self._follow)
        self._sheet.agreed.connect(self._presenter.agree)
        self._sheet.dismissed.connect(self._presenter.decline)

    def ask(self, text: str) -> None:
        """Show the page of a link, above whatever is open; one that is refused is told with its reason."""
        self._window.raise_()
        self._window.activateWindow()
        try:
            self._presenter.ask(text)
        except YouCanFix as error:
            self._tell(explain(error))
        else:
            self._sheet.raise_()

    def _follow(self, link: "Link") -> None:
        """What a yes does: it shows a screen, or copies an address; nothing is sent or signed here."""
        if link.kind == "network":
            QGuiApplication.clipboard().setText(link.url)
        elif link.kind == "claim":
            self._go("wallet")
        elif link.round_id is not None:
            self._go("rounds")
            cast("RoundsPage", self._page("rounds")).presenter.choose(link.round_id)
