"""An idle window: told when nobody is there, and not while a key or the mouse moves."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.idle_lock import IdleLock


def test_a_window_s_keys_and_mouse_put_idleness_off(app, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    lock = IdleLock(widget, 60)
    lock.watch(widget.windowHandle())
    lock.watch(widget.windowHandle())
    for act in (
        lambda: QTest.keyClick(widget.windowHandle(), Qt.Key.Key_A),
        lambda: QTest.mouseClick(widget.windowHandle(), Qt.MouseButton.LeftButton),
    ):
        lock.stop()
        act()
        assert lock._timer.isActive()
    lock.stop()
    app.sendEvent(widget.windowHandle(), QEvent(QEvent.Type.UpdateRequest))
    assert not lock._timer.isActive()


def test_idleness_is_told_once_the_time_is_over(app, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    lock = IdleLock(widget, 1 / 60_000)
    with qtbot.waitSignal(lock.idle, timeout=5000):
        lock.watch(None)
    assert not lock._timer.isActive()
    lock.wait_anew()
    assert lock._timer.isActive()
    lock.stop()
