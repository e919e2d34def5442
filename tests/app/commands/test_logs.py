"""`conflux logs` and `conflux crash` as they are used from outside."""

import json

import pytest
import structlog
import typer
from typer.testing import CliRunner

from app.activity.crash_reports import CrashReports
from app.activity.log_file import LogFile
from app.commands.crash import crash
from app.commands.logs import logs

PROGRAM = typer.Typer()
PROGRAM.command("logs")(logs)
PROGRAM.add_typer(crash, name="crash")


@pytest.fixture
def run(tmp_path):
    def invoke(*words):
        report = tmp_path / "report.json"
        asked = [*words, "--data-dir", str(tmp_path), "--json", str(report)]
        result = CliRunner().invoke(PROGRAM, asked, env={"COLUMNS": "200"})
        return result, json.loads(report.read_text())

    return invoke


def test_the_log_is_shown_and_filtered(run, tmp_path):
    log = LogFile(tmp_path)
    structlog.get_logger("jobs").info("began", name="Training")
    structlog.get_logger("network").warning("away")
    log.close()
    result, report = run("logs")
    assert result.exit_code == 0
    assert [line["text"] for line in report["lines"]] == ["began", "away"]
    assert "began name=Training" in result.stdout
    assert [line["text"] for line in run("logs", "--level", "warning")[1]["lines"]] == ["away"]
    assert [line["text"] for line in run("logs", "--part", "jobs")[1]["lines"]] == ["began"]
    assert [line["text"] for line in run("logs", "--last", "1")[1]["lines"]] == ["away"]
    assert "Nothing of that" in run("logs", "--text", "elsewhere")[0].stdout


def test_a_level_that_is_none_is_refused(run):
    result, report = run("logs", "--level", "loud")
    assert result.exit_code == 1
    assert "debug, info" in report["error"]["remedy"]


def test_reports_are_listed_shown_and_deleted(run, tmp_path):
    assert run("crash", "list")[0].stdout.strip() == "There are no crash reports."
    assert run("crash", "show")[0].exit_code == 1
    made = CrashReports(tmp_path).write("exception", "ValueError: no")
    result, report = run("crash", "list")
    assert made.name in result.stdout
    assert report["reports"][0]["is_new"]
    result, report = run("crash", "show")
    assert report["text"] == made.text
    assert "ValueError: no" in result.stdout
    assert not run("crash", "list")[1]["reports"][0]["is_new"]
    assert run("crash", "delete", "all")[1]["deleted"] == [made.name]
    assert run("crash", "list")[1]["reports"] == []
    assert run("crash", "delete", "../x")[0].exit_code == 1
