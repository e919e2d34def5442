"""A folder in; a network of real processes that can be killed, stopped and started again, out."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

import psutil
import requests

from app.adapters.chain import Web3Chain
from app.adapters.clock import FileClock
from app.adapters.coordinator_api import HttpAgent, HttpCoordinator
from app.adapters.coordinator_store import MIGRATIONS, NAME, TABLES, SqlLeaseStore, SqlRoundLog
from app.adapters.database import Database, sqlite_url
from app.localnet.child import Child
from app.localnet.conductor import Conductor
from app.localnet.network import LocalConfig
from app.localnet.node import ROLES
from app.settings import Network
from core.identity.keys import Account

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
TRADERS = 8
HISTORY_SECONDS = 45 * 86_400
WINDOWS = {
    "join": 600, "share": 120, "mask": 120, "open_norm": 120, "agree": 120, "unmask": 120,
    "open_score": 240, "settle": 120,
}  # fmt: skip
"""Market seconds of each step: a step ends early when all have answered, so only a missing client waits."""
CONFIG = {
    "expected_clients": TRADERS,
    "evaluation_candles": 40,
    "reference_days": 10,
    "label_candles": 4,
    "window": 16,
    "hidden": 4,
    "nodes": 3,
    "warm_up_rounds": 0,
    "error_discount": 0.0,
    "wait_for_agent_seconds": 600,
}
DISTRIBUTORS = {"profit": "ProfitDistributor", "emission": "EmissionDistributor"}


class Program:
    """One program of the product as a process of its own, which may be killed and started again.

    Args:
        name: for its log.
        words: after `conflux`.
        log: gets what it says.
        told: one line of JSON for its standard input, None for nothing.
        plan: of tests.e2e.mortal.

    Attributes:
        deaths: how often it was killed.
    """

    def __init__(self, name, words, log, plan, told=None):
        self.name, self.log, self.deaths = name, log, 0
        self._words, self._told, self._plan = words, told, plan
        self._process, self._is_over = None, False

    def start(self):
        """Start it, again if need be, over whatever the one before left on disk."""
        if self._process is not None:
            self._process.stdin.close()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.mortal", str(self._plan), *self._words],
                stdin=subprocess.PIPE, stdout=log, stderr=log, text=True, cwd=ROOT, start_new_session=True,
            )  # fmt: skip
        if self._told:
            self._process.stdin.write(json.dumps(self._told) + "\n")
            self._process.stdin.flush()

    def kill(self):
        """Kill -9, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self.deaths += 1

    def pause(self):
        """As a laptop that falls asleep, or a machine that hangs."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self):
        """As the same laptop when it wakes up."""
        os.kill(self._process.pid, signal.SIGCONT)

    def is_asleep(self):
        """Whether it is stopped."""
        try:
            return psutil.Process(self._process.pid).status() == psutil.STATUS_STOPPED
        except psutil.NoSuchProcess:
            return False

    def has_died(self):
        """Whether it was killed since it was started; an end of its own is a failure of the test."""
        code = self._process.poll()
        if code is None or self._is_over:
            return False
        assert code == -signal.SIGKILL, f"{self.name} ended with {code}: {self.last_words()}"
        return True

    def last_words(self):
        """The end of its log."""
        return self.log.read_text(errors="replace")[-2000:]

    def end(self):
        """SIGTERM; whoever does not end in order is killed. It is not started again."""
        if self._process is None:
            return
        self._is_over = True
        self._process.send_signal(signal.SIGCONT)
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdin.close()


class Door:
    """One address for all coordinators, as an operator's load balancer has it: it leads to one of them."""

    def __init__(self):
        self._listener = socket.create_server((HOST, 0), backlog=128)
        self.url = f"http://{HOST}:{self._listener.getsockname()[1]}"
        self._lock, self._pairs, self._backend = threading.Lock(), set(), None
        self._threads = [threading.Thread(target=self._welcome, name="door")]
        self._threads[0].start()

    def lead_to(self, port):
        """From now on lead there; whoever talks to another one is cut off."""
        with self._lock:
            if port == self._backend:
                return
            self._backend = port
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            _shut(*pair)

    def _welcome(self):
        while True:
            try:
                guest, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                port = self._backend
            try:
                host = socket.create_connection((HOST, port or 1), timeout=5)
            except OSError:
                guest.close()
                continue
            host.settimeout(None)
            with self._lock:
                self._pairs.add((guest, host))
                if port != self._backend:
                    _shut(guest, host)
            for source, sink in ((guest, host), (host, guest)):
                thread = threading.Thread(target=_carry, args=(source, sink), daemon=True)
                thread.start()

    def close(self):
        """Close every connection."""
        _shut(self._listener)
        self._listener.close()
        self.lead_to(None)
        self._threads[0].join()


def _carry(source, sink):
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            sink.sendall(data)
    _shut(source, sink)
    source.close()


def _shut(*sockets):
    for each in sockets:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


class CrashNet:
    """Chain, market, agent and traders of a local network, and coordinators that are `conflux coordinator`.

    Args:
        folder: of everything.
        rounds: after which no more is opened.
        database: URL of the log; a SQLite file by default.
        windows: market seconds of steps, over WINDOWS.
        plans: of tests.e2e.mortal by program: "coordinator-0" is the first coordinator, "victim" the trader
            at seat 0, which lives in a process of its own.
    """

    def __init__(self, folder, rounds=1, database=None, windows=None, plans=None):
        self.folder = folder
        self.rounds = rounds
        self.database_url = database or sqlite_url(folder / "data" / "coordinator" / "coordinator.db")
        self.clock = FileClock(folder / "clock.json")
        self._windows = {**WINDOWS, **(windows or {})}
        self._plans = plans or {}
        self._children, self._conductor, self._opened = {}, None, None
        self._stopping = threading.Event()
        self._bugs = []
        self._nurses = []
        self.coordinators, self.ports = [], []
        self.door = self.network = self.victim = None

    def __enter__(self):
        try:
            return self._start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_):
        self.stop()

    def _start(self):
        (self.folder / "logs").mkdir(parents=True, exist_ok=True)
        market = self._child("market", market=asdict(LocalConfig(traders=TRADERS))).ready()
        self.clock.write(market["start_at"])
        keys = {role: secrets.token_hex(32) for role in ROLES}
        chain = self._child("chain", keys=_chain_keys(keys)).ready()
        self.door = Door()
        self.network = Network(
            name="crash", chain_id=chain["chain_id"], rpc_url=f"http://{HOST}:{chain['port']}",
            coordinator_url=self.door.url, agent_url=f"http://{HOST}:{free_port()}", exchange="binance",
            exchange_url=f"http://{HOST}:{market['port']}", timeframe="1h", symbols=tuple(market["symbols"]),
            contracts=chain["contracts"], asset="PUSD", asset_decimals=6, simulated=True, local=True,
            clock_file=str(self.clock.path),
        )  # fmt: skip
        self.network.save(self.folder / "network.json")
        self._write_operators_files(keys["coordinator"])
        described = asdict(self.network)
        self.add_coordinator()
        self._child("agent", network=described, key=keys["agent"], paper_exchange_key=keys["paper_exchange"])
        seats = {
            "network": described, "rounds": self.rounds, "drop": 0, "seed": 4, "record_wire": False,
            "history_start_at": int(market["start_at"]) - HISTORY_SECONDS,
        }  # fmt: skip
        self._child("peers", seats=list(range(1, TRADERS)), **seats)
        self.victim = self._program("victim", ["localnet-part"], self._told("peers", seats=[0], **seats))
        for name in ("agent", "peers"):
            self._children[name].ready()
        self._start_conductor()
        return self

    def _told(self, part, name="victim", **config):
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return {"part": part, "folder": str(folder), "clock_file": str(self.clock.path), **config}

    def _child(self, name, **config):
        told = self._told(name, name, **config)
        self._children[name] = Child(name, self.folder / "logs" / f"{name}.log", told)
        return self._children[name]

    def _program(self, name, words, told=None):
        plan = self.folder / f"{name}.plan"
        nothing = {"seed": 0, "rate": 0.0, "always": [], "sleeps": [], "struck": []}
        plan.write_text(json.dumps({**nothing, **self._plans.get(name, {})}))
        program = Program(name, words, self.folder / "logs" / f"{name}.log", plan, told)
        program.start()
        return program

    def _write_operators_files(self, key):
        (self.folder / "key").write_text(key + "\n")
        (self.folder / "key").chmod(0o600)
        lines = [f"{name} = {value}" for name, value in {**CONFIG, "rounds": self.rounds}.items()]
        lines += ["[windows]", *(f"{name} = {value}" for name, value in self._windows.items())]
        (self.folder / "config.toml").write_text("\n".join(lines) + "\n")

    def add_coordinator(self):
        """One more `conflux coordinator` over the same log and data folder; the door finds out who leads."""
        port = free_port()
        words = [
            "coordinator", "--network", str(self.folder / "network.json"), "--key-file",
            str(self.folder / "key"), "--config", str(self.folder / "config.toml"), "--port", str(port),
            "--data-dir", str(self.folder / "data"), "--database", self.database_url,
        ]  # fmt: skip
        program = self._program(f"coordinator-{len(self.coordinators)}", words)
        self.coordinators.append(program)
        self.ports.append(port)
        if len(self.coordinators) == 1:
            self.door.lead_to(port)
        return program

    def _start_conductor(self):
        session = requests.Session()
        session.trust_env = False
        self._conductor = Conductor(
            self.clock,
            HttpCoordinator(self.door.url, session),
            HttpAgent(self.network.agent_url, session),
            3600,
        )
        self._conductor.start()

    def struck(self, name="coordinator-0"):
        """The instants at which a planned program died or slept so far, and all that it came to."""
        plan = self.folder / f"{name}.plan"
        seen = plan.with_suffix(".seen").read_text(encoding="utf-8").splitlines()
        return json.loads(plan.read_text())["struck"], sorted(set(seen))

    def keep_door(self):
        """Lead the door to whoever leads, until the end."""

        def watch():
            while not self._stopping.wait(0.1):
                self.leading()

        self._nurses.append(threading.Thread(target=watch, name="door keeper"))
        self._nurses[-1].start()

    def nurse(self, program):
        """Start a program again whenever its plan has killed it, until the end."""

        def watch():
            while not self._stopping.wait(0.05):
                try:
                    if program.has_died():
                        program.deaths += 1
                        program.start()
                except AssertionError as error:
                    self._bugs.append(error)
                    return

        self._nurses.append(threading.Thread(target=watch, name=f"nurse of {program.name}"))
        self._nurses[-1].start()

    def kill_now_and_then(self, program, rng, pause):
        """Kill -9 at random instants, `pause` (low, high) seconds apart, and start it again at once."""

        def strike():
            while not self._stopping.wait(rng.uniform(*pause)):
                program.kill()
                program.start()

        self._nurses.append(threading.Thread(target=strike, name=f"reaper of {program.name}"))
        self._nurses[-1].start()

    def log(self):
        """The log, read beside the coordinators as an operator may."""
        if self._opened is None:
            self._opened = Database(self.database_url, NAME, TABLES, MIGRATIONS)
        return SqlRoundLog(self._opened)

    def lease(self):
        """Who leads, as the database tells it."""
        self.log()
        return SqlLeaseStore(self._opened).read()

    def status(self, path="rounds/current", port=None):
        """What the coordinator tells, None while it is away."""
        url = f"http://{HOST}:{port}" if port else self.door.url
        try:
            answer = requests.get(f"{url}/v1/{path}" if path != "health" else f"{url}/health", timeout=2)
        except requests.RequestException:
            return None
        return answer.json() if answer.status_code == requests.codes.ok else None

    def leading(self):
        """The number of the coordinator that leads, None while none does; the door leads there."""
        for number, port in enumerate(self.ports):
            found = self.status("health", port)
            if found and found["status"] in ("ok", "waiting"):
                self.door.lead_to(port)
                return number
        return None

    def wait_for(self, look, what, seconds=600):
        """The first result of `look` that is neither None nor False; a part that died fails the test."""
        patience = time.monotonic() + seconds
        while True:
            found = look()
            if found is not None and found is not False:
                return found
            for child in self._children.values():
                child.check()
            if self._bugs:
                raise self._bugs[0]
            if time.monotonic() > patience:
                words = [f"== {each.name}: {each.last_words()}" for each in (*self.coordinators, self.victim)]
                raise AssertionError(f"{what} did not come: {self.status()}\n" + "\n".join(words))
            time.sleep(0.05)

    def wait_for_step(self, *steps, round_id=1, seconds=600):
        """A round's status when it stands at one of `steps`."""

        def look():
            found = self.status(f"rounds/{round_id}")
            return found if found and found["step"] in steps else None

        return self.wait_for(look, f"{steps} of round {round_id}", seconds)

    def chain(self):
        """The chain, read with a connection of our own."""
        return Web3Chain(self.network)

    def says(self, number, status):
        """Whether a coordinator says of itself that it is ok, waiting or a standby."""
        found = self.status("health", self.ports[number])
        return bool(found) and found["status"] == status

    def take_over(self, successor, mishap):
        """Seconds from a mishap of the leader until its successor leads."""
        began = time.monotonic()
        mishap()
        self.wait_for(lambda: self.leading() == successor, "the next leader", seconds=60)
        return time.monotonic() - began

    def wait_until_payable(self):
        """Until the tables of the newest round can be claimed from."""
        anybody = "0x" + "00" * 20

        def is_payable(asset):
            newest, line = self.status(), self.status(f"payouts/{asset}/{anybody}")
            return newest and line and line["active"] and (line["round_id"] or 0) >= newest["id"]

        self.wait_for(lambda: all(map(is_payable, DISTRIBUTORS)), "the tables")

    def end_traders(self):
        """End all of them in order; returns their folders."""
        self.victim.end()
        peers = self._children.pop("peers", None)
        if peers:
            peers.close_input()
            peers.join()
        return [self.folder / "victim" / "0", *sorted((self.folder / "peers").iterdir())]

    def stop(self):
        """End everything; harmless when repeated."""
        self._stopping.set()
        for nurse in self._nurses:
            nurse.join()
        if self._conductor:
            self._conductor.stop()
        for program in (*self.coordinators, *([self.victim] if self.victim else [])):
            program.end()
        for child in reversed(self._children.values()):
            child.close_input()
        for child in self._children.values():
            child.join()
        if self.door:
            self.door.close()
        if self._opened:
            self._opened.close()


def _chain_keys(keys):
    """What the chain's process may know: two keys, and the addresses of all other roles."""
    return {
        role: key if role in ("deployer", "faucet") else Account.from_key(bytes.fromhex(key)).address
        for role, key in keys.items()
    }


def free_port():
    """A port that nobody uses."""
    with socket.create_server((HOST, 0)) as server:
        return server.getsockname()[1]
