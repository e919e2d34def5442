"""A text in; its QR code, dark on light in either theme as scanners want it, out."""

import segno
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

QUIET_MODULES = 4
"""Of empty border around the code (ISO/IEC 18004)."""
_DARK, _LIGHT = QColor("#000000"), QColor("#ffffff")


class QrCode(QWidget):
    """Draws a text as a QR code with medium error correction; empty for an empty text.

    Args:
        size: of its side in pixels.
    """

    def __init__(self, size: int = 220) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self._modules: tuple[tuple[bool, ...], ...] = ()

    def show_code(self, text: str, name: str) -> None:
        """Show `text`; `name` is said by screen readers."""
        code = segno.make(text, error="m", micro=False) if text else None
        self._modules = tuple(tuple(bool(module) for module in row) for row in code.matrix) if code else ()
        self.setAccessibleName(name)
        self.update()

    @property
    def modules(self) -> tuple[tuple[bool, ...], ...]:
        """Rows of the code from the top, True for dark."""
        return self._modules

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        """Whole pixels for each module, so that edges stay sharp."""
        if not self._modules:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_LIGHT)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        count = len(self._modules) + 2 * QUIET_MODULES
        ratio = self.devicePixelRatioF()
        module = int(self.width() * ratio / count) / ratio
        start = (self.width() - module * len(self._modules)) / 2
        painter.setBrush(_DARK)
        for y, line in enumerate(self._modules):
            for x, is_dark in enumerate(line):
                if is_dark:
                    painter.drawRect(QRectF(start + x * module, start + y * module, module, module))
        painter.end()
