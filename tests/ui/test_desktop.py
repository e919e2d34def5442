"""The program as it is started: first paint, failures, signals, screenshots."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from app.settings import user_folder
from ui import warm_up
from ui.desktop import HEAVY, _Desktop, _FirstPaint
from ui.dialogs.crash import CrashDialog
from ui.main_window import MainWindow
from ui.screens import SCREENS
from ui.screenshot import render_home, render_screens

RUN = (
    "import sys; from pathlib import Path; from ui.desktop import run; sys.exit(run({folder}, smoke={smoke}))"
)


def start(folder, smoke, **options):
    code = RUN.format(folder="None" if folder is None else f"Path({str(folder)!r})", smoke=smoke)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, text=True, **options)


def test_the_first_paint_is_quick_and_loads_nothing_heavy(tmp_path):
    program = start(tmp_path / "data", smoke=True, stdout=subprocess.PIPE)
    output, _ = program.communicate(timeout=60)
    figures = json.loads(output.splitlines()[-1])
    assert program.returncode == 0
    assert figures["heavy_modules"] == []
    assert figures["first_paint_cpu_s"] <= 0.5
    assert 0 < figures["rss_mib"] < 300


def test_smoke_without_a_folder_leaves_the_users_alone(tmp_path):
    program = start(None, smoke=True, stdout=subprocess.PIPE)
    output, _ = program.communicate(timeout=60)
    assert json.loads(output.splitlines()[-1])["heavy_modules"] == []


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_program_in_order(tmp_path, number):
    program = start(tmp_path / "data", smoke=False)
    time.sleep(2.5)
    program.send_signal(number)
    assert program.wait(timeout=30) == 0


def test_the_list_of_heavy_modules_is_that_of_the_bar():
    assert HEAVY == ("torch", "pandas", "web3", "ccxt", "ta", "pyqtgraph")


@pytest.fixture
def window(app, qtbot, tmp_path):
    made = MainWindow(tmp_path)
    qtbot.addWidget(made)
    yield made
    made.hide()
    made.release()


def test_a_bug_reaches_the_user_and_a_report(window, tmp_path, monkeypatch, capsys, qtbot):
    around = _Desktop(window, tmp_path)
    around.catch_failures()
    try:
        with pytest.raises(ValueError, match="a bug") as caught:
            int("a bug")
        sys.excepthook(caught.type, caught.value, caught.tb)
        thread = threading.Thread(target=int, args=("another bug",))
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(around.crashes.reports.all()) == 2)
    finally:
        around.crashes.stop()
    (dialog,) = window.findChildren(CrashDialog)  # the second does not open another one above it
    assert "ValueError: invalid literal" in dialog.text.toPlainText()
    assert [each.kind for each in around.crashes.reports.all()] == ["thread", "exception"]
    assert [each.kind for each in around.crashes.reports.unseen()] == ["thread"]
    assert "ValueError: invalid" in capsys.readouterr().err
    dialog.close()


def test_the_services_are_loaded_after_the_first_paint(window, qtbot, tmp_path):
    around = _Desktop(window, tmp_path)
    paint = _FirstPaint(window)
    paint.painted.connect(around.load)
    with qtbot.waitSignal(paint.painted):
        window.show()
    qtbot.waitUntil(lambda: window.session.services is not None, timeout=20_000)
    around.close()


def test_what_the_charts_need_is_imported_one_step_for_each_turn_of_the_loop(window, qtbot, monkeypatch):
    done, turns = [], []
    steps = [lambda number=number: done.append((number, len(turns))) for number in range(3)]
    monkeypatch.setattr(warm_up, "STEPS", steps)
    warm = warm_up.WarmUp(window)
    warm.start()
    assert done == []
    timer = QTimer(window)
    timer.timeout.connect(lambda: turns.append(1))
    timer.start(0)
    qtbot.waitUntil(lambda: not warm._timer.isActive())
    assert [number for number, _ in done] == [0, 1, 2]
    assert done[2][1] > done[1][1] > 0


def test_the_last_step_has_imported_the_charts(app):
    for step in warm_up.STEPS:
        step()
    assert "ui.widgets.curve_plot" in sys.modules


def test_the_system_names_the_users_folder():
    assert user_folder().name == "conflux"


def test_screens_of_a_trader_are_drawn_into_files(app, trader, tmp_path):
    trader.wallet.ensure_practice_account()
    for kind in ("profit", "emission"):
        trader.ports.coordinator[f"payouts/{kind}/{trader.wallet.state().address}"] = {"root": None}
    render_home(trader, tmp_path / "home.png")
    paths = render_screens(trader, tmp_path / "all", "light")
    app_pictures = [QImage(str(path)) for path in (tmp_path / "home.png", *paths)]
    sizes = {(picture.width(), picture.height()) for picture in app_pictures}
    assert sizes == {(1440, 900)}
    assert len({path.read_bytes() for path in paths}) == len(SCREENS)
