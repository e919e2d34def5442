"""The Qt binding itself: the version that was measured to be sound."""

import sys

import PySide6
from PySide6.QtCore import QObject


def test_calls_that_return_nothing_keep_the_reference_of_none():
    """PySide6 6.12.0 drops one a call under Python 3.11, until the process aborts."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("a")
    assert abs(sys.getrefcount(None) - before) < 100


def test_it_is_the_version_that_was_measured():
    assert PySide6.__version__ == "6.11.3"
