"""`conflux coordinator` with an operator's database in; what it says of it, and never its password, out."""

import json
import sys

import pytest
import typer
from typer.testing import CliRunner

from app.commands.coordinator import coordinator
from app.localnet.chain import CHAIN_ID
from app.settings import CONTRACTS, Network


@pytest.fixture
def run(tmp_path):
    """Runs the command with these words and this environment; returns exit code, report and screen."""
    network = Network(
        name="test", chain_id=CHAIN_ID, rpc_url="http://127.0.0.1:1", coordinator_url="http://127.0.0.1:1",
        agent_url="http://127.0.0.1:1", exchange="binance", exchange_url="", timeframe="1h",
        symbols=("AAA/USDT",), contracts=dict.fromkeys(CONTRACTS, "0x" + "11" * 20), asset="PUSD",
        asset_decimals=6, simulated=True, local=True,
    )  # fmt: skip
    network.save(tmp_path / "network.json")
    (tmp_path / "key").write_text("11" * 32)
    (tmp_path / "key").chmod(0o600)
    program = typer.Typer()
    program.command()(coordinator)

    def run(*words, **environment):
        told = [
            "--network", str(tmp_path / "network.json"), "--key-file", str(tmp_path / "key"), "--port", "0",
            "--data-dir", str(tmp_path / "data"), "--json", str(tmp_path / "report.json"), *words,
        ]  # fmt: skip
        ran = CliRunner().invoke(program, told, env=environment)
        return ran.exit_code, json.loads((tmp_path / "report.json").read_text()), ran.output

    return run


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """The command sets up logging for its own process; this one is shared."""
    monkeypatch.setattr("app.commands.coordinator._log_as_json", lambda: None)


def test_a_wrong_password_is_told_and_not_shown(run, postgres):
    code, report, shown = run("--database", postgres.url(password="not-the-word"))

    assert code == 1
    assert "refuses this name or password" in report["error"]["message"]
    assert "not-the-word" not in json.dumps(report) + shown


def test_the_environment_names_the_database_too(run, postgres):
    code, report, shown = run(CONFLUX_DATABASE=postgres.url("missing"))

    assert code == 1
    assert "does not exist" in report["error"]["message"]
    assert postgres.password not in json.dumps(report) + shown


def test_help_does_not_show_what_the_environment_holds(run):
    program = typer.Typer()
    program.command()(coordinator)
    shown = CliRunner().invoke(program, ["--help"], env={"CONFLUX_DATABASE": "postgresql://a:my-secret@b/c"})

    assert "CONFLUX_DATABASE" in shown.output
    assert "my-secret" not in shown.output


def test_without_the_extra_it_says_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, report, _ = run("--database", "postgresql://ann@127.0.0.1:1/conflux")

    assert code == 1
    assert "conflux[postgres]" in report["error"]["remedy"]
