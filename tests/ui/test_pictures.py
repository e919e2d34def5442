"""What README and help show is what the screens draw now, pixel by pixel, from a recorded local network."""

import pytest
from PySide6.QtGui import QImage

from tests.screens.__main__ import FOLDER, ROOT
from tests.screens.pictures import TOLERANCE, difference, draw_all, png, rasteriser
from tests.screens.state import recorded
from ui.screens import SCREENS

APART = ROOT / "build/screens/apart"
"""A picture that differs is kept here, with what differs in magenta."""


@pytest.fixture(scope="module")
def drawn(qapp):
    """All pictures of now, and what their screens asked in vain."""
    with recorded() as (trader, record):
        return draw_all(trader), tuple(record.missing)


@pytest.fixture(scope="module")
def same_drawing(qapp):
    """Skips where Qt, the platform or the fonts draw letters otherwise than where the pictures are from."""
    of_pictures = (FOLDER / "rasteriser.txt").read_text(encoding="utf-8").strip()
    if rasteriser() != of_pictures:
        pytest.skip(f"the pictures are from {of_pictures}; here it is {rasteriser()}")


def kept():
    return sorted(path.stem for path in FOLDER.glob("*.png"))


def test_every_screen_is_there_in_both_themes():
    wanted = {f"{screen.key}-{theme}" for screen in SCREENS for theme in ("dark", "light")}
    assert wanted <= set(kept()), "run `make screenshots`"


def test_the_pictures_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < 3_000_000


def test_the_record_answers_everything_that_the_screens_ask(drawn):
    assert drawn[1] == (), "run `make screenshots RECORD=1`"


@pytest.mark.parametrize("name", kept())
def test_a_picture_is_what_the_screen_draws(drawn, same_drawing, name):
    golden = QImage(str(FOLDER / f"{name}.png"))
    apart, where = difference(golden, drawn[0][name])
    if apart > TOLERANCE:
        APART.mkdir(parents=True, exist_ok=True)
        where.save(str(APART / f"{name}.png"))
        drawn[0][name].save(str(APART / f"{name}-now.png"))
    assert apart <= TOLERANCE, f"{apart:.3%} of the pixels differ, see {APART}; if meant: `make screenshots`"


def test_a_single_changed_word_is_found_and_a_palette_is_none(drawn):
    picture = drawn[0]["home-dark"]
    reduced = QImage.fromData(png(picture))
    assert difference(reduced, picture)[0] <= TOLERANCE / 5
    changed = picture.copy()
    for x in range(300, 344):
        for y in range(100, 116):
            changed.setPixelColor(x, y, "#ff00ff")
    apart, where = difference(picture, changed)
    assert apart == pytest.approx(44 * 16 / (1440 * 900))
    assert apart > TOLERANCE
    assert where.pixelColor(310, 105).name() == "#ff00ff"
    assert difference(picture, picture.copy(0, 0, 10, 10))[0] == 1.0
