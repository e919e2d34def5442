"""A copied text: gone after a while, but never what somebody else copied."""

from PySide6.QtGui import QGuiApplication

from ui.clipboard import clear_if_ours, copy_for_a_while


def test_a_copied_text_is_cleared_after_a_while(app, qtbot):
    copy_for_a_while("0x12", 0.02)
    assert QGuiApplication.clipboard().text() == "0x12"
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "", timeout=5000)


def test_what_was_copied_meanwhile_stays(app):
    copy_for_a_while("0x12", 3600)
    QGuiApplication.clipboard().setText("a recipe")
    clear_if_ours("0x12")
    assert QGuiApplication.clipboard().text() == "a recipe"
