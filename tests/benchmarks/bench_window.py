"""The window with a recorded network's trader in; its CPU, memory and lateness beside their bars, out.

Why: a trader keeps this window open all day beside others. Bars: first paint 0.5 CPU s and nothing heavy
loaded; Home with live data 5 CPU s later; 250 MB idle on Home; another screen within 50 CPU ms; while the
worker trains, the loop is late by 16 ms at the 99th percentile and never by 100 ms. Lateness is wall time and
tells of the whole machine: the busiest turn of the loop, in CPU time of the window's own thread, is beside.

The window runs in a process of its own; real adapters ask real answers, which this process gives again.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil

STARTS = 3
IDLE_SECONDS = 6.0
TRAINING_SECONDS = 25.0
TICK_MS = 4
ROUNDS_OF_SCREENS = 5
BARS = {
    "first paint, CPU s": 0.5,
    "live data after it, CPU s": 5.0,
    "memory idle on Home, RSS MB": 250,
    "memory idle on Home, PSS MB": 250,
    "memory idle on Home, USS MB": 250,
    "another screen, median CPU ms": 50,
    "another screen, worst CPU ms": 50,
    "lateness while training, p99 ms": 16,
    "lateness while training, worst ms": 100,
    "busiest turn while training, CPU ms": 100,
}


def main():
    """Print each figure beside its bar."""
    starts = [_smoke() for _ in range(STARTS)]
    heavy = sorted({name for one in starts for name in one["heavy_modules"]})
    figures = {"first paint, CPU s": statistics.median(one["first_paint_cpu_s"] for one in starts)}
    figures |= _live()
    print(f"heavy modules at the first paint: {heavy or 'none'}")
    for name, bar in BARS.items():
        verdict = "ok" if figures[name] <= bar else "MISSED"
        print(f"{name:38} {figures[name]:8.2f}   bar {bar:6g}   {verdict}")
    for name in sorted(figures.keys() - BARS.keys()):
        print(f"{name:38} {figures[name]}")


def _smoke():
    ran = subprocess.run([sys.executable, "-m", "app", "--smoke"], check=True, capture_output=True, text=True)
    return json.loads(ran.stdout.splitlines()[-1])


def _live():
    """What a window on a recorded network took; the services stay in this process."""
    from tests.screens.post import SERVICES, served
    from tests.screens.state import unpack

    with tempfile.TemporaryDirectory(prefix="conflux-window-bench-") as place:
        folder = Path(place)
        network, at, record = unpack(folder)
        clock = folder / "clock.json"
        clock.write_text(json.dumps({"market_at": at, "wall_at": time.time()}), encoding="utf-8")
        with served({service: record.player(service) for service in SERVICES}) as addresses:
            here = replace(network, **addresses, clock_file=str(clock))
            here.save(folder / "here.json")
            data = folder / "data"
            (data / "networks").mkdir(parents=True)
            (folder / "trader").rename(data / "networks" / here.name)
            kept = {"accepted": ["paper", "review"], "accepted_at": 0, "choice": str(folder / "here.json")}
            (data / "onboarding.json").write_text(json.dumps(kept), encoding="utf-8")
            command = [sys.executable, "-m", "tests.benchmarks.bench_window", str(data)]
            ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(ran.stdout.splitlines()[-1])


def inside(data):
    """In the window's own process: start as `conflux` does, and measure."""
    from ui import theme
    from ui.desktop import _Desktop, _FirstPaint, make_application
    from ui.main_window import MainWindow

    app = make_application()
    window = MainWindow(data)
    theme.apply(app, window.session.preferences.theme)
    window.resize(1440, 900)
    desktop = _Desktop(window, data)
    paint, painted = _FirstPaint(window), []
    paint.painted.connect(lambda: painted.append(time.process_time()))
    paint.painted.connect(desktop.load)
    window.show()
    figures = {}
    turn_until(app, lambda: painted and window.session.trader is not None, 120)
    turn_until(app, lambda: window.page("home").presenter.has_loaded, 120)
    figures["live data after it, CPU s"] = time.process_time() - painted[0]
    turn_until(app, lambda: not desktop._warm_up._timer.isActive(), 120)
    turn_for(app, IDLE_SECONDS)
    gc.collect()
    figures |= memory()
    figures |= switches(app, window)
    window.go_to("train")
    figures |= lateness(app, window)
    figures["load of the machine"] = os.getloadavg()
    window.hide()
    desktop.close()
    print(json.dumps(figures))


def turn_until(app, condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"it took more than {seconds} s")
        app.processEvents()
        time.sleep(0.002)


def turn_for(app, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


def memory():
    """RSS counts libraries that others share, PSS its part of them, USS what is this process's alone."""
    found = psutil.Process().memory_full_info()
    return {
        "memory idle on Home, RSS MB": found.rss / 1e6,
        "memory idle on Home, PSS MB": found.pss / 1e6,
        "memory idle on Home, USS MB": found.uss / 1e6,
    }


def switches(app, window):
    """CPU ms of the window's thread from the wish for a screen until it is painted; each was seen before."""
    from ui.screens import SCREENS

    taken, slowest = [], (0.0, "")
    for number in range(ROUNDS_OF_SCREENS + 1):
        for screen in SCREENS:
            before = time.thread_time()
            window.go_to(screen.key)
            window.repaint()
            spent = (time.thread_time() - before) * 1e3
            turn_for(app, 0.3)
            if number:
                taken.append(spent)
                slowest = max(slowest, (spent, screen.key))
    return {
        "another screen, median CPU ms": statistics.median(taken),
        "another screen, worst CPU ms": slowest[0],
        "slowest screen": slowest[1],
    }


def lateness(app, window):
    """How late a timer of the loop is while the worker trains, and what the busiest turn cost."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    trader = window.session.trader
    pair, length = trader.ports.candle_store.stored()[0]
    job = window.session.run(
        "Training",
        lambda progress: trader.training.train_alone(pair, length, "lstm", progress),
        lambda _model: None,
        lambda _failure: None,
        is_shown=True,
    )
    turn_until(app, lambda: job.stage or job.state != "running", 120)
    late, busy, last = [], [], [time.perf_counter(), time.thread_time()]

    def tick():
        now, spent = time.perf_counter(), time.thread_time()
        late.append(max(0.0, (now - last[0]) * 1e3 - TICK_MS))
        busy.append((spent - last[1]) * 1e3)
        last[:] = now, spent
        if job.state != "running":
            loop.quit()

    timer = QTimer(window)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    loop = QEventLoop(window)
    last[:] = time.perf_counter(), time.thread_time()
    timer.start(TICK_MS)
    QTimer.singleShot(int(TRAINING_SECONDS * 1e3), loop.quit)
    loop.exec()
    timer.stop()
    job.cancel()
    turn_until(app, lambda: job.state != "running", 60)
    return {
        "lateness while training, p99 ms": statistics.quantiles(late, n=100)[98],
        "lateness while training, worst ms": max(late),
        "busiest turn while training, CPU ms": max(busy),
        "turns of the loop": len(late),
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        inside(Path(sys.argv[1]))
    else:
        main()
