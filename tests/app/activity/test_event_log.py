"""Which events stand in the program's log."""

from app.activity.event_log import log_event, log_start
from app.activity.log_file import read_log
from app.events import BytesSent, JobChanged, NetworkChanged, RoundMoved, WorkerDied


def test_what_matters_is_written_with_its_fields(log, tmp_path):
    log_start(was_cut_off=True)
    for event in (
        RoundMoved(3, "mask"), NetworkChanged(connected=False, detail="away"), WorkerDied("train", -11, "t"),
        JobChanged("1"), BytesSent("coordinator", "mask", 8000),
    ):  # fmt: skip
        log_event(event)
    lines = read_log(tmp_path)
    assert [line.part for line in lines] == ["app", "app", "rounds", "network", "worker"]
    assert lines[0].text == "the last run did not end in order"
    assert lines[2].fields == {"round_id": 3, "step": "mask"}
    assert (lines[4].level, lines[4].fields["exit_code"]) == ("error", -11)
