"""The first run's state in; its pages, one question each, above the window out."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.trader.onboarding import RISKS, SAMPLE, Onboarding, OnboardingState, open_network
from core.errors import ConfluxError
from ui import formatting
from ui.dialogs.onboarding_pages import OperatorPage, PreparePage
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.jobs import Job
    from app.trader import Trader
    from app.trader.networks import Networks
    from ui.session import Session

_TITLES = {
    "risks": tr("Welcome to Conflux"),
    "market": tr("Choose a market"),
    "operator": tr("Is this your operator?"),
    "starting": tr("Getting ready"),
    "prepare": tr("Before your first contribution"),
    "done": "",
}
_STEPS = 1000


class OnboardingPresenter:
    """Moves the first run on and starts the chosen network; uses no Qt.

    Args:
        machine: the first run.
        session: gets the trader once it is connected.
        render: draws a state.
        restart: closes the window and opens it anew.
    """

    def __init__(
        self,
        machine: Onboarding,
        session: "Session",
        render: "Callable[[OnboardingState], None]",
        restart: "Callable[[], None]",
    ) -> None:
        self.machine = machine
        self._session = session
        self._render = render
        self._restart = restart
        self._kept: Networks | None = None
        self._start: Job[Trader] | None = None

    @property
    def is_starting(self) -> bool:
        """A network is being started or connected."""
        return self.machine.state.page == "starting"

    @property
    def _networks(self) -> "Networks":
        """The user's networks; signatures are checked with a library that comes after the first paint."""
        from app.trader.networks import Networks

        self._kept = self._kept or Networks(self._session.folder, time.time)
        return self._kept

    def tick(self, risk: str, is_accepted: bool) -> None:  # noqa: FBT001 - a check box says it by position
        """A box was ticked or cleared."""
        self.machine.tick(risk, is_accepted=is_accepted)
        self.draw()

    def go_on(self) -> None:
        """Continue from the risks."""
        self.machine.go_on()
        self.draw()

    def choose(self, choice: str) -> None:
        """Take the sample market or a known network, and start it; where one is open, start anew with it."""
        if self.machine.state.is_change:
            self._change(choice)
            return
        self.machine.choose(choice)
        self.draw()
        self.start()

    def open_file(self, path: str) -> None:
        """Read a network's file: a signed one is shown before it is taken, one of this machine is opened."""
        from app.trader.networks import is_plain

        try:
            if is_plain(Path(path)):
                self.choose(path)
                return
            self.machine.offered(self._networks.offer(Path(path)))
        except ConfluxError as error:
            self.machine.failed(error.message, error.remedy)
        self.draw()

    def confirm(self) -> None:
        """The fingerprint is the operator's: keep file and key, and connect."""
        offer = self.machine.state.offer
        if offer is None:
            return
        try:
            self._networks.take(offer)
        except ConfluxError as error:
            self._failed(error.message, error.remedy)
            return
        self.choose(offer.file.network.name)

    def decline(self) -> None:
        """Not that operator."""
        self.machine.declined()
        self.draw()

    def prepared(self) -> None:
        """Wallet and candles are there, or come later."""
        self.machine.prepared()
        self.draw()

    def change(self) -> None:
        """Choose another network while one is open."""
        self.machine.leave()
        self.draw()

    def stay(self) -> None:
        """Stay with the network that is open."""
        self.machine.stay()
        self.draw()

    def _change(self, choice: str) -> None:
        """Keep the choice and begin anew with it: nothing of one network is left on screen in another."""
        try:
            self.machine.use(choice)
        except ConfluxError as error:
            self._failed(error.message, error.remedy)
            return
        self._restart()

    def start(self) -> None:
        """Start what was chosen, now or last time; waits for the services where they are not loaded yet."""
        services, choice = self._session.services, self.machine.state.choice
        if services is None or self._start is not None or not self.is_starting:
            return
        self._start = self._session.run(
            tr("Starting the sample market") if choice == SAMPLE else tr("Connecting"),
            lambda progress: open_network(services, choice, progress),
            self._connected,
            lambda failure: self._failed(failure.message, failure.remedy),
            cancelled=lambda: self._failed(tr("The start was cancelled."), ""),
            moved=self._progressed,
        )

    def cancel(self) -> None:
        """Stop the start."""
        if self._start is not None:
            self._start.cancel()
        else:
            self._failed(tr("The start was cancelled."), "")

    def draw(self) -> None:
        """Draw the state as it is."""
        if self.machine.state.page == "market":
            known = [one.name for one in self._networks.known() if one.name != SAMPLE and not one.damage]
            self.machine.knows(tuple(known))
        self._render(self.machine.state)

    def _progressed(self, stage: str, fraction: float) -> None:
        self.machine.progressed(stage, fraction)
        self.draw()

    def _connected(self, trader: "Trader") -> None:
        self._start = None
        self.machine.connected()
        self.draw()
        self._session.connect(trader)

    def _failed(self, problem: str, remedy: str) -> None:
        self._start = None
        self.machine.failed(problem, remedy)
        self.draw()


class OnboardingSheet(Sheet):
    """Shows the page of the first run; gone when it is done."""

    ticked = Signal(str, bool)
    continue_asked = Signal()
    choice_made = Signal(str)
    file_chosen = Signal(str)
    stay_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("First run"), 600, must_answer=True)
        self._boxes: dict[str, QCheckBox] = {}
        self._continue = Button(tr("Continue"), role="primary")
        self._continue.clicked.connect(self.continue_asked)
        self._problem = Label(tone="danger", wrap=True)
        self._remedy = Label(role="muted", wrap=True)
        self._stage = Label(role="muted")
        self._percent = Label(role="muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress of the start"))
        self.operator, self.prepare = OperatorPage(), PreparePage()
        self._known = QVBoxLayout()
        self._known.setSpacing(GRID)
        self._known_names: tuple[str, ...] = ()
        self._stay = Button(tr("Stay here"))
        self._stay.clicked.connect(self.stay_asked)
        self._pages = {
            "risks": self._risks(),
            "market": self._market(),
            "operator": self.operator,
            "starting": self._starting(),
            "prepare": self.prepare,
        }
        for page in self._pages.values():
            self.content.addWidget(page)

    def _risks(self) -> QWidget:
        page = QWidget()
        lead = Label(
            tr(
                "Train on your own market data, contribute what your model learnt without showing the data, "
                "and share what the network's agent earns."
            ),
            wrap=True,
        )
        layout = column(lead, spacing=2 * GRID)
        for risk, text in RISKS.items():
            layout.addLayout(self._risk(risk, tr(text)))
        layout.addLayout(row(None, self._continue))
        page.setLayout(layout)
        return page

    def _risk(self, risk: str, text: str) -> QHBoxLayout:
        box = QCheckBox()
        box.setAccessibleName(text)
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box.toggled.connect(lambda is_on: self.ticked.emit(risk, is_on))
        words = _Clickable(text, box)
        self._boxes[risk] = box
        line = row(box, spacing=12)
        line.addWidget(words, 1)
        for part in (box, words):
            line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        return line

    def _market(self) -> QWidget:
        page = QWidget()
        lead = Label(
            tr(
                "The sample market needs no account and no internet: this machine computes prices, runs a "
                "practice chain and a handful of other traders. Everything of it is marked as simulated."
            ),
            wrap=True,
        )
        sample = Button(tr("Use sample market"), "play", "primary")
        sample.clicked.connect(lambda: self.choice_made.emit(SAMPLE))
        other = Button(tr("Open a network file\u2026"), "folder-open")
        other.setToolTip(tr("A file that the operator of a network gave you"))
        other.clicked.connect(self._ask_file)
        operated = Label(
            tr("Or take part in an operator's network: its signed file says where it is."),
            "muted",
            wrap=True,
        )
        layout = column(lead, operated, self._problem, self._remedy, spacing=2 * GRID)
        layout.addLayout(self._known)
        layout.addLayout(row(self._stay, None, other, sample))
        page.setLayout(layout)
        return page

    def _starting(self) -> QWidget:
        page = QWidget()
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.cancel_asked)
        layout = column(row_widget(self._stage, None, self._percent), self._bar, spacing=12)
        layout.addSpacing(GRID)
        layout.addLayout(row(None, cancel))
        page.setLayout(layout)
        return page

    def _ask_file(self) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self, tr("Open a network file"), str(Path.home()), tr("Networks (*.json)")
        )
        if found:
            self.file_chosen.emit(found)

    def _render_known(self, names: tuple[str, ...]) -> None:
        """A button for each network whose file is kept."""
        if names == self._known_names:
            return
        self._known_names = names
        while (item := self._known.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for name in names:
            button = Button(tr("Connect to {name}").format(name=name), "users-round")
            button.setProperty("choice", name)
            button.clicked.connect(self._choose_known)
            self._known.addWidget(button)

    def _choose_known(self) -> None:
        self.choice_made.emit(self.sender().property("choice"))

    def render_state(self, state: OnboardingState) -> None:
        """Show the page that `state` is at."""
        if state.page == "done":
            self.close_sheet()
            return
        self.title.show_text(_TITLES[state.page])
        for name, page in self._pages.items():
            page.setVisible(name == state.page)
        for risk, box in self._boxes.items():
            box.setChecked(risk in state.accepted)
        self._continue.setEnabled(state.may_continue)
        self.operator.render_offer(state.offer)
        self._render_known(state.known)
        self._stay.setVisible(state.is_change)
        for label, text, tone in (
            (self._problem, state.problem, "danger"),
            (self._remedy, state.remedy, "muted"),
        ):
            label.show_text(text, tone)
            label.setVisible(bool(text))
        starting = tr("Starting")
        self._stage.show_text(
            f"{formatting.sentence(tr(state.stage)) if state.stage else starting}\u2026", "muted"
        )
        self._percent.show_text(f"{state.fraction * 100:.0f} %", "muted")
        self._bar.setValue(round(state.fraction * _STEPS))
        if not self.isVisible():
            self.open()


class _Clickable(Label):
    """Words beside a check box; a click on them ticks it."""

    def __init__(self, text: str, box: QCheckBox) -> None:
        super().__init__(text, wrap=True)
        self._box = box
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's own signature
        """Tick or clear the box."""
        self._box.toggle()


def row_widget(*widgets: QWidget | None) -> QWidget:
    """A row as a widget."""
    holder = QWidget()
    holder.setLayout(row(*widgets))
    return holder
