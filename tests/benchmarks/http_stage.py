"""A number of clients in; a market, a chain on which they are bonded and a coordinator, each a process, out.

All of them are the product's own: the parts of a local network, and the command `conflux coordinator`.
"""

import hashlib
import json
import subprocess
import sys
import threading
import time

import numpy as np
import psutil
import requests

from app import scoring
from app.adapters.abi import abi
from app.adapters.chain import Web3Chain
from app.adapters.clock import FileClock
from app.adapters.coordinator_api import HttpCoordinator
from app.adapters.http import recording_session
from app.adapters.wire import WireRecorder
from app.bootstrap import build_candle_source, build_worker
from app.localnet.child import Child
from app.localnet.deploy import node_at
from app.localnet.node import ROLES
from app.settings import Network
from core.federated.terms import RoundSpec
from core.identity.keys import Account

HOST = "127.0.0.1"
BOND_WEI = 10**18
HIDDEN = 137
"""Units of an LSTM of 100,150 parameters over the app's 43 features."""
GAS, GAS_PRICE = 200_000, 100 * 10**9
START_SECONDS = 120


def account(name):
    """The account of a role or of a client."""
    return Account.create(hashlib.sha256(f"bench {name}".encode()).digest())


class Stage:
    """Everything but the clients; a context manager that ends it all."""

    def __init__(self, folder, clients, hidden=HIDDEN, serve=("-m", "app", "coordinator")):
        self.folder, self.clients, self.hidden, self.serve = folder, clients, hidden, serve
        self.clock = FileClock(folder / "clock.json")
        self.clock.write(0.0)
        self.parts = []
        self.coordinator = None

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.coordinator:
            self.coordinator.terminate()
            self.coordinator.wait(60)
        for part in reversed(self.parts):
            part.close_input()
        for part in self.parts:
            part.join()

    def _start(self):
        chosen = {"timeframe": "1h", "candles": None, "start": "", "seed": 4, "traders": 1, "rounds": 1}
        market = self._part("market", market=chosen)
        self.clock.write(market["start_at"])
        owned = ("deployer", "faucet")
        keys = {role: account(role).key.hex() if role in owned else account(role).address for role in ROLES}
        chain = self._part("chain", keys=keys)
        self.network = Network(
            name="bench", chain_id=chain["chain_id"], rpc_url=f"http://{HOST}:{chain['port']}",
            coordinator_url="", agent_url="http://127.0.0.1:1", exchange="binance",
            exchange_url=f"http://{HOST}:{market['port']}", timeframe="1h", symbols=tuple(market["symbols"]),
            contracts=chain["contracts"], asset="PUSD", asset_decimals=6, simulated=True, local=True,
            clock_file=str(self.clock.path),
        )  # fmt: skip
        self._bond()

    def _part(self, name, **config):
        told = {"part": name, "folder": str(self.folder / name), "clock_file": str(self.clock.path), **config}
        self.parts.append(Child(name, self.folder / f"{name}.log", told))
        return self.parts[-1].ready()

    def _bond(self):
        """Coins from the faucet and a bond for each client, by four transactions each."""
        token, stake = self.network.contracts["ConfluxToken"], self.network.contracts["StakeManager"]
        coder = abi("ConfluxToken")
        rpc, faucet = node_at(self.network.rpc_url), account("faucet")
        nonce = int(rpc("eth_getTransactionCount", faucet.address, "pending"), 16)
        for seat in range(self.clients):
            wallet = account(seat)
            give = coder.call("transfer", wallet.address, BOND_WEI)
            self._send(rpc, faucet, nonce + 2 * seat, wallet.address, value=10**18)
            self._send(rpc, faucet, nonce + 2 * seat + 1, token, give)
            self._send(rpc, wallet, 0, token, coder.call("approve", stake, BOND_WEI))
            self._send(rpc, wallet, 1, stake, abi("StakeManager").call("stake", BOND_WEI))
        last = account(self.clients - 1).address
        if Web3Chain(self.network).read("StakeManager", "bondOf", last) != BOND_WEI:
            raise RuntimeError("the bonds did not get on chain")

    def _send(self, rpc, sender, nonce, to, data=b"", value=0):
        fields = {
            "type": 2, "chainId": self.network.chain_id, "nonce": nonce, "to": bytes.fromhex(to[2:]),
            "value": value, "data": data, "gas": GAS, "maxFeePerGas": GAS_PRICE,
            "maxPriorityFeePerGas": 10**9,
        }  # fmt: skip
        rpc("eth_sendRawTransaction", "0x" + sender.sign_transaction(fields).hex())

    def start_coordinator(self):
        """The command of an operator, in a process of its own; returns it, measurable, once it serves."""
        self.network.save(self.folder / "network.json")
        (self.folder / "key").write_text(account("coordinator").key.hex())
        (self.folder / "key").chmod(0o600)
        (self.folder / "rounds.toml").write_text(self._config())
        report = self.folder / "report.json"
        command = [
            sys.executable, *self.serve, "--network", str(self.folder / "network.json"), "--key-file",
            str(self.folder / "key"), "--config", str(self.folder / "rounds.toml"), "--port", "0",
            "--data-dir", str(self.folder / "data"), "--json", str(report),
        ]  # fmt: skip
        with (self.folder / "coordinator.log").open("wb") as log:
            self.coordinator = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        while not report.exists() and time.monotonic() < until:
            time.sleep(0.1)
        self.network = Network(
            **{**vars(self.network), "coordinator_url": json.loads(report.read_text())["url"]}
        )
        self.network.save(self.folder / "network.json")
        return psutil.Process(self.coordinator.pid)

    def _config(self):
        """Windows that are never the reason why a step ends: it ends when everybody has answered."""
        windows = "\n".join(
            f"{step} = 3600"
            for step in ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
        )
        return f"""
expected_clients = {self.clients}
attempts = 1
evaluation_candles = 40
reference_days = 10
label_candles = 4
window = 8
hidden = {self.hidden}
nodes = 3
bond_cap_wei = "{BOND_WEI}"
warm_up_rounds = 0
error_discount = 0.0
rounds = 1
wait_for_agent_seconds = 1
[windows]
{windows}
"""

    def gateway(self):
        """The coordinator, as the product's own client reaches it; and what is written down of its bytes."""
        wire = WireRecorder.for_network(self.network)
        return HttpCoordinator(self.network.coordinator_url, recording_session(wire)), wire


class Scorer:
    """The vectors that each client computes for itself from public candles, computed once for all of them."""

    def __init__(self, stage, gateway):
        self.stage, self.gateway = stage, gateway
        self.worker = build_worker()
        self.source = build_candle_source(stage.network, requests.Session())

    def close(self):
        """End the worker."""
        self.worker.close()

    def reference(self, round_id):
        """The terms of a round, and its reference direction."""
        spec = RoundSpec.from_bytes(self.gateway.raw(f"rounds/{round_id}/spec"))
        model = self.gateway.raw(f"artifacts/{spec.model_digest}")
        return spec, scoring.reference_direction(
            spec, model, scoring.fetch_reference(spec, self.source), self.worker
        )

    def gradient(self, spec, after):
        """The gradient of the path from the round's model to the one with digest `after`."""
        models = [self.gateway.raw(f"artifacts/{digest}") for digest in (spec.model_digest, after)]
        candles = scoring.fetch_candles(spec, self.source, self.stage.clock.now())
        return scoring.path_gradient(spec, *models, candles, self.worker).gradient


class Usage:
    """CPU seconds of a process, and its peak memory by looking at it ten times a second."""

    def __init__(self, process):
        self.process = process
        self.peak_mib = 0.0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self):
        while not self._stopped.wait(0.1):
            self.peak_mib = max(self.peak_mib, self.process.memory_info().rss / 2**20)

    def cpu_s(self):
        """So far, of all its threads and not of its worker's process."""
        times = self.process.cpu_times()
        return times.user + times.system

    def close(self):
        """Look no more."""
        self._stopped.set()
        self._thread.join()


class Machine:
    """CPU seconds of this machine between two times, and how much of it was not ours."""

    def __init__(self):
        self._all, self._ours = self._busy(), self._family()

    def used_s(self):
        """By our processes, and by others': what a wall time on a machine that is not idle hangs on."""
        everything, ours = self._busy() - self._all, self._family() - self._ours
        return ours, max(0.0, everything - ours)

    @staticmethod
    def _busy():
        times = psutil.cpu_times()
        return sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)

    @staticmethod
    def _family():
        me, total = psutil.Process(), 0.0
        for process in (me, *me.children(recursive=True)):
            times = process.cpu_times()
            total += times.user + times.system
        return total


def update_of(seat, reference, clip):
    """What a client trained: partly along the reference direction, of half the clip's norm."""
    rng = np.random.default_rng([seat, 77])
    own = rng.standard_normal(len(reference))
    update = 0.5 * reference / np.linalg.norm(reference) + 0.87 * own / np.linalg.norm(own)
    return (0.5 * clip * update).astype(np.float32)
