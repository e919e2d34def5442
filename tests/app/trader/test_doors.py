"""A trader's program whose connections are watched in; each one is in its log, from before it was made, out.

Python tells an audit hook of each connection that any library opens, whatever session it was given.
"""

import ast
import json
import subprocess
import sys
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.adapters.wire import WireRecorder
from app.localnet.market import Market
from app.localnet.market_server import MarketServer
from tests.strategies import BTC, HOUR, START, random_candles
from tests.write_map import ROOT, product_files

WATCHED = """
import json, socket, sys
from pathlib import Path

folder, network_file, script = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
log, seen = folder / "wire" / "sent.jsonl", []

def watch(event, arguments):
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        sender, address = arguments[0], arguments[1]
        if sender.family in {socket.AF_INET, socket.AF_INET6}:
            host = f"{address[0]}:{address[1]}"
            with_host = f'"host":"{host}"'.encode()
            seen.append((host, log.exists() and with_host in log.read_bytes()))

sys.addaudithook(watch)
exec(script)
print(json.dumps(seen))
"""

TRADE = """
from contextlib import suppress
from app.bootstrap import build_trader, build_worker
from app.settings import Network
from core.errors import ConfluxError
from core.values import Symbol, Timeframe

trader = build_trader(Network.load(network_file), folder, build_worker(), record_wire=True)
trader.wallet.ensure_practice_account()
trader.wallet.ensure_bond()
trader.overview()
for ask in (
    lambda: trader.candles.download(Symbol("BTC", "USDT"), Timeframe("1h"), 1609459200),
    lambda: trader.participation.current(),
    lambda: trader.profit.performance(),
    lambda: trader.ports.coordinator.post("rounds/1/join", b"body"),
    lambda: trader.ports.artifacts.get(__import__("core.values").values.Digest.of(b"x")),
):
    with suppress(ConfluxError):
        ask()
trader.jobs.close()
trader.close()
"""

COMMANDS = """
import os
from typer.testing import CliRunner
from app.commands.data import data
from app.settings import Network
import app.commands.verify as verify
import typer

network = Network.load(network_file)
download = ["download", "--symbol", "BTC/USDT", "--since", "2021-01-01", "--until", "2021-01-02"]
CliRunner().invoke(data, [*download, "--base-url", network.exchange_url, "--data-dir", str(folder)])
program = typer.Typer()
program.command()(verify.verify)
CliRunner().invoke(program, ["1", "--coordinator", network.coordinator_url, "--data-dir", str(folder)])
"""


class Refusing(BaseHTTPRequestHandler):
    """A service that has nothing for anybody, and counts the bytes of what it is sent."""

    protocol_version = "HTTP/1.1"
    timeout = 5

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(404)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = answer  # noqa: N815 - names that the standard library looks for

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def refusing():
    """Two services, for the coordinator and the agent."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Refusing) for _ in range(2)]
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}) for server in servers
    ]
    for server, thread in zip(servers, threads, strict=True):
        server.daemon_threads = True
        thread.start()
    yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    for server, thread in zip(servers, threads, strict=True):
        server.shutdown()
        thread.join()
        server.server_close()


class Clock:
    def now(self):
        return float(START + 90 * 3600)


@pytest.fixture(scope="module")
def watched(network, refusing, tmp_path_factory):
    """Runs a script in a program of its own; the connections it made, and its log."""
    folder = tmp_path_factory.mktemp("watched")
    market = Market(HOUR, START, {BTC: random_candles(1, 100)}, simulated=False)
    with MarketServer(market, Clock()) as exchange:
        coordinator, agent = refusing
        urls = {"coordinator_url": coordinator, "agent_url": agent, "exchange_url": exchange.url}
        replace(network, **urls, clock_file="").save(folder / "network.json")

        def run(script, name):
            words = [sys.executable, "-c", WATCHED, str(folder / name), str(folder / "network.json"), script]
            ran = subprocess.run(words, check=False, capture_output=True, text=True, cwd=ROOT)
            assert ran.returncode == 0, ran.stderr[-3000:]
            connections = json.loads(ran.stdout.splitlines()[-1])
            return connections, WireRecorder({}, folder / name / "wire"), folder / name

        yield run


def hosts(log):
    return {record.host for record in log.history() if not record.is_note}


@pytest.fixture(scope="module")
def traded(watched):
    """A trader that has used every service once."""
    return watched(TRADE, "trader")


def test_every_connection_of_a_trader_is_in_its_log_before_it_is_made(traded):
    connections, log, _ = traded
    destinations = {record.destination for record in log.history() if not record.is_note}

    assert destinations == {"chain", "coordinator", "agent", "exchange"}
    assert {host for host, _ in connections} == hosts(log)
    assert all(was_written for _, was_written in connections)
    assert log.check().is_intact


def test_every_byte_of_a_trader_is_in_its_log(traded):
    _, log, folder = traded
    recorded = sum(path.stat().st_size for path in (folder / "wire-bytes").iterdir())

    assert sum(record.size for record in log.history()) == recorded > 0
    for record in log.history():
        assert sum(field.size for field in record.fields) == record.size


def test_what_a_trader_asks_is_named_field_by_field(traded):
    named = {field.name for record in traded[1].history() for field in record.fields}

    assert {"symbol", "interval", "startTime", "method", "account", "headers"} <= named
    assert any(name.startswith("StakeManager.bondOf(") for name in named)
    assert any(name.startswith("signed transaction: StakeManager.") for name in named)
    assert not any("unknown function" in name or name.startswith("call of 0x") for name in named)


def test_every_connection_of_a_command_is_in_the_log(watched):
    connections, log, _ = watched(COMMANDS, "commands")

    assert {record.destination for record in log.history() if not record.is_note} == {
        "exchange",
        "coordinator",
    }
    assert {host for host, _ in connections} == hosts(log)
    assert all(was_written for _, was_written in connections)


OWN_CONNECTIONS = {
    "app/adapters/chain.py": "a chain without a trader, as the coordinator's",
    "app/adapters/http.py": "the recording session itself",
    "app/bootstrap.py": "the agent's and the coordinator's programs, which hold no training data",
    "app/localnet/deploy.py": "a local network's own deployment",
    "app/localnet/network.py": "a local network's conductor, on this machine",
}
"""Where connections are opened that no trader's log has, and why."""
OPENERS = {
    "Session", "get", "post", "put", "request", "urlopen", "HTTPConnection", "HTTPSConnection", "PoolManager",
    "create_connection", "connect_ex", "AsyncClient", "Client",
}  # fmt: skip
LIBRARIES = {"requests", "urllib", "urllib3", "http", "httpx", "aiohttp", "websockets", "socket"}


def test_nothing_else_opens_connections():
    """A new door would be seen here, also one that no test goes through."""
    found = {
        path.relative_to(ROOT).as_posix()
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _opens(node.func)
    }

    assert found <= set(OWN_CONNECTIONS), found - set(OWN_CONNECTIONS)


def _opens(called):
    if not isinstance(called, ast.Attribute) or called.attr not in OPENERS:
        return False
    root = called.value
    while isinstance(root, ast.Attribute):
        root = root.value
    return isinstance(root, ast.Name) and root.id in LIBRARIES
