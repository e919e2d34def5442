"""Entries, crashes, other programs and other hands in; what the log on disk still says out."""

import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.adapters import sent_log
from app.adapters.sent_log import SentLog
from app.ports import LOG_ITSELF, SentField, SentRecord
from core.errors import TryAgain, YouCanFix

RECORD = SentRecord(
    0, 1_700_000_000.25, "coordinator", "POST", "/v1/rounds/3/mask", "mask", 8210, "ab" * 32,
    "127.0.0.1:7001", (SentField("masked update", 8000, "1000 words"), SentField("framing", 210)), 0.5,
)  # fmt: skip

WRITER = """
import sys
from pathlib import Path
from app.adapters.sent_log import SentLog
from tests.app.adapters.test_sent_log import RECORD
log = SentLog(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    print(log.append(RECORD).number, flush=True)
"""


@pytest.fixture
def log(tmp_path):
    return SentLog(tmp_path / "log")


def write(log, count):
    return [log.append(RECORD, durable=False) for _ in range(count)]


def kinds(log):
    return [fault.kind for fault in log.check().faults]


def purposes(log):
    return [record.purpose for record in log.records()]


def writer(log, count):
    words = [sys.executable, "-c", WRITER, str(log.path.parent), str(count)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())


def test_what_is_written_comes_back_with_its_number_and_hash(log):
    first, second = write(log, 2)
    begun, *records = log.records()

    assert records == [first, second]
    assert (first.number, second.number, first.fields) == (1, 2, RECORD.fields)
    assert (begun.destination, begun.purpose, begun.size) == (LOG_ITSELF, "begun", 0)
    assert log.check().head == second.hash
    assert log.check().is_intact


def test_a_log_that_was_never_written_is_empty_and_intact(log):
    assert list(log.records()) == []
    assert log.check().is_intact
    assert not log.path.parent.exists()


def test_files_are_readable_by_their_owner_only(log):
    write(log, 1)

    assert {stat.S_IMODE(path.stat().st_mode) for path in log.path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(log.path.parent.stat().st_mode) == 0o700


def test_a_program_started_anew_goes_on_where_the_last_one_stopped(log):
    write(log, 3)
    again = SentLog(log.path.parent)

    assert [record.number for record in write(again, 2)] == [4, 5]
    assert again.check().is_intact


def test_only_new_entries_are_read_again_whoever_wrote_them(log):
    write(log, 3)
    assert [record.number for record in log.records()] == [0, 1, 2, 3]
    write(SentLog(log.path.parent), 2)

    assert [record.number for record in log.records(3)] == [4, 5]
    assert [record.number for record in log.records(1)] == [2, 3, 4, 5]
    assert list(log.records(5)) == []


def test_threads_and_programs_write_one_chain(log):
    programs = [writer(log, 60) for _ in range(2)]
    threads = [threading.Thread(target=write, args=(log, 60)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [int(line) for program in programs for line in program.communicate()[0].split()]
    check = log.check()

    assert (check.is_intact, check.entries) == (True, 5 * 60)
    assert len(set(told)) == 2 * 60


def test_a_program_killed_at_any_moment_loses_nothing_that_it_went_on_from(log):
    acknowledged = 0
    for pause in (0.0, 0.003, 0.011, 0.02):
        program = writer(log, 100_000)
        first = int(program.stdout.readline())
        time.sleep(pause)
        program.send_signal(signal.SIGKILL)
        told = [
            first,
            *(int(line) for line in program.stdout.read().splitlines(keepends=True) if line[-1] == "\n"),
        ]
        program.stdout.close()
        program.wait()
        acknowledged = told[-1]
        numbers = [record.number for record in log.records()]

        assert log.check().is_intact
        assert numbers == list(range(len(numbers)))
        assert numbers[-1] >= acknowledged
    assert write(log, 1)[0].number > acknowledged


def test_an_entry_torn_at_any_byte_is_mended_and_the_log_goes_on(log):
    write(log, 2)
    before = {path: path.read_bytes() for path in log.path.parent.iterdir()}
    write(log, 1)
    whole = log.path.read_bytes()
    start = len(before[log.path])
    for end in range(start + 1, len(whole), 7):
        for path, data in before.items():
            path.write_bytes(data)
        log.path.write_bytes(whole[:end])
        assert log.check().is_intact, end
        assert len(log.check().notes) == 1
        write(log, 1)

        assert log.check().is_intact, end
        assert purposes(log) == ["begun", "mask", "mask", "repaired", "mask"]


def test_an_entry_that_lacks_only_its_end_of_line_is_whole(log):
    write(log, 1)
    head = (log.path.parent / "sent.head").read_bytes()
    write(log, 1)
    log.path.write_bytes(log.path.read_bytes()[:-1])
    (log.path.parent / "sent.head").write_bytes(head)
    write(log, 1)

    assert purposes(log) == ["begun", "mask", "mask", "mask"]
    assert log.check().is_intact


def test_a_second_crash_while_a_torn_line_is_mended_is_mended_too(log):
    write(log, 1)
    with log.path.open("ab") as file:
        file.write(b'{"number":2,"at":17\n{"number":2,"at":17000')
    write(log, 1)

    assert purposes(log) == ["begun", "mask", "repaired", "mask"]
    assert log.check().is_intact


def test_a_torn_line_longer_than_what_is_looked_at_first_is_mended(log, monkeypatch):
    monkeypatch.setattr(sent_log, "_TAIL_BYTES", 64)
    write(log, 1)
    with log.path.open("ab") as file:
        file.write(b"x" * 3000)
    write(log, 1)

    assert purposes(log) == ["begun", "mask", "repaired", "mask"]
    assert log.check().is_intact


def test_entries_that_were_cut_off_stay_named_after_the_log_went_on(log):
    write(log, 5)
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(b"".join(lines[:-2]))
    assert kinds(log) == ["truncated"]
    write(log, 2)

    assert [fault.text for fault in log.check().faults] == ["Entries 4 to 5 were cut out."]
    assert [record.number for record in log.records()] == [0, 1, 2, 3, 6, 7, 8]
    assert "entries 4 to 5 were not there" in next(r for r in log.records() if r.purpose == "cut off").path


def test_a_log_that_was_removed_is_told_by_the_head_that_is_left(log):
    write(log, 3)
    log.path.unlink()
    assert kinds(log) == ["truncated"]
    write(log, 1)

    assert [fault.text for fault in log.check().faults] == ["Entries 0 to 3 were cut out."]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"?")])
def test_a_head_that_was_removed_is_named_and_noted(log, damage):
    write(log, 3)
    damage(log.path.parent / "sent.head")
    assert kinds(log) == ["head"]
    write(log, 1)

    assert purposes(log)[-2:] == ["head lost", "mask"]
    assert log.check().is_intact


def test_a_file_of_something_else_is_kept_and_named(log):
    log.path.parent.mkdir()
    log.path.write_bytes(b"not a log\n")
    write(log, 1)

    assert log.path.read_bytes().startswith(b"not a log\n")
    assert purposes(log) == ["repaired", "head lost", "mask"]


def test_an_edit_is_named(log):
    write(log, 3)
    log.path.write_bytes(log.path.read_bytes().replace(b"mask", b"join", 1))

    assert kinds(log) == ["edited"]


def test_a_head_noted_earlier_is_found_again(log):
    write(log, 2)
    noted = log.check().head
    write(log, 2)

    assert log.check(noted).is_intact
    assert not log.check("12" * 32).is_intact


def test_a_full_disk_is_told_and_leaves_no_half_entry(log):
    write(log, 2)
    before = log.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 50, hard))
    try:
        with pytest.raises(YouCanFix, match="cannot be written down"):
            write(log, 1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert log.path.read_bytes() == before
    assert write(log, 1)[0].number == 3
    assert log.check().is_intact


def test_a_log_held_by_another_program_is_waited_for_and_then_told(log):
    write(log, 1)
    waiting = SentLog(log.path.parent)
    waiting._lock.timeout = 0.05
    with log._alone(), pytest.raises(TryAgain, match="Another program"):
        write(waiting, 1)

    assert write(waiting, 1)[0].number == 2


def test_a_log_of_a_newer_program_is_left_alone(log, monkeypatch):
    monkeypatch.setattr(sent_log, "FORMAT", "conflux sent log 2")
    write(log, 1)
    monkeypatch.undo()
    again = SentLog(log.path.parent)
    with pytest.raises(YouCanFix, match="another version"):
        write(again, 1)
    with pytest.raises(YouCanFix, match="another version"):
        list(again.records())


def test_a_broken_line_is_passed_over_when_the_log_is_read(log):
    write(log, 2)
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(lines[0] + b'{"fields": 3}\n' + b"".join(lines[1:]))

    assert [record.number for record in log.records()] == [0, 1, 2]


def test_an_entry_costs_little(log):
    write(log, 1)
    started = time.process_time()
    write(log, 500)

    assert (time.process_time() - started) / 500 < 0.002
    assert log.path.stat().st_size / 500 < 700
