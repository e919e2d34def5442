"""The operator's questions in; my word to each, answers sent in the background and past results out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from core.errors import TryAgain
from ui import question_rows
from ui.presenter import Presenter
from ui.question_answers import NOTHING_SAID, QuestionAnswers
from ui.question_rows import (
    PAST_COLUMNS,
    QUESTION_COLUMNS,
    ColumnRow,
    PastRow,
    QuestionDetail,
    QuestionRow,
)
from ui.question_views import NO_RESULT, DetailCard, ResultCard, ResultState, WordsCard
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import LOADING, Card, Notice
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button, column, row
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.trader import Trader
    from app.trader.questions import ColumnWord, Offer, PastQuestion, QuestionsOverview
    from ui.background import Failure
    from ui.contribution import Contribution
    from ui.dialogs.answer_sheet import AnswerSheet
    from ui.dialogs.standing_sheet import StandingSheet
    from ui.screens import Navigate
    from ui.session import Session

NO_QUESTIONS = Notice(
    tr("No question is open"), tr("What the operator asks of all traders waits here for your word.")
)
NOTHING_PAST = Notice(
    tr("Nothing was asked yet"), tr("Results are public, also of questions that you did not answer.")
)
NOT_CONNECTED = Notice(tr("Not connected to a network"))
_WIDTHS = 3, 2


@dataclass(frozen=True)
class QuestionsState:
    """What is on Questions."""

    sentence: str = NOTHING_SAID
    tone: str = "muted"
    offers: tuple[QuestionRow, ...] = ()
    offers_note: str = ""
    offers_notice: Notice | None = LOADING
    chosen: int = 0
    detail: QuestionDetail | None = None
    past: tuple[PastRow, ...] = ()
    past_notice: Notice | None = LOADING
    shown: int = 0
    result: ResultState = NO_RESULT
    columns: tuple[ColumnRow, ...] = ()
    columns_notice: Notice | None = LOADING
    may_answer: bool = False
    is_busy: bool = False


@dataclass(frozen=True)
class QuestionsData:
    """What a load found.

    Args:
        overview: of all questions; None while the coordinator is away.
        columns: what may be asked, with my word; kept on this machine.
        problem: why there is no overview.
    """

    overview: "QuestionsOverview | None"
    columns: "tuple[ColumnWord, ...]"
    problem: Notice | None = None


class QuestionsPresenter(Presenter[QuestionsState, QuestionsData]):
    """Keeps Questions."""

    def __init__(self, session: "Session", render: "Callable[[QuestionsState], None]") -> None:
        super().__init__(session, QuestionsState(), render)
        self._chosen = 0
        self._shown = 0
        self._overview: QuestionsOverview | None = None
        self.answers = QuestionAnswers(session, self.change, self.refresh)

    def load(self, trader: "Trader") -> QuestionsData:
        """Read open and past questions; results are computed again here, each once."""
        questions, now = trader.questions, trader.ports.clock.now()
        try:
            found = questions.overview(trader.network.coordinator_url, now)
        except TryAgain as error:
            problem = Notice(tr(error.message), tr(error.remedy), "error")
            return QuestionsData(None, questions.columns(), problem)
        return QuestionsData(found, found.columns)

    def problem(self, latest: QuestionsData) -> str:
        """Why the questions are not up to date."""
        return latest.problem.text if latest.problem else ""

    def loaded(self, latest: QuestionsData) -> None:
        """Turn what was found into the state; what I said is there without the network too."""
        columns = tuple(question_rows.column_row(word) for word in latest.columns)
        self.change(columns=columns, columns_notice=None)
        self._overview = latest.overview or self._overview
        if self._overview is not None:
            self._show(self._overview)
        if latest.problem is None:
            return
        text = tr("The questions are not up to date: {text}").format(text=latest.problem.text)
        self.change(sentence=text, tone="warning")
        if self._overview is None:
            self.change(offers_notice=latest.problem, past_notice=latest.problem)

    def _show(self, found: "QuestionsOverview") -> None:
        offer, past = self.offer(self._chosen), self._past(self._shown)
        waiting = sum(each.waits_for_me for each in found.offers)
        self.change(
            sentence=self.answers.sentence,
            tone=self.answers.tone,
            offers=tuple(question_rows.question_row(each, found.now) for each in found.offers),
            offers_note=question_rows.doubts(found)
            or (tr("{waiting} waiting for my word").format(waiting=waiting) if waiting else ""),
            offers_notice=None if found.offers else NO_QUESTIONS,
            chosen=offer.question.number if offer else 0,
            detail=question_rows.detail(offer, found.now) if offer else None,
            past=tuple(question_rows.past_row(each) for each in found.past),
            past_notice=None if found.past else NOTHING_PAST,
            shown=past.found.number if past else 0,
            result=ResultState.of(past),
            may_answer=any(each.is_ready for each in found.offers) and not self.answers.is_busy,
        )

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old; where nothing was loaded yet, say why."""
        self.change(sentence=f"{failure.message} {failure.remedy}".strip(), tone="warning")
        if not self.has_loaded:
            self._explain(Notice(failure.message, failure.remedy, "error"))

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(sentence=tr("Not connected to a network."), tone="muted")
        self._explain(NOT_CONNECTED)

    def _explain(self, notice: Notice) -> None:
        self.change(offers_notice=notice, past_notice=notice, columns_notice=notice)

    def choose(self, number: int) -> None:
        """Show all of an open question."""
        self._chosen = number
        self.recompute()

    def show_result(self, number: int) -> None:
        """Show the figures of a past question."""
        self._shown = number
        self.recompute()

    def offer(self, number: int) -> "Offer | None":
        """The open question `number`, the oldest where there is none like it."""
        offers = self._overview.offers if self._overview else ()
        found = (offer for offer in offers if offer.question.number == number)
        return next(found, offers[0] if offers else None)

    def _past(self, number: int) -> "PastQuestion | None":
        past = self._overview.past if self._overview else ()
        return next((each for each in past if each.found.number == number), past[0] if past else None)

    def agree(self, number: int, *, always: bool = False) -> None:
        """Agree to a question, or to its column from its noise on, and answer it."""
        offer = self.offer(number)
        if offer is not None and offer.question.number == number:
            self.answers.agree(offer.question, always=always)

    def refuse(self, number: int) -> None:
        """Say no to a question."""
        offer = self.offer(number)
        if offer is not None and offer.question.number == number:
            self.answers.refuse(offer.question)


class QuestionsScreen(PageFrame):
    """Draws a QuestionsState."""

    answer_asked = Signal()
    question_chosen = Signal(int)
    agree_asked = Signal(int)
    refuse_asked = Signal(int)
    result_chosen = Signal(int)
    allow_asked = Signal(str)
    forbid_asked = Signal(str)
    import_asked = Signal(str)

    def __init__(self) -> None:
        self._answer = Button(
            tr("Answer what I agreed to"), "send", hint=tr("Answer the open questions that have my word")
        )
        super().__init__(tr("Questions"), self._answer)
        self._answer.clicked.connect(self.answer_asked)
        self._offers: RecordTable[QuestionRow] = RecordTable(tr("Open questions"), QUESTION_COLUMNS)
        self._offers.pointed.connect(lambda record: self.question_chosen.emit(record.number))
        self._open = Card(tr("Open questions"), self._offers)
        self._detail = DetailCard()
        self._detail.agree_asked.connect(self.agree_asked)
        self._detail.refuse_asked.connect(self.refuse_asked)
        self._past: RecordTable[PastRow] = RecordTable(tr("Past questions"), PAST_COLUMNS)
        self._past.pointed.connect(lambda record: self.result_chosen.emit(record.number))
        self._over = Card(tr("Past questions"), self._past)
        self._result = ResultCard()
        self._words = WordsCard()
        self._words.allow_asked.connect(self.allow_asked)
        self._words.forbid_asked.connect(self.forbid_asked)
        self._words.import_asked.connect(self.import_asked)
        for card in (self._open, self._detail, self._over, self._result, self._words):
            card.setMinimumHeight(GRID * 36)
        self._tabs = self._make_tabs()
        self.add(self._tabs, 1)

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setAccessibleName(tr("Parts of Questions"))
        tabs.setDocumentMode(True)
        questions = row(self._open, self._detail, spacing=2 * GRID)
        results = row(self._over, self._result, spacing=2 * GRID)
        for layout in (questions, results):
            for place, share in enumerate(_WIDTHS):
                layout.setStretch(place, share)
        words = column(self._words)
        for title, content in (
            (tr("Open", "questions"), questions),
            (tr("Results"), results),
            (tr("Standing consent"), words),
        ):
            page = QWidget()
            content.setContentsMargins(0, 2 * GRID, 0, 0)
            page.setLayout(content)
            tabs.addTab(page, title)
        return tabs

    def render_questions(self, state: QuestionsState) -> None:
        """Show `state`."""
        self.note.show_text(state.sentence, state.tone)
        self.enable(self._answer, state.may_answer)
        self._offers.show_records(state.offers)
        self._offers.point_at(next((each for each in state.offers if each.number == state.chosen), None))
        self._open.note.show_text(state.offers_note, "warning")
        self._open.show_notice(state.offers_notice)
        self._detail.render_detail(state.detail, is_busy=state.is_busy)
        self._past.show_records(state.past)
        self._past.point_at(next((each for each in state.past if each.number == state.shown), None))
        self._over.show_notice(state.past_notice)
        self._result.render_result(state.result)
        self._words.render_columns(state.columns)
        self._words.show_notice(state.columns_notice)


class AnalyticsPage:
    """Questions with its presenter and its sheets."""

    def __init__(self, session: "Session", _contribution: "Contribution", _go: "Navigate") -> None:
        self.widget = QuestionsScreen()
        self.presenter = QuestionsPresenter(session, self.widget.render_questions)
        self.widget.answer_asked.connect(self.presenter.answers.answer_agreed)
        self.widget.question_chosen.connect(self.presenter.choose)
        self.widget.refuse_asked.connect(self.presenter.refuse)
        self.widget.result_chosen.connect(self.presenter.show_result)
        self.widget.forbid_asked.connect(self.presenter.answers.forbid)
        self.widget.import_asked.connect(lambda path: self.presenter.answers.import_fills(Path(path)))
        self.widget.agree_asked.connect(self.confirm)
        self.widget.allow_asked.connect(self.confirm_column)
        self.answer_sheet: AnswerSheet | None = None
        self.standing_sheet: StandingSheet | None = None

    def confirm(self, number: int) -> None:
        """List what an answer sends before it is agreed to."""
        from ui.dialogs.answer_sheet import AnswerSheet

        offer = self.presenter.offer(number)
        if offer is None or offer.question.number != number:
            return
        if self.answer_sheet is None:
            self.answer_sheet = AnswerSheet(self.widget)
            self.answer_sheet.agreed.connect(
                lambda number, always: self.presenter.agree(number, always=always)
            )
        self.answer_sheet.ask(offer)

    def confirm_column(self, name: str) -> None:
        """Say what a standing word means before it is given."""
        from ui.dialogs.standing_sheet import StandingSheet

        found = next((each for each in self.presenter.state.columns if each.name == name), None)
        if found is None:
            return
        if self.standing_sheet is None:
            self.standing_sheet = StandingSheet(self.widget)
            self.standing_sheet.allowed.connect(self.presenter.answers.allow)
        self.standing_sheet.ask(found.name, found.meaning)
