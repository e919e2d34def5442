"""Records of rounds, of traffic and of checks in; rows and columns ready to show, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui import formatting
from ui.translation import tr
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from app.ports import RoundRecord, SentTotal
    from core.federated.verification import Check


@dataclass(frozen=True)
class RoundRow:
    """One round that this trader took part in."""

    number: int
    phase: str
    summed: str
    loss: str
    gain: str
    gain_tone: str
    score: str
    score_tone: str
    payable: str
    payable_tone: str
    state: str
    sent: str
    note: str


@dataclass(frozen=True)
class TrafficRow:
    """All that left for one purpose."""

    destination: str
    purpose: str
    requests: int
    size: str
    bytes: int


@dataclass(frozen=True)
class CheckRow:
    """One check of a verified round."""

    name: str
    verdict: str
    tone: str
    detail: str


def round_rows(records: "tuple[RoundRecord, ...]", address: str) -> tuple[RoundRow, ...]:
    """This trader's rounds, newest first."""
    rows = []
    for record in reversed(records):
        gain = _gain(record)
        score = record.scores.get(address)
        rows.append(
            RoundRow(
                number=record.round_id,
                phase=record.phase,
                summed=f"{record.survivors} of {record.clients}" if record.survivors else formatting.ABSENT,
                loss=_losses(record),
                gain=nats(gain),
                gain_tone=formatting.tone_of(gain),
                score=nats(score),
                score_tone=formatting.tone_of(score),
                payable=nats(record.payable),
                payable_tone=formatting.tone_of(record.payable),
                state=record.state or formatting.ABSENT,
                sent=formatting.size(record.bytes_sent),
                note=record.note,
            )
        )
    return tuple(rows)


def nats(value: float | None) -> str:
    """A change of loss as "\u25b2 +0.00438"."""
    return f"{formatting.arrow(value)} {formatting.number(value, 5, sign=True)}".strip()


def _losses(record: "RoundRecord") -> str:
    if record.loss_before is None or record.loss_after is None:
        return formatting.ABSENT
    return f"{formatting.number(record.loss_before, 4)} \u2192 {formatting.number(record.loss_after, 4)}"


def _gain(record: "RoundRecord") -> float | None:
    if record.loss_before is None or record.loss_after is None:
        return None
    return record.loss_before - record.loss_after


def traffic_rows(totals: "tuple[SentTotal, ...]") -> tuple[TrafficRow, ...]:
    """What left, largest first."""
    rows = [
        TrafficRow(part.destination, part.purpose, part.requests, formatting.size(part.size), part.size)
        for part in totals
    ]
    return tuple(sorted(rows, key=lambda row: -row.bytes))


def check_rows(checks: "tuple[Check, ...]") -> tuple[CheckRow, ...]:
    """Checks as rows."""
    return tuple(
        CheckRow(
            tr(check.name),
            tr("\u2713 holds") if check.ok else tr("\u2717 fails"),
            "good" if check.ok else "danger",
            check.detail,
        )
        for check in checks
    )


ROUND_COLUMNS = (
    Column[RoundRow](
        tr("Round"), lambda row: str(row.number), right=True, sort=lambda row: row.number, share=0
    ),
    Column[RoundRow](tr("Stage"), lambda row: row.phase, share=2, hint=lambda row: row.note),
    Column[RoundRow](tr("In the sum"), lambda row: row.summed, right=True),
    Column[RoundRow](tr("Loss"), lambda row: row.loss, right=True, share=3),
    Column[RoundRow](
        tr("Gain (nat)"), lambda row: row.gain, right=True, tone=lambda row: row.gain_tone, share=2
    ),
    Column[RoundRow](
        tr("Raw score"), lambda row: row.score, right=True, tone=lambda row: row.score_tone, share=2
    ),
    Column[RoundRow](
        tr("Payable"), lambda row: row.payable, right=True, tone=lambda row: row.payable_tone, share=2
    ),
    Column[RoundRow](tr("Score is"), lambda row: row.state, share=2),
    Column[RoundRow](tr("I sent"), lambda row: row.sent, right=True, share=2),
)

TRAFFIC_COLUMNS = (
    Column[TrafficRow](tr("To"), lambda row: row.destination, share=2),
    Column[TrafficRow](tr("For"), lambda row: row.purpose, share=4, hint=lambda row: row.purpose),
    Column[TrafficRow](
        tr("Requests"), lambda row: f"{row.requests:,}", right=True, sort=lambda row: row.requests
    ),
    Column[TrafficRow](tr("Bytes"), lambda row: row.size, right=True, sort=lambda row: row.bytes, share=2),
)

CHECK_COLUMNS = (
    Column[CheckRow](tr("Check", "of a round"), lambda row: row.name, share=9, hint=lambda row: row.name),
    Column[CheckRow](tr("Result"), lambda row: row.verdict, tone=lambda row: row.tone, share=2),
    Column[CheckRow](tr("What was found"), lambda row: row.detail, share=6, hint=lambda row: row.detail),
)
