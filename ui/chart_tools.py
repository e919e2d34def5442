"""Timeframes and the chart's style in; a row of quiet buttons, and what was asked with them, out."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from ui.actions import BY_NAME, hint
from ui.chart_source import ChartWish
from ui.translation import tr
from ui.widgets.chart_frame import KINDS, ChartStyle
from ui.widgets.parts import Button

EXPORTS = {
    "png": tr("Picture of the chart (PNG)\u2026"),
    "view": tr("Candles in view (CSV)\u2026"),
    "all": tr("All candles (CSV)\u2026"),
}


class ChartTools(QWidget):
    """Timeframes, then three buttons: how candles are drawn, indicators, export."""

    timeframe_asked = Signal(str)
    style_asked = Signal(object)
    """A ChartStyle."""
    parts_asked = Signal(bool)
    indicators_asked = Signal()
    export_asked = Signal(str)
    """A key of EXPORTS."""

    def __init__(self) -> None:
        super().__init__()
        self._style = ChartStyle()
        self._lengths = QHBoxLayout()
        self._lengths.setSpacing(2)
        self._buttons: dict[str, Button] = {}
        self.kinds = QMenu(self)
        self._group = QActionGroup(self)
        self._actions = {kind: self._kind(kind, title) for kind, title in KINDS.items()}
        self.kinds.addSeparator()
        self.log = self._switch(tr("Logarithmic prices"), BY_NAME["log"].key)
        self.log.triggered.connect(lambda on: self.style_asked.emit(ChartStyle(self._style.kind, on)))
        self.parts = self._switch(tr("What the last model was trained on"), "")
        self.parts.triggered.connect(self.parts_asked)
        self.exports = QMenu(self)
        for key, title in EXPORTS.items():
            self.exports.addAction(title).triggered.connect(lambda _on, key=key: self.export_asked.emit(key))
        self._lay_out()

    def _lay_out(self) -> None:
        kinds = self._menu_button("chart-candlestick", tr("How candles are drawn"), self.kinds)
        self.indicators = Button("", "chart-line", "quiet", hint("indicators", tr("Indicators")))
        self.indicators.setShortcut(BY_NAME["indicators"].key)
        self.indicators.clicked.connect(self.indicators_asked)
        self.export = self._menu_button("file-down", hint("export"), self.exports)
        self.export.setShortcut(BY_NAME["export"].key)
        divider = QFrame()
        divider.setProperty("role", "divider")
        divider.setFixedSize(1, 16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addLayout(self._lengths)
        row.addSpacing(6)
        row.addWidget(divider)
        row.addSpacing(6)
        for button in (kinds, self.indicators, self.export):
            row.addWidget(button)

    def _menu_button(self, icon: str, hint: str, menu: QMenu) -> Button:
        button = Button("", icon, "quiet", hint)
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def _kind(self, kind: str, title: str) -> QAction:
        action = self.kinds.addAction(title)
        action.setCheckable(True)
        self._group.addAction(action)
        action.triggered.connect(lambda: self.style_asked.emit(ChartStyle(kind, self._style.is_log)))
        return action

    def _switch(self, title: str, key: str) -> QAction:
        action = self.kinds.addAction(title)
        action.setCheckable(True)
        action.setShortcut(key)
        self.addAction(action)  # so that its key works while the menu is closed
        return action

    def render_wish(self, wish: ChartWish) -> None:
        """Tick what is chosen."""
        self._style = wish.style
        self._actions[wish.style.kind].setChecked(True)
        self.log.setChecked(wish.style.is_log)
        self.parts.setChecked(wish.shows_parts)

    def render_lengths(self, timeframes: tuple[str, ...], chosen: str) -> None:
        """A button a timeframe; those that stay keep the keyboard."""
        if timeframes != tuple(self._buttons):
            for old in self._buttons.values():
                self._lengths.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._buttons = {timeframe: self._length(timeframe) for timeframe in timeframes}
        for timeframe, button in self._buttons.items():
            button.setChecked(timeframe == chosen)

    def _length(self, timeframe: str) -> Button:
        button = Button(timeframe, role="quiet")
        button.setCheckable(True)
        button.setAccessibleName(tr("Timeframe {timeframe}").format(timeframe=timeframe))
        button.clicked.connect(lambda: self.timeframe_asked.emit(timeframe))
        self._lengths.addWidget(button)
        return button
