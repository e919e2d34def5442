"""The drawer on the window: keys, a job begun again, notifications, the log, what the desktop hears."""

import time

import pytest
import structlog
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.activity.crash_reports import CrashReports
from app.activity.job_record import JobEntry, JobRecord
from app.activity.log_file import LogFile
from app.events import EventBus
from app.jobs import Jobs
from ui.dialogs.crash import CrashDialog
from ui.main_window import MainWindow
from ui.telling import Telling


@pytest.fixture
def jobs():
    made = Jobs(EventBus())
    yield made
    made.close()


@pytest.fixture
def window(app, qtbot, tmp_path, jobs):
    made = MainWindow(tmp_path, asks_first=False)
    qtbot.addWidget(made)
    made.session.run_with(made._bridge(jobs._bus, jobs))
    made.show()
    yield made
    made.hide()
    made.release()


def test_the_bar_and_the_keys_open_and_close_it(window, qtbot):
    window._status_bar._jobs.click()
    drawer = window.activity.drawer
    assert (drawer.isVisible(), drawer.tab) == (True, "jobs")
    assert drawer.geometry().right() == window.stack.geometry().right()
    window._status_bar._news.click()
    assert (drawer.isVisible(), drawer.tab) == (True, "news")
    qtbot.keyClick(drawer, Qt.Key.Key_Escape)
    assert not drawer.isVisible()
    window.resize(1024, 700)
    window.activity.toggle("log")
    assert drawer.geometry().left() >= window.stack.geometry().left()
    window.activity.toggle("log")
    assert not drawer.isVisible()


def test_a_job_is_listed_cancelled_and_kept(window, qtbot, tmp_path):
    def work(progress):
        while True:
            progress("training", 0.43)
            time.sleep(0.01)

    window.activity.toggle()
    window.session.run("Training lstm", work, is_shown=True, telling=Telling("train"))
    page = window.activity.drawer.jobs
    qtbot.waitUntil(lambda: "43 %" in page.cards()[0]._note.text())
    page.cards()[0]._cancel.click()
    qtbot.waitUntil(lambda: page.cards()[0]._state.text() == "cancelled")
    window.activity.close()
    later = JobRecord(tmp_path)
    later.load()
    assert [(entry.name, entry.state) for entry in later.all()] == [("Training lstm", "cancelled")]
    page.cards()[0]._open.click()
    assert window._key == "train"
    page._clear.click()
    assert page.cards() == ()


def test_what_was_cut_off_is_offered_at_the_next_start_and_goes_on(app, qtbot, tmp_path, jobs, monkeypatch):
    before = JobRecord(tmp_path)
    before.load()
    arguments = {"model": "gru", "pair": "BTC/USDT 1h", "coarser": "", "until_at": "5.0"}
    before.begin(
        JobEntry(0, "Training gru", kind="training", arguments=arguments, goes_on=True, network="local")
    )
    before.save()
    window = MainWindow(tmp_path, asks_first=False)
    qtbot.addWidget(window)
    window.session.run_with(window._bridge(jobs._bus, jobs))
    monkeypatch.setattr(window.activity.jobs, "_network", lambda: "local")
    window.show()
    window.activity.toggle()
    (card,) = window.activity.drawer.jobs.cards()
    assert (card._state.text(), card._again.text().strip()) == ("cut off", "Resume")
    asked = []

    def train(*words):
        asked.append(words)
        window.session.run("Training gru", lambda _progress: None, is_shown=True)

    window.go_to("train")
    monkeypatch.setattr(window.page("train").presenter, "train_alone", train)
    card._again.click()
    assert asked == [("gru", "BTC/USDT 1h", "", 5.0)]
    qtbot.waitUntil(lambda: len(window.activity.drawer.jobs.cards()) == 2)
    assert all(each._again.isHidden() for each in window.activity.drawer.jobs.cards())
    window.hide()
    window.release()


def test_a_job_that_is_not_begun_again_says_so_and_stays_on_offer(window, monkeypatch):
    entry = window.activity.record.begin(JobEntry(0, "A", state="failed", kind="from the future"))
    monkeypatch.setattr(window.activity.jobs, "_network", lambda: "local")
    told = []
    monkeypatch.setattr(window, "show_failure", told.append)
    window.activity.begin_again(entry.number)
    assert "cannot begin 'A' again" in told[0].message
    assert window.activity.jobs.wanted_again(entry.number) is not None


def test_notifications_are_counted_read_and_lead_to_their_screen(window):
    window.activity.news._tell("warning", "The agent paused.", screen="agent")
    assert window._status_bar._news.text().strip() == "1"
    window.activity.toggle("news")
    page = window.activity.drawer.news
    page.table.selectRow(0)
    page._go.click()
    assert window._key == "agent"
    window.activity.drawer.close_drawer()
    assert window._status_bar._news.text() == ""
    page._clear.click()
    assert window.activity.notifications.all() == ()


def test_the_desktop_hears_only_what_it_should(window, qtbot, monkeypatch):
    heard = []
    window.activity.tell_desktop_with(lambda *words: heard.append(words))
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    window.activity.news._tell("danger", "In front.")
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    window.session.keep("notifications.least_level", "warning")
    window.activity.news._tell("info", "Too little.")
    window.activity.news._tell("warning", "Told.", amount="+1.00 PUSD", screen="wallet")
    qtbot.waitUntil(lambda: len(heard) == 1)
    window.session.keep("notifications.desktop", False)
    window.activity.news._tell("danger", "Off.")
    window.session.keep("notifications.desktop", None)
    window.session.prefer(hides_amounts=True)
    window.activity.news._tell("danger", "You have 5.00 PUSD.", amount="+2.00 PUSD")
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0] == ("Wallet", "Told. +1.00 PUSD", "warning")
    assert "5.00" not in heard[1][1]
    assert "2.00" not in heard[1][1]


def test_the_log_is_read_filtered_copied_and_followed(window, qtbot, tmp_path):
    log = LogFile(tmp_path)
    structlog.get_logger("rounds").info("a round moved", round_id=3)
    structlog.get_logger("network").warning("away")
    window.activity.toggle("log")
    page = window.activity.drawer.log
    qtbot.waitUntil(lambda: len(page.table.records()) == 2)
    page.level.setCurrentIndex(2)
    assert [line.text for line in page.table.records()] == ["away"]
    page.level.setCurrentIndex(1)
    page.part.setCurrentIndex(page.part.findText("rounds"))
    page.table.selectRow(0)
    assert "round_id: 3" in page.detail.toPlainText()
    page.copy.click()
    assert "a round moved round_id=3" in QGuiApplication.clipboard().text()
    page.part.setCurrentIndex(0)
    page.words.setText("nowhere")
    assert page.notice.isVisible()
    page.words.setText("")
    structlog.get_logger("jobs").info("began")
    qtbot.waitUntil(lambda: len(page.table.records()) == 3)
    page.copy_all.click()
    assert QGuiApplication.clipboard().text().count("\n") == 2
    log.close()


def test_a_crash_report_shows_its_exact_text_and_can_be_copied_and_deleted(app, qtbot, tmp_path):
    reports = CrashReports(tmp_path)
    report = reports.write("exception", "ValueError: no")
    dialog = CrashDialog(report, reports.folder, 1, None)
    qtbot.addWidget(dialog)
    dialog.delete_asked.connect(reports.delete)
    dialog.show()
    assert dialog.text.toPlainText() == report.text
    dialog._copy()
    assert QGuiApplication.clipboard().text() == report.text
    dialog._delete()
    assert reports.all() == ()
