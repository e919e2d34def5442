"""The program's log in; its lines by level, part and words, to read, copy and follow, out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.activity.log_file import LEVELS, LogLine, chosen, log_folder, log_mark, parts, read_log
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import Notice, NoticeView
from ui.widgets.parts import Button, Line, column, row
from ui.widgets.record_table import Column, RecordTable

if TYPE_CHECKING:
    from ui.background import Failure
    from ui.session import Session

_FOLLOW_MS = 1000
_DETAIL_HEIGHT = 96
LOADING = Notice(tr("Reading the log\u2026"), kind="loading")
NOTHING = Notice(tr("The log is empty"), tr("What the program does is written down here, without secrets."))
NONE_SUCH = Notice(tr("No line is like that"), tr("Choose another level or part, or other words."))
_TONES = {"warning": "warning", "error": "danger", "critical": "danger"}


@dataclass(frozen=True)
class LogWish:
    """Which lines are wanted: at least so grave, of that part, with these words."""

    level: str = "info"
    part: str = ""
    words: str = ""


@dataclass(frozen=True)
class LogState:
    """What is on the page.

    Args:
        lines: oldest first.
        parts: to choose from.
        wish: which lines are wanted.
        notice: in place of the lines.
        note: how many there are.
    """

    lines: tuple[LogLine, ...] = ()
    parts: tuple[str, ...] = ()
    wish: LogWish = LogWish()
    notice: Notice | None = LOADING
    note: str = ""


class LogPresenter:
    """Reads the log off the window's thread and chooses its lines; uses no Qt.

    Args:
        session: the folder, and the runner.
        render: draws a state.
    """

    def __init__(self, session: "Session", render: Callable[[LogState], None]) -> None:
        self._session = session
        self._render = render
        self._all: tuple[LogLine, ...] = ()
        self._mark: tuple[int, int] | None = None
        self._is_reading = False
        self.state = LogState()

    def refresh(self) -> None:
        """Read what is new; does nothing while it is being read."""
        folder, mark = self._session.folder, self._mark
        if self._is_reading or not self._session.can_run:
            return
        self._is_reading = True
        self._session.run(
            tr("Reading the log"), lambda _progress: _read(folder, mark), self._loaded, self._failed
        )

    def wish(self, wish: LogWish) -> None:
        """Show other lines."""
        self.state = replace(self.state, wish=wish)
        self._choose()

    def _loaded(self, found: "tuple[tuple[int, int], tuple[LogLine, ...]] | None") -> None:
        self._is_reading = False
        if found is not None:
            self._mark, self._all = found
            self._choose()

    def _failed(self, failure: "Failure") -> None:
        self._is_reading = False
        self.state = replace(self.state, notice=Notice(failure.message, failure.remedy, "error"))
        self._render(self.state)

    def _choose(self) -> None:
        wish = self.state.wish
        lines = tuple(chosen(self._all, wish.level, wish.part, wish.words))
        notice = None if lines else NONE_SUCH if self._all else NOTHING
        note = tr("{n} line(s)", "", len(lines))
        self.state = LogState(lines, parts(self._all), wish, notice, note)
        self._render(self.state)


def _read(folder: Path, mark: tuple[int, int] | None) -> tuple[tuple[int, int], tuple[LogLine, ...]] | None:
    """The log with its mark; None where it has not changed since."""
    now = log_mark(folder)
    return None if now == mark else (now, read_log(folder))


COLUMNS = (
    Column[LogLine](tr("Time (UTC)"), lambda line: line.at.replace("T", " ").rstrip("Z"), share=0),
    Column[LogLine](
        tr("Level"), lambda line: line.level, tone=lambda line: _TONES.get(line.level, ""), share=0
    ),
    Column[LogLine](tr("Part"), lambda line: line.part, share=0),
    Column[LogLine](tr("What"), lambda line: line.words.split("\n", 1)[0], share=6),
)


class LogPage(QWidget):
    """The log."""

    wished = Signal(object)
    """A LogWish."""
    refresh_asked = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = log_folder(folder)
        self._lines: tuple[LogLine, ...] = ()
        self.level = QComboBox()
        self.level.addItems([tr("{level} and graver").format(level=level) for level in LEVELS])
        self.level.setCurrentIndex(LEVELS.index(LogWish().level))
        self.level.setAccessibleName(tr("Least level"))
        self.part = QComboBox()
        self.part.addItem(tr("All parts"))
        self.part.setAccessibleName(tr("Part of the program"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Find"))
        self.words.setAccessibleName(tr("Words to find"))
        self.words.setClearButtonEnabled(True)
        self.follow = QCheckBox(tr("Follow"))
        self.follow.setChecked(True)
        self.table: RecordTable[LogLine] = RecordTable(tr("Log"), COLUMNS)
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setFixedHeight(_DETAIL_HEIGHT)
        self.detail.setPlaceholderText(tr("Choose a line to read all of it."))
        self.detail.setAccessibleName(tr("The chosen line"))
        self.notice = NoticeView()
        self.note = Line(role="muted")
        self.copy = Button(tr("Copy chosen"), "copy", "quiet")
        self.copy_all = Button(tr("Copy all"), "copy", "quiet", tr("All lines that are listed"))
        self.open = Button(tr("Open folder"), "folder-open", "quiet", str(self._folder))
        self._timer = QTimer(self)
        self._timer.setInterval(_FOLLOW_MS)
        self._connect()
        self._lay_out()
        self.render_log(LogState())

    def _connect(self) -> None:
        self.level.currentIndexChanged.connect(self._wish)
        self.part.currentIndexChanged.connect(self._wish)
        self.words.textChanged.connect(self._wish)
        self.follow.toggled.connect(self._follow)
        self.table.pointed.connect(self._show_line)
        self.copy.clicked.connect(self._copy_chosen)
        self.copy_all.clicked.connect(self._copy_all)
        self.open.clicked.connect(self._open_folder)
        self._timer.timeout.connect(self._look)

    def _lay_out(self) -> None:
        choice = row(self.level, self.part, self.words, self.follow)
        choice.setStretch(2, 1)
        foot = row(self.note, self.copy, self.copy_all, self.open)
        foot.setStretch(0, 1)
        layout = column(spacing=GRID)
        layout.addLayout(choice)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.notice, 1)
        layout.addWidget(self.detail)
        layout.addLayout(foot)
        self.setLayout(layout)

    def render_log(self, state: LogState) -> None:
        """Show `state`; while it is followed the newest line stays in view."""
        self.table.setVisible(state.notice is None)
        self.detail.setVisible(state.notice is None)
        self.notice.setVisible(state.notice is not None)
        if state.notice is not None:
            self.notice.render_notice(state.notice)
        self.note.show_text(state.note)
        self.copy.setEnabled(bool(state.lines))
        self.copy_all.setEnabled(bool(state.lines))
        self._offer(state.parts, state.wish.part)
        self._lines = state.lines
        chosen_before = self.table.chosen()
        self.table.show_records(state.lines)
        for line in chosen_before[:1]:
            self.table.point_at(line if line in state.lines else None)
        if self.follow.isChecked():
            self.table.scrollToBottom()

    def _offer(self, names: tuple[str, ...], wanted: str) -> None:
        if names != tuple(self.part.itemText(number) for number in range(1, self.part.count())):
            self.part.blockSignals(True)
            self.part.clear()
            self.part.addItems([tr("All parts"), *names])
            self.part.setCurrentIndex(names.index(wanted) + 1 if wanted in names else 0)
            self.part.blockSignals(False)

    def showEvent(self, event: QShowEvent) -> None:
        """Read it, and go on reading while it is in view."""
        super().showEvent(event)
        self.refresh_asked.emit()
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read no more."""
        super().hideEvent(event)
        self._timer.stop()

    def _follow(self) -> None:
        if self.follow.isChecked() and self.isVisible():
            self._timer.start()
            self.table.scrollToBottom()
        else:
            self._timer.stop()

    def _look(self) -> None:
        """Ask for what is new; while several lines are chosen, to be copied, nothing moves."""
        if len(self.table.chosen()) <= 1:
            self.refresh_asked.emit()

    def _wish(self) -> None:
        part = self.part.currentText() if self.part.currentIndex() > 0 else ""
        self.wished.emit(LogWish(LEVELS[self.level.currentIndex()], part, self.words.text()))

    def _show_line(self, line: LogLine) -> None:
        more = "\n".join(f"{name}: {value}" for name, value in line.fields.items())
        self.detail.setPlainText(f"{line.at}  {line.level}  {line.part}\n{line.text}\n{more}".strip())

    def _copy_chosen(self) -> None:
        self._copy(self.table.chosen())

    def _copy_all(self) -> None:
        self._copy(self._lines)

    @staticmethod
    def _copy(lines: tuple[LogLine, ...]) -> None:
        if lines:
            QGuiApplication.clipboard().setText("\n".join(map(str, lines)))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
