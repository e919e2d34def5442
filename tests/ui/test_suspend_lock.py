"""Sleep and a locked screen lock the account: heard on a private bus, and by a gap in time."""

import contextlib
import shutil
import subprocess

import pytest
from PySide6.QtCore import QObject

from ui.main_window import MainWindow
from ui.suspend_lock import GAP_SECONDS, SuspendLock


@pytest.fixture
def acted():
    return []


@pytest.fixture
def parent(app):
    made = QObject()
    yield made
    made.deleteLater()


@pytest.fixture
def bus():
    """A bus of our own, and its address."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("dbus-daemon is not installed")
    words = [program, "--session", "--nofork", "--print-address=1"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    yield process.stdout.readline().strip()
    process.terminate()
    process.wait()
    process.stdout.close()


@pytest.fixture
def connections(bus):
    """Names of the two that listen, and the one that tells."""
    from PySide6.QtDBus import QDBusConnection

    names = ("conflux-test-system", "conflux-test-session", "conflux-test-teller")
    made = [QDBusConnection.connectToBus(bus, name) for name in names]
    assert all(connection.isConnected() for connection in made)
    yield names[:2], made[2]
    del made
    for name in names:
        QDBusConnection.disconnectFromBus(name)


def tell(teller, path, interface, signal, *arguments):
    from PySide6.QtDBus import QDBusMessage

    message = QDBusMessage.createSignal(path, interface, signal)
    message.setArguments(list(arguments))
    assert teller.send(message)


LOGIND = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")
SESSION = ("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session", "Lock")
SCREEN = ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged")


@pytest.mark.parametrize(
    ("service", "signal", "arguments"),
    [
        ("org.freedesktop.login1", LOGIND, (True,)),
        ("org.freedesktop.login1", SESSION, ()),
        ("org.freedesktop.ScreenSaver", SCREEN, (True,)),
    ],
)
def test_the_systems_signals_lock(qtbot, parent, acted, connections, service, signal, arguments):
    buses, teller = connections
    assert teller.registerService(service)
    lock = SuspendLock(parent, lambda: acted.append(1), buses=buses)
    assert len(lock.heard_from) == 4
    tell(teller, *signal, *arguments)
    qtbot.waitUntil(lambda: acted == [1], timeout=5000)


def test_waking_up_and_a_bright_screen_lock_nothing(qtbot, parent, acted, connections):
    buses, teller = connections
    for service in ("org.freedesktop.login1", "org.freedesktop.ScreenSaver"):
        assert teller.registerService(service)
    SuspendLock(parent, lambda: acted.append(1), buses=buses)
    tell(teller, *LOGIND, False)
    tell(teller, *SCREEN, False)
    tell(teller, *LOGIND, True)
    qtbot.waitUntil(lambda: bool(acted), timeout=5000)
    assert acted == [1]


def test_somebody_else_on_the_bus_does_not_lock(qtbot, parent, acted, connections):
    buses, teller = connections
    SuspendLock(parent, lambda: acted.append(1), buses=buses)
    tell(teller, *LOGIND, True)
    assert teller.registerService("org.freedesktop.login1")
    tell(teller, *SESSION)
    qtbot.waitUntil(lambda: bool(acted), timeout=5000)
    assert acted == [1]


def test_a_gap_in_time_locks_once(parent, acted):
    at = [1000.0]
    lock = SuspendLock(parent, lambda: acted.append(1), lambda: at[0], ("none", "none"))
    assert lock.heard_from == ()
    for step in (5, GAP_SECONDS + 1, 5, -3600):
        at[0] += step
        lock.check()
    assert acted == [1]


def test_the_window_locks_whatever_runs(app, qtbot, tmp_path, monkeypatch):
    window = MainWindow(tmp_path, asks_first=False)
    locked = []
    monkeypatch.setattr(window._status, "lock", lambda: locked.append(1))
    with contextlib.suppress(AttributeError):
        window.go_to("wallet")
    window._lock_now()
    assert locked == [1]
    window.release()
    window.deleteLater()
