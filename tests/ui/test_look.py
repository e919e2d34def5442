"""Shapes that can be seen, up and down without red and green, icons of one family, name, no motion."""

import os
import re
import subprocess
import sys
from dataclasses import fields

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from resources import path
from tests.screens.pictures import difference, grab, settle, window_of
from tests.ui.test_theme import contrast
from ui import icons, motion, theme
from ui.desktop import make_application
from ui.main_window import MainWindow

GRAPHICS = (
    "accent", "control_border", "up", "down", "volume_up", "volume_down", "average", "trend", "band",
    "study_1", "study_2", "study_3", "study_4", "warning", "danger", "good",
)  # fmt: skip
"""What must be seen to be understood, drawn on a card or a chart; not the grid and the cards' own edges."""
TONES = ("text", "muted", "up", "down", "warning", "danger", "good", "accent")

# Full protanopia and deuteranopia on linear RGB: Machado et al., 2009, doi:10.1109/TVCG.2009.113.
BLINDNESS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)
LEAST_APART = 16.0
"""CIELAB units (1976); 2.3 can just be told apart side by side, a candle is small and alone."""


def linear(color):
    parts = np.array([int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIELAB under D65 of linear RGB."""
    ratios = np.array(TO_XYZ) @ np.clip(rgb, 0, 1) / np.array(WHITE)
    x, y, z = np.where(ratios > 216 / 24389, np.cbrt(ratios), (ratios * 24389 / 27 + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one, other, blindness):
    seen = (lab(np.array(BLINDNESS[blindness]) @ linear(color)) for color in (one, other))
    return float(np.linalg.norm(next(seen) - next(seen)))


themes = pytest.mark.parametrize("tokens", theme.THEMES.values(), ids=map("-".join, theme.THEMES))


@themes
@pytest.mark.parametrize("ink", GRAPHICS)
def test_lines_marks_and_edges_of_fields_can_be_seen(tokens, ink):
    assert contrast(getattr(tokens, ink), tokens.surface) >= 3


@themes
@pytest.mark.parametrize("ink", TONES)
def test_a_row_under_the_mouse_can_be_read(tokens, ink):
    assert contrast(getattr(tokens, ink), tokens.hover) >= 4.5


@themes
@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize(("up", "down"), [("up", "down"), ("volume_up", "volume_down")])
def test_rises_and_falls_are_told_apart_by_colour_blind_eyes(tokens, blindness, up, down):
    assert apart(getattr(tokens, up), getattr(tokens, down), blindness) >= LEAST_APART


def test_the_measure_tells_red_and_green_of_one_lightness_apart_for_nobody_who_cannot():
    assert apart("#b08050", "#86924e", "deuteranopia") < LEAST_APART
    assert np.allclose(lab(linear("#ffffff")), (100, 0, 0), atol=0.01)


def test_no_two_tokens_of_a_theme_are_one_by_mistake():
    """Lines that are drawn in one picture differ."""
    lines = ("average", "trend", "band", "study_1", "study_2", "study_3", "study_4", "up", "down")
    for tokens in theme.THEMES.values():
        assert len({getattr(tokens, name) for name in lines}) == len(lines)
        assert {field.name for field in fields(tokens)} >= set(lines)


FAMILY = re.compile(
    r'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" '
    r'stroke="(currentColor|#[0-9a-f]{6})" stroke-width="(1.75|2|3)" '
    r'stroke-linecap="round" stroke-linejoin="round">'
)


def drawings():
    return sorted(path("icons").glob("*.svg"))


@pytest.mark.parametrize("drawing", drawings(), ids=lambda drawing: drawing.stem)
def test_every_icon_is_of_one_family(drawing):
    """One grid, one line, round ends, no colour of its own; only the style sheet's copies have one."""
    text = drawing.read_text(encoding="utf-8")
    assert FAMILY.search(text)
    if not drawing.stem.endswith(("-dark", "-light")):
        assert 'stroke="currentColor" stroke-width="1.75"' in text
        assert not re.search(r'(fill|stroke)="#', text)


def test_every_icon_leaves_marks_inside_its_grid(app):
    for drawing in drawings():
        image = icons.pixmap(drawing.stem, "#ff0000", 24).toImage()
        assert image.size() == QSize(48, 48)
        alphas = [image.pixelColor(x, y).alpha() for x in range(0, 48, 2) for y in range(0, 48, 2)]
        assert max(alphas) > 100


def test_the_window_has_the_apps_name_and_icon(app, qtbot, tmp_path):
    made = make_application()
    window = MainWindow(tmp_path, asks_first=False)
    qtbot.addWidget(window)
    assert (made.applicationName(), made.desktopFileName(), window.windowTitle()) == (
        "Conflux",
        "conflux",
        "Conflux",
    )
    drawn = window.windowIcon().pixmap(32, 32).toImage()
    assert len({drawn.pixelColor(x, y).name() for x in range(32) for y in range(32)}) > 3
    window.release()


@pytest.fixture
def moving(app):
    """An application of a desktop where everything moves; everything is as before afterwards."""
    before = {effect: app.isEffectEnabled(effect) for effect in Qt.UIEffect}
    flash, known = app.cursorFlashTime(), motion._Desktop.effects
    for effect in Qt.UIEffect:
        app.setEffectEnabled(effect, True)
    app.setCursorFlashTime(1000)
    motion._Desktop.effects = None
    yield app
    for effect, was in before.items():
        app.setEffectEnabled(effect, was)
    app.setCursorFlashTime(flash)
    motion._Desktop.effects = known


def test_with_reduced_motion_nothing_unfolds_and_no_cursor_blinks_until_the_wish_ends(
    moving, qtbot, tmp_path
):
    window = MainWindow(tmp_path, asks_first=False)
    qtbot.addWidget(window)
    motion.apply(moving, window.session.preferences.motion)
    assert moving.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)
    window.session.keep("appearance.motion", "reduced")
    assert not any(moving.isEffectEnabled(effect) for effect in Qt.UIEffect)
    assert moving.cursorFlashTime() == 0
    window.session.keep("appearance.motion", "system")
    assert moving.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)
    assert moving.cursorFlashTime() == 1000
    window.release()


def test_a_desktop_without_effects_stays_without_them(moving):
    moving.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    motion.apply(moving, "system")
    assert not moving.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)


def test_nothing_of_the_window_is_animated_by_itself():
    """What would move has to ask for the user's wish first, in ui/motion.py."""
    moving = re.compile(r"QPropertyAnimation|QVariantAnimation|QTimeLine|QMovie|setRange\(0, 0\)")
    found = [
        file.name for file in path("..").glob("ui/**/*.py") if moving.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_icons_are_drawn_anew_for_each_size_not_blown_up(app):
    once = icons.pixmap("house", "#ff0000", 24).toImage()
    twice = icons.pixmap("house", "#ff0000", 48).toImage()
    ways = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.FastTransformation
    assert twice != once.scaled(twice.size(), *ways).convertToFormat(twice.format())


DENSE = """
import sys
from tests.screens.pictures import grab, settle, window_of
from ui.desktop import make_application
app = make_application()
with window_of(None, (1024, 700)) as window:
    window.onboarding.draw()
    settle(app)
    image = grab(window)
    assert image.devicePixelRatio() == 2
    image.save(sys.argv[1])
"""


def test_on_a_dense_display_everything_is_where_it_was_and_twice_as_sharp(app, tmp_path):
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    file = tmp_path / "dense.png"
    subprocess.run([sys.executable, "-c", DENSE, str(file)], env=environment, check=True, timeout=120)
    dense = QImage(str(file))
    with window_of(None, (1024, 700)) as window:
        window.onboarding.draw()
        settle(app)
        usual = grab(window)
    assert dense.size() == usual.size() * 2
    smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    assert difference(dense.scaled(usual.size(), *smooth), usual)[0] < 0.04
    blown = usual.scaled(dense.size(), *smooth)
    assert difference(dense, blown)[0] > 0.005
