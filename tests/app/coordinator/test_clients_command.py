"""`conflux coordinator clients` against a real coordinator on a socket in; its table and report out."""

import json
import queue
import threading

import pytest
from typer.testing import CliRunner

from app.commands.coordinator import operator
from app.coordinator.api import build_app
from app.service import serve
from tests.app.coordinator.conftest import account


@pytest.fixture
def served(stage):
    """A stage whose clients joined all but one, and whose coordinator is served: its URL."""
    stage.traders[3].silent_from = "share"
    stage.play("share")
    stage.everybody()
    ports = queue.Queue()
    service = threading.Thread(
        target=serve,
        args=(stage.coordinator, build_app(stage.coordinator), "127.0.0.1", 0, ports.put),
    )
    service.start()
    yield f"http://127.0.0.1:{ports.get(timeout=20)}"
    stage.coordinator.stop()
    service.join(20)


@pytest.fixture
def ask(tmp_path):
    """Runs the command with these words: exit code, report and what is printed."""

    def ask(*words):
        report = tmp_path / "report.json"
        told = ["clients", "--data-dir", str(tmp_path / "data"), "--json", str(report), *words]
        ran = CliRunner().invoke(operator, told)
        return ran.exit_code, json.loads(report.read_text()), ran.output

    return ask


def test_the_operator_sees_who_takes_part_and_whom_the_round_waits_for(stage, served, ask):
    code, report, shown = ask("--coordinator", served)
    lines = shown.splitlines()
    first = report["clients"][0]

    assert code == 0, shown
    assert lines[0] == f"Round {stage.view().id} stands at share; it waits for 1."
    assert lines[1].split()[:4] == ["client", "bond,", "CFX", "joined"]
    assert lines[2].split() == [
        stage.wallet(3), "1", "1", "0", "0", "0", "0", "-", *lines[2].split()[8:10], str(stage.view().id),
        "join", "yes",
    ]  # fmt: skip
    assert sum(line.startswith("0x") for line in lines) == 8
    assert (first["address"], first["is_awaited"], first["bond_wei"]) == (stage.wallet(3), True, str(10**18))
    assert (report["coordinator"], report["round_id"], report["step"]) == (served, stage.view().id, "share")


def test_a_network_file_names_the_coordinator(stage, served, ask, tmp_path):
    stage.network = type(stage.network)(**{**vars(stage.network), "coordinator_url": served})
    stage.network.save(tmp_path / "network.json")
    stage.network.save(tmp_path / "data" / "localnet" / "network.json")
    by_file = ask("--network", str(tmp_path / "network.json"))
    by_folder = ask()

    assert by_file[0] == by_folder[0] == 0
    assert by_file[1] == by_folder[1]


def test_why_a_client_dropped_out_stands_below_the_table(stage, ask, served):
    stage.clock.at = stage.view().deadline_at + 1
    while stage.view().step == "share":
        pass
    _, report, shown = ask("--coordinator", served)
    note = f"dropped in round {stage.view().id}: silent from share on"

    assert f"{stage.wallet(3)} {note}" in shown.splitlines()
    assert next(one for one in report["clients"] if one["address"] == stage.wallet(3))["dropped"] == 1


@pytest.mark.parametrize(
    ("words", "cause", "remedy"),
    [
        (["--coordinator", "http://127.0.0.1:1"], "cannot be reached", "Check that it runs"),
        (["--coordinator", "127.0.0.1:8640"], "no coordinator's URL", "http://HOST:PORT"),
        (["--coordinator", "http://a", "--network", "b"], "named twice", "not both"),
        (["--network", "/nowhere/network.json"], "cannot be read", ""),
        ([], "not said which coordinator", "--coordinator URL"),
    ],
)
def test_a_coordinator_that_cannot_be_asked_is_told_with_a_remedy(ask, words, cause, remedy):
    code, report, shown = ask(*words)

    assert code == 1
    assert cause in report["error"]["message"]
    assert remedy in report["error"]["remedy"]
    assert "Error:" in shown


def test_the_service_keeps_its_own_words(tmp_path):
    run = CliRunner().invoke
    helped, bare = run(operator, ["--help"]), run(operator, [])
    mixed = run(operator, ["--port", "1", "clients"])
    key = tmp_path / "key"
    key.write_text(account("coordinator").key.hex())
    keyless = run(operator, ["--network", str(tmp_path / "network.json")])

    assert (helped.exit_code, bare.exit_code, mixed.exit_code, keyless.exit_code) == (0, 2, 2, 2)
    assert "clients" in helped.output
    assert "--key-file" in helped.output
    assert "Missing option '--network'" in bare.output
    assert "Missing option '--key-file'" in keyless.output
    assert "come after that word" in mixed.output
