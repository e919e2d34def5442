"""A chosen language in; the application speaks it from here on, out."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from resources import path

SOURCE = "en"
"""The language that the sentences of the code are written in."""

_QT_NAMES = {"de": "de", "zh": "zh_CN"}
"""Languages besides English, and what Qt calls its own sentences in them (buttons of file dialogs)."""

LANGUAGES = (SOURCE, *_QT_NAMES)


def speak(app: QCoreApplication, choice: str) -> str:
    """Install the translation; returns the language, a member of LANGUAGES.

    Called before the screens are imported, as their constants are sentences, too.

    Args:
        app: that speaks.
        choice: a member of LANGUAGES, or "system" for the first of the system's languages that is one.
    """
    language = _of_the_system() if choice == "system" else choice
    if language != SOURCE:
        _install(app, path(f"translations/conflux_{language}.qm"))
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        _install(app, qt / f"qtbase_{_QT_NAMES[language]}.qm", is_needed=False)
    return language


def _of_the_system() -> str:
    wanted = (name.replace("_", "-").split("-")[0].lower() for name in QLocale.system().uiLanguages())
    return next((name for name in wanted if name in LANGUAGES), SOURCE)


def _install(app: QCoreApplication, file: Path, *, is_needed: bool = True) -> None:
    translator = QTranslator(app)
    if translator.load(str(file)):
        app.installTranslator(translator)
    elif is_needed:
        raise FileNotFoundError(f"the translation {file.name} is damaged")
