"""What the window remembers, and the bridges between threads and widgets."""

import threading

import pytest
from PySide6.QtCore import QThread

from app.events import BalanceChanged, EventBus
from app.jobs import Jobs
from core.errors import TryAgain
from ui.background import Background, explain
from ui.live import Live
from ui.session import Preferences, Session


def test_preferences_are_kept_and_told(tmp_path):
    told = []
    session = Session(tmp_path)
    session.on_change(lambda: told.append(session.preferences))
    session.prefer(theme="light", hides_amounts=True)
    assert told == [Preferences("light", hides_amounts=True)]
    assert Session(tmp_path).preferences == Preferences("light", hides_amounts=True)
    assert Session(tmp_path).hides_amounts


@pytest.mark.parametrize("content", ["", "[]", '{"theme": "pink", "hides_amounts": "yes"}', '{"theme": 3}'])
def test_damaged_preferences_are_the_defaults(tmp_path, content):
    (tmp_path / "window.json").write_text(content)
    assert Session(tmp_path).preferences == Preferences()


def test_without_services_nothing_can_be_started(tmp_path):
    with pytest.raises(RuntimeError, match="not loaded"):
        _ = Session(tmp_path).run


def test_events_of_other_threads_arrive_on_the_windows_thread(app, qtbot):
    bus, live, seen = EventBus(), Live(), []
    live.listen(bus)
    live.happened.connect(lambda event: seen.append((event, QThread.currentThread())))
    worker = threading.Thread(target=bus.publish, args=(BalanceChanged(),))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(BalanceChanged(), app.thread())]
    bus.publish(BalanceChanged())
    live.close()
    app.processEvents()
    assert len(seen) == 1


@pytest.fixture
def background(app):
    bus = EventBus()
    jobs, live = Jobs(bus), Live()
    live.listen(bus)
    yield Background(jobs, live)
    jobs.close()
    live.close()


def test_a_result_arrives_on_the_windows_thread(background, qtbot):
    seen = []
    background.run("Add", lambda _: 2 + 3, lambda result: seen.append((result, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(5, threading.main_thread())]


def test_progress_failure_and_cancel_arrive_once_each(background, qtbot):
    seen, go = [], threading.Event()

    def stuck(progress):
        progress("half", 0.5)
        go.wait(5)
        while True:
            progress("more", 0.6)

    def wrong(_):
        raise TryAgain("The service is away.", "Wait.")

    background.run("Wrong", wrong, seen.append, lambda failure: seen.append(failure.message))
    qtbot.waitUntil(lambda: "The service is away." in seen)
    job = background.run(
        "Stuck", stuck, seen.append, cancelled=lambda: seen.append("cancelled"),
        moved=lambda stage, _: seen.append(stage), is_shown=True,
    )  # fmt: skip
    assert background.shown() == (job,)
    qtbot.waitUntil(lambda: "half" in seen)
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: "cancelled" in seen)
    assert background.shown() == ()
    assert seen.count("cancelled") == 1


def test_a_failure_that_nobody_expects_is_told_and_a_bug_names_itself(background, qtbot):
    with qtbot.waitSignal(background.unexpected) as told:
        background.run("Bug", lambda _: 1 / 0)
    failure = told.args[0]
    assert "ZeroDivisionError" in failure.message
    assert "Traceback" in failure.trace
    assert "report" in failure.remedy


def test_after_the_window_is_gone_nobody_is_told(background, qtbot, app):
    seen = []
    job = background.run("Late", lambda _: 1, seen.append)
    background.forget_all()
    job.result(5)
    app.processEvents()
    assert seen == []


def test_an_error_a_person_can_act_on_has_no_trace():
    failure = explain(TryAgain("Away.", "Wait."))
    assert (failure.message, failure.remedy, failure.trace) == ("Away.", "Wait.", "")


def test_the_chart_is_remembered_and_nonsense_takes_its_default(tmp_path):
    Session(tmp_path).prefer(candles="hollow", log_prices=True, shows_parts=True, chart_lines=("rsi_14",))
    assert Session(tmp_path).preferences.chart_lines == ("rsi_14",)
    assert Session(tmp_path).preferences.candles == "hollow"
    (tmp_path / "window.json").write_text('{"chart_lines": 5, "log_prices": "yes"}', encoding="utf-8")
    kept = Session(tmp_path).preferences
    assert (kept.chart_lines, kept.log_prices) == (None, False)
