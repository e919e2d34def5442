"""Open and past questions and a trader's word to them in; titles, rows, figures and sentences out."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.trader.consents import DENIED, GIVEN, OPEN, STANDING
from ui import formatting, privacy_words
from ui.translation import tr
from ui.widgets.facts import Fact
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from app.trader.analytics import Report
    from app.trader.questions import ColumnWord, Offer, PastQuestion, QuestionsOverview
    from core.federated.analytics import Query
    from core.federated.analytics_results import Result

_SEPARATOR = " \u00b7 "
_HALF = 0.5
_KINDS = {
    "count": tr("Count"),
    "mean": tr("Mean"),
    "variance": tr("Variance"),
    "histogram": tr("Histogram"),
}
_WORDS = {
    OPEN: (tr("waits for me"), "warning"),
    GIVEN: ("agreed", "good"),
    STANDING: (tr("agreed, always"), "good"),
    DENIED: ("refused", "muted"),
}
_SAID = {
    OPEN: tr("not answered"),
    GIVEN: tr("agreed, not in it"),
    STANDING: tr("agreed, not in it"),
    DENIED: "refused",
}


@dataclass(frozen=True)
class QuestionRow:
    """One open question."""

    number: int
    title: str
    text: str
    rows: int
    epsilon: str
    cost: float
    traders: str
    closes: str
    deadline_at: float
    word: str
    word_tone: str


@dataclass(frozen=True)
class QuestionDetail:
    """All of one open question."""

    number: int
    title: str
    facts: tuple[Fact, ...]
    text: str
    reason: str
    asker: str
    obstacle: str
    word: str
    may_agree: bool
    may_refuse: bool


@dataclass(frozen=True)
class PastRow:
    """One question that is over."""

    number: int
    title: str
    text: str
    status: str
    status_tone: str
    traders: str
    count: int
    mine: str


@dataclass(frozen=True)
class EstimateRow:
    """One figure of a result with its interval."""

    label: str
    value: str
    low: str
    high: str
    numbers: tuple[float, float, float]


@dataclass(frozen=True)
class ColumnRow:
    """One private column and what this trader lets be asked of it."""

    name: str
    meaning: str
    unit: str
    word: str
    word_tone: str
    is_standing: bool


def title(query: "Query") -> str:
    """What is asked, in a few words: "Median of volatility"."""
    if query.top:
        return tr("Most frequent {words_of}s").format(words_of=words_of(query.column.name))
    if query.quantile:
        level = query.quantile.level
        kind = tr("Median") if level == _HALF else tr("{level:g} quantile").format(level=level)
    else:
        kind = _KINDS.get(query.kind, query.kind)
    return f"{kind} of {words_of(query.column.name)}"


def words_of(column: str) -> str:
    """A column's name as one says it."""
    return column.replace("_", " ")


def question_row(offer: "Offer", now: float) -> QuestionRow:
    """An open question as a row."""
    question = offer.question
    word, tone = _WORDS[question.consent]
    return QuestionRow(
        number=question.number,
        title=title(question.query),
        text=question.text,
        rows=question.rows,
        epsilon=epsilon_of(offer),
        cost=offer.epsilon,
        traders=f"{question.joined} of {question.needed}",
        closes=_closes(question.deadline_at, now),
        deadline_at=question.deadline_at,
        word=word,
        word_tone=tone,
    )


def _closes(deadline_at: float, now: float) -> str:
    return f"in {formatting.duration(deadline_at - now)}" if deadline_at > now else tr("soon")


def epsilon_of(offer: "Offer") -> str:
    """What one sum costs, or that nothing bounds it."""
    return privacy_words.epsilon(offer.epsilon)


def detail(offer: "Offer", now: float) -> QuestionDetail:
    """All that one should know before one answers."""
    question = offer.question
    query = question.query
    noise = (
        tr("{noise_multiplier:g} answers").format(noise_multiplier=query.noise_multiplier)
        if query.noise_multiplier
        else tr("none")
    )
    return QuestionDetail(
        number=question.number,
        title=f"{question.number}. {title(query)}",
        facts=(
            Fact(tr("My rows"), f"{question.rows:,}", "" if question.rows else "warning"),
            Fact(tr("Noise"), noise, "" if query.noise_multiplier else "warning", _noise_hint(offer)),
            Fact(
                tr("Epsilon a sum"),
                epsilon_of(offer),
                "" if offer.is_within else "danger",
                cost_sentence(offer),
            ),
            Fact(
                tr("Traders"),
                f"{question.joined} of {question.needed}",
                hint=tr("Joined, and how many it needs."),
            ),
            Fact(
                tr("Sums, at most"),
                str(offer.most_sums),
                hint=tr("A quantile is searched for in several sums."),
            ),
            Fact(tr("Closes"), _closes(question.deadline_at, now)),
        ),
        text=question.text.removesuffix(f" Reason: {query.reason}"),
        reason=f"\u201c{query.reason}\u201d",
        asker=tr("Asked and signed by the network's operator, {operator}.").format(
            operator=formatting.short(question.operator)
        ),
        obstacle=offer.obstacle,
        word=_WORDS[question.consent][0],
        may_agree=not offer.obstacle,
        may_refuse=question.consent != DENIED,
    )


def _noise_hint(offer: "Offer") -> str:
    if offer.question.query.noise_multiplier:
        return tr("Standard deviation of the noise in the sum, in the size of one trader's answer.")
    return tr("Masks hide who answered what; the sum of all answers becomes public exactly.")


def cost_sentence(offer: "Offer") -> str:
    """What an answer costs of the privacy budget."""
    if math.isinf(offer.epsilon):
        return tr(
            "Privacy budget: the question adds no noise, so that nothing bounds what the sum says of you."
        )
    each = (
        tr("for each of up to {most_sums} sums").format(most_sums=offer.most_sums)
        if offer.most_sums > 1
        else tr("for the answer")
    )
    limit = (
        tr(" of your {epsilon_limit}").format(epsilon_limit=privacy_words.epsilon(offer.epsilon_limit))
        if offer.epsilon_limit < math.inf
        else ""
    )
    return tr(
        "Privacy budget: epsilon {epsilon} {each}, {epsilon_after}{limit} in all after one, at delta {delta}."
    ).format(
        epsilon=formatting.number(offer.epsilon),
        each=each,
        epsilon_after=formatting.number(offer.epsilon_after),
        limit=limit,
        delta=privacy_words.small(offer.delta),
    )


def past_row(past: "PastQuestion") -> PastRow:
    """A question that is over, as a row."""
    found = past.found
    sums = len(found.traders)
    mine = tr("in {sums_with_mine} of {sums}").format(
        sums_with_mine=past.sums_with_mine, sums=tr("{n} sum(s)", "", sums)
    )
    traders = found.result.traders if found.result else 0
    return PastRow(
        number=found.number,
        title=title(found.ask.query),
        text=found.text,
        status=found.status,
        status_tone="" if found.result else "warning",
        traders=str(traders) if found.result else formatting.ABSENT,
        count=traders,
        mine=mine if past.sums_with_mine else _SAID[past.consent],
    )


def report_sentence(report: "Report") -> str:
    """What came of answering a question."""
    cost = (
        tr(", epsilon {epsilon}").format(epsilon=formatting.number(report.epsilon)) if report.epsilon else ""
    )
    mine = tr("my answer is in {sums}{cost}.").format(sums=tr("{n} sum(s)", "", report.sums), cost=cost)
    return (
        tr("Question {number}: {status}; {mine} {note}")
        .format(number=report.number, status=report.status, mine=mine, note=report.note)
        .strip()
    )


def doubts(overview: "QuestionsOverview") -> str:
    """Which questions are not shown, and why; "" for none."""
    return " ".join(
        tr("Question {number} is not shown: {reason}").format(number=each.number, reason=each.reason)
        for each in overview.doubtful
    )


def result_title(past: "PastQuestion") -> str:
    """The heading of a result."""
    return f"{past.found.number}. {title(past.found.ask.query)}"


def result_note(past: "PastQuestion") -> str:
    """What the figures count, and their unit."""
    result = past.found.result
    if result is None:
        return past.found.status
    return _SEPARATOR.join(part for part in (f"{result.count:,.0f} {result.counted}", result.unit) if part)


def result_words(past: "PastQuestion") -> str:
    """Why it ended early, what is asked, and what one must know to read the figures."""
    result = past.found.result
    interval = tr(
        "Computed again on this machine. The exact figure lies between low and high: "
        "as to rounding surely, as to noise with 95 %."
    )
    notes = (past.found.reason, *((interval, *result.notes) if result else ()))
    return " ".join(note for note in notes if note)


def estimate_rows(result: "Result | None") -> tuple[EstimateRow, ...]:
    """A result's figures, in its own order."""
    if result is None:
        return ()
    return tuple(
        EstimateRow(
            label=each.label,
            value=figure(each.value),
            low=figure(each.low),
            high=figure(each.high),
            numbers=(each.value, each.low, each.high),
        )
        for each in result.estimates
    )


def figure(value: float) -> str:
    """A number of any size in six digits."""
    return f"{value:,.6g}".replace("-", formatting.MINUS)


def column_row(word: "ColumnWord") -> ColumnRow:
    """A private column as a row."""
    column, standing = word.column, word.standing
    said = tr("ask me each time") if word.has_fills else tr("ask me each time; no trades imported")
    if standing is not None:
        noise = (
            tr(" with noise of {least_noise:g} or more").format(least_noise=standing.least_noise)
            if standing.least_noise
            else ""
        )
        said = tr("always answer{noise}").format(noise=noise)
    return ColumnRow(
        name=column.name,
        meaning=tr(column.meaning),
        unit=tr(column.unit) if column.unit else tr("names"),
        word=said,
        word_tone="good" if standing else "",
        is_standing=standing is not None,
    )


QUESTION_COLUMNS = (
    Column[QuestionRow](
        tr("No."), lambda row: str(row.number), right=True, sort=lambda row: row.number, share=0
    ),
    Column[QuestionRow](tr("Question"), lambda row: row.title, share=4, hint=lambda row: row.text),
    Column[QuestionRow](tr("My rows"), lambda row: f"{row.rows:,}", right=True, sort=lambda row: row.rows),
    Column[QuestionRow](tr("Epsilon a sum"), lambda row: row.epsilon, right=True, sort=lambda row: row.cost),
    Column[QuestionRow](tr("Traders"), lambda row: row.traders, right=True),
    Column[QuestionRow](tr("Closes"), lambda row: row.closes, sort=lambda row: row.deadline_at),
    Column[QuestionRow](tr("My word"), lambda row: row.word, tone=lambda row: row.word_tone, share=2),
)

PAST_COLUMNS = (
    Column[PastRow](tr("No."), lambda row: str(row.number), right=True, sort=lambda row: row.number, share=0),
    Column[PastRow](tr("Question"), lambda row: row.title, share=4, hint=lambda row: row.text),
    Column[PastRow](tr("Ended"), lambda row: row.status, tone=lambda row: row.status_tone, share=2),
    Column[PastRow](tr("Traders"), lambda row: row.traders, right=True, sort=lambda row: row.count),
    Column[PastRow](tr("My answer"), lambda row: row.mine, share=2),
)

ESTIMATE_COLUMNS = (
    Column[EstimateRow](tr("Of"), lambda row: row.label, share=2, hint=lambda row: row.label),
    Column[EstimateRow](tr("Value"), lambda row: row.value, right=True, sort=lambda row: row.numbers[0]),
    Column[EstimateRow](tr("Low"), lambda row: row.low, right=True, sort=lambda row: row.numbers[1]),
    Column[EstimateRow](tr("High"), lambda row: row.high, right=True, sort=lambda row: row.numbers[2]),
)

COLUMN_COLUMNS = (
    Column[ColumnRow](tr("Column"), lambda row: row.name, share=1),
    Column[ColumnRow](tr("What a row is"), lambda row: row.meaning, share=8, hint=lambda row: row.meaning),
    Column[ColumnRow](tr("Unit"), lambda row: row.unit, share=1),
    Column[ColumnRow](tr("My word"), lambda row: row.word, tone=lambda row: row.word_tone, share=3),
)
