"""The card of the comparison: every gain with its verdict in words, and what stands there without one."""

from dataclasses import replace

import pytest

from core.model.comparison import Comparison, MethodScores, Score, Traded, TradedCurve
from core.model.forecast_scores import Interval
from ui.comparison_card import EARLIER, NOT_COMPARED, ComparisonCard, ComparisonState


def score(name, value, gain=None):
    return Score(name, Interval(value, value - 0.1, value + 0.1), Interval(*gain) if gain else None)


FOUND = Comparison(
    1616,
    1,
    69,
    6,
    500,
    chose_epoch=True,
    methods=(
        MethodScores("model", (score("qlike", 0.2258), score("auc", 0.5625))),
        MethodScores("ewma", (score("qlike", 0.1888, (-0.037, -0.0671, -0.0035)),)),
        MethodScores("last_day", (score("qlike", 0.3783, (0.1525, 0.0658, 0.2706)),)),
        MethodScores("rule", (score("auc", 0.5271, (0.0354, -0.0426, 0.1154)),)),
    ),
    traded=Traded(
        1, 2, TradedCurve(-0.0546, -3.7, -8.3, 0.9, 0.0546), TradedCurve(-0.22, -1.9, -6.5, 2.7, 0.3347), 10,
        2.39, 0.096, 0.003, 0.0953,
    ),
)  # fmt: skip


@pytest.fixture
def card(app, qtbot):
    made = ComparisonCard()
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    return made


def test_every_gain_has_its_verdict_in_words_and_colour(card):
    state = ComparisonState.of(FOUND)
    card.render_comparison(state)
    assert [(row.score, row.against, row.verdict, row.tone) for row in card._table.records()] == [
        ("QLIKE", "RiskMetrics (EWMA)", "worse than", "danger"),
        ("QLIKE", "the last day", "better than", "good"),
        ("AUC", "minus RSI(6)", "no clear difference", "muted"),
    ]
    assert state.rows[0].interval == "\u22120.0671 to \u22120.0035"
    assert (state.rows[0].model, state.rows[0].baseline) == ("0.2258", "0.1888")
    assert "also chose the epoch" in card.note.text()
    assert card._table.isVisible()


def test_trading_stands_beside_holding(card):
    card.render_comparison(ComparisonState.of(FOUND))
    facts = {fact.name: fact for fact in ComparisonState.of(FOUND).facts}
    assert facts["Traded, after costs"].value == "\u22125.46 %"
    assert facts["Bought and held"].value == "\u221222.00 %"
    assert facts["Edge above its cost"].value == "9.53 %"
    assert "0.30 %" in facts["Edge above its cost"].hint
    assert card._facts.isVisible()
    card.render_comparison(ComparisonState.of(replace(FOUND, traded=None)))
    assert not card._facts.isVisible()


def test_what_could_not_be_compared_is_said_below(card):
    card.render_comparison(ComparisonState.of(replace(FOUND, notes=("No HAR: too few rows.",))))
    assert card._remark.isVisible()
    assert card._remark.text() == "No HAR: too few rows."
    card.render_comparison(ComparisonState.of(FOUND))
    assert not card._remark.isVisible()


def test_without_a_comparison_it_says_why(card):
    assert NOT_COMPARED.notice.text == "Nothing to compare yet"
    assert ComparisonState.of(None).notice == EARLIER
    few = ComparisonState.of(replace(FOUND, methods=(), notes=("Only 3 days.",)))
    card.render_comparison(few)
    assert (few.notice.text, few.notice.detail) == ("Too few days to compare", "Only 3 days.")
    assert not card._table.isVisible()


def test_the_table_is_reached_by_keyboard(card, qtbot):
    card.render_comparison(ComparisonState.of(FOUND))
    card._table.setFocus()
    assert card._table.hasFocus()
