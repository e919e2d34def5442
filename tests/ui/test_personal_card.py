"""The personal model's card: empty, made, cancelled, failed, outdated; and what is written on it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.trader.personal import CONFIG, PersonalModel
from core.errors import Cancelled, TryAgain, YouCanFix
from core.features.dataset import LabelSpec
from core.model.forecast_scores import Interval
from core.model.personal_report import Attempt, Figures, PersonalPlan, PersonalReport
from core.model.spec import ModelSpec
from tests.ui.conftest import START, CandlesInMemory, candles
from ui.personal_card import PersonalPart, PersonalPresenter
from ui.widgets.card import LOADING
from ui.widgets.page import PageFrame


def figures(*values):
    return Figures(*(Interval(value, value - 0.01, value + 0.01) for value in values))


REPORT = PersonalReport(
    attempts=(Attempt(0.0, 3, 1.34, 7), Attempt(0.1, 5, 1.33, 9)),
    mu=0.1,
    epoch=5,
    global_validation_loss=1.35,
    local_validation_loss=1.40,
    personal_validation_loss=1.33,
    local_epoch=4,
    training_windows=5000,
    validation_windows=1200,
    test_windows=1500,
    test_since_at=START,
    test_until_at=START + 60 * 86_400,
    global_test=figures(1.31, 0.691, 0.544, 0.424, 0.353),
    local_test=figures(1.34, 0.692, 0.56, 0.455, 0.293),
    personal_test=figures(1.28, 0.691, 0.543, 0.405, 0.373),
    less_global=figures(-0.03, 0.0, -0.001, -0.019, 0.02),
    less_local=figures(0.06, -0.001, -0.017, -0.05, 0.08),
)
KEPT = PersonalModel(
    2, "BTC/USDT", "1h", 8760, START, START + 9, "aa" * 32, "local, round 7", 7, START - 9, "bb" * 32,
    ModelSpec(38), LabelSpec(12, 24), ("rsi_14",), 1, CONFIG, PersonalPlan(), REPORT,
)  # fmt: skip
AFTER, BEFORE = b"\xaa" * 32, b"\xcc" * 32


class Models:
    """A trader's personal models: what is kept, and what comes of asking for one more."""

    def __init__(self, *kept, error=None):
        self.models, self.error, self.asked = list(kept), error, []

    def kept(self):
        return tuple(self.models)

    def personalise(self, symbols, start, progress, **_options):
        self.asked.append((tuple(map(str, symbols)), start))
        progress("fine-tuning, mu 0.1", 0.42)
        if self.error:
            raise self.error
        self.models.insert(0, replace(KEPT, number=3))
        return self.models[0]


@pytest.fixture
def hold(session, make_trader, monkeypatch):
    """Connects a trader that holds these models, on a network whose newest one has this digest."""
    monkeypatch.setattr("app.trader.global_models.published_model", lambda _ports: "the newest")

    def connect(models, newest=AFTER, pairs=("BTC/USDT", "ETH/USDT")):
        series = [candles(symbol=pair) for pair in pairs]
        trader = make_trader(candle_store=CandlesInMemory(*series))
        trader.__dict__["personal"] = models
        trader.ports.chain.answers["Rounds", "round"] = {"phase": 7, "modelAfter": newest}
        session.connect(trader)
        return models

    return connect


@pytest.fixture
def presenter(session, frames):
    return PersonalPresenter(session, frames)


def test_before_the_first_one_it_says_what_to_do(presenter, frames, hold):
    hold(Models())
    presenter.show()
    assert frames[0].notice == LOADING
    assert "No personal model yet" in frames.last.notice.text
    assert frames.last.choices == ("BTC/USDT", "ETH/USDT", "All 2 pairs")


def test_without_candles_or_a_network_it_says_so(presenter, frames, hold, session):
    presenter.show()
    assert "Not connected" in frames.last.notice.text
    hold(Models(), pairs=())
    presenter.refresh()
    assert "No candles" in frames.last.notice.text
    assert frames.last.choices == ()


def test_three_models_stand_side_by_side_with_a_verdict(presenter, frames, hold):
    hold(Models(KEPT))
    presenter.show()
    state = frames.last
    assert state.verdict[0].startswith("Use your personal model")
    assert "(95 %: \u22120.0400 to \u22120.0200)" in state.verdict[0]
    assert state.verdict[1] == "good"
    assert state.note == "No. 2 \u00b7 BTC/USDT 1h \u00b7 from local, round 7 \u00b7 mu 0.1, epoch 5"
    assert [row.name for row in state.rows][::3] == ["Loss", "Risk QLIKE"]
    loss, log_loss, auc, qlike, r2 = state.rows
    assert loss.global_model == "1.3100 (1.300, 1.320)"
    assert loss.less_global == "\u25b2 \u22120.0300 (\u22120.0400, \u22120.0200)"
    assert (loss.tone_global, loss.tone_alone) == ("good", "danger")
    assert loss.less_alone.startswith("\u25bc +0.06")
    assert (log_loss.less_global[0], log_loss.tone_global) == ("\u2248", "")
    assert (auc.tone_alone, auc.less_alone[0]) == ("danger", "\u25bc")
    assert (r2.tone_global, qlike.tone_global) == ("good", "good")
    assert "worse than a model trained on your candles alone" in state.remarks
    assert (state.notice, state.outdated) == (None, "")


def test_validation_s_choice_that_the_test_does_not_confirm_is_a_warning(presenter, frames, hold):
    hold(Models(replace(KEPT, report=replace(REPORT, mu=None, epoch=0))))
    presenter.show()
    assert frames.last.verdict[0].startswith("Use the global model")
    assert frames.last.verdict[1] == "warning"
    assert frames.last.note.endswith("unchanged")


def test_one_that_the_network_has_left_behind_is_outdated(presenter, frames, hold):
    hold(Models(KEPT), newest=BEFORE)
    presenter.show()
    assert "moved on" in frames.last.outdated
    assert frames.last.rows


def test_where_the_network_is_away_nothing_is_called_old(presenter, frames, hold, session):
    hold(Models(KEPT), newest=BEFORE)

    def away(*_question):
        raise TryAgain("The chain cannot be reached.")

    session.trader.ports.chain.read = away
    presenter.show()
    assert (frames.last.outdated, len(frames.last.rows)) == ("", 5)


@pytest.mark.parametrize(
    ("choice", "symbols"), [("ETH/USDT", ("ETH/USDT",)), ("All 2 pairs", ("BTC/USDT", "ETH/USDT"))]
)
def test_it_is_made_from_a_pair_or_all_and_shown(presenter, frames, hold, choice, symbols):
    models = hold(Models())
    presenter.show()
    presenter.make(choice)
    assert models.asked == [(symbols, "the newest")]
    assert any("Fine-tuning, mu 0.1 \u00b7 42 %" in frame.note for frame in frames if frame.is_running)
    assert any(frame.notice and frame.notice.kind == "loading" for frame in frames if frame.is_running)
    assert frames.last.note.startswith("No. 3")
    assert not frames.last.is_running


def test_a_failure_stands_in_its_place_or_beside_an_older_model(presenter, frames, hold):
    models = hold(Models(error=YouCanFix("Too few.", "Import more.")))
    presenter.show()
    presenter.make("BTC/USDT")
    assert (frames.last.notice.kind, frames.last.notice.detail) == ("error", "Import more.")
    models.models.append(KEPT)
    presenter.refresh()
    presenter.make("BTC/USDT")
    assert (frames.last.note, frames.last.note_tone) == ("Too few. Import more.", "danger")
    assert (frames.last.notice, len(frames.last.rows)) == (None, 5)
    assert not frames.last.is_running


def test_a_cancelled_one_keeps_nothing_and_says_so(presenter, frames, hold):
    hold(Models(error=Cancelled("stop")))
    presenter.show()
    presenter.make("BTC/USDT")
    assert frames.last.note == "Cancelled; nothing was kept."
    assert "No personal model yet" in frames.last.notice.text


def test_a_damaged_record_is_said(presenter, frames, hold):
    models = hold(Models())

    def broken():
        raise YouCanFix("The record is damaged.", "Delete it.")

    models.kept = broken
    presenter.show()
    assert (frames.last.notice.kind, frames.last.notice.text) == ("error", "The record is damaged.")


def test_the_card_draws_it_and_its_button_makes_and_cancels(app, qtbot, session, hold):
    models = hold(Models(KEPT))
    page = PageFrame("Train")
    qtbot.addWidget(page)
    part = PersonalPart(session, page)
    page.show()
    card = part.card
    assert len(card.table.records()) == 5
    assert card._verdict.text().startswith("Use your personal model")
    card.choice.setCurrentText("ETH/USDT")
    part.presenter.refresh()
    assert card.choice.currentText() == "ETH/USDT"
    card.button.setFocus()
    card.button.click()
    assert models.asked == [(("ETH/USDT",), "the newest")]

    jobs = SimpleNamespace(cancelled=0)
    session.run_with(lambda *_, **__: SimpleNamespace(cancel=lambda: setattr(jobs, "cancelled", 1)))
    card.button.click()
    assert (card.button.text(), card.choice.isEnabled()) == ("Cancel", False)
    card.button.click()
    assert jobs.cancelled == 1
    page.hide()
    assert not part.presenter.is_shown
