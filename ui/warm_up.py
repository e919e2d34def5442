"""A painted window in; the chart library, imported in short steps between the window's events, out."""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

_QT = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtTest", "QtOpenGL", "QtOpenGLWidgets")
"""pyqtgraph copies every name of these, and PySide makes each class when its name is first asked for."""
_PARTS = ("numpy", "xml.etree.ElementTree", "multiprocessing.connection", "multiprocessing.shared_memory")


def _touch(module: str) -> None:
    found = import_module(module)
    for name in dir(found):
        getattr(found, name)


STEPS: tuple[Callable[[], object], ...] = (
    *(partial(_touch, f"PySide6.{module}") for module in _QT),
    *(partial(import_module, part) for part in _PARTS),
    partial(import_module, "ui.widgets.curve_plot"),
)
"""In this order; the last one is short because of those before it."""


class WarmUp(QObject):
    """Imports what the first curve needs, one step for each turn of the window's loop.

    A thread would hold the window up just as long, by the interpreter's lock, and pyqtgraph makes Qt objects.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(STEPS)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin with the next turn of the loop; harmless when repeated."""
        self._timer.start(0)

    def _step(self) -> None:
        if self._left:
            self._left.pop(0)()
        else:
            self._timer.stop()
