"""The chart's lines in; a sheet to search the table of features and choose from it, and the choice, out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui.theme import GRID, text_font
from ui.translation import tr
from ui.widgets.chart_lines import MOST_LINES, MOST_PANES, USUAL, LineChoice, choice_of, choices, known_keys
from ui.widgets.parts import Button, Label, row
from ui.widgets.sheet import Sheet

_KEY = Qt.ItemDataRole.UserRole


class IndicatorSheet(Sheet):
    """Each tick is drawn at once; there is no more to agree to."""

    chosen = Signal(tuple)
    """Keys of the lines, in the order in which they were ticked."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Indicators"), 480)
        self._keys: tuple[str, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search: RSI, Bollinger, volume, Wilder\u2026"))
        self.search.setAccessibleName(tr("Search indicators"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Indicators"))
        self.list.setMinimumHeight(40 * GRID)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemActivated.connect(self._turn)
        self.note = Label(wrap=True, tone="muted")
        usual = Button(tr("Usual ones"), "rotate-ccw", hint=tr("EMA 100 and Bollinger bands"))
        usual.clicked.connect(lambda: self._choose(USUAL))
        close = Button(tr("Close"), role="primary")
        close.clicked.connect(self.close_sheet)
        for widget in (self.search, self.list, self.note):
            self.content.addWidget(widget)
        self.content.addLayout(row(usual, None, close))
        self._fill()

    def _fill(self) -> None:
        """A heading for the lines over the prices, one for those below, and a row a choice."""
        self.list.blockSignals(True)
        for title, on_price in ((tr("Over the candles"), True), (tr("In panes below"), False)):
            heading = QListWidgetItem(title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(text_font(13, QFont.Weight.DemiBold))
            self.list.addItem(heading)
            for choice in choices():
                if choice.on_price == on_price:
                    self.list.addItem(self._item(choice))
        self.list.blockSignals(False)

    @staticmethod
    def _item(choice: LineChoice) -> QListWidgetItem:
        item = QListWidgetItem(choice.title)
        item.setData(_KEY, choice.key)
        item.setToolTip(choice.source)
        item.setCheckState(Qt.CheckState.Unchecked)
        return item

    def ask(self, keys: tuple[str, ...]) -> None:
        """Open with `keys` ticked."""
        self._keys = keys
        self.search.clear()
        self._tick()
        self.open()

    def _items(self) -> list[QListWidgetItem]:
        return [item for row in range(self.list.count()) if (item := self.list.item(row)) is not None]

    def _tick(self) -> None:
        self.list.blockSignals(True)
        for item in self._items():
            if item.data(_KEY):
                is_on = item.data(_KEY) in self._keys
                item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._say()

    def _say(self, problem: str = "") -> None:
        found = [choice for key in self._keys if (choice := choice_of(key)) is not None]
        over = sum(choice.on_price for choice in found)
        below = tr("{n} pane(s)", "", len(found) - over)
        counts = tr("{over} of {most_lines} over the candles, {below} of {most_panes} below.").format(
            over=over, most_lines=MOST_LINES, below=below, most_panes=MOST_PANES
        )
        self.note.show_text(problem or counts, "warning" if problem else "muted")

    def _find(self, text: str) -> None:
        """Show the choices whose title or source has every word."""
        words = text.lower().split()
        for item in self._items():
            said = f"{item.text()} {item.toolTip()} {item.data(_KEY)}".lower()
            item.setHidden(bool(words) and (not item.data(_KEY) or not all(word in said for word in words)))

    @staticmethod
    def _turn(item: QListWidgetItem) -> None:
        """Enter on a row ticks it."""
        if item.data(_KEY):
            is_on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    def _ticked(self, item: QListWidgetItem) -> None:
        key = item.data(_KEY)
        if item.checkState() != Qt.CheckState.Checked:
            self._choose(tuple(kept for kept in self._keys if kept != key))
            return
        wanted = (*self._keys, key)
        if known_keys(wanted) == wanted:
            self._choose(wanted)
            return
        self._tick()
        choice = choice_of(key)
        room = (
            tr("{most_lines} lines").format(most_lines=MOST_LINES)
            if choice is not None and choice.on_price
            else tr("{most_panes} panes").format(most_panes=MOST_PANES)
        )
        self._say(tr("No more than {room} fit; take one away first.").format(room=room))

    def _choose(self, keys: tuple[str, ...]) -> None:
        self._keys = keys
        self._tick()
        self.chosen.emit(keys)
