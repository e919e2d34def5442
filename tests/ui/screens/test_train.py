"""Train: live epochs, figures against baselines, what is kept."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.events import ModelTrained, TrainingProgressed
from app.trader.privacy_budget import RoundNoise
from app.trader.training import KeptModel
from core.errors import Cancelled, YouCanFix
from core.features.labels import LabelSpec
from core.model.results import (
    Calibration,
    EpochReport,
    HeadLosses,
    LeakCheck,
    LeakReport,
    NoveltyReport,
    SamplePrivacy,
    TrainingReport,
)
from core.model.risk_quantiles import RiskQuantiles
from core.model.spec import ModelSpec, TrainingConfig
from tests.ui.conftest import START
from ui.contribution import Contribution, ContributionState
from ui.screens.train import TrainPage, TrainPresenter

START_LOSSES = HeadLosses(1.32, 0.6925, 1.2541, 0.519, -0.01, 0.633)
BEST = HeadLosses(1.2687, 0.6874, 1.1627, 0.554, 0.114, 0.678)
BASE = HeadLosses(1.3073, 0.6988, 1.2169, 0.5, 0.0, 0.637)
REPORT = TrainingReport(
    tuple(EpochReport(n, 3, 1.3 - n / 50, 1.32 - n / 60, 0.69, 1.2, best=True) for n in range(3)),
    2, START_LOSSES, BEST, BASE, 5000, 1200, "cpu", 1,
)  # fmt: skip
KEPT = KeptModel(
    1,
    4,
    "BTC/USDT",
    "1h",
    8760,
    START,
    START + 9,
    "aa" * 32,
    "bb" * 32,
    ModelSpec(38),
    TrainingConfig(),
    REPORT,
)


@pytest.fixture
def presenter(session, frames):
    return TrainPresenter(session, Contribution(session), frames)


@pytest.fixture
def trained(session, trader):
    trader.__dict__["training"] = SimpleNamespace(kept=lambda: (KEPT,))
    session.connect(trader)
    return session


def test_before_the_first_training_it_says_so(presenter, frames, connected):
    presenter.show()
    assert "Nothing was trained" in frames.last.loss_notice.text
    assert frames.last.models_notice is not None
    assert frames.last.intent == "start"


def test_the_newest_report_is_held_against_its_baselines(presenter, frames, trained):
    presenter.show()
    state = frames.last
    assert [row.best for row in state.figures][:3] == ["1.2687", "0.6874", "0.554"]
    assert [row.base for row in state.figures][:3] == ["1.3073", "0.6988", "0.500"]
    assert state.tiles[1].value == "+0.0386"
    assert state.tiles[1].foot.startswith("\u25b2")
    assert state.tiles[4].value == "CPU"
    assert [len(curve.points) for curve in state.loss] == [3, 3]
    assert state.models[0].symbol == "BTC/USDT 1h"


def test_epochs_are_drawn_as_they_end(presenter, frames, connected):
    presenter.show()
    presenter._contribution._change(ContributionState("preparing", "training", 0.4))
    for epoch in range(3):
        presenter.on_event(TrainingProgressed(epoch, 8, 1.3 - epoch / 10, 1.4 - epoch / 10))
    assert frames.last.loss_note == "epoch 2 of 8"
    assert frames.last.loss[0].points == ((0.0, 1.4), (1.0, 1.2999999999999998), (2.0, 1.2))
    presenter.on_event(TrainingProgressed(0, 8, 1.0, 1.0))
    assert len(frames.last.loss[0].points) == 1


def test_the_stages_follow_the_work_and_it_can_be_cancelled(presenter, frames, connected):
    presenter.show()
    presenter._contribution._change(ContributionState("preparing", "features", 0.1))
    assert [step.state for step in frames.last.steps] == ["done", "done", "active", "waiting", "waiting"]
    assert (frames.last.button, frames.last.intent) == ("Cancel", "cancel")
    presenter.act()
    presenter._contribution._change(ContributionState("review"))
    assert {step.state for step in frames.last.steps} == {"done"}
    assert frames.last.intent == ""


def test_a_model_that_is_ready_is_loaded(presenter, frames, trained):
    presenter.show()
    count = len(frames)
    presenter.on_event(ModelTrained(4))
    assert len(frames) > count


def test_what_was_spent_of_the_privacy_budget_is_a_tile(presenter, frames, trained):
    presenter.show()
    assert frames.last.tiles[5].foot == "nothing spent"
    budget = trained.trader.privacy_budget
    budget.charge("BTC/USDT", 1, 1, RoundNoise(8.0, 5, 963))
    presenter.set_limit(8.0, 1e-5, "everything")
    spent = budget.state("BTC/USDT").epsilon
    assert (frames.last.tiles[5].value, frames.last.tiles[5].foot) == (f"{spent:.2f}", "of 8.00, BTC/USDT")
    presenter.set_limit(spent / 2, 1e-5, "everything")
    assert frames.last.tiles[5].tone == "danger"
    presenter.remove_limit()
    assert frames.last.tiles[5].foot == "no limit, BTC/USDT"


def test_a_limit_that_means_nothing_is_said(presenter, frames, trained):
    presenter.show()
    presenter.set_limit(-1.0, 1e-5, "everything")
    assert "means nothing" in frames.last.sentence
    assert trained.trader.privacy_budget.limit() is None


def test_a_private_model_shows_its_epsilon(presenter, frames, trained):
    privacy = SamplePrivacy(2.98, 1e-5, 0.9, 1.0, 0.02, 192)
    kept = replace(KEPT, report=replace(REPORT, privacy=privacy))
    trained.trader.__dict__["training"] = SimpleNamespace(kept=lambda: (kept,))
    presenter.show()
    assert frames.last.loss_note.endswith("\u03b5 2.98 a window")


@pytest.mark.parametrize(
    ("passed", "words"), [(True, ("No leak", "good")), (False, ("Leak found", "danger"))]
)
def test_the_leak_check_is_green_or_red_with_its_reasons(app, qtbot, trained, passed, words):
    leaks = LeakReport(
        (LeakCheck("overlap", passed=True, reason="a gap"), LeakCheck("future", passed, "why"))
    )
    kept = replace(KEPT, report=replace(REPORT, leaks=leaks))
    trained.trader.__dict__["training"] = SimpleNamespace(kept=lambda: (kept,))
    page = TrainPage(trained, Contribution(trained), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    assert page.presenter.state.leaks == words
    assert page.widget._leaks.isVisible()
    assert page.widget._leaks.text() == words[0]
    assert ("LEAK \u00b7 future: why" in page.widget._leaks.toolTip()) is not passed


def test_a_record_without_a_leak_check_says_nothing_of_leaks(presenter, frames, trained):
    presenter.show()
    assert frames.last.leaks == ("", "")


class Alone:
    """A training service that notes what it was asked for."""

    def __init__(self, error=None):
        self.asked, self.error = [], error

    def kept(self):
        return ()

    def train_alone(self, symbol, timeframe, model, progress, coarser=(), until_at=None):
        self.asked.append((str(symbol), str(timeframe), model, *map(str, coarser)))
        progress("training", 0.5)
        if self.error:
            raise self.error


def test_a_model_is_chosen_by_name_and_trained_here_alone(app, qtbot, trained):
    training = trained.trader.__dict__["training"] = Alone()
    page = TrainPage(trained, Contribution(trained), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    choice = page.widget.choice
    offered = [choice.models.itemText(index) for index in range(choice.models.count())]
    assert offered[:5] == ["lstm", "gru", "tcn", "transformer", "logistic"]
    choice.models.setCurrentText("tcn")
    page.presenter.refresh()
    assert choice.models.currentText() == "tcn"
    choice.button.click()
    assert training.asked == [(*choice.pairs.currentText().rsplit(" ", 1), "tcn")]
    assert page.presenter.state.sentence.startswith("Trained tcn on")
    choice.coarser.setCurrentText("with 4h and 1d")
    choice.button.click()
    assert training.asked[-1][2:] == ("tcn", "4h", "1d")
    assert not page.presenter.state.choice.is_training


@pytest.mark.parametrize(
    ("error", "said"),
    [(YouCanFix("Too few.", "Import more."), "Too few. Import more."), (Cancelled("x"), "Cancelled")],
)
def test_a_training_here_that_fails_or_is_cancelled_says_so(presenter, frames, trained, error, said):
    trained.trader.__dict__["training"] = Alone(error)
    presenter.show()
    presenter.train_alone("gru", "BTC/USDT 1h")
    assert frames.last.sentence.startswith(said)
    assert not frames.last.choice.is_training


def test_a_training_here_can_be_cancelled(app, qtbot, trained):
    page = TrainPage(trained, Contribution(trained), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    jobs = SimpleNamespace(cancelled=0)
    trained.run_with(
        lambda *_arguments, **_options: SimpleNamespace(cancel=lambda: setattr(jobs, "cancelled", 1))
    )
    page.widget.choice.button.click()
    assert page.widget.choice.button.text() == "Cancel"
    page.widget.choice.button.click()
    assert jobs.cancelled == 1


def test_calibration_and_novelty_are_figures_of_models_that_have_them(presenter, frames, trained):
    honest = replace(
        REPORT,
        calibration=Calibration(1.4, 600, 0.064, 0.051, 0.69, 0.68),
        novelty=NoveltyReport(0.97, 0.03, 0.6),
    )
    trained.trader.__dict__["training"] = SimpleNamespace(kept=lambda: (replace(KEPT, report=honest),))
    presenter.show()
    assert [(row.name, row.best) for row in frames.last.figures[6:]] == [
        ("Calibration error", "0.064"),
        ("Novelty of the newest", "97 %"),
    ]
    assert "0.051 with a temperature" in frames.last.figures[6].hint
    assert frames.last.models[0].model == "lstm"


def test_before_sending_the_cost_is_in_the_sentence(presenter, frames, trained):
    cost = trained.trader.privacy_budget.cost("BTC/USDT", RoundNoise(8.0, 5, 963))
    presenter.show()
    preview = SimpleNamespace(privacy=cost)
    presenter._contribution._change(ContributionState("review", preview=preview))
    assert f"epsilon {cost.epsilon_round:.2f} this round" in frames.last.sentence


def test_the_limit_is_set_from_its_sheet(app, qtbot, trained):
    page = TrainPage(trained, Contribution(trained), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    sheet = page.show_limit()
    sheet.type_limit("five", "0.001")
    assert not sheet._set.isEnabled()
    sheet.type_limit("5", "0.001")
    sheet._sum.setChecked(True)
    sheet._set.click()
    budget = trained.trader.privacy_budget
    assert (budget.limit().epsilon, budget.limit().delta, budget.limit().covers) == (5.0, 0.001, "sum")
    assert "epsilon 5.00 at delta 0.001" in page.show_limit()._limit.text()
    sheet._remove.click()
    assert budget.limit() is None


def test_the_screen_draws_it(app, qtbot, trained):
    page = TrainPage(trained, Contribution(trained), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    assert len(page.widget._figures.records()) == 6
    page.presenter.disconnected()
    assert not page.widget.button.isEnabled()


QUANTILES = RiskQuantiles(
    (0.05, 0.5, 0.95), (-1.5, 0.0, 1.7), 1200, (0.062, 0.51, 0.94), (0.041, 0.57, 0.96),
    0.2033, 0.2069, 0.2471, 0.2343,
)  # fmt: skip


def shown(app, qtbot, trained, kept):
    trained.trader.__dict__["training"] = SimpleNamespace(kept=lambda: (kept,))
    page = TrainPage(trained, Contribution(trained), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    return page


def test_the_quantiles_of_the_risk_stand_on_a_card(app, qtbot, trained):
    page = shown(app, qtbot, trained, replace(KEPT, report=replace(REPORT, quantiles=QUANTILES)))
    state, card = page.presenter.state.quantiles, page.widget._quantiles
    assert [(fact.name, fact.value) for fact in state.quantiles] == [
        ("5 % quantile", "6.2 % below"),
        ("50 % quantile", "51.0 % below"),
        ("95 % quantile", "94.0 % below"),
    ]
    assert "normal distribution 4.1%" in state.quantiles[0].hint
    assert "EWMA 0.2343" in card.note.text()
    assert card.isVisible()
    assert not card._horizons.isVisible()


def test_of_several_horizons_each_has_its_figure(app, qtbot, trained):
    best, base = (
        replace(one, log_losses=(0.69, 0.68), aucs=(0.53, 0.56)) for one in (REPORT.best, REPORT.base)
    )
    report = replace(REPORT, quantiles=QUANTILES, best=best, base=base)
    kept = replace(KEPT, report=report, labels=LabelSpec(1, 24, further_horizons=(6,)))
    page = shown(app, qtbot, trained, kept)
    assert [(fact.name, fact.value) for fact in page.presenter.state.quantiles.horizons] == [
        ("Direction, 1 candle", "AUC 0.530"),
        ("Direction, 6 candles", "AUC 0.560"),
    ]
    assert page.widget._quantiles._horizons.isVisible()
    assert page.widget._quantiles.title.text().startswith("Direction by horizon")


def test_a_record_without_quantiles_has_no_card(app, qtbot, trained):
    assert not shown(app, qtbot, trained, KEPT).widget._quantiles.isVisible()
