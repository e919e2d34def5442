"""Jobs as the drawer shows them: their words, how they end, and what can be done with them."""

import threading

import pytest

from app.activity.job_record import JobEntry, JobRecord
from app.events import EventBus
from app.jobs import Jobs
from core.errors import TryAgain
from ui.activity.job_desk import JobDesk
from ui.telling import Telling

SOON = 10


@pytest.fixture
def jobs():
    made = Jobs(EventBus(), threads=1)
    yield made
    made.close()


@pytest.fixture
def record(tmp_path):
    made = JobRecord(tmp_path)
    made.load()
    return made


@pytest.fixture
def desk(record):
    return JobDesk(record, lambda: "local", lambda: 1_796_000_000.0)


def run(desk, jobs, work, telling=None, name="Training lstm"):
    job = jobs.run(name, work)
    desk.began(job, telling or Telling())
    return job


def ended(desk, job):
    job._ended.wait(SOON)
    desk.ended(job)


def test_a_job_that_runs_shows_stage_and_per_cent_and_can_be_cancelled(desk, jobs):
    reached = threading.Event()

    def work(progress):
        while True:
            progress("training", 0.43)
            reached.set()

    job = run(desk, jobs, work)
    waiting = run(desk, jobs, lambda _progress: None, name="Next")
    assert reached.wait(SOON)
    second, first = desk.lines()
    assert (first.state, first.fraction, first.may_cancel) == ("running", 0.43, True)
    assert first.note.startswith("Training \u00b7 43 %")
    assert (second.state, second.name) == ("waiting", "Next")
    desk.cancel(first.number)
    ended(desk, job)
    ended(desk, waiting)
    assert [line.state for line in desk.lines()] == ["done", "cancelled"]


def test_a_result_is_told_in_one_sentence(desk, jobs):
    told = []
    desk.on_end(told.append)
    ended(desk, run(desk, jobs, lambda _progress: 14, Telling("rounds", lambda n: f"{n} checks hold")))
    (line,) = desk.lines()
    assert (line.state, line.sentence, line.screen, line.again) == ("done", "14 checks hold", "rounds", "")
    assert "took 0 s" in line.note
    assert told[0].sentence == "14 checks hold"


def test_a_failure_is_told_with_its_remedy_and_can_be_begun_again_once(desk, jobs):
    def work(_progress):
        raise TryAgain("It is away.", "Try again later.")

    ended(desk, run(desk, jobs, work, Telling("market", kind="download", goes_on=True)))
    (line,) = desk.lines()
    assert (line.state, line.sentence, line.again) == ("failed", "It is away. Try again later.", "Retry")
    assert desk.wanted_again(line.number).kind == "download"
    desk.followed(line.number)
    assert desk.wanted_again(line.number) is None
    assert desk.lines()[0].again == ""


@pytest.mark.parametrize(
    ("state", "kind", "goes_on", "network", "again"),
    [
        ("cut off", "training", True, "local", "Resume"),
        ("cut off", "verification", False, "local", "Retry"),
        ("cut off", "", False, "local", ""),
        ("cut off", "training", True, "elsewhere", ""),
        ("cancelled", "download", True, "local", "Resume"),
        ("cancelled", "training", True, "local", "Retry"),
        ("done", "training", True, "local", ""),
    ],
)
def test_only_what_has_something_left_to_do_here_is_offered_again(
    desk, record, state, kind, goes_on, network, again
):
    ended_at = None if state == "cut off" else 5.0
    record.begin(
        JobEntry(0, "A", state, 1.0, ended_at, fraction=0.43, kind=kind, goes_on=goes_on, network=network)
    )
    (line,) = desk.lines()
    assert line.again == again
    assert ("43 %" in line.sentence) is (state == "cut off")


def test_money_in_a_sentence_is_hidden_with_all_amounts(desk, record):
    record.begin(JobEntry(0, "Claim", "done", 1.0, 2.0, sentence="Claimed 12.30 PUSD."))
    assert "12.30" in desk.lines()[0].sentence
    assert "12.30" not in desk.lines(hides_amounts=True)[0].sentence
