"""The first run's state in; its pages, one question each, above the window out."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QWidget,
)

from app.trader.onboarding import RISKS, SAMPLE, Onboarding, OnboardingState, open_network
from ui.theme import GRID
from ui.widgets.parts import Button, Label, column, row
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.jobs import Job
    from app.trader import Trader
    from ui.session import Session

_TITLES = {
    "risks": "Welcome to Conflux",
    "market": "Choose a market",
    "starting": "Getting ready",
    "done": "",
}
_STEPS = 1000


class OnboardingPresenter:
    """Moves the first run on and starts the chosen network; uses no Qt.

    Args:
        machine: the first run.
        session: gets the trader once it is connected.
        render: draws a state.
    """

    def __init__(
        self, machine: Onboarding, session: "Session", render: "Callable[[OnboardingState], None]"
    ) -> None:
        self.machine = machine
        self._session = session
        self._render = render
        self._start: Job[Trader] | None = None

    @property
    def is_starting(self) -> bool:
        """A network is being started or connected."""
        return self.machine.state.page == "starting"

    def tick(self, risk: str, is_accepted: bool) -> None:  # noqa: FBT001 - a check box says it by position
        """A box was ticked or cleared."""
        self.machine.tick(risk, is_accepted=is_accepted)
        self.draw()

    def go_on(self) -> None:
        """Continue from the risks."""
        self.machine.go_on()
        self.draw()

    def choose(self, choice: str) -> None:
        """Take the sample market or a network's file, and start it."""
        self.machine.choose(choice)
        self.draw()
        self.start()

    def start(self) -> None:
        """Start what was chosen, now or last time; waits for the services where they are not loaded yet."""
        services, choice = self._session.services, self.machine.state.choice
        if services is None or self._start is not None or not self.is_starting:
            return
        self._start = self._session.run(
            "Starting the sample market" if choice == SAMPLE else "Connecting",
            lambda progress: open_network(services, choice, progress),
            self._connected,
            lambda failure: self._failed(failure.message, failure.remedy),
            cancelled=lambda: self._failed("The start was cancelled.", ""),
            moved=self._progressed,
        )

    def cancel(self) -> None:
        """Stop the start."""
        if self._start is not None:
            self._start.cancel()
        else:
            self._failed("The start was cancelled.", "")

    def draw(self) -> None:
        """Draw the state as it is."""
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
    cancel_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, "First run", 600, must_answer=True)
        self._boxes: dict[str, QCheckBox] = {}
        self._continue = Button("Continue", role="primary")
        self._continue.clicked.connect(self.continue_asked)
        self._problem = Label(tone="danger", wrap=True)
        self._remedy = Label(role="muted", wrap=True)
        self._stage = Label(role="muted")
        self._percent = Label(role="muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the start")
        self._pages = {"risks": self._risks(), "market": self._market(), "starting": self._starting()}
        for page in self._pages.values():
            self.content.addWidget(page)

    def _risks(self) -> QWidget:
        page = QWidget()
        lead = Label(
            "Train on your own market data, contribute what your model learnt without showing the data, "
            "and share what the network's agent earns.",
            wrap=True,
        )
        layout = column(lead, spacing=2 * GRID)
        for risk, text in RISKS.items():
            layout.addLayout(self._risk(risk, text))
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
            "The sample market needs no account and no internet: this machine computes prices, runs a "
            "practice chain and a handful of other traders. Everything of it is marked as simulated.",
            wrap=True,
        )
        sample = Button("Use sample market", "play", "primary")
        sample.clicked.connect(lambda: self.choice_made.emit(SAMPLE))
        other = Button("Open a network file\u2026", "folder-open")
        other.setToolTip("A file that the operator of a network gave you")
        other.clicked.connect(self._ask_file)
        layout = column(lead, self._problem, self._remedy, spacing=2 * GRID)
        layout.addLayout(row(None, other, sample))
        page.setLayout(layout)
        return page

    def _starting(self) -> QWidget:
        page = QWidget()
        cancel = Button("Cancel")
        cancel.clicked.connect(self.cancel_asked)
        layout = column(row_widget(self._stage, None, self._percent), self._bar, spacing=12)
        layout.addSpacing(GRID)
        layout.addLayout(row(None, cancel))
        page.setLayout(layout)
        return page

    def _ask_file(self) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self, "Open a network file", str(Path.home()), "Networks (*.json)"
        )
        if found:
            self.choice_made.emit(found)

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
        for label, text, tone in (
            (self._problem, state.problem, "danger"),
            (self._remedy, state.remedy, "muted"),
        ):
            label.show_text(text, tone)
            label.setVisible(bool(text))
        self._stage.show_text(f"{state.stage.capitalize() or 'Starting'}\u2026", "muted")
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
