"""A theme's name in, the application's colours, fonts and style sheet out; the only place with colours."""

import re
from dataclasses import dataclass, fields, replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from resources import path

GRID: Final = 8
"""Distances are multiples of this many pixels."""

RADIUS: Final = 8
"""Corner radius of cards and buttons."""


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, by what they are for."""

    name: str
    background: str
    surface: str
    raised: str
    hover: str
    border: str
    control_border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    selected: str
    up: str
    down: str
    volume_up: str
    volume_down: str
    area: str
    grid: str
    average: str
    trend: str
    band: str
    study_1: str
    study_2: str
    study_3: str
    study_4: str
    warning: str
    danger: str
    good: str


DARK: Final = Tokens(
    name="dark",
    background="#0f1318",
    surface="#171c23",
    raised="#1e252e",
    hover="#212934",
    border="#28303a",
    control_border="#68717b",
    text="#e6e9ed",
    muted="#98a2ae",
    accent="#5aa9ff",
    accent_hover="#7bbaff",
    on_accent="#0b1016",
    selected="#22405f",
    up="#4aa3ff",
    down="#ff9d4d",
    volume_up="#386ba1",
    volume_down="#9a653a",
    area="#213144",
    grid="#212830",
    average="#c9a227",
    trend="#b07aa1",
    band="#616a73",
    study_1="#4fb8a8",
    study_2="#e08bb4",
    study_3="#a3a9f0",
    study_4="#b5bd68",
    warning="#e3b341",
    danger="#ff7b72",
    good="#4cc38a",
)

LIGHT: Final = Tokens(
    name="light",
    background="#f5f6f8",
    surface="#ffffff",
    raised="#f5f6f8",
    hover="#eceff3",
    border="#dde1e6",
    control_border="#878d93",
    text="#161b22",
    muted="#5b6672",
    accent="#0b62c4",
    accent_hover="#0a54a8",
    on_accent="#ffffff",
    selected="#d6e7fb",
    up="#0b62c4",
    down="#af510a",
    volume_up="#6995c8",
    volume_down="#b98966",
    area="#dbe8f6",
    grid="#eceff2",
    average="#b18f22",
    trend="#b07aa1",
    band="#8e949a",
    study_1="#0f766e",
    study_2="#a8326e",
    study_3="#4f5bb5",
    study_4="#6b6a00",
    warning="#8a5a00",
    danger="#b3261e",
    good="#18794e",
)

DARK_GREEN_RED: Final = replace(
    DARK, up="#70cfa1", down="#e06c64", volume_up="#699b84", volume_down="#9a5450"
)
LIGHT_GREEN_RED: Final = replace(
    LIGHT, up="#18794e", down="#7d1b15", volume_up="#6c9c85", volume_down="#855856"
)

THEMES: Final = {
    ("dark", "blue_orange"): DARK,
    ("light", "blue_orange"): LIGHT,
    ("dark", "green_red"): DARK_GREEN_RED,
    ("light", "green_red"): LIGHT_GREEN_RED,
}
"""Tokens by theme and by the colours of gains and losses."""


class _Applied:
    """The theme that the application wears now."""

    tokens: Tokens = DARK


def tokens() -> Tokens:
    """The colours to paint with now."""
    return _Applied.tokens


def color(name: str) -> QColor:
    """One colour of the theme worn now, by its token's name."""
    return QColor(getattr(_Applied.tokens, name))


def tone(name: str) -> str:
    """The colour of a tone that a state names: "up", "down", "muted", "warning", "danger", "good" or ""."""
    return str(getattr(_Applied.tokens, name or "text"))


def apply(app: QApplication, name: str = "dark", colors: str = "blue_orange") -> None:
    """Dress the application; may be called again at any time.

    Args:
        app: the application.
        name: "dark", "light", or "system" for what the desktop wears: dark where it does not say.
        colors: of gains and losses, "blue_orange" or "green_red".
    """
    hints = app.styleHints()
    if name == "system":
        hints.unsetColorScheme()
        name = "light" if hints.colorScheme() == Qt.ColorScheme.Light else "dark"
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if name == "dark" else Qt.ColorScheme.Light)
    _Applied.tokens = THEMES[name, colors]
    app.setStyle("Fusion")
    app.setPalette(_palette(_Applied.tokens))
    app.setFont(text_font())
    app.setStyleSheet(style_sheet(_Applied.tokens))


def load_fonts() -> None:
    """Make Inter known to Qt; the weights are files of their own."""
    for weight in ("Regular", "Medium", "SemiBold"):
        QFontDatabase.addApplicationFont(str(path(f"fonts/Inter-{weight}.ttf")))


def text_font(pixels: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter with figures of equal width, so that columns of numbers stand still."""
    font = QFont("Inter")
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def style_sheet(colors: Tokens) -> str:
    """The style sheet with the theme's colours filled in; an unknown @name is a KeyError."""
    values = {field.name: getattr(colors, field.name) for field in fields(colors)}
    source = path("style.qss").read_text(encoding="utf-8")
    icons = path("icons").as_posix()
    return re.sub(r"@(\w+)", lambda match: str(values[match[1]]), source.replace("@icons", icons))


def _palette(colors: Tokens) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: colors.background,
        QPalette.ColorRole.WindowText: colors.text,
        QPalette.ColorRole.Base: colors.surface,
        QPalette.ColorRole.AlternateBase: colors.raised,
        QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.PlaceholderText: colors.muted,
        QPalette.ColorRole.Button: colors.surface,
        QPalette.ColorRole.ButtonText: colors.text,
        QPalette.ColorRole.ToolTipBase: colors.raised,
        QPalette.ColorRole.ToolTipText: colors.text,
        QPalette.ColorRole.Highlight: colors.selected,
        QPalette.ColorRole.HighlightedText: colors.text,
        QPalette.ColorRole.Link: colors.accent,
        QPalette.ColorRole.Accent: colors.accent,
    }
    palette = QPalette()
    for role, value in roles.items():
        palette.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.muted))
    return palette
