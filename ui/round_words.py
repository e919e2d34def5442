"""A round's status and the market's time in; its sentence, its steps and their states out."""

from typing import TYPE_CHECKING

from ui import formatting
from ui.translation import tr
from ui.widgets.step_strip import Step

if TYPE_CHECKING:
    from app.trader.participation import RoundStatus

STEPS = ("open", "join", "share", "mask", "open_norm", "agree", "unmask", "publish", "open_score", "settle")
"""As in core.federated.terms, which is not imported before the first paint; a test compares them."""

MEANINGS = {
    "open": tr("the round's terms are on chain"),
    "join": tr("clients register with fresh keys"),
    "share": tr("shares of the masks' seeds go to neighbours, sealed"),
    "mask": tr("masked updates arrive; nobody can read one alone"),
    "open_norm": tr("random sums show that no update is too long or turned around"),
    "agree": tr("all sign the same list of survivors"),
    "unmask": tr("the sum is unmasked, never a single update"),
    "publish": tr("the next model is published; the candles that score it come in"),
    "open_score": tr("waits for candles after the commitment, then scores"),
    "settle": tr("scores go on chain; a few masks, drawn by lot, are shown"),
}

WAITING_STEPS = tuple(Step(name, "waiting", hint=MEANINGS[name]) for name in STEPS)


def describe(status: "RoundStatus | None", now: float) -> tuple[str, str, tuple[Step, ...]]:
    """Title, note and steps of a round."""
    if status is None:
        return tr("Round"), tr("no round is known"), WAITING_STEPS
    attempt = tr(", attempt {attempt}").format(attempt=status.attempt) if status.attempt > 1 else ""
    return (
        tr("Round {round_id}{attempt}").format(round_id=status.round_id, attempt=attempt),
        _note(status, now),
        steps(status),
    )


def steps(status: "RoundStatus") -> tuple[Step, ...]:
    """The ten steps with their states."""
    reached = STEPS.index(status.step) if status.step in STEPS else -1
    if status.step == "settled":
        reached = len(STEPS)
    failed = status.step == "aborted"
    return tuple(
        Step(name, _state(number, reached, failed=failed), _count(name, status), MEANINGS[name])
        for number, name in enumerate(STEPS)
    )


def _state(number: int, reached: int, *, failed: bool) -> str:
    if failed:
        return "failed"
    return "done" if number < reached else "active" if number == reached else "waiting"


def _count(name: str, status: "RoundStatus") -> str:
    if name == "join" and status.joined:
        return f"{status.joined} of {max(status.needed, status.joined)}"
    if name == "mask" and status.survivors:
        return str(status.survivors)
    return ""


def _note(status: "RoundStatus", now: float) -> str:
    if status.step == "aborted":
        return tr("aborted: {reason}").format(reason=status.reason or tr("no reason was given"))
    if status.step == "settled":
        before, after = formatting.number(status.loss_before, 4), formatting.number(status.loss_after, 4)
        return tr("loss {before} → {after}").format(before=before, after=after)
    return MEANINGS.get(status.step, status.step) + _closes(status, now)


def _closes(status: "RoundStatus", now: float) -> str:
    left = status.deadline_at - now
    return tr(" · closes in {left}").format(left=formatting.duration(left)) if left > 0 else ""


def sentence(status: "RoundStatus | None", now: float) -> str:
    """The round as the end of a sentence."""
    if status is None:
        return tr("no round is known")
    if status.step in {"settled", "aborted"}:
        return tr("round {round_id} {step}").format(round_id=status.round_id, step=status.step)
    left = status.deadline_at - now
    if status.step == "publish" and left > 0:
        return tr("round {round_id} is scored in {left}").format(
            round_id=status.round_id, left=formatting.duration(left)
        )
    closes = tr(" closes in {left}").format(left=formatting.duration(left)) if left > 0 else tr(" is closing")
    return tr("round {round_id}: {step}{closes}").format(
        round_id=status.round_id, step=status.step, closes=closes
    )
