"""An icon's name and a colour in, a sharp pixmap or icon out; drawn from resources/icons."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from resources import path
from ui.theme import tokens

_RATIO = 2
"""Icons are drawn at twice their size, so that they stay sharp on dense displays."""


@lru_cache(maxsize=256)
def pixmap(name: str, color: str, size: int = 18) -> QPixmap:
    """The icon `name` in `color` ("#rrggbb"), `size` pixels wide."""
    return _drawn(path(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", color), size)


def picture(file: Path, size: int) -> QPixmap:
    """A drawing with colours of its own, `size` pixels wide."""
    return _drawn(file.read_text(encoding="utf-8"), size)


def _drawn(source: str, size: int) -> QPixmap:
    drawn = QPixmap(QSize(size, size) * _RATIO)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size * _RATIO, size * _RATIO))
    painter.end()
    drawn.setDevicePixelRatio(_RATIO)
    return drawn


def icon(
    name: str, color: str = "muted", on_color: str = "", disabled_color: str = "control_border"
) -> QIcon:
    """An icon whose normal, checked and disabled colours are tokens of the theme worn now."""
    colors = tokens()
    made = QIcon()
    normal, checked = getattr(colors, color), getattr(colors, on_color or color)
    made.addPixmap(pixmap(name, normal), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(pixmap(name, checked), QIcon.Mode.Normal, QIcon.State.On)
    made.addPixmap(pixmap(name, getattr(colors, disabled_color)), QIcon.Mode.Disabled)
    return made
