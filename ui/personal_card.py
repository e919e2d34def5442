"""Personal models kept here and a wish to make one in; the three models side by side and a verdict out."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget

from core.errors import TryAgain
from core.values import Symbol
from ui import formatting, personal_rows
from ui.personal_rows import NO_MODEL, NO_NETWORK, NO_PAIR, PersonalRow
from ui.presenter import Presenter
from ui.telling import Telling
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import LOADING, Card, Notice
from ui.widgets.parts import Button, Label, column
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.jobs import Job
    from app.trader import Trader
    from app.trader.personal import PersonalModel
    from ui.background import Failure
    from ui.session import Session
    from ui.widgets.page import PageFrame


@dataclass(frozen=True)
class PersonalState:
    """What the card shows.

    Args:
        note: what was personalised, or how far it is.
        note_tone: of that.
        verdict: the sentence and its tone.
        outdated: why the model is old, "" where it is not.
        remarks: what else one must know.
        rows: the figures.
        notice: stands in place of all that.
        choices: what can be personalised on: pairs, and all of them.
        is_running: it is being made.
    """

    note: str = ""
    note_tone: str = ""
    verdict: tuple[str, str] = ("", "")
    outdated: str = ""
    remarks: str = ""
    rows: tuple[PersonalRow, ...] = ()
    notice: Notice | None = LOADING
    choices: tuple[str, ...] = ()
    is_running: bool = False


@dataclass(frozen=True)
class PersonalData:
    """What a load found.

    Args:
        newest: personal model; None before the first.
        pairs: whose candles have the network's timeframe.
        current: digest of the network's global model; "" where it does not matter or is not known.
    """

    newest: "PersonalModel | None"
    pairs: tuple[str, ...]
    current: str


class PersonalPresenter(Presenter[PersonalState, PersonalData]):
    """Keeps the card: the newest personal model, or how far the next one is."""

    asks_network = False

    def __init__(self, session: "Session", render: "Callable[[PersonalState], None]") -> None:
        super().__init__(session, PersonalState(), render)
        self._job: Job[PersonalModel] | None = None

    def load(self, trader: "Trader") -> PersonalData:
        """Read the newest model, what it could be made of, and whether the network has moved on."""
        from app.trader.global_models import current_digest

        kept = trader.personal.kept()
        stored = trader.ports.candle_store.stored()
        pairs = tuple(str(symbol) for symbol, length in stored if str(length) == trader.network.timeframe)
        current = ""
        if kept and kept[0].round_id:
            with suppress(TryAgain):  # the network is away: nobody knows whether the model is old
                current = current_digest(trader.ports)
        return PersonalData(kept[0] if kept else None, pairs, current)

    def loaded(self, latest: PersonalData) -> None:
        """Show the newest model."""
        every = (tr("All {pairs} pairs").format(pairs=len(latest.pairs)),) if len(latest.pairs) > 1 else ()
        self.change(choices=(*latest.pairs, *every))
        if self.state.is_running:
            return
        if latest.newest is None:
            self.change(notice=NO_MODEL if latest.pairs else NO_PAIR)
            return
        kept = latest.newest
        self.change(
            note=personal_rows.origin(kept),
            note_tone="",
            verdict=personal_rows.judgement(kept.report),
            outdated=personal_rows.OUTDATED if latest.current not in ("", kept.start) else "",
            remarks=personal_rows.remarks(kept),
            rows=personal_rows.rows(kept.report),
            notice=None,
        )

    def load_failed(self, failure: "Failure") -> None:
        """Say why nothing could be read."""
        self._failed(failure)

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(notice=NO_NETWORK, choices=(), note="")

    def make(self, choice: str) -> None:
        """The user wants a model from the candles of a pair, or of all."""
        trader, data = self.session.trader, self._latest
        if trader is None or data is None or self.state.is_running:
            return
        self.make_of((choice,) if choice in data.pairs else tuple(data.pairs))

    def make_of(self, pairs: "Sequence[str]") -> None:
        """Make a model from the candles of these pairs."""
        trader = self.session.trader
        if trader is None or self.state.is_running:
            return
        symbols = [Symbol.parse(one) for one in pairs]
        self.change(is_running=True)
        self._moved("starting", 0.0)
        self._job = self.session.run(
            tr("Personalising"),
            lambda progress: trader.personalise(symbols, progress),
            lambda _kept: self._ended(),
            self._stopped,
            cancelled=self._cancelled,
            moved=self._moved,
            is_shown=True,
            telling=Telling("train", kind="personal", arguments={"pairs": ",".join(pairs)}),
        )

    def cancel(self) -> None:
        """Stop; nothing is kept."""
        if self._job is not None:
            self._job.cancel()

    def _moved(self, stage: str, fraction: float) -> None:
        words = f"{formatting.sentence(tr(stage))} \u00b7 {fraction * 100:.0f} %"
        self.change(note=words, note_tone="")
        if not self.state.rows:
            self.change(notice=replace(LOADING, text=tr("Personalising\u2026"), detail=words))

    def _ended(self) -> None:
        self._job = None
        self.change(is_running=False)
        self.refresh()

    def _stopped(self, failure: "Failure") -> None:
        self._job = None
        self.change(is_running=False)
        self._failed(failure)

    def _cancelled(self) -> None:
        self._job = None
        self.change(is_running=False, note=tr("Cancelled; nothing was kept."), note_tone="")
        if not self.state.rows:
            self.change(notice=NO_MODEL)

    def _failed(self, failure: "Failure") -> None:
        """Beside an older model in its note, else in its place."""
        if self.state.rows:
            self.change(note=f"{failure.message} {failure.remedy}".strip(), note_tone="danger", notice=None)
        else:
            self.change(notice=Notice(failure.message, failure.remedy, "error"), note="")


class PersonalCard(Card):
    """Draws a PersonalState."""

    asked = Signal(str)
    cancel_asked = Signal()
    came = Signal()
    went = Signal()

    def __init__(self) -> None:
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Candles to personalise on"))
        self.choice.setToolTip(tr("Candles to personalise on"))
        self.choice.setMinimumWidth(GRID * 20)
        self.button = Button(
            tr("Personalise"),
            hint=tr("Fit the network's model to your candles, on this machine; nothing is sent"),
        )
        self.button.clicked.connect(self._clicked)
        self._verdict = Label(role="heading", wrap=True)
        self._outdated = Label(tone="warning", wrap=True)
        self._remarks = Label(role="muted", wrap=True)
        self.table: RecordTable[PersonalRow] = RecordTable(
            tr("Three models side by side"), personal_rows.COLUMNS
        )
        self.table.setFixedHeight(self.table.height_for(5))
        body = QWidget()
        body.setLayout(column(self._verdict, self._outdated, self.table, self._remarks))
        super().__init__(tr("Personal model"), body, self.choice, self.button)
        self.setMinimumHeight(GRID * 40)
        self._is_running = False

    def render_personal(self, state: PersonalState) -> None:
        """Show `state`; what was chosen stays chosen."""
        self._is_running = state.is_running
        self.note.show_text(state.note, state.note_tone)
        self._verdict.show_text(*state.verdict)
        self._outdated.show_text(state.outdated, "warning")
        self._outdated.setVisible(bool(state.outdated))
        self._remarks.show_text(state.remarks)
        self.table.show_records(state.rows)
        self.show_notice(state.notice)
        if tuple(self.choice.itemText(place) for place in range(self.choice.count())) != state.choices:
            chosen = self.choice.currentText()
            self.choice.clear()
            self.choice.addItems(list(state.choices))
            self.choice.setCurrentText(chosen)
        self.choice.setEnabled(bool(state.choices) and not state.is_running)
        self.button.setText(tr("Cancel") if state.is_running else tr("Personalise"))
        self.button.setEnabled(bool(state.choices) or state.is_running)

    def _clicked(self) -> None:
        if self._is_running:
            self.cancel_asked.emit()
        else:
            self.asked.emit(self.choice.currentText())

    def showEvent(self, event: QShowEvent) -> None:
        """Connect the card to what it shows."""
        super().showEvent(event)
        self.came.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Disconnect it."""
        super().hideEvent(event)
        self.went.emit()


class PersonalPart:
    """The card with its presenter, put below what is on a page."""

    def __init__(self, session: "Session", page: "PageFrame") -> None:
        self.card = PersonalCard()
        self.presenter = PersonalPresenter(session, self.card.render_personal)
        self.card.asked.connect(self.presenter.make)
        self.card.cancel_asked.connect(self.presenter.cancel)
        self.card.came.connect(self.presenter.show)
        self.card.went.connect(self.presenter.hide)
        session.on_change(self._session_changed)
        page.add(self.card)

    def _session_changed(self) -> None:
        if self.presenter.is_shown:
            self.presenter.refresh()
