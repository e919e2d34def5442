"""A sentence of the screen in; the same in the language that was chosen at start, out."""

import re

from PySide6.QtCore import QCoreApplication

_ENDING = re.compile(r"\((?:(\w+)\|)?(\w+)\)")


def tr(text: str, comment: str = "", count: int = -1) -> str:
    """Say it in the user's language, or in English where there is no translation.

    Called with a literal, so that ``make translations`` finds it; what changes is put in afterwards:
    ``tr("{name} is ready").format(name=name)``. A sentence with a number holds both English endings,
    ``tr("{n} round(s)", "", count)`` or ``"{n} entr(y|ies)"``; other languages have forms of their own.

    Args:
        text: English.
        comment: tells the translator which of two meanings is meant.
        count: chooses the plural form and stands where {n} is.
    """
    said = QCoreApplication.translate("", text, comment or None, count)
    if count < 0:
        return said
    if said == text:
        said = _ENDING.sub(r"\1" if count == 1 else r"\2", text)
    return said.replace("{n}", f"{count:,}")
