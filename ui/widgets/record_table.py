"""Frozen records and declared columns in; a sorted, copyable table out, figures at the right."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from ui import formatting
from ui.theme import tone

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT = 30
_CELL_ROOM = 24
_LINE_ROOM = 8
_WIDEST, _NARROW = 200, 120
_ENDLESS = 1 << 20
_MEASURED = 40
"""Records whose texts are measured."""


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: its title and how a record fills it.

    Args:
        title: the header.
        text: a record's cell.
        right: True for figures.
        tone: names the colour of a cell; the text must say the same (a sign, a triangle).
        sort: what to sort by, where the text would sort wrongly.
        share: width against the other columns.
        hint: a record's tooltip in this column; without one, a text that is cut off is its own.
    """

    title: str
    text: Callable[[T], str]
    right: bool = False
    tone: Callable[[T], str] | None = None
    sort: Callable[[T], Any] | None = None
    share: int = 1
    hint: Callable[[T], str] | None = None


class _Records(QAbstractTableModel, Generic[T]):
    def __init__(self, columns: Sequence[Column[T]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.records: tuple[T, ...] = ()
        self._order: tuple[int, Qt.SortOrder] | None = None

    def replace(self, records: Sequence[T]) -> None:
        self.beginResetModel()
        self.records = self._sorted(records)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = (column, order) if column >= 0 else None
        self.replace(self.records)

    def _sorted(self, records: Sequence[T]) -> tuple[T, ...]:
        if self._order is None:
            return tuple(records)
        column = self.columns[self._order[0]]
        descending = self._order[1] == Qt.SortOrder.DescendingOrder
        return tuple(sorted(records, key=column.sort or column.text, reverse=descending))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, record = self.columns[index.column()], self.records[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(record)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint(record) if column.hint else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column.right)
        if role == Qt.ItemDataRole.ForegroundRole and column.tone and column.tone(record):
            return QColor(tone(column.tone(record)))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return formatting.heading(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.columns[section].right)
        return None


def _side(right: bool) -> Qt.AlignmentFlag:  # noqa: FBT001 - private, two call sites
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class RecordTable(QTableView, Generic[T]):
    """Shows records; a click on a header sorts, Ctrl+C copies rows, Enter or a double click opens one.

    Args:
        name: read out by screen readers.
        columns: what is shown of a record.
        wraps: True where long texts take several lines instead of being cut off.
    """

    opened = Signal(object)
    """A record was opened."""

    pointed = Signal(object)
    """The user went to a record, by click or by key."""

    def __init__(self, name: str, columns: Sequence[Column[T]], *, wraps: bool = False) -> None:
        super().__init__()
        self._wraps = wraps
        self._records: _Records[T] = _Records(columns)
        self.setModel(self._records)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(wraps)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._point)

    def show_records(self, records: Sequence[T]) -> None:
        """Replace what is shown; the place scrolled to stays."""
        if tuple(records) == self._records.records:
            return
        place = self.verticalScrollBar().value()
        self._records.replace(records)
        self._share_width()
        self.verticalScrollBar().setValue(place)

    def records(self) -> tuple[T, ...]:
        """What is shown, in the order shown."""
        return self._records.records

    def height_for(self, rows: int) -> int:
        """Pixels that the header and `rows` records take."""
        kept = min(rows, len(self._records.records)) if self._wraps else 0
        lines = sum(self.rowHeight(row) for row in range(kept)) + (rows - kept) * _ROW_HEIGHT
        return self.horizontalHeader().sizeHint().height() + lines + 2

    def chosen(self) -> tuple[T, ...]:
        """The selected records."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return tuple(self._records.records[row] for row in rows)

    def point_at(self, record: T | None) -> None:
        """Select a record, None for none, without telling of it; the keyboard goes on from there."""
        found = self._records.records.index(record) if record in self._records.records else -1
        selection = self.selectionModel()
        if found == selection.currentIndex().row():
            return
        selection.blockSignals(True)
        if found < 0:
            selection.clear()
        else:
            self.selectRow(found)
        selection.blockSignals(False)
        self.viewport().update()

    def _point(self, index: QModelIndex) -> None:
        if index.isValid():
            self.pointed.emit(self._records.records[index.row()])

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._records.records[index.row()])

    def resizeEvent(self, event: Any) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Each column as wide as its texts where there is room, the rest by the columns' shares."""
        columns, width = self._records.columns, self.viewport().width()
        wanted = [self._wanted(column, _WIDEST) for column in columns]
        if sum(wanted) > width:
            wanted = [self._wanted(column, _NARROW) for column in columns]
        room, shares = max(0, width - sum(wanted)), sum(column.share for column in columns)
        for number, column in enumerate(columns):
            self.setColumnWidth(number, wanted[number] + room * column.share // max(1, shares))
        if self._wraps:
            self._share_height()

    def _share_height(self) -> None:
        """Rows as high as their texts need, with some room between two texts of several lines."""
        for number, record in enumerate(self._records.records):
            self.setRowHeight(number, max(_ROW_HEIGHT, self._lines_of(record) + _LINE_ROOM))

    def _lines_of(self, record: T) -> int:
        """Pixels of the highest of a record's texts, broken to its column's width."""
        metrics, highest = self.fontMetrics(), 0
        for number, column in enumerate(self._records.columns):
            text, width = column.text(record), self.columnWidth(number) - _CELL_ROOM
            if metrics.horizontalAdvance(text) > width:
                broken = metrics.boundingRect(0, 0, width, _ENDLESS, Qt.TextFlag.TextWordWrap, text)
                highest = max(highest, broken.height())
        return highest

    def _wanted(self, column: Column[T], most: int) -> int:
        metrics = self.fontMetrics()
        texts = [column.title, *(column.text(record) for record in self._records.records[:_MEASURED])]
        return min(max(metrics.horizontalAdvance(text) for text in texts), most) + _CELL_ROOM

    def viewportEvent(self, event: QEvent) -> bool:
        """A cell's hint, or its text where that is cut off."""
        if not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        index = self.indexAt(event.pos())
        text = self._hint(index) if index.isValid() else ""
        QToolTip.showText(event.globalPos(), f"<qt>{html.escape(text)}</qt>" if text else "", self.viewport())
        return True

    def _hint(self, index: QModelIndex) -> str:
        found = index.data(Qt.ItemDataRole.ToolTipRole)
        text = str(index.data())
        is_cut = self.fontMetrics().horizontalAdvance(text) + _CELL_ROOM // 2 > self.columnWidth(
            index.column()
        )
        return str(found) if found else text if is_cut else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, open, or leave the key to Qt."""
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = [
                "\t".join(column.text(record) for column in self._records.columns) for record in self.chosen()
            ]
            QGuiApplication.clipboard().setText("\n".join(lines))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)
