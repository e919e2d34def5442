"""A network's file, seats and public vectors in; clients that take part over HTTP, and their figures, out.

Each has a session, keys and a connection of its own, waits as the app does (a request that the coordinator
holds until the round moves), and sends through the app's own HTTP client, which writes down what leaves.
"""

import hashlib
import multiprocessing
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app import scoring
from app.adapters.chain import Web3Chain
from app.adapters.coordinator_api import HttpCoordinator
from app.adapters.http import recording_session
from app.adapters.wire import WireRecorder
from app.bootstrap import build_clock
from app.settings import Network
from app.trader.rounds import RoundStatus
from core.errors import TryAgain
from core.federated.client import ClientSession
from core.federated.contribution import quantise_direction
from core.federated.terms import RoundSpec
from core.identity.keys import Delegation, SessionKey, sign_delegation
from tests.benchmarks.http_stage import BOND_WEI, account, update_of

STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
AT_ONCE = 2
"""Clients of one process that compute at the same time: one computes while another is answered."""
WAIT_SECONDS = 25
DAY = 86_400


def secret(*words):
    """32 bytes by words."""
    return hashlib.sha256(repr(words).encode()).digest()


class Facts:
    """What everybody's own node reads from the chain, read once for all clients of this process."""

    def __init__(self, network, seats):
        self.chain = Web3Chain(network)
        self.bonds = {account(seat).address: BOND_WEI for seat in range(seats)}
        self._lock = threading.Lock()
        self._known = {}

    def record(self, round_id, post):
        """The round on chain, once it shows a post; and the beacon after that post."""
        with self._lock:
            if post not in self._known:
                record = self.chain.read("Rounds", "round", round_id)
                block = self.chain.block(record[post]["number"] + 2)
                if not record[post]["number"] or block is None:
                    raise TryAgain("The chain is not that far yet.", retry_after=0.1)
                self._known[post] = record, block.hash
            return self._known[post]


@dataclass
class Shared:
    """What all clients of a process know."""

    network: Network
    spec: RoundSpec
    facts: Facts
    reference: np.ndarray
    turns: threading.Semaphore
    gradient: np.ndarray | None = None
    directions: list | None = None


POSTS = {
    "share": "joined",
    "open_norm": "masked",
    "agree": "masked",
    "unmask": "agreed",
    "open_score": "asked",
    "settle": "settled",
}
"""What a client reads from the chain before it answers a step."""


class Client:
    """One seat."""

    def __init__(self, shared, seat):
        self.shared, self.seat, self.wallet = shared, seat, account(seat)
        self.wire = WireRecorder.for_network(shared.network)
        self.http = HttpCoordinator(shared.network.coordinator_url, recording_session(self.wire))
        self.clock = build_clock(shared.network)
        self.retries, self.longest_s = 0, 0.0
        spec, key = shared.spec, SessionKey.create(secret("session", seat))
        since = int(self.clock.now()) - 3600
        delegation = Delegation(key.address, since, since + 20 * DAY, seat)
        signature = sign_delegation(self.wallet, spec.chain_id, spec.contract, delegation)
        self.session = ClientSession.begin(spec, self.wallet.address, BOND_WEI, key, delegation, signature)
        self.delivered = set()

    def follow(self, until):
        """Answer every step that opens until the round stands at `until`."""
        view = self._status()
        while view.step != until:
            if view.is_over:
                raise RuntimeError(f"the round is {view.step}: {view.reason}")
            if view.step in STEPS and view.step not in self.delivered and view.deadline_at:
                with self.shared.turns:
                    self._deliver(view.step)
            view = self._status(after=view.version, wait=WAIT_SECONDS)

    def _status(self, **query):
        return RoundStatus.read(self._patiently(lambda: self.http.json(self._path(""), **query)))

    def _patiently(self, ask):
        """Ask again where the answer is "later", as the app does."""
        for _ in range(100):
            try:
                return ask()
            except TryAgain as error:
                self.retries += 1
                time.sleep(error.retry_after or 0.25)
        raise RuntimeError("the coordinator stayed away")

    def _path(self, part):
        return f"rounds/{self.shared.spec.round_id}{part}"

    def _raw(self, part):
        return self.http.raw(self._path(f"/{part}"))

    def _deliver(self, step):
        message = self._patiently(lambda: self._message(step)).to_bytes()
        begun = time.monotonic()
        reply = self._patiently(lambda: self.http.post(self._path(f"/{step}"), message))
        self.longest_s = max(self.longest_s, time.monotonic() - begun)
        self.session.receipt(step, reply)
        self.delivered.add(step)

    def _message(self, step):
        shared, session, mine = self.shared, self.session, self.wallet.address
        post = POSTS.get(step)
        record, beacon = shared.facts.record(shared.spec.round_id, post) if post else ({}, b"")
        now = self.clock.now()
        answers = {
            "join": lambda: session.join(1, secret("attempt", self.seat), now),
            "share": lambda: session.share(
                self._raw("roster"), record["root1"], beacon, shared.facts.bonds, now
            ),
            "mask": lambda: session.mask(self._raw(f"inbox/{mine}"), self.integers()),
            "open_norm": lambda: session.open_norm(
                self._raw("masked"), self._raw("norm-request"), record["root3"],
                record["masked"]["timestamp"], beacon, shared.reference,
            ),
            "agree": lambda: session.agree(self._raw("norms"), record["root3"]),
            "unmask": lambda: session.unmask(
                self._raw(f"survivors/{mine}"), record["survivorsHash"], record["root4"]
            ),
            "open_score": lambda: session.open_score(
                self._raw("gradient"), record["requestDigest"], shared.gradient, now, shared.directions
            ),
            "settle": lambda: session.audit(self._raw("agreed"), record["survivorsHash"], beacon),
        }  # fmt: skip
        return answers[step]()

    def integers(self):
        """The x of its update; the same whenever it is asked for."""
        update = update_of(self.seat, self.shared.reference, self.shared.spec.clip)
        return self.session.quantise(update, np.random.default_rng([self.seat, 78]))


def play(pipe, network_file, terms, seats, all_seats, reference_file):
    """A process of clients: told ("follow", until), ("score", file) or ("sum", addresses), until None."""
    network, spec = Network.load(Path(network_file)), RoundSpec.from_bytes(terms)
    shared = Shared(
        network, spec, Facts(network, all_seats), np.load(reference_file), threading.Semaphore(AT_ONCE)
    )
    clients = [Client(shared, seat) for seat in seats]
    pipe.send("ready")
    while told := pipe.recv():
        word, given = told
        if word == "follow":
            pipe.send(_follow(clients, given))
        elif word == "score":
            shared.gradient = np.load(given)
            shared.directions = _directions(shared, clients[0].http)
            pipe.send("ready")
        else:
            pipe.send(sum(client.integers() for client in clients if client.wallet.address in given))


def _directions(shared, http):
    """The last global steps, of which a first round has none, and r."""
    steps = scoring.past_steps(shared.spec, lambda digest: http.raw(f"artifacts/{digest}"))
    return [*steps, quantise_direction(shared.reference)[0]]


def _follow(clients, until):
    """Everybody on a thread of its own; what it took. Who fails ends this process with its error."""
    cpu = time.process_time()
    with ThreadPoolExecutor(len(clients)) as threads:
        for done in [threads.submit(client.follow, until) for client in clients]:
            done.result()
    return {
        "cpu_s": time.process_time() - cpu,
        "bytes_up": [client.wire.bytes_sent for client in clients],
        "requests": sum(total.requests for client in clients for total in client.wire.totals()),
        "retries": sum(client.retries for client in clients),
        "slowest_post_s": max(client.longest_s for client in clients),
    }


class Fleet:
    """All clients, dealt to a few processes."""

    def __init__(self, network_file, spec, clients, processes, reference_file):
        context = multiprocessing.get_context("spawn")
        self._pipes, self._processes = [], []
        for number in range(processes):
            here, there = context.Pipe()
            seats = list(range(number, clients, processes))
            told = (there, str(network_file), spec.to_bytes(), seats, clients, str(reference_file))
            self._processes.append(context.Process(target=play, args=told, daemon=True))
            self._processes[-1].start()
            there.close()
            self._pipes.append(here)
        self._answers()

    def _answers(self):
        return [pipe.recv() for pipe in self._pipes]

    def _all(self, *told):
        for pipe in self._pipes:
            pipe.send(told)
        return self._answers()

    def follow(self, until):
        """Let everybody play until the round stands at `until`; the figures of all together, so far."""
        found = self._all("follow", until)
        return {
            "client_cpu_s": sum(one["cpu_s"] for one in found),
            "bytes_up": [size for one in found for size in one["bytes_up"]],
            "requests": sum(one["requests"] for one in found),
            "retries": sum(one["retries"] for one in found),
            "slowest_post_s": max(one["slowest_post_s"] for one in found),
        }

    def score(self, gradient_file):
        """Give everybody the gradient."""
        self._all("score", str(gradient_file))

    def total(self, addresses):
        """The sum of the integers of these clients."""
        return sum(self._all("sum", frozenset(addresses)))

    def close(self):
        """End the processes."""
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(20)
