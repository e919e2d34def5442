"""Candle files in; a sheet that asks what they do not say of themselves, and the wish to import them, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row
from ui.widgets.search_box import SearchBox
from ui.widgets.sheet import Sheet

UTC = "UTC"
_FEW = 4
_WHY = tr(
    "Only for times that say no zone themselves; the report says which one was assumed. An hour that clocks "
    "show twice is told apart by the file's order, or refused with its lines."
)


@dataclass(frozen=True)
class ImportWish:
    """What to import, and how.

    Args:
        files: paths.
        zone: of times that say none.
        leaves_out_faulty: lines that are no candles become gaps.
    """

    files: tuple[str, ...]
    zone: str = UTC
    leaves_out_faulty: bool = False


class ImportSheet(Sheet):
    """Asks for the zone of the files' times."""

    agreed = Signal(object)
    """An ImportWish."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Import candles"), 560)
        self._files: tuple[str, ...] = ()
        self._names = Label(wrap=True)
        self.zone = SearchBox(tr("Zone of times that say none"), UTC)
        self.zone.currentTextChanged.connect(self._redraw)
        self._wrong = Label(tone="warning", wrap=True)
        self.leave_out = QCheckBox(tr("Leave out lines that are no candles; they become gaps"))
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.close_sheet)
        self.accept = Button(tr("Import"), "upload", "primary")
        self.accept.clicked.connect(self._accept)
        self.content.addWidget(self._names)
        self.content.addLayout(
            column(
                Label(tr("Times without a zone are of"), "muted"), self.zone, Label(_WHY, "muted", wrap=True)
            )
        )
        self.content.addLayout(column(self._wrong, self.leave_out))
        self.content.addLayout(row(None, cancel, self.accept))

    def ask(self, files: Sequence[str], zones: Sequence[str]) -> None:
        """Show the files and wait for a word; the zone chosen last stays."""
        self._files = tuple(files)
        names = [Path(file).name for file in files]
        more = tr(" and {names} more").format(names=len(names) - _FEW) if len(names) > _FEW else ""
        count = tr("{n} file(s)", "", len(names))
        self._names.show_text(f"{count}: {', '.join(names[:_FEW])}{more}")
        self.zone.offer(zones)
        self.leave_out.setChecked(False)
        self._redraw()
        self.open()
        self.accept.setFocus()

    def _redraw(self) -> None:
        is_known = bool(self.zone.known())
        self._wrong.show_text(
            "" if is_known else tr("Choose a zone of the list, as Europe/Berlin."), "warning"
        )
        self._wrong.setVisible(not is_known)
        self.accept.setEnabled(is_known)

    def _accept(self) -> None:
        self.close_sheet()
        self.agreed.emit(ImportWish(self._files, self.zone.known(), self.leave_out.isChecked()))
