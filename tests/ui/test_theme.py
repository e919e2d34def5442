"""Colours that can be read, a style sheet without holes, figures of equal width."""

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF

from resources import path
from ui import theme

ON_SURFACES = ("text", "muted", "up", "down", "warning", "danger", "good", "accent")
SURFACES = ("background", "surface", "raised")
PAIRS = [(ink, paper) for ink in ON_SURFACES for paper in SURFACES]
PAIRS += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("text", "selected"), ("text", "hover")]


def luminance(color):
    """Relative luminance of WCAG 2.2."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", theme.THEMES.values(), ids=map(str, theme.THEMES))
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_text_can_be_read(tokens, ink, paper):
    assert contrast(getattr(tokens, ink), getattr(tokens, paper)) >= 4.5


@pytest.mark.parametrize("tokens", [theme.DARK, theme.LIGHT], ids=["dark", "light"])
def test_the_style_sheet_has_no_hole_and_no_colour_of_its_own(tokens):
    assert "@" not in theme.style_sheet(tokens)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])", path("style.qss").read_text(encoding="utf-8"))


def test_every_token_is_a_colour():
    for tokens in theme.THEMES.values():
        for field in fields(tokens):
            if field.name != "name":
                assert re.fullmatch(r"#[0-9a-f]{6}", getattr(tokens, field.name))


def test_up_and_down_are_told_apart_without_red_and_green():
    """Deuteranopia keeps the blue channel: up and down must differ there."""
    for tokens in (theme.DARK, theme.LIGHT):
        assert abs(int(tokens.up[5:7], 16) - int(tokens.down[5:7], 16)) > 100


def test_inter_is_bundled_and_its_figures_have_one_width(app):
    font = theme.text_font(13)
    assert QFontInfo(font).family() == "Inter"
    metrics = QFontMetricsF(font)
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


def test_each_weight_is_a_font_of_its_own(app):
    regular = QFontMetricsF(theme.text_font(20)).horizontalAdvance("Conflux")
    bold = QFontMetricsF(theme.text_font(20, theme.QFont.Weight.DemiBold)).horizontalAdvance("Conflux")
    assert bold > regular


def test_the_theme_can_be_changed_and_changed_back(app):
    theme.apply(app, "light")
    assert theme.tokens() is theme.LIGHT
    assert theme.color("surface").name() == "#ffffff"
    theme.apply(app, "dark")
    assert theme.tokens() is theme.DARK


def test_the_fonts_licence_is_shipped():
    assert "SIL OPEN FONT LICENSE" in path("fonts/OFL.txt").read_text(encoding="utf-8")
    assert "ISC License" in path("icons/LICENSE").read_text(encoding="utf-8")
