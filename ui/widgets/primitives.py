"""Numbers in, Qt lines and rectangles drawn out, thousands in one call: numpy writes into Qt's own memory."""

from typing import Any

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter


class _Primitives:
    """Rows of four doubles, the memory of an array of QLineF or QRectF; grows, never shrinks."""

    _kind: type = QLineF

    def __init__(self) -> None:
        self._rows: NDArray[np.float64] = np.zeros((0, 4))
        self._first: Any = None

    def rows(self, count: int) -> NDArray[np.float64]:
        """float64[count, 4] to fill before `draw`; its old content is arbitrary."""
        if count > len(self._rows):
            self._rows = np.zeros((max(count, 2 * len(self._rows), 256), 4))
            self._first = shiboken6.Shiboken.wrapInstance(self._rows.ctypes.data, self._kind)
        return self._rows[:count]


class Lines(_Primitives):
    """Lines as x1, y1, x2, y2."""

    _kind = QLineF

    def draw(self, painter: QPainter, count: int) -> None:
        """Draw the first `count` rows with the painter's pen."""
        if count:
            painter.drawLines(self._first, count)

    def vertical(
        self, painter: QPainter, x: NDArray[np.float64], top: NDArray[np.float64], bottom: NDArray[np.float64]
    ) -> None:
        """Vertical lines at `x`."""
        rows = self.rows(len(x))
        rows[:, 0] = rows[:, 2] = x
        rows[:, 1] = top
        rows[:, 3] = bottom
        self.draw(painter, len(x))


class Rectangles(_Primitives):
    """Rectangles as x, y, width, height."""

    _kind = QRectF

    def bars(
        self,
        painter: QPainter,
        x: NDArray[np.float64],
        width: float,
        top: NDArray[np.float64],
        height: NDArray[np.float64],
    ) -> None:
        """Bars of one width, centred on `x`, filled with the painter's brush."""
        rows = self.rows(len(x))
        rows[:, 0] = x - width / 2
        rows[:, 1] = top
        rows[:, 2] = width
        rows[:, 3] = height
        if len(x):
            painter.drawRects(self._first, len(x))
