"""Sizes in pixels with files in; the app's icon drawn into each as PNG, for desktops without SVG, out."""

import os
import sys

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from resources import path


def draw(size: int) -> QImage:
    """The icon on a clear ground, `size` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(path("conflux.svg"))).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def main() -> int:
    """From the command line: words as 64=icon.png; 1 where a file cannot be written."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    wishes = [word.split("=", 1) for word in sys.argv[1:]]
    saved = [draw(int(size)).save(file) for size, file in wishes]
    del app
    return 0 if all(saved) else 1


if __name__ == "__main__":
    sys.exit(main())
