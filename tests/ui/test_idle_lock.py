"""Minutes without a touch lock the account once, and not while a job may have to sign."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWindow

from ui.idle_lock import IdleLock
from ui.main_window import MainWindow


class Watch:
    def __init__(self):
        self.at = 0.0
        self.acted = 0
        self.is_busy = False

    def now(self):
        return self.at

    def act(self):
        if self.is_busy:
            return False
        self.acted += 1
        return True


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def idle(app, watch):
    parent = QObject()
    made = IdleLock(parent, watch.act, watch.now)
    yield made
    made.wait(0)
    parent.deleteLater()


class Hand:
    """Somebody with a mouse and a window."""

    def __init__(self, app):
        self._app = app
        self.window = QWindow()

    def focus(self):
        self._app.focusWindowChanged.emit(self.window)

    def move(self):
        point = QPointF(1, 1)
        no, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        self._app.sendEvent(self.window, QMouseEvent(QEvent.Type.MouseMove, point, point, no, no, none))


@pytest.fixture
def hand(app):
    made = Hand(app)
    yield made
    made.window.destroy()


def test_it_acts_once_when_nobody_was_there_for_so_long(idle, watch, hand):
    idle.wait(5)
    hand.focus()
    watch.at = 299
    idle.check()
    assert watch.acted == 0
    watch.at = 300
    idle.check()
    idle.check()
    assert watch.acted == 1
    hand.move()
    watch.at = 700
    idle.check()
    assert watch.acted == 2


def test_a_touch_begins_the_time_anew(idle, watch, hand):
    idle.wait(5)
    hand.focus()
    watch.at = 200
    hand.move()
    watch.at = 400
    idle.check()
    assert watch.acted == 0


def test_a_job_is_waited_for(idle, watch):
    idle.wait(5)
    watch.at, watch.is_busy = 400, True
    idle.check()
    assert watch.acted == 0
    watch.is_busy = False
    idle.check()
    assert watch.acted == 1


def test_without_minutes_nothing_is_watched(idle, watch):
    assert not idle._timer.isActive()
    idle.wait(5)
    assert idle._timer.isActive()
    idle.wait(0)
    assert not idle._timer.isActive()


def test_the_window_locks_an_account_that_has_a_password(app, qtbot, tmp_path, trader):
    from tests.ui.conftest import inline

    box = trader.wallet.box
    box.create()
    box.set_password("long enough a word")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/settings.toml").write_text("[wallet]\nlock_after_minutes = 1\n")
    window = MainWindow(tmp_path / "data", asks_first=False)
    qtbot.addWidget(window)
    window.session.run_with(inline)
    window.session.connect(trader)
    window._status.load()
    assert not trader.wallet.state().is_locked
    window._idle._touched_at -= 61
    window._idle.check()
    assert trader.wallet.state().is_locked
    window.release()
