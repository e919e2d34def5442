"""A window and a seed in; hands that click, type, turn and drag at random, and what broke, out."""

import random
import time

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)  # fmt: skip

from app.events import (
    BalanceChanged,
    BytesSent,
    CandlesArrived,
    JobChanged,
    ModelTrained,
    NetworkChanged,
    RoundMoved,
    TrainingProgressed,
)  # fmt: skip
from ui import background
from ui.round_words import STEPS
from ui.screens import SCREENS

TOUCHED = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QLineEdit, QPlainTextEdit, QTabBar,
)  # fmt: skip
KEYS = [
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Up,
    Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F1, Qt.Key.Key_F5, Qt.Key.Key_3,
    Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_4, Qt.Key.Key_A, Qt.Key.Key_H, Qt.Key.Key_K, Qt.Key.Key_L,
    Qt.Key.Key_Comma, Qt.Key.Key_C, Qt.Key.Key_V,
]  # fmt: skip
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
"""Ctrl+Q is left out with its key: it ends the program."""
WORDS = (
    "", " ", "0", "-1", "1e309", "NaN", "12.30", "0x" + "f" * 40, "abandon " * 12, "' OR 1=1 --",
    "%n {0} %s", "\u202egnp", "\u0661\u0662\u0663", "\u6bd4\u7279\u5e01", "\U0001f680", "a\x00b",
    "x" * 5000, "2030-02-30",
)  # fmt: skip
HANGS_SECONDS = 20.0


class Monkey:
    """Random hands on one window; the seed decides everything but the time that work takes.

    Args:
        window: shown, connected or not.
        seed: of all draws.
        bus: gets events; None for none.
    """

    def __init__(self, window, seed, bus=None):
        self._window, self._bus, self._draw = window, bus, random.Random(seed)
        self.done = []
        self.bugs = []
        self._closer = QTimer(window)
        self._closer.timeout.connect(self._close_popup)
        self._acts = [
            (8, self.click_something), (3, self.click_anywhere), (5, self.press_key), (3, self.write),
            (3, self.turn_wheel), (2, self.drag), (1, self.resize), (1, self.change_theme),
            (2, self.go_somewhere), (3, self.publish), (1, self.hide_and_show), (1, self.paste),
        ]  # fmt: skip

    def play(self, actions, stay_on=None):
        """Do so many random things; the first bug, hang or vanished window is an AssertionError."""
        weights = [weight for weight, _ in self._acts]
        self._closer.start(30)
        try:
            for _ in range(actions):
                (_, act), *_ = self._draw.choices(self._acts, weights)
                if stay_on and self._draw.random() < 0.2:
                    self._window.go_to(stay_on)
                self._do(act)
        finally:
            self._closer.stop()
            self._close_dialogs()

    def _do(self, act):
        before = time.monotonic()
        self.done.append(act.__name__)
        act()
        QApplication.processEvents()
        took = time.monotonic() - before
        assert self.bugs == [], self.bugs[0]
        assert took < HANGS_SECONDS, f"{self.done[-1]} took {took:.0f} s"
        assert self._window.isVisible()
        if self._draw.random() < 0.1:
            self._close_dialogs()

    def noticing(self, explain):
        """`ui.background.explain`, with every bug that it explains noted."""

        def noted(error):
            failure = explain(error)
            if failure.trace:
                self.bugs.append(failure.trace)
            return failure

        return noted

    def _close_popup(self):
        """A menu or a modal dialog of its own loop would wait for a person."""
        shown = QApplication.activePopupWidget()
        if shown is not None:
            if self._draw.random() < 0.5:
                QTest.keyClick(shown, Qt.Key.Key_Down)
                QTest.keyClick(shown, Qt.Key.Key_Return)
            if shown.isVisible():
                shown.close()

    def _close_dialogs(self):
        for shown in QApplication.topLevelWidgets():
            if isinstance(shown, QDialog) and shown.isVisible():
                shown.reject()

    def _top(self):
        modal = QApplication.activeModalWidget()
        dialogs = [
            shown
            for shown in QApplication.topLevelWidgets()
            if isinstance(shown, QDialog) and shown.isVisible()
        ]
        return modal or self._draw.choice([self._window] * 4 + dialogs)

    def _reachable(self, kinds=TOUCHED):
        """A widget that a hand could touch, and where; what lies under a sheet is none."""
        top = self._top()
        found = [
            one
            for one in top.findChildren(QWidget)
            if isinstance(one, kinds) and one.isEnabled() and not one.visibleRegion().isEmpty()
        ]
        self._draw.shuffle(found)
        for one in found:
            place = one.visibleRegion().boundingRect().center()
            under = top.childAt(one.mapTo(top, place))
            if under is not None and (under is one or one.isAncestorOf(under)):
                return under, under.mapFrom(one, place)
        return top, top.rect().center()

    def _anywhere(self):
        top = self._top()
        place = QPoint(self._draw.randrange(max(1, top.width())), self._draw.randrange(max(1, top.height())))
        under = top.childAt(place) or top
        return under, under.mapFrom(top, place)

    def _click(self, widget, place):
        self.done[-1] += (
            f" {type(widget).__name__} {widget.accessibleName()[:30]!r} at {place.x()},{place.y()}"
        )
        button = self._draw.choices((Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton), (9, 1))[0]
        click = QTest.mouseDClick if self._draw.random() < 0.1 else QTest.mouseClick
        click(widget, button, self._draw.choice(MODIFIERS), place)

    def click_something(self):
        self._click(*self._reachable())

    def click_anywhere(self):
        self._click(*self._anywhere())

    def press_key(self):
        key, modifiers = self._draw.choice(KEYS), self._draw.choice(MODIFIERS)
        self.done[-1] += f" {key.name} {modifiers.name}"
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifiers)

    def write(self):
        """As an input method does: QTest.keyClicks aborts on what is not ASCII."""
        field, place = self._reachable((QLineEdit, QPlainTextEdit))
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        text = self._draw.choice(WORDS)
        self.done[-1] += f" {text[:20]!r}"
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget() or field, event)
        if self._draw.random() < 0.3:
            QTest.keyClick(QApplication.focusWidget() or field, Qt.Key.Key_Return)

    def paste(self):
        QGuiApplication.clipboard().setText(self._draw.choice(WORDS))
        target = QApplication.focusWidget() or self._window
        QTest.keyClick(target, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def turn_wheel(self):
        widget, place = self._anywhere()
        self.done[-1] += f" {type(widget).__name__}"
        for _ in range(self._draw.randrange(1, 6)):
            turn = QPoint(0, self._draw.choice((-1200, -120, 120, 1200)))
            event = QWheelEvent(
                QPointF(place), widget.mapToGlobal(QPointF(place)), QPoint(), turn, Qt.MouseButton.NoButton,
                self._draw.choice(MODIFIERS), Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(widget, event)

    def drag(self):
        widget, place = self._anywhere()
        self.done[-1] += f" {type(widget).__name__}"
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        for _ in range(self._draw.randrange(1, 8)):
            place += QPoint(self._draw.randrange(-200, 200), self._draw.randrange(-200, 200))
            QTest.mouseMove(widget, place)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def resize(self):
        least = self._window.minimumSize()
        self._window.resize(
            self._draw.randrange(least.width(), 1900), self._draw.randrange(least.height(), 1200)
        )

    def change_theme(self):
        self._draw.choice((self._window.toggle_theme, self._window.toggle_amounts))()

    def go_somewhere(self):
        key = self._draw.choice(SCREENS).key
        self.done[-1] += f" {key}"
        self._window.go_to(key)

    def hide_and_show(self):
        self._window.hide()
        self._window.show()

    def publish(self):
        """Events in any order, also such as no program would publish."""
        if self._bus is None:
            return
        number = self._draw.randrange(0, 5)
        event = self._draw.choice((
            RoundMoved(number, self._draw.choice((*STEPS, "waiting", "settled", "aborted", "nonsense"))),
            BalanceChanged(), JobChanged(f"no job {number}"), ModelTrained(number),
            NetworkChanged(connected=self._draw.random() < 0.5, detail=self._draw.choice(WORDS)),
            CandlesArrived(self._draw.choice(("ALFA/PUSD", "X/Y")), self._draw.choice(("1h", "1m"))),
            TrainingProgressed(number, 5, float("nan"), 1.2), BytesSent("coordinator", "join", 10**number),
        ))  # fmt: skip
        self.done[-1] += f" {event}"
        self._bus.publish(event)


def watching(monkey, monkeypatch):
    """Have bugs of jobs noted by `monkey`."""
    monkeypatch.setattr(background, "explain", monkey.noticing(background.explain))
