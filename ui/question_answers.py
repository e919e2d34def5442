"""A trader's word to questions in; the word kept, answers sent in the background, what came of it out."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ui.question_rows import report_sentence
from ui.telling import Telling
from ui.translation import tr

if TYPE_CHECKING:
    from app.trader import Trader
    from app.trader.analytics import OpenQuestion, Report
    from ui.background import Failure
    from ui.session import Session

T = TypeVar("T")
Progress = Callable[[str, float], None]
NOTHING_SAID = tr("Nothing is answered without my word.")


class QuestionAnswers:
    """Keeps what a trader says and answers one thing at a time.

    Args:
        session: runs the jobs.
        change: told the fields `sentence`, `tone`, `is_busy` and `may_answer` of a state.
        refresh: called when there is something new to load.

    Attributes:
        sentence, tone: what came of the last thing, or what is under way.
        is_busy: whether an answer is under way.
    """

    def __init__(self, session: "Session", change: Callable[..., None], refresh: Callable[[], None]) -> None:
        self._session = session
        self._change = change
        self._refresh = refresh
        self.sentence, self.tone = NOTHING_SAID, "muted"
        self.is_busy = False

    def agree(self, question: "OpenQuestion", *, always: bool) -> None:
        """Agree to a question, or to its column from its noise on, and answer it."""

        def work(trader: "Trader", progress: Progress) -> "tuple[Report, ...]":
            consents, query = trader.analytics.consents, question.query
            consents.decide(question.digest, is_allowed=True)
            if always:
                consents.allow_column(query.column.name, query.noise_multiplier)
            return (trader.analytics.answer(question.number, progress),)

        self._answer(tr("Answering question {number}").format(number=question.number), work)

    def answer_agreed(self) -> None:
        """Answer every question that was agreed to, one after the other."""
        self._answer(
            tr("Answering questions"), lambda trader, progress: trader.analytics.answer_all(progress)
        )

    def refuse(self, question: "OpenQuestion") -> None:
        """Say no to a question."""
        self._note(
            tr("Refusing question {number}").format(number=question.number),
            lambda trader: trader.analytics.consents.decide(question.digest, is_allowed=False),
            lambda _: tr("Question {number} is refused. Nothing was sent.").format(number=question.number),
        )

    def allow(self, column: str, least_noise: float) -> None:
        """Agree to every question about a column, from so much noise on."""
        self._note(
            tr("Agreeing to {column}").format(column=column),
            lambda trader: trader.analytics.consents.allow_column(column, least_noise),
            lambda _: tr("Questions about {column} count as agreed to.").format(column=column),
        )

    def forbid(self, column: str) -> None:
        """Take that back: questions about the column are asked one by one again."""
        self._note(
            tr("Taking back {column}").format(column=column),
            lambda trader: trader.analytics.consents.forbid_column(column),
            lambda _: tr("Questions about {column} are asked one by one again.").format(column=column),
        )

    def import_fills(self, path: Path) -> None:
        """Keep own trades on this machine, for the columns that are made of them."""

        def work(trader: "Trader") -> int:
            count = trader.analytics.fills.import_csv(path)
            trader.questions.forget_rows()
            return count

        self._note(
            tr("Importing my trades"),
            work,
            lambda count: tr("{trades} kept on this machine.").format(
                trades=tr("{n} new trade(s)", "", count)
            ),
        )

    def _answer(self, name: str, work: "Callable[[Trader, Progress], tuple[Report, ...]]") -> None:
        """Start an answer that waits for others; the status bar shows it and can cancel it."""
        trader = self._session.trader
        if trader is None or self.is_busy:
            return
        self.is_busy = True
        self._change(is_busy=True, may_answer=False)
        self._say(f"{name}\u2026")
        self._session.run(
            name,
            lambda progress: work(trader, progress),
            lambda reports: self._end(_reported(reports)),
            lambda failure: self._end(_explained(failure), "warning"),
            cancelled=lambda: self._end(tr("The answer was cancelled: I am a drop-out, which is no fault.")),
            moved=lambda stage, _: self._say(f"{name}: {stage}"),
            is_shown=True,
            telling=Telling("analytics", _reported),
        )

    def _end(self, sentence: str, tone: str = "muted") -> None:
        self.is_busy = False
        self._change(is_busy=False)
        self._say(sentence, tone)
        self._refresh()

    def _note(self, name: str, work: "Callable[[Trader], T]", said: Callable[[T], str]) -> None:
        """Write down what was said; takes no time, also while an answer is under way."""
        trader = self._session.trader
        if trader is not None:
            self._session.run(
                name,
                lambda _progress: work(trader),
                lambda found: self._noted(said(found)),
                lambda failure: self._noted(_explained(failure), "warning"),
            )

    def _noted(self, sentence: str, tone: str = "muted") -> None:
        self._say(sentence, tone)
        self._refresh()

    def _say(self, sentence: str, tone: str = "muted") -> None:
        self.sentence, self.tone = sentence, tone
        self._change(sentence=sentence, tone=tone)


def _reported(reports: "tuple[Report, ...]") -> str:
    return " ".join(map(report_sentence, reports)) or tr("There was nothing to answer.")


def _explained(failure: "Failure") -> str:
    return f"{failure.message} {failure.remedy}".strip()
