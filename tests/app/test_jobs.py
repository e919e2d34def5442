"""Jobs: progress, cancel, one result, and an end that everybody waits for."""

import threading
import time

import pytest

from app.events import EventBus, JobChanged
from app.jobs import KEPT, Job, Jobs, while_wanted
from core.errors import Cancelled, Closing, TryAgain, YouCanFix

SOON = 10


@pytest.fixture
def told():
    return []


@pytest.fixture
def jobs(told):
    bus = EventBus()
    bus.subscribe(told.append)
    jobs = Jobs(bus, threads=2)
    yield jobs
    jobs.close()


def waiting(started, go_on):
    """Work that says it started, and ends when told to or cancelled."""

    def work(progress):
        started.set()
        while not go_on.wait(0.01):
            progress("waiting", 0.5)
        return "done waiting"

    return work


def test_a_job_gives_the_result_of_its_work(jobs, told):
    job = jobs.run("add", lambda _progress: 1 + 1)
    assert job.result(SOON) == 2
    assert (job.state, job.error, job.name) == ("done", None, "add")
    assert told[-1] == JobChanged(job.id)


def test_work_runs_on_another_thread(jobs):
    here = threading.current_thread()
    there = jobs.run("where", lambda _progress: threading.current_thread()).result(SOON)
    assert there is not here
    assert not there.daemon


def test_progress_shows_and_is_held_within_bounds(jobs):
    def work(progress):
        seen = []
        for fraction in (-1.0, 0.25, 7.0):
            progress("counting", fraction)
            seen.append((job.stage, job.fraction))
        return seen

    gate = threading.Event()
    job = jobs.run("count", lambda progress: gate.wait(SOON) and work(progress))
    gate.set()
    assert job.result(SOON) == [("counting", 0.0), ("counting", 0.25), ("counting", 1.0)]


def test_the_error_of_a_failed_job_is_kept_and_raised(jobs):
    def work(_progress):
        raise YouCanFix("The file is empty.", "Choose another.")

    job = jobs.run("read", work)
    with pytest.raises(YouCanFix, match="empty"):
        job.result(SOON)
    assert job.state == "failed"
    assert isinstance(job.error, YouCanFix)


def test_a_cancelled_job_ends_at_its_next_progress(jobs):
    started = threading.Event()
    job = jobs.run("wait", waiting(started, threading.Event()))
    assert started.wait(SOON)
    job.cancel()
    job.cancel()
    with pytest.raises(Cancelled):
        job.result(SOON)
    assert (job.state, job.error) == ("cancelled", None)


def test_a_job_says_that_it_is_cancelling():
    job = Job("1", "wait", lambda: None)
    job.cancel()
    assert (job.state, job.stage) == ("running", "cancelling")


def test_cancelling_an_ended_job_changes_nothing(jobs):
    job = jobs.run("add", lambda _progress: 2)
    job.result(SOON)
    job.cancel()
    assert (job.state, job.result()) == ("done", 2)


def test_a_job_cancelled_in_the_queue_never_starts(jobs):
    go_on, started, ran = threading.Event(), threading.Event(), []
    busy = [jobs.run("wait", waiting(started, go_on)) for _ in range(2)]
    queued = jobs.run("late", lambda _progress: ran.append(1))
    queued.cancel()
    go_on.set()
    with pytest.raises(Cancelled):
        queued.result(SOON)
    assert [job.result(SOON) for job in busy] == ["done waiting"] * 2
    assert not ran


def test_a_result_that_is_not_there_in_time_is_said(jobs):
    job = jobs.run("wait", waiting(threading.Event(), threading.Event()))
    with pytest.raises(TryAgain, match="still running"):
        job.result(0.01)


def test_the_time_left_follows_the_pace_so_far():
    now = [100.0]
    job = Job("1", "train", lambda: None, now=lambda: now[0])
    assert job.seconds_left is None

    def work(progress):
        now[0] = 110.0
        progress("training", 0.25)
        return job.seconds_left

    assert job.perform(work) == pytest.approx(30)


def test_listeners_hear_of_stages_at_once_and_of_progress_now_and_then():
    now, heard = [0.0], []
    job = Job("1", "train", lambda: heard.append((job.stage, job.fraction)), now=lambda: now[0])

    def work(progress):
        for step in range(100):
            now[0] = step / 100
            progress("training", step / 100)
        progress("checking", 1.0)

    job.perform(work)
    assert heard[0] == ("training", 0.0)
    assert heard[-1] == ("checking", 1.0)
    assert 9 <= len(heard) <= 12


def test_close_cancels_and_waits(told):
    bus = EventBus()
    jobs = Jobs(bus, threads=1)
    started = threading.Event()
    running = jobs.run("wait", waiting(started, threading.Event()))
    queued = jobs.run("late", lambda _progress: 1)
    assert started.wait(SOON)
    jobs.close()
    assert (running.state, queued.state) == ("cancelled", "cancelled")
    assert jobs.running() == ()


def test_old_jobs_are_forgotten_running_ones_never(jobs):
    go_on = threading.Event()
    running = jobs.run("wait", waiting(threading.Event(), go_on))
    for _ in range(KEPT + 20):
        jobs.run("add", lambda _progress: 1).result(SOON)
    assert len(jobs.all()) <= KEPT + 2
    assert jobs.all()[0] is running
    assert jobs.get(running.id) is running
    assert jobs.get("2") is None
    go_on.set()


def test_work_that_waits_gives_its_result_and_is_asked_meanwhile_whether_it_is_wanted():
    asked, enough = [], threading.Event()

    def tell():
        asked.append(threading.get_ident())
        enough.set()

    assert while_wanted(lambda: enough.wait(20) and threading.get_ident(), tell) != threading.get_ident()
    assert asked == [threading.get_ident()]


def test_work_that_nobody_wants_any_more_is_left_at_once():
    go_on = threading.Event()

    def tell():
        raise Cancelled("enough")

    started = time.monotonic()
    with pytest.raises(Cancelled):
        while_wanted(lambda: go_on.wait(20), tell)
    assert time.monotonic() - started < 10
    go_on.set()


def test_what_waiting_work_raises_is_raised():
    def broken():
        raise TryAgain("away")

    with pytest.raises(TryAgain, match="away"):
        while_wanted(broken, lambda: None)


def test_work_learns_whether_it_was_cancelled_or_the_program_ends():
    for end, kind in ((Jobs.close, Closing), (lambda jobs: jobs.all()[0].cancel(), Cancelled)):
        jobs, started, go_on = Jobs(EventBus()), threading.Event(), threading.Event()
        job = jobs.run("long", waiting(started, go_on))
        assert started.wait(SOON)
        end(jobs)
        with pytest.raises(Cancelled) as caught:
            job.result(SOON)
        assert type(caught.value) is kind
        assert job.state == "cancelled"
        jobs.close()


def test_a_job_waits_until_a_thread_is_free():
    jobs, started, go_on = Jobs(EventBus(), threads=1), threading.Event(), threading.Event()
    first = jobs.run("first", waiting(started, go_on))
    second = jobs.run("second", lambda _progress: None)
    assert started.wait(SOON)
    assert (first.is_waiting, second.is_waiting) == (False, True)
    go_on.set()
    second.result(SOON)
    assert not second.is_waiting
    jobs.close()
