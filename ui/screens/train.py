"""Epochs as they end and models kept on this machine in; stages, live loss, figures against baselines out."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.events import ModelTrained, TrainingProgressed
from core.values import Symbol, Timeframe
from ui import formatting, privacy_words
from ui.comparison_card import NOT_COMPARED, ComparisonCard, ComparisonState
from ui.model_choice import ChoiceState, ModelChoice
from ui.personal_card import PersonalPart
from ui.presenter import Presenter
from ui.quantile_card import NO_QUANTILES, QuantileCard, QuantileState
from ui.telling import Telling
from ui.translation import tr
from ui.widgets.card import Card, Notice, Tiles, TileState
from ui.widgets.curve import Curve
from ui.widgets.curve_chart import CurveChart
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button, Pill
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.step_strip import Step, StepStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.jobs import Job
    from app.ports import PrivacyLimit
    from app.trader import Trader
    from app.trader.privacy_budget import PrivacyState
    from app.trader.training import KeptModel
    from core.model.results import EpochReport, TrainedModel, TrainingReport
    from ui.background import Failure
    from ui.contribution import Contribution, ContributionState
    from ui.dialogs.privacy_limit import PrivacyLimitSheet
    from ui.screens import Navigate
    from ui.session import Session

STAGES = ("round", "worker", "features", "training", "ready")
_STAGE_OF = {"waiting for the next round": 0, "starting": 1, "waiting": 1, "features": 2, "training": 3}
NO_LOSS = Notice(
    tr("Nothing was trained yet"), tr("Train & contribute fits the global model to your own candles.")
)
NO_MODELS = Notice(tr("No model is kept on this machine yet"))
NO_CHOICE = ChoiceState()
_NAMES = (
    tr("Validation loss"),
    tr("Against the baseline"),
    tr("Direction, AUC"),
    tr("Risk, R\u00b2"),
    tr("Device"),
)
_NO_FIGURES = tuple(TileState(name, formatting.ABSENT) for name in _NAMES)


@dataclass(frozen=True)
class FigureRow:
    """One figure of the newest training, against where it started and the model without features."""

    name: str
    best: str
    start: str
    base: str
    hint: str


@dataclass(frozen=True)
class ModelRow:
    """One model kept on this machine."""

    number: int
    model: str
    round: str
    symbol: str
    candles: str
    until: str
    before: str
    after: str
    digest: str


@dataclass(frozen=True)
class TrainState:
    """What is on Train."""

    sentence: str = ""
    tone: str = "muted"
    button: str = tr("Train & contribute")
    intent: str = ""
    steps: tuple[Step, ...] = tuple(Step(name) for name in STAGES)
    tiles: tuple[TileState, ...] = (*_NO_FIGURES, privacy_words.budget_tile(()))
    loss: tuple[Curve, ...] = ()
    loss_note: str = ""
    loss_notice: Notice | None = NO_LOSS
    figures: tuple[FigureRow, ...] = ()
    figures_notice: Notice | None = NO_LOSS
    leaks: tuple[str, str] = ("", "")
    leaks_hint: str = ""
    quantiles: QuantileState = NO_QUANTILES
    comparison: ComparisonState = NOT_COMPARED
    models: tuple[ModelRow, ...] = ()
    models_notice: Notice | None = NO_MODELS
    choice: ChoiceState = NO_CHOICE
    may_limit: bool = False


@dataclass(frozen=True)
class TrainData:
    """What a load found.

    Args:
        kept: models, newest first.
        spent: of each dataset.
        limit: of that.
        models: that can be trained, by name.
        pairs: whose candles are stored, as "BTC/USDT 1h".
    """

    kept: "tuple[KeptModel, ...]"
    spent: "tuple[PrivacyState, ...]"
    limit: "PrivacyLimit | None"
    models: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Epoch:
    epoch: int
    training_loss: float
    validation_loss: float


class TrainPresenter(Presenter[TrainState, TrainData]):
    """Keeps Train: live epochs while it trains, the newest kept model otherwise."""

    refresh_on = (ModelTrained,)
    asks_network = False

    def __init__(
        self, session: "Session", contribution: "Contribution", render: "Callable[[TrainState], None]"
    ) -> None:
        super().__init__(session, TrainState(), render)
        self._contribution = contribution
        self._live: tuple[_Epoch, ...] = ()
        self._alone: Job[TrainedModel] | None = None
        self._alone_words: tuple[str, str] | None = None
        self.budget = TrainData((), (), None)
        contribution.on_change(self._contribution_changed)

    def act(self) -> None:
        """The button was pressed."""
        if self.state.intent == "start":
            self._contribution.start()
        elif self.state.intent == "cancel":
            self._contribution.cancel()

    def on_event(self, event: object) -> None:
        """An epoch ended: draw it; a model is ready: load it."""
        if isinstance(event, TrainingProgressed):
            known = () if event.epoch == 0 else self._live
            self._live = (*known, _Epoch(event.epoch, event.training_loss, event.validation_loss))
            note = tr("epoch {epoch} of {epochs}").format(epoch=event.epoch, epochs=event.epochs)
            self.change(loss=_curves(self._live), loss_note=note, loss_notice=None)
        super().on_event(event)

    def train_alone(self, model: str, pair: str, coarser: str = "", until_at: float | None = None) -> None:
        """The user chose a model by name and candles to train it on, and coarser ones; nothing is sent.

        A training that was cut off goes on where it was when it is asked for with the same `until_at`.
        """
        trader = self.session.trader
        if trader is None or self.state.choice.is_training:
            return
        symbol, timeframe = pair.rsplit(" ", 1)
        lengths = tuple(map(Timeframe, coarser.split()))
        until_at = trader.ports.clock.now() if until_at is None else until_at
        self._live = ()
        self.change(choice=replace(self.state.choice, is_training=True))
        self._alone = self.session.run(
            tr("Training {model}").format(model=model),
            lambda progress: trader.training.train_alone(
                Symbol.parse(symbol), Timeframe(timeframe), model, progress, lengths, until_at
            ),
            lambda _trained: self._ended(
                tr("Trained {model} on {pair}; it stays on this machine.").format(model=model, pair=pair)
            ),
            lambda failure: self._ended(f"{failure.message} {failure.remedy}".strip(), "danger"),
            cancelled=lambda: self._ended(tr("Cancelled; nothing was kept.")),
            moved=lambda stage, done: self._tell(
                tr("{model} on {pair}: {stage} · {done:.0f} %").format(
                    model=model, pair=pair, stage=stage, done=done * 100
                )
            ),
            is_shown=True,
            telling=Telling(
                "train",
                lambda trained: _trained_words(model, pair, trained),
                "training",
                {"model": model, "pair": pair, "coarser": coarser, "until_at": repr(until_at)},
                goes_on=True,
            ),
        )

    def cancel_alone(self) -> None:
        """Stop a training that the user started here."""
        if self._alone is not None:
            self._alone.cancel()

    def _ended(self, sentence: str, tone: str = "muted") -> None:
        self._alone = None
        self.change(choice=replace(self.state.choice, is_training=False))
        self._tell(sentence, tone)

    def _tell(self, sentence: str, tone: str = "muted") -> None:
        """Say it of the training here, as long as no contribution has more to say."""
        self._alone_words = sentence, tone
        self._contribution_changed(self._contribution.state)

    def load(self, trader: "Trader") -> TrainData:
        """Read the kept models, the privacy budget, and what can be trained here."""
        from core.model.architectures import names

        budget = trader.privacy_budget
        pairs = tuple(f"{symbol} {timeframe}" for symbol, timeframe in trader.ports.candle_store.stored())
        return TrainData(trader.training.kept(), budget.states(), budget.limit(), names(), pairs)

    def loaded(self, latest: TrainData) -> None:
        """Show them; the newest model's report fills the figures."""
        kept = latest.kept
        figures = _tiles(kept[0].report) if kept else _NO_FIGURES
        self.budget = latest
        self.change(
            models=model_rows(kept),
            models_notice=None if kept else NO_MODELS,
            tiles=(*figures, privacy_words.budget_tile(latest.spent)),
            choice=replace(self.state.choice, models=latest.models, pairs=latest.pairs),
            may_limit=True,
        )
        self._contribution_changed(self._contribution.state)
        is_live = self._contribution.state.phase == "preparing" or self.state.choice.is_training
        if kept and not (is_live and self._live):
            self._show_report(kept[0])

    def set_limit(self, epsilon: float, delta: float, covers: str) -> None:
        """The user chose a privacy limit."""
        self._change_limit(lambda trader: trader.privacy_budget.set_limit(epsilon, delta, covers))

    def remove_limit(self) -> None:
        """The user wants no privacy limit."""
        self._change_limit(lambda trader: trader.privacy_budget.remove_limit())

    def _change_limit(self, change: "Callable[[Trader], None]") -> None:
        trader = self.session.trader
        if trader is not None:
            self.session.run(
                tr("Setting the privacy limit"),
                lambda _progress: change(trader),
                lambda _nothing: self.refresh(),
                self.load_failed,
            )

    def load_failed(self, failure: "Failure") -> None:
        """Say why nothing could be read."""
        self.change(sentence=f"{failure.message} {failure.remedy}".strip(), tone="warning")

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(sentence=tr("Not connected to a network."), intent="", may_limit=False, choice=NO_CHOICE)

    def _show_report(self, kept: "KeptModel") -> None:
        report = kept.report
        leaks, leaks_hint = leak_words(report)
        hidden = (
            tr(" · ε {epsilon:.2f} a window").format(epsilon=report.privacy.epsilon) if report.privacy else ""
        )
        self.change(
            loss=_curves(report.epochs),
            loss_note=tr("{symbol} {timeframe} · kept epoch {best_epoch}{hidden}").format(
                symbol=kept.symbol, timeframe=kept.timeframe, best_epoch=report.best_epoch, hidden=hidden
            ),
            loss_notice=None,
            figures=figure_rows(report),
            figures_notice=None,
            leaks=leaks,
            leaks_hint=leaks_hint,
            quantiles=QuantileState.of(kept),
            comparison=ComparisonState.of(report.comparison),
        )

    def _contribution_changed(self, state: "ContributionState") -> None:
        if state.phase == "preparing" and not state.stage:
            self._live = ()
        words = self._alone_words if state.phase == "idle" else None
        sentence, tone = words or _sentence(state)
        is_training = state.phase == "preparing"
        may_start = self.session.trader is not None and not state.is_busy and state.phase != "review"
        self.change(
            sentence=sentence,
            tone=tone,
            button=tr("Cancel") if is_training else tr("Train & contribute"),
            intent="cancel" if is_training else "start" if may_start else "",
            steps=_steps(state),
        )


def _stage(state: "ContributionState") -> str:
    return formatting.sentence(tr(state.stage)) if state.stage else tr("Starting")


def _sentence(state: "ContributionState") -> tuple[str, str]:
    if state.failure is not None:
        return f"{state.failure.message} {state.failure.remedy}".strip(), "danger"
    if state.phase == "preparing":
        return f"{_stage(state)} \u00b7 {state.fraction * 100:.0f} %", "muted"
    if state.phase == "review":
        cost = state.preview.privacy if state.preview else None
        words = f" {privacy_words.cost_words(cost).sentence}" if cost else ""
        return tr("Trained; nothing is sent before you say so.{words}").format(words=words), "muted"
    if state.phase == "sending":
        return tr("The update is on its way; see Rounds."), "muted"
    return tr("Candles and model stay on this machine."), "muted"


def _trained_words(model: str, pair: str, trained: "TrainedModel") -> str:
    """What a training came to, against a model that sees no feature."""
    gain = trained.report.base.loss - trained.report.best.loss
    words = tr(
        "Trained {model} on {pair}: loss {loss}, {gain} against no features. It stays on this machine."
    )
    return words.format(
        model=model,
        pair=pair,
        loss=formatting.number(trained.report.best.loss, 4),
        gain=formatting.number(gain, 4, sign=True),
    )


def _steps(state: "ContributionState") -> tuple[Step, ...]:
    if state.phase == "idle":
        return tuple(Step(name) for name in STAGES)
    reached = len(STAGES) if state.phase in {"review", "sending", "done"} else _STAGE_OF.get(state.stage, 0)
    failed = state.phase == "failed"
    return tuple(
        Step(name, "failed" if failed else "done" if n < reached else "active" if n == reached else "waiting")
        for n, name in enumerate(STAGES)
    )


def _curves(epochs: "tuple[_Epoch, ...] | tuple[EpochReport, ...]") -> tuple[Curve, ...]:
    return (
        Curve(tr("Validation"), tuple((float(e.epoch), e.validation_loss) for e in epochs), "accent"),
        Curve(
            tr("Training"),
            tuple((float(e.epoch), e.training_loss) for e in epochs),
            "average",
            is_dashed=True,
        ),
    )


def _tiles(report: "TrainingReport") -> tuple[TileState, ...]:
    best, base = report.best, report.base
    gain = base.loss - best.loss
    beats = tr("beats no features") if gain > 0 else tr("no better than no features")
    return (
        TileState(
            _NAMES[0], formatting.number(best.loss, 4),
            tr("from {loss}").format(loss=formatting.number(report.start.loss, 4)),
            hint=tr("Mean loss on the validation part, which lies after the training part."),
        ),
        TileState(
            _NAMES[1], formatting.number(gain, 4, sign=True), f"{formatting.arrow(gain)} {beats}".strip(),
            formatting.tone_of(gain),
            hint=tr("How much lower the loss is than that of a model that sees no feature."),
        ),
        TileState(
            _NAMES[2], formatting.number(best.auc, 3), tr("0.500 is a guess"),
            hint=tr("Chance that a rising window gets a higher probability than a falling one."),
        ),
        TileState(
            _NAMES[3], formatting.number(best.risk_r2, 3, sign=True), tr("0 is tomorrow like today"),
            hint=tr("Part of the squared error of 'tomorrow's variance is today's' that the model removes."),
        ),
        TileState(
            _NAMES[4], report.device.upper(), tr("{n} thread(s)", "", report.threads),
            hint=tr("Threads were measured when the worker started."),
        ),
    )  # fmt: skip


def leak_words(report: "TrainingReport") -> tuple[tuple[str, str], str]:
    """The verdict of the leak check with its tone, and each check with its reason."""
    leaks = report.leaks
    if leaks is None:
        return ("", ""), ""
    verdict = (tr("No leak"), "good") if leaks.is_clean else (tr("Leak found"), "danger")
    ok, leak = tr("ok"), tr("LEAK")
    lines = [f"{ok if check.passed else leak} · {check.name}: {check.reason}" for check in leaks.checks]
    return verdict, "\n".join(lines)


def figure_rows(report: "TrainingReport") -> tuple[FigureRow, ...]:
    """The losses of the kept weights, of the start, and of the model without features."""
    kinds = (
        (
            tr("Loss"),
            "loss",
            4,
            tr("Direction log-loss + 0.5 x risk negative log-likelihood; lower is better."),
        ),
        (tr("Direction log-loss"), "direction_log_loss", 4, tr("0.6931 is a coin; lower is better.")),
        (tr("Direction AUC"), "auc", 3, tr("0.5 is a guess; higher is better.")),
        (tr("Risk log-likelihood"), "risk_nll", 4, tr("Negative log-likelihood of the next day's variance.")),
        (
            tr("Risk R\u00b2 against today"),
            "risk_r2",
            3,
            tr("0 is 'tomorrow is like today'; higher is better."),
        ),
        (tr("Risk R\u00b2 against mean"), "risk_r2_mean", 3, tr("0 is 'always the mean'; higher is better.")),
    )
    rows = tuple(
        FigureRow(
            name,
            formatting.number(getattr(report.best, field), digits),
            formatting.number(getattr(report.start, field), digits),
            formatting.number(getattr(report.base, field), digits),
            hint,
        )
        for name, field, digits, hint in kinds
    )
    return (*rows, *_honesty_rows(report))


def _honesty_rows(report: "TrainingReport") -> tuple[FigureRow, ...]:
    """Calibration and novelty, of reports that have them."""
    found, novelty, absent = report.calibration, report.novelty, formatting.ABSENT
    if found is None or novelty is None:
        return ()
    after = formatting.number(found.error_after, 3)
    calibration = tr("{after} with a temperature fitted on earlier windows; 0 is honest.").format(after=after)
    hint = tr("More unusual than so many trained windows; {rare_share:.1%} of all lie beyond 99 %.").format(
        rare_share=novelty.rare_share
    )
    return (
        FigureRow(
            tr("Calibration error"), formatting.number(found.error_before, 3), absent, absent, calibration
        ),
        FigureRow(tr("Novelty of the newest"), f"{novelty.newest * 100:.0f} %", absent, absent, hint),
    )


def model_rows(kept: "tuple[KeptModel, ...]") -> tuple[ModelRow, ...]:
    """Kept models as rows."""
    return tuple(
        ModelRow(
            number=model.number,
            model=model.model.architecture,
            round=str(model.round_id) if model.round_id else formatting.ABSENT,
            symbol=f"{model.symbol} {model.timeframe}",
            candles=f"{model.candles:,}",
            until=formatting.date_time(model.until_at),
            before=formatting.number(model.report.start.loss, 4),
            after=formatting.number(model.report.best.loss, 4),
            digest=formatting.short(model.weights),
        )
        for model in kept
    )


FIGURE_COLUMNS = (
    Column[FigureRow](tr("Figure"), lambda row: row.name, share=4, hint=lambda row: row.hint),
    Column[FigureRow](tr("Kept"), lambda row: row.best, right=True, share=2),
    Column[FigureRow](tr("Start"), lambda row: row.start, right=True, share=2),
    Column[FigureRow](tr("No features"), lambda row: row.base, right=True, share=2),
)

MODEL_COLUMNS = (
    Column[ModelRow](
        tr("No."), lambda row: str(row.number), right=True, sort=lambda row: row.number, share=0
    ),
    Column[ModelRow](tr("Model"), lambda row: row.model, share=1),
    Column[ModelRow](tr("Round"), lambda row: row.round, right=True, share=0),
    Column[ModelRow](tr("Candles of"), lambda row: row.symbol, share=2),
    Column[ModelRow](tr("Candles"), lambda row: row.candles, right=True),
    Column[ModelRow](tr("Until (UTC)"), lambda row: row.until, share=2),
    Column[ModelRow](tr("Loss before"), lambda row: row.before, right=True),
    Column[ModelRow](tr("Loss after"), lambda row: row.after, right=True),
    Column[ModelRow](tr("Weights"), lambda row: row.digest, share=2),
)


class TrainScreen(PageFrame):
    """Draws a TrainState."""

    button_pressed = Signal()

    def __init__(self) -> None:
        self.button = Button(tr("Train & contribute"), role="primary")
        self.privacy = Button(
            tr("Privacy"), "shield-check", hint=tr("What was spent of the privacy budget, and its limit")
        )
        super().__init__(tr("Train"), self.privacy, self.button)
        self.button.clicked.connect(self.button_pressed)
        self._strip = StepStrip(tr("Stages of training"))
        self._tiles = Tiles()
        self._chart = CurveChart(
            tr("Loss by epoch"), over_time=False, value=lambda y: formatting.number(y, 4)
        )
        self._loss = Card(tr("Loss"), self._chart)
        self._figures: RecordTable[FigureRow] = RecordTable(tr("Figures against baselines"), FIGURE_COLUMNS)
        self._leaks = Pill()
        self._quantiles = QuantileCard()
        self._report = Card(tr("Out of sample"), self._figures, self._leaks)
        self._models: RecordTable[ModelRow] = RecordTable(tr("Models kept on this machine"), MODEL_COLUMNS)
        self.choice = ModelChoice()
        self._versions = Card(tr("Models on this machine"), self._models, self.choice)
        self.add(self._tiles)
        self.add(Card(tr("Stages"), self._strip))
        for card in (self._loss, self._report):
            card.setMinimumHeight(270)
        self._versions.setMinimumHeight(180)
        self.add_row((self._loss, 3), (self._report, 2), stretch=3)
        self.add(self._quantiles)
        self._comparison = ComparisonCard()
        self.add(self._comparison)
        self.add(self._versions, 2)

    def render_train(self, state: TrainState) -> None:
        """Show `state`."""
        self.note.show_text(state.sentence, state.tone)
        self.button.setText(state.button)
        self.enable(self.button, bool(state.intent))
        self.enable(self.privacy, state.may_limit)
        self._strip.render_steps(state.steps)
        self._tiles.render_tiles(state.tiles)
        self._chart.show_curves(state.loss)
        self._loss.note.show_text(state.loss_note)
        self._loss.show_notice(state.loss_notice)
        self._figures.show_records(state.figures)
        self._report.show_notice(state.figures_notice)
        self._leaks.show_text(*state.leaks)
        self._leaks.setToolTip(state.leaks_hint)
        self._leaks.setVisible(bool(state.leaks[0]))
        self._quantiles.render_quantiles(state.quantiles)
        self._comparison.render_comparison(state.comparison)
        self._models.show_records(state.models)
        self._versions.show_notice(state.models_notice)
        self.choice.render_choice(state.choice)


class TrainPage:
    """Train with its presenter."""

    def __init__(self, session: "Session", contribution: "Contribution", _go: "Navigate") -> None:
        self.widget = TrainScreen()
        self.presenter = TrainPresenter(session, contribution, self.widget.render_train)
        self.personal = PersonalPart(session, self.widget)
        self.widget.button_pressed.connect(self.presenter.act)
        self.widget.choice.asked.connect(self.presenter.train_alone)
        self.widget.choice.cancel_asked.connect(self.presenter.cancel_alone)
        self._sheet: PrivacyLimitSheet | None = None
        self.widget.privacy.clicked.connect(self.show_limit)

    def show_limit(self) -> "PrivacyLimitSheet":
        """Open the sheet of the privacy limit."""
        from ui.dialogs.privacy_limit import PrivacyLimitSheet

        if self._sheet is None:
            self._sheet = PrivacyLimitSheet(self.widget)
            self._sheet.limit_asked.connect(self.presenter.set_limit)
            self._sheet.removal_asked.connect(self.presenter.remove_limit)
        self._sheet.ask(self.presenter.budget.spent, self.presenter.budget.limit)
        return self._sheet
