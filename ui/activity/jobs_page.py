"""Lines of jobs in; the list of them with what can be done to each, and wishes, out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from ui.activity.job_desk import JobLine
from ui.screens import SCREENS
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import Notice, NoticeView
from ui.widgets.parts import Button, Label, Line, Pill, column, row

_STEPS = 1000
_SHOWN = 60
"""So many jobs are listed; the record on disk keeps more."""
NOTHING = Notice(
    tr("No jobs yet"),
    tr("Trainings, downloads, rounds and other long work are listed here, with their results."),
)
_TITLES = {screen.key: screen.title for screen in SCREENS}


class JobCard(QFrame):
    """One job."""

    cancel_asked = Signal(int)
    again_asked = Signal(int)
    screen_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._line: JobLine | None = None
        self._name = Line(role="heading")
        self._state = Pill()
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._note = Line(role="muted")
        self._sentence = Label(wrap=True)
        self._sentence.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._sentence.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._open = Button("", role="quiet")
        self._again = Button("", "rotate-ccw", "quiet")
        self._cancel = Button(tr("Cancel"), "x", "quiet")
        self._open.clicked.connect(self._ask_screen)
        self._again.clicked.connect(self._ask_again)
        self._cancel.clicked.connect(self._ask_cancel)
        top = row(self._name, self._state)
        top.setStretch(0, 1)
        foot = row(self._note, self._open, self._again, self._cancel)
        foot.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 10, GRID, 10)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        layout.addWidget(self._sentence)
        layout.addLayout(foot)

    def render_line(self, line: JobLine) -> None:
        """Show `line`; what stays the same is not touched."""
        if line == self._line:
            return
        self._line = line
        self._name.show_text(line.name)
        self._state.show_text(line.state, line.tone)
        self._bar.setVisible(line.fraction is not None)
        self._bar.setValue(round((line.fraction or 0.0) * _STEPS))
        self._bar.setAccessibleName(tr("Progress of {job}").format(job=line.name))
        self._note.show_text(line.note)
        self._sentence.show_text(line.sentence)
        self._sentence.setVisible(bool(line.sentence))
        self._cancel.setVisible(line.fraction is not None)
        self._cancel.setEnabled(line.may_cancel)
        self._cancel.setAccessibleName(tr("Cancel {job}").format(job=line.name))
        self._again.setVisible(bool(line.again))
        self._again.setText(line.again)
        self._again.setToolTip(line.again_hint)
        self._open.setVisible(line.screen in _TITLES)
        self._open.setText(_TITLES.get(line.screen, ""))
        self._open.setToolTip(tr("Go to {screen}").format(screen=_TITLES.get(line.screen, "")))

    def _ask_screen(self) -> None:
        if self._line is not None:
            self.screen_asked.emit(self._line.screen)

    def _ask_again(self) -> None:
        if self._line is not None:
            self.again_asked.emit(self._line.number)

    def _ask_cancel(self) -> None:
        if self._line is not None:
            self.cancel_asked.emit(self._line.number)


class JobsPage(QWidget):
    """The list of jobs."""

    cancel_asked = Signal(int)
    again_asked = Signal(int)
    screen_asked = Signal(str)
    clear_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[JobCard] = []
        self._summary = Line(role="muted")
        self._clear = Button(tr("Clear ended"), role="quiet", hint=tr("Empty the list of what has ended"))
        self._clear.clicked.connect(self.clear_asked)
        self._notice = NoticeView()
        inside = QWidget()
        inside.setObjectName("page")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, GRID, 0)
        self._list.setSpacing(GRID)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        top = row(self._summary, self._clear)
        top.setStretch(0, 1)
        layout = column(spacing=GRID)
        layout.addLayout(top)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._notice, 1)
        self.setLayout(layout)
        self.render_jobs(())

    def render_jobs(self, lines: tuple[JobLine, ...]) -> None:
        """Show `lines`."""
        running = sum(line.fraction is not None for line in lines)
        self._summary.show_text(tr("{n} job(s) under way", "", running) if running else "")
        self._clear.setVisible(len(lines) > running)
        self._scroll.setVisible(bool(lines))
        self._notice.setVisible(not lines)
        if not lines:
            self._notice.render_notice(NOTHING)
        shown = lines[:_SHOWN]
        while len(self._cards) < len(shown):
            self._add_card()
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(shown))
            if number < len(shown):
                card.render_line(shown[number])

    def cards(self) -> tuple[JobCard, ...]:
        """Those that are shown."""
        return tuple(card for card in self._cards if not card.isHidden())

    def _add_card(self) -> None:
        card = JobCard()
        card.cancel_asked.connect(self.cancel_asked)
        card.again_asked.connect(self.again_asked)
        card.screen_asked.connect(self.screen_asked)
        self._cards.append(card)
        self._list.insertWidget(self._list.count() - 1, card)
