"""An open question in; a sheet that lists what an answer sends and costs, and the trader's yes, out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from ui import formatting, question_rows
from ui.dialogs.send_sheet import COLUMNS, SentRow, sent_rows
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row
from ui.widgets.record_table import RecordTable
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from app.trader.questions import Offer


class AnswerSheet(Sheet):
    """Lists what an answer sends; nothing leaves before the trader agrees."""

    agreed = Signal(int, bool)
    """The question's number, and whether every question about its column may be answered."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Answer this question?"), 920)
        self._number = 0
        self._lead = Label(wrap=True)
        self._where = Label(role="muted", wrap=True)
        self._table: RecordTable[SentRow] = RecordTable(tr("Fields that will be sent"), COLUMNS, wraps=True)
        self._stays = Label(wrap=True)
        self._cost = Label(wrap=True)
        self._always = QCheckBox()
        cancel = Button(tr("Not now"))
        cancel.clicked.connect(self.close_sheet)
        self._agree = Button(tr("Agree and answer"), "send", "primary")
        self._agree.clicked.connect(self._accept)
        stays = Label(tr("What stays here"), "heading")
        self.content.addLayout(column(self._lead, self._where, self._table, stays, self._stays, spacing=12))
        self.content.addLayout(column(self._cost, self._always, spacing=GRID))
        self.content.addLayout(row(None, cancel, self._agree))

    def ask(self, offer: "Offer") -> None:
        """Show what answering `offer` sends and wait for a word."""
        query, rows = offer.question.query, sent_rows(offer)
        self._number = offer.question.number
        counted = tr("{n} row(s)", "", offer.question.rows)
        self._lead.show_text(
            tr("{title}, made of {counted} of mine. {reason}").format(
                title=question_rows.title(query), counted=counted, reason=query.reason
            )
        )
        each = (
            tr(", up to {most_sums} times").format(most_sums=offer.most_sums) if offer.most_sums > 1 else ""
        )
        self._where.show_text(
            tr("{size} in all to {destination}{each}. Nothing was sent yet.").format(
                size=formatting.size(offer.size), destination=offer.destination, each=each
            )
        )
        self._table.show_records(rows)
        self._stays.show_text("\n".join(f"\u2022 {sentence}" for sentence in offer.stays))
        self._cost.show_text(question_rows.cost_sentence(offer), "" if query.noise_multiplier else "warning")
        noise = (
            tr(" with noise of {noise_multiplier:g} or more").format(noise_multiplier=query.noise_multiplier)
            if query.noise_multiplier
            else ""
        )
        self._always.setText(
            tr("Agree to every question about {name}{noise}").format(name=query.column.name, noise=noise)
        )
        self._always.setChecked(False)
        self._agree.setEnabled(not offer.obstacle)
        self.open()
        self.fit_table(self._table, len(rows))
        self._agree.setFocus()

    def _accept(self) -> None:
        self.close_sheet()
        self.agreed.emit(self._number, self._always.isChecked())
