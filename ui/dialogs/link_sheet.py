"""The text of a link in; a page that says what it asks for and from whom it may come, and a click, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from core.links import Link
from core.values import ClientId
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, row
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.session import Session


@dataclass(frozen=True)
class LinkState:
    """What the sheet shows.

    Args:
        title: what is asked, as a question.
        words: what a yes does, and what it does not do.
        facts: what stands in the link, decoded: names and values.
        obstacle: why a yes is not possible now; "" where it is.
        button: the word on the button that says yes.
    """

    title: str
    words: str
    facts: tuple[tuple[str, str], ...]
    obstacle: str
    button: str


class LinkPresenter:
    """Turns a link into what the sheet shows, and a yes into a wish; uses no Qt.

    Args:
        session: knows whether there is a network to look at.
        render: draws a state.
        go: shows the page of a link of which the user said yes.
    """

    def __init__(
        self, session: "Session", render: "Callable[[LinkState], None]", go: "Callable[[Link], None]"
    ) -> None:
        self._session = session
        self._render = render
        self._go = go
        self._link: Link | None = None
        session.on_change(self._draw)

    def ask(self, text: str) -> None:
        """Show what the link `text` asks for. Raises YouCanFix where it is none."""
        self._link = Link.parse(text)
        self._draw()

    def agree(self) -> None:
        """The user wants it."""
        link, self._link = self._link, None
        if link is not None and not self._obstacle(link):
            self._go(link)

    def decline(self) -> None:
        """The user does not."""
        self._link = None

    def _draw(self) -> None:
        if self._link is not None:
            self._render(_state(self._link, self._obstacle(self._link)))

    def _obstacle(self, link: Link) -> str:
        if link.kind == "network" or self._session.trader is not None:
            return ""
        return tr("You take part in no network yet: choose one first, then this goes on.")


def _state(link: Link, obstacle: str) -> LinkState:
    if link.kind == "network":
        return _network(link)
    facts = ((tr("Round"), f"{link.round_id:,}"),)
    if link.kind == "round":
        return LinkState(
            tr("Look at round {number}?").format(number=link.round_id),
            tr("Rounds opens and shows what your network says about it. Nothing is joined or sent."),
            facts,
            obstacle,
            tr("Show the round"),
        )
    return LinkState(
        tr("Look at what round {number} brought?").format(number=link.round_id),
        tr("Wallet opens with everything that you can claim. Nothing is signed: that takes a click there."),
        facts,
        obstacle,
        tr("Open Wallet"),
    )


def _network(link: Link) -> LinkState:
    from core.network_file import fingerprint

    none = tr("Not said")
    return LinkState(
        tr("An invitation to another network"),
        tr(
            "Its operator's file lies at this address. Whoever runs a network can see that you take part, "
            "and its contracts hold what you put into them: join only one whose operator you know. "
            "Conflux fetches nothing from here; the button copies the address. Before the file that you get "
            "there is used, compare the operator's address with the one that you heard by another way."
        ),
        (
            (tr("Server"), urlsplit(link.url).netloc),
            (tr("Address"), link.url),
            (tr("Operator, says the link"), fingerprint(ClientId(link.operator)) if link.operator else none),
        ),
        "",
        tr("Copy the address"),
    )


class LinkSheet(Sheet):
    """Shows what a link asks for; nothing happens before a click."""

    agreed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("A link was opened"), 600)
        self._words = Label(wrap=True)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(2 * GRID)
        self._form.setVerticalSpacing(GRID)
        source = Label(
            tr(
                "Anybody can write such a link: a web page, a mail, a message. "
                "It cannot prove where it comes from, and it has done nothing yet."
            ),
            tone="warning",
            wrap=True,
        )
        self._obstacle = Label(role="muted", wrap=True)
        decline = Button(tr("Close"))
        decline.clicked.connect(self._decline)
        self._agree = Button(role="primary")
        self._agree.clicked.connect(self._accept)
        self.content.addWidget(source)
        self.content.addWidget(self._words)
        self.content.addLayout(self._form)
        self.content.addWidget(self._obstacle)
        self.content.addLayout(row(None, decline, self._agree))
        self._decline_button = decline

    def render_link(self, state: LinkState) -> None:
        """Draw `state`, and open where it is closed; a yes is never under the keys that come by chance."""
        self.title.show_text(state.title)
        self._words.show_text(state.words)
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in state.facts:
            shown = Label(value, "key", wrap=True)
            self._form.addRow(Label(name, "muted"), shown)
        self._obstacle.show_text(state.obstacle)
        self._obstacle.setVisible(bool(state.obstacle))
        self._agree.setText(state.button)
        self._agree.setEnabled(not state.obstacle)
        if not self.isVisible():
            self.open()
            self._decline_button.setFocus()

    def _accept(self) -> None:
        self.close_sheet()
        self.agreed.emit()

    def _decline(self) -> None:
        self.close_sheet()
        self.dismissed.emit()
