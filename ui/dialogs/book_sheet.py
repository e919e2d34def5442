"""Contacts in; a list with what can be done to each, and wishes, out."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import formatting
from ui.translation import tr
from ui.widgets.parts import Button, Label, row
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.sheet import Sheet


@dataclass(frozen=True)
class ContactRow:
    """One contact; the address carries its checksum."""

    name: str
    address: str
    note: str


COLUMNS = (
    Column[ContactRow](tr("Name"), lambda row: row.name, share=2),
    Column[ContactRow](
        tr("Address"), lambda row: formatting.short(row.address), share=2, hint=lambda row: row.address
    ),
    Column[ContactRow](tr("Note"), lambda row: row.note, share=3, hint=lambda row: row.note),
)


class BookSheet(Sheet):
    """Lists the contacts; the chosen one can be paid, changed or removed."""

    wished = Signal(str, object)
    """What to do, and the chosen ContactRow or None."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Address book"), 720)
        self.empty = Label(tr("No contacts yet. Add those whom you pay more than once."), "muted", wrap=True)
        self.sentence = Label(wrap=True)
        self.table: RecordTable[ContactRow] = RecordTable(tr("Contacts"), COLUMNS)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.table.selectionModel().selectionChanged.connect(self._redraw)
        self.table.opened.connect(lambda chosen: self.wished.emit("pay", chosen))
        self.buttons = {
            "pay": Button(tr("Send to\u2026"), "send"),
            "change": Button(tr("Change\u2026")),
            "remove": Button(tr("Remove")),
            "add": Button(tr("Add\u2026")),
            "import": Button(tr("Import\u2026"), "upload"),
            "export": Button(tr("Export\u2026"), "download"),
        }
        for kind, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self._wish(kind))
        close = Button(tr("Close"), role="primary")
        close.clicked.connect(self.close_sheet)
        self.content.addWidget(self.empty)
        self.content.addWidget(self.table)
        self.content.addWidget(self.sentence)
        of_chosen, of_book = list(self.buttons.values())[:3], list(self.buttons.values())[3:]
        self.content.addLayout(row(*of_chosen, None))
        self.content.addLayout(row(*of_book, None, close))

    def render_contacts(self, rows: tuple[ContactRow, ...], sentence: str = "", tone: str = "muted") -> None:
        """Show the contacts, and what was just done."""
        self.table.show_records(rows)
        self.empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.sentence.show_text(sentence, tone)
        self.sentence.setVisible(bool(sentence))
        self._redraw()

    def show_sheet(self) -> None:
        """Open it."""
        self.open()
        self.fit_table(self.table, max(4, min(8, len(self.table.records()))))
        self._redraw()
        (self.table if self.table.records() else self.buttons["add"]).setFocus()

    def _chosen(self) -> ContactRow | None:
        found = self.table.chosen()
        return found[0] if found else None

    def _redraw(self) -> None:
        for kind in ("pay", "change", "remove"):
            self.buttons[kind].setEnabled(self._chosen() is not None)
        self.buttons["export"].setEnabled(bool(self.table.records()))

    def _wish(self, kind: str) -> None:
        self.wished.emit(kind, self._chosen())
