"""`conflux config` as it is used from outside."""

import json

import pytest
from typer.testing import CliRunner

from app.commands import console
from app.commands.config import config
from app.user_settings import SETTINGS


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(console.output, "width", 300)

    def invoke(*words, **environment):
        report = tmp_path / "report.json"
        result = CliRunner().invoke(
            config,
            [*words, "--data-dir", str(tmp_path / "data"), "--json", str(report)],
            env=environment,
        )
        return result, json.loads(report.read_text())

    return invoke


def test_the_list_has_every_setting_with_its_origin(run):
    run("set", "training.threads", "4")
    result, report = run("list", CONFLUX_APPEARANCE_THEME="light")
    assert result.exit_code == 0
    assert [one["key"] for one in report["settings"]] == [setting.key for setting in SETTINGS]
    origins = {one["key"]: (one["value"], one["origin"]) for one in report["settings"]}
    assert origins["training.threads"] == (4, "file")
    assert origins["appearance.theme"] == ("light", "environment")
    assert origins["storage.stores"] == (["folder"], "default")
    assert "the variable CONFLUX_APPEARANCE_THEME" in result.stdout


def test_a_value_is_kept_read_and_taken_out_again(run, tmp_path):
    result, report = run("set", "storage.stores", "folder, ipfs")
    assert (result.exit_code, report["value"], report["origin"]) == (0, ["folder", "ipfs"], "file")
    assert "start them again" in result.stdout
    assert (tmp_path / "data/settings.toml").read_text() == '[storage]\nstores = ["folder", "ipfs"]\n'
    assert run("get", "storage.stores")[0].stdout == "folder, ipfs\n"
    result, report = run("unset", "storage.stores")
    assert (report["value"], report["origin"]) == (["folder"], "default")


def test_who_keeps_a_value_that_a_variable_goes_before_is_told(run):
    result, report = run("set", "appearance.theme", "dark", CONFLUX_APPEARANCE_THEME="light")
    assert (result.exit_code, report["value"], report["origin"]) == (0, "light", "environment")
    assert "Unset CONFLUX_APPEARANCE_THEME" in result.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("set", "appearance.theme", "pink"), "appearance.theme cannot be 'pink'"),
        (("set", "appearance.them", "dark"), "no setting 'appearance.them'"),
        (("get", "theme"), "no setting 'theme'"),
        (("unset", "theme"), "not the name of a setting"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(run, tmp_path, words, message):
    result, report = run(*words)
    assert result.exit_code == 1
    assert message in report["error"]["message"]
    assert report["error"]["remedy"]
    assert not (tmp_path / "data/settings.toml").exists()


def test_a_broken_file_is_named_and_its_wrong_line_can_be_taken_out(run, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/settings.toml").write_text('[appearance]\nthem = "dark"\n')
    result, report = run("list")
    assert result.exit_code == 1
    assert "line 2: appearance.them" in report["error"]["message"]
    assert "conflux config unset appearance.them" in report["error"]["remedy"]
    assert run("unset", "appearance.them")[0].exit_code == 0
    assert run("list")[0].exit_code == 0


def test_the_path_is_told_also_where_there_is_no_file(run, tmp_path):
    result, report = run("path")
    assert report == {"path": str(tmp_path / "data/settings.toml"), "is_there": False}
    assert result.stdout.strip() == report["path"]


def test_each_command_explains_itself():
    for name in ("list", "get", "set", "unset", "path"):
        result = CliRunner().invoke(config, [name, "--help"])
        assert result.exit_code == 0
        assert "--json" in result.stdout
