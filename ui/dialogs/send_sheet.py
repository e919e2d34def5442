"""The preview of a contribution in; the sheet that lists what leaves this machine, and Send, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import formatting, privacy_words
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from app.trader.participation import SendPreview
    from app.trader.questions import Offer
    from ui.privacy_words import CostWords


@dataclass(frozen=True)
class SentRow:
    """One field that leaves, ready to show."""

    step: str
    field: str
    size: str
    bytes: int
    meaning: str


COLUMNS = (
    Column[SentRow](tr("Step"), lambda sent: sent.step, share=1),
    Column[SentRow](tr("Field"), lambda sent: sent.field, share=3),
    Column[SentRow](tr("Size"), lambda sent: sent.size, right=True, sort=lambda sent: sent.bytes),
    Column[SentRow](tr("What it is"), lambda sent: sent.meaning, share=11, hint=lambda sent: sent.meaning),
)


@dataclass(frozen=True)
class SendState:
    """What the sheet shows."""

    lead: str
    rows: tuple[SentRow, ...]
    stays: str
    privacy: "CostWords | None"


def send_state(preview: "SendPreview") -> SendState:
    """The preview in words."""
    total = formatting.size(preview.size)
    return SendState(
        lead=tr("Round {round_id}: {total} in all, to {destination}. Nothing was sent yet.").format(
            round_id=preview.round_id, total=total, destination=preview.destination
        ),
        rows=sent_rows(preview),
        stays="\n".join(f"\u2022 {sentence}" for sentence in preview.stays),
        privacy=privacy_words.cost_words(preview.privacy) if preview.privacy else None,
    )


def sent_rows(preview: "SendPreview | Offer") -> tuple[SentRow, ...]:
    """The fields of a preview, or of an answer, as rows."""
    return tuple(
        SentRow(
            part.step,
            tr(part.field),
            formatting.size(part.size) if part.size else tr("depends"),
            part.size,
            tr(part.meaning),
        )
        for part in preview.fields
    )


class SendSheet(Sheet):
    """Lists what will leave; nothing does before Send."""

    send_asked = Signal()
    decline_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("What leaves this machine"), 920)
        self._lead = Label(role="muted", wrap=True)
        self._table: RecordTable[SentRow] = RecordTable(tr("Fields that will be sent"), COLUMNS, wraps=True)
        self._stays = Label(wrap=True)
        self._cost = Label(wrap=True)
        self._cost_note = Label(role="muted", wrap=True)
        stays = Label(tr("What stays here"), "heading")
        cancel = Button(tr("Not now"))
        cancel.clicked.connect(self._decline)
        self._send = Button(tr("Send"), "send", "primary")
        self._send.clicked.connect(self._accept)
        self.dismissed.connect(self.decline_asked)
        self.content.addLayout(column(self._lead, self._table, stays, self._stays, spacing=12))
        self.content.addLayout(column(self._cost, self._cost_note, spacing=GRID // 2))
        self.content.addLayout(row(None, cancel, self._send))

    def ask(self, preview: "SendPreview") -> None:
        """Show `preview` and wait for an answer."""
        state = send_state(preview)
        self._lead.show_text(state.lead)
        self._table.show_records(state.rows)
        self._stays.show_text(state.stays)
        self._show_cost(state.privacy)
        self.open()
        self.fit_table(self._table, len(state.rows))
        self._send.setFocus()

    def _show_cost(self, words: "CostWords | None") -> None:
        """What sending costs in privacy; what the limit does not allow cannot be sent."""
        for label in (self._cost, self._cost_note):
            label.setVisible(words is not None)
        if words is not None:
            self._cost.show_text(words.sentence, words.tone)
            self._cost_note.show_text(words.note)
        self._send.setEnabled(words is None or words.tone != "danger")

    def _accept(self) -> None:
        self.close_sheet()
        self.send_asked.emit()

    def _decline(self) -> None:
        self.close_sheet()
        self.decline_asked.emit()
