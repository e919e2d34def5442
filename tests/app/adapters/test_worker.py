"""The worker process: results, errors, queueing, cancel, death, and no orphan."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.adapters.worker import ProcessWorker, WorkerError
from core.errors import Cancelled, TryAgain, YouCanFix
from core.features.dataset import LabelSpec, default_spec
from core.model.spec import ModelSpec, TrainingConfig
from core.model.weights import initial_weights
from core.values import Timeframe

ROOT = Path(__file__).parents[3]
FEATURES = default_spec()
SPEC = ModelSpec(len(FEATURES.names), window=12, hidden=4)
LONG = TrainingConfig(epochs=100_000, patience=0, windows_per_epoch=256)
SHORT = TrainingConfig(epochs=2, windows_per_epoch=256)


@pytest.fixture(scope="module")
def worker():
    worker = ProcessWorker(niceness=0)
    yield worker
    worker.close()


@pytest.fixture(scope="module")
def arguments(make_series):
    return {
        "series": make_series(count=400),
        "feature_spec": FEATURES,
        "label_spec": LabelSpec.default(Timeframe("1h")),
        "model_spec": SPEC,
        "start": initial_weights(SPEC, 0).to_bytes(),
    }


class Caller:
    """A call on a thread of its own, that can be watched and cancelled."""

    def __init__(self, worker, arguments):
        self.stages, self.reports, self.error, self.result = [], [], None, None
        self.wanted = True
        self._thread = threading.Thread(target=self._call, args=(worker, arguments))
        self._thread.start()

    def _call(self, worker, arguments):
        try:
            self.result = worker.call("train", arguments, self._tell, self.reports.append)
        except (Cancelled, TryAgain) as error:
            self.error = error

    def _tell(self, stage, fraction):
        self.stages.append((stage, fraction))
        if not self.wanted:
            raise Cancelled("enough")

    def wait_for(self, stage, seconds=200):
        until = time.monotonic() + seconds
        while not self.stages or self.stages[-1][0] != stage:
            assert time.monotonic() < until, self.stages[-3:]
            time.sleep(0.01)
        return self

    def end(self, seconds=200):
        self._thread.join(seconds)
        assert not self._thread.is_alive()
        return self


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pid, seconds=10):
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(pid)


def test_a_task_gives_its_result_its_progress_and_its_reports(worker, arguments):
    caller = Caller(worker, {**arguments, "config": SHORT}).end()
    assert tuple(caller.reports) == caller.result.report.epochs
    assert caller.stages[-1] == ("training", 1.0)
    assert worker.threads == 1


def test_an_error_of_a_task_comes_with_its_remedy(worker, arguments, make_series):
    with pytest.raises(YouCanFix, match="too few") as caught:
        worker.call("train", {**arguments, "config": SHORT, "series": make_series(count=50)})
    assert "download" in caught.value.remedy


def test_a_bug_in_a_task_shows_its_traceback_and_the_process_lives_on(worker, arguments):
    before = worker.pid
    with pytest.raises(WorkerError, match="Traceback") as caught:
        worker.call("train", {"series": arguments["series"]})
    assert "feature_spec" in str(caught.value)
    with pytest.raises(WorkerError, match="no such task"):
        worker.call("no such task", {})
    assert worker.call("initial_weights", {"model_spec": SPEC, "seed": 0}) == arguments["start"]
    assert worker.pid == before


def test_progress_comes_at_most_ten_times_a_second(worker, arguments):
    started = time.monotonic()
    caller = Caller(worker, {**arguments, "config": LONG}).wait_for("training")
    time.sleep(1.0)
    caller.wanted = False
    caller.end()
    # Each message is told once, and each poll that waited in vain once more.
    assert len(caller.stages) <= 22 * (time.monotonic() - started) + 5
    assert len(caller.reports) > 10


def test_cancel_ends_a_task_within_two_seconds_and_keeps_the_process(worker, arguments):
    before = worker.pid
    caller = Caller(worker, {**arguments, "config": LONG}).wait_for("training")
    started = time.monotonic()
    caller.wanted = False
    caller.end()
    assert isinstance(caller.error, Cancelled)
    assert time.monotonic() - started < 2
    assert worker.pid == before


def test_calls_wait_in_order_and_a_waiting_one_can_leave(worker, arguments):
    first = Caller(worker, {**arguments, "config": LONG}).wait_for("training")
    second = Caller(worker, {**arguments, "config": LONG}).wait_for("waiting for another task")
    third = Caller(worker, {**arguments, "config": SHORT}).wait_for("waiting for another task")
    second.wanted = False
    assert isinstance(second.end().error, Cancelled)
    assert third.result is None
    first.wanted = False
    assert isinstance(first.end().error, Cancelled)
    assert third.end().result is not None


def test_a_task_survives_one_death_of_the_process(worker, arguments):
    more = {**arguments, "config": TrainingConfig(epochs=100, patience=0, windows_per_epoch=256)}
    caller = Caller(worker, more).wait_for("training")
    before = worker.pid
    os.kill(before, signal.SIGKILL)
    assert len(caller.end().result.report.epochs) == 101
    assert worker.pid != before


def test_a_death_between_two_tasks_goes_unnoticed(worker, arguments):
    os.kill(worker.pid, signal.SIGKILL)
    assert gone(worker.pid)
    assert worker.call("initial_weights", {"model_spec": SPEC, "seed": 0}) == arguments["start"]


def test_a_process_that_dies_twice_on_a_task_is_reported(worker, arguments):
    caller = Caller(worker, {**arguments, "config": LONG})
    for _ in range(2):
        pid = caller.wait_for("training") and worker.pid
        os.kill(pid, signal.SIGKILL)
        while worker.pid == pid and caller.error is None:  # what it said before may still be in the pipe
            time.sleep(0.01)
        caller.stages.clear()
    assert "died twice" in str(caller.end().error)


def test_the_end_of_a_process_that_nobody_asked_for_is_told_with_what_it_was_at():
    deaths = []
    worker = ProcessWorker(niceness=0, threads=1, told=deaths.append)
    try:
        for number in (signal.SIGSEGV, signal.SIGKILL):
            worker.start()
            assert worker._child._connection.poll(200)  # it is up, and notes crashes; a kill leaves no note
            os.kill(worker.pid, number)
            worker._child._process.join()
        worker.start()
    finally:
        worker.close()
    assert [death.exit_code for death in deaths] == [-signal.SIGSEGV, -signal.SIGKILL]
    assert "Segmentation fault" in deaths[0].trace
    assert deaths[1].trace == ""


def test_a_process_that_hangs_is_killed_on_cancel(arguments):
    worker = ProcessWorker(niceness=1)
    try:
        caller = Caller(worker, {**arguments, "config": LONG}).wait_for("training")
        pid = worker.pid
        os.kill(pid, signal.SIGSTOP)
        started = time.monotonic()
        caller.wanted = False
        assert isinstance(caller.end().error, Cancelled)
        assert 2 <= time.monotonic() - started < 20
        assert gone(pid)
    finally:
        worker.close()


def test_close_cancels_what_runs_and_leaves_no_process(arguments):
    worker = ProcessWorker(niceness=0)
    worker.start()
    caller = Caller(worker, {**arguments, "config": LONG})
    pid = worker.pid
    worker.close()
    worker.close()
    assert isinstance(caller.end().error, Cancelled)
    assert gone(pid)
    with pytest.raises(Cancelled):
        worker.call("initial_weights", {"model_spec": SPEC, "seed": 0})


PROGRAM = """
import time
from app.adapters.worker import ProcessWorker

if __name__ == "__main__":
    worker = ProcessWorker()
    try:
        worker.start()
        print(worker.pid, flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        worker.close()
        print("closed", flush=True)
"""


@pytest.mark.parametrize("wait", [0.0, 3.0])
def test_the_process_dies_with_its_parent(tmp_path, wait):
    parent = start_program(tmp_path)
    pid = int(parent.stdout.readline())
    time.sleep(wait)
    assert alive(pid)
    parent.kill()
    parent.communicate()
    assert gone(pid)


def test_ctrl_c_is_the_parents_to_decide(tmp_path):
    parent = start_program(tmp_path)
    pid = int(parent.stdout.readline())
    os.killpg(parent.pid, signal.SIGINT)
    shown, complaints = parent.communicate(timeout=200)
    assert (shown, complaints, parent.returncode) == ("closed\n", "", 0)
    assert gone(pid)


def start_program(folder):
    file = folder / "program.py"
    file.write_text(PROGRAM)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, str(file)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
