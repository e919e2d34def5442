"""A trader in; a picture of each screen and sheet, its bytes, and how far it is from another one, out."""

import hashlib
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6 import __version__ as qt_version
from PySide6.QtCore import QBuffer, QByteArray, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from core.errors import TryAgain
from ui import theme
from ui.background import Failure
from ui.desktop import make_application
from ui.main_window import MainWindow
from ui.screens import SCREENS
from ui.widgets.sheet import Sheet

THEMES = ("light", "dark")
SIZE = (1440, 900)
SHEET_SIZE = (1024, 700)
PATIENCE_SECONDS = 60.0
COLORS = 256
LEVELS = 24
"""A pixel differs where one of its channels is off by more than this; a palette's rounding stays below."""
TOLERANCE = 0.0005
"""The part of the pixels that may differ."""


@contextmanager
def window_of(trader, size=SIZE, settings=None):
    """A window around `trader`, or as it is before the first run for None, with settings of its own."""
    with tempfile.TemporaryDirectory(prefix="conflux-window-") as folder:
        app = make_application()
        for key, value in (settings or {}).items():
            _keep(Path(folder), key, value)
        window = MainWindow(Path(folder), asks_first=False)
        window.resize(*size)
        window.session.folder = Path("~/.local/share/conflux")  # as Settings show it, whoever draws
        if trader is not None:
            window.attach_trader(trader)
        window.show()
        try:
            yield window
        finally:
            window.hide()
            window.release()
            window.deleteLater()
            settle(app)


def _keep(folder, key, value):
    from app.user_settings import UserSettings

    UserSettings(folder).set(key, value)


def settle(app, turns=6):
    """Layouts and deletions settle over a few turns of the loop."""
    for _ in range(turns):
        app.processEvents()
        app.sendPostedEvents()


def wait_for(condition, what, seconds=PATIENCE_SECONDS):
    """Let the loop turn until `condition()`; raises TryAgain when that takes too long."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TryAgain(f"{what} did not come within {seconds:.0f} s.")
        QApplication.processEvents()
        time.sleep(0.005)


def visit(window, key):
    """Go to a screen and wait until all that it shows is there."""
    window.go_to(key)
    wait_for(lambda: window.page(key).presenter.has_loaded, f"The screen {key}")
    wait_for(lambda: not window.page(key).presenter.is_loading, f"The screen {key}")
    settle(QApplication.instance())


def draw_all(trader):
    """Every screen and sheet in both themes: names to images."""
    drawn = {}
    with window_of(trader) as window:
        for key in _screens(window):
            drawn |= _in_both_themes(window, key)
    with window_of(trader, SHEET_SIZE) as window:
        for key, shown in _sheets(window):
            drawn |= _in_both_themes(window, key, shown)
    with window_of(None, SHEET_SIZE) as window:
        window.onboarding.draw()
        drawn |= _in_both_themes(window, "first-run")
    return drawn


def ask_all(trader):
    """Have every screen ask all that it ever asks: at first, and when it asks only for what is new."""
    with window_of(trader) as window:
        for screen in SCREENS:
            for _ in range(3):
                visit(window, screen.key)
                window.refresh()
    draw_all(trader)


def _in_both_themes(window, key, shown=None):
    drawn = {}
    for name in THEMES:
        window.session.prefer(theme=name)
        if theme.tokens().name != name:  # the window before may have been dressed otherwise
            theme.apply(QApplication.instance(), name)
        settle(QApplication.instance())
        drawn[f"{key}-{name}"] = grab(shown or window)
    return drawn


def _screens(window):
    for screen in SCREENS:
        visit(window, screen.key)
        if screen.key == "rounds":
            _verify(window)
        yield screen.key


def _verify(window):
    presenter = window.page("rounds").presenter
    presenter.verify_newest()
    wait_for(lambda: bool(presenter.state.checks), "The check of the newest round")
    settle(QApplication.instance())


def _sheets(window):
    """What opens above a screen, in the smallest window that is promised."""
    visit(window, "market")
    window.show_settings()
    yield "settings", window
    _close_sheets(window)
    marks = window.page("market").presenter.state.marks
    if marks:
        market = window.page("market")
        market.widget.show_card(market.presenter.card(marks[-1].number))
        yield "decision", window
        _close_sheets(window)
    window.show_failure(Failure("The exchange cannot be reached.", "Try again in a minute."))
    settle(QApplication.instance())
    for dialog in QApplication.topLevelWidgets():
        if type(dialog).__name__ == "FailureDialog" and dialog.isVisible():
            yield "failure", dialog
            dialog.accept()


def _close_sheets(window):
    for sheet in window.findChildren(Sheet):
        if sheet.isVisible():
            sheet.close_sheet()


def grab(widget):
    """What is on screen, without the keyboard's mark, which depends on who has the focus."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
        settle(QApplication.instance())
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def pixels(image):
    """Rows, columns and the channels red, green, blue as uint8."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine() // 4, 4)
    return raw[:, : plain.width(), 2::-1].copy()


def png(image):
    """Bytes of a PNG with at most 256 colours, every other as the nearest of them."""
    shown = pixels(image)
    flat = (shown.astype(np.uint32) << (16, 8, 0)).sum(2, dtype=np.uint32)
    found, where, counts = np.unique(flat, return_inverse=True, return_counts=True)
    chosen, nearest = _palette(found, counts)
    padded = np.zeros((image.height(), (image.width() + 3) // 4 * 4), np.uint8)
    padded[:, : image.width()] = nearest[where.reshape(flat.shape)]
    small = QImage(
        padded.tobytes(), image.width(), image.height(), padded.shape[1], QImage.Format.Format_Indexed8
    )
    small.setColorTable([int(color) | 0xFF000000 for color in found[chosen]])
    buffer = QBuffer(data := QByteArray())
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    small.save(buffer, "PNG", 0)
    return bytes(data.data())


def _palette(colors, counts):
    """Which colours stay, and which of them each colour becomes: always the one that is missed most next."""
    points = np.stack([colors >> 16, colors >> 8 & 255, colors & 255], 1).astype(float)
    chosen, nearest = [], np.zeros(len(colors), np.uint8)
    away = np.full(len(colors), np.inf)
    missed = counts.astype(float)
    while len(chosen) < min(COLORS, len(colors)):
        chosen.append(int(missed.argmax()))
        squares = ((points - points[chosen[-1]]) ** 2).sum(1)
        nearest[squares < away] = len(chosen) - 1
        away = np.minimum(away, squares)
        missed = np.sqrt(counts) * away  # the root: a small green dot counts beside a wide dark card
    return chosen, nearest


def difference(one, other):
    """The part of the pixels that differ, 1.0 for pictures of two sizes, and where, as a picture."""
    if one.size() != other.size():
        return 1.0, one
    apart = np.abs(pixels(one).astype(int) - pixels(other)).max(2) > LEVELS
    shown = np.where(apart[..., None], (255, 0, 255), pixels(one) // 4).astype(np.uint8)
    rows = np.zeros((one.height(), one.width(), 4), np.uint8)
    rows[..., 2::-1] = shown
    picture = QImage(rows.tobytes(), one.width(), one.height(), QImage.Format.Format_RGB32).copy()
    return float(apart.mean()), picture


def rasteriser():
    """What pictures depend on besides Conflux: Qt's version, the platform, and how they draw a few words."""
    theme.load_fonts()
    page = QImage(420, 60, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    painter.setFont(theme.text_font(15))
    painter.drawText(QRect(4, 4, 412, 52), 0, "Conflux 0123456789 \u25b2\u25bc \u2026 \u2192 \u2212 \u2713")
    painter.end()
    drawn = hashlib.sha256(pixels(page).tobytes()).hexdigest()[:16]
    return f"Qt {qt_version}, {QGuiApplication.platformName()}, drawing {drawn}"
