"""What every test shares: no window, one thread, loopback only, no thread left behind, seeded draws."""

import os

# A QApplication without a display aborts the interpreter, so this stands before any import of Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import ipaddress
import socket
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from core.recursion import kept_recursion_limit

with kept_recursion_limit():
    # It raises the limit when it is first imported. The programs do without that, and a test of nested
    # brackets must not depend on what ran before it in the same process.
    import py_ecc  # noqa: F401

from tests.app.adapters.postgres import postgres  # noqa: F401 - a fixture

settings.register_profile(
    "conflux", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("conflux")


@pytest.fixture(autouse=True, scope="session")
def loopback_only():
    """A test that reaches for another machine fails."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


def _is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_ours(thread):
    """Not a helper of a server's event loop, which lives as long as the loop and is asked again."""
    return not thread.daemon and thread.name != "AnyIO worker thread"


@pytest.fixture(autouse=True)
def no_thread_left_behind():
    """A test that leaves a thread of ours running fails."""
    before = set(threading.enumerate())
    yield
    patience = time.monotonic() + 5
    while left := [thread for thread in set(threading.enumerate()) - before if _is_ours(thread)]:
        if time.monotonic() > patience:
            pytest.fail(f"threads left behind: {[thread.name for thread in left]}")
        time.sleep(0.02)


@pytest.fixture(scope="session")
def test_data():
    """The folder of real candles and published vectors; skips where CONFLUX_TEST_DATA does not name it."""
    folder = os.environ.get("CONFLUX_TEST_DATA")
    if not folder:
        pytest.skip("CONFLUX_TEST_DATA does not name the folder of real data")
    return Path(folder)
