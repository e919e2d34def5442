"""A coordinator served on a socket in; how it starts, ends, is killed and fails out."""

import json
import queue
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
import requests

from app.coordinator.api import build_app
from app.service import serve
from core.errors import YouCanFix
from tests.app.coordinator.conftest import account

COMMAND = "import typer; from app.commands.coordinator import coordinator; typer.run(coordinator)"


def serving(stage):
    """The service in a thread: its port, and what it ended with."""
    ports, ended = queue.Queue(), queue.Queue()

    def run():
        try:
            serve(stage.coordinator, build_app(stage.coordinator), "127.0.0.1", 0, ports.put)
        except ZeroDivisionError as error:
            ended.put(error)
        else:
            ended.put(None)

    thread = threading.Thread(target=run)
    thread.start()
    return ports.get(timeout=20), thread, ended


def test_it_drives_and_answers_until_it_is_stopped(stage):
    port, thread, ended = serving(stage)
    base = f"http://127.0.0.1:{port}"
    while not requests.get(f"{base}/health", timeout=5).json()["round_id"]:
        pass
    body = b"x" * (stage.coordinator.largest_body_bytes + 1)
    refused = requests.post(
        f"{base}/v1/rounds/1/join", data=body, headers={"Content-Type": "application/cbor"}, timeout=5
    )
    stage.coordinator.stop()
    thread.join(20)

    assert refused.status_code == 413
    assert "server" not in refused.headers
    assert ended.get(timeout=1) is None
    assert stage.coordinator.health().status == "stopped"


def test_a_port_in_use_is_told_with_a_remedy(stage):
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(YouCanFix, match="choose another port"),
    ):
        serve(
            stage.coordinator,
            build_app(stage.coordinator),
            "127.0.0.1",
            taken.getsockname()[1],
            lambda _port: None,
        )


def test_a_bug_in_the_driver_ends_the_service_instead_of_only_looking_alive(stage):
    class BrokenClock:
        def now(self):
            raise ZeroDivisionError("a bug")

    stage.start(clock=BrokenClock())
    _, thread, ended = serving(stage)
    thread.join(20)

    assert "bug" in str(ended.get(timeout=1))


@pytest.fixture
def command_line(stage, tmp_path):
    """The command of a coordinator whose chain is away."""
    network = tmp_path / "network.json"
    away = "http://127.0.0.1:1"
    replace(stage.network, rpc_url=away, coordinator_url=away).save(network)
    key = tmp_path / "key"
    key.write_text(account("coordinator").key.hex() + "\n")
    key.chmod(0o600)
    return [
        sys.executable, "-c", COMMAND, "--network", str(network), "--key-file", str(key), "--port", "0",
        "--data-dir", str(tmp_path / "data"), "--json", str(tmp_path / "report.json"),
    ]  # fmt: skip


@pytest.mark.e2e
def test_the_command_waits_for_a_chain_that_is_away_and_ends_in_order_on_sigterm(command_line, tmp_path):
    with subprocess.Popen(command_line, stderr=subprocess.PIPE, text=True) as process:
        told = ""
        while "serves" not in told:  # the log goes the same way
            told = process.stderr.readline()
            assert told, "it ended before it served"
        process.send_signal(signal.SIGTERM)
        rest = process.communicate(timeout=60)[1]
    report = json.loads((tmp_path / "report.json").read_text())

    assert process.returncode == 0, rest
    assert report["address"] == account("coordinator").address
    assert report["address"] in told
    assert report["rounds"] == []
    assert account("coordinator").key.hex() not in told + rest


@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [
        ("zz", 0o600, "holds no private key"),
        ("11" * 32, 0o644, "Others may read"),
        (None, 0, "cannot be read"),
    ],
)
def test_a_key_file_that_is_not_one_is_refused(tmp_path, text, mode, words):
    from app.commands.keys import private_key

    path = tmp_path / "key"
    if text:
        path.write_text(text)
        path.chmod(mode)
    with pytest.raises(YouCanFix, match=words):
        private_key(path)
