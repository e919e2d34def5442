"""Entries of a log in; overviews, selections and CSV that hold what was sent out."""

import csv
import io

import pytest

from app.adapters.wire import WireRecorder
from app.trader.privacy_log import CSV_COLUMNS, NEWEST, PrivacyLog, save_csv, write_csv
from core.errors import YouCanFix

COORDINATOR, CHAIN = "http://127.0.0.1:7001", "http://127.0.0.1:8545"
MASK = b"POST /v1/rounds/3/mask HTTP/1.1\r\n\r\n" + bytes(500)


@pytest.fixture
def recorder(tmp_path):
    return WireRecorder({COORDINATOR: "coordinator", CHAIN: "chain"}, tmp_path / "wire")


@pytest.fixture
def log(recorder):
    return PrivacyLog(recorder)


def send(recorder, count=1, origin=COORDINATOR, path="/v1/rounds/3/mask"):
    for _ in range(count):
        recorder.record(origin, "POST", path, MASK)


def test_a_log_that_was_never_written_has_an_empty_overview(log):
    overview = log.overview()

    assert (overview.entries, overview.began_at, overview.size, overview.totals) == (0, None, 0, ())


def test_totals_are_kept_by_destination_largest_first(recorder, log):
    send(recorder, 2)
    recorder.record(CHAIN, "POST", "/", b'{"method":"eth_chainId"}')
    overview = log.overview()

    assert [(total.destination, total.requests) for total in overview.totals] == [
        ("coordinator", 2),
        ("chain", 1),
    ]
    assert overview.size == 2 * len(MASK) + 24
    assert overview.entries == 3


def test_an_overview_grows_with_what_was_sent_meanwhile_by_any_program(recorder, log, tmp_path):
    send(recorder, 2)
    log.overview()
    send(WireRecorder({COORDINATOR: "coordinator"}, tmp_path / "wire"))

    assert [record.number for record in log.overview().newest] == [3, 2, 1, 0]
    assert log.overview().totals[0].requests == 3


def test_the_budget_that_was_used_up_is_added_up(recorder, log):
    for epsilon in (0.25, 0.5):
        with recorder.spending(epsilon):
            send(recorder)
    send(recorder)

    assert log.overview().totals[0].epsilon == 0.75


def test_only_the_newest_entries_are_listed_and_all_are_counted(log, recorder, monkeypatch):
    monkeypatch.setattr("app.trader.privacy_log.NEWEST", 3)
    short = PrivacyLog(recorder)
    send(recorder, 5)

    assert [record.number for record in short.overview().newest] == [5, 4, 3]
    assert short.overview().totals[0].requests == 5
    assert NEWEST >= 1000


@pytest.mark.parametrize(
    ("to", "count"), [("", 4), ("coordinator", 2), ("COORD", 2), ("127.0.0.1", 3), ("8545", 1), ("nobody", 0)]
)
def test_entries_are_selected_by_whom_they_went_to(recorder, log, to, count):
    send(recorder, 2)
    send(recorder, 1, CHAIN)

    assert len(list(log.select(to=to))) == count


def test_entries_are_selected_by_time(recorder, log):
    send(recorder, 3)
    # The clock that stamps them may be set back in between: earliest and latest, not first and last.
    at = sorted(record.at for record in log.select())

    assert list(log.select(since=at[-1] + 1)) == []
    assert len(list(log.select(since=at[0], until=at[-1] + 1))) == 4
    assert list(log.select(until=at[0])) == []


def test_the_check_counts_the_entries_of_an_intact_log(recorder, log):
    send(recorder, 3)

    assert (log.check().is_intact, log.check().entries) == (True, 3)


def test_the_csv_has_every_entry_with_its_fields(recorder, log, tmp_path):
    send(recorder, 2)
    path = tmp_path / "sent.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text()))) if save_csv(log.select(), path) else []

    assert list(rows[0]) == list(CSV_COLUMNS)
    assert [row["number"] for row in rows] == ["0", "1", "2"]
    assert rows[1]["fields"] == f"headers {len(MASK) - 500} B; body 500 B"
    assert rows[2]["entry_hash"] == log.check().head


def test_a_text_that_a_spreadsheet_would_compute_is_quoted(recorder, log):
    send(recorder, 1, "http://attacker.example", "=HYPERLINK(1)")
    file = io.StringIO()
    write_csv(log.select(), file)

    assert ",'=HYPERLINK(1)," in file.getvalue()


def test_a_csv_that_cannot_be_written_is_told_and_leaves_nothing(recorder, log, tmp_path):
    send(recorder)
    with pytest.raises(YouCanFix, match="cannot be written"):
        save_csv(log.select(), tmp_path / "nowhere" / "sent.csv")
    with pytest.raises(YouCanFix, match="cannot be written"):
        save_csv(log.select(), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["wire"]
