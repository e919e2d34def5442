"""A failure in; a dialog with its cause, the next step and, for a bug, the details to report out."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from ui.icons import pixmap
from ui.theme import GRID, tone
from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row

if TYPE_CHECKING:
    from ui.background import Failure


class FailureDialog(QDialog):
    """Says what did not work and what to do."""

    def __init__(self, failure: "Failure", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("That did not work"))
        self.setMinimumWidth(480)
        self._failure = failure
        mark = QLabel()
        mark.setPixmap(pixmap("triangle-alert", tone("danger"), 24))
        message = Label(failure.message, "heading", wrap=True)
        remedy = Label(failure.remedy, wrap=True)
        remedy.setVisible(bool(failure.remedy))
        words = column(message, remedy, spacing=GRID)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(mark)
        top.addLayout(words, 1)
        layout = column(spacing=2 * GRID, margins=3 * GRID)
        layout.addLayout(top)
        if failure.trace:
            layout.addWidget(self._details())
        copy = Button(tr("Copy"), "copy")
        copy.clicked.connect(self._copy)
        close = Button(tr("Close"), role="primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        layout.addLayout(row(None, copy, close))
        self.setLayout(layout)
        self.setAccessibleName(f"{failure.message} {failure.remedy}".strip())

    def _details(self) -> QPlainTextEdit:
        details = QPlainTextEdit(self._failure.trace)
        details.setReadOnly(True)
        details.setMinimumHeight(160)
        details.setAccessibleName(tr("Details"))
        return details

    def _copy(self) -> None:
        failure = self._failure
        text = "\n".join(part for part in (failure.message, failure.remedy, failure.trace) if part)
        QGuiApplication.clipboard().setText(text)
