"""A screen's key in; its help page, the same file as in the documents, in a window of its own out."""

from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from resources import path
from ui.theme import GRID
from ui.widgets.parts import column


class HelpDialog(QDialog):
    """Shows a help page; stays open beside the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Conflux help")
        self.resize(640, 680)
        self._text = QTextBrowser()
        self._text.setOpenExternalLinks(False)
        self._text.setOpenLinks(False)
        self._text.setAccessibleName("Help")
        self._text.anchorClicked.connect(lambda url: self.show_page(url.path().removesuffix(".md")))
        self.setLayout(column(self._text, margins=2 * GRID))

    def show_page(self, key: str) -> None:
        """Open the page of the screen `key`."""
        self._text.setMarkdown(path(f"docs/{key}.md").read_text(encoding="utf-8"))
        self.show()
        self.raise_()
