"""Notifications in; the list of them with level, time and sentence, and wishes, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import formatting
from ui.screens import SCREENS
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import Notice, NoticeView
from ui.widgets.parts import Button, Line, column, row
from ui.widgets.record_table import Column, RecordTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.activity.notifications import Notification

NOTHING = Notice(
    tr("Nothing has happened yet"),
    tr("Settled rounds, rewards, ended trainings, warnings and what went wrong are told here."),
)
_MARKS = {"info": "\u25cf", "warning": "\u25b2", "danger": "\u2716"}
_LEVELS = {"info": tr("note"), "warning": tr("warning"), "danger": tr("urgent")}
_TONES = {"info": "", "warning": "warning", "danger": "danger"}
_TITLES = {screen.key: screen.title for screen in SCREENS}


@dataclass(frozen=True)
class NewsRow:
    """One notification, ready to show."""

    number: int
    mark: str
    level: str
    tone: str
    at: str
    exactly_at: str
    text: str
    screen: str


def news_rows(kept: "Iterable[Notification]", *, hides_amounts: bool) -> tuple[NewsRow, ...]:
    """Notifications as rows, newest first; those that are not read have a mark."""
    return tuple(
        NewsRow(
            each.number,
            _MARKS[each.level] if not each.is_read else "",
            _LEVELS[each.level],
            _TONES[each.level],
            formatting.date_time(each.at),
            formatting.utc_time(each.at),
            sentence_of(each, hides_amounts=hides_amounts),
            each.screen,
        )
        for each in kept
    )


def sentence_of(each: "Notification", *, hides_amounts: bool) -> str:
    """A notification as it is shown: without any money while amounts are hidden."""
    if hides_amounts:
        return formatting.without_amounts(each.text)
    return f"{each.text} {each.amount}".strip()


COLUMNS = (
    Column[NewsRow](
        tr("New"), lambda row: row.mark, tone=lambda row: row.tone, share=0, hint=lambda row: row.level
    ),
    Column[NewsRow](
        tr("Time (UTC)"), lambda row: row.at, sort=lambda row: row.number, share=0,
        hint=lambda row: row.exactly_at,
    ),
    Column[NewsRow](tr("What happened"), lambda row: row.text, tone=lambda row: row.tone, share=5),
    Column[NewsRow](tr("Screen"), lambda row: _TITLES.get(row.screen, ""), share=0),
)  # fmt: skip


class NewsPage(QWidget):
    """The list of notifications; Enter or a double click on one goes to its screen."""

    screen_asked = Signal(str)
    read_asked = Signal()
    clear_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._summary = Line(role="muted")
        self._read = Button(tr("Mark all read"), role="quiet")
        self._clear = Button(tr("Clear"), role="quiet", hint=tr("Empty the list"))
        self._read.clicked.connect(self.read_asked)
        self._clear.clicked.connect(self.clear_asked)
        self._notice = NoticeView()
        self.table: RecordTable[NewsRow] = RecordTable(tr("Notifications"), COLUMNS, wraps=True)
        self.table.opened.connect(self._open)
        self._go = Button("", hint=tr("Go to the screen that the chosen line is about"))
        self._go.clicked.connect(self._go_to_chosen)
        self.table.pointed.connect(self._point)
        top = row(self._summary, self._read, self._clear)
        top.setStretch(0, 1)
        layout = column(spacing=GRID)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._notice, 1)
        layout.addLayout(row(None, self._go))
        self.setLayout(layout)
        self.render_news(())

    def render_news(self, rows: tuple[NewsRow, ...]) -> None:
        """Show `rows`."""
        unread = sum(bool(each.mark) for each in rows)
        self._summary.show_text(tr("{n} new", "", unread) if unread else "")
        self._read.setVisible(bool(unread))
        self._clear.setVisible(bool(rows))
        self.table.setVisible(bool(rows))
        self._notice.setVisible(not rows)
        if not rows:
            self._notice.render_notice(NOTHING)
        chosen = {each.number for each in self.table.chosen()}
        self.table.show_records(rows)
        again = next((each for each in rows if each.number in chosen), None)
        if again is not None:
            self.table.point_at(again)
        self._point(again)

    def _point(self, row_: NewsRow | None) -> None:
        title = _TITLES.get(row_.screen, "") if row_ is not None else ""
        self._go.setVisible(bool(title))
        self._go.setText(tr("Go to {screen}").format(screen=title))

    def _open(self, row_: NewsRow) -> None:
        if row_.screen in _TITLES:
            self.screen_asked.emit(row_.screen)

    def _go_to_chosen(self) -> None:
        for row_ in self.table.chosen()[:1]:
            self._open(row_)
