"""The record of jobs: what it keeps over a crash, how much, and what it makes of a damaged file."""

import json
import threading

import pytest

from app.activity.job_record import KEPT, JobEntry, JobRecord
from core.errors import YouCanFix


@pytest.fixture
def record(tmp_path):
    made = JobRecord(tmp_path)
    made.load()
    return made


def again(tmp_path):
    """The record as the next start reads it."""
    made = JobRecord(tmp_path)
    made.load()
    return made


def test_what_ran_when_the_program_was_killed_was_cut_off(record, tmp_path):
    entry = record.begin(
        JobEntry(0, "Training gru", kind="training", arguments={"model": "gru"}, goes_on=True)
    )
    record.change(entry.number, stage="training", fraction=0.43)
    record.save()
    (found,) = again(tmp_path).all()
    assert (found.state, found.stage, found.fraction) == ("cut off", "training", 0.43)
    assert found.arguments == {"model": "gru"}
    assert found.may_begin_again


@pytest.mark.parametrize(("state", "may"), [("done", False), ("failed", True), ("cancelled", True)])
def test_how_a_job_ended_is_kept(record, tmp_path, state, may):
    entry = record.begin(JobEntry(0, "A", kind="update", began_at=5.0))
    record.change(entry.number, state=state, ended_at=9.0, sentence="So it is.", remedy="Do that.")
    record.save()
    (found,) = again(tmp_path).all()
    assert (found.state, found.ended_at, found.sentence, found.remedy) == (
        state,
        9.0,
        "So it is.",
        "Do that.",
    )
    assert found.may_begin_again is may


def test_what_was_begun_again_is_not_offered_twice_and_what_cannot_be_never(record):
    entry = record.begin(JobEntry(0, "A", state="failed", kind="update"))
    record.change(entry.number, is_followed=True)
    record.begin(JobEntry(0, "Claim", state="failed"))
    assert [each.may_begin_again for each in record.all()] == [False, False]


def test_numbers_go_on_over_runs_and_the_oldest_ended_are_forgotten(record, tmp_path):
    running = record.begin(JobEntry(0, "runs"))
    for number in range(KEPT + 5):
        record.begin(JobEntry(0, str(number), state="done"))
    assert len(record.all()) == KEPT + 1
    assert running in record.all()
    record.save()
    later = again(tmp_path)
    assert later.begin(JobEntry(0, "next")).number == record.newest + 1
    later.forget_ended()
    assert [entry.name for entry in later.all()] == ["next"]


def test_secrets_of_an_error_are_not_written(record, tmp_path):
    entry = record.begin(JobEntry(0, "A"))
    record.change(entry.number, sentence=f"bad key {'ab' * 32}", remedy="password=hunter2")
    record.save()
    text = (tmp_path / "activity" / "jobs.json").read_text()
    assert "abab" not in text
    assert "hunter2" not in text


GOOD = {
    "number": 3, "name": "A", "state": "done", "began_at": 1, "ended_at": None, "stage": "", "fraction": 1,
    "sentence": "", "remedy": "", "screen": "", "kind": "", "arguments": {}, "goes_on": False, "network": "",
    "is_followed": False,
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, "{}", "3", '[{"number": 1}]', "[null]",
     json.dumps([GOOD | {"state": "odd"}]), json.dumps([GOOD | {"arguments": {"a": 1}}]),
     json.dumps([GOOD | {"fraction": "1"}]), json.dumps([GOOD | {"more": 1}])],
)  # fmt: skip
def test_a_damaged_file_counts_as_empty(tmp_path, text):
    (tmp_path / "activity").mkdir()
    (tmp_path / "activity" / "jobs.json").write_text(text)
    assert again(tmp_path).all() == ()


def test_good_entries_beside_damaged_ones_are_read(tmp_path):
    (tmp_path / "activity").mkdir()
    (tmp_path / "activity" / "jobs.json").write_text(json.dumps([GOOD, {"number": 4}, GOOD | {"number": 5}]))
    assert [entry.number for entry in again(tmp_path).all()] == [5, 3]


def test_it_is_written_only_when_something_changed(record, tmp_path):
    record.save()
    file = tmp_path / "activity" / "jobs.json"
    before = file.stat().st_ino
    record.save()
    assert file.stat().st_ino == before
    record.begin(JobEntry(0, "A"))
    record.save()
    assert file.stat().st_ino != before


def test_many_threads_lose_no_job(record, tmp_path):
    def work():
        for _ in range(10):
            entry = record.begin(JobEntry(0, "A"))
            record.change(entry.number, fraction=0.5)
            record.save()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(again(tmp_path).all()) == 40


def test_what_could_not_be_written_is_written_by_the_next_save(record, tmp_path, monkeypatch):
    record.begin(JobEntry(0, "Training gru"))
    with monkeypatch.context() as full:
        full.setattr("app.activity.job_record.write_atomically", refuse)
        with pytest.raises(YouCanFix):
            record.save()
    record.save()
    assert [entry.name for entry in again(tmp_path).all()] == ["Training gru"]


def refuse(*_):
    raise YouCanFix("The disk is full.", "Free some space.")
