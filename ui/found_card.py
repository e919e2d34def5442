"""What a round found in; a card with my own figures, everybody's row and a choice of rounds, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ui import finding_rows
from ui.finding_rows import FINDING_COLUMNS, FindingRow
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import LOADING, Card, Notice
from ui.widgets.facts import Fact, Facts
from ui.widgets.parts import column
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from app.trader.findings import RoundFindings

CURRENT = 0
"""Stands for whichever round is the newest."""
_LISTED = tr("Who joins, drops out or is left out is listed here.")


@dataclass(frozen=True)
class FoundState:
    """What the card shows.

    Args:
        choices: rounds that can be chosen, newest first.
        chosen: one of them, an older one, or CURRENT.
        title, note: of the card.
        facts: this trader's figures.
        rows: everybody's.
        notice: stands in place of the figures and rows.
    """

    choices: tuple[int, ...] = ()
    chosen: int = CURRENT
    title: str = tr("What the round found")
    note: str = ""
    facts: tuple[Fact, ...] = ()
    rows: tuple[FindingRow, ...] = ()
    notice: Notice | None = LOADING

    @classmethod
    def of(cls, found: "RoundFindings | Notice", choices: tuple[int, ...], chosen: int) -> Self:
        """What was found in words, or why nothing was."""
        if isinstance(found, Notice):
            return cls(choices, chosen, notice=found)
        return cls(
            choices=choices,
            chosen=chosen,
            title=finding_rows.found_title(found),
            note=finding_rows.summary(found),
            facts=finding_rows.own_facts(found),
            rows=finding_rows.finding_rows(found),
            notice=None if found.clients else _joining(found.status.joined),
        )


def _joining(joined: int) -> Notice:
    """While a round can be joined: who is in it is published when it can't any more."""
    if not joined:
        return Notice(tr("Nobody has joined yet"), _LISTED)
    return Notice(
        tr("{joined} joined so far").format(joined=joined),
        tr("{listed} when joining ends.").format(listed=_LISTED[:-1]),
    )


NOT_FOUND = FoundState()
"""Before anything was loaded."""


class FoundCard(Card):
    """Draws a FoundState."""

    round_chosen = Signal(int)

    def __init__(self) -> None:
        self._facts = Facts(tr("My part in the round"), indent=GRID + 3)
        self._table: RecordTable[FindingRow] = RecordTable(
            tr("Clients of the round"), FINDING_COLUMNS, wraps=True
        )
        self._choice = QComboBox()
        self._choice.setAccessibleName(tr("Round to look at"))
        self._choice.setFixedWidth(GRID * 20)
        self._choice.addItem(tr("Current round"), CURRENT)
        self._choice.activated.connect(lambda _: self.round_chosen.emit(self._choice.currentData()))
        body = QWidget()
        body.setLayout(column(self._facts, self._table, spacing=12))
        super().__init__(tr("What the round found"), body, self._choice)

    def render_found(self, state: FoundState) -> None:
        """Show `state`."""
        self.title.show_text(state.title)
        self.note.show_text(state.note)
        self._offer(state)
        self._facts.render_facts(state.facts)
        self._table.show_records(state.rows)
        self.show_notice(state.notice)

    def _offer(self, state: FoundState) -> None:
        older = () if state.chosen in (CURRENT, *state.choices) else (state.chosen,)
        wanted = [CURRENT, *state.choices, *older]
        if [self._choice.itemData(index) for index in range(self._choice.count())] != wanted:
            self._choice.clear()
            for number in wanted:
                self._choice.addItem(
                    tr("Round {number}").format(number=number) if number else tr("Current round"), number
                )
        self._choice.setCurrentIndex(wanted.index(state.chosen))
