"""`conflux privacy` as it is used from outside."""

import csv
import json

import pytest
from typer.testing import CliRunner

from app.adapters.wire import WireRecorder
from app.commands.privacy import privacy

COORDINATOR = "http://127.0.0.1:7001"


@pytest.fixture
def recorder(tmp_path):
    return WireRecorder({COORDINATOR: "coordinator"}, tmp_path / "wire")


@pytest.fixture
def sent(recorder):
    """Three requests to a coordinator, one to an exchange."""
    for step in ("join", "share", "mask"):
        recorder.record(COORDINATOR, "POST", f"/v1/rounds/3/{step}", b"POST / HTTP/1.1\r\n\r\n" + bytes(900))
    path = "/api/v3/klines?symbol=BTCUSDT&startTime=1700006400000"
    recorder.record("https://api.exchange.example", "GET", path, f"GET {path} HTTP/1.1\r\n\r\n".encode())
    return recorder


@pytest.fixture
def run(tmp_path):
    def invoke(*words):
        report = tmp_path / "report.json"
        result = CliRunner().invoke(
            privacy, [*words, "--data-dir", str(tmp_path), "--json", str(report)], env={"COLUMNS": "200"}
        )
        return result, json.loads(report.read_text())

    return invoke


def test_the_log_lists_what_left_with_its_fields_and_totals(run, sent):
    result, report = run("log")

    assert result.exit_code == 0
    assert "symbol BTCUSDT, startTime 2023-11-15 00:00 UTC" in result.stdout
    assert "4 entries" in result.stdout
    assert [total["destination"] for total in report["totals"]] == ["coordinator", "api.exchange.example"]
    assert [record["purpose"] for record in report["records"]] == ["begun", "join", "share", "mask", "klines"]


def test_the_log_can_be_narrowed_by_destination_and_time(run, sent):
    assert [record["purpose"] for record in run("log", "--to", "exchange")[1]["records"]] == ["klines"]
    assert run("log", "--since", "2200-01-01")[1]["records"] == []
    assert len(run("log", "--since", "2020-01-01", "--until", "2200-01-01")[1]["records"]) == 5


def test_without_json_only_the_last_entries_are_shown(sent, tmp_path):
    words = ["log", "--last", "2", "--data-dir", str(tmp_path)]
    result = CliRunner().invoke(privacy, words, env={"COLUMNS": "200"})

    assert "klines" in result.stdout
    assert "mask" in result.stdout
    assert "share" not in result.stdout


def test_an_untouched_log_is_intact_and_its_head_is_shown(run, sent):
    result, report = run("log", "--check")

    assert result.exit_code == 0
    assert "Chain intact: 4 entries." in result.stdout
    assert report["check"]["head"] in result.stdout
    assert report["check"]["intact"] is True


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda lines: [lines[0], lines[1].replace(b"join", b"mask"), *lines[2:]], "Entry 1 was edited"),
        (lambda lines: [*lines[:2], *lines[3:]], "Entry 2 was cut out"),
        (lambda lines: lines[:3], "Entries 3 to 4 were cut off at the end"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "Entry 1 was moved"),
        (lambda lines: [*lines, lines[2]], "Line 6 was inserted"),
    ],
)
def test_what_was_done_to_a_log_is_named_and_fails(run, sent, tmp_path, harm, said):
    path = tmp_path / "wire" / "sent.jsonl"
    path.write_bytes(b"".join(harm(path.read_bytes().splitlines(keepends=True))))
    result, report = run("log", "--check")

    assert result.exit_code == 1
    assert said in result.stdout
    assert report["check"]["intact"] is False


def test_a_head_that_was_noted_is_found_again_or_missed(run, sent):
    noted = run("log", "--check")[1]["check"]["head"]
    sent.record(COORDINATOR, "GET", "/v1/network", b"GET /v1/network HTTP/1.1\r\n\r\n")

    assert run("log", "--head", noted)[0].exit_code == 0
    assert run("log", "--head", noted[:20])[0].exit_code == 0
    assert run("log", "--head", "ab" * 32)[0].exit_code == 1
    assert run("log", "--head", "abc")[1]["error"]["kind"] == "YouCanFix"


def test_the_log_becomes_a_csv_file_or_goes_to_standard_output(run, sent, tmp_path):
    target = tmp_path / "sent.csv"
    _, report = run("log", "--csv", str(target), "--to", "coordinator")
    rows = list(csv.DictReader(target.read_text().splitlines()))

    assert [row["for"] for row in rows] == ["join", "share", "mask"]
    assert report["selected"] == 3
    assert run("log", "--csv", "-")[0].stdout.startswith("number,time_utc,to,")


def test_a_folder_from_which_nothing_was_sent_is_told(run):
    result, report = run("log")

    assert result.exit_code == 1
    assert "Nothing is written down" in report["error"]["message"]


def test_times_that_exclude_everything_are_told(run, sent):
    assert run("log", "--since", "2026-02-01", "--until", "2026-01-01")[1]["error"]["kind"] == "YouCanFix"


def test_a_demo_s_folder_shows_its_first_trader(tmp_path):
    WireRecorder({}, tmp_path / "trader" / "wire").record(
        COORDINATOR, "GET", "/a", b"GET /a HTTP/1.1\r\n\r\n"
    )
    result = CliRunner().invoke(privacy, ["log", "--check", "--data-dir", str(tmp_path)])

    assert "Chain intact: 1 entries." in result.stdout
