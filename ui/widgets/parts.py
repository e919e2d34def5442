"""Texts in; the small parts of every screen out: labels by role, buttons with icons, pills, rules."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon
from ui.theme import GRID

_SMALLEST = 0.6
"""A line shrinks to this part of its size at most."""


class Label(QLabel):
    """A text in one of the style sheet's roles and tones; selectable where that helps."""

    def __init__(self, text: str = "", role: str = "", tone: str = "", *, wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def show_text(self, text: str, tone: str = "") -> None:
        """Change text and tone; does nothing where both stay."""
        if text != self.text():
            self.setText(text)
        if tone != self.property("tone"):
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class Line(Label):
    """A text on one line that is cut with an ellipsis where it does not fit; the whole is in its tooltip.

    Args:
        text: the words.
        role: of the style sheet.
        tone: of the style sheet.
        shrinks: write smaller, down to six tenths, before anything is cut.
    """

    def __init__(self, text: str = "", role: str = "", tone: str = "", *, shrinks: bool = False) -> None:
        super().__init__(text, role, tone)
        self._shrinks = shrinks
        self.setMinimumWidth(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        text, needed = self.text(), self.fontMetrics().horizontalAdvance(self.text())
        if needed <= self.width():
            self.setToolTip("")
            super().paintEvent(event)
            return
        font = self.font()
        if self._shrinks:
            font.setPixelSize(int(self.fontInfo().pixelSize() * max(_SMALLEST, self.width() / needed)))
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(text if cut != text else "")
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), cut)
        painter.end()


class Pill(Label):
    """A short word in a rounded border."""

    def __init__(self, text: str = "", tone: str = "") -> None:
        super().__init__(text, "pill", tone)
        self.setFixedHeight(22)


class Button(QPushButton):
    """A button whose icon keeps the theme's colours; `role` is "", "primary", "nav" or "quiet"."""

    def __init__(self, text: str = "", icon_name: str = "", role: str = "", hint: str = "") -> None:
        super().__init__()
        self._icon_name = icon_name
        self.setText(text)
        self.setProperty("role", role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(18, 18))
        self.setAutoDefault(False)
        if hint:
            self.setToolTip(hint)
        if not text and hint:
            self.setAccessibleName(hint)
        self._draw_icon()

    def setText(self, text: str) -> None:
        """Show `text` as it is: an ampersand is one, not a key."""
        gap = " " if text and self._icon_name else ""
        super().setText(gap + text.replace("&", "&&"))

    def show_icon(self, icon_name: str) -> None:
        """Change the icon."""
        if icon_name != self._icon_name:
            self._icon_name = icon_name
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._icon_name:
            return
        role = self.property("role")
        if role == "primary":
            self.setIcon(icon(self._icon_name, "on_accent", disabled_color="muted"))
        elif role in {"nav", "quiet"}:
            self.setIcon(icon(self._icon_name, "muted", "text"))
        else:
            self.setIcon(icon(self._icon_name, "text"))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()


def rule() -> QFrame:
    """A horizontal line of one pixel."""
    line = QFrame()
    line.setProperty("role", "line")
    return line


def row(*widgets: QWidget | None, spacing: int = GRID, margins: int = 0) -> QHBoxLayout:
    """Widgets side by side; None is a stretch."""
    layout = QHBoxLayout()
    _fill(layout, widgets, spacing, margins)
    return layout


def column(*widgets: QWidget | None, spacing: int = GRID, margins: int = 0) -> QVBoxLayout:
    """Widgets below each other; None is a stretch."""
    layout = QVBoxLayout()
    _fill(layout, widgets, spacing, margins)
    return layout


def _fill(layout: QBoxLayout, widgets: tuple[QWidget | None, ...], spacing: int, margins: int) -> None:
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
