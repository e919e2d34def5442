"""The user's wish about motion in; what Qt moves by itself (menus, lists, tips, the text cursor) out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

_EFFECTS = tuple(Qt.UIEffect)


class _Desktop:
    """What the desktop wants, read once, before the first wish of the user changes it."""

    effects: dict[Qt.UIEffect, bool] | None = None
    flash_milliseconds = 0


def apply(app: QApplication, motion: str) -> None:
    """Let things move, or not; may be called again at any time. Nothing in Conflux itself is animated.

    Args:
        app: the application.
        motion: "reduced" for none at all, "system" for as much as the desktop wants.
    """
    if _Desktop.effects is None:
        _Desktop.effects = {effect: app.isEffectEnabled(effect) for effect in _EFFECTS}
        _Desktop.flash_milliseconds = app.cursorFlashTime()
    is_still = motion == "reduced"
    for effect, wanted in _Desktop.effects.items():
        app.setEffectEnabled(effect, wanted and not is_still)
    app.setCursorFlashTime(0 if is_still else _Desktop.flash_milliseconds)
