"""The tables of a comparison say every verdict in words, and what they cannot say."""

from dataclasses import replace

import pytest
from rich.console import Console

from app.commands.comparison_table import show, show_folds
from core.model.comparison import Comparison, MethodScores, Score, Traded, TradedCurve
from core.model.forecast_scores import Interval
from core.model.results import FoldReport, HeadLosses, LeakCheck

LOSSES = HeadLosses(1.2, 0.69, 1.1, 0.55, 0.1, 0.6)
FOUND = Comparison(
    1616,
    2,
    69,
    6,
    500,
    chose_epoch=True,
    methods=(
        MethodScores(
            "model", tuple(Score(name, Interval(0.3, 0.2, 0.4)) for name in ("qlike", "log_loss", "hit_rate"))
        ),
        MethodScores("har", (Score("qlike", Interval(0.2, 0.1, 0.3), Interval(-0.1, -0.2, -0.05)),)),
        MethodScores("base_rate", (Score("log_loss", Interval(0.2, 0.1, 0.3), Interval(0.1, 0.05, 0.2)),)),
    ),
    traded=Traded(
        1, 2, TradedCurve(0.0546, 1.7, -2.3, 5.9, 0.04), TradedCurve(-0.22, -1.9, -6.5, 2.7, 0.33), 10,
        2.39, 0.1, 0.003, 0.0953,
    ),
    cpu_share=0.07,
)  # fmt: skip


@pytest.fixture
def paper():
    return Console(width=110, record=True, quiet=False)


def words(paper):
    return " ".join(paper.export_text().split())


def test_gains_have_intervals_and_verdicts(paper):
    show(paper, FOUND)
    said = words(paper)
    assert "HAR 0.2000 -0.1000 [-0.2000, -0.0500] worse than" in said
    assert "the base rate 0.2000 +0.1000 [+0.0500, +0.2000] better than" in said
    assert "Hit rate 0.3000 [0.2000, 0.4000]." in said
    assert "1,616 windows of 2 symbols on 69 days" in said
    assert "blocks of 6 days" in said
    assert "also chose the epoch" in said
    assert "7% of the training's CPU" in said
    assert "after costs: +5.5% (Sharpe 1.7 [-2.3, 5.9], drawdown 4.0%" in said
    assert "held: -22.0%" in said
    assert "in 9.5% of the windows" in said


def test_windows_that_chose_nothing_are_not_excused(paper):
    show(paper, replace(FOUND, chose_epoch=False))
    assert "chose the epoch" not in words(paper)


def test_what_is_missing_is_said(paper):
    show(paper, replace(FOUND, methods=(), traded=None, notes=("The judged windows lie on 3 days.",)))
    assert words(paper) == "Comparison: The judged windows lie on 3 days."


def test_folds_stand_a_line_each(paper):
    fold = FoldReport(1, 1, 1, 1_609_459_200, 2, 1, LOSSES, LOSSES, LeakCheck("overlap", True, ""), FOUND)
    show_folds(
        paper, (fold, replace(fold, comparison=replace(FOUND, methods=())), replace(fold, comparison=None))
    )
    said = words(paper)
    assert said.count("2021-01-01 00:00 UTC") == 2
    assert "+5.5% -22.0%" in said
    assert "not compared" in said
    show_folds(paper, (replace(fold, comparison=None),))
    assert words(paper) == ""
