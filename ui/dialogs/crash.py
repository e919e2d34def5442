"""A crash report in; a dialog that shows exactly what is kept, to read, copy and delete, out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from ui.icons import pixmap
from ui.theme import GRID, tone
from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row

if TYPE_CHECKING:
    from pathlib import Path

    from app.activity.crash_reports import CrashReport

_WIDTH, _HEIGHT = 680, 520


class CrashDialog(QDialog):
    """Says that a report was written, shows it, and sends it nowhere.

    Args:
        report: what is shown.
        folder: where the reports lie.
        more: how many others nobody has seen.
        parent: the window.
    """

    delete_asked = Signal(str)

    def __init__(self, report: "CrashReport", folder: "Path", more: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._report = report
        self._folder = folder
        self.setWindowTitle(tr("Crash report"))
        self.resize(_WIDTH, _HEIGHT)
        self._lay_out(more)

    def _lay_out(self, more: int) -> None:
        mark = QLabel()
        mark.setPixmap(pixmap("triangle-alert", tone("danger"), 24))
        heading = Label(self._report.title, "heading", wrap=True)
        said = Label(
            tr(
                "This report is kept on this machine and was sent to nobody. Secrets, addresses, amounts and "
                "your name were taken out of it. If you want to report the mistake, read it, and copy it "
                "yourself."
            ),
            wrap=True,
        )
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(mark)
        top.addLayout(column(heading, said, spacing=GRID), 1)
        self.text = QPlainTextEdit(self._report.text)
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("The report"))
        more_words = tr("{n} more report(s) in the folder", "", more) if more else ""
        copy = Button(tr("Copy"), "copy")
        folder = Button(tr("Open folder"), "folder-open", hint=str(self._folder))
        delete = Button(tr("Delete"), "x", hint=tr("Delete this report"))
        close = Button(tr("Close"), role="primary")
        copy.clicked.connect(self._copy)
        folder.clicked.connect(self._open_folder)
        delete.clicked.connect(self._delete)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        layout = column(spacing=2 * GRID, margins=3 * GRID)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)
        layout.addLayout(row(Label(more_words, "muted"), None, copy, folder, delete, close))
        self.setLayout(layout)
        self.setAccessibleName(self._report.title)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.text)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _delete(self) -> None:
        self.delete_asked.emit(self._report.name)
        self.accept()
