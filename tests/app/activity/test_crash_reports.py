"""Crash reports: what stands in them, what does not, how many there are, and what a killed process leaves."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from app.activity import crash_reports
from app.activity.crash_reports import CrashReports, FaultWatch
from core.errors import YouCanFix

AT = 1_796_000_000.0


@pytest.fixture
def reports(tmp_path):
    return CrashReports(tmp_path, lambda: AT)


def test_a_report_says_what_happened_and_the_newest_of_the_log(reports, tmp_path, log):
    structlog.get_logger("tests").info("round settled", round_id=3)
    made = reports.write("exception", "ValueError: no")
    assert made.name == "20261130T005320Z-1"
    assert (made.at, made.kind, made.is_new) == (AT, "exception", True)
    assert made.title == "A mistake in the program"
    for part in ("ValueError: no", "round settled round_id=3", "Conflux: ", "Python: 3"):
        assert part in made.text
    assert reports.path(made.name).read_text() == made.text


def test_a_report_tells_neither_secrets_nor_whose_it_is(reports):
    address, key = "0x" + "1a" * 20, "9f" * 32
    home = Path.home()
    made = reports.write("thread", f'File "{home}/x.py": password=hunter2 {key} {address} 12.30 PUSD')
    for secret in ("hunter2", key, address, "12.30", f"{home}/x.py"):
        assert secret not in made.text
    assert "~/x.py" in made.text


def test_the_same_mistake_is_reported_once_a_run(reports):
    assert reports.write("exception", "again and again") is not None
    assert reports.write("exception", "again and again") is None
    assert len(reports.all()) == 1


def test_reports_are_listed_newest_first_seen_and_deleted(reports):
    first, second = reports.write("exception", "one"), reports.write("job", "two", is_seen=True)
    assert [each.name for each in reports.all()] == [second.name, first.name]
    assert [each.name for each in reports.unseen()] == [first.name]
    reports.mark_seen(first.name)
    reports.mark_seen(first.name)
    assert reports.unseen() == ()
    reports.delete(first.name)
    assert [each.name for each in reports.all()] == [second.name]
    with pytest.raises(YouCanFix, match="cannot be read"):
        reports.delete(first.name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "x", "20261130T005320Z-1.txt"])
def test_only_names_of_reports_are_taken(reports, name):
    with pytest.raises(YouCanFix, match="is not the name of a report"):
        reports.read(name)


def test_neither_number_nor_length_of_reports_grows_without_end(reports, monkeypatch):
    monkeypatch.setattr(crash_reports, "LONGEST", 5000)
    for number in range(crash_reports.KEPT + 3):
        reports.write("exception", f"{number} " + "x" * 9000)
    kept = reports.all()
    assert len(kept) == crash_reports.KEPT
    assert kept[0].text.count("left out") == 1
    assert all(len(each.text) < 5100 for each in kept)
    assert "22 xxx" in kept[0].text


PROGRAM = """
import os, signal, sys
from pathlib import Path
from app.activity.crash_reports import CrashReports, FaultWatch
watch = FaultWatch(CrashReports(Path(sys.argv[1])))
watch.start()
def deep_in_the_program():
    print("up", flush=True)
    sys.stdin.read()
watch.note("Qt said: cannot go on")
deep_in_the_program()
watch.stop()
"""


@pytest.fixture
def program(tmp_path):
    """A process that watches for its own crash."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as started:  # fmt: skip
        assert started.stdout.readline() == "up\n"
        yield started
        started.kill()


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
def test_a_process_that_crashes_is_reported_at_the_next_start(program, reports):
    assert not FaultWatch(reports).collect()  # it runs
    program.send_signal(signal.SIGSEGV)
    assert program.wait(20) == -signal.SIGSEGV
    assert FaultWatch(reports).collect()
    (made,) = reports.unseen()
    assert made.kind == "crash"
    for part in ("Segmentation fault", "deep_in_the_program", "Qt said: cannot go on"):
        assert part in made.text
    assert not FaultWatch(reports).collect()
    assert [path.suffix for path in sorted(reports.folder.iterdir())] == [".new", ".txt"]


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
def test_a_process_that_was_killed_is_noticed_and_is_no_mistake(program, reports):
    program.kill()
    program.wait(20)
    assert FaultWatch(reports).collect()
    assert reports.all() == ()


def test_a_process_that_ends_in_order_leaves_nothing(program, reports):
    program.communicate("", timeout=20)
    assert program.returncode == 0
    assert not FaultWatch(reports).collect()
    assert list(reports.folder.iterdir()) == []
