"""The drawer's help page."""

from ui.main_window import MainWindow


def test_help_in_the_drawer_is_about_the_drawer(app, qtbot, tmp_path):
    window = MainWindow(tmp_path, asks_first=False)
    qtbot.addWidget(window)
    window.show()
    window.activity.toggle()
    window.activity.drawer.tabs.setFocus()
    qtbot.waitUntil(lambda: window.activity.has_keyboard)
    window.show_help()
    assert "Crash reports" in window._panel.view.text.toPlainText()
    window.hide()
    window.release()
