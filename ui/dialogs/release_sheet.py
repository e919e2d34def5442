"""A later version's signed notes in; a sheet with them as plain text and where to get it, out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.translation import tr
from ui.widgets.parts import Button, Label, row
from ui.widgets.sheet import Sheet

_NOTES_HEIGHT = 200


class ReleaseSheet(Sheet):
    """Says what is new; it fetches and installs nothing."""

    page_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("A new version"), 600)
        self._notes = QPlainTextEdit()
        self._notes.setReadOnly(True)
        self._notes.setMinimumHeight(_NOTES_HEIGHT)
        self._notes.setAccessibleName(tr("What is new"))
        self._page = Label(role="key", wrap=True)
        words = tr(
            "These notes are signed with the project's release key. Conflux installs nothing by itself: "
            "get the new version from the page below, as you got this one."
        )
        close = Button(tr("Close"))
        close.clicked.connect(self.close_sheet)
        go = Button(tr("Open the page"), role="primary")
        go.clicked.connect(self._go)
        for widget in (self._notes, Label(words, "muted", wrap=True), self._page):
            self.content.addWidget(widget)
        self.content.addLayout(row(None, close, go))

    def tell(self, version: str, notes: str, page: str) -> None:
        """Show what is new in `version`."""
        self.title.show_text(tr("Conflux {version}").format(version=version))
        self._notes.setPlainText(notes)
        self._page.show_text(page)
        self.open()

    def _go(self) -> None:
        self.close_sheet()
        self.page_asked.emit()
