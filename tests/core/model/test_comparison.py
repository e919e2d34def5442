"""A comparison's verdict is that of the whole interval, and a kept one comes back as it was."""

import json
from dataclasses import asdict

import pytest

from core.model.comparison import (
    ALIKE,
    BETTER,
    METHOD_NAMES,
    SCORE_NAMES,
    WORSE,
    Comparison,
    MethodScores,
    Score,
    Traded,
    TradedCurve,
)
from core.model.forecast_scores import Interval
from core.model.judging import SCORES

OWN = Score("qlike", Interval(0.3, 0.2, 0.4))
GAIN = Score("qlike", Interval(0.4, 0.3, 0.5), Interval(0.1, 0.05, 0.2))
CURVE = TradedCurve(0.1, 1.0, -1.0, 3.0, 0.2)
FOUND = Comparison(
    900, 1, 60, 6, 500, True, (MethodScores("model", (OWN,)), MethodScores("har", (GAIN,))), ("a note",),
    Traded(1, 2, CURVE, CURVE, 3, 1.5, 0.2, 0.003, 0.1), 0.1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.1, 0.2, BETTER), (-0.1, 0.2, ALIKE), (-0.2, -0.1, WORSE), (0.0, 0.0, ALIKE), (1e-17, 2e-17, ALIKE)],
)
def test_a_verdict_needs_the_whole_interval(low, high, verdict):
    assert Score("auc", Interval(0.5, 0.4, 0.6), Interval(low, low, high)).verdict == verdict


def test_the_model_itself_has_no_verdict():
    assert OWN.verdict == ""


def test_what_was_kept_comes_back():
    assert Comparison.of(json.loads(json.dumps(asdict(FOUND)))) == FOUND
    bare = Comparison(900, 1, 3, 2, 0, True, notes=("too few",))
    assert Comparison.of(json.loads(json.dumps(asdict(bare)))) == bare


def test_baselines_are_found_by_score():
    assert FOUND.against("qlike") == (("har", GAIN),)
    assert FOUND.against("auc") == ()
    assert FOUND.method("ewma") is None


def test_every_score_has_a_name():
    assert set(SCORE_NAMES) == set(SCORES)
    assert next(iter(METHOD_NAMES)) == "model"
