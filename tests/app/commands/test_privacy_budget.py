"""`conflux privacy budget` as it is used from outside."""

import json

import pytest
from typer.testing import CliRunner

from app.bootstrap import build_privacy_budget
from app.commands.privacy import privacy
from app.trader.privacy_budget import RoundNoise

NOISE = RoundNoise(8.0, 5, 963)


@pytest.fixture
def run(tmp_path):
    def invoke(*words):
        report = tmp_path / "report.json"
        options = ["budget", *words, "--data-dir", str(tmp_path), "--json", str(report)]
        result = CliRunner().invoke(privacy, options, env={"COLUMNS": "200"})
        return result, json.loads(report.read_text())

    return invoke


@pytest.fixture
def spend(tmp_path):
    """Charges a round on a network of this machine."""

    def charge(network="local", noise=NOISE, round_id=1):
        with build_privacy_budget(tmp_path / "networks" / network) as budget:
            return budget.charge("BTC/USDT", round_id, 1, noise).epsilon_after

    return charge


def test_what_was_spent_is_listed_by_dataset(run, spend):
    spend()
    spent = spend(round_id=2)
    spend(round_id=3, noise=RoundNoise(0.0, 5, 963))
    result, report = run()
    assert result.exit_code == 0
    assert report["datasets"][0]["epsilon"] == spent
    assert (report["datasets"][0]["updates"], report["datasets"][0]["without_noise"]) == (2, 1)
    assert f"{spent:.2f}" in result.stdout
    assert "No limit is set" in result.stdout
    assert "No epsilon covers" in result.stdout


def test_a_limit_is_set_changed_and_removed(run, spend):
    spend()
    assert run("--epsilon", "8", "--delta", "1e-6", "--covers", "sum")[1]["limit"] == {
        "epsilon": 8.0,
        "delta": 1e-6,
        "covers": "sum",
    }
    result, report = run("--epsilon", "4")
    assert (report["limit"]["epsilon"], report["limit"]["delta"]) == (4.0, 1e-6)
    assert "epsilon 4 at delta 1e-06, counting the published sum alone" in result.stdout
    assert run("--no-limit")[1]["limit"] is None


def test_the_network_is_named_where_there_are_more(run, spend):
    spend("local")
    spend("main")
    assert "more than one" in run()[1]["error"]["message"]
    assert run("--network", "main")[1]["network"] == "main"
    assert "local, main" in run("--network", "other")[1]["error"]["remedy"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--epsilon", "-1"), "means nothing"),
        (("--epsilon", "8", "--covers", "all"), "cannot count"),
        (("--delta", "0.1"), "parts of a limit"),
        (("--epsilon", "8", "--no-limit"), "at once"),
    ],
)
def test_a_limit_that_cannot_be_set_is_an_error(run, spend, words, said):
    spend()
    result, report = run(*words)
    assert result.exit_code == 1
    assert said in report["error"]["message"]


def test_without_a_trader_it_says_so(run):
    assert "No trader of yours" in run()[1]["error"]["message"]
