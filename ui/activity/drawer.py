"""A part of a window in; a drawer over its right side with tabs for jobs, notifications and log, out."""

from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ui.activity.jobs_page import JobsPage
from ui.activity.log_page import LogPage
from ui.activity.news_page import NewsPage
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, row

TABS = ("jobs", "news", "log")
_WIDTHS = {"jobs": 480, "news": 560, "log": 820}


class Drawer(QFrame):
    """Lies over the right side of a part of a window and leaves the rest at work; Escape closes it.

    Args:
        area: the part, whose size it follows; they have the same parent.
        folder: of the user's data.
    """

    closed = Signal()
    tab_shown = Signal(str)
    """One of TABS came into view."""

    def __init__(self, area: QWidget, folder: Path) -> None:
        super().__init__(area.parentWidget())
        self._area = area
        self._came_from: QWidget | None = None
        self.setObjectName("drawer")
        self.setAccessibleName(tr("Activity"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.jobs, self.news, self.log = JobsPage(), NewsPage(), LogPage(folder)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Activity"))
        for title in (tr("Jobs"), tr("Notifications"), tr("Log")):
            self.tabs.addTab(title)
        self._stack = QStackedWidget()
        for page in (self.jobs, self.news, self.log):
            self._stack.addWidget(page)
        close = Button("", "x", "quiet", tr("Close (Esc)"))
        close.clicked.connect(self.close_drawer)
        self.tabs.currentChanged.connect(self._turn)
        top = row(Label(tr("Activity"), "title"), None, close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 12, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)
        area.installEventFilter(self)
        self.hide()

    @property
    def tab(self) -> str:
        """The tab that is chosen."""
        return TABS[self.tabs.currentIndex()]

    def open(self, tab: str = "jobs") -> None:
        """Show it with that tab, and take the keyboard."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
        self.tabs.setCurrentIndex(TABS.index(tab))
        self._place()
        self.show()
        self.raise_()
        self.tabs.setFocus()
        self.tab_shown.emit(self.tab)

    def toggle(self, tab: str = "jobs") -> None:
        """Show that tab, or close the drawer where it is shown already."""
        if self.isVisible() and self.tab == tab:
            self.close_drawer()
        else:
            self.open(tab)

    def close_drawer(self) -> None:
        """Take it away; the keyboard goes back to where it was."""
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self._area)
        self.hide()
        if had_focus and self._came_from is not None and shiboken6.isValid(self._came_from):
            self._came_from.setFocus()
        self._came_from = None
        self.closed.emit()

    def show_unread(self, count: int) -> None:
        """How many notifications are new, at their tab."""
        words = tr("Notifications")
        self.tabs.setTabText(1, f"{words} ({count})" if count else words)

    def _turn(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._place()
        if self.isVisible():
            self.tab_shown.emit(self.tab)

    def _place(self) -> None:
        place = self._area.geometry()
        width = min(_WIDTHS[self.tab], place.width())
        self.setGeometry(place.right() + 1 - width, place.top(), width, place.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of that part."""
        if watched is self._area and event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
            event.accept()
        else:
            super().keyPressEvent(event)
