"""The wallet's accounts in; a list with what can be done to each, and wishes, out."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import formatting
from ui.translation import tr
from ui.widgets.parts import Button, Label, row
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.sheet import Sheet


@dataclass(frozen=True)
class AccountRow:
    """One account.

    Args:
        name, address: of it; the address carries its checksum.
        key: where its key is, in words.
        backup: whether its key is somewhere else too, in words.
        backup_tone: of these words.
        is_in_use: it signs and takes part in rounds.
        is_watched: its key is not here: it can be taken off the list.
    """

    name: str
    address: str
    key: str
    backup: str
    backup_tone: str
    is_in_use: bool
    is_watched: bool


COLUMNS = (
    Column[AccountRow](tr("Account"), lambda row: row.name, share=3),
    Column[AccountRow](
        tr("Address"), lambda row: formatting.short(row.address), share=2, hint=lambda row: row.address
    ),
    Column[AccountRow](tr("Key"), lambda row: row.key, share=2),
    Column[AccountRow](tr("Backed up"), lambda row: row.backup, tone=lambda row: row.backup_tone, share=2),
    Column[AccountRow](
        "", lambda row: tr("\u25cf in use") if row.is_in_use else "", tone=lambda _row: "good"
    ),
)


class AccountsSheet(Sheet):
    """Lists the accounts; the chosen one can be used, renamed, or taken off when it is only watched."""

    wished = Signal(str, str)
    """A wish's kind, and the address of the chosen account or ""."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Accounts"), 760)
        self._why = Label(role="muted", wrap=True)
        self.table: RecordTable[AccountRow] = RecordTable(tr("Accounts of this wallet"), COLUMNS)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.table.selectionModel().selectionChanged.connect(self._redraw)
        self.table.opened.connect(lambda chosen: self._wish("use", chosen))
        self.buttons = {
            "use": Button(tr("Use"), "check"),
            "rename": Button(tr("Rename\u2026")),
            "forget": Button(tr("Take off")),
            "add": Button(tr("Add account")),
            "key": Button(tr("Import key\u2026")),
            "keystore": Button(tr("Import key file\u2026")),
            "watch": Button(tr("Watch\u2026"), "eye"),
            "connect": Button(tr("Connect signer\u2026"), "shield"),
        }
        for kind, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self._wish(kind, self._chosen()))
        close = Button(tr("Close"), role="primary")
        close.clicked.connect(self.close_sheet)
        self.content.addWidget(self._why)
        self.content.addWidget(self.table)
        *of_chosen, signer = [self.buttons[kind] for kind in ("use", "rename", "forget", "connect")]
        of_wallet = [self.buttons[kind] for kind in ("add", "key", "keystore", "watch")]
        self.content.addLayout(row(*of_chosen, None, signer))
        self.content.addLayout(row(*of_wallet, None, close))
        self._why_not = ""
        self._may_add = False

    def render_accounts(self, rows: tuple[AccountRow, ...], why_not: str, *, may_add: bool) -> None:
        """Show the accounts.

        Args:
            rows: the accounts.
            why_not: why the one in use cannot be changed now, "" where it can.
            may_add: the seed words are open, so that the next account can be derived.
        """
        self._why_not, self._may_add = why_not, may_add
        self.table.show_records(rows)
        self._why.show_text(
            why_not or tr("The account in use signs and takes part in rounds."),
            "warning" if why_not else "muted",
        )
        self._redraw()

    def show_sheet(self) -> None:
        """Open it."""
        self.open()
        self.fit_table(self.table, max(4, min(8, len(self.table.records()))))
        self._redraw()
        self.table.setFocus()

    def _chosen(self) -> AccountRow | None:
        found = self.table.chosen()
        return found[0] if found else None

    def _redraw(self) -> None:
        chosen = self._chosen()
        is_other = chosen is not None and not chosen.is_in_use
        self.buttons["use"].setEnabled(is_other and not self._why_not)
        self.buttons["rename"].setEnabled(chosen is not None)
        self.buttons["forget"].setVisible(chosen is not None and chosen.is_watched)
        self.buttons["forget"].setEnabled(is_other)
        self.buttons["add"].setEnabled(self._may_add)

    def _wish(self, kind: str, chosen: AccountRow | None) -> None:
        if kind == "use" and not self.buttons["use"].isEnabled():
            return
        self.wished.emit(kind, chosen.address.lower() if chosen else "")
