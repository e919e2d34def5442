"""A question, a result or all columns, in words, in; the cards that show them, with what one can say, out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui import question_rows
from ui.question_rows import COLUMN_COLUMNS, ESTIMATE_COLUMNS, ColumnRow, EstimateRow, QuestionDetail
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import Card, Notice
from ui.widgets.facts import Facts
from ui.widgets.parts import Button, Label, column, row
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from app.trader.questions import PastQuestion

_NOTHING_CHOSEN = Notice(
    tr("No question is chosen"), tr("Choose one to read all of it, and to answer or refuse it.")
)
_NOTHING_SHOWN = Notice(tr("No result is chosen"), tr("Choose a past question to see its figures."))


class DetailCard(Card):
    """All of an open question, and the two words one can say to it."""

    agree_asked = Signal(int)
    refuse_asked = Signal(int)

    def __init__(self) -> None:
        self._number = 0
        self._facts = Facts(tr("What the question means for me"), columns=3)
        self._text = Label(wrap=True)
        self._reason = Label(wrap=True)
        self._asker = Label(role="muted", wrap=True)
        self._obstacle = Label(tone="warning", wrap=True)
        self.refuse = Button(tr("Refuse"), "x", hint=tr("Say no; nothing is sent"))
        self.refuse.clicked.connect(lambda: self.refuse_asked.emit(self._number))
        self.agree = Button(tr("Agree\u2026"), "check", "primary", tr("See what leaves before you agree"))
        self.agree.clicked.connect(lambda: self.agree_asked.emit(self._number))
        body = QWidget()
        layout = column(
            self._facts,
            self._text,
            Label(tr("What it is for"), "muted"),
            self._reason,
            self._asker,
            spacing=12,
        )
        layout.addStretch(1)
        layout.addWidget(self._obstacle)
        layout.addLayout(row(None, self.refuse, self.agree))
        body.setLayout(layout)
        super().__init__(tr("Question"), body)
        self.show_notice(_NOTHING_CHOSEN)

    def render_detail(self, detail: QuestionDetail | None, *, is_busy: bool) -> None:
        """Show `detail`; nothing can be agreed to while another answer is under way."""
        self.title.show_text(detail.title if detail else tr("Question"))
        self.note.show_text(detail.word if detail else "")
        self.show_notice(None if detail else _NOTHING_CHOSEN)
        if detail is None:
            return
        self._number = detail.number
        self._facts.render_facts(detail.facts)
        self._text.show_text(detail.text)
        self._reason.show_text(detail.reason)
        self._asker.show_text(detail.asker)
        self._obstacle.show_text(detail.obstacle, "warning")
        self._obstacle.setVisible(bool(detail.obstacle))
        self.agree.setEnabled(detail.may_agree and not is_busy)
        self.refuse.setEnabled(detail.may_refuse)


@dataclass(frozen=True)
class ResultState:
    """What is shown of a past question.

    Args:
        title, note: of the card.
        words: how to read it, and why it ended early.
        rows: its figures.
        notice: stands in their place.
    """

    title: str = tr("Result")
    note: str = ""
    words: str = ""
    rows: tuple[EstimateRow, ...] = ()
    notice: Notice | None = _NOTHING_SHOWN

    @classmethod
    def of(cls, past: "PastQuestion | None") -> Self:
        """A past question in words."""
        if past is None:
            return cls()
        reason = past.found.reason or tr("It ended without a sum that could be opened.")
        return cls(
            title=question_rows.result_title(past),
            note=question_rows.result_note(past),
            words=question_rows.result_words(past),
            rows=question_rows.estimate_rows(past.found.result),
            notice=None if past.found.result else Notice(tr("There is no result"), reason),
        )


NO_RESULT = ResultState()
"""Before a question was chosen."""


class ResultCard(Card):
    """The figures of a past question, each with the interval that the exact one lies in."""

    def __init__(self) -> None:
        self._table: RecordTable[EstimateRow] = RecordTable(tr("Figures of the result"), ESTIMATE_COLUMNS)
        self._words = Label(role="muted", wrap=True)
        body = QWidget()
        layout = column(self._table, self._words, spacing=GRID)
        layout.setStretch(0, 1)
        body.setLayout(layout)
        super().__init__(tr("Result"), body)

    def render_result(self, state: ResultState) -> None:
        """Show `state`."""
        self.title.show_text(state.title)
        self.note.show_text(state.note)
        self._table.show_records(state.rows)
        self._words.show_text(state.words)
        self.show_notice(state.notice)


class WordsCard(Card):
    """Everything that can be asked about, and a trader's standing word to each."""

    allow_asked = Signal(str)
    forbid_asked = Signal(str)
    import_asked = Signal(str)

    def __init__(self) -> None:
        self._table: RecordTable[ColumnRow] = RecordTable(tr("What may be asked"), COLUMN_COLUMNS, wraps=True)
        self._table.pointed.connect(self._enable)
        self.allow = Button(
            tr("Always agree\u2026"), "check", hint=tr("To every question about the chosen column")
        )
        self.allow.clicked.connect(lambda: self.allow_asked.emit(self._name()))
        self.forbid = Button(
            tr("Take back"), "rotate-ccw", hint=tr("Be asked each time about the chosen column")
        )
        self.forbid.clicked.connect(lambda: self.forbid_asked.emit(self._name()))
        self.fills = Button(
            tr("Import my trades\u2026"), "upload", hint=tr("A CSV of your own fills; it stays here")
        )
        self.fills.clicked.connect(self._ask_file)
        super().__init__(tr("What may be asked of me"), self._table, self.fills, self.forbid, self.allow)

    def render_columns(self, columns: tuple[ColumnRow, ...]) -> None:
        """Show `columns`; the chosen one stays chosen when its word changes."""
        name = self._name() or next((each.name for each in columns), "")
        self._table.show_records(columns)
        self._table.point_at(next((each for each in columns if each.name == name), None))
        self._enable()

    def _enable(self) -> None:
        chosen = self._table.chosen()
        self.allow.setEnabled(bool(chosen))
        self.forbid.setEnabled(any(each.is_standing for each in chosen))

    def _name(self) -> str:
        return next((each.name for each in self._table.chosen()), "")

    def _ask_file(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, tr("My own trades"), str(Path.home()), tr("CSV (*.csv)"))
        if found:
            self.import_asked.emit(found)
