"""A sentence of the screen in; the same in the language that was chosen at start, out."""

from PySide6.QtCore import QCoreApplication


def tr(text: str, comment: str = "", count: int = -1) -> str:
    """Say it in the user's language, or in English where there is no translation.

    Called with a literal, so that ``make translations`` finds it; what changes is put in afterwards:
    ``tr("{name} is ready").format(name=name)``.

    Args:
        text: English; with ``count``, ``%n`` stands for the number.
        comment: tells the translator which of two meanings is meant.
        count: chooses the plural form.
    """
    return QCoreApplication.translate("", text, comment or None, count)
