"""The wish to hear of new versions in; a line above the screens when there is one, or why not, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.releases import ReleaseNews
    from app.trader.onboarding import DesktopServices
    from ui.background import Failure
    from ui.dialogs.release_sheet import ReleaseSheet
    from ui.session import Session


@dataclass(frozen=True)
class ReleaseState:
    """What the line says.

    Args:
        sentence: "" where there is nothing to say.
        tone: of the sentence.
        version: the later one, "" for none.
        notes: what is new in it, plain text.
        page: where a person gets it.
    """

    sentence: str = ""
    tone: str = ""
    version: str = ""
    notes: str = ""
    page: str = ""


class ReleasePresenter:
    """Asks once, where the user turned that on, and tells what came of it; uses no Qt.

    Args:
        session: its settings say whether to ask at all.
        render: draws a state.
    """

    def __init__(self, session: "Session", render: "Callable[[ReleaseState], None]") -> None:
        self._session = session
        self._render = render

    def look(self, services: "DesktopServices") -> None:
        """Ask the release server off this thread; with the setting off nothing leaves this machine."""
        if self._session.settings.value("updates.check"):
            self._session.run(
                tr("Looking for a new version"),
                lambda _progress: services.look_for_release(),
                self._found,
                self._failed,
            )

    def dismiss(self) -> None:
        """The user has seen it."""
        self._render(ReleaseState())

    def _found(self, news: "ReleaseNews") -> None:
        if news.is_newer:
            release = news.release
            words = tr("Version {version} is there; you run {running}.")
            sentence = words.format(version=release.version, running=news.running)
            self._render(ReleaseState(sentence, "", release.version, release.notes, release.page))

    def _failed(self, failure: "Failure") -> None:
        words = tr("Whether there is a new version is not known: {cause} {remedy}")
        sentence = words.format(cause=failure.message, remedy=failure.remedy)
        self._render(ReleaseState(sentence.rstrip(), "warning"))


class ReleaseBar(QFrame):
    """One line that can be put away; hidden while there is nothing to say."""

    def __init__(self, host: QWidget, session: "Session") -> None:
        super().__init__()
        self.setObjectName("release")
        self.setProperty("role", "card")
        self.setAccessibleName(tr("New version"))
        self._host = host
        self._sheet: ReleaseSheet | None = None
        self._state = ReleaseState()
        self.presenter = ReleasePresenter(session, self.render_release)
        self._sentence = Label(wrap=True)
        self._more = Button(tr("What is new"))
        self._more.clicked.connect(self._show_more)
        away = Button("", "x", "quiet", tr("Put away"))
        away.clicked.connect(self.presenter.dismiss)
        line = row(self._sentence, self._more, away)
        line.setContentsMargins(3 * GRID, GRID, 2 * GRID, GRID)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def render_release(self, state: ReleaseState) -> None:
        """Draw `state`."""
        self._state = state
        self._sentence.show_text(state.sentence, state.tone)
        self._more.setVisible(bool(state.version))
        self.setVisible(bool(state.sentence))

    def _show_more(self) -> None:
        from ui.dialogs.release_sheet import ReleaseSheet

        if self._sheet is None:
            self._sheet = ReleaseSheet(self._host)
            self._sheet.page_asked.connect(self._open_page)
        self._sheet.tell(self._state.version, self._state.notes, self._state.page)

    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(self._state.page, QUrl.ParsingMode.StrictMode))
