"""A screen's key in; its help page, the same file as in the documents, beside it or in a window, out."""

import re
from functools import cache

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from resources import path
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, column, row

_FIRST = (
    "home", "market", "train", "rounds", "agent", "wallet", "privacy", "analytics", "network", "jobs",
    "settings", "keyboard", "backtest", "differential_privacy", "storage", "status", "changelog",
)  # fmt: skip
"""Pages in reading order, before all others; a page is named after its screen where there is one."""
PAGES = (*_FIRST, *sorted({page.stem for page in path("docs").glob("*.md")} - set(_FIRST)))
"""All pages of the guide."""
PANEL_WIDTH = 380
_MOST_FOUND = 40
_AROUND = 60


@cache
def text_of(page: str) -> str:
    """The Markdown of a page; raises FileNotFoundError where the bundle lacks it."""
    return path(f"docs/{page}.md").read_text(encoding="utf-8")


def title_of(page: str) -> str:
    """The first heading of a page."""
    found = re.search(r"^# +(.+)$", text_of(page), re.MULTILINE)
    return found[1].strip() if found else page


def search(words: str) -> list[tuple[str, str]]:
    """Pages with the lines in which all the words stand, as (page, line), in reading order."""
    typed = words.casefold().split()
    if not typed:
        return []
    return [
        (page, line.strip("#-*| "))
        for page in PAGES
        for line in text_of(page).splitlines()
        if all(word in line.casefold() for word in typed)
    ][:_MOST_FOUND]


class HelpView(QWidget):
    """One page at a time, with its links, a way back, and a field that searches all pages."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._trail: list[str] = []
        self._back = Button("", "rotate-ccw", "quiet", tr("Back to the page before"))
        self._back.clicked.connect(self.go_back)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search the guide"))
        self.field.setAccessibleName(tr("Search the guide"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        close = Button("", "x", "quiet", tr("Close the help"))
        close.clicked.connect(self.closed)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(False)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(tr("Help"))
        self.text.anchorClicked.connect(self._follow)
        self.found = QListWidget()
        self.found.setAccessibleName(tr("Found in the guide"))
        self.found.setWordWrap(True)
        self.found.itemActivated.connect(self._open)
        self.found.itemClicked.connect(self._open)
        self.found.hide()
        layout = column(margins=GRID)
        layout.addLayout(row(self._back, self.field, close))
        layout.addWidget(self.found, 1)
        layout.addWidget(self.text, 1)
        self.setLayout(layout)

    @property
    def page(self) -> str:
        """The page that is shown, "" before the first."""
        return self._trail[-1] if self._trail else ""

    def show_page(self, page: str) -> None:
        """Open a page; a new one can be gone back from."""
        self.field.clear()
        if page != self.page:
            self._trail.append(page)
        self._draw()

    def go_back(self) -> None:
        """The page before."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._draw()

    def _draw(self) -> None:
        self.text.setMarkdown(text_of(self.page))
        self._back.setEnabled(len(self._trail) > 1)

    def _follow(self, url: QUrl) -> None:
        """A link to another page; what leads elsewhere is not opened: nothing leaves by a click on help."""
        page = url.path().removesuffix(".md")
        if not url.scheme() and page in PAGES:
            self.show_page(page)
            if url.fragment():
                self.text.scrollToAnchor(url.fragment())

    def _search(self, words: str) -> None:
        self.found.clear()
        lines = search(words)
        for page, line in lines:
            item = QListWidgetItem(f"{title_of(page)}: {_around(line, words)}")
            item.setData(Qt.ItemDataRole.UserRole, page)
            self.found.addItem(item)
        if words.strip() and not lines:
            self.found.addItem(tr("Nothing in the guide has these words."))
        self.found.setVisible(bool(words.strip()))
        self.text.setVisible(not words.strip())

    def _open(self, item: QListWidgetItem) -> None:
        page = item.data(Qt.ItemDataRole.UserRole)
        if page:
            words = self.field.text().split()
            self.show_page(page)
            self.text.find(words[0])


def _around(line: str, words: str) -> str:
    """The line, cut to what stands around the first word."""
    at = max(0, line.casefold().find(words.casefold().split()[0]) - _AROUND)
    cut = line[at : at + 2 * _AROUND + len(words)]
    return ("\u2026" if at else "") + cut + ("\u2026" if at + len(cut) < len(line) else "")


class HelpPanel(QFrame):
    """The help beside the screens; follows them while it is open."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(PANEL_WIDTH)
        self.view = HelpView()
        self.view.closed.connect(self.hide)
        self._text = self.view.text
        self.setLayout(column(self.view))
        self.hide()

    def show_page(self, page: str) -> None:
        """Open a page."""
        self.view.show_page(page)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


class HelpDialog(QDialog):
    """The help in a window of its own, for sheets that cover the screens; stays open beside the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Conflux help"))
        self.resize(640, 680)
        self.view = HelpView()
        self.view.closed.connect(self.close)
        self._text = self.view.text
        self.setLayout(column(self.view))

    def show_page(self, page: str) -> None:
        """Open a page."""
        self.view.show_page(page)
        self.show()
        self.raise_()
