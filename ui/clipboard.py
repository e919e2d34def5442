"""A text in; the same on the clipboard for a while, and off it again if nothing else came, out."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

KEPT_SECONDS = 60


def copy_for_a_while(text: str, seconds: float = KEPT_SECONDS) -> None:
    """Put `text` on the clipboard; it is cleared after `seconds` only if it still holds this text."""
    QGuiApplication.clipboard().setText(text)
    QTimer.singleShot(round(seconds * 1000), lambda: clear_if_ours(text))


def clear_if_ours(text: str) -> None:
    """Clear the clipboard unless somebody copied something else meanwhile."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.text() == text:
        clipboard.clear()
