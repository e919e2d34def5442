"""Questions: what is asked in words, what an answer costs and sends, my word to it, and public results."""

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.trader.analytics import OpenQuestion, Report
from app.trader.consents import Consents, Standing
from app.trader.own_fills import OwnFills
from app.trader.query_results import CheckedResult
from app.trader.questions import ColumnWord, Doubtful, Offer, PastQuestion, QuestionsOverview
from app.trader.rounds import SentField
from core.errors import Cancelled, Refused, TryAgain, YouCanFix
from core.features.private_columns import COLUMNS
from core.federated.analytics import describe
from core.federated.analytics_results import Estimate, Result
from core.federated.analytics_terms import Ask
from core.values import Digest
from tests.core.federated.analytics_samples import ask
from tests.ui.conftest import START
from ui import question_rows
from ui.contribution import Contribution
from ui.screens.analytics import AnalyticsPage, QuestionsPresenter

OPERATOR, ME, OTHER = (f"0x{digit * 40}" for digit in "123")
MEDIAN = ask("quantile", noise_multiplier=2.0, reason="How wild are our markets?")
EXACT = ask("mean", column="trade_size", pairs=("BTC/USDT",), upper=1e6)


def question(number, query, **changes):
    made = OpenQuestion(
        number, Digest.of(f"ask {number}".encode()), query, describe(query), "not given", 210, "join", 5, 8,
        START + 7200.0, OPERATOR,
    )  # fmt: skip
    return replace(made, **changes)


def offer(number, query, obstacle="", epsilon=2.2, **changes):
    return Offer(
        question=question(number, query, **changes),
        most_sums=query.quantile.most_rounds if query.quantile else 1,
        epsilon=epsilon,
        epsilon_after=epsilon + 1.0,
        epsilon_limit=8.0,
        delta=1e-5,
        destination="http://127.0.0.1:2",
        fields=(
            SentField("join", "address and bond", 52, "That you answer becomes public."),
            SentField("mask", "masked answer", 40, "5 whole numbers under masks."),
        ),
        stays=("Your rows.", "Your keys."),
        obstacle=obstacle,
    )


def past(number, query, status="answered", reason="", mine=0, consent="not given", traders=9):
    estimates = (Estimate("mean", -1234.5678, -1300.0, -1200.25),)
    found = Result(
        "ab", query.kind, query.column.name, query.column.unit, traders, "traders", traders, 1, 0.0,
        estimates, (), ("Held within its range.",),
    )  # fmt: skip
    asked = Ask(31337, OPERATOR, START, 600, 0, query)
    checked = CheckedResult(
        number, status, reason, describe(query), found if traders else None, (), asked,
        Digest.of(b"past"), ((ME, OTHER),) * bool(traders),
    )  # fmt: skip
    return PastQuestion(checked, mine, consent)


class Played:
    """The trader's questions and analytics, as a screen sees them; notes what is called."""

    def __init__(self, folder):
        self.offers, self.past, self.doubtful = (), (), ()
        self.consents, self.fills = Consents(folder), OwnFills(folder)
        self.error, self.calls, self.forgotten = None, [], 0
        self.reports = {}

    def columns(self):
        known = {standing.column: standing for standing in self.consents.standing()}
        return tuple(
            ColumnWord(column, known.get(column.name), not column.from_fills) for column in COLUMNS.values()
        )

    def overview(self, destination, now):
        if self.error:
            raise self.error
        offers = tuple(
            replace(
                each,
                question=replace(
                    each.question, consent=self.consents.state(each.question.digest, each.question.query)
                ),
            )
            for each in self.offers
        )
        return QuestionsOverview(offers, self.past, self.doubtful, self.columns(), START)

    def answer(self, number, progress):
        progress("sum 1: join", 0.1)
        self.calls.append(number)
        found = self.reports.get(number, Report(number, 2, "answered", "", 4.4, 3000, None))
        if isinstance(found, Exception):
            raise found
        return found

    def answer_all(self, progress):
        return tuple(self.answer(each.question.number, progress) for each in self.offers)

    def forget_rows(self):
        self.forgotten += 1


@pytest.fixture
def played(trader, tmp_path):
    made = Played(tmp_path)
    made.offers = (
        offer(3, MEDIAN),
        offer(4, EXACT, "You have no rows of trade_size that it asks for.", math.inf, rows=0),
    )
    made.past = (
        past(2, EXACT, mine=1),
        past(1, MEDIAN, "failed", "7 traders answered; 8 must, or nothing is told.", traders=0),
    )
    trader.__dict__.update(questions=made, analytics=made)
    return made


@pytest.fixture
def presenter(connected, played, frames):
    return QuestionsPresenter(connected, frames)


@pytest.fixture
def shown(presenter):
    presenter.show()
    return presenter


def test_a_question_is_named_as_one_says_it():
    assert [
        question_rows.title(query)
        for query in (
            MEDIAN,
            EXACT,
            ask("quantile", level=0.9),
            ask("histogram", column="hourly_range"),
            ask("top_k"),
        )
    ] == [
        "Median of volatility",
        "Mean of trade size",
        "0.9 quantile of volatility",
        "Histogram of hourly range",
        "Most frequent traded pairs",
    ]


def test_open_questions_come_with_rows_cost_traders_and_deadline(shown, frames):
    first, second = frames.last.offers

    assert (first.title, first.rows, first.epsilon) == ("Median of volatility", 210, "2.20")
    assert (first.traders, first.closes, first.word) == ("5 of 8", "in 2 h", "waits for me")
    assert (second.epsilon, second.rows) == ("no bound", 0)
    assert frames.last.offers_note == "1 waiting for my word"
    assert frames.last.offers_notice is None


def test_the_oldest_question_is_shown_in_full_with_who_asks_and_why(shown, frames):
    found = frames.last.detail

    assert found.title == "3. Median of volatility"
    assert "Realised volatility of each whole UTC day" in found.text
    assert "Reason" not in found.text
    assert found.reason == "\u201cHow wild are our markets?\u201d"
    assert "network's operator, 0x111111\u20261111" in found.asker
    facts = {fact.name: fact for fact in found.facts}
    assert (facts["Noise"].value, facts["Sums, at most"].value) == ("2 answers", "32")
    assert "3.20 of your 8.00 in all after one, at delta 0.00001" in facts["Epsilon a sum"].hint
    assert found.may_agree


def test_what_stands_in_the_way_is_said_and_cannot_be_agreed_to(shown, frames):
    shown.choose(4)
    found = frames.last.detail

    assert found.obstacle == "You have no rows of trade_size that it asks for."
    assert (found.may_agree, found.may_refuse) == (False, True)
    assert {fact.name: fact.tone for fact in found.facts}["Noise"] == "warning"


def test_agreeing_keeps_my_word_and_answers_at_once(shown, frames, played):
    shown.agree(3)

    assert played.calls == [3]
    assert frames.last.offers[0].word == "agreed"
    assert played.consents.standing() == ()
    assert frames.last.sentence == "Question 3: answered; my answer is in 2 sums, epsilon 4.40."
    assert any(frame.sentence == "Answering question 3: sum 1: join" for frame in frames)
    assert not frames.last.is_busy


def test_agreeing_to_the_column_stands_for_later_questions_with_as_much_noise(shown, frames, played):
    shown.agree(3, always=True)

    assert played.consents.standing() == (Standing("volatility", 2.0),)
    (row,) = [row for row in frames.last.columns if row.is_standing]
    assert (row.name, row.word) == ("volatility", "always answer with noise of 2 or more")


def test_a_question_that_is_gone_meanwhile_is_neither_answered_nor_refused(shown, played):
    digests = [each.question.digest for each in played.offers]
    shown.agree(99)
    shown.refuse(99)

    assert played.calls == []
    assert [played.consents.state(digest, MEDIAN) for digest in digests] == ["not given"] * 2


def test_refusing_sends_nothing_and_can_be_taken_back_by_agreeing(shown, frames, played):
    shown.refuse(3)
    assert frames.last.offers[0].word == "refused"
    assert frames.last.sentence == "Question 3 is refused. Nothing was sent."
    assert (frames.last.detail.may_refuse, frames.last.detail.may_agree) == (False, True)
    assert played.calls == []
    shown.agree(3)
    assert frames.last.offers[0].word == "agreed"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Refused("Question 3 can no longer be joined.", "Answer the next one."), "can no longer be joined"),
        (Cancelled("stop"), "cancelled: I am a drop-out"),
    ],
)
def test_an_answer_that_does_not_come_through_is_said_and_can_be_tried_again(
    shown, frames, played, error, sentence
):
    played.reports[3] = error
    shown.agree(3)

    assert sentence in frames.last.sentence
    assert not frames.last.is_busy
    shown.agree(3)
    assert played.calls == [3, 3]


def test_while_one_answer_is_under_way_no_other_begins(shown, frames, played, connected):
    begun = []
    connected.run_with(lambda name, *_, **__: begun.append(name))
    shown.agree(3)
    shown.answers.answer_agreed()

    assert begun == ["Answering question 3"]
    assert (frames.last.is_busy, frames.last.may_answer) == (True, False)


def test_all_that_was_agreed_to_is_answered_with_one_press(shown, frames, played):
    assert not frames.last.may_answer
    shown.answers.allow("volatility", 1.0)
    assert frames.last.may_answer
    shown.answers.answer_agreed()
    assert played.calls == [3, 4]
    assert "Question 3: answered" in frames.last.sentence


def test_a_standing_word_is_given_and_taken_back(shown, frames, played):
    shown.answers.allow("volatility", 3.0)
    assert frames.last.offers[0].word == "waits for me"
    shown.answers.allow("volatility", 1.0)
    assert frames.last.offers[0].word == "agreed, always"
    shown.answers.forbid("volatility")
    assert played.consents.standing() == ()
    assert frames.last.sentence == "Questions about volatility are asked one by one again."


def test_a_noise_that_means_nothing_is_refused_in_words(shown, frames):
    shown.answers.allow("volatility", -1.0)
    assert "means nothing" in frames.last.sentence
    assert frames.last.tone == "warning"


def test_my_own_trades_are_imported_and_my_rows_counted_again(shown, frames, played, tmp_path):
    file = tmp_path / "trades.csv"
    file.write_text("at,symbol,quantity,price\n2023-11-01T10:00Z,BTC/USDT,0.5,34000\n")
    shown.answers.import_fills(file)
    assert (frames.last.sentence, played.forgotten) == ("1 new trade kept on this machine.", 1)
    shown.answers.import_fills(tmp_path / "none.csv")
    assert frames.last.tone == "warning"


def test_past_questions_come_with_intervals_also_those_i_did_not_answer(shown, frames, played):
    played.past = (past(3, EXACT, consent="denied"), *played.past)
    shown.refresh()
    mine = [row.mine for row in frames.last.past]

    assert mine == ["refused", "in 1 of 1 sum", "not answered"]
    (row,) = frames.last.result.rows
    assert (row.value, row.low, row.high) == ("\u22121,234.57", "\u22121,300", "\u22121,200.25")
    assert frames.last.result.note == "9 traders \u00b7 quote coins a fill"
    assert "between low and high" in frames.last.result.words
    assert "Held within its range." in frames.last.result.words


def test_a_question_without_a_result_says_why(shown, frames):
    shown.show_result(1)

    assert frames.last.result.notice.detail == "7 traders answered; 8 must, or nothing is told."
    assert (frames.last.past[1].status, frames.last.past[1].status_tone) == ("failed", "warning")


def test_a_question_that_does_not_stand_is_named_and_not_shown(shown, frames, played):
    played.doubtful = (Doubtful(7, is_open=True, reason="It is asked by a stranger."),)
    shown.refresh()

    assert frames.last.offers_note == "Question 7 is not shown: It is asked by a stranger."
    assert [row.number for row in frames.last.offers] == [3, 4]


def test_nothing_asked_and_nothing_known_look_different(presenter, frames, played):
    assert presenter.state.offers_notice.kind == "loading"
    played.error = TryAgain("The coordinator cannot be reached.", "Try again later.")
    presenter.show()
    assert (frames.last.offers_notice.kind, frames.last.past_notice.kind) == ("error", "error")
    played.error, played.offers, played.past = None, (), ()
    presenter.refresh()
    assert frames.last.offers_notice.text == "No question is open"
    assert frames.last.past_notice.text == "Nothing was asked yet"
    assert frames.last.detail is None
    played.error = TryAgain("The coordinator cannot be reached.", "Try again later.")
    presenter.refresh()
    assert "not up to date: The coordinator cannot be reached." in frames.last.sentence
    assert frames.last.offers_notice.kind == "empty"


def test_what_i_agreed_to_can_be_taken_back_while_the_coordinator_is_away(
    presenter, frames, played, connected
):
    played.consents.allow_column("volatility", 1.0)
    played.error = TryAgain("The coordinator cannot be reached.", "Try again later.")
    presenter.show()
    assert frames.last.columns[0].is_standing
    assert connected.network_problem == "The coordinator cannot be reached."
    presenter.answers.forbid("volatility")
    assert not frames.last.columns[0].is_standing
    assert played.consents.standing() == ()


def test_a_record_of_my_word_that_is_damaged_is_named_and_nothing_can_be_agreed_to(presenter, frames, played):
    played.error = YouCanFix("consents.json cannot be read.", "Restore it from a backup.")
    presenter.show()
    assert (frames.last.offers_notice.kind, frames.last.columns_notice.kind) == ("error", "error")
    presenter.agree(3)
    assert played.calls == []


def test_without_a_network_it_says_so(session, frames):
    QuestionsPresenter(session, frames).show()
    assert "Not connected" in frames.last.columns_notice.text


@pytest.fixture
def page(app, qtbot, connected, played):
    made = AnalyticsPage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(made.widget)
    made.widget.resize(1240, 860)
    made.widget.show()
    made.presenter.show()
    return made


def test_agree_lists_what_leaves_and_nothing_is_sent_before_the_second_yes(page, played):
    page.widget._detail.agree.click()
    sheet = page.answer_sheet
    assert sheet.isVisible()
    assert [row.field for row in sheet._table.records()] == ["address and bond", "masked answer"]
    assert "210 rows of mine" in sheet._lead.text()
    assert "92 B in all to http://127.0.0.1:2, up to 32 times. Nothing was sent yet." in sheet._where.text()
    assert "epsilon 2.20 for each of up to 32 sums" in sheet._cost.text()
    assert "Your rows." in sheet._stays.text()
    assert played.calls == []
    sheet._agree.click()
    assert not sheet.isVisible()
    assert played.calls == [3]
    assert played.consents.standing() == ()


def test_escape_on_the_sheet_leaves_everything_as_it_was(page, qtbot, played):
    page.widget._detail.agree.click()
    qtbot.keyClick(page.answer_sheet, Qt.Key.Key_Escape)
    assert played.calls == []
    assert page.presenter.state.offers[0].word == "waits for me"


def test_the_tick_on_the_sheet_agrees_to_the_column(page, played):
    page.widget._detail.agree.click()
    page.answer_sheet._always.setChecked(True)
    assert (
        page.answer_sheet._always.text() == "Agree to every question about volatility with noise of 2 or more"
    )
    page.answer_sheet._agree.click()
    assert played.consents.standing() == (Standing("volatility", 2.0),)


def test_keys_lead_through_the_questions_and_one_press_refuses(page, qtbot, played):
    screen = page.widget
    assert [row.number for row in screen._offers.chosen()] == [3]
    qtbot.keyClick(screen._offers, Qt.Key.Key_Down)
    assert screen._detail.title.text() == "4. Mean of trade size"
    assert not screen._detail.agree.isEnabled()
    screen._detail.refuse.click()
    assert page.presenter.state.offers[1].word == "refused"
    assert [row.number for row in screen._offers.chosen()] == [4]


def test_results_are_looked_through_by_key(page, qtbot):
    screen = page.widget
    screen._tabs.setCurrentIndex(1)
    assert len(screen._result._table.records()) == 1
    qtbot.keyClick(screen._past, Qt.Key.Key_Down)
    assert screen._result.title.text() == "1. Median of volatility"
    assert screen._result._stack.currentWidget() is not screen._result.body


def test_a_column_is_always_agreed_to_by_a_sheet_and_taken_back_by_a_button(page, played):
    words = page.widget._words
    page.widget._tabs.setCurrentIndex(2)
    words._table.selectRow(0)
    assert not words.forbid.isEnabled()
    words.allow.click()
    sheet = page.standing_sheet
    sheet.type_noise("much")
    assert not sheet._allow.isEnabled()
    assert sheet._wrong.isVisible()
    sheet.type_noise("1.5")
    sheet._allow.click()
    assert played.consents.standing() == (Standing("volatility", 1.5),)
    assert words.forbid.isEnabled()
    words.forbid.click()
    assert played.consents.standing() == ()


def test_the_screen_answers_and_imports_what_it_is_asked_to(page, played, tmp_path):
    page.presenter.answers.allow("volatility", 0.0)
    page.widget._answer.click()
    assert played.calls == [3, 4]
    file = tmp_path / "trades.csv"
    file.write_text("at,symbol,quantity,price\n2023-11-01T10:00Z,BTC/USDT,0.5,34000\n")
    page.widget.import_asked.emit(str(file))
    assert len(played.fills.load()) == 1
