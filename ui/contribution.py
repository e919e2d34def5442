"""Clicks on the one button in; a contribution trained, shown, sent and scored, phase by phase, out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from ui import formatting
from ui.telling import Telling
from ui.translation import tr

if TYPE_CHECKING:
    from app.jobs import Job
    from app.trader.participation import Preparation, RoundResult, SendPreview
    from ui.background import Failure
    from ui.session import Session

Phase = Literal["idle", "preparing", "review", "sending", "done", "failed"]
BUSY: tuple[Phase, ...] = ("preparing", "sending")


@dataclass(frozen=True)
class ContributionState:
    """Where the contribution stands.

    Args:
        phase: "review" waits for the user to send, "done" and "failed" for the next click.
        stage: what is done now.
        fraction: how much of it is done.
        preview: what will be sent, from "review" on.
        result: of the last scored contribution.
        failure: why the last one failed.
    """

    phase: Phase = "idle"
    stage: str = ""
    fraction: float = 0.0
    preview: "SendPreview | None" = None
    result: "RoundResult | None" = None
    failure: "Failure | None" = None

    @property
    def is_busy(self) -> bool:
        """Work is under way."""
        return self.phase in BUSY


class Contribution:
    """The one contribution that may be under way.

    Args:
        session: trader and runner.
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._preparation: Preparation | None = None
        self._job: Job[Any] | None = None
        self._listeners: list[Callable[[ContributionState], None]] = []
        self.state = ContributionState()

    def on_change(self, listener: Callable[[ContributionState], None]) -> None:
        """Call `listener` with each new state."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Train on this machine's candles from the global model; nothing is sent before `send`."""
        trader = self._session.trader
        if trader is None or self.state.phase in {*BUSY, "review"}:
            return
        self._begin("preparing")
        self._job = self._session.run(
            tr("Train & contribute"),
            trader.participation.prepare,
            self._prepared,
            self._failed,
            cancelled=self._cancelled,
            moved=self._moved,
            is_shown=True,
            telling=Telling("train", _trained_words, "contribution", goes_on=True),
        )

    def send(self) -> None:
        """Send what the preview lists, and follow the round to its score."""
        trader, preparation = self._session.trader, self._preparation
        if trader is None or preparation is None or self.state.phase != "review":
            return
        part = trader.participation
        self._preparation = None
        self._begin("sending")
        self._job = self._session.run(
            tr("Contribute"),
            lambda progress: part.finish(
                part.send(preparation, _within(progress, 0.0, 0.5)), _within(progress, 0.5, 1.0)
            ),
            self._scored,
            self._failed,
            cancelled=self._cancelled,
            moved=self._moved,
            is_shown=True,
            telling=Telling("rounds", _scored_words, "round", goes_on=True),
        )

    def resume(self) -> None:
        """Go on with a round that this machine was part of when it stopped."""
        trader = self._session.trader
        if trader is None or self.state.phase in {*BUSY, "review"}:
            return
        self._begin("sending")
        self._job = self._session.run(
            tr("Resume the round"),
            trader.participation.resume,
            self._resumed,
            self._failed,
            cancelled=self._cancelled,
            moved=self._moved,
            is_shown=True,
            telling=Telling("rounds", _scored_words, "round", goes_on=True),
        )

    def decline(self) -> None:
        """Send nothing after all; the trained model stays on this machine."""
        if self.state.phase == "review":
            self._preparation = None
            self._change(ContributionState(result=self.state.result))

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.cancel()

    def _begin(self, phase: Phase) -> None:
        self._change(ContributionState(phase, result=self.state.result, preview=self.state.preview))

    def _moved(self, stage: str, fraction: float) -> None:
        self._change(replace(self.state, stage=stage, fraction=fraction))

    def _prepared(self, preparation: "Preparation") -> None:
        self._preparation = preparation
        self._change(
            ContributionState("review", preview=preparation.preview, result=self.state.result, fraction=1.0)
        )

    def _scored(self, result: "RoundResult") -> None:
        self._change(ContributionState("done", result=result, preview=self.state.preview))

    def _resumed(self, result: "RoundResult | None") -> None:
        if result is None:
            self._change(ContributionState("idle", result=self.state.result))
        else:
            self._scored(result)

    def _failed(self, failure: "Failure") -> None:
        self._change(ContributionState("failed", result=self.state.result, failure=failure))

    def _cancelled(self) -> None:
        self._change(ContributionState("idle", result=self.state.result))

    def _change(self, state: ContributionState) -> None:
        self.state = state
        for listener in self._listeners:
            listener(state)


def _within(progress: Callable[[str, float], None], start: float, end: float) -> Callable[[str, float], None]:
    return lambda stage, fraction: progress(stage, start + (end - start) * fraction)


def _trained_words(preparation: "Preparation") -> str:
    words = tr("Trained on {pair} for round {number}; nothing is sent before you say so.")
    return words.format(pair=preparation.symbol, number=int(preparation.round_id))


def _scored_words(result: "RoundResult | None") -> str:
    if result is None:
        return tr("There was no round to go on with.")
    score = formatting.number(result.score, 4, sign=True)
    return tr("Round {number}: my score is {score} nat.").format(number=int(result.round_id), score=score)
