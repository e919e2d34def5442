"""Clock files and system times in, market time that never goes back out."""

import json
import time

import pytest

from app.adapters.clock import FileClock, SystemClock
from core.errors import TryAgain


@pytest.fixture
def file_clock(tmp_path):
    clock = FileClock(tmp_path / "clock.json")
    clock.write(1_000_000.0)
    return clock


def test_the_system_clock_is_the_time_of_day():
    assert abs(SystemClock().now() - time.time()) < 1.0


def test_the_system_clock_stands_still_when_the_machine_is_set_back(monkeypatch):
    clock = SystemClock()
    before = clock.now()
    monkeypatch.setattr(time, "time", lambda: before - 3600)

    assert clock.now() == before


def test_a_file_clock_runs_one_second_a_second_from_where_it_was_started(file_clock, monkeypatch):
    started_at = json.loads(file_clock.path.read_bytes())["wall_at"]
    monkeypatch.setattr(time, "time", lambda: started_at + 12.5)

    assert file_clock.now() == 1_000_012.5


def test_every_reader_sees_a_jump_at_once_however_fast_jumps_follow(file_clock):
    reader = FileClock(file_clock.path)
    seen = []
    for hour in range(1, 50):
        file_clock.jump(1_000_000.0 + hour * 3600)
        seen.append(int(reader.now() - 1_000_000.0) // 3600)

    assert seen == list(range(1, 50))


def test_a_settled_file_is_read_once(file_clock, monkeypatch):
    reader = FileClock(file_clock.path)
    os_time = time.time
    monkeypatch.setattr(time, "time", lambda: os_time() + 10)
    reader.now()
    file_clock.path.with_name("other").write_text("{}")
    monkeypatch.setattr("json.loads", lambda *_: pytest.fail("read again"))

    assert reader.now() >= 1_000_010.0


def test_a_jump_back_changes_nothing(file_clock):
    file_clock.jump(2_000_000.0)
    file_clock.jump(1_500_000.0)

    assert file_clock.now() >= 2_000_000.0


def test_a_reader_never_goes_back_when_the_clock_is_rewritten_earlier(file_clock):
    before = file_clock.now()
    file_clock.write(5.0)

    assert file_clock.now() >= before


@pytest.mark.parametrize(
    "content", [None, b"", b"[]", b'{"market_at": "x", "wall_at": 1}', b'{"wall_at": 1}']
)
def test_a_missing_or_broken_clock_file_is_named(tmp_path, content):
    path = tmp_path / "clock.json"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(TryAgain, match=r"clock\.json"):
        FileClock(path).now()
