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


def test_a_file_that_cannot_be_is_told_and_the_defaults_count(tmp_path):
    (tmp_path / "settings.toml").write_text('[appearance]\ntheme = "pink"\n')
    session = Session(tmp_path)
    assert session.preferences == Preferences()
    assert "line 2: appearance.theme" in session.settings_problem.message


@pytest.mark.parametrize(
    ("content", "theme", "hides"),
    [
        ('{"theme": "light", "hides_amounts": true}', "light", True),
        ('{"theme": "pink", "hides_amounts": "yes"}', "dark", False),
        ("", "dark", False),
        ("[]", "dark", False),
        ("[" * 100_000, "dark", False),
    ],
)
def test_what_an_earlier_version_kept_is_taken_over_once(tmp_path, content, theme, hides):
    (tmp_path / "window.json").write_text(content)
    assert Session(tmp_path).preferences == Preferences(theme, hides_amounts=hides)
    assert not (tmp_path / "window.json").exists()
    assert Session(tmp_path).preferences == Preferences(theme, hides_amounts=hides)


def test_a_setting_goes_before_what_an_earlier_version_kept(tmp_path):
    (tmp_path / "window.json").write_text('{"theme": "light"}')
    (tmp_path / "settings.toml").write_text('[appearance]\ntheme = "system"\n')
    assert Session(tmp_path).preferences.theme == "system"


def test_what_the_environment_sets_changes_for_this_run_only(tmp_path, monkeypatch):
    monkeypatch.setenv("CONFLUX_PRIVACY_HIDE_AMOUNTS", "true")
    session = Session(tmp_path)
    assert session.hides_amounts
    session.prefer(hides_amounts=False)
    assert not session.hides_amounts
    assert not (tmp_path / "settings.toml").exists()


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


def test_the_chart_is_remembered(tmp_path):
    Session(tmp_path).prefer(candles="hollow", log_prices=True, shows_parts=True, chart_lines=("rsi_14",))
    kept = Session(tmp_path).preferences
    assert (kept.candles, kept.log_prices, kept.shows_parts) == ("hollow", True, True)
    assert kept.chart_lines == ("rsi_14",)
    Session(tmp_path).prefer(chart_lines=())
    assert Session(tmp_path).preferences.chart_lines == ()
