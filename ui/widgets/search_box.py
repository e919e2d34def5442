"""Many names in; fields that find one of them by a part of it, or take a new one, out."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QWidget


class Completions(QCompleter):
    """What may be meant by what is typed so far, in a list below the field."""

    def __init__(self, names: QStringListModel, field: QWidget) -> None:
        super().__init__(names, field)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setMaxVisibleItems(12)
        self._list = QListView()
        self._list.setObjectName("completions")  # a list of its own window needs a background
        self.setPopup(self._list)


class SearchBox(QComboBox):
    """A list to choose from by typing any part of a name.

    Args:
        name: read out by screen readers.
        words: to choose from at first.
    """

    def __init__(self, name: str, *words: str) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self._found = QStringListModel(self)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        completer = Completions(self._found, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.offer(words)

    def offer(self, words: Sequence[str]) -> None:
        """Let choose from `words`; what is typed stays, and where nothing is, the first is chosen."""
        if tuple(words) == self._words:
            return
        self._words, typed = tuple(words), self.currentText()
        self.clear()
        self.addItems(list(words))
        self._found.setStringList(list(words))
        self.setCurrentText(typed or self.itemText(0))

    def known(self) -> str:
        """The word of the list that is typed, in its spelling; empty where it is none of them."""
        index = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return self.itemText(index) if index >= 0 else ""
