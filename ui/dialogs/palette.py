"""Everything that can be found in; a box that finds it by a few letters, and what was chosen, out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeView, QWidget

from ui.translation import tr
from ui.widgets.parts import Label
from ui.widgets.sheet import Sheet

_ENTRY = Qt.ItemDataRole.UserRole
_HEIGHT = 340
_WHOLE, _START, _INSIDE, _LETTERS = 8, 6, 3, 1


@dataclass(frozen=True)
class Entry:
    """Something that can be found.

    Args:
        title: in words.
        group: what kind of thing it is, as "Setting".
        run: what choosing it does.
        key: its shortcut, "" for none.
        words: that find it too, and are not shown.
    """

    title: str
    group: str
    run: Callable[[], object]
    key: str = ""
    words: str = ""


def score(query: str, entry: Entry) -> int:
    """How well an entry answers the typed words; 0 where one of them is not in it.

    A typed word fits a whole word of the title best, then a word's beginning, then any part, then letters
    of a word in order from its first one: "stg" finds Settings. The group's and hidden words count less.
    """
    total = 1
    for typed in query.casefold().split():
        named = max((_fit(typed, word) * 3 for word in _words(entry.title)), default=0)
        others = max((_fit(typed, word) for word in _words(f"{entry.group} {entry.words}")), default=0)
        if not (best := max(named, others)):
            return 0
        total += best
    return total


def _words(text: str) -> list[str]:
    folded = text.casefold()
    return [*folded.replace("/", " ").replace(".", " ").split(), *folded.split()]


def _fit(typed: str, word: str) -> int:
    if typed == word:
        return _WHOLE
    if word.startswith(typed):
        return _START
    if typed in word:
        return _INSIDE
    letters = iter(word)
    return _LETTERS if typed[0] == word[0] and all(letter in letters for letter in typed) else 0


class _Found(QSortFilterProxyModel):
    """The entries that answer the query, best first; equal ones as they were listed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._query = ""
        self._scores: list[int] = []

    def search(self, query: str) -> None:
        """Show what answers `query`."""
        self._query = query
        model = self.sourceModel()
        self._scores = [score(query, model.index(place, 0).data(_ENTRY)) for place in range(model.rowCount())]
        self.invalidate()
        self.sort(0)

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: ARG002 - Qt's own signature
        """Whether every typed word is in the entry."""
        return source_row < len(self._scores) and self._scores[source_row] > 0

    def lessThan(
        self,
        source_left: QModelIndex | QPersistentModelIndex,
        source_right: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Whether the left one answers better."""
        left, right = source_left.row(), source_right.row()
        return (-self._scores[left], left) < (-self._scores[right], right)


class Palette(Sheet):
    """A field and what it finds; arrows move, Enter chooses, Escape closes."""

    chosen = Signal(object)
    """The Entry, after the palette is closed."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Find"), 620)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("An action, screen, setting, help page or pair"))
        self.field.setAccessibleName(tr("Find"))
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._choose)
        self._model = QStandardItemModel(0, 3, self)
        self._found = _Found(self)
        self._found.setSourceModel(self._model)
        self.list = QTreeView()
        self.list.setModel(self._found)
        self.list.setRootIsDecorated(False)
        self.list.setHeaderHidden(True)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(tr("Found"))
        self.list.setMinimumHeight(_HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.list.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.list.clicked.connect(self._choose)
        self._none = Label(tr("Nothing has these words."), "muted")
        for widget in (self.field, self.list, self._none):
            self.content.addWidget(widget)

    def ask(self, entries: Sequence[Entry]) -> None:
        """Find one of `entries`."""
        self._model.setRowCount(0)
        for entry in entries:
            line = [QStandardItem(text) for text in (entry.title, entry.group, entry.key)]
            line[0].setData(entry, _ENTRY)
            for item in line:
                item.setEditable(False)
            self._model.appendRow(line)
        self.field.clear()
        self._search("")
        self.open()
        self.field.setFocus()

    def titles(self) -> list[str]:
        """What is found now, best first."""
        return [str(self._found.index(place, 0).data()) for place in range(self._found.rowCount())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move through what was found while the field keeps the keyboard."""
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        step = moves.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        last = self._found.rowCount() - 1
        self._select(min(max(self.list.currentIndex().row() + step, 0), last))
        event.accept()

    def _search(self, query: str) -> None:
        self._found.search(query)
        self._none.setVisible(not self._found.rowCount())
        self._select(0)

    def _select(self, place: int) -> None:
        index = self._found.index(place, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _choose(self) -> None:
        entry = self._found.index(self.list.currentIndex().row(), 0).data(_ENTRY)
        if entry is not None:
            self.close_sheet()
            self.chosen.emit(entry)
